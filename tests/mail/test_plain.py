"""How easy the mails are to read, measured: Flesch's reading ease, and the length of their sentences.

Reading ease = 206.835 - 1.015 x words a sentence - 84.6 x syllables a word; from 60 on a text counts as plain English,
and the mails have 70 (R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948). Syllables are
counted as groups of vowels, which is near enough for a bound.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from mentorship_gsheets.mail import Kind
from mentorship_gsheets.programmes import formats

PLAIN = 70
LONGEST = 25
"""Words of a sentence."""

KINDS = tuple(dict.fromkeys(kind for programme in formats() for kind in programme.kinds))


def seeded(kind: Kind) -> str:
    """The text as setup writes it, less its subject, with a name for every merge field and without conditions."""
    text = (files(kind.package) / "texts" / f"{kind.name}.txt").read_text("utf-8")
    body = text.partition("\n\n")[2]
    return re.sub(r"\{\{.*?\}\}", "Ada", re.sub(r"\{%.*?%\}", "\n", body))


def sentences(text: str) -> Iterator[list[str]]:
    for sentence in re.split(r"[.!?:;](?=\s|$)|\n\s*\n|\n- ", text):
        if words := re.findall(r"[A-Za-z][A-Za-z'-]*", sentence):
            yield words


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    # a last e is silent, but not in "table"
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def reading_ease(text: str) -> float:
    found = list(sentences(text))
    words = [word for sentence in found for word in sentence]
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * sum(map(syllables, words)) / len(words)


def test_the_measure_tells_plain_from_hard() -> None:
    easy = "Say when you can meet. Come on time. Bring one question."
    hard = "Participation necessitates notification of organizational representatives regarding availability."
    assert [round(reading_ease(text)) for text in (easy, hard)] == [111, -193]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_mail_is_plain_english(kind: Kind) -> None:
    text = seeded(kind)
    long = [" ".join(words) for words in sentences(text) if len(words) > LONGEST]
    assert (long, reading_ease(text) >= PLAIN) == ([], True)
