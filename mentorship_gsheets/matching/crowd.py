"""Few mentors with very many places each: one mentee after the other along cheapest paths between mentors."""

from __future__ import annotations

import numpy as np

from mentorship_gsheets.matching.engines import BONUS, Guess
from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.problem import Ints

_NEVER = 2**60


def crowded(face: Face, cost: Ints, spread: int, _known: Ints, _guess: Guess | None = None) -> Ints:
    """Successive shortest paths (Busacker and Gowen 1960) on a graph of mentors; parameters as for `engines.dense`.

    Notes
    -----
    Places of a mentor are interchangeable, so the graph has a node for each mentor and none for places: time grows
    with mentees x mentors squared, whatever the capacities.
    """
    state = _Crowd(face, cost, spread)
    for mentee in range(face.n):
        state.admit(mentee)
    return state.mates


class _Crowd:
    """A cheapest matching of the mentees admitted so far.

    Node m is "unmatched". `move[i, k]` is the least cost of passing one mentee of i on to k, `who[i, k]` that mentee.
    """

    def __init__(self, face: Face, cost: Ints, spread: int) -> None:
        self.face, self.spread = face, spread
        self.cost = np.full((face.n, face.m + 1), _NEVER)
        self.cost[face.rows, face.cols] = cost
        self.mates = np.full(face.n, -1)
        self.loads = np.zeros(face.m, np.int64)
        self.move = np.full((face.m + 1, face.m + 1), _NEVER)
        self.who = np.full((face.m + 1, face.m + 1), -1)

    def admit(self, mentee: int) -> None:
        """Take in one mentee and let others move as is cheapest."""
        m = self.face.m
        place = self._places()
        prices, follows = self._prices(place)
        node = int((self.cost[mentee] + prices).argmin())
        mover = mentee
        while True:
            former, self.mates[mover] = int(self.mates[mover]), node
            if former >= 0:
                self._recount(former)
            after = int(follows[node])
            if after < 0:
                break
            leaver = int(self.who[node, after])
            self._welcome(node, mover)
            mover, node = leaver, after
        self._welcome(node, mover)
        if node < m:
            self.loads[node] += 1

    def _places(self) -> Ints:
        """Cost of one more place with each mentor."""
        bonus = np.where(self.loads < self.face.low, int(BONUS), 0)
        return np.append(np.where(self.loads < self.face.high, self.loads * self.spread - bonus, _NEVER), 0)

    def _prices(self, place: Ints) -> tuple[Ints, Ints]:
        """Cost of one more mentee with each mentor, and to whom another is passed on (-1: to nobody)."""
        prices, follows = place, np.full(len(place), -1)
        while True:
            ways = self.move + prices
            best = ways.argmin(axis=1)
            through = ways[np.arange(len(best)), best]
            better = through < prices
            if not better.any():
                return prices, follows
            prices, follows = np.where(better, through, prices), np.where(better, best, follows)

    def _welcome(self, node: int, mentee: int) -> None:
        gain = np.where(self.cost[mentee] < _NEVER, self.cost[mentee] - self.cost[mentee, node], _NEVER)
        gain[node] = _NEVER
        better = gain < self.move[node]
        self.move[node, better] = gain[better]
        self.who[node, better] = mentee

    def _recount(self, node: int) -> None:
        here = np.flatnonzero(self.mates == node)
        self.move[node] = _NEVER
        if len(here):
            gain = self.cost[here] - self.cost[here, node, None]
            gain[self.cost[here] == _NEVER] = _NEVER
            gain[:, node] = _NEVER
            best = gain.argmin(axis=0)
            self.move[node], self.who[node] = gain[best, np.arange(gain.shape[1])], here[best]
