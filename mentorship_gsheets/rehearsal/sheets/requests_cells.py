"""Requests on the cells themselves: contents, formats, borders, merges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.entry import LONGEST
from mentorship_gsheets.rehearsal.sheets.fields import Tree, merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.formulas import copied
from mentorship_gsheets.rehearsal.sheets.model import Cell, Tab
from mentorship_gsheets.rehearsal.sheets.numbers import plain
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box, box_json
from mentorship_gsheets.rehearsal.sheets.values import with_value

_NOT_IMITATED = ("pivotTable", "dataSourceTable", "dataSourceFormula", "chipRuns")
_READ_ONLY = frozenset({"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"})


def cell_of(sent: Mapping[str, Any]) -> Cell:
    """A ``CellData`` of a request as it is kept; read-only parts are ignored, as Google does."""
    unknown = [name for name in _NOT_IMITATED if sent.get(name)]
    if unknown:
        raise not_imitated(f"CellData.{unknown[0]} is")
    cell: Cell = stored({name: item for name, item in sent.items() if name not in _READ_ONLY})
    value = cell.get("userEnteredValue")
    if value is None:
        return cell
    if "errorValue" in value:
        raise invalid("userEnteredValue.errorValue cannot be set.")
    if "numberValue" in value:
        cell["userEnteredValue"] = {"numberValue": plain(value["numberValue"])}
    text = value.get("stringValue", value.get("formulaValue", ""))
    if len(text) > LONGEST:
        raise invalid(f"Your input contains more than the maximum of {LONGEST} characters in a single cell.")
    if value == {"stringValue": ""} or not value:
        del cell["userEnteredValue"]
    formula = value.get("formulaValue")
    if formula is not None and not formula.startswith("="):
        raise invalid("formulaValue must begin with '='.")
    return cell


def changed_cell(old: Cell | None, new: Cell, wanted: Tree) -> Cell | None:
    """Put fields of one cell into another.

    Parameters
    ----------
    old
        The cell as it is; ``None`` where nothing stands.
    new
        Where the fields come from.
    wanted
        The mask; an empty one takes ``new`` as a whole.

    Returns
    -------
    Cell | None
        The cell afterwards; ``None`` where nothing is left.
    """
    result = merged(old, new, wanted)
    if (old or {}).get("userEnteredValue") != result.get("userEnteredValue") and "textFormatRuns" not in wanted:
        # Runs are about characters of the old text.
        result.pop("textFormatRuns", None) if wanted else None
    return {name: item for name, item in result.items() if item not in ({}, [], None)} or None


def _update_cells(draft: Draft, body: Body) -> None:
    wanted = update_tree(body.get("fields"))
    rows: Sequence[Mapping[str, Any]] = body.get("rows") or []
    if "start" in body:
        start = body["start"] or {}
        tab = draft.book.tab(start.get("sheetId") or 0)
        top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
        width = max((len(row.get("values") or []) for row in rows), default=0)
        if top + len(rows) > tab.height or left + width > tab.width:
            _beyond(tab, Area(tab.id, top + len(rows) - 1, top + len(rows), left, left + max(width, 1)))
        box = Box(top, top + len(rows), left, left + width)
        whole = False
    else:
        tab, box = grid_box(draft.book, body.get("range") or {})
        whole = True
    for offset in range(box.height):
        sent = (rows[offset].get("values") or []) if offset < len(rows) else []
        if not whole:
            cells = range(len(sent))
        elif sent:
            cells = range(box.width)
        else:
            # A row nobody sent is cleared: only what stands there can change.
            standing = tab.rows[box.top + offset] if box.top + offset < len(tab.rows) else ()
            cells = range(max(0, min(box.right, len(standing)) - box.left))
        changes: dict[int, Cell | None] = {}
        for at in cells:
            if at >= box.width:
                break
            new = cell_of(sent[at] or {}) if at < len(sent) else {}
            old = tab.cell(box.top + offset, box.left + at)
            if old or new:
                changes[box.left + at] = changed_cell(old, new, wanted)
        if changes:
            tab.put(box.top + offset, changes)


def _beyond(tab: Tab, area: Area) -> None:
    """Raise Google's 400 for cells outside the grid."""
    last_row, last_column = area.bottom or 0, area.right or 0
    if last_row > tab.height:
        raise invalid(f"Attempting to write row: {last_row - 1}, beyond the last requested row of: {tab.height - 1}")
    raise invalid(
        f"Attempting to write column: {last_column - 1}, beyond the last requested column of: {tab.width - 1}"
    )


def _repeat_cell(draft: Draft, body: Body) -> None:
    wanted = update_tree(body.get("fields"))
    tab, box = grid_box(draft.book, body.get("range") or {})
    new = cell_of(body.get("cell") or {})
    formula = new.get("userEnteredValue", {}).get("formulaValue")

    def change(row: int, column: int, old: Cell | None) -> Cell | None:
        cell = new
        if formula is not None:
            moved = copied(formula, row - box.top, column - box.left)
            cell = {**new, "userEnteredValue": {"formulaValue": moved}}
        return changed_cell(old, cell, wanted)

    change_cells(tab, box if new else tab.used_part(box), change)


