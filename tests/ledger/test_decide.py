from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mentorship_gsheets.ledger import (
    Decision,
    Desired,
    Entry,
    MailboxView,
    State,
    Wishes,
    Work,
    WorkKind,
    choose,
    reconcile,
)
from mentorship_gsheets.ledger.decide import (
    BY_HAND,
    GOING,
    LEFT,
    LOOK,
    LOST,
    LOST_AFTER,
    LOST_SENDING,
    NOT_DUE,
    OPEN_FINDINGS,
    OTHER_KIND,
    SENT_SURELY,
    SETTLED,
    TWO_DRAFTS,
)
from mentorship_gsheets.ledger.entry import HELD_BY_HAND, INTERRUPTED, REWRITING
from mentorship_gsheets.mail import kinds, reference
from tests.ledger.letters import ADA, BO, CY, NOW, digest_of, entry, key_of, message, want

PAIR = (ADA, BO)
SETTLE = "Delete it in Gmail, or run: mentorship draft matches --refresh"
REWRITE = "To rewrite it, run: mentorship draft matches --refresh"
KEY = key_of(PAIR)
THERE = MailboxView().with_list(["r1"])
NOWHERE = MailboxView().with_list([]).with_draft("r1", None)
UNEDITED = THERE.with_draft("r1", message(PAIR))
REFRESH = Wishes(refresh=True)
CREATE = (Work(WorkKind.CREATE, KEY),)


def decide(line: Entry | None, due: Desired | None, view: MailboxView, **more: object) -> Decision:
    return reconcile([line] if line else [], [due] if due else [], view, NOW, **more)  # type: ignore[arg-type] # by name


def only(decision: Decision) -> Entry:
    (line,) = decision.entries
    return line


def said(decision: Decision) -> list[tuple[str, str]]:
    return [(finding.code, finding.remedy) for _, finding in decision.findings]


def sentences(decision: Decision) -> list[str]:
    return [finding.what for _, finding in decision.findings]


# --- the table of the package ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "draft", "there", "gone"),
    [
        (State.PLANNED, "", State.INTENT, State.INTENT),
        (State.INTENT, "", State.INTENT, State.INTENT),
        (State.DRAFTED, "r1", State.DRAFTED, State.GONE),
        (State.SENDING, "r1", State.DRAFTED, State.SENT),
        (State.UNKNOWN, "r1", State.DRAFTED, State.SENT),
        (State.UNKNOWN, "", State.INTENT, State.INTENT),
        (State.STALE, "r1", State.DRAFTED, State.GONE),
        (State.HELD, "r1", State.DRAFTED, State.GONE),
        (State.HELD, "", State.INTENT, State.INTENT),
        (State.SENT, "r1", State.SENT, State.SENT),
        (State.GONE, "r1", State.GONE, State.GONE),
    ],
)
def test_what_becomes_of_a_letter_that_is_due(state: State, draft: str, there: State, gone: State) -> None:
    line = entry(ADA, BO, state=state, draft=draft, remark="why" if state is State.HELD else "")
    for view, expected in ((THERE, there), (NOWHERE, gone)):
        decision = decide(line, want(ADA, BO), view)
        assert only(decision).state is expected
        assert decision.work == (CREATE if expected is State.INTENT else ())


@pytest.mark.parametrize(
    ("state", "draft", "there", "gone"),
    [
        (State.PLANNED, "", State.PLANNED, State.PLANNED),
        (State.INTENT, "", State.PLANNED, State.PLANNED),
        (State.DRAFTED, "r1", State.STALE, State.GONE),
        (State.SENDING, "r1", State.STALE, State.SENT),
        (State.UNKNOWN, "r1", State.STALE, State.SENT),
        (State.UNKNOWN, "", State.PLANNED, State.PLANNED),
        (State.STALE, "r1", State.STALE, State.GONE),
        (State.HELD, "r1", State.STALE, State.GONE),
        (State.HELD, "", State.PLANNED, State.PLANNED),
        (State.SENT, "r1", State.SENT, State.SENT),
        (State.GONE, "r1", State.GONE, State.GONE),
    ],
)
def test_what_becomes_of_a_letter_that_is_not_due(state: State, draft: str, there: State, gone: State) -> None:
    line = entry(ADA, BO, state=state, draft=draft, remark="why" if state is State.HELD else "")
    for view, expected in ((THERE, there), (NOWHERE, gone)):
        decision = decide(line, None, view)
        assert only(decision).state is expected
        assert decision.work == ()


