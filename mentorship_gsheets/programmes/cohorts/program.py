"""An instance as an integer program: columns with boxes, rows `row . x >= side`, and one linear form a goal.

Cohorts that look alike are counted together: a bundle is either one cohort of its own, which stands, or all cohorts of
a task that do not exist yet, with their number as a column. Where every bundle is a single cohort the program is
exact: its integer points are the arrangements. Where a bundle holds several it is a relaxation: every arrangement is
a point of it with the same goals or smaller ones, so whatever bounds its points bounds the arrangements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.model import (
    Cohort,
    Goal,
    Instance,
    Membership,
    Person,
    Task,
    conflicts,
    pairs_of_colleagues,
)

Ints = NDArray[np.int64]

Shape = Literal["cohorts", "standing", "tasks"]
"""How finely cohorts are told apart: each for itself (exact), those that stand for themselves, or pinned ones only."""

_PAIRS = 4000
"""So many pairs of colleagues are counted in a relaxation; beyond, the goal is left at its trivial bound of 0."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Cohorts that are counted together.

    Parameters
    ----------
    task
        What they are about.
    label
        The label of the one standing cohort this is, or empty.
    least, most
        How many of them are open, at least and at most.
    pins
        The memberships pinned to it.
    """

    task: Task
    label: str
    least: int
    most: int
    pins: frozenset[Membership] = frozenset()

    @property
    def held(self) -> frozenset[str]:
        """The addresses pinned to it."""
        return frozenset(pin.email for pin in self.pins)

    def top(self, role: Role) -> int:
        """Return how many people of a role fit into one of them."""
        return max(self.task.sizes(role).most, sum(pin.role is role for pin in self.pins))


@dataclass(frozen=True, eq=False)
class Program:
    """Integers only; see the module.

    Parameters
    ----------
    bundles
        What cohorts there may be.
    places
        (role, e-mail, number of the bundle) -> column of that membership, 0 or 1.
    numbers
        Column of each bundle's number of open cohorts.
    lower, upper
        Boxes of the columns, both finite.
    rows, sides
        The rules `rows @ x >= sides`.
    tags
        For each row the goal it serves, as its place in `Goal`, or -1: a rule of its own.
    goals
        Goal -> coefficients of shape (columns,), and a constant.
    """

    bundles: tuple[Bundle, ...]
    places: Mapping[tuple[Role, str, int], int]
    numbers: Ints
    lower: Ints
    upper: Ints
    rows: Any
    sides: Ints
    tags: Ints
    goals: Mapping[Goal, tuple[Ints, int]]

    @cached_property
    def exact(self) -> bool:
        """Whether the integer points are the arrangements."""
        return all(bundle.most == 1 for bundle in self.bundles)

    def value(self, goal: Goal, point: Ints) -> int:
        """Return a goal at a point.

        Parameters
        ----------
        goal
            One of `goals`.
        point
            (columns,): an integer point.
        """
        cost, constant = self.goals[goal]
        return int(cost @ point) + constant

    def broken(self, point: Ints) -> str:
        """Return what a point breaks, or nothing: every box and every row is looked at, in integers."""
        if ((point < self.lower) | (point > self.upper)).any():
            return f"column {int(((point < self.lower) | (point > self.upper)).argmax())} is outside its box"
        slack = self.rows @ point - self.sides
        if (slack < 0).any():
            return f"row {int((slack < 0).argmax())} lacks {int(-slack.min())}"
        return ""


class _Draft:
    """Columns and rows on their way to a `Program`."""

    def __init__(self) -> None:
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.row: list[int] = []
        self.column: list[int] = []
        self.entry: list[int] = []
        self.sides: list[int] = []
        self.tags: list[int] = []
        self.costs: dict[Goal, dict[int, int]] = {goal: {} for goal in Goal}
        self.constants: dict[Goal, int] = dict.fromkeys(Goal, 0)

    def new(self, upper: int, lower: int = 0, goal: Goal | None = None, price: int = 1) -> int:
        """Add a column, and its price to a goal; return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        if goal is not None:
            self.price(goal, len(self.lower) - 1, price)
        return len(self.lower) - 1

    def price(self, goal: Goal, column: int, price: int) -> None:
        """Add to the price of a column."""
        self.costs[goal][column] = self.costs[goal].get(column, 0) + price

    def rule(self, side: int, *parts: tuple[int, Iterable[int]], goal: Goal | None = None) -> None:
        """Add the row: the sum of (factor, columns) is at least `side`."""
        number = len(self.sides)
        for factor, columns in parts:
            for column in columns:
                self.row.append(number)
                self.column.append(column)
                self.entry.append(factor)
        self.sides.append(side)
        self.tags.append(-1 if goal is None else _PLACE[goal])

    def program(self, bundles: tuple[Bundle, ...], places: dict[tuple[Role, str, int], int], numbers: Ints) -> Program:
        """Return what has been drafted."""
        from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

        width = len(self.lower)
        shape = (len(self.sides), width)
        rows = csr_array((np.array(self.entry, np.int64), (self.row, self.column)), shape=shape)
        goals = {}
        for goal, prices in self.costs.items():
            cost = np.zeros(width, np.int64)
            cost[list(prices)] = list(prices.values())
            goals[goal] = (cost, self.constants[goal])
        return Program(
            bundles,
            places,
            numbers,
            np.array(self.lower, np.int64),
            np.array(self.upper, np.int64),
            rows,
            np.array(self.sides, np.int64),
            np.array(self.tags, np.int64),
            goals,
        )


