"""Formulas, calculated by IronCalc (https://www.ironcalc.com), a kept spreadsheet engine.

The engine holds a copy of the entered values. Before results are asked for, the rows that differ from what it last saw
are handed over, and it evaluates. A book without formulas never loads it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.mirror import Mirror, entered_value
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.results import Value, parse_error
from mentorship_gsheets.rehearsal.sheets.row_memory import RowMemory
from mentorship_gsheets.rehearsal.sheets.translation import is_open, may_be_blank

Computed = dict[int, dict[int, dict[int, Value]]]
"""Results by sheet id, row and column."""

_MOST_RULES = 20_000
_MOST_WAYS = 8
"""Of writing the rows of one tab that are remembered: a program asks in a few, a page that is scrolled in many."""


class Calculation:
    """What the formulas of one book come to, kept from one call to the next."""

    def __init__(self) -> None:
        self._mirror: Mirror | None = None
        self._results: Computed = {}
        self._rules: dict[tuple[int, str], int] = {}
        self._open_rules = False
        self._memories: dict[int, dict[Hashable, RowMemory]] = {}

    def memory(self, sheet_id: int, written_as: Hashable) -> RowMemory:
        """Return the rows of a tab last written for replies in one way.

        Parameters
        ----------
        sheet_id
            Id of the sheet.
        written_as
            What the rows depend on besides their cells: fields, columns, locale.

        Returns
        -------
        RowMemory
            The memory, empty at first; it is shared.
        """
        ways = self._memories.setdefault(sheet_id, {})
        if len(ways) > _MOST_WAYS:
            ways.clear()
        return ways.setdefault(written_as, RowMemory())

    def values(self, book: Book) -> Computed:
        """The ``ExtendedValue`` of every formula, and of every cell one spills into; never to be changed."""
        if self._mirror is None and not any(map(_has_formulas, book.tabs)):
            return {}
        self._brought_up(book)
        return self._results

    def truths(self, book: Book, tab: Tab, formulas: Iterable[str]) -> dict[str, Value]:
        """Calculate formulas as if they stood on a tab, outside its cells: those of rules.

        Parameters
        ----------
        book
            The spreadsheet.
        tab
            The sheet.
        formulas
            The formulas; the same one may come often.

        Returns
        -------
        dict[str, Value]
            What each comes to, by formula.
        """
        wanted = list(dict.fromkeys(formulas))
        if not wanted:
            return {}
        if len(self._rules) > _MOST_RULES:
            self._mirror = None
        mirror = self._brought_up(book)
        new = [formula for formula in wanted if (tab.id, formula) not in self._rules]
        for formula in new:
            row = self._rules[tab.id, formula] = len(self._rules)
            text, _ = mirror.translated(formula, book, tab, qualified=True)
            mirror.model.update_cell_with_formula(mirror.scratch, row + 1, 1, text)
            self._open_rules = self._open_rules or is_open(formula)
        if new:
            mirror.model.evaluate()
        return {
            formula: mirror.result(mirror.scratch, self._rules[tab.id, formula], 0) or parse_error()
            for formula in wanted
        }

    def _brought_up(self, book: Book) -> Mirror:
        """Tell the engine what changed, evaluate if anything did, and collect the results."""
        mirror = self._mirror
        if mirror is None or not mirror.follows(book, self._rules):
            mirror = self._mirror = Mirror(book)
            self._rules, self._results, self._open_rules = {}, {}, False
        self._results = {id: rows for id, rows in self._results.items() if id in mirror.copies}
        if mirror.differs(book):
            self._clear_spilled(mirror)
            grown = mirror.hand_over(book)
            if grown and self._open_rules:
                # Their open ends were closed where the sheets ended then.
                self._rules, self._open_rules = {}, False
            mirror.model.evaluate()
            self._collect(mirror)
            self._blank_results(mirror, book)
        return mirror

    def _clear_spilled(self, mirror: Mirror) -> None:
        """Empty the cells formulas spilled into: the engine keeps them when a formula shrinks.

        It must be done while their formulas still stand.
        """
        for sheet_id, rows in self._results.items():
            copy = mirror.copies[sheet_id]
            for row, columns in rows.items():
                for column in columns:
                    if copy.entered(row, column) is None:
                        mirror.clear(copy.number, row + 1, column + 1)

    def _collect(self, mirror: Mirror) -> None:
        self._results = {}
        for sheet_id, copy in mirror.copies.items():
            for (row, column), formula in copy.formulas.items():
                value = copy.problems.get((row, column)) or mirror.result(copy.number, row, column, formula)
                if value is not None:
                    self._results.setdefault(sheet_id, {}).setdefault(row, {})[column] = value
        for sheet_id, row, column in mirror.spilled():
            value = mirror.result(mirror.copies[sheet_id].number, row, column)
            if value is not None:
                self._results.setdefault(sheet_id, {}).setdefault(row, {})[column] = value

    def _blank_results(self, mirror: Mirror, book: Book) -> None:
        """Show nothing, not 0, where a formula looked up an empty cell, as Sheets does."""
        zeros = [
            (tab, row, column, formula)
            for tab in book.tabs
            for row, columns in self._results.get(tab.id, {}).items()
            for column, value in columns.items()
            if value.get("numberValue") == 0
            and (formula := mirror.copies[tab.id].formulas.get((row, column)))
            and may_be_blank(formula, locale_of(book.locale))
        ]
        if not zeros:
            return
        for at, (tab, _, _, formula) in enumerate(zeros):
            text, _ = mirror.translated(f"=ISBLANK({formula[1:]})", book, tab, qualified=True)
            mirror.model.update_cell_with_formula(mirror.scratch, at + 1, 2, text)
        mirror.model.evaluate()
        for at, (tab, row, column, _) in enumerate(zeros):
            if mirror.model.get_cell_value(mirror.scratch, at + 1, 2) is True:
                self._results[tab.id][row][column] = {"stringValue": ""}
        mirror.clear(mirror.scratch, 1, 2, len(zeros))


def _has_formulas(tab: Tab) -> bool:
    return any("formulaValue" in (entered_value(cell) or ()) for row in tab.rows for cell in row)
