"""`solve`: level by level to the one best matching, with its proof.

The objective is a vector. Its levels are settled group by group: an engine chooses, `optimality_repair` makes the
choice exact and keeps only the matchings that are equally good, and the next group decides among those. Small
problems show the engine all pairs, large ones the candidates that `column_generation` finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mentorship_gsheets.matching import engines
from mentorship_gsheets.matching.candidate_graph import CandidateGraph
from mentorship_gsheets.matching.certificate import Certificate, Matching, verify
from mentorship_gsheets.matching.column_generation import candidates, scattered, violators
from mentorship_gsheets.matching.engines import BITS, Engine, WarmStart
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
from mentorship_gsheets.matching.optimality_repair import optimal_face, repair
from mentorship_gsheets.matching.presolve import assign, coarse_warm_start
from mentorship_gsheets.matching.problem import Bools, Ints, Problem, Tier, allowed_pairs, total_of
from mentorship_gsheets.matching.several import Flow, Rows

EngineName = Literal["auto", "networkx", "array"]

#: Pairs times places that networkx answers in about half a second; pairs that dense arrays answer faster than sparse.
_CONFERENCE, _DENSE = 200_000, 600_000
#: So many pairs are handled at once faster than in rounds.
ALL_PAIRS = 300_000
#: Steps of a level that outweigh a step of the level above in an engine's costs.
_SLACK = 8
#: Candidates per mentee, per mentor and regardless of cost.
_PER_MENTEE, _PER_MENTOR, _SCATTERED = 16, 20, 4
#: Pairs added per mentee and round; so many in all are added without the engine.
_MORE, _FEW = 8, 1000


def solve(problem: Problem, engine: EngineName = "auto") -> Matching:
    """Find the best matching and prove it.

    Parameters
    ----------
    problem
        Who, how many, and what matters in which order.
    engine
        "networkx" uses networkx's bipartite matching, "array" numpy and scipy; "auto" takes networkx for a
        conference and the arrays beyond. All give the same totals, and with a tie tier the same pairs. Mentees who
        want several mentors are matched by cheapest ways around those who want one (see `several`).

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
    if problem.several.any():
        matching = _with_several(problem, engine)
    else:
        matching = matching_of(problem, *optimum(problem, _chosen_engine(problem, engine)))
    verify(problem, matching)
    return matching


def _chosen_engine(problem: Problem, engine: EngineName) -> Engine:
    mentees = problem.shape[0]
    places = int(np.minimum(problem.capacity, mentees).sum())
    if engine == "networkx" or (engine == "auto" and mentees * places <= _CONFERENCE):
        return engines.bipartite
    return engines.dense if problem.eligible.size <= _DENSE else engines.sparse


def _with_several(problem: Problem, engine: EngineName) -> Matching:
    """Match everybody who wants one mentor by an engine, then the others around them, place by place."""
    n = problem.shape[0]
    allowed = allowed_pairs(problem)
    one = np.flatnonzero(~problem.several)
    row = np.zeros(n, np.int64)
    row[one] = np.arange(len(one))
    pins = problem.pins[~problem.several[problem.pins[:, 0]]]
    single = Problem(
        problem.eligible[one],
        problem.capacity,
        [Tier(tier.name, Rows(tier.cost, one)) if isinstance(tier, Tier) else tier for tier in problem.tiers],
        np.stack([row[pins[:, 0]], pins[:, 1]], axis=1),
    )
    mates, proof = optimum(single, _chosen_engine(single, engine))
    offers = np.zeros((n, proof.mentee.shape[1]), np.int64)
    offers[one] = proof.mentee
    levels = levels_of(problem, allowed)
    words = words_of(levels, problem.shape)
    start = Certificate(offers, proof.mentor)
    flow = Flow(problem, allowed, levels, words, dict(zip(one.tolist(), mates.tolist(), strict=True)), start)
    for mentee in np.flatnonzero(problem.several).tolist():
        flow.fill(mentee)
    pairs = [(mentee, mentor) for mentee, mentors in enumerate(flow.mentors) for mentor in sorted(mentors)]
    found = np.array(pairs, np.int64).reshape(-1, 2)
    certificate = flow.certificate()
    # nobody can go to a mentor without places: dearer than any place there is
    certificate.mentor[problem.capacity == 0, 0] = 4
    return Matching(found, objective_of(problem, found), certificate, _lost_pins(problem, found))


