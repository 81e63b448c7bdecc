"""Drafting again: after changes, deletions, broken-off runs and refusals."""

from dataclasses import replace

import pytest

from mentorship_gsheets.ledger import Done, Outcome
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.people import Role
from mentorship_gsheets.stages import draft
from tests.ledger.box import Box
from tests.stages.books import applied, edited
from tests.stages.cast import changed_pair, conference
from tests.stages.mailroom import (
    MATCHES,
    NOW,
    codes,
    drafted,
    lines,
    planned,
    recipients,
    sent,
    ticked,
    typed,
)


def test_a_changed_pair_makes_the_draft_stale_and_the_new_one_waits() -> None:
    box = Box()
    changed = changed_pair(drafted(conference(), box))
    after = drafted(changed, box)
    assert lines(after, "Kind", "To", "State") == [
        ("match-in-person", "Ada <ada@example.org>, Bo <bo@example.org>", "STALE"),
        ("match-virtual", "Cy <cy@example.org>, Dee <dee@example.org>", "DRAFTED"),
        ("unmatched-mentor", "Eve <eve@example.org>", "DRAFTED"),
        ("unmatched-mentee", "Flo <flo@example.org>", "STALE"),
        ("not-enough-known", "Gil <gil@example.org>", "DRAFTED"),
        ("match-in-person", "Ada <ada@example.org>, Flo <flo@example.org>", "PLANNED"),
        ("unmatched-mentee", "Bo <bo@example.org>", "PLANNED"),
    ]
    assert len(box.drafts) == 5
    assert planned(after, box).plan.changes == ()


def test_once_the_stale_drafts_are_deleted_the_new_ones_are_made() -> None:
    box = Box()
    after = drafted(changed_pair(drafted(conference(), box)), box)
    del box.drafts["r1"], box.drafts["r4"]
    after = drafted(after, box)
    assert [state for (state,) in lines(after, "State")] == [
        "GONE", "DRAFTED", "DRAFTED", "GONE", "DRAFTED", "DRAFTED", "DRAFTED",
    ]  # fmt: skip
    assert recipients([box.drafts["r6"], box.drafts["r7"]]) == [
        ["ada@example.org", "flo@example.org"],
        ["bo@example.org"],
    ]


def test_refresh_deletes_stale_drafts_nobody_edited_and_the_next_run_makes_the_new_ones() -> None:
    box, fresh = Box(), replace(MATCHES, refresh=True)
    after = drafted(changed_pair(drafted(conference(), box)), box, fresh)
    assert sorted(box.drafts) == ["r2", "r3", "r5"]
    after = drafted(after, box, fresh)
    assert recipients([box.drafts["r6"], box.drafts["r7"]]) == [
        ["ada@example.org", "flo@example.org"],
        ["bo@example.org"],
    ]
    assert planned(after, box, fresh).plan.changes == ()


def test_refresh_never_touches_a_draft_that_somebody_edited() -> None:
    box, fresh = Box(), replace(MATCHES, refresh=True)
    after = drafted(conference(), box)
    edited_draft = box.drafts["r1"].replace(b"good hour", b"good cup of tea")
    box.drafts["r1"] = edited_draft
    reworded = typed(after, "Emails", "Kind", "match-in-person", "Subject", "Hello {{ mentor }} and {{ mentee }}")
    again = drafted(reworded, box, fresh)
    assert box.drafts["r1"] == edited_draft
    assert lines(again, "State")[0] == ("DRAFTED",)
    assert codes(planned(again, box, fresh).plan) == ["other-words"]
    drafted(changed_pair(again), box, fresh)
    assert box.drafts["r1"] == edited_draft


def test_refresh_rewrites_what_would_be_worded_otherwise_and_takes_the_tick_away() -> None:
    box, fresh = Box(), replace(MATCHES, refresh=True)
    after = ticked(drafted(conference(), box))
    reworded = typed(after, "Emails", "Kind", "match-in-person", "Subject", "Hello {{ mentor }} and {{ mentee }}")
    assert codes(planned(reworded, box).plan) == ["other-words"]
    again = drafted(reworded, box, fresh)
    assert read_message(box.drafts["r1"]).subject == "Hello Ada and Bo"
    assert lines(again, "Subject", "Reviewed")[0] == ("Hello Ada and Bo", "False")
    assert lines(again, "Reviewed")[1] == ("TRUE",)
    assert planned(again, box, fresh).plan.changes == ()


