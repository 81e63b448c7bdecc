"""What a pair is judged by: each part grades all pairs from 0, the best, to 100."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.scoring.coded import UNKNOWN, WORST, Coded, codes_of, graded
from mentorship_gsheets.scoring.names import plain
from mentorship_gsheets.scoring.words import text_costs
from mentorship_gsheets.scoring.zones import minutes_apart, offset_minutes
from mentorship_gsheets.settings import Priority, Settings

SUMMER = date(2027, 7, 1)
"""Decides about summer time while Settings name no first day."""

People = Sequence[Participant]
Words = frozenset[str]
Grades = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One graded part.

    Parameters
    ----------
    priority
        Which priority it serves.
    cost
        uint8, mentees by mentors: 0 for the best pairs, `WORST` for the worst; pairs of whom one side said
        nothing cost the average of the others.
    known
        False when nobody said anything, so that all pairs cost the same.
    key, compare
        What the part looks at in a person, and how it grades people by that; see `coded.graded`.
    """

    priority: Priority
    cost: Coded
    known: bool
    key: Callable[[Participant], Any]
    compare: Callable[..., Grades]

    def knows(self, mentee: Participant, mentor: Participant) -> bool:
        """Return whether both said enough for a grade of their own, instead of the average."""
        return bool(self.compare([self.key(mentee)], [self.key(mentor)])[0, 0] != UNKNOWN)


def word_set(words: Sequence[str]) -> Words:
    """Return words as they are compared: any case, without accents.

    >>> word_set(["Écologie", " ecologie"]) == {"ecologie"}
    True
    """
    return frozenset(plain(word) for word in words) - {""}


def shared(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Count the words each mentee shares with each mentor.

    >>> shared([frozenset("ab")], [frozenset("bc"), frozenset("ab")]).tolist()
    [[1, 2]]
    """
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
    """Grades with `UNKNOWN` in the rows and columns of people whose key is empty."""
    grades = grades.astype(np.int16)
    grades[[not key for key in mentees]] = UNKNOWN
    grades[:, [not key for key in mentors]] = UNKNOWN
    return grades


def _differ(mentees: Sequence[str], mentors: Sequence[str]) -> Grades:
    _, codes = codes_of([*mentees, *mentors])
    apart = codes[: len(mentees), None] != codes[len(mentees) :]
    return _silent(WORST * apart, mentees, mentors)


def _common(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Two people have something in common or not."""
    return _silent(WORST * (shared(mentees, mentors) == 0), mentees, mentors)


def _overlap(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Shared part of all that both ticked (Dice): ticking everything is not the way to fit everybody."""
    both = np.maximum(1, _sizes(mentees)[:, None] + _sizes(mentors))
    return _silent(WORST - 2 * WORST * shared(mentees, mentors).astype(np.int32) // both, mentees, mentors)


def _answered(mentees: Sequence[Words], mentors: Sequence[Words]) -> Grades:
    """Share of the mentee's wishes the mentor does not offer."""
    wishes = np.maximum(1, _sizes(mentees))[:, None]
    return _silent(WORST - WORST * shared(mentees, mentors).astype(np.int32) // wishes, mentees, mentors)


_Block = tuple[Words, str]


def _blocks(mentees: Sequence[_Block], mentors: Sequence[_Block]) -> Grades:
    left, right = [fields for fields, _ in mentees], [fields for fields, _ in mentors]
    grades = _common(left, right)
    _, codes = codes_of([block for _, block in (*mentees, *mentors)])
    named = np.array([bool(block) for _, block in mentees], bool)
    same = (codes[: len(mentees), None] == codes[len(mentees) :]) & named[:, None]
    grades[same] = 0
    return grades


_Clock = tuple[int | None, bool]


def _clocks(mentees: Sequence[_Clock], mentors: Sequence[_Clock]) -> Grades:
    grades = np.full((len(mentees), len(mentors)), UNKNOWN, np.int16)
    for row, (one, _) in enumerate(mentees):
        for column, (other, _) in enumerate(mentors):
            if one is not None and other is not None:
                grades[row, column] = WORST * minutes_apart(one, other) // 720
    if (grades != UNKNOWN).any():
        here, there = (np.array([clock[1] for clock in side]) for side in (mentees, mentors))
        grades[here[:, None] & there] = 0
    return grades


def parts(mentees: People, mentors: People, settings: Settings) -> tuple[Part, ...]:
    """Grade all pairs in every part that the settings switch on, in the organizer's order.

    Parameters
    ----------
    mentees, mentors
        In the order of the matrix.
    settings
        Priorities, and the first day, which decides about summer time.

    Returns
    -------
    The graded parts only: priorities such as "every mentor one before any has two" are no property of a pair.
    """
    day = settings.starts or SUMMER
    sides = (mentees, mentors)

    def part(priority: Priority, key: Callable[[Participant], Any], compare: Callable[..., Grades]) -> Part:
        left, right = ([key(person) for person in side] for side in sides)
        return Part(priority, *graded(left, right, compare), key, compare)

    makers: dict[Priority, tuple[Callable[[Participant], Any], Callable[..., Grades]]] = {
        Priority.BLOCK: (lambda person: (word_set(person.fields), plain(person.bin)), _blocks),
        Priority.ATTENDANCE: (lambda person: str(person.attendance), _differ),
        Priority.FIELDS: (lambda person: word_set(person.fields), _overlap),
        Priority.SECTOR: (lambda person: plain(person.sector), _differ),
        Priority.TOPICS: (lambda person: word_set(person.topics), _answered),
        Priority.LANGUAGES: (lambda person: word_set(person.languages), _common),
        Priority.TIME_ZONE: (lambda person: clock(person, day), _clocks),
        Priority.NOTES: (free_text, text_costs),
    }
    return tuple(part(priority, *makers[priority]) for priority in settings.priorities if priority in makers)


def clock(person: Participant, day: date) -> tuple[int | None, bool]:
    """Return the minutes east of UTC, None when unknown, and whether the person is at the conference in person.

    Two people who are both there need no common clock at home.
    """
    offset = offset_minutes(person.time_zone, day) if person.time_zone.strip() else None
    return offset, person.attendance is Attendance.IN_PERSON


def free_text(person: Participant) -> str:
    """Return what is compared as free text: the notes, with the topics beside them; empty without notes."""
    return " ".join((person.notes, *person.topics)) if person.notes.strip() else ""
