"""How much the free texts of two people have to do with each other."""

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.part import Part, Price, Shared, no_aside
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.scoring.words import shared_stems, text_costs
from mentorship_gsheets.settings import Priority, Settings
from mentorship_gsheets.text import says_nothing


def _key(person: Participant, _settings: Settings) -> str:
    """The notes, with the topics beside them: who writes little has said there what it is about."""
    return "" if says_nothing(person.notes) else " ".join((person.notes, *person.topics))


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    if says_nothing(mentee.notes) or says_nothing(mentor.notes):
        return Shared()
    return Shared(*shared_stems(mentee.notes, mentor.notes), "Notes")


PART = Part(
    priority=Priority.NOTES,
    key=_key,
    grade=text_costs,
    said=lambda person: person.notes,
    share=_share,
    both=lambda shared: f"wrote of {few(shared.mentee)}",
    aside=no_aside,
    # what somebody told the organizers is not passed on
    mail=None,
    weak="little in common in what they wrote",
    price=Price("free text"),
    means="The more the notes of the two have to do with each other, the better.",
)
