"""Engines: libraries that find an assignment which is best, or nearly, in one group of levels.

An engine computes in float64 and may round; `optimality_repair` makes its answer exact. So what an engine must
return is a matching, and what it should return is a good one.

References
----------
D. F. Crouse, On implementing 2D rectangular assignment algorithms, IEEE Trans. Aerosp. Electron. Syst. 52 (2016).
R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems,
Computing 38 (1987).
H. N. Gabow, Scaling algorithms for network problems, J. Comput. Syst. Sci. 31 (1985).
R. M. Karp, An algorithm to solve the m x n assignment problem in expected time O(mn log n), Networks 10 (1980).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching.candidate_graph import CandidateGraph
from mentorship_gsheets.matching.optimality_repair import repair
from mentorship_gsheets.matching.problem import Ints

Floats = NDArray[np.float64]

#: Bits of the costs an engine is given: float64 adds integers exactly up to 2**53, path sums need the rest.
BITS = 44
#: Makes a place that must be taken cheaper than any other, and still leaves digits for the costs.
BONUS = 2.0**50
#: LAPJVsp raises prices by the smallest differences there are, which takes long where costs have many bits. It is
#: first run on the highest `TOP` bits, then on `STEP` more at a time, from prices lowered by `MARGIN` units.
TOP, STEP, MARGIN = 20, 5, 8


@dataclass(frozen=True, slots=True, eq=False)
class WarmStart:
    """Where an engine may start: mentors' prices believed to be at most `error` too high.

    Parameters
    ----------
    prices
        Price of a place with each mentor, and of staying unmatched, in units of the cost; shape (mentors + 1,).
    error
        By how much, in the same units.
    """

    prices: Ints
    error: int


#: Graph, cost of each edge, cost of each further place, a known matching, where to start -> mates. See `dense`.
Engine = Callable[[CandidateGraph, Ints, int, Ints, WarmStart | None], Ints]


def dense(graph: CandidateGraph, cost: Ints, spread: int, _known: Ints, _start: WarmStart | None = None) -> Ints:
    """`scipy.optimize.linear_sum_assignment` on mentees by places (Crouse 2016).

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
        Mentor of each mentee, `graph.m` for the unmatched, shape (mentees,). Rounding can leave it off the graph or
        not quite best.

    Examples
    --------
    >>> everybody = np.repeat([0, 1], 2), np.tile([0, 1], 2)
    >>> graph = CandidateGraph.of(*everybody, np.zeros(2, bool), np.zeros(2, int), np.ones(2, int))
    >>> dense(graph, np.array([0, 1, 0, 5]), 0, np.array([0, 1])).tolist()
    [1, 0]
    """
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types

    places = _places(graph)
    matrix = np.full((graph.n, graph.m + 1), np.inf)
    matrix[graph.rows, graph.cols] = cost
    stay = matrix[:, graph.m, None]
    full = matrix[:, places.owner] + places.floor(spread)
    # who sits on a forbidden place stays unmatched; among n places nobody is in the way of anybody
    np.copyto(full, stay, where=np.isinf(full))
    spare = graph.n if places.bonus.any() else max(0, graph.n - len(places.owner))
    seats = linear_sum_assignment(np.hstack([full, np.repeat(stay, spare, axis=1)]))[1]
    mates = places.mates(seats)
    return np.where(np.isinf(matrix[np.arange(graph.n), mates]), graph.m, mates)


def bipartite(graph: CandidateGraph, cost: Ints, spread: int, _known: Ints, _start: WarmStart | None = None) -> Ints:
    """networkx's `bipartite.minimum_weight_full_matching` (Karp 1980); parameters and result as for `dense`.

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

    Examples
    --------
    >>> everybody = np.repeat([0, 1], 2), np.tile([0, 1], 2)
    >>> graph = CandidateGraph.of(*everybody, np.zeros(2, bool), np.zeros(2, int), np.ones(2, int))
    >>> bipartite(graph, np.array([0, 1, 0, 5]), 0, np.array([0, 1])).tolist()
    [1, 0]
    """
    import networkx as nx

    places = _places(graph)
    arcs = _arcs(graph, places)
    weight = cost[arcs.pair] + np.append(places.floor(spread), np.zeros(graph.n))[arcs.seat]
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(graph.n))
    network.add_weighted_edges_from(
        zip(graph.rows[arcs.pair].tolist(), (arcs.seat + graph.n).tolist(), weight.tolist(), strict=True)
    )
    pairs = nx.bipartite.minimum_weight_full_matching(network, top_nodes=range(graph.n))
    return places.mates(np.array([pairs[mentee] for mentee in range(graph.n)]) - graph.n)


def sparse(graph: CandidateGraph, cost: Ints, spread: int, known: Ints, warm: WarmStart | None = None) -> Ints:
    """SciPy's LAPJVsp (`min_weight_full_bipartite_matching`), coarse costs first; as `dense` otherwise.

    Parameters
    ----------
    graph, cost, spread
        As for `dense`.
    known
        Any matching on the graph, shape (mentees,).
    warm
        Prices from a similar problem save coarse rounds.

    Returns
    -------
    Ints
        As for `dense`; always on the graph.

    Notes
    -----
    Jonker and Volgenant (1987). Prices found for costs without their low bits start the next, finer round, as in
    the scaling algorithm of Gabow (1985).

    Examples
    --------
    >>> everybody = np.repeat([0, 1], 2), np.tile([0, 1], 2)
    >>> graph = CandidateGraph.of(*everybody, np.zeros(2, bool), np.zeros(2, int), np.ones(2, int))
    >>> sparse(graph, np.array([0, 1, 0, 5]), 0, np.array([0, 1])).tolist()
    [1, 0]
    """
    arcs = _arcs(graph, _places(graph)).known_first(graph, known)
    shift = first_shift(cost, spread)
    if warm is None and graph.low.any():
        warm = WarmStart(np.zeros(graph.m + 1, np.int64), MARGIN * int(np.ptp(cost) + spread))
    if warm is not None:
        shift = min(shift, max(0, (warm.error // MARGIN**2).bit_length()))
    while shift > 0:
        warm = _refined(graph, arcs, cost, spread, shift, warm)
        shift = max(0, shift - STEP)
    return _lapjvsp(graph, arcs, cost, spread, warm)


def first_shift(cost: Ints, spread: int) -> int:
    """How many bits of the costs `sparse` leaves out at first; `cost` has shape (edges,), `spread` is one place's.

    Parameters
    ----------
    cost
        Cost of every edge, shape (edges,).
    spread
        Cost of one further place.

    Returns
    -------
    int
        0 where all costs have at most `TOP` bits.
    """
    return max(0, max(int(np.ptp(cost)), spread).bit_length() - TOP)


def _refined(
    graph: CandidateGraph, arcs: _Arcs, cost: Ints, spread: int, shift: int, warm: WarmStart | None
) -> WarmStart:
    """Prices for the costs without their lowest bits."""
    if warm is not None:
        warm = WarmStart(warm.prices >> shift, (warm.error >> shift) + 1)
    mates = _lapjvsp(graph, arcs, cost >> shift, spread >> shift, warm)
    prices = repair(graph, cost >> shift, spread >> shift, mates)[1]
    return WarmStart(prices << shift, MARGIN << shift)


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Owner and number of every place of every mentor, and a bonus on places that must be taken."""

    owner: Ints
    number: Ints
    bonus: Floats
    m: int

    def floor(self, spread: int) -> Floats:
        """What a place costs whoever takes it."""
        floor: Floats = self.number * float(spread) - self.bonus
        return floor

    def mates(self, seats: Ints) -> Ints:
        """Owners of seats; those beyond the places mean unmatched."""
        return np.append(self.owner, self.m)[np.minimum(seats, len(self.owner))]


