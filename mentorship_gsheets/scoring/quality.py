"""How good pairs are: the fit of each, what its weak point is, and why somebody got nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.people import Pair, Participant, Role
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.phrases import listed
from mentorship_gsheets.scoring.score import Scored
from mentorship_gsheets.settings import Policy


@dataclass(frozen=True, slots=True)
class Graded:
    """One pair with its fit from 0 to 100 and its weak points in words; no words when there are none."""

    mentee: Participant
    mentor: Participant
    fit: int
    weak: str


def grade_pairs(scored: Scored, pairs: Iterable[Pair]) -> tuple[Graded, ...]:
    """Grade pairs, in the order given.

    Parameters
    ----------
    scored
        Knows everybody in the pairs.
    pairs
        (mentee, mentor) by address.

    Returns
    -------
    One for each pair.

    Raises
    ------
    KeyError
        Somebody in a pair is not among ``scored``.
    """
    pairs = tuple(pairs)
    rows = np.array([scored.row[mentee] for mentee, _ in pairs], np.int64)
    columns = np.array([scored.column[mentor] for _, mentor in pairs], np.int64)
    return tuple(
        Graded(scored.mentees[row], scored.mentors[column], fit, _weak(scored, row, column))
        for row, column, fit in zip(rows.tolist(), columns.tolist(), scored.fit(rows, columns).tolist(), strict=True)
    )


def _weak(scored: Scored, row: int, column: int) -> str:
    """The two first priorities in which the pair costs more than half, or else what is not known."""
    weak, unknown = [], 0
    for part in scored.parts:
        if not part.known:
            continue
        if not part.graded[row, column]:
            unknown += 1
        elif 2 * int(part.cost[row, column]) > WORST:
            weak.append(part.part.weak)
    return listed(weak[:2]) or ("too little is known" if unknown else "")


def worst(graded: Iterable[Graded], most: int = 10) -> tuple[Graded, ...]:
    """Return the pairs with the lowest fit, the lowest first.

    Parameters
    ----------
    graded
        Pairs with their fit, in any order.
    most
        How many are wanted.

    Returns
    -------
    Equal ones by the mentee's address; all of them where there are fewer.
    """
    return tuple(sorted(graded, key=lambda pair: (pair.fit, pair.mentee.email))[:most])


def left_reason(scored: Scored, role: Role, email: str) -> str:
    """Return why somebody got nobody, as the rest of a sentence that begins with the person.

    Parameters
    ----------
    scored
        The problem in which the person stayed unmatched.
    role, email
        The person.

    Returns
    -------
    str
        Without a full stop.
    """
    problem = scored.problem
    others = Role.MENTOR if role is Role.MENTEE else Role.MENTEE
    people = scored.mentors if role is Role.MENTEE else scored.mentees
    if role is Role.MENTEE:
        open_to = problem.eligible[scored.row[email]] & (problem.capacity > 0)
    else:
        if problem.capacity[scored.column[email]] == 0:
            return "takes nobody (Capacity 0, or all places are taken)"
        open_to = problem.eligible[:, scored.column[email]]
    if not people:
        return f"meets no {others}: there are none"
    if not open_to.any():
        return f"may meet no {others}: {stopped_counts(scored, role, email)}"
    if open_to.sum() < len(people):
        return f"may meet {int(open_to.sum())} of {len(people)} {others}s, and others needed those more"
    return "is left over: there are fewer places than mentees" if role is Role.MENTEE else "is left over as a reserve"


def stopped_counts(scored: Scored, role: Role, email: str) -> str:
    """Return how many people the hard rules keep from somebody, rule by rule, in words.

    Parameters
    ----------
    scored
        The problem.
    role, email
        The person.

    Returns
    -------
    str
        "no reason known" where no rule speaks of the person. Somebody who is stopped twice is counted twice; but that
        people are at their own place is nothing to be told.
    """
    counts = []
    oneself = np.zeros(scored.problem.shape[1 if role is Role.MENTEE else 0], bool)
    for rule in scored.barriers:
        if rule.policy is Policy.FORBID:
            line = rule.stops[scored.row[email]] if role is Role.MENTEE else rule.stops[:, scored.column[email]]
            line = np.asarray(line, bool) & ~oneself
            if rule.name == "oneself":
                oneself = line
            if number := int(np.count_nonzero(line)):
                counts.append(f"{number} {rule.short}")
    if role is Role.MENTEE and (full := int((scored.problem.capacity == 0).sum())):
        counts.append(f"{full} without a place")
    return listed(counts) or "no reason known"
