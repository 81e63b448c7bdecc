"""The mails of speed mentoring: each mentee hears of the own rounds, each mentor of the whole table."""

import hashlib
from datetime import timedelta
from functools import partial

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, identity_text, people_key
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import NAME_LENGTH, day, form_link, name_of, plain
from mentorship_gsheets.mail.kinds import ANYBODY, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.context import find_person, long_ago, next_round, not_yet
from mentorship_gsheets.mailings.surveys import after_event
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.speed.paper import occasion
from mentorship_gsheets.programmes.speed.standing import SpeedStanding, starts

_TABLES = {
    "rounds": "a line for every round: when, which table, and with whom",
    "first": "day and time of the first round",
    "where": "the room (Settings)",
}
_PLACE = {
    "first": _TABLES["first"],
    "where": _TABLES["where"],
    "every": "how many rounds of how many minutes (Settings)",
    "rsvp_link": "address of the form in which people say whether they come (Settings)",
}
_OURS = partial(Kind, package="mentorship_gsheets.programmes.speed")
_KIND = partial(_OURS, names_partner=True)
_SEATED = partial(_KIND, calendar=True)
RSVP_FORM = "Invitation form"
"""The setting that names the form in which people say whether they come."""
INVITATION = _OURS("invitation", "invitation", "invitation", ANYBODY | PERSON | _PLACE)
INVITED_AGAIN = _OURS("invited-again", "invited-again", "invited-again", ANYBODY | PERSON | _PLACE)
SEAT = _SEATED("seat", "matches", "match", ANYBODY | PERSON | _TABLES)
TABLE = _SEATED("table", "matches", "match", ANYBODY | PERSON | _TABLES)
CHANGED = _SEATED("seat-changed", "rematch", "rematch", ANYBODY | PERSON | _TABLES)
FULL = _KIND("full", "matches", "unmatched", ANYBODY | PERSON)


