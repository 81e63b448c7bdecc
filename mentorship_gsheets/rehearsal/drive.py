"""Drive v3: files.

https://developers.google.com/workspace/drive/api/reference/rest/v3
"""

from __future__ import annotations

import csv
import re
import secrets
from dataclasses import replace
from typing import Any

from mentorship_gsheets.rehearsal import access, drive_permissions, forms, sheets
from mentorship_gsheets.rehearsal.access import FOLDER, FORM, SPREADSHEET
from mentorship_gsheets.rehearsal.call import ApiError, Call, Caller, Handler, Media, invalid, not_imitated
from mentorship_gsheets.rehearsal.drive_query import compile_query

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

_LINKS = {SPREADSHEET: "spreadsheets", FORM: "forms"}


def _resource(file: dict[str, Any], caller: Caller, base_url: str) -> dict[str, Any]:
    """The whole file resource as ``caller`` may see it; partial response narrows it later."""
    role = access.role_of(file, caller)
    owner = next(entry for entry in file["permissions"] if entry["role"] == "owner")
    person = _person(owner)
    resource = {
        "kind": "drive#file",
        "id": file["id"],
        "name": file["name"],
        "mimeType": file["mimeType"],
        "description": file.get("description", ""),
        "starred": False,
        "trashed": file["trashed"],
        "explicitlyTrashed": file["trashed"],
        "version": str(file["version"]),
        "createdTime": file["createdTime"],
        "modifiedTime": file["modifiedTime"],
        "owners": [person | {"me": role == "owner"}],
        "lastModifyingUser": person | {"me": role == "owner"},
        "ownedByMe": role == "owner",
        "shared": len(file["permissions"]) > 1,
        "webViewLink": f"{base_url}/page/{_LINKS.get(file['mimeType'], 'files')}/{file['id']}",
        "capabilities": {
            "canEdit": role in {"writer", "owner"},
            "canShare": role in {"writer", "owner"},
            "canCopy": True,
            "canDelete": role == "owner",
        },
        "spaces": ["drive"],
    }
    if role in {"writer", "owner"}:
        resource["permissions"] = [drive_permissions.resource(entry) for entry in file["permissions"]]
        resource["permissionIds"] = [entry["id"] for entry in file["permissions"]]
    if role == "owner":
        resource["parents"] = file["parents"]
    return resource


def _person(entry: dict[str, Any]) -> dict[str, Any]:
    name = entry["emailAddress"].partition("@")[0]
    return {
        "kind": "drive#user",
        "displayName": name,
        "permissionId": entry["id"],
        "emailAddress": entry["emailAddress"],
    }


def _require_storage(call: Call) -> None:
    """Refuse a service account that would own a file."""
    if call.caller.owns_storage or call.switches.allow_file_creation:
        return
    message = (
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
        "(http://support.google.com/a/answer/7281227) instead."
    )
    raise ApiError(403, "PERMISSION_DENIED", message, reason="storageQuotaExceeded", domain="usageLimits")


def get(call: Call) -> dict[str, Any]:
    """``files.get``."""
    file = access.require(call, call.params["fileId"], "reader")
    if call.params.get("alt") == "media":
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        location = ("parameter", "alt")
        raise ApiError(403, "PERMISSION_DENIED", message, reason="fileNotDownloadable", location=location)
    return _resource(file, call.caller, call.base_url)


def list_(call: Call) -> dict[str, Any]:
    """``files.list``: what the caller can see, newest first."""
    test = compile_query(call.params.get("q", "trashed = false"))
    visible = [file for file in call.store.all("file").values() if access.role_of(file, call.caller)]
    found = [file for file in visible if test(file)]
    found.sort(key=lambda file: (file["modifiedTime"], file["id"]), reverse=True)
    if call.params.get("orderBy", "").startswith("name"):
        found.sort(key=lambda file: file["name"], reverse=call.params["orderBy"].endswith("desc"))
    size, token = call.params.get("pageSize", 100), call.params.get("pageToken", "0")
    if not re.fullmatch("[0-9a-f]{1,16}", token):
        location = ("parameter", "pageToken")
        raise ApiError(400, "INVALID_ARGUMENT", "Invalid Value", reason="invalid", location=location)
    start = int(token, 16)
    reply: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        reply["nextPageToken"] = f"{start + size:x}"
    page = found[start : start + size]
    return reply | {"files": [_resource(file, call.caller, call.base_url) for file in page]}


def create(call: Call) -> dict[str, Any]:
    """``files.create``: spreadsheets, forms and folders; no uploads."""
    _require_storage(call)
    body = call.body or {}
    name, kind = body.get("name", "Untitled"), body.get("mimeType", "application/octet-stream")
    if kind == SPREADSHEET:
        id = sheets.create_spreadsheet(call.store, name)
        access.create_file(call.store, call.clock, id, name, kind, call.caller.email)
    elif kind == FORM:
        id = forms.create_form(call.store, call.clock, name, call.caller.email)
    elif kind == FOLDER:
        id = secrets.token_urlsafe(24)
        access.create_file(call.store, call.clock, id, name, kind, call.caller.email)
    else:
        raise not_imitated(f"Files of type {kind} are")
    return _place(call, id, {key: body[key] for key in ("parents", "description") if key in body})


