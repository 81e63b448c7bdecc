"""The mails to workshop coaches: asked, confirmed, changed, moved, cancelled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.groups import Group
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import day, name_of, plain
from mentorship_gsheets.mail.kinds import ANYBODY, GROUP, PARTED, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.introductions import GroupMails, matches, rematches
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.coaches.events import Workshop
from mentorship_gsheets.programmes.coaches.standing import CoachStanding, group_of
from mentorship_gsheets.scoring.phrases import listed

_EVENT = {
    "event": "name of the event",
    "times": "day, beginning and end, on the clock of the place",
    "preparation": "hours to prepare, and a link (column Preparation of Events)",
}
_ASKED = _EVENT | {"place": "where it is", "seat": "lead, or coach"}
_THERE = _EVENT | {"leads": "names of those who lead", "coaches": "names of the others"}
_KIND = partial(Kind, package="mentorship_gsheets.programmes.coaches")
ASKED = _KIND("coach-asked", "matches", "asked", ANYBODY | PERSON | _ASKED)
CONFIRMED = _KIND("coach-confirmed", "confirmed", "match", ANYBODY | GROUP | _THERE, names_partner=True, calendar=True)
CHANGED = _KIND("coach-changed", "rematch", "rematch", ANYBODY | GROUP | _THERE, names_partner=True, calendar=True)
# it says when and where, not with whom
MOVED = _KIND("coach-moved", "rematch", "moved", ANYBODY | GROUP | _THERE, calendar=True)
CANCELLED = _KIND(
    "coach-cancelled", "rematch", "parted", ANYBODY | PERSON | PARTED | _EVENT, names_partner=True, to_first_only=True
)
MAILS = GroupMails(
    lambda _: CONFIRMED,
    lambda _: CONFIRMED,
    CHANGED,
    lambda _, __: CANCELLED,
    CHANGED,
    "event",
    "events",
    MOVED,
    frees_calendars=True,
)
"""Which kind of mail events get when."""


def requests(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails that ask coaches whether they come, one an event, to those who have not confirmed."""
    due: list[Due] = []
    for workshop in _ahead(context):
        group = group_of(workshop, workshop.coaches)
        leads = {line.email for line in workshop.lines if line.lead}
        for person in context.participants(group):
            if person.email in workshop.confirmed or person.withdrawn:
                continue
            seat = "lead" if person.email in leads else "coach"
            facts = (*_facts(workshop), ("place", plain(workshop.place)), ("seat", seat))
            request = MailRequest(ASKED, (person,), (person,), workshop.key, more=facts)
            due.append(Due(request, context.why_held([person])))
    return due, []


def confirmations(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails to the coaches of an event who said yes, with an entry for the calendar."""
    return _confirmed(context, partial(matches, mails=MAILS))


def changes(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the mails to confirmed coaches whose event has other coaches, is moved, or goes without them."""
    return _confirmed(context, partial(rematches, mails=MAILS))


def _ahead(context: MailingContext) -> list[Workshop]:
    standing = context.standing
    if not isinstance(standing, CoachStanding):
        return []
    return [one for one in standing.workshops if not one.faulty and not one.over(context.now)]


def _confirmed(
    context: MailingContext, mailing: Callable[[MailingContext], tuple[list[Due], list[Finding]]]
) -> tuple[list[Due], list[Finding]]:
    """A mailing about those who said yes; an event that is past stands, and nobody is told of it any more."""
    standing = context.standing
    if not isinstance(standing, CoachStanding):
        return [], []
    ahead: list[Group] = []
    past: list[Group] = []
    workshops = {workshop.key: workshop for workshop in standing.workshops}

    def comes(email: str) -> bool:
        return standing.known(email) and standing.stays(email)

    for workshop in standing.workshops:
        coaches = [email for email in workshop.coaches if email in workshop.confirmed and comes(email)]
        if coaches:
            over = workshop.faulty or workshop.over(context.now)
            (past if over else ahead).append(group_of(workshop, coaches))
    arrangement = replace(standing.arrangement, groups=tuple(ahead))
    named = replace(standing, arrangement=arrangement, doubtful=tuple(past))
    due, findings = mailing(replace(context, standing=named))
    return [replace(one, request=_with_facts(one.request, workshops)) for one in due], findings


def _with_facts(request: MailRequest, workshops: dict[str, Workshop]) -> MailRequest:
    key = request.group.key if request.group else next(iter(request.ended), "").removeprefix("group ")
    workshop = workshops.get(key)
    if workshop is None:
        return replace(request, more=(("event", plain(key)), ("times", ""), ("preparation", "")))
    facts = _facts(workshop)
    if request.group is not None:
        lead = {line.email for line in workshop.lines if line.lead}
        here = [person for person in request.people if person.role is Role.MENTOR]
        facts = (
            *facts,
            ("leads", listed([name_of(person) for person in here if person.email in lead])),
            ("coaches", listed([name_of(person) for person in here if person.email not in lead])),
        )
    return replace(request, more=facts)


def _facts(workshop: Workshop) -> tuple[tuple[str, str], ...]:
    return (
        ("event", plain(workshop.key)),
        ("times", event_times(workshop)),
        ("preparation", plain(workshop.preparation, 500)),
    )


def event_times(workshop: Workshop) -> str:
    """Return when a workshop is, on the clock of its place: ``Tuesday 6 July 2027, 09:00 to 17:00 CEST``."""
    if workshop.starts is None or workshop.ends is None:
        return ""
    zone: tzinfo = workshop.starts.tzinfo or UTC
    starts, ends = workshop.starts, workshop.ends.astimezone(zone)
    last = f"{ends:%H:%M %Z}" if ends.date() == starts.date() else f"{day(ends.date())}, {ends:%H:%M %Z}"
    return f"{day(starts.date())}, {starts:%H:%M} to {last}"
