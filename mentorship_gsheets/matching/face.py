"""The matchings still in the running, as a sparse bipartite graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The matchings still in the running after the levels settled so far.

    Parameters
    ----------
    rows, cols
        Pairs that may be used, sorted by mentee, then mentor. Column `m` means: stays unmatched.
    low, high
        How many mentees each mentor must and may have, shape (mentors,).
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
    def of(cls, rows: Ints, cols: Ints, stay: Bools, low: Ints, high: Ints) -> Face:
        """Sort pairs, drop repetitions and let some mentees, a bool each, stay unmatched."""
        n, m = len(stay), len(low)
        # long runs in order with a few pairs behind them, which timsort merges; np.unique would hash them all
        keys = np.sort(np.concatenate([rows * (m + 1) + cols, np.flatnonzero(stay) * (m + 1) + m]), kind="stable")
        keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
        return cls(keys // (m + 1), keys % (m + 1), low, high, n, m)

    def starts(self) -> Ints:
        """Index of each mentee's first pair; every mentee has one."""
        return np.searchsorted(self.rows, np.arange(self.n))

    def holds(self, mates: Ints) -> bool:
        """Does a matching use the face's pairs and loads only?"""
        loads = np.bincount(mates, minlength=self.m + 1)[: self.m]
        return (
            len(np.flatnonzero(self.cols == mates[self.rows])) == self.n
            and bool((loads >= self.low).all())
            and bool((loads <= self.high).all())
        )

    def chosen(self, mates: Ints) -> Ints:
        """Index of each mentee's own pair."""
        return np.flatnonzero(self.cols == mates[self.rows])
