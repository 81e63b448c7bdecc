from dataclasses import replace
from datetime import timedelta

import pytest

from mentorship_gsheets.ledger import Done, Outcome
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Role, Status
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import send
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied, edited
from tests.stages.cast import changed_pair, conference, mentee, mentor, silent_people
from tests.stages.mailroom import (
    NOW,
    codes,
    drafted,
    lines,
    mail_book,
    mailing,
    planned,
    posted,
    recipients,
    sent,
    ticked,
    typed,
)

ALL = [["ada@example.org", "bo@example.org"], ["cy@example.org", "dee@example.org"], ["eve@example.org"]]


def ready(box: Box) -> Workbook:
    """All drafts made and ticked."""
    return ticked(drafted(conference(), box))


def test_only_ticked_drafts_go() -> None:
    box = Box()
    after = sent(ticked(drafted(conference(), box), "ada@", "eve@"), box)
    assert recipients(box.sent) == [["ada@example.org", "bo@example.org"], ["eve@example.org"]]
    assert lines(after, "State") == [("SENT",), ("DRAFTED",), ("SENT",), ("DRAFTED",), ("DRAFTED",)]
    plan = posted(after, box).plan
    assert (plan.changes, plan.summary) == ((), "0 to send; 3 not ticked as Reviewed")


def test_lines_say_sending_before_the_first_mail_leaves() -> None:
    box = Box()
    book = ready(box)
    assert lines(applied(posted(book, box).plan, book), "State") == [("SENDING",)] * 5


def test_the_order_is_that_of_kinds_and_people_not_of_lines() -> None:
    box = Box()
    book = ready(box)
    turned = replace(
        book, tabs=tuple(replace(tab, rows=tab.rows[::-1]) if tab.title == "Drafts" else tab for tab in book.tabs)
    )
    sent(turned, box, limit=3)
    assert recipients(box.sent) == ALL


def test_the_rest_goes_with_the_next_run() -> None:
    box = Box()
    after = sent(ready(box), box, limit=3)
    assert posted(after, box).plan.summary == "2 to send"
    sent(after, box)
    assert len(box.sent) == 5


def test_the_daily_limit_counts_what_went_in_the_last_24_hours() -> None:
    box, few = Box(), replace(SETTINGS, daily_limit=2)
    after = sent(ready(box), box, few)
    assert len(box.sent) == 2
    blocked = posted(after, box, few, NOW + timedelta(hours=23, minutes=59))
    assert (blocked.posts, blocked.plan.summary) == ((), "0 to send; 3 more are ready (limit 2 a day, 2 sent)")
    after = sent(after, box, few, NOW + timedelta(hours=24))
    assert len(box.sent) == 4
    assert len(posted(after, box, few, NOW + timedelta(hours=25), limit=9).posts) == 0


def test_a_line_without_a_readable_time_counts_as_sent_today() -> None:
    box, few = Box(), replace(SETTINGS, daily_limit=1)
    after = sent(ready(box), box, few)
    after = typed(after, "Drafts", "Key", lines(after, "Key")[0][0], "Changed", "yesterday")
    assert posted(after, box, few, NOW + timedelta(days=9)).posts == ()


def test_a_pair_changed_after_review_is_not_sent() -> None:
    box = Box()
    book = changed_pair(ready(box))
    plan = posted(book, box).plan
    after = sent(book, box)
    assert recipients(box.sent) == [["cy@example.org", "dee@example.org"], ["eve@example.org"], ["gil@example.org"]]
    assert lines(after, "State")[0] == ("STALE",)
    assert codes(plan) == ["stale-draft", "stale-draft", "kept-back", "kept-back"]
    assert [finding.where for finding in plan.findings] == ["Drafts!C2", "Drafts!C5", "Drafts!C2", "Drafts!C5"]


@pytest.mark.parametrize(
    ("role", "email", "column", "text", "state"),
    [
        (Role.MENTEE, "bo@example.org", "Mentor match", "", "HELD"),
        (Role.MENTOR, "ada@example.org", "Mentee match", "<flo@example.org>", "HELD"),
        (Role.MENTEE, "bo@example.org", "Status", "withdrawn", "HELD"),
        (Role.MENTEE, "bo@example.org", "Attendance", "virtual", "HELD"),
        (Role.MENTOR, "ada@example.org", "Capacity", "0", "HELD"),
    ],
)
def test_a_pair_with_findings_is_not_sent(role: Role, email: str, column: str, text: str, state: str) -> None:
    box = Box()
    after = sent(edited(ready(box), role, email, column, text), box)
    assert ["ada@example.org", "bo@example.org"] not in recipients(box.sent)
    assert lines(after, "State")[0] == (state,)
    assert len(box.drafts) >= 1


def test_a_settled_finding_lets_the_reviewed_draft_go() -> None:
    box = Box()
    after = sent(edited(ready(box), Role.MENTOR, "ada@example.org", "Capacity", "0"), box)
    after = sent(edited(after, Role.MENTOR, "ada@example.org", "Capacity", ""), box)
    assert lines(after, "State") == [("SENT",)] * 5


