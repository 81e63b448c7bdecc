"""The words of many languages for what forms ask, and where an answer holds them.

The words stand in ``words/<language>.toml``, one file a language: concept -> phrases with commas between them, of which
a star at the end stands for any ending. Files of one shape, so that a language is added by adding a file.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

_Value = TypeVar("_Value")

ANY_LANGUAGE = "und"
"""Words that are understood whatever the language is (ISO 639-2: undetermined)."""

WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Thai, Hangul, Kana and Han: words follow each other without a space, or bear endings, so they are found anywhere."""

# letters that Unicode does not take apart, as keyboards without them write them
_LOOK_ALIKE = str.maketrans("\u0131\u0142\u00f8\u0111", "ilod")
_MARKS_OF_LETTERS = 10
"""Combining classes from here on are accents and points; below are marks without which a letter is another one."""

_KANA, _HAN = re.compile("[\u3040-\u30ff]"), frozenset(("ja", "zh"))
_HANGUL = re.compile("[\uac00-\ud7af]")
_PUNCTUATION = re.compile(r"[,;:.!?()\[\]{}/|\n\u2013\u2014\u2026\u3001\u3002\uff0c\uff1b\uff08\uff09]|\s-\s|->|\u2192")
_NOT = re.compile(r"\bcan(?:['\u2019]?t|not)\b|(?<=\w)n['\u2019]t\b", re.IGNORECASE)
# "mentor(a)", "mentor/a", "Mentor:in", "mentor\u00b7e", "Mentor*innen": one word for everybody
_GENDER = re.compile(
    r"(?<=\w\w)(?:\((?:a|as|o|os|e|es|in|innen|x|ka|s)\)|/-?(?:a|as|o|os|e|in|innen|x|ka|ka)\b|[\u00b7\u2022*:_](?:e|es|in|innen|a|as|x|s|rice)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of an answer that mean something.

    Parameters
    ----------
    start, end
        Where they stand in the text as `spoken` returns it.
    concepts
        What they may mean.
    """

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of an answer, in one language.

    Parameters
    ----------
    hits
        Left to right, without overlaps.
    text
        The words, as `spoken` returns them.
    joined
        Whether a word (and, or) joins it to the part before; otherwise a comma, a bracket or a "but" parts them.
    """

    hits: tuple[Hit, ...]
    text: str
    joined: bool = False

    def has(self, *concepts: str) -> bool:
        """Return whether any of the concepts is in it."""
        return any(hit.concepts.intersection(concepts) for hit in self.hits)

    def first(self, *concepts: str) -> bool:
        """Return whether it begins with one of the concepts."""
        return bool(self.hits) and self.hits[0].start == 0 and bool(self.hits[0].concepts.intersection(concepts))


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    bare: str
    prefix: bool
    language: str
    concept: str


def _not(found: re.Match[str]) -> str:
    return "can not" if found[0][:1] in "cC" else " not"


@lru_cache(maxsize=2**14)
def spoken(text: str) -> str:
    """Return the words of a text as they are looked up: lower case, single spaces, no punctuation, accents kept.

    >>> spoken("  I can\u2019t make it, in-person! "), spoken("\u00c0 voir")
    ('i can not make it in person', '\xe0 voir')
    """
    # the point of a Turkish capital would stay behind as a mark of its own
    text = unicodedata.normalize("NFKC", text).replace("\u0130", "i")
    text = unicodedata.normalize("NFC", _NOT.sub(_not, text).casefold())
    return " ".join("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in text).split())


@lru_cache(maxsize=2**14)
def bare(text: str) -> str:
    """Return a spoken text without accents, letter for letter, so that places in it are places in the text.

    Marks that make a letter another letter (Devanagari, Thai, Kana) stay.

    >>> bare("tr\u00eas \u0142\u00f3d\u017a")
    'tres lodz'
    """
    if text.isascii():
        return text
    return "".join(map(_bare_letter, text))


@cache
def _bare_letter(char: str) -> str:
    first, *marks = list(unicodedata.normalize("NFD", char))
    accents = all(unicodedata.combining(mark) >= _MARKS_OF_LETTERS for mark in marks)
    return (first if accents else char).translate(_LOOK_ALIKE)


def words(concept: str) -> Mapping[str, tuple[str, ...]]:
    """Return language -> the phrases of a concept as they stand in its file, stars included."""
    found = {code: table.get(concept) for code, table in tables().items()}
    return {code: _listed(phrases) for code, phrases in found.items() if isinstance(phrases, str)}


@cache
def tables() -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """Return language -> its file as read."""
    folder = files(__package__).joinpath("words")
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name.removesuffix(".toml"): tomllib.loads(folder.joinpath(name).read_text("utf-8")) for name in found}


def _listed(phrases: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in phrases.split(",") if phrase.strip())


@cache
def _index() -> tuple[Mapping[str, tuple[_Phrase, ...]], Mapping[str, tuple[_Phrase, ...]], tuple[_Phrase, ...]]:
    """First word -> phrases; first three letters of a first word with a star -> phrases; words found anywhere."""
    whole: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    anywhere: list[_Phrase] = []
    for language, table in tables().items():
        for concept, phrases in table.items():
            for listed in _listed(phrases) if isinstance(phrases, str) else ():
                text = spoken(listed) or listed.strip("*")
                phrase = _Phrase(text, bare(text), listed.endswith("*"), language, concept)
                head = phrase.bare.split()[0]
                if WITHOUT_SPACES.search(text):
                    anywhere.append(phrase)
                elif phrase.prefix and " " not in text:
                    stems.setdefault(phrase.bare[:2], []).append(phrase)
                else:
                    whole.setdefault(head, []).append(phrase)
    return (
        {head: tuple(phrases) for head, phrases in whole.items()},
        {head: tuple(phrases) for head, phrases in stems.items()},
        tuple(anywhere),
    )


@lru_cache(maxsize=2**14)
def _found(text: str) -> tuple[tuple[int, int, _Phrase], ...]:
    """Every phrase of every language in a spoken text, with where it stands."""
    whole, stems, anywhere = _index()
    found: list[tuple[int, int, _Phrase]] = []
    plain = bare(text)
    for match in re.finditer(r"\S+", plain):
        start, word = match.start(), match[0]
        for phrase in (*whole.get(word, ()), *stems.get(word[:2], ())):
            if plain.startswith(phrase.bare, start):
                end = start + len(phrase.bare)
                if phrase.prefix:
                    end = text.find(" ", end) if " " in text[end:] else len(text)
                if end == len(text) or text[end] == " ":
                    found.append((start, end, phrase))
    if WITHOUT_SPACES.search(text):
        for phrase in anywhere:
            start = text.find(phrase.text)
            while start >= 0:
                end = start + len(phrase.text)
                # a syllable of Hangul alone ("\ub124", yes) begins many words
                if len(phrase.text) > 1 or not _HANGUL.match(phrase.text) or f" {phrase.text} " in f" {text} ":
                    found.append((start, end, phrase))
                start = text.find(phrase.text, start + 1)
    return tuple(found)


def tiles(text: str, language: str, concepts: Collection[str]) -> tuple[Hit, ...]:
    """Return what a spoken text says in one language: the longest phrases first, none over another.

    Parameters
    ----------
    text
        As `spoken` returns it.
    language
        Code of a file; words of any language count as its own.
    concepts
        What is looked for.
    """
    spans: dict[tuple[int, int], dict[tuple[bool, bool, int], set[str]]] = {}
    for start, end, phrase in _found(text):
        if phrase.language in (language, ANY_LANGUAGE) and phrase.concept in concepts:
            # of two phrases for the same letters, the one with its accents and with more of them means more
            exact = text.startswith(phrase.text, start)
            rank = (exact, not phrase.prefix, len(phrase.text))
            spans.setdefault((start, end), {}).setdefault(rank, set()).add(phrase.concept)
    taken: list[Hit] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= hit.start or start >= hit.end for hit in taken):
            taken.append(Hit(start, end, frozenset(spans[start, end][max(spans[start, end])])))
    return tuple(sorted(taken, key=lambda hit: hit.start))


