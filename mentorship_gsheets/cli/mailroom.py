"""Work at the mailbox: looking, making drafts, sending, each written down before and after."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import console, say, show_findings
from mentorship_gsheets.cli.watch import Watch
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.ledger import (
    Done,
    ListDrafts,
    Look,
    MailboxView,
    OpenDraft,
    Outcome,
    SearchDrafts,
    Wait,
    WorkKind,
)
from mentorship_gsheets.ledger.approval import READ_AGAIN
from mentorship_gsheets.mail import read_message, redirect, reference
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.ledger_rows import as_it_stands
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import approve as approve_stage
from mentorship_gsheets.stages import draft as draft_stage
from mentorship_gsheets.stages import send as send_stage
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.text import as_key
from mentorship_gsheets.workspace.gmail import UNITS, Mailbox, open_mailbox
from mentorship_gsheets.workspace.lease import LeaseLostError
from mentorship_gsheets.workspace.meter import MAIL_UNITS, quota_minutes
from mentorship_gsheets.workspace.signals import Reason, RefusedError, UnknownError


class _Letter(Protocol):
    """One letter to work at."""

    @property
    def key(self) -> str:
        """Its key in the ledger."""
        ...


_Item = TypeVar("_Item", bound=_Letter)

_HOLD = timedelta(minutes=30)
"""How long a run at the mailbox may take before another operator may take over."""

_ROUNDS = 3
"""How often what came of the work is written where people type into the same cells."""

SEND_UNITS = UNITS["get"] + UNITS["send"]
MAKE_UNITS = UNITS["get"] + UNITS["update"]
EDITED = "Somebody edited the draft meanwhile, so it stays."

_SYSTEMATIC = frozenset({0, 401, 403, 429})
"""Refusals that every further call would get too: no connection, no log-in, no right, no quota."""


def mailbox_of(session: Session) -> Mailbox:
    """Open the mailbox that Settings name as the sender."""
    return open_mailbox(session.settings.sender, session.key, session.meter)


def look_around(session: Session, mailbox: Mailbox, asked: Callable[[MailboxView], tuple[Look, ...]]) -> MailboxView:
    """Look at the mailbox until nothing is left to ask.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    mailbox
        The mailbox.
    asked
        Gives what to look at next, of what is known so far; nothing ends it.

    Returns
    -------
    MailboxView
        All that was seen.

    Raises
    ------
    MentorshipError
        Gmail refuses, or cannot be reached.
    """
    view = MailboxView()
    while steps := asked(view):
        for step in steps:
            match step:
                case ListDrafts():
                    view = view.with_list(draft.id for draft in mailbox.drafts())
                case SearchDrafts(query):
                    view = view.with_search(query, (draft.id for draft in mailbox.drafts(query)))
                case OpenDraft(id):
                    found = mailbox.get(id)
                    view = view.with_draft(id, read_message(found.raw) if found else None)
                case Wait(seconds):
                    session.meter.wait(seconds, "an interrupted run may have made drafts that Gmail does not list yet")
                    view = view.after_wait(seconds)
    return view


def make_drafts(session: Session, order: Order) -> Plan:
    """Make the drafts of a mailing: ledger first, then the mailbox, then the ledger again.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    order
        What was asked for.

    Returns
    -------
    Plan
        The plan that was shown.

    Raises
    ------
    MentorshipError
        Nothing may be written, or the mailbox refused; what was done until then is written down.
    """
    now = datetime.now(UTC)
    rendered = draft_stage.render_mails(session.workbook, session.settings, order, now)
    mailbox = mailbox_of(session)
    with console.status("Looking at the mailbox …"):
        view = look_around(session, mailbox, lambda view: draft_stage.look(rendered, order, view))
    drafted = draft_stage.plan(session.workbook, rendered, order, now, view)
    if not session.agreed_to(drafted.plan, _work(drafted.tasks, "draft", "to make or change")):
        return drafted.plan
    session.write(drafted.plan, hold=_HOLD if drafted.tasks else None)
    if not drafted.tasks:
        return drafted.plan
    with _given_back(session, drafted.plan.stage):
        tasks = draft_stage.announced(drafted.tasks, session.workbook, session.settings)
    watch = Watch(session.sheet, (DRAFTS.title,), session.meter.clock)
    outcomes: list[Outcome] = []

    def standing(seen: Workbook, left: Sequence[draft_stage.Task]) -> tuple[Iterable[str], list[Outcome]]:
        return {task.work.key for task in draft_stage.announced(left, seen, session.settings)}, []

    def record(workbook: Workbook, done: Sequence[Outcome]) -> Plan:
        return draft_stage.record(workbook, drafted.tasks, done, datetime.now(UTC))

    _say_how_long(session, sum(UNITS["create"] if task.work.kind is WorkKind.CREATE else MAKE_UNITS for task in tasks))
    work = _Job("Making drafts", tasks, partial(_do, mailbox), standing, record, MAKE_UNITS)
    try:
        _carry_out(session, watch, work, outcomes)
    except LeaseLostError as lost:
        if lost.workbook is not None:
            raise MentorshipError([*lost.findings, *_take_back(mailbox, tasks, outcomes, lost.workbook)]) from None
        raise
    _tell(outcomes)
    if outcomes and not session.options.silent:
        made = sum(outcome.done in (Done.CREATED, Done.UPDATED) for outcome in outcomes)
        read = f"{counted(made, 'draft')} to read in Gmail; tick Reviewed in the tab Drafts." if made else "Done."
        say(read, "yellow" if made else "green")
    return drafted.plan


def _take_back(
    mailbox: Mailbox, tasks: Sequence[draft_stage.Task], outcomes: Sequence[Outcome], workbook: Workbook
) -> list[Finding]:
    """Delete what was made beside another operator's drafts, and return what is to be known about the rest."""
    entries = {task.work.key: task.entry for task in tasks}
    deleted, left = [], []
    for outcome in outcomes:
        if outcome.done is Done.CREATED:
            line = as_it_stands(workbook, entries[outcome.key])
            if line is not None and line.draft and line.draft != outcome.draft:
                mailbox.delete(outcome.draft)
                deleted.append(reference(outcome.key))
            elif line is None or not line.draft:
                left.append(reference(outcome.key))
    findings = []
    if deleted:
        findings.append(
            Finding(
                f"{counted(len(deleted), 'draft')} that this run made beside those of the other one were deleted: "
                f"{', '.join(deleted)}.",
                "Look at the other run; this one need not be repeated.",
                code="taken-back",
            )
        )
    if left:
        findings.append(
            Finding(
                f"{counted(len(left), 'draft')} that this run made are in no line yet: {', '.join(left)}.",
                "Run draft again: it finds them before it makes any.",
                code="drafts-unwritten",
                level=Level.HELD,
            )
        )
    return findings


