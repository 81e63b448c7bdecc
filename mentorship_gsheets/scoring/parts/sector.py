"""Coming from the same sector."""

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import answer, grade_same, same_answer
from mentorship_gsheets.scoring.part import Counted, Part, Price, Shared, no_aside
from mentorship_gsheets.settings import Priority, Settings


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    if not same_answer(mentee.sector, mentor.sector):
        return Shared()
    return Shared((mentee.sector,), (mentor.sector,), "Sector")


PART = Part(
    priority=Priority.SECTOR,
    key=lambda person, _settings: answer(person.sector),
    grade=grade_same,
    said=lambda person: person.sector,
    share=_share,
    both=lambda shared: f"come from {shared.mentee[0]}",
    aside=no_aside,
    mail=lambda shared: f"you share a sector ({shared.mentor[0]})",
    weak="different sectors",
    price=Price(
        "sector",
        Counted(
            "one more pair of different sectors",
            "{n} more pairs of different sectors",
            "one more pair of the same sector",
            "{n} more pairs of the same sector",
            WORST,
        ),
    ),
    means="The two come from the same sector.",
    fits=0,
)
