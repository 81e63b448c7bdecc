"""``send``: which reviewed drafts leave the mailbox, and what the ledger says before and after.

A draft goes only when somebody ticked it, its line is DRAFTED, it is still in the mailbox as it was approved, and its
letter is due as it stands in the sheet now: the pair in both columns, nobody of it with findings or withdrawn. Lines
are SENDING before the first mail leaves, and line and letter are looked at again just before each mail; a line whose
outcome nobody knows is looked up by the next run and never sent on a guess.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import identity_text
from mentorship_gsheets.ledger import (
    SETTLE_SECONDS,
    Desired,
    Done,
    Entry,
    Look,
    MailboxView,
    Outcome,
    State,
    Wishes,
    after,
    approve,
    changed_since,
    choose,
    discount,
    looks,
    reconcile,
    stray_findings,
    strays,
    ticked_anew,
)
from mentorship_gsheets.ledger.approval import READ_AGAIN
from mentorship_gsheets.mail import ReadMessage, has_left_over, reference, wire_address
from mentorship_gsheets.mailings import MailingContext, desired_of, letters_due
from mentorship_gsheets.programmes import AnyProgramme, mailing_context, programme_of
from mentorship_gsheets.records.ledger_rows import (
    as_it_stands,
    ledger_changes,
    locate_letters,
    read_ledger,
    unclear_ticks,
)
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import (
    CHECK,
    EMAILS,
    FORM_RESPONSES,
    LOG,
    OVERVIEW,
    QUESTIONS,
    READ_ME,
    SIGN_UPS,
)

STAGE = "send"
CHANGED_DRAFT = f"The draft changed after it was ticked ({{parts}}). {READ_AGAIN}"
LINE_BACK = "This line was deleted while its mail was being sent."
CHANGED_LAST = "Somebody changed this line, or the pair, just before it was sent."
_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Post:
    """One draft to send: the shell gets it, asks `stopped`, and sends it."""

    entry: Entry

    @property
    def key(self) -> str:
        """The key of its line."""
        return self.entry.key

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


def look(workbook: Workbook, settings: Settings, view: MailboxView, settle: float = SETTLE_SECONDS) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next; empty when `plan` can decide. Parameters as for `draft.look`.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    view
        What the mailbox shows.
    settle
        How long after an interrupted run its drafts are in every list; seconds.
    """
    ledger = read_ledger(workbook, settings)
    return looks(ledger, view, read=ticked_anew(ledger), settle=settle)


