"""The mailbox's door: drafts made, looked at, changed, sent, each asked for once."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from googleapiclient.discovery import build  # type: ignore[import-untyped]  # has no types

from mentorship_gsheets.workspace.adapter import Httplib2Adapter
from mentorship_gsheets.workspace.credentials import MAIL_SCOPES
from mentorship_gsheets.workspace.key_files import Key, KeyKind, load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError
from mentorship_gsheets.workspace.transport import Transport

UNITS = {"create": 10, "update": 15, "get": 5, "list": 5, "delete": 10, "send": 100, "getProfile": 1}
"""What a call costs: https://developers.google.com/workspace/gmail/api/reference/quota"""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as Gmail has it.

    ``id`` names the draft and is meant to stay; ``message_id`` names its present version. ``raw`` is the whole
    message, or empty when only the list was asked for.
    """

    id: str
    message_id: str
    raw: bytes = b""


def open_mailbox(sender: str, key: Key, meter: Meter | None = None) -> "Mailbox":
    """Return the mailbox drafts are made in; Google is not asked yet.

    Parameters
    ----------
    sender
        Its address.
    key
        A service-account key with domain-wide delegation, or beside it the log-in that ``mentorship login``
        saved, which goes first; or itself the log-in of the mailbox.
    meter
        Shared by the doors of a run; None: one of its own.

    Raises
    ------
    MentorshipError
        The saved log-in cannot be used.
    """
    if key.kind is KeyKind.SERVICE_ACCOUNT and key.mailbox_path.exists():
        key = load(key.mailbox_path, kinds=(KeyKind.PERSON,))
    return Mailbox(sender, Transport(key, MAIL_SCOPES, meter or Meter(), subject=sender))


class Mailbox:
    """One mailbox; every method makes one call, `drafts` one a page.

    All raise `RefusedError` when Google said no and nothing was done, and those that change something
    `UnknownError` when it may be done or not: then nothing is asked for again before somebody has looked.
    """

    def __init__(self, sender: str, transport: Transport) -> None:
        self.sender = sender
        self._transport = transport
        users = build(
            "gmail", "v1", http=Httplib2Adapter(transport), static_discovery=True, cache_discovery=False
        ).users()
        self._users, self._drafts = users, users.drafts()

    def profile(self) -> str:
        """Return the address of the mailbox that is really open."""
        return str(self._execute("getProfile", self._users.getProfile(userId="me")).get("emailAddress", ""))

    def create(self, raw: bytes) -> Draft:
        """Make a draft of a whole message (7-bit, as `email` writes it)."""
        return _draft(self._execute("create", self._drafts.create(userId="me", body=_message(raw))))

    def get(self, id: str) -> Draft | None:
        """Return a draft with its message, or None when it is gone (sent or deleted)."""
        try:
            return _draft(self._execute("get", self._drafts.get(userId="me", id=id, format="raw")))
        except RefusedError as refusal:
            if refusal.code == 404:
                return None
            raise

    def drafts(self, query: str = "") -> Iterator[Draft]:
        """Iterate over the drafts that fit a search (``rfc822msgid:...``, words); all of them without one.

        Gmail's index lags: a draft made a moment ago may be absent.
        """
        token = None
        while True:
            asked = self._drafts.list(userId="me", q=query or None, maxResults=_PAGE, pageToken=token)
            page = self._execute("list", asked)
            for raw in page.get("drafts", ()):
                yield _draft(raw)
            token = page.get("nextPageToken")
            if not token:
                return

    def update(self, id: str, raw: bytes) -> Draft:
        """Put another message in the place of a draft's.

        Parameters
        ----------
        id
            Gmail's name of the draft.
        raw
            The message, as bytes.

        Returns
        -------
        Draft
            The draft as it is now; its id stays.

        Raises
        ------
        MentorshipError
            The draft is gone, or Gmail refuses.
        """
        return _draft(self._execute("update", self._drafts.update(userId="me", id=id, body=_message(raw))))

    def send(self, id: str) -> str:
        """Send a draft as it stands in Gmail; return the id of the sent message."""
        return str(self._execute("send", self._drafts.send(userId="me", body={"id": id})).get("id", ""))

    def delete(self, id: str) -> None:
        """Delete a draft for good; Gmail keeps no copy."""
        self._execute("delete", self._drafts.delete(userId="me", id=id))

    def _execute(self, what: str, request: Any) -> dict[str, Any]:
        answer = request.execute(http=Httplib2Adapter(self._transport, UNITS[what]))
        return answer if isinstance(answer, dict) else {}


def _message(raw: bytes) -> dict[str, Any]:
    # in the JSON and not as media upload, which goes to another address and chokes on 8-bit mail
    return {"message": {"raw": base64.urlsafe_b64encode(raw).decode("ascii")}}


def _draft(answer: dict[str, Any]) -> Draft:
    message = answer.get("message", {})
    return Draft(answer.get("id", ""), message.get("id", ""), base64.urlsafe_b64decode(message.get("raw", "")))
