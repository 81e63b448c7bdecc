"""`solve`: level by level to the one best matching, with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mentorship_gsheets.matching import engines
from mentorship_gsheets.matching.certificate import Certificate, Matching, verify
from mentorship_gsheets.matching.optimum import optimum
from mentorship_gsheets.matching.problem import SPREAD, Ints, Problem

EngineName = Literal["auto", "networkx", "array"]

#: Pairs times places that networkx answers in about half a second; pairs that dense arrays answer faster than sparse.
_CONFERENCE, _DENSE = 200_000, 600_000


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
    if engine not in ("sparse", "auto", "networkx", "array"):
        raise ValueError(f"Unknown engine {engine!r}: choose auto, networkx or array.")
    mentees = problem.shape[0]
    places = int(np.minimum(problem.capacity, mentees).sum())
    if engine == "networkx" or (engine == "auto" and mentees * places <= _CONFERENCE):
        chosen: engines.Engine = engines.bipartite
    else:
        chosen = engines.dense if problem.eligible.size <= _DENSE else engines.sparse
    mates, certificate = optimum(problem, chosen)
    matching = matching_of(problem, mates, certificate)
    verify(problem, matching)
    return matching


def matching_of(problem: Problem, mates: Ints, certificate: Certificate) -> Matching:
    """Put an optimum into words; not verified.

    Parameters
    ----------
    problem
        The problem.
    mates
        Mentor of each mentee, the number of mentors for the unmatched.
    certificate
        The potentials that go with it.
    """
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
