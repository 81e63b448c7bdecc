"""What a person approved is what goes: ticks, edits and runs in every order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentorship_gsheets.ledger import Done, MailboxView, Outcome, State
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, draft, send
from mentorship_gsheets.stages.send import LINE_BACK
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied, edited
from tests.stages.cast import conference, mentee, mentor
from tests.stages.mailroom import MATCHES, NOW, codes, drafted, lines, mail_book, planned, posted, sent, ticked, typed


def small(box: Box) -> Workbook:
    return drafted(mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada")), box)


def key(book: Workbook) -> str:
    return lines(book, "Key")[0][0]


def reword(box: Box, words: bytes = b"good cup of tea") -> None:
    box.drafts["r1"] = box.drafts["r1"].replace(b"good hour", words)


def test_an_edit_made_before_the_tick_was_seen_goes_as_it_stands() -> None:
    box = Box()
    book = ticked(small(box))
    reword(box)
    after = sent(book, box)
    assert lines(after, "State") == [("SENT",)]
    assert b"good cup of tea" in box.sent[0]


def test_an_edit_made_while_the_run_goes_on_is_asked_about_again() -> None:
    box = Box()
    book = ticked(small(box))
    decided = posted(book, box)
    book = applied(decided.plan, book)
    reword(box)
    (post,) = decided.posts
    kept = send.stopped(post, read_message(box.drafts["r1"]), SETTINGS)
    assert kept is not None
    assert (kept.done, kept.remark) == (
        Done.CHANGED,
        "The draft changed after it was ticked (text). Read the draft in Gmail, and tick Reviewed again.",
    )
    after = applied(send.record(book, decided.posts, [kept], NOW), book)
    assert lines(after, "State", "Reviewed", "Approved") == [("DRAFTED", "False", "")]
    assert posted(after, box).posts == ()
    assert lines(sent(ticked(after), box), "State") == [("SENT",)]


@pytest.mark.parametrize("between", ["check", "send", "draft"])
def test_an_edit_after_a_run_has_seen_the_tick_is_asked_about_again(between: str) -> None:
    box = Box()
    book = ticked(small(box))
    match between:
        case "check":
            view = MailboxView()
            while steps := check.look(book, SETTINGS, view):
                for step in steps:
                    view = box.see(step, view)
            plan = check.plan(book, SETTINGS, NOW, view)
            assert check.plan(applied(plan, book), SETTINGS, NOW, view).changes == ()
            book = applied(replace(plan, changes=tuple(c for c in plan.changes if c.tab == "Drafts")), book)
        case "send":
            book = sent(book, box, limit=0)
        case "draft":
            book = drafted(book, box)
    assert [len(one) for (one,) in lines(book, "Approved")] == [51]
    reword(box)
    after = sent(book, box)
    assert (box.sent, lines(after, "State", "Reviewed")) == ([], [("DRAFTED", "False")])
    assert lines(sent(ticked(after), box), "State") == [("SENT",)]


def test_a_tick_on_a_line_without_a_draft_is_named_and_taken_away() -> None:
    book = mail_book(mentor("Ada", "Bo", affiliation="Lab"), mentee("Bo", "Ada", affiliation="Lab"))
    box = Box()
    held = ticked(drafted(book, box))
    plan = posted(held, box).plan
    assert "ticked-too-early" in codes(plan)
    assert lines(applied(plan, held), "State", "Reviewed") == [("HELD", "False")]
    settled = edited(held, Role.MENTEE, "bo@example.org", "Affiliation", "Elsewhere")
    assert "ticked-too-early" in codes(planned(settled, box).plan)
    made = drafted(settled, box)
    assert lines(made, "State", "Reviewed") == [("DRAFTED", "False")]
    assert posted(made, box).posts == ()


@pytest.mark.parametrize("broke_off", [False, True])
def test_a_tick_set_while_the_draft_is_made_counts_for_nothing(broke_off: bool) -> None:
    box = Box()
    decided = planned(mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada")), box)
    book = ticked(applied(decided.plan, mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada"))))
    (task,) = decided.tasks
    assert task.letter is not None
    made = Outcome(task.key, Done.CREATED, box.create(task.letter.raw))
    if not broke_off:
        plan = draft.record(book, decided.tasks, [made], NOW)
        assert codes(plan) == ["ticked-too-early"]
        book = applied(plan, book)
        assert lines(book, "State", "Reviewed") == [("DRAFTED", "False")]
    assert posted(book, box).posts == ()


def test_a_tick_set_while_the_draft_is_rewritten_counts_for_nothing() -> None:
    box, fresh = Box(), replace(MATCHES, refresh=True)
    reworded = typed(small(box), "Emails", "Kind", "match-in-person", "Subject", "Hello {{ mentor }}")
    decided = planned(reworded, box, fresh)
    book = ticked(applied(decided.plan, reworded))
    assert posted(book, box).posts == ()
    (task,) = decided.tasks
    after = applied(draft.record(book, decided.tasks, [Outcome(task.key, Done.UPDATED, "r1")], NOW), book)
    assert lines(after, "Reviewed", "Remark") == [("False", "")]


@pytest.mark.parametrize("word", ["1", "yes", "Yes", "x", "X", "✓", "✔️", "TRUE", "true"])
def test_what_people_write_for_a_tick_is_one_and_stays_as_it_is(word: str) -> None:
    box = Box()
    book = small(box)
    after = sent(typed(book, "Drafts", "Key", key(book), "Reviewed", word), box)
    assert lines(after, "State", "Reviewed") == [("SENT", word)]


def test_what_is_neither_yes_nor_no_is_named_and_does_not_go() -> None:
    box = Box()
    book = small(box)
    book = typed(book, "Drafts", "Key", key(book), "Reviewed", "later")
    decided = posted(book, box)
    assert decided.posts == ()
    assert [str(finding) for finding in decided.plan.findings if finding.code == "unclear-tick"] == [
        f"Drafts!D2: “later” is no tick, so the letter {lines(book, 'Reference')[0][0]} is not sent. "
        "Write yes if the draft was read, no if it was not, or tick the box."
    ]
    assert lines(applied(decided.plan, book), "Reviewed") == [("later",)]


@pytest.mark.parametrize("over", ["HELD", "DRAFTED", "GONE", "let us wait"])
def test_what_left_is_sent_whatever_was_typed_over_it(over: str) -> None:
    box = Box()
    book = ticked(small(box))
    decided = posted(book, box)
    book = applied(decided.plan, book)
    book = typed(book, "Drafts", "Key", key(book), "State", over)
    plan = send.record(book, decided.posts, [Outcome(key(book), Done.SENT)], NOW)
    after = applied(plan, book)
    assert lines(after, "State", "Remark") == [("SENT", "The mail had left before this line was changed.")]
    assert send.record(after, decided.posts, [Outcome(key(book), Done.SENT)], NOW).changes == ()


@pytest.mark.parametrize(("done", "state"), [(Done.SENT, "SENT"), (Done.UNKNOWN, "UNKNOWN")])
def test_a_line_deleted_while_its_mail_left_comes_back(done: Done, state: str) -> None:
    box = Box()
    book = ticked(small(box))
    decided = posted(book, box)
    book = applied(decided.plan, book)
    outcome = Outcome(key(book), done)
    gone = replace(book, tabs=tuple(replace(t, rows=()) if t.title == "Drafts" else t for t in book.tabs))
    after = applied(send.record(gone, decided.posts, [outcome], NOW), gone)
    assert lines(after, "State", "Remark", "Draft") == [(state, LINE_BACK, "r1")]
    kept = send.record(gone, decided.posts, [Outcome(outcome.key, Done.REFUSED)], NOW)
    assert kept.changes == ()


def test_a_letter_that_is_held_by_now_does_not_go() -> None:
    box = Box()
    book = ticked(drafted(conference(), box))
    decided = posted(book, box)
    written = applied(decided.plan, book)
    held = edited(written, Role.MENTOR, "ada@example.org", "Capacity", "0")
    go, kept = send.announced(decided.posts, held, SETTINGS, NOW)
    assert len(go) == len(decided.posts) - len(kept)
    assert [outcome.key for outcome in kept] == [decided.posts[0].key]


def test_a_run_cut_off_while_sending_long_ago_says_where_to_look() -> None:
    box = Box()
    book = ticked(small(box))
    cut_off = applied(posted(book, box).plan, book)
    del box.drafts["r1"]
    soon, late = sent(cut_off, box), sent(cut_off, box, now=NOW + timedelta(hours=3))
    assert lines(soon, "State") == [("SENT",)]
    assert lines(late, "State") == [(str(State.GONE),)]
    assert "Look under Sent in Gmail" in lines(late, "Remark")[0][0]
    (reference,) = lines(late, "Reference")[0]
    again = drafted(late, box, replace(MATCHES, again=frozenset({reference})))
    assert lines(again, "State") == [("DRAFTED",)]


def test_a_second_draft_is_told_by_send_and_deleted_by_its_reference() -> None:
    box = Box()
    after = sent(ticked(small(box)), box)
    box.create(box.sent[0])
    assert codes(posted(after, box).plan) == ["stray-draft"]
    assert codes(planned(after, box).plan) == ["stray-draft"]


def test_a_check_names_a_tick_it_takes_away_once_and_has_nothing_left_to_do_then() -> None:
    box = Box()
    book = sent(ticked(small(box)), box, limit=0)
    reword(box)
    view = MailboxView()
    while steps := check.look(book, SETTINGS, view):
        for step in steps:
            view = box.see(step, view)
    plan = check.plan(book, SETTINGS, NOW, view)
    assert codes(plan) == ["changed-after-tick"]
    after = applied(plan, book)
    assert lines(after, "Reviewed", "Approved") == [("False", "")]
    again = check.plan(after, SETTINGS, NOW, view)
    assert (again.changes, again.findings) == ((), ())
