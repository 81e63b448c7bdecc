"""What passing one mentee on from mentor to mentor costs: the residual graph of a best matching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.certificate import Matching
from mentorship_gsheets.matching.levels import Level, Word, decode, levels_of, spread_cost, words_of
from mentorship_gsheets.matching.optimum import allowed_pairs
from mentorship_gsheets.matching.problem import Bools, Ints, Problem

#: Longer than any way in one word; twice as much still fits.
NEVER = 2**61
#: Pairs looked at together.
_BLOCK = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """Every way to pass one mentee on, at the prices of a matching's certificate.

    Node i is a mentor, the last node "unmatched".

    Parameters
    ----------
    problem, matching
        What was asked and answered.
    levels, words
        The objective, and how its levels are packed into words.
    mates
        Mentor of each mentee, the number of mentors for the unmatched.
    prices
        Price of each node in each word, shape (words, nodes).
    allowed
        Pairs that may be used, shape (mentees, mentors).
    cost
        Reduced cost of passing one mentee on, shape (words, to, from); the first word is `NEVER` where nobody can.
    who
        The mentee who would go, or -1 where a place more or fewer is used instead; shape (to, from).
    """

    problem: Problem
    matching: Matching
    levels: list[Level]
    words: list[Word]
    mates: Ints
    prices: Ints
    allowed: Bools
    cost: Ints
    who: Ints


def exchange_of(problem: Problem, matching: Matching) -> Exchange:
    """Build the graph; ask it as often as you like.

    Parameters
    ----------
    problem, matching
        A problem and its verified best matching.

    Notes
    -----
    Takes one pass over all pairs and 8 (mentors + 1)^2 bytes for every word (usually two) and once more.
    """
    n, m = problem.shape
    allowed = allowed_pairs(problem)
    levels = levels_of(problem, allowed)
    words = words_of(levels, problem.shape)
    mates = np.full(n, m)
    mates[matching.pairs[:, 0]] = matching.pairs[:, 1]
    potentials = np.vstack([matching.certificate.mentor, np.zeros((1, len(levels)), np.int64)])
    prices = np.array([potentials[:, list(word.levels)] @ np.array(word.factors) for word in words])
    prices = prices.reshape(len(words), m + 1)
    cost = np.zeros((len(words), m + 1, m + 1), np.int64)
    cost[:1] = NEVER
    who = np.full((m + 1, m + 1), -1)
    _places(problem, levels, words, mates, prices, cost)
    order = np.argsort(mates, kind="stable")
    height = max(1, _BLOCK // (m + 1))
    starts = np.searchsorted(mates[order], np.arange(m + 2))
    node = 0
    while node <= m:
        # whole mentors at a time, as many as fit
        stop = max(node + 1, int(np.searchsorted(starts, starts[node] + height, side="right")) - 1)
        stop = min(stop, m + 1)
        _pass_on(order[starts[node] : starts[stop]], levels, words, mates, prices, allowed, cost, who)
        node = stop
    return Exchange(problem, matching, levels, words, mates, prices, allowed, cost, who)


def _places(problem: Problem, levels: list[Level], words: list[Word], mates: Ints, prices: Ints, cost: Ints) -> None:
    """A free place takes one more; a mentor with one mentee fewer saves the last place."""
    m = problem.shape[1]
    loads = np.bincount(mates, minlength=m + 1)[:m]
    free, used = np.flatnonzero(loads < problem.capacity), np.flatnonzero(loads > 0)
    for index, word in enumerate(words):
        spread = spread_cost(levels, word)
        cost[index, m, free] = loads[free] * spread - prices[index, free]
        cost[index, used, m] = prices[index, used] - (loads[used] - 1) * spread


def _pass_on(
    mentees: Ints,
    levels: list[Level],
    words: list[Word],
    mates: Ints,
    prices: Ints,
    allowed: Bools,
    cost: Ints,
    who: Ints,
) -> None:
    """Enter the cheapest mentee of each mentor among some, who are sorted by mentor."""
    if not len(mentees):
        return
    starts = np.flatnonzero(np.diff(mates[mentees], prepend=-1))
    nodes = mates[mentees[starts]]
    own = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(mentees))))
    possible = np.hstack([allowed[mentees], np.ones((len(mentees), 1), bool)])
    # moving to where one is already is no move
    possible[np.arange(len(mentees)), mates[mentees]] = False
    contest = possible
    values = []
    for index, word in enumerate(words):
        value = _moves(mentees, levels, word, mates, prices[index])
        best = np.minimum.reduceat(np.where(contest, value, NEVER), starts, axis=0)
        contest = contest & (value == best[own])
        values.append(best)
    first = np.minimum.reduceat(np.where(contest, mentees[:, None], len(mates)), starts, axis=0)
    found = first < len(mates)
    better, tie = np.zeros_like(found), found.copy()
    for index, best in enumerate(values):
        present = cost[index, :, nodes]
        better |= tie & (best < present)
        tie &= best == present
    for index, best in enumerate(values):
        cost[index, :, nodes] = np.where(better, best, cost[index, :, nodes])
    who[:, nodes] = np.where(better, first, who[:, nodes].T).T


def _moves(mentees: Ints, levels: list[Level], word: Word, mates: Ints, prices: Ints) -> Ints:
    """Reduced costs of moving some mentees to every node, shape (mentees, nodes)."""
    m = len(prices) - 1
    value = np.repeat(prices[None], len(mentees), axis=0)
    for level, factor in word.parts:
        cost = levels[level].cost
        if cost is not None:
            value[:, :m] += factor * cost[mentees].astype(np.int64)
        value[:, m] += factor * levels[level].price[mentees]
    here = value[np.arange(len(mentees)), mates[mentees]]
    value -= here[:, None]
    return value


def changes(exchange: Exchange, mentee: int, length: Ints) -> Ints:
    """What each mentor would cost a mentee, level by level, shape (mentors, levels).

    Parameters
    ----------
    exchange
        The graph.
    mentee
        Who would move.
    length
        Length of the way from each mentor to where the mentee is, shape (words, mentors); anything may stand where
        there is none, and means nothing.
    """
    m = exchange.problem.shape[1]
    here = int(exchange.mates[mentee])
    out = _own_costs(exchange, mentee)
    reached = length[:1].max(axis=0, initial=0) < NEVER
    for word, values, prices in zip(exchange.words, length, exchange.prices, strict=False):
        out[:, list(word.levels)] += decode(word, np.where(reached, values + prices[:m] - prices[here], 0))
    return out


def _own_costs(exchange: Exchange, mentee: int) -> Ints:
    """What each pair of one mentee costs more than where they are, shape (mentors, levels)."""
    m = exchange.problem.shape[1]
    here = int(exchange.mates[mentee])
    out = np.zeros((m, len(exchange.levels)), np.int64)
    for index, level in enumerate(exchange.levels):
        if level.cost is not None:
            out[:, index] = level.cost[mentee : mentee + 1][0]
        out[:, index] -= int(level.price[mentee]) if here == m else out[here, index].copy()
    return out


def reduced_costs(exchange: Exchange, mentee: int) -> Ints:
    """Reduced cost of each of a mentee's pairs, shape (words, mentors); lower bounds on their prices."""
    who = np.array([mentee])
    rest = [
        _moves(who, exchange.levels, word, exchange.mates, prices)[0, :-1]
        for word, prices in zip(exchange.words, exchange.prices, strict=True)
    ]
    return np.array(rest or [np.zeros(exchange.problem.shape[1], np.int64)])