_PLACE = {goal: place for place, goal in enumerate(Goal)}


def place_of(goal: Goal) -> int:
    """Return the place of a goal in `Goal`, which is what a program's `tags` hold."""
    return _PLACE[goal]


def bundles(instance: Instance, shape: Shape, fresh_most: Mapping[str, int] | None = None) -> tuple[Bundle, ...]:
    """Return what cohorts there may be, by task and label; those nobody can open are absent.

    Parameters
    ----------
    instance
        What was asked.
    shape
        How finely cohorts are told apart.
    fresh_most
        Task -> how many cohorts without a label it has at most, where that is known from elsewhere.
    """
    known = fresh_most or {}
    found = []
    for task in sorted(instance.tasks, key=lambda each: each.name):
        own = []
        pinned_number = 0
        for cohort in sorted(instance.standing, key=lambda each: each.label):
            if cohort.task != task.name or cohort.label in instance.closed:
                continue
            pins = frozenset(pin for pin in instance.pins if pin.label == cohort.label)
            pinned_number += bool(pins)
            if pins or shape != "tasks":
                own.append(Bundle(task, cohort.label, int(bool(pins)), 1, pins))
        # as many as the people who picked it can fill, and no more
        able = [
            sum(task.name in person.picks and person.at_once > 0 for person in instance.people if person.role is role)
            // task.sizes(role).least
            for role in Role
        ]
        fresh = max(0, min(task.most - pinned_number, *able, known.get(task.name, task.most)))
        found += own
        if shape == "cohorts":
            found += [Bundle(task, "", 0, 1)] * fresh
        elif fresh:
            found.append(Bundle(task, "", 0, fresh))
    return tuple(found)


def program(instance: Instance, shape: Shape, fresh_most: Mapping[str, int] | None = None) -> Program:
    """Write an instance down as an integer program.

    Parameters
    ----------
    instance
        What was asked; the order of its tasks and people does not matter.
    shape
        How finely cohorts are told apart: "cohorts" is exact, the others are relaxations.
    fresh_most
        See `bundles`; a number too small for an arrangement takes that out of the program.

    Returns
    -------
    Rows, boxes and the forms of all goals, in integers.
    """
    draft = _Draft()
    kinds = bundles(instance, shape, fresh_most)
    people = sorted(instance.people, key=lambda each: each.identity)
    numbers = np.array([draft.new(kind.most, kind.least) for kind in kinds], np.int64)
    places = _memberships(draft, instance, people, kinds)
    for number, kind in enumerate(kinds):
        inside = {
            role: {
                person.email: places[role, person.email, number]
                for person in people
                if person.role is role and (role, person.email, number) in places
            }
            for role in Role
        }
        _sizes(draft, kind, int(numbers[number]), inside)
        _meetings(draft, instance, kind, inside)
        _addresses(draft, instance, kind, int(numbers[number]), inside)
        _colleagues(draft, instance, kind, int(numbers[number]), inside)
    for task in instance.tasks:
        own = [place for place, kind in enumerate(kinds) if kind.task.name == task.name]
        most = max(task.most, sum(kinds[place].least for place in own))
        if sum(kinds[place].most for place in own) > most:
            draft.rule(-most, (-1, numbers[own].tolist()))
        if shape == "cohorts":
            _in_order(draft, [place for place in own if not kinds[place].label], numbers, places)
    _gone(draft, instance, kinds, places)
    return draft.program(kinds, places, numbers)


