"""What a reviewer sees of people and drafts without scrolling, measured in the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.plan import AddRow, Plan
from mentorship_gsheets.stages import setup
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN, PEOPLE_TAB
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.page.desk import Desk, Screen

PEOPLE = 40
READ = ("Name", "{match}", "Live check", "Fit", "Mail", "Why")
MEASURE = """() => {
    const grid = document.querySelector('[role=grid]').getBoundingClientRect();
    const shown = (id) => {
        const box = document.getElementById(id)?.getBoundingClientRect();
        return !!box && box.height > 0 && box.width > 0 && box.top >= grid.top &&
            box.bottom <= Math.min(grid.bottom, innerHeight) && box.right <= Math.min(grid.right, innerWidth);
    };
    const headers = [];
    for (let column = 0; shown(`cell-0-${column}`); column += 1)
        headers.push(document.getElementById(`cell-0-${column}`).innerText);
    let rows = 0;
    while (shown(`cell-${rows + 1}-0`)) rows += 1;
    return {headers, rows};
}"""


def person(number: int, role: Role) -> str:
    return f"{role.title()} Longname{number:02} <{role}{number:02}@department.university.example.org>"


def row(number: int, role: Role) -> AddRow:
    """Somebody with a partner; every fourth mentor has two, a line each."""
    partners = [number, number + 1] if role is Role.MENTOR and number % 4 == 0 else [number]
    values = {
        "Name": person(number, role).partition(" <")[0],
        "Email": person(number, role).partition("<")[2].rstrip(">"),
        "Status": "answered",
        MATCH_COLUMN[role]: "\n".join(person(partner, role.other) for partner in partners),
        "Fit": 80,
        "Why": "Both work on tools for data, and both are in person. " * 3,
    }
    return AddRow(PEOPLE_TAB[role], "Email", values["Email"], (*values.items(), *live_values(role)))


@pytest.fixture(scope="module")
def reviewed() -> Iterator[Rehearsal]:
    with running("empty") as google:
        sheet = open_sheet(google.sheet, load(google.key_path))
        workbook = sheet.read(formatting=True)
        workbook = sheet.apply(setup.plan(workbook), workbook)
        rows = [row(number, role) for role in Role for number in range(PEOPLE)]
        sheet.apply(Plan("fill", tuple(rows)), workbook)
        yield google


@pytest.mark.parametrize("role", Role)
def test_partner_check_and_mail_of_25_people_are_seen_at_once(page: Page, reviewed: Rehearsal, role: Role) -> None:
    Screen(page, Desk(reviewed)).look(PEOPLE_TAB[role])
    seen = page.evaluate(MEASURE)
    wanted = [header.format(match=MATCH_COLUMN[role]) for header in READ]
    assert (seen["headers"][: len(READ)], seen["rows"] >= 25) == (wanted, True)


def test_on_a_telephone_name_and_partner_are_seen(page: Page, reviewed: Rehearsal) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    Screen(page, Desk(reviewed)).look("Mentees")
    assert page.evaluate(MEASURE)["headers"][0] == "Name"
    left = page.evaluate("() => document.getElementById('cell-1-1').getBoundingClientRect().left")
    assert left < 390 - 100
