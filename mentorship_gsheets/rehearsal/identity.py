"""The accounts of the made-up project: the service account and its key, the organizer, the mentors' mailbox.

Documents: ``project`` (one, ``main``), ``key`` by private_key_id, ``account`` by address, ``token`` by
access token, ``refresh`` by refresh token, ``code`` by authorisation code.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mentorship_gsheets.rehearsal.call import ApiError, Caller, CallerKind, Clock
from mentorship_gsheets.rehearsal.store import Store

ORGANIZER = "organizer@conference.example.org"
MAILBOX = "mentors@conference.example.org"

_AUTH = "https://www.googleapis.com/auth/"
MAIL_SCOPES = (_AUTH + "gmail.compose",)
"""What the made-up domain's administrator lets the service account do in its users' names."""

_EVERY_SCOPE = ("https://mail.google.com/", _AUTH + "drive", _AUTH + "spreadsheets", _AUTH + "forms.body")
_PAGE_SCOPES = (*_EVERY_SCOPE, _AUTH + "forms.responses.readonly")


CONSENT: dict[str, Any] = {
    "audience": "testing",
    "test_users": [ORGANIZER, MAILBOX],
    "client": "live",
    "admin_blocks": False,
}
"""The consent screen of a fresh project.

``audience`` is ``internal``, ``testing`` or ``production``; ``client`` is ``live``, ``deleted`` or ``disabled``.
"""


def consent_of(project: Mapping[str, Any]) -> dict[str, Any]:
    """The consent screen of a project."""
    return {**CONSENT, **project.get("consent", {})}


def found(store: Store, clock: Clock) -> dict[str, Any]:
    """The project record, made with its accounts and key when there is none yet.

    It holds ``number``, ``id``, ``service_account``, ``organizer``, ``mailbox``, ``client_id``,
    ``client_secret``, ``page_token``, ``control_token`` and ``disabled`` (APIs not enabled).

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.

    Returns
    -------
    dict[str, Any]
        The project's document.
    """
    project = store.load("project", "main")
    if project is not None:
        return project
    number = str(secrets.randbelow(9 * 10**11) + 10**11)
    service_account = f"mentorship@rehearsal-{number[:6]}.iam.gserviceaccount.example.com"
    project = {
        "number": number,
        "id": f"rehearsal-{number[:6]}",
        "service_account": service_account,
        "organizer": ORGANIZER,
        "mailbox": MAILBOX,
        "client_id": f"{number}-{secrets.token_hex(16)}.apps.example.com",
        "client_secret": f"REHEARSAL-{secrets.token_urlsafe(18)}",
        "page_token": secrets.token_urlsafe(24),
        "control_token": secrets.token_urlsafe(24),
        "disabled": [],
    }
    with store.transaction():
        store.save("project", "main", project)
        delegation = {"domain": MAILBOX.rpartition("@")[2], "scopes": list(MAIL_SCOPES)}
        client_id = str(secrets.randbelow(10**21))
        account = {"kind": "service_account", "client_id": client_id, "delegation": delegation}
        store.save("account", service_account, account)
        for email in (ORGANIZER, MAILBOX):
            store.save("account", email, {"kind": "user"})
        new_key(store, service_account)
        # The page acts as the organizer, and in Gmail as the mailbox the organizers share.
        page = {"email": ORGANIZER, "actor": ORGANIZER, "kind": "user", "scopes": list(_PAGE_SCOPES)}
        far = (clock.now() + timedelta(days=36500)).timestamp()
        store.save("token", project["page_token"], page | {"expires": far, "page": True})
    return project


def new_key(store: Store, service_account: str) -> str:
    """Give the account a fresh RSA key, as the console's "create key" does.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    service_account
        Address of the account.

    Returns
    -------
    str
        Id of the key; what it is made of stays in the store.
    """
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key_id = secrets.token_hex(20)
    key = {"account": service_account, "private": pem.decode(), "public": public.decode(), "revoked": False}
    store.save("key", key_id, key)
    return key_id


def write_key(store: Store, path: Path, url: str) -> None:
    """Write the newest key that is not revoked as a service-account key file, readable by its owner only.

    It is a key file as Google's console gives it, but for ``token_uri`` and ``api_endpoint``, which lead to
    ``url``.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    path
        Where the file is written.
    url
        Address of the rehearsal, where the key leads.

    Raises
    ------
    NotOursError
        Something else stands there.
    """
    project = store.load("project", "main") or {}
    email = project["service_account"]
    key_id, key = next(
        (key_id, key) for key_id, key in store.all("key").items() if key["account"] == email and not key["revoked"]
    )
    content = {
        "type": "service_account",
        "project_id": project["id"],
        "private_key_id": key_id,
        "private_key": key["private"],
        "client_email": email,
        "client_id": (store.load("account", email) or {})["client_id"],
        "auth_uri": f"{url}/o/oauth2/auth",
        "token_uri": f"{url}/token",
        "auth_provider_x509_cert_url": f"{url}/oauth2/v1/certs",
        "universe_domain": "googleapis.com",
        "api_endpoint": url,
    }
    write_private(path, content)


def write_client(store: Store, path: Path, url: str) -> None:
    """Write the OAuth client of a desktop application ("client secrets"), for a person's own log-in.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    path
        Where the file is written.
    url
        Address of the rehearsal, where the client leads.

    Raises
    ------
    NotOursError
        Something else stands there.
    """
    project = store.load("project", "main") or {}
    installed = {
        "client_id": project["client_id"],
        "project_id": project["id"],
        "auth_uri": f"{url}/o/oauth2/auth",
        "token_uri": f"{url}/token",
        "client_secret": project["client_secret"],
        "redirect_uris": ["http://localhost"],
        "api_endpoint": url,
    }
    write_private(path, {"installed": installed})


class NotOursError(Exception):
    """A file that is to be written is there already, and no rehearsal made it."""


def check_free(path: Path) -> None:
    """Raise :class:`NotOursError` unless a key or client of a rehearsal may be written at ``path``.

    What a rehearsal made says so with ``api_endpoint``; anything else may be the key of somebody's real project.
    """
    if not os.path.lexists(path):
        return
    try:
        content = json.loads(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
    except (OSError, ValueError, RecursionError):
        content = None
    found = content.get("installed", content) if isinstance(content, dict) else None
    if not isinstance(found, dict) or not str(found.get("api_endpoint", "")).startswith("http://127.0.0.1:"):
        raise NotOursError(f"{path} is there already, and no rehearsal made it")


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write JSON to a file nobody else may read; what another rehearsal wrote there is replaced.

    Parameters
    ----------
    path
        Where the file is written; missing folders are made.
    content
        What becomes the JSON.

    Raises
    ------
    NotOursError
        Anything else is there.
    """
    check_free(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A file that is there already may be open to others; made anew, it never was.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)


