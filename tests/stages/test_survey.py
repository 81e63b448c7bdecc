from dataclasses import replace
from datetime import timedelta

import pytest

from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.mailings.schedule import CHECK_IN_AFTER, Days
from mentorship_gsheets.people import Form, Question, Response, Role, Status
from mentorship_gsheets.records.feedback import Feedback, read_feedback
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import survey
from mentorship_gsheets.tabs.catalogue import OVERVIEW
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied
from tests.stages.cast import introduced, mentee, mentor
from tests.stages.mailroom import NOW, drafted, mail_book, mailing, sent, ticked

QUESTIONS = (
    Question("e", "Your e-mail"),
    Question("m", "Did you meet your partner?", ("Yes, in person", "Yes, by video", "No")),
    Question("r", "How would you rate the conversation?"),
    Question("a", "Would you do it again?", ("Yes", "No", "Maybe")),
    Question("c", "Anything else you would like to tell us?"),
    Question("s", "T-shirt size"),
)


def form(*answers: tuple[str, str, str, str, str], when: str = "2027-07-12T10:00:00Z") -> Form:
    """The after-event form with these answers: address, met, rating, again, comment."""
    responses = (
        Response(f"r{n}", when, "", {id: (text,) for id, text in zip("emrac", answer, strict=True) if text})
        for n, answer in enumerate(answers)
    )
    return Form("f", "How was it", QUESTIONS, tuple(responses))


ADA = ("Ada@Example.org", "Yes, in person", "5", "Yes", "Lovely!")
BO = ("bo@example.org", "No", "", "maybe", "")
CY = ("cy@example.org", "No, sorry", "2 of 5", "no", "She never wrote back.")
DEE = ("dee@example.org", "yes", "4", "Yes", "")


def with_overview(workbook: Workbook) -> Workbook:
    overview = Tab(OVERVIEW.title, 30, tuple(column.header for column in OVERVIEW.columns))
    return replace(workbook, tabs=(*workbook.tabs, overview))


def asked() -> Workbook:
    """A conference whose pairs were introduced, and asked afterwards how it was."""
    box = Box()
    return sent(ticked(drafted(with_overview(introduced(box)), box, Order(mailing("after")))), box)


def figures(plan: Plan) -> dict[str, str]:
    return dict(plan.tables[0].rows)  # type: ignore[arg-type] # rows of two


def test_who_has_answered_is_counted_by_role() -> None:
    none = Status.NO_ANSWER
    book = mail_book(
        mentor("Ada"), mentor("Cy", status=none), mentor("Eve", status=Status.BY_HAND),
        mentee("Bo", status=none), mentee("Dee", status=Status.WITHDRAWN),
    )  # fmt: skip
    plan = survey.plan(with_overview(book), SETTINGS)
    assert figures(plan) == {
        "Sign-up: mentors who answered": "1 of 2 (50 %)",
        "Sign-up: mentees who answered": "0 of 1 (0 %)",
    }
    assert plan.summary == "2 people have not answered; 0 told how it was"


def test_how_it_was_is_summed_up() -> None:
    plan = survey.plan(asked(), SETTINGS, form(ADA, BO, CY))
    assert figures(plan) == {
        "Sign-up: mentors who answered": "3 of 3 (100 %)",
        "Sign-up: mentees who answered": "4 of 4 (100 %)",
        "After the event: answered": "3 of 4 (75 %)",
        "After the event: met": "1 of 3 (33 %)",
        "After the event: would do it again": "1 of 2 (50 %)",
        "After the event: mean rating": "3.5 of 5",
        "After the event: comment 1": "Lovely!",
        "After the event: comment 2": "She never wrote back.",
    }


def test_overview_holds_the_figures_and_planning_again_is_empty() -> None:
    book = asked()
    after = applied(survey.plan(book, SETTINGS, form(ADA, BO, CY)), book)
    tab = after.tab("Overview")
    assert tab is not None
    assert {tab.text(row, "Overview"): tab.text(row, "Number") for row in tab.rows} == figures(
        survey.plan(book, SETTINGS, form(ADA, BO, CY))
    )
    assert survey.plan(after, SETTINGS, form(ADA, BO, CY)).changes == ()


