"""Three ways to a near-optimal assignment in floating point; `residual` makes it exact, `certificate` proves it."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]  # scipy ships no types
    min_weight_full_bipartite_matching,
)

from mentorship_gsheets.matching.problem import Ints
from mentorship_gsheets.matching.residual import Face

Floats = NDArray[np.float64]
Engine = Callable[[Face, Floats, float], Ints]

#: Largest bonus that leaves float64 enough digits for the costs themselves.
_BONUS = 2.0**50


def dense(face: Face, cost: Floats, spread: float) -> Ints:
    """`scipy.optimize.linear_sum_assignment` on mentees by places.

    Parameters
    ----------
    face
        Pairs and loads permitted; at least one matching lies on it.
    cost
        Cost of each of the face's pairs, staying unmatched included.
    spread
        Cost of place s of a mentor is s x spread.

    Returns
    -------
    Ints
        Mentor of each mentee, `face.m` for the unmatched.
    """
    owner, extra = _places(face, cost, spread)
    staying = face.cols == face.m
    matrix = np.full((face.n, face.m + 1), np.inf)
    matrix[face.rows, face.cols] = cost
    stay = matrix[:, face.m]
    full = matrix[:, owner] + extra
    full = np.where(np.isinf(full), stay[:, None], full)
    # whoever sits on a forbidden place stays unmatched; with n places in all, nobody is pushed onto one
    missing = max(0, face.n - len(owner)) if staying.any() else 0
    missing = max(missing, int(min(staying.sum(), face.n)) if (face.low > 0).any() else missing)
    full = np.hstack([full, np.repeat(stay[:, None], missing, axis=1)])
    rows, places = linear_sum_assignment(full)
    mates = np.full(face.n, face.m)
    sitting = places < len(owner)
    mates[rows[sitting]] = owner[places[sitting]]
    refused = np.isinf(matrix[np.arange(face.n), mates])
    mates[refused] = face.m
    return mates


def sparse(face: Face, cost: Floats, spread: float) -> Ints:
    """SciPy's LAPJVsp (`min_weight_full_bipartite_matching`) on the pairs of the face; as `dense` otherwise."""
    owner, extra = _places(face, cost, spread)
    rows, columns, weights = _arcs(face, cost, owner, extra)
    # explicit zeros vanish from the sparse matrix, hence weights from 1 up
    graph = csr_array((weights - weights.min() + 1, (rows, columns)), shape=(face.n, len(owner) + face.n))
    chosen, places = min_weight_full_bipartite_matching(graph)
    mates = np.full(face.n, face.m)
    sitting = places < len(owner)
    mates[chosen[sitting]] = owner[places[sitting]]
    return mates


def bipartite(face: Face, cost: Floats, spread: float) -> Ints:
    """networkx's `bipartite.minimum_weight_full_matching`; as `dense` otherwise."""
    owner, extra = _places(face, cost, spread)
    rows, columns, weights = _arcs(face, cost, owner, extra)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(face.n))
    graph.add_weighted_edges_from(zip(rows.tolist(), (columns + face.n).tolist(), weights.tolist(), strict=True))
    pairs = nx.bipartite.minimum_weight_full_matching(graph, top_nodes=range(face.n))
    places = np.array([pairs[mentee] - face.n for mentee in range(face.n)])
    return np.where(places < len(owner), np.append(owner, np.full(face.n, face.m))[places], face.m)


def _places(face: Face, cost: Floats, spread: float) -> tuple[Ints, Floats]:
    """Mentor and extra cost of every place; places that must be taken are cheap."""
    degree = np.bincount(face.cols, minlength=face.m + 1)[: face.m]
    count = np.minimum(face.high, degree)
    owner = np.repeat(np.arange(face.m), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    movable = np.bincount(face.rows, minlength=face.n)[face.rows] > 1
    choices = cost[movable] if movable.any() else np.zeros(1)
    bonus = (face.n + 1) * (np.ptp(choices) + spread * (number.max(initial=0) + 1)) + 1
    bonus = min(bonus, _BONUS)
    return owner, number * float(spread) - np.where(number < face.low[owner], bonus, 0.0)


def _arcs(face: Face, cost: Floats, owner: Ints, extra: Floats) -> tuple[Ints, Ints, Floats]:
    """Every pair once per place of its mentor, every staying mentee with a column of their own."""
    count = np.bincount(owner, minlength=face.m + 1)
    first = np.cumsum(count) - count
    paired = face.cols < face.m
    rows, cols, weight = face.rows[paired], face.cols[paired], cost[paired]
    each = count[cols]
    place = np.repeat(first[cols], each) + np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    stay = face.rows[~paired]
    return (
        np.concatenate([np.repeat(rows, each), stay]),
        np.concatenate([place, len(owner) + stay]),
        np.concatenate([np.repeat(weight, each) + extra[place], cost[~paired]]),
    )