def _in_order(draft: _Draft, fresh: Sequence[int], numbers: Ints, places: Mapping[tuple[Role, str, int], int]) -> None:
    """Number the new cohorts of a task, which are interchangeable, by their smallest mentors' addresses."""
    for former, later in pairwise(fresh):
        draft.rule(0, (1, [int(numbers[former])]), (-1, [int(numbers[later])]))
        before: list[int] = []
        for role, email, number in sorted(places):
            if role is Role.MENTOR and number == later:
                # somebody in the later cohort: somebody with a smaller address is in the former
                draft.rule(0, (1, before), (-1, [places[role, email, later]]))
                before = [*before, places[role, email, former]]


def _memberships(
    draft: _Draft, instance: Instance, people: Sequence[Person], kinds: Sequence[Bundle]
) -> dict[tuple[Role, str, int], int]:
    """Add the columns and rows of every person, and the goals that count persons and picks."""
    places: dict[tuple[Role, str, int], int] = {}
    labels = {kind.label: number for number, kind in enumerate(kinds) if kind.label}
    for person in people:
        pinned = {labels[pin.label] for pin in instance.pins if (pin.role, pin.email) == person.identity}
        times = max(person.at_once, len(pinned))
        own: dict[str, list[int]] = {}
        for number, kind in enumerate(kinds):
            free = kind.task.name in person.picks and len(pinned) < times
            taken = any(kinds[each].task is kind.task for each in pinned)
            if number not in pinned and (not free or taken):
                continue
            column = draft.new(1, int(number in pinned))
            places[(*person.identity, number)] = column
            own.setdefault(kind.task.name, []).append(column)
            if person.ranked and kind.task.name in person.picks:
                draft.price(Goal.RANK, column, person.picks.index(kind.task.name))
        everywhere = [column for columns in own.values() for column in columns]
        if len(everywhere) > times:
            draft.rule(-times, (-1, everywhere))
        for name, columns in own.items():
            once = max(1, sum(kinds[number].task.name == name for number in pinned))
            if len(columns) > once:
                draft.rule(-once, (-1, columns))
        goal = Goal.UNPLACED if person.role is Role.MENTEE else Goal.IDLE
        draft.rule(1, (1, [draft.new(1, goal=goal)]), (1, everywhere), goal=goal)
        if person.role is Role.MENTEE:
            draft.constants[Goal.MISSING] += person.at_once
            for column in everywhere:
                draft.price(Goal.MISSING, column, -1)
    return places


def _sizes(draft: _Draft, kind: Bundle, number: int, inside: Mapping[Role, Mapping[str, int]]) -> None:
    """Add how full cohorts are, and what distance from the wanted sizes costs.

    Between n and n + 1 people the square is replaced by its chord; the chords' maximum is convex, so that a number of
    cohorts with so many people together costs at least what even sizes cost, and with one cohort exactly the square.
    """
    for role, columns in inside.items():
        sizes = kind.task.sizes(role)
        everybody = list(columns.values())
        for column in everybody:
            draft.rule(0, (1, [number]), (-1, [column]))
        top = min(kind.top(role), len(everybody))
        draft.rule(0, (kind.top(role), [number]), (-1, everybody))
        lacking = [draft.new(sizes.least, goal=Goal.SHORT)] if kind.pins else []
        draft.rule(0, (1, everybody), (-sizes.least, [number]), (1, lacking))
        least = 0 if kind.pins else sizes.least
        furthest = max((sizes.wanted - least) ** 2, (top - sizes.wanted) ** 2)
        squares = draft.new(kind.most * furthest, goal=Goal.SIZE)
        for count in range(max(0, least - 1), max(top, least) + 1):
            slope = 2 * (count - sizes.wanted) + 1
            start = (sizes.wanted - count) ** 2 - slope * count
            draft.rule(0, (1, [squares]), (-slope, everybody), (-start, [number]), goal=Goal.SIZE)


