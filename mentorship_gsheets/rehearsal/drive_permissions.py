"""Drive v3: who a file is shared with.

https://developers.google.com/workspace/drive/api/reference/rest/v3/permissions
"""

from __future__ import annotations

from typing import Any

from mentorship_gsheets.rehearsal import access
from mentorship_gsheets.rehearsal.call import ApiError, Call, Handler


def resource(entry: dict[str, Any]) -> dict[str, Any]:
    """The whole permission resource of an entry in a file record."""
    shown = {"kind": "drive#permission"} | entry
    if entry["type"] == "user":
        shown |= {"displayName": entry["emailAddress"].partition("@")[0], "deleted": False, "pendingOwner": False}
    if entry["type"] in {"anyone", "domain"}:
        shown.setdefault("allowFileDiscovery", False)
    return shown


def create(call: Call) -> dict[str, Any]:
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
    entry = _new(kind, role, body)
    others = [held for held in file["permissions"] if held["id"] != entry["id"]]
    if role == "owner":
        others = [held | {"role": "writer"} if held["role"] == "owner" else held for held in others]
    access.touch(call.store, call.clock, file["id"], permissions=[*others, entry])
    return resource(entry)


def _new(kind: str, role: str, body: dict[str, Any]) -> dict[str, Any]:
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


def _find(file: dict[str, Any], id: str) -> dict[str, Any]:
    for entry in file["permissions"]:
        if entry["id"] == id:
            found: dict[str, Any] = entry
            return found
    message = f"Permission not found: {id}."
    location = ("parameter", "permissionId")
    raise ApiError(404, "NOT_FOUND", message, reason="notFound", location=location)


def list_(call: Call) -> dict[str, Any]:
    """``permissions.list``."""
    file = access.require(call, call.params["fileId"], "writer")
    size, start = call.params.get("pageSize", 100), int(call.params.get("pageToken", "0"), 16)
    entries = file["permissions"][start : start + size]
    reply = {"kind": "drive#permissionList", "permissions": [resource(entry) for entry in entries]}
    return reply | ({"nextPageToken": f"{start + size:x}"} if start + size < len(file["permissions"]) else {})


def get(call: Call) -> dict[str, Any]:
    """``permissions.get``."""
    file = access.require(call, call.params["fileId"], "writer")
    return resource(_find(file, call.params["permissionId"]))


def update(call: Call) -> dict[str, Any]:
    """``permissions.update``: another role."""
    file = access.require(call, call.params["fileId"], "writer")
    entry = _find(file, call.params["permissionId"])
    changed = entry | {"role": (call.body or {}).get("role", entry["role"])}
    kept = [changed if held["id"] == entry["id"] else held for held in file["permissions"]]
    access.touch(call.store, call.clock, file["id"], permissions=kept)
    return resource(changed)


def delete(call: Call) -> dict[str, Any]:
    """``permissions.delete``; the owner's cannot be."""
    file = access.require(call, call.params["fileId"], "writer")
    entry = _find(file, call.params["permissionId"])
    if entry["role"] == "owner":
        message = "The owner of a file cannot be removed."
        raise ApiError(403, "PERMISSION_DENIED", message, reason="cannotDeletePermission")
    kept = [held for held in file["permissions"] if held["id"] != entry["id"]]
    access.touch(call.store, call.clock, file["id"], permissions=kept)
    return {}


HANDLERS: dict[str, Handler] = {
    "drive.permissions.create": create,
    "drive.permissions.get": get,
    "drive.permissions.list": list_,
    "drive.permissions.update": update,
    "drive.permissions.delete": delete,
}