def languages_of(texts: Iterable[str], concepts: Collection[str]) -> tuple[str, ...]:
    """Return the languages whose own words cover most of some spoken texts; all of them when none covers any.

    Parameters
    ----------
    texts
        Spoken texts: see `spoken`.
    concepts
        The concepts whose words count.
    """
    covered: dict[str, int] = dict.fromkeys(tables(), 0)
    for text in texts:
        own: dict[str, set[int]] = {}
        for start, end, phrase in _found(text):
            if phrase.concept in concepts and phrase.language != ANY_LANGUAGE:
                # a word with all its accents tells more of its language than one that is only written like it
                exact = text.startswith(phrase.text, start)
                stem = start + len(phrase.bare) if phrase.prefix else end
                own.setdefault(phrase.language, set()).update(range(2 * start, 2 * stem, 1 if exact else 2))
        for language, letters in own.items():
            covered[language] += len(letters)
    most = max(covered.values())
    return tuple(language for language, length in covered.items() if length == most)


def agreed(told: Iterable[_Value | None]) -> _Value | None:
    """Return the one thing that languages read; None where none reads anything, or two read different things.

    >>> agreed(["mentor", None]), agreed(["mentor", "mentee"])
    ('mentor', None)
    """
    values = {value for value in told if value is not None}
    return values.pop() if len(values) == 1 else None


