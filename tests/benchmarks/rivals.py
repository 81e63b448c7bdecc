"""Everybody who can answer a matching problem, behind one signature: a problem in, pairs (mentee, mentor) out.

Rivals get the tiers as one number per pair (`weights`), for that is what they take, and places as separate nodes
where they know no capacity.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve

Pairs = NDArray[np.int64]
Rival = Callable[[Problem], Pairs]


def weights(problem: Problem, bits: int) -> tuple[list[int], int]:
    """A factor for every tier, and the price of leaving somebody unmatched, as exact as so many bits permit."""
    n = problem.shape[0]
    spans = [
        int(problem.capacity.max(initial=1)) if tier is SPREAD else int(tier.cost[:].max()) for tier in problem.tiers
    ]
    exact = [n * span + 1 for span in spans]
    needed = sum(radix.bit_length() for radix in exact)
    if needed > bits:
        exact = [max(span + 1, int(radix ** (bits / needed))) for span, radix in zip(spans, exact, strict=True)]
    factors = [1]
    for radix in reversed(exact):
        factors.insert(0, factors[0] * radix)
    return factors[1:], factors[0]


def costs(problem: Problem, factors: list[int], dtype: type = np.int64) -> tuple[NDArray, int]:
    """Weighted cost of every pair, and of each further place of a mentor."""
    total = np.zeros(problem.shape, dtype)
    further = 0
    for tier, factor in zip(problem.tiers, factors, strict=True):
        if isinstance(tier, Tier):
            total = total + tier.cost[:].astype(dtype) * factor
        else:
            further += factor
    return total, further


def places(problem: Problem) -> tuple[NDArray, NDArray]:
    """Mentor and number of every place."""
    owner = np.repeat(np.arange(problem.shape[1]), problem.capacity)
    first = np.cumsum(problem.capacity) - problem.capacity
    return owner, np.arange(len(owner)) - first[owner]


def ours_array(problem: Problem) -> Pairs:
    """This project's array engine, proof included."""
    return solve(problem, "array").pairs


def ours_networkx(problem: Problem) -> Pairs:
    """This project's networkx engine, proof included."""
    return solve(problem, "networkx").pairs


def one_pass(problem: Problem) -> Pairs:
    """No matching at all: add up the tiers of all pairs once, a block at a time. Nobody can be faster."""
    n, m = problem.shape
    height = max(1, 2**17 // max(1, m))
    for start in range(0, n, height):
        rest = np.zeros((min(n, start + height) - start, m), np.int64)
        for tier in problem.tiers:
            if tier is not SPREAD:
                rest += np.multiply(tier.cost[start : start + height], 3, dtype=np.int64)
        rest.min(axis=1)
    return np.zeros((0, 2), np.int64)


def scipy_assignment(problem: Problem) -> Pairs:
    """`scipy.optimize.linear_sum_assignment` on places, with one column each for staying unmatched."""
    from scipy.optimize import linear_sum_assignment

    factors, unmatched = weights(problem, 52)
    cost, further = costs(problem, factors, np.float64)
    cost[~problem.eligible] = np.inf
    owner, number = places(problem)
    n = problem.shape[0]
    alone = np.full((n, n), np.inf)
    np.fill_diagonal(alone, float(unmatched))
    rows, seats = linear_sum_assignment(np.hstack([cost[:, owner] + number * float(further), alone]))
    kept = seats < len(owner)
    return np.stack([rows[kept], owner[seats[kept]]], axis=1)


def max_weight_matching(problem: Problem) -> Pairs:
    """`networkx.max_weight_matching` on places, in whole numbers of any size."""
    import networkx as nx

    n = problem.shape[0]
    graph = _graph_of_places(problem)
    chosen = nx.max_weight_matching(graph)
    owner, _ = places(problem)
    return np.array(sorted((min(edge), int(owner[max(edge) - n])) for edge in chosen)).reshape(-1, 2)


def _graph_of_places(problem: Problem):
    import networkx as nx

    n = problem.shape[0]
    factors, unmatched = weights(problem, 10**6)
    cost, further = costs(problem, factors, object)
    owner, number = places(problem)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for place, (mentor, rank) in enumerate(zip(owner.tolist(), number.tolist(), strict=True)):
        for mentee in np.flatnonzero(problem.eligible[:, mentor]).tolist():
            graph.add_edge(mentee, n + place, weight=2 * unmatched - int(cost[mentee, mentor]) - rank * further)
    return graph


def network_simplex(problem: Problem) -> Pairs:
    """`networkx.network_simplex`, in whole numbers of any size."""
    import networkx as nx

    n, m = problem.shape
    factors, unmatched = weights(problem, 10**6)
    cost, further = costs(problem, factors, object)
    graph = nx.MultiDiGraph()
    graph.add_node("sink", demand=n)
    for mentee in range(n):
        graph.add_node(mentee, demand=-1)
        graph.add_edge(mentee, "sink", capacity=1, weight=unmatched)
        for mentor in np.flatnonzero(problem.eligible[mentee]).tolist():
            graph.add_edge(mentee, n + mentor, capacity=1, weight=int(cost[mentee, mentor]))
    for mentor in range(m):
        graph.add_node(n + mentor)
        for rank in range(int(problem.capacity[mentor])):
            graph.add_edge(n + mentor, "sink", capacity=1, weight=rank * further)
    _, flow = nx.network_simplex(graph)
    return np.array(
        [
            (mentee, target - n)
            for mentee in range(n)
            for target, keys in flow[mentee].items()
            if target != "sink" and any(keys.values())
        ]
    ).reshape(-1, 2)


def ortools_flow(problem: Problem) -> Pairs:
    """OR-tools' `SimpleMinCostFlow` on all pairs; its costs times nodes must fit 64 bits."""
    from ortools.graph.python import min_cost_flow

    n, m = problem.shape
    factors, unmatched = weights(problem, 61 - (4 * (n + m)).bit_length())
    cost, further = costs(problem, factors)
    rows, cols = np.nonzero(problem.eligible)
    owner, number = places(problem)
    sink = n + m
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([rows, np.arange(n), n + owner]),
        np.concatenate([n + cols, np.full(n, sink), np.full(len(owner), sink)]),
        np.ones(len(rows) + n + len(owner), np.int64),
        np.concatenate([cost[rows, cols], np.full(n, unmatched), number * further]),
    )
    flow.set_nodes_supplies(np.append(np.arange(n), sink), np.append(np.ones(n, np.int64), -n))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-tools: status {status}")
    used = flow.flows(arcs)[: len(rows)] > 0
    return np.stack([rows[used], cols[used]], axis=1)


