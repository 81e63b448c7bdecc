"""``approve``: ticking Reviewed from the terminal, for drafts whose text was shown there as it stands in Gmail.

A tick stands for the very text that was shown: its fingerprint is written beside it, as `ledger.approval` does for a
tick set in the sheet. What is edited later is read and ticked again; `send` looks once more just before each mail.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.ledger import Entry, Look, MailboxView, State, approve, discount, looks, ticked_anew
from mentorship_gsheets.mail import ReadMessage
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.ledger_rows import (
    ledger_changes,
    ledger_tab,
    locate_letters,
    read_ledger,
    unclear_ticks,
)
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import LEDGER_KEY
from mentorship_gsheets.text import as_key

STAGE = "approve"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which drafts are to be read.

    Parameters
    ----------
    kind
        A kind of mail as ``Drafts`` calls it, or what ``mentorship draft`` makes several kinds with; empty: all.
    person
        An address, or a name or a part of one; empty: anybody.
    """

    kind: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that nobody has ticked: its line, and the message as it stands in Gmail."""

    entry: Entry
    message: ReadMessage


def look(workbook: Workbook, settings: Settings, wanted: Wanted, view: MailboxView) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next; empty when `waiting` and `plan` can decide.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    wanted
        Which drafts are to be read.
    view
        What the mailbox shows; begin with a fresh one.
    """
    ledger = read_ledger(workbook, settings)
    read = [entry.draft for entry in _unread(workbook, settings, ledger, wanted)]
    return looks((), view, others=ledger, read=[*read, *ticked_anew(ledger)])


def waiting(workbook: Workbook, settings: Settings, wanted: Wanted, view: MailboxView) -> tuple[Waiting, ...]:
    """Return the drafts to be shown, in the order of the sheet.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    wanted
        Which drafts are to be read.
    view
        What the mailbox shows, once `look` has nothing left to look at.

    Raises
    ------
    MentorshipError
        No kind of mail is called so, or no draft of these is there to be read.
    """
    found = tuple(
        Waiting(entry, message)
        for entry in _unread(workbook, settings, read_ledger(workbook, settings), wanted)
        if (message := view.opened.get(entry.draft)) is not None
    )
    if not found:
        kind = f" of the kind {wanted.kind}" if wanted.kind else ""
        whom = f" to {wanted.person}" if wanted.person else ""
        raise MentorshipError(
            Finding(
                f"no draft{kind}{whom} waits to be read.",
                "The tab Drafts says which are there: those that are DRAFTED and not ticked can be approved.",
                "nothing-to-approve",
            )
        )
    return found


def plan(workbook: Workbook, settings: Settings, now: datetime, view: MailboxView, approved: Collection[str]) -> Plan:
    """Plan the ticks of the drafts somebody approved.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    now
        With a time zone.
    view
        What the mailbox showed when the texts were read; the ticks stand for these.
    approved
        Keys of the lines. A line that is no draft any more, or has none in the mailbox, gets no tick.

    Returns
    -------
    Plan
        Ticks set in the sheet itself are noted by it as well; planning again gives no changes.
    """
    ledger = discount(read_ledger(workbook, settings))
    ticked = [
        replace(entry, reviewed=True)
        if entry.key in approved and _can_be_ticked(entry) and view.opened.get(entry.draft) is not None
        else entry
        for entry in ledger.entries
    ]
    done = approve(ticked, view)
    new = sum(entry.reviewed and entry.key in approved for entry in done.entries)
    return Plan(
        STAGE,
        tuple(ledger_changes(workbook, done.entries, {}, now)),
        (*locate_letters([*ledger.findings, *done.findings], workbook), *unclear_ticks(workbook)),
        summary=f"{counted(new, 'draft')} approved, as shown",
    )


def _can_be_ticked(entry: Entry) -> bool:
    return entry.state is State.DRAFTED and entry.had_draft


def _unread(workbook: Workbook, settings: Settings, ledger: Iterable[Entry], wanted: Wanted) -> tuple[Entry, ...]:
    programme = programme_of(settings)
    known = {name for kind in programme.kinds for name in (kind.name, kind.mailing)}
    if wanted.kind and wanted.kind not in known:
        there = "There are: " + ", ".join(sorted(known)) + "."
        raise MentorshipError(Finding(f"no mail is called “{wanted.kind}” here.", there, "no-such-kind"))
    tab = ledger_tab(workbook)
    rows = tab.keyed(LEDGER_KEY)

    def goes_to(entry: Entry) -> bool:
        named = as_key(wanted.person)
        return named in entry.recipients or named in as_key(tab.text(rows[entry.key][0], "To"))

    return tuple(
        entry
        for entry in ledger
        if _can_be_ticked(entry)
        and not entry.reviewed
        and (not wanted.kind or wanted.kind in (entry.kind.name, entry.kind.mailing))
        and (not wanted.person or goes_to(entry))
    )
