"""The whole way: bounds of every goal, starts, search, the tree of cases where it pays, and the report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.certificate import GoalReport, Result, ceilings
from mentorship_gsheets.programmes.cohorts.model import Cohort, Goal, Instance, faults, vector
from mentorship_gsheets.programmes.cohorts.program import Ints, Program, Shape, cohorts_at, program
from mentorship_gsheets.programmes.cohorts.search import Arrangement, Field, close_cohorts, descend, shake
from mentorship_gsheets.programmes.cohorts.solver import Corner, corner, highest, tree
from mentorship_gsheets.programmes.cohorts.split import TURNS, start

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried, in steps: the same on every computer.

    Parameters
    ----------
    nodes
        Cases of a relaxation's tree.
    small
        Columns up to which the exact program is asked about every goal.
    large
        Columns up to which it is asked about the goals before `Goal.SIZE`, whose squares no tree of this size settles.
    cases
        Cases of a small exact program's tree, for each goal; a large one stops at its root.
    steps
        What all shaken restarts may cost together, in people: a restart of an instance of n people costs n.
    crowd
        People from which on one assignment is tried instead of two, and no cohort is closed by trial.
    starts
        What the starts of one assignment may cost together, in people; at least one is made.
    """

    nodes: int = 100
    small: int = 800
    large: int = 6000
    cases: int = 4000
    steps: int = 9000
    crowd: int = 300
    starts: int = 1200


USUAL = Effort()
"""What commands use."""