@pytest.mark.parametrize("state", [State.INTENT, State.UNKNOWN])
@pytest.mark.parametrize("due", [want(ADA, BO), want(ADA, BO, held="why"), None])
@pytest.mark.parametrize("changed", [NOW - LOST_AFTER - timedelta(seconds=1), None])
def test_what_a_run_was_cut_off_at_long_ago_may_have_been_sent_by_hand(
    state: State, due: Desired | None, changed: datetime | None
) -> None:
    line = entry(ADA, BO, state=state, draft="", changed=changed)
    decision = decide(line, due, NOWHERE)
    lost = replace(line, state=State.GONE, remark=LOST)
    assert (only(decision), decision.work) == (lost, ())
    assert (lost.interrupted, line.interrupted, entry(ADA, BO, state=State.GONE).interrupted) == (True, False, False)
    for told in (decision, decide(lost, due, NOWHERE)):
        assert sentences(told) == [
            f"the letter {reference(KEY)} was being made when a run was cut off, and is not in the mailbox: "
            "never made, or sent or deleted by hand."
        ] * (due is not None)
        remedy = f"{LOOK} To have it made, add --again {reference(KEY)}, or --again interrupted for all of these."
        assert said(told) == [("draft-interrupted", remedy)] * (due is not None)
    found = THERE.with_draft("r1", message(PAIR))
    assert only(decide(line, want(ADA, BO), found)) == replace(line, state=State.DRAFTED, draft="r1")


@pytest.mark.parametrize("state", [State.INTENT, State.UNKNOWN])
def test_what_a_run_was_cut_off_at_just_now_was_never_made(state: State) -> None:
    line = entry(ADA, BO, state=state, draft="", changed=NOW - LOST_AFTER)
    decision = decide(line, want(ADA, BO), NOWHERE)
    assert (only(decision).state, decision.work, decision.findings) == (State.INTENT, CREATE, ())


@pytest.mark.parametrize("name", ["ada@example.org", reference(KEY), INTERRUPTED])
def test_what_a_run_was_cut_off_at_is_made_when_it_is_named(name: str) -> None:
    lost = entry(ADA, BO, state=State.GONE, draft="", remark=LOST)
    decision = decide(lost, want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({name})))
    assert (only(decision), decision.work) == (entry(ADA, BO, state=State.INTENT, draft=""), CREATE)
    by_hand = entry(ADA, BO, state=State.GONE)
    decision = decide(by_hand, want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({INTERRUPTED})))
    assert (only(decision), decision.work) == (by_hand, ())


@pytest.mark.parametrize("state", State)
def test_deciding_again_changes_nothing(state: State) -> None:
    for line in (entry(ADA, BO, state=state), entry(ADA, BO, state=state, draft="")):
        for due in (None, want(ADA, BO), want(ADA, BO, held="why"), want(ADA, BO, kind=kinds.MATCH_VIRTUAL)):
            for view in (THERE, NOWHERE):
                once = decide(line, due, view)
                assert decide(only(once), due, view).entries == once.entries


# --- drafts that are there ------------------------------------------------------------------------------------------


def test_a_draft_found_under_another_id_keeps_the_new_one() -> None:
    view = MailboxView().with_list(["r9"]).with_draft("r1", None).with_draft("r9", message(PAIR))
    assert only(decide(entry(ADA, BO, remark="x"), want(ADA, BO), view)) == entry(ADA, BO, draft="r9")


