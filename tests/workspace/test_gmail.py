"""Drafts are made, looked at, changed, sent and deleted; each change is asked for once."""

from collections.abc import Callable

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import gmail as gmail_module
from mentorship_gsheets.workspace.gmail import Draft, Mailbox, open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError
from tests.workspace.conftest import Time


def mail(subject: str, key: str = "1") -> bytes:
    return (
        f"From: mentors@conference.example.org\r\nTo: ada@example.org\r\nSubject: {subject}\r\n"
        f"Message-ID: <{key}@mentorship.example.org>\r\n\r\nHello\r\n"
    ).encode()


@pytest.fixture
def mailbox(google: Rehearsal, meter: Meter) -> Mailbox:
    return open_mailbox(google.mailbox, load(google.key_path), meter)


def test_the_open_mailbox_is_the_senders(google: Rehearsal, mailbox: Mailbox) -> None:
    assert (mailbox.profile(), mailbox.sender) == (google.mailbox, google.mailbox)


def test_a_draft_keeps_its_message_through_its_life(mailbox: Mailbox) -> None:
    made = mailbox.create(mail("One"))
    found = mailbox.get(made.id)
    assert found is not None
    assert (found.id, found.message_id, b"Subject: One" in found.raw) == (made.id, made.message_id, True)
    changed = mailbox.update(made.id, mail("Two"))
    assert changed.id == made.id
    found = mailbox.get(made.id)
    assert found is not None
    assert b"Subject: Two" in found.raw
    assert mailbox.send(made.id) != ""
    assert mailbox.get(made.id) is None


def test_a_deleted_draft_is_gone(mailbox: Mailbox) -> None:
    made = mailbox.create(mail("One"))
    mailbox.delete(made.id)
    assert mailbox.get(made.id) is None
    assert list(mailbox.drafts()) == []


def test_a_draft_is_one_call_of_the_units_it_costs(google: Rehearsal, mailbox: Mailbox, meter: Meter) -> None:
    made = mailbox.create(mail("One"))
    mailbox.get(made.id)
    mailbox.send(made.id)
    methods = [entry["method"] for entry in google.journal(method="gmail.")]
    assert methods == [f"gmail.users.drafts.{what}" for what in ("create", "get", "send")]
    assert [units for _, units in meter._spent["gmail", ""]] == [10, 5, 100]
    assert dict(meter.counts) == {("gmail", "write"): 2, ("gmail", "read"): 1}


def test_lists_come_whole_whatever_the_pages_and_searches_find(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gmail_module, "_PAGE", 2)
    made = [mailbox.create(mail(f"Mail {number}", str(number))) for number in range(5)]
    listed = list(mailbox.drafts())
    assert {(draft.id, draft.message_id) for draft in listed} == {(draft.id, draft.message_id) for draft in made}
    assert {draft.raw for draft in listed} == {b""}
    assert [draft.id for draft in mailbox.drafts("rfc822msgid:3@mentorship.example.org")] == [made[3].id]


CHANGES: dict[str, Callable[[Mailbox, Draft], object]] = {
    "create": lambda mailbox, _: mailbox.create(mail("New", "9")),
    "update": lambda mailbox, draft: mailbox.update(draft.id, mail("New")),
    "send": lambda mailbox, draft: mailbox.send(draft.id),
    "delete": lambda mailbox, draft: mailbox.delete(draft.id),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("broken", ["reset", "close", "empty", "truncate", "html"])
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_whose_answer_never_came_is_unknown_and_asked_for_once(
    google: Rehearsal, mailbox: Mailbox, what: str, broken: str, when: str
) -> None:
    draft = mailbox.create(mail("One"))
    google.fault(broken, when=when, method=f"gmail.users.drafts.{what}")
    with pytest.raises(UnknownError):
        CHANGES[what](mailbox, draft)
    asked = google.journal(method=f"gmail.users.drafts.{what}")
    assert len(asked) == (2 if what == "create" else 1)


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_refused_for_the_quota_is_done_once_in_the_end(
    google: Rehearsal, mailbox: Mailbox, time: Time, what: str
) -> None:
    draft = mailbox.create(mail("One"))
    google.fault("refuse", shape="rate", method=f"gmail.users.drafts.{what}", times=2)
    CHANGES[what](mailbox, draft)
    assert [seconds for seconds, _ in time.waits] == [2.0, 4.0]
    assert len(list(mailbox.drafts())) == {"create": 2, "update": 1}.get(what, 0)


def test_a_change_of_what_is_gone_is_refused(mailbox: Mailbox) -> None:
    draft = mailbox.create(mail("One"))
    mailbox.delete(draft.id)
    for change in ("update", "send", "delete"):
        with pytest.raises(RefusedError) as error:
            CHANGES[change](mailbox, draft)
        assert error.value.code == 404


def test_other_refusals_of_a_look_are_raised(google: Rehearsal, mailbox: Mailbox) -> None:
    draft = mailbox.create(mail("One"))
    google.control("POST", "apis", {"disabled": ["gmail"]})
    with pytest.raises(RefusedError) as error:
        mailbox.get(draft.id)
    assert error.value.signal == "google-api-off"
