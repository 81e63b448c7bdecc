"""What would place everybody, and what another cohort would cost somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.certificate import Result
from mentorship_gsheets.programmes.cohorts.ladder import USUAL, Effort, solve
from mentorship_gsheets.programmes.cohorts.model import (
    Cohort,
    Goal,
    Instance,
    Membership,
    Person,
    Task,
    colleagues,
    faults,
    objective,
)

QUICK = Effort(steps=3000, large=0)
"""For questions asked by the dozen: the exact program is left out."""

_EXTRA = "\N{DOUBLE DAGGER}extra"
"""How addresses of mentors who are only wished for begin: no address does."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fewest mentors who would place everybody whom mentors can place.

    Parameters
    ----------
    mentors
        Task -> how many more mentors it needs; tasks that need none are absent.
    still
        Addresses of mentees whom no number of mentors places.
    exact
        True: shown that no fewer do. False: these do, and fewer might.
    """

    mentors: Mapping[str, int]
    still: tuple[str, ...]
    exact: bool


def wanted(instance: Instance, result: Result, effort: Effort = USUAL) -> Wanted:
    """Return the fewest extra mentors, and for which tasks, that place everybody and fill up pinned cohorts.

    Parameters
    ----------
    instance, result
        What was asked and what was answered; pins stay.
    effort
        How much is tried.

    Notes
    -----
    The instance is solved with mentors who are wished for beside its own, and two goals: mentees in no cohort, then
    picks below the first, where only the mentors wished for have ranks. Their first pick is a task without cohorts,
    so that each one who is in a cohort counts 1.
    """
    lacking = dict(zip(instance.order, result.vector, strict=True))
    steps = lacking[Goal.SHORT] + lacking.get(Goal.UNPLACED, 0)
    limits = {task.name: (_useful(instance, task), task.mentors.least * steps) for task in instance.tasks}
    extra = tuple(
        Person(f"{_EXTRA}{number:04} {name}", Role.MENTOR, (_EXTRA, name))
        for name, most in limits.items()
        for number in range(min(most))
    )
    if not extra:
        return Wanted({}, _unplaced(instance, result), True)
    asked = replace(
        instance,
        tasks=(*instance.tasks, replace(instance.tasks[0], name=_EXTRA, most=0)),
        people=(*(replace(person, ranked=False) for person in instance.people), *extra),
        goals=(Goal.UNPLACED, Goal.RANK),
    )
    answer = solve(asked, effort)
    counted: dict[str, int] = {}
    for cohort in answer.cohorts:
        for email in cohort.mentors:
            if email.startswith(_EXTRA):
                counted[cohort.task] = counted.get(cohort.task, 0) + 1
    settled = all(report.value == report.claimed for report in answer.goals)
    # a smaller number in all is a smaller number of each task, and so many were offered
    fewer = sum(counted.values()) - 1
    offered = all(useful <= most or fewer <= most for useful, most in limits.values())
    return Wanted(dict(sorted(counted.items())), _unplaced(instance, answer), settled and offered)


def _unplaced(instance: Instance, result: Result) -> tuple[str, ...]:
    placed = {email for cohort in result.cohorts for email in cohort.mentees}
    return tuple(sorted({each.email for each in instance.people if each.role is Role.MENTEE} - placed))


def _useful(instance: Instance, task: Task) -> int:
    """Return how many mentors more of a task can matter: the least that all its possible cohorts need."""
    mentees = sum(task.name in person.picks for person in instance.people if person.role is Role.MENTEE)
    pinned = len({pin.label for pin in instance.pins})
    return task.mentors.least * (min(task.most, mentees // task.mentees.least) + pinned)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What it would cost to put somebody into another cohort.

    Parameters
    ----------
    label
        Which cohort.
    costs
        Goal -> how much more (or, below 0, less), for goals that would differ.
    reason
        Why it cannot be, in one sentence; empty where it can.
    """

    label: str
    costs: Mapping[Goal, int]
    reason: str = ""


def alternatives(instance: Instance, result: Result, person: Person, effort: Effort = QUICK) -> list[Alternative]:
    """Return what each other open cohort of a task somebody picked would cost, with as few others moved as pays.

    Parameters
    ----------
    instance, result
        What was asked and what was answered.
    person
        Whose cohorts.
    effort
        How much is tried. A cost is that of an arrangement that was found; a cheaper one is not excluded.

    Returns
    -------
    list
        The cohorts by task and label; those the person is in are absent.
    """
    found = []
    counted = objective(instance, result.cohorts)
    labels = {cohort.label for cohort in result.cohorts}
    standing = (*result.cohorts, *(each for each in instance.standing if each.label not in labels))
    pinned = sum((pin.role, pin.email) == person.identity for pin in instance.pins)
    for cohort in result.cohorts:
        if person.email in cohort.of(person.role) or cohort.task not in person.picks:
            continue
        if pinned >= person.at_once:
            found.append(
                Alternative(cohort.label, {}, f"{person.email} is pinned elsewhere and wants no more cohorts.")
            )
            continue
        pin = Membership(*person.identity, cohort.label)
        answer = solve(replace(instance, standing=standing, pins=instance.pins | {pin}), effort)
        broken = faults(instance, answer.cohorts)
        after = objective(instance, answer.cohorts)
        costs = {goal: after[goal] - counted[goal] for goal in instance.order if after[goal] != counted[goal]}
        found.append(Alternative(cohort.label, {} if broken else costs, broken[0] if broken else ""))
    return found


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for one membership, as facts that a sentence can be made of.

    Parameters
    ----------
    label, task
        Which cohort.
    rank
        0 for the first pick; None where picks are not ranked or the task was not picked.
    in_reach
        How many people of the other role are known to be in reach.
    unknown
        How many cannot be said about, because an offset is missing.
    languages
        Languages in common with somebody of the other role, sorted.
    colleagues
        Addresses of colleagues of the other role, sorted.
    pinned, stood
        Whether the membership is pinned; whether it stood before.
    """

    label: str
    task: str
    rank: int | None
    in_reach: int
    unknown: int
    languages: tuple[str, ...]
    colleagues: tuple[str, ...]
    pinned: bool
    stood: bool


def why(instance: Instance, cohort: Cohort, person: Person) -> Why:
    """Return what speaks for somebody's membership of a cohort.

    Parameters
    ----------
    instance
        What was asked.
    cohort, person
        One membership.
    """
    others = [instance.by_identity[person.role.other, email] for email in cohort.of(person.role.other)]
    held = Membership(*person.identity, cohort.label)
    minutes = [instance.minutes_awake(person, other) for other in others]
    return Why(
        cohort.label,
        cohort.task,
        person.picks.index(cohort.task) if person.ranked and cohort.task in person.picks else None,
        sum(instance.reach(person, other) for other in others),
        minutes.count(None),
        tuple(sorted({spoken for other in others for spoken in person.languages & other.languages})),
        tuple(sorted(other.email for other in others if colleagues(person, other))),
        held in instance.pins,
        held in instance.was,
    )
