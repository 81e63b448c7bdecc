"""Pieces that sentences about people are made of."""

from collections.abc import Sequence

from mentorship_gsheets.people import Participant
from mentorship_gsheets.text import isolated

WORD_LENGTH = 40
"""Letters of somebody's word that a sentence shows."""


def brief(text: str, longest: int = WORD_LENGTH) -> str:
    """Return somebody's words fit for a sentence: one line, cut where they are long.

    Parameters
    ----------
    text
        As written.
    longest
        Letters that are kept, the "…" of a cut included.

    Returns
    -------
    str

    Examples
    --------
    >>> brief("Data\\nScience"), brief("abcdef", 4)
    ('Data Science', 'abc…')
    """
    line = " ".join(text.split())
    return isolated(line if len(line) <= longest else line[: longest - 1].rstrip() + "…")


def called(person: Participant) -> str:
    """Return what a person is called in a sentence: the first name, or what there is.

    >>> from mentorship_gsheets.people import Role
    >>> called(Participant("a@example.org", "Dr. Ada Lovelace", Role.MENTOR)), called(
    ...     Participant("bo@example.org", "", Role.MENTEE))
    ('Ada', 'bo@example.org')
    """
    words = [word for word in person.name.split() if not word.endswith((".", ",")) and len(word) > 1]
    # "Guest 12" is no first name and a family name
    if not words or any(char.isdigit() for char in person.name):
        return brief(person.name.strip() or person.email)
    return brief(words[0])


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def few(words: Sequence[str]) -> str:
    """Return at most two words as a sentence lists them, in quotation marks where they read like a list themselves.

    >>> few(["Law", "Health, medicine"]), few(["a", "b", "c"])
    ('Law and “Health, medicine”', 'a, b and more')
    """
    words = [f"“{word}”" if "," in word or " and " in word else word for word in words]
    return listed(words) if len(words) <= 2 else f"{words[0]}, {words[1]} and more"


def chained(clauses: Sequence[str]) -> str:
    """Return clauses in a row, with a comma before the last where one of them holds an "and" of its own.

    >>> chained(["work in law", "speak Thai"]), chained(["work in law and arts", "speak Thai"])
    ('work in law and speak Thai', 'work in law and arts, and speak Thai')
    """
    if len(clauses) > 1 and any(" and " in clause for clause in clauses):
        return ", ".join(clauses[:-1]) + ", and " + clauses[-1]
    return listed(clauses)
