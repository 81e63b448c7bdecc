"""How much of their fields two people share."""

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import answers, grade_overlap, shared_words
from mentorship_gsheets.scoring.part import Part, Price, Shared, no_aside
from mentorship_gsheets.scoring.phrases import few, listed
from mentorship_gsheets.settings import Priority, Settings


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    return Shared(*shared_words(mentee.fields, mentor.fields), "Fields")


def mail(shared: Shared) -> str:
    """Return the clause of the mail about shared fields."""
    return f"you both work in {listed(shared.mentor)}"


PART = Part(
    priority=Priority.FIELDS,
    key=lambda person, _settings: answers(person.fields),
    grade=grade_overlap,
    said=lambda person: ", ".join(person.fields),
    share=_share,
    both=lambda shared: f"work in {few(shared.mentee)}",
    aside=no_aside,
    mail=mail,
    weak="little overlap of fields",
    price=Price("overlap of fields"),
    means="The more of their fields the two share, the better.",
    fits=WORST - 1,
)
