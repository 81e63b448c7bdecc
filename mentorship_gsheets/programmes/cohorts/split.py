"""From people assigned to tasks to people in cohorts: where the search starts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.model import DAY, Cohort, Instance, Person
from mentorship_gsheets.programmes.cohorts.program import Ints, Program
from mentorship_gsheets.programmes.cohorts.search import Arrangement, Field

TURNS = 4
"""Starts to try: the round of time zones is cut at so many different places."""


def start(field: Field, written: Program, point: Ints, turn: int) -> Arrangement:
    """Return the cohorts of a relaxed answer, each task's mentors cut into neighbours on the round of time zones.

    Parameters
    ----------
    field
        The instance as masks.
    written, point
        The relaxation and an integer point of it: who is in which task, and how many cohorts it has.
    turn
        0 to `TURNS` - 1: where the round is cut, in parts of a cohort.
    """
    instance = field.instance
    inside: dict[int, dict[Role, list[Person]]] = {
        number: {role: [] for role in Role} for number in range(len(written.bundles))
    }
    for (role, email, number), column in written.places.items():
        if point[column]:
            inside[number][role].append(instance.by_identity[role, email])
    cohorts: list[Cohort] = []
    waiting: list[tuple[str, list[int]]] = []
    for number, bundle in enumerate(written.bundles):
        people = inside[number]
        if bundle.label:
            addresses = {role: tuple(person.email for person in people[role]) for role in Role}
            cohorts.append(Cohort(bundle.label, bundle.task.name, addresses[Role.MENTOR], addresses[Role.MENTEE]))
            continue
        count = int(point[written.numbers[number]])
        own = list(range(len(cohorts), len(cohorts) + count))
        cohorts += [
            Cohort("", bundle.task.name, tuple(person.email for person in part))
            for part in _cut(people[Role.MENTOR], count, turn)
        ]
        waiting += [(person.email, own) for person in people[Role.MENTEE] if own]
    state = Arrangement(field, _standing_too(instance, cohorts))
    places = {person.email: place for place, person in enumerate(field.mentees)}
    for email, own in sorted(waiting):
        _seat(state, places[email], own)
    return state


def _standing_too(instance: Instance, cohorts: Sequence[Cohort]) -> list[Cohort]:
    """Return the cohorts with the open standing ones that are not among them; new ones take free standing labels."""
    named = list(cohorts)
    taken = {cohort.label for cohort in named}
    for standing in sorted(instance.standing, key=lambda each: each.label):
        if standing.label in taken or standing.label in instance.closed:
            continue
        nameless = [k for k, cohort in enumerate(named) if not cohort.label and cohort.task == standing.task]
        if nameless:
            free = named[nameless[0]]
            named[nameless[0]] = Cohort(standing.label, free.task, free.mentors, free.mentees)
    return named


def _cut(mentors: Sequence[Person], count: int, turn: int) -> list[list[Person]]:
    """Return mentors in so many groups of even sizes, neighbours on the round of time zones together."""
    if not count:
        return []
    ring = sorted(mentors, key=lambda each: (DAY if each.offset is None else each.offset % DAY, each.email))
    shift = turn * len(ring) // (count * TURNS)
    ring = ring[shift:] + ring[:shift]
    ends = [len(ring) * part // count for part in range(count + 1)]
    return [ring[begin:end] for begin, end in pairwise(ends)]


def _seat(state: Arrangement, mentee: int, own: Sequence[int]) -> None:
    """Put a mentee into the cheapest of these cohorts."""

    def price(cohort: int) -> int:
        count = state.learning[cohort].bit_count()
        sizes = state.size_prices[cohort][Role.MENTEE]
        return state.mentee_price(mentee, cohort, state.teaching[cohort]) + sizes[count + 1] - sizes[count]

    best = min(own, key=lambda cohort: (price(cohort), cohort))
    state.learning[best] |= 1 << mentee
    state.with_mentee[mentee].add(best)
