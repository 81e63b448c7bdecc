"""The mails of cohorts: who is welcomed, who waits and for what, who has left, how it goes, who has a badge."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, identity_text, label_of
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Kind, MailRequest
from mentorship_gsheets.mail.facts import day, form_link, name_of, plain
from mentorship_gsheets.mail.kinds import ANYBODY, PERSON
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.context import find_person, long_ago, next_round, not_yet
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes.cohorts.badges import badge_file
from mentorship_gsheets.programmes.cohorts.model import Task
from mentorship_gsheets.programmes.cohorts.options import CHECK_IN, CHECK_IN_FORM
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding
from mentorship_gsheets.text import as_key

_COHORT = {
    "cohort": "what the cohort is called",
    "task": "what it works on",
    "channel": "where it talks",
    "all_mentors": "a line for every mentor of the cohort, with address",
    "all_mentees": "a line for every mentee of the cohort, with address",
}
_KIND = partial(Kind, package="mentorship_gsheets.programmes.cohorts")
WELCOME = _KIND(
    "cohort-welcome",
    "matches",
    "match",
    ANYBODY | _COHORT | {"newcomers": "a line for everybody who is new; blank where everybody is"},
    names_partner=True,
)
WAITING = _KIND(
    "cohort-waiting",
    "matches",
    "unmatched",
    ANYBODY | PERSON | {"waiting_for": "a line for every task picked, with what it lacks"},
    names_partner=True,
)
LEFT = _KIND(
    "cohort-left",
    "rematch",
    "parted",
    ANYBODY | _COHORT | {"leaver": "who has left; blank where the cohort has ended"},
    names_partner=True,
)
CHECKING = _KIND(
    "cohort-check-in",
    "check-in",
    "check-in",
    ANYBODY
    | _COHORT
    | {
        "finished": "a line for everybody who has completed the task, with the day",
        "check_in_link": "address of the check-in form (Settings)",
    },
)
BADGE = _KIND(
    "cohort-badge",
    "badge",
    "badge",
    ANYBODY | PERSON | {"task": "what was completed", "completed": "the day on which"},
)
KINDS = (WELCOME, WAITING, LEFT, CHECKING, BADGE)


def _standing(context: MailingContext) -> CohortStanding:
    if not isinstance(context.standing, CohortStanding):
        raise TypeError("these mails are made from cohorts")
    return context.standing


def _letters(context: MailingContext, kind: Kind) -> Mapping[str, list[Entry]]:
    """Return the letters of a kind by cohort, those that are finished first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(context.ledger, key=lambda entry: not entry.finished):
        if entry.kind is kind and (label := label_of(entry.people)):
            found[label].append(entry)
    return found


def _line(person: Participant) -> str:
    return f"- {name_of(person)} <{person.email}>"


def _facts(context: MailingContext, group: Group) -> dict[str, str]:
    people = context.participants(group)
    lines = {role: "\n".join(_line(person) for person in people if person.role is role) for role in Role}
    return {
        "cohort": plain(group.label),
        "task": plain(group.session),
        "channel": plain(group.place),
        "all_mentors": lines[Role.MENTOR],
        "all_mentees": lines[Role.MENTEE],
    }


def _due(
    context: MailingContext,
    kind: Kind,
    group: Group,
    people: Iterable[Participant],
    facts: Mapping[str, str],
    round: str = "",
) -> Due:
    to = tuple(people)
    request = MailRequest(kind, to, to, round, group=group, more=tuple({**_facts(context, group), **facts}.items()))
    return Due(request, context.why_held(to))


