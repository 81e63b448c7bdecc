"""What it takes to pair two people who are not paired: solved again with that pair fixed, hence exact."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from mentorship_gsheets.matching.solver import objective_of
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.scoring import Pair, Scored


@dataclass(frozen=True, eq=False)
class Swap:
    """One pair fixed, everything else as good as that allows.

    Parameters
    ----------
    before, after
        The pairs that stand, and those that would.
    totals_before, totals_after
        Mentees unmatched, then the total of every tier.
    """

    before: tuple[Pair, ...]
    after: tuple[Pair, ...]
    totals_before: tuple[int, ...]
    totals_after: tuple[int, ...]

    @property
    def price(self) -> tuple[int, ...]:
        """What the change costs: mentees left unmatched, then every tier; the first that is not 0 decides."""
        return tuple(new - old for old, new in zip(self.totals_before, self.totals_after, strict=True))

    @property
    def moves(self) -> tuple[tuple[str, str, str], ...]:
        """(mentee, mentor before, mentor after) for every mentor who would change; empty for nobody."""
        lost, won = set(self.before) - set(self.after), set(self.after) - set(self.before)
        return tuple(
            (mentee, old, new)
            for mentee in sorted({mentee for mentee, _ in lost | won})
            for old, new in zip_longest(*(_mentors_of(mentee, pairs) for pairs in (lost, won)), fillvalue="")
        )


def _mentors_of(mentee: str, pairs: Iterable[Pair]) -> list[str]:
    return sorted(pair.mentor for pair in pairs if pair.mentee == mentee)


def swap(scored: Scored, standing: Iterable[Pair], wanted: Pair) -> Swap | None:
    """Return what changes when a pair is made, against the pairs that stand.

    Parameters
    ----------
    scored
        Knows all these people; its pins stay, but for those of a wanted mentee who has no place left beside them.
    standing
        The pairs to compare with.
    wanted
        (mentee, mentor); hard rules do not count for this pair.

    Returns
    -------
    None when the pair is impossible: the mentor has no places but those of pinned pairs.
    """
    standing = tuple(sorted(standing))
    row, column = scored.row[wanted[0]], scored.column[wanted[1]]
    problem = scored.problem
    allowed = problem.eligible.copy()
    allowed[row, column] = True
    own = problem.pins[:, 0] == row
    others = problem.pins[~own] if np.count_nonzero(own) >= problem.wanted[row] else problem.pins
    if np.count_nonzero(others[:, 1] == column) >= problem.capacity[column]:
        return None
    pins = np.vstack([others, [[row, column]]])
    fixed = replace(scored, problem=replace(problem, eligible=allowed, pins=pins))
    found = arrange(fixed)
    indices = [(scored.row[mentee], scored.column[mentor]) for mentee, mentor in standing]
    return Swap(standing, found.pairs, objective_of(problem, indices), found.matching.objective)


def stands(found: Arranged, standing: Iterable[Pair]) -> bool:
    """Return whether the best pairs are the ones that stand.

    Parameters
    ----------
    found
        The best pairs.
    standing
        The pairs of today.

    Returns
    -------
    bool
        True where both hold the same pairs, in any order.
    """
    return set(found.pairs) == set(standing)