def delete_strays(session: Session, references: Sequence[str]) -> Plan:
    """Delete drafts that carry one of some references and are in no line of the ledger.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    references
        References, as they stand at the end of a mail; case does not count.

    Returns
    -------
    Plan
        The plan that was shown.

    Raises
    ------
    MentorshipError
        One of the references names no such draft, or the mailbox refused.
    """
    settings = session.settings
    mailbox = mailbox_of(session)
    with console.status("Looking at the mailbox …"):
        view = look_around(session, mailbox, lambda view: draft_stage.look_for_strays(session.workbook, settings, view))
    strays = draft_stage.strays_named(session.workbook, settings, references, view)
    plan = draft_stage.plan_deletion(strays)
    if not session.agreed_to(plan, _work(strays, "draft", "to delete")):
        return plan
    session.write(plan, hold=_HOLD)
    watch = Watch(session.sheet, (DRAFTS.title,), session.meter.clock)
    deleted = 0
    try:
        for stray in strays:
            seen = watch.look() or session.workbook
            found = mailbox.get(stray.draft)
            # a run may have taken it up, or somebody may have begun to edit it
            if draft_stage.still_stray(seen, settings, stray, read_message(found.raw) if found else None):
                mailbox.delete(stray.draft)
                deleted += 1
    finally:
        session.write(draft_stage.record_deletion(deleted))
    if deleted < len(strays):
        raise MentorshipError(f"{len(strays) - deleted} of them changed meanwhile, and stay. Look at them in Gmail.")
    return plan


