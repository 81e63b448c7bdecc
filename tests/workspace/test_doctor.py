"""The doctor looks at one thing after the other and says what to do about what is not well."""

from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import doctor
from mentorship_gsheets.workspace.credentials import MAIL_SCOPES
from mentorship_gsheets.workspace.doctor import (
    check_clock,
    check_form,
    check_key,
    check_mailbox,
    check_sheet,
    check_tabs,
    close_key,
    quota,
)
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.login import log_in_anew
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.browser import Person
from tests.workspace.people import HEADER, opened, prepared


def test_what_is_well_is_said_in_a_line_each(conference: Rehearsal, meter: Meter) -> None:
    key, (check,) = check_key(conference.key_path)
    assert key is not None
    assert check.seen == f"service account {key.who}"
    seen = [
        (check.name, check.seen)
        for check in [
            check_clock(key),
            *check_sheet(conference.sheet, key, meter),
            *check_form(conference.form, key, meter),
            *check_mailbox(conference.mailbox, key, meter),
            quota(meter),
        ]
    ]
    answers = len(conference.world.store.ids(f"responses:{conference.form}"))
    assert seen == [
        ("clock", "right"),
        ("log-in", "Google accepts the key"),
        ("sheet", "“Mentorship 2026” can be read"),
        ("sharing", "the sheet can be changed"),
        ("form", f"“Mentorship programme 2026” has 11 questions and {answers} answers"),
        ("mailbox", f"drafts can be made in {conference.mailbox}"),
        ("quota", "60 reads, 60 writes, 6000 mail units a minute; 5 calls just now"),
    ]


def test_looking_changes_nothing(conference: Rehearsal, meter: Meter) -> None:
    key = load(conference.key_path)
    before = opened(conference).read()
    check_sheet(conference.sheet, key, meter)
    assert opened(conference).read() == before


def test_an_open_key_is_found_and_closed(conference: Rehearsal) -> None:
    conference.key_path.chmod(0o644)
    key, checks = check_key(conference.key_path)
    assert key is None
    assert [(check.name, check.finding and check.finding.code) for check in checks] == [("key", "key-open")]
    close_key(conference.key_path)
    key, checks = check_key(conference.key_path)
    assert key is not None
    assert [check.well for check in checks] == [True]


def test_a_missing_key_is_one_finding(tmp_path: Path) -> None:
    key, checks = check_key(tmp_path / "none.json")
    assert (key, [check.well for check in checks]) == (None, [False])


def test_an_address_that_names_no_sheet_is_told(conference: Rehearsal, meter: Meter) -> None:
    (check,) = check_sheet("https://example.org/", load(conference.key_path), meter)
    assert str(check.finding) == "this is no address of a sheet: copy the whole address from the browser."


@pytest.mark.parametrize(
    ("date", "seen"),
    [
        ("Mon, 01 Jan 2001 00:00:00 GMT", "wrong"),
        ("Tue, 01 Jan 2999 00:00:00 GMT", "wrong"),
        ("", "Google did not say what time it is"),
    ],
)
def test_a_wrong_clock_is_told_before_it_locks_out(date: str, seen: str) -> None:
    check = doctor._clock(date)
    assert (check.seen, check.well) == (seen, not date)
    assert check.finding is None or check.finding.what.split()[-1] == ("fast." if "2001" in date else "slow.")


def test_missing_tabs_and_columns_are_told(google: Rehearsal, meter: Meter) -> None:
    workbook = prepared(opened(google, meter))
    expected = {"People": HEADER, "Log": ("Time", "Weather"), "Mentors": ("Email",)}
    assert [str(check.finding or "well") for check in check_tabs(workbook, expected)] == [
        "well",
        "tab “Log” has no column Weather. Run: mentorship setup; it adds what is missing and touches nothing else.",
        "there is no tab “Mentors”. Run: mentorship setup; it adds what is missing and touches nothing else.",
    ]


def test_a_missing_sender_is_told(google: Rehearsal, meter: Meter) -> None:
    (check,) = check_mailbox("", load(google.key_path), meter)
    assert str(check.finding) == (
        "nothing says which mailbox sends. Write its address into Settings, Sender, or name it with --sender."
    )


def test_the_log_in_of_another_mailbox_is_told(google: Rehearsal, client: Path, local_key: Key, meter: Meter) -> None:
    organizer = google.world.project["organizer"]
    opener = load(client, (KeyKind.CLIENT,))
    log_in_anew(opener, MAIL_SCOPES, local_key.mailbox_path, Person(organizer).way, organizer)
    (check,) = check_mailbox(google.mailbox, local_key, meter)
    assert str(check.finding) == (
        f"the mailbox that is open is {organizer}, but {google.mailbox} is to send. "
        f"Correct Sender in Settings, or run: mentorship login --sender {google.mailbox}"
    )


def test_an_address_where_a_form_is_answered_is_told(conference: Rehearsal, meter: Meter) -> None:
    (check,) = check_form("https://docs.google.com/forms/d/e/1FAIpQ/viewform", load(conference.key_path), meter)
    assert str(check.finding) == (
        "this is the address where people answer the form, which names no form. "
        "Open the form to edit it, and copy that address: it ends in /edit."
    )


def test_a_clock_is_held_against_googles_without_a_log_in(google: Rehearsal) -> None:
    google.control("POST", "key", {"revoke": True})
    google.control("POST", "clock", {"offset_seconds": 180})
    check = check_clock(load(google.key_path))
    assert check.finding is not None
    assert check.finding.what == "the clock of this computer is 3 minutes slow."


def test_a_google_that_cannot_be_reached_is_told(google: Rehearsal) -> None:
    key = load(google.key_path)
    nowhere = Key(key.kind, key.path, {**key.info, "token_uri": "http://127.0.0.1:9/token"}, key.api_endpoint)
    check = check_clock(nowhere)
    assert check.finding is not None
    assert (check.seen, check.finding.code) == ("not known", "google-unreachable")
