"""Every signal of Google's, met by ``doctor`` and by every command that can meet it: the same advice, word for word."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace.key_files import load
from tests.cli.conftest import Desk

AUTH = "https://www.googleapis.com/auth/"
COMPOSE = AUTH + "gmail.compose"
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
FAULT = "Google has a fault of its own at the moment (status 503). Run this again in some minutes."
UP_TO_DATE = "Bring the tool up to date; if that does not help, it is a bug to report."
SCOPES = {
    "sheets": [AUTH + "spreadsheets"],
    "forms": [AUTH + "forms.body.readonly", AUTH + "forms.responses.readonly"],
    "gmail": [COMPOSE],
}

Command = tuple[str, ...]
READING: tuple[Command, ...] = (
    (),
    ("explain", "somebody@example.org"),
    ("advice",),
    ("print",),
    ("export", "programme.xlsx"),
    ("export", "--anonymous", "programme.xlsx"),
    ("login", "--client", "client.json"),
)
"""Commands that look at the sheet; the one without a name is ``mentorship`` alone."""
WRITING: tuple[Command, ...] = (
    ("setup", "--yes"),
    ("pull", "--yes"),
    ("color", "--yes"),
    ("bin", "--yes"),
    ("match", "--yes"),
    ("check", "--yes"),
    ("rematch", "--yes"),
    ("survey", "--yes"),
    ("learn", "--yes"),
    ("undo", "--yes"),
    ("redo", "--yes"),
    ("forget", "somebody@example.org", "--yes"),
    ("purge", "--after", "2026-01-01", "--yes"),
)
FORM: tuple[Command, ...] = (("form",), ("pull", "--yes"), ("survey", "--yes"), ("draft", "after", "--yes"))
MAIL: tuple[Command, ...] = (
    ("draft", "survey", "--yes"),
    ("draft", "matches", "--yes"),
    ("draft", "matches", "--refresh", "--yes"),
    ("approve", "survey", "--yes"),
    ("send", "--yes"),
    ("send", "--to-me", "me@conference.example.org", "--yes"),
)
TO_WRITE: tuple[Command, ...] = (
    ("setup", "--programme", "OtherConf", "--yes"),
    *(command for command in WRITING if command[0] in ("color", "bin", "survey", "purge")),
    ("draft", "matches", "--yes"),
    ("send", "--yes"),
)
"""Commands that find something to write into the sheet that these tests are about."""
ALL = tuple(dict.fromkeys((*READING, *WRITING, *FORM, *MAIL)))


def said(desk: Desk, command: Command) -> list[str]:
    """What a command says on standard error; it exits with 3."""
    return desk.run(*command, code=3, yes=False).stderr.splitlines()


def diagnosed(desk: Desk) -> list[str]:
    """What ``doctor`` finds wrong, each sentence put back on one line."""
    output = desk.run("doctor", code=1, yes=False).output
    lines = output.replace("\n✓ ", "\n\0").replace("\n✗ ", "\n\0✗ ").split("\0")
    return [" ".join(line.split()) for line in lines if line.startswith("✗")]


def all_say(desk: Desk, commands: Sequence[Command], *advice: str) -> None:
    """Doctor and each command say these sentences and no others."""
    wanted = [f"✗ {sentence}" for sentence in advice]
    assert diagnosed(desk) == wanted
    assert {command: said(desk, command) for command in commands} == dict.fromkeys(commands, wanted)


@pytest.fixture
def ready(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A sheet with people and drafts in it, of which some are ticked: every command would have something to do."""
    monkeypatch.chdir(tmp_path)
    desk.set_up("setup", with_ticked_drafts)
    # the waits between tries are tested where they are made
    monkeypatch.setattr("mentorship_gsheets.workspace.meter.Meter.wait", lambda *_: None)
    return desk


def with_ticked_drafts(desk: Desk) -> None:
    settings = desk.sheet().tab("Settings")
    assert settings is not None
    (row,) = settings.keyed("Setting")["after-event form"]
    desk.edit(settings.address(row, "Value"), desk.google.form)
    desk.run("pull")
    desk.run("match")
    desk.run("draft", "survey")
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    for row in drafts.rows[:2]:
        desk.edit(drafts.address(row, "Reviewed"), True)