def show_letters(session: Session, order: Order, most: int) -> None:
    """Print the first letters of a mailing as their readers would see them; nothing is made or written.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    order
        What was asked for.
    most
        How many are printed at most.

    Raises
    ------
    MentorshipError
        Settings, templates or the ledger cannot be used.
    """
    rendered = draft_stage.render_mails(session.workbook, session.settings, order, datetime.now(UTC))
    for one in rendered.desired[:most]:
        letter = rendered.letters.get(one.key)
        if letter is not None:
            console.rule(style="dim")
            say(f"To: {', '.join(letter.to)}\nSubject: {letter.subject}", "bold")
            say(f"\n{letter.text}")


def approve_drafts(session: Session, wanted: approve_stage.Wanted, all_at_once: bool) -> Plan:
    """Show drafts as they stand in the mailbox, ask about them, and tick those that are approved.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    wanted
        Which drafts are to be read.
    all_at_once
        Whether one question is asked after all of them, instead of one after each.

    Returns
    -------
    Plan
        The plan that was shown.

    Raises
    ------
    MentorshipError
        No draft is there to be read, nobody is there to be asked, or the mailbox refused.
    """
    mailbox = mailbox_of(session)
    settings = session.settings
    with console.status("Looking at the mailbox …"):
        view = look_around(session, mailbox, lambda view: approve_stage.look(session.workbook, settings, wanted, view))
    drafts = approve_stage.waiting(session.workbook, settings, wanted, view)
    asks = not (all_at_once or session.options.yes or session.options.only_looks)
    approved = set()
    for place, draft in enumerate(drafts, 1):
        if not session.options.as_json:
            _show_draft(draft, f"{place} of {len(drafts)}")
        answer = _answered() if asks else "y"
        if answer == "q":
            break
        approved |= {draft.entry.key} if answer == "y" else set()
    plan = approve_stage.plan(session.workbook, settings, datetime.now(UTC), view, approved)
    if session.agreed_to(plan):
        session.write(plan)
    return plan


def _show_draft(draft: approve_stage.Waiting, place: str) -> None:
    """Print a draft as its readers will see it; what could steer a terminal is left out."""
    message = draft.message
    console.rule(place, style="dim")
    for name, people in (("To", message.to), ("Copy", message.copies), ("Blind copy", message.blind)):
        if people:
            say(f"{name}: {', '.join(f'{person} <{address}>'.strip() for person, address in people)}", "bold")
    say(f"Subject: {message.subject}", "bold")
    say(f"\n{message.content.text}")


def _answered() -> str:
    if not sys.stdin.isatty():
        raise MentorshipError("nobody is here to be asked about each: add --at-once, and --yes to write.", Exit.USAGE)
    choice = click.Choice(["y", "n", "q"])
    answer: str = click.prompt("Approve it? y: yes, n: no, q: stop here", type=choice, show_choices=False, default="n")
    return answer


