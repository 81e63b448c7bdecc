"""The rows of ``Criteria`` as what groups are judged by; everything that is wrong with them at once, with its cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from mentorship_gsheets.criteria import Criterion, How, Use
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Role
from mentorship_gsheets.records.roster import own_headers
from mentorship_gsheets.scoring.columns import COLUMNS
from mentorship_gsheets.scoring.kinds import KINDS, part_for
from mentorship_gsheets.scoring.phrases import brief
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.criteria import (
    CRITERIA,
    CRITERION,
    HOW,
    MENTEE_COLUMN,
    MENTOR_COLUMN,
    USE,
    BuiltIn,
)
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB, PeopleTabs
from mentorship_gsheets.text import as_key

_Word = TypeVar("_Word", bound=StrEnum)
_COLUMN = {Role.MENTOR: MENTOR_COLUMN, Role.MENTEE: MENTEE_COLUMN}


@dataclass(frozen=True, slots=True)
class Order:
    """What the tab says.

    Parameters
    ----------
    keys
        The criteria in their order, the most important first: those of the format by what it knows them by, those of
        the organizer's own as `Criterion`.
    musts
        The rules among them, which are not in ``keys``.
    cells
        For each of both the cell of its name.
    findings
        Everything that is wrong, level ``stop``; rows that cannot be read are in neither.
    """

    keys: tuple[Any, ...]
    musts: tuple[Any, ...]
    cells: Mapping[Any, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_criteria(
    workbook: Workbook,
    built_in: Sequence[BuiltIn],
    people: PeopleTabs,
    own: bool = True,
    foreign: Collection[str] = (),
) -> Order | None:
    """Read the tab ``Criteria``.

    Parameters
    ----------
    workbook
        As read.
    built_in
        The rows that the format has by itself.
    people
        How its tabs of people look.
    own
        The format compares columns, so organizers may add rows.
    foreign
        Names of the criteria of other formats: their rows, left from before the sheet was set up for this one, are
        passed over.

    Returns
    -------
    Order or None
        None where there is no such tab or no row that counts in it. What no row speaks of is off.
    """
    tab = workbook.tab(CRITERIA.title)
    if tab is None:
        return None
    passed = {as_key(name) for name in foreign}
    rows = [
        row
        for row in tab.rows
        if any(tab.text(row, header) for header in _TYPED)
        and (as_key(tab.text(row, CRITERION)) not in passed or any(tab.text(row, header) for header in _TYPED[2:]))
    ]
    if not rows:
        return None
    reading = _Reading(workbook, tab, built_in, people, own)
    for row in rows:
        reading.take(row)
    return Order(tuple(reading.keys), tuple(reading.musts), reading.cells, tuple(reading.findings))


_TYPED = (CRITERION, USE, HOW, MENTOR_COLUMN, MENTEE_COLUMN)


class _Reading:
    """Takes one row after the other."""

    def __init__(
        self, workbook: Workbook, tab: Tab, built_in: Sequence[BuiltIn], people: PeopleTabs, own: bool
    ) -> None:
        self.keys: list[Any] = []
        self.musts: list[Any] = []
        self.cells: dict[Any, str] = {}
        self.findings: list[Finding] = []
        self._tab = tab
        self._built_in = {as_key(row.name): row for row in built_in}
        self._own = own
        self._people = {role: workbook.tab(PEOPLE_TAB[role]) for role in Role}
        self._columns = {role: _columns(page, role, people) if page else () for role, page in self._people.items()}
        self._names: dict[str, str] = {}
        self._compared: dict[tuple[str, ...], str] = {}

    def take(self, row: Row) -> None:
        name = self._tab.text(row, CRITERION)
        use = self._choice(row, USE, Use)
        if not name:
            self._wrong(
                row, CRITERION, Finding("this row has no name.", "Give it one, or clear the row.", "no-criterion-name")
            )
            return
        first = self._names.setdefault(as_key(name), self._tab.address(row, CRITERION))
        if first != self._tab.address(row, CRITERION):
            what = f"“{brief(name)}” stands in {first} already."
            self._wrong(row, CRITERION, Finding(what, "Delete one of the two rows.", "double-criterion"))
            return
        declared = self._built_in.get(as_key(name))
        must_not = declared is not None and not declared.must
        if use is Use.MUST and must_not:
            what = f"“{declared.name if declared else name}” cannot be a must."
            self._wrong(row, USE, Finding(what, f"Choose {Use.IN_ORDER} or {Use.OFF}.", "no-must"))
        judged = self._declared(row, declared) if declared else self._of_ones_own(row, name, use)
        if judged is None or use is None or use is Use.OFF or (use is Use.MUST and must_not):
            return
        (self.musts if use is Use.MUST else self.keys).append(judged)
        self.cells[judged] = self._tab.address(row, CRITERION)

    def _declared(self, row: Row, declared: BuiltIn) -> Any:
        filled = next((header for header in _TYPED[2:] if self._tab.text(row, header)), None)
        if filled is None:
            return declared.key
        what = f"“{declared.name}” is a criterion of the tool's and compares no columns."
        remedy = "Clear How and both columns, or give your own row another name."
        self._wrong(row, filled, Finding(what, remedy, "criterion-columns"))
        return None

    def _of_ones_own(self, row: Row, name: str, use: Use | None) -> Criterion | None:
        if not self._own or not any(self._tab.text(row, header) for header in _TYPED[2:]):
            names = ", ".join(known.name for known in self._built_in.values())
            remedy = ("Choose a How and two columns, or write one of: " if self._own else "Write one of: ") + names
            self._wrong(
                row, CRITERION, Finding(f"there is no criterion “{brief(name)}”.", f"{remedy}.", "unknown-criterion")
            )
            return None
        how = self._choice(row, HOW, How)
        columns = {role: self._tab.text(row, _COLUMN[role]) for role in Role}
        if how is None:
            return None
        criterion = Criterion(name, how, columns[Role.MENTOR], columns[Role.MENTEE])
        first = self._compared.setdefault((how, *map(as_key, columns.values())), name)
        if first != name:
            what = f"“{brief(name)}” compares the same as “{brief(first)}”."
            self._wrong(row, CRITERION, Finding(what, "Delete one of the two rows.", "double-criterion"))
            return None
        if use is Use.OFF:
            return None
        fitting = [self._column(row, role, how, text, any(columns.values())) for role, text in columns.items()]
        return criterion if all(fitting) else None

    def _column(self, row: Row, role: Role, how: How, text: str, any_filled: bool) -> bool:
        """Return whether a column can be compared so; what is the matter is among the findings."""
        tab, header, title = self._people[role], _COLUMN[role], PEOPLE_TAB[role]
        if not text:
            if how is How.WISHES and any_filled:
                return True
            what = f"{header} is blank."
            self._wrong(row, header, Finding(what, f"Write a heading of {title}.", "no-criterion-column"))
            return False
        if tab is None:
            return True
        if as_key(text) not in {as_key(column) for column in self._columns[role]}:
            what = f"{title} has no column “{brief(text)}” that can be compared."
            remedy = f"Write one of: {', '.join(self._columns[role])}; or add the column to {title}."
            self._wrong(row, header, Finding(what, remedy, "unknown-criterion-column"))
            return False
        cells = [said for person in tab.rows if (said := tab.text(person, text))]
        # who names nobody in a column of wishes has no wish, and is told so by name
        readable = KINDS[how].reads
        bad = [cell for cell in cells if readable is not None and not readable(cell)]
        if bad and 3 * len(bad) >= 2 * len(cells):
            what = (
                f"“{how}” does not fit {text} of {title}: {len(bad)} of {len(cells)} cells hold no "
                f"{KINDS[how].content}, such as “{brief(bad[0])}”."
            )
            self._wrong(row, HOW, Finding(what, "Choose another How or another column.", "how-does-not-fit"))
            return False
        return True

    def _choice(self, row: Row, header: str, kind: type[_Word]) -> _Word | None:
        text = self._tab.text(row, header)
        try:
            return kind(as_key(text))
        except ValueError:
            what = f"{header} is blank." if not text else f"there is no {header} “{brief(text)}”."
            self._wrong(row, header, Finding(what, f"Choose one of: {', '.join(kind)}.", "unknown-choice"))
            return None

    def _wrong(self, row: Row, header: str, finding: Finding) -> None:
        self.findings.append(replace(finding, level=Level.STOP, where=self._tab.address(row, header)))


def _columns(tab: Tab, role: Role, people: PeopleTabs) -> tuple[str, ...]:
    """Return the columns of a tab of people that a criterion may compare."""
    return (*(column for column in COLUMNS if tab.column(column) is not None), *own_headers(tab, role, people))


def meaning(judged: Criterion) -> str:
    """Return what ``What it means`` says of a criterion of the organizer's own."""
    return part_for(judged).means
