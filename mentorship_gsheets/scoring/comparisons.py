"""Ways to compare what two people said, each for all pairs at once and, where words come of it, for one pair.

What counts as the same answer is decided here once: the grade of a pair, the sentence in the sheet and the one in the
mail all stand on `answers` and `shared_words`, or on `same_answer`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.scoring.coded import UNKNOWN, WORST, codes_of
from mentorship_gsheets.scoring.zones import minutes_apart
from mentorship_gsheets.text import as_answer, says_nothing

Words = frozenset[str]
Grades = NDArray[np.int16]
"""Grades of distinct mentees by distinct mentors: 0 for the best, `WORST` for the worst, or `UNKNOWN`."""

Clock = tuple[int | None, bool]
"""Minutes east of UTC, None when unknown; whether the person is at the conference in person."""


def answer(text: str) -> str:
    """Return an answer as it is compared; empty where it tells nothing ("n/a", "Other").

    >>> answer(" Académie "), answer("Other")
    ('academie', '')
    """
    return "" if says_nothing(text) else as_answer(text)


def answers(texts: Iterable[str], compared: Callable[[str], str] = answer) -> Words:
    """Return several answers as they are compared, without those that tell nothing.

    Parameters
    ----------
    texts
        As written.
    compared
        What of a text is compared; empty where it tells nothing.

    >>> answers(["Écologie", " ecologie", "Other"]) == {"ecologie"}
    True
    """
    return frozenset(map(compared, texts)) - {""}


def same_answer(one: str, other: str) -> bool:
    """Return whether two people gave one answer that tells something.

    Parameters
    ----------
    one, other
        As written.

    Returns
    -------
    bool

    Examples
    --------
    >>> same_answer("Académie", "academie"), same_answer("Other", "other")
    (True, False)
    """
    return answer(one) == answer(other) != ""


def shared_words(
    mentee: Sequence[str], mentor: Sequence[str], compared: Callable[[str], str] = answer
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the answers two people share.

    Parameters
    ----------
    mentee, mentor
        Their answers, as written.
    compared
        As in `answers`.

    Returns
    -------
    The same answers twice: in the mentee's words and order, and in the mentor's. Each once.

    Examples
    --------
    >>> shared_words(["Physics", "Law", "Other"], ["law ", "physics", "Other"])
    (('Physics', 'Law'), ('law ', 'physics'))
    """
    common = answers(mentee, compared) & answers(mentor, compared)
    return _once(mentee, common, compared), _once(mentor, common, compared)


def _once(texts: Sequence[str], common: Words, compared: Callable[[str], str]) -> tuple[str, ...]:
    """The texts that mean one of the common answers, the first for each."""
    found: dict[str, str] = {}
    for text in texts:
        if (word := compared(text)) in common:
            found.setdefault(word, text)
    return tuple(found.values())


