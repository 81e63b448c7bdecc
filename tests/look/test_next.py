"""What comes next, as ``Overview`` says it: by what is done, and by the days until the first one."""

from datetime import date, timedelta

import pytest

from mentorship_gsheets.spreadsheet.plan import AddRow, Plan, SetCell
from tests.look.board import Board, email, texts

ASK = "Run: mentorship draft survey, then, some days later, mentorship draft reminder. In the last week: bin and match."
LOOK_UP = "Look them up and fill in what you find, then run: mentorship bin."
USUAL = "1 person has no bin yet. Run: mentorship bin. 1 person has not answered: mentorship draft reminder."


@pytest.mark.parametrize("typed", ["text", "date"])
def test_two_to_four_weeks_before_it_asks_and_in_the_last_week_it_looks_up(board: Board, typed: str) -> None:
    workbook = board.set_up()
    settings = workbook.tab("Settings")
    assert settings is not None
    (starts,) = settings.keyed("Setting")["starts"]
    people = (("Mentors", "ada", "answered", "Other"), ("Mentees", "bo", "no answer", ""))
    rows = [
        AddRow(title, "Email", email(name), (("Email", email(name)), ("Status", status), ("Bin", bin)))
        for title, name, status, bin in people
    ]
    sheet = board.open()
    sheet.apply(Plan("fill", tuple(rows)), sheet.read())
    said = {}
    for days in (40, 28, 8, 7, 0, -1):
        day = (date.today() + timedelta(days=days)).isoformat()
        if typed == "date":
            board.type(settings.address(starts, "Value"), day)
        else:
            workbook = sheet.read()
            before = texts(workbook, "Settings", "Setting", "Value")["Starts"]
            sheet.apply(Plan("type", (SetCell("Settings", "Setting", "Starts", "Value", day, before),)), workbook)
        said[days] = texts(board.open().read(), "Overview", "Line", "Number")["next"]
    silent = "to go, and 1 person has not answered."
    assert said == {
        40: USUAL,
        28: f"28 days {silent} {ASK}",
        8: f"8 days {silent} {ASK}",
        7: f"7 days {silent} {LOOK_UP}",
        0: f"0 days {silent} {LOOK_UP}",
        -1: USUAL,
    }
