from dataclasses import replace
from datetime import timedelta

import pytest

from mentorship_gsheets.errors import Level, MentorshipError
from mentorship_gsheets.ledger import Done, ListDrafts, Outcome
from mentorship_gsheets.letters import read_message
from mentorship_gsheets.people import Attendance, Participant, Role, Status
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages import draft
from mentorship_gsheets.stages.draft import Order
from mentorship_gsheets.stages.due import Mailing
from mentorship_gsheets.workbook import Workbook
from tests.ledger.box import Box
from tests.letters.mail import SETTINGS
from tests.stages.books import applied, edited
from tests.stages.mailroom import (
    MATCHES,
    NOW,
    codes,
    drafted,
    lines,
    mail_book,
    planned,
    recipients,
    sent,
    ticked,
    typed,
)

IN, VIRTUAL = Attendance.IN_PERSON, Attendance.VIRTUAL


def person(name: str, role: Role, *partners: str, **said: object) -> Participant:
    addresses = tuple(f"{partner.lower()}@example.org" for partner in partners)
    known = {
        "email": f"{name.lower()}@example.org",
        "attendance": IN,
        "fields": ("Physics",),
        "partners": addresses,
    } | said
    return Participant(name=name, role=role, **known)  # type: ignore[arg-type] # said by name


def mentor(name: str, *partners: str, **said: object) -> Participant:
    return person(name, Role.MENTOR, *partners, **said)


def mentee(name: str, *partners: str, **said: object) -> Participant:
    return person(name, Role.MENTEE, *partners, **said)


def conference() -> Workbook:
    """Two pairs, one of them with a virtual mentee, and a mentor and two mentees who are left over."""
    return mail_book(
        mentor("Ada", "Bo"),
        mentor("Cy", "Dee"),
        mentor("Eve"),
        mentee("Bo", "Ada"),
        mentee("Dee", "Cy", attendance=VIRTUAL),
        mentee("Flo"),
        mentee("Gil", fields=()),
    )


def changed_pair(workbook: Workbook) -> Workbook:
    """Flo instead of Bo becomes Ada's mentee, in both columns."""
    workbook = edited(workbook, Role.MENTOR, "ada@example.org", "Mentee match", "<flo@example.org>")
    workbook = edited(workbook, Role.MENTEE, "bo@example.org", "Mentor match", "")
    return edited(workbook, Role.MENTEE, "flo@example.org", "Mentor match", "<ada@example.org>")


def test_every_pair_and_everybody_left_over_gets_a_draft() -> None:
    box = Box()
    after = drafted(conference(), box)
    assert lines(after, "Kind", "To", "State", "Draft") == [
        ("match-in-person", "Ada <ada@example.org>\nBo <bo@example.org>", "DRAFTED", "r1"),
        ("match-virtual", "Cy <cy@example.org>\nDee <dee@example.org>", "DRAFTED", "r2"),
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
    assert lines(after, "To", "State") == [("Cy <cy@example.org>\nDee <dee@example.org>", "DRAFTED")]
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
        ("Ada <ada@example.org>\nBo <bo@example.org>", "HELD", ""),
        ("Cy <cy@example.org>\nDee <dee@example.org>", "DRAFTED", "r1"),
    ]
    held = [finding for finding in planned(book, Box()).plan.findings if finding.level is Level.HELD]
    assert [(finding.code, finding.where) for finding in held] == [("pair-affiliation", "Mentees!H2")]


def test_a_pair_that_only_one_side_names_gets_no_mail() -> None:
    book = mail_book(mentor("Ada", "Bo"), mentee("Bo"), mentor("Cy", "Dee"), mentee("Dee", "Cy"))
    after = drafted(book, Box())
    assert lines(after, "To") == [("Cy <cy@example.org>\nDee <dee@example.org>",)]
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


# --- again and again -----------------------------------------------------------------------------------------------