def count_shared(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Count the words each mentee shares with each mentor.

    Parameters
    ----------
    mentees, mentors
        Distinct sets of answers.

    Returns
    -------
    Array of shape (mentees, mentors).

    Examples
    --------
    >>> count_shared([frozenset("ab")], [frozenset("bc"), frozenset("ab")]).tolist()
    [[1, 2]]
    """
    from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

    words, columns = codes_of(sorted({word for words in mentees for word in words}))
    place = dict(zip(words, columns.tolist(), strict=True))
    having = np.zeros((max(1, len(place)), len(mentors)), np.int16)
    for column, theirs in enumerate(mentors):
        having[[place[word] for word in theirs if word in place], column] = 1
    rows = [row for row, theirs in enumerate(mentees) for _ in theirs]
    spots = [place[word] for theirs in mentees for word in theirs]
    ticks = sparse.csr_array((np.ones(len(rows), np.int16), (rows, spots)), shape=(len(mentees), len(having)))
    return np.asarray(ticks @ having, np.int16)


def _sizes(sets: Sequence[Words]) -> NDArray[np.int32]:
    return np.array([len(words) for words in sets], np.int32)


def _silent(grades: NDArray[Any], mentees: Sequence[object], mentors: Sequence[object]) -> Grades:
    """Grades with `UNKNOWN` in the rows and columns of people who said nothing."""
    grades = grades.astype(np.int16)
    grades[[not key for key in mentees]] = UNKNOWN
    grades[:, [not key for key in mentors]] = UNKNOWN
    return grades


def grade_same(mentees: Sequence[str], mentors: Sequence[str]) -> Grades:
    """Grade pairs as best where both gave the same answer, and as worst where they gave different ones.

    Parameters
    ----------
    mentees, mentors
        Distinct answers; empty ones are unknown.

    Returns
    -------
    Array of shape (mentees, mentors).

    Examples
    --------
    >>> grade_same(["a", ""], ["a", "b"]).tolist()
    [[0, 100], [-1, -1]]
    """
    _, codes = codes_of([*mentees, *mentors])
    apart = codes[: len(mentees), None] != codes[len(mentees) :]
    return _silent(WORST * apart, mentees, mentors)


def grade_common(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Grade pairs as best where they share any answer, and as worst where they share none.

    Parameters
    ----------
    mentees, mentors
        Distinct sets of answers; empty ones are unknown.

    Returns
    -------
    Array of shape (mentees, mentors).

    Examples
    --------
    >>> grade_common([frozenset("ab")], [frozenset("bc"), frozenset("c"), frozenset()]).tolist()
    [[0, 100, -1]]
    """
    return _silent(WORST * (count_shared(mentees, mentors) == 0), mentees, mentors)


def grade_overlap(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Grade pairs by the part of all their answers that they share (Dice's coefficient).

    Parameters
    ----------
    mentees, mentors
        Distinct sets of answers; empty ones are unknown.

    Returns
    -------
    Array of shape (mentees, mentors).

    Notes
    -----
    Not the share of the mentee's answers alone: then ticking everything would be the way to fit everybody.

    Examples
    --------
    >>> grade_overlap([frozenset("a")], [frozenset("a"), frozenset("abc"), frozenset("b")]).tolist()
    [[0, 50, 100]]
    """
    both = np.maximum(1, _sizes(mentees)[:, None] + _sizes(mentors))
    return _silent(WORST - 2 * WORST * count_shared(mentees, mentors).astype(np.int32) // both, mentees, mentors)


def grade_offered(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Grade pairs by the share of what the mentee asks for that the mentor does not offer.

    Parameters
    ----------
    mentees, mentors
        Distinct sets of what is asked for and of what is offered; empty ones are unknown.

    Returns
    -------
    Array of shape (mentees, mentors).

    Examples
    --------
    >>> grade_offered([frozenset("ab")], [frozenset("abc"), frozenset("b"), frozenset("c")]).tolist()
    [[0, 50, 100]]
    """
    wishes = np.maximum(1, _sizes(mentees))[:, None]
    return _silent(WORST - WORST * count_shared(mentees, mentors).astype(np.int32) // wishes, mentees, mentors)


def grade_common_or_same(mentees: Sequence[tuple[Words, str]], mentors: Sequence[tuple[Words, str]]) -> Grades:
    """Grade pairs as best where they share any answer of a set, or else one single answer.

    Parameters
    ----------
    mentees, mentors
        Distinct (set of answers, single answer). Who has an empty set is unknown to those with another single answer.

    Returns
    -------
    Array of shape (mentees, mentors).

    Examples
    --------
    >>> one, other = (frozenset("a"), "x"), (frozenset("b"), "x")
    >>> grade_common_or_same([one], [other, (frozenset("b"), ""), (frozenset(), "y")]).tolist()
    [[0, 100, -1]]
    """
    grades = grade_common([words for words, _ in mentees], [words for words, _ in mentors])
    _, codes = codes_of([single for _, single in (*mentees, *mentors)])
    named = np.array([bool(single) for _, single in mentees], bool)
    same = (codes[: len(mentees), None] == codes[len(mentees) :]) & named[:, None]
    grades[same] = 0
    return grades


def grade_clocks(mentees: Sequence[Clock], mentors: Sequence[Clock]) -> Grades:
    """Grade pairs by how far apart their clocks are: 0 for none, `WORST` for twelve hours.

    Parameters
    ----------
    mentees, mentors
        Distinct clocks. Two people who are both at the conference need no common clock at home.

    Returns
    -------
    Array of shape (mentees, mentors); all unknown where no two people have a known clock.

    Examples
    --------
    >>> grade_clocks([(0, False)], [(360, True), (None, False)]).tolist()
    [[50, -1]]
    """
    grades = np.full((len(mentees), len(mentors)), UNKNOWN, np.int16)
    for row, (one, _) in enumerate(mentees):
        for column, (other, _) in enumerate(mentors):
            if one is not None and other is not None:
                grades[row, column] = WORST * minutes_apart(one, other) // 720
    if (grades != UNKNOWN).any():
        here, there = (np.array([clock[1] for clock in side]) for side in (mentees, mentors))
        grades[here[:, None] & there] = 0
    return grades
