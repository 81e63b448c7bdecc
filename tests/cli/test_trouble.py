"""Trouble on the way, through the command line: how long it takes, what is told, and what is not."""

import logging
from functools import partial

import pytest

from mentorship_gsheets.ledger.entry import HELD_BY_HAND
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages.send import CHANGED_LAST
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.workspace.meter import Meter
from tests.cli.conftest import STAGES, Desk, drafts, ticked
from tests.cli.test_signals import MAIL_QUOTA, QUOTA

WRITE = "sheets.spreadsheets.batchUpdate"
MEANWHILE = "somebody changed this cell while the tool was writing. It stays as they left it."


class Time:
    """A clock that stands still but for what is slept."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clock of every command, whose waits are as long as they ever are."""
    time = Time()
    paced = partial(Meter, clock=time.clock, sleep=time.sleep, jitter=lambda: 1.0)
    monkeypatch.setattr("mentorship_gsheets.cli.session.Meter", paced)
    return time


@pytest.mark.parametrize(
    ("command", "method", "advice"),
    [
        (("pull",), "sheets.*", QUOTA),
        (("pull",), "forms.*", QUOTA),
        (("pull",), WRITE, QUOTA),
        (("setup", "--programme", "OtherConf"), WRITE, QUOTA),
        (("match",), "[sf]*.*", QUOTA),
        (("check",), "sheets.*", QUOTA),
        (("draft", "matches"), "gmail.*", MAIL_QUOTA),
        (("draft", "matches"), "gmail.users.drafts.create", MAIL_QUOTA),
        (("send",), "gmail.*", MAIL_QUOTA),
        (("send",), "gmail.users.drafts.send", MAIL_QUOTA),
    ],
)
def test_a_steady_429_ends_within_two_minutes_and_says_why(
    desk: Desk, time: Time, command: tuple[str, ...], method: str, advice: str
) -> None:
    stages = {"pull": "setup", "setup": "setup", "match": "bin", "send": "draft"}
    if stages.get(command[0]) == "setup":
        desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    else:
        desk.set_up(until=stages.get(command[0], "check"))
    if command[0] == "send":
        ticked(desk)
    began, mark = time.now, desk.mark()
    desk.google.fault("refuse", shape="quota", method=method, times=0)
    told = desk.run(*command, code=3).stderr.splitlines()
    assert time.now - began < 120
    assert told[-1] == f"✗ {advice}"
    # as long as it waits, it says so
    assert sum(line.startswith("waiting ") for line in told) == 5
    assert [entry["code"] for entry in desk.calls(method, mark) if method == WRITE] == [429] * 6 * (method == WRITE)


def secrets(book: Workbook) -> set[str]:
    """Every name, address and longer answer in the sheet's sources, and what marks a key or token."""
    headings = ("Name", "Email", "Email Address", "What is your full name?", "Where do you work or study?")
    tabs = [tab for title in ("Sign-ups", "Form Responses 1") if (tab := book.tab(title))]
    told = {tab.text(row, heading) for tab in tabs for row in tab.rows for heading in headings}
    told |= {row[12].text for tab in tabs for row in tab.rows}
    return {text for text in told if len(text) > 4} | {"IMPORTXML", "Bearer ", "PRIVATE KEY"}


