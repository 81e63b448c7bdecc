"""The truth by slow and simple means that share no code with the engines."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from mentorship_gsheets.matching import SPREAD, Problem


def total(problem: Problem, mentors: tuple[int, ...]) -> tuple[int, ...]:
    """Objective when mentee j goes to mentors[j], -1 meaning nobody."""
    loads = [mentors.count(mentor) for mentor in range(problem.shape[1])]
    values = [mentors.count(-1)]
    for tier in problem.tiers:
        if tier is SPREAD:
            values.append(sum(load * (load - 1) // 2 for load in loads))
        else:
            values.append(sum(int(tier.cost[j, i]) for j, i in enumerate(mentors) if i >= 0))
    return tuple(values)


def enumerated(problem: Problem, forced: dict[int, int] | None = None) -> tuple[int, tuple[int, ...]] | None:
    """Fewest pinned mentees lost, then the least objective, over all matchings; None where there is none."""
    pinned: dict[int, list[int]] = {}
    for mentee, mentor in problem.pins.tolist():
        pinned.setdefault(mentee, []).append(mentor)
    choices = []
    for mentee in range(problem.shape[0]):
        mentors = pinned.get(mentee, range(problem.shape[1]))
        open_ = [mentor for mentor in mentors if problem.eligible[mentee, mentor]]
        choices.append([*open_, -1])
        if forced and mentee in forced:
            choices[-1] = [mentor for mentor in open_ if mentor == forced[mentee]]
    best = None
    for mentors in itertools.product(*choices):
        if any(mentors.count(i) > places for i, places in enumerate(problem.capacity)):
            continue
        value = (sum(mentors[mentee] < 0 for mentee in pinned), total(problem, mentors))
        best = value if best is None or value < best else best
    return best


def tier_by_tier(problem: Problem) -> tuple[int, ...]:
    """The objective by mixed-integer programming (HiGHS), one tier after the other, each fixed before the next.

    Variables: one for each eligible pair, one for each place of each mentor.
    """
    n, m = problem.shape
    rows, cols = np.nonzero(problem.eligible)
    owner = np.repeat(np.arange(m), np.minimum(problem.capacity, n))
    number = np.concatenate([np.arange(min(c, n)) for c in problem.capacity]) if m else np.zeros(0)
    pairs, places = len(rows), len(owner)
    width = pairs + places
    if width == 0:
        return (n, *(0 for _ in problem.tiers))
    once = coo_array((np.ones(pairs), (rows, np.arange(pairs))), shape=(n, width))
    balance = coo_array(
        (
            np.append(np.ones(pairs), -np.ones(places)),
            (np.append(cols, owner), np.arange(width)),
        ),
        shape=(m, width),
    )
    goals = [np.append(-np.ones(pairs), np.zeros(places))]
    for tier in problem.tiers:
        if tier is SPREAD:
            goals.append(np.append(np.zeros(pairs), number))
        else:
            goals.append(np.append(tier.cost[rows, cols], np.zeros(places)))
    fixed: list[tuple[NDArray[np.float64], int]] = []
    values = []
    for goal in goals:
        constraints = [LinearConstraint(once, 0, 1), LinearConstraint(balance, 0, 0)]
        if fixed:
            matrix = vstack([coo_array(row[None]) for row, _ in fixed])
            held = np.array([value for _, value in fixed], float)
            constraints.append(LinearConstraint(matrix, held, held))
        result = milp(goal, integrality=np.ones(width), bounds=Bounds(0, 1), constraints=constraints)
        assert result.status == 0, result.message
        value = round(result.fun)
        fixed.append((goal, value))
        values.append(value)
    return (n + values[0], *values[1:])
