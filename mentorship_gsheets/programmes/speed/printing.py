"""The page for paper: the plan for the wall, a sign for every table, a card for everybody, a list for the door.

One HTML page with its own styles and nothing loaded from elsewhere. All names and fields are escaped by Jinja.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from mentorship_gsheets.programmes.speed.event import Event, Mentor, Move, Seating
from mentorship_gsheets.programmes.speed.layout import natural
from mentorship_gsheets.text import as_key

#: Cards on a sheet of paper: two columns of four, on A4 and on Letter.
CARDS_A_PAGE = 8

#: Lines of a card that stand in an eighth of a sheet; more take two eighths.
_LINES = 12

#: Lines of the wall plan on a sheet, in two columns, that can be read from two metres.
_WALL = {"large": 42.0, "medium": 62.0}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the page says besides who sits where.

    Parameters
    ----------
    title
        Name of the event.
    begins
        When the first round begins; None when it is not known, and then no times are printed.
    minutes
        Length of a round, the change of tables included.
    room
        Where it takes place, or blank.
    next
        Where to go for more help afterwards, at the foot of every card; blank for nothing.
    """

    title: str
    begins: datetime | None = None
    minutes: int = 0
    room: str = ""
    next: str = ""

    def time(self, turn: int) -> str:
        """Return when a round, from 1, begins; blank when that is not known.

        Examples
        --------
        >>> Occasion("Summit", datetime(2026, 5, 2, 9, 30), 12).time(3)
        '09:54'
        """
        if self.begins is None or (self.minutes < 1 and turn > 1):
            return ""
        return f"{self.begins + timedelta(minutes=self.minutes * (turn - 1)):%H:%M}"


@cache
def _template() -> Template:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    text = (files("mentorship_gsheets.programmes.speed") / "page.html.j2").read_text("utf-8")
    return environment.from_string(text)


def page(event: Event, seating: Seating, occasion: Occasion, changes: Collection[Move] | None = None) -> str:
    """Return the page to print.

    Parameters
    ----------
    event
        Who they are.
    seating
        Who sits where.
    occasion
        Title, times, room, and where to go next.
    changes
        None for everything; else only what these moves make wrong: cards of the people who moved and still have a
        seat, the plan of the rounds in which somebody moved, the door list, and no signs.
    """
    names = {mentee.email: mentee.name or mentee.email for mentee in event.mentees}

    def named(email: str) -> str:
        return names.get(email, email)

    seated = [email for email, seats in seating.tables.items() if any(seats)]
    order = sorted(seated, key=lambda email: (as_key(named(email)), email))
    turns = range(1, event.rounds + 1)
    moved = None if changes is None else {move.email for move in changes}
    touched = None if changes is None else {move.round for move in changes}
    cards = [
        _card(event, names.get(email, email), seating.tables[email], occasion)
        for email in order
        if moved is None or email in moved
    ]
    return _template().render(
        title=occasion.title,
        next=occasion.next,
        rounds=[
            sheet
            for turn in turns
            if touched is None or turn in touched
            for sheet in _round(event, seating, occasion, turn, names)
        ],
        signs=_signs(event) if changes is None else [],
        card_sheets=_sheets(cards),
        door=[{"name": names.get(email, email), "places": seating.tables[email]} for email in order]
        if changes is None or changes
        else [],
        turns=list(turns),
    )


