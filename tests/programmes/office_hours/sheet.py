"""Workbooks of office hours as setup makes them, filled by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.programmes.office_hours.programme import OfficeHours
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.sheets import applied, drawn

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
Lines = list[dict[str, Any]]


def book_of(mentors: Lines, mentees: Lines, slots: Lines, settings: Lines | None = None) -> Workbook:
    """A workbook of the format with these lines; a session a week where nobody says otherwise."""
    filled: dict[str, Lines] = {"Mentors": mentors, "Mentees": mentees, "Slots": slots}
    filled["Settings"] = [{"Setting": "Format", "Value": "office hours"}, *(settings or [])]
    typed = {
        title: [{name: str(value) for name, value in line.items()} for line in rows] for title, rows in filled.items()
    }
    tabs = tuple(drawn(drawing, *typed.get(drawing.title, ())) for drawing in OfficeHours().tabs())
    return Workbook("book", "Book", tabs)


def slot(key: str, starts: str, **more: str) -> dict[str, str]:
    return {"Slot": key, "Mentor": "ada@example.org", "Starts": starts, "Minutes": "30", **more}


def at(moment: datetime = NOW) -> OfficeHours:
    return OfficeHours(lambda: moment)


def settings_of(book: Workbook) -> Settings:
    return read_settings(book)[0]


def weekly(monday: datetime, number: int) -> str:
    """A Monday so many weeks later, as Starts is written."""
    return f"{monday + timedelta(weeks=number):%Y-%m-%d %H:%M}"


def matched_book(book: Workbook) -> Workbook:
    """The workbook after match."""
    office, settings = at(), settings_of(book)
    standing = office.read(book, settings)
    changes = office.write(book, settings, standing, office.arrange(standing, settings))
    return applied(Plan("match", tuple(changes)), book)
