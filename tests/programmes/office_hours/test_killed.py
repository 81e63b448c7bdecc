"""One session booked, moved twice and cancelled, with every command killed at one call after the other."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import partial
from typing import Any

import pytest

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal.mail import decode_raw
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport
from tests.cli.conftest import Desk, drafts
from tests.programmes.cohorts.sheet import cell, paste
from tests.programmes.office_hours.sheet import at, slot
from tests.sheets import lines


class KilledError(BaseException):
    """The process is gone: nothing that would have come after it happens."""


def killed_at(monkeypatch: pytest.MonkeyPatch, number: int, done: bool) -> Callable[[], None]:
    """Let the process die at a call to Google, before it is made or when it is done; return how to live on."""
    count = 0
    real: Callable[..., Any] = Transport.request

    def request(transport: Transport, *given: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count < number:
            return real(transport, *given, **more)
        if count == number and done:
            real(transport, *given, **more)
        raise KilledError

    monkeypatch.setattr(Transport, "request", request)
    return lambda: monkeypatch.setattr(Transport, "request", real)


def until_done(desk: Desk, monkeypatch: pytest.MonkeyPatch, done: bool, *words: str) -> int:
    """Run a command that dies at its first call, then at its second one, ..., until it lives; how often it died.

    ``done``: it dies when the call has been answered; else before it is made.
    """
    number = 0
    while True:
        number += 1
        release = killed_at(monkeypatch, number, done)
        try:
            desk.run(*words, "--take-over", code=None)
        except KilledError:
            continue
        else:
            return number - 1
        finally:
            release()


def sent(desk: Desk) -> list[bytes]:
    """The mails that have left, oldest first, as they went."""
    mailbox = desk.google.mailbox
    kept = sorted(desk.google.world.store.all(f"message:{mailbox}").values(), key=lambda one: int(one["historyId"]))
    return [decode_raw(one["raw"]) for one in kept if "SENT" in one["labelIds"]]


def line(file: str, name: str) -> str:
    """What stands in the one line of a calendar file with this name."""
    (found,) = (text for text in file.splitlines() if text.startswith(f"{name}:"))
    return found.partition(":")[2]


def tick(desk: Desk) -> None:
    tab = drafts(desk)
    for row in tab.rows:
        if tab.text(row, "State") == "DRAFTED":
            desk.edit(tab.address(row, "Reviewed"), True)


def test_no_kill_makes_a_second_entry_or_mail(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentorship_gsheets.cli.session.Meter", partial(Meter, sleep=lambda _: None))
    desk.run("setup", "--format", at().name, "--sender", desk.google.mailbox, "--programme", "Office")
    paste(desk, "Mentors", [{"Email": "ada@example.org", "Name": "Ada", "Time zone": "Europe/Paris"}])
    paste(desk, "Mentees", [{"Email": "bo@example.net", "Name": "Bo", "Picks": "S1"}])
    paste(desk, "Slots", [slot("S1", "2037-07-06 16:00")])
    desk.run("match")
    deaths = rounds = 0

    def tell(mailing: str) -> None:
        nonlocal deaths, rounds
        rounds += 1
        for number, words in enumerate((("draft", mailing), ("send",))):
            tick(desk)
            deaths += until_done(desk, monkeypatch, (rounds + number) % 2 == 0, *words)

    tell("matches")
    # what a killed run could not write any more, the next match does
    desk.run("match")
    assert lines(desk.sheet(), "Slots", "Invited") == [(f"{datetime.now(UTC):%Y-%m-%d}",)]
    for header, value in (("Starts", "2037-07-07 17:00"), ("Where", "Room 2")):
        desk.edit(cell(desk, "Slots", "Slot", "S1", header), value)
        tell("rematch")
    desk.edit(cell(desk, "Slots", "Slot", "S1", "State"), "withdrawn")
    desk.run("rematch")
    tell("rematch")
    mails = [message_from_bytes(raw, policy=policy.default) for raw in sent(desk)]
    files = [read_message(raw).content.calendar for raw in sent(desk)]
    told = [
        (mail["To"].count("@"), line(file, "METHOD"), line(file, "SEQUENCE"))
        for mail, file in zip(mails, files, strict=True)
    ]
    assert Counter(told) == {
        (2, "REQUEST", "0"): 1,
        (2, "REQUEST", "1"): 1,
        (2, "REQUEST", "2"): 1,
        (1, "CANCEL", "3"): 2,
    }
    assert {file.count("ORGANIZER:mailto:" + desk.google.mailbox) for file in files} == {1}
    assert len({line(file, "UID") for file in files}) == 1
    for mail, (_, method, _) in zip(mails, told, strict=True):
        (alternative,) = (part for part in mail.walk() if part.get_content_type() == "multipart/alternative")
        *_, last = alternative.iter_parts()
        assert (last.get_content_type(), last.get_param("method")) == ("text/calendar", method)
    assert lines(desk.sheet(), "Slots", "Invited", "Booked") == [("", "")]
    # eight commands, each of which makes several calls
    assert deaths >= 24
