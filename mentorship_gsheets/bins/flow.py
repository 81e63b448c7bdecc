"""The even distribution itself: convex min-cost flow over bins, in whole numbers."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NO_WAY = 2**60


def distribute(allowed: Bools, first: Ints, sign: Ints, count: Ints, fixed: Ints) -> Ints:
    """Distribute people over bins so that both sides are as equal as can be in each.

    Parameters
    ----------
    allowed
        (kinds, bins): which bins people of a kind may stand in; their first choice is among them.
    first
        (kinds,): the bin of first choice.
    sign
        (kinds,): 1 for mentors, -1 for mentees.
    count
        (kinds,): how many people are of that kind.
    fixed
        (bins,): mentors minus mentees who stand there already and stay.

    Returns
    -------
    (kinds, bins): how many people of a kind stand where. The sum over bins of (mentors - mentees) squared is the
    least possible, and among those distributions the number of people off their first choice is. Equal arguments
    give equal results: nothing depends on chance, threads or rounding.

    Notes
    -----
    From everybody's first choice, negative cycles of the residual graph are cancelled until none is left, which
    proves the optimum of a separable convex flow. The graph has one node a bin: whoever may move from a bin to
    another is an arc, whatever their number; a further node closes paths at the marginal cost of the squares.

    References
    ----------
    R. K. Ahuja, T. L. Magnanti, J. B. Orlin, *Network Flows*, Prentice Hall 1993, theorem 9.1 and section 14.5.

    Examples
    --------
    Three mentors in one bin, one of whom ticked the other too, where two mentees wait:

    >>> allowed = np.array([[True, False], [True, True], [False, True]])
    >>> distribute(allowed, *map(np.array, ([0, 0, 1], [1, 1, -1], [2, 1, 2], [0, 0]))).tolist()
    [[2, 0], [0, 1], [0, 2]]
    """
    bins = allowed.shape[1]
    home = np.eye(bins, dtype=np.int64)[first]
    stand: Ints = home * count[:, None]
    # (kinds, from, to): what it costs in first choices to shift one mentor's worth. A mentor who moves, and a mentee
    # who moves the other way, shift the same.
    ways = allowed[:, :, None] & allowed[:, None, :] & ~np.eye(bins, dtype=bool)
    costs = sign[:, None, None] * (home[:, :, None] - home[:, None, :])
    costs = np.where(ways, costs, _NO_WAY)
    # one square outweighs everybody's first choice
    weight = int(count.sum()) + 1
    while True:
        excess = fixed + sign @ stand
        movers = np.where((sign > 0)[:, None, None], stand[:, :, None], stand[:, None, :])
        open_costs = np.where(movers > 0, costs, _NO_WAY)
        cycle = _negative_cycle(_graph(open_costs, excess, weight))
        if not cycle:
            return stand
        _cancel(cycle, open_costs, movers, sign, excess, stand)


def _graph(costs: Ints, excess: Ints, weight: int) -> Ints:
    """Return (bins + 1, bins + 1): the cheapest arc between two bins, and through the closing node."""
    bins = len(excess)
    graph = np.full((bins + 1, bins + 1), _NO_WAY)
    graph[:bins, :bins] = costs.min(axis=0, initial=_NO_WAY)
    graph[bins, :bins] = weight * (1 - 2 * excess)
    graph[:bins, bins] = weight * (1 + 2 * excess)
    return graph


def _negative_cycle(graph: Ints) -> list[tuple[int, int]]:
    """Return the arcs of a cycle of negative cost, or none when there is no such cycle (Bellman and Ford)."""
    nodes = len(graph)
    distance = np.zeros(nodes, np.int64)
    before = np.zeros(nodes, np.int64)
    for _ in range(nodes):
        through = distance[:, None] + graph
        nearest = through.argmin(axis=0)
        shorter = through[nearest, np.arange(nodes)] < distance
        if not shorter.any():
            return []
        before[shorter] = nearest[shorter]
        distance[shorter] = through[nearest, np.arange(nodes)][shorter]
    node = int(np.flatnonzero(shorter)[0])
    for _ in range(nodes):
        node = int(before[node])
    arcs, start = [], node
    while True:
        arcs.append((int(before[node]), node))
        node = int(before[node])
        if node == start:
            return arcs[::-1]


def _cancel(cycle: list[tuple[int, int]], costs: Ints, movers: Ints, sign: Ints, excess: Ints, stand: Ints) -> None:
    """Shift along a negative cycle as many as stays worth while, in place."""
    closing = len(excess)
    steps = []
    most = _NO_WAY
    for start, end in cycle:
        if closing in (start, end):
            continue
        # of several kinds that move as cheaply, the largest: fewer rounds
        cheapest = costs[:, start, end] == costs[:, start, end].min()
        kind = int(np.where(cheapest, movers[:, start, end], 0).argmax())
        steps.append((kind, start, end))
        most = min(most, int(movers[kind, start, end]))
    giving = [end for start, end in cycle if start == closing]
    taking = [start for start, end in cycle if end == closing]
    if giving and taking:
        # beyond half of the difference the squares grow again
        most = min(most, max(1, int(excess[giving[0]] - excess[taking[0]]) // 2))
    for kind, start, end in steps:
        leave, arrive = (start, end) if sign[kind] > 0 else (end, start)
        stand[kind, leave] -= most
        stand[kind, arrive] += most
