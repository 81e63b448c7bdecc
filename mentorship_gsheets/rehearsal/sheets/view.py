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
        """Calculate formulas that stand in no cell.

        Parameters
        ----------
        tab
            The sheet they are calculated on.
        formulas
            The formulas.

        Returns
        -------
        dict[str, Value]
            What each comes to, by formula.
        """
        return self.calculation.truths(self.book, tab, formulas)

    def row_length(self, tab: Tab, row: int) -> int:
        """Count the cells of a row up to the last that holds something, spilled results included.

        Parameters
        ----------
        tab
            The sheet.
        row
            Its number, from 0.

        Returns
        -------
        int
            How many; 0 for an empty row.
        """
        length = len(tab.rows[row]) if row < len(tab.rows) else 0
        spilled = self.computed.get(tab.id, {}).get(row)
        return max(length, max(spilled) + 1) if spilled else length

    def last_row(self, tab: Tab) -> int:
        """How many rows hold something, spilled results included."""
        return max(len(tab.rows), max(self.computed.get(tab.id, {}), default=-1) + 1)

    def value(self, tab: Tab, row: int, column: int) -> Value | None:
        """Return the ``effectiveValue`` of a cell.

        Parameters
        ----------
        tab
            The sheet.
        row, column
            Place of the cell, from 0.

        Returns
        -------
        Value | None
            The value, or ``None`` where the cell is empty.
        """
        of_tab = self.computed.get(tab.id)
        if of_tab:
            of_row = of_tab.get(row)
            if of_row and column in of_row:
                return of_row[column]
        cell = tab.cell(row, column)
        return entered(cell) if cell else None

    def text(self, tab: Tab, row: int, column: int) -> str | None:
        """Return the ``formattedValue`` of a cell.

        Parameters
        ----------
        tab
            The sheet.
        row, column
            Place of the cell, from 0.

        Returns
        -------
        str | None
            The text, or ``None`` where the cell is empty.
        """
        value = self.value(tab, row, column)
        if value is None:
            return None
        return shown(value, number_format(tab.cell(row, column), value), self.locale)


def view_of(book: Book, calculation: Calculation) -> View:
    """Calculate a book.

    Parameters
    ----------
    book
        The spreadsheet.
    calculation
        Results of the book so far.

    Returns
    -------
    View
        The view.
    """
    return View(book, calculation.values(book), calculation)


def entered(cell: Cell) -> Value | None:
    """What was entered, where that is no formula."""
    value: Value | None = cell.get("userEnteredValue")
    return None if value is None or "formulaValue" in value else value


def number_format(cell: Cell | None, value: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Find the number format of a cell, or the one its formula's result brings along.

    Parameters
    ----------
    cell
        The cell; ``None`` where nothing stands.
    value
        Its effective value.

    Returns
    -------
    dict[str, Any] | None
        A ``NumberFormat``, or ``None`` for automatic.
    """
    look = cell.get("userEnteredFormat") if cell else None
    own: dict[str, Any] | None = look.get("numberFormat") if look else None
    return own or (value.get("numberFormat") if value else None)


def shown(value: Mapping[str, Any], pattern: Mapping[str, Any] | None, locale: Locale) -> str:
    """Write a value as its cell shows it.

    Parameters
    ----------
    value
        An ``ExtendedValue``.
    pattern
        The ``NumberFormat``; ``None`` for automatic.
    locale
        How the spreadsheet's locale writes numbers and dates.

    Returns
    -------
    str
        The text.
    """
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
