"""From one year to the next: previous pairs, people left out, wording and settings; nothing typed is overwritten."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mail import seed_rows
from mentorship_gsheets.mail.kinds import SEEDED
from mentorship_gsheets.people import Form, Participant, Question, Role, Status
from mentorship_gsheets.programmes import format_named, read_settings
from mentorship_gsheets.records.form_questions import as_last_year
from mentorship_gsheets.records.mapping import map_questions
from mentorship_gsheets.records.memory import SALT, forgotten_key
from mentorship_gsheets.rehearsal.cast import cast
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, AddTab, Plan, SetMetadata
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.stages import carry_over, match, setup
from mentorship_gsheets.tabs.catalogue import MEMORY, QUESTIONS
from mentorship_gsheets.tabs.criteria import CRITERIA
from mentorship_gsheets.tabs.guide import GENERAL
from mentorship_gsheets.workspace.excel import read_excel
from tests.benchmarks.evidence import roster_of
from tests.sheets import applied, drawn, edited, lines, tab, workbook
from tests.stages.books import applied as written
from tests.stages.books import book, cells
from tests.stages.cast import mentee, mentor

EMAILS = tab("Emails", ["Kind", "Subject", "Text", "Merge fields"], [list(row) for row in seed_rows(SEEDED)])
GUIDE = tab("Guide", ["Section", "Text"], [list(row) for row in GENERAL])
SETTINGS = tab(
    "Settings", ["Setting", "Value"], [["Organizers", ""], ["Sender", ""], ["Starts", ""], ["Capacity", "2"]]
)


def year(title: str, *people: Participant, never: tuple[tuple[str, str, str], ...] = ()) -> Workbook:
    """A sheet of one year, texts and settings as setup makes them."""
    made = workbook(
        EMAILS,
        GUIDE,
        SETTINGS,
        Mentors=[cells(person) for person in people if person.role is Role.MENTOR],
        Mentees=[cells(person) for person in people if person.role is Role.MENTEE],
        Never_match=[dict(zip(("Mentor", "Mentee", "Reason"), line, strict=True)) for line in never],
    )
    return replace(made, title=title)


LAST = year(
    "2026",
    mentor("Ada", "Bo"),
    mentor("Cy", "Dee"),
    mentor("Eve"),
    mentee("Bo", "Ada"),
    mentee("Dee", "Cy", status=Status.WITHDRAWN),
    mentee("Flo"),
    mentee("Gil", status=Status.DECLINED),
)


def carried(this: Workbook, last: Workbook = LAST) -> Workbook:
    """This year's sheet after the stage, which then has nothing left to do."""
    after = applied(carry_over.plan(this, Settings(), last), this)
    assert carry_over.plan(after, Settings(), last).changes == ()
    return after


def test_previous_pairs_and_people_left_out_are_taken_over() -> None:
    this = year("2027", mentor("Ada"), mentor("Eve"), mentee("Bo"), mentee("Flo"), mentee("Gil"), mentee("New"))
    after = carried(this)
    assert lines(after, "Never match", "Mentor", "Mentee", "Reason") == [
        ("Ada <ada@example.org>", "Bo <bo@example.org>", "previous: 2026")
    ]
    assert lines(after, "Mentors", "Name", "Left out") == [("Ada", ""), ("Eve", "yes")]
    assert lines(after, "Mentees", "Name", "Left out") == [("Bo", ""), ("Flo", "yes"), ("Gil", ""), ("New", "")]


def test_what_a_person_wrote_this_year_stays() -> None:
    this = year("2027", mentee("Flo"), never=(("<Ada@example.org>", "bo@example.org", "they fell out"),))
    this = edited(this, "Mentees", "flo@example.org", "Left out", "no")
    assert carry_over.plan(this, Settings(), LAST).changes == ()


def test_wording_and_settings_come_along_where_ours_are_as_setup_made_them() -> None:
    last = edited(LAST, "Emails", "cancelled", "Subject", "Sorry!")
    last = edited(last, "Emails", "check-in", "Subject", "How are you?")
    last = edited(last, "Guide", GENERAL[0][0], "Text", "Say it first.")
    last = edited(last, "Settings", "Organizers", "Value", "Mo and Lu")
    last = edited(last, "Settings", "Starts", "Value", "2026-07-01")
    last = edited(last, "Settings", "Capacity", "Value", "3")
    this = edited(year("2027", mentor("Ada")), "Emails", "check-in", "Subject", "Well?")
    after = carried(this, last)
    subjects = dict(lines(after, "Emails", "Kind", "Subject"))
    assert (subjects["cancelled"], subjects["check-in"]) == ("Sorry!", "Well?")
    assert lines(after, "Guide", "Text")[0] == ("Say it first.",)
    assert dict(lines(after, "Settings", "Setting", "Value")) == {
        "Organizers": "Mo and Lu",
        "Sender": "",
        "Starts": "",
        "Capacity": "2",
    }


