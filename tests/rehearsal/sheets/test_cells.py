"""Cells: contents, formats, merges, borders, and what replies leave out."""

from __future__ import annotations

from tests.rehearsal.sheets.desk import Desk, area

WHITE = {"red": 1, "green": 1, "blue": 1}


def text(value: str) -> dict[str, object]:
    return {"userEnteredValue": {"stringValue": value}}


def test_update_cells_clears_what_its_mask_names_and_nothing_else(desk: Desk) -> None:
    desk.write("A1", [["a", "b"], ["c", "d"]])
    desk.batch({"updateCells": {"range": area(0, 2, 0, 2), "rows": [{"values": [{"note": "n"}]}], "fields": "note"}})
    desk.batch(
        {"updateCells": {"range": area(0, 2, 0, 1), "rows": [{"values": [text("A")]}], "fields": "userEnteredValue"}}
    )
    assert desk.read("A1:B2") == [["A", "b"], ["", "d"]]
    assert desk.cells("A1:B2", "note") == [["n", None], [None, None]]


def test_a_text_is_never_a_formula(desk: Desk) -> None:
    desk.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0},
                "rows": [{"values": [text('=IMPORTXML("http://x","//y")')]}],
                "fields": "*",
            }
        }
    )
    assert desk.read("A1") == [['=IMPORTXML("http://x","//y")']]
    assert desk.cells("A1", "effectiveValue") == [[{"stringValue": '=IMPORTXML("http://x","//y")'}]]


def test_formats_merge_field_by_field(desk: Desk) -> None:
    look = {"backgroundColor": {"red": 1, "green": 0}, "textFormat": {"bold": True, "fontSize": 12}}
    desk.batch(
        {"repeatCell": {"range": area(0, 1, 0, 2), "cell": {"userEnteredFormat": look}, "fields": "userEnteredFormat"}},
        {"repeatCell": {
            "range": area(0, 1, 1, 2),
            "cell": {"userEnteredFormat": {"textFormat": {"italic": True}}},
            "fields": "userEnteredFormat.textFormat(bold,italic)",
        }},
    )  # fmt: skip
    color = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
    assert desk.cells("A1:B1", "userEnteredFormat") == [
        [
            {**color, "textFormat": {"bold": True, "fontSize": 12}},
            {**color, "textFormat": {"fontSize": 12, "italic": True}},
        ]
    ]
    effective = desk.cells("A1", "effectiveFormat")[0][0]
    assert (effective["textFormat"]["bold"], effective["backgroundColor"]) == (True, {"red": 1})


def test_repeated_formulas_move_with_their_cell(desk: Desk) -> None:
    cell = {"userEnteredValue": {"formulaValue": "=$A1+B$1"}}
    desk.batch({"repeatCell": {"range": area(0, 2, 2, 4), "cell": cell, "fields": "userEnteredValue"}})
    assert desk.read("C1:D2", valueRenderOption="FORMULA") == [["=$A1+B$1", "=$A1+C$1"], ["=$A2+B$1", "=$A2+C$1"]]


def test_a_range_that_starts_outside_the_grid_is_refused(desk: Desk) -> None:
    def repeat(**bounds: int) -> dict[str, object]:
        return {"repeatCell": {"range": {"sheetId": 0, **bounds}, "cell": {}, "fields": "note"}}

    limits = "exceeds grid limits. Max rows: 1000, max columns: 26"
    prefix = "Invalid requests[0].repeatCell: Range"
    assert desk.refusal(repeat(startRowIndex=1000, endColumnIndex=2)) == f"{prefix} (Sheet1!A1001:B) {limits}"
    assert desk.refusal(repeat(startColumnIndex=26, endRowIndex=2)) == f"{prefix} (Sheet1!AA1:2) {limits}"
    assert desk.batch(repeat(startRowIndex=999, endRowIndex=1003)) == [{}]
    assert desk.batch(repeat(startRowIndex=3, endRowIndex=3)) == [{}]


def test_grid_data_leave_out_empty_ends_and_zero_starts(desk: Desk) -> None:
    desk.write("B2", [["x", ""], ["", ""], ["", "y"]])
    reply = desk.get("sheets.data(startRow,startColumn,rowData.values.formattedValue)", ranges=["A1:D9", "B3:C9"])
    assert reply["sheets"][0]["data"] == [
        {"rowData": [{}, {"values": [{}, {"formattedValue": "x"}]}, {}, {"values": [{}, {}, {"formattedValue": "y"}]}]},
        {"startRow": 2, "startColumn": 1, "rowData": [{}, {"values": [{}, {"formattedValue": "y"}]}]},
    ]


