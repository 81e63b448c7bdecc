"""The programme without the people: enough to study or to show a matching, nobody to be recognised by name."""

import re
from collections.abc import Iterable

from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import JOIN
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import BINS
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key, as_words

_HEADERS = ("Email", "Attendance", "Bin", "Fields", "Capacity", "Sector", "Topics", "Affiliation", "Languages")


def tables(workbook: Workbook, settings: Settings) -> dict[str, list[list[str]]]:
    """Return ``Mentors`` and ``Mentees`` with made-up addresses, and what the format has besides.

    Parameters
    ----------
    workbook, settings
        As read.

    Returns
    -------
    Tab title -> rows of text, the header first. Absent: names, notes, time zones, everything in free text. Bins and
    fields stay where the tab ``Bins`` lists them, which is the organizer's word; other fields, topics, sectors,
    languages and institutions are numbered, so that what two people share can still be seen.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    programme = programme_of(settings)
    roster, _ = read_roster(workbook, programme.people)
    names = {
        person.identity: f"{role}{number:03}@example.org"
        for role in Role
        # by address and not by row, so that the order tells nothing
        for number, person in enumerate(sorted(roster.of(role), key=lambda person: person.email), 1)
    }
    people = [person for role in Role for person in sorted(roster.of(role), key=lambda person: person.email)]
    words = _Words(workbook)
    rows = {person.identity: _row(person, names, words) for person in people}
    own = programme.nameless(workbook, settings, names, words.of)
    more = {
        role: tuple(dict.fromkeys(header for who, cells in own.people.items() if who[0] is role for header in cells))
        for role in Role
    }
    sides = {
        PEOPLE_TAB[role]: [
            [*_HEADERS, *more[role]],
            *(
                [
                    *rows[person.identity],
                    *(own.people.get(person.identity, {}).get(header, "") for header in more[role]),
                ]
                for person in people
                if person.role is role
            ),
        ]
        for role in Role
    }
    # rows that cannot be read speak of people too
    found = [workbook.tab(title) for title in PEOPLE_TAB.values()]
    rows_of = [(tab, row) for tab in found if tab is not None for row in tab.rows]
    called = {as_key(tab.text(row, "Name")) for tab, row in rows_of} | {
        read_email(tab.text(row, "Email"))[0] for tab, row in rows_of
    }
    called -= {""}

    def told(cell: str) -> str:
        """Return a cell of a format's tab, or nothing where somebody typed people into it."""
        return "" if any(word in as_key(cell) for word in called) else cell

    tabs = {title: [[told(cell) for cell in row] for row in table] for title, table in own.tabs.items()}
    return sides | tabs


class _Words:
    """Puts numbers in the place of what people wrote, the same for the same; the organizer's own words stay.

    Parameters
    ----------
    workbook
        Whose tab ``Bins`` lists the organizer's words.
    """

    def __init__(self, workbook: Workbook) -> None:
        tab = workbook.tab(BINS.title)
        rows = [(tab.text(row, "Bin"), tab.text(row, "Fields")) for row in tab.rows] if tab else []
        self._listed = {as_words(part) for cells in rows for cell in cells for part in re.split(r"[;\n]", cell)} - {""}
        self._numbers: dict[tuple[str, str], str] = {}

    def of(self, noun: str, text: str) -> str:
        """Return a text of the organizer's as it is, and any other as ``noun number``; blank stays blank."""
        if not text.strip() or (noun in ("Field", "Bin") and as_words(text) in self._listed):
            return text.strip()
        mine = sum(one == noun for one, _ in self._numbers)
        return self._numbers.setdefault((noun, as_words(text)), f"{noun} {mine + 1}")

    def all_of(self, noun: str, texts: Iterable[str]) -> str:
        """Return several of them in one cell."""
        return JOIN.join(self.of(noun, text) for text in texts)


def _row(person: Participant, names: dict[tuple[Role, str], str], words: _Words) -> list[str]:
    return [
        names[person.identity],
        person.attendance,
        words.of("Bin", person.bin),
        words.all_of("Field", person.fields),
        "" if person.capacity is None else str(person.capacity),
        words.of("Sector", person.sector),
        words.all_of("Topic", person.topics),
        words.of("Institution", person.affiliation),
        words.all_of("Language", person.languages),
    ]
