"""What stands below a heading, as shares of the filled cells: plain facts that no language is needed for."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from functools import lru_cache

from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import READERS, languages, time_zone, yes_no
from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.text import as_words

_SHORT = 40
"""Characters beyond which an answer says something, in every language."""

_MOST = 60
"""Distinct answers looked at: more say nothing new, and a file may have thousands."""

_MANY_CELLS, _FEW_ANSWERS = 4, 4
_FEW_WORDS = 6

_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T,].*)?$|\d{1,2}:\d{2}(?::\d{2})?$|\d{1,2} \w{3,9} \d{4}", re.IGNORECASE
)
_LINK = re.compile(r"https?://|www\.|@\w+$")
_SMALL = re.compile(r"\D{0,12}\d{1,2}(?!\d)\D{0,20}(?:\d{1,2}\D{0,12})?$")
_ZONE = re.compile(r"\b(?:utc|gmt)\b|[A-Z][a-z]+/[A-Z][a-z]+|^[+−-]\d{1,2}(?::?\d\d)?$")


@dataclass(frozen=True, slots=True)
class Body:
    """Shares (0 to 1) of the filled cells of one question; all 0 where no answer is known.

    Parameters
    ----------
    filled
        1 when there is any answer.
    address, link, date, number, small
        Look like an address, a link or a handle, a date or time, a bare number, a small number with few words.
    yes_no, role, attendance, zone
        Are read as such.
    listed
        Hold several items with commas, semicolons or line breaks between.
    repeated
        Are given by more than one person.
    words, long
        Mean number of words, over 10 and at most 1; share with more than eight words.
    capitals
        Two to four words that all begin with a capital, as names do.
    place, language
        Are nothing but names of places or zones that show one time; nothing but names of languages.
    few
        1 when at least four cells hold at most four different answers.
    first
        Say whether it is a first time, by whatever words.
    """

    filled: float = 0.0
    address: float = 0.0
    link: float = 0.0
    date: float = 0.0
    number: float = 0.0
    small: float = 0.0
    yes_no: float = 0.0
    role: float = 0.0
    attendance: float = 0.0
    zone: float = 0.0
    listed: float = 0.0
    repeated: float = 0.0
    words: float = 0.0
    long: float = 0.0
    capitals: float = 0.0
    place: float = 0.0
    language: float = 0.0
    few: float = 0.0
    first: float = 0.0

    @property
    def shares(self) -> tuple[float, ...]:
        """All of them, in the order of the declaration."""
        return astuple(self)


FEATURES = tuple(field.name for field in fields(Body))
"""Names of the shares, in order."""


def read_body(answers: Iterable[str], question: str = "") -> Body:
    """Look at the answers below a question.

    Parameters
    ----------
    answers
        Cells as they stand, blank ones included.
    question
        The heading above them, which tells in which language "tak" is said.

    Returns
    -------
        Body
        Shares among the answers that are not blank, and what all of them are together.

    Examples
    --------
    >>> body = read_body(["ada@example.org", "", "bo@example.org"])
    >>> body.address, body.yes_no
    (1.0, 0.0)
    """
    counted = Counter(text for text in map(clean, answers) if text and not (len(text) <= _SHORT and is_none(text)))
    if not counted:
        return Body()
    common = counted.most_common(_MOST)
    total = sum(times for _, times in common)

    def share(holds: Iterable[tuple[str, int]]) -> float:
        return sum(times for _, times in holds) / total

    def matching(pattern: re.Pattern[str]) -> float:
        return share((text, times) for text, times in common if pattern.search(text))

    return Body(
        filled=1.0,
        address=matching(LIKE_AN_ADDRESS),
        link=share((text, times) for text, times in common if _LINK.match(text)),
        date=share((text, times) for text, times in common if _DATE.match(text)),
        number=share((text, times) for text, times in common if text.replace(".", "").isdigit()),
        small=share((text, times) for text, times in common if _SMALL.match(text) or _counts(text, question)),
        yes_no=share((text, times) for text, times in common if _plain(text, question)),
        role=share((text, times) for text, times in common if _reads("Role", text)),
        attendance=share((text, times) for text, times in common if _reads("Attendance", text)),
        zone=matching(_ZONE),
        listed=share((text, times) for text, times in common if re.search(r"[,;、，\n]", text)),  # noqa: RUF001 - as people type
        repeated=sum(times for _, times in common if times > 1) / total,
        words=min(1.0, sum(len(text.split()) * times for text, times in common) / total / 10),
        long=share((text, times) for text, times in common if len(text.split()) > 8),
        capitals=share((text, times) for text, times in common if _like_a_name(text)),
        place=share((text, times) for text, times in common if time_zone.is_place(text)),
        language=share((text, times) for text, times in common if languages.names_only(text)),
        first=share((text, times) for text, times in common if _plain(text, question) or _first(text)),
        few=float(total >= _MANY_CELLS and len(counted) <= _FEW_ANSWERS),
    )


@lru_cache(maxsize=2**14)
def _plain(text: str, question: str) -> bool:
    """Return whether an answer is a yes or no."""
    return len(text.split()) <= _FEW_WORDS and yes_no.read(text, question) is not None


@lru_cache(maxsize=2**14)
def _first(text: str) -> bool:
    if len(text.split()) > _FEW_WORDS:
        return False
    reading = READERS["First time"](text, "First time?", "")
    return reading is not None and reading.value is not None


@lru_cache(maxsize=2**14)
def _reads(column: str, text: str) -> bool:
    if len(text) > _SHORT * 4:
        return False
    # without the question, a bare yes or no says neither
    reading = READERS[column](text, "", "")
    return reading is not None and bool(reading.value) and not (len(as_words(text).split()) == 1 and _plain(text, ""))


@lru_cache(maxsize=2**14)
def _counts(text: str, question: str) -> bool:
    """Return whether an answer says how many, also in words: "deux", "no more than three"."""
    if len(text) > _SHORT or yes_no.read(text, question) is not None:
        return False
    reading = READERS["Capacity"](text, question, "")
    return reading is not None and bool(reading.value)


def _like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words)