def _place(call: Call, id: str, changes: dict[str, Any]) -> dict[str, Any]:
    file = (call.store.load("file", id) or {}) | changes
    call.store.save("file", id, file)
    return _resource(file, call.caller, call.base_url)


def copy(call: Call) -> dict[str, Any]:
    """``files.copy``: a spreadsheet or form with all it holds, owned by the caller, shared with nobody."""
    source = access.require(call, call.params["fileId"], "reader")
    _require_storage(call)
    body = call.body or {}
    name = body.get("name", f"Copy of {source['name']}")
    if source["mimeType"] == SPREADSHEET:
        id = sheets.copy_spreadsheet(call.store, source["id"], name)
        access.create_file(call.store, call.clock, id, name, SPREADSHEET, call.caller.email)
    elif source["mimeType"] == FORM:
        id = forms.create_form(call.store, call.clock, name, call.caller.email, like=source["id"])
    else:
        raise ApiError(403, "PERMISSION_DENIED", "This file cannot be copied by the user.", reason="cannotCopyFile")
    return _place(call, id, {key: body[key] for key in ("parents", "description") if key in body})


def update(call: Call) -> dict[str, Any]:
    """``files.update``: name, description, parents, bin; a .csv in the place of a spreadsheet's content."""
    body = call.body or {}
    file = access.require(call, call.params["fileId"], "owner" if "trashed" in body else "writer")
    changes = {key: body[key] for key in ("name", "description", "trashed") if key in body}
    parents = [id for id in file["parents"] if id not in call.params.get("removeParents", "").split(",")]
    parents += [id for id in call.params.get("addParents", "").split(",") if id]
    if "name" in changes and file["mimeType"] == SPREADSHEET:
        _rename(call, file["id"], changes["name"])
    if call.media is not None:
        if file["mimeType"] != SPREADSHEET:
            raise not_imitated(f"Content for files of type {file['mimeType']} is")
        _from_csv(call, file["id"], call.media)
    access.touch(call.store, call.clock, file["id"], **changes, parents=parents)
    changed = call.store.view("file", file["id"])
    assert changed is not None  # noqa: S101 - it was there a moment ago
    return _resource(changed, call.caller, call.base_url)


def _from_csv(call: Call, id: str, content: bytes) -> None:
    """Replace everything in a spreadsheet by one sheet with the values of a .csv, understood as if typed."""
    try:
        sheets.import_csv(call.store, id, content)
    except (UnicodeDecodeError, csv.Error):
        raise invalid("Bad Request") from None


def _rename(call: Call, id: str, title: str) -> None:
    """Give the spreadsheet the name its file gets."""
    change = {"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}
    _ask(call, "batchUpdate", {"spreadsheetId": id}, {"requests": [change]})


def _ask(call: Call, name: str, params: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Call a Sheets handler in the same caller's name."""
    method = f"sheets.spreadsheets.{name}"
    reply = sheets.HANDLERS[method](replace(call, method=method, params=params, body=body, media=None))
    assert isinstance(reply, dict)  # noqa: S101 - Sheets answers in JSON only
    return reply


def delete(call: Call) -> dict[str, Any]:
    """``files.delete``: for ever; owners only."""
    file = access.require(call, call.params["fileId"], "owner")
    call.store.delete("file", file["id"])
    if file["mimeType"] == SPREADSHEET:
        sheets.delete_spreadsheet(call.store, file["id"])
    elif file["mimeType"] == FORM:
        forms.delete_form(call.store, file["id"])
    return {}


def export(call: Call) -> Media:
    """``files.export``: a spreadsheet as .xlsx, its first sheet as .csv."""
    file = access.require(call, call.params["fileId"], "reader")
    kind = call.params["mimeType"]
    if file["mimeType"] != SPREADSHEET:
        message = "Export only supports Docs Editors files."
        raise ApiError(403, "PERMISSION_DENIED", message, reason="fileNotExportable")
    if kind == XLSX:
        return Media(sheets.export_xlsx(call.store, file["id"]), kind)
    if kind == CSV:
        return Media(sheets.export_csv(call.store, file["id"]), kind)
    raise not_imitated(f"Export to {kind} is")


def comments(call: Call) -> dict[str, Any]:
    """``comments.list``: nobody has written any, and nobody can."""
    access.require(call, call.params["fileId"], "reader")
    return {"kind": "drive#commentList", "comments": []}


def about(call: Call) -> dict[str, Any]:
    """``about.get``: who the caller is."""
    if "fields" not in call.params:
        message = "The 'fields' parameter is required for this method."
        location = ("parameter", "fields")
        raise ApiError(400, "INVALID_ARGUMENT", message, reason="required", location=location)
    person = _person(access.permission(call.caller.email, "owner"))
    return {"kind": "drive#about", "user": person | {"me": True}, "storageQuota": {"limit": "0", "usage": "0"}}


HANDLERS: dict[str, Handler] = {
    "drive.about.get": about,
    "drive.comments.list": comments,
    "drive.files.get": get,
    "drive.files.list": list_,
    "drive.files.create": create,
    "drive.files.copy": copy,
    "drive.files.update": update,
    "drive.files.delete": delete,
    "drive.files.export": export,
    **drive_permissions.HANDLERS,
}
