"""The mails of speed mentoring: each mentee hears of the own rounds, each mentor of the whole table."""

from functools import partial

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, identity_text
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import NAME_LENGTH, day, name_of, plain
from mentorship_gsheets.mail.kinds import ANYBODY, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.context import find_person
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.speed.paper import occasion
from mentorship_gsheets.programmes.speed.standing import SpeedStanding

_TABLES = {
    "rounds": "a line for every round: when, which table, and with whom",
    "first": "day and time of the first round",
    "where": "the room (Settings)",
}
_KIND = partial(Kind, names_partner=True, package="mentorship_gsheets.programmes.speed")
SEAT = _KIND("seat", "matches", "match", ANYBODY | PERSON | _TABLES)
TABLE = _KIND("table", "matches", "match", ANYBODY | PERSON | _TABLES)
FULL = _KIND("full", "matches", "unmatched", ANYBODY | PERSON)


def seats(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter to everybody who has a seat or a table, and one to every mentee who waits for a place."""
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
        kind = TABLE if person.role is Role.MENTOR else SEAT
        request = MailRequest(kind, (person,), (person,), more=_facts(context, person, groups))
        due.append(Due(request, context.why_held([person])))
    waiting = context.standing.waiting if isinstance(context.standing, SpeedStanding) else frozenset()
    for person in context.roster.mentees:
        if person.email in waiting:
            due.append(Due(MailRequest(FULL, (person,), (person,)), context.why_held([person])))
    return due, []


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
