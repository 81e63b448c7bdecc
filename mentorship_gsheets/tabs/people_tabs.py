"""What ``Mentors`` and ``Mentees`` look like: the same columns, seen from both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mentorship_gsheets.people import MOST_WANTED, Attendance, Role, Status
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.trials.coin import TRY_OUT

PEOPLE_TAB = {Role.MENTOR: "Mentors", Role.MENTEE: "Mentees"}


MATCH_COLUMN = {Role.MENTOR: "Mentee match", Role.MENTEE: "Mentor match"}


KEY = "Email"


NAME, LIVE_CHECK, FIT, MAIL, WHY, NEXT_BEST = "Name", "Live check", "Fit", "Mail", "Why", "Next best"


MAIL_COLUMN = Column(
    MAIL,
    "The mail that tells of the match, or that there is none: not yet, planned, draft, reviewed, sent; look: read "
    "Remark in Drafts.",
    75,
    ours=True,
)


_AT_HAND = ("Keep", "Here", "Comes", "Pair", "Status", "Attendance", "Bin", NEXT_BEST)
"""What a reviewer changes or looks up, right behind what is read."""


LISTED_AS = "Listed as"


PULLED = "Pulled"
"""The hidden column that says, as digests, what pull wrote into the other cells of the row."""


FIRST_PARTNER = "First partner"


PARTNERS = (FIRST_PARTNER, "Second partner", "Third partner")
"""Hidden columns of mentees, as many as `MOST_WANTED`: the mentors that the match cell names, each once."""


NAMED_BACK = ("Named back", "Named back by the second", "Named back by the third")
"""Hidden columns of mentees: how often each of these mentors names the mentee."""


BARRED = "May not meet"


_FIT = {
    Role.MENTOR: Column(
        FIT, "How well each pair fits, from 0 to 100, in the order of the cell beside it.", 80, ours=True
    ),
    Role.MENTEE: Column(
        FIT, "How well the pair fits, from 0 to 100, when it was matched; blank: too little is known.", 50, ours=True
    ),
}


@dataclass(frozen=True, slots=True)
class PeopleTabs:
    """The tabs of people of one format.

    Parameters
    ----------
    specs
        Role -> the whole tab; its title is that of `PEOPLE_TAB`.
    partners
        Role -> the column that says whom somebody meets.
    names_people
        That column holds people, one a line, as ``Name <address>``: they become `Participant.partners`.
    compared
        Columns of the drawings that nothing but rows of ``Criteria`` looks at, as at the organizer's own.
    beside
        Role -> the column that says in which group somebody is, where it is not that of ``partners``; empty: none
        does. It stands beside the name.

    Notes
    -----
    The columns are put into the order of reading at creation, so that this is the one place that knows it.
    """

    specs: Mapping[Role, TabSpec]
    partners: Mapping[Role, str]
    names_people: bool = True
    compared: tuple[str, ...] = ()
    beside: Mapping[Role, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the columns of every tab into the order of reading."""
        ordered = {
            role: in_reading_order(spec, self.beside.get(role, self.partners[role]))
            for role, spec in self.specs.items()
        }
        object.__setattr__(self, "specs", ordered)


def in_reading_order(spec: TabSpec, beside: str) -> TabSpec:
    """Return a tab of people as it is reviewed: a person a line, from the left who, with whom, what is wrong, and why.

    Only the name stays in view when somebody scrolls to the right, which leaves the screen to what is read.

    Parameters
    ----------
    spec
        The tab with its columns in any order.
    beside
        The column that stands beside the name.
    """
    first = (NAME, beside, LIVE_CHECK, FIT, MAIL, WHY, *_AT_HAND)

    def place(column: Column) -> int:
        known = first.index(column.header) if column.header in first else len(first)
        return len(first) + 1 if column.hidden else known

    return replace(spec, columns=tuple(sorted(spec.columns, key=place)), frozen_columns=1, one_line=True)


