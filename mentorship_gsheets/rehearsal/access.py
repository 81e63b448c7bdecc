"""Who may see and change which file: Drive permissions, asked by every service.

A file is the document kind ``file``::

    {"id", "name", "mimeType", "createdTime", "modifiedTime", "trashed", "parents": [id], "version": int,
     "permissions": [{"id", "type": "user|domain|anyone", "role", "emailAddress" | "domain"}]}

The owner is the permission with role ``owner``.
"""

from __future__ import annotations

import hashlib
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, Call, Caller, Clock
from mentorship_gsheets.rehearsal.store import Store

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
"""From the weakest to the strongest; each may do what the ones before it may."""


def permission(email: str, role: str) -> dict[str, Any]:
    """Make the permission of one person; its id is always the same for the same address, as Google's is.

    Parameters
    ----------
    email
        Address of the person; case does not count for the id.
    role
        One of `ROLES`.

    Returns
    -------
    dict[str, Any]
        A ``Permission`` resource of Drive.
    """
    digits = int.from_bytes(hashlib.sha256(email.casefold().encode()).digest()[:8], "big") % 10**20
    return {"id": f"{digits:020d}", "type": "user", "role": role, "emailAddress": email}


def create_file(store: Store, clock: Clock, id: str, name: str, mime_type: str, owner: str) -> dict[str, Any]:
    """Make the file record of a new spreadsheet, form or folder; ``owner`` is an address.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    id
        Id of the spreadsheet, form or folder, which the record shares.
    name
        What Drive lists it as.
    mime_type
        One of Google's own types; it tells a spreadsheet from a form.
    owner
        E-mail address of the one who has every right on it.

    Returns
    -------
    dict[str, Any]
        The stored record: a ``File`` resource of Drive with its permissions.
    """
    now = clock.timestamp()
    document = {
        "id": id,
        "name": name,
        "mimeType": mime_type,
        "createdTime": now,
        "modifiedTime": now,
        "trashed": False,
        "parents": ["0ARehearsalRoot" + permission(owner, "owner")["id"][:4]],
        "version": 1,
        "permissions": [permission(owner, "owner")],
    }
    store.save("file", id, document)
    return document


def touch(store: Store, clock: Clock, id: str, **changes: Any) -> None:
    """Note that a file's content changed: its time, its version, and ``changes`` (say ``name=``).

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    id
        Id of the file; nothing happens where there is none.
    changes
        Further fields of the record, say ``name=``.
    """
    document = store.load("file", id)
    if document is not None:
        changed = {"modifiedTime": clock.timestamp(), "version": document.get("version", 0) + 1}
        store.save("file", id, document | changed | changes)


def role_of(document: dict[str, Any], caller: Caller) -> str | None:
    """The strongest role the caller has on a file, or ``None``.

    Parameters
    ----------
    document
        The file's record, its permissions among it.
    caller
        Who asks; their domain counts as well as their address.

    Returns
    -------
    str | None
        One of `ROLES`, or ``None`` where nothing is shared with them.
    """
    email = caller.email.casefold()
    domain = email.rpartition("@")[2]
    roles = [
        entry["role"]
        for entry in document["permissions"]
        if entry["type"] == "anyone"
        or (entry["type"] == "domain" and entry.get("domain", "").casefold() == domain)
        or entry.get("emailAddress", "").casefold() == email
    ]
    return max(roles, key=ROLES.index, default=None)


def require(call: Call, file_id: str, role: str, mime_type: str | None = None) -> dict[str, Any]:
    """Return the file record, if the caller has at least ``role`` on it.

    Drive words refusals differently from the other services, and answers 404 for what the caller cannot see at all.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    file_id
        Id in the path of the call.
    role
        The least of `ROLES` that will do.
    mime_type
        The type the file must have; any, where left out.

    Returns
    -------
    dict[str, Any]
        The record, shared and not to be changed.

    Raises
    ------
    ApiError
        Google's 404 where there is no such file or it is of another type, its 403 where it is not shared enough, and
        400 where Sheets is asked for another kind of document.
    """
    document = call.store.view("file", file_id)
    if call.service == "drive":
        return _require_in_drive(document, call.caller, file_id, role)
    if file_id in call.switches.denied:
        raise forbidden()
    if document is None:
        raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
    held = role_of(document, call.caller)
    if held is None or ROLES.index(held) < ROLES.index(role):
        raise forbidden()
    if mime_type is not None and document["mimeType"] != mime_type:
        if call.service == "sheets":
            raise ApiError(400, "FAILED_PRECONDITION", "This operation is not supported for this document")
        raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
    return document


def forbidden() -> ApiError:
    """The 403 of Sheets and Forms for what is not shared."""
    return ApiError(403, "PERMISSION_DENIED", "The caller does not have permission")


def _require_in_drive(document: dict[str, Any] | None, caller: Caller, file_id: str, role: str) -> dict[str, Any]:
    held = None if document is None else role_of(document, caller)
    if document is None or held is None:
        message = f"File not found: {file_id}."
        raise ApiError(404, "NOT_FOUND", message, reason="notFound", location=("parameter", "fileId"))
    if ROLES.index(held) < ROLES.index(role):
        message = "The user does not have sufficient permissions for this file."
        raise ApiError(403, "PERMISSION_DENIED", message, reason="insufficientFilePermissions")
    return document
