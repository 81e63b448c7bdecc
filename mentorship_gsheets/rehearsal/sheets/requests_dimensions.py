"""Requests on rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets import structure
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import MOST_COLUMNS, Book, Tab
from mentorship_gsheets.rehearsal.sheets.requests_cells import merge_box
from mentorship_gsheets.rehearsal.sheets.widths import text_pixels


def _stretch(book: Book, given: Mapping[str, Any]) -> tuple[Tab, bool, int, int]:
    """The tab, whether rows, first and end of a ``DimensionRange``; open ends closed at the grid's."""
    tab = book.tab(given.get("sheetId") or 0)
    kind = given.get("dimension")
    if kind not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    size = tab.height if kind == "ROWS" else tab.width
    first = given.get("startIndex") or 0
    end = size if given.get("endIndex") is None else given["endIndex"]
    if first < 0 or end < first:
        raise invalid(f"range.endIndex[{end}] cannot be before range.startIndex[{first}].")
    return tab, kind == "ROWS", first, end


def _append_dimension(draft: Draft, body: Body) -> None:
    tab = draft.book.tab(body.get("sheetId") or 0)
    length = body.get("length") or 0
    if length < 1:
        raise invalid("length must be greater than 0.")
    rows = _is_rows(body)
    tab.grid["rowCount" if rows else "columnCount"] += length
    _allowed(draft.book, tab)


def _is_rows(body: Body) -> bool:
    kind: str = body.get("dimension", "")
    if kind not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    return kind == "ROWS"


def _allowed(book: Book, tab: Tab) -> None:
    if tab.width > MOST_COLUMNS:
        raise invalid(
            f"This action would increase the number of columns in the sheet above the limit of {MOST_COLUMNS} columns."
        )
    book.cells_allowed()


def _insert_dimension(draft: Draft, body: Body) -> None:
    tab, rows, first, end = _stretch(draft.book, body.get("range") or {})
    size = tab.height if rows else tab.width
    before = bool(body.get("inheritFromBefore"))
    if end == first:
        raise invalid("range.endIndex must be greater than range.startIndex.")
    if first > size:
        raise invalid(f"range.startIndex is larger than current grid size ({size})")
    if first == size and not before:
        raise invalid("range.startIndex must be less than the grid size if inheritFromBefore is false.")
    if first == 0 and before:
        raise invalid("Cannot inherit from before when inserting at the first row or column of a sheet.")
    structure.insert(draft.book, tab, rows, first, end - first, before)
    _allowed(draft.book, tab)


def _delete_dimension(draft: Draft, body: Body) -> None:
    tab, rows, first, end = _stretch(draft.book, body.get("range") or {})
    size, what = (tab.height, "row") if rows else (tab.width, "column")
    if first >= size:
        raise invalid(
            f"Cannot delete a {what} that doesn't exist. Tried to delete {what} index {first} "
            f"but there are only {size} {what}s."
        )
    end = min(end, size)
    if end - first >= size:
        raise invalid(f"You can't delete all the {what}s on the sheet.")
    frozen = tab.grid.get("frozenRowCount" if rows else "frozenColumnCount", 0)
    if frozen and first <= frozen and end >= size:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {what}s.")
    structure.delete(draft.book, tab, rows, first, end)


def _move_dimension(draft: Draft, body: Body) -> None:
    tab, rows, first, end = _stretch(draft.book, body.get("source") or {})
    size = tab.height if rows else tab.width
    target = body.get("destinationIndex") or 0
    if end > size or first == end:
        raise invalid(f"source.endIndex[{end}] is outside the sheet, which has {size} {'rows' if rows else 'columns'}.")
    if not 0 <= target <= size:
        raise invalid(
            f"destinationIndex[{target}] is outside the sheet, which has {size} {'rows' if rows else 'columns'}."
        )
    if first <= target < end:
        return
    what = "row" if rows else "column"
    for merge in map(merge_box, tab.merges):
        low, high = (merge.top, merge.bottom) if rows else (merge.left, merge.right)
        # A merge may be carried whole; it cannot be cut, and nothing can be put inside it.
        if (low < first < high) or (low < end < high) or low < target < high:
            raise invalid(
                f"Sorry, it is not possible to move a {what} to a position that crosses a merged cell. "
                "Please unmerge and try again."
            )
    structure.move(draft.book, tab, rows, first, end, target)


def _update_dimension_properties(draft: Draft, body: Body) -> None:
    wanted = update_tree(body.get("fields"))
    if "range" not in body:
        raise not_imitated("Columns of data sources are")
    tab, rows, first, end = _stretch(draft.book, body["range"] or {})
    new = stored(body.get("properties") or {})
    sizes = tab.heights if rows else tab.widths
    end = min(end, tab.height if rows else tab.width)
    sizes.extend([None] * (end - len(sizes)))
    for place in range(first, end):
        kept = merged(sizes[place], {k: v for k, v in new.items() if k != "developerMetadata"}, wanted)
        sizes[place] = kept or None


