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
    reduced_costs,
    residual_graph,
    shortest_distances,
)
from mentorship_gsheets.matching.solver import EngineName, objective_of, solve


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


def _cheapest(graph: ResidualGraph, totals: Ints, open_: Bools, most: int) -> list[tuple[int, tuple[int, ...]]]:
    """The places of the smallest totals, shape (words, places), among the open ones, and their change by level."""
    places = np.flatnonzero(open_ & (totals[0] < NEVER))
    if 0 < most < len(places):
        # only those that can be among the first by their first word are sorted
        limit = np.partition(totals[0, places], most - 1)[most - 1]
        places = places[totals[0, places] <= limit]
    places = places[np.lexsort(totals[::-1, places])][:most]
    change = np.zeros((len(places), len(graph.levels)), np.int64)
    for word, values in zip(graph.words, totals, strict=True):
        change[:, list(word.levels)] = decode(word, values[places])
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
