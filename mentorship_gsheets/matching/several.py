"""Several mentors for a mentee: one place after the other along cheapest ways, the same mentor never twice.

Copies of a mentee would not do: two copies may get the same mentor, and no cost keeps them apart. In a flow network it
is plain: every mentee's place is an arc from the root, every pair an arc that holds one, every place of a mentor an arc
back to the root. Everybody who wants one mentor is matched first, by the engines; then the places of the others are
opened one by one, and each is filled along a cheapest way, or stays open where no way is worth it. After each step the
matching is a best one for the places opened so far, and its prices say so.

References
----------
R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, section 9.7.
J. Edmonds, R. M. Karp, Theoretical improvements in algorithmic efficiency for network flow problems, Journal of the
ACM 19 (1972).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mentorship_gsheets.matching.certificate import Certificate
from mentorship_gsheets.matching.levels import Level, Word, decode, spread_cost
from mentorship_gsheets.matching.problem import Bools, Costs, Ints, Problem, pin_costs, place_prices

#: Longer than any way in one word; twice as much still fits int64.
_NEVER = 2**61
#: Numbers kept of what pairs cost, so that nothing is added up twice; beyond, mentees are computed where needed.
_KEPT = 2**24


class Rows:
    """Some rows of a cost matrix, in any order and as often as wanted; computed where they are read.

    Parameters
    ----------
    cost
        Costs of pairs, shape (mentees, mentors).
    who
        The mentee of each row, shape (rows,).
    """

    __slots__ = ("bounds", "cost", "who")

    def __init__(self, cost: Costs, who: Ints) -> None:
        self.cost, self.who = cost, who
        self.bounds: tuple[int, int] | None = getattr(cost, "bounds", None)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows, number of mentors."""
        return len(self.who), self.cost.shape[1]

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the entries."""
        return self.cost.dtype

    def __getitem__(self, index: Any, /) -> Any:
        """Return rows, or entries, as `ndarray.__getitem__` would."""
        if not isinstance(index, tuple):
            return self.cost[self.who[index]]
        rows, cols = index
        return self.cost[self.who[rows], cols]


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A cheapest way to fill a place, and how far all that is nearer than its end lies from its beginning.

    `pairs` are (mentee, mentor left or -1, mentor taken or -1), the beginning first; None: no way is worth it.
    """

    pairs: list[tuple[int, int, int]] | None
    mentors: Ints
    mentor_lengths: Ints
    mentees: dict[int, Ints]
    cut: Ints


