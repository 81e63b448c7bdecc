"""What goes into people's calendars with which letter: which meeting, and which revision of it by the ledger."""

from collections.abc import Iterable, Iterator

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.groups import Group, key_of
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Invitation, MailRequest, Meeting, Method, event_uid, meeting_of, request_key
from mentorship_gsheets.mailings.context import MailingContext


def invitation_of(request: MailRequest, context: MailingContext) -> Invitation | None:
    """Return what the calendar file of a letter asks for, or None where it has none.

    The revision is one more than the highest that any reader of this letter was sent: mails to two people about the
    same change are the same revision, whichever goes first. A line that is made once more counts itself.

    Parameters
    ----------
    request
        Which letter to whom.
    context
        People, groups and ledger.

    Raises
    ------
    MentorshipError
        The time in Settings cannot be read, or setup has not run since meetings have names; level ``stop``.
    """
    readers = frozenset(person.email for person in request.to)
    if request.ended:
        uid = event_uid(context.calendar, key_of(request.ended))
        # what is over needs no cancelling
        meeting, method = lost_meeting(context, request.ended, readers), Method.CANCEL
    elif request.kind.calendar:
        meeting, method = meeting_of(request.group, context.settings), Method.REQUEST
        uid = event_uid(context.calendar, request.group.key if request.group else key_of(request.about))
    else:
        return None
    if meeting is None:
        return None
    if not context.calendar:
        raise MentorshipError(
            Finding(
                "the tab “Settings” has no calendar id, which names meetings in people's calendars.",
                "Run: mentorship setup",
                code="no-calendar-id",
                level=Level.STOP,
            )
        )
    return Invitation(uid, method, _sequence(request, context, uid, readers), meeting)


def _sequence(request: MailRequest, context: MailingContext, uid: str, readers: frozenset[str]) -> int:
    key = request_key(request, context.settings)
    sent = [entry for entry in _revisions(context, uid, readers) if entry.state is State.SENT]
    after = 1 + max((_number(entry) for entry in sent), default=-1)
    # a line that was sent, and is being made once more, says so only by the revision it was given then
    pending = (_number(entry) for entry in context.ledger if entry.key == key and _is_of(entry, uid))
    return max(after, *pending, 0)


def _is_of(entry: Entry, uid: str) -> bool:
    return entry.invitation is not None and entry.invitation.uid == uid


def _number(entry: Entry) -> int:
    return entry.invitation.sequence if entry.invitation else 0


def _revisions(context: MailingContext, uid: str, readers: Iterable[str]) -> Iterator[Entry]:
    """Iterate over the lines about a meeting that go to one of these readers."""
    to = frozenset(readers)
    return (entry for entry in context.ledger if _is_of(entry, uid) and entry.recipients & to)


def _invited_to(context: MailingContext, uid: str, readers: frozenset[str]) -> Meeting | None:
    """Return the meeting that readers have in their calendars: as the last invitation that was sent said it."""
    sent = [
        entry.invitation
        for entry in _revisions(context, uid, readers)
        if entry.state is State.SENT and entry.invitation and entry.invitation.method is Method.REQUEST
    ]
    return max(sent, key=lambda told: told.sequence).meeting if sent else None


def lost_meeting(context: MailingContext, ended: Iterable[str], readers: frozenset[str]) -> Meeting | None:
    """Return the meeting to come that somebody has in the calendar although the group is over, or None.

    Parameters
    ----------
    context
        As everywhere.
    ended
        The group as ledger lines name it.
    readers
        Addresses.
    """
    told = _invited_to(context, event_uid(context.calendar, key_of(ended)), readers)
    return told if told and told.starts > context.now else None


def told_meeting(context: MailingContext, group: Group) -> Meeting | None:
    """Return the meeting as the people of a group have it in their calendars, or None where they have none.

    Parameters
    ----------
    context
        People, groups and ledger.
    group
        The group.
    """
    uid = event_uid(context.calendar, group.key)
    return _invited_to(context, uid, frozenset(email for _, email in group.people))


def loses_meeting(context: MailingContext, who: str, introduction: Entry) -> bool:
    """Return whether somebody who is in another group now still has the meeting of a former one to come.

    Parameters
    ----------
    context
        As everywhere.
    who
        The person, as ``role address``.
    introduction
        The line of the former group.
    """
    if introduction.invitation is None:
        return False
    uid = introduction.invitation.uid
    staying = any(event_uid(context.calendar, group.key) == uid and who in group.about for group in context.groups)
    told = _invited_to(context, uid, frozenset({who.rpartition(" ")[2]}))
    return not staying and told is not None and told.starts > context.now
