"""Who was left without a partner last time goes first."""

import numpy as np

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.coded import Coded
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    mentees, mentors = candidates.mentees, candidates.mentors
    if not any(person.left_out for person in (*mentees, *mentors)):
        return []
    # a pair costs one for each of the two who was not left out: as many pairs as there are, those left out come first
    waits = np.array([[0], [1]], np.uint8) + np.array([not mentor.left_out for mentor in mentors], np.uint8)
    rows = np.array([int(not mentee.left_out) for mentee in mentees], np.int64)
    return [Tier(Priority.LEFT_OUT, Coded(waits.astype(np.uint8), rows))]


PART = Goal(
    priority=Priority.LEFT_OUT,
    tiers=_tiers,
    price=Price(
        "people left out last time",
        Counted(
            "one fewer of those left out last time",
            "{n} fewer of those left out last time",
            "one more of those left out last time",
            "{n} more of those left out last time",
        ),
    ),
    means="Who was left without a partner last time goes first.",
)
