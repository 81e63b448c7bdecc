"""The engines against slow and simple truths; `python -m tests.matching` does the same on many more problems."""

import pytest

from mentorship_gsheets.matching import SPREAD, Problem, Tier, engines, solve, verify
from mentorship_gsheets.matching.solver import matching_of, optimum
from tests.matching import checks
from tests.matching.instances import conference, hostile


@pytest.mark.parametrize("start", range(0, 800, 200))
def test_tiny_problems_agree_with_all_matchings_there_are(start):
    for seed in range(start, start + 200):
        checks.check_enumeration(seed)


def test_problems_agree_with_mixed_integer_programming():
    for seed in range(12):
        checks.check_programming(seed)


@pytest.mark.parametrize("size", [100, 300])
def test_square_assignment_agrees_with_scipy(size):
    checks.check_assignment(size)


def test_the_order_of_rows_does_not_matter():
    for seed in range(40):
        checks.check_shuffling(seed)


@pytest.mark.parametrize("n", [60, 250])
def test_all_ways_of_solving_a_conference_give_the_same_pairs(n):
    problem = conference(n)
    expected = solve(problem, "networkx")
    for engine in (engines.dense, engines.sparse):
        for all_pairs in (0, 10**9):
            matching = matching_of(problem, *optimum(problem, engine, all_pairs))
            verify(problem, matching)
            assert matching.objective == expected.objective
            assert matching.pairs.tolist() == expected.pairs.tolist()


@pytest.mark.parametrize(("place", "n"), [*((place, 120) for place in range(9)), (6, 250)])
def test_hostile_shapes_agree_whatever_the_way(place, n):
    _, problem = list(hostile(n))[place]
    expected = solve(problem, "networkx").objective
    for engine in (engines.dense, engines.sparse):
        matching = matching_of(problem, *optimum(problem, engine, 0))
        verify(problem, matching)
        assert matching.objective == expected


def test_a_thousand_mentees_are_solved_from_candidates_and_proven():
    problem = conference(1000)
    matching = solve(problem)
    assert verify(problem, matching) is None
    assert matching.objective[0] == 0


def test_a_repeated_tier_changes_nothing():
    problem = conference(40)
    twice = Problem(problem.eligible, problem.capacity, [*problem.tiers, SPREAD, problem.tiers[0]])
    assert solve(twice).pairs.tolist() == solve(problem).pairs.tolist()


def test_the_order_of_tiers_decides():
    fast, near = Tier("fast", [[0, 1], [1, 1]]), Tier("near", [[1, 0], [0, 0]])
    everybody, places = [[True, True], [True, True]], [1, 1]
    assert solve(Problem(everybody, places, [fast, near])).pairs.tolist() == [[0, 0], [1, 1]]
    assert solve(Problem(everybody, places, [near, fast])).pairs.tolist() == [[0, 1], [1, 0]]


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match=r"Unknown engine 'magic': choose auto, networkx or array\."):
        solve(conference(5), "magic")
