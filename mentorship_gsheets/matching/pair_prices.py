"""Why not somebody else? What any other pair, or doing without a priority, would cost, priority by priority.

A pair is forced by a cycle in the residual graph: its mentee goes to the new mentor, who passes one mentee on along
the cheapest way to where that mentee was. The pair's own reduced cost alone, which is what comparing two scores
amounts to, is too low for nearly all pairs.

References
----------
R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, section 9.11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from mentorship_gsheets.matching.certificate import Matching
from mentorship_gsheets.matching.levels import decode
from mentorship_gsheets.matching.problem import Bools, Ints, Problem
from mentorship_gsheets.matching.residual_graph import (
    NEVER,
    ResidualGraph,
    magnitude,
    reduced_costs,
    residual_graph,
    shortest_distances,
)
from mentorship_gsheets.matching.solver import EngineName, objective_of, solve

#: Pairs looked at together.
_BLOCK = 2**18


@dataclass(frozen=True, slots=True)
class PairPrice:
    """What a pair that was not made would cost, everything else arranged as well as possible.

    Parameters
    ----------
    mentee, mentor
        The pair.
    change
        What the best matching with this pair adds to each entry of the present objective: unmatched mentees, then
        the tiers. Never smaller, lexicographically, than zeros.
    """

    mentee: int
    mentor: int
    change: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PairPrices:
    """The prices of all pairs, each computed when asked for.

    Parameters
    ----------
    graph
        The residual graph.
    distance
        Shortest distances between its nodes, shape (words, to, from).
    """

    graph: ResidualGraph
    distance: Ints


def pair_prices(problem: Problem, matching: Matching) -> PairPrices:
    """Prepare to ask for prices, as often as you like.

    Parameters
    ----------
    problem, matching
        A problem and its verified best matching.

    Returns
    -------
    PairPrices
        Holds 16 (mentors + 1)^2 bytes for every word of levels, usually two or three.
    """
    graph = residual_graph(problem, matching)
    return PairPrices(graph, shortest_distances(graph.cost))


def cheapest_mentors(prices: PairPrices, mentee: int, most: int) -> list[PairPrice]:
    """The other mentors a mentee could have at the lowest price to all.

    Parameters
    ----------
    prices
        `pair_prices` of the problem and its matching.
    mentee
        Who.
    most
        How many at most.

    Returns
    -------
    list of PairPrice
        The cheapest first, equally cheap ones in the order of the mentors. Absent are the present mentor and whoever
        may not be: forbidden, against a pin of this mentee, without places, or only if somebody else's pin is given up.

    Examples
    --------
    >>> from mentorship_gsheets.matching import Tier
    >>> problem = Problem(np.ones((1, 3), bool), [1, 1, 1], [Tier("wishes", np.array([[0, 3, 1]]))])
    >>> cheapest_mentors(pair_prices(problem, solve(problem)), 0, 2)
    [PairPrice(mentee=0, mentor=2, change=(0, 1)), PairPrice(mentee=0, mentor=1, change=(0, 3))]
    """
    graph = prices.graph
    rows = np.arange(*np.searchsorted(graph.who, [mentee, mentee + 1]))
    rest = reduced_costs(graph, rows, slice(None))
    mates = graph.mates[rows]
    open_ = graph.allowed[rows].copy()
    open_[mates < open_.shape[1], mates[mates < open_.shape[1]]] = False
    totals = rest + prices.distance[:, mates, :-1]
    totals[0][~open_] = NEVER
    # of the places a mentee has, the one that is cheapest to give
    found = _cheapest(graph, *_first(totals), most)
    return [PairPrice(mentee, mentor, change) for mentor, change in found]


def cheapest_mentees(prices: PairPrices, mentor: int, most: int) -> list[PairPrice]:
    """The other mentees a mentor could have at the lowest price to all.

    Parameters
    ----------
    prices, most
        As for `cheapest_mentors`.
    mentor
        Who.

    Returns
    -------
    list of PairPrice
        As for `cheapest_mentors`; absent are the mentor's present mentees.

    Examples
    --------
    >>> from mentorship_gsheets.matching import Tier
    >>> problem = Problem(np.ones((2, 1), bool), [1], [Tier("wishes", np.array([[0], [3]]))])
    >>> cheapest_mentees(pair_prices(problem, solve(problem)), 0, 2)
    [PairPrice(mentee=1, mentor=0, change=(0, 3))]
    """
    graph = prices.graph
    rest = reduced_costs(graph, slice(None), np.array([mentor]))[:, :, 0]
    open_ = graph.allowed[:, mentor] & (graph.mates != mentor)
    totals = rest + prices.distance[:, graph.mates, mentor]
    who, starts = np.unique(graph.who, return_index=True)
    if len(who) < len(graph.who):
        # of the places a mentee has, the one that is cheapest to give
        totals[0][~open_] = NEVER
        order = np.lexsort((*totals[::-1], graph.who))[starts]
        totals, open_ = totals[:, order], open_[order]
    found = _cheapest(graph, totals, open_, most)
    return [PairPrice(mentee, mentor, change) for mentee, change in found]


def _first(totals: Ints) -> tuple[Ints, Bools]:
    """The smallest vector of every column, shape (words, columns), and where there is one; words along the first."""
    if totals.shape[1] == 1:
        return totals[:, 0], totals[0, 0] < NEVER
    keys = np.lexsort(totals[::-1], axis=0)[0]
    least = np.take_along_axis(totals, keys[None, None], axis=1)[:, 0]
    return least, least[0] < NEVER


def cheapest_partners(prices: PairPrices, most: int) -> tuple[list[list[PairPrice]], list[list[PairPrice]]]:
    """What `cheapest_mentors` and `cheapest_mentees` say of everybody, in one pass over all pairs.

    Parameters
    ----------
    prices, most
        As for `cheapest_mentors`.

    Returns
    -------
    mentors
        For each mentee, as `cheapest_mentors`.
    mentees
        For each mentor, as `cheapest_mentees`.

    Examples
    --------
    >>> from mentorship_gsheets.matching import Tier
    >>> problem = Problem(np.ones((2, 2), bool), [1, 1], [Tier("wishes", np.array([[0, 3], [1, 0]]))])
    >>> cheapest_partners(pair_prices(problem, solve(problem)), 1)[1]
    [[PairPrice(mentee=1, mentor=0, change=(0, 4))], [PairPrice(mentee=0, mentor=1, change=(0, 4))]]
    """
    graph, distance = prices.graph, prices.distance
    n, m = graph.allowed.shape
    if (np.diff(graph.who) == 0).any():
        # mentees who have several places have each of them looked at
        each = np.unique(graph.who).tolist()
        return [cheapest_mentors(prices, j, most) for j in each], [cheapest_mentees(prices, i, most) for i in range(m)]
    height = max(1, _BLOCK // (m + 1))
    mentors: list[list[PairPrice]] = []
    rows, tops = [np.zeros((0, m), np.int64)], [np.full((len(graph.words), 0, m), NEVER)]
    for start in range(0, n, height):
        who = np.arange(start, min(n, start + height))
        totals = reduced_costs(graph, who, slice(None)) + distance[:, graph.mates[who], :-1]
        open_ = graph.allowed[who].copy()
        matched = np.flatnonzero(graph.mates[who] < m)
        open_[matched, graph.mates[who[matched]]] = False
        open_ &= totals[0] < NEVER
        cols, values = _least(totals, open_, most)
        mentors += [
            [PairPrice(mentee, mentor, change) for mentor, change in found]
            for mentee, found in zip(who.tolist(), _told(graph, cols, values), strict=True)
        ]
        places, values = _least(totals.transpose(0, 2, 1), open_.T, most)
        rows.append(np.where(places < 0, -1, places + start).T)
        tops.append(values.transpose(0, 2, 1))
    # of each block's best mentees the best of all, those of earlier blocks first among equals
    all_rows, all_tops = np.concatenate(rows), np.concatenate(tops, axis=1)
    places, values = _least(all_tops.transpose(0, 2, 1), (all_rows >= 0).T, most)
    who = np.where(places < 0, -1, all_rows.T[np.arange(m)[:, None], places])
    mentees = [
        [PairPrice(mentee, mentor, change) for mentee, change in found]
        for mentor, found in enumerate(_told(graph, who, values))
    ]
    return mentors, mentees


def _least(totals: Ints, open_: Bools, most: int) -> tuple[Ints, Ints]:
    """The places of the smallest totals of every row among its open ones, the first of equal ones first.

    `totals` has shape (words, rows, places); the answers have (rows, k) and (words, rows, k), with k at most `most`;
    where a row has fewer, the place is -1.
    """
    lines, width = open_.shape
    most = min(most, width)
    places = np.full((lines, most), -1)
    values = np.full((len(totals), lines, most), NEVER)
    if not most:
        return places, values
    # floats of the same order, equal where they are too near to tell: what is above the last one wanted is out
    size = np.where(open_, magnitude(totals), np.inf)
    limit = np.partition(size, most - 1, axis=1)[:, most - 1, None]
    rows, cols = np.nonzero(open_ & (size <= limit))
    exact = totals[:, rows, cols]
    order = np.lexsort((*exact[::-1], rows))
    rows, cols, exact = rows[order], cols[order], exact[:, order]
    turn = np.arange(len(rows)) - np.searchsorted(rows, rows)
    first = np.flatnonzero(turn < most)
    places[rows[first], turn[first]] = cols[first]
    values[:, rows[first], turn[first]] = exact[:, first]
    return places, values


def _told(graph: ResidualGraph, places: Ints, values: Ints) -> list[list[tuple[int, tuple[int, ...]]]]:
    """What `_changes` says of every row; shapes (rows, k) and (words, rows, k), the place -1 where there is none."""
    rows, turns = np.nonzero(places >= 0)
    told: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in places]
    found = _changes(graph, np.arange(len(rows)), values[:, rows, turns])
    where, whom = rows.tolist(), places[rows, turns].tolist()
    for number, change in found:
        told[where[number]].append((whom[number], change))
    return told


def _cheapest(graph: ResidualGraph, totals: Ints, open_: Bools, most: int) -> list[tuple[int, tuple[int, ...]]]:
    """The places of the smallest totals, shape (words, places), among the open ones, and their change by level."""
    places = np.flatnonzero(open_ & (totals[0] < NEVER))
    if 0 < most < len(places):
        # only those that can be among the first by their first word are sorted
        limit = np.partition(totals[0, places], most - 1)[most - 1]
        places = places[totals[0, places] <= limit]
    places = places[np.lexsort(totals[::-1, places])][:most]
    return _changes(graph, places, totals[:, places])


def _changes(graph: ResidualGraph, places: Ints, totals: Ints) -> list[tuple[int, tuple[int, ...]]]:
    """Some places with what their totals, shape (words, places), are by level."""
    change = np.zeros((len(places), len(graph.levels)), np.int64)
    for word, values in zip(graph.words, totals, strict=True):
        change[:, list(word.levels)] = decode(word, values)
    # the first level counts pins given up: what somebody typed is not for sale
    return [
        (place, tuple(rest)) for place, (pins, *rest) in zip(places.tolist(), change.tolist(), strict=True) if not pins
    ]


@dataclass(frozen=True, slots=True, eq=False)
class PriceTag:
    """What one priority costs the others.

    Parameters
    ----------
    tier
        Position of the priority among the tiers.
    with_tier, without
        Objective of the best matching, and of the best one if the tier did not exist, both over all tiers.
    changed
        Shape (changes, 3): mentee, mentor with the tier, mentor without it; -1 is unmatched.
    """

    tier: int
    with_tier: tuple[int, ...]
    without: tuple[int, ...]
    changed: Ints


def price_tag(problem: Problem, matching: Matching, tier: int, engine: EngineName = "auto") -> PriceTag:
    """Solve again without one tier and compare.

    Parameters
    ----------
    problem, matching
        A problem and its best matching.
    tier
        Position of the tier to leave out.
    engine
        As for `solve`.

    Returns
    -------
    PriceTag
        People whose mentor stays the same are absent from `changed`.

    Examples
    --------
    Using both mentors costs two steps of the wishes.

    >>> from mentorship_gsheets.matching import SPREAD, Tier
    >>> wishes = Tier("wishes", np.array([[0, 2], [0, 3]]))
    >>> problem = Problem(np.ones((2, 2), bool), [2, 2], [SPREAD, wishes])
    >>> tag = price_tag(problem, solve(problem), 0)
    >>> tag.with_tier, tag.without, tag.changed.tolist()
    ((0, 0, 2), (0, 1, 0), [[0, 1, 0]])
    """
    rest = [kept for index, kept in enumerate(problem.tiers) if index != tier]
    other = solve(replace(problem, tiers=tuple(rest)), engine)
    changed: dict[int, tuple[list[int], list[int]]] = {}
    before, after = (set(map(tuple, each.pairs.tolist())) for each in (matching, other))
    for side, pairs in enumerate((before - after, after - before)):
        for mentee, mentor in sorted(pairs):
            changed.setdefault(mentee, ([], []))[side].append(mentor)
    moves = [(mentee, *move) for mentee, sides in sorted(changed.items()) for move in zip_longest(*sides, fillvalue=-1)]
    return PriceTag(
        tier,
        matching.objective,
        objective_of(problem, other.pairs),
        np.array(moves, np.int64).reshape(-1, 3),
    )
