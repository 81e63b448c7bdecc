"""The truth by slow and simple means that share no code with the engine: every arrangement is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import Instance, Person


def overlap(one: Person, other: Person, awake: tuple[float, float]) -> int:
    """Minutes of the day both are awake, counted one by one."""
    if one.offset is None or other.offset is None:
        return -1
    first, second = (
        {(round(60 * awake[0]) - person.offset + k) % 1440 for k in range(round(60 * (awake[1] - awake[0])))}
        for person in (one, other)
    )
    return len(first & second)


def enumerated(instance: Instance) -> tuple[int, ...]:
    """The least (unplaced, alone, changed, ..., colleagues) over all arrangements of an instance without pins.

    Cohort by cohort in a fixed order of all non-empty groups of people that could be one, skipping those that break a
    rule; what is left to count at the end are people.
    """
    people = sorted(instance.people, key=lambda each: each.identity)
    groups = list(_groups(instance, people))
    best: list[tuple[int, ...]] = []

    def extend(begin: int, times: dict[int, list[str]], number: dict[str, int], kept: int, sums: list[int]) -> None:
        mentees = [k for k, person in enumerate(people) if person.role is Role.MENTEE]
        unplaced = sum(not times.get(k) for k in mentees)
        missing = sum(people[k].at_once - len(times.get(k, [])) for k in mentees)
        idle = sum(person.role is Role.MENTOR and not times.get(k) for k, person in enumerate(people))
        alone, thin, rank, size, language, colleagues = sums
        changed = len(instance.was) - kept
        value = (unplaced, alone, changed, missing, thin, idle, rank, size, language, colleagues)
        if not best or value < best[0]:
            best[:] = [value]
        for place in range(begin, len(groups)):
            task, most, members, label, held, worth = groups[place]
            if number.get(task, 0) >= most:
                continue
            if any(task in times.get(k, []) or len(times.get(k, [])) >= people[k].at_once for k in members):
                continue
            if label and label in number:
                continue
            after = {**times, **{k: [*times.get(k, []), task] for k in members}}
            counts = {**number, task: number.get(task, 0) + 1, **({label: 1} if label else {})}
            extend(place + 1, after, counts, kept + held, [a + b for a, b in zip(sums, worth, strict=True)])

    extend(0, {}, {}, 0, [0] * 6)
    return best[0]


def _groups(
    instance: Instance, people: list[Person]
) -> Iterator[tuple[str, int, tuple[int, ...], str, int, list[int]]]:
    for task in instance.tasks:
        willing = {
            role: [k for k, person in enumerate(people) if person.role is role and task.name in person.picks]
            for role in Role
        }
        labels = ["", *(cohort.label for cohort in instance.standing if cohort.task == task.name)]
        for mentors in _some(willing[Role.MENTOR], task.mentors.least, task.mentors.most):
            for mentees in _some(willing[Role.MENTEE], task.mentees.least, task.mentees.most):
                if not _allowed(instance, [people[k] for k in mentors], [people[k] for k in mentees]):
                    continue
                worth = _worth(instance, task.name, [people[k] for k in mentors], [people[k] for k in mentees])
                worth[3] += (len(mentors) - task.mentors.wanted) ** 2 + (len(mentees) - task.mentees.wanted) ** 2
                for label in labels:
                    held = sum((people[k].role, people[k].email, label) in instance.was for k in (*mentors, *mentees))
                    yield task.name, task.most, (*mentors, *mentees), label, held, worth


def _some(people: list[int], least: int, most: int) -> Iterator[tuple[int, ...]]:
    for count in range(least, min(most, len(people)) + 1):
        yield from combinations(people, count)


def _allowed(instance: Instance, mentors: list[Person], mentees: list[Person]) -> bool:
    names = [person.email for person in (*mentors, *mentees)]
    present = {person.email for person in instance.people}
    if len(set(names)) < len(names):
        return False
    if any(one in names and other in names for one, other in instance.apart):
        return False
    if any({one, other} <= present and (one in names) != (other in names) for one, other in instance.together):
        return False
    return not instance.forbid_colleagues or not any(a.place and a.place == b.place for a in mentors for b in mentees)


def _worth(instance: Instance, task: str, mentors: list[Person], mentees: list[Person]) -> list[int]:
    alone = thin = language = colleagues = 0
    for mentee in mentees:
        near = sum(overlap(mentee, mentor, instance.awake) >= 60 * instance.shared for mentor in mentors)
        alone += near == 0 and mentee.offset is not None
        thin += max(0, 2 - near)
        language += not any(mentee.languages & mentor.languages for mentor in mentors)
        colleagues += sum(bool(mentee.place) and mentee.place == mentor.place for mentor in mentors)
    rank = sum(person.picks.index(task) for person in (*mentors, *mentees) if person.ranked)
    return [alone, thin, rank, 0, language, colleagues]
