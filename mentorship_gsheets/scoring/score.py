"""From participants to the matching problem: who may, how many, and the priorities as whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import Problem, Tier, tie_tier
from mentorship_gsheets.people import Pair, Participant, Roster
from mentorship_gsheets.scoring.barriers import Barrier, Never, eligible
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.part import AnyTier, Candidates, Goal, GradedPart, Part, grade_part, weights
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.scoring.rules import hard_rules
from mentorship_gsheets.scoring.trial import halved, tried_criterion
from mentorship_gsheets.settings import Judged, Priority, Settings, Unanswered


@dataclass(frozen=True, eq=False)
class Scored:
    """A roster as a matching problem, and what its rows, columns and tiers stand for.

    Parameters
    ----------
    problem
        For `matching.solve`.
    mentees, mentors
        Who stands for which row and column; sorted by address, so that the sheet's order cannot matter.
    barriers
        The hard rules.
    parts
        The graded parts, in the organizer's order.
    priorities
        For every tier of the problem the priority it serves; None for the tie tier.
    """

    problem: Problem
    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]
    barriers: tuple[Barrier, ...]
    parts: tuple[GradedPart, ...]
    priorities: tuple[Judged | None, ...]

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Row of each mentee, by e-mail."""
        return {person.email: index for index, person in enumerate(self.mentees)}

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Column of each mentor, by e-mail."""
        return {person.email: index for index, person in enumerate(self.mentors)}

    def fit(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the fit of pairs, from 0 to 100: the parts weighed by their place in the organizer's order.

        Parameters
        ----------
        rows, columns
            Of the pairs, one entry a pair.

        Returns
        -------
        Array of the same length. Of k parts that anybody said anything about, the first weighs k, the last 1; with
        none, every fit is 50.
        """
        weighed = weights(self.parts)
        if not weighed:
            return np.full(np.shape(rows), WORST // 2, np.int64)
        total = sum(weight * part.cost[rows, columns].astype(np.int64) for part, weight in weighed)
        return WORST - np.asarray(total) // sum(weight for _, weight in weighed)

    def stopped_by(self, row: int, column: int) -> tuple[Barrier, ...]:
        """Return the hard rules that speak of a pair, the ones the settings only avoid or allow included.

        Parameters
        ----------
        row, column
            Of the pair.

        Returns
        -------
        The rules; empty where nothing stands in the way.
        """
        return tuple(barrier for barrier in self.barriers if barrier.stops[row, column])


def score(
    roster: Roster,
    settings: Settings,
    never: Sequence[Never] = (),
    *,
    pins: Iterable[Pair] = (),
    standing: Iterable[Pair] | None = None,
) -> Scored:
    """Turn a roster into the matching problem of the organizer's priorities.

    Parameters
    ----------
    roster
        Who takes part; withdrawn people are left out.
    settings
        Criteria in order, musts, policies, the capacity of mentors who gave none.
    never
        The lines of ``Never match``.
    pins
        Pairs already decided; they override the hard rules and the mentor's capacity.
    standing
        Pairs that stand now: breaking one costs in the tier "keeps existing pairs". None: no such tier.

    Returns
    -------
    Scored
        Without the tiers of priorities that are switched off or that nobody said anything about; a criterion that is
        tried out costs nothing for mentees whose coin is off.

    Raises
    ------
    KeyError
        A pin or standing pair names somebody who does not take part.

    Examples
    --------
    >>> from mentorship_gsheets.people import Role
    >>> ada = Participant("ada@example.org", "Ada", Role.MENTOR, fields=("Astronomy",))
    >>> bo = Participant("bo@example.org", "Bo", Role.MENTEE, fields=("astronomy", "Physics"))
    >>> scored = score(Roster((ada,), (bo,)), Settings(priorities=(Priority.BIN, Priority.FIELDS)))
    >>> [int(tier.cost[0, 0]) for tier in scored.problem.tiers[:2]]
    [0, 34]
    """
    mentees, mentors = (
        tuple(sorted((person for person in side if not person.withdrawn), key=lambda person: person.email))
        for side in (roster.mentees, roster.mentors)
    )
    shape = (len(mentees), len(mentors))
    row = {person.email: index for index, person in enumerate(mentees)}
    column = {person.email: index for index, person in enumerate(mentors)}
    pinned = sorted((row[mentee], column[mentor]) for mentee, mentor in set(pins))
    kept = None if standing is None else [(row[mentee], column[mentor]) for mentee, mentor in standing]

    rules = hard_rules(mentees, mentors, settings, never)
    allowed = eligible(shape, rules)
    capacity = np.array([settings.capacity if m.capacity is None else m.capacity for m in mentors], np.int64)
    if pinned:
        where = np.array(pinned)
        allowed[where[:, 0], where[:, 1]] = True
        capacity = np.maximum(capacity, np.bincount(where[:, 1], minlength=shape[1]))
    declared = [part for priority in settings.priorities if isinstance(part := part_of(priority), Part)]
    graded = tuple(grade_part(part, mentees, mentors, settings) for part in declared)
    candidates = Candidates(mentees, mentors, rules, graded, kept)
    tiers: list[tuple[Judged | None, AnyTier]] = []
    for priority in _in_order(settings):
        tiers += [(priority, tier) for tier in _tiers(priority, candidates)]
    tried = tried_criterion(settings)
    if tried is not None:
        tiers = [(priority, halved(tier, mentees, tried) if priority == tried else tier) for priority, tier in tiers]
    tiers.append((None, tie_tier([person.email for person in mentees], [person.email for person in mentors])))
    problem = Problem(allowed, capacity, [tier for _, tier in tiers], pinned)
    return Scored(problem, mentees, mentors, rules, graded, tuple(priority for priority, _ in tiers))


def _in_order(settings: Settings) -> tuple[Judged, ...]:
    """Return the priorities, with the place of those who answered: first, unless the organizer chose another.

    Only pairs that stand go before it where they go before everything: nobody is sent away for somebody else's answer.
    """
    order = settings.priorities
    if settings.unanswered is not Unanswered.LAST or Priority.ANSWERED in order:
        return order
    place = int(order[:1] == (Priority.CHANGED,))
    return (*order[:place], Priority.ANSWERED, *order[place:])


def _tiers(priority: Judged, candidates: Candidates) -> list[AnyTier]:
    part = part_of(priority)
    if isinstance(part, Goal):
        return part.tiers(candidates)
    # a part nobody said anything about costs all pairs alike
    return [Tier(str(priority), graded.cost) for graded in candidates.parts if graded.part is part and graded.known]
