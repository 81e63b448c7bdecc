"""Every signal of Google's, met by ``doctor`` and by the command an organizer would have typed: the same advice."""

import pytest

from mentorship_gsheets.workspace.credentials import load
from tests.cli.conftest import Desk

COMPOSE = "https://www.googleapis.com/auth/gmail.compose"
CLOCK = (
    "the clock of this computer is wrong, so Google does not accept the log-in. "
    "Set date, time and time zone to automatic, and run this again."
)
REVOKED = (
    "the key was revoked, or its service account deleted. "
    "Make a new JSON key at https://console.cloud.google.com/iam-admin/serviceaccounts and use that."
)
EXCEL = (
    "this is an Excel file that lies in Google Drive, not a Google Sheet. "
    "Open it, choose File → Save as Google Sheets, and use the address of the new sheet."
)
QUOTA = (
    "Google's quota is used up: 60 reads and 60 writes a minute and user, 300 a project. "
    "Wait a few minutes and run this again; a whole plan counts as one write."
)

MAIL_QUOTA = (
    "Gmail's quota is used up: 6,000 units a minute, and 2,000 mails a day (500 on trial and private accounts). "
    "Wait a few minutes and run this again; if it is the mails of a day, tomorrow. What is done is not done again."
)

MAIL = ("draft", "survey")
"""A command that goes to the mailbox."""


def told(desk: Desk, *command: str) -> list[str]:
    """What ``doctor`` finds wrong; the command says every sentence of it too, on standard error, and exits with 3."""
    result = desk.run("doctor", code=1, yes=False)
    joined = " ".join(result.output.split())
    refused = desk.run(*command, code=3)
    lines = [line.removeprefix("✗ ") for line in refused.stderr.splitlines() if line.startswith("✗ ")]
    assert [line for line in lines if f"✗ {line}" not in joined] == []
    assert joined.count("✗ ") == len(lines)
    return lines


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A sheet with people in it, so that there is somebody to write to."""
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox, "--programme", "TestConf")
    desk.run("pull")
    return desk


@pytest.mark.parametrize(
    ("service", "name", "command"),
    [
        ("sheets", "Google Sheets API", ("match",)),
        ("forms", "Google Forms API", ("pull",)),
        ("gmail", "Gmail API", MAIL),
    ],
)
def test_an_api_that_is_off(ready: Desk, service: str, name: str, command: tuple[str, ...]) -> None:
    ready.google.control("POST", "apis", {"disabled": [service]})
    project = ready.google.world.project["number"]
    assert told(ready, *command) == [
        f"the {name} is not switched on in the project this key belongs to. "
        f"Open https://console.developers.google.com/apis/api/{service}.googleapis.com/overview?project={project}, "
        "press Enable, wait a few minutes, and run this again."
    ]


def test_a_sheet_that_is_not_shared(ready: Desk) -> None:
    who = load(ready.google.key_path).who
    ready.google.control("POST", "share", {"file": ready.google.sheet, "role": "none"})
    assert told(ready, "bin") == [
        f"{who} may not open this sheet, or only look at it. Open the sheet, press Share and add {who} as editor."
    ]


def test_a_sheet_that_may_only_be_looked_at(ready: Desk) -> None:
    who = load(ready.google.key_path).who
    ready.google.control("POST", "share", {"file": ready.google.sheet, "role": "reader"})
    assert told(ready, "color") == [
        f"{who} may not open this sheet, or only look at it. Open the sheet, press Share and add {who} as editor."
    ]


def test_a_form_that_is_not_shared(ready: Desk) -> None:
    who = load(ready.google.key_path).who
    ready.google.control("POST", "share", {"file": ready.google.form, "role": "none"})
    assert told(ready, "pull") == [
        f"{who} may not open this form, or only look at it. "
        f"Open the form, in the form's ⋮ menu, choose Add collaborators and add {who} as editor."
    ]


def test_a_wrong_address_of_the_sheet(ready: Desk) -> None:
    wrong = f"https://docs.google.com/spreadsheets/d/{'1' * 44}/edit"
    advice = "there is no such sheet. Check the id; the whole address of the sheet from the browser will do."
    doctor = ready.run("doctor", "--sheet", wrong, code=1, yes=False)
    assert " ".join(doctor.output.split()).endswith(f"✗ {advice}")
    assert ready.run("check", "--sheet", wrong, code=3).stderr == f"✗ {advice}\n"


def test_a_wrong_address_of_the_form(ready: Desk) -> None:
    ready.run("setup", "--form", "1" * 44)
    assert told(ready, "pull") == [
        "there is no such form. Check the id; the whole address of the form from the browser will do."
    ]


def test_an_excel_file_in_drive(ready: Desk) -> None:
    store = ready.google.world.store
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    store.save("file", ready.google.sheet, (store.load("file", ready.google.sheet) or {}) | {"mimeType": excel})
    assert told(ready, "color") == [EXCEL]


def test_a_wrong_clock(ready: Desk) -> None:
    ready.google.control("POST", "clock", {"offset_seconds": -4000})
    assert told(ready, "match") == [CLOCK]


@pytest.mark.parametrize("order", [("key", {"revoke": True}), ("account", {"deleted": True})])
def test_a_key_that_is_worth_nothing_any_more(ready: Desk, order: tuple[str, dict[str, bool]]) -> None:
    ready.google.control("POST", *order)
    assert told(ready, "undo") == [REVOKED]


def test_a_mailbox_that_is_not_delegated(ready: Desk) -> None:
    key = load(ready.google.key_path)
    ready.google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    assert told(ready, *MAIL) == [
        f"{key.who} may not act for {ready.google.mailbox} yet. "
        "An administrator of the domain opens https://admin.google.com/ac/owl/domainwidedelegation and authorises "
        f"client id {key.client_id} for exactly {COMPOSE}; or log in to the mailbox with: mentorship login."
    ]


def test_a_sender_that_is_no_mailbox(ready: Desk) -> None:
    ready.run("setup", "--sender", "nobody@conference.example.org")
    assert told(ready, *MAIL) == [
        "nobody@conference.example.org is no mailbox of the domain. Write the mailbox that sends into Settings, Sender."
    ]


@pytest.mark.parametrize(
    ("service", "command", "advice"),
    [("sheets", ("check",), QUOTA), ("forms", ("pull",), QUOTA), ("gmail", MAIL, MAIL_QUOTA)],
)
def test_a_quota_that_is_used_up(
    ready: Desk, service: str, command: tuple[str, ...], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # with the waits between tries left out, which are tested where they are made
    monkeypatch.setattr("mentorship_gsheets.workspace.meter.Meter.wait", lambda *_: None)
    ready.google.fault("refuse", shape="quota", method=f"{service}.*", times=0)
    assert told(ready, *command) == [advice]
