"""What the engine of cohorts is compared with: one problem a seed; the suite takes a few, the command all of them."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import numpy as np

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import Cohort, Effort, Instance, Person, solve, verify, wanted
from mentorship_gsheets.programmes.cohorts.certificate import SCALE, bound
from mentorship_gsheets.programmes.cohorts.ladder import named
from mentorship_gsheets.programmes.cohorts.model import vector
from mentorship_gsheets.programmes.cohorts.program import cohorts_at, point_of, program
from tests.programmes.cohorts import sheet
from tests.programmes.cohorts.books import judged, matched, pasted, rules
from tests.programmes.cohorts.drawn import small
from tests.programmes.cohorts.instances import SHARED, community
from tests.programmes.cohorts.truth import enumerated

QUICK = Effort(steps=600, large=0)


def check_enumeration(seed: int, people: int = 12) -> int:
    """A small instance reaches the best of all its arrangements."""
    instance = small(seed, people)
    result = solve(instance)
    verify(instance, result)
    assert result.vector[1:] == enumerated(instance)
    return 1


def check_multipliers(seed: int) -> int:
    """Random multipliers never bound a goal above its optimum."""
    instance = small(seed, people=8)
    optimum = dict(zip(instance.order, (0, *enumerated(instance)), strict=True))
    draw = np.random.default_rng(seed)
    trials = 0
    for shape in ("tasks", "standing", "cohorts"):
        written = program(instance, shape)  # type: ignore[arg-type] # the three shapes, in a plain tuple
        for goal in instance.order:
            above = {each: optimum[each] for each in instance.order[: instance.order.index(goal)]}
            rows = draw.integers(0, SCALE * 2, len(written.sides)) * (draw.random(len(written.sides)) < 0.2)
            before = draw.integers(0, SCALE, len(above))
            trials += 1
            assert bound(written, goal, above, rows, before) <= optimum[goal]
    return trials


def check_point(seed: int) -> int:
    """An arrangement is a point of the exact program, and comes back from it."""
    instance = small(seed)
    cohorts = solve(instance, QUICK).cohorts
    written = program(instance, "cohorts")
    point = point_of(written, cohorts)
    assert written.broken(point) == ""
    assert tuple(written.value(goal, point) for goal in instance.order) == vector(instance, cohorts)
    assert sorted(map(_people, named(instance, cohorts_at(written, point)))) == sorted(map(_people, cohorts))
    return 1


def _people(cohort: Cohort) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return cohort.task, tuple(sorted(cohort.mentors)), tuple(sorted(cohort.mentees))


def check_orders(seed: int) -> int:
    """Ten orders of the rows give one result."""
    instance = community(36, 4, seed)
    results = set()
    for turn in range(10):
        people, tasks = list(instance.people), list(instance.tasks)
        draw = random.Random(turn)  # noqa: S311 - a fixed sequence, no secret
        draw.shuffle(people)
        draw.shuffle(tasks)
        results.add(solve(replace(instance, people=tuple(people), tasks=tuple(tasks)), QUICK).cohorts)
    assert len(results) == 1
    return 10


def check_wanted(seed: int, people: int = 9) -> int:
    """The mentors advised place everybody whom mentors can place, and no fewer do; 0 where none is advised."""
    instance = replace(small(seed, people), standing=(), together=())
    found = wanted(instance, solve(instance, Effort(steps=120)))
    need = sum(found.mentors.values())
    if not need or need > 3:
        return 0
    assert found.exact
    names = [task.name for task in instance.tasks]
    assert _unplaced(instance, {name: found.mentors.get(name, 0) for name in names}) == len(found.still)
    for count in range(need):
        for tasks in product(names, repeat=count):
            assert _unplaced(instance, {name: tasks.count(name) for name in tasks}) > len(found.still)
    return 1


def _unplaced(instance: Instance, extra: dict[str, int]) -> int:
    """Return how many mentees are left when so many mentors more are there."""
    new = tuple(
        Person(f"new{number}{name}@example.org", Role.MENTOR, (name,), offset=0)
        for name, count in extra.items()
        for number in range(count)
    )
    return solve(replace(instance, people=(*instance.people, *new)), Effort(steps=120)).vector[1]


def check_instance(number: int) -> int:
    """An instance of the shared folder, pasted, matched and judged by a program that knows no solver."""
    # beside each instance stands an arrangement, with one more dot in its name
    (path,) = (each for each in (SHARED / "cohorts").glob(f"{number}-*.json") if each.name.count(".") == 1)
    told = sheet.read(path)
    faults, reached = judged(told, matched(pasted(told), rules(Colleagues=told["colleagues"])))
    assert faults == []
    if "optimum" in told:
        assert reached == tuple(told["optimum"].values())
    counted = dict(zip(_NAMES, reached, strict=True))
    assert all(counted[goal] <= most for goal, most in told.get("at_most", {}).items())
    return 1


_NAMES = ("unplaced", "alone", "changed", "missing", "thin", "idle", "rank", "size", "language", "colleagues")
