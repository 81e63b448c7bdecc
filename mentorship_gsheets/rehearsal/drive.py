"""Drive v3: files and permissions.

https://developers.google.com/workspace/drive/api/reference/rest/v3
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from mentorship_gsheets.rehearsal import access, forms, sheets
from mentorship_gsheets.rehearsal.access import FOLDER, FORM, SPREADSHEET
from mentorship_gsheets.rehearsal.call import ApiError, Call, Caller, Handler, Media
from mentorship_gsheets.rehearsal.drive_query import compile_query

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        resource["permissions"] = [_permission(entry) for entry in file["permissions"]]
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


def _permission(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {"kind": "drive#permission"} | entry
    if entry["type"] == "user":
        shown |= {"displayName": entry["emailAddress"].partition("@")[0], "deleted": False, "pendingOwner": False}
    if entry["type"] in {"anyone", "domain"}:
        shown.setdefault("allowFileDiscovery", False)
    return shown


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
    size, start = call.params.get("pageSize", 100), int(call.params.get("pageToken", "0"), 16)
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
        raise ApiError(501, "UNIMPLEMENTED", f"Files of type {kind} are not imitated by this rehearsal server.")
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
    """``files.update``: name, description, parents, bin."""
    body = call.body or {}
    file = access.require(call, call.params["fileId"], "owner" if "trashed" in body else "writer")
    changes = {key: body[key] for key in ("name", "description", "trashed") if key in body}
    parents = [id for id in file["parents"] if id not in call.params.get("removeParents", "").split(",")]
    parents += [id for id in call.params.get("addParents", "").split(",") if id]
    if "name" in changes and file["mimeType"] == SPREADSHEET:
        rename = {"updateSpreadsheetProperties": {"properties": {"title": changes["name"]}, "fields": "title"}}
        inner = replace(call, method="sheets.spreadsheets.batchUpdate", params={"spreadsheetId": file["id"]})
        sheets.HANDLERS[inner.method](replace(inner, body={"requests": [rename]}))
    access.touch(call.store, call.clock, file["id"], **changes, parents=parents)
    changed = call.store.view("file", file["id"])
    assert changed is not None  # noqa: S101 - it was there a moment ago
    return _resource(changed, call.caller, call.base_url)


def delete(call: Call) -> dict[str, Any]:
    """``files.delete``: for ever; owners only."""
    file = access.require(call, call.params["fileId"], "owner")
    call.store.delete("file", file["id"])
    return {}


def export(call: Call) -> Media:
    """``files.export``: a spreadsheet as .xlsx."""
    file = access.require(call, call.params["fileId"], "reader")
    kind = call.params["mimeType"]
    if file["mimeType"] != SPREADSHEET:
        message = "Export only supports Docs Editors files."
        raise ApiError(403, "PERMISSION_DENIED", message, reason="fileNotExportable")
    if kind != XLSX:
        raise ApiError(501, "UNIMPLEMENTED", f"Export to {kind} is not imitated by this rehearsal server.")
    return Media(sheets.export_xlsx(call.store, file["id"]), kind)


def about(call: Call) -> dict[str, Any]:
    """``about.get``: who the caller is."""
    if "fields" not in call.params:
        message = "The 'fields' parameter is required for this method."
        location = ("parameter", "fields")
        raise ApiError(400, "INVALID_ARGUMENT", message, reason="required", location=location)
    person = _person(access.permission(call.caller.email, "owner"))
    return {"kind": "drive#about", "user": person | {"me": True}, "storageQuota": {"limit": "0", "usage": "0"}}


def create_permission(call: Call) -> dict[str, Any]:
    """``permissions.create``: share with a person, a group, a domain or anyone."""
    file = access.require(call, call.params["fileId"], "writer")
    body = call.body or {}
    kind, role = body.get("type"), body.get("role")
    if kind not in {"user", "group", "domain", "anyone"} or role not in access.ROLES:
        location = ("body", "permission.type" if kind is None else "permission.role")
        message = "The permission type field is required." if kind is None else "The specified role is invalid."
        raise ApiError(400, "INVALID_ARGUMENT", message, reason="required", location=location)
    if role == "owner" and not call.params.get("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        location = ("parameter", "transferOwnership")
        raise ApiError(403, "PERMISSION_DENIED", message, reason="forbidden", location=location)
    entry = _new_permission(kind, role, body)
    others = [held for held in file["permissions"] if held["id"] != entry["id"]]
    if role == "owner":
        others = [held | {"role": "writer"} if held["role"] == "owner" else held for held in others]
    access.touch(call.store, call.clock, file["id"], permissions=[*others, entry])
    return _permission(entry)


def _new_permission(kind: str, role: str, body: dict[str, Any]) -> dict[str, Any]:
    if kind in {"user", "group"}:
        email = body.get("emailAddress", "")
        if "@" not in email:
            message = "The specified emailAddress is invalid or not applicable for the given permission type."
            location = ("body", "permission.emailAddress")
            raise ApiError(400, "INVALID_ARGUMENT", message, reason="invalid", location=location)
        return access.permission(email, role) | {"type": kind}
    if kind == "domain":
        return access.permission("@" + body["domain"], role) | {"type": kind, "domain": body["domain"]}
    id = "anyone" if body.get("allowFileDiscovery") else "anyoneWithLink"
    return {"id": id, "type": kind, "role": role}


def _find_permission(file: dict[str, Any], id: str) -> dict[str, Any]:
    for entry in file["permissions"]:
        if entry["id"] == id:
            found: dict[str, Any] = entry
            return found
    message = f"Permission not found: {id}."
    location = ("parameter", "permissionId")
    raise ApiError(404, "NOT_FOUND", message, reason="notFound", location=location)


def list_permissions(call: Call) -> dict[str, Any]:
    """``permissions.list``."""
    file = access.require(call, call.params["fileId"], "writer")
    size, start = call.params.get("pageSize", 100), int(call.params.get("pageToken", "0"), 16)
    entries = file["permissions"][start : start + size]
    reply = {"kind": "drive#permissionList", "permissions": [_permission(entry) for entry in entries]}
    return reply | ({"nextPageToken": f"{start + size:x}"} if start + size < len(file["permissions"]) else {})


def get_permission(call: Call) -> dict[str, Any]:
    """``permissions.get``."""
    file = access.require(call, call.params["fileId"], "writer")
    return _permission(_find_permission(file, call.params["permissionId"]))


def update_permission(call: Call) -> dict[str, Any]:
    """``permissions.update``: another role."""
    file = access.require(call, call.params["fileId"], "writer")
    entry = _find_permission(file, call.params["permissionId"])
    changed = entry | {"role": (call.body or {}).get("role", entry["role"])}
    kept = [changed if held["id"] == entry["id"] else held for held in file["permissions"]]
    access.touch(call.store, call.clock, file["id"], permissions=kept)
    return _permission(changed)


def delete_permission(call: Call) -> dict[str, Any]:
    """``permissions.delete``; the owner's cannot be."""
    file = access.require(call, call.params["fileId"], "writer")
    entry = _find_permission(file, call.params["permissionId"])
    if entry["role"] == "owner":
        message = "The owner of a file cannot be removed."
        raise ApiError(403, "PERMISSION_DENIED", message, reason="cannotDeletePermission")
    kept = [held for held in file["permissions"] if held["id"] != entry["id"]]
    access.touch(call.store, call.clock, file["id"], permissions=kept)
    return {}


HANDLERS: dict[str, Handler] = {
    "drive.about.get": about,
    "drive.files.get": get,
    "drive.files.list": list_,
    "drive.files.create": create,
    "drive.files.copy": copy,
    "drive.files.update": update,
    "drive.files.delete": delete,
    "drive.files.export": export,
    "drive.permissions.create": create_permission,
    "drive.permissions.get": get_permission,
    "drive.permissions.list": list_permissions,
    "drive.permissions.update": update_permission,
    "drive.permissions.delete": delete_permission,
}
