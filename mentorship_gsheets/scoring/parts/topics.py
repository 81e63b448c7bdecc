"""How much of what the mentee wants to talk about the mentor offers."""

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import answers, grade_offered, shared_words
from mentorship_gsheets.scoring.part import Part, Price, Shared
from mentorship_gsheets.scoring.phrases import called, few, listed
from mentorship_gsheets.settings import Priority, Settings


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    return Shared(*shared_words(mentee.topics, mentor.topics), "Topics")


def _aside(mentee: Participant, mentor: Participant, shared: Shared) -> str:
    if shared:
        return f"{called(mentee)} asked about {few(shared.mentee)}, which {called(mentor)} offers"
    if answers(mentee.topics) and answers(mentor.topics):
        return f"{called(mentor)} did not offer what {called(mentee)} asked about"
    return ""


PART = Part(
    priority=Priority.TOPICS,
    key=lambda person, _settings: answers(person.topics),
    grade=grade_offered,
    said=lambda person: ", ".join(person.topics),
    share=_share,
    # one asks and the other offers: nothing that both do
    both=lambda _shared: "",
    aside=_aside,
    mail=lambda shared: f"you both want to talk about {listed(shared.mentor)}",
    weak="topics asked for and not offered",
    price=Price("topics"),
    means="The more of what the mentee asks about the mentor offers, the better.",
    fits=WORST - 1,
)
