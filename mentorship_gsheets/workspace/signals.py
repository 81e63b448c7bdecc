"""Google's refusals: the two errors they become, and what a reply comes to."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError

THINGS = {"sheets": "sheet", "forms": "form", "gmail": "mailbox", "drive": "file"}


class RefusedError(MentorshipError):
    """Google said no, and nothing was done.

    ``code`` is the HTTP status (0: never reached, or no log-in); ``signal`` the finding's short name.
    """

    def __init__(self, finding: Finding, code: int = 0) -> None:
        super().__init__(finding, Exit.GOOGLE)
        self.code = code
        self.signal = finding.code


class UnknownError(MentorshipError):
    """A write was sent and its outcome never came back: look before doing it again."""

    def __init__(self, service: str) -> None:
        super().__init__(
            Finding(
                f"the {THINGS[service]} was being written to, and Google's answer never came: it may be done or not.",
                "Check the connection and run this again; the tool looks before it writes.",
                code="google-unknown",
                level=Level.STOP,
            ),
            Exit.GOOGLE,
        )


class Reason(StrEnum):
    """What Google's error comes to."""

    API_OFF = "google-api-off"
    SCOPES = "google-scopes"
    QUOTA = "google-quota"
    NOT_SHARED = "google-not-shared"
    NOT_FOUND = "google-not-found"
    EXCEL = "google-excel"
    NO_MAILBOX = "google-no-mailbox"
    LOGIN = "google-login"
    FAULT = "google-fault"
    OTHER = "google-refused"


@dataclass(frozen=True, slots=True)
class Signal:
    """An error reply, read: what it comes to, its status, its message without quoted values, its link."""

    reason: Reason
    code: int
    message: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asked for what.

    ``who`` is the address things are shared with, ``client_id`` the number for delegation, ``subject`` the
    mailbox acted for (or empty), ``person`` whether a person logged in.
    """

    who: str
    client_id: str
    scopes: tuple[str, ...]
    subject: str = ""
    person: bool = False


_QUOTA_WORDS = {
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "RATE_LIMIT_EXCEEDED",
    "quotaExceeded",
    "dailyLimitExceeded",
}
_OFF_WORDS = {"SERVICE_DISABLED", "accessNotConfigured"}
_SCOPE_WORDS = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions", "insufficientScopes"}


def read_error(service: str, code: int, text: str) -> Signal:
    """Read an error reply of any of the four APIs.

    Parameters
    ----------
    service
        ``sheets``, ``forms``, ``drive`` or ``gmail``.
    code
        HTTP status.
    text
        The body; need not be JSON (Google's front ends answer in HTML).

    Returns
    -------
    Signal
        Why it was refused, as far as the reply says.

    Notes
    -----
    The shape is https://google.aip.dev/193, with ``errors[]`` besides in Drive and Gmail.
    """
    error = _error(text)
    details = [detail for detail in error.get("details", ()) if isinstance(detail, Mapping)]
    words = {str(detail.get("reason", "")) for detail in details} | {
        str(entry.get("reason", "")) for entry in error.get("errors", ()) if isinstance(entry, Mapping)
    }
    message = str(error.get("message", ""))
    return Signal(_reason(service, code, words, message), code, _unquoted(message), _link(details, message))


def _error(text: str) -> Mapping[str, Any]:
    try:
        error = json.loads(text)["error"]
    except (ValueError, TypeError, KeyError):
        return {}
    return error if isinstance(error, Mapping) else {}


def _reason(service: str, code: int, words: set[str], message: str) -> Reason:
    if code == 429 or (code == 403 and words & _QUOTA_WORDS):
        return Reason.QUOTA
    if code == 403:
        if words & _OFF_WORDS:
            return Reason.API_OFF
        return Reason.SCOPES if words & _SCOPE_WORDS else Reason.NOT_SHARED
    if code == 400 and "not supported for this document" in message:
        return Reason.EXCEL
    if (
        code == 400
        and service == "gmail"
        and re.search("precondition check failed|mail service not enabled", message, re.I)
    ):
        return Reason.NO_MAILBOX
    if code >= 500 or code == 408:
        return Reason.FAULT
    return {404: Reason.NOT_FOUND, 401: Reason.LOGIN}.get(code, Reason.OTHER)


def _unquoted(message: str) -> str:
    """Return a message without what stands in quotes: Google repeats the values it was sent."""
    return re.sub(r'"(?:[^"\\]|\\.)*"|“[^”]*”', "“…”", " ".join(message.split()))[:300]


def _link(details: list[Mapping[str, Any]], message: str) -> str:
    found = json.dumps(details) + " " + message
    match = re.search(r"https://console\.(?:developers|cloud)\.google\.com/[^\s\"\\]+", found)
    return match[0].rstrip(".,;") if match else ""


def retry_after(text: str) -> float:
    """Return the seconds of a Retry-After header (RFC 9110, section 10.2.3), 0 without one that can be read."""
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0
