"""The control endpoint: tests and people make things go wrong here, with a token of its own.

Every address takes and answers JSON; the token goes into the header ``X-Rehearsal-Control``.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from mentorship_gsheets.rehearsal import access, forms, identity, organizer
from mentorship_gsheets.rehearsal.answer import Answer, of_json
from mentorship_gsheets.rehearsal.api import Incoming
from mentorship_gsheets.rehearsal.call import ApiError, Switches
from mentorship_gsheets.rehearsal.discovery import SERVICES
from mentorship_gsheets.rehearsal.faults import Deed, Fault
from mentorship_gsheets.rehearsal.quota import DEFAULTS
from mentorship_gsheets.rehearsal.shapes import SHAPES
from mentorship_gsheets.rehearsal.world import World

HEADER = "x-rehearsal-control"


def respond(world: World, incoming: Incoming) -> Answer:
    """Carry out one order.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    incoming
        The request as it came over the wire.

    Returns
    -------
    Answer
        What the order gives back as JSON, or what was wrong: 403 without the token, 404 for no such order, 400 for what
        cannot be done.
    """
    given = incoming.headers.get(HEADER, "")
    if not hmac.compare_digest(given.encode(), world.project["control_token"].encode()):
        return of_json(403, {"error": "The control token is missing or wrong."})
    order = _ORDERS.get((incoming.verb, incoming.path.removeprefix("/control/")))
    if order is None:
        known = ", ".join(f"{verb} {name}" for verb, name in _ORDERS)
        return of_json(404, {"error": f"No such order; there are: {known}."})
    try:
        asked = json.loads(incoming.content) if incoming.content.strip() else dict(incoming.query)
        return of_json(200, order(world, asked))
    except ApiError as error:
        return of_json(error.code, error.body("control"))
    except (ValueError, KeyError, TypeError) as error:
        return of_json(400, {"error": f"{type(error).__name__}: {error}"})


def _add_fault(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    fault = Fault.of(asked)
    if fault.do is Deed.REFUSE and fault.shape not in SHAPES:
        raise ValueError(f"no shape {fault.shape!r}; there are {', '.join(SHAPES)}")
    return {"number": world.faults.add(fault)}


def _lift_faults(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    world.faults.remove(int(asked["number"]) if "number" in asked else None)
    return {}


def _list_faults(world: World, _: Mapping[str, Any]) -> dict[str, Any]:
    return {"faults": world.faults.in_force()}


def _journal(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"requests": world.store.journal(int(asked.get("since", 0)))}


def _clock(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    world.clock.offset = timedelta(seconds=float(asked["offset_seconds"]))
    return {"now": world.clock.timestamp()}


def _quota(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"measured": false}``, or ``{"sheets.read": {"per_user": 10}}``; what was spent is forgotten."""
    limits = dict(DEFAULTS)
    for key, change in asked.items():
        if key != "measured":
            limits[key] = replace(limits[key], **change)
    world.meter.limits = limits if asked.get("measured", True) else None
    world.meter.forget()
    return {"limits": {key: [limit.per_user, limit.per_project] for key, limit in limits.items()}}


def _apis(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    disabled = list(asked["disabled"])
    if not set(disabled) <= set(SERVICES):
        raise ValueError(f"there are {', '.join(SERVICES)}")
    world.store.save("project", "main", world.project | {"disabled": disabled})
    return {"disabled": disabled}


def _key(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"revoke": true}`` or ``false``: every key of the service account."""
    for key_id, key in world.store.all("key").items():
        world.store.save("key", key_id, key | {"revoked": bool(asked["revoke"])})
    return {}


def _account(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"deleted": true}``, ``{"delegation": {"domain", "scopes"}}`` of the service account."""
    email = world.project["service_account"]
    account = world.store.load("account", email) or {}
    allowed = {key: asked[key] for key in ("deleted", "delegation") if key in asked}
    world.store.save("account", email, account | allowed)
    return {}


def _consent(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"audience", "test_users", "client", "admin_blocks"}``, those that change; see ``identity.CONSENT``."""
    consent = {**identity.consent_of(world.project), **asked}
    known = consent["audience"] in {"internal", "testing", "production"}
    if (
        consent.keys() != identity.CONSENT.keys()
        or not known
        or consent["client"] not in {"live", "deleted", "disabled"}
    ):
        raise ValueError(f"there are {', '.join(identity.CONSENT)}")
    world.store.save("project", "main", world.project | {"consent": consent})
    return consent


def _new_account(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"email"}``: a further person with an account."""
    world.store.save("account", asked["email"], {"kind": "user"})
    return {}


def _tokens(world: World, _: Mapping[str, Any]) -> dict[str, Any]:
    """Every access token but the page's ends."""
    for token, document in world.store.all("token").items():
        if not document.get("page"):
            world.store.delete("token", token)
    return {}


def _share(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    """``{"file", "role"}``, with ``email`` if it is not the service account; role ``none`` takes the share
    back.
    """
    email = asked.get("email", world.project["service_account"])
    file = world.store.load("file", asked["file"])
    if file is None:
        raise ValueError("no such file")
    kept = [entry for entry in file["permissions"] if entry.get("emailAddress") != email]
    if asked["role"] != "none":
        access.ROLES.index(asked["role"])
        kept.append(access.permission(email, asked["role"]))
    world.store.save("file", file["id"], file | {"permissions": kept})
    return {"permissions": kept}


def _organizer(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    organizer.act(world, asked["steps"])
    return {}


def _switches(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    changes = dict(asked)
    if "denied" in changes:
        changes["denied"] = frozenset(changes["denied"])
    world.switches = replace(world.switches, **changes)
    shown = {field.name: getattr(world.switches, field.name) for field in fields(Switches)}
    return shown | {"denied": sorted(world.switches.denied)}


def _submit(world: World, asked: Mapping[str, Any]) -> dict[str, Any]:
    response = forms.submit(world, asked["form"], asked["email"], asked["answers"], asked.get("responseId"))
    return {"responseId": response}


def _new_key(world: World, _: Mapping[str, Any]) -> dict[str, Any]:
    """A further key, for which ``serve`` would write a new key file; its id."""
    return {"private_key_id": identity.new_key(world.store, world.project["service_account"])}


_ORDERS: dict[tuple[str, str], Callable[[World, Mapping[str, Any]], dict[str, Any]]] = {
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _lift_faults,
    ("GET", "faults"): _list_faults,
    ("GET", "journal"): _journal,
    ("POST", "clock"): _clock,
    ("POST", "quota"): _quota,
    ("POST", "apis"): _apis,
    ("POST", "key"): _key,
    ("POST", "new-key"): _new_key,
    ("POST", "account"): _account,
    ("POST", "consent"): _consent,
    ("POST", "new-account"): _new_account,
    ("POST", "tokens"): _tokens,
    ("POST", "share"): _share,
    ("POST", "organizer"): _organizer,
    ("POST", "switches"): _switches,
    ("POST", "submit"): _submit,
}
