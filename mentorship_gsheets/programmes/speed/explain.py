"""Why somebody sits where they sit, and how many tables and rounds would do."""

from collections import Counter
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.programmes.speed.bounds import again, unwanted
from mentorship_gsheets.programmes.speed.drawings import turn_header
from mentorship_gsheets.programmes.speed.event import Event, Mentee, Mentor
from mentorship_gsheets.programmes.speed.layout import FIRST, SHARED, lay_out, level
from mentorship_gsheets.programmes.speed.paper import shown
from mentorship_gsheets.programmes.speed.planning import impossible
from mentorship_gsheets.programmes.speed.standing import SpeedStanding, read_standing, starts
from mentorship_gsheets.programmes.speed.times import MOST_ROUNDS
from mentorship_gsheets.programmes.speed.verification import mentors_at
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key, as_words

_WORDS = {FIRST: "has the first field", SHARED: "shares a field"}


def explanation(workbook: Workbook, settings: Settings, one: str) -> Plan:
    """Say the route of a mentee, or who comes to the table of a mentor.

    Parameters
    ----------
    workbook, settings
        As read.
    one
        Address or name of a mentee or mentor.

    Returns
    -------
    A plan without changes; its tables and summary say it.

    Raises
    ------
    MentorshipError
        Nobody, or more than one person, is called so.
    """
    standing = read_standing(workbook, settings)
    mentees = [mentee for mentee in standing.event.mentees if _is(mentee, one)]
    mentors = [mentor for mentor in standing.event.mentors if _is(mentor, one)]
    if len(mentees) + len(mentors) != 1:
        found = len(mentees) + len(mentors)
        what = f"“{one}” is {'nobody' if not found else f'{found} people'} here."
        raise MentorshipError(Finding(what, "Give the address.", "unknown-person", Level.STOP))
    return _route(standing, settings, mentees[0]) if mentees else _table(standing, settings, mentors[0])


def _is(person: Mentee | Mentor, text: str) -> bool:
    return person.email == as_key(text) or as_words(person.name) == as_words(text)


def _route(standing: SpeedStanding, settings: Settings, mentee: Mentee) -> Plan:
    event = standing.event
    seats = standing.seating.tables.get(mentee.email, ())
    names = {one.email: one.name for one in event.mentees}
    met: Counter[str] = Counter()
    rows = []
    fields = {mentor.email: ", ".join(mentor.fields) for mentor in shown(standing).mentors}
    for turn, table in enumerate(seats, 1):
        if not table:
            continue
        mentors = mentors_at(event, table, turn, standing.done)
        others = [email for email, theirs in standing.seating.tables.items() if theirs[turn - 1] == table]
        others = sorted(email for email in others if email != mentee.email)
        met.update(others)
        when = starts(settings, turn)
        why = _WORDS.get(level(mentee, mentors), "shares no field, or none is known")
        rows.append(
            (
                f"{turn_header(turn)}{f', {when:%H:%M}' if when else ''}",
                table,
                "; ".join(f"{mentor.name} ({fields[mentor.email]})" for mentor in mentors) or "nobody",
                why,
                ", ".join(names.get(email, email) for email in others),
            )
        )
    again = sorted(names.get(email, email) for email, times in met.items() if times > 1)
    summary = f"{mentee.name}: {counted(len(rows), 'round')}, {counted(len(met), 'other mentee')}"
    summary += f", again: {', '.join(again)}." if again else ", nobody twice."
    if rows and not standing.done:
        summary += " Rounds stand in the order of interest: the best fitting tables of all people together come first."
    return Plan(
        "explain", tables=(Table("Route", ("Round", "Table", "Mentors", "Why", "With"), tuple(rows)),), summary=summary
    )


def _table(standing: SpeedStanding, settings: Settings, mentor: Mentor) -> Plan:
    names = {one.email: one.name for one in standing.event.mentees}
    rows = []
    for turn in range(1, standing.event.rounds + 1):
        if mentor not in mentors_at(standing.event, mentor.table, turn, standing.done):
            continue
        people = [email for email, seats in standing.seating.tables.items() if seats[turn - 1] == mentor.table]
        when = starts(settings, turn)
        label = f"{turn_header(turn)}{f', {when:%H:%M}' if when else ''}"
        rows.append((label, ", ".join(sorted(names.get(email, email) for email in people))))
    summary = f"{mentor.name} sits at table {mentor.table}."
    return Plan("explain", tables=(Table("Who comes", ("Round", "Mentees"), tuple(rows)),), summary=summary)


