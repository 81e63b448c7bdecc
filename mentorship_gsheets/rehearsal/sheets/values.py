"""``spreadsheets.values``: plain values by range.

Reference: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.entry import raw, typed
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Tab
from mentorship_gsheets.rehearsal.sheets.numbers import DATE_TYPES
from mentorship_gsheets.rehearsal.sheets.places import box_of, written_open
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box, column_name, quoted, written
from mentorship_gsheets.rehearsal.sheets.view import View, number_format, plain_value, shown

Options = Mapping[str, Any]


def read(view: View, tab: Tab, box: Box, options: Options) -> dict[str, Any]:
    """A ``ValueRange``: rows (or columns) without the empty cells and rows at their end."""
    rows: list[list[Any]] = []
    for row in range(box.top, min(box.bottom, view.last_row(tab))):
        right = min(box.right, view.row_length(tab, row))
        values = [_rendered(view, tab, row, column, options) for column in range(box.left, right)]
        rows.append(_trimmed(values))
    dimension = options.get("majorDimension", "ROWS")
    if dimension == "COLUMNS":
        width = max(map(len, rows), default=0)
        rows = [_trimmed([row[at] if at < len(row) else None for row in rows]) for at in range(width)]
    while rows and not rows[-1]:
        rows.pop()
    result: dict[str, Any] = {
        "range": written(tab.title, box),
        "majorDimension": "COLUMNS" if dimension == "COLUMNS" else "ROWS",
    }
    if rows:
        result["values"] = [["" if value is None else value for value in row] for row in rows]
    return result


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values


def _rendered(view: View, tab: Tab, row: int, column: int, options: Options) -> Any:
    """One value as asked for; ``None`` where the cell is empty."""
    cell = tab.cell(row, column)
    how = options.get("valueRenderOption", "FORMATTED_VALUE")
    if how == "FORMULA" and cell is not None:
        formula = cell.get("userEnteredValue", {}).get("formulaValue")
        if formula is not None:
            return formula
    value = view.value(tab, row, column)
    if value is None:
        return None
    pattern = number_format(cell, value)
    dates_as_text = options.get("dateTimeRenderOption") == "FORMATTED_STRING"
    is_date = pattern is not None and pattern.get("type") in DATE_TYPES
    if how in {"UNFORMATTED_VALUE", "FORMULA"} and not (dates_as_text and is_date):
        return plain_value(value)
    return shown(value, pattern, view.locale)


def rows_of(value_range: Mapping[str, Any]) -> list[list[Any]]:
    """The rows of a ``ValueRange``, whatever its major dimension; short columns are filled with ``None``."""
    values: list[list[Any]] = value_range.get("values") or []
    if value_range.get("majorDimension") != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[row] if row < len(column) else None for column in values] for row in range(height)]


def write(book: Book, tab: Tab, area: Area, rows: Sequence[Sequence[Any]], option: str) -> tuple[Box, dict[str, Any]]:
    """Write rows into a draft from the start of a range on; the written rectangle and the ``updated...`` counts.

    ``None`` leaves a cell as it is. Raises Google's 400 where the rows leave the range or the grid; a range of a single
    cell only says where to start.
    """
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    box = box_of(tab, area)
    limit = Box(box.top, tab.height, box.left, tab.width) if area.one_cell else box
    height, width = len(rows), max(map(len, rows), default=0)
    for what, last, end in (
        ("row", box.top + height, limit.bottom),
        ("column", box.left + width, limit.right),
    ):
        if last > end:
            name = str(end + 1) if what == "row" else column_name(end)
            raise invalid(
                f"Requested writing within range [{written_open(tab, area)}], but tried writing to {what} [{name}]"
            )
    return put(book, tab, box.top, box.left, rows, option)


def put(
    book: Book, tab: Tab, top: int, left: int, rows: Sequence[Sequence[Any]], option: str
) -> tuple[Box, dict[str, Any]]:
    """Write rows into a draft at a place inside the grid; the rectangle and the counts."""
    locale = locale_of(book.locale)
    cells = 0
    for offset, row in enumerate(rows):
        changes: dict[int, Cell | None] = {}
        for column, value in enumerate(row, start=left):
            if value is None:
                continue
            old = tab.cell(top + offset, column)
            as_text = (number_format(old) or {}).get("type") == "TEXT"
            entry, pattern = typed(value, locale, as_text) if option == "USER_ENTERED" else (raw(value), None)
            changes[column] = with_value(old, entry, pattern)
            cells += 1
        if changes:
            tab.put(top + offset, changes)
    width = max(map(len, rows), default=0)
    box = Box(top, top + max(1, len(rows)), left, left + max(1, width))
    counts = {"updatedRows": len(rows), "updatedColumns": width, "updatedCells": cells}
    return box, {name: count for name, count in counts.items() if count}


def with_value(old: Cell | None, entry: dict[str, Any] | None, pattern: dict[str, Any] | None = None) -> Cell:
    """A cell with another value; ``pattern`` is taken where the cell has no number format of its own."""
    cell = {name: item for name, item in (old or {}).items() if name not in {"userEnteredValue", "textFormatRuns"}}
    if entry is not None:
        cell = {"userEnteredValue": entry} | cell
    if pattern is not None and number_format(old) is None:
        cell["userEnteredFormat"] = {"numberFormat": pattern} | cell.get("userEnteredFormat", {})
    return cell


def clear(tab: Tab, box: Box) -> None:
    """Take the values out of a rectangle of a draft, and nothing else."""
    part = tab.used_part(box)
    for row in range(part.top, part.bottom):
        changes = {
            column: with_value(cell, None)
            for column in range(part.left, min(part.right, len(tab.rows[row]) if row < len(tab.rows) else 0))
            if (cell := tab.cell(row, column)) is not None and "userEnteredValue" in cell
        }
        if changes:
            tab.put(row, changes)


def table_at(view: View, tab: Tab, box: Box) -> Box | None:
    """The table ``append`` finds in a range: the block of cells around the last one filled there; or ``None``.

    A block is bounded by empty rows and columns
    (https://developers.google.com/workspace/sheets/api/guides/values#append_values).
    """
    filled = {
        (row, column)
        for row in range(view.last_row(tab))
        for column in range(view.row_length(tab, row))
        if view.value(tab, row, column) is not None
    }
    inside = [place for place in filled if box.holds(*place)]
    if not inside:
        return None
    row, column = max(inside)
    block = Box(row, row + 1, column, column + 1)
    while True:
        around = Box(block.top - 1, block.bottom + 1, block.left - 1, block.right + 1)
        near = [place for place in filled if around.holds(*place)]
        rows, columns = zip(*near, strict=True)
        grown = Box(min(rows), max(rows) + 1, min(columns), max(columns) + 1)
        grown = Box(
            min(grown.top, block.top), max(grown.bottom, block.bottom),
            min(grown.left, block.left), max(grown.right, block.right),
        )  # fmt: skip
        if grown == block:
            return block
        block = grown


def append(
    book: Book, view: View, tab: Tab, area: Area, rows: Sequence[Sequence[Any]], options: Options
) -> tuple[Box | None, Box, dict[str, Any]]:
    """Write rows below the table of a range of a draft: the table, the written rectangle, the counts.

    The grid grows where it must. ``view`` shows the book before the draft.
    """
    box = box_of(tab, area)
    table = table_at(view, tab, box)
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    height, width = len(rows), max(map(len, rows), default=0)
    if options.get("insertDataOption") == "INSERT_ROWS" and table and top < tab.height:
        tab.rows[top:top] = [() for _ in range(height)]
        tab.grid["rowCount"] += height
    tab.grid["rowCount"] = max(tab.height, top + height)
    tab.grid["columnCount"] = max(tab.width, left + width)
    book.cells_allowed()
    written_box, counts = put(book, tab, top, left, rows, options.get("valueInputOption", ""))
    return table, written_box, counts


def table_name(tab: Tab, box: Box) -> str:
    """A table's range in A1 notation."""
    return written(tab.title, box) if box.height else quoted(tab.title)
