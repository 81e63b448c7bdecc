"""The proof that a matching is the best one, and its check, which knows no solver.

Every mentor gets a price and every mentee a best offer, one integer per level. If nobody can do better at those
prices, no other matching can be better: the duality theorem of linear programming, on integer vectors compared
lexicographically (Schrijver, Combinatorial Optimization, 2003, chapters 17 and 21).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.problem import (
    SPREAD,
    Bools,
    Costs,
    Ints,
    Problem,
    Tier,
    extremes,
    pin_costs,
    place_prices,
    total_of,
)

#: Potentials beyond this could make int64 wrap around and fake a proof.
_SANE = 2**59
_BLOCK = 2**17


class NotOptimal(Exception):  # noqa: N818 - the name outside checks import
    """The matching is not allowed, or its certificate does not prove it the best one.

    Parameters
    ----------
    reason
        What is wrong, in one sentence; kept as the attribute `reason`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Integer potentials: one column per level: pins kept, mentees matched, then the tiers in their order.

    Parameters
    ----------
    mentee
        Shape (mentees, 2 + tiers): what the mentee's place costs at the mentors' prices.
    mentor
        Shape (mentors, 2 + tiers): the price of one more place with this mentor.
    """

    mentee: Ints
    mentor: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """A proven optimum.

    Parameters
    ----------
    pairs
        Integers of shape (pairs, 2): mentee, mentor, sorted by both. Unmatched people are absent; whoever has several
        mentors is there several times.
    objective
        Number of unmatched mentees, then the total of every tier in order.
    certificate
        The proof; see `verify`.
    impossible_pins
        Integers of shape (k, 2): the pins that could not be kept, sorted; usually empty.
    """

    pairs: Ints
    objective: tuple[int, ...]
    certificate: Certificate
    impossible_pins: Ints


def verify(problem: Problem, matching: Matching) -> None:
    """Check that `matching` is allowed and that its certificate proves it optimal.

    Parameters
    ----------
    problem, matching
        What was asked and what was answered.

    Raises
    ------
    NotOptimal
        With the reason, if anything is wrong.

    Notes
    -----
    With c the cost vector of a pair, u of a mentee, l of a mentor, all compared lexicographically:
    (a) c - u + l >= 0 on every allowed pair that was not chosen, = 0 on the chosen ones, or <= 0 where the mentee wants
    several: one pair holds one of them at most; (b) u <= what the mentee's last mentor saves, >= what the next one
    would, which for whoever wants one is the price of staying unmatched; (c) l >= the price of the mentor's last taken
    place, <= that of the next free.
    """
    rows, cols = _pairs(problem, matching)
    mentee, mentor = _potentials(problem, matching)
    n, m = problem.shape
    have = np.bincount(rows, minlength=n).astype(np.int64)
    kept = (have > 0) & (_sign(place_prices(problem, np.maximum(have, 1)) - mentee) < 0)
    lacking = (have < problem.wanted) & (_sign(mentee - place_prices(problem, have + 1)) < 0)
    if (kept | lacking).any():
        raise NotOptimal("A mentee's offer contradicts the price of staying unmatched.")
    spread = np.array([0, 0, *(tier is SPREAD for tier in problem.tiers)], np.int64)
    loads = np.bincount(cols, minlength=m)
    last, following = (loads - 1)[:, None] * spread, loads[:, None] * spread
    if ((loads > 0) & (_sign(mentor - last) < 0)).any():
        raise NotOptimal("A mentor's last place costs more than the mentor's price.")
    if ((loads < problem.capacity) & (_sign(following - mentor) < 0)).any():
        raise NotOptimal("A mentor's free place is cheaper than the mentor's price.")
    _pairs_fit(problem, rows, cols, mentee, mentor)


def _pairs(problem: Problem, matching: Matching) -> tuple[Ints, Ints]:
    """Mentees and mentors of the pairs, once the matching is known to be allowed and its totals true."""
    n, m = problem.shape
    pairs = np.asarray(matching.pairs)
    if pairs.dtype.kind not in "iu" or pairs.ndim != 2 or pairs.shape[1] != 2:
        raise NotOptimal("The pairs are not pairs of integers.")
    rows, cols = pairs.T.astype(np.int64)
    if ((pairs < 0) | (pairs >= np.array([n, m]))).any():
        raise NotOptimal("A pair names somebody who does not exist.")
    if (np.diff(rows * m + cols) <= 0).any() or (np.bincount(rows, minlength=n) > problem.wanted).any():
        raise NotOptimal("A mentee appears twice, or the pairs are not sorted.")
    if not _allowed(problem, 0, n)[rows, cols].all():
        raise NotOptimal("A chosen pair is not eligible or contradicts a pin.")
    if (np.bincount(cols, minlength=m) > problem.capacity).any():
        raise NotOptimal("A mentor has more mentees than places.")
    totals = [n - len(np.unique(rows)), *(total_of(problem, tier, rows, cols) for tier in problem.tiers)]
    if tuple(matching.objective) != tuple(totals):
        raise NotOptimal(f"The totals are {tuple(totals)}, not {tuple(matching.objective)}.")
    lost = problem.pins[~np.isin(problem.pins @ [m, 1], rows * m + cols)]
    if not np.array_equal(lost, matching.impossible_pins):
        raise NotOptimal("The pins that were not kept are not those reported.")
    return rows, cols


def _potentials(problem: Problem, matching: Matching) -> tuple[Ints, Ints]:
    n, m = problem.shape
    width = 2 + len(problem.tiers)
    both = []
    for values, count in ((matching.certificate.mentee, n), (matching.certificate.mentor, m)):
        array = np.asarray(values)
        if array.dtype != np.int64 or array.shape != (count, width):
            raise NotOptimal("The certificate has the wrong shape or is not made of 64-bit integers.")
        if array.size and (array.max() > _SANE or array.min() < -_SANE):
            raise NotOptimal("The certificate holds numbers too large to check exactly.")
        both.append(array)
    return both[0], both[1]


def _allowed(problem: Problem, start: int, stop: int) -> Bools:
    """Eligible pairs of some mentees, where a pinned mentee who wants one mentor has only the pinned ones."""
    pins = problem.pins[(problem.pins[:, 0] >= start) & (problem.pins[:, 0] < stop)]
    pins = pins[problem.wanted[pins[:, 0]] == 1]
    mask = problem.eligible[start:stop]
    if len(pins):
        only = np.zeros_like(mask)
        only[pins[:, 0] - start, pins[:, 1]] = True
        mask = mask.copy()
        mask[pins[:, 0] - start] &= only[pins[:, 0] - start]
    return mask


def _sign(vectors: Ints) -> Ints:
    """Sign of the first nonzero entry in every row, 0 for rows of zeros."""
    first = (vectors != 0).argmax(axis=1)
    signs: Ints = np.sign(vectors[np.arange(len(vectors)), first])
    return signs


def _pairs_fit(problem: Problem, rows: Ints, cols: Ints, mentee: Ints, mentor: Ints) -> None:
    """Condition (a), a block of mentees at a time, as many levels at once as 62 bits hold."""
    n, m = problem.shape
    parts = _parts(problem, mentee, mentor)
    single = problem.wanted[rows] == 1
    pins = pin_costs(problem)

    def check(start: int) -> str | None:
        stop = min(n, start + height)
        undecided = _allowed(problem, start, stop).copy()
        of = (rows >= start) & (rows < stop)
        exact = rows[of & single] - start, cols[of & single]
        bounded = rows[of & ~single] - start, cols[of & ~single]
        pinned = pins[(pins[:, 0] >= start) & (pins[:, 0] < stop)]
        for offer, price, costs, pin in parts:
            rest = price - offer[start:stop, None]
            for cost, factor in costs:
                rest += np.multiply(cost[start:stop], factor, dtype=np.int64, casting="unsafe")
            rest[pinned[:, 0] - start, pinned[:, 1]] -= pin
            # a pair that is chosen may cost less than its people's potentials say where it can be chosen only once
            rest[bounded] *= -1
            if (undecided & (rest < 0)).any():
                return "A pair that was not chosen would be better, or a chosen one is not worth its price."
            if rest[exact].any():
                return "A chosen pair does not cost what its people's potentials say."
            undecided &= rest == 0
        return None

    height = max(1, _BLOCK // max(1, m))
    starts = range(0, n, height)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # one block is looked at here: beginning a thread takes longer than a small problem
        for reason in pool.map(check, starts) if len(starts) > 1 else map(check, starts):
            if reason:
                raise NotOptimal(reason)


_Part = tuple[Ints, Ints, list[tuple[Costs, int]], int]


def _parts(problem: Problem, mentee: Ints, mentor: Ints) -> list[_Part]:
    """Potentials and costs of neighbouring levels, weighted: their sum has the sign of the first that is not 0.

    The last entry of a part is what a pin weighs in it that is counted pair by pair.
    """
    parts: list[_Part] = []
    room = 2**62
    for level in range(mentee.shape[1] - 1, -1, -1):
        tier = problem.tiers[level - 2] if level >= 2 else None
        largest = extremes(tier.cost, problem.eligible)[1] if isinstance(tier, Tier) else int(level == 0)
        reach = 2 * (largest + sum(int(np.abs(ends[:, level]).max(initial=0)) for ends in (mentee, mentor))) + 1
        if room * reach >= 2**62:
            room = 1
            parts.insert(0, (np.zeros(len(mentee), np.int64), np.zeros(len(mentor), np.int64), [], 0))
        offer, price, costs, _ = parts[0]
        offer += room * mentee[:, level]
        price += room * mentor[:, level]
        if isinstance(tier, Tier):
            costs.append((tier.cost, room))
        if level == 0:
            parts[0] = (offer, price, costs, room)
        room *= reach
    return parts