def recommendation(workbook: Workbook, settings: Settings) -> Plan:
    """Say what no seating of these people can get below, with more rounds or tables, and what would do for everybody.

    A table more is tried with one mentor more, of the first field for which there are then fewest tables.

    Parameters
    ----------
    workbook, settings
        As read.

    Returns
    -------
    A plan without changes; its tables and summary say it.
    """
    standing = read_standing(workbook, settings)
    event = replace(standing.event, pins=())
    tables = len({mentor.table for mentor in event.mentors if mentor.here})
    rows, enough = [], ""
    for more in range(_MOST_MORE + 1):
        wider = _with_tables(event, more)
        if wider is None:
            break
        for rounds in range(1, min(MOST_ROUNDS, max(tables + more, 1)) + 1):
            tried = _with_rounds(wider, rounds)
            if impossible(tried):
                continue
            layout = lay_out(tried)
            left = unwanted(layout) - sum(not mentee.fields for mentee in tried.mentees)
            # beyond what there is, only what helps is worth a row
            if more == 0 or (left == 0 and not enough):
                added = "; ".join(mentor.fields[0] for mentor in wider.mentors[len(event.mentors) :])
                rows.append((str(tables + more), str(rounds), str(left), str(again(layout)), added))
            if left == 0 and not enough:
                enough = f"{counted(tables + more, 'table')} and {counted(rounds, 'round')}"
    wanted = _wanted_by(event)
    header = (
        "Tables",
        "Rounds",
        "No mentor of the first field, at least",
        "Meet again, at least",
        "Mentors to add for",
    )
    summary = f"{counted(len(event.mentees), 'mentee')} at {counted(tables, 'table')}; Rounds is {event.rounds}."
    summary += (
        f" With {enough} there are places enough for everybody who named a field to meet a mentor of the first."
        if enough
        else " Nothing that was tried has places enough for everybody to meet a mentor of the first field."
    )
    return Plan(
        "advice",
        tables=(
            Table("Tables and rounds", header, tuple(rows)),
            *((Table("First fields that nobody at a table has", ("Field", "Mentees"), wanted),) if wanted else ()),
        ),
        summary=summary,
    )


_MOST_MORE = 4
"""More tables than these are another event."""


def _with_tables(event: Event, more: int) -> Event | None:
    """Return the event with so many more mentors, each at a table and with the field that is scarcest then.

    Returns
    -------
    None where nobody names a field, so that nothing says which mentor to look for.
    """
    asked = Counter(mentee.fields[0] for mentee in event.mentees if mentee.fields)
    mentors = list(event.mentors)
    for number in range(1, more + 1):
        offered = Counter(text for mentor in mentors if mentor.here for text in mentor.fields)
        if not asked:
            return None
        # most mentees for each table that has the field; nobody has it: first of all
        field = min(
            asked,
            key=lambda text: (-asked[text] / offered[text] if offered[text] else -float("inf"), -asked[text], text),
        )
        mentors.append(Mentor(f"mentor to find {number}", "", (field,), f"table to add {number}"))
    return replace(event, mentors=tuple(mentors))


def _with_rounds(event: Event, rounds: int) -> Event:
    return replace(event, rounds=rounds, mentees=tuple(replace(mentee, rounds=None) for mentee in event.mentees))


def _wanted_by(event: Event) -> tuple[tuple[str, str], ...]:
    """Return the first fields for which there is no mentor, with how many name them."""
    offered = {text for mentor in event.mentors if mentor.here for text in mentor.fields}
    count = Counter(mentee.fields[0] for mentee in event.mentees if mentee.fields and mentee.fields[0] not in offered)
    return tuple((field, str(number)) for field, number in sorted(count.items(), key=lambda item: (-item[1], item[0])))
