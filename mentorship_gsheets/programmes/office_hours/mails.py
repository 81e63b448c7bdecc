"""The mails of office hours: booked, changed, moved, cancelled, not booked; times as each reader's clock shows them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.groups import Group, identity_text, label_of
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import day, name_of, plain
from mentorship_gsheets.mail.kinds import AFTER, ANYBODY, GROUP, PARTED, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.calendars import lost_meeting
from mentorship_gsheets.mailings.context import find_person, told_groups
from mentorship_gsheets.mailings.introductions import GroupMails, matches, rematches
from mentorship_gsheets.people import Participant
from mentorship_gsheets.programmes.office_hours.slots import Slot
from mentorship_gsheets.programmes.office_hours.standing import DONE, NO_SHOW, WITHDRAWN, OfficeStanding, group_of
from mentorship_gsheets.records.starts import zone_named
from mentorship_gsheets.scoring.phrases import listed

_SESSION = {
    "times": "a line for every reader whose time zone is known, with day and time there; the last line is UTC",
    "questions": "a line for every mentee who said what to ask (column Questions of Mentees)",
}
_WAITING = {"place": "the place on the waiting list: how many go first, and one"}
_LOST = {"times": "day and time of the session, in the reader's time zone where it is known, and in UTC"}
_HELD = {
    "met": "names of the others of the session",
    "session": "which slot",
    "times": "day and time of the session, in the reader's time zone where it is known, and in UTC",
}
_KIND = partial(Kind, names_partner=True, package="mentorship_gsheets.programmes.office_hours")
BOOKING = _KIND("slot-booked", "matches", "match", ANYBODY | GROUP | _SESSION, calendar=True)
NOT_BOOKED = _KIND("slot-not-booked", "matches", "unmatched", ANYBODY | PERSON | _WAITING)
CHANGED = _KIND("slot-changed", "rematch", "rematch", ANYBODY | GROUP | _SESSION, calendar=True)
MOVED = replace(
    _KIND("slot-moved", "rematch", "moved", ANYBODY | GROUP | _SESSION, calendar=True),
    # it says when and where, not with whom: a booking that is outdated is no reason to hold it back
    names_partner=False,
)
CANCELLED = _KIND("slot-cancelled", "rematch", "parted", ANYBODY | PERSON | PARTED | _LOST, to_first_only=True)
AFTERWARDS = replace(
    _KIND("slot-after", "after", "after", ANYBODY | PERSON | AFTER | _HELD),
    # it asks somebody alone, and outdates no booking
    names_partner=False,
)
MAILS = GroupMails(
    lambda _: BOOKING,
    lambda _: NOT_BOOKED,
    CHANGED,
    lambda _, __: CANCELLED,
    CHANGED,
    "session",
    "sessions",
    MOVED,
    frees_calendars=True,
)
"""Which kind of mail sessions get when."""


def bookings(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails about bookings to come, and those to whoever is on the waiting list, one a week."""
    return _told(context, partial(matches, mails=MAILS))


