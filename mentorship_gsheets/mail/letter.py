"""A letter: one mail to one person or pair, written, read again and found sound."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.groups import Group, identity_text
from mentorship_gsheets.mail.calendar import Invitation, Method, calendar_file
from mentorship_gsheets.mail.facts import (
    NAME_LENGTH,
    group_facts,
    name_of,
    pair_facts,
    person_facts,
    plain,
    setting_facts,
    trusted_links,
)
from mentorship_gsheets.mail.keys import letter_key, reference
from mentorship_gsheets.mail.kinds import Kind
from mentorship_gsheets.mail.markup import to_html, web_addresses
from mentorship_gsheets.mail.mime import (
    REFERENCE,
    Attachment,
    Content,
    Envelope,
    wire_address,
    write_message,
)
from mentorship_gsheets.mail.proof import check_message, read_message
from mentorship_gsheets.mail.templates import MailTemplate, fill
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.text import as_key

_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class MailRequest:
    """Which letter is due: its kind, and whom it is about.

    Parameters
    ----------
    kind
        Which mail.
    people
        Everybody in a group, mentors first; or the one person; or the one person and then the partners until now.
    to
        Who gets it: all of ``people``, or the first.
    round
        Number of a reminder, or blank.
    whole_person
        True for mails about a human being whatever the role, such as surveys: the role does not enter the key.
    left
        The partners that are left, in a mail about one who is not.
    group
        The group it is about, where it is about one.
    more
        Merge fields of this letter that neither people nor settings give, with their values.
    files
        Makes the files that go with it, once it is written out; None: there are none.
    ended
        The group that is over, as ledger lines name it, in a mail to somebody who lost it.
    """

    kind: Kind
    people: tuple[Participant, ...]
    to: tuple[Participant, ...]
    round: str = ""
    whole_person: bool = False
    left: tuple[Participant, ...] = ()
    group: Group | None = None
    more: tuple[tuple[str, str], ...] = ()
    files: Callable[[], tuple[Attachment, ...]] | None = None
    ended: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The people as the ledger knows them, under their present addresses."""
        if self.whole_person:
            return tuple(f"person {person.email}" for person in self.people)
        return (*self._marks, *(identity_text(person.identity) for person in self.people))

    @property
    def keyed_by(self) -> tuple[str, ...]:
        """The same with the address under which each was known first: a corrected address is no other person."""
        if self.whole_person:
            return tuple(f"person {person.first_identity[1]}" for person in self.people)
        return (*self._marks, *(identity_text(person.first_identity) for person in self.people))

    @property
    def _marks(self) -> tuple[str, ...]:
        # two groups of the same people end by two mails
        words = self.group.about if self.group else self.ended
        return tuple(word for word in words if word.startswith("group "))


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail.

    ``people`` are those it is about, ``to`` lines ``Name <address>`` for those who get it, ``raw`` the whole MIME
    message, and ``digest`` tells later whether somebody edited the draft. ``invitation`` is what
    its calendar file asks for, None where it has none.
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
    invitation: Invitation | None = None


def request_key(request: MailRequest, settings: Settings) -> str:
    """Return the key of the letter that is due.

    Parameters
    ----------
    request
        Which letter to whom.
    settings
        What the tab Settings says.
    """
    return letter_key(settings.programme, request.kind, request.round, request.keyed_by)


