"""Real cases, each brought down to a few rows of made-up people: from the export to what the tool makes of it."""

from datetime import date
from email import message_from_bytes
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from pathlib import Path

import numpy as np
import pytest

from mentorship_gsheets.cli.exports import read_rows
from mentorship_gsheets.intake.answers import read_attendance
from mentorship_gsheets.intake.person import read_person
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve
from mentorship_gsheets.people import Attendance, Role
from mentorship_gsheets.records.sources import read_tab_forms
from mentorship_gsheets.scoring.names import institutions
from mentorship_gsheets.scoring.zones import offset_minutes
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, pull
from tests.ledger.box import Box
from tests.sheets import applied, edited, lines, tab, workbook
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import drafted, mail_book, sent, ticked
from tests.stages.mailroom import lines as drafts_lines

CASES = Path(__file__).with_name("cases")
SETTINGS = Settings()


def pasted(name: str, title: str = "Form Responses 1") -> Workbook:
    header, *rows = read_rows(CASES / f"{name}.csv")
    return workbook(tab(title, header, rows))


def pulled(book: Workbook) -> tuple[Workbook, Plan]:
    plan = pull.plan(book, SETTINGS)
    after = applied(plan, book)
    assert pull.plan(after, SETTINGS).changes == ()
    return after, plan


def matched(book: Workbook) -> Workbook:
    after, _ = pulled(book)
    return applied(match.plan(after, SETTINGS), after)


def people(book: Workbook) -> tuple[set[str], set[str]]:
    mentors, mentees = ({email for (email,) in lines(book, title, "Email")} for title in ("Mentors", "Mentees"))
    return mentors, mentees


def test_a_capacity_is_read_from_the_words_before_the_bracket() -> None:
    after, plan = pulled(pasted("capacity-option-in-prose"))
    assert lines(after, "Mentors", "Name", "Capacity") == [("Ada Lovelace", "2"), ("Bo Chen", "3"), ("Cy Twombly", "1")]
    assert [finding.what for finding in plan.findings if finding.column == "Capacity"] == []


def test_who_looks_for_a_mentee_is_a_mentor() -> None:
    after, _ = pulled(pasted("role-looks-for-a-mentee"))
    mentors = {f"{name}@example.org" for name in ("ada", "bo", "ed")}
    assert people(after) == (mentors, {"cy@example.org", "di@example.org"})


def test_a_role_in_two_questions_of_yes_and_no() -> None:
    after, _ = pulled(pasted("role-in-two-yes-no-questions"))
    assert people(after) == ({"ada@example.org", "cy@example.org"}, {"bo@example.org", "cy@example.org"})


def test_both_sections_of_a_branching_form_are_read_and_colleagues_stay_apart() -> None:
    after = matched(pasted("branching-form-asks-twice"))
    read = lines(after, "Mentees", "Affiliation", "Time zone", "Fields", "Mentor match")
    assert read == [("Institute for Rivers", "Europe/Paris", "Physics", "Cy Twombly <cy@cy.example.org>")]


def test_who_comes_is_taken_and_not_who_paid() -> None:
    after, _ = pulled(pasted("who-paid-is-not-who-comes", "Sign-ups"))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org", "cy@example.org"})
    assert lines(after, "Mentors", "Name") == [("Ada Lovelace",)]


def test_the_address_stands_in_a_question_where_the_column_for_it_is_anonymous() -> None:
    after, _ = pulled(pasted("microsoft-forms-anonymous"))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})
    assert lines(after, "Mentors", "Name") == [("Ada Lovelace",)]
    header = ("Timestamp", "Work email", "Name", "Mentor or mentee?")
    row = ("2027-05-03 10:00:00", "cy@example.org", "Cy Lee", "Mentor")
    alone, _ = pulled(workbook(tab("Form Responses 1", header, [row])))
    assert people(alone) == ({"cy@example.org"}, set())


def test_a_title_above_the_headings_is_no_heading() -> None:
    after, _ = pulled(pasted("title-row-above-the-headings"))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})


def test_headings_as_google_writes_them_in_other_languages() -> None:
    after, _ = pulled(pasted("headings-google-writes-in-other-languages", "Réponses au formulaire 1"))
    assert people(after) == ({"ada@example.org"}, {"bo@example.org"})


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Dirección de correo electrónico", "Email"),
        ("Endereço de e-mail", "Email"),
        ("Indirizzo email", "Email"),
        ("E-mailadres", "Email"),
        ("Adres e-mail", "Email"),
        ("メールアドレス", "Email"),
        ("First name / Nombre / Nome", "First name"),
        ("Nom / Surname", "Last name"),
        ("Full name / Nombre / Nome", "Name"),
        ("Topics you want to talk about", "Topics"),
        ("How many mentees could you take on?", "Capacity"),
        ("Which field are you in?", "Fields"),
    ],
)
def test_a_heading_alone_feeds_its_column(title: str, column: str) -> None:
    assert guess_columns([title])[0].column == column


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Topics you want to avoid", "Topics"),
        ("How many mentees have you mentored before?", "Capacity"),
        ("How many hours a week could you spend with mentees?", "Capacity"),
        ("Number of years in your field", "Fields"),
        ("Which topics would you rather not talk about?", "Topics"),
        ("Which affiliation should your mentor not have?", "Affiliation"),
    ],
)
def test_a_question_that_means_the_opposite_does_not_feed_the_column(title: str, column: str) -> None:
    assert guess_columns([title])[0].column != column


