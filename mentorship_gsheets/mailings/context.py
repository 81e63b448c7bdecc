"""What every mailing is decided from: people, groups that stand, and what was told to whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Group, Standing, identity_text
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import MailRequest
from mentorship_gsheets.people import Identity, Participant, Role, Roster, Status
from mentorship_gsheets.settings import Settings


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is due, and why it must not be made or sent yet (blank: it may)."""

    request: MailRequest
    held: str = ""


@dataclass(frozen=True, slots=True)
class MailingContext:
    """What every mailing is decided from.

    Parameters
    ----------
    standing
        People and groups as the sheet has them.
    held
        Who must not be written to about groups, and the finding that says why.
    ledger
        All lines.
    settings, now
        As everywhere.
    answered
        Addresses of those who filled in the after-event form.
    calendar
        What setup made once for the sheet's meetings; blank before it did.
    """

    standing: Standing
    held: Mapping[Identity, Finding]
    ledger: tuple[Entry, ...]
    settings: Settings
    now: datetime
    answered: frozenset[str] = frozenset()
    calendar: str = ""

    @property
    def roster(self) -> Roster:
        """Everybody, withdrawn people included."""
        return self.standing.roster

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that everything in the sheet agrees on, in the order of their mails."""
        return self.standing.arrangement.groups

    def participants(self, group: Group) -> tuple[Participant, ...]:
        """Return the people of a group, mentors first; one of whom the sheet knows nothing is called by address."""
        return tuple(find_person(self.roster, identity_text(identity)) for identity in group.people)

    def sent(self, *matters: str) -> Iterator[Entry]:
        """Iterate over the letters of these matters that were sent."""
        return (entry for entry in self.ledger if entry.state is State.SENT and entry.kind.matter in matters)

    def begun(self, matter: str) -> frozenset[frozenset[str]]:
        """Return the groups of whom the ledger has a letter of this matter, in whatever state."""
        return frozenset(frozenset(entry.people) for entry in self.ledger if entry.kind.matter == matter)

    def why_held(self, people: Iterable[Participant]) -> str:
        """Return the finding that holds one of these people back, or nothing."""
        return next((self.held[person.identity].what for person in people if person.identity in self.held), "")

    def row_doubt(self, person: Participant) -> str:
        """Return the first finding about a person's own row that keeps mails back, or nothing; pairs do not count."""
        findings = self.standing.findings
        return next((f.what for f in findings if f.level is Level.HELD and f.who == person.identity), "")


def held_people(findings: Iterable[Finding]) -> Mapping[Identity, Finding]:
    """Return who is to be left alone, and the first finding that says why."""
    people: dict[Identity, Finding] = {}
    for finding in findings:
        if finding.level is Level.HELD and finding.who:
            people.setdefault((Role(finding.who[0]), finding.who[1]), finding)
    return people


def find_person(roster: Roster, who: str) -> Participant:
    """Return the participant a ledger line names, as ``role address``.

    Whoever has no line any more is gone, and called by the address the others know.

    Parameters
    ----------
    roster
        Everybody who has a line.
    who
        ``role address``.
    """
    role, _, email = who.partition(" ")
    gone = Participant(email, "", Role(role), status=Status.WITHDRAWN)
    return roster.find(Role(role), email) or gone


def told_groups(context: MailingContext) -> frozenset[frozenset[str]]:
    """Return the groups that were introduced by mail, in words of the ledger."""
    return frozenset(frozenset(entry.people) for entry in context.sent("match", "rematch"))


def parted_groups(context: MailingContext) -> list[Entry]:
    """Return the introductions of groups that no cell names any more, sorted by people."""
    claimed = {group.about for group in context.standing.claimed}
    # lines whose personal data were purged name nobody
    told = [entry for entry in context.sent("match", "rematch") if entry.people]
    return sorted((entry for entry in told if entry.people not in claimed), key=lambda entry: entry.people)


def parted_people(context: MailingContext) -> frozenset[str]:
    """Return the people who were introduced to a group they are not in any more."""
    return frozenset(person for entry in parted_groups(context) for person in entry.persons)


def next_round(earlier: Sequence[Entry]) -> str:
    """Return the round that is being made, or the next one when all earlier ones are finished."""
    pending = [entry.round for entry in earlier if not entry.finished]
    return pending[0] if pending else str(len(earlier) + 1)


def long_ago(entries: Sequence[Entry], gap: timedelta, now: datetime) -> bool:
    """Return whether the newest of the entries is older than the gap; one without a readable time is not.

    Parameters
    ----------
    entries
        Lines of the ledger; none: true.
    gap
        How long ago is long ago.
    now
        With a time zone.
    """
    return all(entry.changed is not None and now - entry.changed >= gap for entry in entries)


def not_yet(early: int, gap: timedelta, noun: tuple[str, str], since: str = "last mail") -> list[Finding]:
    """Return the note on letters that were left out because too little time has passed; none without any.

    Parameters
    ----------
    early
        How many were left out.
    gap
        How long has to pass between two.
    noun
        Whom they are to, with the verb: one of them, and several.
    since
        What the time is counted from.
    """
    what = f"{counted(early, *noun)} not due yet: less than {counted(gap.days, 'day')} since the {since}."
    return [Finding(what, "Run this again later.", "too-early")] if early else []
