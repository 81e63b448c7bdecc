"""From a good matching to a proven one: prices by shortest paths, and cheaper matchings along negative cycles.

Everything here is exact integer arithmetic. An engine only has to come close: if its matching can still be
improved, the improvement shows as a negative cycle (Klein 1967) and is made; otherwise shortest distances
(Bellman 1958, Ford 1956) are the potentials that prove it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorship_gsheets.matching.cycles import improve
from mentorship_gsheets.matching.face import Face
from mentorship_gsheets.matching.problem import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A matching that no cycle improves in one word, its mentors' prices and the face it lies on."""

    mates: Ints
    prices: Ints
    face: Face


#: Rounds of relaxation that usually do; more of them hint at a negative cycle.
_PATIENCE = 64


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
        Prices near the true ones, where the matching is known to be improvable.
    """
    mates, prices = proven(face, cost, spread, mates, prices)
    return Settled(mates, prices, _tight(face, cost, spread, mates, prices))


def proven(face: Face, cost: Ints, spread: int, mates: Ints, prices: Ints | None = None) -> tuple[Ints, Ints]:
    """As `settle`, without the face: the improved matching and the mentors' prices, shape (mentors + 1,)."""
    done = False
    if prices is None:
        prices, done = _relax(face, cost, spread, mates, _PATIENCE)
    if not done:
        mates = improve(face, cost, spread, mates, prices)
        prices, _ = _relax(face, cost, spread, mates, None)
    return mates, prices - prices[face.m]


def _relax(face: Face, cost: Ints, spread: int, mates: Ints, patience: int | None) -> tuple[Ints, bool]:
    """Prices such that nobody gains by moving, from zeros by Bellman and Ford's rounds; False if they ran out."""
    n, m = face.n, face.m
    starts = face.starts()
    loads = np.bincount(mates, minlength=m + 1)[:m]
    own = cost[face.chosen(mates)]
    order = np.argsort(mates, kind="stable")
    holders, first = np.unique(mates[order], return_index=True)
    price = np.zeros(m + 1, np.int64)
    while patience is None or patience > 0:
        offers = _slots(face, spread, loads, price)
        if n:
            best = np.minimum.reduceat(price[face.cols] + cost, starts) - own
            offers[holders] = np.minimum(offers[holders], np.minimum.reduceat(best[order], first))
        if (offers == price).all():
            return price, True
        price = offers
        patience = None if patience is None else patience - 1
    return price, False


def _slots(face: Face, spread: int, loads: Ints, price: Ints) -> Ints:
    """Prices lowered to what one more place costs, or one place fewer saves."""
    m = face.m
    offers = price.copy()
    np.minimum(offers[:m], price[m] + loads * spread, out=offers[:m], where=loads < face.high)
    undo = (price[:m] - (loads - 1) * spread)[loads > face.low]
    offers[m] = min(int(offers[m]), int(undo.min(initial=offers[m])))
    return offers


def _tight(face: Face, cost: Ints, spread: int, mates: Ints, price: Ints) -> Face:
    """Pairs, and loads, that cost nothing extra at these prices."""
    offers = cost[face.chosen(mates)] + price[mates]
    keep = cost + price[face.cols] == offers[face.rows]
    if spread:
        high = np.clip(price[: face.m] // spread + 1, face.low, face.high)
        low = np.clip(-(-price[: face.m] // spread), face.low, face.high)
    else:
        high = np.where(price[: face.m] < 0, face.low, face.high)
        low = np.where(price[: face.m] > 0, face.high, face.low)
    return replace(face, rows=face.rows[keep], cols=face.cols[keep], low=low, high=high)
