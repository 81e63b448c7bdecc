"""The schedule of a conference, the shifts of its volunteers, and what its organizers do until the first day."""

from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.spreadsheet.tab import Column, Rule, Style, TabDrawing
from mentorship_gsheets.starter.document import Document, Row, figure, formula, side_by_side

SCHEDULE = TabDrawing(
    "Schedule",
    (
        Column("Talk", "", 240),
        Column("Speaker", "", 160),
        Column("Day", "As 2028-05-12.", 90),
        Column("Starts", "As 09:30.", 65),
        Column("Ends", "As 10:00.", 65),
        Column("Room", "", 110),
        Column("Clash", "room: two talks in one room; speaker: in two places at once.", 110),
        Column("From", "", 50, ours=True, hidden=True),
        Column("To", "", 50, ours=True, hidden=True),
    ),
    frozen_columns=1,
    rules=(Rule('={Clash}<>""', Style.MISMATCH, ("Clash", "Room", "Speaker", "Starts", "Ends")),),
    rows=80,
)
VOLUNTEERS = TabDrawing(
    "Volunteers",
    (
        Column("Shift", "", 170),
        Column("Day", "As 2028-05-12.", 90),
        Column("Starts", "As 08:00.", 65),
        Column("Ends", "As 12:00.", 65),
        Column("Needed", "How many people.", 65),
        Column("Filled", "Counted from the right.", 55),
        Column("Missing", "", 65),
        Column("Backup", "Who steps in.", 130),
        Column("From", "", 50, ours=True, hidden=True),
        Column("To", "", 50, ours=True, hidden=True),
        Column("Person", "One line a person and shift.", 150),
        Column("Takes", "The shift.", 170, choices_from=("Volunteers", "Shift")),
        Column("Clash", "twice: two shifts at one time; unknown: there is no such shift.", 80),
        Column("Hours", "Of this person in all.", 60),
        *(Column(header, "", 50, ours=True, hidden=True) for header in ("On", "From the", "To the", "Lasts")),
    ),
    rules=(
        Rule("=AND(ISNUMBER({Missing});{Missing}>0)", Style.OVERFULL, ("Missing",)),
        Rule('={Clash}<>""', Style.MISMATCH, ("Clash", "Person", "Takes")),
    ),
    rows=80,
)
ORGANIZERS = TabDrawing(
    "Organizers",
    (
        Column("Task", "", 280),
        Column("Owner", "One name. A task of two people is nobody's.", 130),
        Column("Weeks before", "How many weeks before the first day it must be done.", 95),
        Column("Due", "Counted back from the first day.", 95),
        Column("Done", "", 60, choices=("yes", "no")),
        Column("State", "done, open, late, or nobody's.", 90),
        Column("Day", "", 60, ours=True, hidden=True),
    ),
    frozen_columns=1,
    rules=(
        Rule('={State}="late"', Style.MISMATCH, ("State", "Due")),
        Rule('={State}="nobody\'s"', Style.OVERFULL, ("State", "Owner")),
    ),
    rows=80,
)


def _minutes(header: str) -> str:
    """The minutes since midnight of a time as ``09:30``; blank where there is none."""
    cell = f"{{{header}}}"
    return f'IFERROR(VALUE(LEFT({cell};FIND(":";{cell})-1))*60+VALUE(MID({cell};FIND(":";{cell})+1;2));"")'


def _meeting(same: str, tab: str) -> str:
    """How many rows of a tab overlap this one and agree with it in a column."""
    columns = {header: f"{{{tab}!{header}}}" for header in ("Day", same, "From", "To")}
    return (
        f'SUMPRODUCT(({columns["Day"]}={{Day}})*({columns[same]}={{{same}}})*({columns[same]}<>"")'
        f'*({columns["From"]}<{{To}})*({columns["To"]}>{{From}})*({columns["To"]}<>""))'
    )


def schedule(days: tuple[str, str]) -> Document:
    """Return the talks of two days with rooms and speakers; ``days`` are written as 2028-05-12."""
    talks = (
        ("Welcome", "Organizers", 0, "09:00", "09:30", "Main hall"),
        ("What maps do not show", "Violet Costa", 0, "09:30", "10:15", "Main hall"),
        ("First steps in testing", "Amara Ito", 0, "10:30", "12:00", "Workshop room"),
        ("Ten years of one library", "Leo Haddad", 0, "10:30", "11:15", "Main hall"),
        ("Arrays for the impatient", "Noor Larsen", 0, "11:15", "12:00", "Main hall"),
        ("Packaging without tears", "Priya Gupta", 1, "09:30", "10:15", "Main hall"),
        ("From notebook to service", "Oskar Kim", 1, "10:30", "11:15", "Main hall"),
        ("Lightning talks", "Everybody", 1, "16:00", "17:00", "Main hall"),
    )
    rooms, speakers = (f"{_meeting(same, 'Schedule')}>1" for same in ("Room", "Speaker"))
    clash = f'IF({{To}}="";"";IF({rooms};"room";IF({speakers};"speaker";"")))'
    rows: tuple[Row, ...] = tuple(
        {
            "Talk": talk,
            "Speaker": speaker,
            "Day": days[day],
            "Starts": starts,
            "Ends": ends,
            "Room": room,
            "Clash": formula(clash),
            "From": formula(_minutes("Starts")),
            "To": formula(_minutes("Ends")),
        }
        for talk, speaker, day, starts, ends, room in talks
    )
    return Document(SCHEDULE, rows)


