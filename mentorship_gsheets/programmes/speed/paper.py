"""The page for paper, of the sheet as it stands, and what the sheet notes of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.base import Printout
from mentorship_gsheets.programmes.speed.event import Event, Move
from mentorship_gsheets.programmes.speed.printing import Occasion, page
from mentorship_gsheets.programmes.speed.standing import SpeedStanding, at_the_door, read_standing
from mentorship_gsheets.programmes.speed.tabs import PRINTED, SEATING
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook


def printout(workbook: Workbook, settings: Settings, changed: bool = False) -> Printout:
    """Return the page of the seats as they stand.

    Parameters
    ----------
    workbook, settings
        As read.
    changed
        Only what is another than when it was printed last: cards, wall plans of the rounds, and the door list.

    Raises
    ------
    MentorshipError
        Nobody has a seat, or a tab is missing.
    """
    standing = at_the_door(read_standing(workbook, settings))
    if not any(any(seats) for seats in standing.seating.tables.values()):
        raise MentorshipError(Finding("nobody has a seat yet.", "Run: mentorship match", "no-seats", Level.STOP))
    moves = tuple(_moves(workbook, standing))
    notes = tuple(_notes(workbook, standing))
    if changed and not moves:
        return Printout("", Plan("print", notes, summary="Nothing has changed since it was printed."))
    event = shown(standing)
    text = page(event, standing.seating, occasion(settings), moves if changed else None)
    return Printout(text, Plan("print", notes, summary=_summary(standing, moves if changed else None)))


def occasion(settings: Settings) -> Occasion:
    """Return what cards and plans say besides the seats."""
    begins: datetime | time | None = settings.own["Begins"]
    if isinstance(begins, time):
        # only the time of day is printed
        begins = datetime.combine(settings.starts or date(2000, 1, 1), begins)
    return Occasion(
        settings.programme, begins, settings.own["Minutes"], settings.own["Room"], settings.own["Where to go next"]
    )


def shown(standing: SpeedStanding) -> Event:
    """Return the event with fields as people wrote them, which are compared in another spelling."""
    mentors = []
    for mentor in standing.event.mentors:
        person = standing.roster.find(Role.MENTOR, mentor.email)
        mentors.append(replace(mentor, fields=person.fields) if person else mentor)
    return replace(standing.event, mentors=tuple(mentors))


def _moves(workbook: Workbook, standing: SpeedStanding) -> Iterator[Move]:
    """Yield the seats of rounds to come that are others than those printed last."""
    tab = workbook.tab(SEATING.title)
    for email, line in standing.lines.items():
        before = _read(tab.text(line.row, PRINTED)) if tab else ()
        for turn in range(standing.done + 1, standing.event.rounds + 1):
            was = before[turn - 1] if turn <= len(before) else ""
            if was != line.seats[turn - 1]:
                yield Move(email, turn, was, line.seats[turn - 1])


def _read(text: str) -> tuple[str, ...]:
    """Return the seats that were noted; whatever is no such note tells of nothing printed."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _notes(workbook: Workbook, standing: SpeedStanding) -> Iterator[SetCell]:
    """Yield the cells that note what is printed."""
    tab = workbook.tab(SEATING.title)
    if tab is None or tab.column(PRINTED) is None:
        return
    for line in standing.lines.values():
        before = tab.text(line.row, PRINTED)
        note = json.dumps(line.seats, ensure_ascii=False) if any(line.seats) else ""
        if before != note:
            yield SetCell(tab.title, line.key_column, line.found_by, PRINTED, note, before)


def _summary(standing: SpeedStanding, moves: tuple[Move, ...] | None) -> str:
    seated = {email for email, seats in standing.seating.tables.items() if any(seats)}
    cards = seated if moves is None else seated & {move.email for move in moves}
    turns = standing.event.rounds if moves is None else len({move.round for move in moves})
    signs = len({mentor.table for mentor in standing.event.mentors if mentor.here}) if moves is None else 0
    return (
        f"{counted(len(cards), 'card')}, wall plans of {counted(turns, 'round')}, {counted(signs, 'table sign')}, "
        "and the door list."
    )
