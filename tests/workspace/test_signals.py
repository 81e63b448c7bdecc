"""Every signal of Google's becomes its sentence, whoever meets it."""

import json
from collections.abc import Callable

import pytest

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace.credentials import FORM_SCOPES, MAIL_SCOPES, SHEET_SCOPES
from mentorship_gsheets.workspace.doctor import check_form, check_mailbox, check_sheet
from mentorship_gsheets.workspace.forms import read_form
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sentences import explain, explain_login
from mentorship_gsheets.workspace.sheets import open_sheet
from mentorship_gsheets.workspace.signals import Context, Reason, read_error
from mentorship_gsheets.workspace.transport import Transport

COMPOSE = "https://www.googleapis.com/auth/gmail.compose"


def told(call: Callable[[], object]) -> str:
    with pytest.raises(MentorshipError) as error:
        call()
    assert error.value.exit_code == Exit.GOOGLE
    return str(error.value)


def sheet(google: Rehearsal, meter: Meter) -> str:
    """What reading the sheet is refused with; the doctor says the same."""
    key = load(google.key_path)
    text = told(lambda: open_sheet(google.sheet, key, meter).read())
    assert [str(check.finding) for check in check_sheet(google.sheet, key, meter)] == [text]
    return text


def form(google: Rehearsal, meter: Meter) -> str:
    key = load(google.key_path)
    text = told(lambda: read_form(google.form, key, meter=meter))
    assert [str(check.finding) for check in check_form(google.form, key, meter)] == [text]
    return text


def mailbox(google: Rehearsal, meter: Meter, sender: str = "") -> str:
    key = load(google.key_path)
    sender = sender or google.mailbox
    text = told(lambda: open_mailbox(sender, key, meter).profile())
    assert [str(check.finding) for check in check_mailbox(sender, key, meter)] == [text]
    return text


@pytest.mark.parametrize(
    ("service", "name", "ask"),
    [("sheets", "Google Sheets API", sheet), ("forms", "Google Forms API", form), ("gmail", "Gmail API", mailbox)],
)
def test_an_api_that_is_off(
    conference: Rehearsal, meter: Meter, service: str, name: str, ask: Callable[[Rehearsal, Meter], str]
) -> None:
    conference.control("POST", "apis", {"disabled": [service]})
    project = conference.world.project["number"]
    assert ask(conference, meter) == (
        f"the {name} is not switched on in the project this key belongs to. "
        f"Open https://console.developers.google.com/apis/api/{service}.googleapis.com/overview?project={project}, "
        "press Enable, wait a few minutes, and run this again."
    )


def test_a_sheet_and_a_form_that_are_not_shared(conference: Rehearsal, meter: Meter) -> None:
    who = load(conference.key_path).who
    for file in (conference.sheet, conference.form):
        conference.control("POST", "share", {"file": file, "role": "none"})
    assert sheet(conference, meter) == (
        f"{who} may not open this sheet, or only look at it. Open the sheet, press Share and add {who} as editor."
    )
    assert form(conference, meter) == (
        f"{who} may not open this form, or only look at it. "
        f"Open the form, in the form's ⋮ menu, choose Add collaborators and add {who} as editor."
    )


def test_a_sheet_that_may_only_be_looked_at(google: Rehearsal, meter: Meter) -> None:
    key = load(google.key_path)
    google.control("POST", "share", {"file": google.sheet, "role": "reader"})
    checks = check_sheet(google.sheet, key, meter)
    assert [(check.name, check.well) for check in checks] == [
        ("log-in", True),
        ("sheet", True),
        ("sharing", False),
    ]
    assert str(checks[-1].finding) == (
        f"{key.who} may not open this sheet, or only look at it. "
        f"Open the sheet, press Share and add {key.who} as editor."
    )


def test_a_wrong_id(conference: Rehearsal, meter: Meter) -> None:
    key = load(conference.key_path)
    for thing, call in (
        ("sheet", lambda: open_sheet("1" * 44, key, meter).read()),
        ("form", lambda: read_form("1" * 44, key, meter=meter)),
    ):
        assert told(call) == (
            f"there is no such {thing}. Check the id; the whole address of the {thing} from the browser will do."
        )


