"""The token endpoint; the consent page is in ``consent``.

Service accounts: https://developers.google.com/identity/protocols/oauth2/service-account (the JWT grant and
its errors); users: https://developers.google.com/identity/protocols/oauth2/native-app (the code grant with
PKCE).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.call import Clock
from mentorship_gsheets.rehearsal.discovery import load
from mentorship_gsheets.rehearsal.store import Store

AUDIENCE = "https://oauth2.googleapis.com/token"
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# What programs older than the API still ask for, and what it stands for.
_OLD_SCOPES = {"https://spreadsheets.google.com/feeds": "https://www.googleapis.com/auth/spreadsheets"}
_PERSONAL_SCOPES = {"openid", "email", "profile", "https://www.googleapis.com/auth/userinfo.email"}
_SKEW = timedelta(minutes=10)
_TESTING_LIFE = timedelta(days=7)

_SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
_UNAUTHORIZED = (
    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the "
    "scopes requested."
)


class OAuthError(Exception):
    """The token endpoint says no: ``error`` and ``error_description`` of RFC 6749."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        """Keep the parts; ``code`` is the HTTP status."""
        super().__init__(description)
        self.code = code
        self.body = {"error": error, "error_description": description}


def token(store: Store, clock: Clock, form: Mapping[str, str]) -> dict[str, Any]:
    """Answer a token request.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    form
        The fields of the request.

    Returns
    -------
    dict[str, Any]
        What the token endpoint answers.

    Raises
    ------
    OAuthError
        The grant, the client or its secret is refused.
    """
    grant = form.get("grant_type", "")
    if grant == _JWT_GRANT:
        return _from_jwt(store, clock, form.get("assertion", ""))
    if grant in {"refresh_token", "authorization_code"}:
        check_client(store, form.get("client_id"))
        if form.get("client_secret") != (store.view("project", "main") or {})["client_secret"]:
            raise OAuthError("invalid_client", "The provided client secret is invalid.", 401)
        grantor = _from_refresh if grant == "refresh_token" else _from_code
        return grantor(store, clock, form)
    raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {grant}")


def check_client(store: Store, client_id: str | None) -> None:
    """Refuse a client that is not there, was deleted, or is switched off.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    client_id
        As asked; ``None`` where it was left out.

    Raises
    ------
    OAuthError
        It is one of these.
    """
    project = store.view("project", "main") or {}
    if client_id != project["client_id"]:
        raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
    state = identity.consent_of(project)["client"]
    if state != "live":
        raise OAuthError(f"{state}_client", f"The OAuth client was {state}.", 401)


def _from_jwt(store: Store, clock: Clock, assertion: str) -> dict[str, Any]:
    try:
        head, body, signature = assertion.split(".")
        header, claims = json.loads(_unpad(head)), json.loads(_unpad(body))
        signed, issuer = f"{head}.{body}".encode(), str(claims["iss"])
        issued, expires = float(claims["iat"]), float(claims["exp"])
        scopes = str(claims.get("scope", "")).split()
    except (ValueError, KeyError, TypeError):
        raise OAuthError("invalid_grant", "Bad Request") from None
    account = store.view("account", issuer)
    if account is None or account["kind"] != "service_account" or account.get("deleted"):
        raise OAuthError("invalid_grant", "Invalid grant: account not found")
    if not _verified(store, header, issuer, signed, signature):
        raise OAuthError("invalid_grant", "Invalid JWT Signature.")
    if claims.get("aud") != AUDIENCE:
        raise OAuthError("invalid_grant", f"Failed audience check. The right audience is {AUDIENCE}")
    now = clock.now().timestamp()
    reasonable = issued <= now + _SKEW.total_seconds() and now < expires <= issued + 3600 + 1
    if not reasonable:
        raise OAuthError("invalid_grant", _SHORT_LIVED)
    if not scopes or not set(scopes) <= known_scopes():
        raise OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    subject = str(claims.get("sub") or issuer)
    if subject != issuer:
        _check_delegation(store, account, subject, scopes)
    granted = [_OLD_SCOPES.get(scope, scope) for scope in scopes]
    return identity.issue(store, clock.now(), subject, issuer, granted)


def _check_delegation(store: Store, account: Mapping[str, Any], subject: str, scopes: list[str]) -> None:
    delegation = account.get("delegation") or {"domain": "", "scopes": []}
    in_domain = subject.casefold().endswith("@" + delegation["domain"])
    if not in_domain or not set(scopes) <= set(delegation["scopes"]):
        raise OAuthError("unauthorized_client", _UNAUTHORIZED, 401)
    if store.view("account", subject) is None:
        raise OAuthError("invalid_grant", "Invalid email or User ID")


def _verified(store: Store, header: Mapping[str, Any], issuer: str, signed: bytes, signature: str) -> bool:
    """Whether a key of this account that still stands signed the assertion with RS256."""
    keys = store.all("key").items()
    for key_id, key in keys:
        if key["account"] != issuer or key["revoked"] or header.get("kid", key_id) != key_id:
            continue
        public = serialization.load_pem_public_key(key["public"].encode())
        try:
            assert isinstance(public, rsa.RSAPublicKey)  # noqa: S101 - we made it
            public.verify(_unpad(signature), signed, padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            continue
        return header.get("alg") == "RS256"
    return False


def known_scopes() -> frozenset[str]:
    """Every scope that can be asked for."""
    scopes = {scope for api in load().values() for method in api.methods for scope in method.scopes}
    return frozenset(scopes | _PERSONAL_SCOPES | _OLD_SCOPES.keys())


def _from_refresh(store: Store, clock: Clock, form: Mapping[str, str]) -> dict[str, Any]:
    kept = store.view("refresh", form.get("refresh_token", ""))
    blocked = identity.consent_of(store.view("project", "main") or {})["admin_blocks"]
    if kept is None or blocked or (kept["expires"] is not None and kept["expires"] <= clock.now().timestamp()):
        raise OAuthError("invalid_grant", "Token has been expired or revoked.")
    asked = form.get("scope", "").split() or kept["scopes"]
    if not set(asked) <= set(kept["scopes"]):
        raise OAuthError("invalid_scope", "Some requested scopes were invalid.")
    answer = identity.issue(store, clock.now(), kept["email"], kept["email"], asked)
    return answer | {"scope": " ".join(asked)}


def _from_code(store: Store, clock: Clock, form: Mapping[str, str]) -> dict[str, Any]:
    code = form.get("code", "")
    granted = store.load("code", code)
    store.delete("code", code)
    if granted is None or granted["expires"] <= clock.now().timestamp():
        raise OAuthError("invalid_grant", "Malformed auth code.")
    if granted["redirect_uri"] != form.get("redirect_uri"):
        raise OAuthError("redirect_uri_mismatch", "Bad Request")
    if granted["challenge"]:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != granted["challenge"]:
            raise OAuthError("invalid_grant", "Invalid code verifier.")
    refresh = "1//" + secrets.token_urlsafe(60)
    testing = identity.consent_of(store.view("project", "main") or {})["audience"] == "testing"
    expires = (clock.now() + _TESTING_LIFE).timestamp() if testing else None
    kept = {"email": granted["email"], "scopes": granted["scopes"], "expires": expires}
    store.save("refresh", refresh, kept)
    answer = identity.issue(store, clock.now(), granted["email"], granted["email"], granted["scopes"])
    life = {"refresh_token_expires_in": int(_TESTING_LIFE.total_seconds())} if testing else {}
    return answer | {"refresh_token": refresh, "scope": " ".join(granted["scopes"])} | life


def revoke(store: Store, token: str) -> None:
    """Take back an access or refresh token.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    token
        The token.

    Raises
    ------
    OAuthError
        There is none such.
    """
    if not (store.delete("token", token) | store.delete("refresh", token)):
        raise OAuthError("invalid_token", "Token expired or revoked")


def _unpad(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
