"""Who gets which slot: the best bookings there are, by the engine of `matching`, with a proof.

A mentor offers more slots than sessions a week. That limit is no capacity of a slot, so it is turned into rows of its
own: for every mentor and week as many blockers as slots must stay empty, each eligible for that week's slots. Blockers
are placed before any mentee; what is left is a matching of mentees and slots.

Notes
-----
The people who can be seated at once are the independent sets of a transversal matroid (Edmonds and Fulkerson 1965).
So any set of people that can be placed together, the blockers among them, is part of a placement of the greatest
size: "blockers first", "as many bookings as possible", "whoever has a session keeps one" and "whoever waited longest
first" never conflict. Choices are rank-maximal: most first choices, then most second ones, and so on (Irving et al.
2006).

A slot with several seats counts once however many of them are taken. That is no matching problem any more, because a
slot must stay empty as a whole. There the blockers are a relaxation, as many as seats that cannot be used whichever
slots are opened, and branch and bound decides which slots are opened: every node is a certified matching, its value a
bound for all below it.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import Problem, Tier, solve, tie_tier

Ints = NDArray[np.int64]
Week = tuple[str, int, int]
"""A mentor's address, the year and the week of that year (ISO 8601, Monday to Sunday) in the mentor's zone."""

_NODES = 400
_WORK = 60_000_000
"""Cells of all problems that branch and bound may look at, about a minute of work."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot that can be booked.

    Parameters
    ----------
    slot
        Its id.
    week
        Which limit it counts towards.
    seats
        How many are free.
    counted
        Somebody sits in it already, so that it counts towards the limit anyway.
    """

    slot: str
    week: Week
    seats: int = 1
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody without a fixed session would take.

    Parameters
    ----------
    mentee
        Who, by address.
    picks
        Ids of slots, the first choice first. One may be missing among the openings.
    waited
        Weeks without a session; those who waited longest go first.
    had
        Sessions so far; it decides between what is otherwise equal.
    booked
        The slot booked now; it is kept where that costs no booking. Empty: none.
    """

    mentee: str
    picks: tuple[str, ...]
    waited: int = 0
    had: int = 0
    booked: str = ""


@dataclass(frozen=True, slots=True)
class Bookings:
    """What `book` found.

    Parameters
    ----------
    slots
        Mentee -> slot; whoever gets none is absent.
    value
        Smaller is better, the most important first: minus the bookings; people who lose a session; people whose
        session changes; for every length of waiting, the longest first, minus the people booked who waited so long;
        for every number of picks minus the people who get one of so many first ones; sessions they had.
    bound
        What nobody can go below: ``value`` where that is proven, and up to the first number that differs.
    """

    slots: Mapping[str, str] = field(default_factory=dict)
    value: tuple[int, ...] = ()
    bound: tuple[int, ...] = ()


class OfficeGoal(StrEnum):
    """What bookings are judged by after their number, in the order of a new sheet."""

    LOST = "who has a session keeps one"
    CHANGED = "sessions stay as they are"
    WAITED = "who waited longest goes first"
    CHOICE = "first choices"
    HAD = "who had few sessions goes first"


GOALS = tuple(OfficeGoal)
"""The order of a new sheet."""


def waiting_levels(wishes: Iterable[Wish]) -> list[int]:
    """Return the lengths of waiting that count, the longest first; the shortest is no level, as it says nothing."""
    return sorted({wish.waited for wish in wishes}, reverse=True)[:-1]


def book(
    openings: Iterable[Opening],
    wishes: Iterable[Wish],
    limits: Mapping[Week, int],
    order: Sequence[OfficeGoal] = GOALS,
) -> Bookings:
    """Find the best bookings and prove it.

    Parameters
    ----------
    openings
        The slots with free seats, each id once.
    wishes
        Who wants one, each mentee once.
    limits
        How many slots of a week may be opened besides those that count already; a week that is missing has no limit.
    order
        What counts after the number of bookings, the most important first; goals that are left out count for nothing.

    Returns
    -------
    Bookings
        Of the same people and slots in any order the same ones.

    Examples
    --------
    Ada offers two slots and takes one session a week; whoever waited longer gets a session.

    >>> week = ("ada@example.org", 2027, 27)
    >>> openings = [Opening("S1", week), Opening("S2", week)]
    >>> wishes = [Wish("bo@example.org", ("S1",)), Wish("cy@example.org", ("S1", "S2"), waited=1)]
    >>> book(openings, wishes, {week: 1})
    Bookings(slots={'cy@example.org': 'S1'}, value=(-1, 0, 0, -1, -1, -1, 0), bound=(-1, 0, 0, -1, -1, -1, 0))
    """
    wished = sorted((wish for wish in wishes if wish.picks), key=lambda wish: wish.mentee)
    picked = {slot for wish in wished for slot in wish.picks}
    offered = sorted(
        (one for one in openings if one.seats > 0 and one.slot in picked), key=lambda one: (one.slot, one.week)
    )
    if not wished or not offered:
        return _valued(wished, {}, order)
    search = _Search(offered, wished, limits, order)
    root = search.solve(_Node())
    if search.broken_week(root) is None:
        return root
    return search.branch(root)


