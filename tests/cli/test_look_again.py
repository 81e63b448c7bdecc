"""While mails leave and drafts are made, people act, computers sleep and others take over."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from mentorship_gsheets.cli.watch import Watch
from mentorship_gsheets.ledger.entry import HELD_BY_HAND
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.stages.send import CHANGED_LAST
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.workspace.gmail import Mailbox, open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from tests.cli.conftest import Desk, drafts, ticked

MATCHES, SEND = ("draft", "matches"), ("send",)
SENT_CALLS, CREATE_CALLS = "gmail.users.drafts.send", "gmail.users.drafts.create"


@pytest.fixture
def paired(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Everybody has a partner, and no wait is a real one."""
    monkeypatch.setattr("mentorship_gsheets.cli.session.Meter", partial(Meter, sleep=lambda _: None))
    desk.set_up()
    return desk


@pytest.fixture
def reviewed(paired: Desk) -> Desk:
    """All drafts are made and ticked."""
    paired.set_up("draft", ticked)
    return paired


def states(desk: Desk) -> Counter[str]:
    tab = drafts(desk)
    return Counter(tab.text(row, "State") for row in tab.rows)


def mailbox(desk: Desk) -> Mailbox:
    return open_mailbox(desk.google.mailbox, load(desk.google.key_path))


def after_call(monkeypatch: pytest.MonkeyPatch, method: str, nth: int, deed: Callable[[], Any]) -> None:
    """Let something happen once, right after the nth call of a method of the mailbox has come back."""
    count = 0
    real: Callable[..., Any] = getattr(Mailbox, method)

    def then(box: Mailbox, *given: Any) -> Any:
        nonlocal count
        count += 1
        answer = real(box, *given)
        if count == nth:
            deed()
        return answer

    monkeypatch.setattr(Mailbox, method, then)


