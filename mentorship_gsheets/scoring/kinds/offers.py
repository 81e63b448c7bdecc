"""How much of what the mentee wants the mentor offers."""

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.comparisons import answers, grade_offered
from mentorship_gsheets.scoring.kind import Kind, nothing_both
from mentorship_gsheets.scoring.kinds.overlap import choices, share
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import called, few


def _aside(criterion: Criterion, mentee: Participant, mentor: Participant, shared: Shared) -> str:
    if shared:
        return f"{called(mentee)} wants {few(shared.mentee)}, which {called(mentor)} offers ({criterion.name})"
    if all(answers(said_on(criterion, person).choices) for person in (mentee, mentor)):
        return f"{called(mentor)} does not offer what {called(mentee)} wants ({criterion.name})"
    return ""


KIND = Kind(
    how=How.OFFERS,
    means="The more of what the mentee wants under {mentee} the mentor offers under {mentor}, the better.",
    key=choices,
    grade=grade_offered,
    fits=WORST - 1,
    share=share,
    both=nothing_both,
    aside=_aside,
    weak="wanted and not offered",
)
