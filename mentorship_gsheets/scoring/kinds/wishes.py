"""Whom people would like to meet: up to five others, the first choice first."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST
from mentorship_gsheets.scoring.columns import column_of, said_on
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.scoring.kind import Kind, nothing_both
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import called
from mentorship_gsheets.settings import Settings

MOST = 5
"""Wishes of a person that count."""


class Wishing(NamedTuple):
    """Who wishes for whom.

    Parameters
    ----------
    email
        Whose wishes; empty where nobody of the other side can wish, so that all alike are graded as one.
    wishes
        Addresses, the first choice first.
    """

    email: str
    wishes: tuple[str, ...]


def wishes_of(criterion: Criterion, person: Participant) -> tuple[str, ...]:
    """Return the addresses of those whom a person wishes for, at most `MOST`, the first choice first.

    Parameters
    ----------
    criterion
        The criterion.
    person
        The person.
    """
    return said_on(criterion, person).choices[:MOST] if column_of(criterion, person.role) else ()


def _key(criterion: Criterion, person: Participant, _settings: Settings) -> Wishing:
    wished = bool(column_of(criterion, Role.MENTEE if person.role is Role.MENTOR else Role.MENTOR))
    return Wishing(person.email if wished else "", wishes_of(criterion, person))


def _costs(wishing: Sequence[Wishing], wished: Sequence[Wishing]) -> NDArray[np.int16]:
    """The place of each of the wished in the list of each of the wishing, in steps of `WORST` / `MOST`."""
    place = {other.email: column for column, other in enumerate(wished) if other.email}
    costs = np.full((len(wishing), len(wished)), UNKNOWN, np.int16)
    for row, person in enumerate(wishing):
        if person.wishes:
            costs[row] = WORST
        for rank, email in enumerate(person.wishes):
            if email in place:
                costs[row, place[email]] = min(int(costs[row, place[email]]), WORST // MOST * rank)
    return costs


def _grade(mentees: Sequence[Wishing], mentors: Sequence[Wishing]) -> Grades:
    """Grade by the wishes of both where both have any, else by those of the one who has."""
    one, other = _costs(mentees, mentors), _costs(mentors, mentees).T
    return np.where(one == UNKNOWN, other, np.where(other == UNKNOWN, one, (one + other) // 2)).astype(np.int16)


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    ours = mentor.email in wishes_of(criterion, mentee)
    theirs = mentee.email in wishes_of(criterion, mentor)
    if not ours and not theirs:
        return Shared()
    return Shared((mentee.email if ours else "",), (mentor.email if theirs else "",), criterion.name)


def _aside(criterion: Criterion, mentee: Participant, mentor: Participant, shared: Shared) -> str:
    if not shared:
        return ""
    if shared.mentee[0] and shared.mentor[0]:
        return f"{called(mentee)} and {called(mentor)} wished for each other ({criterion.name})"
    one, other = (mentee, mentor) if shared.mentee[0] else (mentor, mentee)
    return f"{called(one)} wished for {called(other)} ({criterion.name})"


_HOW_TO_NAME = "up to five, first choice first, as Name <address>, one a line."

KIND = Kind(
    how=How.WISHES,
    means=f"People get whom they name: mentees under {{mentee}}, mentors under {{mentor}}; {_HOW_TO_NAME}",
    alone={
        Role.MENTEE: f"Mentees get whom they name under {{mentee}}; {_HOW_TO_NAME}",
        Role.MENTOR: f"Mentors get whom they name under {{mentor}}; {_HOW_TO_NAME}",
    },
    key=_key,
    grade=_grade,
    fits=WORST - 1,
    share=_share,
    both=nothing_both,
    aside=_aside,
    weak="not the one wished for",
)
