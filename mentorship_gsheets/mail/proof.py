"""Messages as they come back: read as a mail program does, and compared with what was meant."""

import codecs
import email
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from mentorship_gsheets.mail.mime import (
    KEY_HEADER,
    POLICY,
    REFERENCE,
    Attachment,
    Content,
    Envelope,
    Mailbox,
    method_of,
    people_header,
    words,
)

_HEADERS = frozenset(
    {"From", "To", "Cc", "Reply-To", "Subject", "Message-ID", KEY_HEADER, "MIME-Version", "Content-Type"}
)


_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


TRIAL = "trial"
"""The key of a trial, which is no letter."""

_STAMP = re.compile(r"^DTSTAMP:.*$", re.MULTILINE)
"""When a calendar file was made: a letter made again at another time says the same."""

_CALENDARS = frozenset({"text/calendar", "application/ics"})
"""How a calendar file comes along: as an alternative of the text, and as a file."""

_LONGEST_LINE = 998  # RFC 5322, 2.1.1


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as a mail program understands it, headers decoded.

    ``headers`` holds the names of all headers, repeated ones repeatedly; ``digest`` is equal for equal recipients,
    subject, text, HTML and calendar file, however they are encoded and wrapped; the time at which the calendar file was
    made does not enter. ``method`` is what the part with the calendar file says it asks for, ``attached`` the file as
    an attachment. ``fingerprint`` is what `changed_parts` compares: everything that leaves, attached files too.
    """

    sender: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    copies: tuple[Mailbox, ...]
    blind: tuple[Mailbox, ...]
    reply_to: tuple[Mailbox, ...]
    subject: str
    key: str
    message_id: str
    reference: str
    content: Content
    method: str
    attached: str
    headers: tuple[str, ...]
    digest: str
    fingerprint: str


def read_message(raw: bytes) -> ReadMessage:
    """Read a message, be it ours, or ours as somebody edited it, or a stranger's; never raises."""
    message = email.message_from_bytes(raw)
    plain, html, calendar = (_text(message, f"text/{subtype}") for subtype in ("plain", "html", "calendar"))
    content = Content(plain, html, calendar, _files(message))
    to, copies, blind = (_read_people(message, name) for name in ("To", "Cc", "Bcc"))
    subject = _decoded(str(message.get("Subject", "")))
    footer = re.search(rf"{REFERENCE} ([0-9A-F-]+)", content.text)
    return ReadMessage(
        sender=_read_people(message, "From"),
        to=to,
        copies=copies,
        blind=blind,
        reply_to=_read_people(message, "Reply-To"),
        subject=subject,
        key=str(message.get(KEY_HEADER, "")).strip(),
        message_id=str(message.get("Message-ID", "")).strip(),
        reference=footer[1] if footer else "",
        content=content,
        method=_method(message),
        attached=_text(message, "application/ics"),
        headers=tuple(message.keys()),
        digest=_digest([*(_addresses(people) for people in (to, copies, blind)), subject, content]),
        fingerprint=_fingerprint(message, subject),
    )


_PARTS = ("addresses", "subject", "text", "files")
"""What a fingerprint tells apart, in its order."""


def _fingerprint(message: Message, subject: str) -> str:
    """Return a digest for each of `_PARTS`; encodings, wrapping and the order of addresses do not count."""
    addresses = [_addresses(_read_people(message, name)) for name in ("From", "Reply-To", "To", "Cc", "Bcc")]
    texts: list[str] = []
    files: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        kind, name = part.get_content_type(), part.get_filename() or ""
        if kind in ("text/plain", "text/html") and not name and part.get_content_disposition() != "attachment":
            texts += [kind, content.decode(_charset(part), "replace")]
        else:
            files += [kind, name, hashlib.sha256(content).hexdigest()]
    return ".".join(_digest(part)[:12] for part in (addresses, [subject], texts, files))


def _charset(part: Message) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        codecs.lookup(charset)
    except LookupError:
        # whatever a stranger's program wrote there: the same bytes give the same text
        return "latin-1"
    return charset