@dataclass(frozen=True, slots=True)
class _Node:
    """What has been decided about slots with several seats: opened ones, and those that stay empty."""

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


def _valued(wishes: Sequence[Wish], slots: Mapping[str, str], order: Sequence[OfficeGoal]) -> Bookings:
    """Bookings with their value, which nothing is better than."""
    booked = [wish for wish in wishes if wish.mentee in slots]
    place = [wish.picks.index(slots[wish.mentee]) for wish in booked]
    most = max((len(wish.picks) for wish in wishes), default=0)
    parts = {
        OfficeGoal.LOST: (sum(bool(wish.booked) and wish.mentee not in slots for wish in wishes),),
        OfficeGoal.CHANGED: (
            sum(bool(wish.booked) and slots.get(wish.mentee, wish.booked) != wish.booked for wish in wishes),
        ),
        OfficeGoal.WAITED: (-sum(wish.waited >= least for wish in booked) for least in waiting_levels(wishes)),
        OfficeGoal.CHOICE: (-sum(at < first for at in place) for first in range(1, most + 1)),
        OfficeGoal.HAD: (sum(wish.had for wish in booked),),
    }
    value = (-len(booked), *(each for goal in order for each in parts[goal]))
    return Bookings(dict(slots), value, value)


class _Search:
    """One problem: openings, wishes and limits, and the matchings that belong to its nodes."""

    def __init__(
        self,
        openings: Sequence[Opening],
        wishes: Sequence[Wish],
        limits: Mapping[Week, int],
        order: Sequence[OfficeGoal],
    ) -> None:
        self.openings = openings
        self.order = order
        self.wishes = wishes
        self.by_week: dict[Week, list[Opening]] = defaultdict(list)
        for one in openings:
            if not one.counted and one.week in limits:
                self.by_week[one.week].append(one)
        self.limits = {week: max(0, limits[week]) for week in self.by_week}

    def solve(self, node: _Node) -> Bookings:
        """Return the best bookings of a node; where some slot has several seats, without regard to its week."""
        openings = [one for one in self.openings if one.slot not in node.closed]
        column = {one.slot: number for number, one in enumerate(openings)}
        blocked = [week for week in sorted(self.by_week) for _ in range(self._blockers(week, node))]
        shape = (len(self.wishes) + len(blocked), len(openings))
        if not openings:
            return _valued(self.wishes, {}, self.order)
        rank = np.full(shape, -1, np.int64)
        for row, wish in enumerate(self.wishes):
            for place, slot in reversed(list(enumerate(wish.picks))):
                if slot in column:
                    rank[row, column[slot]] = place
        eligible = rank >= 0
        for row, week in enumerate(blocked, len(self.wishes)):
            eligible[row, [column[one.slot] for one in self.by_week[week] if one.slot in column]] = True
        keys = [wish.mentee for wish in self.wishes] + [
            f"{' '.join(map(str, week))} {number}" for number, week in enumerate(blocked)
        ]
        tiers = [*self._tiers(rank, column), tie_tier(keys, [one.slot for one in openings])]
        matching = solve(Problem(eligible, [one.seats for one in openings], tiers))
        chosen = {
            self.wishes[row].mentee: openings[place].slot
            for row, place in matching.pairs.tolist()
            if row < len(self.wishes)
        }
        return _valued(self.wishes, chosen, self.order)

    def _tiers(self, rank: Ints, column: Mapping[str, int]) -> Iterable[Tier]:
        """The goals after the number of rows placed, as costs of pairs; a tier of nothing but zeros is left out."""
        count = len(self.wishes)
        is_mentee = np.arange(len(rank)) < count

        def of_people(name: str, cost: Sequence[int]) -> Tier:
            whole = np.zeros(rank.shape, np.int16)
            whole[:count] = np.asarray(cost, np.int16)[:, None]
            return Tier(name, whole)

        if len(rank) > count:
            yield of_people("slots that stay empty", [1] * count)
        has = any(wish.booked for wish in self.wishes)
        for goal in self.order:
            if goal is OfficeGoal.LOST and has:
                yield of_people(goal, [0 if wish.booked else 1 for wish in self.wishes])
            elif goal is OfficeGoal.CHANGED and has:
                moved = np.zeros(rank.shape, np.int16)
                for row, wish in enumerate(self.wishes):
                    # people without a session have nothing to keep, wherever they go
                    moved[row] = bool(wish.booked)
                    if wish.booked in column:
                        moved[row, column[wish.booked]] = 0
                yield Tier(goal, moved)
            elif goal is OfficeGoal.WAITED:
                for least in waiting_levels(self.wishes):
                    yield of_people(f"waited {least}", [int(wish.waited < least) for wish in self.wishes])
            elif goal is OfficeGoal.CHOICE:
                for first in range(1, max(len(wish.picks) for wish in self.wishes) + 1):
                    yield Tier(f"choice {first}", (rank >= first) & is_mentee[:, None])
            elif goal is OfficeGoal.HAD and any(wish.had for wish in self.wishes):
                yield of_people(goal, [min(wish.had, 1000) for wish in self.wishes])

    def _blockers(self, week: Week, node: _Node) -> int:
        """How many seats of a week cannot be used, whichever of its slots are opened."""
        there = [one for one in self.by_week[week] if one.slot not in node.closed]
        sure = [one.seats for one in there if one.slot in node.opened]
        others = sorted((one.seats for one in there if one.slot not in node.opened), reverse=True)
        usable = sum(sure) + sum(others[: max(0, self.limits[week] - len(sure))])
        return sum(one.seats for one in there) - usable

    def _used(self, found: Bookings) -> dict[Week, list[Opening]]:
        """The slots that were empty and are used now, by week, the fullest first."""
        taken = Counter(found.slots.values())
        used = {week: [one for one in there if one.slot in taken] for week, there in self.by_week.items()}
        return {week: sorted(there, key=lambda one: (-taken[one.slot], one.slot)) for week, there in used.items()}

    def broken_week(self, found: Bookings) -> Week | None:
        """Return the first week of which more slots are used than may be, or None."""
        return min((week for week, used in self._used(found).items() if len(used) > self.limits[week]), default=None)

    def branch(self, root: Bookings) -> Bookings:
        """Return the best bookings that open no more slots than may be, best node first."""
        heap = [(root.value, 0, _Node(), root)]
        best, made = self._rounded(root, _Node()), 1
        cells = max(1, len(self.openings) * len(self.wishes))
        most = max(8, min(_NODES, _WORK // cells))
        while heap:
            value, _, node, found = heapq.heappop(heap)
            if value >= best.value:
                return best
            week = self.broken_week(found)
            if week is None:
                return found
            if made >= most:
                return _unproven(best, value)
            slot = next(one.slot for one in self._used(found)[week] if one.slot not in node.opened)
            for child in self._children(node, week, slot):
                made += 1
                below = self.solve(child)
                if below.value < best.value:
                    heapq.heappush(heap, (below.value, made, child, below))
            rounded = self._rounded(found, node)
            best = min(best, rounded, key=lambda one: one.value)
        return best

    def _children(self, node: _Node, week: Week, slot: str) -> Iterable[_Node]:
        opened = node.opened | {slot}
        closed = node.closed
        here = {one.slot for one in self.by_week[week]}
        if len(opened & here) >= self.limits[week]:
            closed |= here - opened
        if len(opened & here) <= self.limits[week]:
            yield _Node(opened, closed)
        yield _Node(node.opened, node.closed | {slot})

    def _rounded(self, found: Bookings, node: _Node) -> Bookings:
        """Bookings that keep all limits: in every week that breaks one, the fullest slots are the ones opened."""
        while (week := self.broken_week(found)) is not None:
            stay = {one.slot for one in self._used(found)[week][: self.limits[week]]}
            node = _Node(node.opened, node.closed | {one.slot for one in self.by_week[week]} - stay)
            found = self.solve(node)
        return found


def _unproven(best: Bookings, least: tuple[int, ...]) -> Bookings:
    """The best known bookings, with what is known of better ones: nothing after the first goal that may be missed."""
    same = next((n for n, (one, low) in enumerate(zip(best.value, least, strict=True)) if one != low), len(least))
    return Bookings(best.slots, best.value, least[: same + 1])
