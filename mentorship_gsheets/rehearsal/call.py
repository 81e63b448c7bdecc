"""What a handler receives and may answer: one checked API call, its caller, Google's error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from mentorship_gsheets.rehearsal.store import Store


class CallerKind(StrEnum):
    """How the caller came by its access token."""

    SERVICE_ACCOUNT = "service_account"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls.

    ``email`` is the identity whose rights count: the service account itself, the user who consented, or the
    mailbox a service account acts for (domain-wide delegation). ``actor`` is the account that signed, the
    same as ``email`` unless delegated. ``delegated`` calls have the rights and the storage of a user.
    """

    email: str
    scopes: frozenset[str]
    kind: CallerKind
    actor: str

    @property
    def delegated(self) -> bool:
        """Whether a service account acts for a user here."""
        return self.kind is CallerKind.SERVICE_ACCOUNT and self.actor != self.email

    @property
    def owns_storage(self) -> bool:
        """Whether files may belong to this caller: users own Drive storage, service accounts do not."""
        return self.kind is CallerKind.USER or self.delegated


class Clock:
    """The server's idea of now; tests and people may shift it against the computer's clock."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        """Start ``offset`` away from the computer's clock."""
        self.offset = offset

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def timestamp(self) -> str:
        """The present moment as the APIs write it, e.g. ``2026-06-01T09:30:00.123Z``."""
        return rfc3339(self.now())


def rfc3339(moment: datetime) -> str:
    """An aware moment as ``2026-06-01T09:30:00.123Z``, the way Drive and Forms write times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Switches:
    """How the server was started: what it allows that Google would not, and Gmail's unsettled habits.

    ``draft_id_stable`` and ``message_id_rotates`` choose what ``drafts.update`` does to the two ids.
    ``lag_seconds`` is how long Gmail's search and
    lists take to notice a change.
    """

    allow_file_creation: bool = False
    denied: frozenset[str] = frozenset()
    draft_id_stable: bool = True
    message_id_rotates: bool = True
    lag_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One API call, routed, typed and checked against its discovery document.

    ``method`` is the discovery id (``sheets.spreadsheets.get``). ``params`` holds path and query parameters
    under their discovery names, typed (int, bool, float, str; lists where repeated); absent ones are
    absent, defaults of the document are filled in. ``body`` is the JSON request, ``media`` an uploaded body.
    """

    method: str
    params: Mapping[str, Any]
    body: dict[str, Any] | None
    caller: Caller
    store: Store
    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    media: bytes | None = None
    base_url: str = ""

    @property
    def service(self) -> str:
        """The API of the call: ``sheets``, ``drive``, ``forms`` or ``gmail``."""
        return self.method.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Media:
    """An answer that is no JSON: an export, a download."""

    content: bytes
    content_type: str


Handler = Callable[[Call], "dict[str, Any] | Media"]
"""Answers one call inside the store's transaction; raising :class:`ApiError` undoes what it did."""


class ApiError(Exception):
    """A refusal in Google's words.

    ``reason``, ``domain`` and ``location`` go into the ``errors[]`` list that Drive and Gmail add.
    ``status`` is the gRPC name Sheets, Forms and Gmail give; Drive gives none.
    """

    def __init__(
        self,
        code: int,
        status: str,
        message: str,
        *,
        details: Sequence[Mapping[str, Any]] = (),
        reason: str = "",
        domain: str = "global",
        location: tuple[str, str] | None = None,
    ) -> None:
        """Keep the parts; ``location`` is (locationType, location), e.g. ``("parameter", "fileId")``."""
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.details = [dict(detail) for detail in details]
        self.reason = reason or _REASONS.get(status, "backendError")
        self.domain = domain
        self.location = location

    def body(self, service: str) -> dict[str, Any]:
        """The JSON answer as ``service`` words it: Drive and Gmail with ``errors[]``, Sheets and Forms
        without.
        """
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if service in {"drive", "gmail"}:
            entry = {"message": self.message, "domain": self.domain, "reason": self.reason}
            if self.location:
                entry |= {"locationType": self.location[0], "location": self.location[1]}
            error["errors"] = [entry]
        if service != "drive" or self.details:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


_REASONS = {
    "INVALID_ARGUMENT": "badRequest",
    "FAILED_PRECONDITION": "failedPrecondition",
    "UNAUTHENTICATED": "authError",
    "PERMISSION_DENIED": "forbidden",
    "NOT_FOUND": "notFound",
    "ALREADY_EXISTS": "duplicate",
    "RESOURCE_EXHAUSTED": "rateLimitExceeded",
    "UNIMPLEMENTED": "notImplemented",
}


def invalid(message: str, *, details: Sequence[Mapping[str, Any]] = ()) -> ApiError:
    """Make Google's 400 INVALID_ARGUMENT.

    Parameters
    ----------
    message
        Google's words.
    details
        Further objects of the error, such as ``BadRequest`` with its violations.

    Returns
    -------
    ApiError
        The error, to be raised.
    """
    return ApiError(400, "INVALID_ARGUMENT", message, details=details)


def not_imitated(what: str) -> ApiError:
    """A 501 for what the real service does and nothing here stands behind; ``what`` with its verb, as "Files are"."""
    return ApiError(501, "UNIMPLEMENTED", f"{what} not imitated by the rehearsal server.")
