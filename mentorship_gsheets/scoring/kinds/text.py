"""How much two free texts have to do with each other."""

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.kind import Kind, nothing_aside
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.scoring.words import shared_stems, text_costs
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.text import says_nothing


def _key(criterion: Criterion, person: Participant, _settings: Settings) -> str:
    text = said_on(criterion, person).text
    return "" if says_nothing(text) else text


def _share(criterion: Criterion, mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    one, other = (_key(criterion, person, settings) for person in (mentee, mentor))
    return Shared(*shared_stems(one, other), criterion.name)


KIND = Kind(
    how=How.TEXT,
    means="The more the words under {mentee} (mentees) and {mentor} (mentors) have to do with each other, the better.",
    key=_key,
    grade=text_costs,
    fits=WORST - 1,
    share=_share,
    both=lambda shared: f"wrote of {few(shared.mentee)} ({shared.column})",
    aside=nothing_aside,
    weak="little in common in what they wrote",
)
