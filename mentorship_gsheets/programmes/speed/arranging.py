"""Seats for everybody, and the cells that say so."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.groups import Arrangement
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.base import Goal, Proposal
from mentorship_gsheets.programmes.speed.drawings import (
    AGAIN,
    HERE,
    LIVE,
    MENTORS,
    NAME,
    SEATING,
    TABLE,
    TABLES,
    WANTED,
    live_check,
    table_formulas,
    turn_header,
)
from mentorship_gsheets.programmes.speed.event import Event, Mentee, Move, Seat, Seating
from mentorship_gsheets.programmes.speed.layout import FIRST, level, natural
from mentorship_gsheets.programmes.speed.planning import plan, repair
from mentorship_gsheets.programmes.speed.standing import SpeedStanding, seated_groups
from mentorship_gsheets.programmes.speed.verification import broken_rules, mentors_at
from mentorship_gsheets.records.roster import cell_text, set_cell
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.batch import bounds, row_parts, same_formula
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, SetCell, Table, Value
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.text import as_key

_TRIES = 4
"""How often a repair is looked at again that leaves a rule broken."""

GOAL_NAMES = {
    "changed": "seats changed of those who stay",
    "no wanted": "mentees without a mentor of their first field",
    "met again": "times two mentees meet again",
    "interest": "points of interest",
}


@dataclass(frozen=True, kw_only=True)
class SpeedProposal(Proposal):
    """Who is to sit where.

    Parameters
    ----------
    seating
        The seats, those that stay included.
    """

    seating: Seating


def fill(standing: SpeedStanding, settings: Settings) -> SpeedProposal:
    """Return seats for everybody who has none in some round; every seat that stands stays.

    Parameters
    ----------
    standing, settings
        As read.

    Raises
    ------
    MentorshipError
        No seating can exist: see `planning.impossible`.
    """
    event, seats = standing.event, standing.seating.tables
    if not any(_blank(mentee, seats, event.rounds, standing.done) for mentee in event.mentees):
        return _proposal(standing, settings, standing.seating)
    pins = tuple(
        Seat(mentee.email, turn, table)
        for mentee in event.mentees
        for turn, table in enumerate(seats.get(mentee.email, ()), 1)
        if table and turn > standing.done
    )
    pinned = replace(event, pins=pins)
    found = repair(pinned, standing.seating, standing.done + 1) if standing.done else plan(pinned)
    return _proposal(standing, settings, found)


def mend(standing: SpeedStanding, settings: Settings) -> SpeedProposal:
    """Return seats for everybody who is there, with as few changes as can be; rounds that are over stay.

    Parameters
    ----------
    standing, settings
        As read; `standing.at_the_door` says whether the boxes decide who is there.

    Raises
    ------
    MentorshipError
        No seating can exist: see `planning.impossible`.
    """
    if not standing.stands:
        return fill(standing, settings)
    seating = standing.seating
    for _ in range(_TRIES):
        if _sound(standing, seating):
            break
        found = repair(standing.event, Seating.typed(seating.tables), standing.done + 1)
        if _settled(standing, seating) and len(found.broken) >= len(_broken(standing, seating)):
            # some rule cannot be kept, and another look found nothing better: leave people where they are
            break
        seating = found
    return _proposal(standing, settings, seating, mended=True)


def _settled(standing: SpeedStanding, seating: Seating) -> bool:
    """Return whether everybody who is there has a seat in every round that is left, and nobody else has."""
    event = standing.event
    for mentee in event.mentees:
        seats = seating.tables.get(mentee.email, ())
        for turn in range(standing.done + 1, event.rounds + 1):
            there = mentee.rounds is None or turn in mentee.rounds
            if there != bool(turn <= len(seats) and seats[turn - 1]):
                return False
    return True


def _broken(standing: SpeedStanding, seating: Seating) -> list[str]:
    known = {mentee.email for mentee in standing.event.mentees}
    tables = {email: seats for email, seats in seating.tables.items() if email in known}
    return list(broken_rules(standing.event, tables, standing.seating, standing.done))


def _sound(standing: SpeedStanding, seating: Seating) -> bool:
    return _settled(standing, seating) and not _broken(standing, seating)


def _blank(mentee: Mentee, seats: Mapping[str, tuple[str, ...]], rounds: int, done: int) -> bool:
    """Return whether somebody is there in a round to come without a seat."""
    theirs = seats.get(mentee.email, ())
    return any(
        (mentee.rounds is None or turn in mentee.rounds) and not (turn <= len(theirs) and theirs[turn - 1])
        for turn in range(done + 1, rounds + 1)
    )


def _proposal(standing: SpeedStanding, settings: Settings, seating: Seating, mended: bool = False) -> SpeedProposal:
    event, done = standing.event, standing.done
    # seats of rounds that are over, and of rows nobody can read, are not the engine's
    tables = dict(standing.seating.tables) | {
        mentee.email: seating.tables.get(mentee.email, ("",) * event.rounds) for mentee in event.mentees
    }
    seating = replace(seating, tables=tables)
    groups = seated_groups(event, seating, settings, done)
    named = {person for group in groups for person in group.people}
    left = tuple(person.identity for person in standing.roster if not person.withdrawn and person.identity not in named)
    moves = _moves(standing, seating)
    names = {mentee.email: mentee.name for mentee in event.mentees}
    shown = []
    if seating.goals and not mended:
        shown.append(
            Table("What this seating reaches", ("In words",), tuple((goal.sentence,) for goal in seating.goals))
        )
    broken = seating.broken or tuple(_broken(standing, seating))
    if broken:
        shown.append(Table("Rules that cannot all be kept", ("Rule",), tuple((line,) for line in broken)))
    if mended and moves:
        shown += _told(moves, names, seating)
    return SpeedProposal(
        Arrangement(groups, left),
        _summary(event, seating, moves if mended else None, standing),
        tuple(Goal(GOAL_NAMES[goal.name], goal.value, goal.bound) for goal in seating.goals),
        tuple(shown),
        doubts=tuple(_half_absent(standing)) if standing.at_the_door else (),
        seating=seating,
    )


def _summary(event: Event, seating: Seating, moves: tuple[Move, ...] | None, standing: SpeedStanding) -> str:
    seated = sum(any(seating.tables.get(mentee.email, ())) for mentee in event.mentees)
    people = (
        f"{counted(seated, 'person', 'people')} at {counted(len({m.table for m in event.mentors if m.here}), 'table')}"
    )
    if moves is None:
        return f"{people} in {counted(event.rounds, 'round')}."
    stay = [move for move in moves if move.before and move.after]
    changed = f"{counted(len(stay), 'seat')} of those who stay changed"
    cards = len({move.email for move in moves if any(seating.tables.get(move.email, ())[standing.done :])})
    return f"{people}; {changed}; {counted(cards, 'card')} to print again: mentorship print --changed"


def _told(moves: tuple[Move, ...], names: Mapping[str, str], seating: Seating) -> list[Table]:
    """Return who moves, and what to print again."""
    gone = {move.email for move in moves if not any(seating.tables[move.email][move.round - 1 :])}
    rows = [
        (names.get(move.email, move.email), str(move.round), move.before or "none", move.after or "none")
        for move in sorted(moves, key=lambda move: (move.round, names.get(move.email, move.email), move.email))
        if move.email not in gone
    ]
    # whoever has not come needs no line for each round
    rows += [(names.get(email, email), "all to come", "", "none") for email in sorted(gone)]
    cards = sorted({names.get(move.email, move.email) for move in moves if any(seating.tables[move.email])})
    turns = ", ".join(str(turn) for turn in sorted({move.round for move in moves}))
    again = (
        ("Cards", "; ".join(cards) or "none"),
        ("Wall plan", f"Round {turns}"),
    )
    return [
        Table("Who moves", ("Who", "Round", "From table", "To table"), tuple(rows)),
        Table("To print again", ("What", "Which"), again),
    ]


def _moves(standing: SpeedStanding, seating: Seating) -> tuple[Move, ...]:
    found = []
    for mentee in standing.event.mentees:
        before, after = standing.seating.tables.get(mentee.email, ()), seating.tables[mentee.email]
        for turn in range(standing.done + 1, standing.event.rounds + 1):
            was = before[turn - 1] if turn <= len(before) else ""
            if was != after[turn - 1]:
                found.append(Move(mentee.email, turn, was, after[turn - 1]))
    return tuple(found)


def _half_absent(standing: SpeedStanding) -> Iterator[Finding]:
    for noun, boxes, where in (
        ("mentees", [line.here for line in standing.lines.values()], SEATING.title),
        ("mentors", list(standing.boxes.values()), "Mentors"),
    ):
        gone = sum(box is False for box in boxes)
        if 2 * gone > len(boxes):
            yield Finding(
                f"{gone} of {len(boxes)} {noun} are not ticked as here.",
                f"Tick Here in {where} for those who have come; --force goes on all the same.",
                "many-absent",
                Level.STOP,
                where=where,
            )


def written(workbook: Workbook, standing: SpeedStanding, proposal: SpeedProposal) -> list[Change]:
    """Return the changes that make the sheet say what a proposal says.

    Parameters
    ----------
    workbook, standing
        As read.
    proposal
        As `fill` or `mend` made it of this very standing.

    Raises
    ------
    MentorshipError
        A tab, or the column of a round, is missing.
    """
    seating_tab, tables_tab = workbook.tab(SEATING.title), workbook.tab(TABLES.title)
    if seating_tab is None or tables_tab is None:
        what = "this sheet has no tab “Tables”." if seating_tab else "this sheet has no tab “Seating”."
        raise MentorshipError(Finding(what, "Run: mentorship setup", "no-tab", Level.STOP))
    event = standing.event
    for turn in range(1, event.rounds + 1):
        if seating_tab.column(turn_header(turn)) is None:
            what = f"Seating has no column “{turn_header(turn)}”."
            remedy = "Give the column its name back, or run: mentorship setup"
            where = seating_tab.address(1, KEY)
            raise MentorshipError(Finding(what, remedy, "no-column", Level.STOP, where=where))
    changes: list[Change] = []
    for email, table in standing.tables.items():
        person = standing.roster.find(Role.MENTOR, email)
        if person is None:
            continue
        if not cell_text(workbook, person, TABLE):
            changes += set_cell(workbook, person, TABLE, table)
        # match ticks everybody; boxes that were cleared since stay so
        if not standing.at_the_door and (standing.boxes[email] is None or not standing.stands):
            changes += [] if standing.boxes[email] else set_cell(workbook, person, HERE, True)
    changes += _seats(workbook, seating_tab, standing, proposal.seating)
    changes += _tables(workbook, tables_tab, event, standing.done)
    return changes


def _seats(workbook: Workbook, tab: Tab, standing: SpeedStanding, seating: Seating) -> Iterator[Change]:
    event = standing.event
    formulas = _Standing(workbook, tab)
    live = live_check(event.rounds, _changing(event))
    met = _meetings(seating)
    for mentee in event.mentees:
        line = standing.lines.get(mentee.email)
        seats = seating.tables[mentee.email]
        values: dict[str, Value] = {
            turn_header(turn): table
            for turn, table in enumerate(seats, 1)
            if turn > standing.done and (line is None or turn not in line.unknown)
        }
        if any(seats):
            values |= {WANTED: _wanted(event, mentee, seats, standing.done), AGAIN: met.get(mentee.email, 0)}
        else:
            values |= {WANTED: "", AGAIN: ""}
        if line is None:
            if not any(seats):
                continue
            first: dict[str, Value] = {KEY: mentee.email, NAME: mentee.name, HERE: True, LIVE: live}
            filled = tuple(
                (header, value)
                for header, value in (first | values).items()
                if value != "" and tab.column(header) is not None
            )
            yield AddRow(tab.title, KEY, mentee.email, filled)
            continue
        if line.found_by != mentee.email and line.key_column == NAME:
            values[KEY] = mentee.email
        if not line.name and mentee.name != mentee.email:
            values[NAME] = mentee.name
        if line.here is None and any(seats):
            values[HERE] = True
        values[LIVE] = live
        yield from _set(formulas, line.row, line.key_column, line.found_by, values)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Formulas as they stand in the rows of a tab; each template is resolved once."""

    workbook: Workbook
    tab: Tab
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def says(self, row: Row, formula: str, wanted: Formula) -> bool:
        """Return whether the formula in a row is the one that is wanted."""
        if wanted.template not in self.parts:
            try:
                self.parts[wanted.template] = row_parts(wanted.template, self.tab, bounds(self.workbook))
            except KeyError:
                # it looks into a column that this very plan adds
                self.parts[wanted.template] = ()
        parts = self.parts[wanted.template]
        return bool(parts) and same_formula(formula, str(row.number).join(parts))


