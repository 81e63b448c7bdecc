"""What every mailing is decided from: people, pairs that stand, and what was told to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship_gsheets.consistency import check_roster
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.letters import MATTER, Address, identity_text
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.pairing import Situation, gather, held_people
from mentorship_gsheets.stages.people_tabs import MATCH_COLUMN
from mentorship_gsheets.stages.roster import locate
from mentorship_gsheets.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is due, and why it must not be made or sent yet (blank: it may)."""

    address: Address
    held: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What every mailing is decided from.

    Parameters
    ----------
    situation
        People and pairs.
    held
        Who must not be written to about pairs, and the finding that says why.
    pairs
        ``(mentor, mentee)`` of the pairs both of whose cells name the other, sorted by address.
    claimed
        Everybody whom any cell names, or whose own cell names somebody.
    ledger
        All lines.
    settings, now
        As everywhere.
    answered
        Addresses of those who filled in the after-event form.
    """

    situation: Situation
    held: Mapping[Identity, Finding]
    pairs: tuple[tuple[Participant, Participant], ...]
    claimed: frozenset[Identity]
    ledger: tuple[Entry, ...]
    settings: Settings
    now: datetime
    answered: frozenset[str] = frozenset()

    def sent(self, *matters: str) -> Iterator[Entry]:
        """Iterate over the letters of these matters that were sent."""
        return (entry for entry in self.ledger if entry.state is State.SENT and MATTER[entry.kind] in matters)

    def why_held(self, *people: Participant) -> str:
        """Return the finding that holds one of these people back, or nothing."""
        return next((self.held[person.identity].what for person in people if person.identity in self.held), "")


def read_scene(
    workbook: Workbook,
    settings: Settings,
    ledger: tuple[Entry, ...],
    now: datetime,
    answered: frozenset[str] = frozenset(),
) -> Scene:
    """Read everything that mailings are decided from.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    situation = gather(workbook, settings)
    roster, claims = situation.roster, situation.claims
    about_pairs = check_roster(roster, settings, situation.never, MATCH_COLUMN)
    findings = (*situation.findings, *locate(about_pairs, workbook))
    both = [pair for pair, roles in claims.by.items() if len(roles) == 2 and pair[0] not in claims.disputed]
    pairs = [(roster.find(Role.MENTOR, mentor), roster.find(Role.MENTEE, mentee)) for mentee, mentor in both]
    standing = [(mentor, mentee) for mentor, mentee in pairs if mentor and mentee]
    named = {(role, pair[role is Role.MENTOR]) for pair in claims.by for role in Role}
    naming = {person.identity for person in roster if person.partners}
    return Scene(
        situation,
        held_people(findings),
        tuple(sorted(standing, key=lambda pair: (pair[0].email, pair[1].email))),
        frozenset(named | naming),
        ledger,
        settings,
        now,
        answered,
    )


def about(*people: Participant) -> frozenset[str]:
    """Return people as the ledger names them."""
    return frozenset(identity_text(person) for person in people)


def told_pairs(scene: Scene) -> frozenset[frozenset[str]]:
    """Return the pairs that were introduced to each other by mail, in words of the ledger."""
    return frozenset(frozenset(entry.people) for entry in scene.sent("match", "rematch"))


def parted_pairs(scene: Scene) -> list[Entry]:
    """Return the introductions of pairs that no cell names any more, sorted by people."""
    claims = scene.situation.claims.by
    claimed = {(f"{Role.MENTOR} {mentor}", f"{Role.MENTEE} {mentee}") for mentee, mentor in claims}
    # lines whose personal data were purged name nobody
    told = [entry for entry in scene.sent("match", "rematch") if entry.people]
    return sorted((entry for entry in told if entry.people not in claimed), key=lambda entry: entry.people)


def parted_people(scene: Scene) -> frozenset[str]:
    """Return the people who were introduced to a partner they do not have any more."""
    return frozenset(person for entry in parted_pairs(scene) for person in entry.people)


def next_round(earlier: Sequence[Entry]) -> str:
    """Return the round that is being made, or the next one when all earlier ones are finished."""
    pending = [entry.round for entry in earlier if not entry.finished]
    return pending[0] if pending else str(len(earlier) + 1)


def long_ago(entries: Sequence[Entry], gap: timedelta, now: datetime) -> bool:
    """Return whether the newest of the entries is older than the gap; one without a readable time is not."""
    return all(entry.changed is not None and now - entry.changed >= gap for entry in entries)
