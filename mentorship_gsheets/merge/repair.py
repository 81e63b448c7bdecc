"""Putting back what a batch hit by mistake, and what is then left of its plan."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorship_gsheets.batch.guard import Request, Value, cell_of, header_of, mark
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.merge.hits import HEADER, Hit, place
from mentorship_gsheets.plan import AddColumn, AddRow, AddTab, Change, Furnish, Plan, SetCell, SetHeader
from mentorship_gsheets.workbook import BLANK, Cell, Row, Tab, Workbook, fold

Originals = Mapping[tuple[int, int, int], Value]
"""What stood in a cell, by sheet id, row and column, as ``ExtendedValue``; blank cells are absent."""


def repair(
    wrong: Iterable[Hit], originals: Originals, workbook: Workbook
) -> tuple[list[Request], Workbook, list[Finding]]:
    """Put back what a batch hit by mistake.

    Parameters
    ----------
    wrong
        The `slips`.
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
    for hit in wrong:
        at = place(hit, workbook)
        if at is None:
            # a person has changed or removed it since: then that is what counts
            continue
        tab, row, column = at
        value = originals.get((hit.sheet_id, hit.row, hit.column), {})
        start = {"sheetId": tab.sheet_id, "rowIndex": row - 1, "columnIndex": column}
        cell = {"userEnteredValue": value} if value else {}
        requests.append({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
        texts[tab.sheet_id, row, column] = _cell(value)
        if not hit.moved:
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


def _cell(value: Value) -> Cell:
    match dict(value):
        case {"formulaValue": formula}:
            return Cell(str(formula), str(formula))
        case {"numberValue": number}:
            return Cell(f"{number:g}", number=float(number))
        case {"boolValue": truth}:
            return Cell("TRUE" if truth else "FALSE")
    return Cell(str(value.get("stringValue", "")))


def with_cells(workbook: Workbook, cells: Mapping[tuple[int, int, int], Cell]) -> Workbook:
    """Return a workbook with these cells (sheet id, row, column) in place of its own."""
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
        The plan was written once, so that furniture and tabs are there.

    Notes
    -----
    A cell is written only while it holds what the plan saw in it.
    """
    left: list[Change] = []
    findings: list[Finding] = []
    for change in plan.changes:
        title = change.drawing.title if isinstance(change, AddTab) else change.tab
        tab = now.tab(title)
        match change:
            case AddTab():
                keep = tab is None
            case Furnish() | SetHeader():
                keep = not written
            case AddColumn(column=column):
                keep = tab is not None and tab.column(column.header) is None
            case AddRow(key_column=key_column, key=key):
                keep = tab is None or not tab.keyed(key_column).get(fold(key))
            case SetCell():
                keep = tab is not None and _still(change, planned_on, tab, findings)
        if keep:
            left.append(change)
    return replace(plan, changes=tuple(left)), findings


def _still(change: SetCell, planned_on: Workbook, tab: Tab, findings: list[Finding]) -> bool:
    """Return whether a cell is still as the plan saw it; say so where it is neither that nor as wanted."""
    then = planned_on.tab(change.tab)
    old = then.keyed(change.key_column).get(fold(change.key), ()) if then else ()
    rows = tab.keyed(change.key_column).get(fold(change.key), ())
    if len(rows) != 1 or tab.column(change.column) is None or then is None or len(old) != 1:
        findings.append(
            Finding(
                f"a row or column of {tab.title} went away while the tool was writing.",
                "Run this again.",
                code="row-gone",
                column=change.column,
                where=tab.title,
            )
        )
        return False
    return mark(tab.cell(rows[0], change.column)) == mark(then.cell(old[0], change.column))
