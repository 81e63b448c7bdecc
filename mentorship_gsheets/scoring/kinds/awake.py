"""How many hours a day two people are awake at the same time."""

from collections.abc import Sequence

import numpy as np

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.intake.values.time_zone import zone_of
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.scoring.kind import Kind, nothing_aside
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.zones import DAY, day_of, minutes_apart, offset_minutes
from mentorship_gsheets.settings import Settings

AWAKE = 14 * 60
"""Minutes of a day on which people are awake: 8 to 22 by their clock."""

LEAST = 2 * AWAKE - DAY
"""Minutes that any two people share, however far apart they live."""

ENOUGH = 6 * 60
"""Minutes a day that are enough to find an hour for a call."""

Zone = tuple[int, ...]
"""Minutes east of UTC, or none."""


def together(one: int, other: int) -> int:
    """Return the minutes of a day on which two people are awake at once.

    Parameters
    ----------
    one, other
        Minutes east of UTC.

    Examples
    --------
    >>> together(0, 0) // 60, together(0, 8 * 60) // 60, together(0, 12 * 60) // 60
    (14, 6, 4)
    """
    return max(LEAST, AWAKE - minutes_apart(one, other))


def _cost(minutes: int) -> int:
    return WORST * (AWAKE - minutes) // (AWAKE - LEAST)


def _key(criterion: Criterion, person: Participant, settings: Settings) -> Zone:
    text = said_on(criterion, person).text
    found = offset_minutes(text, day_of(settings)) if text else None
    return () if found is None else (found,)


def _grade(mentees: Sequence[Zone], mentors: Sequence[Zone]) -> Grades:
    grades = np.full((len(mentees), len(mentors)), UNKNOWN, np.int16)
    for row, one in enumerate(mentees):
        for column, other in enumerate(mentors):
            if one and other:
                grades[row, column] = _cost(together(one[0], other[0]))
    return grades


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    one, other = (_key(criterion, person, settings) for person in (mentee, mentor))
    if not one or not other or together(one[0], other[0]) < ENOUGH:
        return Shared()
    hours = f"{together(one[0], other[0]) // 60} hours"
    return Shared((hours,), (hours,), criterion.name)


KIND = Kind(
    how=How.AWAKE,
    means="The more hours a day the two are awake at once (8 to 22 by their clocks, zones under {mentee} and "
    "{mentor}), the better. As a must: at least 6 hours.",
    key=_key,
    grade=_grade,
    fits=_cost(ENOUGH),
    share=_share,
    both=lambda shared: f"are awake for {shared.mentee[0]} of a day at once",
    aside=nothing_aside,
    weak="few hours awake together",
    content="time zone",
    reads=lambda text: zone_of(text) is not None,
)
