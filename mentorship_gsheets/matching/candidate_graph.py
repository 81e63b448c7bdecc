"""The matchings still in the running, as a sparse bipartite graph of mentees and mentors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class CandidateGraph:
    """A sparse bipartite graph with bounds on the degrees: the matchings that are still allowed.

    Every mentee has exactly one edge in a matching, every mentor between `low` and `high`. Staying unmatched is an
    edge too, to the column `m`, so that "matched or not" needs no rule of its own.

    Parameters
    ----------
    rows, cols
        Mentee and mentor of every edge, each of shape (edges,), sorted by mentee, then mentor, without repetitions.
    low, high
        How many mentees each mentor must and may have, each of shape (mentors,).
    n, m
        Number of mentees, number of mentors.
    """

    rows: Ints
    cols: Ints
    low: Ints
    high: Ints
    n: int
    m: int

    @classmethod
    def of(cls, rows: Ints, cols: Ints, stay: Bools, low: Ints, high: Ints) -> CandidateGraph:
        """Build a graph from edges in any order, with repetitions.

        Parameters
        ----------
        rows, cols
            Mentee and mentor of the pairs, each of shape (pairs,).
        stay
            Mentees who may stay unmatched, shape (mentees,).
        low, high
            Bounds on the mentors' loads, each of shape (mentors,).

        Returns
        -------
        CandidateGraph
            With an edge to column `m` for everybody who may stay unmatched.

        Examples
        --------
        >>> some = np.array([1, 0, 1])
        >>> graph = CandidateGraph.of(some, some, np.array([True, False]), np.zeros(2, int), np.ones(2, int))
        >>> list(zip(graph.rows.tolist(), graph.cols.tolist()))
        [(0, 0), (0, 2), (1, 1)]
        """
        n, m = len(stay), len(low)
        # long runs in order with a few pairs behind them, which timsort merges; np.unique would hash them all
        keys = np.sort(np.concatenate([rows * (m + 1) + cols, np.flatnonzero(stay) * (m + 1) + m]), kind="stable")
        keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
        return cls(keys // (m + 1), keys % (m + 1), low, high, n, m)

    def starts(self) -> Ints:
        """Index of each mentee's first edge, shape (mentees,); every mentee has one."""
        return np.searchsorted(self.rows, np.arange(self.n))

    def chosen(self, mates: Ints) -> Ints:
        """Index of each mentee's own edge, shape (mentees,) where all of `mates` lies on the graph, else shorter.

        Parameters
        ----------
        mates
            Mentor of each mentee, `m` for the unmatched, shape (mentees,).
        """
        return np.flatnonzero(self.cols == mates[self.rows])

    def holds(self, mates: Ints) -> bool:
        """Whether a matching uses edges of the graph only and keeps the bounds on the loads.

        Parameters
        ----------
        mates
            Mentor of each mentee, `m` for the unmatched, shape (mentees,).
        """
        loads = np.bincount(mates, minlength=self.m + 1)[: self.m]
        return (
            len(self.chosen(mates)) == self.n and bool((loads >= self.low).all()) and bool((loads <= self.high).all())
        )
