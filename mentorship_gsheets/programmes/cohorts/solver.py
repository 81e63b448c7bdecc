"""The one door to the solver: multipliers from linear programs, points from integer ones; it is never believed.

Multipliers are rounded to integers, and what they prove is computed from them. Points are rounded, their counting
columns computed anew, and every row is looked at in integers. Trees of cases end after a number of nodes, never after
seconds, so that every computer answers alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.programmes.cohorts.certificate import SCALE, bound
from mentorship_gsheets.programmes.cohorts.model import Goal
from mentorship_gsheets.programmes.cohorts.program import Ints, Program, place_of, settle

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Corner:
    """The answer of a linear program.

    Parameters
    ----------
    bound
        What the multipliers prove.
    rows, before
        Integer multipliers, see `certificate.bound`.
    point
        Where the solver found the minimum, in floats; a hint and nothing more.
    """

    bound: int
    rows: Ints
    before: Ints
    point: Floats


def corner(written: Program, goal: Goal, ceilings: Mapping[Goal, int]) -> Corner | None:
    """Return a bound of a goal with the goals before it at their ceilings, or None where the solver has none.

    Parameters
    ----------
    written
        The program.
    goal
        What is to be as small as possible.
    ceilings
        Goals before it and what they may be at most.
    """
    answer = _linear(written, goal, ceilings)
    return None if answer is None else replace(answer, bound=bound(written, goal, ceilings, answer.rows, answer.before))


def highest(written: Program, column: int, ceilings: Mapping[Goal, int]) -> int:
    """Return a number that a column exceeds at no integer point within ceilings; never above its box.

    Parameters
    ----------
    written
        The program.
    column
        Its place among the columns.
    ceilings
        Goals and what they may be at most.
    """
    cost = np.zeros(len(written.lower), np.int64)
    cost[column] = -1
    top = int(written.upper[column])
    # counted downwards from the box, so that the form is never negative, as a goal
    downward = replace(written, goals={**written.goals, Goal.SHORT: (cost, top)})
    limits: dict[Goal, int] = {goal: most for goal, most in ceilings.items() if goal is not Goal.SHORT}
    answer = _linear(downward, Goal.SHORT, limits)
    return top if answer is None else top - bound(downward, Goal.SHORT, limits, answer.rows, answer.before)


def _linear(written: Program, goal: Goal, ceilings: Mapping[Goal, int]) -> Corner | None:
    """Return the multipliers and the point of a linear program, without the bound."""
    # slow to load, and most commands ask no solver
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # scipy ships no types

    if not written.lower.size:
        return None
    chosen = _serving(written, [goal, *ceilings])
    matrix, sides = _rules(written, chosen, ceilings)
    cost, _ = written.goals[goal]
    answer = linprog(
        cost.astype(float),
        A_ub=-matrix,
        b_ub=-sides,
        bounds=np.stack([written.lower, written.upper], axis=1).astype(float),
        method="highs",
    )
    if answer.x is None:
        return None
    weights = np.maximum(np.rint(-answer.ineqlin.marginals * SCALE), 0).astype(np.int64)
    rows = np.zeros(len(written.sides), np.int64)
    rows[chosen] = weights[: len(chosen)]
    return Corner(0, rows, weights[len(chosen) :], np.asarray(answer.x, np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The answer of an integer program.

    Parameters
    ----------
    point
        An integer point that keeps every box, row and ceiling, or None when none was found.
    least
        What the solver says the objective is at least, in floats; infinite when it says that there is no point.
    """

    point: Ints | None
    least: float


def tree(written: Program, prices: Mapping[Goal, int], ceilings: Mapping[Goal, int], nodes: int) -> Tree:
    """Return the integer point with the least sum of prices, as far as so many cases show it.

    Parameters
    ----------
    written
        The program.
    prices
        Goal -> its weight in what is to be small.
    ceilings
        Goals and what they may be at most.
    nodes
        Cases to look at, at most.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not written.lower.size:
        return Tree(written.lower.copy(), 0.0)
    chosen = _serving(written, [*prices, *ceilings])
    matrix, sides = _rules(written, chosen, ceilings)
    cost = sum((weight * written.goals[goal][0] for goal, weight in prices.items()), np.zeros(len(written.lower)))
    constant = sum(weight * written.goals[goal][1] for goal, weight in prices.items())
    answer = milp(
        cost,
        constraints=LinearConstraint(matrix, sides, np.inf),
        bounds=Bounds(written.lower, written.upper),
        integrality=_decisions(written).astype(int),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    least = np.inf if answer.status == _INFEASIBLE else answer.mip_dual_bound
    least = -np.inf if least is None or np.isnan(least) else float(least)
    if answer.x is None:
        return Tree(None, least + constant)
    point = settle(written, np.rint(answer.x).astype(np.int64)) if written.exact else _rounded(written, answer.x)
    kept = all(written.value(goal, point) <= most for goal, most in ceilings.items())
    allowed = written.exact is False or not written.broken(point)
    return Tree(point if kept and allowed else None, least + constant)


_INFEASIBLE = 2
"""scipy's status of a program that has no point."""


def _rounded(written: Program, values: Floats) -> Ints:
    """Return the memberships and numbers of a relaxed answer, rounded; a hint, whose other columns are rounded up."""
    decisions = _decisions(written)
    return np.where(decisions, np.rint(values), np.ceil(values - 1e-6)).astype(np.int64)


def _decisions(written: Program) -> NDArray[np.bool_]:
    """Return which columns are memberships and numbers of cohorts; given those, all others follow."""
    mask = np.zeros(len(written.lower), bool)
    mask[written.numbers] = True
    mask[list(written.places.values())] = True
    return mask


def _serving(written: Program, goals: list[Goal]) -> Ints:
    """Return the rows that are rules or serve one of these goals."""
    return np.flatnonzero(np.isin(written.tags, [-1, *(place_of(goal) for goal in goals)]))


def _rules(written: Program, chosen: Ints, ceilings: Mapping[Goal, int]) -> tuple[Any, Floats]:
    """Return the chosen rows, with one more for each ceiling."""
    from scipy.sparse import csr_array, vstack  # type: ignore[import-untyped]  # scipy ships no types

    if not ceilings:
        return written.rows[chosen].astype(float), written.sides[chosen].astype(float)
    forms = csr_array(np.stack([-written.goals[goal][0] for goal in ceilings]))
    shifts = [written.goals[goal][1] - most for goal, most in ceilings.items()]
    matrix = csr_array(vstack([written.rows[chosen], forms], format="csr"))
    return matrix.astype(float), np.concatenate([written.sides[chosen], shifts]).astype(float)
