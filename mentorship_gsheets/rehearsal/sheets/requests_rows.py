"""Requests on whole rows of a range: sort, shuffle, take duplicates out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.formulas import copied
from mentorship_gsheets.rehearsal.sheets.model import Cell, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.view import View

SortKey = tuple[int, Any]


def _sort_range(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    sort_box(draft.view(), tab, box, list(body.get("sortSpecs") or []))


def sort_box(view: View, tab: Tab, box: Box, specs: list[Mapping[str, Any]]) -> None:
    """Sort the rows of a rectangle of a draft: numbers, then texts, then booleans, then errors; blanks last.

    Whole cells move, formats and notes with them, and what is attached to their rows; formulas keep naming the cells of
    their own row.

    Parameters
    ----------
    view
        The draft, calculated; its metadata move as well.
    tab
        The sheet.
    box
        The rectangle.
    specs
        ``SortSpec`` messages, the most important first.

    Raises
    ------
    ApiError
        Google's 400 for a column outside the rectangle; 500 for sorting by colour, which is not imitated.
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
    "deleteDuplicates": _delete_duplicates,
}
