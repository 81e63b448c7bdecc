"""What other pairs would cost."""

import numpy as np

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve
from mentorship_gsheets.matching.pair_prices import (
    PairPrice,
    cheapest_mentees,
    cheapest_mentors,
    pair_prices,
    price_tag,
)
from tests.matching import checks
from tests.matching.instances import conference, hostile

CHAIN = Problem(np.ones((3, 3), bool), [1, 1, 1], [Tier("t", [[0, 1, 9], [9, 0, 1], [2, 9, 0]])])


def test_prices_are_those_of_solving_again():
    assert sum(checks.check_prices(seed) for seed in range(30)) > 500


def test_prices_with_pins_are_those_of_all_matchings():
    assert sum(checks.check_pinned_prices(seed) for seed in range(300)) > 250


def test_what_follows_from_a_pair_is_in_its_price():
    # 0 to 1 sends 1 to 2 and 2 to 0: 1 + 1 + 2
    assert PairPrice(0, 1, (0, 4)) in cheapest_mentors(pair_prices(CHAIN, solve(CHAIN)), 0, 3)


def test_the_pair_that_was_made_is_not_offered():
    prices = pair_prices(CHAIN, solve(CHAIN))
    assert sorted(each.mentor for each in cheapest_mentors(prices, 0, 3)) == [1, 2]
    assert sorted(each.mentee for each in cheapest_mentees(prices, 0, 3)) == [1, 2]


def test_a_forbidden_pair_has_no_price():
    problem = Problem(np.array([[True, False]]), [1, 1], [])
    prices = pair_prices(problem, solve(problem))
    assert cheapest_mentors(prices, 0, 3) == cheapest_mentees(prices, 1, 3) == []


def test_a_pair_against_a_pin_has_no_price():
    problem = Problem(np.ones((1, 2), bool), [1, 1], [], [(0, 0)])
    prices = pair_prices(problem, solve(problem))
    assert cheapest_mentors(prices, 0, 3) == cheapest_mentees(prices, 1, 3) == []


def test_the_place_of_somebody_pinned_is_not_for_sale():
    problem = Problem(np.ones((2, 1), bool), [1], [], [(0, 0)])
    prices = pair_prices(problem, solve(problem))
    assert cheapest_mentors(prices, 1, 3) == cheapest_mentees(prices, 0, 3) == []


def test_there_may_be_fewer_than_asked_for():
    problem = Problem(np.array([[True, True, False]]), [1, 1, 1], [Tier("t", [[0, 3, 0]])])
    assert cheapest_mentors(pair_prices(problem, solve(problem)), 0, 5) == [PairPrice(0, 1, (0, 3))]


def test_nobody_has_no_prices():
    problem = Problem(np.zeros((0, 2), bool), [1, 1], [SPREAD])
    assert cheapest_mentees(pair_prices(problem, solve(problem)), 1, 3) == []


def test_a_conference_has_the_prices_of_solving_again():
    for problem in (conference(90), *(problem for _, problem in hostile(60))):
        matching = solve(problem)
        prices = pair_prices(problem, matching)
        asked = [*cheapest_mentors(prices, 7, 3), *cheapest_mentees(prices, 0, 3)]
        for each in asked:
            forced = Problem(problem.eligible, problem.capacity, problem.tiers, [(each.mentee, each.mentor)])
            again = solve(forced, "array").objective
            assert each.change == tuple(new - old for new, old in zip(again, matching.objective, strict=True))


def test_what_a_priority_costs():
    problem = Problem(np.ones((2, 2), bool), [2, 2], [SPREAD, Tier("t", [[0, 5], [0, 7]])])
    tag = price_tag(problem, solve(problem), 0)
    assert (tag.with_tier, tag.without) == ((0, 0, 5), (0, 1, 0))
    assert tag.changed.tolist() == [[0, 1, 0]]
