"""The residual graph of a best matching: what passing one mentee on from mentor to mentor costs, and by which way.

Node i is a mentor, the last node "unmatched". An edge from one node to another is the cheapest mentee who could go,
or a place more or fewer; its length is a reduced cost, hence never negative. A change of the matching is a cycle, and
along a cycle the potentials cancel: reduced costs add up to what the change really costs.

References
----------
R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, Prentice Hall 1993, sections 2.4 and 9.11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching.certificate import Matching
from mentorship_gsheets.matching.levels import Level, Word, levels_of, spread_cost, words_of
from mentorship_gsheets.matching.problem import (
    Bools,
    Costs,
    Ints,
    Problem,
    allowed_pairs,
    pin_costs,
    place_prices,
)
from mentorship_gsheets.matching.several import Rows

Floats = NDArray[np.float64]

#: Longer than any way in one word; twice as much still fits int64.
NEVER = 2**61
#: Pairs looked at together.
_BLOCK = 2**20
#: Edges sorted and sifted together: few while most of them matter, many once hardly any does.
_FIRST, _LAST = 2**9, 2**17
#: Edges looked at together for the next that is of use.
_AHEAD = 2**5


@dataclass(frozen=True, slots=True, eq=False)
class ResidualGraph:
    """Every way to pass one mentee on, at the prices of a matching's certificate.

    A mentee who wants several mentors stands in a row for each of them, and in one more while some are lacking: each
    place is passed on by itself, never to a mentor whom the mentee has.

    Parameters
    ----------
    levels, words
        The objective, row by row, and how its levels are packed into words.
    who
        Mentee of each row, shape (rows,); where nobody wants several, a row a mentee.
    mates
        Mentor of each row, the number of mentors for a place that is open, shape (rows,).
    allowed
        Pairs that may be used, shape (rows, mentors).
    offers
        Potential of each row in each word, shape (words, rows).
    prices
        Potential of each node in each word, shape (words, mentors + 1); 0 for "unmatched".
    cost
        Length of every edge in each word, shape (words, to, from); the first word is `NEVER` where there is none.
    """

    levels: list[Level]
    words: list[Word]
    who: Ints
    mates: Ints
    allowed: Bools
    offers: Ints
    prices: Ints
    cost: Ints


def residual_graph(problem: Problem, matching: Matching) -> ResidualGraph:
    """Build the graph.

    Parameters
    ----------
    problem, matching
        A problem and its verified best matching.

    Returns
    -------
    ResidualGraph
        Takes one pass over all pairs and 8 (mentors + 1)^2 bytes for every word, usually two or three.

    Examples
    --------
    Mentor 0 can only pass on the mentee there, who costs 3 more with mentor 1.

    >>> from mentorship_gsheets.matching import Tier, solve
    >>> problem = Problem(np.ones((1, 2), bool), [1, 1], [Tier("wishes", np.array([[0, 3]]))])
    >>> residual_graph(problem, solve(problem)).cost[0, 1, 0].tolist()
    3
    """
    m = problem.shape[1]
    who, mates, allowed = _places(problem, matching)
    levels = _levels_of(problem, matching, who)
    words = words_of(levels, allowed.shape)
    potentials = np.vstack([matching.certificate.mentor, np.zeros((1, len(levels)), np.int64)])
    # a certificate may promise more than a pair or staying costs; what a row has is what it pays
    offers = np.stack([level.price for level in levels], axis=1)
    taken = np.flatnonzero(mates < m)
    offers[taken] = potentials[mates[taken]]
    for index, level in enumerate(levels):
        if level.cost is not None:
            offers[taken, index] += np.asarray(level.cost[taken, mates[taken]], np.int64)
    factors = [(list(word.levels), np.array(word.factors)) for word in words]
    graph = ResidualGraph(
        levels,
        words,
        who,
        mates,
        allowed,
        np.stack([offers[:, which] @ factor for which, factor in factors]),
        np.stack([potentials[:, which] @ factor for which, factor in factors]),
        np.zeros((len(words), m + 1, m + 1), np.int64),
    )
    graph.cost[0] = NEVER
    _enter_places(graph, problem.capacity)
    order = np.argsort(mates, kind="stable")
    starts = np.searchsorted(mates[order], np.arange(m + 2))
    height = max(1, _BLOCK // (m + 1))
    node = 0
    while node <= m:
        # whole mentors at a time, as many as fit
        stop = max(node + 1, int(np.searchsorted(starts, starts[node] + height, side="right")) - 1)
        stop = min(stop, m + 1)
        _enter_mentees(graph, order[starts[node] : starts[stop]])
        node = stop
    return graph


def _places(problem: Problem, matching: Matching) -> tuple[Ints, Ints, Bools]:
    """Mentee and mentor of each row, and to whom its place may go, shape (rows, mentors)."""
    n, m = problem.shape
    rows, cols = matching.pairs.T
    lacking = np.flatnonzero(np.bincount(rows, minlength=n) < problem.wanted)
    who, mates = np.append(rows, lacking), np.append(cols, np.full(len(lacking), m))
    order = np.argsort(who, kind="stable")
    who, mates = who[order], mates[order]
    allowed = allowed_pairs(problem)[who]
    if problem.several.any():
        have = np.zeros((n, m), bool)
        have[rows, cols] = True
        allowed &= ~(have & problem.several[:, None])[who]
    return who, mates, allowed


def _levels_of(problem: Problem, matching: Matching, who: Ints) -> list[Level]:
    """The objective row by row; the place that a mentee gives up, or lacks, has the price of the last, or next."""
    levels = levels_of(problem, allowed_pairs(problem))
    if not problem.several.any():
        return levels
    have = np.bincount(matching.pairs[:, 0], minlength=problem.shape[0]).astype(np.int64)
    last, following = place_prices(problem, np.maximum(have, 1)).T, place_prices(problem, have + 1).T
    # rows of a mentee follow each other, those with a mentor first
    nth = np.arange(len(who)) - np.searchsorted(who, who)
    open_ = nth >= have[who]
    pins = pin_costs(problem)
    if len(pins):
        kept = np.zeros(problem.shape, np.int64)
        kept[pins[:, 0], pins[:, 1]] = -1
        levels[0] = replace(levels[0], cost=kept)
    return [
        replace(
            level,
            cost=None if level.cost is None else Rows(level.cost, who),
            price=np.where(open_, following[index][who], last[index][who]),
        )
        for index, level in enumerate(levels)
    ]


def reduced_costs(graph: ResidualGraph, mentees: Ints | slice, mentors: Ints | slice) -> Ints:
    """Reduced costs of some mentees' pairs with some mentors.

    Parameters
    ----------
    graph
        The graph.
    mentees, mentors
        Which rows and mentors: an array and a slice, or the other way round.

    Returns
    -------
    Ints
        Shape (words, rows, mentors); meaningless where a pair is not allowed.
    """
    columns = graph.prices[:, :-1]
    rest = columns[:, None, mentors] - graph.offers[:, mentees, None]
    for value, word in zip(rest, graph.words, strict=True):
        for index, factor in word.parts:
            cost = graph.levels[index].cost
            if cost is not None:
                value += factor * _block(cost, mentees, mentors)
    return rest


def _block(cost: Costs, mentees: Ints | slice, mentors: Ints | slice) -> Ints:
    """Some rows, or some columns, of a cost matrix that may be computed only where it is read."""
    if isinstance(mentors, slice):
        return np.asarray(cost[mentees], np.int64)
    return np.stack([np.asarray(cost[:, mentor], np.int64) for mentor in mentors.tolist()], axis=1)


def _enter_places(graph: ResidualGraph, capacity: Ints) -> None:
    """A free place takes one more; a mentor with one mentee fewer saves the last place."""
    m = len(capacity)
    loads = np.bincount(graph.mates, minlength=m + 1)[:m]
    free, used = np.flatnonzero(loads < capacity), np.flatnonzero(loads > 0)
    for cost, prices, word in zip(graph.cost, graph.prices, graph.words, strict=True):
        spread = spread_cost(graph.levels, word)
        cost[m, free] = loads[free] * spread - prices[free]
        cost[used, m] = prices[used] - (loads[used] - 1) * spread


def _enter_mentees(graph: ResidualGraph, mentees: Ints) -> None:
    """Enter the cheapest mentee of each mentor among some, who are sorted by mentor."""
    if not len(mentees):
        return
    mates = graph.mates[mentees]
    starts = np.flatnonzero(np.diff(mates, prepend=-1))
    nodes = mates[starts]
    own = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(mentees))))
    possible = np.hstack([graph.allowed[mentees], np.ones((len(mentees), 1), bool)])
    # moving to where one is already is no move
    possible[np.arange(len(mentees)), mates] = False
    paired = reduced_costs(graph, mentees, slice(None))
    contest = possible
    best = []
    for word, pairs, offers in zip(graph.words, paired, graph.offers, strict=True):
        stay = sum(factor * graph.levels[index].price[mentees] for index, factor in word.parts) - offers[mentees]
        value = np.hstack([pairs, stay[:, None]])
        least = np.minimum.reduceat(np.where(contest, value, NEVER), starts, axis=0)
        # only who is best in this word goes on to the next
        contest = contest & (value == least[own])
        best.append(least)
    found = np.logical_or.reduceat(possible, starts, axis=0)
    present = graph.cost[:, :, nodes].transpose(0, 2, 1)
    better = found & _less(np.array(best), present)
    graph.cost[:, :, nodes] = np.where(better, best, present).transpose(0, 2, 1)


def shortest_distances(cost: Ints) -> Ints:
    """Lengths of the shortest ways between all nodes, compared word by word.

    Parameters
    ----------
    cost
        Length of every edge, shape (words, to, from), never negative when compared lexicographically; the first word
        is `NEVER` where there is no edge.

    Returns
    -------
    Ints
        The same shape; the first word is `NEVER` where there is no way, zeros from a node to itself.

    Notes
    -----
    Edges are added one after the other, the shortest first, and distances brought up to date after each (Ausiello,
    Italiano, Marchetti-Spaccamela, Nanni 1991). An edge as long as the way known already changes nothing and is left
    out; in the residual graph of a matching two or three edges a node remain of all, so this takes about the square
    of the number of nodes where Floyd and Warshall take the cube. No order is needed for the result to be exact; a
    good one keeps the additions few.

    References
    ----------
    G. Ausiello, G. F. Italiano, A. Marchetti-Spaccamela, U. Nanni, Incremental algorithms for minimal length paths,
    Journal of Algorithms 12 (1991).

    Examples
    --------
    >>> cost = np.array([[[0, 9, 9], [2, 0, 9], [7, 3, 0]]])
    >>> shortest_distances(cost)[0].tolist()
    [[0, 9, 9], [2, 0, 9], [5, 3, 0]]
    """
    whole, count = cost, cost.shape[1]
    while len(cost) > 1 and _connected_by_zeros(cost[0]):
        # all ways are 0 long in this word, so an edge that is longer is part of none; the next word goes first now
        cost = np.stack([np.where(cost[0] == 0, cost[1], NEVER), *cost[2:]])
    length = np.zeros_like(cost)
    length[0] = NEVER
    length[0, np.arange(count), np.arange(count)] = 0
    to, from_ = _not_by_the_last_node(cost)
    order = np.argsort(magnitude(cost[:, to, from_]), kind="stable")
    to, from_ = to[order], from_[order]
    start, size = 0, _FIRST
    while start < len(to):
        heads, tails = to[start : start + size], from_[start : start + size]
        steps = cost[:, heads, tails]
        shorter = np.flatnonzero(_less(steps, length[:, heads, tails]))
        shorter = shorter[np.lexsort(steps[::-1, shorter])]
        added = _add_edges(length, heads[shorter], tails[shorter], steps[:, shorter])
        start += size
        size = min(_LAST, 2 * size) if added < size // 16 else max(_FIRST, size // 2)
    return np.concatenate([np.zeros_like(whole[: len(whole) - len(cost)]), length])


def _connected_by_zeros(length: Ints) -> bool:
    """Whether every node can be reached from every other by edges of length 0."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]  # as above

    parts = connected_components(csr_array(length == 0), directed=True, connection="strong", return_labels=False)
    return bool(parts == 1)


