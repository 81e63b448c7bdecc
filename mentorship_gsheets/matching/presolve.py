"""Presolve: what an engine need not see.

People without a choice are fixed, mentors with room for everybody become an outside option, and places nobody would
reach are left away. Each step keeps at least one optimal matching; what was left away is added again where the
engine's answer shows that it matters.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentorship_gsheets.matching.candidate_graph import CandidateGraph
from mentorship_gsheets.matching.engines import MARGIN, STEP, Engine, WarmStart, first_shift, sparse
from mentorship_gsheets.matching.high_capacity import successive_shortest_paths
from mentorship_gsheets.matching.optimality_repair import repair
from mentorship_gsheets.matching.problem import Ints

#: Places of a mentor shown to the engine at first, on top of a fair share; those who fill up are shown more.
_SPARE, _GROWTH = 3, 4
#: With so many pairs times places, few mentors, measured, are quicker served without telling places apart.
_MANY, _TOO_MANY, _QUICKER = 500_000, 40_000_000, 30


def assign(engine: Engine, graph: CandidateGraph, cost: Ints, spread: int, warm: WarmStart | None, mates: Ints) -> Ints:
    """Let an engine choose among the pairs that are open, on a graph made as small as possible first.

    Parameters
    ----------
    engine
        One of `engines`.
    graph, cost, spread, warm
        As for the engines.
    mates
        A matching on the graph, kept where the engine finds none.

    Returns
    -------
    Ints
        Mentor of each mentee, `graph.m` for the unmatched; always on the graph.
    """
    free = np.bincount(graph.rows, minlength=graph.n) > 1
    if not free.any():
        return mates
    fixed = np.bincount(mates[~free], minlength=graph.m + 1)[: graph.m]
    open_ = free[graph.rows]
    part = CandidateGraph(
        (np.cumsum(free) - 1)[graph.rows[open_]],
        graph.cols[open_],
        np.maximum(0, graph.low - fixed),
        graph.high - fixed,
        int(free.sum()),
        graph.m,
    )
    found = mates.copy()
    cost = cost[open_] + np.append(fixed, 0)[part.cols] * spread
    found[free] = _with_outside(engine, part, cost, spread, warm, mates[free])
    return found if graph.holds(found) else mates


def coarse_warm_start(graph: CandidateGraph, cost: Ints, spread: int, mates: Ints) -> WarmStart:
    """What the high bits of the costs tell about the mentors' prices.

    Parameters
    ----------
    graph, cost, spread, mates
        As for `assign`.

    Returns
    -------
    WarmStart
        Prices for the whole costs, with a margin for the bits that were left out and for edges not in the graph.
    """
    shift = max(0, first_shift(cost, spread) - STEP)
    coarse = assign(sparse, graph, cost >> shift, spread >> shift, None, mates)
    prices = repair(graph, cost >> shift, spread >> shift, coarse)[1]
    # among other pairs some prices turn out lower, hence the second margin
    return WarmStart(prices << shift, MARGIN**2 << shift)


def _with_outside(
    engine: Engine, graph: CandidateGraph, cost: Ints, spread: int, warm: WarmStart | None, mates: Ints
) -> Ints:
    """Mentors who have room for all who might come compete with staying unmatched: only the best of these counts."""
    degree = np.bincount(graph.cols, minlength=graph.m + 1)[: graph.m]
    roomy = np.append((graph.high >= degree) & (graph.low == 0) & (spread == 0), True)
    outside = np.flatnonzero(roomy[graph.cols])
    outside = outside[np.lexsort((cost[outside], graph.rows[outside]))]
    outside = outside[np.diff(graph.rows[outside], prepend=-1) > 0]
    option = np.full(graph.n, graph.m)
    option[graph.rows[outside]] = graph.cols[outside]
    inside = ~roomy[graph.cols]
    rows = np.append(graph.rows[inside], graph.rows[outside])
    cols = np.append(graph.cols[inside], np.full(len(outside), graph.m))
    order = np.lexsort((cols, rows))
    part = replace(graph, rows=rows[order], cols=cols[order])
    costs = np.append(cost[inside], cost[outside])[order]
    found = _with_places(engine, part, costs, spread, warm, np.where(roomy[mates], graph.m, mates))
    return np.where(found == graph.m, option, found)


def _with_places(
    engine: Engine, graph: CandidateGraph, cost: Ints, spread: int, warm: WarmStart | None, mates: Ints
) -> Ints:
    """Show the engine few places of each mentor; where all of them are taken, more."""
    degree = np.bincount(graph.cols, minlength=graph.m + 1)[: graph.m]
    shown = _SPARE + -(-2 * graph.n // max(1, graph.m)) + np.bincount(mates, minlength=graph.m + 1)[: graph.m]
    while True:
        high = np.minimum(graph.high, shown)
        arcs = int((np.minimum(high, degree) * degree).sum())
        if arcs > _MANY and arcs > min(_TOO_MANY, graph.n * graph.m**2 // _QUICKER):
            return successive_shortest_paths(graph, cost, spread, mates)
        found = engine(replace(graph, high=high), cost, spread, mates, warm)
        full = (np.bincount(found, minlength=graph.m + 1)[: graph.m] == high) & (high < graph.high)
        if not full.any():
            return found
        shown[full] *= _GROWTH