def changed_parts(before: str, now: str) -> tuple[str, ...]:
    """Return what differs between two fingerprints, in words: addresses, subject, text, files.

    Parameters
    ----------
    before
        The fingerprint that was approved.
    now
        The fingerprint of the draft as it is.

    Examples
    --------
    >>> changed_parts("a.b.c.d", "a.x.c.y"), changed_parts("a.b.c.d", "a.b.c.d")
    (('subject', 'files'), ())
    >>> changed_parts("typed over", "a.b.c.d")
    ('addresses', 'subject', 'text', 'files')
    """
    old, new = before.split("."), now.split(".")
    if len(old) != len(_PARTS):
        return _PARTS
    return tuple(name for name, was, is_now in zip(_PARTS, old, new, strict=True) if was != is_now)


def _text(message: Message, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _files(message: Message) -> tuple[Attachment, ...]:
    """Return the files that come along, the calendar file aside."""
    found = []
    for part in message.walk():
        if part.get_content_disposition() == "attachment" and part.get_content_type() not in _CALENDARS:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            found.append(
                Attachment(part.get_filename() or "", part.get_content_maintype(), part.get_content_subtype(), content)
            )
    return tuple(found)


def _method(message: Message) -> str:
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return next((str(part.get_param("method", "")).upper() for part in parts), "")


def _read_people(message: Message, header: str) -> tuple[Mailbox, ...]:
    values = [str(value) for value in message.get_all(header, [])]
    return tuple((_decoded(name), address) for name, address in getaddresses(values) if name or address)


def _decoded(value: str) -> str:
    try:
        text = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        # a stranger's header may be anything; its undecoded form differs from ours, which is all we need
        text = value
    return " ".join(text.split())


def _addresses(people: Sequence[Mailbox]) -> str:
    return " ".join(sorted(address.lower() for _, address in people))


def _digest(parts: Sequence[str | Content]) -> str:
    texts: list[str] = []
    for part in parts:
        texts += [part] if isinstance(part, str) else [part.text, part.html, _STAMP.sub("", part.calendar)]
    digest = hashlib.sha256()
    for text in texts:
        digest.update(" ".join(text.split()).encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:16]


def check_message(raw: bytes, envelope: Envelope, content: Content) -> list[str]:
    """Return what is wrong with a written message, one sentence fragment each; empty when it may leave.

    Parameters
    ----------
    raw
        The message, as bytes.
    envelope, content
        What it was made of.
    """
    read = read_message(raw)
    reply_to = (envelope.reply_to,) if envelope.reply_to else ()
    compared = (
        ("sender", read.sender, (envelope.sender,)),
        ("recipients", read.to, envelope.to),
        ("copies", read.copies, envelope.copies),
        ("blind copies", read.blind, ()),
        ("reply address", read.reply_to, reply_to),
        ("subject", read.subject, envelope.subject),
        ("text", read.content.text.split(), content.text.split()),
        ("HTML", read.content.html.split(), content.html.split()),
        ("attached files", read.content.files, content.files),
        ("calendar file", read.content.calendar.split(), content.calendar.split()),
        ("method of the calendar file", read.method, method_of(content.calendar)),
        ("attached calendar file", read.attached.split(), content.calendar.split()),
        ("Message-ID", read.message_id, envelope.message_id),
        ("key", read.key, envelope.key),
    )
    faults = [f"the {what} would read differently" for what, found, meant in compared if found != meant]
    if set(read.headers) - _HEADERS or len(set(read.headers)) < len(read.headers):
        faults.append("there is an extra header")
    if has_left_over(read):
        faults.append("a merge field is left over")
    if not raw.isascii() or any(len(line) > _LONGEST_LINE for line in raw.splitlines()):
        faults.append("it is not plain 7-bit mail")
    return faults


def has_left_over(message: ReadMessage) -> bool:
    """Return whether subject or text hold something that looks like a merge field; values never do, see `plain`."""
    return any(_LEFT_OVER.search(text) for text in (message.subject, message.content.text))


def redirect(raw: bytes, address: str) -> bytes:
    """Return a message as a trial: the same to read, addressed to nobody but ``address``.

    Its key says that it is a trial, so that no later look at the mailbox takes it for the letter itself.

    Parameters
    ----------
    raw
        The message, as bytes.
    address
        The only reader of the trial.
    """
    message = email.message_from_bytes(raw)
    subject = read_message(raw).subject
    for header in ("To", "Cc", "Bcc", "Reply-To", "Subject", "Message-ID", KEY_HEADER):
        del message[header]
    message["To"] = people_header([("", address)])
    message["Subject"] = words(f"[Trial] {subject}")
    message[KEY_HEADER] = TRIAL
    return message.as_bytes(policy=POLICY)
