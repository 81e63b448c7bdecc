"""The log-in of one mailbox by its owner, where an administrator's delegation is not to be had."""

import json
import logging
import os
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]  # has no types
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # has no types
from requests import RequestException

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.workspace.credentials import MAIL_SCOPES
from mentorship_gsheets.workspace.gmail import Mailbox
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.private_files import write_private
from mentorship_gsheets.workspace.transport import Transport

_PATIENCE_SECONDS = 300
_BROWSER = "mentorship-login"
_DONE = "You are logged in. Close this page and go back to the terminal."

# it writes codes, secrets and tokens into its debug log
logging.getLogger("requests_oauthlib").setLevel(logging.WARNING)


def login_mailbox(client: str | Path, sender: str, key: Key, browse: Callable[[str], object] | None = None) -> Key:
    """Let the owner of the mailbox log in, and keep the log-in beside the key.

    Parameters
    ----------
    client
        File of the OAuth client (type “Desktop app”).
    sender
        Address of the mailbox; another one is not accepted.
    key
        The key of the sheet; the log-in is kept at ``key.mailbox_path``.
    browse
        Shows an address to the person; None: the browser of this computer.

    Raises
    ------
    MentorshipError
        The client cannot be used, nobody logged in within five minutes, somebody else did, or not everything
        was allowed. Nothing is kept then.
    """
    found = log_in(load(client, (KeyKind.CLIENT,)), MAIL_SCOPES, key.mailbox_path, browse, sender)
    address = Mailbox(sender, Transport(found, MAIL_SCOPES, Meter())).profile()
    if address.casefold() != sender.casefold():
        raise _failed(
            f"the log-in is that of {address}, not of {sender}.",
            "Run it again, and choose the right account in the browser (or correct Sender in Settings).",
            "login-other-account",
        )
    return save(found, account=address)


def log_in(
    client: Key, scopes: tuple[str, ...], path: Path, browse: Callable[[str], object] | None = None, hint: str = ""
) -> Key:
    """Let a person log in through the browser, and return the log-in, not yet kept anywhere.

    Parameters
    ----------
    client
        An OAuth client.
    scopes
        What is asked for.
    path
        Where the log-in will be kept.
    browse
        Shows an address to the person; None: the browser of this computer.
    hint
        The account that is expected.

    Raises
    ------
    MentorshipError
        Nobody logged in, or not everything was allowed.

    Notes
    -----
    The loopback flow with PKCE: https://developers.google.com/identity/protocols/oauth2/native-app
    """
    config = {name: value for name, value in client.info.items() if name != "api_endpoint"}
    flow = InstalledAppFlow.from_client_config({"installed": config}, list(scopes))
    flow.oauth2session.trust_env = not client.rehearsal
    webbrowser.register(_BROWSER, None, _Shown(browse or webbrowser.open))  # type: ignore[arg-type]  # quacks like one
    try:
        with _loopback_allowed(client.rehearsal):
            flow.run_local_server(
                host="127.0.0.1",
                port=0,
                authorization_prompt_message=None,
                success_message=_DONE,
                timeout_seconds=_PATIENCE_SECONDS,
                browser=_BROWSER,
                access_type="offline",
                prompt="consent",  # without it a second log-in gets no refresh token
                login_hint=hint,
            )
    except WSGITimeoutError:
        raise _failed("nobody logged in within five minutes.", "Run it again.", "login-timeout") from None
    except Warning:
        # oauthlib raises one when fewer scopes are granted than were asked for
        raise _failed("not everything was allowed.", "Run it again, and tick every box.", "login-scopes") from None
    except (OAuth2Error, RequestException) as error:
        # from None: the reason may hold the code
        name = getattr(error, "error", "") or type(error).__name__
        raise _failed(f"the log-in did not work ({name}).", "Run it again, and press Allow.", "login-refused") from None
    token: Mapping[str, Any] = flow.oauth2session.token
    info = {
        "type": str(KeyKind.PERSON),
        "refresh_token": token["refresh_token"],
        "scopes": list(scopes),
        **{name: config[name] for name in ("client_id", "client_secret", "token_uri")},
    }
    if client.rehearsal:
        info["api_endpoint"] = client.api_endpoint
    return Key(KeyKind.PERSON, path, info, client.api_endpoint)


def save(key: Key, account: str) -> Key:
    """Keep a log-in at ``key.path``, readable by its owner only; return it as loaded."""
    info = {**key.info, "account": account}
    write_private(key.path, json.dumps(info, indent=2).encode())
    return load(key.path, (KeyKind.PERSON,))


class _Shown:
    """A browser, to the flow, that shows the address to whoever was asked to."""

    def __init__(self, browse: Callable[[str], object]) -> None:
        self._browse = browse

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: ARG002, FBT  - webbrowser's signature
        self._browse(url)
        return True


@contextmanager
def _loopback_allowed(rehearsal: bool) -> Iterator[None]:
    """Let oauthlib ask for a token over http, which it refuses otherwise, while the rehearsal server is asked."""
    if not rehearsal:
        yield
        return
    name = "OAUTHLIB_INSECURE_TRANSPORT"
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
