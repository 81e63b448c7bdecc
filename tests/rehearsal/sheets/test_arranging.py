"""Sorting, copying, filling, finding, tidying."""

from __future__ import annotations

from tests.rehearsal.sheets.desk import Desk, area


def formulas(desk: Desk, place: str) -> list[list[object]]:
    return desk.read(place, valueRenderOption="FORMULA")


def test_sorting_carries_whole_rows(desk: Desk) -> None:
    desk.write("A1", [["b", 2, "=B1*2"], ["a", 10, "=B2*2"], ["", 1, "=B3*2"], ["C", 3, "=B4*2"]])
    desk.batch(
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 1},
                "rows": [{"values": [{"note": "of a"}]}],
                "fields": "note",
            }
        },
        {"sortRange": {"range": area(0, 4, 0, 3), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}},
    )
    assert formulas(desk, "A1:C4") == [["a", 10, "=B1*2"], ["b", 2, "=B2*2"], ["C", 3, "=B3*2"], ["", 1, "=B4*2"]]
    assert desk.cells("A1:A2", "note") == [["of a"], [None]]


def test_sorting_by_several_columns_blanks_last(desk: Desk) -> None:
    desk.write("A1", [["x", 1], ["y", 2], ["x", 3], ["", 9], ["y", True], ["y", "t"]])
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}, {"dimensionIndex": 1, "sortOrder": "ASCENDING"}]
    desk.batch({"sortRange": {"range": area(0, 6, 0, 2), "sortSpecs": specs}})
    assert desk.read("A1:B6") == [["y", "2"], ["y", "t"], ["y", "TRUE"], ["x", "1"], ["x", "3"], ["", "9"]]


def test_copying_repeats_the_source_and_moves_formulas(desk: Desk) -> None:
    desk.write("A1", [["a", "=A1"]])
    desk.batch(
        {"copyPaste": {"source": area(0, 1, 0, 2), "destination": area(1, 3, 0, 2), "pasteType": "PASTE_NORMAL"}}
    )
    assert formulas(desk, "A1:B3") == [["a", "=A1"], ["a", "=A2"], ["a", "=A3"]]
    desk.batch(
        {"copyPaste": {"source": area(0, 1, 0, 2), "destination": area(0, 1, 3, 4), "pasteType": "PASTE_VALUES"}}
    )
    assert formulas(desk, "D1:E1") == [["a", "a"]]
    turned = {"source": area(0, 1, 0, 2), "destination": area(4, 5, 0, 1), "pasteOrientation": "TRANSPOSE"}
    desk.batch({"copyPaste": turned})
    assert formulas(desk, "A5:A6") == [["a"], ["=#REF!"]]


def test_cutting_takes_away_and_formulas_follow(desk: Desk) -> None:
    desk.write("A1", [["a", "=A1"], ["b", "=A1&A2"]])
    desk.batch(
        {"cutPaste": {"source": area(0, 1, 0, 1), "destination": {"sheetId": 0, "rowIndex": 4, "columnIndex": 3}}}
    )
    assert formulas(desk, "A1:D5") == [["", "=D5"], ["b", "=D5&A2"], [], [], ["", "", "", "a"]]


def test_filling_continues_a_series(desk: Desk) -> None:
    desk.write("A1", [[1, "x", "=A1"], [3, "y", "=A2"]])
    spec = {"source": area(0, 2, 0, 3), "dimension": "ROWS", "fillLength": 2}
    desk.batch({"autoFill": {"sourceAndDestination": spec}})
    assert formulas(desk, "A3:C4") == [[5, "x", "=A3"], [7, "y", "=A4"]]


def test_pasting_text(desk: Desk) -> None:
    desk.batch(
        {"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 1}, "data": 'a,"b,c"\n1,=1+1', "delimiter": ","}}
    )
    desk.batch(
        {
            "pasteData": {
                "coordinate": {"sheetId": 0, "columnIndex": 3},
                "data": "<table><tr><td>x</td></tr></table>",
                "html": True,
            }
        }
    )
    assert desk.read("A1:D3") == [["", "", "", "x"], ["a", "b,c"], ["1", "2"]]


def test_text_to_columns(desk: Desk) -> None:
    desk.write("A1", [["a; b;3"], ["c"]])
    desk.batch({"textToColumns": {"source": area(0, 2, 0, 1), "delimiterType": "SEMICOLON"}})
    assert desk.read("A1:C2") == [["a", "b", "3"], ["c"]]


def test_find_and_replace(desk: Desk) -> None:
    desk.write("A1", [["Cat cat", '=UPPER("cat")'], ["concat", "dog"]])
    request = {"find": "cat", "replacement": "dog", "allSheets": True}
    [reply] = desk.batch({"findReplace": request})
    assert reply == {"findReplace": {"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 3}}
    assert desk.read("A1:B2") == [["dog dog", "CAT"], ["condog", "dog"]]
    exact = {"find": "dog", "replacement": "x", "sheetId": 0, "matchEntireCell": True}
    pattern = {"find": "(con)(\\w+)", "replacement": "$2$1", "range": area(1, 2, 0, 1), "searchByRegex": True}
    inside = {"find": "cat", "replacement": "bird", "sheetId": 0, "includeFormulas": True}
    desk.batch({"findReplace": exact}, {"findReplace": pattern}, {"findReplace": inside})
    assert desk.read("A1:B2") == [["dog dog", "BIRD"], ["dogcon", "x"]]


def test_tidying(desk: Desk) -> None:
    desk.write("A1", [[" a  b ", "x"], ["a b", "X"], ["c", "y"]], "RAW")
    assert desk.batch({"trimWhitespace": {"range": area(0, 3, 0, 2)}}) == [{"trimWhitespace": {"cellsChangedCount": 1}}]
    assert desk.batch({"deleteDuplicates": {"range": area(0, 3, 0, 2)}}) == [
        {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    ]
    assert desk.read("A1:B3") == [["a b", "x"], ["c", "y"]]
    desk.batch({"randomizeRange": {"range": area(0, 2, 0, 2)}})
    assert sorted(desk.read("A1:B3")) == [["a b", "x"], ["c", "y"]]