def test_two_drafts_of_one_letter_are_held_until_one_is_deleted() -> None:
    read = replace(entry(ADA, BO, reviewed=True), approved="seen")
    decision = decide(read, want(ADA, BO), THERE.with_draft("r2", message(PAIR)))
    assert only(decision) == replace(read, state=State.HELD, remark=TWO_DRAFTS)
    # which of the two was read nobody knows where no run saw the tick
    unseen = decide(entry(ADA, BO, reviewed=True), want(ADA, BO), THERE.with_draft("r2", message(PAIR)))
    assert only(unseen) == entry(ADA, BO, state=State.HELD, remark=TWO_DRAFTS)
    remedy = "Delete one of them in Gmail; or, to delete all but the one that the column Draft names, run: "
    assert said(decision) == [("two-drafts", f"{remedy}mentorship draft --delete {reference(KEY)}")]
    assert str(decision.findings[0][1]).startswith(f"the letter {reference(KEY)} has two drafts in the mailbox.")
    assert decision.findings[0][0] == KEY
    assert decision.work == ()


def test_a_letter_in_doubt_with_two_drafts_is_not_made_a_third_time() -> None:
    line = entry(ADA, BO, state=State.INTENT, draft="")
    view = MailboxView().with_list([]).with_draft("r3", message(PAIR)).with_draft("r2", message(PAIR))
    decision = decide(line, want(ADA, BO), view)
    assert (only(decision).state, only(decision).draft, decision.work) == (State.HELD, "r2", ())


def test_a_held_letter_keeps_its_draft_and_says_why() -> None:
    decision = decide(entry(ADA, BO, reviewed=True), want(ADA, BO, held="colleagues"), THERE)
    assert only(decision) == entry(ADA, BO, state=State.HELD, reviewed=True, remark="colleagues")
    assert said(decision) == []


@pytest.mark.parametrize("remark", ["", HELD_BY_HAND])
def test_what_a_person_held_stays_held_until_the_person_lets_it_go(remark: str) -> None:
    line = entry(ADA, BO, state=State.HELD, reviewed=True, remark=remark)
    held = replace(line, remark=HELD_BY_HAND)
    for decision in (
        decide(line, want(ADA, BO), THERE),
        decide(line, want(ADA, BO, held="colleagues"), THERE),
        decide(line, None, THERE, unsettled=[BO]),
        decide(line, want(ADA, BO), UNEDITED, wishes=REFRESH),
    ):
        assert (only(decision), decision.work) == (held, ())
    unmade = replace(line, draft="")
    assert (only(decide(unmade, want(ADA, BO), NOWHERE)), decide(unmade, want(ADA, BO), NOWHERE).work) == (
        replace(held, draft=""),
        (),
    )
    two = THERE.with_list(["r1", "r2"]).with_draft("r1", message(PAIR)).with_draft("r2", message(PAIR))
    assert only(decide(replace(line, approved="a.b.c.d"), want(ADA, BO), two)).remark == HELD_BY_HAND
    assert choose([held], [want(ADA, BO)], sent_today=0, daily_limit=9) == ()
    freed = decide(replace(held, state=State.DRAFTED), want(ADA, BO), THERE)
    assert only(freed) == entry(ADA, BO, reviewed=True)
    # no longer due, it is as outdated as any other
    assert only(decide(line, None, THERE)).state is State.STALE


def test_a_stale_draft_says_what_to_do() -> None:
    decision = decide(entry(ADA, BO), None, THERE)
    assert only(decision) == entry(ADA, BO, state=State.STALE, remark=f"{NOT_DUE} {SETTLE}")
    assert said(decision) == [("stale-draft", SETTLE)]
    assert sentences(decision) == [f"the letter {reference(KEY)} is not due any more, and its draft is still there."]


