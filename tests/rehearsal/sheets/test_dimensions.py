"""Rows and columns inserted, deleted and moved, and what follows them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.sheets.shifts import deleting, inserting, moved_place, moving, shifted_formula
from tests.rehearsal.sheets.desk import Desk, Json, area


def rows(start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def columns(start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


def furnished(desk: Desk) -> None:
    """A rule, a validation, a name, a filter, a merge, a protected range and formulas, all over rows 2 to 4."""
    desk.write("A1", [["h", "x"], ["a", "1"], ["b", "2"], ["c", "3"], ["=SUM(B2:B4)", "=A3"]])
    desk.batch(
        {"addConditionalFormatRule": {"rule": {
            "ranges": [area(1, 4, 0, 2)],
            "booleanRule": {
                "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A2=$B$4"}]},
                "format": {"textFormat": {"bold": True}},
            },
        }}},
        {"setDataValidation": {"range": area(1, 2, 3, 4), "rule": {
            "condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$A$2:$A$4"}]},
        }}},
        {"addNamedRange": {"namedRange": {"name": "Names", "range": area(1, 4, 0, 1)}}},
        {"setBasicFilter": {"filter": {"range": area(0, 4, 0, 2)}}},
        {"mergeCells": {"range": area(1, 3, 5, 6), "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": area(1, 4, 1, 2)}}},
    )  # fmt: skip


def spans(desk: Desk) -> dict[str, Any]:
    """First and end row of everything :func:`furnished` laid over the sheet, and the formulas."""
    sheet = desk.get()["sheets"][0]

    def span(given: Json) -> tuple[int, int]:
        return given["startRowIndex"], given["endRowIndex"]

    rule = sheet["conditionalFormats"][0]
    formula = rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
    return {
        "rule": (*span(rule["ranges"][0]), formula),
        "name": span(desk.get("namedRanges")["namedRanges"][0]["range"]),
        "filter": span(sheet["basicFilter"]["range"]),
        "merge": [span(merge) for merge in sheet.get("merges", [])],
        "protected": span(sheet["protectedRanges"][0]["range"]),
    }


def validation(desk: Desk, row: int) -> str:
    rule = desk.cells(f"D{row}", "dataValidation")[0][0]
    return str(rule["condition"]["values"][0]["userEnteredValue"])


def test_inserting_rows_widens_and_pushes(desk: Desk) -> None:
    furnished(desk)
    desk.batch({"insertDimension": {"range": rows(2, 4), "inheritFromBefore": True}})
    assert desk.read("A1:B7", valueRenderOption="FORMULA") == [
        ["h", "x"], ["a", 1], [], [], ["b", 2], ["c", 3], ["=SUM(B2:B6)", "=A5"],
    ]  # fmt: skip
    assert spans(desk) == {
        "rule": (1, 6, "=$A2=$B$6"), "name": (1, 6), "filter": (0, 6), "merge": [(1, 5)], "protected": (1, 6),
    }  # fmt: skip
    assert validation(desk, 2) == "=Sheet1!$A$2:$A$6"


def test_inserting_at_the_start_only_pushes(desk: Desk) -> None:
    furnished(desk)
    desk.batch({"insertDimension": {"range": rows(0, 1)}})
    assert spans(desk) == {
        "rule": (2, 5, "=$A3=$B$5"), "name": (2, 5), "filter": (1, 5), "merge": [(2, 4)], "protected": (2, 5),
    }  # fmt: skip
    assert desk.read("A6:B6", valueRenderOption="FORMULA") == [["=SUM(B3:B5)", "=A4"]]


def test_deleting_rows_shrinks_and_breaks(desk: Desk) -> None:
    furnished(desk)
    desk.batch({"deleteDimension": {"range": rows(2, 4)}})
    assert desk.read("A1:B3", valueRenderOption="FORMULA") == [["h", "x"], ["a", 1], ["=SUM(B2:B2)", "=#REF!"]]
    assert spans(desk) == {
        "rule": (1, 2, "=$A2=#REF!"), "name": (1, 2), "filter": (0, 2), "merge": [], "protected": (1, 2),
    }  # fmt: skip


def test_what_was_only_about_deleted_rows_goes(desk: Desk) -> None:
    furnished(desk)
    desk.batch({"deleteDimension": {"range": rows(0, 4)}})
    sheet = desk.get()["sheets"][0]
    assert sheet.keys() & {"conditionalFormats", "protectedRanges", "basicFilter", "merges"} == set()
    assert "namedRanges" not in desk.get()


def test_moving_rows_carries_them_and_the_formulas_follow(desk: Desk) -> None:
    desk.write("A1", [["a", "=A1"], ["b", "=A2"], ["c", "=A3"], ["=A1&A3", "=COUNTA(A1:A3)"]])
    desk.batch({"moveDimension": {"source": rows(0, 1), "destinationIndex": 3}})
    assert desk.read("A1:B4", valueRenderOption="FORMULA") == [
        ["b", "=A1"], ["c", "=A2"], ["a", "=A3"], ["=A3&A2", "=COUNTA(A1:A2)"],
    ]  # fmt: skip


def test_columns_move_with_their_width(desk: Desk) -> None:
    desk.write("A1", [["a", "b", "c"]])
    desk.batch(
        {"updateDimensionProperties": {"range": columns(0, 1), "properties": {"pixelSize": 50}, "fields": "pixelSize"}},
        {"moveDimension": {"source": columns(0, 1), "destinationIndex": 2}},
        {"insertDimension": {"range": columns(0, 1)}},
    )
    assert desk.read("A1:D1") == [["", "b", "a", "c"]]
    sizes = desk.get("sheets.data.columnMetadata", ranges="A1:D1")["sheets"][0]["data"][0]["columnMetadata"]
    assert [size["pixelSize"] for size in sizes] == [100, 100, 50, 100]


def test_frozen_rows_follow(desk: Desk) -> None:
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 2}}
    desk.batch(
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}},
        {"deleteDimension": {"range": rows(0, 1)}},
    )
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 999, "columnCount": 26, "frozenRowCount": 1}


def test_rows_that_are_not_there_cannot_be_deleted(desk: Desk) -> None:
    assert desk.refusal({"deleteDimension": {"range": rows(1000, 1001)}}) == (
        "Invalid requests[0].deleteDimension: Cannot delete a row that doesn't exist. Tried to delete row index 1000 "
        "but there are only 1000 rows."
    )
    assert desk.refusal({"deleteDimension": {"range": rows(0, 1000)}}) == (
        "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."
    )


def test_inserted_and_deleted_ranges_push_cells_and_formulas(desk: Desk) -> None:
    desk.write("A1", [["a", "b"], ["c", "d"], ["=A2", "=B2"]])
    desk.batch({"insertRange": {"range": area(0, 1, 0, 1), "shiftDimension": "ROWS"}})
    assert desk.read("A1:B4", valueRenderOption="FORMULA") == [["", "b"], ["a", "d"], ["c", "=B2"], ["=A3"]]
    desk.batch({"deleteRange": {"range": area(1, 2, 0, 1), "shiftDimension": "ROWS"}})
    assert desk.read("A1:B4", valueRenderOption="FORMULA") == [["", "b"], ["c", "d"], ["=A2", "=B2"]]
    desk.batch({"deleteRange": {"range": area(1, 2, 0, 1), "shiftDimension": "COLUMNS"}})
    assert desk.read("A1:B4", valueRenderOption="FORMULA") == [["", "b"], ["d"], ["=#REF!", "=A2"]]


@given(st.integers(0, 10), st.integers(1, 5), st.integers(0, 20))
def test_moving_is_a_permutation(first: int, count: int, target: int) -> None:
    places = [moved_place(place, first, first + count, target) for place in range(40)]
    assert sorted(places) == list(range(40))


@given(st.integers(0, 20), st.integers(1, 5), st.integers(0, 20), st.integers(1, 20))
def test_an_insertion_undone_leaves_formulas_as_they_were(at: int, count: int, top: int, height: int) -> None:
    formula = f"=SUM(A{top + 1}:A{top + height})+B{top + 1}"
    there = shifted_formula(formula, True, inserting(0, "S", True, at, count))
    back = shifted_formula(there, True, deleting(0, "S", True, at, at + count))
    assert back == formula


@given(st.integers(0, 9), st.integers(1, 4), st.integers(0, 14), st.integers(0, 20))
def test_a_reference_follows_its_row(first: int, count: int, target: int, row: int) -> None:
    shift = moving(0, "S", True, first, first + count, target)
    assert shifted_formula(f"=A{row + 1}", True, shift) == f"=A{(shift.point(row) or 0) + 1}"
