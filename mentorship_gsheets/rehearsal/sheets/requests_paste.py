"""Requests that carry cells from one place to another: copy, cut, fill."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.carrying import follow_block
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.formulas import copied
from mentorship_gsheets.rehearsal.sheets.model import Cell, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box, box_json
from mentorship_gsheets.rehearsal.sheets.requests_cells import change_cells, merge_box
from mentorship_gsheets.rehearsal.sheets.values import with_value

_PARTS = {
    "PASTE_NORMAL": ("userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"),
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat", "dataValidation"),
    "PASTE_NO_BORDERS": ("userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"),
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
    "PASTE_CONDITIONAL_FORMATTING": (),
}


def _copy_paste(draft: Draft, body: Body) -> None:
    source, box = grid_box(draft.book, body.get("source") or {})
    target, place = grid_box(draft.book, body.get("destination") or {})
    kind = body.get("pasteType", "PASTE_NORMAL")
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    block = _block(draft, source, box, kind)
    height, width = (box.width, box.height) if turned else (box.height, box.width)
    # The source is repeated as often as it fits into the destination, and pasted once where it is larger.
    rows = height * max(1, place.height // height) if height else 0
    columns = width * max(1, place.width // width) if width else 0
    if place.top + rows > target.height or place.left + columns > target.width:
        raise invalid("The destination range does not have enough space for the pasted cells.")
    for row in range(rows):
        changes: dict[int, Cell | None] = {}
        for column in range(columns):
            at = (column % width, row % height) if turned else (row % height, column % width)
            moved = (place.top + row - box.top - at[0], place.left + column - box.left - at[1])
            old = target.cell(place.top + row, place.left + column)
            changes[place.left + column] = _pasted(old, block[at[0]][at[1]], kind, moved)
        target.put(place.top + row, changes)
    if kind in {"PASTE_NORMAL", "PASTE_CONDITIONAL_FORMATTING"} and not turned:
        _spread_rules(source, box, target, Box(place.top, place.top + rows, place.left, place.left + columns))
    if kind == "PASTE_NORMAL":
        _copy_merges(source, box, target, place)


def _block(draft: Draft, tab: Tab, box: Box, kind: str) -> list[list[Cell | None]]:
    """The cells to carry; with ``PASTE_VALUES`` formulas are replaced by what they come to."""
    rows, columns = range(box.top, box.bottom), range(box.left, box.right)
    if kind != "PASTE_VALUES":
        return [[tab.cell(row, column) for column in columns] for row in rows]
    view = draft.view_of(tab, box)
    return [[_valued(view.value(tab, row, column)) for column in columns] for row in rows]


def _valued(value: Mapping[str, Any] | None) -> Cell | None:
    return None if value is None or "errorValue" in value else {"userEnteredValue": _bare(value)}


def _bare(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name != "numberFormat"}


def _pasted(old: Cell | None, new: Cell | None, kind: str, moved: tuple[int, int]) -> Cell | None:
    """A cell after pasting another over it, carried ``moved`` rows and columns."""
    parts = _PARTS.get(kind)
    if parts is None:
        raise invalid(f"Invalid pasteType: {kind}")
    cell = {name: item for name, item in (old or {}).items() if name not in parts}
    taken = {name: item for name, item in (new or {}).items() if name in parts}
    formula = taken.get("userEnteredValue", {}).get("formulaValue")
    if formula is not None:
        taken["userEnteredValue"] = {"formulaValue": copied(formula, *moved)}
    if kind == "PASTE_NO_BORDERS" and "userEnteredFormat" in taken:
        taken["userEnteredFormat"] = {k: v for k, v in taken["userEnteredFormat"].items() if k != "borders"}
    return cell | taken or None


def _spread_rules(source: Tab, box: Box, target: Tab, place: Box) -> None:
    """Let conditional formats of the source's first cell hold at the destination too."""
    if source is not target:
        return
    for rule in source.over["conditionalFormats"]:
        boxes = [_closed(given, source) for given in rule["ranges"]]
        if any(own.covers(box) for own in boxes) and not any(own.covers(place) for own in boxes):
            rule["ranges"].append(box_json(target.id, place))


def _closed(given: Mapping[str, Any], tab: Tab) -> Box:
    return Box(
        given.get("startRowIndex", 0),
        given.get("endRowIndex", tab.height),
        given.get("startColumnIndex", 0),
        given.get("endColumnIndex", tab.width),
    )


