"""Several choices in one cell."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import languages_of, spoken, tables, words
from mentorship_gsheets.text import as_key, as_words

JOIN = "; "
"""Stands between several values in one cell; options may hold commas, so commas will not do."""

_HARD = ";\uff1b\n|\u2502"
"""Between choices for certain; where one of them stands in a cell, its commas are part of the choices."""

_SOFT = ",\u3001\uff0c\u060c\u30fb"
"""Between choices or within one: comma, ideographic and Arabic comma, middle dot of Kana."""

_OPEN, _CLOSE = "([{\u300c\u300e\uff08\u3010", ")]}\u300d\u300f\uff09\u3011"
_NUMBER = re.compile(r"\d,\d")
_SEEN_TOGETHER = 3
"""Rows in which two parts must stand side by side, and never apart, to be one option."""


def read(
    answer: str,
    question: str = "",
    meaning: str = "",  # noqa: ARG001 - as every reader
    options: Sequence[str] = (),
) -> Reading[tuple[str, ...]] | None:
    """Read the choices of one cell, in its order, each once; choices that say nothing are left out. Never None.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question
        The heading above it, which may decide between two readings.
    meaning
        Taken and ignored, as every reader is called alike.
    options
        The known choices, of the form or by `learn`; they are never cut.

    Returns
    -------
    Reading[tuple[str, ...]] | None
        The choices; no answer where none is left.

    Examples
    --------
    >>> read("Data (analysis, science), Writing").value, read("Chemistry;Biology, cell;").value
    (('Data (analysis, science)', 'Writing'), ('Chemistry', 'Biology, cell'))
    >>> read("Biologie, Chimie et Physique", "Vos domaines de recherche").value
    ('Biologie', 'Chimie', 'Physique')
    """
    found = cut([answer], options, question)
    return Reading(found, JOIN.join(found)) if found else BLANK


def cut(answers: Iterable[str], options: Sequence[str] = (), question: str = "") -> tuple[str, ...]:
    """Return the choices that some texts hold, each once, known ones in the spelling of the options.

    Parameters
    ----------
    answers
        Several values as a form gives them, or one cell that joins them with commas, semicolons or line breaks.
    options
        The known choices. One that holds commas itself survives, because the longest known choice is cut out first.
    question
        The heading above them, whose language says what "and" is.

    Notes
    -----
    A comma within brackets or between digits parts nothing, and none does beside a semicolon or line break. What is no
    known choice ("Other" texts) is kept as it stands.
    """
    return _cut(tuple(answers), tuple(options), question)


@lru_cache(maxsize=2**14)
def _cut(answers: tuple[str, ...], options: tuple[str, ...], question: str) -> tuple[str, ...]:
    known, longest = _known(options)
    found: list[str] = []
    for answer in answers:
        text = clean(answer, lines=True)
        if is_none(text, question):
            continue
        whole = [part for part in _parted(text, _HARD) if part]
        if len(whole) > 1 or (whole and whole[0] != text):
            found += [known.get(part, known.get(as_words(part), part)) for part in whole]
        else:
            found += _chosen(list(_parted(text, _SOFT)), known, longest, question)
    return tuple(dict.fromkeys(choice for choice in found if not is_none(choice, question)))


@lru_cache(maxsize=2**8)
def _known(options: tuple[str, ...]) -> tuple[Mapping[str, str], int]:
    """Options by their words and by themselves, and the parts at soft separators of the one that has most."""
    known: dict[str, str] = {}
    for option in options:
        known.setdefault(as_words(option), option)
    # two options may differ in signs alone: each is itself before it is like the other
    known |= {option: option for option in options}
    known.pop("", None)
    return known, max((len(list(_parted(option, _SOFT))) for option in known.values()), default=0)


def _parted(text: str, separators: str) -> Iterator[str]:
    """Yield the parts of a text, cut at separators outside brackets; an unclosed bracket hides nothing."""
    depth, start = 0, 0
    balanced = sum(text.count(sign) for sign in _OPEN) == sum(text.count(sign) for sign in _CLOSE)
    for at, char in enumerate(text):
        if balanced and char in _OPEN:
            depth += 1
        elif balanced and char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in separators and not depth and not _NUMBER.fullmatch(text[max(at - 1, 0) : at + 2]):
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _chosen(pieces: list[str], known: Mapping[str, str], longest: int, question: str) -> Iterator[str]:
    """Yield known choices, the longest first, and what is between them, piece by piece."""
    pieces = [piece for piece in pieces if piece]
    start = 0
    while start < len(pieces):
        for end in range(min(len(pieces), start + longest), start, -1):
            joined = ", ".join(pieces[start:end])
            option = known.get(joined, known.get(as_words(joined)))
            if option is not None:
                yield option
                start = end
                break
        else:
            last = start == len(pieces) - 1 and start > 0
            yield from _last(pieces[start], question) if last else [pieces[start]]
            start += 1


def _last(piece: str, question: str) -> list[str]:
    """The last piece of an enumeration, cut at its "and": "Chemistry and Physics", "and Physics"."""
    for word in _ands(question):
        first, found, rest = piece.partition(f" {word} ")
        if found and len(first.split()) == len(rest.split()) == 1:
            return [first.strip(), rest.strip()]
        if as_key(piece).startswith(f"{word} "):
            return [piece[len(word) + 1 :].strip()]
    return [piece]


def _ands(question: str) -> Iterator[str]:
    """The words for "and" in the language of a heading; where none can be told, those of three, and no lone letter."""
    asked = languages_of([spoken(question)], tuple(_heading_concepts())) if question else tuple(tables())
    certain = len(asked) < len(tables())
    listed = words("and")
    for language in asked if certain else ("en", "de", "fr"):
        for word in listed.get(language, ()):
            if certain or len(word) > 1:
                yield word


def _heading_concepts() -> frozenset[str]:
    return frozenset(concept for table in tables().values() for concept in table)


def learn(answers: Iterable[str], question: str = "") -> tuple[str, ...]:
    """Return the options that the answers of all rows show to be one, though they hold a comma or an "and".

    Parameters
    ----------
    answers
        All cells of one column, blanks and repeats included.
    question
        The heading above them.

    Returns
    -------
    Options for `read`: parts that stand side by side in at least three rows of different contents and never apart, and
    parts with an "and" that stand in the middle of an enumeration, or in several rows. Absent: options without a comma
    or "and", which nobody cuts.

    Examples
    --------
    >>> rows = ["Art, Music, and Dance", "Law", "Law, Music, and Dance", "Music, and Dance", "Art, Law"]
    >>> learn(rows)
    ('Music, and Dance',)
    """
    rows = [
        tuple(piece for piece in _parted(clean(answer), _SOFT) if piece) for answer in answers if not _is_hard(answer)
    ]
    rows = [row for row in rows if row]
    seen = Counter(as_words(piece) for row in rows for piece in dict.fromkeys(row))
    pairs = Counter(
        pair for row in rows for pair in dict.fromkeys(zip(map(as_words, row), map(as_words, row[1:]), strict=False))
    )
    glued = {
        (one, other)
        for (one, other), times in pairs.items()
        if times >= _SEEN_TOGETHER and seen[one] == seen[other] == times and _varied(rows, one)
    }
    found: dict[str, str] = {}
    for row in rows:
        for run in _runs(row, glued):
            joined = ", ".join(run)
            inside = f" {as_key(joined)} "
            repeated = len(run) == 1 and seen[as_words(joined)] > 1
            middle = len(run) == 1 and joined != row[-1]
            with_and = any(f" {word} " in inside for word in _ands(question))
            if len(run) > 1 or (with_and and (repeated or middle)):
                found.setdefault(as_words(joined), joined)
    return tuple(found.values())


def _is_hard(answer: str) -> bool:
    return any(sign in answer for sign in _HARD)


def _varied(rows: list[tuple[str, ...]], piece: str) -> bool:
    """Return whether the rows with a piece differ: the same cell three times shows nothing."""
    return len({row for row in rows if piece in map(as_words, row)}) > 1


def _runs(row: tuple[str, ...], glued: set[tuple[str, str]]) -> Iterator[list[str]]:
    run: list[str] = []
    for piece in row:
        if run and (as_words(run[-1]), as_words(piece)) in glued:
            run.append(piece)
            continue
        if run:
            yield run
        run = [piece]
    if run:
        yield run
