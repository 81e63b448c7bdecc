"""Cells that the organizer protects: named before anything is tried, and by the doctor before any command."""

from typing import Any

import pytest

from mentorship_gsheets.errors import Level, MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.workspace.doctor import check_protection
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.people import WRITE, Sheet, add, opened, prepared, put


def protect(google: Rehearsal, sheet: Sheet, title: str, **more: Any) -> None:
    tab = sheet.read().tab(title)
    assert tab is not None
    area = {"sheetId": tab.sheet_id} | more.pop("box", {})
    body = {"range": area, "editors": {"users": ["organizer@conference.example.org"]}} | more
    google.control("POST", "organizer", {"steps": [{"requests": [{"addProtectedRange": {"protectedRange": body}}]}]})


def test_a_protected_column_is_named_and_nothing_is_tried(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    prepared(sheet)
    column = {"startRowIndex": 0, "startColumnIndex": 1, "endColumnIndex": 2}
    protect(google, sheet, "People", box=column, description="names")
    workbook, since = sheet.read(), len(google.journal(0))
    plan = Plan("pull", (put("ada", "Name", "Ada L.", "Ada"), put("bob", "Match", "x")))
    (found,) = sheet.barred(plan)
    who = load(google.key_path).who
    assert (found.level, found.where) == (Level.STOP, "People!B1:B12")
    assert found.what == (
        f"the cells B1:B12 of People are protected (“names”), and {who} may not change what is in there; "
        "1 cell there would be written: B2."
    )
    with pytest.raises(MentorshipError) as refused:
        sheet.apply(plan, workbook)
    assert refused.value.findings == (found,)
    assert [entry for entry in google.journal(since) if entry["method"] == WRITE] == []
    # beside them the tool may write
    sheet.apply(Plan("pull", (put("bob", "Match", "x"),)), workbook)


def test_a_protected_tab_bars_new_rows_but_not_other_tabs(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    prepared(sheet)
    protect(google, sheet, "People")
    sheet.read()
    (found,) = sheet.barred(Plan("pull", (add("gus"),)))
    assert found.what.startswith("the tab People is protected, and ")
    assert [check.finding.what for check in check_protection(sheet.workbook, ["People", "Log"], load(google.key_path))
            if check.finding] == [found.what.partition(";")[0] + "."]  # fmt: skip


def test_what_only_warns_or_lets_the_robot_edit_bars_nothing(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    prepared(sheet)
    protect(google, sheet, "People", warningOnly=True, editors={})
    protect(google, sheet, "People", editors={"users": [load(google.key_path).who]})
    open_part = [{"startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}]
    tab = sheet.read().tab("People")
    assert tab is not None
    parts = [{"sheetId": tab.sheet_id} | part for part in open_part]
    protect(google, sheet, "People", unprotectedRanges=parts, box={"startRowIndex": 0, "endRowIndex": 12})
    workbook = sheet.read()
    plan = Plan("match", (put("ada", "Match", "x"),))
    assert (sheet.barred(plan), len(sheet.workbook.tab("People").locked)) == ((), 1)  # type: ignore[union-attr]  # it is there
    assert sheet.apply(plan, workbook).tab("People").keyed("Match")["x"][0].number == 2  # type: ignore[union-attr]  # it is there
    assert [finding.where for finding in sheet.barred(Plan("match", (put("ada", "Notes", "x"),)))] == ["People!A1:D12"]
