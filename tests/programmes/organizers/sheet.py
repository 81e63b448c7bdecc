"""Organizer mentoring as a value: its sheet, and what somebody types into it."""

from dataclasses import replace
from datetime import timedelta

from mentorship_gsheets.mail import seed_rows
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.organizers.mails import KINDS
from mentorship_gsheets.programmes.organizers.programme import OrganizerMentoring
from mentorship_gsheets.programmes.organizers.tabs import HOURS
from mentorship_gsheets.settings import Settings, parse_settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import BINS, CHECK, DRAFTS, EMAILS, NEVER_MATCH
from tests.mail.mail import SETTINGS
from tests.programmes.long_term.year import START, Year
from tests.sheets import drawn, lines, tab

ORGANIZERS = format_named("organizer mentoring")
ADA, BO = "Ada <ada@example.org>", "Bo <bo@example.org>"
Line = tuple[str, str, str, str, str]
"""Date, who, with whom, hours, what."""


def rules(**typed: str) -> Settings:
    """The settings, with lines of this format as typed: ``Silent_for="14"``."""
    own, findings = parse_settings(
        [(name.replace("_", " "), text, "") for name, text in typed.items()], ORGANIZERS.own_settings
    )
    assert findings == []
    named = {"format": ORGANIZERS.name, "programme": "First Conferences", "own": own.own}
    return replace(SETTINGS, **named, starts=None, ends=None, silent_by=None)


def person(name: str, **cells: str) -> dict[str, str]:
    """A row of people."""
    usual = {"Email": f"{name.lower()}@example.org", "Name": name, "Status": "answered", "Time zone": "UTC"}
    asked = {"Help with": "Budget; Venue", "Conference": f"{name}Conf", "Attendees": "150"}
    return {**usual, **asked, **{header.replace("_", " "): text for header, text in cells.items()}}


def hours(*log: Line) -> list[dict[str, str]]:
    """Lines of the tab."""
    return [dict(zip([column.header for column in HOURS.columns], line, strict=True)) for line in log]


def sheet(mentors: list[dict[str, str]], mentees: list[dict[str, str]], *log: Line) -> Workbook:
    """A sheet of these people as setup makes it, with these hours."""
    drawings = ORGANIZERS.people.specs
    emails = tab(EMAILS.title, [column.header for column in EMAILS.columns], seed_rows(KINDS))
    tabs = (drawn(drawings[Role.MENTOR], *mentors), drawn(drawings[Role.MENTEE], *mentees), drawn(HOURS, *hours(*log)))
    return Workbook("book", "Book", (*tabs, emails, *(drawn(each) for each in (NEVER_MATCH, CHECK, BINS, DRAFTS))))


def paired(*log: Line, **mentee: str) -> Workbook:
    """Ada and Bo as a pair, with these hours."""
    ada = person("Ada", Mentee_match=BO)
    return sheet([ada], [person("Bo", Mentor_match=ADA, **mentee)], *log)


def year(*log: Line, **mentee: str) -> Year:
    """The two in a year of theirs."""
    return Year(paired(*log, **mentee), rules(), ORGANIZERS)


def logged(one: Year, *more: Line) -> None:
    """Add lines to the tab."""
    headers = [column.header for column in HOURS.columns]
    before = [dict(zip(headers, row, strict=True)) for row in lines(one.book, HOURS.title, *headers)]
    made = drawn(HOURS, *before, *hours(*more))
    one.book = replace(one.book, tabs=tuple(made if each.title == HOURS.title else each for each in one.book.tabs))


def as_of(one: Year) -> OrganizerMentoring:
    """The format on the day of a year."""
    return OrganizerMentoring(clock=lambda: one.now)


def found(one: Year) -> list[tuple[str, str]]:
    """Code and sentence of what check says on that day."""
    programme = as_of(one)
    standing = programme.read(one.book, one.settings)
    return [(finding.code, finding.what) for finding in programme.check(one.settings, standing)]


def day_of(one: Year, back: int = 0) -> str:
    """The day it is, or some days before, as people write it."""
    return f"{one.now - timedelta(days=back):%Y-%m-%d}"


__all__ = [
    "ADA",
    "BO",
    "ORGANIZERS",
    "START",
    "as_of",
    "day_of",
    "found",
    "logged",
    "paired",
    "person",
    "rules",
    "sheet",
    "year",
]
