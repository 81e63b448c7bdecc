"""``draft``: which letters are made, what the ledger says before and after, and the work at the mailbox between.

The shell looks at the mailbox until `look` has nothing left to ask, writes `plan`, does the tasks it names, and
writes `record`. Nothing here sends: a letter becomes a draft and no more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.ledger import (
    SETTLE_SECONDS,
    Done,
    Entry,
    Look,
    MailboxView,
    Outcome,
    State,
    Stray,
    Wishes,
    Work,
    WorkKind,
    after,
    approve,
    discount,
    looks,
    reconcile,
    stray_findings,
    strays,
    ticked_anew,
    too_early,
)
from mentorship_gsheets.mail import Letter, ReadMessage
from mentorship_gsheets.mailings.mail_settings import check_mail_settings
from mentorship_gsheets.mailings.rendering import Order, Rendered, render
from mentorship_gsheets.programmes import mailing_context, programme_of
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

STAGE = "draft"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing for the shell to do at the mailbox: create, update or discard.

    ``entry`` is its line as the plan writes it; ``letter`` is None when discarding.
    """

    work: Work
    entry: Entry
    letter: Letter | None = None

    @property
    def key(self) -> str:
        """The key of its line."""
        return self.work.key


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What ``draft`` would do.

    Parameters
    ----------
    plan
        Lines of the ledger, written before any task is begun.
    tasks
        What is to be done at the mailbox then, in this order, one call each.
    """

    plan: Plan
    tasks: tuple[Task, ...]


def render_mails(workbook: Workbook, settings: Settings, order: Order, now: datetime) -> Rendered:
    """Write the letters of a mailing; nothing of the mailbox need be known.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    order
        What was asked for.
    now
        With a time zone.

    Returns
    -------
    Rendered
        The letters, those that could not be written as findings.

    Raises
    ------
    MentorshipError
        Settings, templates or the ledger cannot be used; everything of one sort is named at once.
    """
    check_mail_settings(workbook, settings)
    programme = programme_of(settings)
    ledger = read_ledger(workbook, settings)
    context = mailing_context(programme, workbook, settings, ledger, now, order.answered)
    return render(workbook, context, order, programme.mailings)


def look(rendered: Rendered, order: Order, view: MailboxView, settle: float = SETTLE_SECONDS) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next; empty when `plan` can decide.

    Parameters
    ----------
    rendered, order
        As for `plan`.
    view
        What was seen so far; begin with a fresh one.
    settle
        Seconds to wait before a draft that an interrupted run may have made counts as not there.
    """
    known = {entry.key for entry in rendered.judged}
    new = any(one.key not in known and not one.held for one in rendered.desired)
    same = {(one.key, one.kind, one.digest) for one in rendered.desired}
    outdated = [entry for entry in rendered.judged if (entry.key, entry.kind, entry.digest) not in same]
    read = [entry.draft for entry in outdated if order.refresh and entry.had_draft]
    read += ticked_anew((*rendered.judged, *rendered.others))
    return looks(rendered.judged, view, others=rendered.others, new=new, read=read, settle=settle)


def plan(workbook: Workbook, rendered: Rendered, order: Order, now: datetime, view: MailboxView) -> DraftPlan:
    """Decide which drafts to make.

    Parameters
    ----------
    workbook
        The sheet that ``rendered`` was made from.
    rendered, order
        The letters, and what was asked for.
    now
        With a time zone.
    view
        What the mailbox shows, once `look` has nothing left to look at.

    Returns
    -------
    People with findings of level ``held`` are not written to and stand among the findings; withdrawn people are
    neither. Planning again after the work was recorded gives no changes and no tasks.
    """
    judged, others = discount(rendered.judged), discount(rendered.others)
    decision = reconcile(
        judged.entries,
        rendered.desired,
        view,
        now,
        unsettled=rendered.unsettled,
        barring=rendered.barring,
        wishes=Wishes(order.names, order.refresh),
    )
    approved = approve((*decision.entries, *others.entries), view)
    told = [*judged.findings, *others.findings, *decision.findings, *approved.findings]
    twice = {key for key, finding in decision.findings if finding.code == "two-drafts"}
    told += stray_findings(strays(approved.entries, view), twice)
    entries = {entry.key: entry for entry in approved.entries}
    # only where a letter is made anew do line and letter have to agree
    lines = {entry.key for entry in rendered.judged}
    fresh = {e.key for e in decision.entries if e.key not in lines or not (e.had_draft or e.finished)}
    letters = {key: letter for key, letter in rendered.letters.items() if key in fresh}
    return DraftPlan(
        Plan(
            STAGE,
            tuple(ledger_changes(workbook, approved.entries, letters, now)),
            (*rendered.findings, *locate_letters(told, workbook), *unclear_ticks(workbook)),
            (_by_kind(decision.entries),),
            _summary(decision.work, decision.entries),
        ),
        tuple(Task(work, entries[work.key], rendered.letters.get(work.key)) for work in decision.work),
    )


