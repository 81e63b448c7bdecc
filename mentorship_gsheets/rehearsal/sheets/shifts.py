"""Where rows or columns go when some are inserted, deleted or moved, and what that does to ranges and formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formulas import Corner, Reference, mapped, names_sheet

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of one dimension of one sheet.

    ``point`` says where a row or column went (``None``: it is gone); ``span`` does so for a half-open stretch.
    """

    sheet_id: int
    title: str
    rows: bool
    point: Callable[[int], int | None]
    span: Callable[[int, int], Span | None]

    @property
    def names(self) -> tuple[str, str]:
        """The fields of a ``GridRange`` that change."""
        return ("startRowIndex", "endRowIndex") if self.rows else ("startColumnIndex", "endColumnIndex")


def inserting(sheet_id: int, title: str, rows: bool, at: int, count: int) -> Shift:
    """Make the shift of rows or columns that are put in.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    title
        Title of the sheet, for formulas that name it.
    rows
        Whether rows are meant; else columns.
    at
        Place before which they are put.
    count
        How many.

    Returns
    -------
    Shift
        The shift.
    """
    return Shift(
        sheet_id,
        title,
        rows,
        lambda place: place + count if place >= at else place,
        lambda start, end: (start + count if start >= at else start, end + count if end > at else end),
    )


def deleting(sheet_id: int, title: str, rows: bool, first: int, end: int) -> Shift:
    """Make the shift of rows or columns that go.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    title
        Title of the sheet, for formulas that name it.
    rows
        Whether rows are meant; else columns.
    first
        The first that goes.
    end
        The first that stays after them.

    Returns
    -------
    Shift
        The shift; places that go have none afterwards.
    """
    count = end - first

    def edge(place: int) -> int:
        return place if place <= first else max(first, place - count)

    def span(start: int, stop: int) -> Span | None:
        result = edge(start), edge(stop)
        return result if result[0] < result[1] or start == stop else None

    return Shift(
        sheet_id,
        title,
        rows,
        lambda place: None if first <= place < end else edge(place),
        span,
    )


def moving(sheet_id: int, title: str, rows: bool, first: int, end: int, target: int) -> Shift:
    """Make the shift of rows or columns that are carried elsewhere.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    title
        Title of the sheet, for formulas that name it.
    rows
        Whether rows are meant; else columns.
    first
        The first that is carried.
    end
        The first that stays after them.
    target
        Place before which they go, counted before the move.

    Returns
    -------
    Shift
        The shift.
    """

    def point(place: int) -> int:
        return moved_place(place, first, end, target)

    def span(start: int, stop: int) -> Span | None:
        if start == stop:
            return start, stop
        inside = first <= start and stop <= end
        head, tail = start, stop - 1
        if not inside:
            # A range keeps to the cells that stay: an edge that was carried off is left behind.
            head = end if first <= head < end else head
            tail = first - 1 if first <= tail < end else tail
        ends = sorted((point(head), point(tail)))
        return ends[0], ends[1] + 1

    return Shift(sheet_id, title, rows, point, span)


def moved_place(place: int, first: int, end: int, target: int) -> int:
    """Find where a row or column stands after a stretch was moved; a target inside the stretch moves nothing.

    Parameters
    ----------
    place
        The row or column, from 0.
    first
        The first of the stretch.
    end
        The first after it.
    target
        Place before which it goes, counted before the move.

    Returns
    -------
    int
        The place afterwards.

    Examples
    --------
    >>> [moved_place(place, 1, 3, 5) for place in range(6)]
    [0, 3, 4, 1, 2, 5]
    >>> [moved_place(place, 3, 5, 1) for place in range(6)]
    [0, 3, 4, 1, 2, 5]
    """
    count = end - first
    if first <= target <= end:
        return place
    if first <= place < end:
        return place - first + (target if target <= first else target - count)
    if target >= end and end <= place < target:
        return place - count
    if target <= first and target <= place < first:
        return place + count
    return place