def test_whoever_was_forgotten_stays_so_and_an_export_cannot_say_who() -> None:
    memory = tab("Memory", ["Key", "Text"], [[forgotten_key("gus@example.org", "secret"), "2026-08-01"]])
    last = replace(LAST, tabs=(*LAST.tabs, memory), metadata={SALT: "secret"})
    this = year("2027", mentor("Ada"))
    key = memory.text(memory.rows[0], "Key")
    without = set(carry_over.plan(this, Settings(), LAST).changes)
    assert set(carry_over.plan(this, Settings(), last).changes) - without == {
        SetMetadata(SALT, "secret"),
        AddTab(MEMORY),
        AddRow("Memory", "Key", key, (("Key", key), ("Text", "2026-08-01"))),
    }
    export = replace(last, metadata={})
    assert [f.code for f in carry_over.plan(year("2027"), Settings(), export).findings] == ["forgotten-not-carried"]


def test_a_sheet_that_was_purged_says_so() -> None:
    plan = carry_over.plan(year("2027", mentor("Ada")), Settings(), year("2026"))
    assert ([f.code for f in plan.findings], plan.changes) == (["nobody-before"], ())


def criteria(*rows: tuple[str, ...]) -> Tab:
    """The tab Criteria with these rows: criterion, use, how, mentor column, mentee column."""
    return drawn(
        CRITERIA,
        *[dict(zip(("Criterion", "Use", "How", "Mentor column", "Mentee column"), row, strict=False)) for row in rows],
    )


def made() -> list[tuple[str, ...]]:
    """The rows of a new sheet, as setup plans them."""
    plan = setup.plan(Workbook("book", "Book", ()))
    rows = [dict(change.values) for change in plan.changes if isinstance(change, AddRow) and change.tab == "Criteria"]
    headers = ("Criterion", "Use", "How", "Mentor column", "Mentee column")
    return [tuple(str(row.get(header, "")) for header in headers) for row in rows]


def with_criteria(book: Workbook, *rows: tuple[str, ...]) -> Workbook:
    return replace(book, tabs=tuple(criteria(*rows) if each.title == "Criteria" else each for each in book.tabs))


def test_criteria_come_along_in_their_order_where_ours_are_as_setup_made_them() -> None:
    first, *rest = made()
    changed = [*rest, (first[0], "off"), ("City", "must", "same", "City", "Town")]
    last = with_criteria(LAST, *changed)
    for title, header in (("Mentors", "City"), ("Mentees", "Town")):
        people = tuple(
            replace(each, header=(*each.header, header)) if each.title == title else each for each in last.tabs
        )
        last = replace(last, tabs=people)
    this = with_criteria(year("2027", mentor("Ada"), mentee("Bo")), *made())
    after = by_snapshot(carry_over.plan(this, Settings(), last), this)
    rows = [
        tuple(filter(None, row))
        for row in lines(after, "Criteria", "Criterion", "Use", "How", "Mentor column", "Mentee column")
    ]
    assert rows == [tuple(filter(None, row)) for row in changed]
    assert "City" in after.tab("Mentors").header  # type: ignore[union-attr] # every sheet has it
    assert carry_over.plan(after, Settings(), last).changes == ()
    settings, findings = read_settings(after)
    assert (findings, str(settings.musts[0])) == ([], "City")
    # somebody has chosen already
    chosen = with_criteria(this, *rest, first)
    assert [change for change in carry_over.plan(chosen, Settings(), last).changes if "Criteria" in str(change)] == []


def by_snapshot(plan: Plan, book: Workbook) -> Workbook:
    """The workbook after a plan whose keys are those of the workbook it was made on, as a sheet takes it."""
    columns = [change for change in plan.changes if isinstance(change, AddColumn)]
    rest = [change for change in plan.changes if not isinstance(change, AddColumn)]
    return written(Plan("carry-over", tuple(rest)), applied(Plan("carry-over", tuple(columns)), book))


ASKED = (
    Question("n", "Your full name, please"),
    Question("r", "Will you mentor?", ("Yes", "No")),
    Question("t", "What shall we talk about?", ("Grants", "Jobs"), several=True),
    Question("s", "Sector, roughly", ("Academia", "Elsewhere")),
    Question("x", "Will you come to the dinner?", ("Yes", "No")),
    Question("u", "Anything odd?"),
)
DECIDED = (
    ("Name", "Your full name, please", "exact", "Form 2026", "n"),
    ("Role: yes = mentor", "Will you mentor?", "yes", "Form 2026", "r"),
    ("Sector", "Sector, roughly", "sure", "Form 2026", "s"),
    ("nothing", "Will you come to the dinner?", "yes", "Form 2026", "x"),
    ("Notes", "Anything odd?", "please check: Notes", "Form 2026", "u"),
    ("Email", "E-mail", "exact", "Sign-ups", ""),
)
"""What stands in last year's Questions: column, question, sure, form, id."""


