"""What stands in and over the cells: dropdowns, check boxes, notes, links, protection, filter views, charts."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.desk import Desk, Screen, box

pytestmark = pytest.mark.usefixtures("people")
INKED = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((value, at) => at % 4 === 3 && value)"


@pytest.fixture
def people(desk: Desk) -> None:
    desk.add_tab(41, "People")
    rows = [["Zoe", "answered", False], ["Ann", "no answer", True], ["Moe", "answered", False]]
    desk.write("People!A1", [["Name", "Status", "Keep"], *rows])


def validation(where: dict[str, int], kind: str, *values: str, strict: bool = False) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    rule = {"condition": condition, "strict": strict, "showCustomUi": True}
    return {"setDataValidation": {"range": where, "rule": rule}}


def test_a_dropdown_offers_its_list_and_takes_a_choice(screen: Screen, desk: Desk) -> None:
    desk.batch(validation(box(41, 1, 9, 1, 2), "ONE_OF_LIST", "answered", "no answer", "withdrawn"))
    screen.look("People")
    screen.cell("B2").locator(".drop").click()
    expect(screen.page.get_by_role("option")).to_have_text(["answered", "no answer", "withdrawn"])
    screen.page.get_by_role("option", name="withdrawn").click()
    expect(screen.cell("B2")).to_have_text("withdrawn")
    desk.await_values("People!B2", [["withdrawn"]])


def test_a_dropdown_is_chosen_from_with_the_keyboard(screen: Screen, desk: Desk) -> None:
    desk.write("People!F1", [["one"], ["two"], ["three"]])
    desk.batch(validation(box(41, 1, 9, 1, 2), "ONE_OF_RANGE", "=People!$F$1:$F$3"))
    screen.look("People")
    screen.cell("B2").click()
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("option")).to_have_text(["one", "two", "three"])
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        screen.page.keyboard.press(key)
    expect(screen.cell("B2")).to_have_text("two")
    desk.await_values("People!B2", [["two"]])


def test_a_strict_dropdown_refuses_anything_else(screen: Screen, desk: Desk) -> None:
    desk.batch(validation(box(41, 1, 9, 1, 2), "ONE_OF_LIST", "yes", "no", strict=True))
    screen.look("People")
    screen.type("B2", "perhaps")
    expect(screen.page.locator("#toast")).to_have_text("B2 takes only: yes, no.")
    expect(screen.cell("B2")).to_have_text("answered")
    desk.await_values("People!B2", [["answered"]])


def test_check_boxes_are_ticked_by_click_and_by_space(screen: Screen, desk: Desk) -> None:
    desk.batch(validation(box(41, 1, 4, 2, 3), "BOOLEAN", strict=True))
    screen.look("People")
    expect(screen.page.locator(".box.ticked")).to_have_count(1)
    screen.cell("C2").locator(".box").click()
    expect(screen.page.locator(".box.ticked")).to_have_count(2)
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Space")
    expect(screen.page.locator(".box.ticked")).to_have_count(1)
    desk.await_values("People!C2:C4", [[True], [False], [False]], "UNFORMATTED_VALUE")


def test_space_ticks_every_selected_box_and_writes_nowhere_else(screen: Screen, desk: Desk) -> None:
    desk.batch(validation(box(41, 1, 4, 2, 3), "BOOLEAN", strict=True))
    screen.look("People")
    screen.cell("B2").click()
    keyboard = screen.page.keyboard
    keyboard.press("ArrowRight")
    keyboard.press("Shift+ArrowDown")
    keyboard.press("Shift+ArrowDown")
    keyboard.press("Space")
    expect(screen.page.locator(".box.ticked")).to_have_count(3)
    desk.await_values("People!C1:C5", [["Keep"], [True], [True], [True]], "UNFORMATTED_VALUE")
    keyboard.press("Control+Space")
    expect(screen.page.get_by_role("textbox", name="Go to a cell")).to_have_value("C1:C1000")


def test_a_key_that_means_nothing_changes_nothing(screen: Screen, desk: Desk) -> None:
    before = desk.read("People!A1:C9")
    screen.look("People")
    screen.cell("A2").click()
    for key in ("Space", "Shift+Space", "F7", "Insert", "Control+j", "Enter", "Enter"):
        screen.page.keyboard.press(key)
    expect(screen.page.get_by_role("textbox", name="Cell content")).to_have_count(0)
    screen.type("B4", "moved")
    desk.await_values("People!A1:C9", [*before[:3], [before[3][0], "moved", before[3][2]]])


def test_a_note_shows_under_the_pointer_and_by_key(screen: Screen, desk: Desk) -> None:
    note = {"cell": {"note": "As the mails will write it."}, "fields": "note"}
    desk.batch({"repeatCell": {"range": box(41, 0, 1, 0, 1), **note}})
    screen.look("People")
    screen.cell("A1").hover()
    expect(screen.page.get_by_role("tooltip")).to_have_text("As the mails will write it.")
    screen.page.mouse.move(700, 600)
    expect(screen.page.get_by_role("tooltip")).to_be_hidden()
    screen.page.keyboard.press("Control+Home")
    screen.page.get_by_role("grid").focus()
    screen.page.keyboard.press("Shift+F2")
    expect(screen.page.get_by_role("tooltip")).to_have_text("As the mails will write it.")


def test_a_link_inside_the_sheet_leads_to_its_cell(screen: Screen, desk: Desk) -> None:
    desk.add_tab(42, "Check")
    desk.write("Check!A1", [["Where"], ['=HYPERLINK("#gid=41&range=B3","People!B3")']])
    screen.look("Check")
    screen.cell("A2").hover()
    screen.page.get_by_role("tooltip").get_by_role("link").click()
    screen.page.get_by_role("grid", name="Cells of People").wait_for()
    expect(screen.page.get_by_role("textbox", name="Go to a cell")).to_have_value("B3")


def test_protected_cells_ask_before_they_are_changed(screen: Screen, desk: Desk) -> None:
    protected = {"range": box(41, 1, 9, 1, 2), "description": "mentorship: Status", "warningOnly": True}
    desk.batch({"addProtectedRange": {"protectedRange": protected}})
    screen.look("People")
    screen.type("B2", "mine")
    expect(screen.page.get_by_role("dialog")).to_contain_text("mentorship: Status")
    screen.page.get_by_role("button", name="Cancel").click()
    desk.await_values("People!B2", [["answered"]])
    screen.type("B2", "mine")
    screen.page.get_by_role("button", name="Change it anyway").click()
    expect(screen.cell("B2")).to_have_text("mine")
    desk.await_values("People!B2", [["mine"]])


def test_a_filter_view_shows_its_rows_only(screen: Screen, desk: Desk) -> None:
    criteria = {"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "answered"}]}}
    spec = {"columnIndex": 1, "filterCriteria": criteria}
    view = {"title": "Answered", "range": box(41, 0, 4, 0, 3), "filterSpecs": [spec]}
    desk.batch({"addFilterView": {"filter": view}})
    screen.look("People")
    screen.page.get_by_role("button", name="Filter views").click()
    screen.page.get_by_role("menuitemradio", name="Answered").click()
    expect(screen.page.get_by_text("2 of 3 rows")).to_be_visible()
    expect(screen.cell("A3")).to_have_count(0)
    assert [screen.cell(name).inner_text() for name in ("A2", "A4")] == ["Zoe", "Moe"]
    screen.page.get_by_role("button", name="Show all rows").click()
    expect(screen.cell("A3")).to_have_text("Ann")


def test_a_chart_is_drawn_from_its_cells_and_follows_them(screen: Screen, desk: Desk) -> None:
    desk.add_tab(43, "Overview", columns=12)
    desk.write("Overview!A1", [["Day", "Answers"], ["Monday", 3], ["Tuesday", 5]])

    def block(column: int) -> dict[str, Any]:
        return {"sourceRange": {"sources": [box(43, 0, 5, column, column + 1)]}}

    basic = {
        "chartType": "COLUMN",
        "headerCount": 1,
        "domains": [{"domain": block(0)}],
        "series": [{"series": block(1)}],
    }
    position = {"overlayPosition": {"anchorCell": {"sheetId": 43, "rowIndex": 1, "columnIndex": 3}}}
    spec = {"title": "Answers by day", "basicChart": basic}
    desk.batch({"addChart": {"chart": {"spec": spec, "position": position}}})
    screen.look("Overview")
    chart = screen.page.get_by_role("img")
    expect(chart).to_have_attribute("aria-label", "Chart Answers by day. Answers Monday: 3, Tuesday: 5")
    assert chart.evaluate(INKED)
    screen.type("B3", "7")
    expect(chart).to_have_attribute("aria-label", "Chart Answers by day. Answers Monday: 3, Tuesday: 7")


def test_merged_and_banded_cells_look_so(screen: Screen, desk: Desk) -> None:
    bands = {
        "headerColorStyle": {"rgbColor": {"red": 0.2, "green": 0.4, "blue": 0.6}},
        "firstBandColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
        "secondBandColorStyle": {"rgbColor": {"red": 0.8, "green": 0.8, "blue": 0.8}},
    }
    desk.batch(
        {"addBanding": {"bandedRange": {"range": box(41, 0, 9, 0, 3), "rowProperties": bands}}},
        {"mergeCells": {"range": box(41, 5, 6, 0, 3), "mergeType": "MERGE_ALL"}},
    )
    screen.look("People")
    expect(screen.cell("A1")).to_have_css("background-color", "rgb(51, 102, 153)")
    expect(screen.cell("A3")).to_have_css("background-color", "rgb(204, 204, 204)")
    expect(screen.cell("B6")).to_have_count(0)
    assert screen.place("A6")["width"] == 300


def test_what_a_dropdown_does_not_offer_is_marked(screen: Screen, desk: Desk) -> None:
    desk.batch(validation(box(41, 1, 9, 1, 2), "ONE_OF_LIST", "answered", "withdrawn"))
    screen.look("People")
    expect(screen.cell("B3")).to_have_class(re.compile("outside"))
    expect(screen.page.locator(".outside")).to_have_count(1)
    screen.type("B3", "withdrawn")
    expect(screen.page.locator(".outside")).to_have_count(0)
