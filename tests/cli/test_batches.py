"""A stage whose plan takes several requests, stopped between two: the next run completes it."""

import pytest

from mentorship_gsheets.spreadsheet.batch import size
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.cli.conftest import Desk


def people(workbook: Workbook) -> dict[str, list[tuple[str, ...]]]:
    """The rows of both tabs of people and of what is remembered, in any order."""
    return {
        tab.title: sorted(tuple(cell.text for cell in row.cells) for row in tab.rows)
        for tab in workbook.tabs
        if tab.title in ("Mentors", "Mentees", "Form responses", "Memory")
    }


def test_pull_goes_on_where_it_was_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request stays below the size, and what the sheet says in the end is what one pull would have made it."""
    desk.set_up("pull")
    undisturbed = people(desk.sheet())
    desk.set_up("setup")
    monkeypatch.setattr(size, "LARGE_BYTES", 60_000)
    desk.google.fault("refuse", shape="disabled", method="sheets.spreadsheets.batchUpdate", nth=3)
    since = desk.mark()
    desk.run("pull", code=3)
    desk.google.control("DELETE", "faults")
    written = [entry for entry in desk.calls("sheets.spreadsheets.batchUpdate", since) if entry["code"] == 200]
    assert len(written) == 2
    desk.run("pull")
    assert people(desk.sheet()) == undisturbed
    sizes = [entry["bytes_in"] for entry in desk.calls("sheets.spreadsheets.batchUpdate", since)]
    assert max(sizes) < 2 * 60_000
    since = desk.mark()
    desk.run("pull")
    assert desk.calls("sheets.spreadsheets.batchUpdate", since) == []
