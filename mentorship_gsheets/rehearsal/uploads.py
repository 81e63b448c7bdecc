"""Media upload: simple, multipart and resumable, as the upload addresses of Gmail and Drive take it.

https://developers.google.com/workspace/gmail/api/guides/uploads
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from email import policy
from email.parser import BytesParser

from mentorship_gsheets.rehearsal import api
from mentorship_gsheets.rehearsal.answer import Answer, of_html, of_json
from mentorship_gsheets.rehearsal.api import Incoming
from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.faults import Fault
from mentorship_gsheets.rehearsal.world import World

_V2, _V3 = "/upload/drive/v2/files/", "/upload/drive/v3/files/"


def respond(world: World, incoming: Incoming) -> tuple[Answer, list[Fault]]:
    """Answer a request to an upload address.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    incoming
        The request as it came over the wire.

    Returns
    -------
    tuple[Answer, list[Fault]]
        The answer, and the faults that are still to happen after it.

    Raises
    ------
    Dropped
        The connection shall break.
    """
    # gspread imports .csv files over Drive v2, whose update of a file's content is v3's under another name.
    if incoming.path.startswith(_V2) and incoming.verb == "PUT":
        incoming = replace(incoming, verb="PATCH", path=_V3 + incoming.path.removeprefix(_V2))
    query = dict(incoming.query)
    kind = query.get("uploadType", "")
    content_type = incoming.headers.get("content-type", "")
    if kind == "media":
        return api.answer(world, replace(incoming, content=b"", media=(incoming.content, content_type)))
    if kind == "multipart":
        parts = _related(content_type, incoming.content)
        if parts is None:
            return _refused("A multipart upload has two parts: metadata and media."), []
        metadata, media = parts
        return api.answer(world, replace(incoming, content=metadata, media=media))
    if kind == "resumable" and "upload_id" in query:
        return _continue(world, incoming, query["upload_id"])
    if kind == "resumable":
        return _start(world, incoming), []
    return _refused("The uploadType must be media, multipart or resumable."), []


def _refused(message: str) -> Answer:
    return of_json(400, invalid(message).body("gmail"))


def _related(content_type: str, content: bytes) -> tuple[bytes, tuple[bytes, str]] | None:
    """Metadata, and media with its type, of a multipart/related body."""
    match = re.search(r'boundary="?([^";]+)"?', content_type)
    if match is None:
        return None
    # Cut by hand: a mail parser would undo the encodings inside the media part.
    pieces = re.split(rb"\r?\n?--" + re.escape(match[1].encode()) + rb"(?:--)?[ \t]*\r?\n?", content)
    parts = [re.split(rb"\r?\n\r?\n", piece, maxsplit=1) for piece in pieces if piece.strip()]
    if len(parts) != 2 or any(len(part) != 2 for part in parts):
        return None
    (_, metadata), (head, media) = parts
    headers = BytesParser(policy=policy.HTTP).parsebytes(head, headersonly=True)
    return metadata, (media, headers.get("Content-Type", "application/octet-stream"))


def _start(world: World, incoming: Incoming) -> Answer:
    """Open a session: the metadata now, the media to the address handed out."""
    upload = secrets.token_urlsafe(32)
    session = {
        "verb": incoming.verb,
        "path": incoming.path,
        "query": [list(pair) for pair in incoming.query],
        "metadata": incoming.content.decode("utf-8", "replace"),
        "type": incoming.headers.get("x-upload-content-type", "application/octet-stream"),
        "received": "",
    }
    world.store.save("upload", upload, session)
    location = f"{world.url}{incoming.path}?uploadType=resumable&upload_id={upload}"
    return Answer(200, b"", headers={"Location": location, "X-GUploader-UploadID": upload})


def _continue(world: World, incoming: Incoming, upload: str) -> tuple[Answer, list[Fault]]:
    """Take a piece of the media; the last piece makes the call."""
    session = world.store.load("upload", upload)
    if session is None:
        return of_html(404, "Not Found", "The upload session was not found."), []
    held = bytes.fromhex(session["received"])
    span = re.fullmatch(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)", incoming.headers.get("content-range", ""))
    if span is not None and span[1] is not None and int(span[1]) != len(held):
        return _refused("The piece does not follow the one before."), []
    held += incoming.content
    if span is not None and (span[3] == "*" or len(held) < int(span[3])):
        world.store.save("upload", upload, session | {"received": held.hex()})
        headers = {"Range": f"bytes=0-{len(held) - 1}"} if held else {}
        return Answer(308, b"", headers=headers), []
    whole = replace(
        incoming,
        verb=session["verb"],
        query=[(name, value) for name, value in session["query"]],
        content=session["metadata"].encode(),
        media=(held, session["type"]),
    )
    reply, due = api.answer(world, whole)
    world.store.delete("upload", upload)
    return reply, due