def _copy_merges(source: Tab, box: Box, target: Tab, place: Box) -> None:
    down, right = place.top - box.top, place.left - box.left
    for merge in [merge_box(entry) for entry in source.merges]:
        if box.covers(merge):
            moved = Box(merge.top + down, merge.bottom + down, merge.left + right, merge.right + right)
            if not any(moved.meets(merge_box(entry)) for entry in target.merges):
                target.merges.append(box_json(target.id, moved))


def _cut_paste(draft: Draft, body: Body) -> None:
    book = draft.book
    source, box = grid_box(book, body.get("source") or {})
    start = body.get("destination") or {}
    target = book.tab(start.get("sheetId") or 0)
    top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
    if top + box.height > target.height or left + box.width > target.width:
        raise invalid("The destination range does not have enough space for the pasted cells.")
    kind = body.get("pasteType", "PASTE_NORMAL")
    block = _block(draft, source, box, kind)
    # What is cut is taken away whole before it is put down: the two may overlap.
    change_cells(source, source.used_part(box), lambda _row, _column, old: _pasted(old, None, kind, (0, 0)))
    for offset, cells in enumerate(block):
        changes = {
            left + at: _pasted(target.cell(top + offset, left + at), cell, kind, (0, 0))
            for at, cell in enumerate(cells)
        }
        target.put(top + offset, changes)
    if kind == "PASTE_NORMAL":
        moved = [merge_box(entry) for entry in source.merges if box.covers(merge_box(entry))]
        source.merges = [entry for entry in source.merges if not box.covers(merge_box(entry))]
        for merge in moved:
            shift = Box(
                merge.top + top - box.top, merge.bottom + top - box.top,
                merge.left + left - box.left, merge.right + left - box.left,
            )  # fmt: skip
            target.merges.append(box_json(target.id, shift))
        follow_block(book, source, box, target, top - box.top, left - box.left)


def _auto_fill(draft: Draft, body: Body) -> None:
    book = draft.book
    if "sourceAndDestination" in body:
        given = body["sourceAndDestination"] or {}
        tab, box = grid_box(book, given.get("source") or {})
        rows = given.get("dimension") != "COLUMNS"
        length = given.get("fillLength") or 0
        end = (box.bottom if rows else box.right) + length
        fill = (
            Box(box.bottom if length > 0 else end, end if length > 0 else box.top, box.left, box.right)
            if rows
            else Box(box.top, box.bottom, box.right if length > 0 else end, end if length > 0 else box.left)
        )
    else:
        raise not_imitated("autoFill by range alone is")
    if fill.top < 0 or fill.left < 0 or fill.bottom > tab.height or fill.right > tab.width:
        raise invalid("The fill range does not lie within the sheet.")

    def filled(row: int, column: int, old: Cell | None) -> Cell | None:
        step = (row - box.top) if rows else (column - box.left)
        size = box.height if rows else box.width
        at = (box.top + step % size, column) if rows else (row, box.left + step % size)
        source = tab.cell(*at)
        new = _pasted(old, source, "PASTE_NORMAL", (row - at[0], column - at[1]))
        series = _series(tab, box, rows, at, body.get("useAlternateSeries", False))
        if series is not None and new is not None:
            new = with_value(new, {"numberValue": series[0] + series[1] * (step - series[2])})
        return new

    change_cells(tab, fill, filled)


def _series(tab: Tab, box: Box, rows: bool, at: tuple[int, int], alternate: bool) -> tuple[float, float, int] | None:
    """First number, step and place of the line of numbers a filled cell continues; ``None`` where it repeats."""
    line = (
        [(row, at[1]) for row in range(box.top, box.bottom)]
        if rows
        else [(at[0], column) for column in range(box.left, box.right)]
    )
    numbers = [(tab.cell(*place) or {}).get("userEnteredValue", {}).get("numberValue") for place in line]
    if None in numbers or (len(numbers) == 1 and not alternate):
        return None
    if len(numbers) == 1:
        return numbers[0], 1, 0
    steps = {b - a for a, b in pairwise(numbers)}
    return (numbers[0], steps.pop(), 0) if len(steps) == 1 else None


REQUESTS: dict[str, Request] = {
    "copyPaste": _copy_paste,
    "cutPaste": _cut_paste,
    "autoFill": _auto_fill,
}
