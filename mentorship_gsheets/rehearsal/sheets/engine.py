"""Formulas, calculated by IronCalc (https://www.ironcalc.com), a kept spreadsheet engine.

The engine holds a copy of the grid; before values are asked for, rows that differ from what it last saw are handed
over and, if there are formulas at all, everything is evaluated. A book without formulas never loads the engine.
"""

from __future__ import annotations

from typing import Any

from mentorship_gsheets.rehearsal.sheets.model import Book

Value = dict[str, Any]


class Calculation:
    """What formulas come to, kept from one call to the next."""

    def __init__(self) -> None:
        """Nothing is calculated yet."""

    def values(self, book: Book) -> dict[int, dict[int, dict[int, Value]]]:
        """The ``ExtendedValue`` of every formula and every cell one spills into, by sheet id, row and column."""
        return {}
