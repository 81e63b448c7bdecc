"""Pairs already decided."""

import numpy as np
import pytest

from mentorship_gsheets.matching import Problem, Tier, solve

EVERYBODY = np.ones((3, 2), bool)
WISHES = Tier("wishes", [[0, 9], [0, 9], [0, 9]])


@pytest.fixture(params=["networkx", "array"])
def engine(request):
    return request.param


def test_a_pin_is_kept_at_any_price(engine):
    matching = solve(Problem(EVERYBODY, [3, 3], [WISHES], [(1, 1)]), engine)
    assert matching.pairs.tolist() == [[0, 0], [1, 1], [2, 0]]
    assert matching.objective == (0, 9)
    assert matching.impossible_pins.tolist() == []


def test_a_pin_goes_before_the_number_of_people_placed(engine):
    eligible = np.array([[True, True], [True, False], [False, False]])
    matching = solve(Problem(eligible, [1, 1], [], [(0, 0)]), engine)
    assert matching.pairs.tolist() == [[0, 0]]
    assert matching.objective == (2,)


def test_a_pin_on_a_forbidden_pair_is_reported_and_its_mentee_left_alone(engine):
    eligible = EVERYBODY.copy()
    eligible[1, 1] = False
    matching = solve(Problem(eligible, [3, 3], [WISHES], [(1, 1)]), engine)
    assert matching.impossible_pins.tolist() == [[1, 1]]
    assert matching.pairs.tolist() == [[0, 0], [2, 0]]


def test_of_too_many_pins_on_one_mentor_the_cheapest_are_kept(engine):
    cost = Tier("cost", [[5, 0], [1, 0], [3, 0]])
    matching = solve(Problem(EVERYBODY, [2, 3], [cost], [(0, 0), (1, 0), (2, 0)]), engine)
    assert matching.pairs.tolist() == [[1, 0], [2, 0]]
    assert matching.impossible_pins.tolist() == [[0, 0]]


def test_of_two_pins_on_one_mentee_one_is_kept(engine):
    matching = solve(Problem(EVERYBODY, [3, 3], [WISHES], [(0, 1), (0, 0)]), engine)
    assert matching.pairs.tolist()[0] == [0, 0]
    assert matching.impossible_pins.tolist() == [[0, 1]]


def test_a_pin_on_a_mentor_without_places_is_reported(engine):
    matching = solve(Problem(EVERYBODY, [3, 0], [WISHES], [(2, 1)]), engine)
    assert matching.impossible_pins.tolist() == [[2, 1]]


def test_repeating_a_pin_changes_nothing(engine):
    once = solve(Problem(EVERYBODY, [3, 3], [WISHES], [(1, 1)]), engine)
    twice = solve(Problem(EVERYBODY, [3, 3], [WISHES], [(1, 1), (1, 1)]), engine)
    assert once.pairs.tolist() == twice.pairs.tolist()
    assert twice.impossible_pins.tolist() == []


def test_the_order_of_pins_does_not_matter(engine):
    pins = [(0, 0), (1, 0), (2, 0), (2, 1)]
    forward = solve(Problem(EVERYBODY, [1, 1], [WISHES], pins), engine)
    backward = solve(Problem(EVERYBODY, [1, 1], [WISHES], pins[::-1]), engine)
    assert forward.objective == backward.objective
    assert forward.impossible_pins.shape == backward.impossible_pins.shape == (2, 2)
