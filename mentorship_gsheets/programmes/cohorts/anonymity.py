"""Cohorts without the people, for ``export --anonymous``."""

from collections.abc import Callable, Mapping

from mentorship_gsheets.people import Identity, Role
from mentorship_gsheets.programmes.base import Nameless
from mentorship_gsheets.programmes.cohorts.completions import Completion
from mentorship_gsheets.programmes.cohorts.drawings import (
    AT_MOST,
    AT_ONCE,
    CHECKED,
    COHORT,
    COHORTS,
    DONE,
    HOURS,
    HOURS_AWAY,
    MEMBER,
    MENTEES,
    MENTORS,
    PLACES,
    SIZE_COLUMNS,
    STATE,
    TASK,
    TASKS,
)
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding
from mentorship_gsheets.text import as_key

_COPIED = (
    *(header for role in Role for header in SIZE_COLUMNS[role]),
    AT_MOST,
    PLACES,
    HOURS,
    HOURS_AWAY,
    STATE,
    CHECKED,
)
"""Columns of ``Cohorts`` that speak of nobody."""


def nameless_cohorts(
    standing: CohortStanding, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
) -> Nameless:
    """Return who is in which cohort under made-up addresses.

    Parameters
    ----------
    standing
        As read.
    names
        Identity -> made-up address.
    numbered
        Of a noun and a text, the noun with a number: for completed tasks that the tab ``Cohorts`` does not name.
        Tasks and cohorts that stand there are the organizer's words, and stay.
    """
    people = {}
    for person in standing.roster:
        who = person.identity
        at_once = standing.at_once[who]
        people[who] = {
            TASKS: "; ".join(standing.picks[who]),
            AT_ONCE: "" if at_once == 1 else str(at_once),
            MEMBER: "\n".join(standing.labels[who]),
            DONE: "\n".join(
                str(
                    Completion(
                        standing.offers.names.get(as_key(each.task)) or numbered(TASK, each.task),
                        each.day,
                    )
                )
                for each in standing.completions[who]
            ),
        }
    tab = standing.workbook.tab(COHORTS.title)
    inside = {cohort.label: cohort for cohort in standing.cohorts}
    rows = [[COHORT, TASK, MENTORS, MENTEES, *_COPIED]]
    for row in tab.rows if tab else ():
        if tab is None or not tab.text(row, TASK):
            continue
        offered = standing.offers.cohorts.get(as_key(tab.text(row, COHORT)))
        cohort = inside.get(offered.label) if offered else None
        sides = ["\n".join(names[role, email] for email in cohort.of(role)) if cohort else "" for role in Role]
        rows.append(
            [tab.text(row, COHORT), tab.text(row, TASK), *sides, *(tab.text(row, header) for header in _COPIED)]
        )
    return Nameless(people, {COHORTS.title: rows})
