"""A plan too large for one request, as several plans: whatever is written when they stop, the next run completes.

In this order: tabs, columns and layout; new rows, each whole; blank cells that are filled; cells that hold something
else until now, all in one, for what they say may hang together across rows; what tells of the rest, such as the log.
So whatever a new row, a filled cell or a record speaks of is written before it, and a stage that is run again finds
rows and cells it need not write, and others that it plans once more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, MoveColumns, Plan, SetCell, SetMetadata, Value
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key

_CELL, _ROW, _FORMULA, _LONGEST = 110, 120, 200, 200
"""Bytes of JSON around a value, its record included, and around a row; a formula that is sent once for many rows, and
its digest; letters of a value that the record repeats."""

Unit = Sequence[Change]
"""Changes that are written together."""


def in_sequence(plan: Plan, workbook: Workbook, aim: int, closing: Collection[str] = ()) -> list[Plan]:
    """Return a plan as one or several, each of about so many bytes as a request, in the order to write them in.

    Parameters
    ----------
    plan
        Made on ``workbook``.
    workbook
        As read.
    aim
        Bytes. What must be written together may come out larger.
    closing
        Titles of tabs that tell of the rest; they are written last.

    Returns
    -------
    list of Plan
        At least one; together they have the plan's changes, and the plan's findings and summary each.
    """
    parts: list[list[Change]] = [[]]
    room = aim
    for unit in _units(plan, workbook, closing):
        size = sum(map(_size, unit))
        if parts[-1] and size > room:
            parts.append([])
            room = aim
        parts[-1] += unit
        room -= size
    return [plan] if len(parts) == 1 else [replace(plan, changes=tuple(part)) for part in parts]


def halves(plan: Plan, workbook: Workbook, closing: Collection[str] = ()) -> list[Plan]:
    """Return a plan as two of about the same number of changes; as it is, where all must be written together.

    Parameters
    ----------
    plan, workbook, closing
        As for `in_sequence`.
    """
    units = list(_units(plan, workbook, closing))
    if len(units) < 2:
        return [plan]
    middle = len(units) // 2
    return [
        replace(plan, changes=tuple(change for unit in part for change in unit))
        for part in (units[:middle], units[middle:])
    ]


def _units(plan: Plan, workbook: Workbook, closing: Collection[str]) -> Iterator[Unit]:
    """Yield what is written together, in the order of writing."""
    last = {as_key(title) for title in closing}
    cells = [change for change in plan.changes if isinstance(change, AddRow | SetCell)]
    early, late = ([change for change in cells if (as_key(change.tab) in last) is told] for told in (False, True))
    # columns move when nothing is to be written under them any more
    notes = [change for change in plan.changes if isinstance(change, MoveColumns | SetMetadata)]
    first: list[Change] = [
        change for change in plan.changes if not isinstance(change, AddRow | SetCell | MoveColumns | SetMetadata)
    ]
    if first:
        yield first
    yield from _rows_and_cells(early, workbook)
    yield from _rows_and_cells(late, workbook)
    if notes:
        yield notes


def _rows_and_cells(changes: Iterable[AddRow | SetCell], workbook: Workbook) -> Iterator[Unit]:
    rows: list[list[Change]] = []
    latest: dict[tuple[str, str], list[Change]] = {}
    cells: dict[tuple[str, str], list[SetCell]] = defaultdict(list)
    for change in changes:
        row = as_key(change.tab), as_key(change.key)
        if isinstance(change, AddRow):
            latest[row] = [change]
            rows.append(latest[row])
        elif row in latest:
            # a new row is written whole: what somebody typed beside it would be told from it by nothing
            latest[row].append(change)
        else:
            cells[as_key(change.tab), as_key(change.column)].append(change)
    yield from rows
    replacing: list[SetCell] = []
    filled: dict[tuple[str, int, str], list[SetCell]] = defaultdict(list)
    for column in cells.values():
        if any(change.before or _stands(change, workbook) for change in column):
            replacing += column
        else:
            for change in column:
                filled[as_key(change.tab), _number(change, workbook), as_key(change.key)].append(change)
    yield from (filled[place] for place in sorted(filled))
    if replacing:
        yield replacing


def _stands(change: SetCell, workbook: Workbook) -> bool:
    """Return whether the cell holds anything: a formula that shows nothing as well."""
    tab = workbook.tab(change.tab)
    rows = tab.keyed(change.key_column).get(as_key(change.key), ()) if tab else ()
    return any(cell.text or cell.formula for cell in (tab.cell(row, change.column) for row in rows)) if tab else False


def _number(change: SetCell, workbook: Workbook) -> int:
    tab = workbook.tab(change.tab)
    rows = tab.keyed(change.key_column).get(as_key(change.key), ()) if tab else ()
    return rows[0].number if rows else 0


def _size(change: Change) -> int:
    """Return about how many bytes a change is as a request, the record of it included."""
    match change:
        case AddRow(values=values):
            return _ROW + sum(_bytes(value) for _, value in values)
        case SetCell(value=value, before=before, key=key):
            return _ROW + _bytes(value) + len(key.encode("utf-8", "replace")) + min(_LONGEST, len(before))
    return _ROW


def _bytes(value: Value) -> int:
    if isinstance(value, Formula):
        return _FORMULA
    size = len(str(value).encode("utf-8", "replace"))
    return _CELL + size + min(_LONGEST, size)
