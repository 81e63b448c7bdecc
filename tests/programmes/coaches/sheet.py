"""Workbooks of workshop coaches as setup makes them, filled by hand."""

from datetime import UTC, datetime
from typing import Any

from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.programmes.coaches.programme import WorkshopCoaches
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.sheets import applied, drawn, lines

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
Lines = list[dict[str, Any]]
SENDER = [{"Setting": "Programme", "Value": "Coding"}, {"Setting": "Sender", "Value": "mail@example.org"}]


def book_of(coaches: Lines, events: Lines, settings: Lines | None = None) -> Workbook:
    """A workbook of the format with these lines."""
    filled: dict[str, Lines] = {"Mentors": coaches, "Events": events}
    filled["Settings"] = [{"Setting": "Format", "Value": "workshop coaches"}, *SENDER, *(settings or [])]
    tabs = (
        drawn(drawing, *({name: str(text) for name, text in one.items()} for one in filled.get(drawing.title, ())))
        for drawing in WorkshopCoaches().tabs()
    )
    return Workbook("book", "Book", tuple(tabs))


def coach(name: str, events: str, **more: Any) -> dict[str, Any]:
    return {"Email": f"{name.casefold()}@example.org", "Name": name, "Events": events, **more}


def event(key: str, starts: str, ends: str = "17:00", **more: Any) -> dict[str, Any]:
    return {"Event": key, "Starts": starts, "Ends": ends, "Time zone": "Europe/Paris", **more}


def at(moment: datetime = NOW) -> WorkshopCoaches:
    return WorkshopCoaches(lambda: moment)


def settings_of(book: Workbook) -> Settings:
    return read_settings(book)[0]


def matched(book: Workbook) -> Workbook:
    """The workbook after match; a second one changes nothing."""
    after = _written(book)
    assert _written(after) == after
    return after


def _written(book: Workbook) -> Workbook:
    programme, settings = at(), settings_of(book)
    standing = programme.read(book, settings)
    changes = programme.write(book, settings, standing, programme.arrange(standing, settings))
    return applied(Plan("match", tuple(changes)), book)


def mended(book: Workbook) -> Workbook:
    """The workbook after rematch."""
    programme, settings = at(), settings_of(book)
    standing = programme.read(book, settings, mending=True)
    proposal = programme.arrange(standing, settings, frozen=programme.kept(standing))
    return applied(Plan("rematch", tuple(programme.write(book, settings, standing, proposal))), book)


def found(book: Workbook) -> dict[str, list[str]]:
    """Event -> its coaches by first name, those who lead with a star."""
    cells = lines(book, "Events", "Event", "Coach match")
    return {
        key: [line.split()[0] + ("*" if line.endswith("(lead)") else "") for line in text.splitlines()]
        for key, text in cells
        if text
    }
