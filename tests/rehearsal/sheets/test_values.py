"""Plain values: what is written, what is read, what is refused."""

from __future__ import annotations

import pytest

from tests.rehearsal.sheets.desk import Desk, RefusedError


def test_reading_leaves_out_what_is_empty_at_the_ends(desk: Desk) -> None:
    desk.write("A1", [["a", "", ""], ["", "", ""], ["", "b", ""], ["", "", ""]])
    assert desk.read("Sheet1") == [["a"], [], ["", "b"]]
    assert desk.call("GET", "/values/Z9") == {"range": "Sheet1!Z9", "majorDimension": "ROWS"}


def test_columns_can_be_read_and_written(desk: Desk) -> None:
    body = {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    reply = desk.call("PUT", "/values/B2", body, valueInputOption="RAW")
    assert reply["updatedRange"] == "Sheet1!B2:C3"
    assert desk.read("B2:C3") == [["a", "c"], ["b"]]
    assert desk.read("B2:C3", majorDimension="COLUMNS") == [["a", "b"], ["c"]]


def test_null_leaves_a_cell_and_an_empty_text_empties_it(desk: Desk) -> None:
    desk.write("A1", [["a", "b", "c"]])
    reply = desk.write("A1", [[None, "", "C"]])
    assert desk.read("A1:C1") == [["a", "", "C"]]
    assert reply["updatedCells"] == 2


def test_raw_keeps_what_typing_would_turn_into_something_else(desk: Desk) -> None:
    desk.write("A1", [["=1+1", "007", "TRUE", "1/2/2020", "'x", True, 1.5]], "RAW")
    assert desk.read("A1:G1") == [["=1+1", "007", "TRUE", "1/2/2020", "'x", "TRUE", "1.5"]]
    assert desk.cells("A1:B1", "userEnteredValue") == [[{"stringValue": "=1+1"}, {"stringValue": "007"}]]


def test_ways_of_rendering(desk: Desk) -> None:
    desk.write("A1", [["=1/4", "2020-01-31", "25%", "$1,234.50", "=1/0"]])
    assert desk.read("A1:E1") == [["0.25", "2020-01-31", "25%", "$1,234.50", "#DIV/0!"]]
    assert desk.read("A1:E1", valueRenderOption="UNFORMATTED_VALUE") == [[0.25, 43861, 0.25, 1234.5, "#DIV/0!"]]
    assert desk.read("A1:B1", valueRenderOption="FORMULA") == [["=1/4", 43861]]
    both = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert desk.read("A1:B1", **both) == [[0.25, "2020-01-31"]]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("Nowhere!A1", "Unable to parse range: Nowhere!A1"),
        ("A1:B2:C3", "Unable to parse range: A1:B2:C3"),
        ("Sheet1!A1001", "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("AA1:AB2", "Range (Sheet1!AA1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ],
)
def test_ranges_that_are_not_there_are_refused(desk: Desk, place: str, message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        desk.read(place)
    assert (refused.value.code, refused.value.message) == (400, message)


@pytest.mark.parametrize(
    ("place", "rows", "message"),
    [
        ("A1:B2", [["a", "b", "c"]], "Requested writing within range [Sheet1!A1:B2], but tried writing to column [C]"),
        ("A1:B1", [["a"], ["b"]], "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"),
        ("A1000", [["a"], ["b"]], "Requested writing within range [Sheet1!A1000], but tried writing to row [1001]"),
    ],
)
def test_rows_that_leave_their_range_are_refused(desk: Desk, place: str, rows: list[list[str]], message: str) -> None:
    with pytest.raises(RefusedError) as refused:
        desk.write(place, rows)
    assert refused.value.message == message
    assert desk.read("Sheet1") == []


def test_an_input_option_is_required(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        desk.call("PUT", "/values/A1", {"values": [["a"]]})
    assert refused.value.message == "'valueInputOption' is required but not specified"


def test_appending_finds_the_table_of_its_range(desk: Desk) -> None:
    desk.write("A1", [["x", "y"], ["z", "w"]])
    desk.write("B5", [["p", "q", "r"]])
    found = desk.call("POST", "/values/A1:append", {"values": [["1"]]}, valueInputOption="RAW")
    assert (found["tableRange"], found["updates"]["updatedRange"]) == ("Sheet1!A1:B2", "Sheet1!A3")
    found = desk.call("POST", "/values/Sheet1:append", {"values": [["2"]]}, valueInputOption="RAW")
    assert (found["tableRange"], found["updates"]["updatedRange"]) == ("Sheet1!B5:D5", "Sheet1!B6")
    found = desk.call("POST", "/values/G9:append", {"values": [["3"]]}, valueInputOption="RAW")
    assert ("tableRange" in found, found["updates"]["updatedRange"]) == (False, "Sheet1!G9")


def test_appending_grows_the_grid_and_can_make_room(desk: Desk) -> None:
    desk.batch({"updateSheetProperties": {
        "properties": {"sheetId": 0, "gridProperties": {"rowCount": 2, "columnCount": 2}},
        "fields": "gridProperties(rowCount,columnCount)",
    }})  # fmt: skip
    desk.write("A1", [["head", "er"], ["a", "=A2"]])
    body = {"values": [["b", "c", "d"]]}
    desk.call("POST", "/values/A1:append", body, valueInputOption="RAW", insertDataOption="INSERT_ROWS")
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 3, "columnCount": 3}
    assert desk.read("Sheet1") == [["head", "er"], ["a", "a"], ["b", "c", "d"]]


def test_a_batch_of_values_counts_rows_and_columns_once(desk: Desk) -> None:
    data = [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A1:A2", "values": [["c"], ["d"]]}]
    reply = desk.call("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    names = ("totalUpdatedRows", "totalUpdatedColumns", "totalUpdatedCells", "totalUpdatedSheets")
    assert [reply[name] for name in names] == [2, 2, 4, 1]


def test_a_batch_of_values_is_written_whole_or_not_at_all(desk: Desk) -> None:
    data = [{"range": "A1", "values": [["a"]]}, {"range": "Nowhere!A1", "values": [["b"]]}]
    with pytest.raises(RefusedError) as refused:
        desk.call("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert refused.value.message == "Invalid data[1]: Unable to parse range: Nowhere!A1"
    assert desk.read("Sheet1") == []


def test_clearing_takes_values_and_leaves_formats_and_notes(desk: Desk) -> None:
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "n", "userEnteredValue": {"stringValue": "a"}}
    desk.batch({"updateCells": {
        "start": {"sheetId": 0}, "fields": "*", "rows": [{"values": [cell]}],
    }})  # fmt: skip
    assert desk.call("POST", "/values/A1:B2:clear")["clearedRange"] == "Sheet1!A1:B2"
    assert desk.cells("A1", "note") == [["n"]]
    assert desk.cells("A1", "userEnteredValue") == [[None]]


def test_the_longest_text_of_a_cell(desk: Desk) -> None:
    desk.write("A1", [["x" * 50_000]])
    with pytest.raises(RefusedError) as refused:
        desk.write("A1", [["x" * 50_001]])
    assert refused.value.message == "Your input contains more than the maximum of 50000 characters in a single cell."


def test_writing_can_answer_with_what_stands_there_then(desk: Desk) -> None:
    reply = desk.write("A1", [["=1+1", "x"]], includeValuesInResponse=True, responseValueRenderOption="FORMULA")
    assert reply["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [["=1+1", "x"]]}
