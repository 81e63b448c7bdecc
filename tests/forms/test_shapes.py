"""Exports in the shape of the programs they come from: who is taken from them, and with what."""

from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.cli.exports import read_rows
from mentorship_gsheets.spreadsheet.plan import AddRow
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from tests.forms.test_cases import SETTINGS, people, pulled
from tests.sheets import lines, tab, workbook

Rows = list[tuple[str, ...]]

MICROSOFT: Rows = [
    ("ID", "Start time", "Completion time", "Email", "Name", "What is your e-mail address?", "Your full name",
     "Are you a mentor or a mentee?", "Areas of expertise", "How many mentees could you take on?",
     "How will you attend?"),
    ("1", "5/1/27 9:00:00", "5/1/27 9:04:00", "anonymous", "", "ada@example.org", "Ada Ek", "Mentor", "Law;Ethics;",
     "2", "In person"),
    ("2", "5/2/27 9:00:00", "5/2/27 9:04:00", "anonymous", "", "bo@example.org", "Bo Kern", "Mentee", "Law;", "",
     "Online"),
    ("3", "5/13/27 9:00:00", "5/13/27 9:04:00", "anonymous", "", "ada@example.org", "Ada Ek", "Mentor", "Law;Ethics;",
     "3", "In person"),
]  # fmt: skip
QUALTRICS: Rows = [
    ("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "RecordedDate", "ResponseId", "Q1", "Q2_1",
     "Q2_2", "Q3", "Q4", "Q5", "Q6"),
    ("Start Date", "End Date", "Response Type", "IP Address", "Progress", "Finished", "Recorded Date", "Response ID",
     "What is your e-mail address?", "Name - First", "Name - Last",
     "Are you a mentor or a mentee? - Selected Choice", "Areas of expertise - Selected Choice",
     "How many mentees could you take on?", "How will you attend? - Selected Choice"),
    tuple('{"ImportId":"' + name + '"}' for name in "abcdefghijklmno"),
    ("2027-05-01 09:00:00", "2027-05-01 09:04:00", "0", "192.0.2.1", "100", "True", "2027-05-01 09:04:01", "R_1",
     "ada@example.org", "Ada", "Ek", "Mentor", "Law,Ethics", "3", "In person"),
    ("2027-05-02 09:00:00", "2027-05-02 09:04:00", "0", "192.0.2.2", "100", "True", "2027-05-02 09:04:01", "R_2",
     "bo@example.org", "Bo", "Kern", "Mentee", "Law", "", "Online"),
]  # fmt: skip
SURVEYMONKEY: Rows = [
    ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "What is your name?",
     "What is your e-mail address?", "Are you a mentor or a mentee?", "Areas of expertise", "",
     "How many mentees could you take on?", "How will you attend?"),
    ("", "", "", "", "", "", "Open-Ended Response", "Open-Ended Response", "Response", "Law", "Ethics",
     "Open-Ended Response", "Response"),
    ("118", "44", "05/01/2027 09:00:00 AM", "05/01/2027 09:04:00 AM", "192.0.2.1", "", "Ada Ek", "ada@example.org",
     "Mentor", "Law", "Ethics", "3", "In person"),
    ("119", "44", "05/22/2027 09:00:00 AM", "05/22/2027 09:04:00 AM", "192.0.2.2", "", "Bo Kern", "bo@example.org",
     "Mentee", "Law", "", "", "Online"),
]  # fmt: skip
TYPEFORM: Rows = [
    ("#", "First up, what's your name?", "And the *email address* we can write to?", "Law", "Ethics",
     "So: mentor or mentee?", "How many mentees could you take on?", "Will you be there in person or online?",
     "Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"),
    ("a1", "Ada Ek", "ada@example.org", "Law", "Ethics", "Mentor", "3", "In person", "completed", "2027-05-01 09:00:00",
     "", "2027-05-01 09:04:00", "n1", "", "Thanks"),
    ("a2", "Bo Kern", "bo@example.org", "Law", "", "Mentee", "", "Online", "completed", "2027-05-02 09:00:00", "",
     "2027-05-02 09:04:00", "n2", "", "Thanks"),
]  # fmt: skip
EVENTBRITE: Rows = [
    ("Order #", "Order Date", "Prefix", "First Name", "Last Name", "Email", "Quantity", "Ticket Type",
     "Buyer First Name", "Buyer Last Name", "Buyer Email", "Attendee Status",
     "Would you like to take part in mentoring?", "Areas of expertise"),
    ("801", "2027-05-01 09:00", "", "Ada", "Ek", "ada@example.org", "1", "In person - Standard", "Pat", "Office",
     "office@example.net", "Attending", "As a mentor", "Law"),
    ("801", "2027-05-01 09:00", "", "Bo", "Kern", "bo@example.org", "1", "Virtual pass", "Pat", "Office",
     "office@example.net", "Attending", "As a mentee", "Law"),
]  # fmt: skip
PRETIX: Rows = [
    ("Order code", "Order email", "Order date", "Product", "Attendee name", "Attendee email", "Invoice address name",
     "Company", "Mentoring: mentor or mentee?", "Areas of expertise"),
    ("X1", "office@example.net", "2027-05-01", "On-site ticket", "Ada Ek", "ada@example.org", "Pat Office",
     "Office & Co", "Mentor", "Law"),
    ("X1", "office@example.net", "2027-05-01", "Online ticket", "Bo Kern", "bo@example.org", "Pat Office",
     "Office & Co", "Mentee", "Law"),
]  # fmt: skip
SURVEYS = {"Microsoft": MICROSOFT, "Qualtrics": QUALTRICS, "SurveyMonkey": SURVEYMONKEY, "Typeform": TYPEFORM}
TICKETS = {"Eventbrite": EVENTBRITE, "pretix": PRETIX}