def send_drafts(session: Session, limit: int | None) -> Plan:
    """Send the drafts that were ticked as reviewed and whose pairs still stand.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    limit
        How many at most; ``None``: all of them.

    Returns
    -------
    Plan
        The plan that was shown.

    Raises
    ------
    MentorshipError
        Nothing may be sent, the mailbox refused, or another operator took over; what was done until then is written
        down.
    """
    now = datetime.now(UTC)
    mailbox = mailbox_of(session)
    with console.status("Looking at the mailbox …"):
        view = look_around(session, mailbox, lambda view: send_stage.look(session.workbook, session.settings, view))
    sending = send_stage.plan(session.workbook, session.settings, now, view, limit=limit)
    if not session.agreed_to(sending.plan, _work(sending.posts, "mail", "to send")):
        return sending.plan
    session.write(sending.plan, hold=_HOLD if sending.posts else None)
    if not sending.posts:
        return sending.plan
    with _given_back(session, sending.plan.stage):
        settings = session.settings
        posts, outcomes = send_stage.announced(sending.posts, session.workbook, settings, now)
    titles = [title for title in send_stage.deciding_tabs(settings) if session.workbook.tab(title) is not None]
    watch = Watch(session.sheet, titles, session.meter.clock)

    def standing(seen: Workbook, left: Sequence[send_stage.Post]) -> tuple[Iterable[str], list[Outcome]]:
        go, kept = send_stage.announced(left, seen, settings, datetime.now(UTC))
        return {post.key for post in go}, kept

    def record(workbook: Workbook, done: Sequence[Outcome]) -> Plan:
        now = datetime.now(UTC)
        plan = send_stage.record(workbook, sending.posts, done, now)
        left = {outcome.key for outcome in done if outcome.done is Done.SENT}
        entries = [post.entry for post in sending.posts if post.key in left]
        return replace(plan, changes=(*plan.changes, *programme_of(settings).told(workbook, settings, entries, now)))

    _say_how_long(session, SEND_UNITS * len(posts))
    work = _Job("Sending", posts, partial(_send, mailbox, watch, settings), standing, record, SEND_UNITS)
    try:
        _carry_out(session, watch, work, outcomes)
    except LeaseLostError as lost:
        if lost.workbook is not None:
            raise MentorshipError([*lost.findings, *_unwritten(outcomes)]) from None
        raise
    sent = sum(outcome.done is Done.SENT for outcome in outcomes)
    _tell(outcomes)
    if outcomes and not session.options.silent:
        say(f"{counted(sent, 'mail')} sent.", "green")
    return sending.plan


def _unwritten(outcomes: Iterable[Outcome]) -> list[Finding]:
    """Return what is to be known of mails that left, or may have, and whose lines this run can no longer write."""
    left = [reference(one.key) for one in outcomes if one.done in (Done.SENT, Done.UNKNOWN)]
    if not left:
        return []
    return [
        Finding(
            f"{counted(len(left), 'letter')} of this run left the mailbox, or may have, and could not be written down: "
            f"{', '.join(left)}.",
            "Look under Sent in Gmail; in the tab Drafts, write SENT as their State.",
            code="sent-unwritten",
            level=Level.HELD,
        )
    ]


def send_trials(session: Session, address: str, limit: int | None) -> int:
    """Send copies of the drafts that ``send`` would take to one address; the ledger is not told.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    address
        The address.
    limit
        How many at most; ``None``: all of them.

    Returns
    -------
    int
        How many drafts there were.

    Raises
    ------
    MentorshipError
        The mailbox refused.
    """
    mailbox = mailbox_of(session)
    view = look_around(session, mailbox, lambda view: send_stage.look(session.workbook, session.settings, view))
    sending = send_stage.plan(session.workbook, session.settings, datetime.now(UTC), view, limit=limit)
    for post in _progress("Sending trials", sending.posts, session):
        found = mailbox.get(post.draft)
        if found is not None:
            mailbox.send(mailbox.create(redirect(found.raw, address)).id)
    return len(sending.posts)


def _work(tasks: Sequence[object], what: str, to_do: str) -> str:
    return f"{counted(len(tasks), what)} {to_do}" if tasks else ""


@dataclass(frozen=True, slots=True)
class _Job(Generic[_Item]):
    """Work at the mailbox: what to do with each item, in their order.

    Parameters
    ----------
    what
        For the progress bar.
    items
        One letter each.
    do
        Does one, and returns what came of it; None: the last look at the sheet does not hold any more.
    standing
        Given the sheet as seen just now and the items that are left: the keys of those still to be done, and what
        came of others.
    record
        Given the sheet as read last and outcomes: the plan that writes them down.
    units
        What one item costs of Gmail's budget.
    """

    what: str
    items: Sequence[_Item]
    do: Callable[[_Item], Outcome | None]
    standing: Callable[[Workbook, Sequence[_Item]], tuple[Iterable[str], list[Outcome]]]
    record: Callable[[Workbook, Sequence[Outcome]], Plan]
    units: int


