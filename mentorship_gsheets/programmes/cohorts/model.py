"""Cohorts as things of the field: who wants which task, what an allowed arrangement is, and what it is worth.

Everything here is counted from the people themselves, slowly and simply; neither the integer program nor the search
is asked. That is what makes `faults` and `objective` a check of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from mentorship_gsheets.people import Role

DAY = 24 * 60
"""Minutes of a day."""


class Goal(StrEnum):
    """What is counted, less being better; the members stand in their default order of importance.

    ``SHORT`` counts the people whom a cohort that somebody pinned lacks for its minimum. It stands before all
    others, is not the organizer's to move, and is 0 where nothing is pinned.
    """

    SHORT = "short"
    UNPLACED = "unplaced"
    ALONE = "alone"
    CHANGED = "changed"
    MISSING = "missing"
    THIN = "thin"
    IDLE = "idle"
    RANK = "rank"
    SIZE = "size"
    LANGUAGE = "language"
    COLLEAGUES = "colleagues"


GOALS = tuple(goal for goal in Goal if goal is not Goal.SHORT)
"""The goals an organizer orders, in the default order."""


class Membership(NamedTuple):
    """One person in one role in one cohort."""

    role: Role
    email: str
    label: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one role.

    Parameters
    ----------
    email
        Cleaned address; with the role it is the identity.
    role
        Mentor or mentee.
    picks
        Names of tasks, best first.
    at_once
        In how many cohorts at once, at most.
    offset
        Minutes east of UTC, or None when unknown. Somebody whose offset is unknown is in reach of nobody.
    languages
        Folded names; empty when unknown, and then in common with nobody.
    place
        The institution, folded; empty when unknown, and then a colleague of nobody.
    ranked
        Whether the order of the picks means anything; ticked boxes have none.
    """

    email: str
    role: Role
    picks: tuple[str, ...]
    at_once: int = 1
    offset: int | None = None
    languages: frozenset[str] = frozenset()
    place: str = ""
    ranked: bool = True

    @property
    def identity(self) -> tuple[Role, str]:
        """The (role, e-mail) that names this person everywhere."""
        return (self.role, self.email)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people of one role a cohort has: at least, best, at most.

    Raises
    ------
    ValueError
        If the three are not in this order, or the least is below 1.
    """

    least: int
    wanted: int
    most: int

    def __post_init__(self) -> None:
        """Check the order."""
        if not 1 <= self.least <= self.wanted <= self.most:
            raise ValueError(f"Sizes must rise from 1: {self.least}, {self.wanted}, {self.most}.")

    def __str__(self) -> str:
        """Return the sizes as the sheet writes them: least, most, and what is wanted."""
        return f"{self.least}-{self.most}, {self.wanted}"


@dataclass(frozen=True, slots=True)
class Task:
    """One task that cohorts work on.

    Parameters
    ----------
    name
        As the organizer writes it; unique.
    mentors, mentees
        Sizes of each of its cohorts.
    most
        Cohorts of this task at the same time, at most.
    """

    name: str
    mentors: Sizes
    mentees: Sizes
    most: int = 1

    def sizes(self, role: Role) -> Sizes:
        """Return the sizes of one role."""
        return self.mentors if role is Role.MENTOR else self.mentees


@dataclass(frozen=True, slots=True)
class Cohort:
    """People round one task; `mentors` and `mentees` are addresses."""

    label: str
    task: str
    mentors: tuple[str, ...] = ()
    mentees: tuple[str, ...] = ()

    def of(self, role: Role) -> tuple[str, ...]:
        """Return the addresses of one role."""
        return self.mentors if role is Role.MENTOR else self.mentees

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """Every membership of this cohort, mentors first."""
        return tuple(Membership(role, email, self.label) for role in Role for email in self.of(role))


@dataclass(frozen=True)
class Instance:
    """Everything an arrangement of cohorts depends on.

    Parameters
    ----------
    tasks
        What cohorts are about. Their order, like that of the people, never changes a result.
    people
        Who takes part; one address may stand there once as a mentor and once as a mentee.
    awake
        Hours of local time, from and to, at which people can meet.
    shared
        Hours a day two people must both be awake to be in reach of each other.
    standing
        The cohorts that exist, open or with nobody in them yet.
    pins
        Memberships of standing cohorts that stay whatever comes. A pin goes before every rule: what it breaks
        (a task not picked, one cohort too many, a cohort too full or too small) is permitted to it and to nobody
        else, and people a pinned cohort lacks are the first goal.
    closed
        Labels of standing cohorts that nobody may be in any more.
    apart
        Pairs of addresses never in one cohort.
    together
        Pairs of addresses always in the same cohorts. Pairs with somebody who does not take part are void.
    forbid_colleagues
        True: a mentor and a mentee of one institution are never in one cohort. False: that is a goal.
    goals
        What is counted, the most important first; goals that are left out count for nothing.

    Raises
    ------
    ValueError
        On people, tasks or labels twice, unknown tasks, pins outside open standing cohorts, or bad hours.
    """

    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    awake: tuple[float, float] = (8, 22)
    shared: float = 6
    standing: tuple[Cohort, ...] = ()
    pins: frozenset[Membership] = frozenset()
    closed: frozenset[str] = frozenset()
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    forbid_colleagues: bool = False
    goals: tuple[Goal, ...] = field(default=GOALS)

    def __post_init__(self) -> None:
        """Check what the engine relies on."""
        names = [task.name for task in self.tasks]
        for what, seen in (
            ("task", names),
            ("person", [person.identity for person in self.people]),
            ("cohort", [cohort.label for cohort in self.standing]),
            ("goal", list(self.goals)),
        ):
            for item, count in Counter(seen).items():
                if count > 1:
                    raise ValueError(f"The {what} {item} stands there twice.")
        for owner, tasks in (
            *((person.email, person.picks) for person in self.people),
            *((cohort.label, (cohort.task,)) for cohort in self.standing),
        ):
            for name in tasks:
                if name not in names:
                    raise ValueError(f"{owner} is for {name}, which is no task.")
        for person in self.people:
            if len(set(person.picks)) < len(person.picks):
                raise ValueError(f"{person.email} picked a task twice.")
            if person.at_once < 0:
                raise ValueError(f"{person.email} cannot be in {person.at_once} cohorts.")
        open_labels = {cohort.label for cohort in self.standing} - self.closed
        known = {person.identity for person in self.people}
        for pin in self.pins:
            if pin.label not in open_labels or (pin.role, pin.email) not in known:
                raise ValueError(f"{pin.email} is pinned to {pin.label}, and one of them is not there.")
        start, end = self.awake
        if not (0 <= start < end <= start + 24):
            raise ValueError(f"Nobody is awake from {start} to {end}.")
        if Goal.SHORT in self.goals:
            raise ValueError("`short` is always the first goal and is not listed.")

    @property
    def order(self) -> tuple[Goal, ...]:
        """All goals that are optimised, the most important first."""
        return (Goal.SHORT, *self.goals)

    @cached_property
    def by_identity(self) -> Mapping[tuple[Role, str], Person]:
        """Everybody by role and address."""
        return {person.identity: person for person in self.people}

    @cached_property
    def by_task(self) -> Mapping[str, Task]:
        """Every task by name."""
        return {task.name: task for task in self.tasks}

    @cached_property
    def was(self) -> frozenset[Membership]:
        """Every membership that stands."""
        return frozenset(held for cohort in self.standing for held in cohort.memberships)

    def reach(self, one: Person, other: Person) -> bool:
        """Return whether two people are awake together long enough; False where an offset is unknown.

        Parameters
        ----------
        one, other
            Two people of the instance.
        """
        minutes = self.minutes_awake(one, other)
        return minutes is not None and minutes >= 60 * self.shared

    def minutes_awake(self, one: Person, other: Person) -> int | None:
        """Return how many minutes a day both are awake, or None where an offset is unknown.

        Parameters
        ----------
        one, other
            Two people of the instance.

        Examples
        --------
        >>> lisbon, manila = (Person("x@example.org", Role.MENTOR, (), offset=60 * east) for east in (0, 8))
        >>> Instance((), ()).minutes_awake(lisbon, manila)
        360
        """
        if one.offset is None or other.offset is None:
            return None
        length = round(60 * (self.awake[1] - self.awake[0]))
        apart = (one.offset - other.offset) % DAY
        return max(0, length - apart) + max(0, length - (DAY - apart))


def objective(instance: Instance, cohorts: Iterable[Cohort]) -> dict[Goal, int]:
    """Count every goal of an arrangement.

    Parameters
    ----------
    instance
        What was asked.
    cohorts
        The open cohorts; cohorts with nobody in them count for nothing.

    Returns
    -------
    dict
        Every `Goal`, also those the instance does not order.
    """
    total: dict[Goal, int] = dict.fromkeys(Goal, 0)
    held: set[Membership] = set()
    times: Counter[tuple[Role, str]] = Counter()
    pinned = {pin.label for pin in instance.pins}
    for cohort in cohorts:
        if not cohort.memberships:
            continue
        task = instance.by_task[cohort.task]
        members = {role: [instance.by_identity[role, email] for email in cohort.of(role)] for role in Role}
        for role, people in members.items():
            sizes = task.sizes(role)
            total[Goal.SIZE] += (len(people) - sizes.wanted) ** 2
            if cohort.label in pinned:
                total[Goal.SHORT] += max(0, sizes.least - len(people))
            for person in people:
                times[person.identity] += 1
                if person.ranked and cohort.task in person.picks:
                    total[Goal.RANK] += person.picks.index(cohort.task)
        held.update(cohort.memberships)
        for mentee in members[Role.MENTEE]:
            near = sum(instance.reach(mentee, mentor) for mentor in members[Role.MENTOR])
            total[Goal.ALONE] += near == 0 and mentee.offset is not None
            total[Goal.THIN] += max(0, 2 - near)
            total[Goal.LANGUAGE] += not any(mentee.languages & mentor.languages for mentor in members[Role.MENTOR])
            total[Goal.COLLEAGUES] += sum(colleagues(mentee, mentor) for mentor in members[Role.MENTOR])
    for person in instance.people:
        number = times[person.identity]
        if person.role is Role.MENTEE:
            total[Goal.UNPLACED] += number == 0
            total[Goal.MISSING] += person.at_once - number
        else:
            total[Goal.IDLE] += number == 0
    total[Goal.CHANGED] = len(instance.was - held)
    return total


def colleagues(one: Person, other: Person) -> bool:
    """Return whether two people are of one institution; False where either is unknown.

    Parameters
    ----------
    one, other
        Two people; without a place somebody is nobody's colleague.
    """
    return bool(one.place) and one.place == other.place


def vector(instance: Instance, cohorts: Iterable[Cohort]) -> tuple[int, ...]:
    """Return the goals of an arrangement in the instance's order.

    Parameters
    ----------
    instance
        For the order of the goals.
    cohorts
        All there are, with labels.
    """
    counted = objective(instance, cohorts)
    return tuple(counted[goal] for goal in instance.order)


def faults(instance: Instance, cohorts: Iterable[Cohort]) -> list[str]:
    """Return every rule that an arrangement breaks, a sentence each; what a pin brings about is no fault.

    Parameters
    ----------
    instance
        What was asked.
    cohorts
        The arrangement; cohorts with nobody in them are ignored.
    """
    cohorts = [cohort for cohort in cohorts if cohort.memberships]
    standing = {cohort.label: cohort.task for cohort in instance.standing}
    pinned_labels = {pin.label for pin in instance.pins}
    held = {member for cohort in cohorts for member in cohort.memberships}
    found = [f"{pin.email} is pinned to {pin.label} and not in it." for pin in sorted(instance.pins - held)]
    found += [
        f"The label {label} stands there twice."
        for label, number in Counter(cohort.label for cohort in cohorts).items()
        if number > 1
    ]
    for cohort in cohorts:
        if cohort.task not in instance.by_task:
            found.append(f"{cohort.label}: {cohort.task} is no task.")
            continue
        if cohort.label in instance.closed:
            found.append(f"{cohort.label} is closed.")
        if standing.get(cohort.label, cohort.task) != cohort.task:
            found.append(f"{cohort.label} is a cohort for {standing[cohort.label]}, not for {cohort.task}.")
        found += _inside(instance, cohort, pinned_labels)
    for task in instance.tasks:
        labels = [cohort.label for cohort in cohorts if cohort.task == task.name]
        allowed = max(task.most, len(pinned_labels & set(labels)))
        if len(labels) > allowed:
            found.append(f"{task.name} has {len(labels)} cohorts, at most {allowed} are allowed.")
    return found + _persons(instance, cohorts)


def _inside(instance: Instance, cohort: Cohort, pinned_labels: set[str]) -> list[str]:
    """Return what is wrong within one cohort."""
    found = []
    task, label = instance.by_task[cohort.task], cohort.label
    pins = {pin for pin in instance.pins if pin.label == label}
    addresses = {member.email for member in cohort.memberships}
    held = {pin.email for pin in pins}
    for role in Role:
        sizes, emails = task.sizes(role), cohort.of(role)
        most = max(sizes.most, sum(pin.role is role for pin in pins))
        if len(emails) > most or (len(emails) < sizes.least and label not in pinned_labels):
            found.append(f"{label} has {len(emails)} {role}s, allowed are {sizes.least} to {most}.")
        if len(set(emails)) < len(emails):
            found.append(f"{label} has a {role} twice.")
        for email in emails:
            person = instance.by_identity.get((role, email))
            if person is None:
                found.append(f"{label}: {email} is no {role}.")
            elif cohort.task not in person.picks and Membership(role, email, label) not in pins:
                found.append(f"{label}: {email} did not pick {cohort.task}.")
    both = set(cohort.mentors) & set(cohort.mentees)
    found += [
        f"{label}: {email} is mentor and mentee."
        for email in sorted(both)
        if not {Membership(role, email, label) for role in Role} <= pins
    ]
    found += [
        f"{label}: {one} and {other} are to be kept apart."
        for one, other in instance.apart
        if {one, other} <= addresses and not {one, other} <= held
    ]
    if instance.forbid_colleagues:
        found += [
            f"{label}: {mentee} with the colleague {mentor}."
            for mentee in cohort.mentees
            for mentor in cohort.mentors
            if _are_colleagues(instance, mentor, mentee)
            and not {Membership(Role.MENTOR, mentor, label), Membership(Role.MENTEE, mentee, label)} <= pins
        ]
    return found


def _are_colleagues(instance: Instance, mentor: str, mentee: str) -> bool:
    one, other = instance.by_identity.get((Role.MENTOR, mentor)), instance.by_identity.get((Role.MENTEE, mentee))
    return one is not None and other is not None and colleagues(one, other)


def _persons(instance: Instance, cohorts: list[Cohort]) -> list[str]:
    """Return what is wrong with the cohorts of one person or of two who belong together."""
    found = []
    tasks: dict[tuple[Role, str], list[str]] = {}
    where: dict[str, set[str]] = {}
    for cohort in cohorts:
        for role, email, label in cohort.memberships:
            tasks.setdefault((role, email), []).append(cohort.task)
            where.setdefault(email, set()).add(label)
    labels = {cohort.label: cohort.task for cohort in instance.standing}
    for identity, names in tasks.items():
        person = instance.by_identity.get(identity)
        pinned = Counter(labels[pin.label] for pin in instance.pins if (pin.role, pin.email) == identity)
        if person is not None and len(names) > max(person.at_once, pinned.total()):
            found.append(f"{person.email} is in {len(names)} cohorts, wanted are {person.at_once}.")
        found += [
            f"{identity[1]} is in {number} cohorts for {name}."
            for name, number in Counter(names).items()
            if number > max(1, pinned[name])
        ]
    present = {email for _, email in instance.by_identity}
    pinned_at: dict[str, set[str]] = {}
    for pin in instance.pins:
        pinned_at.setdefault(pin.email, set()).add(pin.label)
    for pair in instance.together:
        for one, other in (pair, pair[::-1]):
            if one in present and other in present:
                lonely = where.get(one, set()) - where.get(other, set()) - pinned_at.get(one, set())
                found += [f"{label}: {one} without {other}, who belong together." for label in sorted(lonely)]
    return found


def hours(instance: Instance, cohort: Cohort) -> tuple[int | None, int | None]:
    """Return the least minutes a day a mentee of this cohort is awake with a mentor, and with one mentor away.

    Parameters
    ----------
    instance
        For zones and the hours people are awake.
    cohort
        With its people.

    Returns
    -------
    tuple
        Over all mentees, the least of each one's longest minutes with any mentor, then of each one's second
        longest, which is what remains when the best mentor is on holiday. None where it cannot be said: no
        mentee, fewer than one or two mentors, or a mentee whose offset, or whose mentors' offsets, are unknown.
    """
    best: list[tuple[int | None, int | None]] = []
    for email in cohort.mentees:
        mentee = instance.by_identity[Role.MENTEE, email]
        minutes = (instance.minutes_awake(mentee, instance.by_identity[Role.MENTOR, each]) for each in cohort.mentors)
        known = sorted((each for each in minutes if each is not None), reverse=True)
        best.append((known[0] if known else None, known[1] if len(known) > 1 else None))
    first, second = ([pair[place] for pair in best] for place in (0, 1))
    return _least(first), _least(second)


def _least(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return min(known) if known and len(known) == len(values) else None


def together_groups(instance: Instance) -> list[frozenset[str]]:
    """Return the groups of two or more addresses that always share their cohorts, sorted by smallest address."""
    present = {email for _, email in instance.by_identity}
    groups: list[set[str]] = []
    for one, other in instance.together:
        if one != other and one in present and other in present:
            touched = [group for group in groups if group & {one, other}]
            groups = [group for group in groups if not group & {one, other}]
            groups.append({one, other}.union(*touched))
    return sorted((frozenset(group) for group in groups), key=min)


def conflicts(instance: Instance) -> frozenset[frozenset[str]]:
    """Return the pairs of addresses that are never in one cohort by `apart`."""
    return frozenset(frozenset(pair) for pair in instance.apart if pair[0] != pair[1])


def pairs_of_colleagues(instance: Instance) -> list[tuple[Person, Person]]:
    """Return every mentor and mentee of one institution, in the order of their addresses."""
    places: dict[str, list[Person]] = {}
    for person in sorted(instance.people, key=lambda each: each.identity):
        if person.place:
            places.setdefault(person.place, []).append(person)
    return [
        (one, other) if one.role is Role.MENTOR else (other, one)
        for people in places.values()
        for one, other in combinations(people, 2)
        if one.role is not other.role
    ]
