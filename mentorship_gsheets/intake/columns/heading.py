"""A heading taken apart: what is asked, without numbers, stars, brackets, and each half of a bilingual one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from mentorship_gsheets.text import as_words

_NUMBER = re.compile(r"^\s*(?:q|question|frage|pregunta)?\s*\d{1,3}\s*[.):\-–]\s+|^\s*q\d{1,3}\b[.:\s]*", re.IGNORECASE)
_EXPORT = re.compile(r"\s+[-–:]\s+(?:selected choice|text|open-ended response|response)\s*$", re.IGNORECASE)
# "domain(s)", "mentor(a)", "mentor/in": an ending, not a remark
_ENDING = re.compile(r"(?<=\w)(?:\(\w{1,3}\)|[/·:*_]-?(?:in|innen|a|e|es|s|as|os))(?=\W|$)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[（【{]([^()\[\]（）【】{}]*)[)\]）】}]")  # noqa: RUF001 - as East Asian forms write them
_HALVES = re.compile(r"\s+[/|]\s+|\s*[|｜／]\s*")  # noqa: RUF001 - as East Asian forms write them
_SENTENCES = re.compile(r"[?？:：.!！;…]+(?:\s+|$)|\s+[–—-]\s+|[？！：]")  # noqa: RUF001 - as East Asian forms write them


# letters of their own that people and our words write with plain ones
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def as_heading(text: str) -> str:
    """Return a text as headings are compared: folded, with plain letters for those that have no accent to drop.

    >>> as_heading("Uzmanlık alanınız"), as_heading("Første gang")
    ('uzmanlik alaniniz', 'forste gang')
    """
    return as_words(text).translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a question's wording consists of, every text folded.

    Parameters
    ----------
    whole
        All of its first line, brackets left out.
    parts
        What may be the question itself: the whole, each half of a bilingual heading, each sentence.
    sentences
        Those of the parts that are a sentence or clause of several.
    inside
        What stood in brackets and on further lines.
    """

    whole: str
    parts: tuple[str, ...]
    sentences: frozenset[str]
    inside: str

    @property
    def words(self) -> int:
        """How many words the whole has."""
        return len(self.whole.split())


@lru_cache(maxsize=2**12)
def read_heading(title: str) -> Heading:
    """Take a heading apart.

    >>> read_heading("3. Domaine(s) d'expertise (obligatoire) *").whole
    'domaine d expertise'
    >>> read_heading("Zeitstempel / Timestamp").parts
    ('zeitstempel timestamp', 'zeitstempel', 'timestamp')
    """
    text = unicodedata.normalize("NFKC", title).strip()
    lines = [line for line in text.split("\n") if line.strip()]
    text, rest = (lines[0], " ".join(lines[1:])) if lines else ("", "")
    # what an export puts in front ("Q3") is dropped only where something is left
    text = _NUMBER.sub("", text) or text
    text = _EXPORT.sub("", text) or text
    text = _ENDING.sub("", text)
    inside = " ".join([*_BRACKETS.findall(text), rest])
    outside = _BRACKETS.sub(" ", text)
    if not as_heading(outside):
        outside = inside
    halves = _HALVES.split(outside)
    whole = [outside, *halves, *(script for half in halves for script in _scripts(half))]
    clauses = [as_heading(clause) for half in halves for clause in _SENTENCES.split(half)]
    parts = tuple(dict.fromkeys(part for part in (*map(as_heading, whole), *clauses) if part))
    return Heading(as_heading(outside), parts, frozenset(clauses) - set(map(as_heading, whole)), as_heading(inside))


def _scripts(text: str) -> list[str]:
    """Return the Latin and the other half of "邮箱 Email"; nothing for a heading in one script."""
    latin = " ".join(re.findall(r"[A-Za-z][A-Za-z' -]*", text))
    other = "".join(" " if char.isascii() else char for char in text)
    if not latin.strip() or not any(char.isalpha() for char in other):
        return []
    scripts = {unicodedata.name(char, "?").split()[0] for char in other if char.isalpha()}
    return [] if "LATIN" in scripts else [latin, other]