def test_an_excel_file_in_drive(google: Rehearsal, meter: Meter) -> None:
    file = google.world.store.load("file", google.sheet) or {}
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    google.world.store.save("file", google.sheet, file | {"mimeType": excel})
    assert sheet(google, meter) == (
        "this is an Excel file that lies in Google Drive, not a Google Sheet. "
        "Open it, choose File → Save as Google Sheets, and use the address of the new sheet."
    )


@pytest.mark.parametrize("ask", [sheet, form, mailbox])
def test_a_wrong_clock(conference: Rehearsal, meter: Meter, ask: Callable[[Rehearsal, Meter], str]) -> None:
    conference.control("POST", "clock", {"offset_seconds": -4000})
    assert ask(conference, meter) == (
        "the clock of this computer is wrong, so Google does not accept the log-in. "
        "Set date, time and time zone to automatic, and run this again."
    )


@pytest.mark.parametrize("ask", [sheet, form, mailbox])
def test_a_revoked_key(conference: Rehearsal, meter: Meter, ask: Callable[[Rehearsal, Meter], str]) -> None:
    conference.control("POST", "key", {"revoke": True})
    assert ask(conference, meter) == (
        "the key was revoked, or its service account deleted. "
        "Make a new JSON key at https://console.cloud.google.com/iam-admin/serviceaccounts and use that."
    )


def test_a_mailbox_without_delegation(google: Rehearsal, meter: Meter) -> None:
    key = load(google.key_path)
    google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    assert mailbox(google, meter) == (
        f"{key.who} may not act for {google.mailbox} yet. "
        "An administrator of the domain opens https://admin.google.com/ac/owl/domainwidedelegation and authorises "
        f"client id {key.client_id} for exactly {COMPOSE}; or its owner logs in: "
        "mentorship login --client FILE, with an OAuth client."
    )


def test_a_sender_that_is_no_mailbox(google: Rehearsal, meter: Meter) -> None:
    assert mailbox(google, meter, "nobody@conference.example.org") == (
        "nobody@conference.example.org is no mailbox of the domain. Write the mailbox that sends into Settings, Sender."
    )


def test_a_service_account_has_no_mailbox_of_its_own(google: Rehearsal, meter: Meter) -> None:
    key = load(google.key_path)
    with Transport(key, MAIL_SCOPES, meter) as transport:
        text = told(lambda: transport.request("GET", "https://gmail.googleapis.com/gmail/v1/users/me/profile"))
    assert text == f"{key.who} has no Gmail mailbox. Write the mailbox that sends into Settings, Sender."


def test_a_log_in_with_other_scopes(google: Rehearsal, meter: Meter) -> None:
    with Transport(load(google.key_path), FORM_SCOPES, meter) as transport:
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{google.sheet}"
        text = told(lambda: transport.request("GET", address))
    assert text == (
        "the log-in does not allow what this needs; missing of: "
        "https://www.googleapis.com/auth/forms.body.readonly, "
        "https://www.googleapis.com/auth/forms.responses.readonly. "
        "Bring the tool up to date; if that does not help, it is a bug to report."
    )


@pytest.mark.parametrize("ask", [sheet, form, mailbox])
def test_a_quota_that_is_used_up(conference: Rehearsal, meter: Meter, ask: Callable[[Rehearsal, Meter], str]) -> None:
    for service in ("sheets", "forms", "gmail"):
        conference.fault("refuse", shape="quota", method=f"{service}.*", times=0)
    gmail = (
        "Gmail's quota is used up: 6,000 units a minute, and 2,000 mails a day (500 on trial and private accounts). "
        "Wait a few minutes and run this again; if it is the mails of a day, tomorrow. What is done is not done again."
    )
    others = (
        "Google's quota is used up: 60 reads and 60 writes a minute and user, 300 a project. "
        "Wait a few minutes and run this again; a whole plan counts as one write."
    )
    assert ask(conference, meter) == (gmail if ask is mailbox else others)


@pytest.mark.parametrize("ask", [sheet, form, mailbox])
def test_a_fault_of_googles(conference: Rehearsal, meter: Meter, ask: Callable[[Rehearsal, Meter], str]) -> None:
    conference.fault("refuse", shape="unavailable", times=0, method="[!o]*")
    assert ask(conference, meter) == (
        "Google has a fault of its own at the moment (status 503). Run this again in some minutes."
    )