def volunteers(days: tuple[str, str]) -> Document:
    """Return the shifts, who takes them, double bookings, and the hours of each person."""
    shifts = (
        ("Registration, day 1", 0, "08:00", "10:30", 3),
        ("Room host, day 1", 0, "09:00", "12:00", 2),
        ("Registration, day 2", 1, "08:30", "10:00", 2),
        ("Room host, day 2", 1, "09:00", "12:00", 2),
        ("Clearing up", 1, "17:00", "19:00", 4),
        ("Goodbye desk", 1, "16:30", "17:30", 1),
    )
    left: tuple[Row, ...] = tuple(
        {
            "Shift": shift,
            "Day": days[day],
            "Starts": starts,
            "Ends": ends,
            "Needed": needed,
            "Filled": formula("COUNTIFS({Volunteers!Takes};{Shift})"),
            "Missing": formula("MAX(0;{Needed}-{Filled})"),
            "From": formula(_minutes("Starts")),
            "To": formula(_minutes("Ends")),
        }
        for shift, day, starts, ends, needed in shifts
    )
    takes = (
        ("Ana", shifts[0][0]),
        ("Ben", shifts[0][0]),
        ("Carmen", shifts[1][0]),
        ("Ana", shifts[2][0]),
        ("Ben", shifts[4][0]),
        ("Ben", shifts[5][0]),
    )
    right: tuple[Row, ...] = tuple(
        {
            "Person": person,
            "Takes": shift,
            "Clash": _double(),
            "Hours": formula("SUMIF({Volunteers!Person};{Person};{Volunteers!Lasts})"),
            "On": _taken("Day"),
            "From the": _taken("From"),
            "To the": _taken("To"),
            "Lasts": formula('IF({To the}="";0;({To the}-{From the})/60)'),
        }
        for person, shift in takes
    )
    return Document(VOLUNTEERS, side_by_side(left, right))


def _taken(header: str) -> Formula:
    """A cell of the shift that somebody takes; blank where there is no such shift."""
    return formula(f'IFERROR(INDEX({{Volunteers!{header}}};MATCH({{Takes}};{{Volunteers!Shift}};0));"")')


def _double() -> Formula:
    """Whether there is no such shift, or the person takes another one at the same time."""
    overlap = (
        'SUMPRODUCT(({Volunteers!Person}={Person})*({Volunteers!On}={On})*({Volunteers!To the}<>"")'
        "*({Volunteers!From the}<{To the})*({Volunteers!To the}>{From the}))"
    )
    return formula(f'IF({{Person}}="";"";IF({{To the}}="";"unknown";IF({overlap}>1;"twice";"")))')


def organizers() -> Document:
    """Return the tasks of the organizers, counted back from the first day."""
    tasks = (
        ("Find a venue, and reserve it", "Chidi", 40, "yes"),
        ("Agree on a code of conduct, and who answers for it", "Ana", 36, "yes"),
        ("Send the prospectus to the first sponsors", "Bo", 34, "no"),
        ("Open the call for talks", "Ana", 30, "no"),
        ("Open the sale of early tickets", "Bo", 22, "no"),
        ("Choose the talks, and tell everybody", "Ana", 18, "no"),
        ("Publish the schedule", "Ana", 12, "no"),
        ("Ask for volunteers", "", 10, "no"),
        ("Order badges and shirts", "Chidi", 5, "no"),
        ("Tell the caterer how many come", "Chidi", 1, "no"),
        ("Thank sponsors, speakers and volunteers", "Bo", -1, "no"),
    )
    first = figure("Read me", "About", "First day", "Value")
    day = f"(DATE(LEFT({first};4);MID({first};6;2);MID({first};9;2))-7*{{Weeks before}})"
    due = '=YEAR({Day})&"-"&RIGHT("0"&MONTH({Day});2)&"-"&RIGHT("0"&DAY({Day});2)'
    state = 'IF({Done}="yes";"done";IF({Owner}="";"nobody\'s";IF({Day}<TODAY();"late";"open")))'
    rows: tuple[Row, ...] = tuple(
        {
            "Task": task,
            "Owner": owner,
            "Weeks before": weeks,
            "Due": Formula(due),
            "Done": done,
            "State": formula(state),
            "Day": formula(day),
        }
        for task, owner, weeks, done in tasks
    )
    return Document(ORGANIZERS, rows)
