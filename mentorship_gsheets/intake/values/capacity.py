"""How many mentees somebody takes."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import role
from mentorship_gsheets.intake.values.non_answers import is_absent, is_error, is_none
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import (
    WITHOUT_SPACES,
    Hit,
    bare,
    languages_of,
    spoken,
    tables,
    tiles,
    words,
)
from mentorship_gsheets.people import Role

MOST_MENTEES = 50

_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:\s.*)?|\d{1,2}(?:-|\.\s?)[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}-\d{2,4}")
"""What Excel makes of "2-3": a date."""

_LONGEST = 200
"""Letters of an answer that are read; a number of mentees stands before."""

_DIGITS, _TOO_MANY = re.compile(r"\d{7,}"), "9999999"
_NEGATIVE = re.compile(r"[-\u2212]\s*\d")
_FRACTION = re.compile(r"(\d+)[.,](\d+)(?!\d)")
_ONE_ON_ONE = re.compile(r"\b1\s*(?:-?\s*(?:on|to|auf|zu|\u00e0|a|contra|per)\s*-?|[:x/])\s*1\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|\.\s?(?:mal|er)|\u00ba|\u00aa|e|er|\u00e8me)\b", re.IGNORECASE)
_OPEN_ENDED = re.compile(r"\d\s*\+")
_PARTS = re.compile(r"(?<!\d),|,(?!\d)|[;:()\[\]/\n\uff08\uff09\u3001\uff0c]|\s[-\u2013\u2014]\s(?!\s*\d)")
_FEWEST_LETTERS = 3
"""Number words of fewer letters (Danish "to", Turkish "on") are words of other languages, unless they stand alone."""

_AROUND = ("person", "more", "or", "and", "now", "but", "not", "few", "time_unit", "articles", "unsure")


def read(answer: str, question: str = "", meaning: str = "") -> Reading[int] | None:  # noqa: ARG001 - as every reader
    """Read how many mentees somebody takes.

    Of a range the least counts, of a fraction the whole part, and of "3 or more" the 3: nobody gets more than was
    offered. What stands before the first bracket or comma counts; numbers of hours, weeks or meetings do not.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question
        The heading above it, which may decide between two readings.
    meaning
        Taken and ignored, as every reader is called alike.

    Returns
    -------
    A number from 0 to 50, with a doubt where the answer was no plain number; no answer, also of somebody who says to be
    a mentee; or None when it is no number.

    Examples
    --------
    >>> [read(text).value for text in ("2", "Two (each alone)", "a couple", "deux", "2-3", "n/a")]
    [2, 2, 2, 2, 2, None]
    >>> read("lots"), read("\u00e0 voir").value, read("as many as you need")
    (None, None, None)
    """
    number, problem = least(answer, question)
    if number is None:
        return None if problem else BLANK
    return Reading(number, str(number), problem)


@lru_cache(maxsize=2**12)
def least(answer: str, question: str = "") -> tuple[int | None, str]:
    """Return the number, or None, and what is the matter with the answer as the end of a sentence, or nothing.

    >>> least("2-3"), least("lots"), least("")
    ((2, 'is a range: 2 is taken'), (None, 'is no number'), (None, ''))
    """
    text = _DIGITS.sub(_TOO_MANY, unicodedata.normalize("NFKC", clean(answer)[:_LONGEST]))
    if is_error(text):
        return None, "shows an error"
    if is_absent(text):
        return None, ""
    if _NEGATIVE.match(text):
        return None, _out_of_range()
    if _ONE_ON_ONE.search(text):
        return 1, ""
    if _DATE.fullmatch(text):
        return None, "is a date"
    if is_none(text):
        return 0, ""
    for part in _PARTS.split(text):
        number, problem = _part(part, question)
        if number is not None or problem:
            return number, problem
    if not any(char.isdigit() for char in text) and _says_mentee(answer):
        return None, ""
    return None, "is no number"


def _says_mentee(answer: str) -> bool:
    said = role.read(answer)
    named = languages_of([spoken(answer)], ("mentee", "mentored"))
    return said is not None and said.value == frozenset({Role.MENTEE}) and named != tuple(tables())


def _out_of_range() -> str:
    return f"is no number from 0 to {MOST_MENTEES}"


def _part(part: str, question: str) -> tuple[int | None, str]:
    if fraction := _FRACTION.search(part):
        whole = int(fraction[1][:9])
        return _in_range(whole, f"is no whole number: {whole} is taken" if fraction[2].strip("0") else "")
    digits = [int(found[1][:9]) for found in re.finditer(r"(\d+)(?!\d)", _ORDINAL.sub(" ", _timeless(part)))]
    numbers = digits or _in_words(part, question)
    if not numbers:
        return None, ""
    fewest = min(numbers)
    if len(set(numbers)) > 1:
        return _in_range(fewest, f"is a range: {fewest} is taken")
    open_ended = _OPEN_ENDED.search(part) or _means_more(part)
    return _in_range(fewest, f"has no upper end: {fewest} is taken" if open_ended else "")


def _in_range(number: int, problem: str) -> tuple[int | None, str]:
    return (number, problem) if number <= MOST_MENTEES else (None, _out_of_range())


def _timeless(part: str) -> str:
    """A part without numbers that count hours, weeks, meetings or per cent."""
    units = "|".join(_units())
    return re.sub(rf"\d+(?:\s*[-\u2013]\s*\d+)?\s*(?:%|(?:{units})(?!\w))", " ", part, flags=re.IGNORECASE)


@cache
def _units() -> tuple[str, ...]:
    units = {unit for listed in words("time_unit").values() for unit in listed}
    stems = {re.escape(unit.rstrip("*")) + (r"\w*" if unit.endswith("*") else "") for unit in units}
    return tuple(sorted(stems, key=len, reverse=True))


def _means_more(part: str) -> bool:
    text = spoken(part)
    understood = languages_of([text], ("more", "not"))
    return any(_has(text, language, "more") and not _has(text, language, "not") for language in understood)


def _has(text: str, language: str, concept: str) -> bool:
    # "no less than" is longer than "no", and means more
    return any(concept in hit.concepts for hit in tiles(text, language, ("more", "not")))


def _in_words(part: str, question: str) -> list[int]:
    """The numbers a part spells out, in the language that understands most of it; none where languages differ."""
    text = spoken(part)
    if not text or not (_parts_of_numbers().intersection(text.split()) or WITHOUT_SPACES.search(text)):
        return []
    told = {language: found for language in _number_words() if (found := _numbers_in(text, language)) is not None}
    if not told:
        return []
    covered = {language: covered_there for language, (covered_there, _) in told.items()}
    most = max(covered.values())
    asked = languages_of([spoken(question)], tuple(tables()["en"])) if question else ()
    best = [language for language in told if covered[language] == most]
    best = [language for language in best if language in asked] or best
    numbers = {tuple(told[language][1]) for language in best}
    return list(numbers.pop()) if len(numbers) == 1 else []


def _numbers_in(text: str, language: str) -> tuple[int, list[int]] | None:
    """How many letters of a text a language understands, and the numbers it finds; None where it finds none."""
    known = _number_words()[language]
    hits = tiles(text, language, _AROUND)
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    letters = {at for hit in hits for at in range(hit.start, hit.end)}
    taken: set[int] = set()
    found: list[int] = []
    doubtful = False
    for start, end in _number_places(text, spans, known):
        # "half a dozen" is a number, "half a slot" is none
        vague = any(_hides(hit, start, end) for hit in hits)
        if vague or not taken.isdisjoint(range(start, end)):
            continue
        taken.update(range(start, end))
        if any("time_unit" in hit.concepts and hit.start == end + 1 for hit in hits):
            continue
        found.append(known[text[start:end]])
        short = end - start < _FEWEST_LETTERS + (language != "en") and text.isascii()
        doubtful |= short or text[start:end] in _articles(language)
    if not found:
        return None
    letters |= taken
    unknown = sum(letters.isdisjoint(range(*span)) for span in spans)
    if unknown and (doubtful or (language != "en" and unknown > 2 and text.isascii())):
        return None
    return len(letters), found


def _hides(hit: Hit, start: int, end: int) -> bool:
    """Return whether a vague amount ("ein paar") stands over a number word, and is not part of it."""
    over = hit.start < end and start < hit.end
    return "few" in hit.concepts and over and hit.end - hit.start >= end - start


def _number_places(text: str, spans: list[tuple[int, int]], known: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Where number words stand, the longest first; words of several words, and those found within a word, included."""
    places = []
    for first, (start, _) in enumerate(spans):
        places += [(start, end) for _, end in spans[first : first + 4] if text[start:end] in known]
    for phrase in known if WITHOUT_SPACES.search(text) else ():
        # "三名まで": a number and what it counts, within a word; a bare number may be part of a name
        if len(phrase) > 1 and phrase in text and WITHOUT_SPACES.search(phrase):
            places.append((text.index(phrase), text.index(phrase) + len(phrase)))
    yield from sorted(places, key=lambda place: (place[0] - place[1], place[0]))


