"""Messages as Gmail keeps them: parsing, the resource it shows, the addresses it refuses.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, invalid

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf'(?:{_ATOM}(?:\.{_ATOM})*|"[^"\\\r\n]+")@{_LABEL}(?:\.{_LABEL})+')
_RECIPIENTS = ("To", "Cc", "Bcc")


def decode_raw(raw: str) -> bytes:
    """The bytes of a ``raw`` field (base64url, padding optional); the schema check has seen that it is
    base64.
    """
    text = raw.replace("+", "-").replace("/", "_").rstrip("=")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode_raw(content: bytes) -> str:
    """Bytes as a ``raw`` or ``data`` field."""
    return base64.urlsafe_b64encode(content).decode()


def parse(content: bytes) -> Message:
    """The message; the old policy of ``email``, which keeps every header as it came."""
    return message_from_bytes(content, policy=policy.compat32)


def header(message: Message, name: str) -> str:
    """Read a header as people read it.

    Parameters
    ----------
    message
        The parsed message.
    name
        Name of the header; case does not count.

    Returns
    -------
    str
        The value decoded and on one line; empty when absent.
    """
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(value)))
    except (UnicodeError, LookupError):
        text = str(value)
    return re.sub(r"\r?\n[ \t]*", " ", text)


def recipients(message: Message, *names: str) -> list[str]:
    """The bare addresses in the named headers (To, Cc and Bcc by default), in order; what is no address too."""
    values = [str(value) for name in names or _RECIPIENTS for value in message.get_all(name, [])]
    return [_bare(mailbox) for value in values for mailbox in _mailboxes(value)]


def _mailboxes(value: str) -> list[str]:
    """The mailboxes of an address header, display names in quotes emptied: these may hold anything."""
    text = re.sub(r"\r?\n[ \t]*", " ", value)
    text = re.sub(r'"(?:\\.|[^"\\])*"(?!@)', '""', text)
    members = re.sub(r"[^,;:<>]*:([^;]*);", r"\1", text)
    return [mailbox.strip() for mailbox in members.split(",") if mailbox.strip()]


def _bare(mailbox: str) -> str:
    """``a@b`` of ``Name <a@b>``."""
    angled = re.fullmatch(r"[^<>]*<\s*([^<>]*?)\s*>", mailbox)
    return angled[1] if angled else mailbox


def check_recipients(message: Message, *, needed: bool) -> None:
    """Refuse the addresses that Gmail refuses.

    Parameters
    ----------
    message
        The parsed message.
    needed
        Whether there must be somebody to send to: not for a draft.

    Raises
    ------
    ApiError
        Gmail's 400 for a header with such an address, or for nobody to send to.
    """
    for name in _RECIPIENTS:
        for value in message.get_all(name, []):
            broken = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", str(value))
            if broken or not all(_acceptable(mailbox) for mailbox in _mailboxes(str(value))):
                raise ApiError(400, "INVALID_ARGUMENT", f"Invalid {name} header", reason="invalidArgument")
    if needed and not recipients(message):
        raise ApiError(400, "INVALID_ARGUMENT", "Recipient address required", reason="invalidArgument")


def _acceptable(mailbox: str) -> bool:
    """Whether Gmail can send to this: one address, in angle brackets if a name stands before it."""
    display, angle, _ = mailbox.partition("<")
    return "@" not in (display if angle else "") and _ADDRESS.fullmatch(_bare(mailbox)) is not None


def content_of(body: Mapping[str, Any], media: bytes | None) -> bytes:
    """Read the RFC 822 message of a request.

    Parameters
    ----------
    body
        Where ``raw`` holds it in base64.
    media
        The uploaded message; ``None`` where nothing was uploaded.

    Returns
    -------
    bytes
        The message, its lines ended as on the wire.

    Raises
    ------
    ApiError
        400 where there is neither.
    """
    if media is not None:
        content = media
    elif "raw" in body:
        content = decode_raw(body["raw"])
    else:
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    # Lines end in CRLF on the wire and in what Gmail gives back.
    return re.sub(rb"\r?\n", b"\r\n", content)


def resource(stored: Mapping[str, Any], form: str, wanted: list[str] | None = None) -> dict[str, Any]:
    """Show a stored message as the format of a call asks.

    Parameters
    ----------
    stored
        Holds ``id``, ``threadId``, ``labelIds``, ``historyId``, ``internalDate`` and ``raw``.
    form
        ``minimal``, ``full``, ``raw`` or ``metadata``.
    wanted
        The headers that ``metadata`` shows; all where left out.

    Returns
    -------
    dict[str, Any]
        A ``Message`` resource; ``labelIds`` is absent where there are none.
    """
    content = decode_raw(stored["raw"])
    message = parse(content)
    shown = {key: stored[key] for key in ("id", "threadId", "labelIds", "historyId", "internalDate")}
    shown |= {"snippet": snippet(message), "sizeEstimate": len(content)}
    if not shown["labelIds"]:
        del shown["labelIds"]
    if form == "raw":
        shown["raw"] = encode_raw(content)
    if form == "full":
        shown["payload"] = _part(message, "")
    if form == "metadata":
        names = {name.casefold() for name in wanted or ()}
        headers = [entry for entry in _headers(message) if not names or entry["name"].casefold() in names]
        shown["payload"] = {"mimeType": message.get_content_type(), "headers": headers}
    return shown


def text(message: Message) -> str:
    """The words of the body: the plain text part, or the HTML part without tags."""
    for kind in ("text/plain", "text/html"):
        for part in message.walk():
            if part.get_content_type() == kind and not part.is_multipart():
                content = _body(part).decode(part.get_content_charset() or "utf-8", "replace")
                return content if kind == "text/plain" else html.unescape(re.sub(r"<[^>]*>", " ", content))
    return ""


def snippet(message: Message) -> str:
    """The first words of the body, as lists of mails show them; HTML characters escaped, as Gmail does."""
    return html.escape(" ".join(text(message).split())[:200], quote=True)


def _part(part: Message, id: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "partId": id,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": _headers(part),
        "body": {"size": 0},
    }
    if part.is_multipart():
        prefix = f"{id}." if id else ""
        children = part.get_payload()
        assert isinstance(children, list)  # noqa: S101 - it is multipart
        shown["parts"] = [
            _part(child, f"{prefix}{i}") for i, child in enumerate(children) if isinstance(child, Message)
        ]
    else:
        content = _body(part)
        shown["body"] = {"size": len(content), "data": encode_raw(content)}
    return shown


def _headers(part: Message) -> list[dict[str, str]]:
    return [{"name": name, "value": header_value(str(value))} for name, value in part.items()]


def header_value(value: str) -> str:
    """A header as the API shows it: unfolded and decoded, as the web page does; raw bytes replaced."""
    try:
        value = str(make_header(decode_header(value)))
    except (UnicodeError, LookupError):
        value = value.encode("utf-8", "replace").decode()
    return re.sub(r"\r?\n[ \t]*", " ", value)


def _body(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