def test_a_changed_pair_makes_the_draft_stale_and_the_new_one_waits() -> None:
    box = Box()
    changed = changed_pair(drafted(conference(), box))
    after = drafted(changed, box)
    assert lines(after, "Kind", "To", "State") == [
        ("match-in-person", "Ada <ada@example.org>\nBo <bo@example.org>", "STALE"),
        ("match-virtual", "Cy <cy@example.org>\nDee <dee@example.org>", "DRAFTED"),
        ("unmatched-mentor", "Eve <eve@example.org>", "DRAFTED"),
        ("unmatched-mentee", "Flo <flo@example.org>", "STALE"),
        ("not-enough-known", "Gil <gil@example.org>", "DRAFTED"),
        ("match-in-person", "Ada <ada@example.org>\nFlo <flo@example.org>", "PLANNED"),
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


# --- broken off ----------------------------------------------------------------------------------------------------


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
    recorded = applied(draft.record(broken, SETTINGS, decided.tasks, outcomes, NOW), broken)
    assert lines(recorded, "State", "Remark")[1][0] == "UNKNOWN"
    after = drafted(recorded, box)
    assert lines(after, "State") == [("DRAFTED",)] * 5
    assert len(box.drafts) == 5


def test_a_refusal_is_written_down_and_tried_again_next_time() -> None:
    box = Box()
    decided = planned(conference(), box)
    broken = applied(decided.plan, conference())
    refused = [Outcome(task.work.key, Done.REFUSED, remark="Too many mails today.") for task in decided.tasks]
    plan = draft.record(broken, SETTINGS, decided.tasks, refused, NOW)
    recorded = applied(plan, broken)
    assert plan.summary == "5 refused"
    assert lines(recorded, "State", "Remark") == [("PLANNED", "Too many mails today.")] * 5
    assert lines(drafted(recorded, box), "State", "Remark") == [("DRAFTED", "")] * 5


# --- the ledger itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (
            "State",
            "sent?",
            "Drafts!D2: “sent?” is no state. There are: PLANNED, INTENT, DRAFTED, SENDING, SENT, UNKNOWN,",
        ),
        ("Kind", "match", "Drafts!B2: “match” is no kind of mail. There are: survey-invitation,"),
        (
            "People",
            "mentor eve@example.org",
            "Drafts!A2: programme, kind, round and people do not give this key. Put back",
        ),
    ],
)
def test_a_line_that_cannot_be_trusted_stops_everything(column: str, text: str, sentence: str) -> None:
    after = drafted(conference(), Box())
    (key,) = lines(after, "Key")[0]
    with pytest.raises(MentorshipError) as caught:
        planned(typed(after, "Drafts", "Key", key, column, text), Box())
    assert str(caught.value).startswith(sentence)


def test_renaming_the_programme_after_drafting_stops_everything() -> None:
    box = Box()
    after = drafted(conference(), box)
    with pytest.raises(MentorshipError) as caught:
        planned(after, box, settings=replace(SETTINGS, programme="PyConf 2028"))
    assert len(caught.value.findings) == 5


def test_a_copied_line_stops_everything() -> None:
    after = drafted(conference(), Box())
    ledger = after.tab("Drafts")
    assert ledger is not None
    copied = (*ledger.rows, replace(ledger.rows[0], number=7))
    twice = replace(after, tabs=tuple(replace(tab, rows=copied) if tab is ledger else tab for tab in after.tabs))
    with pytest.raises(MentorshipError, match=r"^Drafts!A2: the line stands in Drafts!A7 once more\."):
        planned(twice, Box())


def test_a_line_without_personal_data_still_keeps_its_letter_from_being_made_again() -> None:
    box = Box()
    after = sent(ticked(drafted(conference(), box)), box)
    for (key,) in lines(after, "Key"):
        after = typed(typed(after, "Drafts", "Key", key, "People", ""), "Drafts", "Key", key, "To", "")
    assert planned(after, box).tasks == ()


@pytest.mark.parametrize("title", ["Drafts", "Emails"])
def test_a_missing_tab_says_to_run_setup(title: str) -> None:
    book = replace(conference(), tabs=tuple(tab for tab in conference().tabs if tab.title != title))
    with pytest.raises(MentorshipError, match=rf"^this sheet has no tab “{title}”\. Run: mentorship setup$"):
        planned(book, Box())