@cache
def _articles(language: str) -> frozenset[str]:
    return frozenset(words("articles").get(language, ()))


@cache
def _number_words() -> Mapping[str, Mapping[str, int]]:
    """Language -> spoken number word -> number: those of num2words, and forms by hand from the files of words."""
    built: dict[str, dict[str, int]] = json.loads(
        files(__package__).joinpath("tables", "numbers.json").read_text("utf-8")
    )
    for language, table in tables().items():
        mine = built.setdefault(language, {})
        if language != "en":
            # "a" is no number in English; elsewhere the article is the numeral, and counts where all else is known
            mine.update(dict.fromkeys(_articles(language), 1))
        by_hand = table.get("numbers", {})
        for number, phrases in by_hand.items() if isinstance(by_hand, dict) else ():
            mine.update({spoken(phrase): int(number) for phrase in phrases.split(",") if phrase.strip()})
    return {language: {**_without_accents(mine), **mine} for language, mine in built.items() if mine}


@cache
def _parts_of_numbers() -> frozenset[str]:
    """Every word of every number word, to see at once that a text holds none."""
    return frozenset(word for known in _number_words().values() for phrase in known for word in phrase.split())


def _without_accents(known: Mapping[str, int]) -> Mapping[str, int]:
    """The words as people type them without accents; short ones are left out, since “à” is no “a”."""
    return {bare(word): number for word, number in known.items() if len(word) >= _FEWEST_LETTERS}
