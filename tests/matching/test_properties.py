"""What holds for every problem."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve, verify
from tests.matching.instances import tie


@st.composite
def problems(draw):
    n, m = draw(st.integers(0, 7)), draw(st.integers(0, 6))
    eligible = draw(arrays.arrays(bool, (n, m)))
    capacity = draw(arrays.arrays(np.int64, m, elements=st.integers(0, 4)))
    cost = arrays.arrays(np.int64, (n, m), elements=st.integers(0, 9))
    tiers = draw(st.lists(st.one_of(st.just(SPREAD), cost.map(lambda values: Tier("made up", values))), max_size=3))
    return Problem(eligible, capacity, tiers)


@settings(deadline=None)
@given(problems())
def test_engines_agree_and_both_are_proven(problem):
    one, other = solve(problem, "networkx"), solve(problem, "array")
    assert one.objective == other.objective
    assert verify(problem, one) is verify(problem, other) is None


@settings(deadline=None)
@given(problems())
def test_pinning_the_answer_changes_nothing(problem):
    tied = Problem(problem.eligible, problem.capacity, [*problem.tiers, tie(*problem.shape)])
    free = solve(tied)
    pinned = solve(Problem(tied.eligible, tied.capacity, tied.tiers, free.pairs))
    assert pinned.pairs.tolist() == free.pairs.tolist()
    assert pinned.objective == free.objective


@settings(deadline=None)
@given(problems(), st.integers(0, 5))
def test_one_more_place_never_makes_it_worse(problem, who):
    more = problem.capacity.copy()
    more[who : who + 1] += 1
    assert solve(Problem(problem.eligible, more, problem.tiers)).objective <= solve(problem).objective


@settings(deadline=None)
@given(problems(), st.integers(1, 1000))
def test_multiplying_costs_multiplies_totals(problem, factor):
    scaled = [tier if tier is SPREAD else Tier(tier.name, tier.cost * factor) for tier in problem.tiers]
    unmatched, *totals = solve(problem).objective
    expected = [value if tier is SPREAD else value * factor for tier, value in zip(problem.tiers, totals, strict=True)]
    assert solve(Problem(problem.eligible, problem.capacity, scaled)).objective == (unmatched, *expected)
