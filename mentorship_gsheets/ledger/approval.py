"""What a tick in ``Reviewed`` stands for: the draft as it stood in Gmail when a run first saw the tick.

People read a draft, edit it, tick it. When exactly, nobody can know, so the first run that sees the tick notes the
fingerprint of what stands there, and that goes; whatever changed it later is read and ticked again. A tick that was
set before there was a draft, or while it was rewritten, stands for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.ledger.entry import REWRITING, Entry, unread
from mentorship_gsheets.ledger.mailbox_view import MailboxView
from mentorship_gsheets.mail import ReadMessage, changed_parts, reference

READ_AGAIN = "Read the draft in Gmail, and tick Reviewed again."


@dataclass(frozen=True, slots=True)
class Approvals:
    """Entries whose ticks were looked at, in their order, and ``(key, finding)`` for every tick that was taken away."""

    entries: tuple[Entry, ...]
    findings: tuple[tuple[str, Finding], ...] = ()


def discount(entries: Sequence[Entry]) -> Approvals:
    """Take away the ticks of letters that had no draft yet, or were being rewritten, when they were ticked."""
    early = [entry for entry in entries if entry.reviewed and not entry.finished and _nothing_to_read(entry)]
    keys = {entry.key for entry in early}
    return Approvals(
        tuple(unread(entry) if entry.key in keys else entry for entry in entries),
        tuple((entry.key, too_early(entry)) for entry in early),
    )


def _nothing_to_read(entry: Entry) -> bool:
    return not entry.draft or entry.remark == REWRITING


def too_early(entry: Entry) -> Finding:
    """Return what to tell about a tick that was there before what it would stand for."""
    return Finding(
        f"the letter {reference(entry.key)} was ticked before its draft was there; the tick is taken away.",
        "Once the draft is made, read it in Gmail and tick Reviewed.",
        "ticked-too-early",
        Level.HELD,
    )


def ticked_anew(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the ids of the drafts that were ticked since a run looked last; `approve` needs them opened."""
    return tuple(entry.draft for entry in entries if entry.reviewed and entry.had_draft and not entry.approved)


def approve(entries: Sequence[Entry], view: MailboxView) -> Approvals:
    """Note what each new tick stands for, and take away those whose draft has changed since.

    Parameters
    ----------
    entries
        As `reconcile` left them.
    view
        What the mailbox shows; drafts it has not opened are not judged.

    Returns
    -------
    Approvals
        The entries as they should stand, and what to say about some of them, by key.
    """
    looked = [_approve(entry, view) for entry in entries]
    return Approvals(
        tuple(entry for entry, _ in looked), tuple((entry.key, finding) for entry, finding in looked if finding)
    )


def _approve(entry: Entry, view: MailboxView) -> tuple[Entry, Finding | None]:
    if entry.finished:
        return entry, None
    message = view.opened.get(entry.draft)
    if not entry.reviewed:
        return replace(entry, approved=""), None
    if message is None:
        return entry, None
    if not entry.approved:
        return replace(entry, approved=message.fingerprint), None
    if parts := changed_since(entry, message):
        return unread(entry), Finding(
            f"the draft of the letter {reference(entry.key)} changed after it was ticked ({parts}); "
            "the tick is taken away.",
            READ_AGAIN,
            "changed-after-tick",
            Level.HELD,
        )
    return entry, None


def changed_since(entry: Entry, message: ReadMessage) -> str:
    """Return which parts of a draft are not as they were approved, in words; blank when all are.

    Nothing was approved where no run has seen the tick: then nothing can have changed since.

    Parameters
    ----------
    entry
        The line, with what was approved.
    message
        The draft as it is now.
    """
    return ", ".join(changed_parts(entry.approved, message.fingerprint)) if entry.approved else ""
