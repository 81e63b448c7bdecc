"""From one year to the next: previous pairs, people left out, wording and settings; nothing typed is overwritten."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.mail import seed_rows
from mentorship_gsheets.mail.kinds import SEEDED
from mentorship_gsheets.people import Participant, Role, Status
from mentorship_gsheets.records.memory import SALT, forgotten_key
from mentorship_gsheets.rehearsal.cast import cast
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, SetMetadata
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import carry_over, match
from mentorship_gsheets.tabs.catalogue import MEMORY
from mentorship_gsheets.tabs.guide import GENERAL
from mentorship_gsheets.workspace.excel import read_excel
from tests.benchmarks.evidence import roster_of
from tests.sheets import applied, edited, lines, tab, workbook
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
