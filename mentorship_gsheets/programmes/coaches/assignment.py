"""Which coach helps at which workshop: the best assignment there is, one goal after the other.

Most leads; then most seats filled; then the fewest changes of what stands; then every workshop has one coach before any
has two, two before any has three; then those who coached least.

Notes
-----
A coach leads or helps at an event or does neither, does no two that overlap, and no more than offered. Times are
intervals, so a set of events overlaps pairwise exactly when some moment belongs to all of them: for each beginning one
row says that at most one of the events then running is taken, which leaves no fractional choice between two of them.

The solver (HiGHS) is not believed. Its points are rounded, and every row is looked at in integers. A goal is proven
when integer multipliers y >= 0 of the rows A x <= b show it: every 0 <= x <= 1 that keeps them has
c x >= -y b + sum of min(0, c + y A), whatever y is (weak duality of linear programming; Schrijver, Theory of Linear
and Integer Programming, 1986, 7.4). Without such multipliers the value stands, and nothing is claimed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Seat = tuple[str, str, bool]
"""Event, address of the coach, and whether the coach leads."""

_SCALE = 720_720
"""Denominator of the multipliers: divisible by 1 to 16, as the corners of these programs mostly are."""
_NODES = 2_000
"""Cases that the solver looks at for one goal; never seconds, so that every computer answers alike."""


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop that lacks coaches, or has them.

    Parameters
    ----------
    key
        Its name.
    starts, ends
        With time zones; it overlaps another that begins before it ends.
    leads, coaches
        How many seats there are of each kind.
    """

    key: str
    starts: datetime
    ends: datetime
    leads: int = 1
    coaches: int = 0

    def overlaps(self, other: "Event") -> bool:
        """Return whether nobody can be at both."""
        return self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Coach:
    """Somebody who offers to coach.

    Parameters
    ----------
    email
        Who.
    events
        Where, by key.
    leads, helps
        In which roles.
    most
        At how many events in all, seats that are fixed included.
    had
        At how many events before this season.
    """

    email: str
    events: frozenset[str]
    leads: bool = False
    helps: bool = True
    most: int = 1
    had: int = 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """What `assign` found.

    Parameters
    ----------
    seats
        Every seat that is taken, the fixed ones included, sorted.
    value
        Smaller is better, the most important first: minus the seats of leads, minus all seats, seats that stood and
        are taken by another or nobody, for every number minus the events that have as many coaches, how often the
        coaches chosen have coached before.
    bound
        What nobody can go below given the numbers before; None where that is not proven.
    """

    seats: tuple[Seat, ...] = ()
    value: tuple[int, ...] = ()
    bound: tuple[int | None, ...] = ()


def assign(
    events: Iterable[Event], coaches: Iterable[Coach], fixed: Iterable[Seat] = (), kept: Iterable[Seat] = ()
) -> Assignment:
    """Find the best assignment.

    Parameters
    ----------
    events, coaches
        Each once; their order does not matter.
    fixed
        Seats that are taken whatever is best; they count towards everything.
    kept
        Seats that are taken again unless that costs a lead or a seat.

    Examples
    --------
    Ada can lead one of two workshops at the same time; Bo helps where she is not.

    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> times = datetime(2027, 7, 6, 9, tzinfo=UTC), datetime(2027, 7, 6, 17, tzinfo=UTC)
    >>> events = [Event("Lima", *times, leads=1, coaches=1), Event("Oslo", *times, leads=0, coaches=1)]
    >>> everywhere = frozenset({"Lima", "Oslo"})
    >>> found = assign(events, [Coach("ada@example.org", everywhere, leads=True), Coach("bo@example.org", everywhere)])
    >>> found.seats
    (('Lima', 'ada@example.org', True), ('Oslo', 'bo@example.org', False))
    >>> found.value == found.bound
    True
    """
    program = _Program(
        sorted(events, key=lambda one: one.key),
        sorted(coaches, key=lambda one: one.email),
        sorted(set(fixed)),
        set(kept),
    )
    return program.solve()


def overlapping(events: Sequence[Event]) -> list[frozenset[str]]:
    """Return sets of events that all run at one moment, so that everybody takes at most one of each set.

    Two events overlap exactly when some set holds both; sets within others are absent.
    """
    running = {frozenset(each.key for each in events if each.starts <= one.starts < each.ends) for one in events}
    return sorted(
        (one for one in running if len(one) > 1 and not any(one < other for other in running)),
        key=lambda one: sorted(one),
    )


