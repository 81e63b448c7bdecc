"""Conditional formats, data validation, protected ranges."""

from __future__ import annotations

from typing import Any

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.sheets.desk import Desk, Json, RefusedError, area

RED, BLUE = {"red": 1}, {"blue": 1}


def boolean(condition: str, *values: str, color: Json = RED, where: Json | None = None, index: int = 0) -> Json:
    given = {"type": condition, "values": [{"userEnteredValue": value} for value in values]}
    rule = {
        "ranges": [where or area(0, 6, 0, 2)],
        "booleanRule": {"condition": given, "format": {"backgroundColor": color}},
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def painted(desk: Desk, place: str, color: Json = RED) -> list[str]:
    """The cells of a range from A1 on whose effective background is of a colour."""
    rows = desk.cells(place, "effectiveFormat.backgroundColor")
    return [
        f"{chr(65 + at)}{row}"
        for row, cells in enumerate(rows, start=1)
        for at, cell in enumerate(cells)
        if cell == color
    ]


def test_a_rule_of_a_row_paints_the_whole_row_and_follows_sorting(desk: Desk) -> None:
    desk.write("A1", [["c", "virtual"], ["b", "in person"], ["a", "virtual"]])
    desk.batch(boolean("CUSTOM_FORMULA", '=$B1="virtual"'))
    assert painted(desk, "A1:B3") == ["A1", "B1", "A3", "B3"]
    desk.batch(
        {"sortRange": {"range": area(0, 3, 0, 2), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}}
    )
    assert painted(desk, "A1:B3") == ["A1", "B1", "A3", "B3"]
    desk.write("B1", [["in person"]])
    assert painted(desk, "A1:B3") == ["A3", "B3"]


@pytest.mark.parametrize(
    ("condition", "values", "cells"),
    [
        ("TEXT_CONTAINS", ["AN"], ["A1"]),
        ("TEXT_NOT_CONTAINS", ["an"], ["B1", "A2", "B2"]),
        ("TEXT_STARTS_WITH", ["an"], ["A1"]),
        ("TEXT_ENDS_WITH", ["5"], ["B1"]),
        ("TEXT_EQ", ["anna"], ["A1"]),
        ("NUMBER_GREATER", ["5"], []),
        ("NUMBER_GREATER_THAN_EQ", ["5"], ["B1"]),
        ("NUMBER_BETWEEN", ["1", "5"], ["B1", "B2"]),
        ("NUMBER_NOT_EQ", ["=$B$2"], ["B1"]),
        ("NOT_BLANK", [], ["A1", "B1", "A2", "B2"]),
        ("CUSTOM_FORMULA", ["=ISNUMBER(B1)"], ["A1", "A2"]),
        ("CUSTOM_FORMULA", ["=ROW()=2"], ["A2", "B2"]),
        ("CUSTOM_FORMULA", ["=COUNTIF($A:$A,$A1)=1"], ["A1", "B1", "A2", "B2"]),
    ],
)
def test_kinds_of_condition(desk: Desk, condition: str, values: list[str], cells: list[str]) -> None:
    desk.write("A1", [["Anna", 5], ["Bo", 2]])
    desk.batch(boolean(condition, *values))
    assert painted(desk, "A1:B2") == cells


def test_rules_over_whole_columns_see_rows_added_later(desk: Desk) -> None:
    desk.write("A1", [["x"], ["y"]])
    desk.batch(boolean("CUSTOM_FORMULA", "=COUNTIF($A:$A,$A1)>1"))
    assert painted(desk, "A1:A2") == []
    desk.write("A5", [["x"]])
    assert painted(desk, "A1:A5") == ["A1", "A5"]


def test_the_first_rule_that_holds_decides(desk: Desk) -> None:
    desk.write("A1", [["x"], ["y"]])
    desk.batch(boolean("NOT_BLANK", color=BLUE), boolean("TEXT_EQ", "x"))
    assert (painted(desk, "A1:A2"), painted(desk, "A1:A2", BLUE)) == (["A1"], ["A2"])
    [reply] = desk.batch({"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}})
    assert (reply["updateConditionalFormatRule"]["newIndex"], painted(desk, "A1:A2", BLUE)) == (1, ["A1", "A2"])
    [reply] = desk.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert reply["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"] == {"type": "NOT_BLANK"}
    assert painted(desk, "A1:A2") == ["A1"]
    assert desk.refusal({"deleteConditionalFormatRule": {"sheetId": 0, "index": 5}}) == (
        "Invalid requests[0].deleteConditionalFormatRule: No conditional format on sheet: 0 at index: 5"
    )


def test_color_scales(desk: Desk) -> None:
    desk.write("A1", [[0], [5], [10], ["x"]])
    points = {"minpoint": {"type": "MIN", "color": {"red": 1}}, "maxpoint": {"type": "MAX", "color": {"blue": 1}}}
    desk.batch({"addConditionalFormatRule": {"rule": {"ranges": [area(0, 4, 0, 1)], "gradientRule": points}}})
    white = {"red": 1, "green": 1, "blue": 1}
    assert desk.cells("A1:A4", "effectiveFormat.backgroundColor") == [
        [RED],
        [{"red": 0.5, "blue": 0.5}],
        [BLUE],
        [white],
    ]


def held(kind: str, *values: str) -> Json:
    return {"booleanRule": {"condition": {"type": kind, "values": [{"userEnteredValue": value} for value in values]}}}


def scale(**points: Json) -> Json:
    return {"gradientRule": points}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (scale(minpoint={"type": "MIN"}), "No interpolationPointType specified."),
        (scale(minpoint={"type": "NUMBER"}, maxpoint={"type": "MAX"}), "InterpolationPoint.value is required."),
        (held("CUSTOM_FORMULA", "A1"), "CUSTOM_FORMULA must begin with '='."),
        (held("ONE_OF_LIST", "a"), "ConditionType 'ONE_OF_LIST' is not supported for conditional formatting."),
        (held("NUMBER_BETWEEN", "1"), "Wrong number of values for ConditionType 'NUMBER_BETWEEN': expected 2, got 1."),
        ({}, "No rule specified."),
    ],
)
def test_rules_that_make_no_sense(desk: Desk, rule: Json, message: str) -> None:
    added = {"addConditionalFormatRule": {"rule": {"ranges": [area(0, 1, 0, 1)], **rule}}}
    assert desk.refusal(added) == f"Invalid requests[0].addConditionalFormatRule: {message}"


def validate(where: Json, kind: str, *values: str, **more: Any) -> Json:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {"setDataValidation": {"range": where, "rule": {"condition": condition, **more}}}


def test_validation_is_shown_not_enforced(desk: Desk) -> None:
    desk.write("F1", [["red"], ["green"]])
    desk.batch(
        validate(area(0, 2, 0, 1), "ONE_OF_LIST", "a", "b", strict=True, showCustomUi=True, inputMessage="Choose"),
        validate(area(0, 2, 1, 2), "ONE_OF_RANGE", "=Sheet1!$F$1:$F$2"),
        validate(area(0, 2, 2, 3), "BOOLEAN"),
        validate(area(0, 2, 3, 4), "NUMBER_BETWEEN", "1", "3"),
        validate(area(0, 2, 4, 5), "CUSTOM_FORMULA", '=LEFT(E1,1)="x"'),
    )
    desk.write("A1", [["a", "red", True, 2, "xy"], ["z", "blue", "maybe", 9, "y"]])
    assert desk.cells("A1", "dataValidation") == [
        [
            {
                "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "a"}, {"userEnteredValue": "b"}]},
                "inputMessage": "Choose",
                "strict": True,
                "showCustomUi": True,
            }
        ]
    ]
    desk.batch({"setDataValidation": {"range": area(0, 2, 0, 1)}})
    assert desk.cells("A1", "dataValidation") == [[None]]


def test_protected_ranges_keep_others_out(desk: Desk, sheets_server: Rehearsal) -> None:
    world = sheets_server.world
    organizer = world.project["organizer"]
    share = {"type": "user", "role": "writer", "emailAddress": organizer}
    files = desk.url + f"/drive/v3/files/{desk.id}/permissions"
    desk.session.post(files, json=share, timeout=60).raise_for_status()
    [reply] = desk.batch({"addProtectedRange": {"protectedRange": {
        "range": area(0, 2, 0, 1), "unprotectedRanges": [area(1, 2, 0, 1)], "description": "ours",
    }}})  # fmt: skip
    number = reply["addProtectedRange"]["protectedRange"]["protectedRangeId"]

    def write(place: str) -> Any:
        params = {"spreadsheetId": desk.id, "range": place, "valueInputOption": "RAW"}
        return world.as_user(organizer, "sheets.spreadsheets.values.update", params, {"values": [["x"]]})

    with pytest.raises(Exception, match="You are trying to edit a protected cell or object"):
        write("A1")
    assert write("A2")["updatedCells"] == 1
    assert desk.write("A1", [["ours"]])["updatedCells"] == 1
    shown = world.as_user(organizer, "sheets.spreadsheets.get", {"spreadsheetId": desk.id})
    assert "requestingUserCanEdit" not in shown["sheets"][0]["protectedRanges"][0]
    desk.batch(
        {
            "updateProtectedRange": {
                "protectedRange": {"protectedRangeId": number, "warningOnly": True},
                "fields": "warningOnly",
            }
        }
    )
    assert write("A1")["updatedCells"] == 1
    desk.batch({"deleteProtectedRange": {"protectedRangeId": number}})
    with pytest.raises(RefusedError):
        desk.batch({"deleteProtectedRange": {"protectedRangeId": number}})