def solve(instance: Instance, effort: Effort = USUAL) -> Result:
    """Return the best arrangement of cohorts that was found, and what is known about better ones.

    Parameters
    ----------
    instance
        What is asked. Neither the order of its people nor of its tasks changes the answer.
    effort
        How much is tried.

    Returns
    -------
    Result
        An arrangement without faults. People in no cohort are absent from it; standing labels are kept, new cohorts
        are named by their task, and from the second on also by a number.

    Raises
    ------
    ArithmeticError
        If an arrangement with a fault came out: a mistake of this package.

    Notes
    -----
    Linear programs bound each goal with those before it at their best; a small tree of the relaxation assigns people
    to tasks; from several starts the search forms cohorts; what is not yet proven in a small instance is asked of the
    exact program, each better answer being improved by the search again.
    """
    field = Field.of(instance)
    loose = any(cohort.label not in {pin.label for pin in instance.pins} for cohort in instance.standing)
    shape: Shape = "standing" if loose else "tasks"
    relaxed = program(instance, shape)
    # what stands is only given up for something better, never for something as good
    best = _better(instance, Arrangement(field, _bare(instance)).cohorts(), Arrangement(field, _as_it_stands(instance)))
    crowd = len(instance.people) > effort.crowd
    for point in _assignments(instance, relaxed, effort)[-1 if crowd else -2 :]:
        for turn in range(min(TURNS, max(1, effort.starts // max(1, len(instance.people))))):
            state = start(field, relaxed, point, turn)
            descend(state)
            best = _better(instance, best, state)
    best = _searched(field, best, effort)
    reports = _reports(instance, relaxed, best, {})
    if len(relaxed.places) <= effort.large // 4:
        best, reports = _exactly(field, relaxed, best, reports, effort)
    cohorts = named(instance, best)
    wrong = faults(instance, cohorts)
    if wrong:
        raise ArithmeticError(f"the arrangement has a fault: {wrong[0]}")
    return Result(tuple(cohorts), tuple(reports), shape)


def _as_it_stands(instance: Instance) -> list[Cohort]:
    """Return the open standing cohorts with those of their people who still take part."""
    return [
        replace(
            cohort,
            mentors=tuple(email for email in cohort.mentors if (Role.MENTOR, email) in instance.by_identity),
            mentees=tuple(email for email in cohort.mentees if (Role.MENTEE, email) in instance.by_identity),
        )
        for cohort in sorted(instance.standing, key=lambda each: each.label)
        if cohort.label not in instance.closed
    ]


def _bare(instance: Instance) -> list[Cohort]:
    """Return the same cohorts with nobody in them; an `Arrangement` puts the pinned people back, and only them."""
    return [Cohort(cohort.label, cohort.task) for cohort in _as_it_stands(instance)]


def _better(instance: Instance, best: Sequence[Cohort], state: Arrangement) -> Sequence[Cohort]:
    """Return the better one of an arrangement without faults and of another, which may have some."""
    other = state.cohorts()
    unnamed = named(instance, other)
    if faults(instance, unnamed):
        return best
    return other if vector(instance, unnamed) < vector(instance, named(instance, best)) else best


def _searched(field: Field, best: Sequence[Cohort], effort: Effort) -> Sequence[Cohort]:
    """Return what shaking and closing cohorts makes of an arrangement."""
    instance = field.instance
    labels = {cohort.label for cohort in best}
    state = Arrangement(field, [*best, *(cohort for cohort in _bare(instance) if cohort.label not in labels)])
    descend(state)
    shake(state, effort.steps // max(1, len(instance.people)))
    if len(instance.people) <= effort.crowd and close_cohorts(state):
        descend(state)
    return _better(instance, best, state)


def _assignments(instance: Instance, relaxed: Program, effort: Effort) -> list[Ints]:
    """Return integer points of the relaxation to start from: the first goals at their best, then ranks, then sizes."""
    order = list(instance.order)
    heavy = [goal for goal in order if goal in (Goal.RANK, Goal.SIZE)]
    split = min((order.index(goal) for goal in heavy), default=len(order))
    limits: dict[Goal, int] = {}
    for goal in order[:split]:
        found = corner(relaxed, goal, limits)
        limits[goal] = found.bound if found else 0
    points: list[Ints] = []
    if not _met(relaxed, heavy[:1], limits, effort, points):
        limits, point = _step_by_step(relaxed, order[:split], effort)
        points = [] if point is None else [point]
    for goal in heavy[1:] if heavy and heavy[0] in limits else heavy:
        if not _met(relaxed, [goal], limits, effort, points):
            break
    return points


def _met(relaxed: Program, goals: Sequence[Goal], limits: dict[Goal, int], effort: Effort, points: list[Ints]) -> bool:
    """Add a point with these goals at their least within limits, and the goals to the limits, if there is one."""
    answer = tree(relaxed, dict.fromkeys(goals, 1), limits, effort.nodes)
    if answer.point is None:
        return False
    points.append(answer.point)
    for goal in goals:
        limits[goal] = relaxed.value(goal, answer.point)
    return True


def _step_by_step(relaxed: Program, goals: Sequence[Goal], effort: Effort) -> tuple[dict[Goal, int], Ints | None]:
    """Return the least value of goal after goal, each with those before it as good as can be, and the last point."""
    limits: dict[Goal, int] = {}
    point = None
    for goal in goals:
        answer = tree(relaxed, {goal: 1}, limits, effort.nodes)
        if answer.point is None:
            return limits, point
        point = answer.point
        limits[goal] = relaxed.value(goal, point)
    return limits, point


def _reports(
    instance: Instance, relaxed: Program, cohorts: Sequence[Cohort], claims: Mapping[Goal, int]
) -> list[GoalReport]:
    """Return every goal with its value and its bound, those before it being at their values."""
    reports: list[GoalReport] = []
    values = dict(zip(instance.order, vector(instance, named(instance, cohorts)), strict=True))
    for goal in instance.order:
        found: Corner | None = corner(relaxed, goal, ceilings(reports)) if values[goal] else None
        shown = min(found.bound, values[goal]) if found else 0
        claimed = max(shown, min(claims.get(goal, 0), values[goal]))
        rows, before = (found.rows, found.before) if found else (_NONE, _NONE)
        reports.append(GoalReport(goal, values[goal], shown, claimed, rows, before))
    return reports


def _exactly(
    field: Field, relaxed: Program, best: Sequence[Cohort], reports: list[GoalReport], effort: Effort
) -> tuple[Sequence[Cohort], list[GoalReport]]:
    """Return the arrangement and its reports once the trees of cases have been asked about every unproven goal."""
    instance = field.instance
    claims: dict[Goal, int] = {}
    whole: Program | None = None
    place = 0
    while place < len(reports):
        report = reports[place]
        limits = ceilings(reports[:place])
        if report.value > report.claimed:
            claims[report.goal] = _claimed(tree(relaxed, {report.goal: 1}, limits, effort.nodes).least, report)
        if report.value > max(report.claimed, claims.get(report.goal, 0)):
            aim = {**limits, report.goal: report.value - 1}
            if whole is None:
                whole = program(instance, "cohorts", _most_new(relaxed, {**limits, report.goal: report.value}))
            width = len(whole.lower)
            if width > effort.large or (width > effort.small and Goal.SIZE in aim):
                break
            answer = tree(whole, {report.goal: 1}, aim, effort.cases if width <= effort.small else 1)
            if answer.point is not None:
                state = Arrangement(field, cohorts_at(whole, answer.point))
                descend(state)
                shake(state, effort.steps // len(instance.people))
                improved = _better(instance, best, state)
                if improved is not best:
                    best = improved
                    claims = {goal: claims[goal] for goal in list(limits) if goal in claims}
                    reports = _reports(instance, relaxed, best, claims)
                    continue
            claims[report.goal] = max(claims.get(report.goal, 0), _claimed(answer.least, report))
        place += 1
    return best, [
        replace(report, claimed=max(report.claimed, min(claims.get(report.goal, 0), report.value)))
        for report in reports
    ]


def _most_new(relaxed: Program, limits: Mapping[Goal, int]) -> dict[str, int]:
    """Return task -> how many new cohorts it has at most in any arrangement within limits, as far as bounds show."""
    return {
        bundle.task.name: most
        for number, bundle in enumerate(relaxed.bundles)
        if not bundle.label
        for most in [highest(relaxed, int(relaxed.numbers[number]), limits)]
    }


def _claimed(least: float, report: GoalReport) -> int:
    """Return a solver's bound as a whole number, never above the value and never below what is proven."""
    if math.isinf(least):
        return report.value if least > 0 else report.bound
    return max(report.bound, min(report.value, math.ceil(least - 1e-6)))


def named(instance: Instance, cohorts: Sequence[Cohort]) -> list[Cohort]:
    """Return cohorts by task and label, the new ones named in the order of their smallest mentors' addresses.

    Parameters
    ----------
    instance
        Whose standing labels, the closed ones too, are not given again.
    cohorts
        Cohorts; an empty label is a new cohort.
    """
    taken = {cohort.label for cohort in instance.standing} | {cohort.label for cohort in cohorts}
    found = [cohort for cohort in cohorts if cohort.label and cohort.memberships]
    for fresh in sorted(
        (cohort for cohort in cohorts if not cohort.label and cohort.memberships),
        key=lambda each: (each.task, sorted(each.mentors), sorted(each.mentees)),
    ):
        number = 1
        while label_of(fresh.task, number) in taken:
            number += 1
        label = label_of(fresh.task, number)
        taken.add(label)
        found.append(replace(fresh, label=label))
    return sorted(found, key=lambda each: (each.task, each.label))


def label_of(task: str, number: int) -> str:
    """Return the label of the first, second ... cohort of a task.

    Parameters
    ----------
    task
        Its name.
    number
        From 1.

    >>> label_of("deploy", 1), label_of("deploy", 2)
    ('deploy', 'deploy 2')
    """
    return task if number == 1 else f"{task} {number}"
