"""The door of the server: which part answers which address, and who may ask at all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from werkzeug import Request, Response

from mentorship_gsheets.rehearsal import api, batch, consent, control, mount, oauth, uploads
from mentorship_gsheets.rehearsal.answer import HTML, Answer, Dropped, of_html, of_json
from mentorship_gsheets.rehearsal.api import Incoming
from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.faults import Fault, Moment
from mentorship_gsheets.rehearsal.strike import strike
from mentorship_gsheets.rehearsal.world import World

MOST_BYTES = 10_485_760
"""What Google's front end lets through to an API; uploads of files have addresses of their own."""
_APIS = {"v4", "v1", "drive", "gmail"}

LOOPBACK = ("127.0.0.1", "localhost")


def respond(world: World, request: Request, raw_path: str) -> tuple[Answer, Callable[[], object]]:
    """Answer one request.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    request
        The request as werkzeug has read it.
    raw_path
        Its path as sent, percent signs and all.

    Returns
    -------
    tuple[Answer, Callable[[], object]]
        The answer, and what is to be called once the answer has left.

    Raises
    ------
    Dropped
        There is to be no answer.
    """
    refused = _checked_origin(world, request)
    if refused is not None:
        return refused, _nothing
    first = raw_path.split("/")[1]
    incoming = _incoming(request, raw_path)
    if first in _APIS and len(incoming.content) > MOST_BYTES:
        message = f"Request payload size exceeds the limit: {MOST_BYTES} bytes."
        return of_json(400, ApiError(400, "INVALID_ARGUMENT", message).body("sheets")), _nothing
    if first in {"token", "o", "revoke", "oauth2", "signin"}:
        return _logged_in(world, request, raw_path)
    if first == "control":
        return control.respond(world, incoming), _nothing
    if first == "page" or raw_path == "/":
        return mount.respond(world, incoming), _nothing
    if first == "batch":
        return batch.respond(world, incoming), _nothing
    if first in {"upload", "resumable"}:
        reply, due = uploads.respond(world, incoming)
    else:
        reply, due = api.answer(world, incoming)
    return reply, lambda: strike(world, due, Moment.REPLIED, "", reply)


def _incoming(request: Request, raw_path: str) -> Incoming:
    headers = {name.lower(): value for name, value in request.headers.items()}
    query, content = list(request.args.items(multi=True)), request.get_data()
    verb = headers.get("x-http-method-override", request.method)
    if verb == "GET" and request.method == "POST":
        # Clients send what is too long for an address as a form.
        query, content = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True), b""
    return Incoming(verb, raw_path, query, headers, content)


def _nothing() -> None:
    return None


def _checked_origin(world: World, request: Request) -> Answer | None:
    """Refuse names that merely resolve to this computer, and pages of other sites (DNS rebinding, CSRF)."""
    port = urlsplit(world.url).port
    if request.host not in {f"{name}:{port}" for name in LOOPBACK}:
        return of_html(403, "Forbidden", "This server answers on loopback only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{name}:{port}" for name in LOOPBACK}:
        return of_html(403, "Forbidden", "This server answers its own page only.")
    return None


def _logged_in(world: World, request: Request, path: str) -> tuple[Answer, Callable[[], object]]:
    """The token endpoint, the consent page, revocation."""
    number = world.store.journal_open(
        at=world.clock.timestamp(),
        verb=request.method,
        path=path,
        query="[]",
        method="oauth." + path.rpartition("/")[2],
        # Neither assertions nor tokens are noted.
        request=request.form.get("grant_type"),
    )
    due: list[Fault] = []
    reply: Answer | None = None
    try:
        if path == "/token":
            due = world.faults.due("oauth.token")
            reply = strike(world, due, Moment.BEFORE, "", None)
        if reply is None:
            with world.store.transaction():
                reply = _oauth(world, request, path)
            reply = strike(world, due, Moment.AFTER, "", reply) or reply
        answer = reply
        return answer, lambda: strike(world, due, Moment.REPLIED, "", answer)
    finally:
        told = reply is not None and reply.code >= 400
        world.store.journal_note(
            number,
            code=reply.code if reply else None,
            reply=reply.content.decode() if reply and told else None,
            fault=", ".join(f"{fault.do} {fault.when}" for fault in due) or None,
        )


def _oauth(world: World, request: Request, path: str) -> Answer:
    try:
        if path == "/token" and request.method == "POST":
            return of_json(200, oauth.token(world.store, world.clock, _credited(request)))
        if path == "/revoke" and request.method == "POST":
            oauth.revoke(world.store, request.form.get("token") or request.args.get("token", ""))
            return of_json(200, {})
        if path in {"/o/oauth2/auth", "/o/oauth2/v2/auth"}:
            if request.method == "POST":
                where = consent.decide(world.store, world.clock, request.form, request.form.getlist("granted"))
                return Answer(303, b"", HTML, {"Location": where})
            found = consent.page(world.store, request.args)
            if found.startswith("/"):
                return Answer(303, b"", HTML, {"Location": found})
            return Answer(200, found.encode(), HTML)
        if path == consent.ERROR_PAGE:
            code, words = consent.error_page(request.args)
            return of_html(code, "Access blocked", words)
    except oauth.OAuthError as error:
        return of_json(error.code, error.body)
    return of_html(404, "Not Found", "The requested URL was not found on this server.")


def _credited(request: Request) -> dict[str, str]:
    """The token request with the client's name and secret, which may come as HTTP basic authorisation."""
    given = request.authorization
    basic = {"client_id": given.username or "", "client_secret": given.password or ""} if given else {}
    return {**request.form.to_dict(), **basic}


def to_response(answer: Answer) -> Response:
    """The answer as werkzeug sends it."""
    response = Response(answer.content, answer.code, content_type=answer.content_type)
    for name, value in answer.headers.items():
        response.headers[name] = value
    if not answer.content:
        response.headers.pop("Content-Type", None)
    return response


__all__ = ["Dropped", "respond", "to_response"]
