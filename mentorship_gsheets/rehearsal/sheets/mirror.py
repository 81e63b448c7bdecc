"""The engine's copy of a book: told what changed, asked what came out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formulas import mapped, names_sheet
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Row, Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of, cell_name, quoted
from mentorship_gsheets.rehearsal.sheets.results import Value, error_value, parse_error, result_value
from mentorship_gsheets.rehearsal.sheets.translation import (
    NotCalculatedError,
    UnreadableError,
    is_open,
    translated,
)

_SCRATCH = "Rules of formats"


@dataclass(slots=True)
class Copy:
    """What the engine was told of one tab: its rows, its formulas and those it was not given, by place."""

    number: int
    rows: list[Row] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    open: set[tuple[int, int]] = field(default_factory=set)
    problems: dict[tuple[int, int], Value] = field(default_factory=dict)

    def entered(self, row: int, column: int) -> Value | None:
        """Return the ``userEnteredValue`` at a place.

        Parameters
        ----------
        row, column
            Place of the cell, from 0.

        Returns
        -------
        Value | None
            The value, or ``None`` where nothing stands.
        """
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return entered_value(self.rows[row][column])


class Mirror:
    """One IronCalc model holding the values of one book, for as long as :meth:`follows` says so.

    Besides the tabs it has one more sheet, :attr:`scratch`, for formulas that stand in no cell.
    """

    def __init__(self, book: Book) -> None:
        import ironcalc

        zone = book.properties["timeZone"]
        zone = zone if zone in ironcalc.get_all_timezones() else "UTC"
        self.model = ironcalc.create("rehearsal", "en", zone, "en")
        self._error = ironcalc.CellType.ErrorValue
        self._used: dict[int, Box] = {}
        self._fixed = _fixed(book)
        self._titles: dict[int, str] = {}
        self._names: dict[str, str] = {}
        self.copies: dict[int, Copy] = {}
        # The sheet it begins with; a tab may have the name it begins with.
        self.scratch = 0
        self.model.rename_sheet(self.scratch, _SCRATCH)
        self._spare: list[tuple[int, str]] = []
        for tab in book.tabs:
            self._add(tab)
        for entry in book.named_ranges:
            self._define(book, entry)

    def follows(self, book: Book, rules: Collection[tuple[int, str]]) -> bool:
        """Take in new tabs and let go of those that are gone.

        Titles, names, locale and time zone are built into the engine's formulas, so nothing but tabs that no formula
        names may come and go.

        Parameters
        ----------
        book
            The spreadsheet.
        rules
            Sheet ids and formulas on :attr:`scratch`.

        Returns
        -------
        bool
            ``False`` where only a new mirror will do.
        """
        titles = {tab.id: tab.title for tab in book.tabs}
        if self._fixed != _fixed(book) or any(titles.get(id, title) != title for id, title in self._titles.items()):
            return False
        changed = [
            title.casefold() for id, title in (self._titles | titles).items() if (id in titles) != (id in self.copies)
        ]
        if not changed:
            return True
        staying = [formula for id, copy in self.copies.items() if id in titles for formula in copy.formulas.values()]
        formulas = (*staying, *(formula for _, formula in rules))
        if any(names_sheet(formula, title) for title in changed for formula in formulas) or any(
            id not in titles for id, _ in rules
        ):
            return False
        for id in self.copies.keys() - titles:
            self._let_go(id)
        for tab in book.tabs:
            if tab.id not in self.copies:
                self._add(tab)
        return True

    def _add(self, tab: Tab) -> None:
        number, name = self._spare.pop() if self._spare else self._new_sheet(tab)
        self.copies[tab.id] = Copy(number)
        self._titles[tab.id] = tab.title
        self._names[tab.title.casefold()] = name

    def _new_sheet(self, tab: Tab) -> tuple[int, str]:
        """The number and the engine's name of a further sheet."""
        import ironcalc

        name = tab.title
        try:
            self.model.add_sheet(name)
        except ironcalc.WorkbookError:
            # Titles the engine does not take: long ones, ones with / and the like.
            name = f"tab {tab.id}"
            self.model.add_sheet(name)
        return len(self.copies) + 1, name

    def _let_go(self, id: int) -> None:
        """Empty the sheet of a tab that is gone and keep it for the next: the engine is slow to delete and add."""
        number = self.copies.pop(id).number
        _, height, _, width = self.model.get_sheet_dimensions(number)
        self.clear(number, 1, 1, height, width)
        self._spare.append((number, self._names.pop(self._titles.pop(id).casefold())))

    def _define(self, book: Book, entry: Mapping[str, Any]) -> None:
        tab, box = book.place(area_of(entry["range"]))
        corners = (cell_name(box.top, box.left), cell_name(box.bottom - 1, box.right - 1))
        fixed = [re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", name) for name in corners]
        sheet = quoted(self._names[tab.title.casefold()])
        self.model.new_defined_name(entry["name"], None, f"{sheet}!{':'.join(fixed)}")

    def differs(self, book: Book) -> bool:
        """Whether there is a row the engine does not know."""
        return not self._used or any(
            len(tab.rows) != len(copy.rows) or any(new is not old for new, old in zip(tab.rows, copy.rows, strict=True))
            for tab in book.tabs
            for copy in (self.copies[tab.id],)
        )

    def hand_over(self, book: Book) -> bool:
        """Tell the engine of every cell that differs from what it knows; whether a sheet's used part changed."""
        used = {tab.id: tab.used for tab in book.tabs}
        grown = any(used.get(id, box) != box for id, box in self._used.items())
        self._used = used
        for tab in book.tabs:
            copy = self.copies[tab.id]
            for row in range(max(len(tab.rows), len(copy.rows))):
                new = tab.rows[row] if row < len(tab.rows) else ()
                old = copy.rows[row] if row < len(copy.rows) else ()
                if new is not old:
                    self._row(book, tab, copy, row, new, old)
            copy.rows = list(tab.rows)
            for place in copy.open if grown else ():
                self._formula(book, tab, copy, place, copy.formulas[place])
        return grown

    def _row(self, book: Book, tab: Tab, copy: Copy, row: int, new: Row, old: Row) -> None:
        for column in range(max(len(new), len(old))):
            value = entered_value(new[column]) if column < len(new) else None
            before = entered_value(old[column]) if column < len(old) else None
            if value == before:
                continue
            place = row, column
            copy.formulas.pop(place, None)
            copy.open.discard(place)
            copy.problems.pop(place, None)
            at = copy.number, row + 1, column + 1
            if value is None:
                self.clear(*at)
            elif "formulaValue" in value:
                self._formula(book, tab, copy, place, value["formulaValue"])
            elif "stringValue" in value:
                self.model.update_cell_with_text(*at, value["stringValue"])
            elif "numberValue" in value:
                self.model.update_cell_with_number(*at, float(value["numberValue"]))
            else:
                self.model.update_cell_with_bool(*at, value["boolValue"])

    def _formula(self, book: Book, tab: Tab, copy: Copy, place: tuple[int, int], formula: str) -> None:
        copy.formulas[place] = formula
        copy.problems.pop(place, None)
        if is_open(formula):
            copy.open.add(place)
        text, problem = self.translated(formula, book, tab)
        at = copy.number, place[0] + 1, place[1] + 1
        self.model.update_cell_with_formula(*at, text)
        if problem is None and _cut_short(self.model.get_cell_formula(*at), text):
            problem = parse_error()
        if problem is not None:
            copy.problems[place] = problem

    def translated(self, formula: str, book: Book, tab: Tab, qualified: bool = False) -> tuple[str, Value | None]:
        """Translate a formula for the engine.

        Parameters
        ----------
        formula
            As it stands in the cell.
        book
            The spreadsheet.
        tab
            The sheet it stands on.
        qualified
            Whether the formula will stand on another sheet, so that every reference names its own.

        Returns
        -------
        tuple[str, Value | None]
            The formula, and what to show instead where it cannot be calculated, else ``None``.
        """
        titles = {other.title.casefold(): other for other in book.tabs}

        def used(title: str | None) -> Box | None:
            other = tab if title is None else titles.get(title.casefold())
            return None if other is None else self._used[other.id]

        if qualified:
            formula = mapped(formula, lambda found: replace(found, title=tab.title) if found.title is None else found)
        # Where there is a problem the engine is given an error, so that what depends on the cell shows one too.
        try:
            return translated(formula, locale_of(book.locale), used, self._names), None
        except UnreadableError:
            return "=NA()", parse_error()
        except NotCalculatedError as error:
            return "=NA()", error_value("N_A", f"{error} is not calculated by the rehearsal server.")

    def clear(self, number: int, row: int, column: int, height: int = 1, width: int = 1) -> None:
        """Empty cells of the engine.

        Parameters
        ----------
        number
            The engine's number of the sheet.
        row, column
            The first cell, from 1.
        height, width
            How many rows and columns.
        """
        self.model.range_clear_all(number, row, column, row + height - 1, column + width - 1)

    def result(self, number: int, row: int, column: int, formula: str = "") -> Value | None:
        """Return what came out at a place.

        Parameters
        ----------
        number
            The engine's number of the sheet.
        row, column
            Place of the cell, from 0.
        formula
            The formula that stands there: it tells a date from a number.

        Returns
        -------
        Value | None
            An ``ExtendedValue``, or ``None`` where there is nothing.
        """
        at = number, row + 1, column + 1
        found = self.model.get_cell_value(*at)
        is_error = isinstance(found, str) and self.model.get_cell_type(*at) == self._error
        return result_value(found, is_error, formula)

    def spilled(self) -> Iterator[tuple[int, int, int]]:
        """Sheet id, row and column of every cell that got its value from a formula elsewhere."""
        numbers = {copy.number: sheet_id for sheet_id, copy in self.copies.items()}
        for number, row, column in self.model.get_all_cells():
            sheet_id = numbers.get(number)
            if sheet_id is not None:
                copy = self.copies[sheet_id]
                if copy.entered(row - 1, column - 1) is None:
                    yield sheet_id, row - 1, column - 1


def _fixed(book: Book) -> tuple[Any, ...]:
    """What a mirror is made for once and for all."""
    return deepcopy(book.named_ranges), book.locale, book.properties["timeZone"]


def _cut_short(kept: str | None, given: str) -> bool:
    """Whether the engine read only the beginning of a formula (``=1 2``)."""
    kept = "".join((kept or "").split()).casefold()
    given = "".join(given.split()).casefold()
    return len(kept) < len(given) and given.startswith(kept)


def entered_value(cell: Cell | None) -> Value | None:
    """A cell's ``userEnteredValue``, or ``None``."""
    return None if cell is None else cell.get("userEnteredValue")
