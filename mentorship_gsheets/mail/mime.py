"""Messages as they leave: headers and MIME.

Written with the `compat32` policy: `email.message.EmailMessage` on Python 3.10 to 3.12 breaks To headers of
two people with commas and letters beyond ASCII (CVE-2025-1795), one encoded name per person does not. Only 7-bit
transfer encodings are used, as uploads of 8-bit mail fail. What was written is read again before it may leave, see
`proof`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import formataddr

from email_validator import EmailNotValidError, validate_email

KEY_HEADER = "X-Mentorship-Key"
REFERENCE = "Mentorship reference"
"""Stands at the foot of every mail, followed by the reference; searching for it finds all drafts of this tool."""

# headers come folded, between people; folding inside a quoted name is where mail programs differ
POLICY = compat32.clone(linesep="\r\n", max_line_length=0)

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
class Attachment:
    """A file that goes with a mail: its name, its media type in two parts, and what is in it."""

    name: str
    maintype: str
    subtype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a mail: its text, the same as HTML, a calendar file or nothing, and other files."""

    text: str
    html: str
    calendar: str = ""
    files: tuple[Attachment, ...] = ()


def write_message(envelope: Envelope, content: Content) -> bytes:
    """Return the message as bytes below 128, the same for the same arguments.

    Parameters
    ----------
    envelope
        Who writes to whom, and about what.
    content
        What it says.
    """
    body: MIMEBase = MIMEMultipart("alternative", boundary=f"=_text_{envelope.key}")
    body.attach(_part("plain", content.text))
    body.attach(_part("html", content.html))
    if content.calendar:
        # the last alternative is the one a mail program prefers: those that know meetings show buttons for it, and
        # all others have the attachment
        meeting = _part("calendar", content.calendar)
        meeting.set_param("method", method_of(content.calendar))
        body.attach(meeting)
    if content.calendar or content.files:
        both = MIMEMultipart("mixed", boundary=f"=_mail_{envelope.key}")
        both.attach(body)
        if content.calendar:
            both.attach(_attached(content.calendar))
        for file in content.files:
            both.attach(_file(file))
        body = both
    body["From"] = people_header([envelope.sender])
    body["To"] = people_header(envelope.to)
    if envelope.copies:
        body["Cc"] = people_header(envelope.copies)
    if envelope.reply_to:
        body["Reply-To"] = people_header([envelope.reply_to])
    body["Subject"] = words(envelope.subject)
    body["Message-ID"] = envelope.message_id
    body[KEY_HEADER] = envelope.key
    return body.as_bytes(policy=POLICY)


def _part(subtype: str, text: str) -> MIMENonMultipart:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(text, charset)
    return part


def _file(file: Attachment) -> MIMENonMultipart:
    part = MIMENonMultipart(file.maintype, file.subtype)
    part.set_payload(file.content)
    encode_base64(part)
    name = file.name if file.name.isascii() else ("utf-8", "", file.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _attached(calendar: str) -> MIMEApplication:
    # not text/calendar once more: programs that act on every such part would show the meeting twice
    part = MIMEApplication(calendar.replace("\n", "\r\n").encode("utf-8"), "ics", name="meeting.ics")
    part.add_header("Content-Disposition", "attachment", filename="meeting.ics")
    return part


def method_of(calendar: str) -> str:
    """Return what a calendar file asks for, ``REQUEST`` say, in capitals; blank where it asks for nothing."""
    found = re.search(r"^METHOD:(\S+)\s*$", calendar, re.MULTILINE)
    return found[1].upper() if found else ""


def people_header(people: Iterable[Mailbox]) -> str:
    """Return people as a To header holds them, one to a line."""
    return ",\n ".join(_person(name, address) for name, address in people)


def _person(name: str, address: str) -> str:
    if not name or (name.isascii() and "=?" not in name):
        return formataddr((name, address))
    return f"{words(name)} <{address}>"


def words(text: str) -> str:
    """Return a text as a header holds it, encoded (RFC 2047) where it has to be."""
    # a text that looks encoded already must be encoded once more, or it would be read as what it hides
    plain = text.isascii() and "=?" not in text
    return text if plain else Header(text, "utf-8", maxlinelen=75).encode(splitchars="")
