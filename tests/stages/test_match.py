import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Attendance, Participant, Role, Roster, Status
from mentorship_gsheets.settings import Settings, Unanswered
from mentorship_gsheets.spreadsheet.plan import SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import match
from tests.scoring.people import mentee, mentor, rosters
from tests.stages.books import applied, book, column, edited, partners

SETTINGS = Settings()
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
ADA = mentor("Ada", fields=("Astronomy",), topics=("grants",), attendance=Attendance.VIRTUAL)
CY = mentor("Cy", fields=("Biology",), attendance=Attendance.IN_PERSON)
BO = mentee("Bo", fields=("Astronomy", "Biology"), topics=("grants",), attendance=Attendance.VIRTUAL)
DEE = mentee("Dee", fields=("Biology",), attendance=Attendance.IN_PERSON)


def matched(workbook: Workbook) -> Workbook:
    return applied(match.plan(workbook, SETTINGS), workbook)


def test_both_columns_are_filled_with_name_and_address() -> None:
    after = matched(book(ADA, CY, BO, DEE))
    assert partners(after, MENTEE) == {
        "bo@example.org": "Ada <ada@example.org>",
        "dee@example.org": "Cy <cy@example.org>",
    }
    assert partners(after, MENTOR) == {
        "ada@example.org": "Bo <bo@example.org>",
        "cy@example.org": "Dee <dee@example.org>",
    }


def test_the_reason_stands_beside_both() -> None:
    after = matched(book(ADA, CY, BO, DEE))
    sentence = "Bo and Ada both work in Astronomy and attend virtually; Bo asked about grants, which Ada offers."
    assert column(after, MENTEE, "Why")["bo@example.org"] == sentence
    assert column(after, MENTOR, "Why")["ada@example.org"] == sentence


def test_next_best_names_others_with_the_price_to_all() -> None:
    after = matched(book(ADA, CY, BO, DEE, mentor("Eve")))
    assert column(after, MENTEE, "Next best")["bo@example.org"] == (
        "Eve: worse in shared fields or bins, worse in same attendance\n"
        "Cy: worse in shared fields or bins, much worse in same attendance"
    )


def test_the_price_of_each_criterion_is_shown() -> None:
    roomy = replace(ADA, capacity=2)
    plan = match.plan(book(roomy, CY, BO, replace(DEE, fields=("Astronomy",), topics=("grants",))), SETTINGS)
    (table,) = (table for table in plan.tables if table.title == "What each criterion cost those below it")
    assert table.rows == (
        ("every mentor one before any has two", "100 % of same attendance", "1", "Bo"),
        ("shares a field or bin", "100 % of same attendance", "2", "Bo, Dee"),
    )


def test_planning_again_is_empty() -> None:
    after = matched(book(ADA, CY, BO, DEE))
    assert match.plan(after, SETTINGS).changes == ()


def test_a_pair_typed_on_one_side_stays_and_is_written_on_the_other() -> None:
    typed = edited(book(ADA, CY, BO, DEE), MENTEE, "bo@example.org", "Mentor match", "cy")
    plan = match.plan(typed, SETTINGS)
    after = applied(plan, typed)
    # the name that somebody typed gets its address
    assert partners(after, MENTEE) == {
        "bo@example.org": "Cy <cy@example.org>",
        "dee@example.org": "Ada <ada@example.org>",
    }
    assert partners(after, MENTOR) == {
        "cy@example.org": "Bo <bo@example.org>",
        "ada@example.org": "Dee <dee@example.org>",
    }
    assert plan.findings == ()


def test_a_name_alone_gets_its_address_in_every_cell_and_what_else_stands_there_stays() -> None:
    typed = edited(book(replace(ADA, capacity=2), CY, BO, DEE), MENTOR, "ada@example.org", "Mentee match", "bo\nZed")
    plan = match.plan(typed, SETTINGS)
    after = applied(plan, typed)
    assert [finding.code for finding in plan.findings] == ["unclear-partner"]
    assert partners(after, MENTOR)["ada@example.org"] == "Bo <bo@example.org>\nZed"
    assert match.plan(after, SETTINGS).changes == ()


def test_an_address_that_another_one_ends_in_is_not_taken_for_it() -> None:
    typed = edited(book(replace(ADA, capacity=3), BO), MENTOR, "ada@example.org", "Mentee match", "<jumbo@example.org>")
    typed = edited(typed, MENTEE, "bo@example.org", "Mentor match", "<ada@example.org>")
    after = matched(typed)
    assert partners(after, MENTOR) == {"ada@example.org": "<jumbo@example.org>\nBo <bo@example.org>"}
    assert match.plan(after, SETTINGS).changes == ()


