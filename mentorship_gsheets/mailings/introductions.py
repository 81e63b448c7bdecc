"""Mails to groups: introductions, who is left over, changes after the introduction, check-ins."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, identity_text
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Kind, MailRequest, meeting_of
from mentorship_gsheets.mailings.calendars import loses_meeting, told_meeting
from mentorship_gsheets.mailings.context import (
    Due,
    MailingContext,
    find_person,
    long_ago,
    next_round,
    parted_groups,
    parted_people,
    told_groups,
)
from mentorship_gsheets.people import Participant

CHECK_IN_AGAIN = timedelta(days=75)
"""A group is asked how it is doing about every three months, and never sooner than this."""


@dataclass(frozen=True, slots=True)
class GroupMails:
    """Which kind of mail a format's groups get when.

    Parameters
    ----------
    introduction
        Tells a group that it is one.
    unmatched
        Tells somebody that there is no group yet.
    changed
        Tells a group that follows another one that was told already.
    parted
        Tells somebody, given with the former partners, that the group is no more.
    check_in
        Asks a group how it is doing.
    moved
        Tells a group that its meeting is at another time or place than its invitation said; None: nobody is told.
    frees_calendars
        Whoever has withdrawn is still told of a meeting that does not take place, so that the calendar is rid of it.
    noun, nouns
        What people call one group and several: "pair", "pairs".
    """

    introduction: Callable[[tuple[Participant, ...]], Kind]
    unmatched: Callable[[Participant], Kind]
    changed: Kind
    parted: Callable[[Participant, tuple[Participant, ...]], Kind]
    check_in: Kind
    noun: str = "group"
    nouns: str = "groups"
    moved: Kind | None = None
    frees_calendars: bool = False


def to_group(context: MailingContext, kind: Kind, group: Group, round: str = "") -> Due:
    """Make the letter to everybody in a group.

    Parameters
    ----------
    context
        People, groups and ledger.
    kind
        The kind of mail.
    group
        The group.
    round
        Sets mails of one kind to the same people apart; empty for the only one.

    Returns
    -------
    Due
        The letter, held back where a finding about one of them is open.
    """
    people = context.participants(group)
    return Due(MailRequest(kind, people, people, round, group=group), context.why_held(people))


def matches(context: MailingContext, mails: GroupMails) -> tuple[list[Due], list[Finding]]:
    """Return the introductions of groups that stand, and the mails to those who are left over.

    Groups that follow one that was introduced already belong to `rematches`, as do the people of the former.

    Parameters
    ----------
    context
        People, groups and ledger.
    mails
        The kinds of mail of the format, and its words for a group.

    Returns
    -------
    tuple[list[Due], list[Finding]]
        The letters, and what to say about groups that are left to `rematches`.
    """
    if not context.groups:
        remedy = "Run match and check first."
        return [], [Finding(f"no {mails.noun} stands.", remedy, "no-pairs", Level.STOP)]
    begun, rematched = context.begun("match"), context.begun("rematch")
    parted = parted_people(context)
    due, left = [], 0
    for group in context.groups:
        about = frozenset(group.about)
        if about in rematched or (about not in begun and parted & about):
            left += about not in rematched
            continue
        due.append(to_group(context, mails.introduction(context.participants(group)), group))
    for person in context.roster:
        if (
            not person.withdrawn
            and person.identity not in context.standing.named
            and identity_text(person.identity) not in parted
        ):
            due.append(Due(MailRequest(mails.unmatched(person), (person,), (person,)), context.why_held([person])))
    replacing = counted(left, f"{mails.noun} replaces", f"{mails.nouns} replace")
    findings = [Finding(f"{replacing} one that was told already.", "Run: mentorship draft rematch", "rematch")]
    return due, findings if left else []


def rematches(context: MailingContext, mails: GroupMails) -> tuple[list[Due], list[Finding]]:
    """Return the mails that a change after the introduction needs, to nobody but those concerned.

    A new group is introduced, which tells its people enough. Whoever lost a group and is in no new one is told: that
    the partners cannot come, or meet somebody else now.

    Parameters
    ----------
    context
        People, groups and ledger.
    mails
        The kinds of mail of the format, and its words for a group.

    Returns
    -------
    tuple[list[Due], list[Finding]]
        The letters, and nothing to say.
    """
    told = told_groups(context)
    again, begun = context.begun("rematch"), context.begun("match")
    parted = parted_people(context)
    due: list[Due] = []
    covered: set[str] = set()
    for group in context.groups:
        about = frozenset(group.about)
        if about in again or (about & parted and about not in told | begun):
            covered |= about
            due.append(to_group(context, mails.changed, group))
    for introduction in parted_groups(context):
        for who in introduction.persons:
            knows = who in covered or _told_since(context, who, introduction)
            # a new introduction does not take the former meeting out of anybody's calendar
            if not knows or loses_meeting(context, who, introduction):
                due += _lost(context, who, introduction, mails)
    return [*due, *_moved(context, mails)], []


def _moved(context: MailingContext, mails: GroupMails) -> Iterator[Due]:
    """Iterate over the mails to groups whose meeting is not where and when their invitation said it is."""
    if mails.moved is None:
        return
    for group in context.groups:
        meeting, told = meeting_of(group, context.settings), told_meeting(context, group)
        if meeting is None or told is None or meeting == told or meeting.starts <= context.now:
            continue
        about = frozenset(group.about)
        earlier = [
            entry
            for entry in context.ledger
            if entry.kind.matter == mails.moved.matter and frozenset(entry.people) == about
        ]
        # what somebody deleted or sent by hand is not made once more under another number
        last = earlier[-1] if earlier and earlier[-1].state is State.GONE else None
        same = last is not None and last.invitation is not None and last.invitation.meeting == meeting
        yield to_group(context, mails.moved, group, last.round if last and same else next_round(earlier))


def _told_since(context: MailingContext, who: str, introduction: Entry) -> bool:
    """Return whether somebody was introduced to a new group after this introduction."""
    since = [entry for entry in context.sent("rematch") if who in entry.people and entry.key != introduction.key]
    return any(
        entry.changed is None or introduction.changed is None or entry.changed > introduction.changed for entry in since
    )


def _lost(context: MailingContext, who: str, introduction: Entry, mails: GroupMails) -> Iterable[Due]:
    person = find_person(context.roster, who)
    others = tuple(find_person(context.roster, other) for other in introduction.persons if other != who)
    partners = tuple(other for other in others if other.role is not person.role) or others
    frees = (
        mails.frees_calendars and context.roster.find(*person.identity) and loses_meeting(context, who, introduction)
    )
    # somebody who was alone in a group has nobody to hear of, and may have an entry in the calendar
    if not (partners or frees) or (person.withdrawn and not frees):
        return []
    left = tuple(
        other
        for group in context.groups
        if person.identity in group.people
        for other in context.participants(group)
        if other.role is not person.role
    )
    request = MailRequest(
        mails.parted(person, partners), (person, *partners), (person,), left=left, ended=introduction.people
    )
    return [Due(request, context.why_held([person]))]


def check_ins(context: MailingContext, mails: GroupMails) -> tuple[list[Due], list[Finding]]:
    """Return the check-ins with groups that were introduced and still stand: the first at once, others months apart.

    Parameters
    ----------
    context
        People, groups and ledger.
    mails
        The kinds of mail of the format, and its words for a group.

    Returns
    -------
    tuple[list[Due], list[Finding]]
        The letters, and nothing to say.
    """
    told = told_groups(context)
    due = []
    for group in context.groups:
        about = frozenset(group.about)
        earlier = [
            entry
            for entry in context.ledger
            if entry.kind.matter == mails.check_in.matter and frozenset(entry.people) == about
        ]
        pending = any(not entry.finished for entry in earlier)
        if about in told and (pending or long_ago(earlier, CHECK_IN_AGAIN, context.now)):
            due.append(to_group(context, mails.check_in, group, next_round(earlier)))
    return due, []
