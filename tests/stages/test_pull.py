"""Sign-ups and answers, pulled into a sheet people work in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.errors import Level, MentorshipError
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from tests.sheets import applied, edited, lines, tab, without, workbook

FIELDS = ("Physics", "Meteorology, Geology", "Biology")
QUESTIONS = (
    Question("q1", "What is your name?"),
    Question("q2", "Mentor or mentee?", ("Mentor", "Mentee", "Both")),
    Question("q3", "In person or virtually?", ("In person", "Virtually")),
    Question("q4", "Which fields?", FIELDS, several=True, other=True),
    Question("q5", "How many mentees?"),
    Question("q6", "Anything else?"),
)
ADA = {"q1": "Ada", "q2": "Mentor", "q3": "In person", "q4": FIELDS[:2], "q5": "2", "q6": "Hello"}
BO = {"q1": "Bo", "q2": "Mentee", "q3": "Virtually"}
SIGN_UPS = [
    {"Name": "Bo", "Email": "Bo@Example.org", "Ticket": "In person", "Mentorship programme?": "Yes, as a mentee"},
    {"Name": "Cy", "Email": "cy@example.org", "Ticket": "Virtual", "Mentorship programme?": "Yes, as a mentor"},
    {"Name": "Di", "Email": "di@example.org", "Ticket": "Virtual", "Mentorship programme?": "No"},
]
SHOWN = ("Email", "Name", "Status", "Attendance", "Fields", "Capacity", "Notes", "Source")


def said(email: str, answers: Mapping[str, Any], time: str = "2027-05-01", id: str = "") -> Response:
    values = {key: (value,) if isinstance(value, str) else value for key, value in answers.items()}
    return Response(id or f"{email} {time}", time, email, values)


def form(*responses: Response, role: Role | None = None, title: str = "Survey") -> Form:
    return Form(title, title, QUESTIONS, tuple(replace(each, role=role) for each in responses), role)


def pulled(book: Workbook, *forms: Form, force: bool = False) -> tuple[Workbook, Plan]:
    """The workbook after a pull, which leaves nothing to pull."""
    plan = pull.plan(book, Settings(form="1FAIpQLSd"), forms, force)
    assert plan.stops == ()
    after = applied(plan, book)
    assert pull.plan(after, Settings(form="1FAIpQLSd"), forms, force).changes == ()
    return after, plan


def codes(plan: Plan) -> list[str]:
    """The findings but those about guessed questions."""
    return [finding.code for finding in plan.findings if finding.code not in ("guessed-question", "unused-question")]


def test_answers_become_people_and_sign_ups_without_one_are_kept_and_marked() -> None:
    after, plan = pulled(workbook(Sign_ups=SIGN_UPS), form(said("ada@example.org", ADA), said("bo@example.org", BO)))
    assert lines(after, "Mentors", *SHOWN) == [
        ("ada@example.org", "Ada", "answered", "in person", "Physics; Meteorology, Geology", "2", "Hello", "form"),
        ("cy@example.org", "Cy", "no answer", "virtual", "", "", "", "sign-up"),
    ]
    assert lines(after, "Mentees", *SHOWN) == [("bo@example.org", "Bo", "answered", "virtual", "", "", "", "form")]
    assert plan.summary == ("2 of 3 people answered (66 %); 3 new, 0 cells to update. 10 of 10 questions understood.")
    assert codes(plan) == []


def test_the_mirror_holds_every_answer_as_text() -> None:
    hostile = said("ada@example.org", {**ADA, "q6": '=IMPORTXML("http://example.com")'}, id="r1")
    after, _ = pulled(workbook(), form(hostile))
    assert lines(
        after, "Pulled answers", "Response", "Submitted", "Form", "Address", "Which fields?", "Anything else?"
    ) == [
        (
            "r1",
            "2027-05-01",
            "Survey",
            "ada@example.org",
            "Physics; Meteorology, Geology",
            '=IMPORTXML("http://example.com")',
        )
    ]


def test_the_newest_answer_counts_and_the_double_is_reported() -> None:
    responses = (said("ADA@example.org", {**ADA, "q5": "3"}, "2027-05-02"), said("ada@example.org", ADA))
    after, plan = pulled(workbook(), form(*responses))
    assert (lines(after, "Mentors", "Email", "Capacity"), codes(plan)) == (
        [("ada@example.org", "3")],
        ["double-answer"],
    )


def test_whoever_is_both_stands_in_both_tabs() -> None:
    after, _ = pulled(workbook(), form(said("ada@example.org", {**ADA, "q2": "Both"})))
    assert lines(after, "Mentors", "Email", "Capacity") == [("ada@example.org", "2")]
    assert lines(after, "Mentees", "Email", "Capacity") == [("ada@example.org", "")]


def test_where_form_and_sign_up_disagree_about_the_role_the_form_counts() -> None:
    after, plan = pulled(workbook(Sign_ups=SIGN_UPS[:1]), form(said("bo@example.org", {**BO, "q2": "Mentor"})))
    assert (lines(after, "Mentors", "Name"), lines(after, "Mentees", "Name")) == ([("Bo",)], [])
    assert codes(plan) == ["role-contradiction"]


def test_a_later_answer_reaches_cells_nobody_touched() -> None:
    book, _ = pulled(workbook(Sign_ups=SIGN_UPS[1:2]))
    later = form(said("cy@example.org", {"q1": "Cyrus", "q2": "Mentor", "q3": "In person"}))
    after, plan = pulled(book, later)
    assert lines(after, "Mentors", *SHOWN) == [("cy@example.org", "Cyrus", "answered", "in person", "", "", "", "form")]
    assert codes(plan) == []


def test_what_a_person_typed_stays_and_both_values_are_reported() -> None:
    first, second = (
        said("ada@example.org", ADA, id="r1"),
        said("ada@example.org", {**ADA, "q5": "3"}, "2027-05-03", "r1"),
    )
    book, _ = pulled(workbook(), form(first))
    book = edited(book, "Mentors", "ada@example.org", "Capacity", "1")
    assert pull.plan(book, Settings(form="x"), (form(first),)).changes == ()
    after, plan = pulled(book, form(second))
    assert lines(after, "Mentors", "Capacity") == [("1",)]
    (finding,) = plan.findings
    assert str(finding) == (
        "Mentors!N2: Capacity of Ada is “1” here; the newest answer says “3”. "
        "The cell stays; empty it to take the other."
    )


def test_an_edited_answer_replaces_the_one_before() -> None:
    book, _ = pulled(workbook(), form(said("ada@example.org", ADA, id="r1")))
    after, _ = pulled(book, form(said("ada@example.org", {**ADA, "q4": (FIELDS[2], "cats, dogs")}, "2027-05-03", "r1")))
    assert lines(after, "Mentors", "Fields") == [("Biology; cats, dogs",)]
    assert lines(after, "Pulled answers", "Response", "Submitted") == [("r1", "2027-05-03")]


def test_a_blank_cell_is_filled_again_and_a_withdrawn_person_stays_withdrawn() -> None:
    answer = form(said("ada@example.org", ADA))
    book, _ = pulled(workbook(), answer)
    book = edited(
        edited(book, "Mentors", "ada@example.org", "Name", ""), "Mentors", "ada@example.org", "Status", "withdrawn"
    )
    after, plan = pulled(book, answer)
    assert (lines(after, "Mentors", "Name", "Status"), codes(plan)) == ([("Ada", "withdrawn")], [])


def test_hand_added_rows_stay_and_are_marked() -> None:
    book = workbook(Mentors=[{"Email": "eve@example.org", "Name": "Eve", "Capacity": "4"}])
    after, _ = pulled(book, form(said("ada@example.org", ADA)))
    assert lines(after, "Mentors", *SHOWN)[0] == ("eve@example.org", "Eve", "by hand", "", "", "4", "", "by hand")


def test_hand_filled_cells_of_somebody_silent_stay_and_are_reported_beside_the_list() -> None:
    book, _ = pulled(workbook(Sign_ups=SIGN_UPS[1:2]))
    book = edited(book, "Mentors", "cy@example.org", "Fields", "Physics")
    book = edited(book, "Mentors", "cy@example.org", "Attendance", "in person")
    after, plan = pulled(book)
    assert lines(after, "Mentors", "Attendance", "Fields") == [("in person", "Physics")]
    assert [str(finding) for finding in plan.findings if finding.code == "differs"] == [
        "Mentors!I2: Attendance of Cy is “in person” here; Sign-ups says “virtual”. "
        "The cell stays; empty it to take the other."
    ]


def test_who_changes_the_role_is_never_deleted() -> None:
    book, _ = pulled(workbook(), form(said("ada@example.org", ADA)))
    newer = said("ada@example.org", {**ADA, "q2": "Mentee"}, "2027-05-04")
    after, plan = pulled(book, form(said("ada@example.org", ADA), newer))
    assert (lines(after, "Mentors", "Name"), lines(after, "Mentees", "Name")) == ([("Ada",)], [("Ada",)])
    assert codes(plan) == ["double-answer", "other-role"]


def test_who_says_no_later_keeps_the_row_and_is_reported() -> None:
    book, _ = pulled(workbook(), form(said("ada@example.org", ADA)))
    newer = said("ada@example.org", {**ADA, "q2": "No, sorry"}, "2027-05-04")
    after, plan = pulled(book, form(said("ada@example.org", ADA), newer))
    assert (lines(after, "Mentors", "Name"), codes(plan)) == ([("Ada",)], ["double-answer", "said-no", "other-role"])


def test_two_forms_by_role_each_speak_for_their_role() -> None:
    mentors = form(said("ada@example.org", ADA), role=Role.MENTOR, title="For mentors")
    mentees = form(
        said("ada@example.org", {"q1": "Ada", "q6": "Teach me"}, "2027-05-05"),
        said("bo@example.org", BO),
        role=Role.MENTEE,
        title="For mentees",
    )
    after, plan = pulled(workbook(), mentors, mentees)
    assert lines(after, "Mentors", "Email", "Capacity", "Notes") == [("ada@example.org", "2", "Hello")]
    assert lines(after, "Mentees", "Email", "Capacity", "Notes") == [
        ("ada@example.org", "", "Teach me"),
        ("bo@example.org", "", ""),
    ]
    assert codes(plan) == []


def test_a_source_with_far_fewer_people_stops_unless_forced() -> None:
    people = [said(f"p{number}@example.org", ADA) for number in range(10)]
    book, _ = pulled(workbook(), form(*people))
    stopped = pull.plan(book, Settings(form="x"), (form(*people[:6]),))
    assert [finding.code for finding in stopped.stops] == ["fewer-answers"]
    assert pull.plan(book, Settings(form="x"), (form(*people[:7]),)).stops == ()
    forced, _ = pulled(book, form(*people[:6]), force=True)
    assert len(lines(forced, "Mentors", "Email")) == 10


def test_many_edits_of_one_person_are_no_loss_of_people() -> None:
    edits = [said("ada@example.org", ADA, f"2027-05-{day:02}") for day in range(1, 11)]
    book, _ = pulled(workbook(), form(*edits))
    assert pull.plan(book, Settings(form="x"), (form(edits[-1]),)).stops == ()


def test_an_emptied_sign_up_list_stops() -> None:
    book, _ = pulled(workbook(Sign_ups=SIGN_UPS))
    emptied = replace(book, tabs=tuple(replace(t, rows=()) if t.title == "Sign-ups" else t for t in book.tabs))
    assert [finding.code for finding in pull.plan(emptied, Settings(form="x"), (form(),)).stops] == ["fewer-sign-ups"]


def test_a_response_tab_that_is_gone_stops() -> None:
    header = ("Timestamp", "Email Address", "Name", "Role")
    answers = tab("Form Responses 1", header, [("1/2/2027 10:00:00", "ada@example.org", "Ada", "Mentor")])
    # the form asks for no fields, which stops until somebody says so
    book = applied(pull.plan(workbook(answers), Settings(), force=True), workbook(answers))
    gone = pull.plan(without(book, "Form Responses 1"), Settings())
    assert [finding.code for finding in gone.stops] == ["form-gone"]
    assert pull.plan(without(book, "Form Responses 1"), Settings(), force=True).stops == ()


def test_a_form_with_a_new_title_is_the_same_form() -> None:
    book, _ = pulled(workbook(), form(said("ada@example.org", ADA, id="r1")))
    renamed = form(said("ada@example.org", {**ADA, "q5": "1"}, "2027-05-09", "r1"), title="Survey 2027")
    after, plan = pulled(book, renamed)
    assert (lines(after, "Mentors", "Capacity"), codes(plan)) == ([("1",)], [])


def test_nothing_to_read_is_said() -> None:
    plan = pull.plan(workbook(), Settings())
    assert (plan.changes[:0], [finding.code for finding in plan.findings][:1]) == ((), ["no-form"])
    assert plan.summary == "0 of 0 people answered; 0 new, 0 cells to update. 4 of 4 questions understood."


def test_zero_answers_is_no_error() -> None:
    after, plan = pulled(workbook(Sign_ups=SIGN_UPS), form())
    assert plan.summary == ("0 of 2 people answered (0 %); 2 new, 0 cells to update. 10 of 10 questions understood.")
    assert lines(after, "Mentees", "Status") == [("no answer",)]


@pytest.mark.parametrize("title", ["Mentors", "Mentees", "Questions", "Pulled answers"])
def test_a_missing_tab_stops(title: str) -> None:
    with pytest.raises(MentorshipError) as stopped:
        pull.plan(without(workbook(), title), Settings())
    assert [finding.code for finding in stopped.value.findings] == ["no-tab"]


def test_people_held_by_a_finding_are_left_alone() -> None:
    twice = [{"Email": "ada@example.org"}, {"Email": "ADA@example.org"}]
    after, plan = pulled(workbook(Mentors=twice), form(said("ada@example.org", ADA)))
    assert (lines(after, "Mentors", "Name"), codes(plan)) == ([("",), ("",)], ["two-rows"])


def test_a_key_typed_in_capitals_is_the_same_person_and_stays_as_typed() -> None:
    after, _ = pulled(workbook(Mentors=[{"Email": " ADA@Example.org"}]), form(said("ada@example.org", ADA)))
    assert lines(after, "Mentors", "Email", "Name") == [("ADA@Example.org", "Ada")]


@pytest.mark.parametrize(
    ("answer", "cell", "findings"),
    [
        ("2", "2", []),
        ("2-3", "2", []),
        ("1,5", "1", []),
        ("lots", "", ["unread-answer"]),
        ("", "", []),
    ],
)
def test_a_capacity_that_is_not_understood_is_asked_about_once(answer: str, cell: str, findings: list[str]) -> None:
    after, plan = pulled(workbook(), form(said("ada@example.org", {**ADA, "q5": answer})))
    assert (lines(after, "Mentors", "Capacity"), codes(plan)) == ([(cell,)], findings)


def test_an_answer_without_an_address_is_reported_and_mirrored() -> None:
    after, plan = pulled(workbook(), form(said("ada@example.org", ADA), said("bo at example", BO)))
    assert ([finding.what for finding in plan.findings if finding.code == "bad-address"], codes(plan)) == (
        ["the address Bo gave in Survey is no address."],
        ["bad-address"],
    )
    assert len(lines(after, "Pulled answers", "Response")) == 2


def test_a_form_that_collects_no_address_takes_nobody_and_says_so() -> None:
    after, plan = pulled(workbook(), form(said("", ADA, id="r1"), said("", BO, id="r2")))
    assert (plan.partial, codes(plan)) == (True, ["not-understood", "not-understood"])
    assert {finding.column for finding in plan.findings if finding.code == "not-understood"} == {"Email"}
    assert (lines(after, "Mentors", "Name"), lines(after, "Pulled answers", "Response")) == ([], [])


def test_the_questions_tab_rules_over_wording() -> None:
    told = workbook(
        Questions=[
            {"Column": "Notes", "Question": "which  FIELDS?"},
            {"Column": "", "Question": "Anything else?"},
            {"Column": "Fields", "Question": "not the title any more", "Question id": "q6", "Form": "Survey"},
            {"Column": "Shoe size", "Question": "How many mentees?"},
        ]
    )
    after, plan = pulled(told, form(said("ada@example.org", ADA)))
    assert lines(after, "Mentors", "Fields", "Capacity", "Notes") == [("Hello", "", "Physics, Meteorology, Geology")]
    assert [(finding.code, finding.where) for finding in plan.findings if finding.code == "unknown-column"] == [
        ("unknown-column", "Questions!A5")
    ]


def test_guesses_are_written_down_once_and_what_feeds_nothing_with_them() -> None:
    odd = Form("f", "Survey", (*QUESTIONS, Question("q7", "Shoe size?")), (said("ada@example.org", ADA),))
    after, plan = pulled(workbook(), odd)
    written = lines(after, "Questions", "Form", "Column", "Question", "Sure", "Question id")
    assert [line[1:] for line in written if line[0] == "Survey"][-2:] == [
        ("Notes", "Anything else?", "sure", "q6"),
        ("", "Shoe size?", "sure", "q7"),
    ]
    assert [finding.code for finding in plan.findings] == []


def test_two_questions_of_one_wording_are_kept_apart() -> None:
    twice = (*QUESTIONS[:4], Question("t1", "Topics?"), Question("t2", "Topics?"))
    first = said("ada@example.org", {**ADA, "t1": "Careers", "t2": "Talks"}, id="r1")
    book, _ = pulled(workbook(), Form("f", "Survey", twice, (first,)))
    assert lines(book, "Pulled answers", "Topics?", "Topics? (2)") == [("Careers", "Talks")]
    newer = said("ada@example.org", {**ADA, "t1": "Careers", "t2": "Papers"}, "2027-05-02", "r1")
    after, _ = pulled(book, Form("f", "Survey", twice, (newer,)))
    assert lines(after, "Mentors", "Topics") == [("Careers; Papers",)]


def test_a_linked_tab_says_the_same_as_the_form() -> None:
    header = ("Timestamp", "Email Address", *(question.title for question in QUESTIONS))
    row = (
        "5/1/2027 10:00:00",
        "Ada@example.org",
        "Ada",
        "Mentor",
        "In person",
        "Physics, Meteorology, Geology, my own",
        "2",
        "Hi",
    )
    bins = [{"Bin": "Earth", "Fields": "Meteorology, Geology; Physics"}]
    book = workbook(tab("Form Responses 1", header, [row]), Bins=bins)
    after = applied(pull.plan(book, Settings()), book)
    assert lines(after, "Mentors", "Email", "Attendance", "Fields", "Capacity", "Notes") == [
        ("ada@example.org", "in person", "Physics; Meteorology, Geology; my own", "2", "Hi")
    ]
    assert pull.plan(after, Settings()).changes == ()


def test_sign_ups_with_headings_of_their_own_are_recognised() -> None:
    own = tab(
        "Sign-ups",
        ["Order", "Attendee first name", "Attendee last name", "Attendee email", "Ticket type", "Mentorship program?"],
        [
            ["1", "Ada", "Lovelace", "ada@example.org", "Virtual", "Mentor"],
            ["2", "Bo", "", "bo@example.org", "", "maybe"],
        ],
    )
    after, plan = pulled(workbook(own), form())
    assert lines(after, "Mentors", "Name", "Attendance") == [("Ada Lovelace", "virtual")]
    assert [(finding.code, finding.answer, finding.count) for finding in plan.findings] == [
        ("unread-answer", "maybe", 1)
    ]


def test_a_second_ticket_without_an_answer_does_not_undo_the_sign_up() -> None:
    twice = [SIGN_UPS[1], {**SIGN_UPS[1], "Mentorship programme?": ""}]
    after, _ = pulled(workbook(Sign_ups=twice), form())
    assert lines(after, "Mentors", "Email") == [("cy@example.org",)]


def test_findings_hold_back_only_whom_nobody_can_write_to_and_stop_nothing() -> None:
    _, plan = pulled(workbook(Sign_ups=SIGN_UPS), form(said("ada@example.org", ADA), said("x", BO)))
    assert {finding.code for finding in plan.findings if finding.level is not Level.NOTE} == {"bad-address"}
    assert plan.stops == ()


_TEXTS = st.text(st.sampled_from("abc @;,\n\u200b\u202e=+-1é🚀'\"{}<>"), max_size=20)


@given(st.lists(st.fixed_dictionaries({question.id: _TEXTS for question in QUESTIONS}), max_size=4), st.booleans())
def test_whatever_was_answered_pulling_twice_changes_nothing(answers: list[dict[str, str]], linked: bool) -> None:
    responses = [
        said(f"p{number % 3}@example.org", each, f"2027-05-0{number + 1}") for number, each in enumerate(answers)
    ]
    told = [replace(each, answers={**each.answers, "q2": ("Both",)}) for each in responses]
    if linked:
        header = ("Timestamp", "Email Address", *(question.title for question in QUESTIONS))
        rows = [(r.submitted, r.email, *(r.answers.get(q.id, ("",))[0] for q in QUESTIONS)) for r in told]
        book = workbook(tab("Form Responses 1", header, rows))
        after = applied(pull.plan(book, Settings()), book)
        assert pull.plan(after, Settings()).changes == ()
    else:
        pulled(workbook(), form(*told))
