"""Requests and formulas nothing here stands behind: refused or shown as an error that says so, never faked."""

from __future__ import annotations

from typing import Any

import pytest

from mentorship_gsheets.rehearsal.sheets.batch import NOT_IMITATED
from mentorship_gsheets.rehearsal.sheets.translation import NOT_CALCULATED
from tests.rehearsal.sheets.desk import Desk, RefusedError, area

BY_COLOUR = {"dimensionIndex": 0, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
SHOWN_COLOUR = {"criteria": {"0": {"visibleBackgroundColorStyle": {"rgbColor": {"red": 1}}}}}
CHART = {"spec": {"basicChart": {"series": [{"series": {"sourceRange": {"sources": [area(0, 3, 0, 1)]}}}]}}}
COLUMNS = {"sheetId": 0, "columnReferences": [{"name": "x"}]}


def cell(**parts: Any) -> dict[str, Any]:
    """A request that writes one cell."""
    return {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [parts]}], "fields": "*"}}


def refused(desk: Desk, request: dict[str, Any]) -> tuple[int, str]:
    with pytest.raises(RefusedError) as error:
        desk.batch(request)
    return error.value.code, error.value.message


@pytest.mark.parametrize("kind", NOT_IMITATED)
def test_kinds_of_request_nothing_stands_behind(desk: Desk, kind: str) -> None:
    assert refused(desk, {kind: {}}) == (501, f"requests[0].{kind} is not imitated by the rehearsal server.")


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (cell(pivotTable={"source": area(0, 3, 0, 2)}), "CellData.pivotTable is"),
        (cell(dataSourceTable={"dataSourceId": "x"}), "CellData.dataSourceTable is"),
        (cell(dataSourceFormula={"dataSourceId": "x"}), "CellData.dataSourceFormula is"),
        (cell(chipRuns=[{"startIndex": 0, "chip": {"richLinkProperties": {}}}]), "CellData.chipRuns is"),
        ({"addSheet": {"properties": {"sheetType": "OBJECT"}}}, "Sheets of type OBJECT are"),
        ({"addSheet": {"properties": {"sheetType": "DATA_SOURCE"}}}, "Sheets of type DATA_SOURCE are"),
        ({"addChart": {"chart": CHART | {"position": {"newSheet": True}}}}, "Charts on sheets of their own are"),
        (
            {"updateDimensionProperties": {"dataSourceSheetRange": COLUMNS, "properties": {}, "fields": "pixelSize"}},
            "Columns of data sources are",
        ),
        ({"autoResizeDimensions": {"dataSourceSheetDimensions": COLUMNS}}, "Columns of data sources are"),
        ({"autoFill": {"range": area(0, 3, 0, 1)}}, "autoFill by range alone is"),
        ({"setBasicFilter": {"filter": {"range": area(0, 3, 0, 2)} | SHOWN_COLOUR}}, "Filtering by colour is"),
        ({"addFilterView": {"filter": {"range": area(0, 3, 0, 2)} | SHOWN_COLOUR}}, "Filtering by colour is"),
        ({"sortRange": {"range": area(0, 3, 0, 2), "sortSpecs": [BY_COLOUR]}}, "Sorting by colour is"),
        (
            {
                "addSlicer": {
                    "slicer": {"spec": {"dataRange": area(0, 3, 0, 2), "filterCriteria": {"hiddenValues": ["a"]}}}
                }
            },
            "Slicers that filter are",
        ),
    ],
)
def test_parts_of_requests_nothing_stands_behind(desk: Desk, request_: dict[str, Any], what: str) -> None:
    kind = next(iter(request_))
    message = f"Invalid requests[0].{kind}: {what} not imitated by the rehearsal server."
    assert refused(desk, request_) == (501, message)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"namedRanges": []}, "namedRanges"),
        ({"developerMetadata": []}, "developerMetadata"),
        ({"dataSources": []}, "dataSources"),
        ({"properties": {"title": "x", "spreadsheetTheme": {}}}, "properties.spreadsheetTheme"),
        *(
            ({"sheets": [{kind: [{}]}]}, f"sheets.{kind}")
            for kind in (
                "bandedRanges", "charts", "columnGroups", "developerMetadata", "filterViews", "protectedRanges",
                "rowGroups", "slicers", "tables",
            )
        ),
        ({"sheets": [{"basicFilter": {}}]}, "sheets.basicFilter"),
        ({"sheets": [{"data": [{"rowMetadata": [{"pixelSize": 40}]}]}]}, "sheets.data.rowMetadata"),
        ({"sheets": [{"data": [{"columnMetadata": [{"pixelSize": 40}]}]}]}, "sheets.data.columnMetadata"),
    ],
)  # fmt: skip
def test_a_spreadsheet_is_created_with_cells_and_little_else(desk: Desk, body: dict[str, Any], what: str) -> None:
    reply = desk.session.post(f"{desk.url}/v4/spreadsheets", json=body, timeout=60)
    message = f"create with {what} is not imitated by the rehearsal server."
    assert (reply.status_code, reply.json()["error"]["message"]) == (501, message)


@pytest.mark.parametrize("name", sorted(NOT_CALCULATED))
def test_a_function_nothing_calculates_shows_an_error_that_says_so(desk: Desk, name: str) -> None:
    desk.write("A1", [[f"={name}(B1;B2)", f"=IFERROR({name}(B1;B2);1)"]])
    message = f"{name} is not calculated by the rehearsal server."
    shown = {"errorValue": {"type": "N_A", "message": message}}
    assert desk.cells("A1:B1", "effectiveValue") == [[shown, shown]]
    assert desk.read("A1:B1") == [["#N/A", "#N/A"]]


def test_a_sort_formula_by_several_columns_says_so(desk: Desk) -> None:
    desk.write("A1", [["b", 1], ["a", 2]])
    desk.write("D1", [["=SORT(A1:B2;1;TRUE;2;FALSE)"]])
    message = "SORT by several columns is not calculated by the rehearsal server."
    assert desk.cells("D1", "effectiveValue.errorValue.message") == [[message]]
