"""Filters, filter views, named ranges, banding, charts, slicers, tables."""

from __future__ import annotations

from tests.rehearsal.sheets.desk import Desk, Json, area


def first_sheet(desk: Desk) -> Json:
    sheet: Json = desk.get()["sheets"][0]
    return sheet


def test_a_filter_hides_rows(desk: Desk) -> None:
    desk.write("A1", [["name", "n"], ["a", 1], ["b", 2], ["c", 3]])
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1"}]}
    criteria = {"0": {"hiddenValues": ["b"]}, "1": {"condition": condition}}
    desk.batch({"setBasicFilter": {"filter": {"range": area(0, 4, 0, 2), "criteria": criteria}}})
    rows = desk.get("sheets.data.rowMetadata.hiddenByFilter", ranges="A1:A4")["sheets"][0]["data"][0]["rowMetadata"]
    assert rows == [{}, {"hiddenByFilter": True}, {"hiddenByFilter": True}, {}]
    assert first_sheet(desk)["basicFilter"]["filterSpecs"] == [
        {"filterCriteria": {"hiddenValues": ["b"]}},
        {"columnIndex": 1, "filterCriteria": {"condition": condition}},
    ]
    desk.batch({"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in first_sheet(desk)


def test_filter_views(desk: Desk) -> None:
    [reply] = desk.batch({"addFilterView": {"filter": {"title": "Mine", "range": area(0, 4, 0, 2)}}})
    view = reply["addFilterView"]["filter"]
    desk.batch(
        {"updateFilterView": {"filter": {"filterViewId": view["filterViewId"], "title": "Ours"}, "fields": "title"}},
        {"duplicateFilterView": {"filterId": view["filterViewId"]}},
    )
    assert [entry["title"] for entry in first_sheet(desk)["filterViews"]] == ["Ours", "Copy of Ours"]
    desk.batch({"deleteFilterView": {"filterId": view["filterViewId"]}})
    assert [entry["title"] for entry in first_sheet(desk)["filterViews"]] == ["Copy of Ours"]


def test_named_ranges(desk: Desk) -> None:
    add = {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "People", "range": area(0, 2, 0, 1)}}}
    assert desk.batch(add)[0]["addNamedRange"]["namedRange"]["namedRangeId"] == "n1"
    assert desk.refusal(add) == "Invalid requests[0].addNamedRange: Named range with id n1 already exists."
    for name in ("A1", "two words", "R1C1", "1st", "true", ""):
        request = {"addNamedRange": {"namedRange": {"name": name, "range": area(0, 1, 0, 1)}}}
        assert desk.refusal(request) == "Invalid requests[0].addNamedRange: The name given to this range is invalid"
    desk.batch({"updateNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "Everybody"}, "fields": "name"}})
    assert desk.get("namedRanges")["namedRanges"][0]["name"] == "Everybody"
    desk.batch({"deleteNamedRange": {"namedRangeId": "n1"}})
    assert desk.get("namedRanges") == {}


def test_banding_colours_rows_under_their_own_colours(desk: Desk) -> None:
    desk.write("A1", [["h"], ["a"], ["b"], ["c"]])
    colors = {"headerColor": {"red": 1}, "firstBandColor": {"green": 1}, "secondBandColor": {"blue": 1}}
    [reply] = desk.batch({"addBanding": {"bandedRange": {"range": area(0, 4, 0, 1), "rowProperties": colors}}})
    number = reply["addBanding"]["bandedRange"]["bandedRangeId"]
    own = {"userEnteredFormat": {"backgroundColor": {"red": 1, "blue": 1}}}
    desk.batch({"repeatCell": {"range": area(3, 4, 0, 1), "cell": own, "fields": "userEnteredFormat.backgroundColor"}})
    assert desk.cells("A1:A4", "effectiveFormat.backgroundColor") == [
        [{"red": 1}], [{"green": 1}], [{"blue": 1}], [{"red": 1, "blue": 1}],
    ]  # fmt: skip
    assert "already has alternating" in desk.refusal(
        {"addBanding": {"bandedRange": {"range": area(3, 9, 0, 1), "rowProperties": colors}}}
    )
    desk.batch({"deleteBanding": {"bandedRangeId": number}})
    assert "bandedRanges" not in first_sheet(desk)


def chart(title: str) -> Json:
    source = {"sourceRange": {"sources": [area(0, 4, 0, 1)]}}
    return {"title": title, "basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}


def test_charts_follow_their_cells(desk: Desk) -> None:
    anchor = {"sheetId": 0, "rowIndex": 5, "columnIndex": 2}
    position = {"overlayPosition": {"anchorCell": anchor, "widthPixels": 400}}
    [reply] = desk.batch({"addChart": {"chart": {"spec": chart("One"), "position": position}}})
    number = reply["addChart"]["chart"]["chartId"]
    desk.batch(
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
        {"updateEmbeddedObjectPosition": {
            "objectId": number, "newPosition": {"overlayPosition": {"widthPixels": 500}}, "fields": "widthPixels",
        }},
    )  # fmt: skip
    kept = first_sheet(desk)["charts"][0]
    assert kept["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]["endRowIndex"] == 5
    assert kept["position"]["overlayPosition"] == {
        "anchorCell": {"rowIndex": 6, "columnIndex": 2}, "widthPixels": 500, "heightPixels": 371,
    }  # fmt: skip
    desk.batch({"updateChartSpec": {"chartId": number, "spec": chart("Two")}})
    assert first_sheet(desk)["charts"][0]["spec"]["title"] == "Two"
    desk.batch({"deleteEmbeddedObject": {"objectId": number}})
    assert "charts" not in first_sheet(desk)


def test_a_chart_outlives_its_data(desk: Desk) -> None:
    desk.batch({"addChart": {"chart": {"spec": chart("One")}}})
    desk.batch({"deleteDimension": {"range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}})
    assert first_sheet(desk)["charts"][0]["spec"]["basicChart"] == {"chartType": "COLUMN", "series": []}


def test_charts_that_make_no_sense(desk: Desk) -> None:
    assert desk.refusal({"addChart": {"chart": {"spec": {"title": "None"}}}}).endswith("must be set on chartSpec")
    assert desk.refusal({"addChart": {"chart": {"spec": {"basicChart": {"chartType": "LINE"}}}}}) == (
        "Internal error encountered."
    )


def test_slicers(desk: Desk) -> None:
    place = {"overlayPosition": {"anchorCell": {"sheetId": 0, "columnIndex": 5}}}
    spec = {"dataRange": area(0, 5, 0, 2), "columnIndex": 1, "title": "By n"}
    [reply] = desk.batch({"addSlicer": {"slicer": {"spec": spec, "position": place}}})
    number = reply["addSlicer"]["slicer"]["slicerId"]
    desk.batch({"updateSlicerSpec": {"slicerId": number, "spec": {"title": "N"}, "fields": "title"}})
    assert first_sheet(desk)["slicers"][0]["spec"]["title"] == "N"


def test_tables_take_their_columns_from_the_header(desk: Desk) -> None:
    desk.write("A1", [["Name", ""], ["a", 1]])
    listed = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "x"}]}}
    columns = [{"columnIndex": 1, "columnType": "DROPDOWN", "dataValidationRule": listed}]
    table = {"name": "People", "range": area(0, 2, 0, 2), "columnProperties": columns}
    [reply] = desk.batch({"addTable": {"table": table}})
    made = reply["addTable"]["table"]
    assert made["columnProperties"] == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Column 2", "columnType": "DROPDOWN", "dataValidationRule": listed},
    ]
    assert desk.read("A1:B1") == [["Name", "Column 2"]]
    assert desk.refusal({"addTable": {"table": {"name": "Other", "range": area(1, 4, 1, 3)}}}) == (
        "Invalid requests[0].addTable: The table overlaps another table."
    )
    bad = {"name": "Bad", "range": area(5, 7, 0, 1), "columnProperties": [{"columnType": "DROPDOWN"}]}
    assert desk.refusal({"addTable": {"table": bad}}) == (
        "Invalid requests[0].addTable: Condition must be set for dropdown column type."
    )
    desk.batch({"updateTable": {"table": {"tableId": made["tableId"], "name": "Folk"}, "fields": "name"}})
    assert first_sheet(desk)["tables"][0]["name"] == "Folk"
    desk.batch({"deleteTable": {"tableId": made["tableId"]}})
    assert "tables" not in first_sheet(desk)


def test_groups(desk: Desk) -> None:
    def rows(start: int, end: int) -> Json:
        return {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": end}}

    desk.batch({"addDimensionGroup": rows(1, 9)})
    [reply] = desk.batch({"addDimensionGroup": rows(2, 4)})
    found = [(group["range"]["startIndex"], group["range"]["endIndex"], group["depth"])
             for group in reply["addDimensionGroup"]["dimensionGroups"]]  # fmt: skip
    assert found == [(1, 9, 1), (2, 4, 2)]
    collapsed = {"dimensionGroup": {**rows(2, 4), "depth": 2, "collapsed": True}, "fields": "collapsed"}
    desk.batch({"updateDimensionGroup": collapsed})
    assert first_sheet(desk)["rowGroups"][1]["collapsed"] is True
    desk.batch({"deleteDimensionGroup": rows(1, 9)})
    assert len(first_sheet(desk)["rowGroups"]) == 1
