"""Wishes in the sheet: people are found as in match cells, unknown ones named."""

from dataclasses import replace

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Form, Participant, Question, Response, Role, Told
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Policy, Priority, Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Workbook
from mentorship_gsheets.stages import match, pull
from tests.scoring.people import mentee, mentor
from tests.sheets import applied as applied_all
from tests.sheets import lines, workbook
from tests.stages.books import applied, book, partners

WISHES = Criterion("Wishes", How.WISHES, "", "Wish")
SETTINGS = Settings(priorities=(WISHES,))
ADA, CY, EVE = mentor("Ada"), mentor("Cy"), mentor("Eve", email="eve@b.example.org")
BO, DEE = mentee("Bo"), mentee("Dee")


def with_column(sheet: Workbook, role: Role, header: str, **said: str) -> Workbook:
    """The sheet with one more column of the organizer's own, filled by name."""
    title = "Mentees" if role is Role.MENTEE else "Mentors"
    old = sheet.tab(title)
    assert old is not None
    rows = tuple(
        Row(
            row.number,
            (*row.cells, *[Cell()] * (len(old.header) - len(row.cells)), Cell(said.get(old.text(row, "Name"), ""))),
        )
        for row in old.rows
    )
    new = replace(old, header=(*old.header, header), rows=rows)
    return replace(sheet, tabs=tuple(new if each is old else each for each in sheet.tabs))


def pairs(*people: Participant, **wishes: str) -> dict[str, str]:
    sheet = with_column(book(*people), Role.MENTEE, "Wish", **wishes)
    after = applied(match.plan(sheet, SETTINGS), sheet)
    assert match.plan(after, SETTINGS).changes == ()
    return partners(after, Role.MENTEE)


def test_first_wishes_are_met_before_second_ones() -> None:
    wished = pairs(ADA, CY, BO, DEE, Bo="ada\nCy <cy@example.org>", Dee="Ada <ada@example.org>")
    assert wished == {"bo@example.org": "Cy <cy@example.org>", "dee@example.org": "Ada <ada@example.org>"}


def test_wishes_may_stand_on_one_line_as_a_form_joins_them() -> None:
    king = mentor("King, Ada", email="king@example.org")
    wished = pairs(king, CY, BO, DEE, Bo="Cy; King, Ada", Dee="cy@example.org, King <king@example.org>")
    assert wished == {"bo@example.org": "Cy <cy@example.org>", "dee@example.org": "King, Ada <king@example.org>"}


def test_whom_nobody_knows_is_named_and_holds_nobody_back() -> None:
    sheet = with_column(book(ADA, CY, BO), Role.MENTEE, "Wish", Bo="Adda\nCy")
    plan = match.plan(sheet, SETTINGS)
    page = sheet.tab("Mentees")
    assert page is not None
    where = page.address(2, "Wish")
    remedy = "Did you mean Ada <ada@example.org>? Type Name <address> as it stands in Mentors, or clear the line."
    assert [(one.code, one.level, one.where, one.what, one.remedy) for one in plan.findings] == [
        ("unknown-wish", Level.NOTE, where, "“Adda”, a wish of Bo, names nobody in Mentors.", remedy)
    ]
    assert partners(applied(plan, sheet), Role.MENTEE) == {"bo@example.org": "Cy <cy@example.org>"}


def test_of_two_people_with_one_name_neither_is_guessed() -> None:
    twin = mentor("Ada", email="ada@b.example.org")
    sheet = with_column(book(ADA, twin, BO), Role.MENTEE, "Wish", Bo="Ada")
    assert [(one.code, one.what) for one in match.plan(sheet, SETTINGS).findings] == [
        ("unknown-wish", "“Ada”, a wish of Bo, fits 2 people in Mentors.")
    ]


def test_more_than_five_are_told() -> None:
    crowd = [mentor(f"M{number}") for number in range(6)]
    sheet = with_column(book(*crowd, BO), Role.MENTEE, "Wish", Bo="\n".join(person.name for person in crowd))
    assert [one.what for one in match.plan(sheet, SETTINGS).findings] == ["Bo wishes for 6 people; the first 5 count."]


