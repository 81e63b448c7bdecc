"""The page's place in the server: its files, and what it needs besides the public APIs.

The page itself talks to the very REST endpoints every client uses, with a bearer token of its own; only
filling in the form has no API at Google, so it has an address here.
"""

from __future__ import annotations

import hmac
import json
from pathlib import Path

from mentorship_gsheets.rehearsal import forms
from mentorship_gsheets.rehearsal.answer import HTML, Answer, not_found, of_html, of_json
from mentorship_gsheets.rehearsal.api import Incoming
from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.seeds import files_of
from mentorship_gsheets.rehearsal.world import World

FILES = Path(__file__).parent / "page" / "static"

# Said here: a computer's own list of types may call scripts plain text, and then no browser runs them.
_KINDS = {
    ".html": HTML,
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".md": "text/plain; charset=UTF-8",
}


def respond(world: World, incoming: Incoming) -> Answer:
    """Serve ``/page/``, its files, ``/page/session`` and ``/page/forms/ID/responses``.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    incoming
        The request as it came over the wire.

    Returns
    -------
    Answer
        The file, or a 403 for whoever has not the address that the rehearsal printed.
    """
    name = incoming.path.removeprefix("/page").strip("/")
    if name in {"", "index.html"}:
        if not _known(world, dict(incoming.query).get("token", "")):
            return of_html(403, "Forbidden", "Open the page with the address the rehearsal printed.")
        return _file("index.html")
    scheme, _, token = incoming.headers.get("authorization", "").partition(" ")
    granted = scheme.casefold() == "bearer" and _known(world, token)
    if name == "session":
        project = world.project
        told = {key: project[key] for key in ("organizer", "mailbox", "service_account")}
        return of_json(200, told | files_of(world)) if granted else _denied()
    if name.startswith("forms/") and incoming.verb == "POST":
        return _submitted(world, incoming, name.split("/")[1]) if granted else _denied()
    return _file(name)


def _known(world: World, token: str) -> bool:
    return hmac.compare_digest(token.strip().encode(), world.project["page_token"].encode())


def _denied() -> Answer:
    return of_json(403, ApiError(403, "PERMISSION_DENIED", "The page's token is missing.").body("forms"))


def _submitted(world: World, incoming: Incoming, form: str) -> Answer:
    """A respondent's answers: ``{"email", "answers": {questionId: [text]}, "responseId" to edit}``."""
    try:
        given = json.loads(incoming.content)
        response = forms.submit(world, form, given["email"], given["answers"], given.get("responseId"))
    except ApiError as error:
        return of_json(error.code, error.body("forms"))
    except (ValueError, KeyError, TypeError):
        return of_json(400, ApiError(400, "INVALID_ARGUMENT", "No filled-in form.").body("forms"))
    return of_json(200, {"responseId": response})


def _file(name: str) -> Answer:
    path = (FILES / name).resolve()
    if not path.is_relative_to(FILES) or not path.is_file():
        return not_found()
    kind = _KINDS.get(path.suffix, "application/octet-stream")
    headers = {
        # The page loads nothing from elsewhere, and nothing else may frame it.
        "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        "frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Answer(200, path.read_bytes(), kind, headers)