def highs(problem: Problem) -> Pairs:
    """The linear programme by HiGHS' dual simplex through `scipy.optimize.linprog`."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    n, m = problem.shape
    factors, unmatched = weights(problem, 52)
    cost, further = costs(problem, factors, np.float64)
    rows, cols = np.nonzero(problem.eligible)
    owner, number = places(problem)
    pairs, total = len(rows), len(rows) + n + len(owner)
    once = coo_array((np.ones(pairs + n), (np.append(rows, np.arange(n)), np.arange(pairs + n))), shape=(n, total))
    balance = coo_array(
        (
            np.append(np.ones(pairs), -np.ones(len(owner))),
            (np.append(cols, owner), np.append(np.arange(pairs), np.arange(pairs + n, total))),
        ),
        shape=(m, total),
    )
    goal = np.concatenate([cost[rows, cols], np.full(n, float(unmatched)), number * float(further)])
    from scipy.sparse import vstack

    result = linprog(
        goal / max(1.0, goal.max()),
        A_eq=vstack([once, balance]),
        b_eq=np.append(np.ones(n), np.zeros(m)),
        bounds=(0, 1),
        method="highs-ds",
    )
    used = result.x[:pairs] > 0.5
    return np.stack([rows[used], cols[used]], axis=1)


def hospital_resident(problem: Problem) -> Pairs:
    """PyPI `matching`: stable matching of residents and hospitals, each ranking the other by our cost."""
    from matching.games import HospitalResident

    factors, _ = weights(problem, 10**6)
    cost, _ = costs(problem, factors, object)
    n, m = problem.shape
    wishes = {j: sorted(np.flatnonzero(problem.eligible[j]).tolist(), key=lambda i: cost[j, i]) for j in range(n)}
    ranks = {i: sorted(np.flatnonzero(problem.eligible[:, i]).tolist(), key=lambda j: cost[j, i]) for i in range(m)}
    game = HospitalResident.create_from_dictionaries(
        {("mentee", j): [("mentor", i) for i in order] for j, order in wishes.items()},
        {("mentor", i): [("mentee", j) for j in order] for i, order in ranks.items()},
        {("mentor", i): int(places) for i, places in enumerate(problem.capacity)},
    )
    found = game.solve()
    pairs = [(mentee.name[1], mentor.name[1]) for mentor, mentees in found.items() for mentee in mentees]
    return np.array(sorted(pairs)).reshape(-1, 2)


def mentor_match(problem: Problem) -> Pairs:
    """PyPI `mentor-match`: one-to-one by Munkres; capacity as a second and third round for those left over."""
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data
    from matching.rules.rule import Disqualify

    factors, unmatched = weights(problem, 60)
    cost, _ = costs(problem, factors)
    n, m = problem.shape
    mentees = [Mentee(grade=0, email=f"{j}") for j in range(n)]
    mentors = [Mentor(grade=0, email=f"mentor {i}") for i in range(m)]

    class Cost:
        def apply(self, match) -> int:
            return int(unmatched - cost[int(match.mentee.email), int(match.mentor.email[7:])])

    def closed(match) -> bool:
        mentee, mentor = int(match.mentee.email), int(match.mentor.email[7:])
        full = len(match.mentor.mentees) >= problem.capacity[mentor]
        return bool(match.mentee.mentors or full or not problem.eligible[mentee, mentor])

    # rules are taken from the end of the list
    process_data(mentors, mentees, [[Cost(), Disqualify(closed)] for _ in range(int(problem.capacity.max(initial=0)))])
    pairs = [(j, int(mentor.email[7:])) for j, mentee in enumerate(mentees) for mentor in mentee.mentors]
    return np.array(pairs).reshape(-1, 2)


#: Name, who, and the PyPI distribution that needs a place of its own.
RIVALS: dict[str, tuple[Rival, str | None]] = {
    "ours, array": (ours_array, None),
    "ours, networkx": (ours_networkx, None),
    "scipy linear_sum_assignment": (scipy_assignment, None),
    "networkx max_weight_matching": (max_weight_matching, None),
    "networkx network_simplex": (network_simplex, None),
    "OR-tools min-cost flow": (ortools_flow, None),
    "HiGHS (linprog)": (highs, None),
    "PyPI matching": (hospital_resident, "matching"),
    "PyPI mentor-match": (mentor_match, "mentor-match"),
    "one pass over all pairs": (one_pass, None),
}
