"""Who answered goes before who only signed up."""

import numpy as np

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.people import Status
from mentorship_gsheets.scoring.coded import Coded
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, Price
from mentorship_gsheets.settings import Priority


def _tiers(candidates: Candidates) -> list[AnyTier]:
    silent = [
        np.array([person.status is Status.NO_ANSWER for person in side], bool)
        for side in (candidates.mentees, candidates.mentors)
    ]
    if not any(side.any() for side in silent):
        return []
    # a pair costs one for each of the two who gave no answer: as many pairs as there are, whoever answered comes first
    waits = np.array([[0], [1]], np.uint8) + silent[1].astype(np.uint8)
    return [Tier(Priority.ANSWERED, Coded(waits.astype(np.uint8), silent[0].astype(np.int64)))]


PART = Goal(
    priority=Priority.ANSWERED,
    tiers=_tiers,
    price=Price(
        "people without an answer",
        Counted(
            "one more of those without an answer",
            "{n} more of those without an answer",
            "one fewer of those without an answer",
            "{n} fewer of those without an answer",
        ),
    ),
    means="Who answered is matched before who only signed up.",
)
