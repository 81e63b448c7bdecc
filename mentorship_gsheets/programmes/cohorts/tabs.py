"""The tabs that cohorts have: ``Cohorts``, ``Together``, and their columns of ``Mentors`` and ``Mentees``."""

from dataclasses import replace

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.tabs.people_tabs import PeopleTabs, people_spec

TASKS = "Tasks"
AT_ONCE = "Cohorts at once"
MEMBER = "Cohorts"
DONE = "Done"
LIVE = "Live check"
WHY = "Why"
TASK_LIST = "Task list"

COHORT = "Cohort"
TASK = "Task"
AT_MOST = "At most"
CHANNEL = "Channel"
MENTORS = "Mentors"
MENTEES = "Mentees"
PLACES = "Places left"
HOURS = "Least hours awake"
HOURS_AWAY = "With one mentor away"
STATE = "State"
CHECKED = "Last check-in"

SIZE_COLUMNS = {role: tuple(f"{word} {role}s" for word in ("Min", "Wanted", "Max")) for role in Role}
"""Role -> the columns of least, wanted and most people, in this order."""

OK = "ok"
TOO_FEW = "too few"
CLOSED = "closed"

COHORTS = TabSpec(
    "Cohorts",
    (
        Column(COHORT, "Blank in a row with a task: the task is offered, and match names the cohort.", 140),
        Column(TASK, "What the cohort works on. One row a task is enough; match adds more.", 150),
        Column(
            STATE,
            "ok, or too few; write closed, and rematch frees everybody. A task whose rows are all closed is over.",
            70,
            choices=(OK, TOO_FEW, CLOSED),
        ),
        Column(MENTORS, "A copy of what the column Cohorts of Mentors says.", 250, ours=True, wrap=True),
        Column(MENTEES, "A copy of what the column Cohorts of Mentees says.", 250, ours=True, wrap=True),
        Column(PLACES, "Mentees who could still join.", 60, ours=True),
        Column(
            HOURS,
            "Hours a day that every mentee is awake together with at least one mentor. People without a time zone are "
            "left out.",
            90,
            ours=True,
        ),
        Column(HOURS_AWAY, "The same while one mentor, whichever it is, cannot come.", 100, ours=True),
        Column(CHECKED, "The day of the last check-in, as 2027-03-01.", 100),
        Column(CHANNEL, "Where the cohort talks; stays as it is once written.", 170),
        *(
            Column(header, "Blank: the number in Settings. The first row of a task counts.", 85)
            for role in Role
            for header in SIZE_COLUMNS[role]
        ),
        Column(AT_MOST, "Cohorts of this task at the same time; blank: as many as people allow.", 75),
    ),
    frozen_columns=1,
    rules=(
        Rule(f'={{{STATE}}}="{TOO_FEW}"', Style.OVERFULL, (STATE,)),
        Rule(f'={{{STATE}}}="{CLOSED}"', Style.WITHDRAWN),
    ),
)

KEPT_TOGETHER = TabSpec(
    "Together",
    (
        Column("Person", "Address or name.", 240),
        Column("With", "Address or name: these two are in the same cohorts.", 240),
        Column("Reason", "For you.", 300),
    ),
)


def _columns(role: Role) -> tuple[Column, ...]:
    other = role.other
    return (
        Column(TASKS, "The tasks this person wants, the best first, with semicolons between.", 220),
        Column(AT_ONCE, "In how many cohorts at once, at most; blank: 1.", 80),
        Column(
            MEMBER,
            "The cohorts this person is in, one a line. Filled cells are kept; empty one to have it filled again.",
            150,
            choices_from=(COHORTS.title, COHORT),
        ),
        Column(DONE, "Tasks completed, with the day, one a line, as: deploy 2027-03-01.", 150),
        Column("Keep", "Ticked: a rematch never takes this person out of a cohort.", 55, checkbox=True),
        Column(LIVE, "Says at once when a cohort is unknown or closed, or there are too many.", 105, ours=True),
        Column(WHY, f"The task, and how many {other}s of the cohort are in reach.", 420, ours=True),
        Column(TASK_LIST, "The tasks between semicolons, for Overview.", 60, ours=True, hidden=True),
    )


def _spec(role: Role) -> TabSpec:
    # unlike in colour and in words: what is unknown, what is over, what is too much
    rules = (
        Rule(f'={{{LIVE}}}="no such cohort"', Style.MISMATCH, (LIVE, MEMBER)),
        Rule(f'={{{LIVE}}}="{CLOSED}"', Style.COLLEAGUES, (LIVE, MEMBER)),
        Rule(f'={{{LIVE}}}="too many"', Style.OVERFULL, (LIVE, MEMBER, AT_ONCE)),
    )
    drawn = people_spec(role, _columns(role), rules)
    filters = (*drawn.filters, FilterView("In no cohort", MEMBER, blank=True))
    return replace(drawn, filters=filters)


PEOPLE = PeopleTabs({role: _spec(role) for role in Role}, dict.fromkeys(Role, MEMBER), names_people=False)
"""The tabs of people of cohorts."""
