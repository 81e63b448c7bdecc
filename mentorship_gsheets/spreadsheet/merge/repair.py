"""The resolving half of the three-way merge: theirs is put back, and ours planned again where it still holds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.spreadsheet.batch.concurrency import Request
from mentorship_gsheets.spreadsheet.batch.fingerprints import Value, cell_of, fingerprint, header_of
from mentorship_gsheets.spreadsheet.column_order import column_moves, column_order
from mentorship_gsheets.spreadsheet.merge.overwritten import HEADER, WrittenCell, current_place
from mentorship_gsheets.spreadsheet.plan import (
    AddColumn,
    AddRow,
    AddTab,
    Change,
    MoveColumns,
    Plan,
    RenameColumn,
    RenameTab,
    SetCell,
    SetFormatting,
    SetMetadata,
)
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Row, Tab, Workbook
from mentorship_gsheets.text import as_key

Originals = Mapping[tuple[int, int, int], Value]
"""What stood in a cell, by sheet id, row and column, as ``ExtendedValue``; blank cells are absent."""


def repair(
    wrong: Iterable[WrittenCell], originals: Originals, workbook: Workbook
) -> tuple[list[Request], Workbook, list[Finding]]:
    """Put back what a batch overwrote by mistake.

    Parameters
    ----------
    wrong
        The `overwritten`; what a person has changed or removed since is left alone.
    originals
        What stood there, by (sheet id, row, column) as the batch saw them; blank cells are absent.
    workbook
        The sheet as it is.

    Returns
    -------
    requests
        One for each cell.
    workbook
        As it will be after them.
    findings
        Cells whose change by a person was respected, and cells that could not be found again.
    """
    requests: list[Request] = []
    findings = []
    texts: dict[tuple[int, int, int], Cell] = {}
    for written in wrong:
        at = current_place(written, workbook)
        if at is None:
            continue
        tab, row, column = at
        value = originals.get((written.sheet_id, written.row, written.column), {})
        start = {"sheetId": tab.sheet_id, "rowIndex": row - 1, "columnIndex": column}
        cell = {"userEnteredValue": value} if value else {}
        requests.append({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
        texts[tab.sheet_id, row, column] = shown(value)
        if not written.moved:
            findings.append(
                Finding(
                    "somebody changed this cell while the tool was writing.",
                    "It stays as they left it.",
                    code="edited-meanwhile",
                    column=header_of(tab, column),
                    where=tab.address(row, header_of(tab, column)),
                )
            )
    return requests, with_cells(workbook, texts), findings


def shown(value: Value) -> Cell:
    """Return the cell that a value makes; what a formula comes to is not known, so it shows itself."""
    match dict(value):
        case {"formulaValue": formula}:
            return Cell(str(formula), str(formula))
        case {"numberValue": number}:
            return Cell(f"{number:g}", number=float(number))
        case {"boolValue": truth}:
            return Cell("TRUE" if truth else "FALSE")
    return Cell(str(value.get("stringValue", "")))


def with_cells(workbook: Workbook, cells: Mapping[tuple[int, int, int], Cell]) -> Workbook:
    """Return a workbook with these cells (sheet id, row, column) in place of its own.

    Parameters
    ----------
    workbook
        As read.
    cells
        ``(sheet id, row, column)`` -> the cell that stands there instead.

    Returns
    -------
    Workbook
        A new one; cells of sheets that it does not have are ignored.
    """
    tabs = []
    for tab in workbook.tabs:
        mine = {(row, column): cell for (sheet_id, row, column), cell in cells.items() if sheet_id == tab.sheet_id}
        tabs.append(_tab_with(tab, mine) if mine else tab)
    return replace(workbook, tabs=tuple(tabs))


def _tab_with(tab: Tab, cells: Mapping[tuple[int, int], Cell]) -> Tab:
    width = max([len(tab.header), *(len(row.cells) for row in tab.rows), *(column + 1 for _, column in cells)])
    bottom = max([len(tab.rows) + 1, *(row for row, _ in cells)])

    def line(row: int) -> tuple[Cell, ...]:
        whole = [cells.get((row, column), cell_of(tab, row, column)) for column in range(width)]
        while whole and whole[-1] == BLANK:
            whole.pop()
        return tuple(whole)

    rows = [Row(number, line(number)) for number in range(2, bottom + 1)]
    while rows and not rows[-1].cells:
        rows.pop()
    return replace(tab, header=tuple(cell.text for cell in line(HEADER)), rows=tuple(rows))


def remaining(plan: Plan, planned_on: Workbook, now: Workbook, written: bool) -> tuple[Plan, list[Finding]]:
    """Return what of a plan is still to be done, and what is not done because people changed something.

    Parameters
    ----------
    plan
        Made on ``planned_on``.
    now
        The sheet as it is.
    written
        The plan was written once, so that formatting and tabs are there.
    planned_on
        The sheet as the plan was made on it.

    Returns
    -------
    tuple of Plan and list of Finding
        What is left to do, possibly nothing; and what people changed meanwhile.

    Notes
    -----
    A cell is written only while it holds what the plan saw in it.
    """
    coming = frozenset(
        (as_key(change.tab), as_key(change.column.header if isinstance(change, AddColumn) else change.header))
        for change in plan.changes
        if isinstance(change, AddColumn | RenameColumn)
    )
    left: list[Change] = []
    gone: dict[str, None] = {}
    for change in plan.changes:
        if isinstance(change, SetMetadata):
            if now.metadata.get(change.key) != change.value:
                left.append(change)
            continue
        if isinstance(change, RenameTab):
            if now.tab(change.title) is None and now.tab(change.tab) is not None:
                left.append(change)
            continue
        title = change.spec.title if isinstance(change, AddTab) else change.tab
        tab = now.tab(title)
        if tab is None:
            if isinstance(change, AddTab) or planned_on.tab(title) is None:
                left.append(change)
            else:
                gone[title] = None
        elif not _headers(change) <= {as_key(text) for text in tab.header} | {
            header for at, header in coming if at == as_key(title)
        }:
            gone[tab.title] = None
        elif isinstance(change, SetCell):
            rows, old = _rows(change, now), _rows(change, planned_on)
            if len(rows) != 1 or len(old) != 1:
                gone[tab.title] = None
            elif fingerprint(tab.cell(rows[0], change.column)) == fingerprint(_cell_then(change, planned_on, old[0])):
                left.append(change)
        elif _wanted(change, tab, written):
            left.append(change)
    return replace(plan, changes=tuple(left)), [_gone(title) for title in gone]


def _headers(change: Change) -> set[str]:
    """Return the folded headers a change needs to find."""
    match change:
        case AddRow(key_column=key_column, values=values):
            return {as_key(key_column), *(as_key(header) for header, _ in values)}
        case SetCell(key_column=key_column, column=column):
            return {as_key(key_column), as_key(column)}
        case SetFormatting(what=Column(header=header)):
            return {as_key(header)}
        case SetFormatting(what=FilterView(column=column)):
            return {as_key(column)}
        case SetFormatting(what=Rule(columns=columns)):
            return {as_key(column) for column in columns}
    return set()


def _rows(change: SetCell, workbook: Workbook) -> tuple[Row, ...]:
    tab = workbook.tab(change.tab)
    return tab.keyed(change.key_column).get(as_key(change.key), ()) if tab else ()


def _cell_then(change: SetCell, planned_on: Workbook, row: Row) -> Cell:
    tab = planned_on.tab(change.tab)
    return tab.cell(row, change.column) if tab else BLANK


def _wanted(change: Change, tab: Tab, written: bool) -> bool:
    """Return whether a change of an existing tab is still to be done."""
    match change:
        case RenameColumn(header=header):
            return tab.column(header) is None
        case AddColumn(column=column):
            return tab.column(column.header) is None
        case AddRow(key_column=key_column, key=key):
            return not tab.keyed(key_column).get(as_key(key))
        case AddTab():
            return False
        case MoveColumns(first=first, last=last):
            return bool(column_moves(column_order(tab.header, first, last)))
    return not written


def _gone(title: str) -> Finding:
    return Finding(
        f"a row or column of {title}, or the tab, went away while the tool was writing.",
        "Run this again.",
        code="row-gone",
        where=title,
    )


def key_columns(plan: Plan, wrong: Iterable[WrittenCell], workbook: Workbook) -> dict[int, int]:
    """Return the column by which each tab's rows are known.

    Parameters
    ----------
    plan
        What is to be written.
    wrong
        What the batch before overwrote.
    workbook
        The sheet as it is.

    Returns
    -------
    dict
        Sheet id -> column from 0; tabs whose rows are known by their place are absent.
    """
    headers = [(change.tab, change.key_column) for change in plan.changes if isinstance(change, AddRow | SetCell)]
    by_title = {as_key(title): header for title, header in headers}
    by_id = {written.sheet_id: written.key_header for written in wrong if written.key_header}
    found = {}
    for tab in workbook.tabs:
        column = tab.column(by_title.get(as_key(tab.title)) or by_id.get(tab.sheet_id, ""))
        if column is not None:
            found[tab.sheet_id] = column
    return found
