"""Several mentors for a mentee: made-up problems, the truth about them, and what is checked on each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mentorship_gsheets.matching import (
    EVENLY,
    FURTHER,
    SPREAD,
    AnyTier,
    Matching,
    NotOptimal,
    Problem,
    Tier,
    solve,
    verify,
)
from mentorship_gsheets.matching.pair_prices import cheapest_mentees, cheapest_mentors, pair_prices
from mentorship_gsheets.matching.solver import objective_of
from tests.matching.instances import tie

Chosen = tuple[tuple[int, ...], ...]


def wanting(seed: int, most: int = 3, *, pinned: bool = True) -> Problem:
    """At most `most` mentees and 4 mentors, who want up to 3, with tiers in any order and pins of all kinds."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, most + 1)), int(rng.integers(0, 5))
    tiers: list[AnyTier] = []
    for _ in range(rng.integers(0, 5)):
        kind = rng.integers(0, 6)
        cost = rng.integers(0, rng.choice([1, 2, 3, 20, 2**31, 2**40]), (n, m))
        special: dict[int, AnyTier] = {0: SPREAD, 1: FURTHER, 2: EVENLY}
        tiers.append(special.get(int(kind), Tier("made up", cost)))
    if rng.random() < 0.7:
        tiers = [FURTHER, EVENLY, *tiers]
    pins = rng.integers(0, [n, m], (rng.choice([0, 0, 1, 2, 4]), 2)) if m and pinned else ()
    eligible = rng.random((n, m)) < rng.choice([0.3, 0.7, 1])
    return Problem(eligible, rng.integers(0, 4, m), tiers, pins, rng.integers(1, 4, n))


def total(problem: Problem, chosen: Chosen) -> tuple[int, ...]:
    """Pins lost, unmatched, then the tiers, by counting."""
    n, m = problem.shape
    loads = [sum(mentor in mentors for mentors in chosen) for mentor in range(m)]
    pins = problem.pins.tolist()
    several = {j for j in range(n) if problem.wanted[j] > 1}
    # of who wants one mentor it counts whether any pin is kept, of the others how many are
    lost = sum(i not in chosen[j] for j, i in pins if j in several)
    lost += len({j for j, _ in pins if j not in several and not chosen[j]})
    values = [lost, sum(not mentors for mentors in chosen)]
    for tier in problem.tiers:
        if tier is SPREAD:
            values.append(sum(load * (load - 1) // 2 for load in loads))
        elif tier is FURTHER:
            values.append(sum(max(0, int(w) - max(1, len(c))) for w, c in zip(problem.wanted, chosen, strict=True)))
        elif tier is EVENLY:
            values.append(sum(k for mentors in chosen for k in range(len(mentors))))
        else:
            assert isinstance(tier, Tier)
            values.append(sum(int(tier.cost[j, i]) for j, mentors in enumerate(chosen) for i in mentors))
    return tuple(values)


def choices(problem: Problem, forced: dict[int, int] | None = None) -> Iterator[Chosen]:
    """All matchings there are; with the pairs forced where some are."""
    rows = []
    for j in range(problem.shape[0]):
        pinned = [i for mentee, i in problem.pins.tolist() if mentee == j]
        only = pinned if pinned and problem.wanted[j] == 1 else range(problem.shape[1])
        open_ = [i for i in only if problem.eligible[j, i]]
        sets = [c for size in range(problem.wanted[j] + 1) for c in itertools.combinations(open_, size)]
        if forced and j in forced:
            sets = [mentors for mentors in sets if forced[j] in mentors]
        rows.append(sets)
    for chosen in itertools.product(*rows):
        if all(sum(i in mentors for mentors in chosen) <= places for i, places in enumerate(problem.capacity)):
            yield chosen


def best(problem: Problem, forced: dict[int, int] | None = None) -> tuple[int, ...] | None:
    """The least vector over all matchings; None where there is none."""
    return min((total(problem, chosen) for chosen in choices(problem, forced)), default=None)


def check_several(seed: int) -> None:
    """Both engines against all matchings there are, tier by tier; nobody has a mentor twice."""
    problem = wanting(seed)
    expected = best(problem)
    for engine in ("networkx", "array"):
        matching = solve(problem, engine)
        chosen: list[list[int]] = [[] for _ in range(problem.shape[0])]
        for j, i in matching.pairs.tolist():
            chosen[j].append(i)
        assert all(len(set(mentors)) == len(mentors) for mentors in chosen)
        assert total(problem, tuple(map(tuple, chosen))) == expected
        assert matching.objective == expected[1:]


def check_fairness(seed: int) -> None:
    """First everybody one, then as many as can be two, then three, as enumeration counts it."""
    drawn = wanting(seed, pinned=False)
    problem = replace(drawn, tiers=(FURTHER, EVENLY))
    pairs = solve(problem).pairs
    have = np.bincount(pairs[:, 0], minlength=problem.shape[0])

    def lacking(counts: np.ndarray) -> tuple[int, ...]:
        return tuple(int(((problem.wanted >= k) & (counts < k)).sum()) for k in (1, 2, 3))

    assert lacking(have) == min(lacking(np.array([len(mentors) for mentors in chosen])) for chosen in choices(problem))


def check_several_prices(seed: int) -> int:
    """Every price against all matchings with the pair forced; returns how many there were."""
    drawn = wanting(seed)
    problem = replace(drawn, tiers=(*drawn.tiers, tie(*drawn.shape)))
    matching, before = solve(problem), best(problem)
    assert before is not None
    made = set(map(tuple, matching.pairs.tolist()))
    expected = []
    for j, i in np.ndindex(problem.shape):
        after = best(problem, {j: i}) if (j, i) not in made else None
        # a pair that costs somebody's pin is not offered
        if after is not None and after[0] == before[0]:
            expected.append((j, i, tuple(new - old for new, old in zip(after[1:], before[1:], strict=True))))
    prices = pair_prices(problem, matching)
    n, m = problem.shape
    by_mentee = [(p.mentee, p.mentor, p.change) for j in range(n) for p in cheapest_mentors(prices, j, m)]
    by_mentor = [(p.mentee, p.mentor, p.change) for i in range(m) for p in cheapest_mentees(prices, i, n)]
    assert by_mentee == sorted(expected, key=lambda each: (each[0], each[2], each[1]))
    assert by_mentor == sorted(expected, key=lambda each: (each[1], each[2], each[0]))
    return len(expected)


def check_several_rejections(seed: int) -> int:
    """Matchings that are worse are refused with the certificate of a best one; returns how many were tried."""
    drawn = wanting(seed, pinned=False)
    problem = replace(drawn, tiers=(*drawn.tiers, tie(*drawn.shape)))
    matching, tried = solve(problem), 0
    for chosen in itertools.islice(choices(problem), 200):
        pairs = np.array([(j, i) for j, mentors in enumerate(chosen) for i in mentors], np.int64).reshape(-1, 2)
        if total(problem, chosen)[1:] != matching.objective:
            other = replace(matching, pairs=pairs, objective=objective_of(problem, pairs))
            assert _refused(problem, other)
            tried += 1
    return tried


def _refused(problem: Problem, matching: Matching) -> bool:
    try:
        verify(problem, matching)
    except NotOptimal:
        return True
    return False