def test_whoever_answered_after_the_draft_was_made_is_not_reminded() -> None:
    box = Box()
    book = ticked(drafted(silent_people(), box, Order(mailing("survey"))))
    sent(edited(book, Role.MENTEE, "bo@example.org", "Status", "answered"), box)
    assert recipients(box.sent) == [["ada@example.org"]]


@pytest.mark.parametrize("gone", range(6))
def test_a_run_that_broke_off_anywhere_sends_every_mail_once(gone: int) -> None:
    box = Box()
    book = ready(box)
    decided = posted(book, box)
    broken = applied(decided.plan, book)
    for post in decided.posts[:gone]:
        box.send(post.draft)
    after = sent(broken, box)
    assert len(box.sent) == 5
    assert len(set(box.sent)) == 5
    assert lines(after, "State") == [("SENT",)] * 5


@pytest.mark.parametrize("went", [False, True])
def test_an_answer_that_never_came_is_looked_up_and_nothing_goes_twice(went: bool) -> None:
    box = Box()
    book = ready(box)
    decided = posted(book, box)
    broken = applied(decided.plan, book)
    for post in decided.posts[1:]:
        box.send(post.draft)
    if went:
        box.send(decided.posts[0].draft)
    outcomes = [Outcome(post.entry.key, Done.SENT) for post in decided.posts[1:]]
    recorded = applied(
        send.record(broken, decided.posts, [*outcomes, Outcome(decided.posts[0].entry.key, Done.UNKNOWN)], NOW), broken
    )
    assert lines(recorded, "State")[0] == ("UNKNOWN",)
    after = sent(recorded, box)
    assert len(box.sent) == 5
    assert lines(after, "State") == [("SENT",)] * 5


def test_a_draft_deleted_in_gmail_is_gone_and_not_sent() -> None:
    box = Box()
    book = ready(box)
    del box.drafts["r1"]
    after = sent(book, box)
    assert lines(after, "State")[0] == ("GONE",)
    assert len(box.sent) == 4


def test_a_draft_sent_by_hand_can_be_told_to_the_ledger() -> None:
    box = Box()
    book = ready(box)
    box.send("r1")
    after = sent(book, box)
    after = typed(after, "Drafts", "Key", lines(after, "Key")[0][0], "State", "sent")
    assert codes(planned(after, box).plan) == []


def test_edited_words_go_out_as_they_were_edited() -> None:
    box = Box()
    book = ready(box)
    box.drafts["r1"] = box.drafts["r1"].replace(b"good hour", b"good cup of tea")
    sent(book, box)
    assert b"good cup of tea" in box.sent[0]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (
            b"<bo@example.org>",
            b"<eve@example.net>",
            "The draft is addressed to somebody else than the people of this line.",
        ),
        (b"To: ", b"X-To: ", "The draft is addressed to somebody else than the people of this line."),
        (b",\r\n Bo <bo@example.org>", b"", "The draft is not addressed to all people of this line any more."),
        (
            b"Subject: ",
            b"Cc: chair@example.org, eve@example.net\r\nSubject: ",
            "The draft has a copy for somebody who is not in this line, nor under Copy to in Settings.",
        ),
        (b"Subject: ", b"Bcc: eve@example.net\r\nSubject: ", "The draft has blind copies."),
        (b"Subject: ", b"Subject: {{ mentor }} ", "There is a merge field left over in the draft."),
    ],
)
def test_a_draft_that_would_reach_strangers_stays(before: bytes, after: bytes, why: str) -> None:
    box = Box()
    book = ready(box)
    box.drafts["r1"] = box.drafts["r1"].replace(before, after)
    book = sent(book, box, replace(SETTINGS, copy_to=("chair@example.org",)))
    assert lines(book, "State", "Remark")[0] == ("DRAFTED", why)
    assert len(box.sent) == 4


def test_a_partner_may_be_moved_to_the_copies_and_organizers_may_have_one() -> None:
    box = Box()
    book = ready(box)
    moved = b"\r\nCc: Bo <BO@example.org>, chair@EXAMPLE.org"
    box.drafts["r1"] = box.drafts["r1"].replace(b",\r\n Bo <bo@example.org>", moved)
    book = sent(book, box, replace(SETTINGS, copy_to=("Chair@example.org",)))
    assert lines(book, "State", "Remark")[0] == ("SENT", "")
    assert moved in box.sent[0]


def test_a_draft_that_vanished_at_the_last_moment_is_refused() -> None:
    box = Box()
    (post, *_) = posted(ready(box), box).posts
    assert send.refusal(post.entry, None, SETTINGS) == "The draft is not in the mailbox any more."
    assert send.refusal(post.entry, read_message(box.drafts[post.draft]), SETTINGS) == ""


def test_people_with_a_domain_in_other_letters_are_no_strangers() -> None:
    book = mail_book(mentor("Ada", partners=("bo@straße.example",)), mentee("Bo", "Ada", email="bo@straße.example"))
    box = Box()
    sent(ticked(drafted(book, box)), box)
    assert recipients(box.sent) == [["ada@example.org", "bo@xn--strae-oqa.example"]]


def test_nothing_to_send_reads_no_mailings() -> None:
    box = Box()
    book = mail_book(mentor("Ada"), mentee("Bo", status=Status.NO_ANSWER))
    decided = posted(book, box, Settings())
    assert (decided.posts, decided.plan.changes, box.looks) == ((), (), [])