def invitations(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the invitations to everybody who has not said whether to come."""
    return [_invited(context, INVITATION, person) for person in _undecided(context)], []


def invitations_again(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the reminders to those who were invited, have not said, and were not written to lately."""
    due, early = [], 0
    gap = timedelta(days=context.settings.reminder_days)
    for person in _undecided(context):
        about = identity_text(person.identity)
        told = [entry for entry in context.ledger if about in entry.people]
        invited = [entry for entry in told if entry.kind is INVITATION and entry.state is State.SENT]
        again = [entry for entry in told if entry.kind is INVITED_AGAIN]
        if not invited:
            continue
        if all(entry.finished for entry in again) and not long_ago([*invited, *again], gap, context.now):
            early += 1
        else:
            due.append(_invited(context, INVITED_AGAIN, person, next_round(again)))
    return due, not_yet(early, gap, ("person is", "people are"))


def _undecided(context: MailingContext) -> list[Participant]:
    comes = context.standing.comes if isinstance(context.standing, SpeedStanding) else {}
    return [person for person in context.roster if not person.withdrawn and comes.get(person.identity) is None]


def _invited(context: MailingContext, kind: Kind, person: Participant, round: str = "") -> Due:
    settings, at = context.settings, occasion(context.settings)
    begins = starts(settings, 1)
    rounds = counted(settings.own["Rounds"], "round")
    facts = (
        ("first", f"{day(begins.date())}, {begins:%H:%M %Z}" if begins else at.time(1)),
        ("where", plain(settings.own["Room"])),
        ("rsvp_link", form_link(settings.own[RSVP_FORM])),
        ("every", f"{rounds} of {settings.own['Minutes']} minutes" if settings.own["Minutes"] else rounds),
    )
    return Due(MailRequest(kind, (person,), (person,), round, more=facts), context.row_doubt(person))


def seats(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter to everybody who has a seat or a table, and one to every mentee who waits for a place.

    Who was told other tables before belongs to `changes`.
    """
    due, findings = _seated(context)
    kept = [one for one in due if one.request.kind is not CHANGED]
    left = len(due) - len(kept)
    if left:
        what = f"{counted(left, 'person sits', 'people sit')} at other tables than they were told."
        findings = [*findings, Finding(what, "Run: mentorship draft rematch", "rematch")]
    return kept, findings


def changes(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter to every mentee who was told other tables than those that stand now."""
    due, findings = _seated(context)
    return [one for one in due if one.request.kind is CHANGED], findings


def afterwards(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the letters that ask how it was, to those who were told a seat or a table and have come."""
    due, findings = after_event(context)
    return [one for one in due if _came(context, one.request.people[0].email)], findings


def _came(context: MailingContext, email: str) -> bool:
    """Return whether somebody has come, as far as the sheet says: nobody cleared the box, or there was a seat."""
    standing = context.standing
    if not isinstance(standing, SpeedStanding):
        return True
    line, box = standing.lines.get(email), standing.boxes.get(email)
    sat = line is not None and line.here is not False
    # who left after some rounds was there in them
    sat = sat or any(standing.seating.tables.get(email, ())[: standing.done])
    mentor = context.roster.find(Role.MENTOR, email) is not None
    return sat or (mentor and (box is not False or standing.done > 0))


def _seated(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    if not context.groups:
        return [], [Finding("nobody has a seat.", "Run match and check first.", "no-pairs", Level.STOP)]
    sits: dict[Identity, list[Group]] = {}
    for group in context.groups:
        for identity in group.people:
            sits.setdefault(identity, []).append(group)
    due = []
    for identity, groups in sorted(sits.items()):
        person = context.roster.find(*identity)
        # people typed in at the door have a card, and perhaps no address
        if person is None or person.withdrawn:
            continue
        kind, round = (TABLE, "") if person.role is Role.MENTOR else _told(context, person, groups)
        request = MailRequest(
            kind, (person,), (person,), round, group=_stay(person, groups), more=_facts(context, person, groups)
        )
        due.append(Due(request, context.why_held([person])))
    waiting = context.standing.waiting if isinstance(context.standing, SpeedStanding) else frozenset()
    for person in context.roster.mentees:
        if person.email in waiting:
            due.append(Due(MailRequest(FULL, (person,), (person,)), context.why_held([person])))
    return due, []


def _stay(person: Participant, groups: list[Group]) -> Group:
    """Return the rounds of one person as one entry of a calendar: from the first to the end of the last."""
    first, last = groups[0], groups[-1]
    minutes = 0
    if first.starts and last.starts:
        minutes = int((last.starts - first.starts).total_seconds()) // 60 + last.minutes
    mentors = (person.identity,) if person.role is Role.MENTOR else ()
    mentees = () if mentors else (person.identity,)
    key = people_key(mentors, mentees)
    return Group(key, "speed mentoring", mentors, mentees, "", first.starts, minutes, first.place)


def _told(context: MailingContext, person: Participant, groups: list[Group]) -> tuple[Kind, str]:
    """Return which letter about seats somebody is due, and its round: its number, and a digest of the tables.

    The ledger keeps the round, so that it is known which tables somebody was told when others stand.
    """
    # a digest: tables may be called after people, and lines of the ledger outlive them
    route = _digest("\n".join(group.label for group in groups))
    about = identity_text(person.identity)
    sent = [entry for entry in context.ledger if entry.kind in (SEAT, CHANGED) and about in entry.people]
    sent = sorted((entry for entry in sent if entry.state is State.SENT), key=_number)
    if not sent:
        return SEAT, f"1: {route}"
    last = sent[-1]
    if last.round.partition(": ")[2] == route:
        return last.kind, last.round
    return CHANGED, f"{_number(last) + 1}: {route}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _number(entry: Entry) -> int:
    number = entry.round.partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _name(context: MailingContext, identity: Identity) -> str:
    """Return what somebody is called; people typed in at the door have a name in ``Seating`` only."""
    line = context.standing.lines.get(identity[1]) if isinstance(context.standing, SpeedStanding) else None
    if identity[0] is Role.MENTEE and line is not None and line.name:
        return plain(line.name, NAME_LENGTH)
    return name_of(find_person(context.roster, identity_text(identity)))


def _facts(context: MailingContext, person: Participant, groups: list[Group]) -> tuple[tuple[str, str], ...]:
    first, at = groups[0].starts, occasion(context.settings)
    lines = []
    for group in groups:
        others = group.mentees if person.role is Role.MENTOR else group.mentors
        names = ", ".join(_name(context, other) for other in others)
        when = ", ".join(filter(None, (group.session, at.time(int(group.session.split()[1])))))
        lines.append(f"- {when}: {plain(group.label)}{f', with {names}' if names else ''}")
    return (
        ("rounds", "\n".join(lines)),
        ("first", f"{day(first.date())}, {first:%H:%M %Z}" if first else at.time(1)),
        ("where", plain(groups[0].place)),
    )
