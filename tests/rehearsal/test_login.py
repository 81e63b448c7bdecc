"""Logging in: the key, the mailbox's own consent, and everything that can be wrong with either."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth import jwt
from google.auth.crypt import RSASigner
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials
from google_auth_oauthlib.flow import Flow

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.oauth import AUDIENCE
from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.conftest import AUTH, credentials, session


def refused(google: Rehearsal, *scopes: str, subject: str | None = None) -> str:
    with pytest.raises(RefreshError) as error:
        credentials(google, *scopes, subject=subject).refresh(Request())
    text: str = error.value.args[0]
    return text


def assertion(google: Rehearsal, **claims: Any) -> dict[str, Any]:
    """The token endpoint's answer to a hand-made assertion."""
    key = json.loads(google.key_path.read_text())
    now = int(google.world.clock.now().timestamp())
    usual = {
        "iss": key["client_email"],
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 3600,
        "scope": AUTH + "spreadsheets",
    }
    signer = RSASigner.from_string(key["private_key"], key["private_key_id"])
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(signer, usual | claims).decode(),
    }
    reply: dict[str, Any] = requests.post(f"{google.url}/token", data=form, timeout=10).json()
    return reply


def test_the_key_opens_what_is_shared_with_it(empty: Rehearsal) -> None:
    reply = session(empty, "spreadsheets").get(f"{empty.url}/v4/spreadsheets/{empty.sheet}")
    assert reply.status_code == 200
    assert reply.json()["spreadsheetId"] == empty.sheet


def test_the_key_file_is_a_service_account_key_only_its_owner_can_read(empty: Rehearsal) -> None:
    key = json.loads(empty.key_path.read_text())
    assert key["type"] == "service_account"
    assert key["token_uri"] == f"{empty.url}/token"
    assert key["api_endpoint"] == empty.url
    assert empty.key_path.stat().st_mode & 0o777 == 0o600


def test_a_clock_that_is_wrong_by_hours_is_refused(empty: Rehearsal) -> None:
    empty.control("POST", "clock", {"offset_seconds": 2 * 3600})
    assert refused(empty, "spreadsheets") == (
        "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
        "Check your iat and exp values in the JWT claim."
    )


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"exp": 4102444800}, "invalid_grant"),
        ({"aud": "https://example.org/token"}, "invalid_grant"),
        ({"iss": "nobody@example.org"}, "invalid_grant"),
        ({"scope": AUTH + "spreadsheet"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"sub": "someone@elsewhere.example.org"}, "unauthorized_client"),
        ({"sub": "nobody@conference.example.org", "scope": AUTH + "gmail.compose"}, "invalid_grant"),
        ({"sub": "mentors@conference.example.org"}, "unauthorized_client"),
    ],
)
def test_claims_that_do_not_hold_are_refused(empty: Rehearsal, claims: dict[str, Any], error: str) -> None:
    assert assertion(empty, **claims)["error"] == error


def test_an_assertion_signed_with_another_key_is_refused(empty: Rehearsal) -> None:
    identity.new_key(empty.world.store, empty.world.project["service_account"])
    stranger = json.loads(empty.key_path.read_text())
    others = [key for name, key in empty.world.store.all("key").items() if name != stranger["private_key_id"]]
    stranger["private_key"] = others[0]["private"]
    made = Credentials.from_service_account_info(stranger, scopes=[AUTH + "spreadsheets"])
    with pytest.raises(RefreshError) as error:
        made.refresh(Request())
    assert error.value.args[0] == "invalid_grant: Invalid JWT Signature."


def test_a_revoked_key_is_refused(empty: Rehearsal) -> None:
    empty.control("POST", "key", {"revoke": True})
    assert refused(empty, "spreadsheets") == "invalid_grant: Invalid JWT Signature."


def test_a_deleted_account_is_refused_and_its_tokens_end(empty: Rehearsal) -> None:
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    assert opened.get(url).status_code == 200
    empty.control("POST", "account", {"deleted": True})
    with pytest.raises(RefreshError) as error:
        opened.get(url)
    assert error.value.args[0] == "invalid_grant: Invalid grant: account not found"


