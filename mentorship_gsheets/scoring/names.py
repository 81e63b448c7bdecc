"""Names of people and institutions, folded until spelling variants are equal."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.intake.values.vocabulary import languages_of, spoken, tiles
from mentorship_gsheets.scoring.lists import (
    COUNTRIES,
    EMPTY_WORDS,
    LEGAL_FORMS,
    PARTS_OF,
    SAME_WORD,
)
from mentorship_gsheets.text import as_words

_BRACKETS = re.compile(r"\(([^()]*)\)")

_WHERE = re.compile(r"^.*?\s(?:at|@|chez|presso)\s", re.IGNORECASE)

_DOUBLED = re.compile(r"(.)\1+")
_TYPO_LENGTH = 6
_LONGEST = 300
"""Letters of a cell that are read: names of institutions are shorter, pasted pages are not."""


def person_key(name: str) -> str:
    """Return what two spellings of one person's name share; empty for a single word, which tells too little.

    >>> person_key("Lovelace, Ada") == person_key("ada  LOVELACE"), person_key("Ada")
    (True, '')
    """
    words = as_words(name).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def _folded(text: str) -> tuple[str, ...]:
    words = [word for word in as_words(text.replace(".", "").replace("'", "")).split() if word not in EMPTY_WORDS]
    words = [SAME_WORD.get(word, word) for word in words]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return tuple(words) if "".join(words).strip("x") else ()


@lru_cache(maxsize=2**15)
def names_no_institution(text: str) -> bool:
    """Return whether an affiliation says only that somebody is nowhere, or what somebody is.

    Every word of it must say so, in one language: "Independent researcher" and "PhD student" name nothing, while
    "Independent University of Bangladesh" and "Student Health Service" do.

    >>> names_no_institution("Freelance developer"), names_no_institution("en recherche d'emploi")
    (True, True)
    >>> names_no_institution("Student Health Service"), names_no_institution("n/a")
    (False, True)
    """
    if is_none(text):
        return True
    told = spoken(text)
    for language in languages_of([told], ("unattached",)):
        letters = set(range(len(told))) - {at for at, char in enumerate(told) if char == " "}
        for hit in tiles(told, language, ("unattached", "nothing", "absent", "now")):
            letters -= set(range(hit.start, hit.end))
        if not letters:
            return True
    return False


def _place_of(part: str) -> str:
    found = _WHERE.match(part)
    return part[found.end() :] if found and names_no_institution(found[0].rsplit(maxsplit=1)[0]) else part


@lru_cache(maxsize=2**15)
def _names_in(affiliation: str) -> tuple[tuple[str, ...], ...]:
    """The names one cell holds: several institutions, the letters in brackets, departments left out."""
    names: list[tuple[str, ...]] = []
    affiliation = affiliation[:_LONGEST]
    if names_no_institution(affiliation):
        return ()
    for piece in re.split(r"[;/|\n]| & | and also ", affiliation):
        bracketed = [letters for letters in _BRACKETS.findall(piece) if not names_no_institution(letters)]
        # "PhD student at MIT", "Student, ETH": what somebody is, before the name
        told = [_place_of(part) for part in _BRACKETS.sub(" ", piece).split(",")]
        parts = [_folded(part) for part in told if not names_no_institution(part)]
        parts = [part for part in parts if part and not (len(part) == 1 and part[0] in LEGAL_FORMS)]
        while len(parts) > 1 and (" ".join(parts[-1]) in COUNTRIES):
            parts.pop()
        while len(parts) > 1 and parts[0][0] in PARTS_OF:
            parts.pop(0)
        names.append(tuple(word for part in parts for word in part))
        names += [_folded(letters) for letters in bracketed if letters.isupper() and len(letters.split()) == 1]
    return tuple(name for name in dict.fromkeys(names) if name)


def _mended(names: Iterable[tuple[str, ...]]) -> Mapping[str, str]:
    """Long words one slip apart (a letter dropped, doubled or swapped with the next) -> the same word.

    A changed letter is no slip here: it is how Stanford and Stamford, Durham and Dunham differ.
    """
    words = {word for name in names for word in name if len(word) >= _TYPO_LENGTH and word.isalpha()}
    single = {word: _DOUBLED.sub(r"\1", word) for word in words}
    spelled = sorted(set(single.values()))
    same = {word: word for word in spelled}
    near = np.argwhere(np.triu(cdist(spelled, spelled, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) == 1, 1))
    for first, second in near.tolist():
        one, other = spelled[first], spelled[second]
        if len(one) != len(other) or sorted(one) == sorted(other):
            same[other] = same[one]
    return {word: same[single[word]] for word in words}


def _short_forms(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What a name is called for short: its initials, initials of its first words, or without "univ"."""
    shorts = {("".join(word[0] for word in name[:end]), *name[end:]) for end in range(2, len(name))}
    if len(name) > 2:
        shorts.add(("".join(word[0] for word in name),))
    if "univ" in name and len(name) > 1:
        shorts.add(tuple(word for word in name if word != "univ"))
    return shorts - {name}


def institutions(affiliations: Iterable[str], same: Iterable[Sequence[str]] = ()) -> Mapping[str, frozenset[int]]:
    """Number the institutions that cells of ``Affiliation`` name; cells that share a number share an institution.

    Parameters
    ----------
    affiliations
        The cells as people wrote them.
    same
        Groups of names that mean one institution, as the organizers know.

    Returns
    -------
    dict
        Cell -> numbers, the names in ``same`` included; empty for cells that name no institution (blank, "n/a",
        "freelance").

    Notes
    -----
    Equal after folding are: case, accents, punctuation, small words, legal suffixes, "Univ." and its translations,
    a department before the name, a country behind it, one slip in a long word, and a name and its short form (MIT,
    UC Berkeley, Stanford) where only one name in the list has it. Word order counts: Washington University is not
    the University of Washington.

    Examples
    --------
    >>> cells = ["The University of Zürich", "Univ. Zurich, Switzerland", "ETH", "MIT",
    ...          "Massachusetts Institute of Technology", "n/a"]
    >>> numbers = institutions(cells)
    >>> numbers[cells[0]] == numbers[cells[1]], numbers["MIT"] == numbers[cells[4]], numbers["n/a"]
    (True, True, frozenset())
    >>> both = institutions(["CERN", "EOCN"], [("CERN", "EOCN")])
    >>> both["CERN"] == both["EOCN"]
    True
    """
    groups = tuple(same)
    cells = sorted({*affiliations, *(name for group in groups for name in group)})
    named = {cell: _names_in(cell) for cell in cells}
    mended = _mended(name for names in named.values() for name in names)
    numbers: dict[tuple[str, ...], int] = {}
    for cell in cells:
        named[cell] = tuple(tuple(mended.get(word, word) for word in name) for name in named[cell])
        for name in named[cell]:
            numbers.setdefault(name, len(numbers))
    longer: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for name, number in numbers.items():
        for short in _short_forms(name):
            longer[short].add(number)
    for name in list(numbers):
        if len(longer.get(name, ())) == 1:
            numbers[name] = min(longer[name])
    found = {cell: frozenset(numbers[name] for name in names) for cell, names in named.items()}
    for group in groups:
        meant = frozenset().union(*(found[name] for name in group))
        found = {cell: theirs | meant if theirs & meant else theirs for cell, theirs in found.items()}
    return found
