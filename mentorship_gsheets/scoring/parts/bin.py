"""Sharing a field, or else the bin: the coarse question whether two people work on anything alike."""

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import answer, answers, grade_common_or_same, same_answer
from mentorship_gsheets.scoring.part import Counted, Part, Price, Shared
from mentorship_gsheets.scoring.parts import fields
from mentorship_gsheets.settings import Priority, Settings


def _key(person: Participant, _settings: Settings) -> tuple[frozenset[str], str]:
    return answers(person.fields), answer(person.bin)


def _share(mentee: Participant, mentor: Participant, settings: Settings) -> Shared:
    if shared := fields.PART.share(mentee, mentor, settings):
        return shared
    return Shared((mentee.bin,), (mentor.bin,), "Bin") if same_answer(mentee.bin, mentor.bin) else Shared()


def _both(shared: Shared) -> str:
    return f"stand in the bin {shared.mentee[0]}" if shared.column == "Bin" else fields.PART.both(shared)


def _aside(mentee: Participant, mentor: Participant, shared: Shared) -> str:
    return "they share no field" if not shared and answers(mentee.fields) and answers(mentor.fields) else ""


def _mail(shared: Shared) -> str:
    return f"your work is close ({shared.mentor[0]})" if shared.column == "Bin" else fields.mail(shared)


PART = Part(
    priority=Priority.BIN,
    key=_key,
    grade=grade_common_or_same,
    said=lambda person: person.bin,
    share=_share,
    both=_both,
    aside=_aside,
    mail=_mail,
    weak="no shared field or bin",
    price=Price(
        "shared fields or bins",
        Counted(
            "one more pair without a shared field or bin",
            "{n} more pairs without a shared field or bin",
            "one pair fewer without a shared field or bin",
            "{n} pairs fewer without one",
            WORST,
        ),
    ),
    means="The two share a field, or else the bin.",
    fits=0,
)