def test_a_stale_draft_found_under_another_id_keeps_the_new_one() -> None:
    view = MailboxView().with_list(["r9"]).with_draft("r1", None).with_draft("r9", message(PAIR))
    assert only(decide(entry(ADA, BO), None, view)).draft == "r9"


def test_people_with_open_findings_make_a_draft_held_and_not_stale() -> None:
    decision = decide(entry(ADA, BO), None, THERE, unsettled=[BO])
    assert only(decision) == entry(ADA, BO, state=State.HELD, remark=OPEN_FINDINGS)
    assert said(decision) == []
    assert only(decide(entry(ADA, BO), None, THERE, unsettled=[CY])).state is State.STALE


def test_refresh_discards_a_stale_draft_only_unedited() -> None:
    discard = (Work(WorkKind.DISCARD, KEY, "r1"),)
    unedited = decide(entry(ADA, BO), None, UNEDITED, wishes=REFRESH)
    assert (unedited.work, only(unedited).state, said(unedited)) == (discard, State.STALE, [])
    edited = decide(entry(ADA, BO), None, THERE.with_draft("r1", message(PAIR, "Dear")), wishes=REFRESH)
    assert (edited.work, said(edited)) == ((), [("stale-draft", BY_HAND)])
    assert decide(entry(ADA, BO), None, THERE, wishes=REFRESH).work == ()
    assert decide(entry(ADA, BO), None, UNEDITED).work == ()


def test_refresh_rewrites_other_words_only_unedited() -> None:
    line, due = entry(ADA, BO, reviewed=True), want(ADA, BO, wording="Welcome")
    rewritten = decide(line, due, UNEDITED, wishes=REFRESH)
    assert rewritten.work == (Work(WorkKind.UPDATE, KEY, "r1"),)
    assert only(rewritten) == replace(line, reviewed=False, remark=REWRITING)
    assert said(rewritten) == [("rewritten", "Read the draft in Gmail, and tick Reviewed.")]
    assert said(decide(replace(line, reviewed=False), due, UNEDITED, wishes=REFRESH)) == []
    half_done = decide(line, due, THERE.with_draft("r1", message(PAIR, "Welcome")), wishes=REFRESH)
    assert half_done.work == rewritten.work
    edited = decide(line, due, THERE.with_draft("r1", message(PAIR, "Dear")), wishes=REFRESH)
    assert (edited.work, only(edited)) == ((), line)
    assert said(edited) == [("other-words", "It was edited by hand, so it stays.")]
    assert said(decide(line, due, UNEDITED)) == [("other-words", REWRITE)]
    assert sentences(edited) == [f"the letter {reference(KEY)} would be worded otherwise by now."]


def test_words_nobody_asked_about_are_fine() -> None:
    due = replace(want(ADA, BO), digest="")
    assert said(decide(entry(ADA, BO), due, THERE, wishes=REFRESH)) == []
    assert said(decide(entry(ADA, BO), want(ADA, BO), THERE, wishes=REFRESH)) == []


def test_another_kind_of_meeting_holds_a_draft_until_it_is_rewritten() -> None:
    due = want(ADA, BO, kind=kinds.MATCH_VIRTUAL)
    decision = decide(entry(ADA, BO), due, UNEDITED)
    assert only(decision) == entry(ADA, BO, state=State.HELD, remark=f"{OTHER_KIND} {REWRITE}")
    assert said(decision) == [("other-kind", REWRITE)]
    assert sentences(decision) == [f"the letter {reference(KEY)} should be match-virtual by now."]
    assert decide(entry(ADA, BO), due, UNEDITED, wishes=REFRESH).work == (Work(WorkKind.UPDATE, KEY, "r1"),)
    blind = decide(entry(ADA, BO), replace(due, digest=""), THERE)
    assert only(blind).state is State.HELD


# --- drafts that are gone -------------------------------------------------------------------------------------------


