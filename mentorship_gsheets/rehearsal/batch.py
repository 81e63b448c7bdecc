"""The batch endpoint: many calls in one multipart/mixed request, each answered on its own.

https://developers.google.com/workspace/gmail/api/guides/batch
"""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from mentorship_gsheets.rehearsal import api
from mentorship_gsheets.rehearsal.answer import Answer, of_json
from mentorship_gsheets.rehearsal.api import Incoming
from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.world import World

MOST = 100


def respond(world: World, incoming: Incoming) -> Answer:
    """Answer every part in order; faults that shall break the connection break the whole batch.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    incoming
        The request as it came over the wire.

    Returns
    -------
    Answer
        One answer of several parts, each with the answer to the part in its place; a 400 where the parts cannot be told
        apart or are too many.
    """
    match = re.search(r'boundary="?([^";]+)"?', incoming.headers.get("content-type", ""))
    if incoming.verb != "POST" or match is None:
        error = invalid("Failed to parse batch request, error: Missing boundary in Content-Type.")
        return of_json(400, error.body("gmail"))
    pieces = re.split(rb"(?:\r?\n|^)--" + re.escape(match[1].encode()) + rb"(?:--)?[ \t]*(?:\r?\n|$)", incoming.content)
    parts = [piece for piece in pieces if piece.strip()]
    if not 0 < len(parts) <= MOST:
        error = invalid(f"The batch request has {len(parts)} parts; it must have 1 to {MOST}.")
        return of_json(400, error.body("gmail"))
    boundary = "batch_" + secrets.token_urlsafe(16)
    body = b"".join(_answered(world, incoming, part, boundary) for part in parts)
    return Answer(200, body + f"--{boundary}--\r\n".encode(), f"multipart/mixed; boundary={boundary}")


def _answered(world: World, outer: Incoming, part: bytes, boundary: str) -> bytes:
    envelope, _, request = _cut(part)
    content_id = _headers(envelope).get("content-id", "")
    reply, _ = api.answer(world, _inner(outer, request))
    phrase = HTTPStatus(reply.code).phrase
    answered = content_id.replace("<", "<response-", 1)
    headers = {"Content-Type": reply.content_type, **reply.headers, "Content-Length": str(len(reply.content))}
    lines = [
        f"--{boundary}",
        "Content-Type: application/http",
        *([f"Content-ID: {answered}"] if content_id else []),
        "",
        f"HTTP/1.1 {reply.code} {phrase}",
        *(f"{name}: {value}" for name, value in headers.items()),
        "",
    ]
    return "\r\n".join(lines).encode() + b"\r\n" + reply.content + b"\r\n"


def _inner(outer: Incoming, request: bytes) -> Incoming:
    head, _, content = _cut(request)
    line, _, rest = head.partition(b"\n")
    verb, target, *_ = line.decode("latin-1").split()
    address = urlsplit(target)
    headers = _headers(rest)
    # The log-in of the whole request serves parts that bring none.
    if "authorization" not in headers and "authorization" in outer.headers:
        headers["authorization"] = outer.headers["authorization"]
    query = parse_qsl(address.query, keep_blank_values=True)
    return Incoming(verb, address.path, query, headers, content)


def _cut(text: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, blank line, rest."""
    match = re.search(rb"\r?\n\r?\n", text)
    if match is None:
        return text, b"", b""
    return text[: match.start()], match[0], text[match.end() :]


def _headers(text: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.decode("latin-1").splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
