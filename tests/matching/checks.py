"""What is checked on one random problem; the tests do a few, `python -m tests.matching` does all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentorship_gsheets.matching import (
    Certificate,
    Matching,
    NotOptimal,
    Problem,
    Tier,
    engines,
    solve,
    verify,
)
from mentorship_gsheets.matching.high_capacity import successive_shortest_paths
from mentorship_gsheets.matching.pair_prices import PairPrice, cheapest_mentees, cheapest_mentors, pair_prices
from mentorship_gsheets.matching.solver import matching_of, objective_of, optimum
from tests.matching.instances import middling, tie, tiny
from tests.matching.truth import enumerated, tier_by_tier


def check_enumeration(seed: int) -> None:
    """Both engines, and every inner way of solving, against all matchings there are."""
    problem = tiny(seed)
    found = enumerated(problem)
    assert found is not None
    assert solve(problem, "networkx").objective == found[1]
    assert solve(problem, "array").objective == found[1]
    for engine in (engines.dense, engines.sparse, successive_shortest_paths):
        for all_pairs in (0, 10**9):
            matching = matching_of(problem, *optimum(problem, engine, all_pairs))
            verify(problem, matching)
            assert matching.objective == found[1]


def check_programming(seed: int) -> None:
    """Both engines against mixed-integer programming, tier by tier; up to 90 mentees and 60 mentors."""
    problem = middling(seed, most=90)
    truth = tier_by_tier(problem)
    assert solve(problem, "networkx").objective == truth
    assert solve(problem, "array").objective == truth


def check_prices(seed: int) -> int:
    """Every price asked of either side, against solving again with the pair forced; returns how many there were."""
    problem, rng = middling(seed, ties=True), np.random.default_rng(seed)
    matching = solve(problem)
    prices = pair_prices(problem, matching)
    asked = 0
    for mentee, mentor in rng.integers(0, problem.shape, (3, 2)).tolist():
        mentors = cheapest_mentors(prices, mentee, problem.shape[1])
        mentees = cheapest_mentees(prices, mentor, problem.shape[0])
        assert mentors == _forced_again(problem, matching, [(mentee, other) for other in range(problem.shape[1])])
        assert mentees == _forced_again(problem, matching, [(other, mentor) for other in range(problem.shape[0])])
        assert cheapest_mentors(prices, mentee, 3) == mentors[:3]
        assert cheapest_mentees(prices, mentor, 3) == mentees[:3]
        asked += len(mentors) + len(mentees)
    return asked


def _forced_again(problem: Problem, matching: Matching, pairs: list[tuple[int, int]]) -> list[PairPrice]:
    """Prices of those pairs that may be and are not made yet, by solving again with each of them forced."""
    made = {tuple(pair) for pair in matching.pairs.tolist()}
    found = []
    for mentee, mentor in pairs:
        if problem.eligible[mentee, mentor] and problem.capacity[mentor] and (mentee, mentor) not in made:
            again = solve(Problem(problem.eligible, problem.capacity, problem.tiers, [(mentee, mentor)]))
            change = tuple(new - old for new, old in zip(again.objective, matching.objective, strict=True))
            found.append(PairPrice(mentee, mentor, change))
    return sorted(found, key=lambda each: each.change)


def check_pinned_prices(seed: int) -> int:
    """As `check_prices`, on tiny problems with pins, against all matchings there are."""
    problem = tiny(seed)
    matching = solve(problem)
    prices = pair_prices(problem, matching)
    before = enumerated(problem)
    assert before is not None
    made = {tuple(pair) for pair in matching.pairs.tolist()}
    expected = []
    for mentee, mentor in np.ndindex(problem.shape):
        after = enumerated(problem, {mentee: mentor})
        # a pair that costs somebody's pin is not offered
        if (mentee, mentor) not in made and after is not None and after[0] == before[0]:
            change = tuple(new - old for new, old in zip(after[1], before[1], strict=True))
            expected.append(PairPrice(mentee, mentor, change))
    n, m = problem.shape
    by_mentee = [each for mentee in range(n) for each in cheapest_mentors(prices, mentee, m)]
    by_mentor = [each for mentor in range(m) for each in cheapest_mentees(prices, mentor, n)]
    assert by_mentee == sorted(expected, key=lambda each: (each.mentee, each.change, each.mentor))
    assert by_mentor == sorted(expected, key=lambda each: (each.mentor, each.change, each.mentee))
    return len(expected)


def check_rejections(seed: int) -> int:
    """Every other matching is refused, whatever the certificate says; returns how many were tried."""
    problem, rng = middling(seed, ties=True), np.random.default_rng(seed)
    matching = solve(problem)
    verify(problem, matching)
    tried = 0
    for perturb in (_swapped, _moved, _dropped):
        pairs = perturb(problem, matching, rng)
        if pairs is None or np.array_equal(pairs, matching.pairs):
            continue
        other = replace(matching, pairs=pairs, objective=objective_of(problem, pairs))
        for certificate in (matching.certificate, _shaken(matching.certificate, rng)):
            assert _refused(problem, replace(other, certificate=certificate))
            tried += 1
    first, *rest = matching.objective
    assert _refused(problem, replace(matching, objective=(first + 1, *rest)))
    return tried + 1


def _refused(problem: Problem, matching: Matching) -> bool:
    try:
        verify(problem, matching)
    except NotOptimal:
        return True
    return False


Perturbation = Callable[[Problem, Matching, np.random.Generator], "np.ndarray | None"]


def _swapped(_problem: Problem, matching: Matching, rng: np.random.Generator) -> np.ndarray | None:
    if len(matching.pairs) < 2:
        return None
    pairs = matching.pairs.copy()
    one, two = rng.choice(len(pairs), 2, replace=False)
    pairs[[one, two], 1] = pairs[[two, one], 1]
    return pairs


def _moved(problem: Problem, matching: Matching, rng: np.random.Generator) -> np.ndarray | None:
    if not len(matching.pairs):
        return None
    pairs = matching.pairs.copy()
    pairs[rng.integers(len(pairs)), 1] = rng.integers(problem.shape[1])
    return pairs


def _dropped(_problem: Problem, matching: Matching, rng: np.random.Generator) -> np.ndarray | None:
    if not len(matching.pairs):
        return None
    return np.delete(matching.pairs, rng.integers(len(matching.pairs)), axis=0)


def _shaken(certificate: Certificate, rng: np.random.Generator) -> Certificate:
    mentee, mentor = certificate.mentee.copy(), certificate.mentor.copy()
    mentee += rng.integers(-1, 2, mentee.shape)
    mentor += rng.integers(-1, 2, mentor.shape)
    return Certificate(mentee, mentor)


def check_assignment(size: int) -> None:
    """Square assignment like OR-Library's: whole costs from 1 to 100, evenly distributed (Beasley 1990)."""
    cost = np.random.default_rng(size).integers(1, 101, (size, size))
    rows, cols = linear_sum_assignment(cost)
    best = int(cost[rows, cols].sum())
    problem = Problem(np.ones((size, size), bool), np.ones(size, int), [Tier("cost", cost)])
    assert solve(problem, "array").objective == (0, best)
    matching = matching_of(problem, *optimum(problem, engines.sparse, 0))
    verify(problem, matching)
    assert matching.objective == (0, best)


def check_shuffling(seed: int) -> None:
    """Whatever the order of the rows, the same people meet, with either engine."""
    problem, rng = middling(seed), np.random.default_rng(seed)
    n, m = problem.shape
    problem = Problem(problem.eligible, problem.capacity, [*problem.tiers, tie(n, m)])
    expected = solve(problem, "networkx").pairs
    rows, cols = rng.permutation(n), rng.permutation(m)
    tiers = [Tier(tier.name, tier.cost[:][rows][:, cols]) if isinstance(tier, Tier) else tier for tier in problem.tiers]
    shuffled = Problem(problem.eligible[rows][:, cols], problem.capacity[cols], tiers)
    for engine in ("networkx", "array"):
        pairs = solve(shuffled, engine).pairs
        back = np.stack([rows[pairs[:, 0]], cols[pairs[:, 1]]], axis=1)
        assert back[back[:, 0].argsort()].tolist() == expected.tolist()
