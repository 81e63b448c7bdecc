"""Yes and no, and what a person said in the tab Questions that they mean."""

import re
from collections.abc import Mapping

from mentorship_gsheets.intake.values.vocabulary import Clause, agreed, clauses, spoken

_CONCEPTS = frozenset(("yes", "no", "unsure", "idiom"))


def read(answer: str, question: str = "") -> bool | None:
    """Read a yes or no at the beginning of an answer, in any language known.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question
        The heading above it, which may decide between two readings.

    Returns
    -------
    bool | None
        ``None`` when it begins with neither, or with both, or languages read it differently.

    Examples
    --------
    >>> read("Yes, my first"), read("Nope"), read("Not sure"), read("2019")
    (True, False, None, None)
    """
    return agreed(_told(reading) for reading in clauses(answer, _CONCEPTS, question))


def _told(reading: tuple[Clause, ...]) -> bool | None:
    if not reading or any(clause.has("unsure") for clause in reading):
        return None
    yes, no = reading[0].first("yes"), reading[0].first("no")
    return None if yes == no else yes


def meanings(meaning: str) -> Mapping[str, str]:
    """Return what a meaning of the tab Questions says: spoken answer -> what it stands for.

    >>> meanings("yes = mentor; younger = mentee")
    {'yes': 'mentor', 'younger': 'mentee'}
    """
    pairs = (part.partition("=") for part in re.split(r"[;,\n]", meaning))
    return {spoken(answer): means.strip() for answer, equals, means in pairs if equals and spoken(answer)}


def meant(answer: str, meaning: str) -> str | None:
    """Return what an answer stands for by a meaning, "" for the other of yes and no, or None when it does not say.

    Parameters
    ----------
    answer
        The cell, as it stands.
    meaning
        What the tab ``Questions`` says an answer means, such as ``yes = mentor``.

    Examples
    --------
    >>> meant("Oui", "yes = mentor"), meant("Non", "yes = mentor"), meant("Bo", "yes = mentor")
    ('mentor', '', None)
    >>> meant("The younger one", "older = mentor; younger = mentee")
    'mentee'
    """
    known = meanings(meaning)
    if not known:
        return None
    told = spoken(answer)
    if told in known:
        return known[told]
    plain = read(answer)
    if plain is not None:
        own, other = ("yes", "no") if plain else ("no", "yes")
        if own in known:
            return known[own]
        if other in known:
            return ""
    # an answer that goes on after the word that was explained; two of them contradict each other
    inside = {means for word, means in known.items() if re.search(rf"\b{re.escape(word)}\b", told)}
    return inside.pop() if len(inside) == 1 else None