def test_the_live_check_is_told_whom_a_rule_keeps_away() -> None:
    people = (replace(ADA, affiliation="Univ. of A"), CY, replace(BO, affiliation="University A"), DEE)
    after = matched(book(*people, never=[("Cy", "Bo", "")]))
    assert column(after, MENTEE, "May not meet") == {"bo@example.org": "|!cy@example.org||ada@example.org|"}
    assert column(matched(book(*people)), MENTEE, "May not meet") == {"bo@example.org": "|ada@example.org|"}


def test_a_late_mentee_is_added_below_what_stands_in_the_mentors_cell() -> None:
    roomy = replace(ADA, capacity=2)
    typed = edited(book(roomy, BO, DEE), MENTOR, "ada@example.org", "Mentee match", "bo <Bo@Example.org>")
    after = matched(typed)
    assert partners(after, MENTOR) == {"ada@example.org": "bo <Bo@Example.org>\nDee <dee@example.org>"}


def test_people_held_by_a_finding_are_left_out_and_reported() -> None:
    typed = edited(book(ADA, CY, BO, DEE), MENTEE, "bo@example.org", "Mentor match", "Nobody Known")
    plan = match.plan(typed, SETTINGS)
    assert [(finding.code, finding.where) for finding in plan.findings] == [("unclear-partner", "Mentees!B2")]
    assert partners(applied(plan, typed), MENTEE) == {
        "bo@example.org": "Nobody Known",
        "dee@example.org": "Cy <cy@example.org>",
    }


def test_a_mentee_two_mentors_name_is_reported_and_not_matched() -> None:
    typed = edited(book(ADA, CY, BO, DEE), MENTOR, "ada@example.org", "Mentee match", "<bo@example.org>")
    typed = edited(typed, MENTOR, "cy@example.org", "Mentee match", "<bo@example.org>")
    plan = match.plan(typed, SETTINGS)
    assert [(f.code, f.where, f.level) for f in plan.findings] == [("two-mentors", "Mentees!B2", Level.HELD)]
    assert partners(applied(plan, typed), MENTEE) == {}


def test_a_mentee_whose_mentor_withdrew_keeps_the_cell_and_is_reported() -> None:
    gone = replace(ADA, status=Status.WITHDRAWN)
    typed = book(gone, CY, replace(BO, partners=("ada@example.org",)), DEE)
    plan = match.plan(typed, SETTINGS)
    assert [(finding.code, finding.where) for finding in plan.findings] == [("withdrawn-partner", "Mentees!B2")]
    assert partners(applied(plan, typed), MENTEE) == {
        "bo@example.org": "<ada@example.org>",
        "dee@example.org": "Cy <cy@example.org>",
    }


def test_withdrawn_people_get_nobody_and_people_without_an_answer_do() -> None:
    people = (replace(ADA, status=Status.WITHDRAWN), mentor("Eve", status=Status.NO_ANSWER), BO)
    assert partners(matched(book(*people)), MENTEE) == {"bo@example.org": "Eve <eve@example.org>"}


def test_never_match_is_kept() -> None:
    workbook = book(ADA, CY, BO, never=[("Ada", "bo@example.org", "")])
    assert partners(matched(workbook), MENTEE) == {"bo@example.org": "Cy <cy@example.org>"}


def test_a_ban_on_nobody_is_reported() -> None:
    plan = match.plan(book(ADA, BO, never=[("Adda", "bo@example.org", ""), ("Zed", "Yve", "previous 2025")]), SETTINGS)
    assert [(f.code, f.where) for f in plan.findings] == [("never-unknown", "'Never match'!A2")]


def test_colleagues_typed_as_a_pair_stay_and_are_reported() -> None:
    people = (
        replace(ADA, affiliation="Univ. of A"),
        replace(BO, affiliation="University A", partners=("ada@example.org",)),
    )
    plan = match.plan(book(*people), SETTINGS)
    assert [finding.code for finding in plan.findings] == ["pair-affiliation"]
    assert partners(applied(plan, book(*people)), MENTOR) == {"ada@example.org": "Bo <bo@example.org>"}