def test_figures_change_with_new_answers_and_comments_taken_back_are_cleared() -> None:
    book = asked()
    before = applied(survey.plan(book, SETTINGS, form(ADA, CY)), book)
    plan = survey.plan(before, SETTINGS, form(ADA, DEE))
    assert [str(change) for change in plan.changes] == [
        "Overview: After the event: comment 2, Number = '' (was 'She never wrote back.')",
        "Overview: After the event: mean rating, Number = '4.5 of 5' (was '3.5 of 5')",
        "Overview: After the event: met, Number = '2 of 2 (100 %)' (was '1 of 2 (50 %)')",
        "Overview: After the event: would do it again, Number = '2 of 2 (100 %)' (was '1 of 2 (50 %)')",
    ]
    assert survey.plan(applied(plan, before), SETTINGS, form(ADA, DEE)).changes == ()


def test_lines_of_the_organizer_in_overview_stay() -> None:
    book = asked()
    tab = book.tab("Overview")
    assert tab is not None
    own = tuple(Row(n, (Cell(label), Cell("mine"))) for n, label in enumerate(("Budget", "Twice", "Twice"), 2))
    book = replace(book, tabs=tuple(replace(tab, rows=own) if t is tab else t for t in book.tabs))
    assert [type(change).__name__ for change in survey.plan(book, SETTINGS, form(ADA)).changes] == ["AddRow"] * 7


def test_people_who_never_met_are_flagged_at_their_match_cell() -> None:
    findings = [f for f in survey.plan(asked(), SETTINGS, form(ADA, BO, CY)).findings if f.code == "never-met"]
    assert [str(finding) for finding in findings] == [
        "Mentees!B2: Bo says that there was no meeting with Ada, who says there was one. Ask them what went wrong.",
        "Mentors!B3: Cy says that there was no meeting with Dee. Ask them what went wrong.",
    ]


RULES, CHECKED = replace(SETTINGS, own={CHECK_IN_AFTER: Days((2,))}), NOW + timedelta(days=2)


def test_answers_after_a_check_in_count_as_answers_to_it() -> None:
    box = Box()
    book = with_overview(introduced(box))
    book = sent(
        ticked(drafted(book, box, Order(mailing("check-in")), RULES, CHECKED)), box, now=NOW + timedelta(days=90)
    )
    later = form(ADA, when="2027-10-02T10:00:00Z")
    earlier = form(BO, when="2027-07-12T10:00:00+00:00")
    plan = survey.plan(book, SETTINGS, replace(later, responses=(*later.responses, *earlier.responses)))
    assert figures(plan)["After the event: answered"] == "1 of 1 (100 %)"
    assert figures(plan)["After some months: answered"] == "1 of 4 (25 %)"
    assert figures(plan)["After some months: mean rating"] == "5.0 of 5"


@pytest.mark.parametrize("when", ["000000002", "2027-09-29T08:59:59", "2027-09-29T09:00:00"])
def test_answers_of_a_linked_tab_may_lack_zone_or_time(when: str) -> None:
    box = Box()
    book = with_overview(introduced(box))
    book = sent(
        ticked(drafted(book, box, Order(mailing("check-in")), RULES, CHECKED)), box, now=NOW + timedelta(days=90)
    )
    assert figures(survey.plan(book, SETTINGS, form(ADA, when=when)))["After some months: answered"] == (
        "1 of 4 (25 %)" if when.endswith("09:00:00") else "0 of 4 (0 %)"
    )


def test_without_overview_the_figures_are_only_shown() -> None:
    plan = survey.plan(mail_book(mentor("Ada")), SETTINGS)
    assert (plan.changes, [finding.code for finding in plan.findings]) == ((), ["no-overview"])


def test_whoever_told_is_not_asked_again() -> None:
    assert survey.answered(form(ADA, BO)) == {"ada@example.org", "bo@example.org"}
    assert survey.answered(None) == frozenset()


