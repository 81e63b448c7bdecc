"""`solve`: level by level to the one best matching, with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mentorship_gsheets.matching import engines
from mentorship_gsheets.matching.certificate import Certificate, Matching, verify
from mentorship_gsheets.matching.levels import (
    Level,
    Word,
    decode,
    levels_of,
    pair_costs,
    spread_cost,
    stay_costs,
    words_of,
)
from mentorship_gsheets.matching.problem import SPREAD, Bools, Ints, Problem
from mentorship_gsheets.matching.residual import Face, settle

EngineName = Literal["auto", "networkx", "array"]

#: float64 adds integers exactly up to 2**53; path sums need the rest.
_BITS = 44


def solve(problem: Problem, engine: EngineName = "auto") -> Matching:
    """Find the best matching and prove it.

    Parameters
    ----------
    problem
        Who, how many, and what matters in which order.
    engine
        "networkx" uses networkx's bipartite matching, "array" numpy and scipy; "auto" takes networkx for a
        conference and the arrays beyond. All give the same totals, and with a tie tier the same pairs.

    Returns
    -------
    Matching
        Verified. People who stay unmatched are absent from its pairs.

    Raises
    ------
    ValueError
        If the engine's name is unknown.

    Examples
    --------
    Two mentees like mentor 0 best, who has one place; together they cost least the other way round.

    >>> import numpy as np
    >>> from mentorship_gsheets.matching import Problem, Tier
    >>> wishes = Tier("wishes", np.array([[0, 1], [0, 5]]))
    >>> matching = solve(Problem(np.ones((2, 2), bool), [1, 1], [wishes]))
    >>> matching.pairs.tolist(), matching.objective
    ([[0, 1], [1, 0]], (0, 1))
    """
    if engine not in ("auto", "networkx", "array"):
        raise ValueError(f"Unknown engine {engine!r}: choose auto, networkx or array.")
    allowed = _allowed(problem)
    chosen = engines.bipartite if engine == "networkx" else engines.dense
    mates, certificate = _optimum(problem, allowed, chosen)
    matching = _matching(problem, mates, certificate)
    verify(problem, matching)
    return matching


def _allowed(problem: Problem) -> Bools:
    """Eligible pairs, where a pinned mentee has only the pinned mentors."""
    allowed = problem.eligible & (problem.capacity > 0)
    if len(problem.pins):
        rows, cols = problem.pins.T
        keep = allowed[rows, cols]
        allowed[rows] = False
        allowed[rows, cols] = keep
    return allowed


def _optimum(problem: Problem, allowed: Bools, engine: engines.Engine) -> tuple[Ints, Certificate]:
    """The best mates and their potentials, from all allowed pairs at once."""
    n, m = problem.shape
    levels = levels_of(problem, allowed)
    rows, cols = np.nonzero(np.hstack([allowed, np.ones((n, 1), bool)]))
    face = Face(rows, cols, np.zeros(m, np.int64), np.minimum(problem.capacity, n), n, m)
    prices = np.zeros((m + 1, len(levels)), np.int64)
    mates = np.full(n, m)
    for word in words_of(levels, problem.shape):
        cost, spread = _costs(levels, word, face)
        if len(face.rows) > n:
            near = engine(face, *_rounded(levels, word, face))
            mates = near if face.holds(near) else mates
        settled = settle(face, cost, spread, mates)
        mates, face = settled.mates, settled.face
        prices[:, list(word.levels)] = decode(word, settled.prices)
    # nobody can go to a mentor without places: dearer than any place there is
    prices[:m][problem.capacity == 0, 0] = 2
    return mates, Certificate(_offers(levels, mates, prices), prices[:m])


def _costs(levels: list[Level], word: Word, face: Face) -> tuple[Ints, int]:
    """Cost of each of the face's pairs, and of each further place."""
    cost = np.zeros(len(face.rows), np.int64)
    paired = face.cols < face.m
    cost[paired] = pair_costs(levels, word, face.rows[paired], face.cols[paired])
    cost[~paired] = stay_costs(levels, word)[face.rows[~paired]]
    return cost, spread_cost(levels, word)


def _rounded(levels: list[Level], word: Word, face: Face) -> tuple[engines.Floats, float]:
    """The same for the engines, with factors small enough for float64."""
    spans = [levels[index].span + 1 for index in word.levels]
    factors = [1]
    slack = 2 ** max(1, (_BITS - sum(int(span).bit_length() for span in spans)) // max(1, len(spans) - 1))
    for position in range(len(spans) - 1, 0, -1):
        exact = word.factors[position - 1] // word.factors[position]
        factors.insert(0, factors[0] * min(exact, spans[position] * slack))
    cost, spread = _costs(levels, Word(word.levels, tuple(factors)), face)
    return cost.astype(np.float64), float(spread)


def _offers(levels: list[Level], mates: Ints, prices: Ints) -> Ints:
    """What each mentee's place costs at the mentors' prices, level by level."""
    m = len(prices) - 1
    offers = prices[mates].copy()
    matched = np.flatnonzero(mates < m)
    for index, level in enumerate(levels):
        offers[mates == m, index] += level.price[mates == m]
        if level.cost is not None:
            offers[matched, index] += level.cost[matched, mates[matched]].astype(np.int64)
    return offers


def _matching(problem: Problem, mates: Ints, certificate: Certificate) -> Matching:
    m = problem.shape[1]
    matched = np.flatnonzero(mates < m)
    pairs = np.stack([matched, mates[matched]], axis=1)
    lost = problem.pins[mates[problem.pins[:, 0]] != problem.pins[:, 1]]
    return Matching(pairs, objective_of(problem, pairs), certificate, lost)


def objective_of(problem: Problem, pairs: Ints | Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Number of unmatched mentees, then the total of every tier, for any pairs.

    Parameters
    ----------
    problem
        The problem.
    pairs
        Mentee and mentor of every pair, shape (pairs, 2).
    """
    rows, cols = np.asarray(pairs, np.int64).reshape(-1, 2).T
    loads = np.bincount(cols, minlength=problem.shape[1]).astype(np.int64)
    totals = [problem.shape[0] - len(rows)]
    for tier in problem.tiers:
        values = loads * (loads - 1) // 2 if tier is SPREAD else tier.cost[rows, cols]
        totals.append(int(values.sum(dtype=np.int64)))
    return tuple(totals)
