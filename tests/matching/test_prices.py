"""What other pairs would cost."""

import numpy as np

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve
from mentorship_gsheets.matching.prices import Move, exchange_of, mentee_prices, next_best, price, price_tag
from tests.matching import checks
from tests.matching.instances import conference

CHAIN = Problem(np.ones((3, 3), bool), [1, 1, 1], [Tier("t", [[0, 1, 9], [9, 0, 1], [2, 9, 0]])])


def test_prices_are_those_of_solving_again():
    assert sum(checks.check_prices(seed) for seed in range(100)) > 100


def test_prices_with_pins_are_those_of_all_matchings():
    assert sum(checks.check_pinned_prices(seed) for seed in range(150)) > 30


def test_who_else_would_move():
    quote = price(CHAIN, solve(CHAIN), 0, 1)
    assert quote.change == (0, 4)
    assert quote.moves == (Move(0, 0, 1), Move(1, 1, 2), Move(2, 2, 0))


def test_the_pair_that_was_chosen_costs_nothing():
    quote = price(CHAIN, solve(CHAIN), 0, 0)
    assert quote.change == (0, 0)
    assert quote.moves == ()


def test_a_forbidden_pair_has_no_price():
    problem = Problem(np.array([[True, False]]), [1, 1], [])
    assert price(problem, solve(problem), 0, 1) is None


def test_a_pair_against_a_pin_has_no_price():
    problem = Problem(np.ones((1, 2), bool), [1, 1], [], [(0, 0)])
    assert price(problem, solve(problem), 0, 1) is None


def test_taking_the_place_of_somebody_pinned_costs_the_pin():
    problem = Problem(np.ones((2, 1), bool), [1], [], [(0, 0)])
    quote = price(problem, solve(problem), 1, 0)
    assert quote.pins == 1
    assert quote.change == (0,)
    assert quote.moves == (Move(1, None, 0), Move(0, 0, None))


def test_the_next_best_are_the_cheapest_in_order():
    problem = conference(60)
    matching = solve(problem)
    exchange = exchange_of(problem, matching)
    for mentee in range(60):
        changes, possible = mentee_prices(exchange, mentee)
        here = dict(matching.pairs.tolist()).get(mentee)
        others = [mentor for mentor in range(problem.shape[1]) if possible[mentor] and mentor != here]
        expected = sorted(others, key=lambda mentor: changes[mentor].tolist())[:3]
        assert [quote.mentor for quote in next_best(problem, matching, mentee, 3, exchange)] == expected


def test_there_may_be_fewer_than_asked_for():
    problem = Problem(np.array([[True, True, False]]), [1, 1, 1], [Tier("t", [[0, 3, 0]])])
    assert [quote.mentor for quote in next_best(problem, solve(problem), 0, 5)] == [1]


def test_what_a_priority_costs():
    problem = Problem(np.ones((2, 2), bool), [2, 2], [SPREAD, Tier("t", [[0, 5], [0, 7]])])
    tag = price_tag(problem, solve(problem), 0)
    assert (tag.with_tier, tag.without) == ((0, 0, 5), (0, 1, 0))
    assert tag.changed.tolist() == [[0, 1, 0]]
