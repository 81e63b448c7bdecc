"""The tab ``Hours`` as conversations of pairs: who spent how long on what, and what cannot be read."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Pair, Role, Roster
from mentorship_gsheets.programmes.organizers.tabs import DATE, HOURS, HOURS_SPENT, WHAT, WHO, WITH
from mentorship_gsheets.records.roster import resolver, written_out
from mentorship_gsheets.records.starts import read_days
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook

_NUMBER = re.compile(r"[-\u2212+]?[0-9]+(?:[.,][0-9]+)?")
_MOST = 24


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of ``Hours`` that counts.

    Parameters
    ----------
    pair
        Who spoke with whom.
    day
        On which day.
    hours
        How long.
    what
        What it was about, as typed; may be blank.
    row
        Number of its row.
    cell
        Where its day stands, as ``Hours!A7``.
    """

    pair: Pair
    day: date
    hours: Decimal
    what: str
    row: int
    cell: str


@dataclass(frozen=True, slots=True)
class Logged:
    """What the tab holds.

    Parameters
    ----------
    conversations
        The lines that count, in the order of the sheet.
    findings
        What is wrong with the others, and what is odd about these, each with its cell.
    doubtful
        Addresses of the people in lines that do not count: nobody can say how many hours theirs are in all.
    """

    conversations: tuple[Conversation, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubtful: frozenset[str] = frozenset()

    def until(self, day: date) -> "Logged":
        """Return the same without lines of days after one: those have not come yet, and count for nothing."""
        ahead = [each for each in self.conversations if each.day > day]
        if not ahead:
            return self
        remedy = "Write the day it was, or the line afterwards."
        wrong = (Finding(f"{each.day} has not come yet.", remedy, "hours-to-come", where=each.cell) for each in ahead)
        return Logged(
            tuple(each for each in self.conversations if each.day <= day),
            (*self.findings, *wrong),
            self.doubtful | {email for each in ahead for email in each.pair},
        )

    def of(self, pair: Pair) -> tuple[Conversation, ...]:
        """Return the conversations of a pair, by day."""
        mine = (each for each in self.conversations if each.pair == pair)
        return tuple(sorted(mine, key=lambda each: (each.day, each.row)))


def in_all(conversations: Iterable[Conversation]) -> Decimal:
    """Return how long conversations were together, in hours."""
    return sum((each.hours for each in conversations), Decimal(0))


def plain_hours(hours: Decimal) -> str:
    """Return a number of hours as people write it.

    >>> plain_hours(Decimal("1.50")), plain_hours(Decimal("20"))
    ('1.5', '20')
    """
    return f"{hours.quantize(Decimal('0.01')).normalize():f}"


def read_hours(text: str) -> Decimal | None:
    """Read a number of hours as a sheet takes one; None where a text is none.

    >>> read_hours("1,5"), read_hours("-2"), read_hours("1:30")
    (Decimal('1.5'), Decimal('-2'), None)
    """
    said = text.strip()
    return Decimal(said.replace("\u2212", "-").replace(",", ".")) if _NUMBER.fullmatch(said) else None


def same_hours(one: str, other: str) -> bool:
    """Return whether two texts are the same, or the same number to a hundredth.

    Parameters
    ----------
    one, other
        As they stand in cells.

    >>> same_hours("3,50", "3.5"), same_hours("2027-03-01", "")
    (True, False)
    """
    first, second = read_hours(one), read_hours(other)
    if first is None or second is None:
        return one.strip() == other.strip()
    return abs(first - second) < Decimal("0.01")


def read_log(workbook: Workbook, roster: Roster, pairs: Collection[Pair]) -> Logged:
    """Read every line of ``Hours``.

    Parameters
    ----------
    workbook
        As read; without the tab there are no hours.
    roster
        Everybody a line can name.
    pairs
        Pairs that stand or were introduced.

    Returns
    -------
    The lines that count; those that cannot be read are among its findings.
    """
    tab = workbook.tab(HOURS.title)
    if tab is None:
        return Logged()
    find = {role: _known(roster, role) for role in Role}
    days = read_days(tab, DATE, workbook.locale)
    counted: list[Conversation] = []
    findings: list[Finding] = []
    doubtful: set[str] = set()
    for row in tab.rows:
        if not any(tab.text(row, column.header) for column in HOURS.columns):
            continue
        wrong = list(_unread(tab, row, days.get(row.number)))
        sides, unknown = _people(tab, row, find)
        wrong += unknown
        pair = None if unknown else _pair(sides, pairs)
        if pair is None and not unknown:
            both = f"“{_brief(tab, row, WHO)}” and “{_brief(tab, row, WITH)}” are not a mentor and a mentee."
            wrong.append(_finding(tab, row, WITH, both, "Name one of each.", "hours-one-side"))
        hours = read_hours(tab.text(row, HOURS_SPENT))
        if wrong or pair is None or hours is None:
            findings += wrong
            doubtful |= {email for side in sides for email in side.values()}
            continue
        counted.append(
            Conversation(pair, days[row.number], hours, tab.text(row, WHAT), row.number, tab.address(row, DATE))
        )
        findings += _odd(tab, row, sides, pair, pairs)
    findings += _twice(tab, counted)
    return Logged(tuple(counted), tuple(findings), frozenset(doubtful))


def _known(roster: Roster, role: Role) -> Callable[[str], tuple[str, str]]:
    """Return what finds somebody of a role; an address that nobody of the role has is nobody's."""
    resolve = resolver(roster.of(role))

    def find(line: str) -> tuple[str, str]:
        email, problem = resolve(line)
        return (email, problem) if roster.find(role, email) is not None else ("", problem)

    return find


def _brief(tab: Tab, row: Row, header: str) -> str:
    return " ".join(tab.text(row, header).split())[:80]


def _finding(tab: Tab, row: Row, header: str, what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, where=tab.address(row, header))


def _unread(tab: Tab, row: Row, day: date | None) -> Iterator[Finding]:
    if day is None:
        what = f"“{_brief(tab, row, DATE)}” is no day on which it can have been."
        yield _finding(tab, row, DATE, what, "Write it as 2027-03-01.", "unread-hours-day")
    hours = read_hours(tab.text(row, HOURS_SPENT))
    if hours is not None and hours < 0:
        yield _less_than_nothing(tab, row)
    elif hours is None or not 0 < hours <= _MOST:
        yield _unread_hours(tab, row)


def _less_than_nothing(tab: Tab, row: Row) -> Finding:
    what = f"“{_brief(tab, row, HOURS_SPENT)}” hours are less than nothing."
    return _finding(tab, row, HOURS_SPENT, what, "Put the line right that was too long instead.", "negative-hours")


def _unread_hours(tab: Tab, row: Row) -> Finding:
    what = f"“{_brief(tab, row, HOURS_SPENT)}” is no number of hours from 0 to {_MOST}."
    return _finding(tab, row, HOURS_SPENT, what, "Write how long it was as a number, as 1.5.", "unread-hours")


_Sides = tuple[Mapping[Role, str], Mapping[Role, str]]
"""Of ``Who`` and of ``With``: in which role somebody is meant -> the address."""


def _people(tab: Tab, row: Row, find: Mapping[Role, Callable[[str], tuple[str, str]]]) -> tuple[_Sides, list[Finding]]:
    sides: list[Mapping[Role, str]] = []
    wrong = []
    for header in (WHO, WITH):
        text = tab.text(row, header)
        told = {role: resolve(text) for role, resolve in find.items()} if text else {}
        side = {role: email for role, (email, _) in told.items() if email}
        sides.append(side)
        if not side:
            problem = next((problem for _, problem in told.values() if problem), "names nobody")
            what = f"“{_brief(tab, row, header)}” under {header} {problem}."
            remedy = "Choose somebody from the list of the cell, or delete the line."
            wrong.append(_finding(tab, row, header, what, remedy, "unknown-in-hours"))
    return (sides[0], sides[1]), wrong


def _pair(sides: _Sides, pairs: Collection[Pair]) -> Pair | None:
    """Return the pair that two people are; where both are mentors and mentees, one that stands goes first."""
    found = [
        Pair(mentee[Role.MENTEE], mentor[Role.MENTOR])
        for mentor, mentee in (sides, sides[::-1])
        if Role.MENTOR in mentor and Role.MENTEE in mentee
    ]
    return next((pair for pair in found if pair in pairs), found[0] if found else None)


def _odd(tab: Tab, row: Row, sides: _Sides, pair: Pair, pairs: Collection[Pair]) -> Iterator[Finding]:
    for header, side in zip((WHO, WITH), sides, strict=True):
        if not any(written_out(tab.text(row, header), email) for email in side.values()):
            what = f"“{_brief(tab, row, header)}” has no address, so the sheet's own sums leave this line out."
            yield _finding(tab, row, header, what, "Choose the person from the list of the cell.", "hours-no-address")
    if pair not in pairs:
        yield _never_paired(tab, row)


def _never_paired(tab: Tab, row: Row) -> Finding:
    what = f"{_brief(tab, row, WHO)} and {_brief(tab, row, WITH)} were never a pair."
    return _finding(tab, row, WITH, what, "Look whether somebody else is meant.", "hours-no-pair")


def _twice(tab: Tab, counted: Sequence[Conversation]) -> Iterator[Finding]:
    first: dict[tuple[Pair, date, Decimal], Conversation] = {}
    rows = {row.number: row for row in tab.rows}
    for each in counted:
        before = first.setdefault((each.pair, each.day, each.hours), each)
        if before is not each:
            what = f"rows {before.row} and {each.row} say the same two, day and hours."
            remedy = "Delete one if both tell of one conversation."
            yield _finding(tab, rows[each.row], DATE, what, remedy, "hours-twice")
