"""Requests that change the cells of a range: insert, delete, find, tidy up."""

from __future__ import annotations

import re
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.carrying import follow_block, lose_block
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.model import Cell, Tab, trimmed
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.requests_cells import change_cells
from mentorship_gsheets.rehearsal.sheets.values import with_value
from mentorship_gsheets.rehearsal.sheets.view import View


def _insert_range(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    sideways = body.get("shiftDimension") == "COLUMNS"
    pushed = _beyond(tab, box, sideways)
    if sideways:
        for row in range(box.top, min(box.bottom, len(tab.rows))):
            cells = list(tab.rows[row])
            if len(cells) > box.left:
                cells[box.left : box.left] = [None] * box.width
                tab.rows[row] = trimmed(cells)
    else:
        columns = range(box.left, box.right)
        for row in range(len(tab.rows) - 1, box.top - 1, -1):
            tab.put(row + box.height, {column: tab.cell(row, column) for column in columns})
        for row in range(box.top, box.bottom):
            tab.put(row, dict.fromkeys(columns))
    used = tab.used
    tab.grid["rowCount"] = max(tab.height, used.bottom)
    tab.grid["columnCount"] = max(tab.width, used.right)
    draft.book.cells_allowed()
    down, right = (0, box.width) if sideways else (box.height, 0)
    follow_block(draft.book, tab, pushed, tab, down, right)


def _beyond(tab: Tab, box: Box, sideways: bool) -> Box:
    """The cells of a rectangle and all that lie behind it in the direction they are pushed."""
    if sideways:
        return Box(box.top, box.bottom, box.left, tab.width)
    return Box(box.top, tab.height, box.left, box.right)


def _delete_range(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    sideways = body.get("shiftDimension") == "COLUMNS"
    if sideways:
        for row in range(box.top, min(box.bottom, len(tab.rows))):
            cells = list(tab.rows[row])
            del cells[box.left : box.right]
            tab.rows[row] = trimmed(cells)
        behind = Box(box.top, box.bottom, box.right, tab.width)
    else:
        columns = range(box.left, box.right)
        for row in range(box.top, len(tab.rows)):
            tab.put(row, {column: tab.cell(row + box.height, column) for column in columns})
        behind = Box(box.bottom, tab.height, box.left, box.right)
    lose_block(draft.book, tab, box)
    down, right = (0, -box.width) if sideways else (-box.height, 0)
    follow_block(draft.book, tab, behind, tab, down, right)


def _find_replace(draft: Draft, body: Body) -> dict[str, Any]:
    sought = body.get("find") or ""
    if not sought:
        raise invalid("find cannot be empty.")
    flags = 0 if body.get("matchCase") else re.IGNORECASE
    source = sought if body.get("searchByRegex") else re.escape(sought)
    if body.get("matchEntireCell"):
        source = rf"\A(?:{source})\Z"
    try:
        pattern = re.compile(source, flags)
    except re.error:
        raise invalid(f"Invalid regular expression: {sought}") from None
    new = body.get("replacement") or ""
    new = re.sub(r"\$(\d)", r"\\\1", new) if body.get("searchByRegex") else new.replace("\\", r"\\")
    counts = {"values": 0, "formulas": 0, "rows": 0, "sheets": 0, "occurrences": 0}
    for tab, box in _searched(draft, body):
        touched: set[int] = set()
        view = draft.view()
        for row, column, cell in list(tab.cells_in(box)):
            found = _replaced(view, tab, (row, column), cell, pattern, new, bool(body.get("includeFormulas")))
            if found is None:
                continue
            changed, kind, times = found
            tab.put(row, {column: changed})
            counts[kind] += 1
            counts["occurrences"] += times
            touched.add(row)
        counts["rows"] += len(touched)
        counts["sheets"] += bool(touched)
    names = {name: f"{name}Changed" for name in counts}
    return {names[name]: count for name, count in counts.items() if count}


def _searched(draft: Draft, body: Body) -> list[tuple[Tab, Box]]:
    if body.get("allSheets"):
        return [(tab, tab.box) for tab in draft.book.tabs]
    if "range" in body:
        return [grid_box(draft.book, body["range"] or {})]
    tab = draft.book.tab(body.get("sheetId") or 0)
    return [(tab, tab.box)]


def _replaced(
    view: View, tab: Tab, place: tuple[int, int], cell: Cell, pattern: re.Pattern[str], new: str, in_formulas: bool
) -> tuple[Cell, str, int] | None:
    """The changed cell, what it holds, how many occurrences; ``None`` where nothing was found."""
    value = cell.get("userEnteredValue")
    if value is None:
        return None
    formula = value.get("formulaValue")
    if formula is not None:
        if not in_formulas:
            return None
        text, times = pattern.subn(new, formula)
        return (with_value(cell, {"formulaValue": text}), "formulas", times) if times else None
    text, times = pattern.subn(new, view.text(tab, *place) or "")
    if not times:
        return None
    entry, number_format = typed(text, view.locale)
    return with_value(cell, entry, number_format), "values", times


def _trim_whitespace(draft: Draft, body: Body) -> dict[str, Any]:
    tab, box = grid_box(draft.book, body.get("range") or {})
    count = 0

    def trim(_row: int, _column: int, old: Cell | None) -> Cell | None:
        nonlocal count
        text = (old or {}).get("userEnteredValue", {}).get("stringValue")
        if text is None:
            return old
        tidy = re.sub(r"\s+", " ", text).strip()
        if tidy == text:
            return old
        count += 1
        return with_value(old, {"stringValue": tidy} if tidy else None) or None

    change_cells(tab, tab.used_part(box), trim)
    return {"cellsChangedCount": count} if count else {}


REQUESTS: dict[str, Request] = {
    "insertRange": _insert_range,
    "deleteRange": _delete_range,
    "findReplace": _find_replace,
    "trimWhitespace": _trim_whitespace,
}