def test_a_deleted_draft_is_gone_and_says_how_to_get_it_back() -> None:
    decision = decide(entry(ADA, BO), want(ADA, BO), NOWHERE)
    assert only(decision) == entry(ADA, BO, state=State.GONE, remark=LEFT)
    remedy = f"{LOOK} To have it made once more: mentorship draft matches --again {reference(KEY)}"
    assert said(decision) == [("draft-gone", remedy)]
    assert said(decide(only(decision), want(ADA, BO), NOWHERE)) == [("draft-gone", remedy)]
    assert sentences(decision) == [
        f"the letter {reference(KEY)} is not in the mailbox any more, sent or deleted by hand."
    ]
    assert said(decide(entry(ADA, BO), None, NOWHERE)) == []


def test_a_stale_draft_that_is_gone_is_settled() -> None:
    assert only(decide(entry(ADA, BO, state=State.STALE), None, NOWHERE)).remark == SETTLED


def test_a_draft_that_left_while_being_sent_was_sent() -> None:
    decision = decide(entry(ADA, BO, state=State.SENDING), want(ADA, BO), NOWHERE)
    assert only(decision) == entry(ADA, BO, state=State.SENT, remark=SENT_SURELY)
    assert (decision.work, said(decision)) == ((), [])


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN])
@pytest.mark.parametrize("changed", [NOW - LOST_AFTER - timedelta(seconds=1), None])
def test_a_draft_that_was_being_sent_long_ago_may_have_been_deleted_since(
    state: State, changed: datetime | None
) -> None:
    line = entry(ADA, BO, state=state, changed=changed)
    lost = replace(line, state=State.GONE, remark=LOST_SENDING)
    for told in (decide(line, want(ADA, BO), NOWHERE), decide(lost, want(ADA, BO), NOWHERE)):
        assert (only(told), told.work) == (lost, ())
        remedy = f"{LOOK} To have it made once more: mentorship draft matches --again {reference(KEY)}"
        assert said(told) == [("send-interrupted", remedy)]
    named = decide(line, want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({reference(KEY)})))
    assert (only(named).state, named.work) == (State.INTENT, CREATE)
    assert only(decide(replace(line, changed=NOW - LOST_AFTER), want(ADA, BO), NOWHERE)).state is State.SENT


@pytest.mark.parametrize("state", [State.SENT, State.GONE])
@pytest.mark.parametrize("name", ["ada@example.org", reference(KEY)])
def test_a_finished_letter_is_made_again_by_name_only(state: State, name: str) -> None:
    line = entry(ADA, BO, state=state, reviewed=True, remark="x")
    named = decide(line, want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({name})))
    assert (only(named), named.work) == (entry(ADA, BO, state=State.INTENT, draft=""), CREATE)
    assert said(named) == []
    other = decide(line, want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({"cy@example.org"})))
    assert (only(other), other.work) == (line, ())
    assert decide(line, None, NOWHERE, wishes=Wishes(again=frozenset({name}))).work == ()
    held = decide(line, want(ADA, BO, held="why"), NOWHERE, wishes=Wishes(again=frozenset({name})))
    assert (only(held).state, held.work) == (State.HELD, ())


def test_naming_a_draft_that_is_there_makes_no_second_one() -> None:
    decision = decide(entry(ADA, BO), want(ADA, BO), THERE, wishes=Wishes(again=frozenset({"ada@example.org"})))
    assert (only(decision), decision.work) == (entry(ADA, BO), ())


def test_naming_a_letter_makes_it_again_in_the_run_that_misses_it() -> None:
    decision = decide(entry(ADA, BO), want(ADA, BO), NOWHERE, wishes=Wishes(again=frozenset({"ada@example.org"})))
    assert (only(decision).state, decision.work, said(decision)) == (State.INTENT, CREATE, [])


# --- letters to be made ---------------------------------------------------------------------------------------------


