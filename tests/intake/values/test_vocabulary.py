"""The files of words are complete, and what they are cut into is right."""

import pytest

from mentorship_gsheets.intake.values import attendance, first_time, non_answers, role, yes_no
from mentorship_gsheets.intake.values.vocabulary import (
    ANY_LANGUAGE,
    agreed,
    bare,
    clauses,
    pieces,
    spoken,
    tables,
    words,
)

LANGUAGES = sorted(set(tables()) - {ANY_LANGUAGE})
NEEDED = (
    "yes",
    "no",
    "not",
    "unsure",
    "both",
    "either",
    "skip",
    "mentor",
    "mentee",
    "seek",
    "and",
    "or",
    "here",
    "virtual",
    "first",
    "before",
    "nothing",
    "absent",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_words_for_everything_that_is_asked(language: str) -> None:
    missing = [
        concept for concept in NEEDED if not words(concept).get(language) and (language, concept) not in {("th", "or")}
    ]
    assert [concept for concept in missing if concept not in ("no", "seek") or language not in ("gl",)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_of_a_language_is_lost(language: str) -> None:
    phrases = [phrase for concept in NEEDED for phrase in words(concept).get(language, ())]
    assert [phrase for phrase in phrases if "*" in phrase[:-1]] == []


def _phrases(concept: str) -> list[tuple[str, str]]:
    return [
        (language, phrase)
        for language, listed in words(concept).items()
        for phrase in listed
        if not phrase.endswith("*")
    ]


@pytest.mark.parametrize(("language", "phrase"), _phrases("nothing") + _phrases("absent"))
def test_every_word_for_nothing_is_no_answer(language: str, phrase: str) -> None:
    assert (language, non_answers.is_none(phrase.upper())) == (language, True)


@pytest.mark.parametrize(("language", "phrase"), _phrases("both"))
def test_no_word_for_both_is_one_role_alone(language: str, phrase: str) -> None:
    reading = role.read(phrase)
    assert (language, reading is None or reading.text) in ((language, True), (language, "both"), (language, "no"))


@pytest.mark.parametrize(("language", "phrase"), _phrases("virtual"))
def test_no_word_for_afar_is_read_as_presence(language: str, phrase: str) -> None:
    reading = attendance.read(phrase)
    assert (language, reading is None or reading.text) in ((language, True), (language, "virtual"), (language, "-"))


@pytest.mark.parametrize(("language", "phrase"), _phrases("here"))
def test_no_word_for_presence_is_read_as_afar(language: str, phrase: str) -> None:
    reading = attendance.read(phrase)
    assert (language, reading is None or reading.text) in ((language, True), (language, "in person"), (language, "-"))


@pytest.mark.parametrize(("language", "phrase"), _phrases("first"))
def test_no_word_for_a_first_time_is_read_as_a_later_one(language: str, phrase: str) -> None:
    reading = first_time.read(phrase)
    assert (language, reading is None or reading.text) in ((language, True), (language, "yes"), (language, "-"))


@pytest.mark.parametrize(("language", "phrase"), [pair for pair in _phrases("no") if len(pair[1]) > 1])
def test_no_word_for_no_is_a_yes(language: str, phrase: str) -> None:
    assert (language, yes_no.read(phrase)) in ((language, False), (language, None))


def test_words_are_looked_up_without_accents_and_told_apart_by_them() -> None:
    assert (spoken("Mentoré"), bare("mentoré")) == ("mentoré", "mentore")
    assert [role.read(text).text for text in ("mentoré", "mentore")] == ["mentee", "mentor"]  # type: ignore[union-attr]  # both are read


def test_endings_for_everybody_are_one_word() -> None:
    assert pieces("Mentor:in, mentor/a; mentor·e (mentor(a))") == ("mentor",) * 4


def test_languages_that_read_nothing_do_not_contradict() -> None:
    assert (agreed([None, 1, 1]), agreed([1, 2]), agreed([])) == (1, None, None)


def test_halves_are_read_in_their_own_languages() -> None:
    concepts = frozenset(("mentor", "seek", "be"))
    told = [[clause.text for clause in reading] for reading in clauses("ser mentora / be a mentor", concepts)]
    assert told == [["ser mentora", "be a mentor"]]


@pytest.mark.parametrize("answer", ["ja " * 20_000, "(" * 5_000, "9" * 50_000, "mentor/" * 9_000])
def test_a_page_of_anything_is_read_at_once(answer: str) -> None:
    assert [reader.read(answer) for reader in (attendance, first_time)] == [None, None] or answer.startswith("ja")
