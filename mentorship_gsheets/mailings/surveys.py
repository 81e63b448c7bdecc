"""Mails to one person at a time, whatever the role: survey, reminder, how it was."""

from collections.abc import Iterable
from datetime import timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.groups import identity_text
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail import kinds as known
from mentorship_gsheets.mailings.context import Due, MailingContext, long_ago, next_round, not_yet, told_groups
from mentorship_gsheets.people import Participant, Status


def _one_each(people: Iterable[Participant]) -> list[Participant]:
    """Return human beings, sorted: of two roles with one address only the first; nobody who has withdrawn."""
    found: dict[str, Participant] = {}
    for person in people:
        if not person.withdrawn:
            found.setdefault(person.email, person)
    return [found[email] for email in sorted(found)]


def _silent(context: MailingContext) -> list[Participant]:
    return _one_each(person for person in context.roster if person.status is Status.NO_ANSWER)


def _person_due(context: MailingContext, kind: Kind, person: Participant, round: str = "") -> Due:
    return Due(MailRequest(kind, (person,), (person,), round, whole_person=True), context.row_doubt(person))


def surveys(context: MailingContext, kind: Kind = known.SURVEY_INVITATION) -> tuple[list[Due], list[Finding]]:
    """Return the invitations to everybody who signed up and has not answered, once a round.

    Parameters
    ----------
    context
        People and ledger.
    kind
        The mail that invites in this format.
    """
    round = context.settings.round
    return [_person_due(context, kind, person, round) for person in _silent(context)], []


def reminders(context: MailingContext, kind: Kind = known.SURVEY_REMINDER) -> tuple[list[Due], list[Finding]]:
    """Return the reminders to those who were invited in this round, have not answered, and had no mail lately.

    Parameters
    ----------
    context
        People and ledger.
    kind
        The mail that reminds in this format.
    """
    due, early, uninvited = [], 0, 0
    this = f"{round}, " if (round := context.settings.round) else ""
    gap = timedelta(days=context.settings.reminder_days)
    for person in _silent(context):
        mails = [entry for entry in context.ledger if person.email in entry.recipients]
        invited = [
            entry for entry in mails if entry.kind.matter == "survey" and entry.finished and entry.round == round
        ]
        reminders = [entry for entry in mails if entry.kind.matter == "reminder" and entry.round.startswith(this)]
        number = next_round(reminders)
        if not invited:
            uninvited += 1
        elif all(entry.finished for entry in reminders) and not long_ago([*invited, *reminders], gap, context.now):
            early += 1
        else:
            due.append(_person_due(context, kind, person, number if number.startswith(this) else f"{this}{number}"))
    what = f"{counted(uninvited, 'person was', 'people were')} never invited."
    never = [Finding(what, "Run: mentorship draft survey", "never-invited")] if uninvited else []
    return due, [*not_yet(early, gap, ("person is", "people are")), *never]


def role_questions(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails to those whose sign-up and answer say different roles, each asked once."""
    found = context.contradictions()
    due = []
    for person in _one_each(person for person in context.roster if person.email in found):
        signed, answered = (" and ".join(f"a {role}" for role in sorted(roles)) for roles in found[person.email])
        facts = (("signed_up_as", signed), ("answered_as", answered))
        request = MailRequest(known.ROLE_QUESTION, (person,), (person,), whole_person=True, more=facts)
        due.append(Due(request, context.row_doubt(person)))
    if due:
        return due, []
    what = "nobody's sign-up and answer say different roles."
    return [], [Finding(what, "Nothing is to be done.", "no-contradiction")]


def after_event(context: MailingContext, kind: Kind = known.AFTER_EVENT_SURVEY) -> tuple[list[Due], list[Finding]]:
    """Return the mails that ask how it was: to everybody who was introduced to somebody and has not said so yet.

    Parameters
    ----------
    context
        People and ledger.
    kind
        The mail that asks in this format.
    """
    told = frozenset().union(*told_groups(context))
    asked = _one_each(person for person in context.roster if identity_text(person.identity) in told)
    silent = [person for person in asked if person.email not in context.answered]
    return [_person_due(context, kind, person) for person in silent], []
