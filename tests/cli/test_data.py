"""Taking data along without the people, and making them go away."""

import stat
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.cli.conftest import Desk


def test_purge_empties_people_and_leaves_no_key_that_can_be_guessed(desk: Desk) -> None:
    desk.set_up(until="draft")
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
    left_keys = [kept.text(row, "Key") for row in kept.rows]
    assert (len(left_keys), set(left_keys) & set(keys)) == (len(keys), set())
    told = desk.run("draft", "matches", code=1).stderr
    assert told.startswith("✗ the personal data were purged from this sheet on ")
    mark = desk.mark()
    desk.run("purge", "--after", "2026-01-01")
    assert desk.calls("sheets.spreadsheets.batchUpdate", mark) == []


def test_purge_waits_for_its_day(desk: Desk) -> None:
    desk.set_up(until="pull")
    result = desk.run("purge", "--after", "2999-01-01", code=1)
    assert result.stderr == "✗ 2999-01-01 has not passed yet. Purge from the day after.\n"


def hidden_copies(desk: Desk) -> int:
    """How many hidden tabs hold what was overwritten, as the server has them."""
    tabs = desk.google.world.store.all("tab").values()
    return sum(tab["properties"]["title"].startswith("Before ") for tab in tabs)


def test_a_plan_that_is_only_looked_at_leaves_the_hidden_copies(desk: Desk) -> None:
    desk.set_up(until="pull")
    copies = hidden_copies(desk)
    mark = desk.mark()
    for looks in ("--dry-run", "--json"):
        desk.run("purge", "--after", "2026-01-01", looks, yes=False)
    assert [entry["method"] for entry in desk.calls("sheets", mark)] == ["sheets.spreadsheets.get"] * 2
    assert (hidden_copies(desk), copies) == (6, 6)


def test_a_purge_that_is_declined_leaves_everything(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.set_up(until="pull")
    mark = desk.mark()
    monkeypatch.setattr("mentorship_gsheets.cli.session.agreed", lambda *_: False)
    desk.run("purge", "--after", "2026-01-01", yes=False)
    assert [entry["method"] for entry in desk.calls("sheets", mark)] == ["sheets.spreadsheets.get"]
    assert hidden_copies(desk) == 6


def test_a_purge_cut_off_halfway_is_finished_by_the_next(desk: Desk) -> None:
    desk.set_up(until="pull")
    desk.google.fault("reset", when="before", method="sheets.spreadsheets.batchUpdate", nth=2)
    desk.run("purge", "--after", "2026-01-01", code=3)
    assert hidden_copies(desk) == 6
    told = desk.run("purge", "--after", "2026-01-01").output
    assert "The hidden copies that undo takes from are deleted." in told
    assert hidden_copies(desk) == 0


def test_purge_leaves_the_copies_of_an_operator_at_work(desk: Desk) -> None:
    desk.set_up(until="pull")
    desk.google.fault("reset", when="before", method="sheets.spreadsheets.batchUpdate", nth=2)
    desk.run("purge", "--after", "2026-01-01", code=3)
    sheet = open_sheet(desk.google.sheet, load(desk.google.key_path), operator="Eve")
    typed = SetCell("Settings", "Setting", "Reply-to", "Value", "committee@example.org", "")
    sheet.apply(Plan("draft", (typed,)), sheet.read(), timedelta(minutes=5))
    result = desk.run("purge", "--after", "2026-01-01", code=1)
    assert result.stderr.startswith("✗ Eve is at work on this sheet (draft, since ")
    assert hidden_copies(desk) == 7
    told = desk.run("purge", "--after", "2026-01-01", "--take-over").output
    assert "Eve began draft at " in told
    assert hidden_copies(desk) == 0


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


@pytest.mark.parametrize("how", [(), ("--anonymous",)])
def test_an_export_is_for_its_owner_alone_and_replaces_a_file_only_when_told_to(
    desk: Desk, tmp_path: Path, how: tuple[str, ...]
) -> None:
    desk.set_up(until="pull")
    (folder := tmp_path / "exports").mkdir()
    path = folder / "programme.xlsx"
    path.write_text("an older one", "utf-8")
    path.chmod(0o644)
    mark = desk.mark()
    refused = desk.run("export", *how, str(path), code=2, yes=False)
    assert " ".join(refused.stderr.split()) == f"✗ {path} is there already: name another file, or add --replace."
    assert (path.read_text("utf-8"), desk.calls(since=mark)) == ("an older one", [])
    desk.run("export", *how, "--replace", str(path), yes=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Mentors" in openpyxl.load_workbook(path).sheetnames
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("how", [(), ("--anonymous",)])
def test_a_place_that_cannot_be_written_to_is_a_sentence(desk: Desk, tmp_path: Path, how: tuple[str, ...]) -> None:
    desk.set_up(until="pull")
    path = tmp_path / "nowhere" / "programme.xlsx"
    result = desk.run("export", *how, str(path), code=2, yes=False)
    assert " ".join(result.stderr.split()) == f"✗ {path} cannot be written (No such file or directory)."
