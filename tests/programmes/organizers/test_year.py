"""A year of organizer mentoring at a rehearsal: introduced, hours logged, amber, silence, and how it was."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal import mail
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.rehearsal.seeds import paste
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.cli.conftest import Desk, ticked
from tests.programmes.cohorts.sheet import setting
from tests.sheets import lines

MENTORS = [("ada@one.example", "Ada", "Budget; Venue"), ("cy@two.example", "Cy", "Sponsors")]
MENTEES = [("bo@three.example", "Bo", "Budget"), ("dee@four.example", "Dee", "Sponsors")]

FIGURES = {"hours spent": "16", "hours planned": "40", "used": "40", "pairs nearly": "1", "pairs silent": "1"}
"""What Overview says at 80 % of one pair."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running("empty", key_path=tmp_path / "key.json") as google:
        yield Desk(google)


def day(back: int) -> str:
    """So many days ago."""
    return f"{datetime.now(UTC) - timedelta(days=back):%Y-%m-%d}"


def typed(desk: Desk, book: Workbook, title: str, *rows: dict[str, Any]) -> None:
    """Type rows below what stands in a tab, as keys are pressed: what looks like a day becomes one."""
    tab = book.tab(title)
    assert tab is not None
    first = max((row.number for row in tab.rows if not row.blank), default=1)
    steps = [
        {
            "pasteData": {
                "coordinate": {"sheetId": tab.sheet_id, "rowIndex": number, "columnIndex": tab.column(name)},
                "data": str(value),
                "type": "PASTE_NORMAL",
                "delimiter": "\t",
            }
        }
        for number, row in enumerate(rows, first)
        for name, value in row.items()
    ]
    act(desk.google.world, [{"requests": steps}])


def said(book: Workbook, *headers: str) -> dict[str, tuple[str, ...]]:
    """Cells of the mentees, by name."""
    return {name: tuple(cells) for name, *cells in lines(book, "Mentees", "Name", *headers)}


def days_pass(desk: Desk, book: Workbook, days: int) -> Workbook:
    """All that is known of time is set back: when mails were sent, the day it was written beside people, hours."""
    steps: list[dict[str, Any]] = []
    for title, header in (("Drafts", "Changed"), ("Mentees", "Introduced"), ("Hours", "Date")):
        tab = book.tab(title)
        assert tab is not None
        for row in tab.rows:
            text = tab.text(row, header)
            if not text:
                continue
            then = f"{datetime.fromisoformat(text) - timedelta(days=days):%Y-%m-%d %H:%M:%S}"[: len(text)]
            place = {"sheetId": tab.sheet_id, "rowIndex": row.number - 1, "columnIndex": tab.column(header)}
            if title == "Hours":
                paste_day = {"coordinate": place, "data": then, "type": "PASTE_NORMAL", "delimiter": "\t"}
                steps.append({"requests": [{"pasteData": paste_day}]})
            else:
                steps.append({"edit": tab.address(row, header), "value": then})
    act(desk.google.world, steps)
    return desk.sheet()


def sent(desk: Desk, *order: str) -> list[str]:
    """Draft, tick and send; the texts that left."""
    google = desk.google
    before = _posted(desk)
    desk.run("draft", *order, code=None)
    ticked(desk)
    desk.run("send", code=None)
    return [
        read_message(mail.decode_raw(google.world.store.view(f"message:{google.mailbox}", id)["raw"])).content.text
        for id in _posted(desk)
        if id not in before
    ]


def _posted(desk: Desk) -> list[str]:
    found = desk.google.world.store.all(f"message:{desk.google.mailbox}").items()
    return [id for id, one in found if "SENT" in one["labelIds"]]


def test_a_year_of_organizer_mentoring(desk: Desk) -> None:
    heads = ("Email", "Name", "Status", "Help with", "Conference", "Conference starts")
    for title, people in (("Mentors", MENTORS), ("Mentees", MENTEES)):
        # the first day as an answer of the form brings it: as text
        rows = [(email, name, "answered", wants, f"{name}Conf", day(-300)) for email, name, wants in people]
        paste(desk.google.world, desk.google.sheet, title, (heads, *rows))
    desk.run("setup", "--format", "organizer mentoring", "--sender", desk.google.mailbox, "--programme", "FirstConf")
    desk.run("match")
    letters = sent(desk, "matches")
    assert Counter(bool(re.search("You take on no task of the conference", text)) for text in letters) == {True: 2}
    book = desk.sheet()
    headers = ("Mentor match", "Introduced", "Hours so far", "Hours used", "Contact")
    assert said(book, *headers) == {
        "Bo": ("Ada <ada@one.example>", day(0), "0", "ok", "ok"),
        "Dee": ("Cy <cy@two.example>", day(0), "0", "ok", "ok"),
    }

    # a month later: one pair has spoken, of the other nothing is known
    book = days_pass(desk, book, 30)
    ada, bo = "Ada <ada@one.example>", "Bo <bo@three.example>"
    log = ((20, ada, bo, 1.5, "date and venue"), (9, bo, ada, 2, "the budget"), (8, ada, bo, "long", "sponsors"))
    columns = ("Date", "Who", "With", "Hours", "What")
    typed(desk, book, "Hours", *(dict(zip(columns, (day(back), *rest), strict=True)) for back, *rest in log))
    book = desk.sheet()
    assert said(book, "Hours so far", "Last hour", "Hours used", "Contact") == {
        "Bo": ("3.5", day(8), "ok", "ok"),
        "Dee": ("0", "", "ok", "silent"),
    }
    found = " ".join(desk.run("check", code=1).output.split())
    assert "Hours!D4: “long” is no number of hours from 0 to 24." in found
    assert "of the pair of Dee nothing has stood in Hours for 30 days." in found
    desk.edit("Hours!D4", 0.5)
    letters = sent(desk, "month")
    assert sorted("you have told us of 4 hours in 3 conversations" in text for text in letters) == [False, True]

    # amber at 80 %
    typed(desk, book, "Hours", {"Date": day(0), "Who": ada, "With": bo, "Hours": 12, "What": "a weekend of it"})
    book = desk.sheet()
    assert said(book, "Hours so far", "Hours used")["Bo"] == ("16", "80 % or more")
    figures = dict(lines(book, "Overview", "Line", "Number"))
    assert {name: figures[name] for name in FIGURES} == FIGURES

    # silence after four weeks, and not before
    book = days_pass(desk, book, 27)
    assert said(book, "Contact")["Bo"] == ("ok",)
    book = days_pass(desk, book, 1)
    assert said(book, "Contact")["Bo"] == ("silent",)

    # the conference of one has begun; how it was is asked of whom has not said so, and summed up
    tab = book.tab("Mentees")
    assert tab is not None
    desk.edit(tab.address(next(row for row in tab.rows if tab.text(row, "Name") == "Bo"), "Conference starts"), day(2))
    heads = ("Timestamp", "Email address", "Did you meet your partner?", "How was it? (1-5)")
    rows = (heads, (f"{day(-1)} 10:00:00", "bo@three.example", "Yes", "5"))
    paste(desk.google.world, desk.google.sheet, "How it was", rows)
    setting(desk, "After-event form", "How it was")
    assert ["Dear Ada," in text for text in sent(desk, "after")] == [True]
    desk.run("survey", code=None)
    book = desk.sheet()
    assert said(book, "Contact")["Bo"] == ("over",)
    told = dict(lines(book, "Overview", "Overview", "Number"))
    assert told["After the event: answered"] == "1 of 2 (50 %)"