_FOR_THE_LIVE_CHECK = {
    Role.MENTOR: (),
    Role.MENTEE: (
        *(
            column
            for nth, partner, back in zip(("first", "second", "third"), PARTNERS, NAMED_BACK, strict=True)
            for column in (
                Column(
                    partner, f"The {nth} address of the match cell, for the live check.", 110, ours=True, hidden=True
                ),
                # as wide as its header: a line more of it would be a row of people less on the screen
                Column(back, "How many lines of that mentor's cell name this mentee.", 180, ours=True, hidden=True),
            )
        ),
        Column(
            BARRED,
            "Mentors whom a rule keeps away, as match saw them last; for the live check.",
            60,
            ours=True,
            hidden=True,
        ),
    ),
}


_COIN = {
    Role.MENTOR: (),
    Role.MENTEE: (
        Column(
            TRY_OUT,
            "on or off, and what Settings try out: the coin that match tossed for this mentee, once. Hidden, so that "
            "nobody treats the two halves differently.",
            60,
            ours=True,
            hidden=True,
        ),
    ),
}


def person_columns(role: Role) -> tuple[Column, ...]:
    """Return the first columns of people in every format: who, and how to match them."""
    capacity = {
        Role.MENTOR: "How many mentees this mentor takes at most; blank: the number in Settings.",
        Role.MENTEE: "Of mentors only: nothing is read here.",
    }[role]
    return (
        Column(KEY, "The address people signed up with. Rows are found by it, so sort as you like.", 240),
        Column(NAME, "As the mails will write it.", 150),
        Column(
            "Status",
            "answered: the form came back; no answer: only signed up; looked up: no answer, and you filled cells in; "
            "by hand: you added the row; "
            "withdrawn: never matched, never written to; declined: applied and was not accepted, else the same.",
            95,
            choices=tuple(Status),
        ),
        Column(
            "Attendance", "Colours the row. Blank: unknown.", 95, choices=(Attendance.IN_PERSON, Attendance.VIRTUAL)
        ),
        Column(
            "Bin",
            "The bin this person is matched in. Type another to move somebody.",
            235,
            choices_from=("Bins", "Bin"),
        ),
        Column("Fields", "What was ticked, first choice first, with semicolons between.", 220),
        # a mentee has one mentor wherever nothing else is said: there to be filled, and in nobody's way
        Column("Capacity", capacity, 75, hidden=role is Role.MENTEE),
    )


def about_columns() -> tuple[Column, ...]:
    """Return the last columns of people in every format: what they said."""
    return (
        Column("Sector", "Academia, industry, government ...", 120),
        Column("Topics", "What this person wants to talk about.", 220),
        Column("Affiliation", "Colleagues are not matched with each other.", 180),
        Column("Time zone", "As Europe/Paris, or UTC+2.", 120),
        Column("Languages", "Languages for the conversation.", 120),
        Column("Notes", "What was said in free text.", 260),
        Column("First time", "yes: first conference.", 70),
        Column("Left out", "yes: got nobody last time, so goes first.", 70),
        Column("Source", "form, sign-up or by hand.", 80, ours=True),
    )


GOAL, MATTERS, INTRODUCE = "Goal", "Matters most", "May introduce"
WANTED = "Mentors wanted"
WISHES = "Wishes"
TROUBLE, TROUBLE_NOTE = "Trouble", "Trouble note"


class Trouble(StrEnum):
    """What people write to the inbox about their pair."""

    SILENT = "partner silent"
    ADDRESS = "wrong address"
    GONE = "cannot take part"
    NO_FIT = "no fit"
    OTHER = "other"


_INBOX = (
    Column(
        TROUBLE,
        "What this person has written to you; check lists what is open, since when, and the command that helps.",
        110,
        choices=tuple(Trouble),
    ),
    Column(TROUBLE_NOTE, "Whatever you want to remember of it.", 220),
)

_SAID_BY_PAIRS = {
    Role.MENTOR: (
        Column(INTRODUCE, "yes: may be introduced to the partner by mail. Once anybody was asked, only yes is.", 85),
    ),
    Role.MENTEE: (
        Column(GOAL, "What this person wants to have reached; the mails say it, and ask again afterwards.", 260),
        Column(
            WISHES,
            "Mentors this mentee would like, the best first, one a line.",
            200,
        ),
        Column(
            MATTERS,
            "What counts most to this mentee: one of the criteria, which matching then meets where it can.",
            130,
            choices=("topics", "overlap of fields", "sector", "languages", "time zone", "same attendance"),
        ),
        Column(
            WANTED,
            f"How many mentors this mentee gets, 1 to {MOST_WANTED}; blank: 1. Everybody gets one before anybody two.",
            120,
        ),
        Column(INTRODUCE, "yes: may be introduced to the partner by mail. Once anybody was asked, only yes is.", 85),
    ),
}
"""What only people of pairs are asked."""


