"""The worst pair: how well it fits, and what it would cost if no pair fitted as badly as that."""

from dataclasses import replace

import numpy as np

from mentorship_gsheets.matching import solve
from mentorship_gsheets.programmes.pairs.optimum import Arranged
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.prices import price
from mentorship_gsheets.spreadsheet.plan import Table

_MOST = 250_000
"""Pairs up to which the sheet is matched once more for this."""


def floor_tables(found: Arranged) -> tuple[Table, ...]:
    """Return the fit that no new pair is under, and what a floor one higher would cost.

    Parameters
    ----------
    found
        The proven optimum.

    Returns
    -------
    One table of one line; none where every pair was given, the worst fits perfectly, or there are too many pairs.

    Notes
    -----
    The price is exact: all pairs that fit no better than the worst one are ruled out, pins aside, everything is
    matched again, and the two proven objectives are compared criterion by criterion.
    """
    scored, problem = found.scored, found.scored.problem
    pinned = set(map(tuple, problem.pins.tolist()))
    new = np.array([pair for pair in found.matching.pairs.tolist() if tuple(pair) not in pinned], np.int64)
    if not new.size or problem.eligible.size > _MOST:
        return ()
    floor = int(scored.fit(new[:, 0], new[:, 1]).min())
    if floor == WORST:
        return ()
    rows, columns = np.indices(problem.eligible.shape)
    allowed = problem.eligible & (scored.fit(rows.ravel(), columns.ravel()).reshape(problem.eligible.shape) > floor)
    if pinned:
        allowed[problem.pins[:, 0], problem.pins[:, 1]] = problem.eligible[problem.pins[:, 0], problem.pins[:, 1]]
    higher = solve(replace(problem, eligible=allowed))
    more = [after - before for before, after in zip(found.matching.objective, higher.objective, strict=True)]
    row = (f"{floor} of {WORST}", price(scored.priorities, more))
    return (Table("The worst pair", ("No new pair fits less than", "One more would cost"), (row,)),)
