"""Shortest distances in the residual graph, against the plain method."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.matching.residual_graph import NEVER, shortest_distances


@st.composite
def graphs(draw):
    """Up to seven nodes; words of an edge are lexicographically at least zeros, later ones may be negative."""
    count, words = draw(st.integers(1, 7)), draw(st.integers(1, 3))
    zero = (0,) * words
    edge = st.tuples(*[st.integers(0, 3), *[st.integers(-4, 4)] * (words - 1)]).filter(lambda each: each >= zero)
    return {
        (to, from_): each
        for to in range(count)
        for from_ in range(count)
        if to != from_ and (each := draw(st.none() | edge))
    }, (words, count, count)


def floyd_warshall(edges, shape):
    """Distances by the plain method, on tuples (Floyd 1962, Warshall 1962)."""
    words, count, _ = shape
    found = {**edges, **{(node, node): (0,) * words for node in range(count)}}
    for by in range(count):
        for to in range(count):
            for from_ in range(count):
                if (by, from_) in found and (to, by) in found:
                    way = tuple(map(sum, zip(found[by, from_], found[to, by], strict=True)))
                    found[to, from_] = min(way, found.get((to, from_), way))
    return found


@given(graphs())
def test_distances_are_those_of_the_plain_method(graph):
    edges, shape = graph
    cost = np.zeros(shape, np.int64)
    cost[0] = NEVER
    for (to, from_), each in edges.items():
        cost[:, to, from_] = each
    length = shortest_distances(cost)
    known = np.argwhere(length[0] < NEVER).tolist()
    assert {(to, from_): tuple(length[:, to, from_].tolist()) for to, from_ in known} == floyd_warshall(*graph)