def with_questions(book: Workbook, *rows: tuple[str, ...]) -> Workbook:
    headers = ("Column", "Question", "Sure", "Form", "Question id")
    made = drawn(QUESTIONS, *[dict(zip(headers, row, strict=True)) for row in rows])
    return replace(book, tabs=tuple(made if each.title == QUESTIONS.title else each for each in book.tabs))


def test_last_years_questions_are_asked_again_by_the_next_form() -> None:
    form = Form("f", "Form 2026", ASKED, ())
    last = with_questions(LAST, *DECIDED)
    this = year("2027", mentor("Ada"))
    after = applied(carry_over.plan(this, Settings(), last, forms=(form,)), this)
    assert carry_over.plan(after, Settings(), last, forms=(form,)).changes == ()
    assert lines(after, "Questions", "Column", "Question", "Examples", "Form") == [
        ("Name", "Your full name, please", "", ""),
        ("Role: yes = mentor", "Will you mentor?", "○ Yes\n○ No", ""),
        ("Sector", "Sector, roughly", "○ Academia\n○ Elsewhere", ""),
        ("nothing", "Will you come to the dinner?", "○ Yes\n○ No", ""),
    ]
    usual = format_named("conference pairs").questions(after)
    asked = as_last_year(after, usual)
    titles = {one.column: (one.question.title, one.question.options) for one in asked if one.column != "Topics"}
    assert titles["Name"] == ("Your full name, please", ())
    # what must be understood is offered in our words
    assert titles["Role"] == ("Will you mentor?", ("As a mentor", "As a mentee", "As both"))
    assert titles["Sector"] == ("Sector, roughly", ("Academia", "Elsewhere"))
    assert asked[-1].question == Question("", "Will you come to the dinner?", ("Yes", "No"), other=True)
    assert [one.column for one in asked[:-1]] == [one.column for one in usual]
    # and its answers go where they went
    new = Form("g", "Form 2027", tuple(replace(one.question, id=str(n)) for n, one in enumerate(asked)), ())
    columns = map_questions(after, (new,)).columns
    assert columns["Form 2027", "0"] == "Name"
    assert ("Form 2027", str(len(asked) - 1)) not in columns
    assert as_last_year(this, usual) == usual


def test_a_form_that_is_gone_gives_its_questions_without_choices() -> None:
    last = with_questions(LAST, *DECIDED)
    this = year("2027", mentor("Ada"))
    after = applied(carry_over.plan(this, Settings(), last), this)
    assert lines(after, "Questions", "Question", "Examples")[2] == ("Sector, roughly", "")
    assert len(lines(after, "Questions", "Question")) == 4


def test_two_years_of_the_invented_conference() -> None:
    """No previous pair is made again, and whoever got nobody goes first."""
    everybody = roster_of(cast(60))
    people = (*everybody.mentors[:12], *everybody.mentees)
    first = book(*people)
    first = written(match.plan(first, Settings()), first)
    second = book(*people)
    second = written(carry_over.plan(second, Settings(), first, "2026"), second)
    before = {(mentor, mentee) for mentor, mentee in lines(second, "Never match", "Mentor", "Mentee")}
    waited = {name for name, left in lines(second, "Mentees", "Email", "Left out") if left}
    assert len(before) > 10
    assert waited != set()
    second = written(match.plan(second, Settings()), second)
    now = {
        (mentor, f"{name} <{email}>")
        for email, name, mentor in lines(second, "Mentees", "Email", "Name", "Mentor match")
    }
    assert now & before == set()
    unmatched = {email for email, mentor in lines(second, "Mentees", "Email", "Mentor match") if not mentor}
    # whoever never answered comes after everybody who did, whatever happened last year
    answered = {person.email for person in people if person.status is Status.ANSWERED}
    assert waited & answered & unmatched == set()
    assert waited & answered != set()


def test_an_export_is_read_like_the_sheet(tmp_path: Path) -> None:
    exported = openpyxl.Workbook()
    for each in LAST.tabs:
        sheet = exported.create_sheet(each.title)
        sheet.append(list(each.header))
        for row in each.rows:
            sheet.append([each.text(row, header) for header in each.header])
    exported.save(tmp_path / "2026.xlsx")
    this = year("2027", mentor("Ada"), mentee("Flo"))
    last = read_excel(tmp_path / "2026.xlsx")
    assert carry_over.plan(this, Settings(), last).changes == carry_over.plan(this, Settings(), LAST).changes


@pytest.mark.parametrize("name", ["missing.xlsx", "text.xlsx"])
def test_what_is_no_excel_file_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.xlsx").write_text("Name,Email")
    with pytest.raises(MentorshipError, match=r"cannot be read as an Excel file\. In Google Sheets, choose File"):
        read_excel(tmp_path / name)