def changes(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails about sessions to come that are another's now, moved or cancelled, to those concerned."""
    return _told(context, partial(rematches, mails=MAILS))


def afterwards(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails that ask how a session was: to everybody of each that took place, once a session.

    Parameters
    ----------
    context
        As everywhere. Sessions of which nobody was told, and those to which the mentor did not come, are left out.
    """
    standing = context.standing
    if not isinstance(standing, OfficeStanding):
        return [], []
    told = told_groups(context)
    due = []
    for slot in standing.slots:
        ended = slot.ends is not None and slot.ends <= context.now
        if slot.state in (WITHDRAWN, NO_SHOW) or not (ended or slot.state == DONE) or not slot.mentor:
            continue
        group = group_of(slot, slot.booked)
        people = context.participants(group)
        if frozenset(group.about) not in told:
            continue
        for person in people:
            if person.withdrawn:
                continue
            others = listed([name_of(other) for other in people if other is not person])
            times = "\n".join(_clocks(slot.starts, [person])) if slot.starts else ""
            facts = (("met", others), ("session", group.session), ("times", times))
            # a person has a mail of this kind for every session, and the slot tells them apart
            request = MailRequest(AFTERWARDS, (person,), (person,), slot.key, whole_person=True, more=facts)
            due.append(Due(request, context.row_doubt(person)))
    return due, []


def _told(
    context: MailingContext, mailing: Callable[[MailingContext], tuple[list[Due], list[Finding]]]
) -> tuple[list[Due], list[Finding]]:
    """A mailing about sessions to come; those that are past stand, and nobody is told of them any more."""
    standing = context.standing
    ahead = tuple(group for group in standing.arrangement.groups if group.starts is None or group.starts > context.now)
    past = tuple(group for group in standing.arrangement.groups if group not in ahead)
    arrangement = replace(standing.arrangement, groups=ahead)
    context = replace(
        context, standing=replace(standing, arrangement=arrangement, doubtful=(*standing.doubtful, *past))
    )
    due, findings = mailing(context)
    over = {group.key for group in past} | {
        slot.key for slot in _slots(context) if slot.starts is not None and slot.starts <= context.now
    }
    # nobody needs to hear that a session which is past has become another one
    due = [one for one in due if label_of(one.request.ended) not in over]
    return [replace(one, request=_with_facts(context, one.request)) for one in due], findings


def _slots(context: MailingContext) -> tuple[Slot, ...]:
    return context.standing.slots if isinstance(context.standing, OfficeStanding) else ()


def _with_facts(context: MailingContext, request: MailRequest) -> MailRequest:
    if request.group is not None:
        facts = (("times", session_times(request.group, request.to)), ("questions", _questions(context, request.group)))
        return replace(request, more=facts)
    (person,) = request.to
    if request.kind is NOT_BOOKED:
        # who waits is told every week in which the place can be another one
        week = str(context.settings.own.get("Week closed", ""))
        return replace(request, round=week, more=(("place", str(_place(context, person))),))
    lost = lost_meeting(context, request.ended, frozenset({person.email}))
    return replace(request, more=(("times", "\n".join(_clocks(lost.starts, [person])) if lost else ""),))


def session_times(group: Group, readers: Iterable[Participant]) -> str:
    """Return when a session begins: for every reader whose time zone can be read, and in UTC.

    Parameters
    ----------
    group
        The session.
    readers
        In the order of the lines; of those who share a zone the first line names all.

    Returns
    -------
    One line a time zone, with ``-`` before it; blank where nobody has said when.
    """
    return "\n".join(_clocks(group.starts, readers)) if group.starts else ""


def _clocks(starts: datetime, readers: Iterable[Participant]) -> Iterator[str]:
    by_clock: dict[str, list[str]] = {}
    for person in readers:
        zone = zone_named(person.time_zone)
        # a zone that cannot be read is unknown: the line in UTC is for everybody
        if zone is not None:
            by_clock.setdefault(_written(starts.astimezone(zone)), []).append(name_of(person))
    for clock, names in by_clock.items():
        yield f"- {clock} for {', '.join(names)}"
    yield f"- {_written(starts.astimezone(UTC))}"


def _written(when: datetime) -> str:
    return f"{day(when.date())}, {when:%H:%M %Z}"


def _questions(context: MailingContext, group: Group) -> str:
    if not isinstance(context.standing, OfficeStanding):
        return ""
    lines = []
    for identity in group.mentees:
        request = context.standing.requests.get(identity[1])
        if request is not None and request.questions:
            name = name_of(find_person(context.roster, identity_text(identity)))
            lines.append(f"- {name}: {plain(request.questions, 1000)}")
    return "\n".join(lines)


def _place(context: MailingContext, person: Participant) -> int:
    """Return the place on the waiting list; people who waited equally long share one."""
    if not isinstance(context.standing, OfficeStanding):
        return 1
    requests = context.standing.requests
    waiting = [email for _, email in context.standing.arrangement.unmatched if email in requests]
    return 1 + sum(requests[email].waited > requests[person.email].waited for email in waiting)
