"""What a fresh rehearsal holds: a sheet for the organizer's project, and with the cast its form and answers.

Everything is put there through the handlers, in the organizer's name, as an organizer's clicks would.
"""

from __future__ import annotations

import random
import string
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from mentorship_gsheets.rehearsal import access, form_link, forms, identity, sheets
from mentorship_gsheets.rehearsal import cast_words as words
from mentorship_gsheets.rehearsal.access import FORM, SPREADSHEET
from mentorship_gsheets.rehearsal.call import rfc3339
from mentorship_gsheets.rehearsal.cast import (
    EVENTS_HEADER,
    SIGN_UP_HEADER,
    SLOTS_HEADER,
    Cast,
    cast,
    with_conferences,
    with_interests,
    with_slots,
    with_tasks,
    with_workshops,
)
from mentorship_gsheets.rehearsal.cast_form import (
    COHORT_QUESTIONS,
    COMMUNITY_QUESTIONS,
    ORGANIZER_QUESTIONS,
    QUESTIONS,
    Question,
    coach_questions,
    form_items,
    office_questions,
)
from mentorship_gsheets.rehearsal.world import World


class Seed(StrEnum):
    """What to begin with: the made-up conference, one to which few mentors and many newcomers come, a programme of
    cohorts, one of pairs in a community, one of office hours, workshops that look for coaches, organizers of first
    conferences, or an empty sheet alone.
    """

    CAST = "cast"
    SUMMIT = "summit"
    COHORTS = "cohorts"
    COMMUNITY = "community"
    OFFICE = "office"
    WORKSHOPS = "workshops"
    ORGANIZERS = "organizers"
    EMPTY = "empty"


_MENTORS = {
    Seed.CAST: (9, 20),
    Seed.SUMMIT: (1, 6),
    Seed.COHORTS: (3, 10),
    Seed.COMMUNITY: (9, 20),
    Seed.OFFICE: (1, 4),
    Seed.WORKSHOPS: (1, 1),
    Seed.ORGANIZERS: (1, 2),
}
"""How many of how many people come as mentors."""

COHORTS_HEADER = ("Cohort", "Task")
"""The headings that an organizer of cohorts types before the first task."""


def plant(world: World, seed: Seed, *, people: int = 150, number: int = 2026) -> None:
    """Make the project, the sheet and, with the cast, its form; nothing where the state file has them already.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    seed
        What the sheet begins with.
    people, number
        How many people the cast has, and the seed of its chance.
    """
    with world.store.transaction():
        identity.found(world.store, world.clock)
        if world.store.ids("spreadsheet"):
            return
        ids = random.Random(number)  # noqa: S311 - ids need not be secret here
        sheet = _new_sheet(world, _id(ids), "Mentorship 2026")
        if seed is not Seed.EMPTY:
            everybody = cast(people, number, _MENTORS[seed])
            questions: tuple[Question, ...] = QUESTIONS
            if seed is Seed.COHORTS:
                everybody, questions = with_tasks(everybody, number), COHORT_QUESTIONS
                paste(world, sheet, "Cohorts", (COHORTS_HEADER, *(("", task) for task in words.TASKS)))
            elif seed is Seed.COMMUNITY:
                everybody, questions = with_interests(everybody, number), COMMUNITY_QUESTIONS
            elif seed is Seed.ORGANIZERS:
                everybody = with_conferences(everybody, world.clock.now().date(), number)
                questions = ORGANIZER_QUESTIONS
            elif seed is Seed.OFFICE:
                office = with_slots(everybody, _coming_monday(world), number)
                everybody, questions = office.everybody, office_questions(office.days, office.labels)
                paste(world, sheet, "Slots", (SLOTS_HEADER, *office.slots))
            elif seed is Seed.WORKSHOPS:
                workshops = with_workshops(everybody, _coming_monday(world), number)
                everybody, questions = workshops.everybody, coach_questions(workshops.labels)
                paste(world, sheet, "Events", (EVENTS_HEADER, *workshops.events))
            form = _new_form(world, _id(ids), everybody, questions)
            paste(world, sheet, "Sign-ups", (SIGN_UP_HEADER, *everybody.sign_ups))
            form_link.link(world, form, sheet, world.store.all(f"responses:{form}").values())
        for denied in sorted(world.switches.denied):
            if world.store.view("file", denied) is None:
                sheets.create_spreadsheet(world.store, "Not shared", id=denied)
                _own(world, denied, "Not shared", SPREADSHEET)


