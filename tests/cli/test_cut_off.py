"""Work at the mailbox that ends in the middle: what the ledger says then, and what the next run makes of it."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from mentorship_gsheets.ledger.decide import LOST
from mentorship_gsheets.ledger.entry import NO_ANSWER
from mentorship_gsheets.workspace.gmail import Mailbox, open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from tests.cli.conftest import Desk, drafts, ticked

MATCHES = ("draft", "matches")


@pytest.fixture
def paired(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Everybody has a partner, and no wait is a real one."""
    monkeypatch.setattr("mentorship_gsheets.cli.session.Meter", partial(Meter, sleep=lambda _: None))
    desk.set_up()
    return desk


def states(desk: Desk) -> list[tuple[str, str]]:
    tab = drafts(desk)
    return [(tab.text(row, "State"), tab.text(row, "Remark")) for row in tab.rows]


def stop_at_third(monkeypatch: pytest.MonkeyPatch, method: str, *, done: bool) -> Callable[[], None]:
    """Let somebody press Ctrl-C in the third call of a method, before it reaches Gmail or after; return how to stop it.

    No fault of the server can do that: the reply has to be on its way while the key is pressed.
    """
    count = 0
    real: Callable[..., Any] = getattr(Mailbox, method)

    def pressed(mailbox: Mailbox, *given: Any) -> Any:
        nonlocal count
        count += 1
        if count == 3 and not done:
            raise KeyboardInterrupt
        answer = real(mailbox, *given)
        if count == 3:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(Mailbox, method, pressed)
    return lambda: monkeypatch.setattr(Mailbox, method, real)


def mailbox(desk: Desk) -> Mailbox:
    return open_mailbox(desk.google.mailbox, load(desk.google.key_path))


@pytest.mark.parametrize("done", [False, True])
def test_drafting_that_is_stopped_says_what_was_begun_and_goes_on(
    paired: Desk, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    release = stop_at_third(monkeypatch, "create", done=done)
    paired.run(*MATCHES, code=1)
    told = states(paired)
    assert told == [("DRAFTED", "")] * 2 + [("UNKNOWN", NO_ANSWER)] + [("PLANNED", "")] * (len(told) - 3)
    release()
    paired.run(*MATCHES, code=None)
    assert states(paired) == [("DRAFTED", "")] * len(told)
    assert len(paired.calls("gmail.users.drafts.create")) == len(list(mailbox(paired).drafts())) == len(told)


@pytest.mark.parametrize("done", [False, True])
def test_sending_that_is_stopped_says_what_was_begun_and_goes_on(
    paired: Desk, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    paired.run(*MATCHES, code=None)
    ticked(paired)
    release = stop_at_third(monkeypatch, "send", done=done)
    paired.run("send", code=1)
    told = Counter(states(paired))
    assert told == {("SENT", ""): 2, ("UNKNOWN", NO_ANSWER): 1, ("DRAFTED", ""): told.total() - 3}
    release()
    paired.run("send", code=None)
    assert {state for state, _ in states(paired)} == {"SENT"}
    assert len(paired.calls("gmail.users.drafts.send")) == told.total()
    assert list(mailbox(paired).drafts()) == []


def test_letters_after_a_refusal_that_all_would_get_are_not_begun(paired: Desk) -> None:
    paired.google.fault("refuse", when="before", method="gmail.users.drafts.create", nth=2, times=0, shape="forbidden")
    paired.run(*MATCHES, code=3)
    (first, second, *others) = states(paired)
    assert (first, second[0], set(others)) == (("DRAFTED", ""), "PLANNED", {("PLANNED", "")})
    assert second[1].endswith(" may not open this mailbox, or only look at it.")
    assert len(paired.calls("gmail.users.drafts.create")) == 2


def test_what_was_cut_off_and_dealt_with_by_hand_is_not_made_again_a_day_later(
    paired: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut_off:
        # the computer is switched off before anything is written down
        cut_off.setattr("mentorship_gsheets.cli.mailroom._not_begun", lambda *_: exit(9))
        paired.run(*MATCHES, code=9)
    made = len(states(paired))
    assert set(states(paired)) == {("INTENT", "")}
    box = mailbox(paired)
    sent, deleted, *_ = [draft.id for draft in box.drafts()]
    box.send(sent)
    box.delete(deleted)
    tab = drafts(paired)
    for row in tab.rows:
        paired.edit(tab.address(row, "Changed"), "2026-01-01 12:00:00")
    said = " ".join(paired.run(*MATCHES, "--take-over", code=None).output.split())
    assert Counter(states(paired)) == {("DRAFTED", ""): made - 2, ("GONE", LOST): 2}
    assert said.count("never made, or sent or deleted by hand") == 2
    assert len(paired.calls("gmail.users.drafts.create")) == made
    paired.run(*MATCHES, "--again", "interrupted", code=None)
    assert set(states(paired)) == {("DRAFTED", "")}
    assert len(paired.calls("gmail.users.drafts.create")) == made + 2
