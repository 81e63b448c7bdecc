"""The one comparison of texts."""

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.text import as_answer, as_key, as_words, says_nothing

DEGREES = (as_key, as_answer, as_words)

PACKAGE = Path(__file__).parent.parent / "mentorship_gsheets"
FOLD_THEMSELVES = {
    "text.py": "this is the one place",
    "mail/keys.py": "keys of letters stand in ledgers already, and must stay what they are",
    "intake/values/vocabulary.py": "places in the text that is looked through must stay places in the answer",
}
"""Everything else compares texts by `text`. The rehearsal plays Google, which has rules of its own."""


def test_no_other_module_folds_the_case_of_texts() -> None:
    folding = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "rehearsal" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "casefold"
    }
    assert folding == set(FOLD_THEMSELVES)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert [degree(degree(text)) for degree in DEGREES] == [degree(text) for degree in DEGREES]


def test_every_character_folds_to_something_that_stays() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    loose = [
        (degree.__name__, hex(ord(char)))
        for char in every
        if not char.isascii()
        for degree in DEGREES
        if degree(degree(char)) != degree(char)
    ]
    assert loose == []


@given(st.text())
def test_each_degree_builds_on_the_one_before(text: str) -> None:
    assert as_answer(as_key(text)) == as_answer(text)
    assert as_words(as_answer(text)) == as_words(text)


@given(st.text())
def test_case_and_spaces_never_count(text: str) -> None:
    spaced = "  " + text.replace(" ", " \u00a0 ") + "\t"
    assert [degree(spaced) for degree in DEGREES] == [degree(text) for degree in DEGREES]


@given(st.text(st.characters(codec="latin-1")))
def test_case_never_counts(text: str) -> None:
    # beyond Latin-1 the upper case of a few letters is that of others: the Cherokee and the dotless i
    assert [degree(text.upper()) for degree in DEGREES] == [degree(text) for degree in DEGREES]


@pytest.mark.parametrize(
    ("text", "key", "answer", "words"),
    [
        (" Mentee   Match ", "mentee match", "mentee match", "mentee match"),
        ("Université, Zürich", "université, zürich", "universite, zurich", "universite zurich"),
        ("e\u0301te\u0301", "été", "ete", "ete"),
        ("C++", "c++", "c++", "c"),
        ("R&D_lab 2", "r&d_lab 2", "r&d_lab 2", "r d lab 2"),
        ("Straße", "strasse", "strasse", "strasse"),
        ("\uff21\uff42\uff43\uff11", "abc1", "abc1", "abc1"),
        ("Łódź, Tromsø", "łódź, tromsø", "lodz, tromso", "lodz tromso"),
        ("à voir", "à voir", "a voir", "a voir"),
        ("Ёлка", "ёлка", "елка", "елка"),
        ("がく", "がく", "がく", "がく"),
        ("हिन्दी भाषा", "हिन्दी भाषा", "हिन्दी भाषा", "हिन्दी भाषा"),
        ("ไม่รู้", "ไม่รู้", "ไม่รู้", "ไม่รู้"),
        ("한국어!", "한국어!", "한국어!", "한국어"),
        ("مُحَمَّد", "مُحَمَّد", "محمد", "محمد"),
        ("", "", "", ""),
    ],
)
def test_the_three_degrees(text: str, key: str, answer: str, words: str) -> None:
    assert (as_key(text), as_answer(text), as_words(text)) == (key, answer, words)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "?", "...", "n/a", "N.A.", "None", "Other", "OTHERS:", "Other / unknown", "Other fields", "Misc.",
     "not listed above", "Something else", "don't know", "Autres", "Sonstiges", "Otro", "Другое", "その他", "其他",
     "기타", "none of the above"],
)  # fmt: skip
def test_what_tells_nothing(text: str) -> None:
    assert says_nothing(text) is True


@pytest.mark.parametrize(
    "text", ["Other social sciences", "C", "★", "Otherworldly studies", "Languages", "Fields", "Life", "Nanotechnology",
             "other: falconry", "Sin categoría propia", "物理", "No code"],
)  # fmt: skip
def test_what_tells_something(text: str) -> None:
    assert says_nothing(text) is False
