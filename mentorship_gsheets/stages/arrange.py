"""Arranging the columns of a sheet that was set up in another order: nothing is lost, and the former order is kept.

A new sheet has the order of reading from the beginning. In an older one the columns stay where people are used to find
them, until somebody asks for this.
"""

import json
from collections.abc import Iterator

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.programmes import programme_of, read_settings
from mentorship_gsheets.spreadsheet.column_order import column_moves, column_order
from mentorship_gsheets.spreadsheet.plan import Change, MoveColumns, Plan, SetFormatting, SetMetadata
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import SIGN_UPS

STAGE = "arrange"
FORMER = "mentorship-columns"
"""Metadata: title of a tab -> its headers in the order they had before."""


def plan(workbook: Workbook, back: bool = False) -> Plan:
    """Plan the moves that bring the columns of the tool's tabs into the order a new sheet has.

    Parameters
    ----------
    workbook
        A sheet that setup has completed.
    back
        Bring them into the order they had before instead.

    Returns
    -------
    Plan
        Empty when the order is as wanted. Columns that people added stand behind the tool's, before the hidden ones.
        Tabs in which a move would tear merged cells apart stay, and are among the findings.
    """
    wanted = list(_former(workbook)) if back else list(_drawn(workbook))
    changes: list[Change] = []
    findings: list[Finding] = []
    former = {move.tab: list(move.first) for _, move in _former(workbook)}
    moved = []
    for spec, move in wanted:
        tab = workbook.tab(move.tab)
        if tab is None or not column_moves(column_order(tab.header, move.first, move.last)):
            continue
        if tab.merged:
            findings.append(_merged(tab))
            continue
        moved.append(tab.title)
        former[tab.title] = list(tab.header)
        changes.append(move)
        if spec is not None:
            changes += _dressed(spec, tab)
    if moved and not back:
        changes.append(SetMetadata(FORMER, json.dumps(former, ensure_ascii=False, sort_keys=True)))
    summary = f"moves the columns of {counted(len(moved), 'tab')}: {', '.join(moved)}" if moved else "the order stands"
    return Plan(STAGE, tuple(changes), tuple(findings), summary=summary)


def _drawn(workbook: Workbook) -> Iterator[tuple[TabSpec | None, MoveColumns]]:
    """Yield every tab of the format with the order a new sheet has; a pasted list keeps its own."""
    settings, _ = read_settings(workbook)
    for spec in programme_of(settings).tabs():
        if spec is not SIGN_UPS:
            shown = tuple(column.header for column in spec.columns if not column.hidden)
            hidden = tuple(column.header for column in spec.columns if column.hidden)
            yield spec, MoveColumns(spec.title, shown, hidden)


def _former(workbook: Workbook) -> Iterator[tuple[TabSpec | None, MoveColumns]]:
    """Yield the tabs that were arranged before, each with the order it had."""
    for title, headers in json.loads(workbook.metadata.get(FORMER, "{}")).items():
        yield None, MoveColumns(title, tuple(headers))


def _dressed(spec: TabSpec, tab: Tab) -> Iterator[SetFormatting]:
    """Yield what belongs to the order: widths, what is hidden, what stays in view, the height of the rows."""
    yield SetFormatting(tab.title, "freeze", count=spec.frozen_columns)
    if spec.one_line:
        yield SetFormatting(tab.title, "one line a row")
    for column in spec.columns:
        filled = any(tab.text(row, column.header) for row in tab.rows)
        if tab.column(column.header) is not None and not (column.hidden and not column.ours and filled):
            yield SetFormatting(tab.title, "look of the column", column)


def _merged(tab: Tab) -> Finding:
    return Finding(
        f"the columns of {tab.title} stay where they are: cells are merged there, and a move would tear them apart.",
        "Select them, choose Format → Merge cells → Unmerge, and run this again.",
        "merged-columns",
        where=f"{tab.title}!{tab.merged[0]}",
    )