def _meetings(draft: _Draft, instance: Instance, kind: Bundle, inside: Mapping[Role, Mapping[str, int]]) -> None:
    """Add who has nobody, or only one, in reach, and who has no common language with a mentor."""
    mentors = {instance.by_identity[Role.MENTOR, email]: column for email, column in inside[Role.MENTOR].items()}
    alike: dict[frozenset[int], list[tuple[int, int, int]]] = {}
    for email, column in inside[Role.MENTEE].items():
        mentee = instance.by_identity[Role.MENTEE, email]
        near = [place for mentor, place in mentors.items() if instance.reach(mentee, mentor)]
        thin = draft.new(2, goal=Goal.THIN)
        draft.rule(0, (1, [thin]), (-2, [column]), (1, near), goal=Goal.THIN)
        if mentee.offset is not None:
            alone = draft.new(1, goal=Goal.ALONE)
            draft.rule(0, (1, [alone]), (-1, [column]), (1, near), goal=Goal.ALONE)
            alike.setdefault(frozenset(near), []).append((column, alone, thin))
        spoken = [place for mentor, place in mentors.items() if mentee.languages & mentor.languages]
        mute = draft.new(1, goal=Goal.LANGUAGE)
        draft.rule(0, (1, [mute]), (-1, [column]), (1, spoken), goal=Goal.LANGUAGE)
    most = kind.top(Role.MENTEE)
    for near_set, group in alike.items():
        # a mentor is in one of these cohorts and so within reach of at most `most` of these mentees
        if len(group) > most and kind.most > 1:
            columns, alones, thins = (list(each) for each in zip(*group, strict=True))
            near = sorted(near_set)
            draft.rule(0, (most, near), (-1, columns), (1, alones), goal=Goal.ALONE)
            draft.rule(0, (most, near), (-2, columns), (1, thins), goal=Goal.THIN)


def _addresses(
    draft: _Draft, instance: Instance, kind: Bundle, number: int, inside: Mapping[Role, Mapping[str, int]]
) -> None:
    """Add who is kept apart, who belongs together, and that nobody is both mentor and mentee of one cohort."""
    columns: dict[str, list[int]] = {}
    for people in inside.values():
        for email, column in people.items():
            columns.setdefault(email, []).append(column)
    for email, own in columns.items():
        if len(own) == 2 and not {Membership(role, email, kind.label) for role in Role} <= kind.pins:
            draft.rule(0, (1, [number]), (-1, own))
    for one, other in sorted(sorted(pair) for pair in conflicts(instance)):
        if one in columns and other in columns and not {one, other} <= kind.held:
            draft.rule(0, (1, [number]), (-1, columns[one]), (-1, columns[other]))
    present = {email for _, email in instance.by_identity}
    for pair in sorted({pair for pair in instance.together if set(pair) <= present and pair[0] != pair[1]}):
        for one, other in (pair, pair[::-1]):
            if one in columns and one not in kind.held:
                draft.rule(0, (1, columns.get(other, [])), (-1, columns[one]))


def _colleagues(
    draft: _Draft, instance: Instance, kind: Bundle, number: int, inside: Mapping[Role, Mapping[str, int]]
) -> None:
    """Add pairs of colleagues: two who are in the only cohort are in one cohort."""
    pairs = [
        (mentor, mentee)
        for mentor, mentee in pairs_of_colleagues(instance)
        if mentor.email in inside[Role.MENTOR] and mentee.email in inside[Role.MENTEE]
    ]
    for mentor, mentee in pairs:
        both = [inside[Role.MENTOR][mentor.email], inside[Role.MENTEE][mentee.email]]
        if instance.forbid_colleagues:
            held = {Membership(*person.identity, kind.label) for person in (mentor, mentee)}
            if not held <= kind.pins:
                draft.rule(0, (1, [number]), (-1, both))
                continue
        if kind.most == 1 or len(pairs) <= _PAIRS:
            together = draft.new(1, goal=Goal.COLLEAGUES)
            draft.rule(0, (1, [together]), (-1, both), (1, [number]), goal=Goal.COLLEAGUES)


