"""From a good matching to a proven one: negative cycles are cancelled, shortest distances become the prices.

Everything here is exact integer arithmetic. An engine only has to come close: if its matching can still be
improved, the improvement shows as a negative cycle of the residual graph and is made (Klein 1967); otherwise the
shortest distances there (Bellman 1958, Ford 1956) are the dual potentials that prove it.

The residual graph is never built. Node i is a mentor, node m "unmatched"; an edge i -> k is a mentee of i who could
go to k, and costs what that changes. A free place is an edge from the mentor to m, giving up the last place an edge
from m to the mentor.

References
----------
M. Klein, A primal method for minimal cost flows, Management Science 14 (1967).
R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, chapters 5 and 9.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentorship_gsheets.matching.candidate_graph import CandidateGraph
from mentorship_gsheets.matching.problem import Ints

#: Rounds of relaxation that usually do; more of them hint at a negative cycle.
_PATIENCE = 64
#: Rounds between two looks for cycles: a look costs about as much as a round, and most find nothing.
_ROUNDS = 4


def repair(
    graph: CandidateGraph, cost: Ints, spread: int, mates: Ints, prices: Ints | None = None
) -> tuple[Ints, Ints]:
    """Improve a matching until no cycle of changes makes it cheaper, and find the prices that prove it.

    Parameters
    ----------
    graph
        Edges and loads permitted.
    cost
        Cost of every edge, shape (edges,); sums along any simple path fit int64.
    spread
        Cost of place s of a mentor is s x spread.
    mates
        A matching on the graph: mentor of each mentee, `graph.m` for the unmatched, shape (mentees,).
    prices
        Prices near the true ones, shape (mentors + 1,), where the matching is known to be improvable; None: it
        is probably optimal already.

    Returns
    -------
    mates
        A cheapest matching on the graph, shape (mentees,).
    prices
        Price of a place with each mentor and, last, of staying unmatched, which is 0; shape (mentors + 1,).

    Notes
    -----
    A matching is optimal if and only if its residual graph has no negative cycle, and then the shortest distances
    to "unmatched" are optimal dual prices (Ahuja, Magnanti, Orlin 1993, theorems 9.1 and 9.3).

    Examples
    --------
    Both mentees sit where they cost most; changing places saves 5 + 7.

    >>> everybody = np.repeat([0, 1], 2), np.tile([0, 1], 2)
    >>> graph = CandidateGraph.of(*everybody, np.zeros(2, bool), np.ones(2, int), np.ones(2, int))
    >>> mates, prices = repair(graph, np.array([5, 0, 0, 7]), 0, np.array([0, 1]))
    >>> mates.tolist()
    [1, 0]
    """
    done = False
    if prices is None:
        prices, done = _bellman_ford(graph, cost, spread, mates, _PATIENCE)
    if not done:
        mates = _cancel_negative_cycles(graph, cost, spread, mates, prices)
        prices, _ = _bellman_ford(graph, cost, spread, mates, None)
    return mates, prices - prices[graph.m]


def optimal_face(graph: CandidateGraph, cost: Ints, spread: int, mates: Ints, prices: Ints) -> CandidateGraph:
    """Keep what the optimal matchings use: edges of reduced cost 0, loads that cost nothing extra.

    Parameters
    ----------
    graph, cost, spread
        As for `repair`.
    mates, prices
        As `repair` returned them.

    Returns
    -------
    CandidateGraph
        Its matchings are exactly the cheapest ones of `graph`: the face of the polytope on which the optimum lies.

    Notes
    -----
    Complementary slackness: with optimal prices, a matching is optimal if and only if it uses tight edges only and
    every place cheaper than its mentor's price, and no dearer one (Ahuja, Magnanti,
    Orlin 1993, theorem 9.4).
    """
    offers = cost[graph.chosen(mates)] + prices[mates]
    keep = cost + prices[graph.cols] == offers[graph.rows]
    places = prices[: graph.m]
    if spread:
        high = np.clip(places // spread + 1, graph.low, graph.high)
        low = np.clip(-(-places // spread), graph.low, graph.high)
    else:
        high = np.where(places < 0, graph.low, graph.high)
        low = np.where(places > 0, graph.high, graph.low)
    return replace(graph, rows=graph.rows[keep], cols=graph.cols[keep], low=low, high=high)


def _bellman_ford(
    graph: CandidateGraph, cost: Ints, spread: int, mates: Ints, patience: int | None
) -> tuple[Ints, bool]:
    """Prices such that nobody gains by moving, in at most `patience` rounds from zeros; False if they ran out."""
    n, m = graph.n, graph.m
    starts = graph.starts()
    loads = np.bincount(mates, minlength=m + 1)[:m]
    own = cost[graph.chosen(mates)]
    # mentees sorted by where they are, so that one reduceat finds the best move out of every mentor
    order = np.argsort(mates, kind="stable")
    holders, first = np.unique(mates[order], return_index=True)
    price = np.zeros(m + 1, np.int64)
    while patience is None or patience > 0:
        offers = _relax_places(graph, spread, loads, price)
        if n:
            best = np.minimum.reduceat(price[graph.cols] + cost, starts) - own
            offers[holders] = np.minimum(offers[holders], np.minimum.reduceat(best[order], first))
        if (offers == price).all():
            return price, True
        price = offers
        patience = None if patience is None else patience - 1
    return price, False


def _relax_places(graph: CandidateGraph, spread: int, loads: Ints, price: Ints) -> Ints:
    """Prices lowered to what one more place costs, or one place fewer saves."""
    m = graph.m
    offers = price.copy()
    np.minimum(offers[:m], price[m] + loads * spread, out=offers[:m], where=loads < graph.high)
    undo = (price[:m] - (loads - 1) * spread)[loads > graph.low]
    offers[m] = min(int(offers[m]), int(undo.min(initial=offers[m])))
    return offers


def _cancel_negative_cycles(graph: CandidateGraph, cost: Ints, spread: int, mates: Ints, price: Ints) -> Ints:
    """Cancel negative cycles until there is none; `price` are labels to start from, any will do, good ones save time.

    Returns the mates of a cheapest matching. Only labels next to one that changed are looked at again, so a matching
    that is nearly optimal is repaired in time that depends on how much is wrong with it.
    """
    search = _LabelCorrection(graph, cost, spread, mates, price)
    lowered = search.lower(np.arange(len(graph.rows)))
    rounds = 0
    while len(lowered):
        rounds += 1
        moved = search.cancel(lowered) if rounds % _ROUNDS == 0 else np.zeros(0, np.int64)
        lowered = search.lower(np.concatenate([search.into(lowered), search.of(moved)]))
    return search.mates


class _LabelCorrection:
    """Label correcting on the residual graph, with the last improvement of every label.

    The label of a node is at most the cost of passing one mentee on from there; `mentee` and `target` say by whom
    and to where, or -1 for a place more or fewer. A class, because six arrays change together in every round.
    """

    def __init__(self, graph: CandidateGraph, cost: Ints, spread: int, mates: Ints, price: Ints) -> None:
        self.graph, self.cost, self.spread = graph, cost, spread
        self.mates, self.price = mates.copy(), price.copy()
        self.own = cost[graph.chosen(mates)]
        self.loads = np.bincount(mates, minlength=graph.m + 1)[: graph.m]
        self.mentee = np.full(graph.m + 1, -1)
        self.target = np.full(graph.m + 1, -1)
        self.by_col = np.argsort(graph.cols, kind="stable")
        self.col_start = np.searchsorted(graph.cols[self.by_col], np.arange(graph.m + 2))
        self.row_start = np.append(graph.starts(), len(graph.rows))

    def into(self, nodes: Ints) -> Ints:
        """The edges of some mentors."""
        return self.by_col[_ranges(self.col_start[nodes], self.col_start[nodes + 1])]

    def of(self, mentees: Ints) -> Ints:
        """The edges of some mentees."""
        return _ranges(self.row_start[mentees], self.row_start[mentees + 1])

    def lower(self, edges: Ints) -> Ints:
        """Lower labels by moving along some edges, or by a place more or fewer; returns the nodes lowered."""
        rows, cols = self.graph.rows[edges], self.graph.cols[edges]
        values = self.price[cols] + self.cost[edges] - self.own[rows]
        nodes = self.mates[rows]
        better = np.flatnonzero(values < self.price[nodes])
        # the best improvement of each node comes first, and only that one is taken
        better = better[np.lexsort((values[better], nodes[better]))]
        better = better[np.diff(nodes[better], prepend=-1) > 0]
        places = self._lower_by_places()
        self.price[nodes[better]] = values[better]
        self.mentee[nodes[better]], self.target[nodes[better]] = rows[better], cols[better]
        return np.union1d(nodes[better], places)

    def _lower_by_places(self) -> Ints:
        m, price = self.graph.m, self.price
        more = np.where(self.loads < self.graph.high, price[m] + self.loads * self.spread, price[:m])
        fewer = np.where(self.loads > self.graph.low, price[:m] - (self.loads - 1) * self.spread, price[m])
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
        """Make the moves of every cycle through some nodes; cycles share nobody. Returns the mentees moved.

        A cycle of last improvements is a negative cycle: every node on it was lowered through the next, which was
        lowered again since (Cherkassky and Goldberg 1999, "parent graph").
        """
        moved = []
        for cycle in _cycles(self.target, nodes):
            for node in cycle:
                j = int(self.mentee[node])
                if j >= 0:
                    self.mates[j] = self.target[node]
                    moved.append(j)
            self.target[cycle] = -1
        who = np.array(moved, np.int64)
        edges = self.of(who)
        self.own[who] = self.cost[edges[self.graph.cols[edges] == self.mates[self.graph.rows[edges]]]]
        self.loads = np.bincount(self.mates, minlength=self.graph.m + 1)[: self.graph.m]
        return who


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
