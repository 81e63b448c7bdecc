"""What an engine need not see: people without a choice, mentors with room for everybody, places nobody would reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mentorship_gsheets.matching.crowd import crowded
from mentorship_gsheets.matching.engines import MARGIN, STEP, Engine, Guess, first_shift, sparse
from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.problem import Ints
from mentorship_gsheets.matching.residual import proven

#: Places of a mentor shown to the engine at first, on top of a fair share; those who fill up are shown more.
_SPARE, _GROWTH = 3, 4
#: With so many pairs times places, few mentors, measured, are quicker served without telling places apart.
_MANY, _TOO_MANY, _QUICKER = 500_000, 40_000_000, 30


def assign(engine: Engine, face: Face, cost: Ints, spread: int, guess: Guess | None, mates: Ints) -> Ints:
    """Let an engine choose among the pairs that are open.

    Parameters
    ----------
    engine
        One of `engines`.
    face, cost, spread, guess
        As for the engines.
    mates
        A matching on the face, kept where the engine finds none.

    Returns
    -------
    Ints
        Mentor of each mentee, `face.m` for the unmatched; always on the face.
    """
    free = np.bincount(face.rows, minlength=face.n) > 1
    if not free.any():
        return mates
    fixed = np.bincount(mates[~free], minlength=face.m + 1)[: face.m]
    open_ = free[face.rows]
    part = Face(
        (np.cumsum(free) - 1)[face.rows[open_]],
        face.cols[open_],
        np.maximum(0, face.low - fixed),
        face.high - fixed,
        int(free.sum()),
        face.m,
    )
    found = mates.copy()
    cost = cost[open_] + np.append(fixed, 0)[part.cols] * spread
    found[free] = _with_outside(engine, part, cost, spread, guess, mates[free])
    return found if face.holds(found) else mates


def coarse_guess(face: Face, cost: Ints, spread: int, mates: Ints) -> Guess:
    """What the high bits of the costs tell about the mentors' prices; parameters as for `assign`."""
    shift = max(0, first_shift(cost, spread) - STEP)
    coarse = assign(sparse, face, cost >> shift, spread >> shift, None, mates)
    prices = proven(face, cost >> shift, spread >> shift, coarse)[1]
    # among other pairs some prices turn out lower, hence the second margin
    return Guess(prices << shift, MARGIN**2 << shift)


def _with_outside(engine: Engine, face: Face, cost: Ints, spread: int, guess: Guess | None, mates: Ints) -> Ints:
    """Mentors who have room for all who might come compete with staying unmatched: only the best of these counts."""
    degree = np.bincount(face.cols, minlength=face.m + 1)[: face.m]
    roomy = np.append((face.high >= degree) & (face.low == 0) & (spread == 0), True)
    outside = np.flatnonzero(roomy[face.cols])
    outside = outside[np.lexsort((cost[outside], face.rows[outside]))]
    outside = outside[np.diff(face.rows[outside], prepend=-1) > 0]
    option = np.full(face.n, face.m)
    option[face.rows[outside]] = face.cols[outside]
    inside = ~roomy[face.cols]
    rows = np.append(face.rows[inside], face.rows[outside])
    cols = np.append(face.cols[inside], np.full(len(outside), face.m))
    order = np.lexsort((cols, rows))
    part = replace(face, rows=rows[order], cols=cols[order])
    costs = np.append(cost[inside], cost[outside])[order]
    found = _with_places(engine, part, costs, spread, guess, np.where(roomy[mates], face.m, mates))
    return np.where(found == face.m, option, found)


def _with_places(engine: Engine, face: Face, cost: Ints, spread: int, guess: Guess | None, mates: Ints) -> Ints:
    """Show the engine few places of each mentor; where all of them are taken, more."""
    degree = np.bincount(face.cols, minlength=face.m + 1)[: face.m]
    shown = _SPARE + -(-2 * face.n // max(1, face.m)) + np.bincount(mates, minlength=face.m + 1)[: face.m]
    while True:
        high = np.minimum(face.high, shown)
        arcs = int((np.minimum(high, degree) * degree).sum())
        if arcs > _MANY and arcs > min(_TOO_MANY, face.n * face.m**2 // _QUICKER):
            return crowded(face, cost, spread, mates)
        found = engine(replace(face, high=high), cost, spread, mates, guess)
        full = (np.bincount(found, minlength=face.m + 1)[: face.m] == high) & (high < face.high)
        if not full.any():
            return found
        shown[full] *= _GROWTH