def test_a_new_letter_is_intended_then_made() -> None:
    decision = decide(None, want(ADA, BO), MailboxView())
    assert only(decision) == entry(ADA, BO, state=State.INTENT, draft="")
    assert decision.work == CREATE


def test_a_new_letter_takes_over_everything_of_the_want() -> None:
    due = replace(want(ADA, BO, kind=kinds.MATCH_VIRTUAL, wording="Hi"), round="2")
    line = only(decide(entry(ADA, BO, state=State.PLANNED, draft="", remark="x", reviewed=True), due, MailboxView()))
    assert (line.kind, line.digest, line.reviewed, line.remark) == (
        kinds.MATCH_VIRTUAL,
        digest_of(PAIR, "Hi"),
        False,
        "",
    )
    fresh = only(decide(None, due, MailboxView()))
    assert (fresh.kind, fresh.round, fresh.people) == (kinds.MATCH_VIRTUAL, "2", PAIR)


def test_a_draft_whose_line_got_lost_is_taken_up() -> None:
    decision = decide(None, want(ADA, BO, held="why"), THERE.with_draft("r1", message(PAIR)))
    assert (only(decision), decision.work) == (entry(ADA, BO), ())


def test_a_held_letter_is_not_made() -> None:
    decision = decide(None, want(ADA, BO, held="why"), MailboxView())
    assert only(decision) == entry(ADA, BO, state=State.HELD, draft="", remark="why")
    assert decision.work == ()


def test_send_makes_nothing() -> None:
    quiet = Wishes(create=False)
    assert decide(None, want(ADA, BO), MailboxView(), wishes=quiet).entries == ()
    line = entry(ADA, BO, state=State.INTENT, draft="")
    assert decide(line, want(ADA, BO), NOWHERE, wishes=quiet) == Decision((line,))


def test_an_unmade_letter_that_is_not_due_is_planned_no_more() -> None:
    line = entry(ADA, BO, state=State.HELD, draft="", remark="why")
    assert only(decide(line, None, NOWHERE)) == replace(line, state=State.PLANNED, remark=NOT_DUE)
    planned = replace(line, state=State.PLANNED, remark="The outdated draft was deleted.")
    assert only(decide(planned, None, NOWHERE)) == planned


def test_a_stale_draft_to_the_same_person_bars_a_new_letter() -> None:
    decision = reconcile([entry(ADA, BO)], [want(ADA, CY), want(CY)], THERE, NOW)
    waiting, free = decision.entries[1:]
    remark = f"Waits for the outdated draft {reference(KEY)}. {SETTLE}"
    assert (waiting.state, waiting.remark) == (State.PLANNED, remark)
    assert free.state is State.INTENT
    assert decision.work == (Work(WorkKind.CREATE, key_of((CY,))),)
    assert said(decision) == [("stale-draft", SETTLE), ("waits", SETTLE)]
    assert str(decision.findings[1][1]).startswith(
        f"the letter {reference(key_of((ADA, CY)))} waits for the outdated draft {reference(KEY)}."
    )


def test_a_letter_barred_by_a_draft_that_goes_now_is_made_by_the_next_run() -> None:
    decision = reconcile([entry(ADA, BO)], [want(ADA, CY)], UNEDITED, NOW, wishes=REFRESH)
    assert decision.work == (Work(WorkKind.DISCARD, KEY, "r1"),)
    assert said(decision) == [("waits", GOING)]


def test_a_letter_barred_by_another_mailing_names_the_command_that_settles_it() -> None:
    outdated = entry(ADA, BO)
    new = want(ADA, CY, kind=kinds.REMATCH_NEW_PARTNER)
    for wishes in (Wishes(), REFRESH):
        assert said(reconcile([], [new], THERE, NOW, barring=[outdated], wishes=wishes)) == [("waits", SETTLE)]
    parted = replace(outdated, kind=kinds.CANCELLED)
    assert said(reconcile([], [want(ADA, CY)], THERE, NOW, barring=[parted])) == [
        ("waits", "Delete it in Gmail, or run: mentorship draft rematch --refresh")
    ]


