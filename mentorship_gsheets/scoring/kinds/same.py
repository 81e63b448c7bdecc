"""The same answer on both sides."""

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.comparisons import answer, grade_same, same_answer
from mentorship_gsheets.scoring.kind import Kind, nothing_aside
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.settings import Settings


def _key(criterion: Criterion, person: Participant, _settings: Settings) -> str:
    return answer(said_on(criterion, person).text)


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    one, other = (said_on(criterion, person).text for person in (mentee, mentor))
    return Shared((one,), (other,), criterion.name) if same_answer(one, other) else Shared()


KIND = Kind(
    how=How.SAME,
    means="Both give the same answer under {mentee} (mentees) and {mentor} (mentors).",
    key=_key,
    grade=grade_same,
    fits=0,
    share=_share,
    both=lambda shared: f"say {few(shared.mentee)} ({shared.column})",
    aside=nothing_aside,
    weak="different answers",
    yes_or_no=True,
)