def _set(formulas: _Standing, row: Row, key_column: str, key: str, values: Mapping[str, Value]) -> Iterator[SetCell]:
    """Yield the cells of a row that say something else, in columns that are there or are being added."""
    tab = formulas.tab
    for header, value in values.items():
        if tab.column(header) is None:
            continue
        cell = tab.cell(row, header)
        if isinstance(value, Formula):
            if formulas.says(row, cell.formula, value):
                continue
        elif as_key(cell.text) == as_key(str(value)):
            continue
        yield SetCell(tab.title, key_column, key, header, value, cell.text)


def _tables(workbook: Workbook, tab: Tab, event: Event, done: int) -> Iterator[Change]:
    turns = range(1, event.rounds + 1)
    texts = sorted({mentor.table for mentor in event.mentors}, key=natural)
    there = {table: frozenset(turn for turn in turns if mentors_at(event, table, turn, done)) for table in texts}
    number = {turn: sum(turn in here for here in there.values()) for turn in turns}
    keyed = tab.keyed(TABLE)
    formulas = _Standing(workbook, tab)
    for table in texts:
        mentors = sorted(
            (mentor for mentor in event.mentors if mentor.table == table),
            key=lambda mentor: (mentor.name, mentor.email),
        )
        values: dict[str, Value] = {
            MENTORS: ", ".join(mentor.name + ("" if mentor.here else " (not here)") for mentor in mentors),
            **dict(table_formulas(event.rounds, number, there[table])),
        }
        rows = keyed.get(as_key(table), ())
        if not rows:
            there_are = tuple((header, value) for header, value in values.items() if tab.column(header) is not None)
            yield AddRow(tab.title, TABLE, table, ((TABLE, table), *there_are))
        elif len(rows) == 1:
            yield from _set(formulas, rows[0], TABLE, tab.text(rows[0], TABLE), values)


