"""Cheaper matchings along negative cycles of changes, found where something changed and nowhere else."""

from __future__ import annotations

import numpy as np

from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.problem import Ints

#: Rounds between two looks for cycles.
_ROUNDS = 4


class _Search:
    """Label correcting on the residual graph, with the last improvement of every label.

    Node i is a mentor, node m "unmatched". The label of a node is at most the cost of passing one mentee on from
    there; `mentee` and `target` say by whom and to where, or -1 for a place more or fewer.
    """

    def __init__(self, face: Face, cost: Ints, spread: int, mates: Ints, price: Ints) -> None:
        self.face, self.cost, self.spread = face, cost, spread
        self.mates, self.price = mates.copy(), price.copy()
        self.own = cost[face.chosen(mates)]
        self.loads = np.bincount(mates, minlength=face.m + 1)[: face.m]
        self.mentee = np.full(face.m + 1, -1)
        self.target = np.full(face.m + 1, -1)
        self.by_col = np.argsort(face.cols, kind="stable")
        self.col_start = np.searchsorted(face.cols[self.by_col], np.arange(face.m + 2))
        self.row_start = np.append(face.starts(), len(face.rows))

    def into(self, nodes: Ints) -> Ints:
        """The pairs of some mentors."""
        return self.by_col[_ranges(self.col_start[nodes], self.col_start[nodes + 1])]

    def of(self, mentees: Ints) -> Ints:
        """The pairs of some mentees."""
        return _ranges(self.row_start[mentees], self.row_start[mentees + 1])

    def lower(self, pairs: Ints) -> Ints:
        """Lower labels by moving along some pairs, or by a place more or fewer; returns the nodes lowered."""
        rows, cols = self.face.rows[pairs], self.face.cols[pairs]
        values = self.price[cols] + self.cost[pairs] - self.own[rows]
        nodes = self.mates[rows]
        better = np.flatnonzero(values < self.price[nodes])
        better = better[np.lexsort((values[better], nodes[better]))]
        better = better[np.diff(nodes[better], prepend=-1) > 0]
        slots = self._slots()
        self.price[nodes[better]] = values[better]
        self.mentee[nodes[better]], self.target[nodes[better]] = rows[better], cols[better]
        return np.union1d(nodes[better], slots)

    def _slots(self) -> Ints:
        m, price = self.face.m, self.price
        more = np.where(self.loads < self.face.high, price[m] + self.loads * self.spread, price[:m])
        fewer = np.where(self.loads > self.face.low, price[:m] - (self.loads - 1) * self.spread, price[m])
        lowered = np.flatnonzero(more < price[:m])
        last = int(fewer.argmin()) if m else -1
        if m and fewer[last] < price[m]:
            price[m] = fewer[last]
            self.mentee[m], self.target[m] = -1, last
            lowered = np.append(lowered, m)
        keep = lowered[lowered < m]
        price[keep] = more[keep]
        self.mentee[keep], self.target[keep] = -1, m
        return lowered

    def cancel(self, nodes: Ints) -> Ints:
        """Make the moves of every cycle through some nodes; cycles share nobody. Returns the mentees moved."""
        moved = []
        for cycle in _cycles(self.target, nodes):
            for node in cycle:
                j = int(self.mentee[node])
                if j >= 0:
                    self.mates[j] = self.target[node]
                    moved.append(j)
            self.target[cycle] = -1
        who = np.array(moved, np.int64)
        pairs = self.of(who)
        self.own[who] = self.cost[pairs[self.face.cols[pairs] == self.mates[self.face.rows[pairs]]]]
        self.loads = np.bincount(self.mates, minlength=self.face.m + 1)[: self.face.m]
        return who


def improve(face: Face, cost: Ints, spread: int, mates: Ints, price: Ints) -> Ints:
    """Cancel negative cycles until there is none (Klein 1967).

    Parameters
    ----------
    face, cost, spread, mates
        As for `residual.settle`.
    price
        Labels to start from, shape (mentors + 1,); any will do, good ones save time.

    Returns
    -------
    Ints
        Mentor of each mentee in a cheapest matching on the face.
    """
    search = _Search(face, cost, spread, mates, price)
    lowered = search.lower(np.arange(len(face.rows)))
    rounds = 0
    while len(lowered):
        rounds += 1
        moved = search.cancel(lowered) if rounds % _ROUNDS == 0 else np.zeros(0, np.int64)
        lowered = search.lower(np.concatenate([search.into(lowered), search.of(moved)]))
    return search.mates


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """The integers of several ranges, one after the other."""
    lengths = ends - starts
    offsets = np.cumsum(lengths) - lengths
    ranges: Ints = np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths)
    return ranges


def _cycles(target: Ints, nodes: Ints) -> list[list[int]]:
    """Cycles reached from some nodes in a graph in which each node points to one other, or to none (-1)."""
    seen: dict[int, int] = {}
    found = []
    for start in nodes.tolist():
        node, path = start, []
        while node >= 0 and node not in seen:
            seen[node] = start
            path.append(node)
            node = int(target[node])
        if node >= 0 and seen[node] == start and node in path:
            found.append(path[path.index(node) :])
    return found
