"""A mailbox in the store: messages and drafts, their ids and history.

Documents: ``mailbox`` by address holds ``historyId``; ``message:ADDRESS`` by message id and
``draft:ADDRESS`` by draft id hold the rest. A draft is ``{"id", "message": message id}``.
"""

from __future__ import annotations

import secrets
from typing import Any

from mentorship_gsheets.rehearsal import mail
from mentorship_gsheets.rehearsal.call import ApiError, Call


def owner(call: Call) -> str:
    """The mailbox of the call; raises Gmail's refusals for a service account of its own and for other
    people's.
    """
    if call.caller.kind == "service_account" and not call.caller.delegated:
        # A service account has no mailbox.
        raise ApiError(400, "FAILED_PRECONDITION", "Precondition check failed.")
    user = call.params["userId"]
    if user != "me" and user.casefold() != call.caller.email.casefold():
        message = f"Delegation denied for {call.caller.email}"
        raise ApiError(403, "PERMISSION_DENIED", message)
    return call.caller.email


def put(
    call: Call, mailbox: str, content: bytes, labels: list[str], *, id: str | None = None, thread: str | None = None
) -> dict[str, Any]:
    """Store a message, under a fresh id unless ``id`` is given; the stored document."""
    id = id or secrets.token_hex(8)
    now = call.clock.now().timestamp()
    stored = {
        "id": id,
        "threadId": thread or id,
        "labelIds": labels,
        "historyId": history(call, mailbox),
        "internalDate": str(int(now * 1000)),
        "raw": mail.encode_raw(content),
        # From when on lists and searches know of it.
        "visible": now + call.switches.lag_seconds,
    }
    call.store.save(f"message:{mailbox}", id, stored)
    return stored


def history(call: Call, mailbox: str) -> str:
    """The next history id."""
    box = call.store.load("mailbox", mailbox) or {"historyId": 1000}
    box["historyId"] += 1
    call.store.save("mailbox", mailbox, box)
    return str(box["historyId"])


def message(call: Call, mailbox: str, id: str) -> dict[str, Any]:
    """A stored message; raises 404."""
    stored = call.store.load(f"message:{mailbox}", id)
    if stored is None:
        raise not_found()
    return stored


def messages(call: Call, mailbox: str) -> list[dict[str, Any]]:
    """Every message that lists and searches know of by now, newest first; shared, not to be changed."""
    kind, now = f"message:{mailbox}", call.clock.now().timestamp()
    found = [stored for id in call.store.ids(kind) if (stored := call.store.view(kind, id))]
    seen = [stored for stored in found if stored["visible"] <= now]
    return sorted(seen, key=lambda stored: (int(stored["internalDate"]), int(stored["historyId"])), reverse=True)


def not_found() -> ApiError:
    """Gmail's 404."""
    return ApiError(404, "NOT_FOUND", "Requested entity was not found.")


def page(call: Call, found: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """One page of a list, and ``nextPageToken`` if there is more."""
    size = call.params.get("maxResults", 100)
    if not 0 < size <= 500:
        size = 500 if size else 100
    token = call.params.get("pageToken", "0")
    if not (token.isascii() and token.isdigit() and len(token) <= 20):
        raise ApiError(400, "INVALID_ARGUMENT", "Invalid pageToken", reason="invalidArgument")
    start = int(token)
    more = {"nextPageToken": f"{start + size:020d}"} if start + size < len(found) else {}
    return found[start : start + size], more | {"resultSizeEstimate": len(found)}