def plan(
    workbook: Workbook,
    settings: Settings,
    now: datetime,
    view: MailboxView,
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
    view
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
    ledger = discount(read_ledger(workbook, settings))
    programme = programme_of(settings)
    context = mailing_context(programme, workbook, settings, ledger.entries, now, answered)
    desired = _wants(programme, context)
    unsettled = [identity_text(identity) for identity in context.held]
    decision = reconcile(ledger.entries, desired, view, now, unsettled=unsettled, wishes=Wishes(create=False))
    approved = approve(decision.entries, view)
    twice = {key for key, finding in decision.findings if finding.code == "two-drafts"}
    told = [*ledger.findings, *decision.findings, *approved.findings]
    told += stray_findings(strays(approved.entries, view), twice)
    sent_today = sum(_within_a_day(entry, now) for entry in approved.entries)
    sending = choose(approved.entries, desired, sent_today=sent_today, daily_limit=settings.daily_limit, limit=limit)
    by_key = {entry.key: entry for entry in approved.entries} | {entry.key: entry for entry in sending}
    entries = tuple(by_key.values())
    return SendPlan(
        Plan(
            STAGE,
            tuple(ledger_changes(workbook, entries, {}, now)),
            (*locate_letters([*told, *_kept_back(entries, desired)], workbook), *unclear_ticks(workbook)),
            (_by_state(entries),),
            _summary(entries, sent_today, settings),
        ),
        tuple(Post(entry) for entry in sending),
    )


def _wants(programme: AnyProgramme, context: MailingContext) -> list[Desired]:
    """Return the letters that are due as the sheet stands, of the mailings the ledger knows."""
    begun = {entry.kind.mailing for entry in context.ledger}
    return [
        desired_of(due, context.settings)
        for mailing in programme.mailings
        if mailing.name in begun
        for due in letters_due(mailing, context)[0]
    ]


def _within_a_day(entry: Entry, now: datetime) -> bool:
    # a line without a readable time may be of today
    return entry.state is State.SENT and (entry.changed is None or now - entry.changed < _DAY)


def _kept_back(entries: Sequence[Entry], desired: Sequence[Desired]) -> list[tuple[str, Finding]]:
    """Return a finding for every ticked draft that does not go, with the reason."""
    due = {one.key for one in desired}
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

    Somebody may have taken a tick away, held or deleted a line, or changed a pair since: between reading the sheet and
    writing the plan, or while other mails left. ``workbook`` is the sheet as it was read last, ``posts`` are those of
    the plan that have not left, the rest as for `plan`; a line that is gone has no outcome.

    Parameters
    ----------
    posts
        Those of the plan that have not left.
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    now
        With a time zone.
    answered
        Addresses of those who filled in the after-event form.
    """
    ledger = read_ledger(workbook, settings)
    lines = {entry.key: entry for entry in ledger}
    programme = programme_of(settings)
    context = mailing_context(programme, workbook, settings, ledger, now, answered)
    due = {one.key: one for one in _wants(programme, context) if not one.held}
    go = {key for key in due.keys() & lines.keys() if _may_go(lines[key], due[key])}
    held = [post.entry.key for post in posts if post.entry.key not in go and post.entry.key in lines]
    return (
        tuple(post for post in posts if post.entry.key in go),
        [Outcome(key, Done.REFUSED, remark=CHANGED_LAST) for key in held],
    )


_NOT_DECIDING = frozenset(
    drawing.title for drawing in (READ_ME, QUESTIONS, EMAILS, SIGN_UPS, FORM_RESPONSES, CHECK, OVERVIEW, LOG)
)


def deciding_tabs(settings: Settings) -> tuple[str, ...]:
    """Return the titles of the tabs that say whether a letter may leave: people, groups, settings and ledger."""
    titles = (drawing.title for drawing in programme_of(settings).tabs())
    return tuple(title for title in titles if title not in _NOT_DECIDING)


def _may_go(line: Entry, mail: Desired) -> bool:
    return line.reviewed and line.state is State.SENDING and line.kind == mail.kind


def stopped(post: Post, message: ReadMessage | None, settings: Settings) -> Outcome | None:
    """Return what keeps a draft from leaving as it stands in Gmail now; None when it may leave.

    Parameters
    ----------
    post
        What is to be sent; its line holds what was approved.
    message
        The draft as the mailbox has it, or None when it is gone.
    settings
        As everywhere.
    """
    entry = post.entry
    parts = changed_since(entry, message) if message is not None else ""
    if parts:
        return Outcome(entry.key, Done.CHANGED, post.draft, CHANGED_DRAFT.format(parts=parts))
    why = refusal(entry, message, settings)
    return Outcome(entry.key, Done.REFUSED, post.draft, why) if why else None


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


def record(workbook: Workbook, posts: Sequence[Post], outcomes: Sequence[Outcome], now: datetime) -> Plan:
    """Write down what came of sending: what left is SENT, whatever was typed into its line meanwhile.

    A line that was deleted while its mail left, or may have left, comes back.

    Parameters
    ----------
    workbook
        The sheet after the plan was written.
    posts
        Those of the plan.
    outcomes
        What came of it, in any order; lines without one stay as they are.
    now
        With a time zone.

    Returns
    -------
    Plan
        The plan; empty where the lines say so already.
    """
    begun = {post.entry.key: post.entry for post in posts}
    changed = []
    for outcome in outcomes:
        entry = as_it_stands(workbook, begun[outcome.key])
        left = outcome.done in (Done.SENT, Done.UNKNOWN)
        if entry is None and left:
            changed.append(replace(after(begun[outcome.key], outcome), remark=LINE_BACK))
        elif entry is not None and outcome.done is Done.UNKNOWN:
            # typed over or not, it may have left
            changed.append(after(replace(entry, state=State.SENDING), outcome))
        elif entry is not None:
            changed.append(after(entry, outcome))
    counts = Counter(outcome.done for outcome in outcomes)
    summary = "; ".join(f"{count} {done}" for done, count in sorted(counts.items())) or "nothing was sent"
    return Plan(STAGE, tuple(ledger_changes(workbook, changed, {}, now)), summary=summary)
