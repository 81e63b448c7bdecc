"""From a problem to its optimum: group after group of levels, on all pairs or on candidates that price out the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorship_gsheets.matching.certificate import Certificate
from mentorship_gsheets.matching.engines import BITS, Engine, Guess, sparse
from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.levels import (
    Level,
    Word,
    decode,
    groups_of,
    levels_of,
    pair_costs,
    spread_cost,
    stay_costs,
    words_of,
)
from mentorship_gsheets.matching.pricing import candidates, scattered, violators
from mentorship_gsheets.matching.problem import Bools, Ints, Problem
from mentorship_gsheets.matching.reduction import assign, coarse_guess
from mentorship_gsheets.matching.residual import settle

#: So many pairs are handled at once faster than in rounds.
ALL_PAIRS = 300_000
#: Steps of a level that outweigh a step of the level above in an engine's costs.
_SLACK = 8
#: Candidates per mentee, per mentor and regardless of cost.
_PER_MENTEE, _PER_MENTOR, _SCATTERED = 16, 20, 4
#: Pairs added per mentee and round; so many in all are added without the engine.
_MORE, _FEW = 8, 1000


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """What has been settled so far: pairs and loads still in the running, a best matching, all prices."""

    mask: Bools
    stay: Bools
    low: Ints
    high: Ints
    mates: Ints
    prices: Ints

    def face(self, rows: Ints, cols: Ints) -> Face:
        """Some pairs, and always those of the matching at hand."""
        matched = np.flatnonzero(self.mates < len(self.low))
        rows, cols = np.append(rows, matched), np.append(cols, self.mates[matched])
        return Face.of(rows, cols, self.stay, self.low, self.high)

    def on(self, face: Face) -> _Standing:
        """Keep the loads and the unmatched of a face; its pairs are the caller's."""
        stay = np.zeros_like(self.stay)
        stay[face.rows[face.cols == face.m]] = True
        return replace(self, stay=stay, low=face.low, high=face.high)


def optimum(problem: Problem, engine: Engine, all_pairs: int = ALL_PAIRS) -> tuple[Ints, Certificate]:
    """The best mates and the potentials that prove it.

    Parameters
    ----------
    problem
        The problem.
    engine
        Solves one group of levels.
    all_pairs
        Up to so many pairs are all given to the engine; of more, candidates.

    Returns
    -------
    mates
        Mentor of each mentee, the number of mentors for the unmatched; shape (mentees,).
    certificate
        Not yet verified.
    """
    n, m = problem.shape
    mask = allowed_pairs(problem)
    levels = levels_of(problem, mask)
    standing = _Standing(
        mask,
        np.ones(n, bool),
        np.zeros(m, np.int64),
        np.minimum(problem.capacity, n),
        np.full(n, m),
        np.zeros((m + 1, len(levels)), np.int64),
    )
    for group in groups_of(levels, BITS, _SLACK):
        if np.count_nonzero(standing.mask) <= all_pairs:
            standing = _on_all(levels, group, engine, standing)
        else:
            standing = _on_candidates(levels, group, engine, standing)
    prices = standing.prices[:m]
    # nobody can go to a mentor without places: dearer than any place there is
    prices[problem.capacity == 0, 0] = 2
    return standing.mates, Certificate(_offers(levels, standing), prices)


def allowed_pairs(problem: Problem) -> Bools:
    """Eligible pairs with a mentor who has places, where a pinned mentee has only the pinned mentors; a new array."""
    allowed = problem.eligible & (problem.capacity > 0)
    if len(problem.pins):
        rows, cols = problem.pins.T
        keep = allowed[rows, cols]
        allowed[rows] = False
        allowed[rows, cols] = keep
    return allowed


def _on_all(levels: list[Level], group: Word, engine: Engine, standing: _Standing) -> _Standing:
    """Settle a group with every pair in sight."""
    face = standing.face(*np.nonzero(standing.mask))
    standing, face = _settled(levels, group, face, _matched(levels, group, engine, face, standing, None))
    mask = np.zeros_like(standing.mask)
    paired = face.cols < face.m
    mask[face.rows[paired], face.cols[paired]] = True
    return replace(standing.on(face), mask=mask)


