"""The letters of one mailing written out, beside the lines of the ledger: what ``draft`` decides about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.groups import identity_text
from mentorship_gsheets.ledger import Desired, Entry
from mentorship_gsheets.mail import Kind, Letter, MailTemplate, request_key, write_letter
from mentorship_gsheets.mailings.calendars import invitation_of
from mentorship_gsheets.mailings.context import Due, MailingContext
from mentorship_gsheets.mailings.due import Mailing, desired_of, letters_due
from mentorship_gsheets.mailings.mail_settings import left_out
from mentorship_gsheets.people import Role
from mentorship_gsheets.records.templates import read_guide, read_templates
from mentorship_gsheets.records.trials import SECOND, tried_kind
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.trials.coin import TRY_OUT, Side, read_coin


@dataclass(frozen=True, slots=True)
class Order:
    """What the organizer asked for.

    Parameters
    ----------
    mailing
        Which letters.
    again
        References and addresses of letters that were sent or deleted and shall be made once more.
    refresh
        Rewrite outdated drafts that nobody edited, and delete those that are not due any more.
    answered
        Addresses of those who filled in the after-event form; they are not asked again.
    """

    mailing: Mailing
    again: frozenset[str] = frozenset()
    refresh: bool = False
    answered: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """What `again` holds, as addresses are written and as references are, for `Entry.named_by`."""
        return frozenset(form for name in self.again for form in (name.strip().lower(), name.strip().upper()))


@dataclass(frozen=True, slots=True)
class Rendered:
    """The letters of one mailing, written out, beside the lines of the ledger they belong to.

    Parameters
    ----------
    judged, others
        Lines of this mailing, and all other lines.
    desired
        The letters that are due, in the order they are made.
    letters
        Key -> letter, where it could be written.
    unsettled
        People with open findings, as ``role address``.
    barring
        Those of the other lines that say who the partner is, and are not due any more.
    findings
        What is to be known about people and letters.
    """

    judged: tuple[Entry, ...]
    others: tuple[Entry, ...]
    desired: tuple[Desired, ...]
    letters: dict[str, Letter] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()
    barring: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


def render(workbook: Workbook, context: MailingContext, order: Order, siblings: Sequence[Mailing]) -> Rendered:
    """Write the letters of a mailing; nothing of the mailbox need be known.

    Parameters
    ----------
    workbook
        The sheet as it is; ``context`` was read from it.
    context
        People, groups and ledger.
    order
        What was asked for.
    siblings
        All mailings of the format.

    Returns
    -------
    Rendered
        The letters, those that could not be written as findings.

    Raises
    ------
    MentorshipError
        A setting or template cannot be used; everything of one sort is named at once.
    """
    settings, ledger = context.settings, context.ledger
    due, findings = letters_due(order.mailing, context)
    templates = read_templates(workbook, {one.request.kind for one in due})
    second = _second_wording(workbook, context, due, templates)
    findings += left_out(workbook, settings, templates.values())
    desired, letters = [], {}
    guide = read_guide(workbook)
    over = {entry.key for entry in ledger if entry.finished and not entry.named_by(order.names)}
    for one in due:
        if one.request.files and request_key(one.request, settings) in over:
            # pictures take their time, and nobody gets these again
            one = replace(one, request=replace(one.request, files=None))
        if guide and "guide" in one.request.kind.fields:
            one = replace(one, request=replace(one.request, more=(*one.request.more, ("guide", guide))))
        try:
            invitation = invitation_of(one.request, context)
            template = second if second and _tried_on(one, settings) else templates[one.request.kind]
            letter = write_letter(one.request, template, settings, invitation, context.now)
        except MentorshipError as error:
            findings += error.findings
            desired.append(desired_of(one, settings, held=str(error.findings[0])))
        else:
            letters[letter.key] = letter
            desired.append(desired_of(one, settings, letter))
    if stops := sorted({finding for finding in findings if finding.level is Level.STOP}):
        raise MentorshipError(stops)
    mailing = order.mailing
    others = tuple(entry for entry in ledger if entry.kind.mailing != mailing.name)
    return Rendered(
        tuple(entry for entry in ledger if entry.kind.mailing == mailing.name),
        others,
        tuple(desired),
        letters,
        frozenset(identity_text(identity) for identity in context.held) if mailing.names_partner else frozenset(),
        _barring(others, mailing, context, siblings),
        (*findings, *_held(context, mailing)),
    )


def _tried_on(due: Due, settings: Settings) -> bool:
    """Return whether a letter of the kind that is tried out goes to a mentee whose coin is on."""
    kind = tried_kind(settings)
    mentees = [person for person in due.request.people if person.role is Role.MENTEE]
    return due.request.kind is kind and [read_coin(one.tried, str(kind)) for one in mentees] == [Side.ON]


def _second_wording(
    workbook: Workbook, context: MailingContext, due: Sequence[Due], templates: Mapping[Kind, MailTemplate]
) -> MailTemplate | None:
    """Return the second wording of the kind that is tried out; None where none of these letters is of it.

    Raises
    ------
    MentorshipError
        There is no second wording, or it is the first; or nobody has tossed the coins of those who get these letters.
    """
    settings, kind = context.settings, tried_kind(context.settings)
    if kind is None or kind not in templates:
        return None
    made = {entry.key for entry in context.ledger}
    new = [
        one
        for one in due
        if one.request.kind is kind and not one.held and request_key(one.request, settings) not in made
    ]
    mentees = [person for one in new for person in one.request.people if person.role is Role.MENTEE]
    without = sum(read_coin(mentee.tried, str(kind)) is None for mentee in mentees)
    if without:
        who = counted(without, "mentee has", "mentees have")
        raise MentorshipError(
            Finding(
                f"{who} no coin yet, which says who gets which wording of {kind}.",
                "Run: mentorship match",
                "no-coin",
                Level.STOP,
            )
        )
    second = read_templates(workbook, {kind}, SECOND)[kind]
    if (second.subject, second.text) == (templates[kind].subject, templates[kind].text):
        raise MentorshipError(
            Finding(
                f"both wordings of {kind} are the same.",
                f"Change what this one says, or clear {TRY_OUT} in Settings.",
                "same-wordings",
                Level.STOP,
                where=second.text_cell,
            )
        )
    return second


def _barring(
    others: Sequence[Entry], mailing: Mailing, context: MailingContext, siblings: Sequence[Mailing]
) -> tuple[Entry, ...]:
    if not mailing.names_partner:
        return ()
    due = {
        request_key(one.request, context.settings)
        for sibling in siblings
        if sibling is not mailing and sibling.names_partner
        for one in letters_due(sibling, context)[0]
    }
    return tuple(entry for entry in others if entry.kind.names_partner and entry.key not in due)


def _held(context: MailingContext, mailing: Mailing) -> tuple[Finding, ...]:
    if mailing.names_partner:
        return tuple(context.held.values())
    return tuple(finding for finding in context.standing.findings if finding.level is Level.HELD)