@pytest.mark.parametrize("dialect", ["semicolons", "sep", "unicode", "quoted"])
def test_a_table_is_the_same_however_excel_wrote_it(dialect: str) -> None:
    assert read_rows(CASES / f"excel-{dialect}.csv") == read_rows(CASES / "excel-plain.csv")


def test_no_answer_is_nothing_shared() -> None:
    after = matched(pasted("no-answer-is-not-shared"))
    assert lines(after, "Mentees", "Fields", "Sector", "Topics") == [("", "", "")]
    ((why, fit),) = lines(after, "Mentees", "Why", "Fit")
    assert ("N/A" in why, "(-)" in why, fit) == (False, False, "")


def test_two_who_work_for_themselves_are_no_colleagues() -> None:
    after = matched(pasted("independent-researchers-are-no-colleagues"))
    assert lines(after, "Mentees", "Mentor match") == [("Ada Lovelace <ada@ada.example.org>",)]
    nothing: tuple[str, ...] = (
        "Freelance developer",
        "Self-employed consultant",
        "Looking for work",
        "Currently between jobs",
    )
    nothing += ("PhD student", "Prefer not to answer", "TBD", "Independent researcher")
    places = ("Independent University of Bangladesh", "Student Health Service", "Retired Officers Institute")
    read = institutions([*nothing, *places])
    assert {text: bool(read[text]) for text in (*nothing, *places)} == {
        **dict.fromkeys(nothing, False),
        **dict.fromkeys(places, True),
    }


def test_one_person_under_two_addresses_is_told_and_never_merged() -> None:
    after = matched(pasted("one-person-under-two-addresses"))
    told = [finding.what for finding in check.plan(after, SETTINGS).findings if "one person" in finding.what]
    assert len(people(after)[1]) == 4
    assert ["bo1999@mail.example.net" in what and "bo.chen@aberdeen.example.org" in what for what in told] == [True]


def test_nobody_is_called_by_an_error_that_a_cell_shows() -> None:
    after, _ = pulled(pasted("dear-ref"))
    broken = edited(after, "Mentors", "ada@ada.example.org", "Name", "#N/A")
    paired = applied(match.plan(broken, SETTINGS), broken)
    assert lines(paired, "Mentees", "Mentor match") == [("",)]
    told = [finding.what for finding in check.plan(paired, SETTINGS).findings if finding.code == "cell-error"]
    assert told == ["the cell Name of ada@ada.example.org shows #N/A."]


def test_a_comma_within_brackets_cuts_no_choice() -> None:
    after = matched(pasted("commas-within-brackets"))
    assert lines(after, "Mentors", "Fields") == [("Science (Physics, Chemistry, Materials Science); Writing",)]
    ((why,),) = lines(after, "Mentees", "Why")
    assert [word for word in ("posters", "Chemistry", "(") if word in why] == []


def test_the_newest_answer_counts_where_it_stands_on_top() -> None:
    after, _ = pulled(pasted("newest-on-top"))
    assert lines(after, "Mentors", "Capacity", "Fields") == [("3", "Chemistry")]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("I can't make it in person", Attendance.IN_PERSON),
        ("I won't be there in person", Attendance.IN_PERSON),
        ("Unable to come in person", Attendance.IN_PERSON),
        ("I will not be able to attend onsite", Attendance.IN_PERSON),
        ("not sure whether I can come in person", Attendance.IN_PERSON),
        ("I can't attend online", Attendance.VIRTUAL),
        ("Not virtual", Attendance.VIRTUAL),
    ],
)
def test_attendance_that_is_denied_is_never_read_as_given(text: str, never: Attendance) -> None:
    assert read_attendance(text)[0] is not never


def test_attendance_with_a_negative_word_that_denies_nothing() -> None:
    assert read_attendance("Can't wait to be there in person!") == (Attendance.IN_PERSON, True)


def test_two_who_could_be_each_others_mentor_are_one_pair() -> None:
    after, _ = pulled(pasted("mentors-of-each-other"))
    plan = match.plan(after, SETTINGS)
    pairs = [name for (name,) in lines(applied(plan, after), "Mentees", "Mentor match") if name]
    assert len(pairs) == 1
    told = [finding.what + finding.remedy for finding in plan.findings]
    assert [what for what in told if "same place" in what or "same institution" in what] == []


