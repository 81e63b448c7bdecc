"""Lowers a `Plan` to the requests of one ``spreadsheets.batchUpdate``, the only place that knows them."""

from collections.abc import Iterable
from typing import Any

from mentorship_gsheets.spreadsheet.batch.cells import cell_requests, empty_columns, set_metadata
from mentorship_gsheets.spreadsheet.batch.formatting import (
    add_column,
    add_tab,
    apply_formatting,
    choices,
    move_columns,
    rename_tab,
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
    RenameColumn,
    RenameTab,
    SetCell,
    SetFormatting,
    SetHeader,
    SetMetadata,
)
from mentorship_gsheets.spreadsheet.workbook import Workbook, with_headers

__all__ = ["bounds", "choices", "lower", "lower_all", "resolve", "row_parts", "same_formula"]


def lower(plan: Plan, workbook: Workbook) -> list[dict[str, Any]]:
    """Return the requests that carry out a plan made on this workbook, in order; empty for an empty plan.

    Parameters, errors and notes are those of `lower_all`.

    Parameters
    ----------
    plan
        The whole plan.
    workbook
        The snapshot the plan was made on.

    Raises
    ------
    KeyError
        As `lower_all`.
    """
    ((requests, _),) = lower_all([plan], workbook)
    return requests


def lower_all(plans: Iterable[Plan], workbook: Workbook) -> list[tuple[list[dict[str, Any]], Workbook]]:
    """Return the requests that carry out plans made on one workbook, one after the other.

    Parameters
    ----------
    plans
        Made on ``workbook``: keys, tabs and columns must be there or be added by the plan itself or one before it.
    workbook
        The snapshot they were made on; places of rows and columns come from it.

    Returns
    -------
    list of (requests, workbook)
        For each plan its requests in order, and the tabs, headers and grids as they are before it; cells are those of
        the snapshot.

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
    found: list[tuple[list[dict[str, Any]], Workbook]] = []
    for plan in plans:
        seen = layout.over(workbook) if found else workbook
        layout.cells = {}
        found.append((_lowered(plan, layout, workbook), seen))
    return found


def _lowered(plan: Plan, layout: Layout, workbook: Workbook) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = []
    written: list[AddRow | SetCell] = []
    moved: list[MoveColumns] = []
    for change in plan.changes:
        match change:
            case RenameTab(title, new):
                requests.append(rename_tab(layout, title, new))
            case AddTab(spec, index):
                requests += add_tab(layout, spec, index)
            case RenameColumn(tab, before, header):
                place = layout[tab]
                position = place.column(before)
                place.header[position] = header
                if place.tab is not None:
                    place.tab = with_headers(place.tab, {before: header})
                layout.put(tab, 1, position, header)
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
