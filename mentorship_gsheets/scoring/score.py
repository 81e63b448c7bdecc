"""From participants to the matching problem: who may, how many, and the priorities as whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import SPREAD, Problem, Tier, tie_tier
from mentorship_gsheets.matching.problem import Spread
from mentorship_gsheets.people import Pair, Participant, Roster
from mentorship_gsheets.scoring.barriers import Barrier, Never, barriers, eligible
from mentorship_gsheets.scoring.coded import WORST, Coded, marked
from mentorship_gsheets.scoring.parts import Part, parts
from mentorship_gsheets.settings import Policy, Priority, Settings

AnyTier = Tier | Literal[Spread.SPREAD]

POOR = 40
"""Pairs whose fit is below this count in the fairness tier, by the square of what they lack in tens."""

_BLOCK = 2**22


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
    parts: tuple[Part, ...]
    priorities: tuple[Priority | None, ...]

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

        Of k parts that anybody said anything about, the first weighs k, the last 1. With none, every fit is 50.
        """
        graded = weights(self.parts)
        if not graded:
            return np.full(np.shape(rows), WORST // 2, np.int64)
        total = sum(weight * part.cost[rows, columns].astype(np.int64) for part, weight in graded)
        return WORST - np.asarray(total) // sum(weight for _, weight in graded)

    def stopped_by(self, row: int, column: int) -> tuple[Barrier, ...]:
        """Return the hard rules that speak of a pair, the ones the settings only avoid or allow included."""
        return tuple(barrier for barrier in self.barriers if barrier.stops[row, column])


def weights(graded: Sequence[Part]) -> list[tuple[Part, int]]:
    """Return the parts that say anything, each with its weight in the fit of a pair."""
    telling = [part for part in graded if part.known]
    return [(part, len(telling) - place) for place, part in enumerate(telling)]


def _shortfall(graded: Sequence[Part], shape: tuple[int, int]) -> Coded:
    """Squared lack of fit below `POOR`, in tens: 0, 1, 4, 9, 16."""
    weighed = weights(graded)
    every = np.arange(shape[0])
    if not weighed:
        return Coded(np.zeros((1, shape[1]), np.uint8), np.zeros(shape[0], np.int64))
    square = np.array([((max(0, POOR - fit) + 9) // 10) ** 2 for fit in range(WORST + 1)], np.int64)
    most = sum(weight for _, weight in weighed)
    # from the weighed sum of costs straight to the square, without a division for every pair
    lookup = square[WORST - np.arange(most * WORST + 1) // most].astype(np.uint8)
    lack = np.empty(shape, np.uint8)
    step = max(1, _BLOCK // max(1, shape[1]))
    for start in range(0, shape[0], step):
        total = np.zeros((min(step, shape[0] - start), shape[1]), np.uint16)
        for part, weight in weighed:
            total += part.cost[start : start + step] * np.uint16(weight)
        lack[start : start + step] = lookup[total]
    return Coded(lack, every)


def _left_out(mentees: Sequence[Participant], mentors: Sequence[Participant]) -> Coded:
    """How many of the two were not left out last time: as many pairs as there are, those left out come first."""
    waits = np.array([[0], [1]], np.uint8) + np.array([not mentor.left_out for mentor in mentors], np.uint8)
    return Coded(waits.astype(np.uint8), np.array([int(not mentee.left_out) for mentee in mentees], np.int64))


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
        Priorities in order, policies, the capacity of mentors who gave none.
    never
        The lines of ``Never match``.
    pins
        Pairs already decided; they override the hard rules and the mentor's capacity.
    standing
        Pairs that stand now: breaking one costs in the tier "keeps existing pairs". None: no such tier.

    Raises
    ------
    KeyError
        A pin or standing pair names somebody who does not take part.

    Examples
    --------
    >>> from mentorship_gsheets.people import Role
    >>> ada = Participant("ada@example.org", "Ada", Role.MENTOR, fields=("Astronomy",))
    >>> bo = Participant("bo@example.org", "Bo", Role.MENTEE, fields=("astronomy", "Physics"))
    >>> scored = score(Roster((ada,), (bo,)), Settings(priorities=(Priority.BLOCK, Priority.FIELDS)))
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

    rules = barriers(mentees, mentors, settings, never)
    allowed = eligible(shape, rules)
    capacity = np.array([settings.capacity if m.capacity is None else m.capacity for m in mentors], np.int64)
    if pinned:
        where = np.array(pinned)
        allowed[where[:, 0], where[:, 1]] = True
        capacity = np.maximum(capacity, np.bincount(where[:, 1], minlength=shape[1]))
    grades = parts(mentees, mentors, settings)
    tiers: list[tuple[Priority | None, AnyTier]] = []
    for priority in settings.priorities:
        tiers += [(priority, tier) for tier in _tiers(priority, mentees, mentors, rules, grades, kept)]
    tiers.append((None, tie_tier([person.email for person in mentees], [person.email for person in mentors])))
    problem = Problem(allowed, capacity, [tier for _, tier in tiers], pinned)
    return Scored(problem, mentees, mentors, rules, grades, tuple(priority for priority, _ in tiers))


def _tiers(
    priority: Priority,
    mentees: Sequence[Participant],
    mentors: Sequence[Participant],
    rules: Sequence[Barrier],
    grades: Sequence[Part],
    kept: Sequence[tuple[int, int]] | None,
) -> list[AnyTier]:
    shape = (len(mentees), len(mentors))
    match priority:
        case Priority.SPREAD:
            return [SPREAD]
        case Priority.CHANGED:
            return [] if kept is None else [Tier(priority, marked(shape, kept, inside=False))]
        case Priority.LEFT_OUT:
            left_out = any(person.left_out for person in (*mentees, *mentors))
            return [Tier(priority, _left_out(mentees, mentors))] if left_out else []
        case Priority.COLLEAGUES:
            return [Tier(rule.name, rule.stops) for rule in rules if rule.policy is Policy.AVOID]
        case Priority.FAIRNESS:
            return [Tier(priority, _shortfall(grades, shape))]
        case _:
            return [Tier(priority, part.cost) for part in grades if part.priority is priority and part.known]
