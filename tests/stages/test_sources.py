"""Response tabs and sign-up lists read as forms."""

from dataclasses import replace

import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.records.sources import read_tab_forms, tab_form
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Row
from tests.sheets import tab, workbook

HEADER = ("Timestamp", "Email Address", "Name")


def order(times: list[str], locale: str = "en_US") -> list[str]:
    """Names in the order of their answers; each is the number of its row."""
    rows = [(time, f"p{number}@example.org", str(number)) for number, time in enumerate(times, 1)]
    return [response.answers["Name"][0] for response in tab_form(tab("Answers", HEADER, rows), locale=locale).responses]


@pytest.mark.parametrize(
    ("times", "locale", "names"),
    [
        (["5/1/2027 10:00:00", "4/30/2027 9:00:00"], "en_US", ["2", "1"]),
        (["03/04/2027 10:00:00", "02/05/2027 10:00:00"], "en_US", ["2", "1"]),
        (["03/04/2027 10:00:00", "02/05/2027 10:00:00"], "en_GB", ["1", "2"]),
        (["03/04/2027 10:00:00", "02/05/2027 10:00:00", "31/01/2027 10:00:00"], "en_US", ["3", "1", "2"]),
        (["13.04.2027 10:00:00", "12.05.2027 08:00:00"], "de_DE", ["1", "2"]),
        (["2027/06/12 3:04:05 PM EET", "2027/06/12 11:04:05 AM EET"], "en_US", ["2", "1"]),
        (["2027/06/12 3:04:05 PM GMT+2", "2027/06/12 11:04:05 AM GMT+2"], "en_US", ["2", "1"]),
        (["2027-06-12 15:04:05", "2027-06-12T11:04:05"], "en_US", ["2", "1"]),
        (["yesterday", "today"], "en_US", ["1", "2"]),
        (["", ""], "en_US", ["1", "2"]),
    ],
)
def test_answers_stand_in_the_order_of_their_times(times: list[str], locale: str, names: list[str]) -> None:
    assert order(times, locale) == names


def test_a_typed_time_is_a_number_and_needs_no_locale() -> None:
    cells = (Cell("01/02/2027", number=46419.5), Cell("ada@example.org"), Cell("Ada"))
    (response,) = tab_form(replace(tab("Answers", HEADER), rows=(Row(2, cells),)), locale="ja_JP").responses
    assert response.submitted == "2027-02-01T12:00:00"


def test_a_response_keeps_its_name_wherever_its_row_moves() -> None:
    one, two = ("1/2/2027 10:00:00", "ada@example.org", "Ada"), ("1/3/2027 10:00:00", "bo@example.org", "Bo")
    assert tab_form(tab("Answers", HEADER, [one, two])) == tab_form(tab("Answers", HEADER, [two, one]))


def test_rows_that_say_the_same_have_names_of_their_own() -> None:
    row = ("1/2/2027 10:00:00", "ada@example.org", "Ada")
    one, two = tab_form(tab("Answers", HEADER, [row, row])).responses
    assert one.id != two.id


def test_equal_headings_are_questions_of_their_own() -> None:
    form = tab_form(tab("Answers", ["Email", "Topic", "", "Topic"], [["a@example.org", "one", "x", "two"], ["", ""]]))
    assert [question.title for question in form.questions] == ["Email", "Topic", "Topic (4)"]
    assert form.responses[0].answers == {"Email": ("a@example.org",), "Topic": ("one",), "Topic (4)": ("two",)}


def test_without_settings_every_linked_tab_is_a_form() -> None:
    book = workbook(
        tab("Form Responses 1", HEADER), tab("Form responses 12", HEADER), tab("Form responses old", HEADER)
    )
    assert [form.title for form in read_tab_forms(book, Settings())] == ["Form Responses 1", "Form responses 12"]


def test_a_response_knows_the_cell_of_its_address() -> None:
    rows = [("", "ada@example.org", "Ada"), ("", "", ""), ("", "bo", "Bo")]
    told = tab_form(tab("Answers", HEADER, rows))
    assert [response.where for response in told.responses] == ["Answers!B2", "Answers!B4"]
    assert [response.where for response in tab_form(tab("Answers", ["Name"], [["Ada"]])).responses] == ["Answers!2"]


def test_settings_name_tabs_by_role() -> None:
    book = workbook(tab("Form Responses 1", HEADER), tab("Mentors 2027", HEADER), tab("Mentees 2027", HEADER))
    settings = replace(Settings(), mentor_form="mentors 2027", mentee_form="Mentees 2027")
    forms = read_tab_forms(book, settings)
    assert [(form.title, form.role) for form in forms] == [
        ("Mentors 2027", Role.MENTOR),
        ("Mentees 2027", Role.MENTEE),
    ]


def test_a_form_elsewhere_leaves_linked_tabs_alone() -> None:
    book = workbook(tab("Form Responses 1", HEADER))
    assert read_tab_forms(book, replace(Settings(), form="1FAIpQLSd")) == ()
