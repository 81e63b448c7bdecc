"""The conference programme: pairs of one mentor and one mentee."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mentorship_gsheets.intake.addresses import same_mailbox
from mentorship_gsheets.matching import Matching, Problem, solve
from mentorship_gsheets.people import Identity
from mentorship_gsheets.scoring import Pair, Scored


@dataclass(frozen=True, eq=False)
class Arranged:
    """The best pairs for a scored roster.

    Parameters
    ----------
    scored
        The problem that was solved; pairs ruled out on the way (see `arrange`) are not eligible in it.
    matching
        Its proven optimum.
    """

    scored: Scored
    matching: Matching

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs, sorted by the mentee's address."""
        scored = self.scored
        return tuple(
            Pair(scored.mentees[row].email, scored.mentors[column].email)
            for row, column in self.matching.pairs.tolist()
        )

    @property
    def unmatched(self) -> tuple[Identity, ...]:
        """Mentees without a mentor, then mentors without a mentee, each sorted by address."""
        rows, columns = self.matching.pairs[:, 0], self.matching.pairs[:, 1]
        return tuple(
            person.identity
            for people, taken in ((self.scored.mentees, rows), (self.scored.mentors, columns))
            for person in (people[index] for index in np.setdiff1d(np.arange(len(people)), taken).tolist())
        )


def arrange(scored: Scored, solver: Callable[[Problem], Matching] = solve) -> Arranged:
    """Find the best pairs such that no two people mentor each other.

    Parameters
    ----------
    scored
        The scored roster.
    solver
        Which engine; see `matching.solve`.

    Returns
    -------
    Arranged
        The pairs with the matching that proves them; people without a partner are among `unmatched`.

    Notes
    -----
    "A mentors B while B mentors A" cannot be forbidden in a matching problem, so where it happens both ways out
    are solved and the better one, priority by priority, is taken. Pinned pairs are left alone.
    """
    found = Arranged(scored, solver(scored.problem))
    swap = _mutual(found)
    if swap is None:
        return found
    ways = [arrange(_without(scored, row, column), solver) for row, column in swap]
    return min(ways, key=lambda way: (len(way.matching.impossible_pins), way.matching.objective))


def _mutual(found: Arranged) -> list[tuple[int, int]] | None:
    """Two pairs in which the same two people mentor each other, without the pinned one; None when there are none."""
    scored = found.scored
    pinned = {(row, column) for row, column in scored.problem.pins.tolist()}
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for row, column in found.matching.pairs.tolist():
        mentee, mentor = same_mailbox(scored.mentees[row].email), same_mailbox(scored.mentors[column].email)
        other = seen.get((mentor, mentee))
        if other is not None and not {other, (row, column)} <= pinned:
            return [pair for pair in (other, (row, column)) if pair not in pinned]
        seen[mentee, mentor] = (row, column)
    return None


def _without(scored: Scored, row: int, column: int) -> Scored:
    problem = scored.problem
    allowed = problem.eligible.copy()
    allowed[row, column] = False
    return replace(scored, problem=replace(problem, eligible=allowed))


def mutual_pairs(pairs: tuple[Pair, ...]) -> tuple[tuple[str, str], ...]:
    """Return the people who mentor each other, as sorted (e-mail, e-mail).

    >>> mutual_pairs((("ada@example.org", "bo@example.org"), ("bo@example.org", "ada@example.org")))
    (('ada@example.org', 'bo@example.org'),)
    """
    known = set(pairs)
    return tuple(sorted({(min(pair), max(pair)) for pair in known if (pair[1], pair[0]) in known}))
