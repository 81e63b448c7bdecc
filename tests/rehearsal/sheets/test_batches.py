"""Batches are whole or nothing; tabs are added, copied, renamed, moved, hidden, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.sheets.desk import Desk, area

ADD = {"addSheet": {"properties": {"title": "New", "sheetId": 7}}}


def titles(desk: Desk) -> list[str]:
    return [sheet["properties"]["title"] for sheet in desk.get("sheets.properties.title")["sheets"]]


def test_the_last_request_failing_leaves_nothing_behind(desk: Desk) -> None:
    desk.write("A1", [["a", "=A1"]])
    before = desk.get(includeGridData=True)
    bold = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}
    number = {"userEnteredValue": {"numberValue": 1}}
    message = desk.refusal(
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [number]}], "fields": "*"}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [area(0, 9, 0, 1)], "booleanRule": bold}}},
        ADD,
        {"deleteSheet": {"sheetId": 99}},
    )
    assert message == "Invalid requests[4].deleteSheet: No sheet with id: 99"
    assert desk.get(includeGridData=True) == before


def test_what_a_fault_takes_back_after_the_handler_is_forgotten_in_memory_too(
    desk: Desk, sheets_server: Rehearsal
) -> None:
    world = sheets_server.world
    desk.write("A1", [["kept"]])
    owner = (world.store.load("file", desk.id) or {})["permissions"][0]["emailAddress"]
    change = {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [{}]}], "fields": "*"}}

    def half() -> None:
        with world.store.transaction():
            body = {"requests": [change, ADD]}
            world.as_user(owner, "sheets.spreadsheets.batchUpdate", {"spreadsheetId": desk.id}, body)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert desk.read("Sheet1") == [["kept"]]
    assert titles(desk) == ["Sheet1"]


def test_ids_and_titles_are_used_once(desk: Desk) -> None:
    desk.batch(ADD)
    assert desk.refusal({"addSheet": {"properties": {"title": "Other", "sheetId": 7}}}) == (
        "Invalid requests[0].addSheet: Sheet with id 7 already exists"
    )
    assert desk.refusal({"addSheet": {"properties": {"title": "new"}}}) == (
        'Invalid requests[0].addSheet: A sheet with the name "new" already exists. Please enter another name.'
    )


def test_a_batch_needs_a_request(desk: Desk) -> None:
    assert desk.refusal() == "Must specify at least one request."


@pytest.mark.parametrize("kind", ["updateCells", "repeatCell", "updateSheetProperties"])
def test_a_mask_is_needed_where_fields_are_changed(desk: Desk, kind: str) -> None:
    body: dict[str, Any] = (
        {"range": area(0, 1, 0, 1)} if kind != "updateSheetProperties" else {"properties": {"sheetId": 0}}
    )
    assert desk.refusal({kind: body}) == (
        f"Invalid requests[0].{kind}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
    )


def test_what_is_not_imitated_says_so(desk: Desk) -> None:
    assert desk.refusal({"refreshDataSource": {"dataSourceId": "x"}}) == (
        "requests[0].refreshDataSource is not imitated by the rehearsal server."
    )
    pivot = {
        "updateCells": {
            "start": {"sheetId": 0},
            "rows": [{"values": [{"pivotTable": {"source": area(0, 1, 0, 1)}}]}],
            "fields": "*",
        }
    }
    assert desk.refusal(pivot) == (
        "Invalid requests[0].updateCells: CellData.pivotTable is not imitated by the rehearsal server."
    )


def test_tabs_are_moved_copied_and_renamed_and_formulas_follow(desk: Desk) -> None:
    desk.batch(ADD)
    desk.write("New!A1", [["x", "=A1", "=Sheet1!A1"]])
    desk.write("Sheet1!A1", [["=New!A1"]])
    desk.batch(
        {"duplicateSheet": {"sourceSheetId": 7, "insertSheetIndex": 0, "newSheetName": "Copy", "newSheetId": 8}},
        {"updateSheetProperties": {"properties": {"sheetId": 7, "title": "Old & new"}, "fields": "title"}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "index": 3}, "fields": "index"}},
    )
    assert titles(desk) == ["Copy", "Old & new", "Sheet1"]
    assert desk.read("Copy!A1:C1", valueRenderOption="FORMULA") == [["x", "=A1", "=Sheet1!A1"]]
    assert desk.read("Sheet1!A1", valueRenderOption="FORMULA") == [["='Old & new'!A1"]]
    assert desk.read("Sheet1!A1") == [["x"]]
    desk.batch({"deleteSheet": {"sheetId": 7}})
    assert desk.read("Sheet1!A1", valueRenderOption="FORMULA") == [["=#REF!"]]
    assert desk.read("Sheet1!A1") == [["#REF!"]]


def test_one_sheet_stays_and_stays_visible(desk: Desk) -> None:
    assert desk.refusal({"deleteSheet": {"sheetId": 0}}) == (
        "Invalid requests[0].deleteSheet: You can't remove all the visible sheets in a document."
    )
    desk.batch(ADD, {"updateSheetProperties": {"properties": {"sheetId": 7, "hidden": True}, "fields": "hidden"}})
    assert desk.refusal(
        {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    ) == ("Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document.")


def test_a_smaller_grid_takes_what_lay_outside(desk: Desk) -> None:
    desk.write("A1", [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
    desk.batch({"mergeCells": {"range": area(0, 1, 1, 3), "mergeType": "MERGE_ALL"}})
    size = {"sheetId": 0, "gridProperties": {"rowCount": 2, "columnCount": 2}}
    desk.batch({"updateSheetProperties": {"properties": size, "fields": "gridProperties(rowCount,columnCount)"}})
    assert desk.read("Sheet1") == [["a", "b"], ["d", "e"]]
    assert "merges" not in desk.get("sheets.merges")["sheets"][0]


def test_ten_million_cells_are_the_limit(desk: Desk) -> None:
    grid = {"rowCount": 1_000_000, "columnCount": 10}
    assert desk.refusal({"addSheet": {"properties": {"gridProperties": grid}}}) == (
        "Invalid requests[0].addSheet: This action would increase the number of cells in the workbook above the "
        "limit of 10000000 cells."
    )


def test_the_reply_can_hold_the_spreadsheet(desk: Desk) -> None:
    body = {"requests": [ADD], "includeSpreadsheetInResponse": True, "responseRanges": ["New!A1"]}
    reply = desk.call("POST", ":batchUpdate", body)
    assert [sheet["properties"]["sheetId"] for sheet in reply["updatedSpreadsheet"]["sheets"]] == [7]


def test_copy_to_another_spreadsheet(desk: Desk) -> None:
    desk.write("A1", [["x"]])
    reply = desk.call("POST", "/sheets/0:copyTo", {"destinationSpreadsheetId": desk.id})
    assert (reply["title"], reply["index"]) == ("Copy of Sheet1", 1)
    assert desk.read("'Copy of Sheet1'!A1") == [["x"]]


def test_a_spreadsheet_is_created_with_sheets_and_cells(desk: Desk) -> None:
    cells = [{"values": [{"userEnteredValue": {"stringValue": "a"}}, {"userEnteredValue": {"formulaValue": "=A2"}}]}]
    body = {
        "properties": {"title": "Made", "locale": "de_DE", "timeZone": "Europe/Berlin"},
        "sheets": [
            {"properties": {"title": "One"}, "data": [{"startRow": 1, "rowData": cells}]},
            {"properties": {"title": "Two", "sheetId": 5, "gridProperties": {"rowCount": 3, "columnCount": 2}}},
        ],
    }
    made = desk.session.post(f"{desk.url}/v4/spreadsheets", json=body, timeout=60).json()
    assert [sheet["properties"] for sheet in made["sheets"]] == [
        {
            "sheetId": 0,
            "title": "One",
            "index": 0,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 1000, "columnCount": 26},
        },
        {
            "sheetId": 5,
            "title": "Two",
            "index": 1,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 3, "columnCount": 2},
        },
    ]
    other = Desk(desk.session, desk.url, made["spreadsheetId"])
    assert other.read("One") == [[], ["a", "a"]]
    assert made["properties"]["locale"] == "de_DE"