# --- reading the form -----------------------------------------------------------------------------------------------


def test_questions_are_told_by_their_wording_and_reported() -> None:
    _, findings = read_feedback(form())
    assert [str(finding) for finding in findings] == [
        "How was it: “Your e-mail” is taken for: Email.",
        "How was it: “Did you meet your partner?” is taken for: Met.",
        "How was it: “How would you rate the conversation?” is taken for: Rating.",
        "How was it: “Would you do it again?” is taken for: Would do it again.",
        "How was it: “Anything else you would like to tell us?” is taken for: Comment.",
        "How was it: “T-shirt size” is taken for: nothing.",
    ]


def test_the_newest_answer_of_a_person_counts() -> None:
    first, second = (
        form(ADA, when="2027-07-12T10:00:00Z"),
        form(("ada@example.org", "No", "1", "", ""), when="2027-07-13"),
    )
    both = replace(first, responses=(*second.responses, *first.responses))
    assert read_feedback(both)[0] == (Feedback("ada@example.org", "2027-07-13", False, None, 1, ()),)


def test_a_collected_address_goes_before_a_typed_one() -> None:
    collected = form(BO)
    collected = replace(collected, responses=tuple(replace(r, email="Ada@example.org") for r in collected.responses))
    assert [said.email for said in read_feedback(collected)[0]] == ["ada@example.org"]


def test_answers_without_an_address_are_counted() -> None:
    said, findings = read_feedback(form(("", "Yes", "5", "Yes", "hi"), ("no address", "No", "", "", "")))
    assert said == ()
    assert str(findings[-1]) == "How was it: 2 answers have no readable address. Let the form collect addresses."


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Yes", True), ("YES, twice", True), ("we did", True), ("Once", True), ("2 times", True), ("y", True),
        ("No", False), ("not yet", False), ("Never", False), ("0", False), ("unfortunately not", False),
        ("Nobody knows", None), ("maybe", None), ("yesterday", None), ("", None),
    ],
)  # fmt: skip
def test_whether_they_met_is_yes_no_or_unclear(text: str, met: bool | None) -> None:
    ((said,), _) = read_feedback(form(("ada@example.org", text, "", "", "")))
    assert said.met is met


@pytest.mark.parametrize(
    ("text", "rating"), [("5", 5), ("4/5", 4), ("3 - fine", 3), ("10", 10), ("★★★☆☆", 3), ("great", None), ("", None)]
)
def test_ratings_are_numbers_or_stars(text: str, rating: int | None) -> None:
    ((said,), _) = read_feedback(form(("ada@example.org", "", text, "", "")))
    assert said.rating == rating


def test_ratings_above_five_are_of_ten() -> None:
    plan = survey.plan(asked(), SETTINGS, form(ADA, ("bo@example.org", "", "8", "", "")))
    assert figures(plan)["After the event: mean rating"] == "6.5 of 10"


def test_long_comments_are_cut_and_formulas_stay_text() -> None:
    ((said,), _) = read_feedback(form(("ada@example.org", "", "", "", '=IMPORTXML("x")' + "y" * 900)))
    assert len(said.comments[0]) == 500
    assert said.comments[0].startswith('=IMPORTXML("x")')


def test_a_second_question_about_the_same_thing_is_not_taken() -> None:
    questions = (Question("1", "Did you meet?"), Question("2", "Have you met more than once?"))
    asked_twice = Form("f", "f", questions, (Response("r", "", "ada@example.org", {"1": ("Yes",), "2": ("No",)}),))
    ((said,), _) = read_feedback(asked_twice)
    assert said.met is True


def test_people_of_deleted_rows_and_purged_lines_do_no_harm() -> None:
    book = asked()
    mentees = book.tab("Mentees")
    assert mentees is not None
    book = replace(book, tabs=tuple(replace(tab, rows=()) if tab is mentees else tab for tab in book.tabs))
    findings = [f for f in survey.plan(book, SETTINGS, form(CY)).findings if f.code == "never-met"]
    assert [finding.who for finding in findings] == [(Role.MENTOR, "cy@example.org")]
