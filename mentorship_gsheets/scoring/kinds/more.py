"""The mentor's number is larger than the mentee's."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST
from mentorship_gsheets.scoring.columns import read_number, said_on
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.scoring.kind import Kind, nothing_both
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import brief, called
from mentorship_gsheets.settings import Settings

Number = tuple[int, ...]
"""One number in steps of a thousandth, or none."""


def number(criterion: Criterion, person: Participant, _settings: Settings) -> Number:
    """Return a person's number; empty where there is none to read.

    Parameters
    ----------
    criterion, person
        Whose number, under which column.
    _settings
        Not looked at.
    """
    found = read_number(said_on(criterion, person).text)
    return () if found is None else (found,)


def values(keys: Sequence[Number]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return numbers as an array, 0 for those that are not known, and which are known."""
    known = np.array([bool(key) for key in keys], bool)
    # thousandths up to 2**53 are exact in float64; what is larger is told apart as well as anybody can
    return np.array([key[0] if key else 0 for key in keys], np.float64), known


def _grade(mentees: Sequence[Number], mentors: Sequence[Number]) -> Grades:
    (one, asked), (other, told) = values(mentees), values(mentors)
    grades = np.where(other > one[:, None], 0, WORST).astype(np.int16)
    grades[~(asked[:, None] & told)] = UNKNOWN
    return grades


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    one, other = (number(criterion, person, settings) for person in (mentee, mentor))
    if not one or not other or other <= one:
        return Shared()
    return Shared((said_on(criterion, mentee).text,), (said_on(criterion, mentor).text,), criterion.name)


def _aside(criterion: Criterion, mentee: Participant, mentor: Participant, shared: Shared) -> str:
    if not shared:
        return ""
    theirs, ours = brief(shared.mentor[0]), brief(shared.mentee[0])
    return f"{called(mentor)} has more than {called(mentee)}: {theirs} against {ours} ({criterion.name})"


KIND = Kind(
    how=How.MORE,
    means="The mentor's number under {mentor} is larger than the mentee's under {mentee}.",
    key=number,
    grade=_grade,
    fits=0,
    share=_share,
    both=nothing_both,
    aside=_aside,
    weak="the mentor has no more than the mentee",
    yes_or_no=True,
    content="number",
    reads=lambda text: read_number(text) is not None,
)