@pytest.mark.parametrize("program", SURVEYS)
def test_a_survey_in_the_shape_of_its_program(program: str) -> None:
    header, *rows = SURVEYS[program]
    after, _ = pulled(workbook(tab("Form Responses 1", header, rows)))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})
    assert lines(after, "Mentors", "Name", "Capacity", "Attendance") == [("Ada Ek", "3", "in person")]
    assert lines(after, "Mentees", "Name", "Attendance") == [("Bo Kern", "virtual")]
    if program != "Typeform":
        # there each choice has a column of its own, headed by nothing but the choice
        assert lines(after, "Mentors", "Fields") == [("Law; Ethics",)]


@pytest.mark.parametrize("program", TICKETS)
def test_tickets_in_the_shape_of_their_program_are_of_those_who_come(program: str) -> None:
    header, *rows = TICKETS[program]
    after, _ = pulled(workbook(tab("Sign-ups", header, rows)))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})
    shown = ("Name", "Attendance", "Fields")
    assert lines(after, "Mentors", *shown) == [("Ada Ek", "in person", "Law")]
    assert lines(after, "Mentees", *shown) == [("Bo Kern", "virtual", "Law")]


def test_an_xlsx_with_a_merged_title_and_cells_that_show_errors(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mentoring 2027: all answers"])
    sheet.merge_cells("A1:E1")
    sheet.append(["Timestamp", "Email address", "Full name", "Mentor or mentee?", "Fields", "Affiliation"])
    sheet.append(["2027-05-01 09:00:00", "ada@example.org", "Ada Ek", "Mentor", "Law", "#REF!"])
    sheet.append(["2027-05-02 09:00:00", "bo@example.org", "#N/A", "Mentee", "Law", "Lab"])
    path = tmp_path / "answers.xlsx"
    book.save(path)
    after, _ = pulled(_pasted(path))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})
    # an error is no institution and no name
    assert lines(after, "Mentors", "Name", "Affiliation") == [("Ada Ek", "")]
    assert lines(after, "Mentees", "Name", "Affiliation") == [("", "Lab")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_of_any_dialect_gives_the_same_people(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [
        ("E-Mail-Adresse", "Vor- und Nachname", "Mentor oder Mentee?", "Fachgebiete (z. B. Recht, Ethik; Physik)"),
        ("ada@example.org", "Ada Müller", "Mentorin", "Recht, Ethik"),
        ("bo@example.org", "Bo Çelik", "Mentee", "Recht"),
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode(encoding))
    changes = pull.plan(_pasted(path), SETTINGS).changes
    taken = {(change.tab, change.key) for change in changes if isinstance(change, AddRow)}
    assert {("Mentors", "ada@example.org"), ("Mentees", "bo@example.org")} <= taken


def _pasted(path: Path) -> Workbook:
    header, *rows = read_rows(path)
    return workbook(tab("Form Responses 1", header, rows))