def _gone(
    draft: _Draft, instance: Instance, kinds: Sequence[Bundle], places: Mapping[tuple[Role, str, int], int]
) -> None:
    """Add the standing memberships that are gone; in a bundle of several, one in any of them counts as kept."""
    draft.constants[Goal.CHANGED] = len(instance.was)
    task_of = {cohort.label: cohort.task for cohort in instance.standing if cohort.label not in instance.closed}
    labelled = {kind.label: number for number, kind in enumerate(kinds) if kind.label}
    loose = {kind.task.name: number for number, kind in enumerate(kinds) if not kind.label}
    wanted: Counter[int] = Counter()
    for held in instance.was:
        if held.label in task_of:
            number = labelled.get(held.label, loose.get(task_of[held.label], -1))
            column = places.get((held.role, held.email, number))
            if column is not None:
                wanted[column] += 1
    for column in sorted(wanted):
        draft.price(Goal.CHANGED, column, -wanted[column])


def point_of(written: Program, cohorts: Sequence[Cohort]) -> Ints:
    """Return an arrangement as a point of a program, with the smallest values of all counting columns.

    Parameters
    ----------
    written
        What was asked, as an exact program.
    cohorts
        An arrangement without faults.
    """
    labelled = {kind.label: number for number, kind in enumerate(written.bundles) if kind.label}
    fresh: dict[str, list[int]] = {}
    for number, kind in enumerate(written.bundles):
        if not kind.label:
            fresh.setdefault(kind.task.name, []).append(number)
    point = written.lower.copy()
    for kind_number in written.numbers:
        point[kind_number] = 0
    for cohort in sorted(cohorts, key=lambda each: sorted(each.mentors)):
        number = labelled.get(cohort.label, -1)
        if number < 0:
            own = fresh[cohort.task]
            number = own.pop(0) if written.bundles[own[0]].most == 1 else own[0]
        point[written.numbers[number]] += 1
        for held in cohort.memberships:
            point[written.places[held.role, held.email, number]] = 1
    return settle(written, point)


def settle(written: Program, point: Ints) -> Ints:
    """Return a point with every column that only counts at its least, given memberships and numbers.

    Each row of a goal holds exactly one counting column, with the factor 1, so that its least value is what the row
    lacks without it.

    Parameters
    ----------
    written
        The program.
    point
        (columns,): an integer point; the counting columns may hold anything.
    """
    counting = np.ones(len(point), bool)
    counting[written.numbers] = False
    counting[list(written.places.values())] = False
    settled = np.where(counting, written.lower, point)
    lacks = written.sides - written.rows @ settled
    coordinates = written.rows.tocoo()
    mask = counting[coordinates.col] & (coordinates.data == 1)
    np.maximum.at(settled, coordinates.col[mask], lacks[coordinates.row[mask]])
    # the class rows hold several counting columns and are implied by the others at integer points of arrangements
    return np.minimum(settled, written.upper)


def cohorts_at(written: Program, point: Ints) -> list[Cohort]:
    """Return the arrangement that a point of an exact program is; new cohorts have no label yet.

    Parameters
    ----------
    written
        What was asked, as an exact program.
    point
        An integer point of it.
    """
    members: dict[int, dict[Role, list[str]]] = {}
    for (role, email, number), column in written.places.items():
        if point[column]:
            members.setdefault(number, {each: [] for each in Role})[role].append(email)
    return [
        Cohort(kind.label, kind.task.name, tuple(sorted(held[Role.MENTOR])), tuple(sorted(held[Role.MENTEE])))
        for number, held in sorted(members.items())
        for kind in [written.bundles[number]]
    ]
