"""Reading a sheet whole, and what a run tells about itself."""

import getpass
import io
import platform
from datetime import UTC, datetime

import openpyxl
import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.plan import AddTab, Plan, SetFormatting
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.workspace.logbook import this_operator, with_log_row
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.people import LOG, PEOPLE, WRITE, add, calls, grid, opened, prepared, put


def test_a_sheet_is_read_in_one_call_whatever_its_tabs(conference: Rehearsal, meter: Meter) -> None:
    workbook = opened(conference, meter).read()
    assert calls(conference) == ["get"]
    assert (workbook.id, workbook.title) == (conference.sheet, "Mentorship 2026")
    tab = workbook.tab("Sign-ups")
    assert tab is not None
    assert tab.header == ("Name", "Email", "Ticket", "Mentorship programme?")


def test_notes_and_dropdowns_come_when_asked_for_and_stay_until_the_next_reading(
    google: Rehearsal, meter: Meter
) -> None:
    column = Column("Email", note="The key.", choices=("a", "b"))
    spec = TabSpec("People", (column,), rows=5)
    sheet = opened(google, meter)
    changes = (AddTab(spec), SetFormatting("People", "note", column), SetFormatting("People", "dropdown", column))
    workbook = sheet.apply(Plan("setup", changes), sheet.read(formatting=True))
    for found in (workbook, sheet.read(formatting=True)):
        tab = found.tab("People")
        assert tab is not None
        assert (tab.formatting.notes, tab.formatting.dropdowns) == ({"email": "The key."}, {"email": ("a", "b")})
    tab = sheet.read().tab("People")
    assert tab is not None
    assert (tab.formatting.notes, tab.formatting.dropdowns) == ({}, {})


def test_an_export_is_an_excel_file(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    prepared(sheet)
    book = openpyxl.load_workbook(io.BytesIO(sheet.export()))
    assert [cell.value for cell in book["People"][2]][:2] == ["ada@example.org", "Ada"]


def test_a_log_row_needs_a_log_and_a_plan(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = sheet.apply(Plan("setup", (AddTab(PEOPLE),)), sheet.read())
    assert workbook.tab("Log") is None
    moment = datetime(2027, 7, 5, 12, 30, tzinfo=UTC)
    plan = Plan("pull", (add("ada"),))
    assert with_log_row(plan, workbook, moment, "ada", "x") is plan
    workbook = sheet.apply(Plan("setup", (AddTab(LOG),)), workbook)
    assert with_log_row(Plan("pull"), workbook, moment, "ada", "x") == Plan("pull")


def test_a_log_that_lost_a_column_is_written_where_it_can(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    spec = TabSpec("Log", (Column("Run"), Column("Stage")), rows=9)
    workbook = sheet.apply(Plan("setup", (AddTab(PEOPLE), AddTab(spec))), sheet.read())
    workbook = sheet.apply(Plan("pull", (add("ada"),)), workbook)
    assert [row[1] for row in grid(workbook, "Log")] == ["Stage", "setup", "pull"]


def test_an_operator_is_a_user_on_a_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "node", lambda: "laptop")
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert this_operator() == "ada on laptop"

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setattr(platform, "node", lambda: "")
    assert this_operator() == "somebody on a computer"


def test_a_run_that_only_laid_things_out_is_no_step_to_undo(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    sheet.apply(Plan("color", (SetFormatting("People", "banding"),)), prepared(sheet))
    assert opened(google, meter).undo().summary == "takes back 12 cells that pull wrote."


def test_people_who_never_stop_editing_are_asked_to_pause(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    for number in range(6):
        step = {"sort": "People", "by": "Name", "descending": number % 2 == 0}
        google.fault("organizer", method=WRITE, nth=number + 1, steps=[step])
    with pytest.raises(MentorshipError) as error:
        sheet.apply(Plan("match", (put("ada", "Match", "Fay"), put("bob", "Match", "Eve"))), workbook)
    assert [finding.code for finding in error.value.findings] == ["edited-too-fast"]
    workbook = opened(google, meter).read()
    assert sorted(row[1] for row in grid(workbook)[1:]) == ["Ada", "Bob", "Cyd", "Dee", "Eve", "Fay"]
