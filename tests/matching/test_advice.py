"""What to change to place everybody."""

import itertools

import numpy as np

from mentorship_gsheets.matching import Problem, solve
from mentorship_gsheets.matching.advice import advice, binding_rules


def test_the_fewest_changes_are_the_fewest():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n, m = int(rng.integers(1, 5)), int(rng.integers(1, 4))
        problem = Problem(rng.random((n, m)) < 0.4, rng.integers(0, 3, m), [])
        found = advice(problem)
        assert found.unplaced == solve(problem).objective[0]
        assert found.by_places.changes == fewest(problem, places=True, pairs=False)
        assert found.by_both.changes == fewest(problem, places=True, pairs=True)
        if n <= problem.capacity.sum():
            assert found.by_pairs.changes == fewest(problem, places=False, pairs=True)
        assert len(found.by_both.unplaced) == 0


def fewest(problem, *, places, pairs):
    """Over all ways to place as many as possible: the least number of changes."""
    n, m = problem.shape
    best = None
    for mentors in itertools.product(range(-1, m), repeat=n):
        loads = np.bincount([mentor for mentor in mentors if mentor >= 0], minlength=m)
        extra = int(np.maximum(0, loads - problem.capacity).sum())
        new = sum(mentor >= 0 and not problem.eligible[mentee, mentor] for mentee, mentor in enumerate(mentors))
        if (extra and not places) or (new and not pairs):
            continue
        value = (mentors.count(-1), extra + new)
        best = value if best is None or value < best else best
    return best[1]


def test_making_the_changes_places_everybody():
    rng = np.random.default_rng(3)
    problem = Problem(rng.random((30, 12)) < 0.1, rng.integers(0, 3, 12), [])
    remedy = advice(problem).by_both
    eligible, capacity = problem.eligible.copy(), problem.capacity.copy()
    eligible[remedy.allow[:, 0], remedy.allow[:, 1]] = True
    capacity[remedy.raises[:, 0]] += remedy.raises[:, 1]
    assert solve(Problem(eligible, capacity, [])).objective == (0,)


def test_only_what_may_be_forgiven_is_forgiven():
    problem = Problem(np.zeros((1, 2), bool), [1, 1], [])
    remedy = advice(problem, np.array([[False, True]])).by_pairs
    assert remedy.allow.tolist() == [[0, 1]]


def test_people_whom_nobody_may_be_paired_with():
    eligible = np.array([[True, False, True], [False, False, False]])
    found = advice(Problem(eligible, [1, 1, 0], []))
    assert found.lonely_mentees.tolist() == [1]
    assert found.lonely_mentors.tolist() == [1]


def test_a_rule_binds_where_lifting_it_helps():
    colleagues = np.array([[True, False], [False, False]])
    past = np.array([[True, True], [False, False]])
    rules = binding_rules(Problem(~(colleagues | past), [1, 1], []), {"colleagues": colleagues, "past": past})
    assert not rules["colleagues"].binds
    assert rules["past"].mentees == (0,)
    assert rules["past"].placed == 1
    assert rules["past"].forbids == 1
