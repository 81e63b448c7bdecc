"""Rows and cells as ``updateCells`` requests: runs of neighbours in one column become one request."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from mentorship_gsheets.spreadsheet.batch.formulas import repeated, row_parts
from mentorship_gsheets.spreadsheet.batch.layout import Layout
from mentorship_gsheets.spreadsheet.plan import AddRow, Formula, SetCell, Value
from mentorship_gsheets.text import as_key

_SPARE = 100
"""Rows the grid grows by, so that it need not grow again for every latecomer."""


def cell_requests(layout: Layout, changes: Iterable[AddRow | SetCell]) -> list[dict[str, Any]]:
    """Return the requests that write rows and cells, and the cells already noted on the layout.

    New rows stand below the last row with anything in it; the grid grows by what is missing.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    changes
        Rows to add and cells to set, in the order of the plan.

    Raises
    ------
    KeyError
        A row or column is not there.
    """
    requests: list[dict[str, Any]] = []
    wanted: list[tuple[str, int, str, Value]] = []
    for change in changes:
        place = layout[change.tab]
        if isinstance(change, AddRow):
            number = place.next_row
            place.next_row += 1
            place.added[as_key(change.key_column), as_key(change.key)] = number
            wanted += ((change.tab, number, header, value) for header, value in change.values)
        else:
            number = place.row(change.key_column, change.key)
            wanted.append((change.tab, number, change.column, change.value))
        if number >= place.rows:
            # above the last row, which stays blank: ranges of formulas that end there grow along, and dropdowns and
            # check boxes are inherited; neither is so with appendDimension
            start = place.rows - (number == place.rows)
            requests.append(insert_rows(place.sheet_id, start, start + _SPARE))
            place.rows += _SPARE
    # now that every grid has its size: what is written here does not grow along, for the rows are there already
    parts: dict[tuple[str, str], tuple[str, ...]] = {}
    columns: dict[tuple[str, str], int] = {}
    for tab, number, header, value in wanted:
        if (tab, header) not in columns:
            columns[tab, header] = layout[tab].column(header)
        if isinstance(value, Formula):
            if (tab, value.template) not in parts:
                parts[tab, value.template] = row_parts(value.template, layout[tab], layout.bounds())
            value = Formula(str(number).join(parts[tab, value.template]))
        layout.put(tab, number, columns[tab, header], value)
    return requests + [request for run in _runs(layout.cells) for request in _written(run)]


def insert_rows(sheet_id: int, start: int, end: int) -> dict[str, Any]:
    """Return the request that inserts rows (counted from 0, ``end`` excluded) that look like the one above.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    start
        The first new row, from 0.
    end
        The first row after them.
    """
    where = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": start, "endIndex": end}
    return {"insertDimension": {"range": where, "inheritFromBefore": True}}


def empty_columns(layout: Layout, tab: str, headers: Iterable[str]) -> list[dict[str, Any]]:
    """Return the requests that empty whole columns below the header; without headers, all columns of the grid.

    Parameters
    ----------
    layout
        Where everything stands, and will stand; what is written is noted on it.
    tab
        Title of the tab.
    headers
        The columns; none: all of them.

    Raises
    ------
    KeyError
        A column is not there.
    """
    place = layout[tab]
    spans = [(place.column(header), place.column(header) + 1) for header in headers] or [(0, place.columns)]
    return [
        {
            "repeatCell": {
                "range": {
                    "sheetId": place.sheet_id,
                    "startRowIndex": 1,
                    "endRowIndex": place.rows,
                    "startColumnIndex": start,
                    "endColumnIndex": end,
                },
                "cell": {},
                "fields": "userEnteredValue,note",
            }
        }
        for start, end in spans
    ]


def set_metadata(key: str, value: str, *, known: bool) -> list[dict[str, Any]]:
    """Return the requests that make the spreadsheet hold one value under a key; ``known``: it holds one already.

    Source: https://developers.google.com/workspace/sheets/api/guides/metadata

    Parameters
    ----------
    key, value
        The entry.
    known
        Whether the spreadsheet holds an entry of this key already.
    """
    lookup = {"metadataKey": key, "locationType": "SPREADSHEET"}
    entry = {"metadataKey": key, "metadataValue": value, "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    gone = [{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}] if known else []
    return [*gone, {"createDeveloperMetadata": {"developerMetadata": entry}}]


def extended_value(value: Value) -> dict[str, Any]:
    """Return a value as the API's ``ExtendedValue``; a string is never anything but text.

    Source: https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#ExtendedValue
    """
    match value:
        case bool():
            return {"boolValue": value}
        case int() | float():
            return {"numberValue": value}
        case Formula(template):
            return {"formulaValue": template}
        case str():
            return {"stringValue": value}


def _runs(cells: dict[tuple[int, int, int], Value]) -> Iterable[list[tuple[tuple[int, int, int], Value]]]:
    """Split the cells into runs of neighbours below each other, in a fixed order."""
    ordered = sorted(cells.items(), key=lambda item: (item[0][0], item[0][2], item[0][1]))
    # within a run, row minus position is constant
    numbered = enumerate(ordered)
    for _, run in groupby(numbered, key=lambda item: (item[1][0][0], item[1][0][2], item[1][0][1] - item[0])):
        yield [cell for _, cell in run]


def _written(run: list[tuple[tuple[int, int, int], Value]]) -> Iterator[dict[str, Any]]:
    """Yield the requests that write a run: a formula that only goes along with its row is sent once for all of them."""
    start = 0
    while start < len(run):
        end = start + 1
        first = run[start][1]
        if isinstance(first, Formula) and end < len(run) and run[end][1] == Formula(repeated(first.template, 2)[1]):
            same = repeated(first.template, len(run) - start)
            while end < len(run) and run[end][1] == Formula(same[end - start]):
                end += 1
        if end - start > 1:
            yield _repeat(run[start:end])
        else:
            # values as they are, up to the next formula that could be repeated
            while end < len(run) and not isinstance(run[end][1], Formula):
                end += 1
            yield _update(run[start:end])
        start = end


def _repeat(run: list[tuple[tuple[int, int, int], Value]]) -> dict[str, Any]:
    (sheet_id, row, column), value = run[0]
    box = {
        "sheetId": sheet_id,
        "startRowIndex": row - 1,
        "endRowIndex": row - 1 + len(run),
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    cell = {"userEnteredValue": extended_value(value)}
    return {"repeatCell": {"range": box, "cell": cell, "fields": "userEnteredValue"}}


def _update(run: list[tuple[tuple[int, int, int], Value]]) -> dict[str, Any]:
    (sheet_id, row, column), _ = run[0]
    rows = [{"values": [{} if value == "" else {"userEnteredValue": extended_value(value)}]} for _, value in run]
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column},
            "rows": rows,
            "fields": "userEnteredValue",
        }
    }
