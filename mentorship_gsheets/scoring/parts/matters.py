"""Each mentee's own most important criterion is met."""

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import AnyTier, Tier
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST, Coded, codes_of
from mentorship_gsheets.scoring.part import Candidates, Counted, Goal, GradedPart, Price
from mentorship_gsheets.settings import Priority
from mentorship_gsheets.text import as_answer

_ENOUGH = {str(Priority.TIME_ZONE): WORST * 120 // 720}
"""The grade up to which a criterion is met; where none stands here, any but the worst: something is in common."""


def _unmet(part: GradedPart, candidates: Candidates, rows: list[int]) -> NDArray[np.uint8]:
    """Return 1 where the criterion is not met, for some mentees and all mentors; unknown is not met."""
    declared, settings = part.part, part.settings
    left, left_codes = codes_of([declared.key(candidates.mentees[row], settings) for row in rows])
    right, right_codes = codes_of([declared.key(mentor, settings) for mentor in candidates.mentors])
    grades = np.asarray(declared.grade(left, right))
    most = _ENOUGH.get(str(declared.priority), WORST - 1)
    unmet = ((grades == UNKNOWN) | (grades > most)).astype(np.uint8)
    return np.asarray(unmet[left_codes][:, right_codes], np.uint8)


def _tiers(candidates: Candidates) -> list[AnyTier]:
    parts = {as_answer(str(part.priority)): part for part in candidates.parts}
    chosen: dict[str, list[int]] = {}
    for row, mentee in enumerate(candidates.mentees):
        if (name := as_answer(mentee.matters)) in parts:
            chosen.setdefault(name, []).append(row)
    if not chosen or not candidates.mentors:
        return []
    # all who chose nothing share the first row, which costs nothing
    tables: list[NDArray[np.uint8]] = [np.zeros((1, len(candidates.mentors)), np.uint8)]
    codes = np.zeros(len(candidates.mentees), np.int64)
    for name, rows in chosen.items():
        codes[rows] = sum(map(len, tables)) + np.arange(len(rows))
        tables.append(_unmet(parts[name], candidates, rows))
    return [Tier(Priority.MATTERS, Coded(np.concatenate(tables), codes))]


PART = Goal(
    priority=Priority.MATTERS,
    means="Each mentee gets what counts most in the own words: the criterion under Matters most.",
    tiers=_tiers,
    price=Price(
        "what matters most to mentees",
        Counted(
            "one mentee more without what matters most",
            "{n} mentees more without what matters most",
            "one mentee fewer without what matters most",
            "{n} mentees fewer without what matters most",
        ),
    ),
)
