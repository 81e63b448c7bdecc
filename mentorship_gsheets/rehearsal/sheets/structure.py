"""Inserting, deleting and moving rows and columns of a draft, and everything that follows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formulas import Reference, mapped, names_sheet, renamed
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Row, Tab, trimmed
from mentorship_gsheets.rehearsal.sheets.shifts import (
    Shift,
    deleting,
    inserting,
    moving,
    shifted,
    shifted_formula,
)


def insert(book: Book, tab: Tab, rows: bool, at: int, count: int, inherit_before: bool = False) -> None:
    """Put empty rows or columns into a sheet.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    rows
        Whether rows are meant; else columns.
    at
        Place before which they are put.
    count
        How many.
    inherit_before
        Whether they look like their neighbour before; else like that after.
    """
    model = at - 1 if inherit_before else at
    if rows:
        tab.grid["rowCount"] += count
        kind: Row = ()
        if model < len(tab.rows):
            kind = trimmed([_looks(cell) for cell in tab.rows[model]])
        if at < len(tab.rows) or kind:
            tab.rows[at:at] = [kind] * count
    else:
        tab.grid["columnCount"] += count
        tab.rows[:] = [
            row
            if at >= len(row)
            else (*row[:at], *[_looks(row[model]) if model < len(row) else None] * count, *row[at:])
            for row in tab.rows
        ]
    _strip(tab)
    sizes = tab.heights if rows else tab.widths
    if model < len(sizes):
        size = sizes[model]
        sizes[at:at] = [size if size and "hiddenByUser" not in size else None] * count
    frozen = "frozenRowCount" if rows else "frozenColumnCount"
    if at < tab.grid.get(frozen, 0):
        tab.grid[frozen] += count
    follow(book, inserting(tab.id, tab.title, rows, at, count))


def delete(book: Book, tab: Tab, rows: bool, first: int, end: int) -> None:
    """Take rows or columns out of a sheet.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    rows
        Whether rows are meant; else columns.
    first
        The first that goes.
    end
        The first that stays after them.
    """
    if rows:
        del tab.rows[first:end]
        tab.grid["rowCount"] -= end - first
        del tab.heights[first:end]
    else:
        tab.rows[:] = [trimmed([*row[:first], *row[end:]]) if first < len(row) else row for row in tab.rows]
        tab.grid["columnCount"] -= end - first
        del tab.widths[first:end]
    _strip(tab)
    frozen = "frozenRowCount" if rows else "frozenColumnCount"
    gone = min(end, tab.grid.get(frozen, 0)) - first
    if gone > 0:
        tab.grid[frozen] -= gone
    follow(book, deleting(tab.id, tab.title, rows, first, end))


def move(book: Book, tab: Tab, rows: bool, first: int, end: int, target: int) -> None:
    """Carry rows or columns elsewhere.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    rows
        Whether rows are meant; else columns.
    first
        The first that is carried.
    end
        The first that stays after them.
    target
        Place before which they go, counted before the move.
    """
    after = max(end, target)
    if rows:
        _padded(tab.rows, after, ())
        _carry(tab.rows, first, end, target)
        _padded(tab.heights, after, None)
        _carry(tab.heights, first, end, target)
    else:
        carried = []
        for row in tab.rows:
            cells = list(row)
            _padded(cells, after, None)
            _carry(cells, first, end, target)
            carried.append(trimmed(cells))
        tab.rows[:] = carried
        _padded(tab.widths, after, None)
        _carry(tab.widths, first, end, target)
    _strip(tab)
    follow(book, moving(tab.id, tab.title, rows, first, end, target))


def _padded(entries: list[Any], length: int, filler: Any) -> None:
    entries.extend([filler] * (length - len(entries)))


def _carry(entries: list[Any], first: int, end: int, target: int) -> None:
    block = entries[first:end]
    del entries[first:end]
    place = target if target <= first else target - len(block)
    entries[place:place] = block


def _looks(cell: Cell | None) -> Cell | None:
    """What a new cell takes from its neighbour: format and validation."""
    if not cell:
        return None
    return {name: cell[name] for name in ("userEnteredFormat", "dataValidation") if name in cell} or None


def _strip(tab: Tab) -> None:
    """Drop what is empty at the ends."""
    while tab.rows and not tab.rows[-1]:
        tab.rows.pop()
    for sizes in (tab.heights, tab.widths):
        while sizes and not sizes[-1]:
            sizes.pop()


def follow(book: Book, shift: Shift) -> None:
    """Let every range and formula of the book follow a change of one sheet.

    Parameters
    ----------
    book
        The spreadsheet; it is changed.
    shift
        What the change does to places and ranges.
    """
    for tab in book.tabs:
        here = tab.id == shift.sheet_id
        tab.merges = [entry for entry in shifted(tab.merges, here, shift) if _more_than_one(entry)]
        tab.basic_filter = shifted(tab.basic_filter, here, shift)
        tab.over = {name: shifted(entries, here, shift) for name, entries in tab.over.items()}
        rewrite(tab, partial(shifted_formula, on_sheet=here, shift=shift))
    book.named_ranges = shifted(book.named_ranges, False, shift)
    followed = ((entry, shifted(entry["location"], False, shift)) for entry in book.metadata)
    book.metadata = [{**entry, "location": location} for entry, location in followed if location is not None]


def _more_than_one(merge: dict[str, Any]) -> bool:
    height = merge["endRowIndex"] - merge["startRowIndex"]
    width = merge["endColumnIndex"] - merge["startColumnIndex"]
    return bool(height * width > 1)


def rewrite(tab: Tab, change: Callable[[str], str]) -> None:
    """Change the formulas in a tab's cells: entered ones, and those in data validation.

    Parameters
    ----------
    tab
        The sheet.
    change
        Gives the formula in its place.
    """
    for at, row in enumerate(tab.rows):
        new = None
        for column, cell in enumerate(row):
            # All cells of a book pass here for every sheet that goes, and most have neither.
            if cell is None or (
                "dataValidation" not in cell and "formulaValue" not in cell.get("userEnteredValue", ())
            ):
                continue
            changed = _rewritten(cell, change)
            if changed is not cell:
                new = new or list(row)
                new[column] = changed
        if new is not None:
            tab.rows[at] = tuple(new)


def _rewritten(cell: Cell, change: Callable[[str], str]) -> Cell:
    value = cell.get("userEnteredValue")
    if value is not None and "formulaValue" in value:
        formula = change(value["formulaValue"])
        if formula != value["formulaValue"]:
            cell = {**cell, "userEnteredValue": {"formulaValue": formula}}
    rule = cell.get("dataValidation")
    if rule is not None and any(
        entry.get("userEnteredValue", "").startswith("=") for entry in rule["condition"].get("values", [])
    ):
        values = [
            {**entry, "userEnteredValue": change(entry["userEnteredValue"])}
            if entry.get("userEnteredValue", "").startswith("=")
            else entry
            for entry in rule["condition"]["values"]
        ]
        if values != rule["condition"]["values"]:
            rule = {**rule, "condition": {**rule["condition"], "values": values}}
            cell = {**cell, "dataValidation": rule}
    return cell


def cut_to_size(book: Book, tab: Tab) -> None:
    """Drop what lies outside a grid that was made smaller, ranges clipped with it.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet, whose grid says the new size.
    """
    height, width = tab.height, tab.width
    rows_left, columns_left = max(len(tab.rows), len(tab.heights)), max(tab.used.right, len(tab.widths))
    del tab.rows[height:]
    del tab.heights[height:]
    del tab.widths[width:]
    if columns_left > width:
        tab.rows[:] = [trimmed(list(row[:width])) if len(row) > width else row for row in tab.rows]
    _strip(tab)
    ends = _furthest(tab)
    for rows, size, last in ((True, height, max(rows_left, ends[0])), (False, width, max(columns_left, ends[1]))):
        if last > size:
            follow(book, deleting(tab.id, tab.title, rows, size, last))


def _furthest(tab: Tab) -> tuple[int, int]:
    """The last row and column any range of the tab itself reaches."""
    rows, columns = [0], [0]

    def look(value: Any) -> None:
        if isinstance(value, list):
            for entry in value:
                look(entry)
        elif isinstance(value, dict):
            rows.append(value.get("endRowIndex", 0))
            columns.append(value.get("endColumnIndex", 0))
            for entry in value.values():
                look(entry)

    look([tab.merges, tab.basic_filter, tab.over])
    return max(rows), max(columns)


def forget_sheet(book: Book, gone: Tab) -> None:
    """Turn references to a deleted sheet into ``#REF!`` and drop what named its cells.

    Parameters
    ----------
    book
        The spreadsheet without the sheet; it is changed.
    gone
        The deleted sheet.
    """
    folded = gone.title.casefold()

    def lost(found: Reference) -> Reference | None:
        return None if found.title is not None and found.title.casefold() == folded else found

    for tab in book.tabs:
        rewrite(tab, lambda formula: mapped(formula, lost) if names_sheet(formula, folded) else formula)
    book.named_ranges = [entry for entry in book.named_ranges if entry["range"].get("sheetId", 0) != gone.id]
    book.metadata = [entry for entry in book.metadata if not _names_sheet(entry["location"], gone.id)]


def _names_sheet(location: dict[str, Any], sheet_id: int) -> bool:
    if "spreadsheet" in location:
        return False
    return bool(location.get("dimensionRange", location).get("sheetId", 0) == sheet_id)


def rename_in_formulas(book: Book, old: str, new: str) -> None:
    """Let formulas, rules and validations follow a sheet's new title.

    Parameters
    ----------
    book
        The spreadsheet.
    old
        Title as it was; case does not count.
    new
        Title as it is.
    """
    for tab in book.tabs:
        rewrite(tab, lambda formula: renamed(formula, old, new))
        tab.over = _renamed(tab.over, old, new)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(entry, old, new) for name, entry in value.items()}
    if isinstance(value, list):
        return [_renamed(entry, old, new) for entry in value]
    if isinstance(value, str) and value.startswith("="):
        return renamed(value, old, new)
    return value