def issue(store: Store, now: datetime, email: str, actor: str, scopes: Iterable[str]) -> dict[str, Any]:
    """Hand out an access token for an hour.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    now
        The rehearsal's time.
    email
        Address of the one in whose name calls are made.
    actor
        Address of the account that makes them: another one where a service account acts for a person.
    scopes
        What the token is good for.

    Returns
    -------
    dict[str, Any]
        The token endpoint's answer, ``access_token`` and its seconds among it.
    """
    token = "ya29." + secrets.token_urlsafe(60)
    kind = (store.load("account", actor) or {}).get("kind", "user")
    expires = (now + timedelta(seconds=3599)).timestamp()
    document = {"email": email, "actor": actor, "kind": kind, "scopes": list(scopes), "expires": expires}
    store.save("token", token, document)
    return {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


def caller(store: Store, clock: Clock, service: str, token: str | None) -> tuple[Caller, bool]:
    """Find who holds an access token.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    service
        Name of the API; the page's own token speaks for the mailbox in ``gmail``.
    token
        As in the header; ``None`` or empty where there was none.

    Returns
    -------
    tuple[Caller, bool]
        The caller, and whether the token is the page's.

    Raises
    ------
    ApiError
        Google's 403 for no token, its 401 for one that is unknown, has run out, or whose account is gone.
    """
    if not token:
        message = (
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API."
        )
        raise ApiError(403, "PERMISSION_DENIED", message)
    document = store.view("token", token)
    account = None if document is None else store.view("account", document["actor"])
    if document is None or account is None or account.get("deleted") or document["expires"] <= clock.now().timestamp():
        message = (
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential. See "
            "https://developers.google.com/identity/sign-in/web/devconsole-project."
        )
        raise ApiError(401, "UNAUTHENTICATED", message)
    page = bool(document.get("page"))
    email, actor = document["email"], document["actor"]
    if page and service == "gmail":
        email = actor = (store.view("project", "main") or {})["mailbox"]
    scopes = frozenset(document["scopes"])
    return Caller(email, scopes, CallerKind(document["kind"]), actor), page
