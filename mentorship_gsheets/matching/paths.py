"""Cheapest ways through the residual graph of a best matching."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.exchange import NEVER, Exchange
from mentorship_gsheets.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Cheapest ways to pass one mentee on from any node to one node.

    Parameters
    ----------
    length
        Reduced cost of the way in each word, shape (words, nodes); `NEVER` in the first word where there is none.
    follows
        The next node on the way, shape (nodes,); -1 at the goal.
    known
        Nodes whose way is final, a bool each.
    """

    length: Ints
    follows: Ints
    known: Bools


def paths_to(exchange: Exchange, goal: int, enough: Callable[[int, Ints], bool] | None = None) -> Paths:
    """Shortest paths to one node, word by word exact (Dijkstra 1959).

    Parameters
    ----------
    exchange
        The graph.
    goal
        A node.
    enough
        Asked with every node that becomes known, the nearest first, and the words of its length: may we stop?
    """
    words, count, _ = exchange.cost.shape
    length = np.zeros((max(1, words), count), np.int64)
    length[0] = NEVER
    length[0, goal] = 0
    follows = np.full(count, -1)
    known = np.zeros(count, bool)
    open_ = length[0].copy()
    while True:
        node = int(open_.argmin())
        if open_[node] == NEVER:
            return Paths(length, follows, known)
        ties = np.flatnonzero(open_ == open_[node])
        for word in length[1:]:
            values = word[ties]
            ties = ties[values == values.min()]
        node = int(ties[0])
        known[node] = True
        open_[node] = NEVER
        if enough is not None and enough(node, length[:, node]):
            return Paths(length, follows, known)
        where = _relax(exchange.cost[:, node], length, follows, known, node)
        open_[where] = length[0, where]


def _relax(steps: Ints, length: Ints, follows: Ints, known: Bools, node: int) -> Ints:
    """Try going through one node from everywhere; returns the nodes for which that is shorter."""
    if not len(steps):
        return np.zeros(0, np.int64)
    through = steps[0] + length[0, node]
    better = through < length[0]
    tie = np.flatnonzero((through == length[0]) & (through < NEVER) & ~known)
    for step, present in zip(steps[1:], length[1:], strict=True):
        if not len(tie):
            break
        rest, now = step[tie] + present[node], present[tie]
        better[tie[rest < now]] = True
        tie = tie[rest == now]
    better &= ~known
    where = np.flatnonzero(better)
    length[:, where] = steps[:, where] + length[:, node, None]
    follows[where] = node
    return where


def all_lengths(exchange: Exchange) -> Ints:
    """Lengths between all nodes, shape (words, to, from), as `Exchange.cost` (Floyd 1962, Warshall 1962)."""
    length = exchange.cost.copy()
    count = length.shape[1]
    length[:, np.arange(count), np.arange(count)] = 0
    through = np.empty_like(length)
    for node in range(count if len(length) else 0):
        np.add(length[:, :, node, None], length[:, None, node], out=through)
        better = through[0] < length[0]
        tie = through[0] == length[0]
        for new, known in zip(through[1:], length[1:], strict=True):
            better |= tie & (new < known)
            tie &= new == known
        to, from_ = np.nonzero(better)
        length[:, to, from_] = through[:, to, from_]
    return length
