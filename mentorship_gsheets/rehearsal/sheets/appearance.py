"""How cells of one tab look: own format, banding, conditional rules, links, rows hidden by filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formats import effective_format
from mentorship_gsheets.rehearsal.sheets.judging import meeting
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of
from mentorship_gsheets.rehearsal.sheets.rules import filled_cells, inside, rule_formats
from mentorship_gsheets.rehearsal.sheets.view import View

_LINK = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)


class Appearance:
    """The looks of one tab at one moment; what is asked for is worked out once.

    Colour rules are judged for the cells in ``boxes`` only, for all of the tab by default.
    """

    def __init__(self, view: View, tab: Tab, boxes: Sequence[Box] | None = None) -> None:
        self._view = view
        self._tab = tab
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._boxes = (tab.box,) if boxes is None else boxes

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Rows the basic filter hides."""
        return hidden_rows(self._view, self._tab)

    @cached_property
    def _by_rules(self) -> dict[tuple[int, int], dict[str, Any]]:
        asked = inside(self._boxes, filled_cells(self._view, self._tab))
        return rule_formats(self._view, self._tab, asked)

    @cached_property
    def _bands(self) -> list[tuple[Box, Mapping[str, Any], Mapping[str, Any]]]:
        """Rectangles with alternating colours: their rows' and their columns' properties."""
        tab = self._tab
        bands = [
            (area_of(entry["range"]), entry.get("rowProperties", {}), entry.get("columnProperties", {}))
            for entry in tab.over["bandedRanges"]
        ] + [(area_of(table["range"]), table.get("rowsProperties", {}), {}) for table in tab.over["tables"]]
        return [(area.within(tab.height, tab.width), rows, columns) for area, rows, columns in bands]

    def format(self, row: int, column: int, value: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the ``effectiveFormat`` of a cell.

        Parameters
        ----------
        row, column
            Place of the cell, from 0.
        value
            Its effective value, whose kind decides the alignment; ``None`` for an empty cell.

        Returns
        -------
        dict[str, Any]
            The format; shared between equal cells, not to be changed.
        """
        return self._layered(row, column, value, self._by_rules.get((row, column)))

    def own_format(self, row: int, column: int, value: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what a cell would look like without conditional rules.

        Parameters
        ----------
        row, column
            Place of the cell, from 0.
        value
            Its effective value; ``None`` for an empty cell.

        Returns
        -------
        dict[str, Any]
            The format; shared between equal cells, not to be changed.
        """
        return self._layered(row, column, value, None)

    def _layered(
        self, row: int, column: int, value: Mapping[str, Any] | None, by_rule: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        cell = self._tab.cell(row, column) or {}
        kind = next(iter(value), "") if value else ""
        own = cell.get("userEnteredFormat")
        linked = bool(self.link(cell))
        brought = (value or {}).get("numberFormat")
        bands = tuple(self._banding(row, column)) if self._bands else ()
        # Formats and colours live as long as the book they belong to, so their identity is a key.
        key = (id(own), id(by_rule), kind, linked, *map(id, bands))
        if brought is None and key in self._known:
            return self._known[key]
        colors = [{"backgroundColor": color, "backgroundColorStyle": {"rgbColor": color}} for color in bands]
        layers = (*colors, {"numberFormat": brought} if brought else None, own, by_rule)
        look = effective_format(layers, kind, linked)
        if brought is None:
            self._known[key] = look
        return look

    def _banding(self, row: int, column: int) -> Iterator[dict[str, Any]]:
        for box, rows, columns in self._bands:
            if box.holds(row, column):
                for properties, at, size in (
                    (columns, column - box.left, box.width),
                    (rows, row - box.top, box.height),
                ):
                    color = band_color(properties, at, size)
                    if color is not None:
                        yield color

    def link(self, cell: Mapping[str, Any]) -> str | None:
        """Where a cell leads: its ``HYPERLINK`` formula with a literal address, or its format's link."""
        value = cell.get("userEnteredValue")
        if value is not None and "formulaValue" in value and (found := _LINK.match(value["formulaValue"])):
            return found[1].replace('""', '"')
        look = cell.get("userEnteredFormat")
        link: str | None = look.get("textFormat", {}).get("link", {}).get("uri") if look else None
        return link


def band_color(properties: Mapping[str, Any], at: int, size: int) -> dict[str, Any] | None:
    """Find the colour of a row or column in a band.

    Parameters
    ----------
    properties
        ``BandingProperties``, as Google's JSON has them.
    at
        Place in the band, from 0.
    size
        Number of rows or columns of the band.

    Returns
    -------
    dict[str, Any] | None
        The colour, or ``None`` where the band names none.
    """
    if at == 0 and "headerColor" in properties:
        name = "headerColor"
    elif at == size - 1 and "footerColor" in properties:
        name = "footerColor"
    else:
        past_header = at - ("headerColor" in properties)
        name = "secondBandColor" if past_header % 2 else "firstBandColor"
    return properties.get(name)


def hidden_rows(view: View, tab: Tab, chosen: Mapping[str, Any] | None = None) -> frozenset[int]:
    """Find the rows that a filter hides.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    chosen
        A basic filter or a filter view; by default the tab's basic filter.

    Returns
    -------
    frozenset[int]
        Rows from 0; none without a filter.
    """
    chosen = tab.basic_filter if chosen is None else chosen
    if not chosen:
        return frozenset()
    box = area_of(chosen.get("range", {})).within(tab.height, tab.width)
    rows = range(box.top + 1, min(box.bottom, view.last_row(tab)))
    hidden: set[int] = set()
    for column, criteria in _criteria_of(chosen).items():
        listed = set(criteria.get("hiddenValues", []))
        if listed:
            hidden |= {row for row in rows if (view.text(tab, row, column) or "") in listed}
        condition = criteria.get("condition")
        if condition:
            cells = [(row, column) for row in rows]
            kept = meeting(view, tab, condition, (box.top + 1, column), cells)
            hidden |= {row for row, _ in set(cells) - kept}
    return frozenset(hidden)


def _criteria_of(chosen: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The criteria of a filter by column, whichever way they were given."""
    by_column = {int(column): criteria for column, criteria in chosen.get("criteria", {}).items()}
    for spec in chosen.get("filterSpecs", []):
        by_column.setdefault(spec.get("columnIndex", 0), spec.get("filterCriteria", {}))
    return by_column
