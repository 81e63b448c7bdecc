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

from mentorship_gsheets.matching.problem import SPREAD, Bools, Costs, Ints, Problem, extremes

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
        Integers of shape (pairs, 2): mentee, mentor, sorted by mentee. Unmatched people are absent.
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
    (a) c - u + l >= 0 on every allowed pair, = 0 on the chosen ones; (b) u <= the price of staying unmatched for
    the matched, >= for the others; (c) l >= the price of the mentor's last taken place, <= that of the next free.
    """
    mates = _mates(problem, matching)
    mentee, mentor = _potentials(problem, matching)
    n, m = problem.shape
    pinned = np.isin(np.arange(n), problem.pins[:, 0])
    price = np.zeros_like(mentee)
    price[:, 0], price[:, 1] = pinned, 1
    matched = mates >= 0
    if (_sign(price - mentee) * np.where(matched, 1, -1) < 0).any():
        raise NotOptimal("A mentee's offer contradicts the price of staying unmatched.")
    spread = np.array([0, 0, *(tier is SPREAD for tier in problem.tiers)], np.int64)
    loads = np.bincount(mates[matched], minlength=m)
    last, following = (loads - 1)[:, None] * spread, loads[:, None] * spread
    if ((loads > 0) & (_sign(mentor - last) < 0)).any():
        raise NotOptimal("A mentor's last place costs more than the mentor's price.")
    if ((loads < problem.capacity) & (_sign(following - mentor) < 0)).any():
        raise NotOptimal("A mentor's free place is cheaper than the mentor's price.")
    _pairs_fit(problem, mates, mentee, mentor)


def _mates(problem: Problem, matching: Matching) -> Ints:
    """Every mentee's mentor or -1, once the matching is known to be allowed and its totals true."""
    n, m = problem.shape
    pairs = np.asarray(matching.pairs)
    if pairs.dtype.kind not in "iu" or pairs.ndim != 2 or pairs.shape[1] != 2:
        raise NotOptimal("The pairs are not pairs of integers.")
    rows, cols = pairs.T.astype(np.int64)
    if ((pairs < 0) | (pairs >= np.array([n, m]))).any():
        raise NotOptimal("A pair names somebody who does not exist.")
    if (np.diff(rows) <= 0).any():
        raise NotOptimal("A mentee appears twice, or the pairs are not sorted.")
    if not _allowed(problem, 0, n)[rows, cols].all():
        raise NotOptimal("A chosen pair is not eligible or contradicts a pin.")
    if (np.bincount(cols, minlength=m) > problem.capacity).any():
        raise NotOptimal("A mentor has more mentees than places.")
    loads = np.bincount(cols, minlength=m).astype(np.int64)
    totals = [n - len(rows)]
    for tier in problem.tiers:
        chosen = loads * (loads - 1) // 2 if tier is SPREAD else tier.cost[rows, cols]
        totals.append(int(chosen.sum(dtype=np.int64)))
    if tuple(matching.objective) != tuple(totals):
        raise NotOptimal(f"The totals are {tuple(totals)}, not {tuple(matching.objective)}.")
    mates = np.full(n, -1, np.int64)
    mates[rows] = cols
    lost = problem.pins[mates[problem.pins[:, 0]] != problem.pins[:, 1]]
    if not np.array_equal(lost, matching.impossible_pins):
        raise NotOptimal("The pins that were not kept are not those reported.")
    return mates


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
    """Eligible pairs of some mentees, where a pinned mentee has only the pinned mentors."""
    pins = problem.pins[(problem.pins[:, 0] >= start) & (problem.pins[:, 0] < stop)]
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


def _pairs_fit(problem: Problem, mates: Ints, mentee: Ints, mentor: Ints) -> None:
    """Condition (a), a block of mentees at a time, as many levels at once as 62 bits hold."""
    n, m = problem.shape
    parts = _parts(problem, mentee, mentor)

    def check(start: int) -> str | None:
        stop = min(n, start + height)
        undecided = _allowed(problem, start, stop).copy()
        here = np.flatnonzero(mates[start:stop] >= 0)
        chosen = mates[start:stop][here]
        for offer, price, costs in parts:
            rest = price - offer[start:stop, None]
            for cost, factor in costs:
                rest += np.multiply(cost[start:stop], factor, dtype=np.int64, casting="unsafe")
            if (undecided & (rest < 0)).any():
                return "A pair that was not chosen would be better."
            if rest[here, chosen].any():
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


def _parts(problem: Problem, mentee: Ints, mentor: Ints) -> list[tuple[Ints, Ints, list[tuple[Costs, int]]]]:
    """Potentials and costs of neighbouring levels, weighted: their sum has the sign of the first that is not 0."""
    parts: list[tuple[Ints, Ints, list[tuple[Costs, int]]]] = []
    room = 2**62
    for level in range(mentee.shape[1] - 1, -1, -1):
        tier = problem.tiers[level - 2] if level >= 2 else SPREAD
        largest = 0 if tier is SPREAD else extremes(tier.cost, problem.eligible)[1]
        reach = 2 * (largest + sum(int(np.abs(ends[:, level]).max(initial=0)) for ends in (mentee, mentor))) + 1
        if room * reach >= 2**62:
            room = 1
            parts.insert(0, (np.zeros(len(mentee), np.int64), np.zeros(len(mentor), np.int64), []))
        offer, price, costs = parts[0]
        offer += room * mentee[:, level]
        price += room * mentor[:, level]
        if tier is not SPREAD:
            costs.append((tier.cost, room))
        room *= reach
    return parts
