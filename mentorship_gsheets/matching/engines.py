"""Three ways to an assignment that is best in one group of levels; `residual` makes it exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]  # scipy ships no types
    min_weight_full_bipartite_matching,
)

from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.problem import Ints
from mentorship_gsheets.matching.residual import proven

Floats = NDArray[np.float64]

#: Bits of the costs an engine is given: float64 adds integers exactly up to 2**53, path sums need the rest.
BITS = 44
#: Makes a place that must be taken cheaper than any other, and still leaves digits for the costs.
BONUS = 2.0**50
#: LAPJVsp raises prices by the smallest differences there are, which takes long where costs have many bits. It is
#: first run on the highest `TOP` bits, then on `STEP` more at a time, from prices lowered by `MARGIN` units.
TOP, STEP, MARGIN = 20, 5, 8


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """Mentors' prices, shape (mentors + 1,), believed to be at most `error` too high."""

    prices: Ints
    error: int


Engine = Callable[[Face, Ints, int, Ints, Guess | None], Ints]


def dense(face: Face, cost: Ints, spread: int, _known: Ints, _guess: Guess | None = None) -> Ints:
    """`scipy.optimize.linear_sum_assignment` on mentees by places (Crouse 2016).

    Parameters
    ----------
    face
        Pairs and loads permitted; at least one matching lies on it.
    cost
        Cost of each of the face's pairs, staying unmatched included, below 2**44.
    spread
        Cost of place s of a mentor is s x spread.

    Returns
    -------
    Ints
        Mentor of each mentee, `face.m` for the unmatched. Rounding can leave it off the face or not quite best.
    """
    places = _places(face)
    matrix = np.full((face.n, face.m + 1), np.inf)
    matrix[face.rows, face.cols] = cost
    stay = matrix[:, face.m, None]
    full = matrix[:, places.owner] + places.floor(spread)
    # who sits on a forbidden place stays unmatched; among n places nobody is in the way of anybody
    np.copyto(full, stay, where=np.isinf(full))
    spare = face.n if places.bonus.any() else max(0, face.n - len(places.owner))
    seats = linear_sum_assignment(np.hstack([full, np.repeat(stay, spare, axis=1)]))[1]
    mates = places.mates(seats)
    return np.where(np.isinf(matrix[np.arange(face.n), mates]), face.m, mates)


def bipartite(face: Face, cost: Ints, spread: int, _known: Ints, _guess: Guess | None = None) -> Ints:
    """networkx's `bipartite.minimum_weight_full_matching` (Karp 1980); as `dense` otherwise."""
    places = _places(face)
    arcs = _arcs(face, places)
    weight = cost[arcs.pair] + np.append(places.floor(spread), np.zeros(face.n))[arcs.seat]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(face.n))
    graph.add_weighted_edges_from(
        zip(face.rows[arcs.pair].tolist(), (arcs.seat + face.n).tolist(), weight.tolist(), strict=True)
    )
    pairs = nx.bipartite.minimum_weight_full_matching(graph, top_nodes=range(face.n))
    return places.mates(np.array([pairs[mentee] for mentee in range(face.n)]) - face.n)