class _Program:
    """The integer program: columns of zeros and ones, rows A x <= b, goals c x + constant."""

    def __init__(
        self, events: Sequence[Event], coaches: Sequence[Coach], fixed: Sequence[Seat], kept: set[Seat]
    ) -> None:
        self.events = {event.key: event for event in events}
        self.coaches = coaches
        self.fixed = fixed
        self.kept = kept
        self.taken: dict[str, list[Seat]] = defaultdict(list)
        self.busy: dict[str, list[str]] = defaultdict(list)
        for seat in fixed:
            self.taken[seat[0]].append(seat)
            self.busy[seat[1]].append(seat[0])
        self.seats = [seat for coach in coaches for seat in self._open_to(coach)]
        self.rows: list[dict[int, int]] = []
        self.sides: list[int] = []
        self.columns = len(self.seats)
        self.goals: list[tuple[dict[int, int], int]] = []
        self._write()

    def _open_to(self, coach: Coach) -> Iterable[Seat]:
        busy = [self.events[key] for key in self.busy[coach.email] if key in self.events]
        for key in sorted(coach.events):
            event = self.events.get(key)
            if event is None or key in self.busy[coach.email] or any(event.overlaps(one) for one in busy):
                continue
            if coach.leads and event.leads > self._filled(key, lead=True):
                yield (key, coach.email, True)
            if coach.helps and event.coaches > self._filled(key, lead=False):
                yield (key, coach.email, False)

    def _filled(self, key: str, lead: bool) -> int:
        return sum(seat[2] is lead for seat in self.taken[key])

    def _row(self, cells: dict[int, int], side: int) -> None:
        if cells:
            self.rows.append(cells)
            self.sides.append(side)

    def _new(self, count: int) -> list[int]:
        first = self.columns
        self.columns += count
        return list(range(first, self.columns))

    def _write(self) -> None:
        by_event: dict[tuple[str, bool], list[int]] = defaultdict(list)
        by_coach: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for column, (key, email, lead) in enumerate(self.seats):
            by_event[key, lead].append(column)
            by_coach[email][key].append(column)
        for (key, lead), columns in by_event.items():
            event = self.events[key]
            self._row(dict.fromkeys(columns, 1), (event.leads if lead else event.coaches) - self._filled(key, lead))
        cliques = overlapping(list(self.events.values()))
        for theirs in by_coach.values():
            for columns in theirs.values():
                self._row(dict.fromkeys(columns, 1), 1)
            for clique in cliques:
                together = [column for key in sorted(clique & theirs.keys()) for column in theirs[key]]
                self._row(dict.fromkeys(together, 1) if len(clique & theirs.keys()) > 1 else {}, 1)
        self.goals.append(
            ({n: -1 for n, seat in enumerate(self.seats) if seat[2]}, -sum(seat[2] for seat in self.fixed))
        )
        self.goals.append((dict.fromkeys(range(len(self.seats)), -1), -len(self.fixed)))
        if self.kept:
            again = {n: -1 for n, seat in enumerate(self.seats) if seat in self.kept}
            self.goals.append((again, len(self.kept)))
        self._write_levels(by_event)
        self._write_fairness(
            {email: [n for each in theirs.values() for n in each] for email, theirs in by_coach.items()}
        )

    def _write_levels(self, by_event: dict[tuple[str, bool], list[int]]) -> None:
        """Every event has one before any has two: a column for each coach an event may come to have."""
        levels: dict[int, list[int]] = defaultdict(list)
        constant: dict[int, int] = defaultdict(int)
        for key, event in self.events.items():
            there = len(self.taken[key])
            for level in range(1, there + 1):
                constant[level] -= 1
            columns = [*by_event[key, True], *by_event[key, False]]
            room = event.leads + event.coaches - there
            new = self._new(min(len(columns), max(0, room)))
            self._row({**dict.fromkeys(new, 1), **dict.fromkeys(columns, -1)}, 0)
            for level, column in enumerate(new, there + 1):
                levels[level].append(column)
            for lower, higher in pairwise(new):
                self._row({higher: 1, lower: -1}, 0)
        for level in range(1, max([*levels, *constant], default=0) + 1):
            self.goals.append((dict.fromkeys(levels[level], -1), constant[level]))

    def _write_fairness(self, by_coach: dict[str, list[int]]) -> None:
        """Who coached least goes first: the next event of somebody costs as many as were before it."""
        cost: dict[int, int] = {}
        for coach in self.coaches:
            there = len(self.busy[coach.email])
            columns = by_coach.get(coach.email, [])
            new = self._new(min(len(columns), max(0, coach.most - there)))
            self._row({**dict.fromkeys(columns, 1), **dict.fromkeys(new, -1)}, 0)
            cost |= {column: coach.had + there + number for number, column in enumerate(new)}
        self.goals.append((cost, 0))

    def solve(self) -> Assignment:
        """Return the best assignment, with what is proven about it."""
        matrix, sides = self._matrix()
        costs = [self._dense(cells) for cells, _ in self.goals]
        point = np.zeros(self.columns, np.int64)
        values: list[int] = []
        bounds: list[int | None] = []
        for place, cost in enumerate(costs):
            before = [(each, int(each @ point)) for each in costs[:place]]
            point = _better(cost, matrix, sides, before, point)
            value = int(cost @ point)
            least = _least(cost, matrix, sides, [(each, int(each @ point)) for each, _ in before])
            constant = self.goals[place][1]
            values.append(value + constant)
            bounds.append(value + constant if least == value else None)
        chosen = [seat for seat, taken in zip(self.seats, point[: len(self.seats)].tolist(), strict=True) if taken]
        return Assignment(tuple(sorted([*self.fixed, *chosen])), tuple(values), tuple(bounds))

    def _dense(self, cells: dict[int, int]) -> Ints:
        dense = np.zeros(self.columns, np.int64)
        dense[list(cells)] = list(cells.values())
        return dense

    def _matrix(self) -> tuple[Any, Ints]:
        # slow to load, and most commands ask no solver
        from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

        cells = [(row, column, value) for row, each in enumerate(self.rows) for column, value in each.items()]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        shape = (len(self.rows), self.columns)
        matrix = csr_array((np.array(values, np.int64), (np.array(rows, int), np.array(columns, int))), shape=shape)
        return matrix, np.array(self.sides, np.int64)


