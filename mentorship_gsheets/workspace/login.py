"""A person's own log-in: the whole key where there is no service account, or that of the one mailbox beside one."""

import base64
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from google_auth_oauthlib.flow import Flow  # type: ignore[import-untyped]  # has no types
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # has no types
from requests import RequestException

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.text import as_key
from mentorship_gsheets.workspace.credentials import MAIL_SCOPES
from mentorship_gsheets.workspace.gmail import Mailbox
from mentorship_gsheets.workspace.key_files import LOGIN, MADE_BY, Key, KeyKind, check_place, load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.private_files import write_private
from mentorship_gsheets.workspace.sentences import client_refused, unreachable
from mentorship_gsheets.workspace.signals import RefusedError
from mentorship_gsheets.workspace.transport import Transport

_PATIENCE_SECONDS = 300
_PASTES = 3
_NOWHERE = "http://127.0.0.1:1/"
"""Where the browser is sent when nothing listens for it; the address it then shows holds the code."""

_DONE = "You are logged in. Close this page and go back to the terminal."
_STRANGE = "This page belongs to another log-in. Open the address that the terminal shows."
_REFUSED = "Nothing was allowed. Go back to the terminal."

_BLOCKED = {
    "access_denied": (
        "Google lets only test users log in while the consent screen is in testing, and this account is none.",
        "Add its address under Audience, Test users, at https://console.cloud.google.com/auth/audience, "
        "and run this again.",
    ),
    "org_internal": (
        "the OAuth client is for accounts of its own organisation only, and this account belongs to another.",
        "Run this again and choose an account of the organisation, or choose External at "
        "https://console.cloud.google.com/auth/audience.",
    ),
    "admin_policy_enforced": (
        "an administrator of this account's organisation does not let this client in.",
        "Ask them to trust its client id at https://admin.google.com/ac/owl/list?tab=configuredApps, "
        "and run this again.",
    ),
}
"""What Google's pages that say "Access blocked" name the reason, and what helps; they never lead back to us."""

# it writes codes, secrets and tokens into its debug log
logging.getLogger("requests_oauthlib").setLevel(logging.WARNING)

Browse = Callable[[str], object]
Ask = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Way:
    """How the person gets to Google's page and the answer back.

    Parameters
    ----------
    browse
        Shows the address of Google's page.
    ask
        Asks for the address that the browser ends at, where nothing can listen for it; None: it is listened for.
    """

    browse: Browse
    ask: Ask | None = None


def log_in_anew(client: Key, scopes: tuple[str, ...], path: Path, way: Way, expected: str = "") -> Key:
    """Let a person log in, see whose log-in it is, and keep it.

    Parameters
    ----------
    client
        An OAuth client.
    scopes
        What is asked for.
    path
        Where the log-in is kept; an earlier one of ours is replaced, anything else is not.
    way
        How the person gets there and back.
    expected
        Address of the account; another one is not accepted. Empty: whoever logs in.

    Returns
    -------
    Key
        As kept; ``account`` is absent from it when neither mail was asked for nor an account was expected.

    Raises
    ------
    MentorshipError
        The log-in came to nothing, is somebody else's, or cannot be kept. Nothing is kept then.
    """
    check_place(path, harmless=client.rehearsal)
    found = log_in(client, scopes, path, way, expected)
    account = expected
    if set(MAIL_SCOPES) <= set(scopes):
        account = Mailbox("", Transport(found, MAIL_SCOPES, Meter())).profile()
    if expected and as_key(account) != as_key(expected):
        raise _failed(
            f"the log-in is that of {account}, not of {expected}.",
            "Run it again, and choose the right account in the browser (or correct Sender in Settings).",
            "login-other-account",
        )
    info = {**found.info, **({"account": account} if account else {})}
    write_private(path, json.dumps(info, indent=2).encode())
    return load(path, (KeyKind.PERSON,))


def log_in(client: Key, scopes: tuple[str, ...], path: Path, way: Way, hint: str = "") -> Key:
    """Let a person log in at Google, and return the log-in, not yet kept anywhere.

    Parameters
    ----------
    client, scopes, path, way
        As in `log_in_anew`.
    hint
        The account that is expected.

    Returns
    -------
    Key
        The log-in, with its refresh token.

    Raises
    ------
    MentorshipError
        Nobody logged in, Google did not let them, or not everything was allowed.

    Notes
    -----
    The loopback flow with PKCE: https://developers.google.com/identity/protocols/oauth2/native-app
    """
    config = {name: client.info[name] for name in ("client_id", "client_secret", "auth_uri", "token_uri")}
    state = secrets.token_urlsafe(24)
    with _Landing(state) if way.ask is None else _nothing() as landing:
        flow = Flow.from_client_config(
            {"installed": config},
            list(scopes),
            redirect_uri=landing.address if landing else _NOWHERE,
            autogenerate_code_verifier=True,
        )
        flow.oauth2session.trust_env = not client.rehearsal
        # without prompt, a second log-in gets no refresh token
        with _loopback_allowed(client.rehearsal):
            address, _ = flow.authorization_url(state=state, access_type="offline", prompt="consent", login_hint=hint)
        way.browse(address)
        answer = _pasted(way.ask, state) if way.ask else landing.wait() if landing else {}
    if "code" not in answer:
        raise _denied()
    with _loopback_allowed(client.rehearsal):
        token = _token(flow, answer["code"], client)
    granted = str(token.get("scope", "")).split() if isinstance(token.get("scope"), str) else token.get("scope", ())
    missing = [scope for scope in scopes if scope not in granted]
    if missing:
        names = ", ".join(scope.rpartition("/")[2] for scope in missing)
        raise _failed(
            f"not everything was allowed; missing: {names}.", "Run it again, and tick every box.", "login-scopes"
        )
    info: dict[str, Any] = {
        "type": str(KeyKind.PERSON),
        MADE_BY: LOGIN,
        "refresh_token": token["refresh_token"],
        "scopes": list(scopes),
        **config,
    }
    if life := token.get("refresh_token_expires_in"):
        info["expires"] = (datetime.now(UTC) + timedelta(seconds=int(life))).strftime("%Y-%m-%dT%H:%M:%SZ")
    if client.rehearsal:
        info["api_endpoint"] = client.api_endpoint
    return Key(KeyKind.PERSON, path, info, client.api_endpoint)