def _coming_monday(world: World) -> date:
    """The first day of the week that begins in at least four days."""
    today = world.clock.now().date()
    return today + timedelta(days=4 + (3 - today.weekday()) % 7)


def files_of(world: World) -> dict[str, str]:
    """The ids of the organizer's ``sheet`` and ``form``; the form's is empty where there is none."""
    found = {"sheet": "", "form": ""}
    for id, file in world.store.all("file").items():
        if id in world.switches.denied:
            continue
        name = {SPREADSHEET: "sheet", FORM: "form"}.get(file["mimeType"])
        if name and (not found[name] or file["createdTime"] < world.store.all("file")[found[name]]["createdTime"]):
            found[name] = id
    return found


def _id(ids: random.Random) -> str:
    return "1" + "".join(ids.choices(string.ascii_letters + string.digits, k=43))


def _own(world: World, id: str, name: str, kind: str) -> None:
    access.create_file(world.store, world.clock, id, name, kind, world.project["organizer"])


def _share(world: World, id: str) -> None:
    file = world.store.load("file", id) or {}
    for email in (world.project["service_account"], world.project["mailbox"]):
        file["permissions"].append(access.permission(email, "writer"))
    world.store.save("file", id, file)


def _new_sheet(world: World, id: str, title: str) -> str:
    sheets.create_spreadsheet(world.store, title, id=id)
    _own(world, id, title, SPREADSHEET)
    _share(world, id)
    return id


def _new_form(world: World, id: str, everybody: Cast, questions: Sequence[Question]) -> str:
    title = "Mentorship programme 2026"
    forms.create_form(world.store, world.clock, title, world.project["organizer"], id=id)
    form = world.store.load("form", id) or {}
    form["items"] = form_items(questions)
    form["settings"] = {"emailCollectionType": "RESPONDER_INPUT"}
    form["info"]["description"] = "Five minutes, so that we can find you somebody worth meeting."
    world.store.save("form", id, form)
    _share(world, id)
    question_ids = {key: id for question in questions for key, id in question.ids().items()}
    for reply in everybody.replies:
        answers = {
            question_ids[key]: list(texts) for key, texts in reply.answers.items() if texts and key in question_ids
        }
        times = rfc3339(reply.created), rfc3339(reply.submitted)
        response = forms.response_of(form, reply.id, *times, reply.email, answers)
        world.store.save(f"responses:{id}", reply.id, response)
    return id


def paste(world: World, sheet: str, title: str, table: Iterable[Sequence[str]]) -> None:
    """Put a table into a new tab in the organizer's name, as text and without any formatting: what pasting gives.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    sheet
        Id of the spreadsheet.
    title
        Title of the tab.
    table
        Rows of cells; they may differ in length.
    """
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in table]
    tab = zlib.crc32(title.encode()) & 0x3FFFFFFF
    columns = max((len(row["values"]) for row in rows), default=1)
    grid = {"rowCount": max(1000, len(rows) + 100), "columnCount": max(26, columns)}
    requests: list[dict[str, Any]] = [
        {"addSheet": {"properties": {"sheetId": tab, "title": title, "gridProperties": grid}}},
        {
            "updateCells": {
                "rows": rows,
                "fields": "userEnteredValue",
                "start": {"sheetId": tab, "rowIndex": 0, "columnIndex": 0},
            }
        },
    ]
    organizer = world.project["organizer"]
    method = "sheets.spreadsheets.batchUpdate"
    world.as_user(organizer, method, {"spreadsheetId": sheet}, {"requests": requests})
