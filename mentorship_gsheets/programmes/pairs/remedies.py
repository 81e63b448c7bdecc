"""The fewest steps that would give every mentee a mentor: one more place here, colleagues allowed there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve, tie_tier
from mentorship_gsheets.scoring import Pair, Scored
from mentorship_gsheets.scoring.part import weights
from mentorship_gsheets.settings import Policy

COLLEAGUES = frozenset({"affiliation", "domain"})
"""Names of the rules an organizer may lift for a pair; the others are for good."""


@dataclass(frozen=True, slots=True)
class Remedies:
    """What would place everybody.

    Parameters
    ----------
    raises
        Mentor -> how many places more than now; mentors who take nobody are never asked.
    allowed
        Colleagues who would have to be paired.
    still
        Mentees whom nothing of this helps.
    """

    raises: Mapping[str, int]
    allowed: tuple[Pair, ...]
    still: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many places and allowances that is: no fewer will do."""
        return sum(self.raises.values()) + len(self.allowed)


def remedies(scored: Scored) -> Remedies:
    """Return the fewest capacity raises and allowed colleagues that place every mentee who can be placed.

    One mentor each: further ones that somebody wants are no reason to ask anybody for more.

    Parameters
    ----------
    scored
        The problem as it is; its pins stay.

    Notes
    -----
    Solved as one matching problem in which every mentor stands a second time, with places that cost a step each, and
    colleagues may meet at the cost of a step. Among equal numbers of steps the extra places are spread, then pairs
    fit best.
    """
    n, m = scored.problem.shape
    misfit = np.zeros((n, m), np.uint16)
    for part, weight in weights(scored.parts):
        misfit += part.cost[:] * np.uint16(weight)
    colleagues = _liftable(scored)
    may = scored.problem.eligible | colleagues
    asked = scored.problem.capacity > 0
    pinned = np.isin(np.arange(n), scored.problem.pins[:, 0])
    # of several mentors that somebody has, all but one only take places away
    _, one = np.unique(scored.problem.pins[:, 0], return_index=True)
    others = np.delete(scored.problem.pins, one, axis=0)
    capacity = scored.problem.capacity - np.bincount(others[:, 1], minlength=m)
    problem = Problem(
        np.hstack([may, may & asked & ~pinned[:, None]]),
        np.concatenate([capacity, np.where(asked, n, 0)]),
        [
            Tier("steps", np.hstack([colleagues.astype(np.uint8), colleagues + np.uint8(1)])),
            SPREAD,
            Tier("misfit", np.hstack([misfit, misfit])),
            tie_tier(
                [person.email for person in scored.mentees],
                [mark + person.email for mark in ("", "+") for person in scored.mentors],
            ),
        ],
        scored.problem.pins[one],
    )
    pairs = solve(problem).pairs.tolist()
    raises = Counter(scored.mentors[column - m].email for _, column in pairs if column >= m)
    allowed = tuple(
        Pair(scored.mentees[row].email, scored.mentors[column % m].email)
        for row, column in pairs
        if colleagues[row, column % m]
    )
    placed = {row for row, _ in pairs}
    still = tuple(person.email for row, person in enumerate(scored.mentees) if row not in placed)
    return Remedies(dict(sorted(raises.items())), allowed, still)


def _liftable(scored: Scored) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Pairs that are stopped by being colleagues and by nothing else."""
    stopped = np.zeros(scored.problem.shape, bool)
    for_good = np.zeros(scored.problem.shape, bool)
    for rule in scored.barriers:
        if rule.policy is Policy.FORBID:
            kind = stopped if rule.name in COLLEAGUES else for_good
            kind |= rule.stops[:]
    return stopped & ~for_good & ~scored.problem.eligible
