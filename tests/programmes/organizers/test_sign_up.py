"""Which question is which: forms for organizers in wordings and languages of their own."""

from dataclasses import replace

import pytest

from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes.organizers.sign_up import asked, prepared
from mentorship_gsheets.spreadsheet.workbook import Workbook

SHEET = Workbook("book", "Book", ())
AREAS = ("Budget", "Sponsoring", "Venue", "Speakers and programme", "Volunteers")
BEREICHE = ("Budget und Finanzen", "Sponsoren", "Ort", "Programm", "Freiwillige")
DOMAINES = ("Budget", "Sponsors", "Lieu", "Programme", "Bénévoles")


def columns(
    *questions: tuple[str, tuple[str, ...]] | str, answers: dict[str, tuple[str, ...]] | None = None
) -> dict[str, str]:
    """Wording -> column, of a form with these questions (wording, or wording and what may be ticked)."""
    made = tuple(
        Question(str(n), each) if isinstance(each, str) else Question(str(n), each[0], each[1], several=True)
        for n, each in enumerate(questions)
    )
    ids = {question.title: question.id for question in made}
    given = answers or {}
    number = max(map(len, given.values()), default=0)
    responses = tuple(
        Response(
            f"r{n}",
            f"2027-01-0{n + 1}T10:00:00Z",
            f"p{n}@example.org",
            {ids[t]: (told[n],) for t, told in given.items()},
        )
        for n in range(number)
    )
    _, found = prepared(Form("f", "Survey", made, responses))
    return {question.title: found[question.id] for question in made if question.id in found}


def test_every_question_of_our_own_form_is_understood() -> None:
    questions = tuple(replace(each.question, id=str(n)) for n, each in enumerate(asked(SHEET)))
    _, found = prepared(Form("f", "Survey", questions, ()))
    by_column = {each.column: found.get(str(n)) for n, each in enumerate(asked(SHEET))}
    own = ("Conference", "Conference starts", "Attendees", "Help with", "Hours a month", "Goal", "May introduce")
    assert {column: by_column[column] for column in own} == {column: column for column in own}
    assert {column for column in by_column if column not in own and by_column[column]} == set()


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("What is the name of your conference?", "Conference"),
        ("Which event are you organising?", "Conference"),
        ("Conference", "Conference"),
        ("Wie heißt eure Konferenz?", "Conference"),
        ("Quel est le nom de votre conférence ?", "Conference"),
        ("¿Cuál es el nombre de tu conferencia?", "Conference"),
        ("Qual è il nome della tua conferenza?", "Conference"),
        ("どのカンファレンスですか", "Conference"),
        ("When does it take place? (first day of the conference)", "Conference starts"),
        ("Conference date", "Conference starts"),
        ("Wann beginnt die Konferenz?", "Conference starts"),
        ("Quand commence la conférence ?", "Conference starts"),
        ("¿Cuándo empieza la conferencia?", "Conference starts"),
        ("How many attendees do you expect?", "Attendees"),
        ("Expected number of participants", "Attendees"),
        ("Size of the conference", "Attendees"),
        ("Wie viele Teilnehmende erwartet ihr?", "Attendees"),
        ("Combien de participants attendez-vous ?", "Attendees"),
        ("Time you can give per month, in hours", "Hours a month"),
        ("Wie viele Stunden im Monat hast du dafür?", "Hours a month"),
        ("Combien d'heures par mois pouvez-vous y consacrer ?", "Hours a month"),
    ],
)
def test_a_question_in_other_words_feeds_its_column(title: str, column: str) -> None:
    assert columns("Your name", title, "Anything else?") == {title: column}


@pytest.mark.parametrize(
    "title",
    [
        "How many mentees could you take on?",
        "How will you attend the conference?",
        "Is this your first time at the conference?",
        "What do you hope to get out of the conference?",
        "Where do you work?",
        "What is your time zone?",
    ],
)
def test_a_question_about_something_else_feeds_none(title: str) -> None:
    assert columns("Your name", title) == {}


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ([("What do you need help with?", AREAS)], 1),
        ([("Mentees: what would you like to learn?", AREAS), ("Mentors: what can you help with?", AREAS)], 2),
        ([("Wobei wünscht ihr euch Hilfe?", BEREICHE)], 1),
        ([("Sur quels sujets ?", DOMAINES)], 1),
        ([("Which field do you work in?", ("Physics", "Biology", "Law"))], 0),
    ],
)
def test_needs_and_offers_are_known_by_what_can_be_ticked(
    questions: list[tuple[str, tuple[str, ...]]], found: int
) -> None:
    assert list(columns("Your name", *questions).values()) == ["Help with"] * found


def test_needs_told_in_free_text_are_known_by_what_people_write() -> None:
    title = "What would you like help with?"
    told = {title: ("our budget and the sponsors", "finding a venue", "everything")}
    assert columns("Your name", title, answers=told) == {title: "Help with"}
    other = {title: ("a career in research", "my thesis", "everything")}
    assert columns("Your name", title, answers=other) == {}


def test_a_first_day_is_written_as_formulas_read_it_where_it_is_sure() -> None:
    question = Question("d", "When does the conference begin?")
    told = ("17 September 2027", "2027-10-02", "in spring", "")
    given = tuple(Response(f"r{n}", "2027-01-01T10:00:00Z", "", {"d": (text,)}) for n, text in enumerate(told))
    form, found = prepared(Form("f", "Survey", (question,), given))
    assert found == {"d": "Conference starts"}
    assert [response.answers["d"] for response in form.responses] == [
        ("2027-09-17",),
        ("2027-10-02",),
        ("in spring",),
        ("",),
    ]
