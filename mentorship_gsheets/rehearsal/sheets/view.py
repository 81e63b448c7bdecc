"""What a person sees in the cells of a book: effective values, shown texts and formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.locales import Locale, locale_of
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Tab
from mentorship_gsheets.rehearsal.sheets.numbers import automatic, formatted

Value = dict[str, Any]

_ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


@dataclass(frozen=True, slots=True)
class View:
    """A book with its formulas calculated: ``computed`` by sheet id, row and column."""

    book: Book
    computed: Mapping[int, Mapping[int, Mapping[int, Value]]]
    calculation: Calculation

    @property
    def locale(self) -> Locale:
        """The book's locale."""
        return locale_of(self.book.locale)

    def formulas(self, tab: Tab, formulas: Iterable[str]) -> dict[str, Value]:
        """What formulas that stand in no cell come to on a tab, by formula."""
        return self.calculation.truths(self.book, tab, formulas)

    def row_length(self, tab: Tab, row: int) -> int:
        """How many cells of a row hold something, spilled results included."""
        length = len(tab.rows[row]) if row < len(tab.rows) else 0
        spilled = self.computed.get(tab.id, {}).get(row)
        return max(length, max(spilled) + 1) if spilled else length

    def last_row(self, tab: Tab) -> int:
        """How many rows hold something, spilled results included."""
        return max(len(tab.rows), max(self.computed.get(tab.id, {}), default=-1) + 1)

    def value(self, tab: Tab, row: int, column: int) -> Value | None:
        """The ``effectiveValue`` of a cell, or ``None`` where it is empty."""
        of_tab = self.computed.get(tab.id)
        if of_tab:
            of_row = of_tab.get(row)
            if of_row and column in of_row:
                return of_row[column]
        cell = tab.cell(row, column)
        return entered(cell) if cell else None

    def text(self, tab: Tab, row: int, column: int) -> str | None:
        """The ``formattedValue`` of a cell, or ``None`` where it is empty."""
        value = self.value(tab, row, column)
        if value is None:
            return None
        return shown(value, number_format(tab.cell(row, column), value), self.locale)


def view_of(book: Book, calculation: Calculation) -> View:
    """A book, calculated."""
    return View(book, calculation.values(book), calculation)


def entered(cell: Cell) -> Value | None:
    """What was entered, where that is no formula."""
    value: Value | None = cell.get("userEnteredValue")
    return None if value is None or "formulaValue" in value else value


def number_format(cell: Cell | None, value: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The number format of a cell, or the one its formula's result brings along."""
    look = cell.get("userEnteredFormat") if cell else None
    own: dict[str, Any] | None = look.get("numberFormat") if look else None
    return own or (value.get("numberFormat") if value else None)


def shown(value: Mapping[str, Any], pattern: Mapping[str, Any] | None, locale: Locale) -> str:
    """The text a cell shows for a value."""
    if "stringValue" in value:
        return str(value["stringValue"])
    if "numberValue" in value:
        number = value["numberValue"]
        return formatted(number, pattern, locale) if pattern else automatic(number, locale)
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    return _ERRORS[value["errorValue"]["type"]]


def plain_value(value: Mapping[str, Any]) -> Any:
    """A value as plain JSON: number, text, boolean; an error as its text."""
    if "errorValue" in value:
        return _ERRORS[value["errorValue"]["type"]]
    return next(value[name] for name in ("stringValue", "numberValue", "boolValue") if name in value)
