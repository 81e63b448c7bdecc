"""A plan in several batches: one after the other, each guarded; the next run completes what one left."""

import itertools

import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.batch import size
from mentorship_gsheets.spreadsheet.plan import AddColumn, Change, Plan
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError
from mentorship_gsheets.workspace.snapshot import mask
from tests.workspace.people import NAMES, WRITE, add, calls, grid, opened, prepared, put

WORDS = ["gus", "hal", "ida", "jon", "kim", "lou", "may", "ned", "oda", "pam"]
COLOR = AddColumn("People", Column("Colour"))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of two thousand bytes instead of two million."""
    monkeypatch.setattr(size, "LARGE_BYTES", 2500)


def whole(workbook: Workbook) -> list[Change]:
    """What a stage would still write: rows and cells that are not there."""
    tab = workbook.tab("People")
    assert tab is not None
    there = tab.keyed("Email")
    rows = [add(name, Match="Bob", Notes="n" * 90) for name in WORDS if f"{name}@example.org" not in there]
    cells = [put(name, "Notes", "m" * 90) for name in NAMES if not tab.text(there[f"{name}@example.org"][0], "Notes")]
    return [*([] if tab.column("Colour") is not None else [COLOR]), *rows, *cells]


@pytest.mark.usefixtures("small")
def test_one_after_the_other_and_read_back_once(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    sheet.findings.clear()
    since = google.last_request()
    workbook = sheet.apply(Plan("pull", tuple(whole(workbook)), summary="all of it"), workbook)
    writes = calls(google, since)
    assert len(writes) > 4
    assert set(writes) == {"batchUpdate"}
    assert whole(workbook) == []
    assert grid(workbook) == grid(opened(google).read())
    assert [row[3] for row in grid(workbook, "Log")][-1] == "all of it"
    assert [finding.code for finding in sheet.findings] == ["several-requests"]
    largest = max(len(str(entry["request"])) for entry in google.journal(since, WRITE))
    assert largest < 2 * size.LARGE_BYTES


@pytest.mark.usefixtures("small")
def test_all_of_it_is_taken_back(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    before = grid(workbook)
    workbook = sheet.apply(Plan("pull", tuple(whole(workbook))), workbook)
    workbook = sheet.apply(opened_undo := sheet.undo(), workbook)
    assert len(opened_undo.changes) == len(WORDS) * 4 + len(NAMES)
    assert [row[:4] for row in grid(workbook) if any(row)] == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("fourth", [False, True])
def test_what_somebody_does_between_two_stays(google: Rehearsal, meter: Meter, fourth: bool) -> None:
    """A row is put in above, and a cell filled, before the second batch arrives or the fourth."""
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    steps = [{"sort": "People", "by": "Name", "ascending": False}, {"edit": "People!D2", "value": "mine"}]
    google.fault("organizer", method=WRITE, nth=4 if fourth else 2, steps=steps)
    workbook = sheet.apply(Plan("pull", tuple(whole(workbook))), workbook)
    rows = {row[0]: row for row in grid(workbook)[1:]}
    assert sum(row[3] == "mine" for row in rows.values()) == 1
    assert sorted(rows) == sorted(f"{name}@example.org" for name in (*NAMES, *WORDS))
    assert [len(row[3]) for row in rows.values() if row[3] != "mine"] == [90] * (len(rows) - 1)
    assert whole(workbook) == []


@pytest.mark.usefixtures("small")
def test_the_next_run_completes_what_any_stop_left(google: Rehearsal, meter: Meter) -> None:
    """Stopped before each batch in turn, the sheet says in the end what it says undisturbed."""
    workbook = prepared(opened(google, meter))
    stops = 0
    for nth in itertools.count(2):
        left = whole(opened(google, meter).read())
        if not left:
            break
        google.fault("refuse", shape="disabled", method=WRITE, nth=2)
        sheet = opened(google, meter)
        workbook = sheet.read()
        try:
            sheet.apply(Plan("pull", tuple(whole(workbook))), workbook)
        except RefusedError:
            stops += 1
        google.control("DELETE", "faults")
        # rows are whole at every moment
        assert {len(row[3]) for row in grid(opened(google).read())[1:] if row[0].split("@")[0] in WORDS} <= {90}
        assert nth < 20
    assert stops > 3
    workbook = opened(google).read()
    assert whole(workbook) == []
    assert [row[0] for row in grid(workbook)[1:]] == [f"{name}@example.org" for name in (*NAMES, *WORDS)]


def test_replies_come_packed_and_are_counted(google: Rehearsal, meter: Meter) -> None:
    """The journal has the sizes that went over the wire, and Google packs only for who says gzip twice."""
    sheet = opened(google, meter)
    prepared(sheet)
    since = google.last_request()
    sheet.read()
    (entry,) = google.journal(since, "sheets.")
    address, said = f"{google.url}/v4/spreadsheets/{google.sheet}", {"Accept-Encoding": "gzip"}
    key = Credentials.from_service_account_file(str(google.key_path), scopes=SHEET_SCOPES)
    with AuthorizedSession(key) as session:
        plain = session.get(address, params={"fields": mask()}, headers=said | {"User-Agent": "curl"}, timeout=60)
    assert "Content-Encoding" not in plain.headers
    assert plain.json() == entry["reply"]
    assert (entry["bytes_in"], 0 < entry["bytes_out"] < len(plain.content) / 3) == (0, True)
