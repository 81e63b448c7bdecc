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
    """Store a message.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    mailbox
        E-mail address of the mailbox.
    content
        The message in RFC 822.
    labels
        Ids of its labels.
    id
        The id it gets; a fresh one where left out.
    thread
        Id of its thread; a thread of its own where left out.

    Returns
    -------
    dict[str, Any]
        The stored document; lists and searches know it only after the rehearsal's delay.
    """
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
    """Take the next history id.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    mailbox
        E-mail address of the mailbox.

    Returns
    -------
    str
        A number, as text, greater than any before.
    """
    box = call.store.load("mailbox", mailbox) or {"historyId": 1000}
    box["historyId"] += 1
    call.store.save("mailbox", mailbox, box)
    return str(box["historyId"])


def message(call: Call, mailbox: str, id: str) -> dict[str, Any]:
    """Return a stored message.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    mailbox
        E-mail address of the mailbox.
    id
        Id of the message.

    Returns
    -------
    dict[str, Any]
        A copy of the document.

    Raises
    ------
    ApiError
        Gmail's 404 where there is none.
    """
    stored = call.store.load(f"message:{mailbox}", id)
    if stored is None:
        raise not_found()
    return stored


def messages(call: Call, mailbox: str) -> list[dict[str, Any]]:
    """Every message that lists and searches know of by now, newest first; shared, not to be changed.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    mailbox
        E-mail address of the mailbox.

    Returns
    -------
    list[dict[str, Any]]
        The documents; messages too new for lists are absent.
    """
    kind, now = f"message:{mailbox}", call.clock.now().timestamp()
    found = [stored for id in call.store.ids(kind) if (stored := call.store.view(kind, id))]
    seen = [stored for stored in found if stored["visible"] <= now]
    return sorted(seen, key=lambda stored: (int(stored["internalDate"]), int(stored["historyId"])), reverse=True)


def not_found() -> ApiError:
    """Gmail's 404."""
    return ApiError(404, "NOT_FOUND", "Requested entity was not found.")


def page(call: Call, found: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """Cut one page out of a list.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    found
        The whole list.

    Returns
    -------
    tuple[list[Any], dict[str, Any]]
        The page, and ``nextPageToken``, absent where there is no more.

    Raises
    ------
    ApiError
        Gmail's 400 for a page token it did not give.
    """
    size = call.params.get("maxResults", 100)
    if not 0 < size <= 500:
        size = 500 if size else 100
    token = call.params.get("pageToken", "0")
    if not (token.isascii() and token.isdigit() and len(token) <= 20):
        raise ApiError(400, "INVALID_ARGUMENT", "Invalid pageToken", reason="invalidArgument")
    start = int(token)
    more = {"nextPageToken": f"{start + size:020d}"} if start + size < len(found) else {}
    return found[start : start + size], more | {"resultSizeEstimate": len(found)}
