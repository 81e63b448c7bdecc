"""What goes into a decision and what comes out: letters that are due, wishes, work at the mailbox."""

from dataclasses import dataclass
from enum import StrEnum

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger.entry import Entry
from mentorship_gsheets.mail import Invitation, Kind


@dataclass(frozen=True, slots=True)
class Desired:
    """A letter that is due.

    Parameters
    ----------
    key, kind, people, round
        As `Entry` has them.
    digest
        Of the letter as it would be written now; blank when it was not written out.
    held
        Why it may not be made or sent now; blank when it may.
    family
        Letters of one family say who the partner is: an outdated one bars a new one to the same people. Blank: none.
    invitation
        What its calendar file asks for; None where it has none, or was not written.
    """

    key: str
    kind: Kind
    people: tuple[str, ...]
    round: str = ""
    digest: str = ""
    held: str = ""
    family: bool = False
    invitation: Invitation | None = None


class WorkKind(StrEnum):
    """What is to be done at the mailbox."""

    CREATE = "create"
    UPDATE = "update"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do at the mailbox, after the ledger says so."""

    kind: WorkKind
    key: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from ledger, due letters and mailbox.

    Parameters
    ----------
    entries
        All judged entries as they should be, in their order, then the new ones in the order of the desired.
    work
        What is to be done at the mailbox afterwards, in the order of the entries.
    findings
        ``(key, finding)`` for everything the organizer should know.
    """

    entries: tuple[Entry, ...]
    work: tuple[Work, ...] = ()
    findings: tuple[tuple[str, Finding], ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the organizer asked for.

    Parameters
    ----------
    again
        References and addresses: letters that were sent or deleted and shall be made once more.
    refresh
        Outdated drafts nobody edited are rewritten, or deleted where they are not due any more.
    create
        Letters without a draft get one; `send` leaves them alone.
    """

    again: frozenset[str] = frozenset()
    refresh: bool = False
    create: bool = True
