"""Work at the mailbox: looking, making drafts, sending, each written down before and after."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import console, say
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.ledger import Done, ListDrafts, Look, OpenDraft, Outcome, SearchDrafts, Sight, Wait, WorkKind
from mentorship_gsheets.mail import read_message, redirect
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.stages import draft as draft_stage
from mentorship_gsheets.stages import send as send_stage
from mentorship_gsheets.workspace.gmail import Mailbox, open_mailbox
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError

_Item = TypeVar("_Item")

_HOLD = timedelta(minutes=30)
"""How long a run at the mailbox may take before another operator may take over."""

_SYSTEMATIC = frozenset({0, 401, 403, 429})
"""Refusals that every further call would get too: no connection, no log-in, no right, no quota."""


def mailbox_of(session: Session) -> Mailbox:
    """Open the mailbox that Settings name as the sender."""
    return open_mailbox(session.settings.sender, session.key, session.meter)


def look_around(session: Session, mailbox: Mailbox, asked: Callable[[Sight], tuple[Look, ...]]) -> Sight:
    """Look at the mailbox until nothing is left to ask."""
    sight = Sight()
    while steps := asked(sight):
        for step in steps:
            match step:
                case ListDrafts():
                    sight = sight.with_list(draft.id for draft in mailbox.drafts())
                case SearchDrafts(query):
                    sight = sight.with_search(query, (draft.id for draft in mailbox.drafts(query)))
                case OpenDraft(id):
                    found = mailbox.get(id)
                    sight = sight.with_draft(id, read_message(found.raw) if found else None)
                case Wait(seconds):
                    session.meter.wait(seconds, "an interrupted run may have made drafts that Gmail does not list yet")
                    sight = sight.after_wait(seconds)
    return sight


def make_drafts(session: Session, order: Order) -> Plan:
    """Make the drafts of a mailing: ledger first, then the mailbox, then the ledger again.

    Returns the plan that was shown.

    Raises
    ------
    MentorshipError
        Nothing may be written, or the mailbox refused; what was done until then is written down.
    """
    now = datetime.now(UTC)
    desk = draft_stage.lay_out(session.workbook, session.settings, order, now)
    mailbox = mailbox_of(session)
    with console.status("Looking at the mailbox …"):
        sight = look_around(session, mailbox, lambda sight: draft_stage.look(desk, order, sight))
    drafted = draft_stage.plan(session.workbook, desk, order, now, sight)
    if not session.agreed_to(drafted.plan, _work(drafted.tasks, "draft", "to make or change")):
        return drafted.plan
    session.write(drafted.plan, hold=_HOLD if drafted.tasks else None)
    tasks = draft_stage.announced(drafted.tasks, session.workbook, session.settings)
    outcomes: list[Outcome] = []
    try:
        for task in _progress("Making drafts", tasks, session):
            _done(task.work.key, partial(_do, mailbox, task), outcomes)
    finally:
        if drafted.tasks:
            outcomes += _not_begun((task.work.key for task in tasks), outcomes)
            told = draft_stage.record(session.workbook, session.settings, drafted.tasks, outcomes, datetime.now(UTC))
            session.write(told)
    _tell(outcomes)
    if outcomes and not session.options.silent:
        say("Done. Read the drafts in Gmail, and tick Reviewed in the tab Drafts.", "green")
    return drafted.plan


def show_letters(session: Session, order: Order, most: int) -> None:
    """Print the first letters of a mailing as their readers would see them; nothing is made or written."""
    desk = draft_stage.lay_out(session.workbook, session.settings, order, datetime.now(UTC))
    for one in desk.wants[:most]:
        letter = desk.letters.get(one.key)
        if letter is not None:
            console.rule(style="dim")
            say(f"To: {', '.join(letter.to)}\nSubject: {letter.subject}", "bold")
            say(f"\n{letter.text}")


def send_drafts(session: Session, limit: int | None) -> Plan:
    """Send the drafts that were ticked as reviewed and whose pairs still stand; return the plan that was shown."""
    now = datetime.now(UTC)
    mailbox = mailbox_of(session)
    with console.status("Looking at the mailbox …"):
        sight = look_around(session, mailbox, lambda sight: send_stage.look(session.workbook, session.settings, sight))
    sending = send_stage.plan(session.workbook, session.settings, now, sight, limit=limit)
    if not session.agreed_to(sending.plan, _work(sending.posts, "mail", "to send")):
        return sending.plan
    session.write(sending.plan, hold=_HOLD if sending.posts else None)
    posts, outcomes = send_stage.announced(sending.posts, session.workbook, session.settings, now)
    try:
        for post in _progress("Sending", posts, session):
            _done(post.entry.key, partial(_send, mailbox, post, session.settings), outcomes)
    finally:
        if sending.posts:
            outcomes += _not_begun((post.entry.key for post in posts), outcomes)
            session.write(send_stage.record(session.workbook, session.settings, outcomes, datetime.now(UTC)))
    _tell(outcomes)
    if outcomes and not session.options.silent:
        say(f"{counted(len(outcomes), 'mail')} sent.", "green")
    return sending.plan


def send_trials(session: Session, address: str, limit: int | None) -> int:
    """Send copies of the drafts that ``send`` would take to one address, and return how many; the ledger is not told.

    Raises
    ------
    MentorshipError
        The mailbox refused.
    """
    mailbox = mailbox_of(session)
    sight = look_around(session, mailbox, lambda sight: send_stage.look(session.workbook, session.settings, sight))
    sending = send_stage.plan(session.workbook, session.settings, datetime.now(UTC), sight, limit=limit)
    for post in _progress("Sending trials", sending.posts, session):
        found = mailbox.get(post.draft)
        if found is not None:
            mailbox.send(mailbox.create(redirect(found.raw, address)).id)
    return len(sending.posts)


def _work(tasks: Sequence[object], what: str, to_do: str) -> str:
    return f"{counted(len(tasks), what)} {to_do}" if tasks else ""


def _do(mailbox: Mailbox, task: draft_stage.Task) -> Outcome:
    work, raw = task.work, task.letter.raw if task.letter else b""
    match work.kind:
        case WorkKind.CREATE:
            return Outcome(work.key, Done.CREATED, mailbox.create(raw).id)
        case WorkKind.UPDATE:
            return Outcome(work.key, Done.UPDATED, mailbox.update(work.draft, raw).id)
        case WorkKind.DISCARD:
            mailbox.delete(work.draft)
            return Outcome(work.key, Done.DISCARDED)


def _send(mailbox: Mailbox, post: send_stage.Post, settings: Settings) -> Outcome:
    found = mailbox.get(post.draft)
    refusal = send_stage.refusal(post.entry, read_message(found.raw) if found else None, settings)
    if refusal:
        return Outcome(post.entry.key, Done.REFUSED, post.draft, refusal)
    mailbox.send(post.draft)
    return Outcome(post.entry.key, Done.SENT)


def _done(key: str, work: Callable[[], Outcome], outcomes: list[Outcome]) -> None:
    """Do one piece of work and note what came of it; raise a refusal that every further one would get too."""
    try:
        outcomes.append(work())
    except RefusedError as error:
        outcomes.append(Outcome(key, Done.REFUSED, remark=error.findings[0].what))
        if error.code in _SYSTEMATIC:
            raise
    except UnknownError:
        outcomes.append(Outcome(key, Done.UNKNOWN))
    except BaseException:
        # Ctrl-C, or a bug: the call may be on its way
        outcomes.append(Outcome(key, Done.UNKNOWN))
        raise


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
