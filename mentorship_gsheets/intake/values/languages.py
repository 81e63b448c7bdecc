"""Languages people speak."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values.choices import JOIN
from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import words
from mentorship_gsheets.text import as_words

_LONGEST = 1000
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\uff08[^\uff08\uff09]*\uff09")
_SIGNS = re.compile(r"[,;/|&+\n\u3001\uff0c\u060c\u30fb\u00b7\u2022]")
_LEVEL = re.compile(
    r"\b(?:native|fluent|fluently|mother tongue|basic|some|a bit of|little|good|intermediate|advanced|beginner"
    r"|conversational|bilingual|level|speaker|[abc][12]|muttersprache|fliessend|grundkenntnisse|courant|maternelle|nativo|nativa|fluente"
    r"|fluido|avanzado|basico|madrelingua|moedertaal|only|mainly|mostly)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{2,4})*", re.IGNORECASE)
"""``de``, ``deu``, ``pt-BR``, ``zh-Hans``: RFC 5646, as far as forms go."""


def read(
    answer: str,
    question: str = "",
    meaning: str = "",  # noqa: ARG001 - as every reader
) -> Reading[tuple[str, ...]] | None:
    """Read languages, in the order and spelling of the answer; `code` tells which are the same.

    Parts are cut at commas, slashes, "&" and the word for "and" in any language; levels ("fluent", "B2") are dropped.
    A part that is no language's name or code is kept as it stands.

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
    The names; no answer; or None when no part is the name of a language.

    Examples
    --------
    >>> read("French & English").value, read("Deutsch, Englisch und etwas Spanisch (B1)").value
    (('French', 'English'), ('Deutsch', 'Englisch', 'etwas Spanisch'))
    >>> read("en, de").value, read("EN/FR").value
    (('en', 'de'), ('EN', 'FR'))
    >>> read("the one of love")
    """
    if is_none(answer, question):
        return BLANK
    parts = [
        part
        for piece in _SIGNS.split(_BRACKETS.sub(" ", clean(answer, lines=True)[:_LONGEST]))
        for part in _at_and(piece)
    ]
    found = [name for part in parts for name in _spaced(part)]
    # among codes "no" is Norwegian
    codes = len(found) > 1 and all(_code(name) for name in found)
    names = tuple(dict.fromkeys(name for name in found if codes or not is_none(name, question)))
    if not names:
        return BLANK
    return Reading(names, JOIN.join(names)) if any(map(code, names)) else None


def _at_and(piece: str) -> list[str]:
    """Cut at a word for "and" where a language stands on one side of it at least: Slovene "in" is English too."""
    tokens = piece.split()
    for at in range(1, len(tokens) - 1):
        if as_words(tokens[at]) in _ands():
            sides = " ".join(tokens[:at]), " ".join(tokens[at + 1 :])
            if any(map(code, sides)):
                return [part for side in sides for part in _at_and(side)]
    return [piece.strip()]


def _spaced(part: str) -> list[str]:
    """A part without words for levels; names with nothing but spaces between them are several."""
    plain = " ".join(_LEVEL.sub(" ", part.strip()).split()) if code(part) == "" else part.strip()
    tokens = plain.split()
    if code(plain) == "" and len(tokens) > 1 and all(code(token) for token in tokens):
        return tokens
    return [plain] if plain else []


def names_only(answer: str) -> bool:
    """Return whether an answer is nothing but names of languages; one code alone may be any word.

    >>> names_only("Deutsch, Englisch (B2)"), names_only("IT"), names_only("Law and Spanish")
    (True, False, False)
    """
    reading = read(answer)
    names = reading.value or () if reading is not None else ()
    return bool(names) and all(_names().get(as_words(name)) or (len(names) > 1 and _code(name)) for name in names)


def code(name: str) -> str:
    """Return the code of a language by its name in one of many languages, or by a code; empty when it is none.

    >>> code("Deutsch"), code("German"), code("日本語"), code("elvish")
    ('de', 'de', 'ja', '')
    >>> code("DE"), code("deu"), code("pt-BR")
    ('de', 'de', 'pt')
    """
    return _names().get(as_words(name)) or _code(name)


def _code(name: str) -> str:
    found = _CODE.fullmatch(name.strip())
    return _codes().get(found[1].lower(), "") if found else ""


@cache
def _ands() -> frozenset[str]:
    return frozenset(as_words(word) for listed in words("and").values() for word in listed)


@cache
def _names() -> Mapping[str, str]:
    """Folded name -> code, as ``tests/tables`` writes them from CLDR."""
    names: Mapping[str, str] = json.loads(files(__package__).joinpath("tables", "languages.json").read_text("utf-8"))
    return names


@cache
def _codes() -> Mapping[str, str]:
    """Code of two or three letters -> the code that is compared, as ``tests/tables`` writes them."""
    path = files(__package__).joinpath("tables", "language_codes.json")
    codes: Mapping[str, str] = json.loads(path.read_text("utf-8"))
    return codes
