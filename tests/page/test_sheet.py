"""The spreadsheet in the page: what an organizer sees, changes, sorts and takes back."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.page.desk import Desk, Screen, box

RED = (0.8, 0.2, 0.2)
RED_CSS = "rgb(204, 51, 51)"
BLUE = (0.4, 0.8, 1.0)
BLUE_CSS = "rgb(102, 204, 255)"
CLEAR = "rgba(0, 0, 0, 0)"


@pytest.fixture
def pairs(desk: Desk) -> None:
    """Two mentors and two mentees matched with each other, each with a check that looks at the other side."""
    desk.add_tab(11, "Mentors")
    desk.add_tab(12, "Mentees")
    for mine, other in (("Mentors", "Mentees"), ("Mentees", "Mentors")):
        a, b = ("ada", "bob") if mine == "Mentors" else ("cem", "dee")
        x, y = ("cem", "dee") if mine == "Mentors" else ("ada", "bob")
        check = '=IF(XLOOKUP(B{0};{1}!$A$2:$A$9;{1}!$B$2:$B$9;"")=A{0};"ok";"differs")'
        rows = [
            ["Name", "Match", "Live check"],
            [a, x, check.format(2, other)],
            [b, y, check.format(3, other)],
        ]
        desk.write(f"{mine}!A1", rows)
    for sheet_id in (11, 12):
        desk.rule(sheet_id, '=$C2="differs"', RED)


@pytest.mark.usefixtures("pairs")
def test_editing_one_match_turns_both_sides_red(screen: Screen, desk: Desk) -> None:
    screen.look("Mentors")
    expect(screen.cell("C2")).to_have_text("ok")
    expect(screen.cell("C2")).to_have_css("background-color", CLEAR)
    screen.type("B2", "dee")
    expect(screen.cell("C2")).to_have_text("differs")
    expect(screen.cell("C2")).to_have_css("background-color", RED_CSS)
    screen.open_tab("Mentees")
    expect(screen.cell("C2")).to_have_text("differs")
    expect(screen.cell("C2")).to_have_css("background-color", RED_CSS)
    expect(screen.cell("C3")).to_have_text("ok")
    desk.await_values("Mentors!B2:C3", [["dee", "differs"], ["dee", "ok"]])


@pytest.fixture
def people(desk: Desk) -> None:
    desk.add_tab(21, "People")
    rows = [["Name", "Attendance", "Age"], ["Zoe", "virtual", 31], ["Ann", "in person", 42], ["Moe", "virtual", 27]]
    desk.write("People!A1", rows)
    desk.rule(21, '=$B2="virtual"', BLUE)


@pytest.mark.usefixtures("people")
def test_colours_follow_their_rows_through_a_sort(screen: Screen) -> None:
    screen.look("People")
    expect(screen.cell("A2")).to_have_css("background-color", BLUE_CSS)
    screen.cell("A3").click()
    screen.page.get_by_role("button", name="Sort A to Z").click()
    expect(screen.cell("A2")).to_have_text("Ann")
    assert screen.texts("A", range(1, 5)) == ["Name", "Ann", "Moe", "Zoe"]
    expect(screen.cell("A2")).to_have_css("background-color", CLEAR)
    expect(screen.cell("A3")).to_have_css("background-color", BLUE_CSS)
    expect(screen.cell("A4")).to_have_css("background-color", BLUE_CSS)


@pytest.mark.usefixtures("people")
def test_a_sort_is_undone_row_by_row(screen: Screen, desk: Desk) -> None:
    before = desk.read("People!A1:C9")
    screen.look("People")
    screen.cell("C3").click()
    screen.page.get_by_role("button", name="Sort Z to A").click()
    expect(screen.cell("A2")).to_have_text("Ann")
    screen.page.keyboard.press("Control+z")
    expect(screen.cell("A2")).to_have_text("Zoe")
    assert desk.read("People!A1:C9") == before


@pytest.mark.usefixtures("people")
def test_an_edit_is_undone_and_done_again(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    screen.type("C2", "32")
    expect(screen.cell("C2")).to_have_text("32")
    screen.page.keyboard.press("Control+z")
    expect(screen.cell("C2")).to_have_text("31")
    desk.await_values("People!C2", [[31]], "UNFORMATTED_VALUE")
    screen.page.keyboard.press("Control+y")
    expect(screen.cell("C2")).to_have_text("32")
    desk.await_values("People!C2", [[32]], "UNFORMATTED_VALUE")


@pytest.mark.usefixtures("people")
def test_undo_leaves_alone_what_somebody_else_wrote_since(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    screen.type("A2", "Zoë")
    desk.await_values("People!A2", [["Zoë"]])
    desk.write("People!A2", [["Zora"]])
    expect(screen.cell("A2")).to_have_text("Zora")
    screen.page.keyboard.press("Control+z")
    expect(screen.page.locator("#toast")).to_have_text("A2 has been changed since, so it was left as it is.")
    desk.await_values("People!A2", [["Zora"]])


@pytest.mark.usefixtures("people")
def test_undo_leaves_alone_what_somebody_else_wrote_in_the_very_moment(screen: Screen, desk: Desk) -> None:
    def overtake(route: Route) -> None:
        reply = route.fetch()
        desk.write("People!A2", [["Zora"]])
        route.fulfill(response=reply)

    screen.look("People")
    screen.page.route("**/values/**", overtake, times=1)
    screen.type("A2", "Zoë")
    expect(screen.cell("A2")).to_have_text("Zora")
    screen.page.keyboard.press("Control+z")
    expect(screen.page.locator("#toast")).to_have_text("A2 has been changed since, so it was left as it is.")
    desk.await_values("People!A2", [["Zora"]])


@pytest.mark.usefixtures("people")
def test_whatever_was_typed_is_undone(screen: Screen, desk: Desk) -> None:
    before = desk.read("People!A1:C9")
    screen.look("People")
    for typed in ("12.50", "1/2/2026", "TRUE", "=1+1", "'=1+1", "'007", "50%", "ten"):
        screen.type("A2", typed)
        desk.await_change("People!A1:C9", before)
        screen.page.keyboard.press("Control+z")
        desk.await_values("People!A1:C9", before)


@pytest.mark.usefixtures("people")
def test_a_row_is_added_filled_and_taken_away_again(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    screen.cell("B4").click()
    screen.page.get_by_role("button", name="Add row").click()
    expect(screen.page.get_by_role("textbox", name="Go to a cell")).to_have_value("A5")
    screen.page.keyboard.type("Kim")
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.type("virtual")
    screen.page.keyboard.press("Enter")
    expect(screen.cell("B5")).to_have_text("virtual")
    expect(screen.cell("A5")).to_have_css("background-color", BLUE_CSS)
    for _ in range(3):
        screen.page.keyboard.press("Control+z")
        screen.page.get_by_text("Undone").wait_for()
    expect(screen.cell("A5")).to_have_text("")
    desk.await_values("People!A4:B9", [["Moe", "virtual"]])


@pytest.mark.usefixtures("people")
def test_what_the_tool_writes_appears_by_itself(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    desk.write("People!A5", [["Lin", "virtual"]], "RAW")
    expect(screen.cell("A5")).to_have_text("Lin")
    expect(screen.cell("A5")).to_have_css("background-color", BLUE_CSS)


@pytest.mark.usefixtures("people")
def test_hostile_text_stays_text(screen: Screen, desk: Desk) -> None:
    hostile = "<img src=x onerror=\"document.title='caught'\">"
    desk.write("People!A5", [[hostile, '=IMPORTXML("https://example.net")']], "RAW")
    screen.look("People")
    expect(screen.cell("A5")).to_have_text(hostile)
    assert screen.page.locator(".grid img").count() == 0
    assert screen.page.title() != "caught"


@pytest.mark.usefixtures("people")
def test_text_that_looks_like_a_formula_is_edited_as_text(screen: Screen, desk: Desk) -> None:
    desk.write("People!A5", [["=1+1"]], "RAW")
    screen.look("People")
    screen.cell("A5").dblclick()
    screen.page.keyboard.type("0")
    screen.page.keyboard.press("Enter")
    expect(screen.cell("A5")).to_have_text("=1+10")
    desk.await_values("People!A5", [["=1+10"]])


@pytest.mark.usefixtures("people")
def test_a_cell_is_not_edited_before_it_has_been_read(screen: Screen, desk: Desk) -> None:
    before = desk.read("People!A1:C9")
    screen.look()
    held: list[Route] = []
    screen.page.route(re.compile("rowData.*People|People.*rowData"), lambda route: held.append(route))
    screen.page.get_by_role("tab", name="People", exact=True).click()
    screen.page.locator('[aria-label="Cells of People"][aria-busy=true]').wait_for()
    screen.cell("A2").dblclick()
    screen.page.keyboard.type("blind")
    screen.page.keyboard.press("Enter")
    screen.page.get_by_role("textbox", name="Formula bar").click()
    screen.page.keyboard.type("blind")
    screen.page.keyboard.press("Enter")
    expect(screen.cell("A2")).to_have_text("")
    for route in held:
        route.continue_()
    expect(screen.cell("A2")).to_have_text("Zoe")
    screen.page.unroute_all()
    screen.type("C2", "32")
    desk.await_values("People!C2", [["32"]])
    assert desk.read("People!A1:B9") == [row[:2] for row in before]


@pytest.mark.usefixtures("people")
def test_pasted_rows_land_where_the_cursor_is(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    text = 'Kim\tvirtual\t51\n"Two\nlines"\tin person\t7'
    screen.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    screen.cell("A5").click()
    screen.page.keyboard.press("Control+v")
    expect(screen.cell("A5")).to_have_text("Kim")
    expect(screen.cell("C6")).to_have_text("7")
    desk.await_values("People!A5:C6", [["Kim", "virtual", 51], ["Two\nlines", "in person", 7]], "UNFORMATTED_VALUE")


@pytest.mark.usefixtures("people")
def test_selected_cells_are_cleared_and_counted(screen: Screen, desk: Desk) -> None:
    screen.look("People")
    screen.cell("C2").click()
    screen.page.keyboard.press("Shift+ArrowDown")
    screen.page.keyboard.press("Shift+ArrowDown")
    expect(screen.page.get_by_label("About the selection")).to_have_text(re.compile(r"Sum 100\s+Count 3"))
    screen.page.keyboard.press("Delete")
    expect(screen.cell("C3")).to_have_text("")
    desk.await_values("People!C1:C9", [["Age"]])


@pytest.mark.usefixtures("people")
def test_the_keyboard_alone_reaches_every_part(screen: Screen) -> None:
    screen.look("People")
    keyboard = screen.page.keyboard
    for key in ("Control+Home", "ArrowDown", "ArrowRight", "F6"):
        keyboard.press(key)
    expect(screen.page.get_by_role("tab", name="People")).to_be_focused()
    keyboard.press("F6")
    expect(screen.page.get_by_role("button", name="Undo")).to_be_focused()
    keyboard.press("F6")
    expect(screen.page.get_by_role("grid")).to_be_focused()
    expect(screen.page.get_by_role("textbox", name="Go to a cell")).to_have_value("B2")
    keyboard.press("Shift+F10")
    expect(screen.page.get_by_role("menuitem", name="Insert row above")).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("F2")
    expect(screen.page.get_by_role("textbox", name="Cell content")).to_have_value("virtual")
    keyboard.press("Escape")
    expect(screen.page.get_by_role("grid")).to_be_focused()


@pytest.mark.usefixtures("people")
def test_a_deleted_row_comes_back_with_the_formulas_that_looked_at_it(screen: Screen, desk: Desk) -> None:
    desk.write("People!E1", [["=A3"], ["=COUNTA(A2:A4)"]])
    formulas = desk.read("People!E1:E2", "FORMULA")
    before = desk.read("People!A1:E9")
    screen.look("People")
    screen.cell("B3").click()
    screen.page.keyboard.press("Shift+F10")
    screen.page.get_by_role("menuitem", name="Delete row 3").click()
    expect(screen.page.locator("#toast")).to_have_text("Deleted row 3. Ctrl+Z brings it back.")
    expect(screen.cell("A3")).to_have_text("Moe")
    assert desk.read("People!E1:E2", "FORMULA") != formulas
    screen.page.keyboard.press("Control+z")
    expect(screen.cell("A3")).to_have_text("Ann")
    desk.await_values("People!A1:E9", before)
    assert desk.read("People!E1:E2", "FORMULA") == formulas


def test_a_person_is_found_anywhere_in_the_tab_and_the_keyboard_comes_back(screen: Screen, desk: Desk) -> None:
    desk.add_tab(31, "Long", rows=2000)
    desk.write("Long!A1", [["Name"]] + [[f"Person {row}"] for row in range(2, 2001)], "RAW")
    screen.look("Long")
    page = screen.page
    page.keyboard.press("Control+f")
    page.keyboard.type("person 199")
    expect(page.get_by_label("How many were found")).to_have_text("1 of 11")
    page.keyboard.press("Enter")
    expect(screen.cell("A1990")).to_have_text("Person 1990")
    expect(page.get_by_role("textbox", name="Go to a cell")).to_have_value("A1990")
    page.keyboard.press("Escape")
    expect(page.get_by_role("grid")).to_be_focused()
    name_box = page.get_by_role("textbox", name="Go to a cell")
    for text, there in (("A5", "A5"), ("A5", "A5"), ("nowhere", "A5")):
        name_box.fill(text)
        name_box.press("Enter")
        expect(page.get_by_role("grid")).to_be_focused()
        expect(name_box).to_have_value(there)


def test_ten_thousand_rows_open_and_scroll(screen: Screen, desk: Desk) -> None:
    desk.add_tab(31, "Long", rows=10_000)
    desk.write("Long!A1", [["Number", "Square"]] + [[row, row * row] for row in range(2, 10_001)], "RAW")
    screen.look("Long")
    expect(screen.cell("B2")).to_have_text("4")
    assert screen.page.locator(".cell").count() < 1000
    screen.cell("A2").click()
    screen.page.keyboard.press("Control+End")
    expect(screen.cell("B9")).to_have_count(0)
    expect(screen.cell("B10000")).to_have_text("100000000")
    expect(screen.cell("A1")).to_have_text("Number")
    assert screen.page.locator(".cell").count() < 1000
    screen.page.mouse.move(400, 400)
    screen.page.mouse.wheel(0, -100_000)
    middle = screen.page.wait_for_function(
        "() => { const grid = document.querySelector('.grid').getBoundingClientRect();"
        "const cell = document.elementFromPoint(grid.left + 60, grid.top + 300)?.closest('.cell');"
        "const row = cell ? Number(cell.id.split('-')[1]) : 9999; return row < 9000 ? row : false; }"
    ).json_value()
    expect(screen.cell(f"A{middle + 1}")).to_have_text(str(middle + 1))


@pytest.mark.usefixtures("people")
def test_frozen_rows_and_columns_stay_in_view(screen: Screen, desk: Desk) -> None:
    grid = {"sheetId": 21, "gridProperties": {"frozenColumnCount": 1}}
    desk.batch({"updateSheetProperties": {"properties": grid, "fields": "gridProperties.frozenColumnCount"}})
    screen.look("People")
    before = screen.place("A1")
    screen.page.mouse.move(600, 400)
    screen.page.mouse.wheel(300, 5000)
    expect(screen.cell("A3")).to_have_count(0)
    assert screen.place("A1") == before


@pytest.mark.usefixtures("people")
def test_long_texts_make_their_rows_higher(screen: Screen, desk: Desk) -> None:
    wrapped = {"cell": {"userEnteredFormat": {"wrapStrategy": "WRAP"}}, "fields": "userEnteredFormat.wrapStrategy"}
    desk.batch({"repeatCell": {"range": box(21, 0, 9, 3, 4), **wrapped}})
    desk.write("People!D2", [["word " * 40]])
    screen.look("People")
    expect(screen.cell("D2")).to_contain_text("word")
    text = screen.cell("D2").locator(".text").bounding_box()
    assert text is not None
    assert 150 < text["height"] <= screen.place("D2")["height"]