def _token(flow: Any, code: str, client: Key) -> Mapping[str, Any]:
    try:
        with _fewer_scopes_allowed():
            flow.fetch_token(code=code)
    except OAuth2Error as error:
        # from None, here and below: the reason may hold the code
        name = str(error.error or type(error).__name__)
        if (refused := client_refused(name)) is not None:
            raise MentorshipError(refused, Exit.GOOGLE) from None
        raise _failed(
            f"Google did not accept the log-in ({name}).",
            "Run it again, and finish within ten minutes.",
            "login-refused",
        ) from None
    except RequestException:
        raise RefusedError(unreachable(urlsplit(str(client.info["token_uri"])).netloc)) from None
    token: Mapping[str, Any] = flow.oauth2session.token
    return token


class _Landing:
    """A server on this computer that the browser is sent back to; what is not of this log-in changes nothing."""

    def __init__(self, state: str) -> None:
        self._state = state
        self._answer: Mapping[str, str] = {}
        landing = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                code, text = landing._take(dict(parse_qsl(urlsplit(self.path).query)))
                body = f"<!doctype html><meta charset=utf-8><title>Mentorship</title><p>{escape(text)}".encode()
                self.send_response(code)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the path holds the code."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def _take(self, answer: Mapping[str, str]) -> tuple[int, str]:
        if not secrets.compare_digest(answer.get("state", "").encode(), self._state.encode()):
            return 400, _STRANGE
        self._answer = answer
        return 200, _DONE if "code" in answer else _REFUSED

    def wait(self) -> Mapping[str, str]:
        """Return what Google sent back with the browser.

        Raises
        ------
        MentorshipError
            Nothing came within five minutes, or the person at the terminal gave up.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        try:
            while not self._answer:
                # short: the answer comes in a thread of its own, for browsers open connections that they never use
                self._server.timeout = 0.2
                if time.monotonic() > until:
                    raise _nobody("nobody logged in within five minutes.", "login-timeout")
                self._server.handle_request()
        except KeyboardInterrupt:
            raise _nobody("the log-in was broken off.", "login-broken-off") from None
        return self._answer

    def __enter__(self) -> "_Landing":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


def _pasted(ask: Ask, state: str) -> Mapping[str, str]:
    """Return what is in the address that the person pastes; they may try again.

    Raises
    ------
    MentorshipError
        What was pasted last is not the address of this log-in, or that of a page that says why not.
    """
    problem = _failed("nothing was pasted.", "Run it again in a terminal.", "login-pasted")
    for _ in range(_PASTES):
        text = ask().strip()
        if not text:
            break
        answer = {name: values[-1] for name, values in parse_qs(urlsplit(text).query).items()}
        if blocked := _blocked(answer.get("authError", ""), text):
            raise blocked
        if "code" not in answer and "error" not in answer:
            problem = _failed(
                "what was pasted holds no log-in.",
                "Run it again, and copy the whole address of the page that the browser shows at the end.",
                "login-pasted",
            )
        elif answer.get("state") != state:
            problem = _failed(
                "the address that was pasted belongs to another log-in.",
                "Run it again, open the address that is shown then, and paste the one the browser ends at.",
                "login-state",
            )
        else:
            return answer
    raise problem


def _blocked(token: str, text: str) -> MentorshipError | None:
    """Return the error for a page that says "Access blocked", by its address or its own words; None for any other."""
    try:
        # base64 of a message of unpublished form, with the reason in it in plain letters
        told = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("latin-1")
    except ValueError:
        told = ""
    if re.match(r"(?:Access blocked|Error \d)", text):
        told += text
    for name, (what, remedy) in _BLOCKED.items():
        if name in told:
            return _failed(what, remedy, "login-blocked")
    for name in re.findall(r"[a-z]+_client", told):
        if (refused := client_refused(name)) is not None:
            return MentorshipError(refused, Exit.GOOGLE)
    return None


def _nobody(what: str, code: str) -> MentorshipError:
    return _failed(
        what,
        "If the page said “Access blocked”, run: mentorship login --paste, and paste the address of that page; "
        "otherwise run this again.",
        code,
    )


def _denied() -> MentorshipError:
    return _failed("nothing was allowed.", "Run it again, tick every box, and press Continue.", "login-refused")


@contextmanager
def _fewer_scopes_allowed() -> Iterator[None]:
    """Let oauthlib take a token for fewer scopes than were asked for; which are missing is told by us."""
    with _environment("OAUTHLIB_RELAX_TOKEN_SCOPE"):
        yield


@contextmanager
def _loopback_allowed(rehearsal: bool) -> Iterator[None]:
    """Let oauthlib speak of addresses with http, which it refuses otherwise, while the rehearsal server is asked."""
    if not rehearsal:
        yield
        return
    with _environment("OAUTHLIB_INSECURE_TRANSPORT"):
        yield


@contextmanager
def _environment(name: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _failed(what: str, remedy: str, code: str) -> MentorshipError:
    return MentorshipError(Finding(what, remedy, code=code, level=Level.STOP), Exit.GOOGLE)
