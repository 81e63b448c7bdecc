"""Free text made safe."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.intake.texts import LONGEST_CELL, clean
from mentorship_gsheets.text import as_words


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Nan", "Nan"),
        ("007", "007"),
        ("  Ada\u00a0\tLovelace ", "Ada Lovelace"),
        ("Ada\u202eecalevoL", "AdaecalevoL"),
        ("A\u200bd\u2060a\ufeff", "Ada"),
        ("A\u200dda\u200d", "Ada"),
        ("Jose\u0301", "José"),
        ("Jose\u200b\u0301", "José"),
        ("Ada\x00\x07\x1b[31m", "Ada[31m"),
        ("Ada\ud83d", "Ada"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("=IMPORTXML(A1)", "=IMPORTXML(A1)"),
        ("{{ name }} <b>", "{{ name }} <b>"),
        ("Ada\nLovelace", "Ada Lovelace"),
        ("\u2028", ""),
        ("\uffff", ""),
    ],
)
def test_names_stay_as_typed_without_what_cannot_be_seen(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_line_breaks_stay_where_wanted() -> None:
    assert clean(" one \r\n\r\n two\rthree ", lines=True) == "one\n\ntwo\nthree"


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    assert len(clean("x" * (LONGEST_CELL + 1))) == LONGEST_CELL


@given(st.text(st.characters(exclude_categories=()), max_size=60), st.booleans())
def test_cleaning_again_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines)
    assert clean(once, lines) == once


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_what_is_clean_can_be_written_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert {unicodedata.category(char) for char in cleaned} & {"Cc", "Cs", "Co", "Zl", "Zp"} == set()
    assert cleaned.encode().decode() == cleaned


def test_case_accents_and_signs_do_not_tell_texts_apart() -> None:
    assert as_words("  São-Paulo, BRASIL ") == "sao paulo brasil"