NEED_NO_SHEET = {"doctor", "start", "rehearse", "rehearsal", "starter", "carry-over"}
"""Those that are not given the programme's sheet, say all that is wrong at once, or read another sheet first."""


def test_no_command_is_missing_here() -> None:
    here = {command[0] for command in ALL if command}
    assert here == set(group.list_commands(None)) - NEED_NO_SHEET  # type: ignore[arg-type]  # needs none


@pytest.mark.parametrize(
    ("service", "name", "commands"),
    [("sheets", "Google Sheets API", ALL), ("forms", "Google Forms API", FORM), ("gmail", "Gmail API", MAIL)],
)
def test_an_api_that_is_off(ready: Desk, service: str, name: str, commands: Sequence[Command]) -> None:
    ready.google.control("POST", "apis", {"disabled": [service]})
    project = ready.google.world.project["number"]
    advice = (
        f"the {name} is not switched on in the project this key belongs to. "
        f"Open https://console.developers.google.com/apis/api/{service}.googleapis.com/overview?project={project}, "
        "press Enable, wait a few minutes, and run this again."
    )
    all_say(ready, commands, advice)


def not_shared(google: Rehearsal, thing: str, how: str) -> str:
    who = load(google.key_path).who
    return f"{who} may not open this {thing}, or only look at it. Open the {thing}, {how} {who} as editor."


def test_a_sheet_that_is_not_shared(ready: Desk) -> None:
    ready.google.control("POST", "share", {"file": ready.google.sheet, "role": "none"})
    all_say(ready, ALL, not_shared(ready.google, "sheet", "press Share and add"))


def test_a_sheet_that_may_only_be_looked_at(ready: Desk) -> None:
    ready.google.control("POST", "share", {"file": ready.google.sheet, "role": "reader"})
    all_say(ready, TO_WRITE, not_shared(ready.google, "sheet", "press Share and add"))


def test_a_form_that_is_not_shared(ready: Desk) -> None:
    ready.google.control("POST", "share", {"file": ready.google.form, "role": "none"})
    how = "in the form's ⋮ menu, choose Add collaborators and add"
    all_say(ready, FORM, not_shared(ready.google, "form", how))


def test_a_wrong_address_of_the_sheet(ready: Desk) -> None:
    wrong = Desk(ready.google)
    wrong.look_at(f"https://docs.google.com/spreadsheets/d/{'1' * 44}/edit")
    all_say(
        wrong, ALL, "there is no such sheet. Check the id; the whole address of the sheet from the browser will do."
    )


def test_a_wrong_address_of_the_form(ready: Desk) -> None:
    settings = ready.sheet().tab("Settings")
    assert settings is not None
    for name in ("form", "after-event form"):
        ready.edit(settings.address(settings.keyed("Setting")[name][0], "Value"), "1" * 44)
    all_say(ready, FORM, "there is no such form. Check the id; the whole address of the form from the browser will do.")


def test_an_excel_file_in_drive(ready: Desk) -> None:
    store = ready.google.world.store
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    store.save("file", ready.google.sheet, (store.load("file", ready.google.sheet) or {}) | {"mimeType": excel})
    all_say(ready, ALL, EXCEL)


def test_a_wrong_clock(ready: Desk) -> None:
    ready.google.control("POST", "clock", {"offset_seconds": -4000})
    # which looks at the clock itself, and says by how much
    assert diagnosed(ready) == [
        "✗ the clock of this computer is 67 minutes fast. Set date, time and time zone to automatic."
    ]
    assert {command: said(ready, command) for command in ALL} == {command: [f"✗ {CLOCK}"] for command in ALL}


@pytest.mark.parametrize("order", [("key", {"revoke": True}), ("account", {"deleted": True})])
def test_a_key_that_is_worth_nothing_any_more(ready: Desk, order: tuple[str, dict[str, bool]]) -> None:
    ready.google.control("POST", *order)
    all_say(ready, ALL, REVOKED)