def test_a_draft_for_the_other_kind_of_meeting_is_held_until_it_is_rewritten() -> None:
    box = Box()
    after = edited(drafted(conference(), box), Role.MENTEE, "bo@example.org", "Attendance", "virtual")
    held = drafted(after, box)
    assert lines(held, "Kind", "State")[0] == ("match-in-person", "HELD")
    again = drafted(held, box, replace(MATCHES, refresh=True))
    assert lines(again, "Kind", "State", "Draft")[0] == ("match-virtual", "DRAFTED", "r1")
    assert len(box.drafts) == 5


def test_a_deleted_draft_is_only_made_again_by_name() -> None:
    box = Box()
    after = drafted(conference(), box)
    del box.drafts["r3"]
    after = drafted(after, box)
    assert lines(after, "State")[2] == ("GONE",)
    assert planned(after, box).tasks == ()
    assert codes(planned(after, box).plan) == ["draft-gone"]
    (reference,) = lines(after, "Reference")[2]
    for name in (reference.lower(), " Eve@example.org "):
        assert len(planned(after, box, replace(MATCHES, again=frozenset({name}))).tasks) == 1
    after = drafted(after, box, replace(MATCHES, again=frozenset({reference})))
    assert lines(after, "State", "Draft")[2] == ("DRAFTED", "r6")


def test_a_sent_letter_is_never_made_again_without_being_named() -> None:
    box = Box()
    after = sent(ticked(drafted(conference(), box)), box)
    assert planned(after, box).tasks == ()
    assert lines(drafted(after, box), "State") == [("SENT",)] * 5
    assert len(planned(after, box, replace(MATCHES, again=frozenset({"ada@example.org"}))).tasks) == 1


def test_a_lost_line_finds_its_draft_again() -> None:
    box = Box()
    after = drafted(conference(), box)
    box.create(b"Subject: a stranger's draft\r\n\r\nhello")
    ledger = after.tab("Drafts")
    assert ledger is not None
    lost = replace(after, tabs=tuple(replace(tab, rows=tab.rows[2:]) if tab is ledger else tab for tab in after.tabs))
    found = drafted(lost, box)
    assert len(box.drafts) == 6
    assert sorted(lines(found, "Draft", "State")) == [(f"r{n}", "DRAFTED") for n in range(1, 6)]
    assert planned(found, box).plan.changes == ()


@pytest.mark.parametrize("done", range(6))
@pytest.mark.parametrize("lags", [False, True])
def test_a_run_that_broke_off_anywhere_is_completed_without_a_second_draft(done: int, lags: bool) -> None:
    box = Box()
    decided = planned(conference(), box)
    broken = applied(decided.plan, conference())
    for task in decided.tasks[:done]:
        assert task.letter is not None
        box.create(task.letter.raw, lags)
    after = drafted(broken, box)
    undisturbed = Box()
    assert lines(after, "Key", "State") == lines(drafted(conference(), undisturbed), "Key", "State")
    assert sorted(box.drafts.values()) == sorted(undisturbed.drafts.values())
    assert planned(after, box).plan.changes == ()


@pytest.mark.parametrize("made", [False, True])
def test_an_answer_that_never_came_is_looked_up(made: bool) -> None:
    box = Box()
    decided = planned(conference(), box)
    broken = applied(decided.plan, conference())
    outcomes = []
    for number, task in enumerate(decided.tasks):
        assert task.letter is not None
        if number != 1:
            outcomes.append(Outcome(task.work.key, Done.CREATED, box.create(task.letter.raw)))
        elif made:
            box.create(task.letter.raw)
    outcomes.append(Outcome(decided.tasks[1].work.key, Done.UNKNOWN))
    recorded = applied(draft.record(broken, decided.tasks, outcomes, NOW), broken)
    assert lines(recorded, "State", "Remark")[1][0] == "UNKNOWN"
    after = drafted(recorded, box)
    assert lines(after, "State") == [("DRAFTED",)] * 5
    assert len(box.drafts) == 5


def test_a_refusal_is_written_down_and_tried_again_next_time() -> None:
    box = Box()
    decided = planned(conference(), box)
    broken = applied(decided.plan, conference())
    refused = [Outcome(task.work.key, Done.REFUSED, remark="Too many mails today.") for task in decided.tasks]
    plan = draft.record(broken, decided.tasks, refused, NOW)
    recorded = applied(plan, broken)
    assert plan.summary == "5 refused"
    assert lines(recorded, "State", "Remark") == [("PLANNED", "Too many mails today.")] * 5
    assert lines(drafted(recorded, box), "State", "Remark") == [("DRAFTED", "")] * 5