def _changing(event: Event) -> bool:
    """Return whether some table has other mentors in one round than in another."""
    sits: dict[str, set[frozenset[str]]] = {}
    for turn in range(1, event.rounds + 1):
        for table in {mentor.table for mentor in event.mentors}:
            there = frozenset(mentor.email for mentor in mentors_at(event, table, turn, event.rounds))
            if there:
                sits.setdefault(table, set()).add(there)
    return any(len(companies) > 1 for companies in sits.values())


def _wanted(event: Event, mentee: Mentee, seats: Iterable[str], done: int) -> str:
    if not mentee.fields:
        return "no field known"
    levels = (level(mentee, mentors_at(event, table, turn, done)) for turn, table in enumerate(seats, 1) if table)
    return "yes" if FIRST in levels else "no"


def _meetings(seating: Seating) -> dict[str, int]:
    """Return how many others everybody meets more than once."""
    met: Counter[tuple[str, str]] = Counter()
    turns = max(map(len, seating.tables.values()), default=0)
    for turn in range(turns):
        groups: dict[str, list[str]] = {}
        for email, seats in seating.tables.items():
            if turn < len(seats) and seats[turn]:
                groups.setdefault(seats[turn], []).append(email)
        for group in groups.values():
            met.update(combinations(sorted(group), 2))
    found: Counter[str] = Counter()
    for pair, times in met.items():
        if times > 1:
            found.update(pair)
    return dict(found)