def change_cells(tab: Tab, box: Box, change: Callable[[int, int, Cell | None], Cell | None]) -> None:
    """Replace every cell of a rectangle.

    Parameters
    ----------
    tab
        The sheet.
    box
        The rectangle.
    change
        Takes row, column and the cell (``None`` where nothing stands), and gives the cell in its place.
    """
    for row in range(box.top, box.bottom):
        tab.put(row, {column: change(row, column, tab.cell(row, column)) for column in range(box.left, box.right)})


def _append_cells(draft: Draft, body: Body) -> None:
    tab = draft.book.tab(body.get("sheetId") or 0)
    wanted = update_tree(body.get("fields"))
    rows = body.get("rows") or []
    top = len(tab.rows)
    while top and not any(cell and "userEnteredValue" in cell for cell in tab.rows[top - 1]):
        top -= 1
    width = max((len(row.get("values") or []) for row in rows), default=0)
    tab.grid["rowCount"] = max(tab.height, top + len(rows))
    tab.grid["columnCount"] = max(tab.width, width)
    draft.book.cells_allowed()
    for offset, row in enumerate(rows):
        sent = [cell_of(cell or {}) for cell in row.get("values") or []]
        changes = {at: changed_cell(tab.cell(top + offset, at), cell, wanted) for at, cell in enumerate(sent)}
        if changes:
            tab.put(top + offset, changes)


_SIDES = ("top", "bottom", "left", "right")


def _update_borders(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    sent = {name: stored(body[name] or {}) for name in (*_SIDES, "innerHorizontal", "innerVertical") if name in body}

    def change(row: int, column: int, old: Cell | None) -> Cell | None:
        borders = dict((old or {}).get("userEnteredFormat", {}).get("borders", {}))
        places = {
            "top": "top" if row == box.top else "innerHorizontal",
            "bottom": "bottom" if row == box.bottom - 1 else "innerHorizontal",
            "left": "left" if column == box.left else "innerVertical",
            "right": "right" if column == box.right - 1 else "innerVertical",
        }
        for side, name in places.items():
            if name in sent:
                borders.pop(side, None)
                if sent[name].get("style", "NONE") != "NONE":
                    borders[side] = sent[name]
        looks = {k: v for k, v in (old or {}).get("userEnteredFormat", {}).items() if k != "borders"}
        if borders:
            looks["borders"] = borders
        cell = {k: v for k, v in (old or {}).items() if k != "userEnteredFormat"}
        return (cell | {"userEnteredFormat": looks} if looks else cell) or None

    change_cells(tab, box, change)


def _merge_cells(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    kind = body.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        boxes = [Box(row, row + 1, box.left, box.right) for row in range(box.top, box.bottom)]
    elif kind == "MERGE_COLUMNS":
        boxes = [Box(box.top, box.bottom, column, column + 1) for column in range(box.left, box.right)]
    else:
        boxes = [box]
    for what, edge, low, high in (
        ("rows", tab.grid.get("frozenRowCount", 0), box.top, box.bottom),
        ("columns", tab.grid.get("frozenColumnCount", 0), box.left, box.right),
    ):
        if low < edge < high:
            raise invalid(f"You can't merge frozen and non-frozen {what}.")
    for old in [merge_box(merge) for merge in tab.merges]:
        if box.meets(old) and not box.covers(old):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    tab.merges = [merge for merge in tab.merges if not box.meets(merge_box(merge))]
    for part in boxes:
        if part.height * part.width > 1:
            tab.merges.append(box_json(tab.id, part))
            _keep_first(tab, part)


def _keep_first(tab: Tab, box: Box) -> None:
    """Empty every cell of a merge but the first, as Sheets does; an empty first takes the next value found."""
    standing = [(row, column, cell) for row, column, cell in tab.cells_in(box) if "userEnteredValue" in cell]
    for row, column, cell in standing:
        if (row, column) != (box.top, box.left):
            tab.put(row, {column: with_value(cell, None)})
    if standing and standing[0][:2] != (box.top, box.left):
        first = standing[0][2]["userEnteredValue"]
        tab.put(box.top, {box.left: with_value(tab.cell(box.top, box.left), first)})


def merge_box(merge: Mapping[str, Any]) -> Box:
    """The rectangle of a merge."""
    return Box(merge["startRowIndex"], merge["endRowIndex"], merge["startColumnIndex"], merge["endColumnIndex"])


def _unmerge_cells(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    if any(box.meets(merge_box(merge)) and not box.covers(merge_box(merge)) for merge in tab.merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    tab.merges = [merge for merge in tab.merges if not box.meets(merge_box(merge))]


REQUESTS: dict[str, Request] = {
    "updateCells": _update_cells,
    "repeatCell": _repeat_cell,
    "appendCells": _append_cells,
    "updateBorders": _update_borders,
    "mergeCells": _merge_cells,
    "unmergeCells": _unmerge_cells,
}
