"""How cells of one tab look: own format, banding, conditional rules, links, rows hidden by filters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formats import effective_format
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.view import View

_LINK = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)


class Appearance:
    """The looks of one tab at one moment; what is asked for is worked out once."""

    def __init__(self, view: View, tab: Tab) -> None:
        """Nothing is worked out yet."""
        self._view = view
        self._tab = tab

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Rows the basic filter hides."""
        return frozenset()

    def format(self, row: int, column: int, value: Mapping[str, Any] | None) -> dict[str, Any]:
        """The ``effectiveFormat`` of a cell; shared between equal cells, not to be changed."""
        cell = self._tab.cell(row, column) or {}
        kind = next((name for name in value or {} if name != "numberFormat"), "")
        layers = (cell.get("userEnteredFormat"),)
        return effective_format(layers, kind, bool(self.link(cell)))

    def link(self, cell: Mapping[str, Any]) -> str | None:
        """Where a cell leads: its ``HYPERLINK`` formula with a literal address, or its format's link."""
        formula = cell.get("userEnteredValue", {}).get("formulaValue", "")
        if formula and (found := _LINK.match(formula)):
            return found[1].replace('""', '"')
        link = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {})
        return link.get("uri")