def test_everybody_is_matched_where_the_first_choice_of_each_leads_nowhere() -> None:
    many = 12
    possible = np.eye(many, dtype=bool)
    possible[range(many), np.roll(range(many), -1)] = True
    # the ring is open: only one assignment of all is left, and nobody likes it
    possible[0, 1] = False
    disliked = np.where(np.eye(many, dtype=bool), 5, 0)
    found = solve(Problem(possible, np.ones(many, int), [Tier("fields", disliked), SPREAD]))
    assert sorted((int(one), int(other)) for one, other in found.pairs) == [(one, one) for one in range(many)]


def test_nobody_is_idle_while_another_has_two() -> None:
    after = matched(pasted("nobody-idle-while-another-has-two"))
    assert sorted("\n" in cell or not cell for (cell,) in lines(after, "Mentors", "Mentee match")) == [False] * 3


def test_a_second_round_repeats_no_pair() -> None:
    first = matched(pasted("second-round-without-repeats"))
    pairs = lines(first, "Mentees", "Mentor match", "Email")
    banned = [{"Mentor": mentor, "Mentee": mentee, "Why": "previous"} for mentor, mentee in pairs]
    header = list(first.tab("Never match").header)  # type: ignore[union-attr]  # set up
    never = tab("Never match", header, [[*line.values()][: len(header)] for line in banned])
    sheet = pasted("second-round-without-repeats")
    again = matched(workbook(never, *(each for each in sheet.tabs if each.title == "Form Responses 1")))
    second = lines(again, "Mentees", "Mentor match", "Email")
    assert (len(pairs), len(second), set(pairs) & set(second)) == (3, 3, set())


def with_attachments(raw: bytes) -> bytes:
    """A draft as a mail program writes it back after somebody put a picture into the text and a .pdf beside it."""
    old = message_from_bytes(raw, policy=SMTP)
    new, related = MIMEMultipart("mixed"), MIMEMultipart("related")
    for header in ("From", "To", "Subject", "Message-ID", "X-Mentorship-Key"):
        new[header] = old[header]
    html = old.get_body(("html",))
    assert html is not None
    related.attach(MIMEText(html.get_content() + '<img src="cid:map1">', "html"))
    picture = MIMEImage(b"\x89PNG of the venue", "png")
    picture.add_header("Content-ID", "<map1>")
    related.attach(picture)
    guide = MIMEApplication(b"%PDF-1.4 of the first hour", "pdf")
    guide.add_header("Content-Disposition", "attachment", filename="First-hour.pdf")
    new.attach(related)
    new.attach(guide)
    return new.as_bytes()


def test_a_picture_and_a_pdf_added_to_a_draft_go_with_it_once() -> None:
    box = Box()
    book = drafted(mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada")), box)
    (draft,) = box.drafts
    added = box.drafts[draft] = with_attachments(box.drafts[draft])
    after = sent(ticked(book), box)
    assert (drafts_lines(after, "State"), box.drafts, box.sent) == ([("SENT",)], {}, [added])
    assert sent(after, box) == after


def test_ragged_rows_and_a_blank_last_line() -> None:
    after, _ = pulled(pasted("ragged-rows-and-a-blank-last-line"))
    assert people(after) == ({"ada@example.org", "cy@example.org"}, {"bo@example.org"})


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("ET", -240),
        ("Eastern", -240),
        ("Pacific Time", -420),
        ("Central European Time", 120),
        ("PST/PDT", -420),
        ("India", 330),
        ("Paris", 120),
        ("West Africa Time", 60),
        ("(GMT -8:00) Pacific Time (US & Canada)", -480),
        ("UTC+5:30", 330),
        ("Europe/Paris", 120),
    ],
)
def test_time_zones_as_people_write_them(text: str, minutes: int) -> None:
    assert offset_minutes(text, date(2027, 7, 1)) == minutes


def test_a_time_zone_that_cannot_be_read_is_told() -> None:
    told = {"Email": "ada@example.org", "Name": "Ada", "Status": "answered", "Time zone": "somewhere over the sea"}
    assert [finding.code for finding in read_person(Role.MENTOR, told)[1]] == ["unclear-time-zone"]


def test_a_form_of_two_rows_is_read_with_its_questions() -> None:
    header: tuple[str, ...] = (
        "Timestamp",
        "Email",
        "Name",
        "Mentor or mentee?",
        "Fields",
        "Have you been here before?",
    )
    header += ("Will you be there in person?",)
    rows = [
        ("2027-05-01 10:00:00", "ada@example.org", "Ada", "Mentor", "Law", "No", "Yes"),
        ("2027-05-02 10:00:00", "bo@example.org", "Bo", "Mentee", "Law", "Yes", "No"),
    ]
    after, _ = pulled(workbook(tab("Form Responses 1", header, rows)))
    read = [lines(after, title, "First time", "Attendance") for title in ("Mentors", "Mentees")]
    assert read == [[("yes", "in person")], [("no", "virtual")]]
    assert [form.title for form in read_tab_forms(after, SETTINGS)] == ["Form Responses 1"]
