"""A letter: one mail to one person or pair, written, read again and found sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageError

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.letters.facts import (
    NAME_LENGTH,
    name_of,
    pair_facts,
    person_facts,
    plain,
    setting_facts,
    trusted_links,
)
from mentorship_gsheets.letters.keys import identity_text, letter_key, reference
from mentorship_gsheets.letters.kinds import Kind
from mentorship_gsheets.letters.markup import to_html, web_addresses
from mentorship_gsheets.letters.meeting import calendar_file, meeting_start
from mentorship_gsheets.letters.mime import (
    REFERENCE,
    Content,
    Envelope,
    wire_address,
    write_message,
)
from mentorship_gsheets.letters.proof import check_message, read_message
from mentorship_gsheets.letters.templates import MailTemplate, fill
from mentorship_gsheets.people import Participant
from mentorship_gsheets.settings import Settings

_WITH_CALENDAR = frozenset({Kind.MATCH_IN_PERSON, Kind.MATCH_VIRTUAL, Kind.REMATCH_NEW_PARTNER})


@dataclass(frozen=True, slots=True)
class Address:
    """Which letter is due: its kind, and whom it is about.

    Parameters
    ----------
    kind
        Which mail.
    people
        The mentor and the mentee of a pair, in this order; or the one person; or the one person and, second, the
        partner until now.
    to
        Who gets it: all of ``people``, or the first.
    round
        Number of a reminder, or blank.
    whole_person
        True for mails about a human being whatever the role, such as surveys: the role does not enter the key.
    left
        The partners that are left, in a mail about one who is not.
    """

    kind: Kind
    people: tuple[Participant, ...]
    to: tuple[Participant, ...]
    round: str = ""
    whole_person: bool = False
    left: tuple[Participant, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The people as the key and the ledger name them."""
        if self.whole_person:
            return tuple(f"person {person.email}" for person in self.people)
        return tuple(identity_text(person) for person in self.people)


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail.

    ``people`` are those it is about, ``to`` lines ``Name <address>`` for those who get it, ``raw`` the whole MIME
    message, and ``digest`` tells later whether somebody edited the draft.
    """

    key: str
    kind: Kind
    round: str
    reference: str
    people: tuple[str, ...]
    to: tuple[str, ...]
    subject: str
    text: str
    raw: bytes
    digest: str


def address_key(address: Address, settings: Settings) -> str:
    """Return the key of the letter that is due."""
    return letter_key(settings.programme, address.kind, address.round, address.about)


def write_letter(address: Address, template: MailTemplate, settings: Settings) -> Letter:
    """Write a letter.

    Parameters
    ----------
    address
        Which letter to whom.
    template
        Of the same kind, found sound by `check_template`.
    settings
        With programme and sender filled in.

    Raises
    ------
    MentorshipError
        A field has no value, a setting cannot be read, or the written message does not read as it was meant; the
        finding's level says whether this concerns one letter (``held``) or all (``stop``).
    """
    key = address_key(address, settings)
    facts = _facts(address, settings)
    subject, text = fill(template, facts)
    text = f"{text}\n\n{REFERENCE} {reference(key)}\n"
    to = tuple((plain(person.name, NAME_LENGTH), person.email) for person in address.to)
    envelope = Envelope(
        sender=(_sender_name(settings.programme), settings.sender.strip()),
        to=tuple((name, wire_address(email)) for name, email in to),
        subject=plain(subject),
        key=key,
        copies=tuple(("", copy) for copy in settings.copy_to),
        reply_to=("", settings.reply_to.strip()) if settings.reply_to.strip() else None,
    )
    content = Content(
        text, to_html(text.rstrip("\n"), _links(template, facts, address)), _calendar(address, settings, key)
    )
    raw = _sound(envelope, content, address)
    labels = tuple(f"{name} <{email}>" if name else f"<{email}>" for name, email in to)
    return Letter(
        key=key,
        kind=address.kind,
        round=address.round,
        reference=reference(key),
        people=address.about,
        to=labels,
        subject=envelope.subject,
        text=text,
        raw=raw,
        digest=read_message(raw).digest,
    )


def _sender_name(programme: str) -> str:
    return plain(programme if "mentor" in programme.casefold() else f"{programme} mentorship", NAME_LENGTH)


def _facts(address: Address, settings: Settings) -> Mapping[str, str]:
    facts = setting_facts(settings)
    if len(address.to) == 2:
        return facts | pair_facts(*address.people)
    person, *partner = address.people
    return facts | person_facts(person, partner[0] if partner else None, address.left)


def _links(template: MailTemplate, facts: Mapping[str, str], address: Address) -> Sequence[str]:
    people = [person.email for person in address.people]
    return [*web_addresses(template.text), *trusted_links(facts), facts["contact"], *people]


def _calendar(address: Address, settings: Settings, key: str) -> str:
    start = meeting_start(settings) if address.kind in _WITH_CALENDAR else None
    if start is None:
        return ""
    names = " and ".join(name_of(person) for person in address.people)
    people = tuple((name_of(person), person.email) for person in address.people)
    return calendar_file(start, key, f"{plain(settings.programme)} mentorship: {names}", people)


def _sound(envelope: Envelope, content: Content, address: Address) -> bytes:
    try:
        raw = write_message(envelope, content)
        faults = check_message(raw, envelope, content)
    except (MessageError, UnicodeError):
        # an address with a line break or letters beyond ASCII
        faults = ["an address cannot stand in a mail"]
    if not faults:
        return raw
    person = address.people[0]
    raise MentorshipError(
        Finding(
            f"the mail to {' and '.join(name_of(to) for to in address.to)} cannot be written: {'; '.join(faults)}.",
            "Look for odd characters in names and addresses.",
            code="unsound-mail",
            level=Level.HELD,
            who=person.identity,
        )
    )