def test_no_delegation_is_unauthorized_client(empty: Rehearsal) -> None:
    empty.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    expected = (
        "unauthorized_client: Client is unauthorized to retrieve access tokens using this method, or client not "
        "authorized for any of the scopes requested."
    )
    assert refused(empty, "gmail.compose", subject=empty.mailbox) == expected


def test_an_expired_token_is_refused_and_the_client_gets_another(empty: Rehearsal) -> None:
    opened = session(empty, "spreadsheets")
    url = f"{empty.url}/v4/spreadsheets/{empty.sheet}"
    assert opened.get(url).status_code == 200
    empty.control("POST", "tokens")
    assert opened.get(url).status_code == 200
    codes = [(entry["method"], entry["code"]) for entry in empty.journal()]
    assert codes == [
        ("oauth.token", 200),
        ("sheets.spreadsheets.get", 200),
        ("sheets.spreadsheets.get", 401),
        ("oauth.token", 200),
        ("sheets.spreadsheets.get", 200),
    ]


def test_the_scope_of_old_programs_still_opens_sheets(empty: Rehearsal) -> None:
    granted = assertion(empty, scope="https://spreadsheets.google.com/feeds")
    assert sorted(granted) == ["access_token", "expires_in", "token_type"]


def test_no_token_at_all_is_an_unregistered_caller(empty: Rehearsal) -> None:
    reply = requests.get(f"{empty.url}/v4/spreadsheets/{empty.sheet}", timeout=10)
    assert reply.status_code == 403
    assert reply.json()["error"]["status"] == "PERMISSION_DENIED"


