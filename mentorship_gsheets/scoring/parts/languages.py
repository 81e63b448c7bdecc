"""Having a language in common to be mentored in."""

from mentorship_gsheets.intake.values import languages
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import answer, answers, grade_common, shared_words
from mentorship_gsheets.scoring.part import Counted, Part, Price, Shared, no_aside
from mentorship_gsheets.scoring.phrases import few
from mentorship_gsheets.settings import Priority, Settings

# what everybody at a conference speaks is no reason for two of them
_LINGUA_FRANCA = "en"


def _language(text: str) -> str:
    """Return what of a text is compared: Deutsch and German are one language."""
    return languages.code(text) or answer(text)


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    return Shared(*shared_words(mentee.languages, mentor.languages, _language), "Languages")


def _both(shared: Shared) -> str:
    spoken = [word for word in shared.mentee if _language(word) != _LINGUA_FRANCA]
    return f"speak {few(spoken)}" if spoken else ""


PART = Part(
    priority=Priority.LANGUAGES,
    key=lambda person, _settings: answers(person.languages, _language),
    grade=grade_common,
    said=lambda person: ", ".join(person.languages),
    share=_share,
    both=_both,
    aside=no_aside,
    mail=None,
    weak="no common language",
    price=Price(
        "languages",
        Counted(
            "one more pair without a common language",
            "{n} more pairs without a common language",
            "one more pair with a common language",
            "{n} more pairs with a common language",
            WORST,
        ),
    ),
    means="The two have a language in common.",
    fits=0,
)
