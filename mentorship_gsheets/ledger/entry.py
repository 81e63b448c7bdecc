"""Entries of the ledger, and what an outcome makes of one."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mentorship_gsheets.mail import Invitation, Kind, reference


class State(StrEnum):
    """Where a letter stands; the package's table says what each becomes."""

    PLANNED = "PLANNED"
    INTENT = "INTENT"
    DRAFTED = "DRAFTED"
    SENDING = "SENDING"
    SENT = "SENT"
    UNKNOWN = "UNKNOWN"
    STALE = "STALE"
    HELD = "HELD"
    GONE = "GONE"


INTERRUPTED = "interrupted"
"""Names all letters at once that are `Entry.interrupted`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in the ledger.

    Parameters
    ----------
    key
        See `letters.letter_key`.
    kind
        Which mail the draft is.
    state
        Where it stands.
    people
        Whom it is about, each as ``role address``, before them ``group key`` where the group is more than its people;
        empty when personal data were purged.
    round
        Number of a reminder, or blank.
    draft
        Gmail's name for the draft; blank when there was none yet.
    digest
        Of what the tool wrote, see `letters.read_message`.
    changed
        When the line last changed; None when that cannot be read.
    reviewed
        Somebody read the draft and ticked it.
    remark
        A sentence for the organizer.
    approved
        Fingerprint (`mail.ReadMessage`) of what stood in Gmail when a run first saw the tick; blank before that.
    invitation
        What the letter's calendar file asks for; None where it has none.
    """

    key: str
    kind: Kind
    state: State
    people: tuple[str, ...] = ()
    round: str = ""
    draft: str = ""
    digest: str = ""
    changed: datetime | None = None
    reviewed: bool = False
    remark: str = ""
    approved: str = ""
    invitation: Invitation | None = None

    @property
    def recipients(self) -> frozenset[str]:
        """The addresses of those who get the letter: everybody it is about, or the first alone."""
        to = self.persons[:1] if self.kind.to_first_only else self.persons
        return frozenset(person.rpartition(" ")[2] for person in to)

    @property
    def persons(self) -> tuple[str, ...]:
        """Whom the letter is about, without the key of their group."""
        return tuple(who for who in self.people if not who.startswith("group "))

    @property
    def finished(self) -> bool:
        """True when nothing more happens by itself: sent, or taken out of the tool's hands."""
        return self.state in (State.SENT, State.GONE)

    @property
    def in_doubt(self) -> bool:
        """True when something was begun and its outcome is not written down."""
        return self.state in (State.INTENT, State.SENDING, State.UNKNOWN)

    @property
    def had_draft(self) -> bool:
        """True when, as far as the ledger knows, a draft was made and neither sent nor lost since."""
        return bool(self.draft) and not self.finished

    @property
    def interrupted(self) -> bool:
        """True when a run was cut off while making it, so long ago that nobody knows whether a draft was there."""
        return self.state is State.GONE and not self.draft

    @property
    def held_by_hand(self) -> bool:
        """True when a person wrote HELD: the tool never does so without a remark that says why."""
        return self.state is State.HELD and self.remark in ("", HELD_BY_HAND)

    def named_by(self, names: frozenset[str]) -> bool:
        """Return whether one of the names is this letter's reference, an address it goes to, or `INTERRUPTED`."""
        return bool(names & {reference(self.key), *self.recipients}) or (self.interrupted and INTERRUPTED in names)


class Done(StrEnum):
    """What came of one piece of work at the mailbox."""

    CREATED = "created"
    UPDATED = "updated"
    DISCARDED = "discarded"
    SENT = "sent"
    REFUSED = "refused"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    NOT_BEGUN = "not begun"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the work on one letter.

    Parameters
    ----------
    key
        Of the letter.
    done
        ``refused``: Google said no, nothing happened; ``changed``: it is not what was approved, nothing happened;
        ``unknown``: no answer came; ``not begun``: the run ended before.
    draft
        Gmail's name for the draft, where it was created or updated.
    remark
        Why it was refused, or what changed: a sentence without personal data.
    """

    key: str
    done: Done
    draft: str = ""
    remark: str = ""


def after(entry: Entry, outcome: Outcome) -> Entry:
    """Return the entry as an outcome leaves it.

    Updated and discarded drafts whose outcome is unknown stay as they are: doing either twice does no harm. Nobody can
    have read what was made or rewritten just now, so a tick that stands there already counts for nothing.

    Parameters
    ----------
    entry
        The line as it stood.
    outcome
        What came of what was begun.
    """
    match outcome.done:
        case Done.CREATED | Done.UPDATED:
            return replace(unread(entry), state=State.DRAFTED, draft=outcome.draft, remark="")
        case Done.DISCARDED:
            # not GONE: the tool made it and the tool took it away, so nobody need name it to have it back
            return replace(unread(entry), state=State.PLANNED, draft="", remark=DISCARDED)
        case Done.SENT:
            if entry.state is State.SENT:
                return entry
            return replace(entry, state=State.SENT, remark="" if entry.in_doubt else LEFT_BEFORE)
        case Done.CHANGED:
            state = _BEFORE.get(entry.state, entry.state)
            return replace(unread(entry), state=state, remark=outcome.remark)
        case Done.REFUSED:
            remark = HELD_BY_HAND if entry.held_by_hand else outcome.remark
            return replace(entry, state=_BEFORE.get(entry.state, entry.state), remark=remark)
        case Done.NOT_BEGUN:
            remark = "" if entry.remark == REWRITING else entry.remark
            return replace(entry, state=_BEFORE.get(entry.state, entry.state), remark=remark)
    return replace(entry, state=State.UNKNOWN, remark=NO_ANSWER) if entry.in_doubt else entry


def unread(entry: Entry) -> Entry:
    """Return the entry as one whose draft nobody has read yet."""
    return replace(entry, reviewed=False, approved="")


_BEFORE = {State.INTENT: State.PLANNED, State.SENDING: State.DRAFTED}

HELD_BY_HAND = "Somebody wrote HELD here. To let the letter go, write DRAFTED over it."
DISCARDED = "The outdated draft was deleted; nobody had edited it."
REWRITING = "It is being rewritten."
LEFT_BEFORE = "The mail had left before this line was changed."
NO_ANSWER = "Gmail's answer never came; the next run looks before it does anything."