def test_a_missing_scope_is_named_as_such(empty: Rehearsal) -> None:
    reply = session(empty, "forms.body.readonly").get(f"{empty.url}/v4/spreadsheets/{empty.sheet}")
    assert reply.status_code == 403
    assert reply.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def consented(google: Rehearsal, monkeypatch: pytest.MonkeyPatch, folder: Path, decision: str = "allow") -> Flow:
    """Log in as the mailbox's owner would, in a browser; the flow afterwards."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    client = folder / "client.json"
    identity.write_client(google.world.store, client, google.url)
    flow = Flow.from_client_secrets_file(
        str(client), scopes=[AUTH + "gmail.compose"], redirect_uri="http://localhost:1/"
    )
    address, _ = flow.authorization_url()
    page = requests.get(address, timeout=10)
    assert page.status_code == 200
    assert "gmail.compose" in page.text
    form = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    form |= {"account": google.mailbox, "decision": decision, "granted": form["scope"]}
    back = requests.post(address, data=form, timeout=10, allow_redirects=False)
    flow.answer = parse_qs(urlsplit(back.headers["Location"]).query)
    return flow


def test_a_person_can_log_in_to_the_mailbox_and_stay_so_for_seven_days(
    empty: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    flow = consented(empty, monkeypatch, tmp_path)
    flow.fetch_token(code=flow.answer["code"][0])
    reply = flow.authorized_session().get(f"{empty.url}/gmail/v1/users/me/profile")
    assert reply.json()["emailAddress"] == empty.mailbox
    flow.credentials.refresh(Request())
    empty.control("POST", "clock", {"offset_seconds": 7 * 86400 + 60})
    with pytest.raises(RefreshError) as error:
        flow.credentials.refresh(Request())
    assert error.value.args[0] == "invalid_grant: Token has been expired or revoked."


def test_a_person_can_say_no(empty: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    flow = consented(empty, monkeypatch, tmp_path, decision="deny")
    assert flow.answer["error"] == ["access_denied"]


def test_neither_tokens_nor_assertions_stand_in_the_journal(empty: Rehearsal) -> None:
    opened = session(empty, "spreadsheets")
    opened.get(f"{empty.url}/v4/spreadsheets/{empty.sheet}")
    assert opened.credentials.token not in json.dumps(empty.journal())
    assert empty.journal()[0]["request"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"


def asking(google: Rehearsal, **more: Any) -> dict[str, Any]:
    """What an application asks for when it sends somebody to the consent page."""
    return {
        "client_id": google.world.project["client_id"],
        "redirect_uri": "http://127.0.0.1:1/",
        "response_type": "code",
        "scope": f"{AUTH}spreadsheets {AUTH}gmail.compose",
        "state": "s",
    } | more


def clicked(google: Rehearsal, account: str, granted: list[str], **more: Any) -> tuple[str, dict[str, list[str]]]:
    """Where the browser ends after a click, and what that address says."""
    form = asking(google) | {"account": account, "decision": "allow", "granted": granted} | more
    back = requests.post(f"{google.url}/o/oauth2/auth", data=form, timeout=10, allow_redirects=False)
    address, _, query = back.headers["Location"].partition("?")
    return address, parse_qs(query)


def page(google: Rehearsal, query: dict[str, list[str]]) -> tuple[int, str]:
    reply = requests.get(f"{google.url}/signin/oauth/error", params=query, timeout=10)
    return reply.status_code, reply.text.partition("<p>")[2].rpartition("<p>")[2].strip()


def test_only_what_was_ticked_is_granted(empty: Rehearsal) -> None:
    address, query = clicked(empty, empty.mailbox, [AUTH + "gmail.compose", AUTH + "drive"])
    assert (address, query["scope"], query["state"]) == ("http://127.0.0.1:1/", [AUTH + "gmail.compose"], ["s"])
    assert clicked(empty, empty.mailbox, []) == ("http://127.0.0.1:1/", {"error": ["access_denied"], "state": ["s"]})


@pytest.mark.parametrize(
    ("consent", "account", "code", "error"),
    [
        ({"test_users": []}, "", 403, "access_denied"),
        ({"audience": "internal"}, "guest@elsewhere.example.com", 403, "org_internal"),
        ({"admin_blocks": True}, "", 400, "admin_policy_enforced"),
        ({"client": "deleted"}, "", 401, "deleted_client"),
        ({"client": "disabled"}, "", 401, "disabled_client"),
    ],
)
def test_whoever_may_not_log_in_never_comes_back_to_the_application(
    empty: Rehearsal, consent: dict[str, Any], account: str, code: int, error: str
) -> None:
    empty.control("POST", "new-account", {"email": "guest@elsewhere.example.com"})
    empty.control("POST", "consent", consent)
    address, query = clicked(empty, account or empty.mailbox, [AUTH + "spreadsheets"])
    assert address == "/signin/oauth/error"
    status, words = page(empty, query)
    assert (status, words.partition(":")[0], words.rpartition(". ")[2]) == (
        code,
        "Access blocked",
        f"Error {code}: {error}",
    )


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"client_id": "other"}, "invalid_client"),
        ({"redirect_uri": "https://example.org/"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "invalid_request"),
        ({"scope": AUTH + "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_a_request_that_makes_no_sense_leads_nowhere(empty: Rehearsal, more: dict[str, str], error: str) -> None:
    reply = requests.get(f"{empty.url}/o/oauth2/auth", params=asking(empty, **more), timeout=10)
    assert reply.text.strip().endswith(f": {error}")


@pytest.mark.parametrize("audience", ["testing", "internal", "production"])
def test_anybody_of_the_right_kind_may_log_in(empty: Rehearsal, audience: str) -> None:
    empty.control("POST", "consent", {"audience": audience})
    assert "code" in clicked(empty, empty.mailbox, [AUTH + "spreadsheets"])[1]


@pytest.mark.parametrize("asked", [{"audience": "everybody"}, {"client": "lost"}, {"odd": 1}])
def test_a_consent_screen_there_is_none_of_is_refused(empty: Rehearsal, asked: dict[str, Any]) -> None:
    reply = requests.post(
        f"{empty.url}/control/consent",
        json=asked,
        headers={"X-Rehearsal-Control": empty.control_token},
        timeout=10,
    )
    assert reply.status_code == 400
