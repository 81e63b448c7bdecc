"""Requests that rearrange the cells of a range: sort, insert, delete, find, tidy up."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.carrying import follow_block, lose_block
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.formulas import copied
from mentorship_gsheets.rehearsal.sheets.model import Cell, Tab, trimmed
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.requests_cells import change_cells
from mentorship_gsheets.rehearsal.sheets.values import with_value
from mentorship_gsheets.rehearsal.sheets.view import View

SortKey = tuple[int, Any]


def _sort_range(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    sort_box(draft.view(), tab, box, list(body.get("sortSpecs") or []))


def sort_box(view: View, tab: Tab, box: Box, specs: list[Mapping[str, Any]]) -> None:
    """Sort the rows of a rectangle of a draft: numbers, then texts, then booleans, then errors; blanks last.

    Whole cells move, formats and notes with them, and what is attached to their rows; formulas keep naming the cells of
    their own row.
    """
    if any("Color" in key for spec in specs for key in spec):
        raise not_imitated("Sorting by colour is")
    part = tab.used_part(box)
    order = list(range(part.top, part.bottom))
    for spec in reversed(specs):
        column = spec.get("dimensionIndex") or 0
        if not box.left <= column < box.right:
            raise invalid(f"The sort column {column} is not inside the range.")
        backwards = spec.get("sortOrder") == "DESCENDING"
        filled = [row for row in order if _sort_key(view, tab, row, column) is not None]
        blank = [row for row in order if _sort_key(view, tab, row, column) is None]
        filled.sort(key=lambda row: _sort_key(view, tab, row, column) or (9, 0), reverse=backwards)
        order = filled + blank
    rows = [_slice(tab, row, part) for row in range(part.top, part.bottom)]
    for target, source in enumerate(order, start=part.top):
        cells = rows[source - part.top]
        down = target - source
        changes = {part.left + at: _moved(cell, down) for at, cell in enumerate(cells)}
        if changes:
            tab.put(target, changes)
    places = {source: target for target, source in enumerate(order, start=part.top)}
    view.book.metadata = [_followed(entry, tab, places) for entry in view.book.metadata]


def _followed(entry: dict[str, Any], tab: Tab, places: Mapping[int, int]) -> dict[str, Any]:
    """Metadata of a sorted row at the row's new place."""
    given = entry["location"].get("dimensionRange")
    if not given or given["dimension"] != "ROWS" or given.get("sheetId", 0) != tab.id:
        return entry
    place = places.get(given["startIndex"], given["startIndex"])
    moved = {**given, "startIndex": place, "endIndex": place + 1}
    return {**entry, "location": {**entry["location"], "dimensionRange": moved}}


def _sort_key(view: View, tab: Tab, row: int, column: int) -> SortKey | None:
    value = view.value(tab, row, column)
    if value is None or value.get("stringValue") == "":
        return None
    if "numberValue" in value:
        return 0, value["numberValue"]
    if "stringValue" in value:
        return 1, value["stringValue"].casefold()
    if "boolValue" in value:
        return 2, value["boolValue"]
    return 3, 0


def _slice(tab: Tab, row: int, box: Box) -> list[Cell | None]:
    return [tab.cell(row, column) for column in range(box.left, box.right)]


def _moved(cell: Cell | None, down: int) -> Cell | None:
    formula = (cell or {}).get("userEnteredValue", {}).get("formulaValue")
    if cell is None or formula is None or not down:
        return cell
    return {**cell, "userEnteredValue": {"formulaValue": copied(formula, down, 0)}}


def _randomize(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    part = tab.used_part(box)
    order = list(range(part.top, part.bottom))
    random.shuffle(order)
    rows = [_slice(tab, row, part) for row in order]
    for target, (source, cells) in enumerate(zip(order, rows, strict=True), start=part.top):
        tab.put(target, {part.left + at: _moved(cell, target - source) for at, cell in enumerate(cells)})


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


def _delete_duplicates(draft: Draft, body: Body) -> dict[str, Any]:
    tab, box = grid_box(draft.book, body.get("range") or {})
    compared = [
        column
        for given in body.get("comparisonColumns") or []
        for column in range(given.get("startIndex") or 0, given.get("endIndex", box.right))
    ] or list(range(box.left, box.right))
    view = draft.view()
    part = tab.used_part(box)
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in range(part.top, part.bottom):
        key = tuple((view.text(tab, row, column) or "").casefold() for column in compared)
        if key not in seen:
            seen.add(key)
            kept.append(_slice(tab, row, part))
    gone = part.height - len(kept)
    kept += [[None] * part.width] * gone
    for row, cells in enumerate(kept, start=part.top):
        tab.put(row, {part.left + at: cell for at, cell in enumerate(cells)})
    return {"duplicatesRemovedCount": gone} if gone else {}


REQUESTS: dict[str, Request] = {
    "sortRange": _sort_range,
    "randomizeRange": _randomize,
    "insertRange": _insert_range,
    "deleteRange": _delete_range,
    "findReplace": _find_replace,
    "trimWhitespace": _trim_whitespace,
    "deleteDuplicates": _delete_duplicates,
}
