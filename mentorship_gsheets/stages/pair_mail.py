"""Mails about pairs: introductions, who is left over, changes after the introduction, check-ins."""

from datetime import timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.letters import MATTER, Address, Kind
from mentorship_gsheets.people import Attendance, Participant, Role, Status
from mentorship_gsheets.stages.scene import (
    Due,
    Scene,
    about,
    long_ago,
    next_round,
    parted_pairs,
    parted_people,
    told_pairs,
)

CHECK_IN_AGAIN = timedelta(days=75)
"""A pair is asked how it is doing about every three months, and never sooner than this."""


def matches(scene: Scene) -> tuple[list[Due], list[Finding]]:
    """Return the introductions of pairs that stand, and the mails to those who are left over.

    Pairs that follow one that was introduced already belong to `rematches`, as do the people of the former.
    """
    if not scene.pairs:
        return [], [Finding("no pair stands.", "Run match and check first.", "no-pairs", Level.STOP)]
    begun = {frozenset(entry.people) for entry in scene.ledger if MATTER[entry.kind] == "match"}
    rematched = {frozenset(entry.people) for entry in scene.ledger if MATTER[entry.kind] == "rematch"}
    parted = parted_people(scene)
    due, left = [], 0
    for mentor, mentee in scene.pairs:
        pair = about(mentor, mentee)
        if pair in rematched or (pair not in begun and parted & pair):
            left += pair not in rematched
            continue
        due.append(
            Due(Address(_meeting(mentor, mentee), (mentor, mentee), (mentor, mentee)), scene.why_held(mentor, mentee))
        )
    for person in scene.situation.roster:
        if not person.withdrawn and person.identity not in scene.claimed and not about(person) & parted:
            due.append(Due(Address(_unmatched(person), (person,), (person,)), scene.why_held(person)))
    replacing = counted(left, "pair replaces", "pairs replace")
    findings = [Finding(f"{replacing} one that was told already.", "Run: mentorship draft rematch", "rematch")]
    return due, findings if left else []


def _meeting(mentor: Participant, mentee: Participant) -> Kind:
    virtual = Attendance.VIRTUAL in (mentor.attendance, mentee.attendance)
    return Kind.MATCH_VIRTUAL if virtual else Kind.MATCH_IN_PERSON


def _unmatched(person: Participant) -> Kind:
    if not (person.fields or person.topics or person.sector or person.notes):
        return Kind.NOT_ENOUGH_KNOWN
    return Kind.UNMATCHED_MENTOR if person.role is Role.MENTOR else Kind.UNMATCHED_MENTEE


def rematches(scene: Scene) -> tuple[list[Due], list[Finding]]:
    """Return the mails that a change after the introduction needs, to nobody but those concerned.

    A new pair is introduced, which tells both of them enough. Whoever lost a partner and is in no new pair is told:
    that the partner cannot come, or meets somebody else now.
    """
    told = told_pairs(scene)
    again = {frozenset(entry.people) for entry in scene.ledger if MATTER[entry.kind] == "rematch"}
    begun = {frozenset(entry.people) for entry in scene.ledger if MATTER[entry.kind] == "match"}
    parted = parted_people(scene)
    due: list[Due] = []
    covered: set[str] = set()
    for mentor, mentee in scene.pairs:
        pair = about(mentor, mentee)
        if pair in again or (pair & parted and pair not in told | begun):
            covered |= pair
            address = Address(Kind.REMATCH_NEW_PARTNER, (mentor, mentee), (mentor, mentee))
            due.append(Due(address, scene.why_held(mentor, mentee)))
    for introduction in parted_pairs(scene):
        for who, whom in (introduction.people, introduction.people[::-1]):
            if who not in covered and not _told_since(scene, who, introduction):
                due += _lost(scene, who, whom)
    return due, []


def _told_since(scene: Scene, who: str, introduction: Entry) -> bool:
    """Return whether somebody was introduced to a new partner after this introduction."""
    since = [entry for entry in scene.sent("rematch") if who in entry.people and entry.key != introduction.key]
    return any(
        entry.changed is None or introduction.changed is None or entry.changed > introduction.changed for entry in since
    )


def _lost(scene: Scene, who: str, whom: str) -> list[Due]:
    person, partner = _find(scene, who), _find(scene, whom)
    if person.withdrawn:
        return []
    kind = Kind.CANCELLED if partner.withdrawn else Kind.REMATCH_OLD_PARTNER
    left = tuple(mine[person.role is Role.MENTOR] for mine in scene.pairs if person in mine)
    return [Due(Address(kind, (person, partner), (person,), left=left), scene.why_held(person))]


def _find(scene: Scene, who: str) -> Participant:
    role, _, email = who.partition(" ")
    # whoever was introduced and has no line any more is gone, and called by the address the partner knows
    gone = Participant(email, "", Role(role), status=Status.WITHDRAWN)
    return scene.situation.roster.find(Role(role), email) or gone


def check_ins(scene: Scene) -> tuple[list[Due], list[Finding]]:
    """Return the check-ins with pairs that were introduced and still stand: the first at once, others months apart."""
    told = told_pairs(scene)
    due = []
    for mentor, mentee in scene.pairs:
        pair = about(mentor, mentee)
        earlier = [
            entry for entry in scene.ledger if MATTER[entry.kind] == "check-in" and frozenset(entry.people) == pair
        ]
        pending = any(not entry.finished for entry in earlier)
        if pair in told and (pending or long_ago(earlier, CHECK_IN_AGAIN, scene.now)):
            address = Address(Kind.CHECK_IN, (mentor, mentee), (mentor, mentee), next_round(earlier))
            due.append(Due(address, scene.why_held(mentor, mentee)))
    return due, []
