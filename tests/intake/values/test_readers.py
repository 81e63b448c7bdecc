"""Readers of values: kinds of answers, each in several wordings and languages."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.intake.values import (
    BLANK,
    CLOSED,
    READERS,
    Reading,
    attendance,
    capacity,
    choices,
    first_time,
    languages,
    non_answers,
    role,
    time_zone,
    yes_no,
)
from mentorship_gsheets.intake.values.vocabulary import ANY_LANGUAGE, tables, words
from tests.forms.corpus import read_corpus

UNREAD = "?"


def text(reading: Any) -> str:
    return UNREAD if reading is None else reading.text


@pytest.mark.parametrize(
    ("answer", "question", "told"),
    [
        # who seeks one is the other
        ("I am looking for a mentee", "", "mentor"),
        ("Mentor (I'm looking for a mentee)", "", "mentor"),
        ("Mentee (I'm looking for a mentor)", "", "mentee"),
        ("I'm looking to be a mentor", "", "mentor"),
        ("Mentor:in gesucht", "", "mentee"),
        ("Busco mentora", "", "mentee"),
        ("mentor ar\u0131yorum", "", "mentee"),
        ("メンターを探しています", "", "mentee"),
        ("I would like to be assigned a mentor", "", "mentee"),
        ("A mentor", "Who are you looking for?", "mentee"),
        # denied
        ("Mentee, not mentor", "", "mentee"),
        ("kein Mentor, nur Mentee", "", "mentee"),
        ("pas mentor", "", UNREAD),
        ("neither mentor nor mentee", "", "no"),
        ("Ni l'un ni l'autre", "", "no"),
        # both, in one word, in two, in halves
        ("Les deux", "", "both"),
        ("serve as a mentor and be assigned a mentor", "", "both"),
        ("las dos cosas / both", "", "both"),
        ("Mentor;Mentee;", "", "both"),
        # bilingual, and endings for everybody
        ("tener un(a) mentor(a) / have a mentor", "", "mentee"),
        ("Mentoré·e", "", "mentee"),
        ("멘티", "", "mentee"),
        # yes and no with their question
        ("Yes", "Would you like to be a mentor?", "mentor"),
        ("Yes", "Would you like to have a mentor?", "mentee"),
        ("No", "Would you like to have a mentor?", "no"),
        ("Yes", "Are you interested in the mentoring programme?", UNREAD),
        # said by nobody
        ("maybe later", "", UNREAD),
        ("whatever", "", UNREAD),
        ("older", "", UNREAD),
        ("n/a", "", "-"),
    ],
)
def test_roles(answer: str, question: str, told: str) -> None:
    assert text(role.read(answer, question)) == told


@pytest.mark.parametrize(
    ("answer", "meaning", "told"),
    [
        ("Yes", "yes = mentor", "mentor"),
        ("Nein", "yes = mentor", "no"),
        ("The younger one", "older = mentor; younger = mentee", "mentee"),
        ("older and younger", "older = mentor; younger = mentee", UNREAD),
        ("Ja", "yes = both", "both"),
    ],
)
def test_a_meaning_goes_before_the_words(answer: str, meaning: str, told: str) -> None:
    assert text(role.read(answer, "Which are you?", meaning)) == told


@pytest.mark.parametrize(
    ("answer", "question", "told"),
    [
        ("I can't make it in person", "", "virtual"),
        ("pas en présentiel", "", "virtual"),
        ("nicht vor Ort", "", "virtual"),
        ("Can't wait to be there in person!", "", "in person"),
        ("No - online only please", "Will you be there in person?", "virtual"),
        ("Yes, I can't be there", "Will you be there in person?", UNREAD),
        ("Yes", "Will you be there in person?", "in person"),
        ("Yes", "Will you attend in person or online?", UNREAD),
        ("Yes", "Are you attending?", UNREAD),
        ("Online-Teilnahme", "", "virtual"),
        ("현장 참석", "", "in person"),
        ("線上 Online", "", "virtual"),
        ("In person for the tutorials, online for the rest", "", UNREAD),
        ("in person if my visa comes", "", UNREAD),
        ("hybrid", "", UNREAD),
        ("Je ne sais pas encore", "", "-"),
        ("not attending", "", UNREAD),
    ],
)
def test_attendance(answer: str, question: str, told: str) -> None:
    assert text(attendance.read(answer, question)) == told


def test_attendance_by_meaning() -> None:
    told = [text(attendance.read(answer, "Joining us?", "yes = in person")) for answer in ("Sí", "No", "perhaps")]
    assert told == ["in person", "virtual", "-"]


@pytest.mark.parametrize(
    ("answer", "question", "told"),
    [
        ("No, this is my first time", "Have you been to this conference before?", "yes"),
        ("No", "Have you been to this conference before?", "yes"),
        ("Yes, many times", "Have you been to this conference before?", "no"),
        ("Oui", "Est-ce votre première participation ?", "yes"),
        ("Nope", "First time?", "no"),
        ("No, second", "Is this your first?", "no"),
        ("Sí, es la primera", "¿Es tu primera vez?", "yes"),
        ("Ja", "Waren Sie schon einmal dabei?", "no"),
        ("Yes", "Do you like cheese?", UNREAD),
    ],
)
def test_first_time(answer: str, question: str, told: str) -> None:
    assert text(first_time.read(answer, question)) == told


@pytest.mark.parametrize(("answer", "told"), [("Yes", "no"), ("Nein", "yes"), ("perhaps", UNREAD)])
def test_first_time_by_meaning(answer: str, told: str) -> None:
    assert text(first_time.read(answer, "Have you been here?", "yes = no")) == told


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Two (each of them meets you alone, this is not a group.)", "2"),
        ("Three, as a group", "3"),
        ("half a dozen", "6"),
        ("half a slot", UNREAD),
        ("ein paar", UNREAD),
        ("zwei", "2"),
        ("jednego", "1"),
        ("трёх", "3"),
        ("三名", "3"),
        ("두 명", "2"),
        ("máximo 2", "2"),
        ("un ou deux", "1"),
        ("à voir", "-"),
        ("open to anything", UNREAD),
        ("2 hours a week", UNREAD),
        ("1 mentee, 2 hours a month", "1"),
        ("2-Mar", UNREAD),
        ("None this year", "0"),
        ("n/a (mentee)", "-"),
        ("I am a mentee", "-"),
        ("as many as you need", UNREAD),
        ("#DIV/0!", UNREAD),
        ("9" * 40_000, UNREAD),
    ],
)
def test_capacity(answer: str, told: str) -> None:
    assert text(capacity.read(answer)) == told


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        ("ET", -240),
        ("PST/PDT", -420),
        ("Bay Area (PST)", -420),
        ("London (GMT)", 60),
        ("Prague, CET", 120),
        ("Cambridge, UK", 60),
        ("Springfield, Illinois", -300),
        ("Hora de Lisboa", 60),
        ("Anywhere on Earth", -720),
        ("UTC\u221203:00", -180),
        ("+5.5", 330),
        ("+0530", 330),
        ("UTC±0", 0),
        ("Москва", 180),
        ("東京", 540),
        ("India", 330),
        ("NSW", 600),
        ("USA", None),
        ("Texas", None),
        ("CET or EST", None),
        ("UTC+1 / UTC+2", None),
        ("our time", None),
        ("Remote", None),
        ("5", None),
        ("UTC+15", None),
    ],
)
def test_time_zones(answer: str, minutes: int | None) -> None:
    reading = time_zone.read(answer)
    assert (None if reading is None else time_zone.offset(reading.text, date(2027, 7, 1))) == minutes


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("French & English", ("French", "English")),
        ("English/French", ("English", "French")),
        ("Deutsch (Muttersprache), Englisch und Spanisch", ("Deutsch", "Englisch", "Spanisch")),
        ("日本語、英語", ("日本語", "英語")),
        ("English, elvish", ("English", "elvish")),
    ],
)
def test_languages(answer: str, names: tuple[str, ...]) -> None:
    reading = languages.read(answer)
    assert reading is not None
    assert reading.value == names


def test_names_of_one_language_have_one_code() -> None:
    assert {languages.code(name) for name in ("Deutsch", "German", "allemand", "немецкий", "ドイツ語")} == {"de"}


@pytest.mark.parametrize(
    ("answer", "question", "found"),
    [
        (
            "Science (Physics, Chemistry, Materials), Writing",
            "",
            ("Science (Physics, Chemistry, Materials)", "Writing"),
        ),
        ("Accessibility, Games and Play, Health", "", ("Accessibility", "Games and Play", "Health")),
        ("Biologie, Chimie et Physique", "Vos domaines", ("Biologie", "Chimie", "Physique")),
        ("機械学習、統計・教育", "", ("機械学習", "統計", "教育")),
        ("Chemistry;Biology, cell;", "", ("Chemistry", "Biology, cell")),
        ("Physics, N/A, none", "", ("Physics",)),
        ("half (open, Physics", "", ("half (open", "Physics")),
        ("1,000 samples, Physics", "", ("1,000 samples", "Physics")),
    ],
)
def test_choices(answer: str, question: str, found: tuple[str, ...]) -> None:
    reading = choices.read(answer, question)
    assert reading is not None
    assert reading.value == found


def test_options_with_commas_are_learnt_from_all_rows() -> None:
    rows = ["Tagging, Chunking, Parsing", "Parsing", "Tagging, Chunking", "Speech, Tagging, Chunking", ""]
    known = choices.learn(rows)
    assert known == ("Tagging, Chunking",)
    assert [choices.cut([row], known) for row in rows[:2]] == [("Tagging, Chunking", "Parsing"), ("Parsing",)]


def test_the_same_cell_again_and_again_teaches_nothing() -> None:
    assert choices.learn(["Python, Go"] * 5) == ()


@pytest.mark.parametrize("answer", ["#REF!", "#N/A", " #NAME? ", "Loading..."])
def test_an_error_is_nothing_in_every_column(answer: str) -> None:
    told = {column: text(read(answer, "", "")) for column, read in READERS.items()}
    assert {column: value for column, value in told.items() if value not in ("-", UNREAD)} == {}


@pytest.mark.parametrize(
    "answer",
    [
        "N/A",
        "-",
        "none",
        "keine Angabe",
        "aucune",
        "ninguno",
        "なし",
        "없음",
        "нет",
        "yok",
        "n.v.t.",
        "无",
        "none at the moment",
        "tbd",
    ],
)
def test_a_non_answer_is_nothing_in_every_open_column(answer: str) -> None:
    open_columns = ("Fields", "Topics", "Sector", "Affiliation", "Languages", "Notes")
    assert {column: READERS[column](answer, "", "").value for column in open_columns} == dict.fromkeys(open_columns)  # type: ignore[union-attr]  # an open text is always read


@pytest.mark.parametrize("answer", ["Nothing is impossible", "No Starch Press", "Norway", "NASA", "Data", "1"])
def test_what_only_begins_like_nothing_is_an_answer(answer: str) -> None:
    assert non_answers.is_none(answer) is False


@pytest.mark.parametrize("name", ["No", "Na Li", "Nil", "None Such"])
def test_names_are_names(name: str) -> None:
    assert text(non_answers.read_name(name)) == name


def test_what_is_asked_of_a_person_can_be_read() -> None:
    assert [column for column in CLOSED if column not in READERS] == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.text(max_size=40))
def test_what_was_read_is_read_again_as_the_same(column: str, answer: str) -> None:
    reading = READERS[column](answer, "", "")
    if reading is not None and column not in ("Fields", "Topics", "Languages"):
        again = READERS[column](reading.text, "", "")
        assert (column, again and again.value) == (column, reading.value)


@pytest.mark.parametrize(
    ("answer", "told"),
    [("Да", True), ("いいえ", False), ("Nope", False), ("y", True), ("No idea", None), ("no sé", None)],
)
def test_yes_and_no_in_any_language(answer: str, told: bool | None) -> None:
    assert yes_no.read(answer) is told


@pytest.mark.parametrize("language", sorted(set(tables()) - {ANY_LANGUAGE}))
def test_who_does_not_mind_takes_both_roles_and_who_skips_takes_none(language: str) -> None:
    question = words("mentor")[language][0]
    read = {
        concept: {phrase: role.read(phrase, question) for phrase in words(concept)[language] if "*" not in phrase}
        for concept in ("either", "skip")
    }
    wrong = {
        phrase: reading
        for concept, wanted in (("either", ("both",)), ("skip", ("no", "-")))
        for phrase, reading in read[concept].items()
        if reading is not None and reading.text not in wanted
    }
    assert wrong == {}
    understood = [reading for by_phrase in read.values() for reading in by_phrase.values() if reading is not None]
    assert len(understood) * 10 >= 9 * sum(map(len, read.values()))


def test_a_code_is_a_language_wherever_it_is_one_of_several() -> None:
    assert languages.read("no, sv; DA", "Languages") == Reading(("no", "sv", "DA"), "no; sv; DA")
    assert languages.read("no", "Languages") == BLANK
    assert [languages.code(text) for text in ("pt-BR", "zh_Hans", "ger", "xx", "deutschland")] == [
        "pt",
        "zh",
        "de",
        "",
        "",
    ]


ANSWERS = st.sampled_from(
    [answer for form in read_corpus() for asked in form.questions for answer in (*asked.readings, *asked.answers)]
)


@given(answer=ANSWERS, column=st.sampled_from(CLOSED))
@settings(max_examples=300)
def test_what_an_answer_is_read_as_is_read_as_itself(answer: str, column: str) -> None:
    reading = READERS[column](answer, "", "")
    if reading is not None and reading.value is not None:
        again = READERS[column](reading.text, "", "")
        assert (again.text, again.value) == (reading.text, reading.value)


@given(minutes=st.integers(-12 * 60, 14 * 60))
def test_an_offset_as_written_is_read_as_itself(minutes: int) -> None:
    told = time_zone.written(minutes)
    assert time_zone.zone_of(told) == told
    assert told == "UTC" or time_zone.zone_of(told.replace(":", "")) == told