def _on_candidates(levels: list[Level], group: Word, engine: Engine, standing: _Standing) -> _Standing:
    """Settle a group with a few pairs in sight, until the prices rule out all others."""
    m = standing.mask.shape[1]
    chosen, factors = list(group.levels), np.array(group.factors)
    inside = [levels[index] for index in chosen]
    tight = np.zeros_like(standing.mask)
    face, guess = _worth_a_look(levels, group, standing, np.zeros(m, np.int64)), None
    if engine is sparse:
        guess = coarse_guess(face, *face_costs(levels, group, face), standing.mates)
        face = _worth_a_look(levels, group, standing, guess.prices[:m])
    standing = _matched(levels, group, engine, face, standing, guess)
    near = None
    while True:
        standing, rest = _settled(levels, group, face, standing, near)
        near = standing.prices
        prices, offers = near[:m, chosen], _offers(levels, standing)[:, chosen]
        rows, cols = violators(inside, prices, offers, standing.mask, _MORE, tight)
        if not len(rows):
            return replace(standing.on(rest), mask=tight)
        paired = face.cols < m
        face = standing.face(np.append(face.rows[paired], rows), np.append(face.cols[paired], cols))
        if len(rows) > _FEW:
            gains = offers[rows] @ factors - prices[cols] @ factors - pair_costs(levels, group, rows, cols)
            guess = Guess(near[:, chosen] @ factors, 8 * int(gains.max()))
            standing = _matched(levels, group, engine, face, standing, guess)
            near = None


def _worth_a_look(levels: list[Level], group: Word, standing: _Standing, prices: Ints) -> Face:
    """Candidates at some prices."""
    best = candidates(levels, group, prices, standing.mask, _PER_MENTEE, _PER_MENTOR)
    others = scattered(standing.mask, _SCATTERED)
    return standing.face(np.append(best[0], others[0]), np.append(best[1], others[1]))


def _matched(
    levels: list[Level], group: Word, engine: Engine, face: Face, standing: _Standing, guess: Guess | None
) -> _Standing:
    """Let the engine choose, approximately as far as this group's levels go."""
    return replace(standing, mates=assign(engine, face, *face_costs(levels, group, face), guess, standing.mates))


def _settled(
    levels: list[Level], group: Word, face: Face, standing: _Standing, near: Ints | None = None
) -> tuple[_Standing, Face]:
    """Make a group's levels exact, word by word; returns also what is left of the face."""
    mates, prices = standing.mates, standing.prices.copy()
    inside = [levels[index] for index in group.levels]
    for part in words_of(inside, (face.n, face.m)):
        word = Word(tuple(group.levels[index] for index in part.levels), part.factors)
        guess = None if near is None else near[:, list(word.levels)] @ np.array(word.factors)
        settled = settle(face, *face_costs(levels, word, face), mates, guess)
        mates, face = settled.mates, settled.face
        prices[:, list(word.levels)] = decode(word, settled.prices)
    return replace(standing, mates=mates, prices=prices), face


def face_costs(levels: list[Level], word: Word, face: Face) -> tuple[Ints, int]:
    """Cost of each of the face's pairs, and of each further place, in one word."""
    cost = np.zeros(len(face.rows), np.int64)
    paired = face.cols < face.m
    cost[paired] = pair_costs(levels, word, face.rows[paired], face.cols[paired])
    cost[~paired] = stay_costs(levels, word)[face.rows[~paired]]
    return cost, spread_cost(levels, word)


def _offers(levels: list[Level], standing: _Standing) -> Ints:
    """What each mentee's place costs at the mentors' prices, shape (mentees, levels)."""
    mates, m = standing.mates, len(standing.prices) - 1
    offers = standing.prices[mates]
    matched, unmatched = np.flatnonzero(mates < m), np.flatnonzero(mates == m)
    for index, level in enumerate(levels):
        offers[unmatched, index] += level.price[unmatched]
        if level.cost is not None:
            offers[matched, index] += level.cost[matched, mates[matched]].astype(np.int64)
    return offers
