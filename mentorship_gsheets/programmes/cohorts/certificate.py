"""What is proven about an arrangement, and the check of it, which knows no solver.

For every goal there are integer multipliers y >= 0 of the program's rows and of the goals before it. With goal g, rows
A x >= b and boxes l <= x <= u, every point x satisfies g x >= y b + (g - y A) x, and the last term is at least its sum
over the boxes: weak duality of linear programming (Schrijver, Theory of Linear and Integer Programming, 1986, 7.4).
That holds for ANY y >= 0, so a wrong multiplier makes a bound weak, never wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentorship_gsheets.programmes.cohorts.model import Cohort, Goal, Instance, faults, objective
from mentorship_gsheets.programmes.cohorts.program import Ints, Program, Shape, program

SCALE = 720_720
"""Denominator of the multipliers: divisible by 1 to 16, as the corners of these programs mostly are."""

_SANE = 2**62
"""Sums of products beyond this could wrap around and fake a bound."""


class NotProven(Exception):  # noqa: N818 - named like matching.NotOptimal
    """An arrangement is not allowed, or is not worth or not bounded as stated.

    Parameters
    ----------
    reason
        What is wrong, in one sentence; kept as the attribute `reason`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Status(StrEnum):
    """How sure it is that no arrangement does better in a goal, with all goals before it at least as good as here."""

    PROVEN = "proven"
    SOLVER = "as the solver says"
    OPEN = "at most {} better"


@dataclass(frozen=True, slots=True, eq=False)
class GoalReport:
    """One goal of an arrangement.

    Parameters
    ----------
    goal
        Which.
    value
        What the arrangement has.
    bound
        No arrangement with all goals before at least as good has less; follows from the multipliers.
    claimed
        The same as the solver's tree of cases says, at least `bound`; nothing but the solver stands behind it.
    rows
        Integer multipliers of the program's rows, shape (rows,), or (0,) for the bound 0.
    before
        Integer multipliers of the goals before this one, as many as there are, or none.
    """

    goal: Goal
    value: int
    bound: int
    claimed: int
    rows: Ints
    before: Ints

    @property
    def status(self) -> Status:
        """How sure the value is."""
        if self.value == self.bound:
            return Status.PROVEN
        return Status.SOLVER if self.value == self.claimed else Status.OPEN

    def __str__(self) -> str:
        """Return the status in words: “at most 2 better”."""
        return self.status.value.format(self.value - self.claimed)


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """An arrangement with what it is worth and what is known about better ones.

    Parameters
    ----------
    cohorts
        The open cohorts, by task and label; their people by address. Everybody else is in no cohort.
    goals
        One report for each goal, the most important first; `Goal.SHORT` stands first.
    shape
        Which program the multipliers belong to.
    """

    cohorts: tuple[Cohort, ...]
    goals: tuple[GoalReport, ...]
    shape: Shape

    @property
    def vector(self) -> tuple[int, ...]:
        """The values in the order of the goals."""
        return tuple(report.value for report in self.goals)


def bound(written: Program, goal: Goal, ceilings: Mapping[Goal, int], rows: Ints, before: Ints) -> int:
    """Return what integer multipliers prove a goal to be at least.

    Parameters
    ----------
    written
        The program.
    goal
        Which goal is bounded.
    ceilings
        The goals before it and the values that none of them exceeds, in the order of `before`.
    rows, before
        Multipliers in units of 1 / `SCALE`; empty for the bound 0, which every goal has.

    Raises
    ------
    NotProven
        If a multiplier is negative, or their number or size is wrong.
    """
    if not rows.size:
        return 0
    if rows.shape != written.sides.shape or before.shape != (len(ceilings),):
        raise NotProven(f"There are {rows.size} and {before.size} multipliers for {goal}, too many or too few.")
    if rows.dtype.kind != "i" or before.dtype.kind != "i":
        raise NotProven(f"The multipliers for {goal} are no integers.")
    if (rows < 0).any() or (before < 0).any():
        raise NotProven(f"A multiplier for {goal} is negative.")
    cost, constant = written.goals[goal]
    steepest = max(int(abs(form).max(initial=0)) for form, _ in written.goals.values())
    widest = int(abs(written.rows).sum(axis=0).max()) if written.rows.nnz else 0
    largest = int(rows.max(initial=0)) * widest + (int(before.sum()) + SCALE) * steepest
    if largest > _SANE:
        raise NotProven(f"The multipliers for {goal} are too large to be added up exactly.")
    reduced = SCALE * cost - written.rows.T @ rows
    gain = SCALE * constant + sum(int(y) * int(side) for y, side in zip(rows, written.sides, strict=True) if y)
    for y, (earlier, ceiling) in zip(before.tolist(), ceilings.items(), strict=True):
        form, shift = written.goals[earlier]
        # the rule: - form . x >= shift - ceiling
        reduced = reduced + y * form
        gain += y * (shift - ceiling)
    ends = np.where(reduced > 0, written.lower, written.upper)
    gain += sum(int(each) * int(end) for each, end in zip(reduced, ends, strict=True) if each)
    return max(0, -(-gain // SCALE))


def verify(instance: Instance, result: Result) -> None:
    """Check that an arrangement is allowed, is worth what it says, and that its bounds follow from the multipliers.

    Parameters
    ----------
    instance, result
        What was asked and what was answered. What is only claimed by a solver is not checked, and is never
        called proven.

    Raises
    ------
    NotProven
        With the reason, if anything is wrong.
    """
    wrong = faults(instance, result.cohorts)
    if wrong:
        raise NotProven(wrong[0])
    if tuple(report.goal for report in result.goals) != instance.order:
        raise NotProven("The goals are not those that were asked for, in their order.")
    counted = objective(instance, result.cohorts)
    for report in result.goals:
        if counted[report.goal] != report.value:
            raise NotProven(f"{report.goal} is {counted[report.goal]}, not {report.value}.")
    written = program(instance, result.shape)
    for place, report in enumerate(result.goals):
        shown = bound(written, report.goal, ceilings(result.goals[:place]), report.rows, report.before)
        if report.bound > shown:
            raise NotProven(f"{report.goal} is at least {shown} by its multipliers, not {report.bound}.")
        if not report.bound <= report.claimed <= report.value:
            raise NotProven(f"{report.goal} is {report.value}, which its bound {report.bound} contradicts.")


def ceilings(reports: Sequence[GoalReport]) -> dict[Goal, int]:
    """Return the goals of some reports with their values."""
    return {report.goal: report.value for report in reports}