@pytest.mark.parametrize("do", ["", "garbage"])
def test_neither_logs_nor_errors_hold_anything_of_anybody(
    desk: Desk, do: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = secrets(desk.sheet())
    assert len(known) > 70
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("mentorship_gsheets.workspace.meter.Meter.wait", lambda *_: None)
    said = []
    for command in (("setup", "--form", desk.google.form), *STAGES, ("draft", "matches"), ("send",), ("undo",)):
        sender = ("--sender", desk.google.mailbox) if command[0] == "setup" else ()
        if do:
            # one that gets through in the end, and one that never does
            desk.google.fault(do, when="after", method="[sfg]*.*", nth=2)
            said.append(desk.run(*command, *sender, "--quiet", code=None).stderr)
            desk.google.fault(do, when="after", method="[sfg]*.*", times=0)
            said.append(desk.run(*command, *sender, "--quiet", code=None).stderr)
            desk.google.control("DELETE", "faults")
        said.append(desk.run(*command, *sender, "--quiet", code=None).stderr)
        if command[0] == "draft":
            ticked(desk)
    known |= set(desk.google.world.store.all("token"))
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert len(caplog.records) > 20
    assert [secret for secret in known if secret in logged or secret in "".join(said)] == []


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """All drafts are made and ticked, and their wording has changed since."""
    desk.set_up("draft", reworded_and_ticked)
    return desk


def reworded_and_ticked(desk: Desk) -> None:
    emails = desk.sheet().tab("Emails")
    assert emails is not None
    for mail in emails.rows:
        desk.edit(emails.address(mail, "Subject"), "Somebody to meet")
    ticked(desk)


REFRESH, SEND = ("draft", "matches", "--refresh"), ("send",)


@pytest.mark.parametrize(("command", "header", "typed"), [(REFRESH, "Reviewed", "wait"), (SEND, "State", "HELD")])
def test_what_a_person_writes_into_a_line_while_it_is_announced_is_told_and_stays(
    reviewed: Desk, command: tuple[str, ...], header: str, typed: str
) -> None:
    tab = drafts(reviewed)
    where = tab.address(tab.rows[0], header)
    reviewed.google.fault("organizer", method=WRITE, steps=[{"edit": where, "value": typed}])
    said = " ".join(reviewed.run(*command, code=None).output.split())
    assert f"{where}: {MEANWHILE}" in said
    after = drafts(reviewed)
    assert after.text(after.rows[0], header) == typed


@pytest.mark.parametrize("deed", ["unticked", "held", "deleted", "paired otherwise"])
def test_a_mail_taken_back_while_it_is_announced_is_not_sent(reviewed: Desk, deed: str) -> None:
    tab = drafts(reviewed)
    line = tab.rows[0]
    key, to = tab.text(line, "Key"), tab.text(line, "To")
    mentees = reviewed.sheet().tab("Mentees")
    assert mentees is not None
    (mentee,) = (row for row in mentees.rows if f"<{mentees.text(row, KEY)}>" in to)
    step = {
        "unticked": {"edit": tab.address(line, "Reviewed"), "value": False},
        "held": {"edit": tab.address(line, "State"), "value": "HELD"},
        "deleted": {"delete": "Drafts", "row": line.number},
        "paired otherwise": {"edit": mentees.address(mentee, "Mentor match"), "value": ""},
    }[deed]
    reviewed.google.fault("organizer", method=WRITE, steps=[step])
    said = " ".join(reviewed.run("send", code=None if deed == "deleted" else 1).output.split())
    if deed == "deleted":
        # the second witness knows of a mail that the ledger has lost: nothing leaves until they agree
        assert "went away while the tool was writing" in said
        assert "Run: mentorship doctor --fix" in said
        assert reviewed.calls("gmail.users.drafts.send") == []
        reviewed.run("doctor", "--fix", yes=False)
        assert key in {drafts(reviewed).text(row, "Key") for row in drafts(reviewed).rows}
        reviewed.run("send")
    assert len(reviewed.calls("gmail.users.drafts.send")) == len(tab.rows) - 1
    after = drafts(reviewed)
    states = {after.text(row, "Key"): (after.text(row, "State"), after.text(row, "Remark")) for row in after.rows}
    if deed != "deleted":
        assert states[key] == (("HELD", HELD_BY_HAND) if deed == "held" else ("DRAFTED", CHANGED_LAST))
        assert f"1 of {len(tab.rows)} letters were refused." in said
    assert {state for one, (state, _) in states.items() if one != key} == {"SENT"}


def test_a_line_deleted_while_drafts_are_announced_is_left_alone(reviewed: Desk) -> None:
    tab = drafts(reviewed)
    reviewed.google.fault("organizer", method=WRITE, steps=[{"delete": "Drafts", "row": tab.rows[0].number}])
    said = " ".join(reviewed.run(*REFRESH, code=None).output.split())
    assert "went away while the tool was writing" in said
    assert len(reviewed.calls("gmail.users.drafts.update")) == len(tab.rows) - 1