def _lost_pins(problem: Problem, pairs: Ints) -> Ints:
    m = problem.shape[1]
    lost: Ints = problem.pins[~np.isin(problem.pins @ [m, 1], pairs @ [m, 1])]
    return lost


def matching_of(problem: Problem, mates: Ints, certificate: Certificate) -> Matching:
    """Put mates and potentials into the form of an answer; nothing is verified.

    Parameters
    ----------
    problem
        The problem.
    mates
        Mentor of each mentee, of whom nobody wants several, the number of mentors for the unmatched, shape (mentees,).
    certificate
        The potentials that go with it.

    Returns
    -------
    Matching
        Unmatched mentees are absent from its pairs.
    """
    m = problem.shape[1]
    matched = np.flatnonzero(mates < m)
    pairs = np.stack([matched, mates[matched]], axis=1)
    return Matching(pairs, objective_of(problem, pairs), certificate, _lost_pins(problem, pairs))


def objective_of(problem: Problem, pairs: Ints | Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Number of unmatched mentees, then the total of every tier, for any pairs.

    Parameters
    ----------
    problem
        The problem.
    pairs
        Mentee and mentor of every pair, shape (pairs, 2); an allowed matching or not.

    Returns
    -------
    tuple of int
        Of length 1 + tiers.

    Examples
    --------
    >>> from mentorship_gsheets.matching import SPREAD
    >>> objective_of(Problem(np.ones((2, 1), bool), [2], [SPREAD]), [(0, 0), (1, 0)])
    (0, 1)
    """
    rows, cols = np.asarray(pairs, np.int64).reshape(-1, 2).T
    unmatched = problem.shape[0] - len(np.unique(rows))
    return (unmatched, *(total_of(problem, tier, rows, cols) for tier in problem.tiers))


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What has been settled so far: pairs and loads still in the running, a best matching, all prices.

    `mask` has shape (mentees, mentors), `stay` and `mates` (mentees,), `low` and `high` (mentors,), `prices`
    (mentors + 1, levels), with zeros for the levels still to come.
    """

    mask: Bools
    stay: Bools
    low: Ints
    high: Ints
    mates: Ints
    prices: Ints

    def graph(self, rows: Ints, cols: Ints) -> CandidateGraph:
        """Some pairs, and always those of the matching at hand."""
        matched = np.flatnonzero(self.mates < len(self.low))
        rows, cols = np.append(rows, matched), np.append(cols, self.mates[matched])
        return CandidateGraph.of(rows, cols, self.stay, self.low, self.high)

    def on(self, graph: CandidateGraph) -> _State:
        """Keep the loads and the unmatched of a graph; its pairs are the caller's."""
        stay = np.zeros_like(self.stay)
        stay[graph.rows[graph.cols == graph.m]] = True
        return replace(self, stay=stay, low=graph.low, high=graph.high)


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

    Notes
    -----
    The optima of the first levels are the matchings on one face of the matching polytope, and the optima of the next
    level among those are a face of that face. So it is enough to keep, after every group, which edges, loads and
    unmatched mentees that face permits: no constraint "the first levels stay as good as they are" is ever added.

    Examples
    --------
    >>> problem = Problem(np.ones((2, 1), bool), [1], [])
    >>> optimum(problem, engines.dense)[0].tolist()
    [0, 1]
    """
    n, m = problem.shape
    mask = allowed_pairs(problem)
    levels = levels_of(problem, mask)
    state = _State(
        mask,
        np.ones(n, bool),
        np.zeros(m, np.int64),
        np.minimum(problem.capacity, n),
        np.full(n, m),
        np.zeros((m + 1, len(levels)), np.int64),
    )
    for group in groups_of(levels, BITS, _SLACK):
        if np.count_nonzero(state.mask) <= all_pairs:
            state = _solve_complete(levels, group, engine, state)
        else:
            state = _generate_columns(levels, group, engine, state)
    prices = state.prices[:m]
    # nobody can go to a mentor without places: dearer than any place there is
    prices[problem.capacity == 0, 0] = 2
    return state.mates, Certificate(_mentee_potentials(levels, state), prices)


def _solve_complete(levels: list[Level], group: Word, engine: Engine, state: _State) -> _State:
    """Settle a group with every pair in sight."""
    graph = state.graph(*np.nonzero(state.mask))
    state, graph = _repaired(levels, group, graph, _chosen(levels, group, engine, graph, state, None))
    mask = np.zeros_like(state.mask)
    paired = graph.cols < graph.m
    mask[graph.rows[paired], graph.cols[paired]] = True
    return replace(state.on(graph), mask=mask)


def _generate_columns(levels: list[Level], group: Word, engine: Engine, state: _State) -> _State:
    """Settle a group with a few pairs in sight, until the prices rule out all others (column generation)."""
    m = state.mask.shape[1]
    chosen, factors = list(group.levels), np.array(group.factors)
    inside = [levels[index] for index in chosen]
    tight = np.zeros_like(state.mask)
    graph, warm = _candidate_graph(levels, group, state, np.zeros(m, np.int64)), None
    if engine is engines.sparse:
        # candidates are chosen twice, by cost and then by cost plus coarse price: far fewer are missed
        warm = coarse_warm_start(graph, *_edge_costs(levels, group, graph), state.mates)
        graph = _candidate_graph(levels, group, state, warm.prices[:m])
    state = _chosen(levels, group, engine, graph, state, warm)
    near = None
    while True:
        state, rest = _repaired(levels, group, graph, state, near)
        near = state.prices
        prices, offers = near[:m, chosen], _mentee_potentials(levels, state)[:, chosen]
        rows, cols = violators(inside, prices, offers, state.mask, _MORE, tight)
        if not len(rows):
            return replace(state.on(rest), mask=tight)
        paired = graph.cols < m
        graph = state.graph(np.append(graph.rows[paired], rows), np.append(graph.cols[paired], cols))
        # a few violators are repaired by cancelling cycles where they are; many are worth another run of the engine,
        # from prices that are too high by as much as the best of the violators gains
        if len(rows) > _FEW:
            gains = offers[rows] @ factors - prices[cols] @ factors - pair_costs(levels, group, rows, cols)
            warm = WarmStart(near[:, chosen] @ factors, 8 * int(gains.max()))
            state = _chosen(levels, group, engine, graph, state, warm)
            near = None


def _candidate_graph(levels: list[Level], group: Word, state: _State, prices: Ints) -> CandidateGraph:
    """Candidates at some prices."""
    best = candidates(levels, group, prices, state.mask, _PER_MENTEE, _PER_MENTOR)
    others = scattered(state.mask, _SCATTERED)
    return state.graph(np.append(best[0], others[0]), np.append(best[1], others[1]))


def _chosen(
    levels: list[Level], group: Word, engine: Engine, graph: CandidateGraph, state: _State, warm: WarmStart | None
) -> _State:
    """Let the engine choose, approximately as far as this group's levels go."""
    return replace(state, mates=assign(engine, graph, *_edge_costs(levels, group, graph), warm, state.mates))


def _repaired(
    levels: list[Level], group: Word, graph: CandidateGraph, state: _State, near: Ints | None = None
) -> tuple[_State, CandidateGraph]:
    """Make a group's levels exact, word by word; returns also what is left of the graph."""
    mates, prices = state.mates, state.prices.copy()
    inside = [levels[index] for index in group.levels]
    for part in words_of(inside, (graph.n, graph.m)):
        word = Word(tuple(group.levels[index] for index in part.levels), part.factors)
        start = None if near is None else near[:, list(word.levels)] @ np.array(word.factors)
        costs = _edge_costs(levels, word, graph)
        mates, found = repair(graph, *costs, mates, start)
        graph = optimal_face(graph, *costs, mates, found)
        prices[:, list(word.levels)] = decode(word, found)
    return replace(state, mates=mates, prices=prices), graph


def _edge_costs(levels: list[Level], word: Word, graph: CandidateGraph) -> tuple[Ints, int]:
    """Cost of each of the graph's edges, and of each further place, in one word."""
    cost = np.zeros(len(graph.rows), np.int64)
    paired = graph.cols < graph.m
    cost[paired] = pair_costs(levels, word, graph.rows[paired], graph.cols[paired])
    cost[~paired] = stay_costs(levels, word)[graph.rows[~paired]]
    return cost, spread_cost(levels, word)


def _mentee_potentials(levels: list[Level], state: _State) -> Ints:
    """What each mentee's place costs at the mentors' prices, shape (mentees, levels)."""
    mates, m = state.mates, len(state.prices) - 1
    offers = state.prices[mates]
    matched, unmatched = np.flatnonzero(mates < m), np.flatnonzero(mates == m)
    for index, level in enumerate(levels):
        offers[unmatched, index] += level.price[unmatched]
        if level.cost is not None:
            offers[matched, index] += level.cost[matched, mates[matched]].astype(np.int64)
    return offers
