"""The tabs of organizer mentoring: people of pairs with what is asked of organizers, and the hours they spend."""

from dataclasses import replace

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.tabs.people_tabs import LISTED_AS, PAIR_TABS, PEOPLE_TAB, WISHES, PeopleTabs

CONFERENCE, STARTS, SIZE, HELP, AVAILABLE = (
    "Conference",
    "Conference starts",
    "Attendees",
    "Help with",
    "Hours a month",
)
INTRODUCED, SO_FAR, LAST, USED, CONTACT = "Introduced", "Hours so far", "Last hour", "Hours used", "Contact"
LAST_DAY = "Last day"
NEARLY, ALL, FINE, SILENT, OVER = "80 % or more", "all", "ok", "silent", "over"
"""What ``Hours used`` and ``Contact`` say of a pair."""

ASKED = (CONFERENCE, STARTS, SIZE, HELP, AVAILABLE)
"""The columns that only this format asks."""

_WHOSE = {Role.MENTOR: "this mentor has organized", Role.MENTEE: "this mentee organizes"}
_HELPS = {Role.MENTOR: "What this mentor can help with", Role.MENTEE: "What this mentee wants help with"}


def _said(role: Role) -> tuple[Column, ...]:
    return (
        Column(CONFERENCE, f"The conference that {_WHOSE[role]}.", 170),
        Column(STARTS, "Its first day, as 2028-05-12.", 110),
        Column(SIZE, "How many people come to it, as a number.", 80),
        Column(HELP, f"{_HELPS[role]}: budget, sponsors, venue and so on; with semicolons between.", 220, wrap=True),
        Column(AVAILABLE, "How many hours a month there are for it, as a number.", 80),
    )


_COUNTED = (
    Column(INTRODUCED, "The day on which the introduction was sent.", 95, ours=True),
    Column(SO_FAR, "Hours of this pair in the tab Hours, added up by the sheet.", 75, ours=True),
    Column(LAST, "The last day of this pair in the tab Hours.", 95, ours=True),
    Column(USED, "How much is used of the hours that Settings give a pair.", 95, ours=True),
    Column(
        CONTACT,
        "silent: no line in Hours for as many days as Settings say. Blank: the introduction was not sent. "
        "over: the conference has begun.",
        75,
        ours=True,
    ),
    Column(LAST_DAY, "The last day as a number, for the columns beside it.", 60, ours=True, hidden=True),
)


def _drawing(role: Role) -> TabSpec:
    usual = PAIR_TABS.specs[role]
    place = next(number for number, column in enumerate(usual.columns) if column.header == "Sector")
    counted = _COUNTED if role is Role.MENTEE else ()
    columns = (*usual.columns[:place], *counted, *_said(role), *usual.columns[place:])
    if role is Role.MENTOR:
        return replace(usual, columns=columns)
    rules = (
        Rule(f'={{{USED}}}="{NEARLY}"', Style.OVERFULL, (SO_FAR, USED)),
        Rule(f'={{{USED}}}="{ALL}"', Style.MISMATCH, (SO_FAR, USED)),
        Rule(f'={{{CONTACT}}}="{SILENT}"', Style.MISMATCH, (CONTACT, LAST)),
    )
    views = (FilterView("Silent", CONTACT, equals=SILENT), FilterView("Hours nearly used", USED, equals=NEARLY))
    return replace(usual, columns=columns, rules=(*usual.rules, *rules), filters=(*usual.filters, *views))


PEOPLE = PeopleTabs({role: _drawing(role) for role in Role}, PAIR_TABS.partners, compared=(*ASKED, WISHES))

DATE, WHO, WITH, HOURS_SPENT, WHAT = "Date", "Who", "With", "Hours", "What"
HOURS = TabSpec(
    "Hours",
    (
        Column(DATE, "The day, as 2027-03-01.", 100),
        Column(
            WHO,
            "The mentor, as Name <address>; the other way round is as good.",
            250,
            choices_from=(PEOPLE_TAB[Role.MENTOR], LISTED_AS),
        ),
        Column(
            WITH,
            "The mentee, as Name <address>.",
            250,
            choices_from=(PEOPLE_TAB[Role.MENTEE], LISTED_AS),
        ),
        Column(HOURS_SPENT, "How long, as a number: 1.5 is an hour and a half.", 70),
        Column(
            WHAT, "What it was about, in a few words; the monthly mail says the last one to the two.", 420, wrap=True
        ),
    ),
)
"""One line a conversation; organizers write it, from what the two tell them."""
