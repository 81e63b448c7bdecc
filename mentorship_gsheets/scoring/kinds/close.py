"""How near the numbers of two people are to each other."""

from collections.abc import Sequence

import numpy as np

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST
from mentorship_gsheets.scoring.columns import read_number, said_on
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.scoring.kind import Kind, nothing_aside
from mentorship_gsheets.scoring.kinds.more import Number, number, values
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.settings import Settings

_NEAR = 10
"""A must is kept by numbers at most a tenth of the whole range apart."""


def _grade(mentees: Sequence[Number], mentors: Sequence[Number]) -> Grades:
    """Grade by the distance: 0 for the same number, `WORST` for the two ends of all numbers there are."""
    (one, asked), (other, told) = values(mentees), values(mentors)
    known = np.concatenate([one[asked], other[told]])
    span = max(1.0, known.max() - known.min()) if len(known) else 1.0
    # rounded up: what differs is never graded as the same
    grades = np.ceil(WORST * np.abs(one[:, None] - other) / span).astype(np.int16)
    grades[~(asked[:, None] & told)] = UNKNOWN
    return grades


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    one, other = (number(criterion, person, settings) for person in (mentee, mentor))
    if not one or one != other:
        return Shared()
    return Shared((said_on(criterion, mentee).text,), (said_on(criterion, mentor).text,), criterion.name)


KIND = Kind(
    how=How.CLOSE,
    means="The nearer the numbers under {mentee} (mentees) and {mentor} (mentors), the better. As a must: at most a "
    "tenth of the range of all numbers apart.",
    key=number,
    grade=_grade,
    fits=_NEAR,
    share=_share,
    both=lambda shared: f"say {few(shared.mentee)} ({shared.column})",
    aside=nothing_aside,
    weak="numbers far apart",
    content="number",
    reads=lambda text: read_number(text) is not None,
)
