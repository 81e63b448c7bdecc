"""``spreadsheets.get``: the book as JSON, with grid data where asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.sheets.appearance import Appearance
from mentorship_gsheets.rehearsal.sheets.fields import Tree, asks
from mentorship_gsheets.rehearsal.sheets.model import LISTS, Book, Cell, Tab
from mentorship_gsheets.rehearsal.sheets.places import box_of
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box
from mentorship_gsheets.rehearsal.sheets.view import View, number_format, shown

ROW_PIXELS = 21
COLUMN_PIXELS = 100

_OWN_FIELDS = (
    "userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation", "chipRuns",
)  # fmt: skip


def book_json(
    view: View, areas: Sequence[tuple[Tab, Area]], grid: bool, mask: Tree | None, caller: str
) -> dict[str, Any]:
    """The ``Spreadsheet`` message.

    ``areas`` narrow it to their tabs and, with ``grid``, to their cells; ``mask`` only spares work, it is applied
    later; ``caller`` is the address that asks, for what protected ranges say of it.
    """
    book = view.book
    wanted = [tab for tab in book.tabs if not areas or any(tab is named for named, _ in areas)]
    sheets = []
    if asks(mask, "sheets"):
        below = None if mask is None else mask.get("sheets") or None
        for tab in wanted:
            boxes = [box_of(tab, area) for named, area in areas if named is tab] or [tab.box]
            sheets.append(_sheet(view, tab, boxes if grid else [], below, caller))
    whole = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "sheets": sheets,
        "namedRanges": book.named_ranges,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "developerMetadata": [entry for entry in book.metadata if "spreadsheet" in entry["location"]],
    }
    return {name: value for name, value in whole.items() if value != []}


def tab_properties(book: Book, tab: Tab) -> dict[str, Any]:
    """``SheetProperties`` as replies show them, with the tab's place."""
    properties = tab.properties
    first = {name: properties[name] for name in ("sheetId", "title")}
    return first | {"index": book.tabs.index(tab)} | {k: v for k, v in properties.items() if k not in first}


def _sheet(view: View, tab: Tab, boxes: Sequence[Box], mask: Tree | None, caller: str) -> dict[str, Any]:
    whole: dict[str, Any] = {"properties": tab_properties(view.book, tab)}
    if boxes and asks(mask, "data"):
        appearance = Appearance(view, tab, boxes)
        below = None if mask is None else mask.get("data") or None
        whole["data"] = [_grid(view, tab, box, below, appearance) for box in boxes]
    lists = {name: tab.over[name] for name in LISTS}
    lists["protectedRanges"] = [_protected(entry, caller) for entry in lists["protectedRanges"]]
    whole |= {
        "merges": tab.merges,
        "basicFilter": tab.basic_filter,
        **lists,
        "developerMetadata": [
            entry
            for entry in view.book.metadata
            if _on_sheet(entry, tab.id) and "dimensionRange" not in entry["location"]
        ],
    }
    return {name: value for name, value in whole.items() if value}


def _on_sheet(entry: Mapping[str, Any], sheet_id: int) -> bool:
    location = entry["location"]
    if "dimensionRange" in location:
        return bool(location["dimensionRange"].get("sheetId", 0) == sheet_id)
    return "spreadsheet" not in location and bool(location.get("sheetId", 0) == sheet_id)


def _protected(entry: Mapping[str, Any], caller: str) -> dict[str, Any]:
    """A protected range as the caller sees it: may they edit, and who else may if they do."""
    result = dict(entry)
    users = entry.get("editors", {}).get("users", [])
    if entry.get("warningOnly") or caller in users or entry.get("editors", {}).get("domainUsersCanEdit"):
        result["requestingUserCanEdit"] = True
    else:
        result.pop("editors", None)
    return result


def _grid(view: View, tab: Tab, box: Box, mask: Tree | None, appearance: Appearance) -> dict[str, Any]:
    """``GridData`` of a rectangle; rows and cells after the last that holds anything are left out."""
    result: dict[str, Any] = {}
    if box.top:
        result["startRow"] = box.top
    if box.left:
        result["startColumn"] = box.left
    if asks(mask, "rowData"):
        below = None if mask is None else mask.get("rowData", {}).get("values") or None
        rows = [
            _row(view, tab, row, box, below, appearance) for row in range(box.top, min(box.bottom, view.last_row(tab)))
        ]
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            result["rowData"] = rows
    if asks(mask, "rowMetadata"):
        hidden = appearance.hidden_rows
        result["rowMetadata"] = [
            _dimension(view.book, tab, "ROWS", row, tab.heights, ROW_PIXELS)
            | ({"hiddenByFilter": True} if row in hidden else {})
            for row in range(box.top, box.bottom)
        ]
    if asks(mask, "columnMetadata"):
        result["columnMetadata"] = [
            _dimension(view.book, tab, "COLUMNS", column, tab.widths, COLUMN_PIXELS)
            for column in range(box.left, box.right)
        ]
    return result


def _dimension(
    book: Book, tab: Tab, dimension: str, place: int, kept: Sequence[dict[str, Any] | None], pixels: int
) -> dict[str, Any]:
    own = kept[place] if place < len(kept) else None
    result = {"pixelSize": pixels} | (own or {})
    attached = [
        entry
        for entry in book.metadata
        if "dimensionRange" in entry["location"]
        and _on_sheet(entry, tab.id)
        and entry["location"]["dimensionRange"]["dimension"] == dimension
        and entry["location"]["dimensionRange"]["startIndex"] == place
    ]
    return result | {"developerMetadata": attached} if attached else result


def _row(view: View, tab: Tab, row: int, box: Box, mask: Tree | None, appearance: Appearance) -> dict[str, Any]:
    cells = [
        cell_json(view, tab, row, column, mask, appearance)
        for column in range(box.left, min(box.right, view.row_length(tab, row)))
    ]
    while cells and cells[-1] is None:
        cells.pop()
    return {"values": [cell or {} for cell in cells]} if cells else {}


def cell_json(
    view: View, tab: Tab, row: int, column: int, mask: Tree | None, appearance: Appearance
) -> dict[str, Any] | None:
    """``CellData`` of one cell, or ``None`` where there is none; ``mask`` spares what nobody asks for."""
    cell: Cell | None = tab.cell(row, column)
    value = view.value(tab, row, column)
    if cell is None and value is None:
        return None
    cell = cell or {}
    result: dict[str, Any] = {}
    for name in _OWN_FIELDS:
        if name in cell and asks(mask, name):
            result[name] = cell[name]
    if value is not None:
        if asks(mask, "effectiveValue"):
            result["effectiveValue"] = {name: item for name, item in value.items() if name != "numberFormat"}
        if asks(mask, "formattedValue"):
            result["formattedValue"] = shown(value, number_format(cell, value), view.locale)
    if asks(mask, "effectiveFormat"):
        result["effectiveFormat"] = appearance.format(row, column, value)
    if asks(mask, "hyperlink") and (link := appearance.link(cell)):
        result["hyperlink"] = link
    return result