def _carry_out(session: Session, watch: Watch, work: _Job[_Item], outcomes: list[Outcome]) -> None:
    """Do the work, with a look at the sheet every few items, and write down what came of it however it ends.

    Raises
    ------
    LeaseLostError
        The run's time is over, or another operator has taken over. In the latter case nothing was written down.
    MentorshipError
        The mailbox or the sheet refused.
    """
    go = {item.key for item in work.items}
    seen, taken = session.workbook, False
    try:
        for item in _progress(work.what, work.items, session):
            while item.key in go:
                # where the quota is used up this waits, and what was seen before would be old
                session.meter.make_room("gmail", "write", work.units)
                if timedelta(0) < session.sheet.time_left < _HOLD / 2:
                    session.write(work.record(session.workbook, outcomes), hold=_HOLD)
                    seen = session.workbook
                    watch.looked()
                looked = watch.look()
                if looked is not None and looked.tabs != seen.tabs:
                    seen = looked
                    told = {outcome.key for outcome in outcomes}
                    still, kept = work.standing(seen, [one for one in work.items if one.key not in told])
                    go = set(still)
                    outcomes += kept
                elif _done(item.key, partial(work.do, item), outcomes):
                    break
    except LeaseLostError as lost:
        taken = lost.workbook is not None
        raise
    finally:
        if not taken:
            outcomes += _not_begun((item.key for item in work.items), outcomes)
            _write_down(session, seen, work.record, outcomes)


def _say_how_long(session: Session, units: int) -> None:
    """Say how long the quota will make the work wait, before it begins."""
    minutes = quota_minutes(units)
    if minutes and not session.options.silent:
        say(
            f"This takes {counted(minutes, 'minute')} at least: Gmail allows {MAIL_UNITS:,} units a minute, "
            f"and this needs {units:,}.",
            "dim",
        )


def _write_down(
    session: Session, seen: Workbook, record: Callable[[Workbook, Sequence[Outcome]], Plan], outcomes: Sequence[Outcome]
) -> None:
    """Write what came of the work, over whatever people typed into the lines meanwhile, and end the run's claim."""
    try:
        if seen.tab(DRAFTS.title) != session.workbook.tab(DRAFTS.title):
            session.read_again()
        for round in range(_ROUNDS):
            plan = record(session.workbook, outcomes)
            show_findings([finding for finding in plan.findings if not session.options.as_json])
            if round and plan.empty:
                return
            session.write(plan)
    except MentorshipError as error:
        # what is in doubt stays SENDING in its line, and the next run looks it up
        if unwritten := _unwritten(one for one in outcomes if one.done is Done.SENT):
            raise MentorshipError([*error.findings, *unwritten], error.exit_code) from None
        raise


def _do(mailbox: Mailbox, task: draft_stage.Task) -> Outcome:
    work, raw = task.work, task.letter.raw if task.letter else b""
    if work.kind is WorkKind.CREATE:
        made = mailbox.create(raw).id
        if _sender_replaced(mailbox, made, raw):
            mailbox.delete(made)
            raise mailbox.refuse_sender()
        return Outcome(work.key, Done.CREATED, made)
    # somebody may be editing it while others are made
    found = mailbox.get(work.draft)
    ours = {task.entry.digest, task.letter.digest if task.letter else ""}
    if found is not None and read_message(found.raw).digest not in ours:
        return Outcome(work.key, Done.REFUSED, work.draft, EDITED)
    if work.kind is WorkKind.UPDATE:
        changed = mailbox.update(work.draft, raw).id
        if _sender_replaced(mailbox, changed, raw):
            raise mailbox.refuse_sender()
        return Outcome(work.key, Done.UPDATED, changed)
    if found is not None:
        mailbox.delete(work.draft)
    return Outcome(work.key, Done.DISCARDED)


