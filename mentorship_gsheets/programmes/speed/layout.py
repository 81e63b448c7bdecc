"""An event as arrays: people and tables by number, in an order that does not depend on the rows of the sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.programmes.speed.event import GOALS, Event, Mentee, Mentor

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

#: What a meeting is worth, smaller is better.
FIRST, SHARED, OTHER = 0, 1, 2


def level(mentee: Mentee, mentors: tuple[Mentor, ...]) -> int:
    """Return what a mentee's meeting with the mentors of a table is worth.

    Parameters
    ----------
    mentee
        With fields, the most wanted first.
    mentors
        Who sit at the table; nobody shares nothing.

    Returns
    -------
    0 when the mentee's first field is one of theirs, 1 when they share another, 2 when they share none or nothing
    is known.

    Examples
    --------
    >>> anna = Mentee("anna@example.org", "Anna", ("Physics", "Biology"))
    >>> boris = Mentor("boris@example.org", "Boris", ("Biology",), "1")
    >>> level(anna, (boris,)), level(Mentee("nobody@example.org", "Nobody"), (boris,))
    (1, 2)
    """
    theirs = {text for mentor in mentors for text in mentor.fields}
    if not theirs.intersection(mentee.fields):
        return OTHER
    return FIRST if mentee.fields[0] in theirs else SHARED


def natural(text: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a sorting key by which table 2 comes before table 10.

    Examples
    --------
    >>> sorted(["10", "2", "Blue", "2a"], key=natural)
    ['2', '2a', '10', 'Blue']
    """
    # \d would take in digits of any script, which int reads, and superscripts are not among them
    parts = re.findall(r"\d+|\D+", text)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


@dataclass(frozen=True, eq=False)
class Layout:
    """The arrays of an event. Rounds and tables count from 0; the table after the last stands for "not there".

    Parameters
    ----------
    people
        Mentees, sorted by address.
    tables
        Texts of the tables, in natural order.
    level
        (rounds, tables + 1, people + 1): what a meeting is worth (see `level`); 0 in the last row and column.
    wanted
        The same shape: whether the table has a mentor of the person's first field in that round.
    barred
        The same shape: nobody sits there in that round, or the two must never meet.
    clash
        (rounds, tables + 1, rounds, tables + 1): whether who sits here and there meets somebody twice.
    open
        (rounds, tables): whether a mentor is there.
    here
        (people, rounds): who is there.
    pinned
        (people, rounds): the table that was chosen by hand, or that of a round which is over; -1 for none.
    least, most
        (rounds,): sizes of a table.
    order
        Which goals count, the most important first.
    """

    people: tuple[Mentee, ...]
    tables: tuple[str, ...]
    level: Floats
    wanted: Bools
    barred: Bools
    clash: Bools
    open: Bools
    here: Bools
    pinned: Ints
    least: Ints
    most: Ints
    order: tuple[str, ...] = GOALS

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return int(self.here.shape[1])

    @property
    def uniform(self) -> bool:
        """Whether every table has the same mentors in every round, and no seat is fixed."""
        tables = len(self.tables)
        same = np.eye(tables, dtype=bool)[None, :, None, :] & ~np.eye(self.rounds, dtype=bool)[:, None, :, None]
        return bool(self.open.all() and (self.pinned < 0).all() and (self.clash[:, :tables, :, :tables] == same).all())


