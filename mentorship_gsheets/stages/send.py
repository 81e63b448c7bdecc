"""``send``: which reviewed drafts leave the mailbox, and what the ledger says before and after.

A draft goes only when somebody ticked it, its line is DRAFTED, it is still in the mailbox, and its letter is due as it
stands in the sheet now: the pair in both columns, nobody of it with findings or withdrawn. Lines are SENDING before
the first mail leaves; a line whose outcome nobody knows is looked up by the next run and never sent on a guess.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import identity_text
from mentorship_gsheets.ledger import (
    SETTLE_SECONDS,
    Done,
    Entry,
    Look,
    Outcome,
    Sight,
    State,
    Want,
    Wishes,
    after,
    choose,
    looks,
    reconcile,
)
from mentorship_gsheets.mail import ReadMessage, has_left_over, reference, wire_address
from mentorship_gsheets.mailings import MailingContext, letters_due, want
from mentorship_gsheets.programmes import AnyProgramme, mailing_context, programme_of
from mentorship_gsheets.records.ledger_rows import ledger_changes, locate_letters, read_ledger
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook

STAGE = "send"
CHANGED_LAST = "Somebody changed this line, or the pair, just before it was sent."
_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Post:
    """One draft to send: the shell gets it, asks `refusal`, and sends it."""

    entry: Entry

    @property
    def draft(self) -> str:
        """Gmail's name for the draft."""
        return self.entry.draft


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What ``send`` would do.

    Parameters
    ----------
    plan
        Lines of the ledger, written before the first mail leaves.
    posts
        The drafts to send then, in this order.
    """

    plan: Plan
    posts: tuple[Post, ...]


def look(workbook: Workbook, settings: Settings, sight: Sight, settle: float = SETTLE_SECONDS) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next; empty when `plan` can decide. Parameters as for `draft.look`."""
    return looks(read_ledger(workbook, settings), sight, settle=settle)


def plan(
    workbook: Workbook,
    settings: Settings,
    now: datetime,
    sight: Sight,
    *,
    limit: int | None = None,
    answered: frozenset[str] = frozenset(),
) -> SendPlan:
    """Decide which drafts to send.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    now
        With a time zone.
    sight
        What the mailbox shows, once `look` has nothing left to look at.
    limit
        At most so many now; None: as many as the daily limit in Settings leaves.
    answered
        As for `draft.Order`.

    Returns
    -------
    Kinds of mail in their order, then people by address; whatever order the lines stand in.

    Raises
    ------
    MentorshipError
        The ledger, or the people, cannot be read.
    """
    ledger = read_ledger(workbook, settings)
    programme = programme_of(settings)
    context = mailing_context(programme, workbook, settings, ledger, now, answered)
    wants = _wants(programme, context)
    unsettled = [identity_text(identity) for identity in context.held]
    decision = reconcile(ledger, wants, sight, now, unsettled=unsettled, wishes=Wishes(create=False))
    sent_today = sum(_within_a_day(entry, now) for entry in decision.entries)
    sending = choose(decision.entries, wants, sent_today=sent_today, daily_limit=settings.daily_limit, limit=limit)
    by_key = {entry.key: entry for entry in decision.entries} | {entry.key: entry for entry in sending}
    entries = tuple(by_key.values())
    return SendPlan(
        Plan(
            STAGE,
            tuple(ledger_changes(workbook, entries, {}, now)),
            tuple(locate_letters([*decision.findings, *_kept_back(entries, wants)], workbook)),
            (_by_state(entries),),
            _summary(entries, sent_today, settings),
        ),
        tuple(Post(entry) for entry in sending),
    )


def _wants(programme: AnyProgramme, context: MailingContext) -> list[Want]:
    """Return the letters that are due as the sheet stands, of the mailings the ledger knows."""
    begun = {entry.kind.mailing for entry in context.ledger}
    return [
        want(due, context.settings)
        for mailing in programme.mailings
        if mailing.name in begun
        for due in letters_due(mailing, context)[0]
    ]


def _within_a_day(entry: Entry, now: datetime) -> bool:
    # a line without a readable time may be of today
    return entry.state is State.SENT and (entry.changed is None or now - entry.changed < _DAY)


