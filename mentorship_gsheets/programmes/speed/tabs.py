"""The tabs of speed mentoring: people with table and rounds, who sits where, and the tables with their sizes."""

from collections.abc import Iterable, Mapping

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.speed.times import MOST_ROUNDS
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.spreadsheet.tab import Column, Rule, Style, TabSpec
from mentorship_gsheets.tabs.people_tabs import KEY, MAIL_COLUMN, PEOPLE_TAB, PeopleTabs, about_columns, person_columns

ROUNDS = 5
"""Rounds of an event that does not say how many."""

TABLE = "Table"
TIMES = "Rounds"
HERE = "Here"
COMES = "Comes"
NAME = "Name"
WANTED = "Wanted met"
AGAIN = "Meets again"
LIVE = "Live check"
PRINTED = "Printed"
MENTORS = "Mentors"


def turn_header(turn: int) -> str:
    """Return the column of a round, counted from 1, in ``Seating`` and in ``Tables``."""
    return f"Round {turn}"


def off_header(turn: int) -> str:
    """Return the hidden column of ``Tables`` that says whether a table has the wrong size in a round."""
    return f"Off {turn}"


def _turn_column(turn: int) -> Column:
    """Return the column of a round in ``Seating``."""
    note = "The table in this round, as far as Settings has Rounds. Filled cells are kept; empty one to have it filled."
    return Column(turn_header(turn), note, 70, choices_from=("Tables", TABLE))


def _size_column(turn: int) -> Column:
    """Return the column of a round in ``Tables``."""
    return Column(turn_header(turn), "How many mentees sit there, counted by the sheet.", 80, ours=True)


def _off_column(turn: int) -> Column:
    """Return the hidden column behind the red of a round in ``Tables``."""
    return Column(off_header(turn), "1: too many people, -1: too few.", 40, ours=True, hidden=True)


def _size_rule(turn: int) -> Rule:
    """Return the rule that makes a size red which is off."""
    return Rule(f"={{{off_header(turn)}}}<>0", Style.OVERFULL, (turn_header(turn),))


# one for every round an event may have: people paste rounds before anybody runs a command again
_TURNS = tuple(range(1, MOST_ROUNDS + 1))

SEATING = TabSpec(
    "Seating",
    (
        Column(NAME, "As it is printed. Type somebody who comes unannounced into a row of their own.", 180),
        Column(HERE, "Untick whoever does not come, then: mentorship rematch --here", 55, checkbox=True),
        Column(LIVE, "Says at once when somebody meets a mentor twice or a table is too full.", 150, ours=True),
        *map(_turn_column, _TURNS),
        Column(WANTED, "Whether a table has a mentor of the first field named.", 90, ours=True),
        Column(AGAIN, "How many people are met more than once.", 90, ours=True),
        Column(KEY, "The address, or walk-in 1 and so on for people who gave none.", 230),
        Column(PRINTED, "The seats as they were printed last.", 60, ours=True, hidden=True),
    ),
    frozen_columns=1,
    rules=(
        Rule('={Live check}="same mentor twice"', Style.MISMATCH, (LIVE,)),
        Rule('={Live check}="table full"', Style.OVERFULL, (LIVE,)),
    ),
)

TABLES = TabSpec(
    "Tables",
    (
        Column(TABLE, "As Mentors names it.", 90, ours=True),
        Column(MENTORS, "Who sits there.", 300, ours=True, wrap=True),
        *map(_size_column, _TURNS),
        *map(_off_column, _TURNS),
    ),
    rules=tuple(map(_size_rule, _TURNS)),
)

_STATUS_RULES = (
    Rule('={Status}="withdrawn"', Style.WITHDRAWN),
    Rule('={Status}="no answer"', Style.NO_ANSWER, ("Status",)),
)
_COMES = Column(
    COMES, "yes or no, as somebody answered the invitation; no: not expected. Blank: not answered.", 65, ("yes", "no")
)
_OWN = {
    Role.MENTOR: (
        _COMES,
        Column(TABLE, "The table; mentors with the same text share one. Blank: match gives the next number.", 90),
        Column(TIMES, "The rounds, as 1 to 3 or 1; 4. Blank: all.", 90),
        Column(HERE, "Untick whoever has not come or has left, then: mentorship rematch --here", 55, checkbox=True),
    ),
    Role.MENTEE: (_COMES,),
}


def _people_drawing(role: Role) -> TabSpec:
    known = {column.header: column for column in person_columns(role)}
    # in the order in which organizers paste them
    first = [known.pop(header) for header in (KEY, NAME, "Fields")]
    return TabSpec(
        PEOPLE_TAB[role],
        (*first, MAIL_COLUMN, *_OWN[role], *known.values(), *about_columns()),
        rules=_STATUS_RULES,
    )


PEOPLE = PeopleTabs(
    {role: _people_drawing(role) for role in Role},
    {Role.MENTOR: TABLE, Role.MENTEE: "Fields"},
    names_people=False,
    beside={Role.MENTEE: ""},
)
"""The tabs of people: whom a mentee meets stands in ``Seating``."""


def table_formulas(
    rounds: int, open_tables: Mapping[int, int], open_here: Iterable[int]
) -> tuple[tuple[str, Formula], ...]:
    """Return the formulas of one row of ``Tables``: sizes, and whether they are off.

    Parameters
    ----------
    rounds
        How many rounds there are.
    open_tables
        Round -> how many tables have a mentor.
    open_here
        The rounds in which this one has.
    """
    slack = 'IFERROR(VALUE(INDEX({Settings!Value};MATCH("Size slack";{Settings!Setting};0))&"");0)'
    here = frozenset(open_here)
    found = []
    for turn in range(1, rounds + 1):
        header = turn_header(turn)
        found.append((header, Formula(f"=COUNTIF({{Seating!{header}}};{{{TABLE}}})")))
        size, share = f"{{{header}}}", f"SUM({{Tables!{header}}})/{max(open_tables[turn], 1)}"
        off = f"IF({size}>-INT(-{share})+{slack};1;IF({size}<INT({share})-{slack};-1;0))"
        found.append((off_header(turn), Formula(f"={off}" if turn in here else f"=IF({size}>0;1;0)")))
    return tuple(found)


def live_check(rounds: int, changing: bool) -> Formula:
    """Return the formula of ``Live check`` in ``Seating``.

    Parameters
    ----------
    rounds
        How many rounds there are.
    changing
        Some table has other mentors in one round than in another: then the same table twice is no mistake the sheet
        could know, and ``mentorship check`` tells instead.
    """
    cells = [f"{{{turn_header(turn)}}}" for turn in range(1, rounds + 1)]
    twice = ";".join(
        f'AND({one}<>"";{one}&""={other}&"")' for place, one in enumerate(cells) for other in cells[place + 1 :]
    )
    full = ";".join(
        f'IFERROR(INDEX({{Tables!{off_header(turn)}}};MATCH({cell}&"";{{Tables!{TABLE}}};0))=1;FALSE)'
        for turn, cell in enumerate(cells, 1)
    )
    words = f'IF(OR({full});"table full";"ok")'
    if twice and not changing:
        words = f'IF(OR({twice});"same mentor twice";{words})'
    return Formula(f'=IF(OR({{{KEY}}}="";{{{HERE}}}=FALSE);"";{words})')
