"""Whether somebody comes for the first time."""

from mentorship_gsheets.intake.values import yes_no
from mentorship_gsheets.intake.values.non_answers import is_absent
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import Clause, agreed, clauses

_CONCEPTS = frozenset(("first", "before", "not", "yes", "no", "unsure", "idiom"))


def read(answer: str, question: str = "", meaning: str = "") -> Reading[bool] | None:
    """Read whether it is somebody's first time.

    Parameters
    ----------
    answer, question
        The cell and the heading above it: "Have you been here before?" turns yes and no round. Without a heading the
        answer is taken to be to "Is this your first time?".
    meaning
        ``yes = no``, as a person wrote it in the tab Questions.

    Returns
    -------
    ``yes`` or ``no``; no answer; or None when it says neither.

    Examples
    --------
    >>> read("Yes").text, read("Yes, twice", "Have you been to this conference before?").text, read("First one!").text
    ('yes', 'no', 'yes')
    >>> read("Yes", "Are you new, or have you been here before?")
    """
    means = yes_no.meant(answer, meaning)
    if means is not None:
        known = {yes_no.read(text) for text in yes_no.meanings(meaning).values()}
        value = yes_no.read(means) if means else not known.pop() if len(known) == 1 and None not in known else None
        return None if value is None else _reading(value)
    if is_absent(answer):
        return BLANK
    stated = _agreed(answer, question)
    plain = yes_no.read(answer, question)
    direct = True if not question else _agreed(question)
    if plain is not None and direct is not None:
        by_word = plain is direct
        # "No, this is my first time": what is said in full counts, except where the words echo the question
        return _reading(by_word if stated is None else stated)
    return None if stated is None else _reading(stated)


def _reading(value: bool) -> Reading[bool]:
    return Reading(value, "yes" if value else "no")


def _agreed(text: str, question: str = "") -> bool | None:
    """True when a text speaks of a first time, False when of an earlier one, None when of both or none."""
    return agreed(_in_language(reading) for reading in clauses(text, _CONCEPTS, question))


def _in_language(reading: tuple[Clause, ...]) -> bool | None:
    found = set[bool]()
    if any(clause.has("unsure") for clause in reading):
        return None
    for clause in reading:
        own = {value for value, concept in ((True, "first"), (False, "before")) if clause.has(concept)}
        negated = clause.has("not") and not clause.first("no") and not clause.has("idiom")
        if own == {True, False}:
            # "my first time, I have not been here before"; "for the first time again" says nothing
            own = {True} if negated else set()
        elif negated:
            own = {not value for value in own}
        found |= own
    return found.pop() if len(found) == 1 else None