def test_a_mailbox_that_is_not_delegated(ready: Desk) -> None:
    key = load(ready.google.key_path)
    ready.google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    advice = (
        f"{key.who} may not act for {ready.google.mailbox} yet. "
        "An administrator of the domain opens https://admin.google.com/ac/owl/domainwidedelegation and authorises "
        f"client id {key.client_id} for exactly {COMPOSE}; or "
    )
    all_say(ready, MAIL, advice + "its owner logs in: mentorship login --client FILE, with an OAuth client.")
    # making a form asks for a right of its own
    assert said(ready, ("form", "--create", "--yes")) == [
        f"✗ {advice}".replace(COMPOSE, AUTH + "forms.body")
        + "log in for this one time: add --client FILE, with an OAuth client."
    ]


def test_a_sender_that_is_no_mailbox(ready: Desk) -> None:
    ready.run("setup", "--sender", "nobody@conference.example.org")
    advice = (
        "nobody@conference.example.org is no mailbox of the domain. Write the mailbox that sends into Settings, Sender."
    )
    all_say(ready, MAIL, advice)


@pytest.mark.parametrize(("service", "commands"), [("sheets", ALL), ("forms", FORM), ("gmail", MAIL)])
def test_a_log_in_without_the_scopes(ready: Desk, service: str, commands: Sequence[Command]) -> None:
    ready.google.fault("refuse", shape="scopes", method=f"{service}.*", times=0)
    missing = ", ".join(SCOPES[service])
    all_say(ready, commands, f"the log-in does not allow what this needs; missing of: {missing}. {UP_TO_DATE}")


def test_a_person_who_did_not_allow_everything(ready: Desk, tmp_path: Path) -> None:
    client = tmp_path / "client.json"
    identity.write_client(ready.google.world.store, client, ready.google.url)
    info = json.loads(client.read_text("utf-8"))
    login = load(ready.google.key_path).mailbox_path
    kept = {
        **info.get("installed", {}),
        "type": "authorized_user",
        "refresh_token": "1//x",
        "account": "me@example.org",
    }
    login.write_text(
        json.dumps(kept | {"scopes": [AUTH + "gmail.readonly"], "api_endpoint": ready.google.url}), "utf-8"
    )
    login.chmod(0o600)
    advice = (
        f"key file {login}: this log-in does not cover {COMPOSE}. Run: mentorship login --for mail, and tick every box."
    )
    assert diagnosed(ready) == [f"✗ {advice}"]
    for command in MAIL:
        assert ready.run(*command, code=2, yes=False).stderr == f"✗ {advice}\n"


@pytest.mark.parametrize(
    ("service", "commands", "advice"), [("sheets", ALL, QUOTA), ("forms", FORM, QUOTA), ("gmail", MAIL, MAIL_QUOTA)]
)
def test_a_quota_that_is_used_up(ready: Desk, service: str, commands: Sequence[Command], advice: str) -> None:
    ready.google.fault("refuse", shape="quota", method=f"{service}.*", times=0)
    all_say(ready, commands, advice)


@pytest.mark.parametrize(("service", "commands"), [("sheets", ALL), ("forms", FORM), ("gmail", MAIL)])
def test_a_fault_of_googles(ready: Desk, service: str, commands: Sequence[Command]) -> None:
    ready.google.fault("refuse", shape="unavailable", method=f"{service}.*.get*", times=0)
    ready.google.fault("refuse", shape="unavailable", method=f"{service}.*.list", times=0)
    all_say(ready, commands, FAULT)


def test_the_drive_api_that_only_the_export_needs(ready: Desk) -> None:
    ready.google.control("POST", "apis", {"disabled": ["drive"]})
    project = ready.google.world.project["number"]
    assert said(ready, ("export", "programme.xlsx")) == [
        "✗ the Google Drive API is not switched on in the project this key belongs to. "
        f"Open https://console.developers.google.com/apis/api/drive.googleapis.com/overview?project={project}, "
        "press Enable, wait a few minutes, and run this again."
    ]
    assert ready.run("doctor", yes=False).exit_code == 0
