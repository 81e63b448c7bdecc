"""What follows: the entries as they should be, and the work at the mailbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.ledger.desired import Decision, Desired, Wishes, Work, WorkKind
from mentorship_gsheets.ledger.entry import HELD_BY_HAND, INTERRUPTED, REWRITING, Entry, State, unread
from mentorship_gsheets.ledger.mailbox_view import MailboxView, Stray
from mentorship_gsheets.mail import reference

NOT_DUE = "Not due any more."
SENT_SURELY = "It left the drafts while it was being sent."
LOOK = "Look under Sent in Gmail; write SENT over GONE if it is there."
LEFT = f"The draft is not in the mailbox any more: sent or deleted by hand. {LOOK}"
LOST = f"A run was cut off while it was made. {LOOK}"
LOST_SENDING = f"A run was cut off while it was sent, and the draft is gone. {LOOK}"
LOST_AFTER = timedelta(hours=2)
"""How long after a run was cut off a draft that is not there counts as never made, or as sent where it was being sent;
later somebody may have sent or deleted it by hand."""
SETTLED = "The outdated draft is gone."
OPEN_FINDINGS = "The people have findings in check; settle those first."
BY_HAND = "It was edited by hand, so it stays: delete it in Gmail."
GOING = "It is deleted now; run this again."
OTHER_KIND = "The draft is of another kind."
TWO_DRAFTS = "There are two drafts of this letter: delete one in Gmail."
READ_IT = "Read the draft in Gmail, and tick Reviewed."
_NO_WISHES = Wishes()


def reconcile(
    entries: Sequence[Entry],
    desired: Sequence[Desired],
    view: MailboxView,
    now: datetime,
    *,
    unsettled: Collection[str] = (),
    barring: Sequence[Entry] = (),
    wishes: Wishes = _NO_WISHES,
) -> Decision:
    """Decide what the ledger should say and what is to be done, once `looks` has nothing left to look at.

    Parameters
    ----------
    entries
        The lines to be judged; keys are unique.
    desired
        The letters due now, of the same matters as the entries, in the order they are to be made.
    view
        What the mailbox shows.
    now
        With a time zone.
    unsettled
        People with open findings, as ``role address``: their letters are held, not called outdated.
    barring
        Lines of other mailings that are not due any more: their drafts bar new letters to the same people too.
    wishes
        What the organizer asked for beyond that.

    Returns
    -------
    Decision
        The lines as they should stand, what is to be done in the mailbox, and findings by key.
    """
    due = {mail.key: mail for mail in desired}
    context = _Context(view, now, frozenset(unsettled), wishes)
    standing = {entry.key: _judge(entry, due.get(entry.key), context) for entry in entries}
    bars = _bars([verdict.entry for verdict in standing.values()], due) + _bars(barring, ())
    going = {verdict.entry.key for verdict in standing.values() if _goes(verdict)}
    for mail in desired if wishes.create else ():
        verdict = standing.get(mail.key)
        if verdict is None or (_to_make(verdict.entry, wishes) and not verdict.entry.held_by_hand):
            standing[mail.key] = _make(mail, context, bars, going)
    verdicts = standing.values()
    return Decision(
        entries=tuple(verdict.entry for verdict in verdicts),
        work=tuple(verdict.work for verdict in verdicts if verdict.work),
        findings=tuple((verdict.entry.key, verdict.finding) for verdict in verdicts if verdict.finding),
    )


@dataclass(frozen=True, slots=True)
class _Context:
    view: MailboxView
    now: datetime
    unsettled: frozenset[str]
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class _Verdict:
    entry: Entry
    work: Work | None = None
    finding: Finding | None = None


def _goes(verdict: _Verdict) -> bool:
    return verdict.work is not None and verdict.work.kind is WorkKind.DISCARD


def _judge(entry: Entry, mail: Desired | None, context: _Context) -> _Verdict:
    if entry.finished:
        return _Verdict(entry, finding=_missed(entry, mail, context.wishes))
    if entry.held_by_hand:
        entry = replace(entry, remark=HELD_BY_HAND)
    drafts = context.view.drafts_of(entry)
    if len(drafts) > 1:
        named = entry.draft if entry.draft in drafts else drafts[0]
        remark = entry.remark if entry.held_by_hand else TWO_DRAFTS
        # which of the two was read when it was ticked, nobody knows unless a run saw the tick
        held = replace(entry if entry.approved else unread(entry), state=State.HELD, draft=named, remark=remark)
        return _Verdict(held, finding=_twice(entry))
    if drafts and mail is None:
        return _judge_undue(replace(entry, draft=drafts[0]), context)
    if drafts and mail is not None:
        return _judge_due(replace(entry, draft=drafts[0]), mail, context)
    long_ago = entry.changed is None or context.now - entry.changed > LOST_AFTER
    if entry.draft and entry.in_doubt and not long_ago:
        return _Verdict(replace(entry, state=State.SENT, remark=SENT_SURELY))
    if entry.draft and entry.in_doubt:
        lost = replace(entry, state=State.GONE, remark=LOST_SENDING)
        return _Verdict(lost, finding=_missed(lost, mail, context.wishes))
    if entry.draft:
        left = replace(entry, state=State.GONE, remark=SETTLED if entry.state is State.STALE else LEFT)
        return _Verdict(left, finding=_missed(left, mail, context.wishes))
    if entry.in_doubt and long_ago:
        lost = replace(entry, state=State.GONE, remark=LOST)
        return _Verdict(lost, finding=_missed(lost, mail, context.wishes))
    if mail is None and entry.state is not State.PLANNED:
        return _Verdict(replace(entry, state=State.PLANNED, remark=NOT_DUE))
    return _Verdict(entry)


def _missed(entry: Entry, mail: Desired | None, wishes: Wishes) -> Finding | None:
    if entry.state is State.SENT or mail is None or entry.named_by(wishes.again):
        return None
    if entry.interrupted:
        return _finding(
            entry,
            "was being made when a run was cut off, and is not in the mailbox: never made, or sent or deleted by hand.",
            "Look under Sent in Gmail; write SENT over GONE if it is there. To have it made, add --again "
            f"{reference(entry.key)}, or --again {INTERRUPTED} for all of these.",
            "draft-interrupted",
        )
    if entry.remark == LOST_SENDING:
        return _finding(
            entry,
            "was being sent when a run was cut off, and its draft is gone: sent then, or sent or deleted by hand.",
            "Look under Sent in Gmail; write SENT over GONE if it is there. "
            f"To have it made once more: {remake(entry)}",
            "send-interrupted",
        )
    return _finding(
        entry,
        "is not in the mailbox any more, sent or deleted by hand.",
        f"Look under Sent in Gmail; write SENT over GONE if it is there. To have it made once more: {remake(entry)}",
        "draft-gone",
    )


def _judge_undue(entry: Entry, context: _Context) -> _Verdict:
    if context.unsettled & set(entry.people):
        return _Verdict(entry if entry.held_by_hand else replace(entry, state=State.HELD, remark=OPEN_FINDINGS))
    stale = replace(entry, state=State.STALE, remark=f"{NOT_DUE} {settle(entry)}")
    if context.wishes.refresh and _unedited(context, entry.draft, entry.digest):
        return _Verdict(stale, Work(WorkKind.DISCARD, entry.key, entry.draft))
    remedy = BY_HAND if context.wishes.refresh else settle(entry)
    finding = _finding(entry, "is not due any more, and its draft is still there.", remedy, "stale-draft")
    return _Verdict(stale, finding=finding)


def _judge_due(entry: Entry, mail: Desired, context: _Context) -> _Verdict:
    if entry.held_by_hand:
        return _Verdict(entry)
    if mail.held:
        return _Verdict(replace(entry, state=State.HELD, remark=mail.held))
    drafted = replace(entry, state=State.DRAFTED, remark="")
    if mail.kind == entry.kind and mail.digest in ("", entry.digest):
        return _Verdict(drafted)
    if context.wishes.refresh and _unedited(context, entry.draft, entry.digest, mail.digest):
        # the tick was for other words
        told = _finding(entry, "is rewritten, so its tick is taken away.", READ_IT, "rewritten")
        return _Verdict(
            replace(unread(drafted), remark=REWRITING),
            Work(WorkKind.UPDATE, entry.key, entry.draft),
            told if entry.reviewed else None,
        )
    remedy = "It was edited by hand, so it stays." if context.wishes.refresh else rewrite(entry)
    if mail.kind == entry.kind:
        return _Verdict(drafted, finding=_finding(entry, "would be worded otherwise by now.", remedy, "other-words"))
    held = replace(drafted, state=State.HELD, remark=f"{OTHER_KIND} {rewrite(entry)}")
    return _Verdict(held, finding=_finding(entry, f"should be {mail.kind} by now.", remedy, "other-kind"))


def _twice(entry: Entry) -> Finding:
    return _finding(
        entry,
        "has two drafts in the mailbox.",
        "Delete one of them in Gmail; or, to delete all but the one that the column Draft names, run: "
        f"mentorship draft --delete {reference(entry.key)}",
        "two-drafts",
    )


def remake(entry: Entry) -> str:
    """Return the command that makes a finished letter once more."""
    return f"mentorship draft {entry.kind.mailing} --again {reference(entry.key)}"


def settle(entry: Entry) -> str:
    """Return what to do about an outdated draft; the command is that of the mailing it belongs to."""
    return f"Delete it in Gmail, or run: mentorship draft {entry.kind.mailing} --refresh"


def rewrite(entry: Entry) -> str:
    """Return what to do about a draft that would be written otherwise by now."""
    return f"To rewrite it, run: mentorship draft {entry.kind.mailing} --refresh"


def _unedited(context: _Context, draft: str, *digests: str) -> bool:
    """Return whether a draft was read and is word for word what one of the digests stands for."""
    message = context.view.opened.get(draft)
    return message is not None and message.digest in digests


def _finding(entry: Entry, what: str, remedy: str, code: str) -> Finding:
    return Finding(f"the letter {reference(entry.key)} {what}", remedy, code)


def _bars(entries: Sequence[Entry], due: Collection[str]) -> list[Entry]:
    """Return the entries whose draft may still go to somebody although it should not."""
    return [entry for entry in entries if entry.key not in due and (entry.in_doubt or entry.had_draft)]


def _to_make(entry: Entry, wishes: Wishes) -> bool:
    return entry.named_by(wishes.again) if entry.finished else not entry.had_draft


def _make(mail: Desired, context: _Context, bars: Sequence[Entry], going: Collection[str]) -> _Verdict:
    fresh = Entry(
        mail.key,
        mail.kind,
        State.INTENT,
        mail.people,
        mail.round,
        digest=mail.digest,
        changed=context.now,
        invitation=mail.invitation,
    )
    if orphans := context.view.drafts_of(fresh):
        return _Verdict(replace(fresh, state=State.DRAFTED, draft=orphans[0]))
    if mail.held:
        return _Verdict(replace(fresh, state=State.HELD, remark=mail.held))
    bar = next((bar for bar in bars if mail.family and bar.recipients & fresh.recipients), None)
    if bar is not None:
        what, remedy = f"the outdated draft {reference(bar.key)}", GOING if bar.key in going else settle(bar)
        return _Verdict(
            replace(fresh, state=State.PLANNED, remark=f"Waits for {what}. {settle(bar)}"),
            finding=_finding(fresh, f"waits for {what}.", remedy, "waits"),
        )
    return _Verdict(fresh, Work(WorkKind.CREATE, fresh.key))


def choose(
    entries: Sequence[Entry], desired: Sequence[Desired], *, sent_today: int, daily_limit: int, limit: int | None = None
) -> tuple[Entry, ...]:
    """Choose what is sent now, in the order of the desired mails.

    Parameters
    ----------
    entries
        As `reconcile` left them.
    desired
        The letters due now, in the order they are to be sent.
    sent_today
        Mails sent in the last 24 hours.
    daily_limit, limit
        At most so many in 24 hours; at most so many now, or None.

    Returns
    -------
    The drafted, reviewed entries of due letters, already SENDING; whatever is held, outdated or in doubt is absent.
    """
    by_key = {entry.key: entry for entry in entries}
    ready = [by_key[mail.key] for mail in desired if mail.key in by_key]
    ready = [entry for entry in ready if entry.state is State.DRAFTED and entry.reviewed]
    most = max(0, daily_limit - sent_today)
    most = most if limit is None else min(most, limit)
    return tuple(replace(entry, state=State.SENDING, remark="") for entry in ready[:most])


def stray_findings(found: Sequence[Stray], told: Collection[str] = ()) -> list[tuple[str, Finding]]:
    """Return ``(key, finding)`` for each draft that carries our reference and is in nobody's line.

    Parameters
    ----------
    found
        Of `strays`, all lines given.
    told
        Keys of letters whose second draft is told of already.
    """
    return [(stray.line.key if stray.line else "", _stray(stray)) for stray in found if not _told(stray, told)]


def _told(stray: Stray, told: Collection[str]) -> bool:
    return stray.line is not None and stray.line.key in told


def _stray(stray: Stray) -> Finding:
    delete = f"mentorship draft --delete {stray.reference}"
    if stray.line is None:
        return Finding(
            f"a draft in the mailbox carries the reference {stray.reference}, and no line of Drafts knows it.",
            "Leave it if another sheet uses this mailbox. If its line was deleted, run draft for that kind of mail: it "
            f"is taken up again. To delete it, run: {delete}",
            "stray-draft",
        )
    if not stray.line.finished:
        return _twice(stray.line)
    return replace(
        _finding(
            stray.line,
            f"is {stray.line.state}, and there is a draft of it in the mailbox.",
            f"Do not send it by hand. To delete it, run: {delete}",
            "stray-draft",
        ),
        level=Level.HELD,
    )
