"""How many of their choices two people share."""

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.comparisons import Words, answers, grade_overlap, shared_words
from mentorship_gsheets.scoring.kind import Kind, nothing_aside
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.settings import Settings


def choices(criterion: Criterion, person: Participant, _settings: Settings) -> Words:
    """Return the choices of a person as they are compared, without those that tell nothing.

    Parameters
    ----------
    criterion, person
        Whose choices, under which column.
    _settings
        Not looked at.
    """
    return answers(said_on(criterion, person).choices)


def share(criterion: Criterion, mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    """Return the choices two people share.

    Parameters
    ----------
    criterion, mentee, mentor
        The pair, and the columns.
    _settings
        Not looked at.
    """
    one, other = (said_on(criterion, person).choices for person in (mentee, mentor))
    return Shared(*shared_words(one, other), criterion.name)


KIND = Kind(
    how=How.OVERLAP,
    means="The more choices the two share under {mentee} (mentees) and {mentor} (mentors), the better.",
    key=choices,
    grade=grade_overlap,
    fits=WORST - 1,
    share=share,
    both=lambda shared: f"chose {few(shared.mentee)} ({shared.column})",
    aside=nothing_aside,
    weak="little in common",
)