def test_letters_without_a_family_wait_for_nobody() -> None:
    decision = reconcile([entry(ADA, BO)], [replace(want(ADA, CY), family=False)], THERE, NOW)
    assert decision.entries[1].state is State.INTENT


def test_a_held_draft_of_a_letter_still_due_bars_nothing() -> None:
    decision = reconcile([entry(ADA, BO)], [want(ADA, BO, held="why"), want(ADA, CY)], THERE, NOW)
    assert [line.state for line in decision.entries] == [State.HELD, State.INTENT]


def test_a_held_draft_of_a_letter_not_due_bars() -> None:
    decision = reconcile([entry(ADA, BO)], [want(ADA, CY)], THERE, NOW, unsettled=[BO])
    assert [line.state for line in decision.entries] == [State.HELD, State.PLANNED]


@pytest.mark.parametrize(
    ("state", "draft", "bars"),
    [
        (State.STALE, "r1", True),
        (State.DRAFTED, "r1", True),
        (State.INTENT, "", True),
        (State.PLANNED, "", False),
        (State.SENT, "r1", False),
        (State.GONE, "r1", False),
    ],
)
def test_lines_of_other_mailings_bar_while_a_draft_may_be_there(state: State, draft: str, bars: bool) -> None:
    decision = reconcile([], [want(ADA, CY)], MailboxView(), NOW, barring=[entry(ADA, BO, state=state, draft=draft)])
    assert only(decision).state is (State.PLANNED if bars else State.INTENT)


def test_entries_keep_their_order_and_new_ones_follow_that_of_the_wants() -> None:
    old = [entry(CY), entry(ADA, BO, draft="r2")]
    decision = reconcile(
        old, [want(BO), want(ADA, BO), want(ADA), want(CY)], MailboxView().with_list(["r1", "r2"]), NOW
    )
    assert [line.people for line in decision.entries] == [(CY,), (ADA, BO), (BO,), (ADA,)]
    assert [work.key for work in decision.work] == [key_of((BO,)), key_of((ADA,))]


# --- what is sent ---------------------------------------------------------------------------------------------------


def test_reviewed_drafts_of_due_letters_go_in_the_order_of_the_wants() -> None:
    lines = [
        entry(CY, reviewed=True),
        entry(ADA, BO, reviewed=True, remark="x"),
        entry(ADA, CY, reviewed=True),
        entry(BO),
    ]
    desired = [want(ADA, BO), want(BO), want(ADA), want(CY)]
    chosen = choose(lines, desired, sent_today=0, daily_limit=9)
    assert chosen == (
        entry(ADA, BO, state=State.SENDING, reviewed=True),
        entry(CY, state=State.SENDING, reviewed=True),
    )


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFTED])
def test_only_drafted_letters_go(state: State) -> None:
    assert choose([entry(ADA, BO, state=state, reviewed=True)], [want(ADA, BO)], sent_today=0, daily_limit=9) == ()


@pytest.mark.parametrize(
    ("sent_today", "daily_limit", "limit", "most"),
    [
        (0, 9, None, 3),
        (0, 2, None, 2),
        (1, 2, None, 1),
        (2, 2, None, 0),
        (5, 2, None, 0),
        (0, 9, 1, 1),
        (0, 1, 2, 1),
        (0, 9, 0, 0),
    ],
)
def test_no_more_go_than_both_limits_allow(sent_today: int, daily_limit: int, limit: int | None, most: int) -> None:
    lines = [entry(person, reviewed=True) for person in (ADA, BO, CY)]
    desired = [want(person) for person in (ADA, BO, CY)]
    assert len(choose(lines, desired, sent_today=sent_today, daily_limit=daily_limit, limit=limit)) == most