def test_why_and_next_best_speak_of_wishes() -> None:
    sheet = with_column(book(ADA, CY, BO), Role.MENTEE, "Wish", Bo="Cy\nAda")
    after = applied(match.plan(sheet, SETTINGS), sheet)
    assert lines(after, "Mentees", "Why", "Next best") == [
        (
            "Bo and Cy are a pair though Bo wished for Cy (Wishes) and little is known of Cy.",
            "Ada: a little worse in “Wishes”",
        )
    ]


def test_last_years_partner_comes_back_where_that_is_chosen() -> None:
    again = Settings(priorities=(Priority.LAST_YEAR,), repeats=Policy.ALLOW)
    for settings, expected in ((again, "Cy <cy@example.org>"), (Settings(), "Eve <eve@b.example.org>")):
        sheet = book(CY, EVE, BO, never=[("Cy", "Bo", "previous: 2026")])
        after = applied(match.plan(sheet, settings), sheet)
        assert partners(after, Role.MENTEE) == {"bo@example.org": expected}


def test_answers_feed_a_column_of_ones_own() -> None:
    """By its name on the tab Questions, or because the question has the column's heading."""
    sheet = workbook(Questions=[{"Column": "Wish", "Question": "Whom would you like to meet?"}])
    for role, header in ((Role.MENTEE, "Wish"), (Role.MENTEE, "City"), (Role.MENTOR, "City")):
        sheet = with_column(sheet, role, header)
    questions = (
        Question("q1", "Your name"),
        Question("q2", "Mentor or mentee?", ("Mentor", "Mentee")),
        Question("q3", "Whom would you like to meet?"),
        Question("q4", "City", ("Paris, France", "Rome"), several=True),
    )
    bo = {"q1": ("Bo",), "q2": ("Mentee",), "q3": ("Ada",), "q4": ("Paris, France", "Rome")}
    ada = {"q1": ("Ada",), "q2": ("Mentor",), "q4": ("Paris, France",)}
    responses = tuple(
        Response(name, "2027-05-01", f"{name}@example.org", said) for name, said in (("bo", bo), ("ada", ada))
    )
    form = Form("Survey", "Survey", questions, responses)
    plan = pull.plan(sheet, Settings(form="1FAIpQLSd"), [form])
    after = applied_all(plan, sheet)
    assert lines(after, "Mentees", "Email", "Wish", "City") == [("bo@example.org", "Ada", "Paris, France; Rome")]
    assert lines(after, "Mentors", "Email", "City") == [("ada@example.org", "Paris, France")]
    assert dict(lines(after, "Questions", "Question", "Column"))["City"] == "City"
    assert pull.plan(after, Settings(form="1FAIpQLSd"), [form]).changes == ()


def test_choices_with_commas_are_told_apart_by_cells_that_join_them() -> None:
    city = Criterion("City", How.OVERLAP, "City", "City")
    sheet = with_column(book(ADA, CY, BO), Role.MENTEE, "City", Bo="Paris, France; Rome")
    sheet = with_column(sheet, Role.MENTOR, "City", Ada="Paris, Texas", Cy="Paris, France")
    roster, _ = read_roster(sheet)
    assert [person.more["city"] for person in roster] == [
        Told("Paris, Texas", ("Paris", "Texas")),
        Told("Paris, France", ("Paris, France",)),
        Told("Paris, France; Rome", ("Paris, France", "Rome")),
    ]
    after = applied(match.plan(sheet, Settings(priorities=(city,))), sheet)
    assert partners(after, Role.MENTEE) == {"bo@example.org": "Cy <cy@example.org>"}


def test_who_said_something_under_a_column_of_ones_own_has_a_fit() -> None:
    city = Criterion("City", How.SAME, "City", "City")
    sheet = with_column(book(ADA, BO), Role.MENTEE, "City", Bo="Rome")
    sheet = with_column(sheet, Role.MENTOR, "City", Ada="rome")
    after = applied(match.plan(sheet, Settings(priorities=(city,))), sheet)
    assert lines(after, "Mentees", "Fit", "Why") == [("100", "Bo and Ada both say Rome (City).")]