@contextmanager
def _given_back(session: Session, stage: str) -> Iterator[None]:
    """Give the lease back where what was read after announcing is refused: nothing was begun at the mailbox."""
    try:
        yield
    except MentorshipError:
        session.write(Plan(stage, ()))
        raise


def _sender_replaced(mailbox: Mailbox, draft: str, raw: bytes) -> bool:
    """Return whether Gmail gave a draft another sender than it was written with; only an alias can be replaced."""
    ((_, meant),) = read_message(raw).sender
    if as_key(meant) == as_key(mailbox.sender):
        return False
    found = mailbox.get(draft)
    return found is not None and [as_key(address) for _, address in read_message(found.raw).sender] != [as_key(meant)]


def _send(mailbox: Mailbox, watch: Watch, settings: Settings, post: send_stage.Post) -> Outcome | None:
    found = mailbox.get(post.draft)
    kept = send_stage.stopped(post, read_message(found.raw) if found else None, settings)
    if kept is not None:
        return kept
    if watch.late():
        return None
    mailbox.send(post.draft)
    return Outcome(post.key, Done.SENT)


def _done(key: str, work: Callable[[], Outcome | None], outcomes: list[Outcome]) -> bool:
    """Do one piece of work, note what came of it and return True; False when it was not done, as it has to look first.

    A refusal that every further one would get too is raised.
    """
    try:
        outcome = work()
        if outcome is None:
            return False
        outcomes.append(outcome)
    except RefusedError as error:
        outcomes.append(Outcome(key, Done.REFUSED, remark=error.findings[0].what))
        if error.code in _SYSTEMATIC or error.signal == Reason.SENDER:
            raise
    except UnknownError:
        outcomes.append(Outcome(key, Done.UNKNOWN))
    except BaseException:
        # Ctrl-C, or a bug: the call may be on its way
        outcomes.append(Outcome(key, Done.UNKNOWN))
        raise
    return True


def _not_begun(keys: Iterable[str], outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return that nothing was done about the other letters: known now, and by no later look at the mailbox."""
    told = {outcome.key for outcome in outcomes}
    return [Outcome(key, Done.NOT_BEGUN) for key in keys if key not in told]


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Raise when the outcome of some letter is not known, or Gmail refused it: the ledger says which."""
    unknown = sum(outcome.done is Done.UNKNOWN for outcome in outcomes)
    if unknown:
        raise MentorshipError(
            Finding(
                f"Gmail's answer never came for {unknown} of {counted(len(outcomes), 'letter')}: "
                "they may be done or not.",
                "Run the command again; it looks before it does anything.",
                code="unknown-letters",
            ),
            Exit.GOOGLE,
        )
    changed = sum(outcome.done is Done.CHANGED for outcome in outcomes)
    if changed:
        raise MentorshipError(
            Finding(
                f"{counted(changed, 'draft')} changed after being ticked, and did not go; the ticks are taken away.",
                f"The tab Drafts says what changed, under Remark. {READ_AGAIN}",
                code="changed-letters",
            )
        )
    refused = sum(outcome.done is Done.REFUSED for outcome in outcomes)
    if refused:
        raise MentorshipError(
            Finding(
                f"{refused} of {counted(len(outcomes), 'letter was', 'letters were')} refused.",
                "The tab Drafts says why, under Remark.",
                code="refused-letters",
            )
        )


def _progress(what: str, items: Iterable[_Item], session: Session) -> Iterable[_Item]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, disable=session.options.silent or not console.is_terminal, transient=True
    ) as bar:
        yield from bar.track(tuple(items), description=what)


def refused_people(plan: Plan) -> bool:
    """Return whether the plan leaves somebody out until a person has looked."""
    return any(finding.level is Level.HELD for finding in plan.findings)