def pieces(answer: str) -> tuple[str, ...]:
    """Return an answer cut at punctuation, each part as `spoken` returns it; endings for both genders are dropped.

    >>> pieces("Mentor:in (or a mentor/a), not both")
    ('mentor', 'or a mentor', 'not both')
    """
    parts = (spoken(part) for part in _PUNCTUATION.split(_GENDER.sub("", answer)))
    return tuple(part for part in parts if part)


_JOINTS = frozenset(("and", "but", "or"))
_HALVES = re.compile(r"\s/\s|[|\n]|(?<=[^\W\d_]{4})/(?=[^\W\d_]{4})")
_MOST_READINGS = 16
_SHORT_WORD = 2
_LONGEST = 1000
"""Letters of an answer or a heading that are read; what is told in a page of prose is for a person to read."""


@lru_cache(maxsize=2**13)
def clauses(answer: str, concepts: frozenset[str], question: str = "") -> tuple[tuple[Clause, ...], ...]:
    """Return how an answer reads, once for each language that understands most of it.

    Parameters
    ----------
    answer
        The text as typed. Halves with a slash between them may be in two languages ("oui / yes").
    concepts
        What is looked for.
    question
        The heading above it, which decides between languages that understand as much of the answer.
    """
    asked = pieces(question[:_LONGEST])
    readings: list[tuple[Clause, ...]] = [()]
    for half in _HALVES.split(_GENDER.sub("", answer[:_LONGEST])):
        parts = pieces(half)
        if not parts:
            continue
        said = any(phrase.concept in concepts for part in parts for _, _, phrase in _found(part))
        # most texts hold nothing that is looked for, and say that alike in every language
        own = _chosen(parts, asked, concepts) if said else (ANY_LANGUAGE,)
        halves = dict.fromkeys(_read_in(parts, language, concepts | _JOINTS) for language in own)
        readings = [(*reading, *more) for reading in readings for more in halves][:_MOST_READINGS]
    return tuple(dict.fromkeys(readings))


def _chosen(parts: tuple[str, ...], asked: tuple[str, ...], concepts: frozenset[str]) -> tuple[str, ...]:
    own = languages_of(parts, concepts)
    if asked and sum(map(len, parts)) <= _SHORT_WORD:
        # "en" is one in Danish and no in Finnish: so short a word is one of the heading's language, unless that is
        # English, in which people are asked who answer in their own
        likely = languages_of(asked, _all_concepts())
        if "en" not in likely and len(likely) < len(tables()) and not set(own) & set(likely):
            return likely
    # the heading knows the language best, then words of the answer that are not looked for ("I", "a")
    for texts in (asked, parts):
        if len(own) > 1 and texts:
            likely = languages_of(texts, _all_concepts())
            if not _HAN.isdisjoint(likely) and not any(map(_KANA.search, texts)):
                # without Kana, Han may be Chinese or Japanese
                likely = (*likely, *_HAN)
            own = tuple(language for language in own if language in likely) or own
    return own


@cache
def _all_concepts() -> frozenset[str]:
    return frozenset(concept for table in tables().values() for concept in table)


def _read_in(parts: tuple[str, ...], language: str, concepts: frozenset[str]) -> tuple[Clause, ...]:
    return tuple(clause for part in parts for clause in _parted(part, tiles(part, language, concepts)))


def _parted(text: str, hits: tuple[Hit, ...]) -> Iterable[Clause]:
    start, joined, mine = 0, False, list[Hit]()
    for hit in (*hits, None):
        # a Spanish "y" that begins an answer is an English yes
        if hit is not None and (not hit.concepts & _JOINTS or (hit.start == 0 and hit.concepts - _JOINTS)):
            mine.append(Hit(hit.start - start, hit.end - start, hit.concepts))
            continue
        end = hit.start if hit else len(text)
        if words_here := text[start:end].rstrip():
            yield Clause(tuple(mine), words_here, joined)
        if hit is not None:
            joined = "but" not in hit.concepts
            mine = []
            start = hit.end + (text[hit.end : hit.end + 1] == " ")
