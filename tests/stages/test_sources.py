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


def test_headings_stand_below_a_title_and_the_numbers_of_the_questions() -> None:
    above = tab("Answers", ["Mentors 2027", "", ""], [("Q1", "Q2", "Q3"), HEADER, ("", "ada@example.org", "Ada")])
    form = tab_form(above)
    assert [question.title for question in form.questions] == ["Email Address", "Name"]
    assert [(one.where, one.answers["Name"]) for one in form.responses] == [("Answers!B4", ("Ada",))]


def test_a_column_for_each_check_box_is_one_question() -> None:
    header = ("Email", "Fields [Law]", "Fields [Physics]", "Name")
    rows = [("ada@example.org", "TRUE", "TRUE", "Ada"), ("bo@example.org", "FALSE", "TRUE", "Bo")]
    form = tab_form(tab("Answers", header, rows))
    assert [question.title for question in form.questions] == ["Email", "Fields", "Name"]
    assert sorted(one.answers["Fields"] for one in form.responses) == [("Law; Physics",), ("Physics",)]


def test_times_that_run_backwards_show_where_the_month_stands() -> None:
    assert order(["5/20/27 10:00", "4/5/27 09:00"]) == ["2", "1"]
    assert order(["20 mai 2027 10:00", "5 avril 2027 09:00"], "fr_FR") == ["2", "1"]


def test_a_form_says_where_day_and_month_may_stand_the_other_way_round() -> None:
    sure = tab("Answers", HEADER, [("20/01/2027 10:00", "ada@example.org", "Ada")])
    turned = ["03/04/2027 10:00", "02/05/2027 10:00", "04/03/2027 10:00", "05/02/2027 10:00"]
    unsure = tab("Answers", HEADER, [(time, "ada@example.org", "Ada") for time in turned])
    assert [tab_form(sure).unsure_times, tab_form(unsure).unsure_times] == [False, True]
