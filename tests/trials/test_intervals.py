"""Intervals: the published ones, the ends of the scale, too few, and how often they hold the truth."""

from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.trials.coin import Side, coin_text, read_coin, toss
from mentorship_gsheets.trials.intervals import Interval, mean_difference, share_difference, together, wanted
from tests.trials.coverage import TRUTHS, covered

# R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10
PUBLISHED = [
    ((56, 48), (70, 80), (0.0524, 0.3339)),
    ((9, 3), (10, 10), (0.1705, 0.8090)),
    ((10, 0), (10, 20), (0.6791, 1.0)),
    ((10, 0), (10, 10), (0.6075, 1.0)),
]


@pytest.mark.parametrize(("hits", "of", "limits"), PUBLISHED)
def test_shares_are_compared_as_published(
    hits: tuple[int, int], of: tuple[int, int], limits: tuple[float, float]
) -> None:
    told = share_difference(hits, of)
    assert told is not None
    assert (round(told.low, 4), round(told.high, 4)) == limits


def test_where_a_half_is_empty_there_is_no_difference() -> None:
    assert share_difference((0, 3), (0, 5)) is None
    assert mean_difference({5: 1}, {4: 9}, (1, 5)) is None
    assert together([]) is None


def test_everybody_content_is_no_proof_of_anything() -> None:
    told = mean_difference({5: 20}, {5: 25}, (1, 5))
    assert told is not None
    assert (told.value, told.tells) == (0.0, False)
    assert told.high - told.low > 0.2


ratings = st.dictionaries(st.integers(1, 5), st.integers(1, 20), min_size=1).filter(lambda one: sum(one.values()) > 1)


@settings(max_examples=50)
@given(ratings, ratings)
def test_means_are_compared_both_ways_alike(one: dict[int, int], two: dict[int, int]) -> None:
    there, back = mean_difference(one, two, (1, 5)), mean_difference(two, one, (1, 5))
    means = [fmean([rating for rating, number in each.items() for _ in range(number)]) for each in (one, two)]
    assert there is not None
    assert back is not None
    assert (round(there.value, 9), round(there.low, 9)) == (round(means[0] - means[1], 9), round(-back.high, 9))


def test_years_together_say_more_than_each() -> None:
    year = ((20, 20), Interval(0.25, -0.05, 0.5))
    told = together([year] * 4)
    assert told is not None
    assert (round(told.value, 9), round(told.low, 9), round(told.high, 9)) == (0.25, 0.1, 0.375)
    assert (year[1].tells, told.tells) == (False, True)


def test_more_answers_are_needed_for_a_smaller_difference() -> None:
    assert [wanted(0.6, gain) for gain in (0.3, 0.2, 0.1)] == [32, 82, 356]
    assert wanted(1.0, 0.2) == wanted(0.8, 0.2)


@pytest.mark.parametrize(("truth", "rates"), [(TRUTHS[1], (0.93, 0.93)), (TRUTHS[5], (0.93, 0.93))])
def test_intervals_hold_the_truth_as_often_as_they_say(truth: object, rates: tuple[float, float]) -> None:
    """Two hundred simulated programmes; ``python -m tests.trials`` does some thousand of each kind."""
    found = covered(truth, 200)  # type: ignore[arg-type] # one of TRUTHS
    assert all(share >= least for share, least in zip(found, rates, strict=True)), found


def test_coins_are_fair_salted_and_stay() -> None:
    people = [f"{number}@example.org" for number in range(2000)]
    tossed = [toss("a", "time zone", email) for email in people]
    assert tossed == [toss("a", "Time  Zone", email) for email in people]
    # five standard deviations
    assert abs(tossed.count(Side.ON) - 1000) < 112
    for other in (
        [toss("b", "time zone", email) for email in people],
        [toss("a", "topics", email) for email in people],
    ):
        same = sum(one is two for one, two in zip(tossed, other, strict=True))
        assert abs(same - 1000) < 112


@pytest.mark.parametrize("side", Side)
def test_a_coin_is_read_as_it_was_written(side: Side) -> None:
    assert read_coin(coin_text(side, "free  text"), "Free text") is side
    assert read_coin(coin_text(side, "free text"), "topics") is None