def test_a_missing_column_of_the_ledger_says_to_run_setup() -> None:
    ledger = conference().tab("Drafts")
    assert ledger is not None
    cut = replace(ledger, header=ledger.header[:-1])
    book = replace(conference(), tabs=tuple(cut if tab.title == "Drafts" else tab for tab in conference().tabs))
    with pytest.raises(MentorshipError, match=r"the tab “Drafts” has no column Remark\. Run: mentorship setup"):
        planned(book, Box())


def test_a_kind_without_a_line_or_with_two_stops() -> None:
    emails = conference().tab("Emails")
    assert emails is not None
    for rows, sentence in (
        (emails.rows[:3] + emails.rows[4:], "has no line for match-virtual. Run: mentorship setup"),
        ((*emails.rows, replace(emails.rows[3], number=14)), "has 2 lines for match-virtual. Leave one."),
    ):
        book = replace(
            conference(),
            tabs=tuple(replace(tab, rows=rows) if tab.title == "Emails" else tab for tab in conference().tabs),
        )
        with pytest.raises(MentorshipError) as caught:
            planned(book, Box())
        assert str(caught.value) == f"the tab “Emails” {sentence}"


# --- the other mailings --------------------------------------------------------------------------------------------


def introduced(box: Box) -> Workbook:
    """The conference after all its introductions were sent."""
    return sent(ticked(drafted(conference(), box)), box)


REMATCH = Order(Mailing.REMATCH)


def test_after_a_change_only_those_concerned_are_written_to() -> None:
    box = Box()
    after = drafted(changed_pair(introduced(box)), box, REMATCH)
    assert lines(after, "Kind", "To", "State")[5:] == [
        ("rematch-old-partner", "Bo <bo@example.org>", "DRAFTED"),
        ("rematch-new-partner", "Ada <ada@example.org>\nFlo <flo@example.org>", "DRAFTED"),
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
        ("match-in-person", "Ada <ada@example.org>\nCy <cy@example.org>", "DRAFTED"),
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
        ("rematch-new-partner", "Eve <eve@example.org>\nFlo <flo@example.org>"),
    ]


def silent_people() -> Workbook:
    none = {"status": Status.NO_ANSWER, "fields": ()}
    return mail_book(
        mentor("Ada", **none),
        mentor("Cy"),
        mentee("Ada", **none),
        mentee("Bo", **none),
        mentee("Dee", status=Status.WITHDRAWN),
    )


SURVEY, REMINDER = Order(Mailing.SURVEY), Order(Mailing.REMINDER)


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


CHECK_IN, AFTER = Order(Mailing.CHECK_IN), Order(Mailing.AFTER)


def test_pairs_that_were_introduced_are_asked_how_it_goes_about_every_three_months() -> None:
    box = Box()
    assert planned(conference(), box, CHECK_IN).tasks == ()
    after = sent(ticked(drafted(introduced(box), box, CHECK_IN)), box)
    assert lines(after, "Kind", "Round", "To", "State")[5:] == [
        ("check-in", "1", "Ada <ada@example.org>\nBo <bo@example.org>", "SENT"),
        ("check-in", "1", "Cy <cy@example.org>\nDee <dee@example.org>", "SENT"),
    ]
    assert planned(after, box, CHECK_IN, now=NOW + timedelta(days=74)).tasks == ()
    assert len(planned(after, box, CHECK_IN, now=NOW + timedelta(days=75)).tasks) == 2


def test_everybody_who_was_introduced_is_asked_how_it_was_but_those_who_said() -> None:
    box = Box()
    after = introduced(box)
    order = replace(AFTER, answered=frozenset({"bo@example.org"}))
    assert lines(drafted(after, box, order), "Kind", "To")[5:] == [
        ("after-event-survey", "Ada <ada@example.org>"),
        ("after-event-survey", "Cy <cy@example.org>"),
        ("after-event-survey", "Dee <dee@example.org>"),
    ]