def test_people_left_over_are_listed_with_the_reason() -> None:
    plan = match.plan(book(ADA, replace(BO, affiliation="Lab"), replace(DEE, affiliation="Lab")), SETTINGS)
    (table,) = (table for table in plan.tables if table.title == "Left without a partner")
    assert table.rows == (("Dee <dee@example.org>", "mentee", "is left over: there are fewer places than mentees"),)
    plan = match.plan(book(replace(ADA, affiliation="Lab"), replace(BO, affiliation="lab")), SETTINGS)
    (table,) = (table for table in plan.tables if table.title == "Left without a partner")
    assert table.rows == (
        ("Bo <bo@example.org>", "mentee", "may meet no mentor: 1 at the same place"),
        ("Ada <ada@example.org>", "mentor", "may meet no mentee: 1 at the same place"),
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 3), st.integers(0, 3), st.integers(1, 3), st.integers(0, 3))
def test_silent_people_take_what_those_who_answered_leave(askers: int, quiet: int, mentors: int, shy: int) -> None:
    people = [
        *(mentee(f"M{n}", fields=("Law",), status=Status.ANSWERED) for n in range(askers)),
        *(mentee(f"Q{n}", fields=("Biology",), status=Status.NO_ANSWER) for n in range(quiet)),
        *(mentor(f"A{n}", fields=("Biology",), status=Status.ANSWERED) for n in range(mentors)),
        *(mentor(f"S{n}", fields=("Biology",), status=Status.NO_ANSWER) for n in range(shy)),
    ]
    after = matched(book(*people))
    given_one = {email for email, text in column(after, MENTEE, "Mentor match").items() if text}
    pairs = min(askers + quiet, mentors + shy)
    assert len(given_one) == pairs
    assert sum(email.startswith("q") for email in given_one) == max(0, pairs - askers)
    taken = {email for email, text in column(after, MENTOR, "Mentee match").items() if text}
    assert sum(email.startswith("s") for email in taken) == max(0, pairs - mentors)


def test_fit_is_blank_where_too_little_is_known() -> None:
    told = matched(book(ADA, BO, mentor("Sy"), mentee("Zoe", fields=("Law",))))
    fits = column(told, MENTEE, "Fit")
    assert (fits["bo@example.org"].isdigit(), fits.get("zoe@example.org", "")) == (True, "")
    assert "little is known of Sy" in column(told, MENTEE, "Why")["zoe@example.org"]


def test_the_setting_leaves_silent_people_out_and_says_how_many() -> None:
    people = (ADA, BO, mentee("Zoe", status=Status.NO_ANSWER))
    told = {
        when: match.plan(book(*people), Settings(unanswered=when)).summary.partition("partner. ")[2]
        for when in Unanswered
    }
    assert told == {
        Unanswered.YES: "1 person without an answer is matched like anybody (Settings).",
        Unanswered.LAST: "1 person without an answer is matched after everybody who answered (Settings).",
        Unanswered.NO: "1 person without an answer is not matched (Settings).",
    }
    only = match.plan(book(ADA, mentee("Zoe", status=Status.NO_ANSWER)), Settings(unanswered=Unanswered.NO))
    assert [finding.code for finding in only.stops] == ["nobody"]


def test_a_side_without_people_stops_the_write() -> None:
    plan = match.plan(book(ADA), SETTINGS)
    assert [finding.code for finding in plan.stops] == ["nobody"]
    assert plan.changes == ()


def test_a_column_people_deleted_is_not_written() -> None:
    workbook = book(ADA, BO)
    tabs = tuple(
        replace(tab, header=tuple("Mine" if text == "Why" else text for text in tab.header)) for tab in workbook.tabs
    )
    changes = match.plan(replace(workbook, tabs=tabs), SETTINGS).changes
    assert {change.column for change in changes if isinstance(change, SetCell)} == {
        "Mentor match",
        "Mentee match",
        "Fit",
    }


def test_a_reason_is_written_anew_when_the_partner_changed_by_hand() -> None:
    after = matched(book(ADA, CY, BO))
    for role, email, header, text in (
        (MENTEE, "bo@example.org", "Mentor match", "Cy <cy@example.org>"),
        (MENTOR, "ada@example.org", "Mentee match", ""),
        (MENTOR, "cy@example.org", "Mentee match", "Bo <bo@example.org>"),
    ):
        after = edited(after, role, email, header, text)
    again = matched(after)
    assert column(again, MENTOR, "Why") == {
        "cy@example.org": "Bo and Cy both work in Biology; only Bo attends virtually."
    }


def test_a_reason_somebody_rewrote_stays() -> None:
    after = edited(matched(book(ADA, BO)), MENTEE, "bo@example.org", "Why", "Ada wanted Bo.")
    assert match.plan(after, SETTINGS).changes == ()


@settings(max_examples=25)
@given(rosters(), st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_planning_again_is_empty(roster: Roster, rng: random.Random) -> None:
    people = list(roster)
    workbook = book(*people)
    plan = match.plan(workbook, SETTINGS)
    shuffled: list[Participant] = people[:]
    rng.shuffle(shuffled)
    other = match.plan(book(*shuffled), SETTINGS)
    assert plan.changes == other.changes
    after = applied(plan, workbook)
    assert match.plan(after, SETTINGS).changes == ()
    assert [f.code for f in match.plan(after, SETTINGS).findings if f.level is not Level.NOTE] == [
        f.code for f in plan.findings if f.level is not Level.NOTE
    ]