def _better(cost: Ints, matrix: Any, sides: Ints, before: Sequence[tuple[Ints, int]], point: Ints) -> Ints:
    """Return the solver's point where it keeps every row in integers and is better; else the one there was."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # scipy ships no types

    if not cost.any():
        return point
    rules = [LinearConstraint(matrix.astype(float), ub=sides)] if len(sides) else []
    rules += [LinearConstraint(each.astype(float)[None, :], ub=most) for each, most in before if each.any()]
    found = milp(
        cost.astype(float),
        constraints=rules,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        options={"node_limit": _NODES, "mip_rel_gap": 0},
    )
    if found.x is None:
        return point
    new = np.rint(found.x).astype(np.int64)
    kept = ((new == 0) | (new == 1)).all() and (matrix @ new <= sides).all()
    kept = kept and all(int(each @ new) <= most for each, most in before)
    return new if kept and int(cost @ new) < int(cost @ point) else point


def _least(cost: Ints, matrix: Any, sides: Ints, before: Sequence[tuple[Ints, int]]) -> int:
    """Return what integer multipliers prove the cost to be at least; a weak bound where the solver gives weak ones."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    if not cost.any():
        return 0
    limits = [(each, most) for each, most in before if each.any()]
    whole = vstack([matrix, *(csr_array(each[None, :]) for each, _ in limits)]).tocsr()
    ends = np.array([*sides.tolist(), *(most for _, most in limits)], np.int64)
    found = linprog(cost.astype(float), A_ub=whole.astype(float), b_ub=ends, bounds=(0, 1), method="highs")
    if found.x is None:
        return int(np.minimum(cost, 0).sum())
    multipliers = np.rint(np.maximum(0, -found.ineqlin.marginals) * _SCALE).astype(np.int64)
    reduced = cost * _SCALE + whole.T @ multipliers
    total = -int(sum(int(y) * int(b) for y, b in zip(multipliers, ends, strict=True) if y))
    total += int(sum(min(0, int(each)) for each in reduced))
    return -(-total // _SCALE)