def look_for_strays(workbook: Workbook, settings: Settings, view: MailboxView) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next, to find the drafts that no line names.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    view
        What the mailbox shows.

    Raises
    ------
    MentorshipError
        A line of the ledger cannot be trusted.
    """
    return looks((), view, others=read_ledger(workbook, settings), new=True)


def strays_named(
    workbook: Workbook, settings: Settings, references: Sequence[str], view: MailboxView
) -> tuple[Stray, ...]:
    """Return the drafts that no line names, of these references.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    references
        As they stand at the end of a mail; case does not count.
    view
        What the mailbox shows.

    Raises
    ------
    MentorshipError
        There is none of some reference.
    """
    asked = {name.strip().upper() for name in references}
    found = tuple(one for one in strays(read_ledger(workbook, settings), view) if one.reference in asked)
    missing = sorted(asked - {stray.reference for stray in found})
    if missing:
        what = f"no draft in the mailbox carries {', '.join(missing)} without a line of Drafts that names it."
        raise MentorshipError(Finding(what, "A draft that a line names is deleted in Gmail.", code="no-stray"))
    return found


def plan_deletion(found: Sequence[Stray]) -> Plan:
    """Return what is shown before drafts are deleted that no line names; nothing is written but the log."""
    rows = tuple(
        (stray.reference, ", ".join(address for _, address in stray.message.to), stray.message.subject)
        for stray in found
    )
    table = Table("Drafts to delete", ("Reference", "To", "Subject"), rows)
    return Plan(STAGE, tables=(table,), summary=f"{len(found)} to delete")


def still_stray(workbook: Workbook, settings: Settings, stray: Stray, message: ReadMessage | None) -> bool:
    """Return whether a draft is as it was shown, and in no line of the sheet as it is now.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    stray
        The draft as it was shown.
    message
        The draft as it is now; ``None``: it is gone.
    """
    named = {entry.draft for entry in read_ledger(workbook, settings) if entry.had_draft}
    return message is not None and message.fingerprint == stray.message.fingerprint and stray.draft not in named


def record_deletion(deleted: int) -> Plan:
    """Return the plan that ends the work."""
    return Plan(STAGE, summary=f"{deleted} deleted")


def _by_kind(entries: Sequence[Entry]) -> Table:
    shown = {State.INTENT: "to make"}
    counts = Counter((str(entry.kind), shown.get(entry.state, str(entry.state))) for entry in entries)
    rows = tuple((kind, state, str(count)) for (kind, state), count in sorted(counts.items()))
    return Table("Letters", ("Mail", "State", "How many"), rows)


def _summary(work: Sequence[Work], entries: Sequence[Entry]) -> str:
    done = Counter(one.kind for one in work)
    states = Counter(entry.state for entry in entries)
    parts = (
        (done[WorkKind.CREATE], "to make"),
        (done[WorkKind.UPDATE], "to rewrite"),
        (done[WorkKind.DISCARD], "to delete"),
        (states[State.HELD], "held"),
        (states[State.PLANNED], "waiting"),
        (states[State.STALE] - done[WorkKind.DISCARD], "outdated"),
    )
    return "; ".join(f"{count} {what}" for count, what in parts if count) or "no draft to make"


def announced(tasks: Sequence[Task], workbook: Workbook, settings: Settings) -> tuple[Task, ...]:
    """Return the tasks whose lines still stand in the sheet read back after the plan was written.

    Parameters
    ----------
    tasks
        What the plan wanted to do in the mailbox.
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    """
    states = {entry.key: entry.state for entry in read_ledger(workbook, settings)}
    intended = {key for key, state in states.items() if state is State.INTENT}
    return tuple(task for task in tasks if task.work.key in (intended if task.work.kind is WorkKind.CREATE else states))


def record(workbook: Workbook, tasks: Sequence[Task], outcomes: Sequence[Outcome], now: datetime) -> Plan:
    """Write down what came of the tasks, whatever was typed into their lines meanwhile.

    A draft that was made although somebody deleted its line gets the line back. A tick that was set before the draft
    was there is taken away and stands among the findings.

    Parameters
    ----------
    workbook
        The sheet after the plan was written.
    tasks
        Those that were begun, or all.
    outcomes
        What came of them, in any order; lines without one stay as they are.
    now
        With a time zone.

    Returns
    -------
    Plan
        The plan; empty where the lines say so already.
    """
    begun = {task.work.key: task for task in tasks}
    letters = {task.work.key: task.letter for task in tasks if task.letter}
    changed, early = [], []
    for outcome in outcomes:
        written = begun[outcome.key].entry
        found = as_it_stands(workbook, written)
        if found is None and outcome.done not in (Done.CREATED, Done.UNKNOWN):
            continue
        standing = found or written
        entry = after(standing, outcome)
        if outcome.done is Done.UPDATED:
            letter = letters[entry.key]
            entry = replace(entry, kind=letter.kind, digest=letter.digest, invitation=letter.invitation)
        if standing.reviewed and not entry.reviewed:
            early.append((entry.key, too_early(entry)))
        changed.append(entry)
    counts = Counter(outcome.done for outcome in outcomes)
    summary = "; ".join(f"{count} {done}" for done, count in sorted(counts.items())) or "nothing was done"
    return Plan(
        STAGE,
        tuple(ledger_changes(workbook, changed, letters, now)),
        tuple(locate_letters(early, workbook)),
        summary=summary,
    )