def magnitude(steps: Ints) -> Floats:
    """Vectors as floats of the same order, but that neighbours may be equal: what is small keeps its last digits.

    Parameters
    ----------
    steps
        Shape (words, ...); each word below `NEVER` / 2, but for the first.

    Returns
    -------
    Floats
        Shape (...). Where one vector is smaller than another, its float is not larger.

    Examples
    --------
    >>> magnitude(np.array([[0, 0, 1], [5, 9, -7]])).argsort().tolist()
    [0, 1, 2]
    """
    size = np.zeros(steps.shape[1:])
    for word in steps[::-1]:
        size = word + size / NEVER
    return size


def _not_by_the_last_node(cost: Ints) -> tuple[Ints, Ints]:
    """Edges that are shorter than the way through the last node, "unmatched", which is near to all: half of them."""
    through = cost[:, :, -1:] + cost[:, -1:, :]
    through[0] = np.minimum(through[0], NEVER)
    shorter = _less(cost, through)
    shorter[-1] = cost[0, -1] < NEVER
    shorter[:, -1] = cost[0, :, -1] < NEVER
    np.fill_diagonal(shorter, False)
    to, from_ = np.nonzero(shorter)
    return to, from_


def _add_edges(length: Ints, to: Ints, from_: Ints, steps: Ints) -> int:
    """Add edges one after the other, the shortest first; returns how many were of use.

    Most of them are of none any more once those before them are in, so some are looked at together for the next that
    is, more the rarer it is.
    """
    added, place, ahead = 0, 0, _AHEAD
    while place < len(to):
        some = slice(place, place + ahead)
        useful = _less(steps[:, some], length[:, to[some], from_[some]])
        first = int(useful.argmax())
        if not useful[first]:
            place, ahead = place + ahead, 2 * ahead
            continue
        place += first
        _add_edge(length, int(to[place]), int(from_[place]), steps[:, place])
        added, place, ahead = added + 1, place + 1, _AHEAD
    return added


