"""Tables and seats without the people, for ``export --anonymous``."""

from collections.abc import Callable, Mapping

from mentorship_gsheets.people import Identity, Role
from mentorship_gsheets.programmes.base import Nameless
from mentorship_gsheets.programmes.speed.drawings import (
    AGAIN,
    COMES,
    HERE,
    MENTORS,
    SEATING,
    TABLE,
    TABLES,
    TIMES,
    WANTED,
    turn_header,
)
from mentorship_gsheets.programmes.speed.layout import natural
from mentorship_gsheets.programmes.speed.standing import SpeedStanding
from mentorship_gsheets.spreadsheet.workbook import Workbook


def nameless_seats(
    workbook: Workbook,
    standing: SpeedStanding,
    names: Mapping[Identity, str],
    numbered: Callable[[str, str], str],
) -> Nameless:
    """Return who sits where under made-up addresses; tables are numbered, as they may be called after somebody.

    Parameters
    ----------
    workbook, standing
        As read.
    names
        Identity -> made-up address; people who stand in ``Seating`` only get one here.
    numbered
        Of a noun and a text, the noun with a number.
    """
    event = standing.event
    turns = range(1, event.rounds + 1)
    for table in sorted({mentor.table for mentor in event.mentors}, key=natural):
        # in their natural order, so that table 2 comes before table 10 here as well
        numbered(TABLE, table)
    times = {mentor.email: mentor.rounds for mentor in event.mentors}
    people: dict[Identity, Mapping[str, str]] = {}
    for person in standing.roster:
        comes = standing.comes.get(person.identity)
        cells = {COMES: "" if comes is None else "yes" if comes else "no"}
        if person.role is Role.MENTOR:
            rounds = times.get(person.email)
            cells[TABLE] = numbered(TABLE, standing.tables.get(person.email, ""))
            cells[TIMES] = "; ".join(map(str, sorted(rounds))) if rounds is not None else ""
            cells[HERE] = _box(standing.boxes.get(person.email))
        people[person.identity] = cells
    tab = workbook.tab(SEATING.title)
    seating = [["Email", HERE, *map(turn_header, turns), WANTED, AGAIN]]
    strangers = sorted(email for email in standing.lines if (Role.MENTEE, email) not in names)
    stand_in = {email: f"seat{number:03}@example.org" for number, email in enumerate(strangers, 1)}
    shown = {email: names.get((Role.MENTEE, email)) or stand_in[email] for email in standing.lines}
    for email in sorted(standing.lines, key=lambda email: shown[email]):
        line = standing.lines[email]
        figures = [tab.text(line.row, header) if tab else "" for header in (WANTED, AGAIN)]
        seating.append([shown[email], _box(line.here), *(numbered(TABLE, seat) for seat in line.seats), *figures])
    sits = {group.key: group for group in standing.arrangement.groups}
    tables = [[TABLE, MENTORS, *map(turn_header, turns)]]
    for table in sorted({mentor.table for mentor in event.mentors}, key=natural):
        mentors = [names[Role.MENTOR, mentor.email] for mentor in event.mentors if mentor.table == table]
        groups = [sits.get(f"{turn_header(turn)}, table {table}") for turn in turns]
        sizes = [str(len(group.mentees)) if group else "0" for group in groups]
        tables.append([numbered(TABLE, table), ", ".join(sorted(mentors)), *sizes])
    return Nameless(people, {SEATING.title: seating, TABLES.title: tables})


def _box(ticked: bool | None) -> str:
    return "" if ticked is None else "yes" if ticked else "no"