def people_spec(role: Role, own: tuple[Column, ...], rules: tuple[Rule, ...] = ()) -> TabSpec:
    """Return a tab of people: who, the format's own columns, and what they said.

    Parameters
    ----------
    role
        Whose tab.
    own
        The columns that say whom somebody meets, and what belongs to it.
    rules
        Colour rules besides those every format has.
    """
    return TabSpec(
        PEOPLE_TAB[role],
        (*person_columns(role), MAIL_COLUMN, *own, *about_columns()),
        rules=(*rules, *_STATUS_RULES),
        filters=(FilterView("Virtual only", "Attendance", equals=Attendance.VIRTUAL),),
    )


_STATUS_RULES = (
    Rule('={Status}="withdrawn"', Style.WITHDRAWN),
    Rule('={Status}="declined"', Style.WITHDRAWN),
    Rule('={Status}="no answer"', Style.NO_ANSWER, ("Status",)),
)


def _people_columns(role: Role) -> tuple[Column, ...]:
    other = role.other
    return (
        *person_columns(role),
        Column(
            MATCH_COLUMN[role],
            f"One {other} a line, as Name <address>. Filled cells are kept; empty one to have it matched again. "
            "The dropdown knows single people: Google marks the corner of a cell with two, and takes it all the same.",
            240,
            choices_from=(PEOPLE_TAB[other], LISTED_AS),
        ),
        Column("Keep", "Ticked: a rematch never takes this pair apart.", 55, checkbox=True),
        Column(LIVE_CHECK, "Says at once when the two sides of a pair disagree.", 105, ours=True),
        _FIT[role],
        MAIL_COLUMN,
        Column(WHY, "Why these two, in one sentence you may disagree with.", 560, ours=True),
        Column(NEXT_BEST, "Who else, and what would change all in all if they met; the best first.", 420, ours=True),
        *about_columns(),
        *_SAID_BY_PAIRS[role],
        *_INBOX,
        Column("Partners", "The match cell on one line, for the live check.", 60, ours=True, hidden=True),
        Column(PULLED, "What pull wrote into this row, to tell your edits from it.", 60, ours=True, hidden=True),
        Column(LISTED_AS, "How the dropdown of the other tab offers this person.", 60, ours=True, hidden=True),
        *_FOR_THE_LIVE_CHECK[role],
        *_COIN[role],
    )


def _people_drawing(role: Role) -> TabSpec:
    match_column = MATCH_COLUMN[role]
    return TabSpec(
        PEOPLE_TAB[role],
        _people_columns(role),
        rules=(
            Rule('={Live check}="sides disagree"', Style.MISMATCH, ("Live check", match_column)),
            Rule('={Live check}="no address"', Style.MISMATCH, ("Live check", match_column)),
            Rule('={Live check}="over capacity"', Style.OVERFULL, ("Live check", match_column, "Capacity")),
            Rule('={Live check}="colleagues"', Style.COLLEAGUES, ("Live check", match_column, "Affiliation")),
            Rule('={Live check}="may not meet"', Style.COLLEAGUES, ("Live check", match_column)),
            *_STATUS_RULES,
        ),
        filters=(
            FilterView("Virtual only", "Attendance", equals=Attendance.VIRTUAL),
            FilterView("Unmatched", match_column, blank=True),
        ),
    )


PAIR_TABS = PeopleTabs({role: _people_drawing(role) for role in Role}, MATCH_COLUMN, compared=(WISHES,))
"""The tabs of people of conference pairs."""

PEOPLE = PAIR_TABS.specs

MENTORS, MENTEES = PEOPLE[Role.MENTOR], PEOPLE[Role.MENTEE]
