"""What to change before matching: who cannot be placed, why, and the fewest changes that would place everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.problem import Bools, Ints, Problem, Tier
from mentorship_gsheets.matching.solver import solve


@dataclass(frozen=True, slots=True, eq=False)
class Remedy:
    """The fewest changes of some kinds that place as many mentees as can be.

    Parameters
    ----------
    raises
        Shape (mentors concerned, 2): mentor, how many more places.
    allow
        Shape (pairs, 2): mentee, mentor: forbidden today, to be allowed.
    unplaced
        Mentees whom no change of these kinds would place.
    """

    raises: Ints
    allow: Ints
    unplaced: Ints

    @property
    def changes(self) -> int:
        """Places to add plus pairs to allow."""
        return int(self.raises[:, 1].sum()) + len(self.allow)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one hard rule does.

    Parameters
    ----------
    forbids
        Pairs it forbids that no other rule forbids.
    mentees, mentors
        People whom nobody may be paired with, and who could be if this rule were lifted.
    placed
        How many more mentees could be placed without it.
    """

    forbids: int
    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    placed: int

    @property
    def binds(self) -> bool:
        """Does lifting the rule help anybody?"""
        return bool(self.mentees or self.mentors or self.placed)


@dataclass(frozen=True, slots=True, eq=False)
class Advice:
    """What stands in the way of placing everybody.

    Parameters
    ----------
    unplaced
        How many mentees the best matching leaves without a mentor.
    lonely_mentees, lonely_mentors
        People whom nobody may be paired with (mentors without places are not counted).
    by_places, by_pairs, by_both
        The fewest changes: only more places, only more pairs, or the two together.
    """

    unplaced: int
    lonely_mentees: Ints
    lonely_mentors: Ints
    by_places: Remedy
    by_pairs: Remedy
    by_both: Remedy


def advice(problem: Problem, forgivable: Bools | None = None) -> Advice:
    """Find what stands in the way of placing everybody, and the fewest changes that remove it.

    Parameters
    ----------
    problem
        The problem; its tiers do not matter.
    forgivable
        Forbidden pairs that could be allowed, shape (mentees, mentors), such as colleagues. Default: all of them.

    Notes
    -----
    Exact: a change is a unit of cost in a min-cost flow, solved and proven like every other matching. Pins hold.

    Examples
    --------
    Two mentees, one mentor with one place:

    >>> problem = Problem(np.ones((2, 1), bool), [1], [])
    >>> found = advice(problem)
    >>> found.unplaced, found.by_places.raises.tolist(), len(found.by_pairs.unplaced)
    (1, [[0, 1]], 1)
    """
    forgivable = ~problem.eligible if forgivable is None else forgivable & ~problem.eligible
    none = np.zeros_like(forgivable)
    usable = problem.eligible & (problem.capacity > 0)
    return Advice(
        solve(_plain(problem)).objective[0],
        np.flatnonzero(~usable.any(axis=1)),
        np.flatnonzero(~usable.any(axis=0) & (problem.capacity > 0)),
        _remedy(problem, none, more_places=True),
        _remedy(problem, forgivable, more_places=False),
        _remedy(problem, forgivable, more_places=True),
    )


def binding_rules(problem: Problem, rules: Mapping[str, Bools]) -> dict[str, Rule]:
    """What each hard rule prevents on its own.

    Parameters
    ----------
    problem
        The problem; its tiers do not matter. `eligible` is what all rules together leave.
    rules
        For each rule the pairs it forbids, shape (mentees, mentors).

    Examples
    --------
    >>> same = np.array([[True]])
    >>> rule = binding_rules(Problem(~same, [1], []), {"colleagues": same})["colleagues"]
    >>> rule.binds, rule.placed, rule.mentees
    (True, 1, (0,))
    """
    unplaced = solve(_plain(problem)).objective[0]
    usable = problem.eligible & (problem.capacity > 0)
    total = sum((mask.astype(np.int16) for mask in rules.values()), np.zeros(problem.shape, np.int16))
    found = {}
    for name, mask in rules.items():
        alone = mask & (total == 1) & ~problem.eligible
        lifted = Problem(problem.eligible | alone, problem.capacity, [], problem.pins)
        freed = usable | (alone & (problem.capacity > 0))
        mentees, mentors = (
            tuple(np.flatnonzero(~usable.any(axis=axis) & freed.any(axis=axis)).tolist()) for axis in (1, 0)
        )
        found[name] = Rule(int(alone.sum()), mentees, mentors, unplaced - solve(lifted).objective[0])
    return found


def _plain(problem: Problem) -> Problem:
    """The same people and rules, no priorities."""
    return Problem(problem.eligible, problem.capacity, [], problem.pins)


def _remedy(problem: Problem, forgivable: Bools, *, more_places: bool) -> Remedy:
    """Every mentor a second time with places to add, every change at cost 1, used as little as possible."""
    n, m = problem.shape
    eligible, cost = problem.eligible | forgivable, forgivable.astype(np.int8)
    capacity = problem.capacity
    if more_places:
        eligible, cost = np.hstack([eligible, eligible]), np.hstack([cost, cost + 1])
        capacity = np.append(capacity, np.full(m, n))
    matching = solve(Problem(eligible, capacity, [Tier("changes", cost)], problem.pins))
    mentees, mentors = matching.pairs.T
    extra = np.bincount(mentors[mentors >= m] - m, minlength=m)
    who = np.flatnonzero(extra)
    new = forgivable[mentees, mentors % max(1, m)]
    return Remedy(
        np.stack([who, extra[who]], axis=1),
        np.stack([mentees, mentors % max(1, m)], axis=1)[new],
        np.setdiff1d(np.arange(n), mentees),
    )
