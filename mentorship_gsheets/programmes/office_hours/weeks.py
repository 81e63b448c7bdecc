"""Weeks that have passed: who had a session, and who waited one week more."""

import re
from collections.abc import Iterable
from datetime import UTC

from mentorship_gsheets.people import Participant
from mentorship_gsheets.programmes.office_hours.requests import HAD, WAITED
from mentorship_gsheets.programmes.office_hours.slots import week_of
from mentorship_gsheets.programmes.office_hours.standing import NO_SHOW, WITHDRAWN, OfficeStanding
from mentorship_gsheets.records.roster import set_cell
from mentorship_gsheets.records.starts import zone_named
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import SETTINGS
from mentorship_gsheets.text import as_key


def read_week(text: str) -> str:
    """Return a week as ``2027-W05``; `ValueError` says so for anything else.

    >>> read_week(" 2027-w05 "), read_week("")
    ('2027-W05', '')
    """
    found = re.fullmatch(r"(\d{4})-?w(\d{1,2})", as_key(text))
    if not text.strip():
        return ""
    if found is None or not 1 <= int(found[2]) <= 53:
        raise ValueError("a week written as 2027-W05, or nothing")
    return f"{found[1]}-W{int(found[2]):02}"


WEEK_CLOSED = OwnSetting(
    "Week closed", "", "The last week that survey has added to Waited and Sessions had, as 2027-W05.", read_week
)


def closing(workbook: Workbook, settings: Settings, standing: OfficeStanding) -> tuple[Change, ...]:
    """Return what closing the weeks that have passed changes, each week once.

    Whoever picks slots and had no session in a week waited one week more. Whoever had one has waited enough: the
    count begins anew, and ``Sessions had`` grows by one. A mentor's no-show is no session.

    Parameters
    ----------
    workbook, settings
        As read; the setting ``Week closed`` says which weeks are closed, and is part of the changes.
    standing
        As read.
    """
    zone = zone_named(settings.time_zone) or UTC
    this_week = week_of(standing.now, zone)
    held: dict[tuple[int, int], set[str]] = {}
    for slot in standing.slots:
        if slot.starts is None or slot.state == WITHDRAWN:
            continue
        mentees = held.setdefault(week_of(slot.starts, zone), set())
        if slot.state != NO_SHOW:
            mentees.update(slot.booked)
    closed = str(settings.own[WEEK_CLOSED.name])
    weeks = sorted(week for week in held if week < this_week and _written(week) > closed)
    if not weeks:
        return ()
    changes: list[Change] = [_closed(workbook, _written(weeks[-1]))]
    for person in standing.roster.mentees:
        changes += _person(workbook, standing, person, [held[week] for week in weeks])
    return tuple(changes)


def _person(
    workbook: Workbook, standing: OfficeStanding, person: Participant, weeks: Iterable[set[str]]
) -> list[SetCell]:
    request = standing.requests[person.email]
    waited, had = request.waited, request.had
    for mentees in weeks:
        if person.email in mentees:
            waited, had = 0, had + 1
        elif request.asks and not person.withdrawn:
            waited += 1
    changed = []
    if waited != request.waited:
        changed += set_cell(workbook, person, WAITED, waited)
    if had != request.had:
        changed += set_cell(workbook, person, HAD, had)
    return changed


def _closed(workbook: Workbook, week: str) -> Change:
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get(as_key(WEEK_CLOSED.name), ()) if tab else ()
    if tab is None or not rows:
        line = (("Setting", WEEK_CLOSED.name), ("Value", week), ("Meaning", WEEK_CLOSED.meaning))
        return AddRow(SETTINGS.title, "Setting", WEEK_CLOSED.name, line)
    key = tab.text(rows[0], "Setting")
    return SetCell(tab.title, "Setting", key, "Value", week, tab.cell(rows[0], "Value").text)


def _written(week: tuple[int, int]) -> str:
    return f"{week[0]}-W{week[1]:02}"
