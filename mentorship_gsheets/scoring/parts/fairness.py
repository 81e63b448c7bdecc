"""Nobody gets a terrible partner so that others get slightly better ones."""

import numpy as np

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.coded import WORST, Coded
from mentorship_gsheets.scoring.part import Candidates, Goal, Price, weights
from mentorship_gsheets.settings import Priority

POOR = 40
"""Pairs whose fit is below this count, by the square of what they lack in tens."""

_CHUNK = 2**22


def _shortfall(candidates: Candidates) -> Coded:
    """Squared lack of fit below `POOR`, in tens: 0, 1, 4, 9, 16."""
    shape, weighed = candidates.shape, weights(candidates.parts)
    if not weighed:
        return Coded(np.zeros((1, shape[1]), np.uint8), np.zeros(shape[0], np.int64))
    square = np.array([((max(0, POOR - fit) + 9) // 10) ** 2 for fit in range(WORST + 1)], np.int64)
    most = sum(weight for _, weight in weighed)
    # from the weighed sum of costs straight to the square, without a division for every pair
    lookup = square[WORST - np.arange(most * WORST + 1) // most].astype(np.uint8)
    lack = np.empty(shape, np.uint8)
    # a few rows at a time: the sums of all pairs at once would take several times the memory of the result
    step = max(1, _CHUNK // max(1, shape[1]))
    for start in range(0, shape[0], step):
        total = np.zeros((min(step, shape[0] - start), shape[1]), np.uint16)
        for part, weight in weighed:
            total += part.cost[start : start + step] * np.uint16(weight)
        lack[start : start + step] = lookup[total]
    return Coded(lack, np.arange(shape[0]))


def _tiers(candidates: Candidates) -> list[AnyTier]:
    return [Tier(Priority.FAIRNESS, _shortfall(candidates))]


PART = Goal(
    priority=Priority.FAIRNESS,
    tiers=_tiers,
    price=Price("fit of the pairs that fit worst"),
    means="No pair that fits badly so that others fit a little better.",
)
