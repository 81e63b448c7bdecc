"""The fewest mentors who place everybody, and what another cohort costs."""

from __future__ import annotations

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import (
    Cohort,
    Goal,
    Instance,
    Membership,
    Person,
    Sizes,
    Task,
    alternatives,
    solve,
    wanted,
    why,
)
from tests.programmes.cohorts import checks


def test_one_more_mentor_for_a_task_places_everybody() -> None:
    tasks = tuple(Task(name, Sizes(2, 2, 3), Sizes(2, 3, 4)) for name in ("bug", "talk"))
    people = (
        *(Person(f"m{k}@example.org", Role.MENTOR, ("bug",), offset=0) for k in range(2)),
        Person("m2@example.org", Role.MENTOR, ("talk",), offset=0),
        *(Person(f"a{k}@example.org", Role.MENTEE, ("bug",), offset=0) for k in range(2)),
        *(Person(f"b{k}@example.org", Role.MENTEE, ("talk",), offset=0) for k in range(2)),
    )
    instance = Instance(tasks, people)
    found = wanted(instance, solve(instance))
    assert (found.mentors, found.still, found.exact) == ({"talk": 1}, (), True)


def test_whom_no_mentor_can_place_is_named() -> None:
    people = (Person("a@example.org", Role.MENTEE, ("talk",), offset=0),)
    instance = Instance((Task("talk", Sizes(1, 1, 1), Sizes(2, 2, 2)),), people)
    found = wanted(instance, solve(instance))
    assert (found.mentors, found.still, found.exact) == ({}, ("a@example.org",), True)


def test_no_fewer_mentors_do_and_these_do() -> None:
    assert sum(checks.check_wanted(seed, people=6) for seed in range(12)) >= 2


def test_what_another_cohort_costs_and_why_this_one() -> None:
    tasks = tuple(Task(name, Sizes(1, 1, 2), Sizes(1, 2, 3)) for name in ("bug", "talk"))
    people = (
        Person("m@example.org", Role.MENTOR, ("bug",), offset=0, languages=frozenset({"english"}), place="x"),
        Person("n@example.org", Role.MENTOR, ("talk",), offset=0, languages=frozenset({"english"})),
        Person("a@example.org", Role.MENTEE, ("bug", "talk"), offset=0, languages=frozenset({"english"}), place="x"),
        Person("b@example.org", Role.MENTEE, ("bug",), offset=None),
        Person("c@example.org", Role.MENTEE, ("talk",), offset=0),
        Person("d@example.org", Role.MENTEE, ("talk",), offset=0),
    )
    instance = Instance(tasks, people)
    result = solve(instance)
    bug = result.cohorts[0]
    assert bug == Cohort("bug", "bug", ("m@example.org",), ("a@example.org", "b@example.org"))
    (other,) = alternatives(instance, result, people[2])
    assert (other.label, other.reason) == ("talk", "")
    assert other.costs == {Goal.RANK: 1, Goal.SIZE: 2, Goal.COLLEAGUES: -1}
    facts = why(instance, bug, people[2])
    assert (facts.rank, facts.in_reach, facts.unknown) == (0, 1, 0)
    assert (facts.languages, facts.colleagues) == (("english",), ("m@example.org",))
    assert (facts.pinned, facts.stood) == (False, False)
    unknown = why(instance, bug, people[3])
    assert (unknown.in_reach, unknown.unknown, unknown.languages) == (0, 1, ())


def test_a_pin_elsewhere_and_a_rule_are_said_in_words() -> None:
    tasks = tuple(Task(name, Sizes(1, 1, 2), Sizes(1, 1, 2)) for name in ("bug", "talk"))
    people = (
        Person("m@example.org", Role.MENTOR, ("bug",), offset=0),
        Person("n@example.org", Role.MENTOR, ("talk",), offset=0),
        Person("a@example.org", Role.MENTEE, ("bug", "talk"), offset=0),
        Person("b@example.org", Role.MENTEE, ("talk",), offset=0),
    )
    standing = (Cohort("bug", "bug", ("m@example.org",), ("a@example.org",)),)
    pins = frozenset({Membership(Role.MENTEE, "a@example.org", "bug")})
    instance = Instance(tasks, people, standing=standing, pins=pins)
    (told,) = alternatives(instance, solve(instance), people[2])
    assert (told.label, told.reason) == ("talk", "a@example.org is pinned elsewhere and wants no more cohorts.")
