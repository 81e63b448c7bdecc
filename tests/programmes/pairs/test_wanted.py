"""Mentees who want several mentors, from the form to the introductions."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Form, Participant, Question, Response, Role, Status
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.pairs import advice, explain
from mentorship_gsheets.programmes.pairs.sign_up import prepared
from mentorship_gsheets.settings import Priority, Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, pull, rematch
from tests.ledger.box import Box
from tests.scoring.people import mentee, mentor
from tests.sheets import applied as with_rows
from tests.sheets import lines, workbook
from tests.stages.books import applied, book, column, edited, partners
from tests.stages.mailroom import drafted, mail_book
from tests.stages.mailroom import lines as letters

SETTINGS = Settings()
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
ADA = mentor("Ada", fields=("Astronomy",))
CY = mentor("Cy", fields=("Biology",))
EVE = mentor("Eve", fields=("Chemistry",))
BO = mentee("Bo", fields=("Astronomy", "Biology"), wanted=2)
DEE = mentee("Dee", fields=("Chemistry",))


def matched(*people: Participant) -> Workbook:
    sheet = book(*people)
    return applied(match.plan(sheet, SETTINGS), sheet)


def names(sheet: Workbook, role: Role) -> dict[str, list[str]]:
    """Whom each cell names, by name."""
    return {
        email.partition("@")[0]: [line.partition(" <")[0] for line in text.splitlines()]
        for email, text in partners(sheet, role).items()
    }


def table(plan: Plan, title: str) -> dict[str, str]:
    (found,) = (table for table in plan.tables if table.title == title)
    return {row[0]: row[1] for row in found.rows}


def goals(sheet: Workbook) -> dict[str, int]:
    pairs = format_named("conference pairs")
    found = pairs.arrange(pairs.read(sheet, SETTINGS), SETTINGS)
    return {goal.name: goal.value for goal in found.goals}


def test_the_cell_of_the_mentee_holds_both_and_each_mentor_names_the_mentee() -> None:
    after = matched(ADA, CY, EVE, BO, DEE)
    assert names(after, MENTEE) == {"bo": ["Ada", "Cy"], "dee": ["Eve"]}
    assert names(after, MENTOR) == {"ada": ["Bo"], "cy": ["Bo"], "eve": ["Dee"]}
    assert column(after, MENTEE, "Why")["bo@example.org"].splitlines() == [
        "Bo and Ada both work in Astronomy.",
        "Bo and Cy both work in Biology.",
    ]
    assert match.plan(after, SETTINGS).changes == ()
    assert rematch.plan(after, SETTINGS).changes == ()
    assert [finding.code for finding in check.plan(after, SETTINGS).findings] == ["attendance-unknown"]


def test_nobody_gets_a_second_mentor_before_everybody_has_one() -> None:
    plan = match.plan(book(ADA, CY, BO, DEE), SETTINGS)
    after = applied(plan, book(ADA, CY, BO, DEE))
    assert sorted(map(len, names(after, MENTEE).values())) == [1, 1]
    assert table(plan, "Pairs")["further mentors wanted and not found"] == "1"
    assert goals(book(ADA, CY, BO, DEE))["further mentors"] == 1


def test_the_same_mentor_is_never_named_twice_however_many_places_there_are() -> None:
    assert names(matched(replace(ADA, capacity=3), BO), MENTEE) == {"bo": ["Ada"]}


def test_a_mentor_somebody_typed_stays_and_another_is_added_below() -> None:
    typed = edited(book(ADA, CY, EVE, BO, DEE), MENTEE, "bo@example.org", "Mentor match", "Eve")
    after = applied(match.plan(typed, SETTINGS), typed)
    assert names(after, MENTEE)["bo"][0] == "Eve"
    assert len(names(after, MENTEE)["bo"]) == 2
    assert len(names(after, MENTEE)["dee"]) == 1
    assert match.plan(after, SETTINGS).changes == ()


def test_more_mentors_than_wanted_are_reported() -> None:
    three = replace(BO, partners=("ada@example.org", "cy@example.org", "eve@example.org"))
    (finding,) = (
        found for found in check.plan(book(ADA, CY, EVE, three), SETTINGS).findings if found.who == BO.identity
    )
    assert (finding.code, finding.level, finding.what, finding.remedy) == (
        "two-mentors",
        Level.HELD,
        "Bo is matched with Ada and Cy and Eve at once and wants 2 mentors.",
        "Leave 2 of them, on both pages, or raise Mentors wanted.",
    )


def test_more_lines_than_can_be_read_are_told_with_their_cell() -> None:
    sheet = edited(book(ADA, CY, BO), MENTEE, "bo@example.org", "Mentor match", "\n".join(["Ada", "Cy", "Ada", "Cy"]))
    (finding,) = match.plan(sheet, SETTINGS).findings
    page = sheet.tab("Mentees")
    assert page is not None
    assert (finding.code, finding.level, finding.where, finding.what) == (
        "named-twice",
        Level.HELD,
        page.address(2, "Mentor match"),
        "the match cell of Bo has 4 lines, and names somebody twice.",
    )


def test_rules_hold_for_each_of_them() -> None:
    colleague = replace(CY, affiliation="Lab")
    assert names(matched(ADA, colleague, replace(BO, affiliation="Lab")), MENTEE) == {"bo": ["Ada"]}


def test_a_mentor_who_left_is_replaced_and_the_other_stays() -> None:
    before = edited(matched(ADA, CY, BO), MENTOR, "ada@example.org", "Status", "withdrawn")
    before = with_mentor(before, EVE)
    plan = rematch.plan(before, SETTINGS)
    after = applied(plan, before)
    assert names(after, MENTEE) == {"bo": ["Cy", "Eve"]}
    assert plan.tables[0].rows == (
        (
            "Bo <bo@example.org>",
            "Cy <cy@example.org> and Ada <ada@example.org>",
            "Cy <cy@example.org> and Eve <eve@example.org>",
            "the mentor has withdrawn",
        ),
    )
    assert rematch.plan(after, SETTINGS).changes == ()


def with_mentor(sheet: Workbook, *people: Participant) -> Workbook:
    """The sheet with more people below those who are there."""
    more = book(*people)
    tabs = []
    for tab in sheet.tabs:
        rows = [
            row
            for other in more.tabs
            if other.title == tab.title
            for row in other.rows
            if tab.title in ("Mentors", "Mentees")
        ]
        last = max((row.number for row in tab.rows), default=1)
        tabs.append(replace(tab, rows=(*tab.rows, *(replace(row, number=last + n) for n, row in enumerate(rows, 1)))))
    return replace(sheet, tabs=tuple(tabs))


def test_a_newcomer_takes_a_second_mentor_and_nobody_loses_the_only_one() -> None:
    before = with_mentor(matched(ADA, CY, BO), DEE)
    after = applied(rematch.plan(before, SETTINGS), before)
    assert sorted(map(len, names(after, MENTEE).values())) == [1, 1]
    # the other way round: a wish for a second mentor takes nobody's only one
    before = edited(matched(ADA, CY, replace(BO, wanted=None), DEE), MENTEE, "bo@example.org", "Mentors wanted", "2")
    assert rematch.plan(before, SETTINGS).changes == ()


def test_explain_speaks_of_all_pairs_and_prices_one_more() -> None:
    after = matched(ADA, CY, EVE, BO, DEE)
    titles = [table.title for table in explain.plan(after, SETTINGS, "Bo").tables]
    assert [title for title in titles if title.startswith("Bo <bo@example.org> and")] == [
        "Bo <bo@example.org> and Ada <ada@example.org>: Bo and Ada both work in Astronomy.",
        "Bo <bo@example.org> and Cy <cy@example.org>: Bo and Cy both work in Biology.",
    ]
    plan = explain.plan(after, SETTINGS, "Bo", "Eve")
    assert plan.summary.startswith("Bo <bo@example.org> with Eve <eve@example.org>: ")
    assert "1 other mentee would move" in plan.summary


def test_what_further_mentors_cost_the_criteria_is_told_as_of_any_other() -> None:
    plan = match.plan(book(ADA, CY, replace(BO, fields=("Astronomy",))), SETTINGS)
    assert "further mentors" in table(plan, "What each criterion cost those below it")


def test_advice_counts_the_mentors_wanted() -> None:
    plan = advice.plan(book(ADA, BO, DEE), SETTINGS)
    assert plan.tables[0].rows[0] == ("everybody", "2", "1", "1", "2")


@pytest.mark.parametrize(("text", "code"), [("many", ["unclear-wanted"]), ("9", ["unclear-wanted"]), ("two", [])])
def test_a_number_that_cannot_be_read_counts_as_one_and_is_told(text: str, code: list[str]) -> None:
    sheet = edited(book(ADA, CY, BO), MENTEE, "bo@example.org", "Mentors wanted", text)
    plan = match.plan(sheet, SETTINGS)
    assert [finding.code for finding in plan.findings] == code
    assert len(names(applied(plan, sheet), MENTEE)["bo"]) == (1 if code else 2)


@pytest.mark.parametrize(
    ("title", "answers"),
    [
        ("Mentees: how many mentors would you like?", ("2", "1")),
        ("Number of mentors wanted", ("two", "one")),
        ("Wie viele Mentorinnen möchten Sie haben?", ("2", "1")),
        ("¿Cuántos mentores te gustaría tener?", ("2 mentores", "1")),
        ("Combien de mentors souhaitez-vous ?", ("deux", "un")),
    ],
)
def test_the_form_may_ask_and_pull_fills_the_column(title: str, answers: tuple[str, str]) -> None:
    questions = (
        Question("n", "What is your full name?"),
        Question("r", "How would you like to take part?", ("As a mentor", "As a mentee", "As both")),
        Question("w", title),
    )
    responses = tuple(
        Response(str(n), f"2027-05-0{n + 1}", f"p{n}@example.org", {"n": (f"P{n}",), "r": (role,), "w": (answer,)})
        for n, (role, answer) in enumerate((("As a mentee", answers[0]), ("As both", answers[1])))
    )
    form = Form("form", "Survey", questions, responses)
    assert prepared(form)[1] == {"w": "Mentors wanted"}
    sheet = workbook()
    after = with_rows(pull.plan(sheet, SETTINGS, (form,), force=True), sheet)
    assert lines(after, "Mentees", "Email", "Mentors wanted") == [("p0@example.org", "2"), ("p1@example.org", "1")]
    assert lines(after, "Mentors", "Email", "Capacity") == [("p1@example.org", "")]


def test_a_question_about_mentees_is_not_taken_for_one_about_mentors() -> None:
    form = Form("form", "Survey", (Question("c", "Mentors: how many mentees could you take on?", ("1", "2", "3")),), ())
    assert prepared(form)[1] == {}


def test_each_pair_is_introduced_by_itself() -> None:
    box = Box()
    people = [replace(person, name=person.name) for person in (ADA, CY, BO)]
    pairs = [("ada@example.org", "cy@example.org"), ("bo@example.org",)]
    sheet = mail_book(
        replace(people[0], partners=pairs[1], status=Status.ANSWERED),
        replace(people[1], partners=pairs[1], status=Status.ANSWERED),
        replace(people[2], partners=pairs[0], status=Status.ANSWERED),
    )
    assert letters(drafted(sheet, box), "To") == [
        ("Ada <ada@example.org>, Bo <bo@example.org>",),
        ("Cy <cy@example.org>, Bo <bo@example.org>",),
    ]


def test_a_sheet_in_which_nobody_wants_several_has_no_word_of_it() -> None:
    plan = match.plan(book(ADA, CY, replace(BO, wanted=None), DEE), SETTINGS)
    assert "further mentors" not in goals(book(ADA, CY, replace(BO, wanted=None), DEE))
    assert "further mentors wanted and not found" not in table(plan, "Pairs")
    rows = {row.name: row.on for row in format_named("conference pairs").criteria}
    assert str(Priority.FURTHER) not in rows