def _sheets(cards: Iterable[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Return the cards by sheet of paper, tall ones first on each, so that they fit beside each other."""
    sheets: list[list[dict[str, object]]] = []
    room = 0
    for card in cards:
        takes = 2 if card["tall"] else 1
        if takes > room:
            sheets.append([])
            room = CARDS_A_PAGE
        sheets[-1].append(card)
        room -= takes
    return [sorted(sheet, key=lambda card: not card["tall"]) for sheet in sheets]


def _round(
    event: Event, seating: Seating, occasion: Occasion, turn: int, names: dict[str, str]
) -> list[dict[str, object]]:
    """Return what the wall says of a round, by sheet of paper: more sheets rather than smaller letters."""
    sits: dict[str, list[str]] = {mentor.table: [] for mentor in _present(event.mentors, turn)}
    for email, seats in seating.tables.items():
        if seats[turn - 1]:
            sits.setdefault(seats[turn - 1], []).append(names.get(email, email))
    by_table = [(table, sorted(sits[table], key=as_key)) for table in sorted(sits, key=natural)]
    size = "large" if sum(map(_height, sits.values())) <= _WALL["large"] else "medium"
    sheets: list[list[tuple[str, list[str]]]] = []
    room = 0.0
    for table, people in by_table:
        # a table is never broken, so each of the two columns may waste some lines
        if _height(people) > room:
            sheets.append([])
            room = _WALL[size]
        sheets[-1].append((table, people))
        room -= _height(people)
    return [
        {
            "number": turn,
            "size": size,
            "part": f"{number} of {len(sheets)}" if len(sheets) > 1 else "",
            "when": " · ".join(filter(None, (occasion.title, occasion.time(turn), occasion.room))),
            "tables": [
                {
                    "name": table,
                    "mentors": [{"name": mentor.name} for mentor in _at(event, table, turn)],
                    "people": people,
                }
                for table, people in sheet
            ],
        }
        for number, sheet in enumerate(sheets, 1)
    ]


def _height(people: Collection[str]) -> float:
    """Return how many lines a table takes on the wall; long names take two."""
    return 2.5 + sum(1 + len(name) // 23 for name in people)


def _present(mentors: Iterable[Mentor], turn: int) -> list[Mentor]:
    """Return the mentors of a round."""
    return [mentor for mentor in mentors if mentor.here and (mentor.rounds is None or turn in mentor.rounds)]


def _at(event: Event, table: str, turn: int) -> list[Mentor]:
    """Return the mentors of a table in a round, by name."""
    there = (mentor for mentor in _present(event.mentors, turn) if mentor.table == table)
    return sorted(there, key=lambda mentor: (as_key(mentor.name), mentor.email))


def _signs(event: Event) -> list[dict[str, object]]:
    """Return a sign for every table at which a mentor sits in some round."""
    tables = sorted({mentor.table for mentor in event.mentors if mentor.here}, key=natural)
    signs: list[dict[str, object]] = []
    for table in tables:
        mentors = [mentor for mentor in event.mentors if mentor.table == table and mentor.here]
        signs.append(
            {
                "name": table,
                "mentors": [
                    {
                        "name": mentor.name or mentor.email,
                        "fields": ", ".join(mentor.fields),
                        "rounds": _rounds(mentor.rounds),
                    }
                    for mentor in sorted(mentors, key=lambda mentor: (as_key(mentor.name), mentor.email))
                ],
            }
        )
    return signs


def _rounds(rounds: frozenset[int] | None) -> str:
    """Return the rounds of a mentor who is not there in all of them.

    Examples
    --------
    >>> _rounds(frozenset({3, 1})), _rounds(frozenset({2})), _rounds(None)
    ('rounds 1, 3', 'round 2', '')
    """
    if rounds is None:
        return ""
    return f"round{'s' if len(rounds) > 1 else ''} {', '.join(map(str, sorted(rounds)))}"


def _card(event: Event, name: str, seats: tuple[str, ...], occasion: Occasion) -> dict[str, object]:
    """Return what a card says, and how many lines that may take."""
    stops = [
        {
            "when": " · ".join(filter(None, (f"Round {turn}", occasion.time(turn)))),
            "table": f"Table {table}",
            "mentors": ", ".join(mentor.name for mentor in _at(event, table, turn)),
        }
        for turn, table in enumerate(seats, start=1)
        if table
    ]
    longest = max(len(stop["table"]) for stop in stops)
    # at the larger size a line holds about 24 letters of mentors beside a short table, 18 beside a long one
    room = 24 if longest <= _SHORT else 18
    lines = sum(max(-(-len(stop["table"]) // 14), -(-len(stop["mentors"]) // room), 1) for stop in stops)
    # few short lines may be larger, so that the card is filled
    few = longest <= _SHORT and sum(max(-(-len(stop["mentors"]) // 15), 1) for stop in stops) <= _FEW
    return {"name": name, "stops": stops, "lines": lines, "short": longest <= _SHORT, "few": few, **_fit(lines)}


def _fit(lines: int) -> dict[str, bool]:
    """Return whether a card takes two eighths of a sheet, and whether its letters must be small."""
    tall = lines > _LINES
    return {"tall": tall, "small": lines > (18 if tall else 8)}


#: Lines of a card at the largest size.
_FEW = 6

#: Letters of a table's name on a card that stand beside the mentors without a break.
_SHORT = len("Table 100")
