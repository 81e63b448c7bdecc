"""Lowers a `Plan` to the requests of one ``spreadsheets.batchUpdate``, the only place that knows them."""

from typing import Any

from mentorship_gsheets.spreadsheet.batch.cells import cell_requests, empty_columns, set_metadata
from mentorship_gsheets.spreadsheet.batch.formatting import (
    add_column,
    add_tab,
    apply_formatting,
    choices,
    move_columns,
    widen,
)
from mentorship_gsheets.spreadsheet.batch.formulas import bounds, resolve, row_parts, same_formula
from mentorship_gsheets.spreadsheet.batch.layout import Layout
from mentorship_gsheets.spreadsheet.plan import (
    AddColumn,
    AddRow,
    AddTab,
    EmptyColumns,
    MoveColumns,
    Plan,
    SetCell,
    SetFormatting,
    SetHeader,
    SetMetadata,
)
from mentorship_gsheets.spreadsheet.workbook import Workbook

__all__ = ["bounds", "choices", "lower", "resolve", "row_parts", "same_formula"]


def lower(plan: Plan, workbook: Workbook) -> list[dict[str, Any]]:
    """Return the requests that carry out a plan made on this workbook, in order; empty for an empty plan.

    Parameters
    ----------
    plan
        Made on ``workbook``: its keys, tabs and columns must be there or be added by the plan itself.
    workbook
        The snapshot the plan was made on; places of rows and columns come from it.

    Raises
    ------
    KeyError
        A tab, column or key the plan speaks of is not there, or a key is there twice: a bug in the stage.

    Notes
    -----
    Google carries a batch out whole and in order, or not at all:
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/batchUpdate
    """
    layout = Layout.of(workbook)
    requests: list[dict[str, Any]] = []
    written: list[AddRow | SetCell] = []
    moved: list[MoveColumns] = []
    for change in plan.changes:
        match change:
            case AddTab(spec, index):
                requests += add_tab(layout, spec, index)
            case AddColumn(tab, column):
                requests += add_column(layout, tab, column)
            case SetHeader(tab, headers):
                requests += widen(layout, tab, len(headers))
                layout[tab].header[:] = headers
                for position, header in enumerate(headers):
                    layout.put(tab, 1, position, header)
            case EmptyColumns(tab, headers):
                requests += empty_columns(layout, tab, headers)
            case SetMetadata(key, value):
                requests += set_metadata(key, value, known=key in workbook.metadata)
            case SetFormatting():
                requests += apply_formatting(layout, change)
            case AddRow() | SetCell():
                written.append(change)
            case MoveColumns():
                moved.append(change)
    requests += cell_requests(layout, written)
    for change in moved:
        requests += move_columns(layout, change)
    return requests
