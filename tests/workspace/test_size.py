"""A plan that Google would refuse for its size is refused before anything is sent."""

import pytest
import requests

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.batch.size import LARGE_BYTES, MOST_BYTES, encoded, judged
from mentorship_gsheets.spreadsheet.plan import AddColumn, Plan
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.people import NAMES, add, calls, grid, opened, prepared

LONG = "x" * 50_000


def long_texts(megabytes: float) -> Plan:
    """People whose notes come to about so many megabytes."""
    count = round(megabytes * 1_000_000 / len(LONG))
    return Plan("pull", tuple(add(f"p{number}", Notes=LONG) for number in range(count)))


def test_a_plan_that_google_would_refuse_writes_nothing(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    notes = tuple(f"Note {number}" for number in range(212))
    wide = Plan("setup", tuple(AddColumn("People", Column(header)) for header in notes))
    workbook = sheet.apply(wide, workbook)
    since = google.last_request()
    with pytest.raises(MentorshipError) as error:
        # one row, which is written whole
        sheet.apply(Plan("pull", (add("gus", **dict.fromkeys(notes, LONG)),)), workbook)
    assert str(error.value) == (
        "this needs one request of 10.7 MB, and Google takes 10.5 MB at most; nothing was written. "
        "Run the programme as two sheets, each with a part of the people."
    )
    assert calls(google, since) == []


def test_a_large_plan_is_written_in_parts_and_told(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = google.last_request()
    workbook = sheet.apply(long_texts(2.1), workbook)
    assert [str(finding) for finding in sheet.findings] == [
        "this was written in 2 requests, 2.1 MB together, the largest 2.0 MB. Nothing is left to do."
    ]
    assert calls(google, since) == ["batchUpdate", "batchUpdate"]
    assert len(grid(workbook)) == 1 + len(NAMES) + len(long_texts(2.1).changes)


@pytest.mark.parametrize(
    ("size", "codes"),
    [(0, []), (LARGE_BYTES - 1, []), (LARGE_BYTES, ["several-requests"]), (MOST_BYTES, ["several-requests"])],
)
def test_from_which_size_on_it_is_told(size: int, codes: list[str]) -> None:
    assert [finding.code for finding in judged([b"x" * size])] == codes


def test_one_byte_more_than_google_takes_is_refused() -> None:
    with pytest.raises(MentorshipError) as error:
        judged([b"", b"x" * (MOST_BYTES + 1)])
    assert error.value.findings[0].code == "request-too-large"


def test_half_a_surrogate_pair_is_sent_escaped() -> None:
    assert encoded({"a": "\ud800"}) == b'{"a":"\\ud800"}'


@pytest.mark.parametrize(("more", "code"), [(0, 403), (1, 400)])
def test_the_local_google_refuses_what_google_would(google: Rehearsal, more: int, code: int) -> None:
    address = f"{google.url}/v4/spreadsheets/{google.sheet}:batchUpdate"
    assert requests.post(address, data=b" " * (MOST_BYTES + more), timeout=60).status_code == code
