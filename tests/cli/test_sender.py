"""Mails from an alias of the mailbox, and what Gmail may make of it."""

import pytest

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal import mail
from tests.cli.conftest import Desk, drafts, ticked

ALIAS = "mentoring@conference.example.org"


def from_alias(desk: Desk) -> None:
    settings = desk.sheet().tab("Settings")
    assert settings is not None
    (line,) = settings.keyed("Setting")["from"]
    desk.edit(settings.address(line, "Value"), ALIAS)


def senders(desk: Desk) -> list[str]:
    """The addresses that the messages in the mailbox come from, each once."""
    box = desk.google.mailbox
    found = desk.google.world.store.all(f"message:{box}").values()
    return sorted({read_message(mail.decode_raw(one["raw"])).sender[0][1] for one in found})


def test_mails_come_from_a_confirmed_alias(desk: Desk) -> None:
    desk.set_up("pull", from_alias)
    desk.google.control("POST", "alias", {"mailbox": desk.google.mailbox, "email": ALIAS, "verified": True})
    desk.run("draft", "survey", code=None)
    assert senders(desk) == [ALIAS]
    ticked(desk)
    desk.run("send", "--limit", "1", code=None)
    assert [state for row in drafts(desk).rows if (state := drafts(desk).text(row, "State")) == "SENT"] == ["SENT"]
    assert senders(desk) == [ALIAS]


@pytest.mark.parametrize(
    ("habit", "says"),
    [
        ("refused", "It says: Invalid From header."),
        ("replaced at once", "It put another address in its place."),
    ],
)
def test_where_gmail_does_not_take_the_alias_nothing_is_left_and_it_is_said(desk: Desk, habit: str, says: str) -> None:
    desk.set_up("pull", from_alias)
    desk.google.control("POST", "switches", {"stranger_as_sender": habit})
    box = desk.google.mailbox
    desk.google.control("POST", "alias", {"mailbox": box, "email": ALIAS, "verified": False})
    said = " ".join(desk.run("draft", "survey", code=3).output.split())
    assert (
        f"Gmail does not send from the address under From in Settings out of the mailbox {box}. {says} "
        f"In Gmail of {box}, open Settings, Accounts, Send mail as; add that address there and confirm it." in said
    )
    assert senders(desk) == []
    assert len(desk.calls("gmail.users.drafts.create")) == 1
    # what it says to do, works
    desk.google.control("POST", "alias", {"mailbox": box, "email": ALIAS, "verified": True})
    desk.run("draft", "survey", code=None)
    assert senders(desk) == [ALIAS]