def test_a_mask_decides_alone_about_grid_data(desk: Desk) -> None:
    desk.write("A1", [["x"]])
    assert "data" not in desk.get(includeGridData=False)["sheets"][0]
    assert "data" in desk.get(includeGridData=True)["sheets"][0]
    assert desk.get("sheets.properties.title", includeGridData=True) == {
        "sheets": [{"properties": {"title": "Sheet1"}}]
    }
    assert (
        len(desk.get("sheets.data.rowMetadata", includeGridData=False)["sheets"][0]["data"][0]["rowMetadata"]) == 1000
    )


def test_a_full_cell(desk: Desk) -> None:
    desk.write("A1", [["=1+1"]])
    data = desk.get(includeGridData=True, ranges="A1")["sheets"][0]["data"][0]
    cell = data["rowData"][0]["values"][0]
    look = cell.pop("effectiveFormat")
    assert cell == {
        "userEnteredValue": {"formulaValue": "=1+1"},
        "effectiveValue": {"numberValue": 2},
        "formattedValue": "2",
    }
    assert (look["backgroundColor"], look["horizontalAlignment"], look["wrapStrategy"]) == (
        WHITE,
        "RIGHT",
        "OVERFLOW_CELL",
    )
    assert (data["rowMetadata"], data["columnMetadata"]) == ([{"pixelSize": 21}], [{"pixelSize": 100}])


def test_ranges_in_replies_leave_out_sheet_zero(desk: Desk) -> None:
    desk.batch({"mergeCells": {"range": area(0, 2, 0, 1), "mergeType": "MERGE_ALL"}})
    assert desk.get("sheets.merges")["sheets"][0]["merges"] == [
        {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    ]


def test_merging_keeps_the_first_value(desk: Desk) -> None:
    desk.write("A1", [["", "b"], ["c", "d"]])
    desk.batch({"mergeCells": {"range": area(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    assert desk.read("A1:B2") == [["b"]]
    assert desk.refusal({"mergeCells": {"range": area(1, 3, 0, 1), "mergeType": "MERGE_ALL"}}) == (
        "Invalid requests[0].mergeCells: You must select all cells in a merged range to merge or unmerge them."
    )
    desk.batch({"unmergeCells": {"range": area(0, 2, 0, 2)}})
    assert "merges" not in desk.get("sheets.merges")["sheets"][0]


def test_borders_go_where_they_belong(desk: Desk) -> None:
    line = {"style": "SOLID", "color": {}}
    desk.batch({"updateBorders": {"range": area(0, 2, 0, 1), "top": line, "innerHorizontal": {"style": "DOTTED"}}})
    borders = desk.cells("A1:A2", "userEnteredFormat.borders")
    assert [sorted(row[0]) for row in borders] == [["bottom", "top"], ["top"]]
    assert (borders[0][0]["top"]["style"], borders[1][0]["top"]["style"]) == ("SOLID", "DOTTED")
    desk.batch({"updateBorders": {"range": area(0, 1, 0, 1), "top": {"style": "NONE"}}})
    assert sorted(desk.cells("A1", "userEnteredFormat.borders")[0][0]) == ["bottom"]


def test_append_cells_goes_below_the_last_value(desk: Desk) -> None:
    desk.write("A1", [["a"], ["b"]])
    desk.batch(
        {"appendCells": {"sheetId": 0, "rows": [{"values": [text("c")]}, {"values": [text("d")]}], "fields": "*"}}
    )
    assert desk.read("Sheet1") == [["a"], ["b"], ["c"], ["d"]]


def test_links(desk: Desk) -> None:
    desk.write("A1", [['=HYPERLINK("https://example.org/a", "go")']])
    look = {"userEnteredFormat": {"textFormat": {"link": {"uri": "https://example.org/b"}}}, **text("b")}
    desk.batch(
        {"updateCells": {"start": {"sheetId": 0, "columnIndex": 1}, "rows": [{"values": [look]}], "fields": "*"}}
    )
    assert desk.cells("A1:B1", "hyperlink") == [["https://example.org/a", "https://example.org/b"]]
    assert desk.read("A1:B1") == [["go", "b"]]
