"""First drafts: who gets one, who is held, what stops everything."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level, MentorshipError
from mentorship_gsheets.ledger import ListDrafts
from mentorship_gsheets.mail import read_message
from mentorship_gsheets.people import Role, Status
from mentorship_gsheets.settings import Settings
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied, edited
from tests.stages.cast import conference, mentee, mentor
from tests.stages.mailroom import (
    codes,
    drafted,
    lines,
    mail_book,
    planned,
    recipients,
    typed,
)


def test_every_pair_and_everybody_left_over_gets_a_draft() -> None:
    box = Box()
    after = drafted(conference(), box)
    assert lines(after, "Kind", "To", "State", "Draft") == [
        ("match-in-person", "Ada <ada@example.org>, Bo <bo@example.org>", "DRAFTED", "r1"),
        ("match-virtual", "Cy <cy@example.org>, Dee <dee@example.org>", "DRAFTED", "r2"),
        ("unmatched-mentor", "Eve <eve@example.org>", "DRAFTED", "r3"),
        ("unmatched-mentee", "Flo <flo@example.org>", "DRAFTED", "r4"),
        ("not-enough-known", "Gil <gil@example.org>", "DRAFTED", "r5"),
    ]
    assert recipients(list(box.drafts.values())) == [
        ["ada@example.org", "bo@example.org"],
        ["cy@example.org", "dee@example.org"],
        ["eve@example.org"],
        ["flo@example.org"],
        ["gil@example.org"],
    ]


def test_the_intent_is_written_first_with_everything_but_the_draft() -> None:
    decided = planned(conference(), Box())
    before = applied(decided.plan, conference())
    assert lines(before, "State", "Draft", "Reviewed", "People", "Changed")[0] == (
        "INTENT",
        "",
        "False",
        "mentor ada@example.org; mentee bo@example.org",
        "2027-07-01 09:00:00",
    )
    assert decided.plan.summary == "5 to make"
    assert [task.letter.key for task in decided.tasks if task.letter] == [key for (key,) in lines(before, "Key")]


def test_one_look_is_enough_where_nothing_is_in_doubt() -> None:
    box = Box()
    after = drafted(conference(), box)
    assert box.looks == [ListDrafts()]
    again = planned(after, box)
    assert (again.plan.changes, again.tasks) == ((), ())
    assert box.looks == [ListDrafts(), ListDrafts()]


def test_the_order_of_rows_changes_nothing() -> None:
    turned = replace(
        conference(),
        tabs=tuple(
            replace(tab, rows=tab.rows[::-1]) if tab.title.startswith("Ment") else tab for tab in conference().tabs
        ),
    )
    assert [task.work for task in planned(turned, Box()).tasks] == [
        task.work for task in planned(conference(), Box()).tasks
    ]


def test_withdrawn_people_get_nothing_and_their_partners_are_held() -> None:
    book = mail_book(
        mentor("Ada", "Bo"), mentee("Bo", "Ada", status=Status.WITHDRAWN), mentor("Cy", "Dee"), mentee("Dee", "Cy")
    )
    box = Box()
    after = drafted(book, box)
    assert lines(after, "To", "State") == [("Cy <cy@example.org>, Dee <dee@example.org>", "DRAFTED")]
    assert "withdrawn-partner" in codes(planned(book, Box()).plan)


def test_people_with_findings_are_held_and_reported_with_the_cell() -> None:
    book = mail_book(
        mentor("Ada", "Bo", affiliation="Lab"),
        mentee("Bo", "Ada", affiliation="Lab"),
        mentor("Cy", "Dee"),
        mentee("Dee", "Cy"),
    )
    box = Box()
    after = drafted(book, box)
    assert lines(after, "To", "State", "Draft") == [
        ("Ada <ada@example.org>, Bo <bo@example.org>", "HELD", ""),
        ("Cy <cy@example.org>, Dee <dee@example.org>", "DRAFTED", "r1"),
    ]
    held = [finding for finding in planned(book, Box()).plan.findings if finding.level is Level.HELD]
    assert [(finding.code, finding.where) for finding in held] == [("pair-affiliation", "Mentees!B2")]


def test_a_pair_that_only_one_side_names_gets_no_mail() -> None:
    book = mail_book(mentor("Ada", "Bo"), mentee("Bo"), mentor("Cy", "Dee"), mentee("Dee", "Cy"))
    after = drafted(book, Box())
    assert lines(after, "To") == [("Cy <cy@example.org>, Dee <dee@example.org>",)]
    assert "one-sided" in codes(planned(book, Box()).plan)


def test_a_held_letter_is_made_once_the_finding_is_settled() -> None:
    book = mail_book(mentor("Ada", "Bo", affiliation="Lab"), mentee("Bo", "Ada", affiliation="Lab"))
    box = Box()
    after = edited(drafted(book, box), Role.MENTEE, "bo@example.org", "Affiliation", "Elsewhere")
    assert lines(drafted(after, box), "State", "Draft", "Remark") == [("DRAFTED", "r1", "")]


def test_without_any_pair_nobody_is_told_to_be_left_over() -> None:
    with pytest.raises(MentorshipError, match=r"no pair stands\. Run match and check first\."):
        planned(mail_book(mentor("Ada"), mentee("Bo")), Box())


def test_settings_a_mail_cannot_do_without_are_named_together() -> None:
    with pytest.raises(MentorshipError) as caught:
        planned(conference(), Box(), settings=Settings(reply_to="Mo <mo@example.org>", copy_to=("x", "ok@example.org")))
    assert [str(finding) for finding in caught.value.findings] == [
        "Programme is blank. Write its name as the mails shall say it.",
        "Sender is blank. Write the address of the mailbox the drafts are made in.",
        "“Mo <mo@example.org>” is not an address. Write it bare, as mentors@conference.org.",
        "“x” is not an address. Write it bare, as mentors@conference.org.",
    ]


def test_an_unsound_template_stops_everything_naming_the_cell() -> None:
    book = typed(conference(), "Emails", "Kind", "match-virtual", "Text", "Dear {{ metnor }}")
    with pytest.raises(MentorshipError, match=r"^Emails!C5: there is no merge field “metnor” in match-virtual\."):
        planned(book, Box())


def test_a_template_that_is_not_needed_may_be_unsound() -> None:
    book = typed(conference(), "Emails", "Kind", "cancelled", "Text", "{{ nonsense }}")
    assert len(planned(book, Box()).tasks) == 5


def test_the_tab_rules_the_wording() -> None:
    box = Box()
    drafted(typed(conference(), "Emails", "Kind", "unmatched-mentor", "Text", "Nobody yet, {{ name }}!"), box)
    assert read_message(box.drafts["r3"]).content.text.splitlines()[0] == "Nobody yet, Eve!"


def test_a_blank_setting_that_a_mail_needs_stops_everything() -> None:
    book = typed(conference(), "Emails", "Kind", "unmatched-mentor", "Text", "See {{ conduct }}")
    with pytest.raises(MentorshipError, match=r"^Emails!C6: {{ conduct }} has no value\."):
        planned(book, Box(), settings=replace(SETTINGS, conduct=""))


def test_a_blank_value_holds_the_letters_it_concerns() -> None:
    book = typed(conference(), "Emails", "Kind", "match-in-person", "Text", "Why: {{ reason }}")
    book = edited(book, Role.MENTEE, "bo@example.org", "Fields", "Biology")
    after = drafted(book, Box())
    assert [state for (state,) in lines(after, "State")] == ["HELD", "DRAFTED", "DRAFTED", "DRAFTED", "DRAFTED"]


def test_blank_settings_that_the_mails_would_mention_are_noted() -> None:
    blank = replace(SETTINGS, conduct="", silent_by=None, meeting="")
    plan = planned(conference(), Box(), settings=blank).plan
    assert [str(finding) for finding in plan.findings] == [
        "Code of conduct is blank, so the mails leave it out. Fill it in if they should say it.",
        "Silent by is blank, so the mails leave it out. Fill it in if they should say it.",
    ]


def test_a_mentor_who_never_answered_is_thanked_and_kept_in_mind_a_silent_mentee_is_asked() -> None:
    silent = {"status": Status.NO_ANSWER, "fields": ()}
    book = mail_book(mentor("Ada", "Bo"), mentor("Eve", **silent), mentee("Bo", "Ada"), mentee("Flo", **silent))
    box = Box()
    assert lines(drafted(book, box), "Kind", "To")[1:] == [
        ("unmatched-mentor", "Eve <eve@example.org>"),
        ("not-enough-known", "Flo <flo@example.org>"),
    ]
    assert "If you have not filled in our short form yet" in read_message(box.drafts["r2"]).content.text
