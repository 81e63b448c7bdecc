"""Keys turned into Google credentials, each with the least scopes that its use needs."""

import json
from collections.abc import Iterable
from functools import lru_cache

from google.auth.credentials import Credentials
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials as UserCredentials

from mentorship_gsheets.workspace.key_files import FETCH_ANEW, Key, KeyKind, bad_key

_AUTH = "https://www.googleapis.com/auth/"
SHEET_SCOPES = (_AUTH + "spreadsheets",)
EXPORT_SCOPES = (_AUTH + "drive.readonly",)
FORM_SCOPES = (_AUTH + "forms.body.readonly", _AUTH + "forms.responses.readonly")
NEW_FORM_SCOPES = (_AUTH + "forms.body",)
MAIL_SCOPES = (_AUTH + "gmail.compose",)

PURPOSES = {
    "sheet": SHEET_SCOPES,
    "form": FORM_SCOPES,
    "mail": MAIL_SCOPES,
    "export": EXPORT_SCOPES,
    "new-form": NEW_FORM_SCOPES,
}
"""What a person can log in for, and the scopes of each."""

WHOLE = ("sheet", "form", "mail")
"""What a programme needs from the first day to the last."""


def google_credentials(key: Key, scopes: tuple[str, ...], subject: str = "") -> Credentials:
    """Return Google's credentials object for a key; nothing is asked of Google yet.

    Parameters
    ----------
    key
        A service-account key or the log-in of a person.
    scopes
        The least that the use needs; see the constants of this module.
    subject
        Mailbox a service account acts for (domain-wide delegation); ignored for the log-in of a person.

    Raises
    ------
    MentorshipError
        The private key cannot be read, or the person's log-in does not cover the scopes.
    """
    if key.kind is KeyKind.SERVICE_ACCOUNT:
        try:
            unscoped = _service_account(json.dumps(dict(key.info)))
        except ValueError:
            # from None: the reason quotes the key
            raise bad_key(key.path, "the private key in it cannot be read", FETCH_ANEW, "key-broken") from None
        return unscoped.with_scopes(list(scopes)).with_subject(subject or None)  # type: ignore[no-any-return]  # google-auth has no types
    granted = frozenset(str(scope) for scope in key.info.get("scopes", ()))
    missing = [scope for scope in scopes if scope not in granted]
    if missing:
        raise bad_key(
            key.path,
            "this log-in does not cover " + ", ".join(missing),
            more_scopes(missing),
            "google-scopes",
        )
    return UserCredentials(  # type: ignore[no-untyped-call]  # google-auth has no types
        token=None,
        refresh_token=key.info["refresh_token"],
        token_uri=key.info["token_uri"],
        client_id=key.info["client_id"],
        client_secret=key.info["client_secret"],
        scopes=list(scopes),
    )


def more_scopes(scopes: Iterable[str]) -> str:
    """Return what to do for a person's log-in that does not cover the scopes."""
    words = [word for word, needed in PURPOSES.items() if set(needed) & set(scopes)]
    return f"Run: mentorship login {' '.join(f'--for {word}' for word in words)}, and tick every box."


@lru_cache(maxsize=4)
def _service_account(info: str) -> service_account.Credentials:
    """Return the credentials of a key, never to be used themselves: OpenSSL takes long to check a private key."""
    return service_account.Credentials.from_service_account_info(json.loads(info))  # type: ignore[no-untyped-call, no-any-return]  # google-auth has no types