def write_letter(
    request: MailRequest,
    template: MailTemplate,
    settings: Settings,
    invitation: Invitation | None = None,
    stamp: datetime = _EPOCH,
) -> Letter:
    """Write a letter.

    Parameters
    ----------
    request
        Which letter to whom.
    template
        Of the same kind, found sound by `check_template`.
    settings
        With programme and sender filled in.
    invitation
        What the calendar file that comes with it asks for; None: no such file.
    stamp
        When the ledger's line about this letter is written, for the calendar file; with a time zone.

    Returns
    -------
    Letter
        The letter; the same for the same arguments, byte for byte.

    Raises
    ------
    MentorshipError
        A field has no value, a setting cannot be read, or the written message does not read as it was meant; the
        finding's level says whether this concerns one letter (``held``) or all (``stop``).
    """
    key = request_key(request, settings)
    facts = _facts(request, settings)
    subject, text = fill(template, facts)
    text = f"{text}\n\n{REFERENCE} {reference(key)}\n"
    to = tuple((plain(person.name, NAME_LENGTH), person.email) for person in request.to)
    envelope = Envelope(
        sender=(_sender_name(settings.programme), settings.sender.strip()),
        to=tuple((name, wire_address(email)) for name, email in to),
        subject=plain(subject),
        key=key,
        copies=tuple(("", copy) for copy in settings.copy_to),
        reply_to=("", settings.reply_to.strip()) if settings.reply_to.strip() else None,
    )
    calendar = calendar_file(invitation, stamp, *_event(request, settings, invitation)) if invitation else ""
    content = Content(
        text,
        to_html(text.rstrip("\n"), _links(template, facts, request)),
        calendar,
        request.files() if request.files else (),
    )
    raw = _sound(envelope, content, request)
    labels = tuple(f"{name} <{email}>" if name else f"<{email}>" for name, email in to)
    return Letter(
        key=key,
        kind=request.kind,
        round=request.round,
        reference=reference(key),
        people=request.about,
        to=labels,
        subject=envelope.subject,
        text=text,
        raw=raw,
        digest=read_message(raw).digest,
        invitation=invitation,
    )


def _sender_name(programme: str) -> str:
    return plain(programme if "mentor" in as_key(programme) else f"{programme} mentorship", NAME_LENGTH)


def _facts(request: MailRequest, settings: Settings) -> Mapping[str, str]:
    facts = setting_facts(settings) | dict(request.more)
    mentors, mentees = (tuple(p for p in request.people if p.role is role) for role in Role)
    if request.group is not None and request.to == request.people:
        facts |= group_facts(request.group, mentors, mentees)
    if len(request.to) > 1 and len(mentors) == len(mentees) == 1:
        return facts | pair_facts(*mentors, *mentees, settings)
    if len(request.to) > 1:
        return facts
    person, *partners = request.people
    return facts | person_facts(person, partners, request.left)


def _links(template: MailTemplate, facts: Mapping[str, str], request: MailRequest) -> Sequence[str]:
    people = [person.email for person in request.people]
    return [*web_addresses(template.text), *trusted_links(facts), facts["contact"], *people]


def _event(
    request: MailRequest, settings: Settings, invitation: Invitation
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return organizer, summary and people of a calendar file."""
    # mentors first, whoever of them is written to
    everybody = sorted(request.people, key=lambda person: list(Role).index(person.role))
    named = [plain(text) for text in (request.group.label, request.group.session) if text] if request.group else []
    summary = ", ".join(named) or " and ".join(name_of(person) for person in everybody)
    concerned = request.to if invitation.method is Method.CANCEL else request.people
    people = tuple((name_of(person), wire_address(person.email)) for person in concerned)
    return wire_address(settings.sender.strip()), f"{plain(settings.programme)} mentorship: {summary}", people


def _sound(envelope: Envelope, content: Content, request: MailRequest) -> bytes:
    try:
        raw = write_message(envelope, content)
        faults = check_message(raw, envelope, content)
    except (MessageError, UnicodeError):
        # an address with a line break or letters beyond ASCII
        faults = ["an address cannot stand in a mail"]
    if not faults:
        return raw
    person = request.people[0]
    raise MentorshipError(
        Finding(
            f"the mail to {' and '.join(name_of(to) for to in request.to)} cannot be written: {'; '.join(faults)}.",
            "Look for odd characters in names and addresses.",
            code="unsound-mail",
            level=Level.HELD,
            who=person.identity,
        )
    )