def _auto_resize(draft: Draft, body: Body) -> None:
    if "dimensions" not in body:
        raise not_imitated("Columns of data sources are")
    tab, rows, first, end = _stretch(draft.book, body["dimensions"] or {})
    if rows:
        # All our rows show one line: their automatic height is the default.
        for place in range(first, min(end, len(tab.heights))):
            tab.heights[place] = {k: v for k, v in (tab.heights[place] or {}).items() if k != "pixelSize"} or None
        return
    view = draft.view()
    end = min(end, tab.width)
    tab.widths.extend([None] * (end - len(tab.widths)))
    for column in range(first, end):
        texts = (view.text(tab, row, column) or "" for row in range(view.last_row(tab)))
        widest = max((text_pixels(line) for text in texts for line in text.split("\n")), default=0)
        if widest:
            tab.widths[column] = (tab.widths[column] or {}) | {"pixelSize": max(21, widest + 7)}


def _add_group(draft: Draft, body: Body) -> dict[str, Any]:
    tab, rows, first, end = _stretch(draft.book, body.get("range") or {})
    end = min(end, tab.height if rows else tab.width)
    name = "rowGroups" if rows else "columnGroups"
    groups = _depths(tab.over[name])
    for place in range(first, end):
        groups[place] = groups.get(place, 0) + 1
    tab.over[name] = _groups(tab, rows, groups)
    # The first group settles where its switch is shown.
    tab.grid.setdefault("rowGroupControlAfter" if rows else "columnGroupControlAfter", True)
    return {"dimensionGroups": tab.over[name]}


def _delete_group(draft: Draft, body: Body) -> dict[str, Any]:
    tab, rows, first, end = _stretch(draft.book, body.get("range") or {})
    end = min(end, tab.height if rows else tab.width)
    name = "rowGroups" if rows else "columnGroups"
    groups = _depths(tab.over[name])
    if not any(groups.get(place) for place in range(first, end)):
        raise invalid("No group exists in the requested range.")
    for place in range(first, end):
        groups[place] = max(0, groups.get(place, 0) - 1)
    tab.over[name] = _groups(tab, rows, groups)
    return {"dimensionGroups": tab.over[name]} if tab.over[name] else {}


def _depths(groups: list[dict[str, Any]]) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in groups:
        for place in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[place] = max(depths.get(place, 0), group["depth"])
    return depths


def _groups(tab: Tab, rows: bool, depths: dict[int, int]) -> list[dict[str, Any]]:
    """The groups that give every row or column its depth, outer before inner."""
    result = []
    collapsed = {
        (group["range"]["startIndex"], group["range"]["endIndex"], group["depth"])
        for group in tab.over["rowGroups" if rows else "columnGroups"]
        if group.get("collapsed")
    }
    for depth in range(1, max(depths.values(), default=0) + 1):
        places = sorted(place for place, own in depths.items() if own >= depth)
        while places:
            end = 1
            while end < len(places) and places[end] == places[0] + end:
                end += 1
            stretch = {"dimension": "ROWS" if rows else "COLUMNS", "startIndex": places[0], "endIndex": places[0] + end}
            group: dict[str, Any] = {"range": ({"sheetId": tab.id} if tab.id else {}) | stretch, "depth": depth}
            if (stretch["startIndex"], stretch["endIndex"], depth) in collapsed:
                group["collapsed"] = True
            result.append(group)
            places = places[end:]
    return sorted(result, key=lambda group: (group["range"]["startIndex"], group["depth"]))


def _update_group(draft: Draft, body: Body) -> None:
    sent = body.get("dimensionGroup") or {}
    tab, rows, first, end = _stretch(draft.book, sent.get("range") or {})
    for group in tab.over["rowGroups" if rows else "columnGroups"]:
        if (group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]) == (
            first,
            end,
            sent.get("depth"),
        ):
            new = merged(group, stored(sent), update_tree(body.get("fields")))
            group.pop("collapsed", None)
            if new.get("collapsed"):
                group["collapsed"] = True
            return
    raise invalid("No group exists with the requested range and depth.")


REQUESTS: dict[str, Request] = {
    "appendDimension": _append_dimension,
    "insertDimension": _insert_dimension,
    "deleteDimension": _delete_dimension,
    "moveDimension": _move_dimension,
    "updateDimensionProperties": _update_dimension_properties,
    "autoResizeDimensions": _auto_resize,
    "addDimensionGroup": _add_group,
    "deleteDimensionGroup": _delete_group,
    "updateDimensionGroup": _update_group,
}