def _add_edge(length: Ints, to: int, from_: int, step: Ints) -> None:
    """Bring all distances up to date with one more edge, which is shorter than the way known between its ends."""
    # from everywhere over the edge to its end, and over the edge to everywhere: only where either got shorter can
    # the way from the one to the other have become shorter
    before, into = _shorter(length[:, from_, :], step, length[:, to, :])
    after, _ = _shorter(length[:, :, to], step, length[:, :, from_])
    block = np.ix_(after, before)
    known = np.stack([word[block] for word in length])
    new = length[:, after, to][:, :, None] + into[:, None]
    better = _less(new, known)
    for word, values, old in zip(length, new, known, strict=True):
        word[block] = np.where(better, values, old)


def _shorter(ways: Ints, step: Ints, known: Ints) -> tuple[Ints, Ints]:
    """Where ways, shape (words, nodes), are with one step more shorter than those known; and how long they are then."""
    # the first word, looked at alone, rules most out
    near = np.flatnonzero(ways[0] + step[0] <= known[0])
    longer = ways[:, near] + step[:, None]
    less = _less(longer, known[:, near])
    return near[less], longer[:, less]


def _less(one: Ints, other: Ints) -> Bools:
    """Where the vectors along the first axis are lexicographically smaller than others."""
    less, tie = one[0] < other[0], one[0] == other[0]
    for left, right in zip(one[1:], other[1:], strict=True):
        less |= tie & (left < right)
        tie &= left == right
    found: Bools = less
    return found