def shifted_formula(formula: str, on_sheet: bool, shift: Shift) -> str:
    """Let a formula follow the change of a sheet.

    Parameters
    ----------
    formula
        As it stands in the cell.
    on_sheet
        Whether it stands on the changed sheet.
    shift
        What the change does to places and ranges.

    Returns
    -------
    str
        The formula; itself where it names nothing of that sheet.
    """
    folded = shift.title.casefold()
    if not on_sheet and not names_sheet(formula, folded):
        return formula

    def follow(found: Reference) -> Reference | None:
        here = on_sheet if found.title is None else found.title.casefold() == folded
        return _followed(found, shift) if here else found

    return mapped(formula, follow)


def _followed(found: Reference, shift: Shift) -> Reference | None:
    first = _place(found.first, shift)
    if found.last is None:
        place = None if first is None else shift.point(first)
        if first is None:
            return found
        return None if place is None else replace(found, first=_at(found.first, place, shift))
    last = _place(found.last, shift)
    if first is None and last is None:
        return found
    if first is None or last is None:
        # Open-ended: only the end that is named can move.
        named = first if last is None else last
        span = shift.span(named or 0, 10**9)
        if span is None:
            return None
        if last is None:
            return replace(found, first=_at(found.first, span[0], shift))
        return replace(found, last=_at(found.last, span[0], shift))
    low, high = min(first, last), max(first, last)
    span = shift.span(low, high + 1)
    if span is None:
        return None
    ends = (span[0], span[1] - 1) if first <= last else (span[1] - 1, span[0])
    return replace(found, first=_at(found.first, ends[0], shift), last=_at(found.last, ends[1], shift))


def _place(corner: Corner, shift: Shift) -> int | None:
    return corner.row if shift.rows else corner.column


def _at(corner: Corner, place: int, shift: Shift) -> Corner:
    return replace(corner, row=place) if shift.rows else replace(corner, column=place)


def shifted(value: Any, on_sheet: bool, shift: Shift) -> Any:
    """Let rules, charts and other JSON follow the change of a sheet: ranges, anchors, dimension ranges and formulas.

    Parameters
    ----------
    value
        The JSON; it is left as it is.
    on_sheet
        Whether it belongs to the changed sheet.
    shift
        What the change does to places and ranges.

    Returns
    -------
    Any
        The JSON afterwards; ``None`` where the cells it was about are gone. Parts of a list that are gone are left out
        of it; a chart whose series are gone stays, as it does at Google.
    """
    if isinstance(value, list):
        parts = [shifted(entry, on_sheet, shift) for entry in value]
        return [part for part in parts if part is not None]
    if isinstance(value, str):
        return shifted_formula(value, on_sheet, shift) if value.startswith("=") else value
    if not isinstance(value, dict):
        return value
    if _is_range(value):
        return _range(value, shift)
    result = {}
    for name, entry in value.items():
        if name == "anchorCell":
            result[name] = _anchor(entry, shift)
            continue
        part = shifted(entry, on_sheet, shift)
        if (part is None and name in _BEARERS) or (part == [] and entry and name in {"ranges", "sources"}):
            return None
        if part is not None:
            result[name] = part
    return result


_BEARERS = frozenset({"range", "dimensionRange", "sourceRange", "series", "domain", "dataRange"})
"""Parts without which what they belong to is about nothing."""


def _is_range(value: dict[str, Any]) -> bool:
    return bool(value.keys() & {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}) or (
        "dimension" in value and "startIndex" in value
    )


def _range(value: dict[str, Any], shift: Shift) -> dict[str, Any] | None:
    if value.get("sheetId", 0) != shift.sheet_id:
        return value
    names = shift.names
    if "dimension" in value:
        if (value["dimension"] == "ROWS") != shift.rows:
            return value
        names = ("startIndex", "endIndex")
    start, end = value.get(names[0]), value.get(names[1])
    if start is None and end is None:
        return value
    span = shift.span(start or 0, 10**9 if end is None else end)
    if span is None:
        return None
    result = dict(value)
    if start is not None:
        result[names[0]] = span[0]
    if end is not None:
        result[names[1]] = span[1]
    return result


def _anchor(cell: dict[str, Any], shift: Shift) -> dict[str, Any]:
    """The cell a chart hangs on; when it is deleted the chart stays at its place."""
    name = "rowIndex" if shift.rows else "columnIndex"
    if cell.get("sheetId", 0) != shift.sheet_id:
        return cell
    place = shift.point(cell.get(name, 0))
    return cell if place is None else {**cell, name: place} if place else {k: v for k, v in cell.items() if k != name}
