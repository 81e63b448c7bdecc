"""What is wrong with the seats that stand, each with its cell."""

from collections import Counter
from collections.abc import Iterator

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.speed.event import Mentee, Mentor
from mentorship_gsheets.programmes.speed.layout import natural
from mentorship_gsheets.programmes.speed.standing import SpeedStanding
from mentorship_gsheets.programmes.speed.tabs import HERE, TABLE, TABLES, turn_header
from mentorship_gsheets.programmes.speed.verification import mentors_at


def check_seats(standing: SpeedStanding) -> list[Finding]:
    """Return what is wrong: seats missing, mentors met twice or ruled out, tables without mentor or of a wrong size.

    Rounds that are over are looked at no more, except that nobody meets a mentor of theirs again.
    """
    found: list[Finding] = []
    if any(any(seats) for seats in standing.seating.tables.values()):
        for mentee in standing.event.mentees:
            found += _of_mentee(standing, mentee)
        found += _sizes(standing)
    return found


def _cell(standing: SpeedStanding, email: str, header: str) -> str:
    line = standing.lines.get(email)
    return line.addresses.get(header, "") if line else ""


def _of_mentee(standing: SpeedStanding, mentee: Mentee) -> Iterator[Finding]:
    event, done = standing.event, standing.done
    seats = standing.seating.tables.get(mentee.email, ())
    who = (Role.MENTEE, mentee.email)
    line = standing.lines.get(mentee.email)
    met: dict[str, tuple[int, Mentor]] = {}
    absent = mentee.rounds == frozenset() or (line is not None and line.here is False)
    to_come = any(seats[done:])
    if absent and to_come:
        yield Finding(
            f"{mentee.name} is not expected and has a seat.",
            "Run: mentorship rematch --here",
            "absent-seated",
            Level.HELD,
            who,
            where=_cell(standing, mentee.email, HERE),
        )
        return
    for turn in range(1, event.rounds + 1):
        table = seats[turn - 1] if turn <= len(seats) else ""
        where = _cell(standing, mentee.email, turn_header(turn))
        if not table:
            if turn > done and (mentee.rounds is None or turn in mentee.rounds):
                yield Finding(
                    f"{mentee.name} has no seat in round {turn}.",
                    "Run: mentorship match",
                    "no-seat",
                    Level.HELD,
                    who,
                    where=where,
                )
            continue
        mentors = mentors_at(event, table, turn, done)
        if turn > done and not mentors:
            yield Finding(
                f"{mentee.name} sits at table {table} in round {turn}, where no mentor is.",
                "Run: mentorship rematch",
                "mentor-away",
                Level.HELD,
                who,
                where=where,
            )
        for mentor in mentors:
            if turn > done and mentor.email in met:
                yield Finding(
                    f"{mentee.name} meets {mentor.name} in round {met[mentor.email][0]} and again in round {turn}.",
                    "Empty one of the two cells and run: mentorship match",
                    "mentor-twice",
                    Level.HELD,
                    who,
                    where=where,
                )
            if turn > done and (mentee.email, mentor.email) in event.never:
                yield Finding(
                    f"{mentee.name} sits with {mentor.name} in round {turn}, which is ruled out.",
                    "Empty the cell and run: mentorship match",
                    "never-seated",
                    Level.HELD,
                    who,
                    where=where,
                )
            met.setdefault(mentor.email, (turn, mentor))


def _sizes(standing: SpeedStanding) -> Iterator[Finding]:
    event = standing.event
    for turn in range(standing.done + 1, event.rounds + 1):
        size = Counter(
            seats[turn - 1] for seats in standing.seating.tables.values() if turn <= len(seats) and seats[turn - 1]
        )
        there = sorted(
            {mentor.table for mentor in event.mentors if mentors_at(event, mentor.table, turn, standing.done)},
            key=natural,
        )
        if not there or not size:
            continue
        low, rest = divmod(sum(size[table] for table in there), len(there))
        least, most = max(low - event.slack, 0), low + bool(rest) + event.slack
        for table in there:
            if not least <= size[table] <= most:
                fair = str(least) if least == most else f"{least} to {most}"
                yield Finding(
                    f"table {table} has {counted(size[table], 'mentee')} in round {turn} instead of {fair}.",
                    "Move somebody, set Size slack in Settings, or run: mentorship rematch",
                    "table-size",
                    where=f"{TABLES.title}, {TABLE} {table}, {turn_header(turn)}",
                )