def lay_out(event: Event, standing: Mapping[str, tuple[str, ...]] | None = None, over: int = 0) -> Layout:
    """Return the arrays of an event.

    Parameters
    ----------
    event
        The event.
    standing
        The seating that stands; of it only the rounds that are over matter. A mentee of whom the event does not know
        was there in those rounds and is not there any more.
    over
        How many rounds are over: their seats are fixed, whoever is there now.
    """
    standing = standing or {}
    known = {mentee.email: mentee for mentee in event.mentees}
    gone = (Mentee(email, email, (), frozenset()) for email in standing if email not in known)
    people = tuple(sorted((*event.mentees, *gone), key=lambda mentee: mentee.email))
    past = {table for seats in standing.values() for table in seats[:over] if table}
    texts = {mentor.table for mentor in event.mentors} | {pin.table for pin in event.pins} | past
    tables = tuple(sorted(texts, key=natural))
    number = {text: index for index, text in enumerate(tables)}
    present: list[list[tuple[Mentor, ...]]] = [
        [
            tuple(mentor for mentor in event.mentors if mentor.table == text and sits(mentor, turn, over))
            for text in tables
        ]
        for turn in range(event.rounds)
    ]
    shape = (event.rounds, len(tables) + 1, len(people) + 1)
    worth, wanted, barred = np.zeros(shape, np.float32), np.zeros(shape, bool), np.zeros(shape, bool)
    company: dict[tuple[str, ...], tuple[list[int], list[bool]]] = {}
    for turn, row in enumerate(present):
        for table, mentors in enumerate(row):
            key = tuple(mentor.email for mentor in mentors)
            if key not in company:
                banned = [any((mentee.email, email) in event.never for email in key) for mentee in people]
                company[key] = [level(mentee, mentors) for mentee in people], banned
            levels, bans = company[key]
            worth[turn, table, :-1] = levels
            barred[turn, table, :-1] = np.array(bans, bool) | (not mentors)
    wanted[:, :-1, :-1] = worth[:, :-1, :-1] == FIRST
    here, pinned = _presence(event, people, standing, over, number)
    places = np.array([[bool(mentors) for mentors in row] for row in present], bool).reshape(shape[0], shape[1] - 1)
    count, among = here.sum(axis=0), np.maximum(places.sum(axis=1), 1)
    return Layout(
        people=people,
        tables=tables,
        level=worth,
        wanted=wanted,
        barred=barred,
        clash=_clashes(present),
        open=places,
        here=here,
        pinned=pinned,
        least=np.maximum(count // among - (event.slack if over or standing else 0), 0),
        most=-(-count // among) + (event.slack if over or standing else 0),
        order=event.order,
    )


def sits(mentor: Mentor, turn: int, over: int) -> bool:
    """Return whether a mentor sits at her table in a round; who has gone home was there in the rounds that are over.

    Parameters
    ----------
    mentor
        Who.
    turn
        The round, from 0.
    over
        How many rounds are over.
    """
    return (mentor.here or turn < over) and (mentor.rounds is None or turn + 1 in mentor.rounds)


def _presence(
    event: Event,
    people: tuple[Mentee, ...],
    standing: Mapping[str, tuple[str, ...]],
    over: int,
    number: Mapping[str, int],
) -> tuple[Bools, Ints]:
    """Return who is there and which seats are fixed (see `Layout`)."""
    row = {mentee.email: index for index, mentee in enumerate(people)}
    here = np.array(
        [[mentee.rounds is None or turn + 1 in mentee.rounds for turn in range(event.rounds)] for mentee in people],
        bool,
    ).reshape(len(people), event.rounds)
    pinned = np.full(here.shape, -1, np.int64)
    for pin in event.pins:
        if pin.email in row and pin.round <= event.rounds and here[row[pin.email], pin.round - 1]:
            pinned[row[pin.email], pin.round - 1] = number[pin.table]
    for index, mentee in enumerate(people):
        seats = standing.get(mentee.email, ())[:over]
        for turn in range(over):
            table = seats[turn] if turn < len(seats) else ""
            here[index, turn] = bool(table)
            pinned[index, turn] = number[table] if table else -1
    return here, pinned


def _clashes(present: list[list[tuple[Mentor, ...]]]) -> Bools:
    """Return which two seats, of different rounds, have a mentor in common."""
    emails = sorted({mentor.email for row in present for mentors in row for mentor in mentors})
    number = {email: index for index, email in enumerate(emails)}
    sits = np.zeros((len(present), len(present[0]) + 1 if present else 1, len(emails)), np.float32)
    for turn, row in enumerate(present):
        for table, mentors in enumerate(row):
            sits[turn, table, [number[mentor.email] for mentor in mentors]] = 1
    clash: Bools = np.einsum("rtm,sum->rtsu", sits, sits, optimize=True) > 0
    clash[np.arange(len(present)), :, np.arange(len(present)), :] = False
    return clash
