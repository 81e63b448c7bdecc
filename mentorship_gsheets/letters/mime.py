"""Messages as they leave and as they come back: MIME written, read, compared.

Written with the `compat32` policy: `email.message.EmailMessage` on Python 3.10 to 3.12 breaks To headers of
two people with commas and letters beyond ASCII (CVE-2025-1795), one encoded name per person does not. Only 7-bit
transfer encodings are used, as uploads of 8-bit mail fail. What was written is read again by `read_message` before it
may leave, and `check_message` compares.
"""

import email
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.charset import QP, Charset
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import formataddr, getaddresses

from email_validator import EmailNotValidError, validate_email

KEY_HEADER = "X-Mentorship-Key"
REFERENCE = "Mentorship reference"
"""Stands at the foot of every mail, followed by the reference; searching for it finds all drafts of this tool."""

_HEADERS = frozenset(
    {"From", "To", "Cc", "Reply-To", "Subject", "Message-ID", KEY_HEADER, "MIME-Version", "Content-Type"}
)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_LONGEST_LINE = 998  # RFC 5322, 2.1.1
# headers come folded, between people; folding inside a quoted name is where mail programs differ
_POLICY = compat32.clone(linesep="\r\n", max_line_length=0)

_ID_DOMAIN = "mentorship.invalid"

Mailbox = tuple[str, str]
"""(name, address)."""


def message_id(key: str) -> str:
    """Return the Message-ID of a letter's draft, with angle brackets.

    Gmail puts its own in its place when the draft is sent, so that no mail out there carries a reserved domain; in
    return a draft is found by it whatever has become of the sender's address.
    """
    return f"<{key}@{_ID_DOMAIN}>"


def wire_address(address: str) -> str:
    """Return an address as it stands in a mail: a domain in other letters than ASCII in its ``xn--`` form (RFC 5891).

    What has no such form is returned as it is; `write_message` refuses it.

    >>> wire_address("ada@münchen.example")
    'ada@xn--mnchen-3ya.example'
    """
    if address.isascii():
        return address
    try:
        known = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return address
    return known.ascii_email or address


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers of a mail.

    Parameters
    ----------
    sender, to, copies, reply_to
        ``(name, address)``; no name is an empty one, no reply_to is None.
    subject
        One line.
    key
        Hash that names the letter, see `keys`.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    key: str
    copies: tuple[Mailbox, ...] = ()
    reply_to: Mailbox | None = None

    @property
    def message_id(self) -> str:
        """The Message-ID of the letter, see `message_id`."""
        return message_id(self.key)


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a mail: its text, the same as HTML, and a calendar file or nothing."""

    text: str
    html: str
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as a mail program understands it, headers decoded.

    ``headers`` holds the names of all headers, repeated ones repeatedly; ``digest`` is equal for equal recipients,
    subject, text, HTML and calendar file, however they are encoded and wrapped.
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
    headers: tuple[str, ...]
    digest: str


def write_message(envelope: Envelope, content: Content) -> bytes:
    """Return the message as bytes below 128, the same for the same arguments."""
    body: MIMEBase = MIMEMultipart("alternative", boundary=f"=_text_{envelope.key}")
    body.attach(_part("plain", content.text))
    body.attach(_part("html", content.html))
    if content.calendar:
        both = MIMEMultipart("mixed", boundary=f"=_mail_{envelope.key}")
        both.attach(body)
        meeting = _part("calendar", content.calendar)
        meeting.set_param("method", "PUBLISH")
        meeting.add_header("Content-Disposition", "attachment", filename="meeting.ics")
        both.attach(meeting)
        body = both
    body["From"] = _people([envelope.sender])
    body["To"] = _people(envelope.to)
    if envelope.copies:
        body["Cc"] = _people(envelope.copies)
    if envelope.reply_to:
        body["Reply-To"] = _people([envelope.reply_to])
    body["Subject"] = _words(envelope.subject)
    body["Message-ID"] = envelope.message_id
    body[KEY_HEADER] = envelope.key
    return body.as_bytes(policy=_POLICY)


def _part(subtype: str, text: str) -> MIMENonMultipart:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(text, charset)
    return part


def _people(people: Iterable[Mailbox]) -> str:
    return ",\n ".join(_person(name, address) for name, address in people)


def _person(name: str, address: str) -> str:
    if not name or (name.isascii() and "=?" not in name):
        return formataddr((name, address))
    return f"{_words(name)} <{address}>"


def _words(text: str) -> str:
    # a text that looks encoded already must be encoded once more, or it would be read as what it hides
    plain = text.isascii() and "=?" not in text
    return text if plain else Header(text, "utf-8", maxlinelen=75).encode(splitchars="")


def read_message(raw: bytes) -> ReadMessage:
    """Read a message, be it ours, or ours as somebody edited it, or a stranger's; never raises."""
    message = email.message_from_bytes(raw)
    content = Content(_text(message, "plain"), _text(message, "html"), _text(message, "calendar"))
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
        headers=tuple(message.keys()),
        digest=_digest([*(_addresses(people) for people in (to, copies, blind)), subject, content]),
    )


def _text(message: Message, subtype: str) -> str:
    for part in message.walk():
        if part.get_content_type() == f"text/{subtype}":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


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
        texts += [part] if isinstance(part, str) else [part.text, part.html, part.calendar]
    digest = hashlib.sha256()
    for text in texts:
        digest.update(" ".join(text.split()).encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:16]


def check_message(raw: bytes, envelope: Envelope, content: Content) -> list[str]:
    """Return what is wrong with a written message, one sentence fragment each; empty when it may leave."""
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
        ("calendar file", read.content.calendar.split(), content.calendar.split()),
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
    """
    message = email.message_from_bytes(raw)
    subject = read_message(raw).subject
    for header in ("To", "Cc", "Bcc", "Reply-To", "Subject", "Message-ID", KEY_HEADER):
        del message[header]
    message["To"] = _people([("", address)])
    message["Subject"] = _words(f"[Trial] {subject}")
    message[KEY_HEADER] = "trial"
    return message.as_bytes(policy=_POLICY)