class Flow:
    """A best matching of the places opened so far, with its prices in words.

    Parameters
    ----------
    problem
        The problem.
    allowed
        Pairs that may be, shape (mentees, mentors).
    levels, words
        Its objective, and how the levels are packed.
    mentees
        Who is matched already, a best matching among themselves: mentee -> mentor, the number of mentors for nobody.
    certificate
        Its proof: a row for every mentee of the problem; those of the others are not read.

    Notes
    -----
    Successive shortest paths (Edmonds and Karp 1972) on mentors and the root alone: a mentee is passed through, never
    stopped at. Opening a place adds an arc, and a best flow after it differs by one cycle through that arc at most.
    """

    def __init__(
        self,
        problem: Problem,
        allowed: Bools,
        levels: list[Level],
        words: list[Word],
        mentees: dict[int, int],
        certificate: Certificate,
    ) -> None:
        n, m = problem.shape
        self._problem, self._allowed, self._levels, self._words = problem, allowed, levels, words
        self._m = m
        self.mentors: list[list[int]] = [[] for _ in range(n)]
        self.mentees: list[list[int]] = [[] for _ in range(m)]
        for mentee, mentor in mentees.items():
            if mentor < m:
                self._join(mentee, mentor)
        packed = [(list(word.levels), np.array(word.factors, np.int64)) for word in words]
        width = len(words)
        self._price = np.zeros((width, m), np.int64)
        self._offer = np.zeros((width, n), np.int64)
        for place, (which, factors) in enumerate(packed):
            self._price[place] = certificate.mentor[:, which] @ factors
            self._offer[place] = certificate.mentee[:, which] @ factors
        self._spread = np.array([spread_cost(levels, word) for word in words], np.int64)
        self._places = [
            np.stack([place_prices(problem, np.full(n, number))[:, which] @ factors for which, factors in packed])
            for number in range(1, int(problem.wanted.max(initial=1)) + 1)
        ]
        self._pins: dict[int, list[int]] = {}
        for mentee, mentor in pin_costs(problem).tolist():
            self._pins.setdefault(mentee, []).append(mentor)
        self._cost = lru_cache(maxsize=max(64, _KEPT // max(1, width * m)))(self._costs_of)

    def fill(self, mentee: int) -> None:
        """Open the places of a mentee and fill those that are worth it.

        Parameters
        ----------
        mentee
            Who; has no mentor yet.
        """
        open_ = np.flatnonzero(self._allowed[mentee])
        if not len(open_):
            self._offer[:, mentee] = self._places[0][:, mentee]
            return
        offers = self._cost(mentee)[:, open_] + self._price[:, open_]
        self._offer[:, mentee] = offers[:, _least(offers, np.arange(len(open_)))]
        for number in range(int(self._problem.wanted[mentee])):
            worth = self._places[number][:, mentee]
            limit = worth - self._offer[:, mentee]
            # a later place is worth no more than this one
            if tuple(limit) <= (0,) * len(limit):
                return
            way = self._search(mentee, limit)
            self._price[:, way.mentors] += way.cut[:, None] - way.mentor_lengths
            for other, length in way.mentees.items():
                self._offer[:, other] += way.cut - length
            if way.pairs is None:
                return
            for other, left, taken in way.pairs:
                if left >= 0:
                    self.mentors[other].remove(left)
                    self.mentees[left].remove(other)
                if taken >= 0:
                    self._join(other, taken)

    def certificate(self) -> Certificate:
        """Return the prices by level, which prove the matching once all places are open."""
        count = len(self._levels)
        mentee, mentor = np.zeros((self._offer.shape[1], count), np.int64), np.zeros((self._m, count), np.int64)
        for word, offers, prices in zip(self._words, self._offer, self._price, strict=True):
            mentee[:, list(word.levels)] = decode(word, offers)
            mentor[:, list(word.levels)] = decode(word, prices)
        return Certificate(mentee, mentor)

    def _join(self, mentee: int, mentor: int) -> None:
        self.mentors[mentee].append(mentor)
        self.mentees[mentor].append(mentee)

    def _costs_of(self, mentee: int) -> Ints:
        """What each mentor costs with a mentee, shape (words, mentors); meaningless where a pair is not allowed."""
        costs = np.zeros((len(self._words), self._m), np.int64)
        for total, word in zip(costs, self._words, strict=True):
            for index, factor in word.parts:
                cost = self._levels[index].cost
                if cost is not None:
                    total += factor * np.asarray(cost[np.array([mentee])][0], np.int64)
                elif index == 0:
                    total[self._pins.get(mentee, [])] -= factor
        return costs

    def _search(self, start: int, limit: Ints) -> _Way:
        """Find a cheapest way from a mentee to the root that is shorter than `limit` (Dijkstra, lexicographically)."""
        m, root = self._m, self._m
        length = np.zeros((len(limit), m + 1), np.int64)
        length[0] = _NEVER
        done = np.zeros(m + 1, bool)
        came = np.full((m + 1, 2), -1)
        reached: dict[int, Ints] = {start: np.zeros_like(limit)}
        self._pass_on(start, reached[start], -1, length, done, came)
        cut = limit
        while True:
            nodes = np.flatnonzero(~done & (length[0] < _NEVER))
            if not len(nodes):
                break
            node = int(nodes[_least(length, nodes)])
            here = length[:, node].copy()
            if tuple(here) >= tuple(limit):
                break
            if node == root:
                cut = here
                break
            done[node] = True
            load = len(self.mentees[node])
            if load < self._problem.capacity[node]:
                _lower(length, root, here + load * self._spread - self._price[:, node], came, (node, -1))
            for mentee in self.mentees[node]:
                # a pair that can be chosen once may be worth more than it costs at these prices
                slack = self._offer[:, mentee] - self._cost(mentee)[:, node] - self._price[:, node]
                there = here + slack
                if mentee in reached and tuple(reached[mentee]) <= tuple(there):
                    continue
                reached[mentee] = there
                self._pass_on(mentee, there, node, length, done, came)
                last = self._places[len(self.mentors[mentee]) - 1][:, mentee]
                _lower(length, root, there + last - self._offer[:, mentee], came, (node, mentee))
        nearer = np.flatnonzero(done[:m])
        near = {mentee: there for mentee, there in reached.items() if tuple(there) < tuple(cut)}
        pairs = self._pairs_on(came) if cut is not limit else None
        return _Way(pairs, nearer, length[:, nearer], near, cut)

    def _pass_on(self, mentee: int, there: Ints, node: int, length: Ints, done: Bools, came: Ints) -> None:
        """Lower what is reached by passing a mentee on, from a mentor or (-1) from the beginning."""
        open_ = self._allowed[mentee] & ~done[: self._m]
        open_[self.mentors[mentee]] = False
        nodes = np.flatnonzero(open_)
        ways = there[:, None] + self._cost(mentee)[:, nodes] + self._price[:, nodes] - self._offer[:, mentee, None]
        less, tie = np.zeros(len(nodes), bool), np.ones(len(nodes), bool)
        for way, known in zip(ways, length[:, nodes], strict=True):
            less |= tie & (way < known)
            tie &= way == known
        length[:, nodes[less]] = ways[:, less]
        came[nodes[less]] = node, mentee

    def _pairs_on(self, came: Ints) -> list[tuple[int, int, int]]:
        node, mentee = came[self._m].tolist()
        pairs = [(mentee, node, -1)] if mentee >= 0 else []
        while node >= 0:
            before, mentee = came[node].tolist()
            pairs.append((mentee, before, node))
            node = before
        return pairs[::-1]


def _least(vectors: Ints, places: Ints) -> int:
    """Which of some places, by its position among them, has the smallest vector; vectors along the first axis."""
    among = np.arange(len(places))
    for word in vectors:
        values = word[places[among]]
        among = among[values == values.min()]
        if len(among) == 1:
            break
    return int(among[0])


def _lower(length: Ints, node: int, way: Ints, came: Ints, by: tuple[int, int]) -> None:
    if length[0, node] == _NEVER or tuple(way) < tuple(length[:, node]):
        length[:, node] = way
        came[node] = by