def _places(graph: CandidateGraph) -> _Places:
    degree = np.bincount(graph.cols, minlength=graph.m + 1)[: graph.m]
    count = np.minimum(graph.high, degree)
    owner = np.repeat(np.arange(graph.m), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return _Places(owner, number, np.where(number < graph.low[owner], BONUS, 0.0), graph.m)


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Every pair once per place of its mentor, everybody who may stay unmatched with a seat of their own."""

    pair: Ints
    seat: Ints
    start: Ints
    places: _Places

    def known_first(self, graph: CandidateGraph, mates: Ints) -> _Arcs:
        """Put a matching's arcs first: scipy looks for any full matching before it looks for the best one."""
        order = np.argsort(mates, kind="stable")
        number = np.empty(graph.n, np.int64)
        number[order] = np.arange(graph.n) - np.searchsorted(mates[order], mates[order])
        owners = np.append(self.places.owner, np.full(graph.n, graph.m))[self.seat]
        numbers = np.append(self.places.number, np.zeros(graph.n, np.int64))[self.seat]
        rows = graph.rows[self.pair]
        mine = np.flatnonzero((owners == mates[rows]) & ((numbers == number[rows]) | (owners == graph.m)))
        swap = np.arange(len(self.pair))
        swap[self.start], swap[mine] = mine, self.start
        return _Arcs(self.pair[swap], self.seat[swap], self.start, self.places)


def _arcs(graph: CandidateGraph, places: _Places) -> _Arcs:
    count = np.append(np.bincount(places.owner, minlength=graph.m), 1)
    first = np.cumsum(count) - count
    each = count[graph.cols]
    ends = np.cumsum(each)
    pair = np.repeat(np.arange(len(graph.rows)), each)
    seat = first[graph.cols[pair]] + np.arange(len(pair)) - (ends - each)[pair]
    staying = graph.cols[pair] == graph.m
    seat[staying] = len(places.owner) + graph.rows[pair[staying]]
    return _Arcs(pair, seat, (ends - each)[graph.starts()], places)


def _lapjvsp(graph: CandidateGraph, arcs: _Arcs, cost: Ints, spread: int, warm: WarmStart | None) -> Ints:
    """One run from starting prices, repeated with lower ones should a place with a price be left over."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]  # as above

    places = arcs.places
    floor = places.floor(spread)
    weight = cost[arcs.pair] + np.append(floor, np.zeros(graph.n))[arcs.seat]
    ends = np.append(arcs.start, len(weight))
    while True:
        start = np.zeros(len(floor) + graph.n)
        if warm is not None:
            start[: len(floor)] = np.maximum(0, warm.prices[places.owner] - floor - warm.error)
        rest = weight + start[arcs.seat]
        rest -= np.repeat(np.minimum.reduceat(rest, arcs.start), np.diff(ends))
        # explicit zeros vanish from the sparse matrix, hence weights from 1 up
        seats = min_weight_full_bipartite_matching(csr_array((rest + 1, arcs.seat, ends), shape=(graph.n, len(start))))[
            1
        ]
        start[seats] = 0
        if warm is None or not start.any():
            return places.mates(seats)
        warm = WarmStart(warm.prices, MARGIN * warm.error)
