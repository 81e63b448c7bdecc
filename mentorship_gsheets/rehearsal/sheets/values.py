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
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box, column_name, written
from mentorship_gsheets.rehearsal.sheets.structure import insert
from mentorship_gsheets.rehearsal.sheets.view import View, number_format, plain_value, shown

Options = Mapping[str, Any]


def read(view: View, tab: Tab, box: Box, options: Options) -> dict[str, Any]:
    """Read the values of a rectangle.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    box
        The rectangle.
    options
        The call's options, as Google's JSON has them.

    Returns
    -------
    dict[str, Any]
        A ``ValueRange``: rows (or columns) without the empty cells and rows at their end; ``values`` is absent where
        nothing stands.
    """
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
    """Write rows into a draft from the start of a range on.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    area
        The range; one of a single cell only says where to start.
    rows
        Values as in JSON; ``None`` leaves a cell as it is.
    option
        ``RAW`` or ``USER_ENTERED``.

    Returns
    -------
    tuple[Box, dict[str, Any]]
        The written rectangle and the ``updated...`` counts; counts of 0 are absent.

    Raises
    ------
    ApiError
        Google's 400 where the rows leave the range or the grid, or the option is none of these.
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
    """Write rows into a draft at a place inside the grid.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    top, left
        The first cell, from 0.
    rows
        Values as in JSON; ``None`` leaves a cell as it is.
    option
        ``RAW`` or ``USER_ENTERED``.

    Returns
    -------
    tuple[Box, dict[str, Any]]
        The written rectangle and the ``updated...`` counts; counts of 0 are absent.
    """
    locale = locale_of(book.locale)
    touched: set[tuple[int, int]] = set()
    for offset, row in enumerate(rows):
        changes: dict[int, Cell | None] = {}
        for column, value in enumerate(row, start=left):
            if value is None:
                continue
            old = tab.cell(top + offset, column)
            as_text = (number_format(old) or {}).get("type") == "TEXT"
            entry, pattern = typed(value, locale, as_text) if option == "USER_ENTERED" else (raw(value), None)
            changes[column] = with_value(old, entry, pattern)
            touched.add((offset, column))
        if changes:
            tab.put(top + offset, changes)
    width = max(map(len, rows), default=0)
    box = Box(top, top + max(1, len(rows)), left, left + max(1, width))
    counts = {
        "updatedRows": len({row for row, _ in touched}),
        "updatedColumns": len({column for _, column in touched}),
        "updatedCells": len(touched),
    }
    return box, {name: count for name, count in counts.items() if count}


def with_value(old: Cell | None, entry: dict[str, Any] | None, pattern: dict[str, Any] | None = None) -> Cell:
    """Give a cell another value.

    Parameters
    ----------
    old
        The cell; ``None`` where nothing stands. It is left as it is.
    entry
        The ``userEnteredValue``; ``None`` takes the value away.
    pattern
        Number format that is taken where the cell has none of its own.

    Returns
    -------
    Cell
        The cell afterwards.
    """
    cell = {name: item for name, item in (old or {}).items() if name not in {"userEnteredValue", "textFormatRuns"}}
    if entry is not None:
        cell = {"userEnteredValue": entry} | cell
    if pattern is not None and number_format(old) is None:
        cell["userEnteredFormat"] = {"numberFormat": pattern} | cell.get("userEnteredFormat", {})
    return cell


def clear(tab: Tab, box: Box) -> None:
    """Take the values out of a rectangle of a draft, and nothing else.

    Parameters
    ----------
    tab
        The sheet.
    box
        The rectangle.
    """
    part = tab.used_part(box)
    for row in range(part.top, part.bottom):
        changes: dict[int, Cell | None] = {
            column: with_value(cell, None)
            for column in range(part.left, min(part.right, len(tab.rows[row]) if row < len(tab.rows) else 0))
            if (cell := tab.cell(row, column)) is not None and "userEnteredValue" in cell
        }
        if changes:
            tab.put(row, changes)


def table_at(view: View, tab: Tab, box: Box) -> Box | None:
    """Find the table ``append`` writes below: the block of cells around the last one filled in a range.

    A block is bounded by empty rows and columns
    (https://developers.google.com/workspace/sheets/api/guides/values#append_values).

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    box
        The range.

    Returns
    -------
    Box | None
        The block, or ``None`` where the range holds nothing.
    """
    last = _last_filled(view, tab, box)
    if last is None:
        return None
    block = Box(last[0], last[0] + 1, last[1], last[1] + 1)
    while True:
        grown = Box(
            block.top - any(_filled(view, tab, block.top - 1, at) for at in _around(block.left, block.right)),
            block.bottom + any(_filled(view, tab, block.bottom, at) for at in _around(block.left, block.right)),
            block.left - any(_filled(view, tab, at, block.left - 1) for at in _around(block.top, block.bottom)),
            block.right + any(_filled(view, tab, at, block.right) for at in _around(block.top, block.bottom)),
        )
        if grown == block:
            return block
        block = grown


def _around(start: int, end: int) -> range:
    return range(max(0, start - 1), end + 1)


def _filled(view: View, tab: Tab, row: int, column: int) -> bool:
    return row >= 0 and column >= 0 and view.value(tab, row, column) is not None


def _last_filled(view: View, tab: Tab, box: Box) -> tuple[int, int] | None:
    for row in range(min(box.bottom, view.last_row(tab)) - 1, box.top - 1, -1):
        for column in range(min(box.right, view.row_length(tab, row)) - 1, box.left - 1, -1):
            if _filled(view, tab, row, column):
                return row, column
    return None


def append(
    book: Book, view: View, tab: Tab, area: Area, rows: Sequence[Sequence[Any]], options: Options
) -> tuple[Box | None, Box, dict[str, Any]]:
    """Write rows below the table of a range of a draft. The grid grows where it must.

    Parameters
    ----------
    book
        The draft.
    view
        The book before the draft.
    tab
        The sheet.
    area
        The range with the table.
    rows
        Values as in JSON.
    options
        The call's options, as Google's JSON has them.

    Returns
    -------
    tuple[Box | None, Box, dict[str, Any]]
        The table (``None`` where there was none), the written rectangle, and the ``updated...`` counts.

    Raises
    ------
    ApiError
        Google's 400 where the range is outside the grid or the input option is missing.
    """
    if options.get("valueInputOption") not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    box = box_of(tab, area)
    table = table_at(view, tab, box)
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    height, width = len(rows), max(map(len, rows), default=0)
    if options.get("insertDataOption") == "INSERT_ROWS" and height and top < tab.height:
        insert(book, tab, True, top, height, inherit_before=top > 0)
    tab.grid["rowCount"] = max(tab.height, top + height)
    tab.grid["columnCount"] = max(tab.width, left + width)
    book.cells_allowed()
    written_box, counts = put(book, tab, top, left, rows, options.get("valueInputOption", ""))
    return table, written_box, counts
