"""Grid data: the cells of a rectangle as ``CellData``, thousands at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.masks import Kept, keeper
from mentorship_gsheets.rehearsal.replies import Checked
from mentorship_gsheets.rehearsal.sheets.appearance import Appearance
from mentorship_gsheets.rehearsal.sheets.fields import Tree
from mentorship_gsheets.rehearsal.sheets.metadata import on_dimension
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Row, Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.row_memory import RowMemory
from mentorship_gsheets.rehearsal.sheets.view import View, number_format, shown

ROW_PIXELS = 21
COLUMN_PIXELS = 100

_AS_KEPT = ("userEnteredFormat", "note", "textFormatRuns", "dataValidation", "chipRuns")
_NOTHING: Mapping[int, dict[str, Any]] = {}


def grid_json(view: View, tab: Tab, box: Box, mask: Tree | None, appearance: Appearance) -> dict[str, Any]:
    """Write the ``GridData`` of a rectangle.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    box
        The rectangle.
    mask
        That of ``GridData``; ``None`` where everything is asked for.
    appearance
        What the cells of the tab look like.

    Returns
    -------
    dict[str, Any]
        The message; cells and rows after the last that holds anything are absent.
    """
    result: dict[str, Any] = {}
    if box.top:
        result["startRow"] = box.top
    if box.left:
        result["startColumn"] = box.left
    if not mask or "rowData" in mask:
        rows = _rows(view, tab, box, None if not mask else mask["rowData"].get("values"), appearance)
        if rows:
            result["rowData"] = rows
    if not mask or "rowMetadata" in mask:
        hidden = appearance.hidden_rows
        result["rowMetadata"] = [
            _dimension(view.book, tab, True, row, tab.heights, ROW_PIXELS)
            | ({"hiddenByFilter": True} if row in hidden else {})
            for row in range(box.top, box.bottom)
        ]
    if not mask or "columnMetadata" in mask:
        result["columnMetadata"] = [
            _dimension(view.book, tab, False, column, tab.widths, COLUMN_PIXELS)
            for column in range(box.left, box.right)
        ]
    return result


def _dimension(
    book: Book, tab: Tab, rows: bool, place: int, kept: Sequence[dict[str, Any] | None], pixels: int
) -> dict[str, Any]:
    own = kept[place] if place < len(kept) else None
    result = {"pixelSize": pixels} | (own or {})
    attached = on_dimension(book, tab.id, rows, place) if book.metadata else []
    return result | {"developerMetadata": attached} if attached else result


def _rows(view: View, tab: Tab, box: Box, mask: Tree | None, appearance: Appearance) -> list[dict[str, Any]]:
    describe = cell_writer(view, mask, appearance)
    computed = view.computed.get(tab.id, {})
    rows = Kept()
    # how a cell looks depends on its place too, and on rules that look elsewhere
    lasting = mask is not None and bool(mask) and "effectiveFormat" not in mask and "*" not in mask
    written_as = (str(mask), box.left, box.right, view.locale)
    memory = view.calculation.memory(tab.id, written_as) if lasting else RowMemory()
    for row in range(box.top, min(box.bottom, view.last_row(tab))):
        cells: Row = tab.rows[row] if row < len(tab.rows) else ()
        results = computed.get(row, _NOTHING)
        same = memory.written(cells, results)
        if same is not None:
            rows.append(same)
            continue
        end = min(box.right, max(len(cells), max(results, default=-1) + 1))
        width = len(cells)
        written = [
            describe(row, column, cells[column] if column < width else None, results.get(column))
            for column in range(box.left, end)
        ]
        while written and written[-1] is None:
            written.pop()
        new = Checked({"values": [cell or {} for cell in written]} if written else {})
        memory.keep(cells, results, new)
        rows.append(new)
    memory.forget_others()
    while rows and not rows[-1]:
        rows.pop()
    return rows


Writer = Callable[[int, int, "Cell | None", "dict[str, Any] | None"], "dict[str, Any] | None"]
"""Row, column, what stands there, what was calculated for it; its ``CellData``, ``None`` where it is empty."""


def cell_writer(view: View, mask: Tree | None, appearance: Appearance) -> Writer:
    """Make a function that writes cells of a tab.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    mask
        That of ``CellData``; ``None`` where everything is asked for.
    appearance
        What the cells of the tab look like.

    Returns
    -------
    Writer
        Takes row, column, the cell and its result; gives the fields that are asked for, or ``None`` where there are
        none.
    """

    def asked(name: str) -> bool:
        return not mask or name in mask

    locale = view.locale
    entered, effective, text = asked("userEnteredValue"), asked("effectiveValue"), asked("formattedValue")
    look, link = asked("effectiveFormat"), asked("hyperlink")
    kept = [name for name in _AS_KEPT if asked(name)]
    parts = {name: keep for name, below in (mask or {}).items() if (keep := keeper(below))}
    keep_entered, keep_effective = parts.get("userEnteredValue"), parts.get("effectiveValue")
    known: dict[tuple[str, int], tuple[Any, Any]] = {}

    def part(name: str, item: Any) -> Any:
        """What is asked of a note, rule or format; these are the same object in many cells."""
        if name not in parts:
            return item
        if (name, id(item)) not in known:
            # Kept itself too, so that no other object can come by its number.
            known[name, id(item)] = item, parts[name](item)
        return known[name, id(item)][1]

    def write(row: int, column: int, cell: Cell | None, result: dict[str, Any] | None) -> dict[str, Any] | None:
        value = result
        if cell is None:
            if value is None:
                return None
            cell = {}
        own = cell.get("userEnteredValue")
        if value is None and own is not None and "formulaValue" not in own:
            value = own
        written: dict[str, Any] = {}
        if entered and own is not None:
            written["userEnteredValue"] = keep_entered(own) if keep_entered else own
        if value is not None:
            if effective:
                told = {name: item for name, item in value.items() if name != "numberFormat"} if result else value
                written["effectiveValue"] = keep_effective(told) if keep_effective else told
            if text:
                plain = value.get("stringValue")
                written["formattedValue"] = shown(value, number_format(cell, value), locale) if plain is None else plain
        if look:
            written["effectiveFormat"] = part("effectiveFormat", appearance.format(row, column, value))
        if link and (target := appearance.link(cell)):
            written["hyperlink"] = target
        for name in kept:
            if name in cell:
                written[name] = part(name, cell[name])
        return written

    return write
