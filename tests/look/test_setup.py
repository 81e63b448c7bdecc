"""Setup on sheets that people have been at: it adds what is missing and changes nothing of theirs."""

import copy
from typing import Any

import pytest

from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.spreadsheet.plan import RenameColumn
from mentorship_gsheets.stages import setup
from mentorship_gsheets.tabs.catalogue import all_tabs
from tests.look.board import Board

GREEN = {"rgbColor": {"red": 0.2, "green": 0.8, "blue": 0.4}}
BUDGET, MENTORS = 501, 502


def area(tab: int, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    names = ("sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return dict(zip(names, (tab, top, bottom, left, right), strict=True))


def words(tab: int, *rows: list[str]) -> dict[str, Any]:
    cells = [{"values": [{"userEnteredValue": {"stringValue": text}} if text else {} for text in row]} for row in rows]
    start = {"sheetId": tab, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}}


def rule(tab: int, formula: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    look = {"condition": condition, "format": {"backgroundColorStyle": GREEN}}
    return {"addConditionalFormatRule": {"rule": {"ranges": [area(tab, 0, 9, 0, 3)], "booleanRule": look}}}


def own_things(tab: int) -> list[dict[str, Any]]:
    """What an organizer may have put on any tab."""
    source = {"sourceRange": {"sources": [area(tab, 0, 4, 1, 2)]}}
    spec = {
        "title": "Mine",
        "basicChart": {"chartType": "COLUMN", "headerCount": 1, "series": [{"series": source}]},
    }
    place = {"overlayPosition": {"anchorCell": {"sheetId": tab, "rowIndex": 12, "columnIndex": 2}}}
    choice = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "S"}]}, "strict": True}
    cell = {"note": "Ask Ana", "userEnteredFormat": {"backgroundColorStyle": GREEN, "textFormat": {"italic": True}}}
    width = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    return [
        {"repeatCell": {"range": area(tab, 0, 3, 1, 2), "cell": cell, "fields": "note,userEnteredFormat"}},
        {"setDataValidation": {"range": area(tab, 1, 6, 1, 2), "rule": choice}},
        {"updateDimensionProperties": {"range": width, "properties": {"pixelSize": 333}, "fields": "pixelSize"}},
        rule(tab, "=$A1=1"),
        rule(tab, "=$B1=2"),
        {"setBasicFilter": {"filter": {"range": area(tab, 0, 6, 0, 3)}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": area(tab, 0, 6, 0, 3)}}},
        {"addProtectedRange": {"protectedRange": {"range": area(tab, 0, 1, 1, 2), "description": "Hands off"}}},
        {"addChart": {"chart": {"spec": spec, "position": place}}},
    ]


def add(tab: int, title: str, **grid: int) -> dict[str, Any]:
    return {"addSheet": {"properties": {"sheetId": tab, "title": title, "gridProperties": grid}}}


def cells(tab: dict[str, Any]) -> dict[tuple[int, int], dict[str, Any]]:
    """The cells that have anything, by row and column from 0."""
    rows = tab["data"][0].get("rowData", [])
    return {
        (row, column): cell
        for row, each in enumerate(rows)
        for column, cell in enumerate(each.get("values", []))
        if cell.keys() & {"userEnteredValue", "userEnteredFormat", "note", "dataValidation"}
    }


def kept(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nothing that a tab had before is missing, moved or different after."""
    now = cells(after)
    # a header of ours may get a note, and the cells below it a dropdown, where there was none
    assert {place: {name: now[place].get(name) for name in cell} for place, cell in cells(before).items()} == cells(
        before
    )
    for kind in ("conditionalFormats", "filterViews", "protectedRanges", "charts"):
        mine = before.get(kind, [])
        assert [piece for piece in after.get(kind, []) if piece in mine] == mine
    assert after.get("conditionalFormats", [])[: len(before["conditionalFormats"])] == before["conditionalFormats"]
    assert after.get("basicFilter") == before.get("basicFilter")
    assert after.get("bandedRanges") == before.get("bandedRanges")
    sizes = [each["data"][0]["columnMetadata"] for each in (before, after)]
    filled = max(column for _, column in cells(before)) + 1
    assert sizes[1][:filled] == sizes[0][:filled]


def again(board: Board) -> tuple[Any, ...]:
    """What a second setup would change."""
    return setup.plan(board.open().read(formatting=True)).changes


def test_a_second_setup_plans_nothing(board: Board) -> None:
    board.set_up()
    assert again(board) == ()
    board.fill()
    assert again(board) == ()


def test_the_tabs_stand_in_the_order_of_the_work(board: Board) -> None:
    workbook = board.set_up()
    assert [tab.title for tab in workbook.tabs] == [*(spec.title for spec in all_tabs()), "Sheet1"]


def test_the_marks_look_on_read_me_as_they_do_elsewhere(board: Board) -> None:
    workbook = board.set_up()
    tab = workbook.tab("Read me")
    assert tab is not None
    shown = {tab.text(row, "Marks"): board.background("Read me", row.number, 1) for row in tab.rows[:6]}
    assert shown == {
        "virtual": "CFE8F7",
        "sides disagree": "C0392B",
        "over capacity": "F5D76E",
        "colleagues": "F3D3E4",
        "no answer": "FFFFFF",
        "withdrawn": "FFFFFF",
    }


def test_an_organizers_own_things_stay_as_they_are(board: Board) -> None:
    board.batch(
        add(BUDGET, "Budget"),
        words(BUDGET, ["What", "Cost", "Paid"], ["Badges", "S", "=no formula"]),
        *own_things(BUDGET),
        add(MENTORS, "Mentors", rowCount=50, columnCount=6),
        # the last column has no header
        words(
            MENTORS,
            ["Name", "Shirt size", "Email", "Likes"],
            ["Ada", "S", "ada@example.org", "tea", "paid"],
            ["Bo", "S", "bo@example.org", "", ""],
        ),
        *own_things(MENTORS),
    )
    before = {tab["properties"]["title"]: copy.deepcopy(tab) for tab in board.everything()["sheets"]}
    workbook = board.set_up()
    assert again(board) == ()
    after = {tab["properties"]["title"]: tab for tab in board.everything()["sheets"]}
    moved = {"index": after["Budget"]["properties"]["index"]}
    assert after["Budget"] == before["Budget"] | {"properties": before["Budget"]["properties"] | moved}
    kept(before["Mentors"], after["Mentors"])
    tab = workbook.tab("Mentors")
    assert tab is not None
    assert tab.header[:7] == ("Name", "Shirt size", "Email", "Likes", "", "Mentee match", "Live check")
    assert [tab.text(row, "Live check") for row in tab.rows] == ["ok", "ok"]


def test_an_empty_tab_of_our_name_gets_headers_even_where_it_is_narrow(board: Board) -> None:
    board.batch(add(MENTORS, "Mentors", rowCount=20, columnCount=3))
    tab = board.set_up().tab("Mentors")
    assert tab is not None
    assert tab.header[:3] == ("Name", "Mentee match", "Live check")
    assert again(board) == ()


def test_a_sheet_of_an_earlier_version_gets_the_columns_and_lines_that_are_new(board: Board) -> None:
    board.batch(
        add(BUDGET, "Overview"),
        words(BUDGET, ["Overview", "Number"], ["Sign-up: mentors who answered", "3 of 4"]),
        add(MENTORS, "Mentees"),
        words(MENTORS, ["Email", "Name", "Mentor match"], ["bo@example.org", "Bo", ""]),
    )
    workbook = board.set_up()
    overview, mentees = workbook.tab("Overview"), workbook.tab("Mentees")
    assert overview is not None
    assert mentees is not None
    assert [overview.text(row, "Overview") for row in overview.rows[:3]] == [
        "Sign-up: mentors who answered",
        "What to do next",
        "Answers",
    ]
    assert len(overview.formatting.charts) == 7
    assert mentees.text(mentees.rows[0], "Listed as") == "Bo <bo@example.org>"
    assert again(board) == ()


def test_renamed_columns_get_their_names_back_and_are_not_doubled(board: Board) -> None:
    board.set_up()
    before = board.fill()
    mentees, mentors = before.tab("Mentees"), before.tab("Mentors")
    assert mentees is not None
    assert mentors is not None
    act(
        board.google.world,
        [
            {"edit": mentees.address(1, "Mentor match"), "value": "Partner"},
            {"edit": mentees.address(1, "Email"), "value": "E-mail"},
            {"edit": mentors.address(1, "Notes"), "value": "Remarks"},
        ],
    )
    sheet = board.open()
    plan = setup.plan(sheet.read(formatting=True))
    assert [
        (change.tab, change.before, change.header) for change in plan.changes if isinstance(change, RenameColumn)
    ] == [
        ("Mentees", "E-mail", "Email"),
        ("Mentees", "Partner", "Mentor match"),
        ("Mentors", "Remarks", "Notes"),
    ]
    assert len(plan.changes) == 3
    assert [str(finding) for finding in plan.findings if finding.what.startswith("“Partner”")] == [
        f"{mentees.address(1, 'Mentor match')}: “Partner” is the column “Mentor match” under another name: the note of "
        "its header says so. It gets its name back; every command looks for it by that name."
    ]
    after = sheet.apply(plan, sheet.workbook)
    for tab in (mentees, mentors):
        now = after.tab(tab.title)
        assert now is not None
        assert (now.header, now.rows) == (tab.header, tab.rows)
    assert again(board) == ()


@pytest.mark.parametrize("title", ["Mentors", "Sign-ups", "Overview"])
def test_rows_without_headings_stop_it(board: Board, title: str) -> None:
    board.batch(add(MENTORS, title), words(MENTORS, ["", ""], ["Ada", "ada@example.org"]))
    stops = setup.plan(board.open().read(formatting=True)).stops
    assert [(stop.code, stop.what) for stop in stops] == [
        ("no-headings", f"the first row of {title} is blank, but rows below are filled.")
    ]


def test_the_copy_of_the_answers_gets_its_new_title_and_keeps_what_is_in_it(board: Board) -> None:
    board.set_up()
    sheet_id = board.tab("Pulled answers")["properties"]["sheetId"]
    older = {"properties": {"sheetId": sheet_id, "title": "Form responses"}, "fields": "title"}
    board.batch({"updateSheetProperties": older})
    board.type("'Form responses'!A2", "r1")
    tab = board.set_up().tab("Pulled answers")
    assert tab is not None
    assert (tab.sheet_id, tab.text(tab.rows[0], "Response")) == (sheet_id, "r1")
    assert again(board) == ()
