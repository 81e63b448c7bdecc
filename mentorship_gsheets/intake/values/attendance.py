"""Whether somebody comes in person."""

from mentorship_gsheets.intake.values import yes_no
from mentorship_gsheets.intake.values.non_answers import is_absent
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import Clause, agreed, clauses
from mentorship_gsheets.people import Attendance

_CONCEPTS = frozenset(("here", "here_weak", "virtual", "hybrid", "not", "yes", "no", "unsure", "conditional", "idiom"))
_OTHER = {Attendance.IN_PERSON: Attendance.VIRTUAL, Attendance.VIRTUAL: Attendance.IN_PERSON}


def read(answer: str, question: str = "", meaning: str = "") -> Reading[Attendance] | None:
    """Read how somebody attends.

    Parameters
    ----------
    answer, question
        The cell and the heading above it: a yes is read with its question ("Will you be there in person?").
    meaning
        ``yes = in person``, as a person wrote it in the tab Questions.

    Returns
    -------
    ``in person`` or ``virtual``; no answer, also for "not sure yet"; or None when it says neither, or both.

    Examples
    --------
    >>> [read(text).text for text in ("On-site", "I can't make it in person", "En distanciel", "Not sure yet")]
    ['in person', 'virtual', 'virtual', '-']
    >>> read("Yes", "Will you attend in person?").text, read("In person, if I get a visa"), read("hybrid")
    ('in person', None, None)
    """
    means = yes_no.meant(answer, meaning)
    if means:
        answer, question = means, ""
    elif means is not None:
        own = next((value for text in yes_no.meanings(meaning).values() if (value := _stated(text)[0])), None)
        return None if own is None else _reading(_OTHER[own])
    if is_absent(answer):
        return BLANK
    told, unsure = _stated(answer, question)
    if unsure:
        return None if told or _names_place(answer, question) else BLANK
    plain = yes_no.read(answer, question)
    if plain is None or not question:
        return None if told is None else _reading(told)
    asked = _asked(question)
    if asked is None:
        return None if told is None else _reading(told)
    by_word = asked if plain else _OTHER[asked]
    if told is None:
        # "Yes, I can't be there" says two things; what follows a no may well be another no
        return (
            None if (plain and _denied_later(answer, question)) or _names_place(answer, question) else _reading(by_word)
        )
    return _reading(told) if told is by_word else None


def _reading(value: Attendance) -> Reading[Attendance]:
    return Reading(value, value.value)


def _stated(answer: str, question: str = "") -> tuple[Attendance | None, bool]:
    """How an answer says by itself that somebody attends, and whether it says that this is not sure."""
    readings = clauses(answer, _CONCEPTS, question)
    told = agreed(_in_language(reading) for reading in readings)
    unsure = any(clause.has("unsure", "conditional") for reading in readings for clause in reading)
    return told, unsure


def _in_language(reading: tuple[Clause, ...]) -> Attendance | None:
    found = set[Attendance]()
    if any(clause.has("hybrid") for clause in reading):
        return None
    strong = any(clause.has("here", "virtual") for clause in reading)
    for clause in reading:
        own = set[Attendance]()
        if clause.has("virtual"):
            own.add(Attendance.VIRTUAL)
        if clause.has("here") or (not strong and clause.has("here_weak")):
            own.add(Attendance.IN_PERSON)
        if clause.has("not") and not clause.has("idiom") and len(own) == 1:
            own = {_OTHER[own.pop()]}
        found |= own
    return found.pop() if len(found) == 1 else None


def _names_place(answer: str, question: str) -> bool:
    return any(
        clause.has("here", "virtual", "hybrid")
        for reading in clauses(answer, _CONCEPTS, question)
        for clause in reading
    )


def _denied_later(answer: str, question: str) -> bool:
    return any(clause.has("not") for reading in clauses(answer, _CONCEPTS, question) for clause in reading[1:])


def _asked(question: str) -> Attendance | None:
    """What a yes to a question says; None when the question is about both ways, or about neither."""
    told, _ = _stated(question)
    return told
