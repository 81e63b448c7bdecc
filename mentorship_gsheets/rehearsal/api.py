"""From an HTTP request to a checked call of a handler, and its reply back, checked too."""

from __future__ import annotations

import json
import math
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentorship_gsheets.rehearsal import discovery, identity, masks, shapes
from mentorship_gsheets.rehearsal.answer import Answer, Dropped, not_found, of_json, packed
from mentorship_gsheets.rehearsal.call import ApiError, Call, Caller, Media, invalid, not_imitated
from mentorship_gsheets.rehearsal.faults import Fault, Moment
from mentorship_gsheets.rehearsal.strike import strike
from mentorship_gsheets.rehearsal.world import World

# Drive answers with these unless asked for more.
_DRIVE_DEFAULTS = {
    "File": "kind,id,name,mimeType",
    "FileList": "kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType)",
    "Permission": "kind,id,type,role",
    "PermissionList": "kind,nextPageToken,permissions(kind,id,type,role)",
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """An HTTP request: ``path`` as sent (percent-encoded), ``query`` decoded, header names in lower case.

    ``media`` is set where the body of an upload has been taken apart already.
    """

    verb: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    content: bytes = b""
    media: tuple[bytes, str] | None = None


@dataclass(slots=True)
class _Progress:
    """What is known of a request so far, for the journal."""

    method: discovery.Method | None = None
    caller: Caller | None = None
    due: list[Fault] = field(default_factory=list)
    committed: bool = False
    watching: bool = False
    violation: str = ""


def answer(world: World, incoming: Incoming) -> tuple[Answer, list[Fault]]:
    """Answer an API request and note it in the journal.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    incoming
        The request as it came over the wire.

    Returns
    -------
    tuple[Answer, list[Fault]]
        The answer, and the faults ordered for this call; of these, those for after the answer are still to happen.

    Raises
    ------
    Dropped
        The connection shall break, and no answer is to be sent.
    """
    started = time.perf_counter()
    number = world.store.journal_open(
        at=world.clock.timestamp(),
        verb=incoming.verb,
        path=incoming.path,
        query=json.dumps([pair for pair in incoming.query if pair[0] not in {"access_token", "oauth_token"}]),
        request=(incoming.content or (incoming.media or (b"",))[0]).decode("utf-8", "replace"),
    )
    progress = _Progress()
    reply: Answer | None = None
    sent: Answer | None = None
    try:
        reply = _guarded(world, incoming, progress, number)
        sent = packed(reply, incoming.headers)
        return sent, progress.due
    finally:
        method, caller = progress.method, progress.caller
        # What the page only looked at would fill the disk: it looks again every moment.
        kept = reply is not None and not (progress.watching and reply.code == 200)
        textual = reply is not None and reply.content_type.startswith(("application/json", "text/"))
        world.store.journal_note(
            number,
            method=method.id if method else None,
            caller=caller.email if caller else None,
            code=reply.code if reply else None,
            reply=reply.content.decode("utf-8", "replace") if reply and kept and textual else None,
            committed=progress.committed,
            fault=", ".join(f"{fault.do} {fault.when}" for fault in progress.due) or None,
            violations=json.dumps([progress.violation]) if progress.violation else None,
            seconds=time.perf_counter() - started,
            bytes_in=len(incoming.content),
            bytes_out=len(sent.content) if sent else 0,
        )


def _guarded(world: World, incoming: Incoming, progress: _Progress, number: int) -> Answer:
    """The answer to a request, errors included."""
    service = ""
    try:
        found = discovery.route(incoming.verb, incoming.path)
        if found is None:
            return not_found()
        progress.method, path = found
        service = progress.method.service
        return _admitted(world, incoming, progress, path, number)
    except ApiError as error:
        headers = {}
        if error.code == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
        return of_json(error.code, error.body(service), headers)
    except Dropped:
        raise
    except Exception:
        # A defect of ours must reach whoever looks at the journal, not only the console of the server.
        progress.violation = traceback.format_exc()
        return of_json(500, ApiError(500, "INTERNAL", "Internal error encountered.").body(service))


def _admitted(world: World, incoming: Incoming, progress: _Progress, path: Mapping[str, str], number: int) -> Answer:
    """Check token, API, faults, scopes and quota, then call."""
    method = progress.method
    assert method is not None  # noqa: S101 - set by our caller
    query = [pair for pair in incoming.query if pair[0] not in {"access_token", "oauth_token"}]
    progress.caller, page = identity.caller(world.store, world.clock, method.service, _token(incoming))
    progress.watching = page and incoming.verb == "GET"
    if not page:
        progress.due = world.faults.due(method.id)
        early = strike(world, progress.due, Moment.BEFORE, method.service, None)
        if early is not None:
            return early
        _check_admission(world, method, progress.caller)
    params = discovery.parameters(method, path, query)
    call = Call(
        method.id,
        params,
        _body(method, incoming),
        progress.caller,
        world.store,
        world.clock,
        world.switches,
        incoming.media[0] if incoming.media else None,
        base_url=world.url,
    )
    with world.store.transaction():
        reply = _called(world, method, call, progress)
        world.store.journal_note(number, method=method.id, code=reply.code, committed=True)
    progress.committed = True
    return strike(world, progress.due, Moment.AFTER, method.service, reply) or reply


def _check_admission(world: World, method: discovery.Method, caller: Caller) -> None:
    project = world.project
    if method.service in project["disabled"]:
        raise shapes.disabled(method.service, project["number"])
    if not caller.scopes & method.scopes:
        raise shapes.insufficient_scopes(method.service, method.id)
    world.meter.charge(method, caller, world.clock, project["number"])


def _called(world: World, method: discovery.Method, call: Call, progress: _Progress) -> Answer:
    handler = world.handlers.get(method.id)
    if handler is None:
        raise not_imitated(f"{method.id} is")
    reply = handler(call)
    if isinstance(reply, Media):
        return Answer(200, reply.content, reply.content_type)
    if not method.response:
        # Methods without a response message answer 204 in Drive and Gmail and an empty object elsewhere.
        return Answer(204) if method.service in {"drive", "gmail"} else of_json(200, reply)
    progress.violation = discovery.load()[method.service].replies.violation(method.response, reply)
    if progress.violation and world.strict:
        raise ApiError(500, "INTERNAL", f"The reply breaks Google's schema: {progress.violation}")
    mask = call.params.get("fields") or _DRIVE_DEFAULTS.get(method.response if method.service == "drive" else "")
    if mask and mask != "*":
        reply = masks.narrow(method, mask, reply)
    return of_json(200, reply)


def _body(method: discovery.Method, incoming: Incoming) -> dict[str, Any] | None:
    if not method.request:
        return None
    if not incoming.content.strip():
        return {}
    try:
        value = json.loads(incoming.content, parse_float=_finite, parse_constant=_finite)
        # Half a surrogate pair is legal JSON and no text.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        start = incoming.content[:60].decode("utf-8", "replace").split("\n")[0]
        message = f"Invalid JSON payload received. Unexpected token.\n{start}\n^"
        description = {"description": message}
        detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [description]}
        raise invalid(message, details=[detail]) from None
    prefix = discovery.BODY_FIELDS.get(method.id, "")
    return discovery.load()[method.service].requests.parse(method.request, value, prefix)


def _finite(text: str) -> float:
    """A JSON number; Python would take ``NaN`` and make infinity of ``1e999``."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _token(incoming: Incoming) -> str | None:
    scheme, _, token = incoming.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return token.strip()
    return dict(incoming.query).get("access_token")
