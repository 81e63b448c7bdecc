"""Which question feeds which column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.questions import COLUMNS, guess_columns, joined
from mentorship_gsheets.intake.wordings import SEVERAL


def guessed(*titles: str) -> list[str]:
    return [guess.column for guess in guess_columns(titles)]


def guessed_with(titles: list[str], answers: list[list[str]]) -> list[str]:
    return [guess.column for guess in guess_columns(titles, (), answers)]


@pytest.mark.parametrize("column", COLUMNS)
def test_our_own_headings_are_known(column: str) -> None:
    (guess,) = guess_columns([column])
    assert (guess.column, guess.how) == (column, "sure")


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("E-mail", "Email"),
        ("Your email address:", "Email"),
        ("Attendee Email", "Email"),
        ("e-mail adress", "Email"),
        ("What is your name?", "Name"),
        ("Full Name *", "Name"),
        ("Given name", "First name"),
        ("Surname", "Last name"),
        ("Would you like to be a mentor or a mentee?", "Role"),
        ("Mentorship programme?", "Role"),
        ("How will you attend the conference?", "Attendance"),
        ("Will you attend in person or virtually this year", "Attendance"),
        ("Ticket", "Attendance"),
        ("Which fields do you work in? Tick all that apply.", "Fields"),
        ("research_areas", "Fields"),
        ("Area of expertise", "Fields"),
        ("How many mentees could you take on?", "Capacity"),
        ("Mentors: how many mentees could you take on this year?", "Capacity"),
        ("In which sector do you work?", "Sector"),
        ("Which topics would you like to talk about with your mentor?", "Topics"),
        ("Where do you work or study?", "Affiliation"),
        ("Current employer", "Affiliation"),
        ("university", "Affiliation"),
        ("What time zone are you in during the conference?", "Time zone"),
        ("Which languages do you speak?", "Languages"),
        ("Is this your first time at the conference?", "First time"),
        ("Is there anything else we should know?", "Notes"),
        ("Short biography", "Notes"),
    ],
)
def test_common_wordings_are_recognised(title: str, column: str) -> None:
    assert guessed(title) == [column]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "???",
        "Timestamp",
        "Order #",
        "Phone number",
        "Name of your supervisor",
        "Email of your supervisor",
        "Mentor name",
        "Emergency contact e-mail",
        "T-shirt size",
        "Have you been here before?",
        "Do you agree to the code of conduct?",
        "Preferred pronouns",
    ],
)
def test_what_asks_for_something_else_feeds_nothing(title: str) -> None:
    assert guessed(title) == [""]


def test_of_two_questions_for_one_column_the_surer_wins_then_the_earlier() -> None:
    assert guessed("E-mail adress", "Email") == ["", "Email"]
    assert guessed("Company", "University") == ["Affiliation", ""]


def test_several_questions_may_feed_a_list() -> None:
    assert guessed("Research areas", "Fields", "Topics", "Other topics you would like to discuss") == [
        "Fields",
        "Fields",
        "Topics",
        "Topics",
    ]


def test_a_column_given_by_the_organizer_is_not_guessed_again() -> None:
    assert [guess.column for guess in guess_columns(["Email", "Topics"], taken=["Email", "Topics"])] == ["", "Topics"]


def test_what_feeds_nothing_names_the_three_columns_that_come_nearest() -> None:
    (guess,) = guess_columns(["Emergency contact e-mail"])
    assert (guess.column, len(guess.nearest)) == ("", 3)


def test_what_stands_below_counts_more_than_the_heading() -> None:
    titles = ["Email", "Best way to reach you"]
    answers = [["anonymous", "anonymous"], ["ada@example.org", "bo@example.org"]]
    assert [guess.column for guess in guess_columns(titles, (), answers)] == ["", "Email"]


def test_who_paid_is_not_who_comes() -> None:
    titles = ["Email", "Attendee email", "Buyer email"]
    answers = [["office@example.org"] * 2, ["ada@example.org", "bo@example.org"], ["office@example.org"] * 2]
    assert guessed_with(titles, answers) == ["", "Email", ""]


def test_a_name_beside_a_first_name_is_the_last_name_and_the_other_way_round() -> None:
    assert guessed("Vorname", "Name") == ["First name", "Last name"]
    assert guessed("Nombre", "Apellidos") == ["First name", "Last name"]
    assert guessed("Nom") == ["Name"]


def test_one_question_in_two_sections_feeds_one_column_twice() -> None:
    assert guessed("Role", "Affiliation", "Affiliation (3)") == ["Role", "Affiliation", "Affiliation"]


def test_a_role_in_two_yes_or_no_questions_is_one_role() -> None:
    titles = ["Would you like to be a mentor?", "Would you like to have a mentor?"]
    assert guessed_with(titles, [["Yes", "No"], ["No", "Yes"]]) == ["Role", "Role"]


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("3. E-Mail-Adresse (Pflichtfeld) *", "Email"),
        ("Adresse e-mail", "Email"),
        ("Endereço de e-mail", "Email"),
        ("メールアドレス", "Email"),
        ("Zeitzone / Time zone", "Time zone"),
        ("邮箱 Email", "Email"),
        ("Jméno a příjmení", "Name"),
        ("Työpaikka", "Affiliation"),
        ("Hur många adepter kan du ta emot?", "Capacity"),
        ("Topics you want to avoid", ""),
        ("How many mentees have you mentored before?", ""),
        ("How many hours a week could you spend with mentees?", ""),
        ("Sujets que vous préférez éviter", ""),
        ("Name Ihrer Vorgesetzten", ""),
        ("Zeitstempel", ""),
    ],
)
def test_numbers_stars_brackets_halves_and_languages(title: str, column: str) -> None:
    assert guessed(title) == [column]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_headings_are_mapped_once_each(titles: list[str]) -> None:
    guesses = guess_columns(titles)
    single = [guess for guess in guesses if guess.column not in ("", *SEVERAL)]
    # the same words twice are one question asked in two sections
    asked = {(guess.column, read_heading(guess.title).whole) for guess in single}
    assert [guess.title for guess in guesses] == titles
    assert len(asked) == len({column for column, _ in asked})


@pytest.mark.parametrize(
    ("parts", "texts"),
    [
        ({}, {}),
        ({"Name": [" "]}, {}),
        ({"First name": ["Ada"], "Last name": ["Lovelace"]}, {"Name": "Ada Lovelace"}),
        ({"Name": ["Countess"], "First name": ["Ada"]}, {"Name": "Countess"}),
        ({"Last name": ["Lovelace"]}, {"Name": "Lovelace"}),
        ({"Topics": ["One", "", "Two", "One"]}, {"Topics": "One; Two"}),
        ({"Notes": ["One", "Two"]}, {"Notes": "One\nTwo"}),
        ({"Attendance": ["", "Virtual", "In person"]}, {"Attendance": "Virtual"}),
    ],
)
def test_answers_to_several_questions_become_one_text(parts: dict[str, list[str]], texts: dict[str, str]) -> None:
    assert joined(parts) == texts
