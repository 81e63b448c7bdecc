"""The pages on which a person lets an application use their account, and what keeps them from doing so.

The consent screen of a project (``identity.CONSENT``) decides: who may log in at all, whether the client still
stands, what an administrator blocks. A page that says "Access blocked" never leads back to the application.
https://developers.google.com/identity/protocols/oauth2/native-app
"""

from __future__ import annotations

import base64
import html
import secrets
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.call import Clock
from mentorship_gsheets.rehearsal.oauth import OAuthError, check_client, known_scopes
from mentorship_gsheets.rehearsal.store import Store

ERROR_PAGE = "/signin/oauth/error"
Asked = Mapping[str, str]

_BLOCKED = {
    "access_denied": (403, "{app} has not completed the Google verification process. The app is currently being "
                      "tested, and can only be accessed by developer-approved testers."),
    "org_internal": (403, "{app} can only be used within its organization."),
    "admin_policy_enforced": (400, "Access to your account data is restricted by policies within your organization."),
    "invalid_client": (401, "The OAuth client was not found."),
    "deleted_client": (401, "The OAuth client was deleted."),
    "disabled_client": (401, "The OAuth client was disabled."),
    "redirect_uri_mismatch": (400, "A desktop application may be sent back to loopback only."),
    "invalid_request": (400, "Invalid response_type."),
    "invalid_scope": (400, "Some requested scopes were invalid."),
}  # fmt: skip
"""Status and words of each page that leads nowhere."""


def page(store: Store, asked: Asked) -> str:
    """The page that asks, or the address of the page that says why not (it begins with ``/``).

    Parameters
    ----------
    store
        The documents of the rehearsal.
    asked
        The query with which the browser was sent here.

    Returns
    -------
    str
        HTML of the page that asks, or the address of the page that says why not (it begins with ``/``).
    """
    problem = _problem(store, asked)
    if problem:
        return _error_address(problem)
    accounts = [email for email, account in store.all("account").items() if account["kind"] == "user"]
    mailbox = (store.view("project", "main") or {})["mailbox"]
    chosen = asked.get("login_hint") or mailbox
    options = "".join(
        f"<option{' selected' if email == chosen else ''}>{html.escape(email)}</option>" for email in accounts
    )
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in asked.items()
    )
    boxes = "".join(
        f'<li><label><input type="checkbox" name="granted" value="{html.escape(scope)}"> {html.escape(scope)}</label>'
        for scope in asked["scope"].split()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Log in (rehearsal)</title>'
        "<h1>Log in to the rehearsal</h1><p>An application on this computer asks to use a made-up account. "
        f'Tick what it may do:</p><form method="post">{hidden}<ul>{boxes}</ul>'
        f'<label>Account <select name="account">{options}</select></label> '
        '<button name="decision" value="allow">Allow</button> '
        '<button name="decision" value="deny">Deny</button></form></html>'
    )


def decide(store: Store, clock: Clock, asked: Asked, ticked: list[str]) -> str:
    """Carry out the person's click.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    asked
        The fields of the form they sent, those of the query among them.
    ticked
        The scopes they allow.

    Returns
    -------
    str
        The address the browser is sent to next: the application's own, with a code or with ``access_denied``, or that
        of the page that says why not.
    """
    account = asked.get("account", "")
    problem = _problem(store, asked) or _closed_to(store, account)
    if problem:
        return _error_address(problem)
    back, state = asked["redirect_uri"], asked.get("state", "")
    granted = [scope for scope in asked["scope"].split() if scope in ticked]
    if asked.get("decision") != "allow" or not granted or store.view("account", account) is None:
        return f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"
    code = "4/" + secrets.token_urlsafe(40)
    document = {
        "email": account,
        "scopes": granted,
        "redirect_uri": back,
        "challenge": asked.get("code_challenge", ""),
        "expires": (clock.now() + timedelta(minutes=10)).timestamp(),
    }
    store.save("code", code, document)
    return f"{back}?{urlencode({'state': state, 'code': code, 'scope': ' '.join(granted)})}"


def error_page(asked: Asked) -> tuple[int, str]:
    """Status and text of the page that says "Access blocked"."""
    try:
        code = base64.urlsafe_b64decode(asked.get("authError", "")).partition(b"\x12")[0].strip(b"\n\x15").decode()
    except ValueError:
        code = ""
    status, words = _BLOCKED.get(code, (400, "The request is malformed."))
    return status, f"Access blocked: {words.format(app='Mentorship')} Error {status}: {code}"


def _error_address(code: str) -> str:
    # a serialised message with the code and a sentence in it, in base64, as the addresses of Google's pages have
    blob = b"\n\x15" + code.encode() + b"\x12" + _BLOCKED[code][1].encode()
    return f"{ERROR_PAGE}?{urlencode({'authError': base64.urlsafe_b64encode(blob).decode()})}"


def _problem(store: Store, asked: Asked) -> str:
    """What is wrong with the request itself, whoever logs in; empty where nothing is."""
    try:
        check_client(store, asked.get("client_id"))
    except OAuthError as error:
        return str(error.body["error"])
    if urlsplit(asked.get("redirect_uri", "")).hostname not in {"localhost", "127.0.0.1"}:
        return "redirect_uri_mismatch"
    if asked.get("response_type") != "code":
        return "invalid_request"
    if not asked.get("scope") or not set(asked["scope"].split()) <= known_scopes():
        return "invalid_scope"
    return ""


def _closed_to(store: Store, account: str) -> str:
    """Why this person may not log in; empty where they may."""
    project = store.view("project", "main") or {}
    consent = identity.consent_of(project)
    if consent["admin_blocks"]:
        return "admin_policy_enforced"
    if consent["audience"] == "internal" and not account.endswith("@" + project["organizer"].rpartition("@")[2]):
        return "org_internal"
    if consent["audience"] == "testing" and account not in consent["test_users"]:
        return "access_denied"
    return ""
