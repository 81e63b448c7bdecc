"""The programme without the people: enough to study or to show a matching, nobody to be recognised by name."""

from mentorship_gsheets.intake.answers import JOIN
from mentorship_gsheets.intake.texts import fold
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN, PEOPLE_TAB

_HEADERS = ("Email", "Attendance", "Bin", "Fields", "Capacity", "Sector", "Topics", "Affiliation", "Languages")


def tables(workbook: Workbook, settings: Settings) -> dict[str, list[list[str]]]:
    """Return ``Mentors`` and ``Mentees`` with made-up addresses.

    Parameters
    ----------
    workbook, settings
        As read.

    Returns
    -------
    Tab title -> rows of text, the header first. Absent: names, notes, time zones, everything in free text, and fields
    or topics that only one person named, because those point at the person. Institutions are numbered.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    roster, _ = read_roster(workbook, programme_of(settings).people)
    names = {
        person.identity: f"{role}{number:03}@example.org"
        for role in Role
        # by address and not by row, so that the order tells nothing
        for number, person in enumerate(sorted(roster.of(role), key=lambda person: person.email), 1)
    }
    places = {
        name: f"Institution {n}" for n, name in enumerate(sorted({fold(p.affiliation) for p in roster} - {""}), 1)
    }
    said = [choice for person in roster for choice in (*person.fields, *person.topics, person.sector)]
    common = {choice for choice in said if said.count(choice) > 1}
    return {
        PEOPLE_TAB[role]: [
            [*_HEADERS, MATCH_COLUMN[role]],
            *(_row(person, names, places, common) for person in sorted(roster.of(role), key=lambda p: p.email)),
        ]
        for role in Role
    }


def _row(
    person: Participant, names: dict[tuple[Role, str], str], places: dict[str, str], common: set[str]
) -> list[str]:
    partners = [names.get((person.role.other, email), "") for email in person.partners]
    return [
        names[person.identity],
        person.attendance,
        person.bin,
        JOIN.join(field for field in person.fields if field in common),
        "" if person.capacity is None else str(person.capacity),
        person.sector if person.sector in common else "",
        JOIN.join(topic for topic in person.topics if topic in common),
        places.get(fold(person.affiliation), ""),
        JOIN.join(person.languages),
        "\n".join(f"<{partner}>" for partner in partners if partner),
    ]
