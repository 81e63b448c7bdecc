"""Formulas: calculated, wrong in Google's words, in every locale, over whole columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.sheets.formulas import Reference, copied, mapped, pieces
from tests.rehearsal.sheets.desk import Desk


def shown(desk: Desk, *formulas: str) -> list[object]:
    desk.write("H1", [[formula] for formula in formulas])
    rows = desk.read(f"H1:H{len(formulas)}")
    return [row[0] for row in rows]


def test_lookups_and_counts(desk: Desk) -> None:
    desk.write("A1", [["a", 1], ["b", 2], ["c", ""]])
    assert shown(
        desk,
        '=XLOOKUP("b",A1:A3,B1:B3)',
        '=XLOOKUP("z",A1:A3,B1:B3,"none")',
        '=INDEX(B1:B3,MATCH("a",A1:A3,0))',
        '=COUNTIFS(A:A,"b",B:B,">1")',
        '=IFERROR(VLOOKUP("z",A:B,2,FALSE),"-")',
        '=TEXTJOIN(", ",TRUE,A1:A3)',
        '=REGEXMATCH("a@example.org","@")',
        "=SUM(B1:B)",
        "=A1",
    ) == ["2", "none", "1", "1", "-", "a, b, c", "TRUE", "3", "a"]


def test_a_looked_up_empty_cell_shows_nothing(desk: Desk) -> None:
    desk.write("A1", [["c", ""]])
    assert shown(desk, "=B1", '=XLOOKUP("c",A1:A1,B1:B1)', "=B1+0") == ["", "", "0"]


@pytest.mark.parametrize(
    ("formula", "kind", "text", "message"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!", "Division by zero."),
        ("=NOSUCH(1)", "NAME", "#NAME?", "Unknown function: 'NOSUCH'."),
        ("=VLOOKUP(1,A1:B2,2,FALSE)", "N_A", "#N/A", "A value is not available to the formula."),
        ("=Nowhere!A1", "REF", "#REF!", "Reference does not exist."),
        ('="a"+1', "VALUE", "#VALUE!", "A value in the formula has the wrong type."),
        ("=SQRT(-1)", "NUM", "#NUM!", "A number in the formula is out of range."),
        ("=1+", "ERROR", "#ERROR!", "Formula parse error."),
        ("=1 2", "ERROR", "#ERROR!", "Formula parse error."),
        (
            "=H1",
            "REF",
            "#REF!",
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        ),
        ('=IMPORTXML("a","b")', "N_A", "#N/A", "IMPORTXML is not calculated by the rehearsal server."),
        ('=IFERROR(QUERY(A1:B2,"x"),1)', "N_A", "#N/A", "QUERY is not calculated by the rehearsal server."),
    ],
)
def test_errors(desk: Desk, formula: str, kind: str, text: str, message: str) -> None:
    assert shown(desk, formula) == [text]
    assert desk.cells("H1", "effectiveValue.errorValue") == [[{"type": kind, "message": message}]]


def test_an_error_reaches_what_depends_on_it(desk: Desk) -> None:
    assert shown(desk, '=IMPORTXML("a","b")', "=H1&1") == ["#N/A", "#N/A"]


def test_arrays_spill_and_shrink(desk: Desk) -> None:
    desk.write("A1", [["b"], ["a"], ["b"]])
    desk.write("C1", [["=SORT(UNIQUE(A1:A3))"]])
    assert desk.read("C1:C9") == [["a"], ["b"]]
    assert desk.cells("C1:C2", "userEnteredValue") == [[{"formulaValue": "=SORT(UNIQUE(A1:A3))"}], [None]]
    desk.write("A2", [["b"]])
    assert desk.read("C1:C9") == [["b"]]
    desk.write("C1", [['=ARRAYFORMULA(A1:A3&"!")']])
    desk.write("C3", [["in the way"]])
    assert desk.read("C1:C3") == [["#REF!"], [], ["in the way"]]
    desk.call("POST", "/values/C3:clear")
    assert desk.read("C1:C3") == [["b!"], ["b!"], ["b!"]]


def test_filter_with_several_conditions(desk: Desk) -> None:
    desk.write("A1", [["a", 1], ["b", 2], ["a", 3]])
    desk.write("D1", [['=FILTER(B1:B3,A1:A3="a",B1:B3>1)']])
    assert desk.read("D1:D3") == [["3"]]


def test_semicolons_work_everywhere_and_commas_do_not(desk: Desk) -> None:
    assert shown(desk, "=SUM(1;2)", "=SUM(1,2)", '=IF(TRUE;"a;b";"c")') == ["3", "3", "a;b"]
    change = {"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}}
    desk.batch(change)
    assert shown(desk, "=SUM(1;2)", "=SUM(1,5;2)", '=IF(TRUE,"a","b")', "=1.5+1") == ["3", "3,5", "#ERROR!", "#ERROR!"]
    desk.batch({"updateSpreadsheetProperties": {"properties": {"locale": "tr_TR"}, "fields": "locale"}})
    assert shown(desk, '=IF(1>0,"a","b")', '=IF(1>0;"a";"b")') == ["#ERROR!", "a"]


def test_dates_of_formulas_look_like_dates(desk: Desk) -> None:
    assert shown(desk, "=DATE(2026,6,1)", "=DATE(2026,6,1)+1", "=TIME(9,30,0)") == [
        "6/1/2026",
        "6/2/2026",
        "9:30:00 AM",
    ]


def test_whole_columns_grow_with_the_sheet(desk: Desk) -> None:
    desk.write("A1", [["x"]])
    desk.write("D1", [['=COUNTIF(A:A,"x")', '=COUNTIF(A2:A,"x")']])
    assert desk.read("D1:E1") == [["1", "0"]]
    desk.write("A900", [["x"]])
    assert desk.read("D1:E1") == [["2", "1"]]


def test_sheets_with_titles_the_engine_refuses(desk: Desk) -> None:
    desk.batch({"addSheet": {"properties": {"title": "a/b: [x] and a title far longer than thirty-one letters"}}})
    title = "'a/b: [x] and a title far longer than thirty-one letters'"
    desk.write(f"{title}!A1", [["there"]])
    assert shown(desk, f"={title}!A1") == ["there"]


def test_named_ranges_in_formulas(desk: Desk) -> None:
    desk.write("A1", [[1], [2]])
    desk.batch(
        {
            "addNamedRange": {
                "namedRange": {"name": "Both", "range": {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 1}}
            }
        }
    )
    assert shown(desk, "=SUM(Both)") == ["3"]


@given(st.text(alphabet="=A1$:B2!'\"(),;+ x\u00e9#.", max_size=30))
def test_formulas_are_cut_without_loss(text: str) -> None:
    assert mapped(text, lambda found: found) == text
    assert sum(isinstance(piece, Reference) for piece in pieces(text)) <= len(text)


@given(st.integers(0, 50), st.integers(0, 20))
def test_copying_there_and_back(down: int, right: int) -> None:
    formula = "=SUM(A1:$B$2)+'My tab'!C$3&\"A1\"+$D4"
    assert copied(copied(formula, down, right), -down, -right) == formula