def welcomes(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter to the newcomers and the mentors of each cohort, and one to everybody who waits for a task.

    Whoever was welcomed to a cohort is not new there: a letter that stands in the ledger keeps its people, and those
    who are in none of them get the next one.
    """
    if not context.groups:
        return [], [Finding("no cohort stands.", "Run match and check first.", "no-pairs", Level.STOP)]
    begun = _letters(context, WELCOME)
    due = []
    for group in context.groups:
        members = {
            identity_text(who): person for who, person in zip(group.people, context.participants(group), strict=True)
        }
        known: set[str] = set()
        for entry in begun.get(group.key, ()):
            new = [who for who in entry.persons if who not in known]
            inside = entry.persons and set(entry.persons) <= members.keys()
            if entry.finished or inside:
                known |= set(entry.persons)
            if inside:
                due.append(_welcome(context, group, members, entry.persons, new))
        left = [who for who in members if who not in known]
        if left:
            to = [who for who, person in members.items() if who in left or person.role is Role.MENTOR]
            due.append(_welcome(context, group, members, to, left))
    return [*due, *_waiting(context)], []


def _welcome(
    context: MailingContext,
    group: Group,
    members: Mapping[str, Participant],
    to: Iterable[str],
    new: Collection[str],
) -> Due:
    newcomers = "\n".join(_line(members[who]) for who in new) if len(new) < len(members) else ""
    return _due(context, WELCOME, group, [members[who] for who in to], {"newcomers": newcomers})


def _waiting(context: MailingContext) -> Iterator[Due]:
    standing = _standing(context)
    for person in context.roster:
        picks = standing.picks.get(person.identity, ())
        if person.withdrawn or person.identity in standing.named or not picks or not standing.at_once[person.identity]:
            continue
        lines = "\n".join(f"- {plain(pick, 80)}: {lacking(standing, pick)}" for pick in picks)
        request = MailRequest(WAITING, (person,), (person,), more=(("waiting_for", lines),))
        yield Due(request, context.why_held([person]))


def lacking(standing: CohortStanding, name: str) -> str:
    """Return what a task that somebody waits for lacks, in words that end without a full stop.

    Parameters
    ----------
    standing
        As read.
    name
        Of the task, as its first row has it.
    """
    task = standing.offers.task(name)
    if task is None:
        return "it cannot be offered yet"
    open_ones = [c for c in standing.cohorts if c.task == name and c.label not in standing.closed and c.memberships]
    if any(len(cohort.mentees) < task.mentees.most for cohort in open_ones):
        return "a cohort has places left, and nobody was added yet"
    lacks = [words for role in Role if (words := _short(standing, task, role))]
    if lacks:
        return ("for another cohort it lacks " if open_ones else "it lacks ") + " and ".join(lacks)
    return "all cohorts are full" if open_ones else "those who picked it are in other cohorts"


def _short(standing: CohortStanding, task: Task, role: Role) -> str:
    free = sum(
        task.name in standing.picks[person.identity] and person.identity not in standing.named
        for person in standing.roster.of(role)
        if not person.withdrawn
    )
    short = task.sizes(role).least - free
    return counted(short, role) if short > 0 else ""


def departures(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter for everybody who left a cohort after the welcome, to those concerned, and for each that ended.

    Mentors hear of everybody, mentees of mentors; whoever left and still takes part gets it too. Those who left
    because they completed the task have not left: they get a badge.
    """
    standing = _standing(context)
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in context.sent("match"):
        if label := label_of(entry.people):
            told[label] |= dict.fromkeys(entry.persons)
    written = _letters(context, LEFT)
    groups = {group.key: group for group in context.groups}
    due: list[Due] = []
    for label, names in sorted(told.items()):
        offered = standing.offers.cohorts.get(as_key(label))
        if offered is None:
            continue
        people = [find_person(context.roster, who) for who in names]
        people = [person for person in people if not standing.has_completed(person.identity, offered.task)]
        here = [person for person in people if not person.withdrawn]
        group = groups.get(label, Group(label, label, (), (), session=offered.task, place=offered.channel))
        if offered.closed or label not in groups:
            due += _told_once(context, written.get(label, ()), group, here, "closed", "")
            continue
        for leaver in (person for person in people if person.identity not in group.people):
            concerned = [
                person
                for person in here
                if person is leaver or (person.identity in group.people and Role.MENTOR in (person.role, leaver.role))
            ]
            due += _told_once(context, written.get(label, ()), group, concerned, _mark(leaver), name_of(leaver))
    return due, []


def _mark(person: Participant) -> str:
    """Return what tells one departure from another, and names nobody."""
    return hashlib.sha256(identity_text(person.identity).encode("utf-8", "replace")).hexdigest()[:8]


def _told_once(
    context: MailingContext, written: Sequence[Entry], group: Group, to: list[Participant], round: str, leaver: str
) -> Iterator[Due]:
    to.sort(key=lambda person: (person.role is not Role.MENTOR, person.email))
    about = {identity_text(person.identity) for person in to}
    if to and not any(e.finished and e.round == round and set(e.persons) != about for e in written):
        yield _due(context, LEFT, group, to, {"leaver": leaver}, round)


def check_ins(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the check-ins with the mentors of each cohort that was welcomed, as often as the setting says."""
    standing = _standing(context)
    gap = timedelta(days=context.settings.own[CHECK_IN])
    link = form_link(context.settings.own[CHECK_IN_FORM])
    begun = _letters(context, CHECKING)
    welcomed = _letters(context, WELCOME)
    due, early = [], 0
    for group in context.groups:
        mentors = [person for person in context.participants(group) if person.role is Role.MENTOR]
        sent = [entry for entry in welcomed.get(group.key, ()) if entry.state is State.SENT]
        founding = sorted(sent, key=lambda entry: entry.changed or context.now)[:1]
        if not founding or not mentors:
            continue
        earlier = begun.get(group.key, [])
        offered = standing.offers.cohorts[as_key(group.key)]
        last = datetime.combine(offered.checked, time(), UTC) if offered.checked else None
        pending = any(not entry.finished for entry in earlier)
        lately = last is not None and context.now - last < gap
        if not pending and (lately or not long_ago([*founding, *earlier], gap, context.now)):
            early += 1
            continue
        done = [
            f"- {name_of(person)}, {day(completion.day)}"
            for person in context.roster
            for completion in standing.completions[person.identity]
            if completion.day and as_key(completion.task) == as_key(group.session)
        ]
        facts = {"finished": "\n".join(done), "check_in_link": link}
        due.append(_due(context, CHECKING, group, mentors, facts, next_round(earlier)))
    return due, not_yet(early, gap, ("cohort is", "cohorts are"), "last mail or answer")


def badges(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return a letter with a badge for each task that somebody completed, once a person and task."""
    standing = _standing(context)
    due = []
    for person in context.roster:
        if person.withdrawn:
            continue
        for completion in standing.completions[person.identity]:
            if completion.day is None:
                continue
            task = plain(completion.task, 80)
            request = MailRequest(
                BADGE,
                (person,),
                (person,),
                as_key(completion.task),
                more=(("task", task), ("completed", day(completion.day))),
                files=partial(badge_file, person.name or person.email, completion, context.settings),
            )
            held = [f.what for f in context.standing.findings if f.level is Level.HELD and f.who == person.identity]
            due.append(Due(request, next(iter(held), "")))
    return due, []
