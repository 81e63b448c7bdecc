"""From a good matching to a proven one: prices by shortest paths, and cheaper matchings along negative cycles.

Everything here is exact integer arithmetic. An engine only has to come close: if its matching can still be
improved, the improvement shows as a negative cycle (Klein 1967) and is made; otherwise shortest distances
(Bellman 1958, Ford 1956) are the potentials that prove it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorship_gsheets.matching.problem import Ints


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


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A matching that no cycle improves in one word, its mentors' prices and the face it lies on."""

    mates: Ints
    prices: Ints
    face: Face


#: Rounds of relaxation before parents are recorded: without a negative cycle they are rarely needed.
_CALM = 24


def settle(face: Face, cost: Ints, spread: int, mates: Ints, prices: Ints | None = None) -> Settled:
    """Improve a matching until no cycle of changes makes it cheaper; keep only equally good matchings.

    Parameters
    ----------
    face
        Pairs and loads permitted.
    cost
        Cost of each of the face's pairs, in one word.
    spread
        Cost of place s of a mentor is s x spread.
    mates
        Mentor of each mentee, `face.m` for the unmatched; a matching on the face.
    prices
        A guess at the mentors' prices, shape (mentors + 1,); only saves time.
    """
    guess = np.zeros(face.m + 1, np.int64) if prices is None else prices
    while True:
        found = _relax(face, cost, spread, mates, guess)
        if isinstance(found, Parents):
            mates = _cancel(found, mates)
            continue
        return Settled(mates, found, _tight(face, cost, spread, mates, found))


@dataclass(frozen=True, slots=True, eq=False)
class Parents:
    """The last improvement at each mentor (and at "unmatched"): who moved where; -1 where there was none."""

    mentee: Ints
    target: Ints


def _relax(face: Face, cost: Ints, spread: int, mates: Ints, guess: Ints) -> Ints | Parents:
    """Prices such that nobody gains by moving, or parents that contain a negative cycle."""
    n, m = face.n, face.m
    starts = face.starts()
    loads = np.bincount(mates, minlength=m + 1)[:m]
    own = cost[_chosen(face, mates)]
    order = np.argsort(mates, kind="stable")
    holders, first = np.unique(mates[order], return_index=True)
    addable, removable = loads < face.high, loads > face.low
    price = guess.copy()
    parents = Parents(np.full(m + 1, -1), np.full(m + 1, -1))
    rounds = 0
    while True:
        rounds += 1
        offers = price.copy()
        if n:
            best = np.minimum.reduceat(price[face.cols] + cost, starts) - own
            offers[holders] = np.minimum(offers[holders], np.minimum.reduceat(best[order], first))
        np.minimum(offers[:m], price[m] + loads * spread, out=offers[:m], where=addable)
        undo = np.where(removable, price[:m] - (loads - 1) * spread, np.iinfo(np.int64).max)
        offers[m] = min(int(offers[m]), int(undo.min(initial=np.iinfo(np.int64).max)))
        improved = np.flatnonzero(offers < price)
        if not len(improved):
            settled: Ints = price - price[m]
            return settled
        if rounds > _CALM:
            _record(parents, face, cost, spread, mates, price, offers, improved, (starts, own, loads))
            if rounds % 8 == 0 and len(_cycles(parents.target)):
                return parents
        price = offers


def _record(
    parents: Parents,
    face: Face,
    cost: Ints,
    spread: int,
    mates: Ints,
    price: Ints,
    offers: Ints,
    improved: Ints,
    state: tuple[Ints, Ints, Ints],
) -> None:
    """Note which move produced each improved offer."""
    starts, own, loads = state
    m = face.m
    ends = np.append(starts[1:], len(face.rows))
    wanted = np.zeros(m + 1, bool)
    wanted[improved] = True
    for j in np.flatnonzero(wanted[mates]):
        b = mates[j]
        if not wanted[b]:
            continue
        span = slice(starts[j], ends[j])
        values = price[face.cols[span]] + cost[span] - own[j]
        k = values.argmin()
        if values[k] == offers[b]:
            parents.mentee[b], parents.target[b] = j, face.cols[span][k]
            wanted[b] = False
    for b in np.flatnonzero(wanted[:m]):
        parents.mentee[b], parents.target[b] = -1, m
    if wanted[m]:
        undo = np.where(loads > face.low, price[:m] - (loads - 1) * spread, np.iinfo(np.int64).max)
        parents.mentee[m], parents.target[m] = -1, undo.argmin()


def _cycles(target: Ints) -> list[list[int]]:
    """All cycles of the graph in which each node points to one other, or to none (-1)."""
    colour = np.zeros(len(target), np.int64)
    found = []
    for start in np.flatnonzero(target >= 0).tolist():
        node, path = start, []
        while node >= 0 and colour[node] == 0:
            colour[node] = start + 1
            path.append(node)
            node = int(target[node])
        if node >= 0 and colour[node] == start + 1:
            found.append(path[path.index(node) :])
    return found


def _cancel(parents: Parents, mates: Ints) -> Ints:
    """Make the moves of every cycle; cycles share nobody."""
    moved = mates.copy()
    for cycle in _cycles(parents.target):
        for node in cycle:
            if parents.mentee[node] >= 0:
                moved[parents.mentee[node]] = parents.target[node]
    return moved


def _chosen(face: Face, mates: Ints) -> Ints:
    """Index of each mentee's own pair on the face."""
    return np.flatnonzero(face.cols == mates[face.rows])


def _tight(face: Face, cost: Ints, spread: int, mates: Ints, price: Ints) -> Face:
    """Pairs, and loads, that cost nothing extra at these prices."""
    offers = cost[_chosen(face, mates)] + price[mates]
    keep = cost + price[face.cols] == offers[face.rows]
    if spread:
        high = np.clip(price[: face.m] // spread + 1, face.low, face.high)
        low = np.clip(-(-price[: face.m] // spread), face.low, face.high)
    else:
        high = np.where(price[: face.m] < 0, face.low, face.high)
        low = np.where(price[: face.m] > 0, face.high, face.low)
    return replace(face, rows=face.rows[keep], cols=face.cols[keep], low=low, high=high)
