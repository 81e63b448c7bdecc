"""Rounds and times as people type them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.programmes.speed.times import MOST_ROUNDS, read_begin, read_rounds, whole

ROUNDS = st.integers(1, MOST_ROUNDS)


@given(st.lists(st.tuples(ROUNDS, ROUNDS).map(sorted), min_size=1), st.sampled_from(["-", "–", " to ", " - "]))
def test_spans_are_read_whatever_stands_between(spans: list[list[int]], dash: str) -> None:
    text = "; ".join(f"{first}{dash}{last}" for first, last in spans)
    assert read_rounds(text) == frozenset(turn for first, last in spans for turn in range(first, last + 1))


@pytest.mark.parametrize("text", ["3-1", "x", "3-1; x", "0", "1-", "-2", "first", "1;;2"])
def test_what_is_no_round_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"runs backwards|is no round|counted from 1"):
        read_rounds(text)


@settings(max_examples=30)
@given(st.text(max_size=12))
def test_whatever_is_no_round_is_refused_in_words(text: str) -> None:
    try:
        found = read_rounds(text)
    except ValueError as error:
        said = str(error)
    else:
        said = ""
        assert found is None or min(found) >= 1
    assert said == "" or re.search("runs backwards|is no round|counted from 1", said)


@pytest.mark.parametrize("text", ["25:00", "7", "noon", "2027-02-30 07:30", "12:60"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a time as 07:30"):
        read_begin(text)


@pytest.mark.parametrize("text", ["0", "13", "two", "", "-1", "1.5"])
def test_a_number_of_rounds_has_limits(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 to 12"):
        whole(1, MOST_ROUNDS)(text)
