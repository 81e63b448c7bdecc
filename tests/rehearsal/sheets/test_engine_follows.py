"""The engine's kept copy of a book against one made anew, while tabs come and go."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.sheets import batch
from mentorship_gsheets.rehearsal.sheets.drafts import Draft
from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.fields import tree
from mentorship_gsheets.rehearsal.sheets.model import new_book
from mentorship_gsheets.rehearsal.sheets.reading import book_json
from mentorship_gsheets.rehearsal.sheets.view import View, view_of

_WHO = "organizer@conference.example.org"
_TITLES = ("Sheet1", "Second", "O'Hara", "2026/27", "Rules of formats")
_FORMULAS = (
    "=1+1",
    "=A1&B1",
    "=SUM(A:A)",
    "=Second!A1",
    "=COUNTA('O''Hara'!A:B)",
    "='2026/27'!A1+1",
    "=IFERROR('Rules of formats'!B1,\"none\")",
    '=FILTER(A1:A3,A1:A3<>"")',
    "=SEQUENCE(3,2)",
)
_VALUES = (*({"formulaValue": formula} for formula in _FORMULAS), {"numberValue": 3}, {"stringValue": "x"}, None)


def _request(draft: Draft, step: tuple[str, int, int, int]) -> dict[str, Any] | None:
    """A request that can be carried out on the draft; ``None`` where there is none of that kind."""
    kind, which, row, column = step
    tabs = {tab.title: tab.id for tab in draft.book.tabs}
    title = _TITLES[which % len(_TITLES)]
    if kind == "add":
        return None if title in tabs else {"addSheet": {"properties": {"title": title}}}
    if title not in tabs:
        return None
    if kind == "delete":
        return {"deleteSheet": {"sheetId": tabs[title]}} if len(tabs) > 1 else None
    if kind == "rename":
        free = next((other for other in _TITLES if other not in tabs), None)
        properties = {"sheetId": tabs[title], "title": free}
        return None if free is None else {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    value = _VALUES[which % len(_VALUES)]
    start = {"sheetId": tabs[title], "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{} if value is None else {"userEnteredValue": value}]}]
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "delete", "rename", "write", "write", "write", "write"]),
            st.integers(0, 59),
            st.integers(0, 3),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_a_kept_calculation_shows_what_a_new_one_shows(steps: list[tuple[str, int, int, int]]) -> None:
    draft = Draft(new_book("1a", "Book"), Calculation(), _WHO, _WHO)
    for step in steps:
        request = _request(draft, step)
        if request is not None:
            batch.carry_out(draft, [request])
            anew = view_of(draft.book, Calculation())
            assert draft.view().computed == anew.computed
            assert _reply(draft.view()) == _reply(anew)


def _reply(view: View) -> dict[str, Any]:
    """What a program is told that asks for what was entered and what is shown."""
    asked = tree("sheets(properties.title,data.rowData.values(userEnteredValue,effectiveValue,formattedValue))")
    return book_json(view, [], True, asked, _WHO)


def test_a_new_tab_shows_nothing_of_one_that_went() -> None:
    draft = Draft(new_book("1a", "Book"), Calculation(), _WHO, _WHO)
    batch.carry_out(draft, [{"addSheet": {"properties": {"title": "Second", "sheetId": 7}}}])
    batch.carry_out(draft, [_write(7, {"formulaValue": "=SEQUENCE(4,4)"}), _write(0, {"numberValue": 5})])
    assert draft.view().computed[7][3][3] == {"numberValue": 16}
    batch.carry_out(draft, [{"deleteSheet": {"sheetId": 7}}])
    batch.carry_out(draft, [{"addSheet": {"properties": {"title": "Third", "sheetId": 8}}}])
    batch.carry_out(draft, [_write(8, {"formulaValue": "=COUNTA(B1:D9)+COUNTBLANK(B1:D4)/100"})])
    assert draft.view().computed == {8: {0: {0: {"numberValue": 0.12}}}}


def test_colour_rules_are_judged_right_after_their_tab_went_and_came_back() -> None:
    draft = Draft(new_book("1a", "Book"), Calculation(), _WHO, _WHO)
    batch.carry_out(draft, [{"addSheet": {"properties": {"title": "Second", "sheetId": 7}}}])
    batch.carry_out(draft, [_write(7, {"numberValue": 1}), _write(0, {"formulaValue": "=1"})])
    second = draft.book.tab(7)
    assert draft.view().formulas(second, ["=A1>0"]) == {"=A1>0": {"boolValue": True}}
    batch.carry_out(draft, [{"deleteSheet": {"sheetId": 7}}])
    draft.view()
    batch.carry_out(draft, [{"addSheet": {"properties": {"title": "Second", "sheetId": 7}}}])
    batch.carry_out(draft, [_write(7, {"numberValue": -1})])
    assert draft.view().formulas(draft.book.tab(7), ["=A1>0"]) == {"=A1>0": {"boolValue": False}}


def _write(sheet: int, value: dict[str, Any]) -> dict[str, Any]:
    rows = [{"values": [{"userEnteredValue": value}]}]
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"rows": rows, "start": start, "fields": "userEnteredValue"}}


def test_formulas_lose_a_deleted_sheet_whose_title_has_an_apostrophe() -> None:
    draft = Draft(new_book("1a", "Book"), Calculation(), _WHO, _WHO)
    batch.carry_out(draft, [{"addSheet": {"properties": {"title": "O'Hara", "sheetId": 7}}}])
    batch.carry_out(draft, [_write(0, {"formulaValue": "='O''Hara'!B2+1"})])
    batch.carry_out(draft, [{"deleteSheet": {"sheetId": 7}}])
    assert draft.book.tab(0).cell(0, 0) == {"userEnteredValue": {"formulaValue": "=#REF!+1"}}