@pytest.mark.parametrize("deed", ["unticked", "held", "withdrawn"])
def test_what_is_taken_back_between_two_mails_does_not_go(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    tab = drafts(reviewed)
    last = [row for row in tab.rows if ";" in tab.text(row, "People")][-1]
    key, to = tab.text(last, "Key"), tab.text(last, "To")
    mentees = reviewed.sheet().tab("Mentees")
    assert mentees is not None
    mentee = next(row for row in mentees.rows if f"<{mentees.text(row, KEY)}>" in to)
    cell, value = {
        "unticked": (tab.address(last, "Reviewed"), False),
        "held": (tab.address(last, "State"), "HELD"),
        "withdrawn": (mentees.address(mentee, "Status"), "withdrawn"),
    }[deed]
    after_call(monkeypatch, "send", 1, lambda: reviewed.edit(cell, value))
    reviewed.run(*SEND, code=1)
    after = drafts(reviewed)
    (line,) = (row for row in after.rows if after.text(row, "Key") == key)
    state = "HELD" if deed == "held" else "DRAFTED"
    remark = HELD_BY_HAND if deed == "held" else CHANGED_LAST
    assert (after.text(line, "State"), after.text(line, "Remark")) == (state, remark)
    assert [
        entry for entry in reviewed.calls(SENT_CALLS) if f"'{tab.text(last, 'Draft')}'" in str(entry["request"])
    ] == []
    if deed != "withdrawn":
        # whoever withdraws holds back all letters of the partner
        assert states(reviewed) == {"SENT": len(tab.rows) - 1, state: 1}


def test_after_the_computer_slept_the_next_mail_is_looked_at_first(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asleep between the draft's look and its sending: the clock that counts running time stood still."""
    slept = 0.0
    wall = partial(Watch, wall=lambda: time.time() + slept)
    monkeypatch.setattr("mentorship_gsheets.cli.mailroom.Watch", wall)
    tab = drafts(reviewed)

    def sleep() -> None:
        nonlocal slept
        slept = 600.0
        for row in tab.rows:
            reviewed.edit(tab.address(row, "Reviewed"), False)

    after_call(monkeypatch, "send", 1, lambda: after_call(monkeypatch, "get", 1, sleep))
    reviewed.run(*SEND, code=1)
    assert len(reviewed.calls(SENT_CALLS)) == 1
    assert states(reviewed) == {"SENT": 1, "DRAFTED": len(tab.rows) - 1}


def test_a_line_held_or_deleted_while_its_mail_left_says_that_it_left(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = drafts(reviewed)
    went: list[str] = []

    def interfere() -> None:
        sent = {str(entry["request"]) for entry in reviewed.calls(SENT_CALLS)}
        (line,) = (row for row in tab.rows if any(f"'{tab.text(row, 'Draft')}'" in request for request in sent))
        went.append(tab.text(line, "Key"))
        reviewed.edit(tab.address(line, "State"), "HELD")

    after_call(monkeypatch, "send", 1, interfere)
    reviewed.run(*SEND, code=None)
    after = drafts(reviewed)
    told = {after.text(row, "Key"): (after.text(row, "State"), after.text(row, "Remark")) for row in after.rows}
    assert told[went[0]] == ("SENT", "The mail had left before this line was changed.")
    assert states(reviewed) == {"SENT": len(tab.rows)}


def test_a_draft_edited_while_others_leave_is_asked_about_again(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, box = drafts(reviewed), mailbox(reviewed)
    last = tab.text(tab.rows[-1], "Draft")

    def edit() -> None:
        left = [draft.id for draft in box.drafts()]
        found = box.get(last if last in left else left[-1])
        assert found is not None
        box.update(found.id, found.raw.replace(b"Subject: ", b"Subject: Dear both: "))

    after_call(monkeypatch, "send", 1, edit)
    said = " ".join(reviewed.run(*SEND, code=1).output.split())
    assert "1 draft changed after being ticked, and did not go" in said
    assert states(reviewed) == {"SENT": len(tab.rows) - 1, "DRAFTED": 1}
    after = drafts(reviewed)
    (kept,) = (row for row in after.rows if after.text(row, "State") == "DRAFTED")
    assert (after.text(kept, "Reviewed"), after.text(kept, "Approved")) == ("FALSE", "")
    assert after.text(kept, "Remark").startswith("The draft changed after it was ticked (subject).")


@pytest.mark.parametrize(
    ("command", "method", "calls"), [(MATCHES, "create", CREATE_CALLS), (SEND, "send", SENT_CALLS)]
)
def test_a_run_that_was_taken_over_does_nothing_more_and_nothing_is_done_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], method: str, calls: str
) -> None:
    monkeypatch.setattr("mentorship_gsheets.cli.session.Meter", partial(Meter, sleep=lambda _: None))
    desk.set_up()
    if command == SEND:
        desk.run(*MATCHES, code=None)
        tab = drafts(desk)
        for row in tab.rows:
            desk.edit(tab.address(row, "Reviewed"), True)
    after_call(monkeypatch, method, 2, lambda: desk.run(*command, "--take-over", code=None))
    said = " ".join(desk.run(*command, code=1).output.split())
    assert "has taken over" in said
    keys = [
        read_message(draft.raw).key for draft in map(mailbox(desk).get, [d.id for d in mailbox(desk).drafts()]) if draft
    ]
    assert len(keys) == len(set(keys))
    wanted = len(drafts(desk).rows)
    assert states(desk) == ({"DRAFTED": wanted} if command == MATCHES else {"SENT": wanted})
    if command == SEND:
        assert len(desk.calls(calls)) == wanted


def test_a_run_whose_time_is_over_stops_writes_down_what_it_did_and_goes_on_when_run_again(
    paired: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = timedelta(0)
    monkeypatch.setattr(
        "mentorship_gsheets.workspace.sheets.Sheet.time_left",
        property(lambda sheet: _until(sheet) - datetime.now(UTC) - late),
    )

    def oversleep() -> None:
        nonlocal late
        late = timedelta(hours=1)

    with monkeypatch.context() as slept:
        after_call(slept, "create", 3, oversleep)
        said = " ".join(paired.run(*MATCHES, code=1).output.split())
    assert "was to be over by" in said
    found = states(paired)
    assert (found["DRAFTED"], len(paired.calls(CREATE_CALLS))) == (3, 3)
    assert found.keys() == {"DRAFTED", "PLANNED"}
    late = timedelta(0)
    paired.run(*MATCHES, code=None)
    assert states(paired).keys() == {"DRAFTED"}
    assert len(paired.calls(CREATE_CALLS)) == found.total()


def _until(sheet: Any) -> Any:
    return datetime.fromisoformat(sheet._reading.head.until)


def test_a_second_draft_is_named_by_every_command_and_deleted_by_its_reference(paired: Desk) -> None:
    paired.run(*MATCHES, code=None)
    tab, box = drafts(paired), mailbox(paired)
    first = tab.rows[0]
    draft, reference = tab.text(first, "Draft"), tab.text(first, "Reference")
    found = box.get(draft)
    assert found is not None
    again = box.create(found.raw).id
    for command in (MATCHES, SEND, ("check",)):
        said = " ".join(paired.run(*command, code=None).output.split())
        assert f"mentorship draft --delete {reference}" in said
    paired.run("draft", "--delete", reference)
    ids = {one.id for one in box.drafts()}
    assert (again in ids, draft in ids, len(ids)) == (False, True, len(tab.rows))
    paired.run("draft", "--delete", reference, code=1)
    paired.run("draft", code=2)
    assert (
        f"--delete {reference} →" in paired.run("check", code=None).output
    )  # what it had found goes from the tab Check
    for command in (MATCHES, SEND, ("check",)):
        assert "--delete" not in paired.run(*command, code=None).output