def _kept_back(entries: Sequence[Entry], wants: Sequence[Want]) -> list[tuple[str, Finding]]:
    """Return a finding for every ticked draft that does not go, with the reason."""
    due = {one.key for one in wants}
    return [
        (entry.key, Finding(f"the letter {reference(entry.key)} is not sent.", entry.remark, "kept-back", Level.HELD))
        for entry in entries
        if entry.reviewed
        and (entry.state in (State.HELD, State.STALE) or (entry.key not in due and not entry.finished))
    ]


def _by_state(entries: Sequence[Entry]) -> Table:
    shown = {State.SENDING: "to send"}
    counts = Counter(shown.get(entry.state, str(entry.state)) for entry in entries)
    return Table("Letters", ("State", "How many"), tuple((state, str(n)) for state, n in sorted(counts.items())))


def _summary(entries: Sequence[Entry], sent_today: int, settings: Settings) -> str:
    sending = sum(entry.state is State.SENDING for entry in entries)
    ready = sum(entry.state is State.DRAFTED and entry.reviewed for entry in entries)
    unread = sum(entry.state is State.DRAFTED and not entry.reviewed for entry in entries)
    parts = [f"{sending} to send"]
    if ready:
        parts.append(f"{ready} more are ready (limit {settings.daily_limit} a day, {sent_today} sent)")
    if unread:
        parts.append(f"{unread} not ticked as Reviewed")
    return "; ".join(parts)


def announced(
    posts: Sequence[Post],
    workbook: Workbook,
    settings: Settings,
    now: datetime,
    answered: frozenset[str] = frozenset(),
) -> tuple[tuple[Post, ...], list[Outcome]]:
    """Return which drafts may leave now that their lines are written, and what came of the others.

    Somebody may have taken a tick away, held or deleted a line, or changed a pair in the moment between reading the
    sheet and writing the plan. ``workbook`` is the sheet as it was read back, ``posts`` are the plan's, the rest as
    for `plan`; a line that is gone has no outcome.
    """
    ledger = read_ledger(workbook, settings)
    lines = {entry.key: entry for entry in ledger}
    programme = programme_of(settings)
    context = mailing_context(programme, workbook, settings, ledger, now, answered)
    due = {one.key for one in _wants(programme, context)}
    go = {key for key in due & lines.keys() if lines[key].reviewed and lines[key].state is State.SENDING}
    held = [post.entry.key for post in posts if post.entry.key not in go and post.entry.key in lines]
    return (
        tuple(post for post in posts if post.entry.key in go),
        [Outcome(key, Done.REFUSED, remark=CHANGED_LAST) for key in held],
    )


def refusal(entry: Entry, message: ReadMessage | None, settings: Settings) -> str:
    """Return why a draft must not be sent as it stands in Gmail now; blank when it may.

    People may edit a draft as they like, but it goes to the people it is about, all of them: an address added by a
    slip would tell somebody about a stranger, and whoever was taken away would count as written to.

    Parameters
    ----------
    entry, settings
        Its line, and the addresses that may have a copy.
    message
        The draft as the mailbox has it, or None when it is gone.
    """
    if message is None:
        return "The draft is not in the mailbox any more."
    people = _wired(entry.recipients)
    to, copies = (_wired(address for _, address in found) for found in (message.to, message.copies))
    if not to or not to <= people:
        return "The draft is addressed to somebody else than the people of this line."
    if not copies <= people | _wired(settings.copy_to):
        return "The draft has a copy for somebody who is not in this line, nor under Copy to in Settings."
    if not people <= to | copies:
        return "The draft is not addressed to all people of this line any more."
    if message.blind:
        return "The draft has blind copies."
    if has_left_over(message):
        return "There is a merge field left over in the draft."
    return ""


def _wired(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(wire_address(address).lower() for address in addresses)


def record(workbook: Workbook, settings: Settings, outcomes: Sequence[Outcome], now: datetime) -> Plan:
    """Write down what came of sending.

    Parameters
    ----------
    workbook
        The sheet after the plan was written.
    settings
        As everywhere.
    outcomes
        What came of it, in any order; lines without one stay as they are.
    now
        With a time zone.
    """
    entries = {entry.key: entry for entry in read_ledger(workbook, settings)}
    changed = [after(entries[outcome.key], outcome) for outcome in outcomes]
    counts = Counter(outcome.done for outcome in outcomes)
    summary = "; ".join(f"{count} {done}" for done, count in sorted(counts.items())) or "nothing was sent"
    return Plan(STAGE, tuple(ledger_changes(workbook, changed, {}, now)), summary=summary)
