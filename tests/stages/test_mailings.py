"""The mailings beside the first one: rematch, survey, reminder, check-in, after."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.mailings.schedule import CHECK_IN_AFTER, Days
from mentorship_gsheets.people import Role
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import edited
from tests.stages.cast import changed_pair, conference, introduced, mentee, mentor, silent_people
from tests.stages.mailroom import (
    NOW,
    codes,
    drafted,
    lines,
    mail_book,
    mailing,
    planned,
    recipients,
    sent,
    ticked,
)

REMATCH = Order(mailing("rematch"))


def test_after_a_change_only_those_concerned_are_written_to() -> None:
    box = Box()
    after = drafted(changed_pair(introduced(box)), box, REMATCH)
    assert lines(after, "Kind", "To", "State")[5:] == [
        ("rematch-old-partner", "Bo <bo@example.org>", "DRAFTED"),
        ("rematch-new-partner", "Ada <ada@example.org>, Flo <flo@example.org>", "DRAFTED"),
    ]
    plan = planned(after, box).plan
    assert (plan.changes, codes(plan)) == ((), [])


def test_matches_leaves_replaced_pairs_to_rematch() -> None:
    box = Box()
    decided = planned(changed_pair(introduced(box)), box)
    assert (decided.tasks, codes(decided.plan)) == ((), ["rematch"])


def test_whoever_lost_a_partner_who_withdrew_is_told_so_and_who_is_left() -> None:
    book = mail_book(mentor("Ada", "Bo", "Cy", capacity=2), mentee("Bo", "Ada"), mentee("Cy", "Ada"))
    box = Box()
    after = sent(ticked(drafted(book, box)), box)
    after = edited(after, Role.MENTEE, "bo@example.org", "Status", "withdrawn")
    after = edited(after, Role.MENTEE, "bo@example.org", "Mentor match", "")
    after = edited(after, Role.MENTOR, "ada@example.org", "Mentee match", "<cy@example.org>")
    after = drafted(after, box, REMATCH)
    assert lines(after, "Kind", "To")[2:] == [("cancelled", "Ada <ada@example.org>")]
    assert "you still meet Cy." in read_message(box.drafts["r3"]).content.text


def test_a_draft_that_stands_does_not_hold_up_the_mails_of_a_rematch() -> None:
    box = Box()
    book = mail_book(mentor("Ada", "Bo", "Cy", capacity=2), mentee("Bo", "Ada"), mentee("Cy", "Ada"))
    after = sent(ticked(drafted(book, box), "bo@"), box)
    after = edited(after, Role.MENTEE, "bo@example.org", "Mentor match", "")
    after = edited(after, Role.MENTOR, "ada@example.org", "Mentee match", "<cy@example.org>")
    assert lines(drafted(after, box, REMATCH), "Kind", "To", "State")[1:] == [
        ("match-in-person", "Ada <ada@example.org>, Cy <cy@example.org>", "DRAFTED"),
        ("rematch-old-partner", "Bo <bo@example.org>", "DRAFTED"),
        ("rematch-old-partner", "Ada <ada@example.org>", "DRAFTED"),
    ]


def test_an_outdated_introduction_holds_up_the_mails_of_a_rematch() -> None:
    box = Box()
    book = mail_book(mentor("Ada", "Bo", "Cy", capacity=2), mentee("Bo", "Ada"), mentee("Cy", "Ada"))
    after = sent(ticked(drafted(book, box), "bo@"), box)
    after = edited(after, Role.MENTEE, "bo@example.org", "Mentor match", "")
    after = edited(after, Role.MENTEE, "cy@example.org", "Mentor match", "")
    after = edited(after, Role.MENTOR, "ada@example.org", "Mentee match", "")
    assert lines(drafted(after, box, REMATCH), "Kind", "To", "State")[2:] == [
        ("rematch-old-partner", "Bo <bo@example.org>", "DRAFTED"),
        ("rematch-old-partner", "Ada <ada@example.org>", "PLANNED"),
    ]


def test_somebody_whose_row_was_deleted_counts_as_gone() -> None:
    box = Box()
    after = sent(ticked(drafted(mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada")), box)), box)
    mentees = after.tab("Mentees")
    assert mentees is not None
    after = replace(after, tabs=tuple(replace(tab, rows=()) if tab is mentees else tab for tab in after.tabs))
    after = edited(after, Role.MENTOR, "ada@example.org", "Mentee match", "")
    assert lines(drafted(after, box, REMATCH), "Kind", "To")[1:] == [("cancelled", "Ada <ada@example.org>")]


def test_a_half_done_edit_is_no_change_yet() -> None:
    box = Box()
    after = edited(introduced(box), Role.MENTEE, "bo@example.org", "Mentor match", "")
    assert planned(after, box, REMATCH).tasks == ()


def test_a_pair_of_a_rematch_is_not_introduced_a_second_time() -> None:
    box = Box()
    after = sent(ticked(drafted(changed_pair(introduced(box)), box, REMATCH)), box)
    assert planned(after, box).tasks == ()
    assert planned(after, box, REMATCH).tasks == ()
    assert len(box.sent) == 7


def test_a_new_pair_after_a_rematch_follows_the_last_one() -> None:
    box = Box()
    later = NOW + timedelta(hours=5)
    after = sent(ticked(drafted(changed_pair(introduced(box)), box, REMATCH)), box, now=later)
    after = edited(after, Role.MENTEE, "flo@example.org", "Mentor match", "<eve@example.org>")
    after = edited(after, Role.MENTOR, "ada@example.org", "Mentee match", "")
    after = edited(after, Role.MENTOR, "eve@example.org", "Mentee match", "<flo@example.org>")
    assert lines(drafted(after, box, REMATCH), "Kind", "To")[7:] == [
        ("rematch-old-partner", "Ada <ada@example.org>"),
        ("rematch-new-partner", "Eve <eve@example.org>, Flo <flo@example.org>"),
    ]


SURVEY, REMINDER = Order(mailing("survey")), Order(mailing("reminder"))


def test_the_survey_goes_once_to_everybody_who_has_not_answered() -> None:
    box = Box()
    after = drafted(silent_people(), box, SURVEY)
    assert lines(after, "Kind", "To", "People") == [
        ("survey-invitation", "Ada <ada@example.org>", "person ada@example.org"),
        ("survey-invitation", "Bo <bo@example.org>", "person bo@example.org"),
    ]
    assert planned(after, box, SURVEY).plan.changes == ()


def test_without_a_form_the_survey_stops() -> None:
    with pytest.raises(MentorshipError, match=r"^Emails!C2: {{ form_link }} has no value\. Fill in “Form” in Settings"):
        planned(silent_people(), Box(), SURVEY, settings=replace(SETTINGS, form="Form Responses 1"))


def test_whoever_answers_meanwhile_is_not_asked_again() -> None:
    box = Box()
    after = edited(drafted(silent_people(), box, SURVEY), Role.MENTEE, "bo@example.org", "Status", "answered")
    assert lines(drafted(after, box, SURVEY), "To", "State") == [
        ("Ada <ada@example.org>", "DRAFTED"),
        ("Bo <bo@example.org>", "STALE"),
    ]


def test_nobody_is_reminded_who_was_not_invited_or_too_early() -> None:
    box = Box()
    assert codes(planned(silent_people(), box, REMINDER).plan) == ["never-invited"]
    after = sent(ticked(drafted(silent_people(), box, SURVEY)), box)
    early = planned(after, box, REMINDER, now=NOW + timedelta(days=4, hours=23))
    assert (early.tasks, codes(early.plan)) == ((), ["too-early"])


def test_who_is_looked_up_is_reminded_no_more() -> None:
    box = Box()
    after = sent(ticked(drafted(silent_people(), box, SURVEY)), box)
    looked_up = edited(after, Role.MENTEE, "bo@example.org", "Status", "looked up")
    later = NOW + timedelta(days=SETTINGS.reminder_days)
    reminded = [
        recipients([task.letter.raw]) for task in planned(looked_up, box, REMINDER, now=later).tasks if task.letter
    ]
    everybody = [
        recipients([task.letter.raw]) for task in planned(after, box, REMINDER, now=later).tasks if task.letter
    ]
    assert [one for one in everybody if one not in reminded] == [[["bo@example.org"]]]
    assert len(everybody) == len(reminded) + 1


def test_reminders_follow_each_other_in_rounds_with_the_days_of_the_setting_between() -> None:
    box = Box()
    after = sent(ticked(drafted(silent_people(), box, SURVEY)), box)
    five, ten = NOW + timedelta(days=5), NOW + timedelta(days=10)
    after = drafted(after, box, REMINDER, now=five)
    assert planned(after, box, REMINDER, now=ten).plan.changes == ()
    after = sent(ticked(after), box, now=five)
    assert planned(after, box, REMINDER, now=ten - timedelta(seconds=1)).tasks == ()
    after = drafted(after, box, REMINDER, now=ten)
    assert lines(after, "Kind", "Round", "State")[2:] == [
        ("survey-reminder", "1", "SENT"),
        ("survey-reminder", "1", "SENT"),
        ("survey-reminder", "2", "DRAFTED"),
        ("survey-reminder", "2", "DRAFTED"),
    ]


CHECK_IN, AFTER = Order(mailing("check-in")), Order(mailing("after"))


def test_pairs_that_were_introduced_are_asked_once_after_the_days_in_settings() -> None:
    box = Box()
    rules = replace(SETTINGS, own={CHECK_IN_AFTER: Days((2,))})
    assert planned(conference(), box, CHECK_IN, rules).tasks == ()
    after = introduced(box)
    early = planned(after, box, CHECK_IN, rules, NOW + timedelta(days=1))
    assert (early.tasks, codes(early.plan)) == ((), ["too-early"])
    then = NOW + timedelta(days=2)
    after = sent(ticked(drafted(after, box, CHECK_IN, rules, then)), box, rules, then)
    assert lines(after, "Kind", "Round", "To", "State")[5:] == [
        ("check-in", "1", "Ada <ada@example.org>, Bo <bo@example.org>", "SENT"),
        ("check-in", "1", "Cy <cy@example.org>, Dee <dee@example.org>", "SENT"),
    ]
    assert planned(after, box, CHECK_IN, rules, NOW + timedelta(days=200)).tasks == ()


def test_everybody_who_was_introduced_is_asked_how_it_was_but_those_who_said() -> None:
    box = Box()
    after = introduced(box)
    order = replace(AFTER, answered=frozenset({"bo@example.org"}))
    assert lines(drafted(after, box, order), "Kind", "To")[5:] == [
        ("after-event-survey", "Ada <ada@example.org>"),
        ("after-event-survey", "Cy <cy@example.org>"),
        ("after-event-survey", "Dee <dee@example.org>"),
    ]
