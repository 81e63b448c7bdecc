"""Instances with known optima, every arrangement of small ones, and what must be refused."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import (
    GOALS,
    Cohort,
    Goal,
    Instance,
    Membership,
    NotProven,
    Person,
    Result,
    Sizes,
    Status,
    Task,
    faults,
    hours,
    objective,
    solve,
    verify,
)
from mentorship_gsheets.programmes.cohorts.certificate import bound, ceilings
from mentorship_gsheets.programmes.cohorts.ladder import named
from mentorship_gsheets.programmes.cohorts.model import vector
from mentorship_gsheets.programmes.cohorts.program import cohorts_at, program
from mentorship_gsheets.programmes.cohorts.solver import tree
from tests.programmes.cohorts import checks
from tests.programmes.cohorts.checks import QUICK
from tests.programmes.cohorts.drawn import small
from tests.programmes.cohorts.instances import SHARED, community, read

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the instances with known optima are not here")


def known(name: str) -> Instance:
    return read(SHARED / "cohorts" / f"{name}.json")


@needs_shared
@pytest.mark.parametrize(
    ("name", "optimum"),
    [
        ("1-minimum", (2, 0, 0, 2, 0, 2, 3, 1, 0, 0)),
        ("3-several", (0, 0, 0, 0, 0, 0, 3, 3, 0, 1)),
        ("4-second-run", (0, 0, 0, 0, 0, 0, 1, 0, 0, 0)),
        ("6-thirty", (0, 0, 0, 1, 2, 0, 22, 28, 1, 3)),
    ],
)
def test_known_optima_are_reached_and_nothing_is_left_open(name: str, optimum: tuple[int, ...]) -> None:
    instance = known(name)
    result = solve(instance)
    verify(instance, result)
    assert result.vector == (0, *optimum)
    assert Status.OPEN not in {report.status for report in result.goals}


@pytest.mark.parametrize("seed", range(16))
def test_small_instances_equal_the_best_of_all_arrangements(seed: int) -> None:
    assert checks.check_enumeration(seed, people=8) == 1


def test_goals_in_another_order_are_met_in_that_order() -> None:
    goals = (Goal.RANK, Goal.SIZE, *(goal for goal in GOALS if goal not in (Goal.RANK, Goal.SIZE)))
    for seed in range(12):
        instance = replace(small(seed), goals=goals)
        result = solve(instance)
        verify(instance, result)
        assert result.vector[1:3] == (0, 0)


@pytest.fixture(scope="module")
def found() -> tuple[Instance, Result]:
    """An instance with bounds above 0, and its answer."""
    instance = community(40, 4, seed=3)
    return instance, solve(instance, QUICK)


def test_the_multipliers_prove_something(found: tuple[Instance, Result]) -> None:
    verify(*found)
    assert [report.goal for report in found[1].goals if report.bound] != []


def test_a_moved_person_is_refused(found: tuple[Instance, Result]) -> None:
    instance, result = found
    refused = trials = 0
    for number, cohort in enumerate(result.cohorts):
        for email in cohort.mentees:
            fewer = replace(cohort, mentees=tuple(each for each in cohort.mentees if each != email))
            cohorts = (*result.cohorts[:number], fewer, *result.cohorts[number + 1 :])
            trials += 1
            try:
                verify(instance, replace(result, cohorts=cohorts))
            except NotProven:
                refused += 1
    assert trials > 20
    assert refused == trials


def test_a_vector_that_differs_is_refused(found: tuple[Instance, Result]) -> None:
    instance, result = found
    for place, report in enumerate(result.goals):
        wrong = replace(report, value=report.value + 1, claimed=report.claimed)
        goals = (*result.goals[:place], wrong, *result.goals[place + 1 :])
        with pytest.raises(NotProven, match=f"{report.goal} is {report.value}, not {report.value + 1}"):
            verify(instance, replace(result, goals=goals))


def test_a_bound_above_what_its_multipliers_give_is_refused(found: tuple[Instance, Result]) -> None:
    instance, result = found
    raised = 0
    for place, report in enumerate(result.goals):
        if report.bound == report.value:
            # the same bound with multipliers that prove nothing
            wrong = replace(report, rows=report.rows * 0, before=report.before * 0) if report.bound else None
        else:
            wrong = replace(report, bound=report.bound + 1, claimed=report.value)
        if wrong is None:
            continue
        raised += 1
        goals = (*result.goals[:place], wrong, *result.goals[place + 1 :])
        with pytest.raises(NotProven, match="by its multipliers"):
            verify(instance, replace(result, goals=goals))
    assert raised >= 3


def test_negative_multipliers_fractions_and_wrong_numbers_are_refused(found: tuple[Instance, Result]) -> None:
    instance, result = found
    written = program(instance, result.shape)
    place = next(place for place, report in enumerate(result.goals) if report.bound)
    report, above = result.goals[place], ceilings(result.goals[:place])
    for rows, words in (
        (-report.rows - 1, "is negative"),
        (report.rows.astype(float), "are no integers"),
        (report.rows[1:], "too many or too few"),
        (report.rows + 2**61, "too large"),
    ):
        with pytest.raises(NotProven, match=words):
            bound(written, report.goal, above, rows, report.before)


def test_random_multipliers_never_bound_above_the_optimum() -> None:
    assert sum(checks.check_multipliers(seed) for seed in range(34)) > 1000


def test_an_arrangement_is_a_point_of_the_exact_program_and_back() -> None:
    assert sum(checks.check_point(seed) for seed in range(12)) == 12


def test_a_solver_answer_off_by_one_is_seen() -> None:
    instance = community(30, 3)
    written = program(instance, "cohorts")
    point = tree(written, {Goal.UNPLACED: 1}, {}, 50).point
    assert point is not None
    assert written.broken(point) == ""
    draw = random.Random(1)  # noqa: S311 - a fixed sequence, no secret
    columns = draw.sample(sorted(written.places.values()), 60) + written.numbers.tolist()
    seen = 0
    for column in columns:
        for step in (-1, 1):
            wrong = point.copy()
            wrong[column] += step
            arranged = named(instance, cohorts_at(written, np.clip(wrong, 0, 1)))
            differs = vector(instance, arranged) != vector(instance, named(instance, cohorts_at(written, point)))
            seen += bool(written.broken(wrong)) or bool(faults(instance, arranged)) or differs
    # one column alone never makes another arrangement of the same worth
    assert seen == 2 * len(columns)


def test_ten_row_orders_give_one_result() -> None:
    assert checks.check_orders(0) == 10


def pinned(instance: Instance, cohorts: tuple[Cohort, ...]) -> Instance:
    """The instance with these cohorts standing and everybody in them pinned."""
    held = frozenset(member for cohort in cohorts for member in cohort.memberships)
    return replace(instance, standing=cohorts, pins=held)


@pytest.mark.parametrize("seed", range(2))
def test_a_second_run_changes_nothing(seed: int) -> None:
    instance = community(40, 4, seed)
    first = solve(instance, QUICK)
    again = solve(pinned(instance, first.cohorts), QUICK)
    assert again.cohorts == first.cohorts
    assert solve(replace(instance, standing=first.cohorts), QUICK).cohorts == first.cohorts


def test_a_mentor_who_leaves_breaks_no_other_membership() -> None:
    instance = community(60, 4, seed=1)
    first = solve(instance, QUICK)
    gone = next(cohort.mentors[0] for cohort in first.cohorts if len(cohort.mentors) > 2)
    standing = tuple(
        replace(cohort, mentors=tuple(each for each in cohort.mentors if each != gone)) for cohort in first.cohorts
    )
    left = replace(
        instance,
        people=tuple(person for person in instance.people if person.email != gone),
        standing=standing,
    )
    second = solve(left, QUICK)
    verify(left, second)
    counted = objective(left, second.cohorts)
    assert counted[Goal.CHANGED] == 0
    assert counted[Goal.UNPLACED] == objective(instance, first.cohorts)[Goal.UNPLACED]


def test_late_people_join_standing_cohorts_and_nobody_moves() -> None:
    instance = community(60, 4, seed=2)
    early = tuple(person for number, person in enumerate(instance.people) if number % 12)
    first = solve(replace(instance, people=early), QUICK)
    later = pinned(instance, first.cohorts)
    second = solve(later, QUICK)
    verify(later, second)
    held = {member for cohort in second.cohorts for member in cohort.memberships}
    assert later.pins <= held
    assert len(held) > len(later.pins)


SIZES = (Sizes(1, 2, 2), Sizes(1, 2, 2))
DEPLOY = Task("deploy", *SIZES)


def mentor(name: str, **more: object) -> Person:
    return replace(Person(f"{name}@example.org", Role.MENTOR, ("deploy",), offset=0), **more)  # type: ignore[arg-type] # fields by name


def mentee(name: str, **more: object) -> Person:
    return replace(Person(f"{name}@example.org", Role.MENTEE, ("deploy",), offset=0), **more)  # type: ignore[arg-type] # fields by name


def test_a_pin_goes_before_every_rule_and_is_never_dropped() -> None:
    people = (mentor("m"), mentee("a"), mentee("b"), mentee("c", picks=()), mentee("d"))
    standing = Cohort("deploy", "deploy", (), tuple(f"{name}@example.org" for name in "abc"))
    pins = frozenset(standing.memberships)
    instance = Instance((DEPLOY,), people, standing=(standing,), pins=pins, apart=(("a@example.org", "b@example.org"),))
    result = solve(instance)
    verify(instance, result)
    (cohort,) = result.cohorts
    assert cohort.mentees == standing.mentees
    assert cohort.mentors == ("m@example.org",)
    assert result.vector[:2] == (0, 1)


def test_a_pinned_cohort_that_lacks_people_stays_and_says_how_many() -> None:
    task = Task("deploy", Sizes(2, 2, 3), Sizes(2, 2, 3))
    standing = Cohort("deploy", "deploy", ("m@example.org",), ("a@example.org", "b@example.org"))
    people = (mentor("m"), mentee("a"), mentee("b"))
    instance = Instance((task,), people, standing=(standing,), pins=frozenset(standing.memberships))
    result = solve(instance)
    verify(instance, result)
    assert result.cohorts == (standing,)
    assert (result.goals[0].value, result.goals[0].status) == (1, Status.PROVEN)
    free = solve(replace(instance, pins=frozenset()))
    assert free.cohorts == ()


def test_nobody_is_in_a_closed_cohort_and_its_label_is_not_given_again() -> None:
    standing = Cohort("deploy", "deploy", ("m@example.org",), ("a@example.org",))
    people = (mentor("m"), mentee("a"))
    result = solve(Instance((DEPLOY,), people, standing=(standing,), closed=frozenset({"deploy"})))
    assert [cohort.label for cohort in result.cohorts] == ["deploy 2"]
    assert dict(zip(Goal, result.vector, strict=True))[Goal.CHANGED] == 2


def test_apart_and_together_hold_across_roles() -> None:
    people = (mentor("m"), mentor("n"), mentee("a"), mentee("b"), mentee("c"))
    instance = Instance(
        (Task("deploy", *SIZES, most=2),),
        people,
        apart=(("m@example.org", "a@example.org"),),
        together=(("n@example.org", "a@example.org"), ("m@example.org", "b@example.org")),
    )
    result = solve(instance)
    verify(instance, result)
    where = {member.email: cohort.label for cohort in result.cohorts for member in cohort.memberships}
    assert where["n@example.org"] == where["a@example.org"] != where["m@example.org"] == where["b@example.org"]
    assert result.vector[1] == 0


def test_unknown_zones_count_against_thin_and_not_as_alone() -> None:
    instance = Instance((DEPLOY,), (mentor("m"), mentor("n"), mentee("a", offset=None), mentee("b")))
    counted = objective(instance, solve(instance).cohorts)
    assert (counted[Goal.ALONE], counted[Goal.THIN]) == (0, 2)
    unknown = replace(instance, people=(mentor("m", offset=None), mentee("b")))
    counted = objective(unknown, solve(unknown).cohorts)
    assert (counted[Goal.ALONE], counted[Goal.THIN]) == (1, 2)


def test_hours_are_the_least_best_and_second_best_and_unknown_stays_unknown() -> None:
    instance = Instance(
        (DEPLOY,), (mentor("m", offset=480), mentor("n", offset=0), mentee("a"), mentee("b", offset=60))
    )
    cohort = Cohort("deploy", "deploy", ("m@example.org", "n@example.org"), ("a@example.org", "b@example.org"))
    assert hours(instance, cohort) == (13 * 60, 6 * 60)
    assert hours(instance, replace(cohort, mentors=("n@example.org",))) == (13 * 60, None)
    unknown = replace(instance, people=(*instance.people[:3], mentee("b", offset=None)))
    assert hours(unknown, cohort) == (None, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tasks": (DEPLOY, DEPLOY)}, "The task deploy stands there twice"),
        ({"people": (mentor("m", picks=("talk",)),)}, "m@example.org is for talk, which is no task"),
        ({"people": (mentor("m", picks=("deploy", "deploy")),)}, "picked a task twice"),
        ({"awake": (22, 8)}, "Nobody is awake from 22 to 8"),
        ({"pins": frozenset({Membership(Role.MENTOR, "m@example.org", "gone")})}, "pinned to gone"),
        ({"goals": (Goal.SHORT,)}, "`short` is always the first goal"),
    ],
)
def test_what_the_engine_relies_on_is_checked(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(Instance((DEPLOY,), ()), **changes)  # type: ignore[arg-type] # fields by name
    with pytest.raises(ValueError, match="Sizes must rise"):
        Sizes(3, 2, 4)


def test_faults_name_each_broken_rule() -> None:
    people = (mentor("m"), mentor("n"), mentor("o", picks=()), mentee("m"), mentee("a"), mentee("b"))
    instance = Instance(
        (DEPLOY,),
        people,
        apart=(("a@example.org", "n@example.org"),),
        together=(("a@example.org", "b@example.org"),),
    )
    wrong = Cohort(
        "deploy",
        "deploy",
        ("m@example.org", "n@example.org", "o@example.org"),
        ("a@example.org", "m@example.org"),
    )
    assert faults(
        instance, [wrong, replace(wrong, label="other", mentors=("m@example.org",), mentees=("x@y.org",))]
    ) == [
        "deploy has 3 mentors, allowed are 1 to 2.",
        "deploy: o@example.org did not pick deploy.",
        "deploy: m@example.org is mentor and mentee.",
        "deploy: a@example.org and n@example.org are to be kept apart.",
        "other: x@y.org is no mentee.",
        "deploy has 2 cohorts, at most 1 are allowed.",
        "m@example.org is in 2 cohorts, wanted are 1.",
        "m@example.org is in 2 cohorts for deploy.",
        "deploy: a@example.org without b@example.org, who belong together.",
    ]


def test_nobody_and_nothing_is_no_error() -> None:
    assert solve(Instance((), ())).cohorts == ()
    assert solve(Instance((DEPLOY,), ())).cohorts == ()
    alone = solve(Instance((DEPLOY,), (mentee("a"),)))
    assert (alone.cohorts, alone.vector[1], alone.goals[1].status) == ((), 1, Status.PROVEN)
