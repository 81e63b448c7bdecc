"""Taking data along without the people, and making them go away."""

from pathlib import Path

import openpyxl

from tests.cli.conftest import Desk


def test_purge_empties_people_and_keeps_the_keys_that_stop_second_mails(desk: Desk) -> None:
    desk.set_up()
    desk.run("draft", "matches", code=None)
    before = desk.sheet()
    drafts = before.tab("Drafts")
    assert drafts is not None
    keys = [drafts.text(row, "Key") for row in drafts.rows]
    names = [text for row in before.tab("Mentors").rows if (text := before.tab("Mentors").text(row, "Email"))]  # type: ignore[union-attr]  # set up above
    desk.run("purge", "--after", "2026-01-01")
    after = desk.sheet()
    ours = [tab for tab in after.tabs if not tab.title.startswith("Form Responses")]
    left = [name for name in names for tab in ours for row in tab.rows for cell in row.cells if name in cell.text]
    assert left == []
    kept = after.tab("Drafts")
    assert kept is not None
    assert [kept.text(row, "Key") for row in kept.rows] == keys
    mark = desk.mark()
    desk.run("purge", "--after", "2026-01-01")
    assert desk.calls("sheets.spreadsheets.batchUpdate", mark) == []


def test_purge_waits_for_its_day(desk: Desk) -> None:
    desk.set_up(until="pull")
    result = desk.run("purge", "--after", "2999-01-01", code=1)
    assert result.stderr == "✗ 2999-01-01 has not passed yet. Purge from the day after.\n"


def test_an_anonymous_export_names_nobody(desk: Desk, tmp_path: Path) -> None:
    desk.set_up()
    path = tmp_path / "anonymous.xlsx"
    desk.run("export", "--anonymous", str(path), yes=False)
    book = openpyxl.load_workbook(path)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    people = [
        tab.text(row, header)
        for tab in desk.sheet().tabs
        if tab.title in ("Mentors", "Mentees")
        for row in tab.rows
        for header in ("Email", "Name", "Notes", "Affiliation")
        if tab.text(row, header)
    ]
    assert [text for text in people if any(text in other for other in texts)] == []
    assert book.sheetnames == ["Mentors", "Mentees"]
    assert next(cell.value for cell in book["Mentors"][2]) == "mentor001@example.org"
