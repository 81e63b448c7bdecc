"""Developer metadata, and values by data filter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.sheets.desk import Desk, Json, RefusedError, area

COLUMN = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}


def create(key: str, location: Json, **more: Any) -> Json:
    entry = {"metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def lookup(**wanted: Any) -> Json:
    return {"developerMetadataLookup": wanted}


def test_metadata_is_attached_found_and_follows_its_column(desk: Desk) -> None:
    desk.write("A1", [["a", "b"], ["c", "d"]])
    desk.batch(
        create("col", COLUMN, metadataId=7, metadataValue="x"),
        create("sheet", {"sheetId": 0}),
        create("all", {"spreadsheet": True}),
    )
    desk.batch({"insertDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}})
    assert desk.call("GET", "/developerMetadata/7") == {
        "metadataId": 7,
        "metadataKey": "col",
        "metadataValue": "x",
        "location": {
            "locationType": "COLUMN",
            "dimensionRange": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3},
        },
        "visibility": "DOCUMENT",
    }
    reply = desk.call("POST", "/developerMetadata:search", {"dataFilters": [lookup(locationType="SHEET")]})
    assert [entry["developerMetadata"]["metadataKey"] for entry in reply["matchedDeveloperMetadata"]] == ["sheet"]
    whole = desk.get(includeGridData=True)
    assert [entry["metadataKey"] for entry in whole["developerMetadata"]] == ["all"]
    assert [entry["metadataKey"] for entry in whole["sheets"][0]["developerMetadata"]] == ["sheet"]
    assert whole["sheets"][0]["data"][0]["columnMetadata"][2]["developerMetadata"][0]["metadataId"] == 7


def test_an_id_is_used_once(desk: Desk) -> None:
    desk.batch(create("once", {"spreadsheet": True}, metadataId=7))
    assert desk.refusal(create("twice", {"spreadsheet": True}, metadataId=7)) == (
        "Invalid requests[0].createDeveloperMetadata: Cannot add developer metadata with ID [7] because developer "
        "metadata with that ID already exists."
    )


def test_metadata_changes_and_goes(desk: Desk) -> None:
    desk.batch(create("a", COLUMN, metadataValue="1"), create("b", COLUMN))
    change = {
        "dataFilters": [lookup(metadataKey="a")],
        "developerMetadata": {"metadataValue": "2"},
        "fields": "metadataValue",
    }
    [reply] = desk.batch({"updateDeveloperMetadata": change})
    assert [entry["metadataValue"] for entry in reply["updateDeveloperMetadata"]["developerMetadata"]] == ["2"]
    [reply] = desk.batch({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataKey="a")}})
    assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 1
    desk.batch({"deleteDimension": {"range": COLUMN["dimensionRange"]}})
    assert desk.call("POST", "/developerMetadata:search", {"dataFilters": [lookup(metadataKey="b")]}) == {}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"metadataKey": "a", "visibility": "DOCUMENT"}, "No location specified for developer metadata."),
        ({"visibility": "DOCUMENT", "location": {"spreadsheet": True}}, "Developer metadata must have a key."),
        ({"metadataKey": "a", "location": {"spreadsheet": True}}, "Developer metadata visibility must be specified."),
        (
            {
                "metadataKey": "a",
                "visibility": "DOCUMENT",
                "location": {"dimensionRange": {"sheetId": 0, "dimension": "ROWS"}},
            },
            "DimensionRange must specify both a startIndex and an endIndex",
        ),
    ],
)
def test_metadata_that_makes_no_sense(desk: Desk, entry: Json, message: str) -> None:
    request = {"createDeveloperMetadata": {"developerMetadata": entry}}
    assert desk.refusal(request) == f"Invalid requests[0].createDeveloperMetadata: {message}"


def test_values_by_data_filter(desk: Desk) -> None:
    desk.batch(create("names", COLUMN))
    data = {"dataFilter": lookup(metadataKey="names"), "majorDimension": "COLUMNS", "values": [["a", "b"]]}
    reply = desk.call("POST", "/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": [data]})
    assert (reply["totalUpdatedCells"], reply["responses"][0]["updatedRange"]) == (2, "Sheet1!B1:B2")
    filters = [lookup(metadataKey="names"), {"a1Range": "Sheet1!B2"}, {"gridRange": {"sheetId": 0, "endRowIndex": 1}}]
    reply = desk.call("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [entry["valueRange"]["values"] for entry in reply["valueRanges"]] == [[["a"], ["b"]], [["b"]], [["", "a"]]]
    assert reply["valueRanges"][0]["dataFilters"] == [{"developerMetadataLookup": {"metadataKey": "names"}}]
    reply = desk.call("POST", ":getByDataFilter", {"dataFilters": filters[:1], "includeGridData": True})
    assert reply["sheets"][0]["data"][0]["startColumn"] == 1
    cleared = desk.call("POST", "/values:batchClearByDataFilter", {"dataFilters": filters[:1]})["clearedRanges"]
    assert (cleared, desk.read("Sheet1")) == (["Sheet1!B1:B1000"], [])


def row(place: int) -> Json:
    return {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": place, "endIndex": place + 1}}


def test_what_is_attached_to_a_row_follows_a_sort(desk: Desk) -> None:
    desk.write("A1", [["c"], ["b"], ["a"]])
    desk.batch(create("first", row(0)))
    spec = {"range": area(0, 3, 0, 1), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}
    desk.batch({"sortRange": spec})
    reply = desk.call("POST", "/values:batchGetByDataFilter", {"dataFilters": [lookup(metadataKey="first")]})
    assert reply["valueRanges"][0]["valueRange"]["values"] == [["c"]]
    assert reply["valueRanges"][0]["valueRange"]["range"] == "Sheet1!A3:Z3"


def test_locations_are_matched_where_they_meet_unless_asked_exactly(desk: Desk) -> None:
    desk.batch(create("row", row(4)), create("sheet", {"sheetId": 0}), create("all", {"spreadsheet": True}))

    def found(**wanted: Any) -> list[str]:
        reply = desk.call("POST", "/developerMetadata:search", {"dataFilters": [lookup(**wanted)]})
        return [entry["developerMetadata"]["metadataKey"] for entry in reply["matchedDeveloperMetadata"]]

    assert found() == ["row", "sheet", "all"]
    assert found(metadataLocation={"sheetId": 0}) == ["row", "sheet"]
    assert found(metadataLocation={"sheetId": 0}, locationMatchingStrategy="EXACT_LOCATION") == ["sheet"]
    assert found(metadataLocation={"spreadsheet": True}) == ["all"]


def test_a_piece_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        desk.call("GET", "/developerMetadata/1")
    assert refused.value.code == 404


def test_more_metadata_than_google_keeps_is_refused_by_place(desk: Desk) -> None:
    whole, sheet = {"spreadsheet": True}, {"sheetId": 0}
    desk.batch(create("a", whole, metadataValue="x" * 29_999), create("a", sheet, metadataValue="x" * 29_998))
    with pytest.raises(RefusedError, match="cannot exceed 30000 characters"):
        desk.batch(create("b", whole))
    desk.batch(create("b", sheet))
    with pytest.raises(RefusedError, match="cannot exceed 30000 characters"):
        desk.batch(create("c", COLUMN))
