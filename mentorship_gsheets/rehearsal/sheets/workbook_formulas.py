"""Formulas in the words of Excel files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, cell_name
from mentorship_gsheets.rehearsal.sheets.translation import NotCalculatedError, UnreadableError, translated
from mentorship_gsheets.rehearsal.sheets.view import View

_NEW = frozenset(
    {
        "BYCOL", "BYROW", "CHOOSECOLS", "CHOOSEROWS", "CONCAT", "DAYS", "DROP", "EXPAND", "HSTACK", "IFNA", "IFS",
        "ISFORMULA", "ISOWEEKNUM", "LAMBDA", "LET", "MAKEARRAY", "MAP", "MAXIFS", "MINIFS", "RANDARRAY", "REDUCE",
        "REGEXEXTRACT", "REGEXREPLACE", "REGEXTEST", "SCAN", "SEQUENCE", "SORTBY", "SWITCH", "TAKE", "TEXTAFTER",
        "TEXTBEFORE", "TEXTJOIN", "TEXTSPLIT", "TOCOL", "TOROW", "UNICHAR", "UNICODE", "UNIQUE", "VSTACK", "WRAPCOLS",
        "WRAPROWS", "XLOOKUP", "XMATCH", "XOR",
    }
)  # fmt: skip
"""Functions newer than the file format, which files name with a prefix."""

_NEWER = frozenset({"FILTER", "SORT"})

_CALL = re.compile(r'"(?:[^"]|"")*"|\b([A-Z][A-Z0-9.]*)\(')


class FormulaWriter:
    """Writes the formulas of one book: open ends closed at the grid's, sheets under their Excel titles."""

    def __init__(self, view: View, titles: Mapping[str, str]) -> None:
        self._view = view
        self._titles = titles
        self._grids = {tab.title.casefold(): tab.box for tab in view.book.tabs}

    def formula(self, tab: Tab, formula: str) -> str | None:
        """Write a formula as files have it.

        Parameters
        ----------
        tab
            The sheet it stands on.
        formula
            As it stands in the cell.

        Returns
        -------
        str | None
            The formula; ``None`` where Excel has none like it.
        """

        def used(title: str | None) -> Box | None:
            return tab.box if title is None else self._grids.get(title.casefold())

        try:
            text = translated(formula, locale_of(self._view.book.locale), used, self._titles)
        except (NotCalculatedError, UnreadableError):
            return None
        return _CALL.sub(_prefixed, text)

    def cell(self, tab: Tab, row: int, column: int, formula: str) -> Any:
        """Write what goes into the cell of a formula.

        Parameters
        ----------
        tab
            The sheet.
        row, column
            Place of the cell, from 0.
        formula
            As it stands in the cell.

        Returns
        -------
        Any
            A formula, an array formula over the cells it fills, or ``None`` where Excel has none like it.
        """
        text = self.formula(tab, formula)
        if text is None:
            return None
        bottom, right = row, column
        while self._spilled(tab, bottom + 1, column):
            bottom += 1
        while self._spilled(tab, row, right + 1):
            right += 1
        if (bottom, right) == (row, column):
            return text
        from openpyxl.worksheet.formula import ArrayFormula

        return ArrayFormula(f"{cell_name(row, column)}:{cell_name(bottom, right)}", text)

    def _spilled(self, tab: Tab, row: int, column: int) -> bool:
        """Whether a cell shows a result of a formula that stands elsewhere."""
        entered = (tab.cell(row, column) or {}).get("userEnteredValue")
        return entered is None and self._view.value(tab, row, column) is not None


def _prefixed(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return found[0]
    if name in _NEWER:
        return f"_xlfn._xlws.{name}("
    return f"_xlfn.{name}(" if name in _NEW else found[0]