def test_no_connection(meter: Meter) -> None:
    with running("empty") as google:
        key, id = load(google.key_path), google.sheet
    host = key.api_endpoint.removeprefix("http://")
    for call in (lambda: open_sheet(id, key, meter).read(), lambda: read_form(id, key, meter=meter)):
        assert told(call) == (
            f"{host} cannot be reached. "
            "Check the internet connection (or, in a rehearsal, whether the server still runs) and run this again."
        )


WHO = Context("tool@example.org", "123", SHEET_SCOPES)


def body(message: str = "", reason: str = "", detail: str = "") -> str:
    error: dict[str, object] = {"message": message, "details": [{"reason": detail}] if detail else []}
    if reason:
        error["errors"] = [{"reason": reason}]
    return json.dumps({"error": error})


@pytest.mark.parametrize(
    ("service", "code", "text", "reason"),
    [
        ("sheets", 429, "", Reason.QUOTA),
        ("gmail", 403, body(reason="userRateLimitExceeded"), Reason.QUOTA),
        ("drive", 403, body(reason="dailyLimitExceeded"), Reason.QUOTA),
        ("sheets", 403, body(detail="RATE_LIMIT_EXCEEDED"), Reason.QUOTA),
        ("drive", 403, body(reason="accessNotConfigured"), Reason.API_OFF),
        ("gmail", 403, body(reason="insufficientPermissions"), Reason.SCOPES),
        ("sheets", 403, "<html>", Reason.NOT_SHARED),
        ("sheets", 404, "[]", Reason.NOT_FOUND),
        ("gmail", 400, body("Mail service not enabled"), Reason.NO_MAILBOX),
        ("sheets", 400, body("Precondition check failed."), Reason.OTHER),
        ("sheets", 408, "", Reason.FAULT),
        ("sheets", 502, "<html>", Reason.FAULT),
        ("sheets", 401, '{"error": "text"}', Reason.LOGIN),
        ("sheets", 409, "null", Reason.OTHER),
    ],
)
def test_error_replies_are_read_in_every_shape(service: str, code: int, text: str, reason: Reason) -> None:
    signal = read_error(service, code, text)
    assert (signal.reason, signal.code) == (reason, code)
    assert explain(signal, service, WHO).code == reason


def test_values_that_google_repeats_are_not_shown() -> None:
    message = 'Invalid value at \'requests[0]\' (TYPE), "ada@example.org said \\"no\\""\n and “more” ' + "x" * 400
    signal = read_error("sheets", 400, json.dumps({"error": {"message": message}}))
    assert signal.message.startswith("Invalid value at 'requests[0]' (TYPE), “…” and “…” xxx")
    assert len(signal.message) == 300


def test_only_googles_console_is_linked() -> None:
    text = body("Visit https://example.org/enable", reason="accessNotConfigured")
    assert explain(read_error("gmail", 403, text), "gmail", WHO).remedy == (
        "Open https://console.cloud.google.com/apis/library/gmail.googleapis.com, press Enable, "
        "wait a few minutes, and run this again."
    )


@pytest.mark.parametrize(
    ("error", "description", "person", "code"),
    [
        ("invalid_grant", "Invalid JWT: Token must be a short-lived token", False, "google-clock"),
        ("invalid_grant", "Invalid JWT Signature.", False, "google-key-revoked"),
        ("invalid_grant", "Invalid grant: account not found", False, "google-key-revoked"),
        ("invalid_grant", "Invalid email or User ID", False, "google-no-mailbox"),
        ("invalid_grant", "Token has been expired or revoked.", True, "google-login-expired"),
        ("invalid_client", "The OAuth client was not found.", True, "login-client"),
        ("deleted_client", "The OAuth client was deleted.", True, "login-client"),
        ("disabled_client", "The OAuth client was disabled.", True, "login-client"),
        ("access_denied", "", True, "google-login-blocked"),
        ("invalid_scope", "", True, "google-scopes"),
        ("unauthorized_client", "Client is unauthorized", False, "google-delegation"),
        ("access_denied", "Requested client not authorized.", False, "google-delegation"),
        ("invalid_scope", "Bad", False, "google-scopes"),
        ("", "", False, "google-login"),
    ],
)
def test_refusals_of_the_log_in_are_told_apart(error: str, description: str, person: bool, code: str) -> None:
    assert (
        explain_login(error, description, Context("tool@example.org", "123", SHEET_SCOPES, person=person)).code == code
    )