def sparse(face: Face, cost: Ints, spread: int, known: Ints, guess: Guess | None = None) -> Ints:
    """SciPy's LAPJVsp (`min_weight_full_bipartite_matching`), coarse costs first; as `dense` otherwise.

    Parameters
    ----------
    face, cost, spread
        As for `dense`.
    known
        Any matching on the face, shape (mentees,).
    guess
        Prices from a similar problem save coarse rounds.

    Notes
    -----
    Jonker and Volgenant (1987). Prices found for costs without their low bits start the next, finer round, as in
    the scaling algorithm of Gabow (1985).
    """
    arcs = _arcs(face, _places(face)).known_first(face, known)
    shift = first_shift(cost, spread)
    if guess is None and face.low.any():
        guess = Guess(np.zeros(face.m + 1, np.int64), MARGIN * int(np.ptp(cost) + spread))
    if guess is not None:
        shift = min(shift, max(0, (guess.error // MARGIN**2).bit_length()))
    while shift > 0:
        guess = _refined(face, arcs, cost, spread, shift, guess)
        shift = max(0, shift - STEP)
    return _lapjvsp(face, arcs, cost, spread, guess)


def first_shift(cost: Ints, spread: int) -> int:
    """How many bits of the costs `sparse` leaves out at first."""
    return max(0, max(int(np.ptp(cost)), spread).bit_length() - TOP)


def _refined(face: Face, arcs: _Arcs, cost: Ints, spread: int, shift: int, guess: Guess | None) -> Guess:
    """Prices for the costs without their lowest bits."""
    if guess is not None:
        guess = Guess(guess.prices >> shift, (guess.error >> shift) + 1)
    mates = _lapjvsp(face, arcs, cost >> shift, spread >> shift, guess)
    prices = proven(face, cost >> shift, spread >> shift, mates)[1]
    return Guess(prices << shift, MARGIN << shift)


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


def _places(face: Face) -> _Places:
    degree = np.bincount(face.cols, minlength=face.m + 1)[: face.m]
    count = np.minimum(face.high, degree)
    owner = np.repeat(np.arange(face.m), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    return _Places(owner, number, np.where(number < face.low[owner], BONUS, 0.0), face.m)


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Every pair once per place of its mentor, everybody who may stay unmatched with a seat of their own."""

    pair: Ints
    seat: Ints
    start: Ints
    places: _Places

    def known_first(self, face: Face, mates: Ints) -> _Arcs:
        """Put a matching's arcs first: scipy looks for any full matching before it looks for the best one."""
        order = np.argsort(mates, kind="stable")
        number = np.empty(face.n, np.int64)
        number[order] = np.arange(face.n) - np.searchsorted(mates[order], mates[order])
        owners = np.append(self.places.owner, np.full(face.n, face.m))[self.seat]
        numbers = np.append(self.places.number, np.zeros(face.n, np.int64))[self.seat]
        rows = face.rows[self.pair]
        mine = np.flatnonzero((owners == mates[rows]) & ((numbers == number[rows]) | (owners == face.m)))
        swap = np.arange(len(self.pair))
        swap[self.start], swap[mine] = mine, self.start
        return _Arcs(self.pair[swap], self.seat[swap], self.start, self.places)


def _arcs(face: Face, places: _Places) -> _Arcs:
    count = np.append(np.bincount(places.owner, minlength=face.m), 1)
    first = np.cumsum(count) - count
    each = count[face.cols]
    ends = np.cumsum(each)
    pair = np.repeat(np.arange(len(face.rows)), each)
    seat = first[face.cols[pair]] + np.arange(len(pair)) - (ends - each)[pair]
    staying = face.cols[pair] == face.m
    seat[staying] = len(places.owner) + face.rows[pair[staying]]
    return _Arcs(pair, seat, (ends - each)[face.starts()], places)


def _lapjvsp(face: Face, arcs: _Arcs, cost: Ints, spread: int, guess: Guess | None) -> Ints:
    """One run from starting prices, repeated with lower ones should a place with a price be left over."""
    places = arcs.places
    floor = places.floor(spread)
    weight = cost[arcs.pair] + np.append(floor, np.zeros(face.n))[arcs.seat]
    ends = np.append(arcs.start, len(weight))
    while True:
        start = np.zeros(len(floor) + face.n)
        if guess is not None:
            start[: len(floor)] = np.maximum(0, guess.prices[places.owner] - floor - guess.error)
        rest = weight + start[arcs.seat]
        rest -= np.repeat(np.minimum.reduceat(rest, arcs.start), np.diff(ends))
        # explicit zeros vanish from the sparse matrix, hence weights from 1 up
        seats = min_weight_full_bipartite_matching(csr_array((rest + 1, arcs.seat, ends), shape=(face.n, len(start))))[
            1
        ]
        start[seats] = 0
        if guess is None or not start.any():
            return places.mates(seats)
        guess = Guess(guess.prices, MARGIN * guess.error)
