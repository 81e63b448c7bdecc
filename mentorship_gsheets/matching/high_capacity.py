"""Few mentors with very many places each: one mentee after the other along cheapest paths between mentors.

The engines give every place a node of its own; with a hundred places for each mentor that graph is a hundred times
too large, because the places of one mentor cannot be told apart.

References
----------
R. G. Busacker, P. J. Gowen, A procedure for determining a family of minimum-cost network flow patterns, Operations
Research Office, Johns Hopkins University 1960.
"""

from __future__ import annotations

import numpy as np

from mentorship_gsheets.matching.candidate_graph import CandidateGraph
from mentorship_gsheets.matching.engines import BONUS, WarmStart
from mentorship_gsheets.matching.problem import Ints

_NEVER = 2**60


def successive_shortest_paths(
    graph: CandidateGraph, cost: Ints, spread: int, _known: Ints, _start: WarmStart | None = None
) -> Ints:
    """Successive shortest paths (Busacker and Gowen 1960) on a graph of mentors; parameters as for `engines.dense`.

    Parameters
    ----------
    graph
        Edges and loads permitted; at least one matching lies on it.
    cost
        Cost of every edge, staying unmatched included, below 2**44; shape (edges,).
    spread
        Cost of place s of a mentor is s x spread.
    _known, _start
        What `sparse` is given besides: not used here, so that all engines share one signature.

    Returns
    -------
    Ints
        Mentor of each mentee, `graph.m` for the unmatched, shape (mentees,).

    Notes
    -----
    Places of a mentor are interchangeable, so the graph has a node for each mentor and none for places: time grows
    with mentees x mentors squared, whatever the capacities.
    """
    state = _Assignment(graph, cost, spread)
    for mentee in range(graph.n):
        state.admit(mentee)
    return state.mates


class _Assignment:
    """A cheapest matching of the mentees admitted so far.

    Node m is "unmatched". `move[i, k]` is the least cost of passing one mentee of i on to k, `who[i, k]` that mentee.
    """

    def __init__(self, graph: CandidateGraph, cost: Ints, spread: int) -> None:
        self.graph, self.spread = graph, spread
        self.cost = np.full((graph.n, graph.m + 1), _NEVER)
        self.cost[graph.rows, graph.cols] = cost
        self.mates = np.full(graph.n, -1)
        self.loads = np.zeros(graph.m, np.int64)
        self.move = np.full((graph.m + 1, graph.m + 1), _NEVER)
        self.who = np.full((graph.m + 1, graph.m + 1), -1)

    def admit(self, mentee: int) -> None:
        """Take in one mentee and let others move as is cheapest."""
        m = self.graph.m
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
        bonus = np.where(self.loads < self.graph.low, int(BONUS), 0)
        return np.append(np.where(self.loads < self.graph.high, self.loads * self.spread - bonus, _NEVER), 0)

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
