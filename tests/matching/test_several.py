"""Mentees who want several mentors: exact, proven, everybody one before anybody two."""

from dataclasses import replace

import numpy as np
import pytest

from mentorship_gsheets.matching import EVENLY, FURTHER, SPREAD, NotOptimal, Problem, Tier, solve, verify
from mentorship_gsheets.matching.pair_prices import price_tag
from tests.matching import several
from tests.matching.instances import conference


def test_all_matchings_there_are():
    for seed in range(40):
        several.check_several(seed)


def test_everybody_one_before_anybody_two_and_two_before_three():
    for seed in range(40):
        several.check_fairness(seed)


def test_prices_against_all_matchings():
    assert sum(several.check_several_prices(seed) for seed in range(50)) > 15


def test_worse_matchings_are_refused():
    assert sum(several.check_several_rejections(seed) for seed in range(12)) > 100


def test_the_same_mentor_is_never_given_twice():
    problem = Problem([[True, True]], [2, 1], [FURTHER, Tier("wishes", np.array([[0, 9]]))], wanted=[2])
    matching = solve(problem)
    assert matching.pairs.tolist() == [[0, 0], [0, 1]]
    assert matching.objective == (0, 0, 9)
    twice = replace(matching, pairs=np.array([[0, 0], [0, 0]]), objective=(0, 0, 0))
    with pytest.raises(NotOptimal, match="A mentee appears twice"):
        verify(problem, twice)


def test_nobody_gets_a_second_while_somebody_has_none():
    # mentee 0 wants both mentors, whom mentee 1 likes least of all
    problem = Problem(np.ones((2, 2), bool), [1, 1], [FURTHER, Tier("t", np.array([[0, 0], [7, 9]]))], wanted=[2, 1])
    assert solve(problem).pairs.tolist() == [[0, 1], [1, 0]]


def test_where_nobody_wants_several_the_tiers_about_them_change_nothing():
    plain = conference(40)
    more = Problem(plain.eligible, plain.capacity, [FURTHER, EVENLY, *plain.tiers], wanted=np.ones(40, int))
    matching = solve(more)
    assert matching.pairs.tolist() == solve(plain).pairs.tolist()
    assert matching.objective[:3] == (0, 0, 0)


def test_pins_of_somebody_who_wants_several_are_kept_and_the_rest_is_filled():
    tiers = [FURTHER, SPREAD, Tier("t", np.array([[5, 0, 1], [0, 0, 0]]))]
    problem = Problem(np.ones((2, 3), bool), [1, 1, 1], tiers, [(0, 0)], [2, 1])
    matching = solve(problem)
    assert matching.pairs.tolist() == [[0, 0], [0, 1], [1, 2]]
    assert matching.impossible_pins.tolist() == []


def test_a_price_tag_names_whom_a_mentee_would_have_instead():
    tiers = [FURTHER, Tier("first", np.array([[0, 0, 1]])), Tier("second", np.array([[0, 9, 0]]))]
    problem = Problem(np.ones((1, 3), bool), [1, 1, 1], tiers, wanted=[2])
    tag = price_tag(problem, solve(problem), 1)
    assert (tag.with_tier, tag.without, tag.changed.tolist()) == ((0, 0, 0, 9), (0, 0, 1, 0), [[0, 1, 2]])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ([1], "`wanted` has shape (1,), but there are 2 mentees."),
        ([1, 0], "`wanted` of mentee 1 is less than 1."),
        ([1.0, 2.0], "`wanted` must be integers, not float64."),
    ],
)
def test_nonsense_is_refused(wanted, message):
    with pytest.raises(ValueError, match="wanted") as caught:
        Problem(np.ones((2, 2), bool), [1, 1], [], wanted=wanted)
    assert str(caught.value) == message
