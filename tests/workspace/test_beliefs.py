"""What is believed of Google, tried on the local one: all tried, nothing left, nobody named."""

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace.beliefs import Outcome, Scratch, Tried, tried_in_mailbox, tried_in_sheet
from mentorship_gsheets.workspace.key_files import Key, load
from mentorship_gsheets.workspace.meter import Meter
from tests.workspace.people import opened

IN_SHEET = [
    "a metadata id that is in use is refused",
    "what a batch did before the request that is refused is undone",
    "a sheetId that is in use is refused",
    "the requests of a batch are carried out in their order",
    "text that begins with = stays text",
    "semicolons separate in formulas (locale en_US)",
    "* stands for anything in COUNTIF, and ~* for itself",
    "a strict dropdown takes another value from a program",
    "a chart needs no target axis",
    "cells of a Table are read like others",
]
IN_MAILBOX = [
    "a draft keeps the Message-ID it was made with",
    "the id of a draft stays when it is changed",
    "the id of its message is another one then",
]


def held(words: list[str]) -> list[Tried]:
    return [Tried(believed, Outcome.TRUE) for believed in words]


def test_every_belief_holds_on_the_local_google_and_the_sheet_is_as_before(conference: Rehearsal, meter: Meter) -> None:
    key, before = load(conference.key_path), opened(conference).read()
    assert list(tried_in_sheet(conference.sheet, key, meter)) == held(IN_SHEET)
    assert opened(conference).read() == before
    assert Scratch(conference.sheet, key, meter).kept() == []


def test_what_a_killed_run_left_is_removed_by_the_next(google: Rehearsal, key: Key, meter: Meter) -> None:
    before = opened(google).read()
    left = Scratch(google.sheet, key, meter).__enter__()
    left.batch(left.metadata(123_456_789))
    assert len(opened(google).read().tabs) == len(before.tabs) + 1
    with Scratch(google.sheet, key, meter) as scratch:
        assert [entry["location"].get("sheetId") for entry in scratch.kept()] == [scratch.id]
    assert opened(google).read() == before


def test_what_google_refuses_in_between_is_not_known_and_the_tab_is_removed(
    google: Rehearsal, key: Key, meter: Meter
) -> None:
    before = opened(google).read()
    tried = tried_in_sheet(google.sheet, key, meter)
    assert next(tried) == Tried(IN_SHEET[0], Outcome.TRUE)
    google.fault("refuse", shape="forbidden", method="sheets.spreadsheets.batchUpdate", times=1)
    assert [(found.outcome, found.why) for found in tried] == [
        (Outcome.UNKNOWN, "status 403, google-not-shared"),
        *[(Outcome.TRUE, "")] * 8,
    ]
    assert opened(google).read() == before


def test_a_sheet_that_may_not_be_edited_is_one_sentence(google: Rehearsal, key: Key, meter: Meter) -> None:
    google.control("POST", "share", {"file": google.sheet, "role": "reader"})
    with pytest.raises(MentorshipError) as refused:
        list(tried_in_sheet(google.sheet, key, meter))
    assert [finding.code for finding in refused.value.findings] == ["google-not-shared"]


def test_drafts_are_tried_on_one_that_is_deleted(conference: Rehearsal, meter: Meter) -> None:
    key = load(conference.key_path)
    assert list(tried_in_mailbox(conference.mailbox, key, meter)) == held(IN_MAILBOX)
    deleted = conference.journal(method="gmail.users.drafts.delete")
    assert [entry["code"] for entry in deleted] == [204]


def test_a_mailbox_that_is_closed_is_not_known_and_not_named(conference: Rehearsal, meter: Meter) -> None:
    conference.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    tried = list(tried_in_mailbox(conference.mailbox, load(conference.key_path), meter))
    assert tried == [Tried(believed, Outcome.UNKNOWN, "google-delegation") for believed in IN_MAILBOX]
