"""Office hours in the stages that every format has: undo, export, forget, purge."""

from pathlib import Path

import openpyxl

from tests.cli.conftest import Desk
from tests.programmes.cohorts.sheet import paste
from tests.programmes.office_hours.sheet import at, slot
from tests.sheets import lines

BOOKED = [("Cy Young <cy@example.net>",), ("Bo Diddley <bo@example.net>",)]


def booked(desk: Desk) -> None:
    """Two sessions, and mails about them."""
    desk.run("setup", "--format", at().name, "--sender", desk.google.mailbox, "--programme", "Office")
    paste(desk, "Mentors", [{"Email": "ada@example.org", "Name": "Ada Byron", "Sessions a week": 2}])
    mentees = [
        {"Email": "bo@example.net", "Name": "Bo Diddley", "Picks": "S1; S2", "Questions": "What is Bo's secret?"},
        {"Email": "cy@example.net", "Name": "Cy Young", "Picks": "S1", "Waited": 1},
    ]
    paste(desk, "Mentees", mentees)
    paste(
        desk,
        "Slots",
        [slot("S1", "2037-07-06 16:00", Where="https://ada.example.org/call"), slot("S2", "2037-07-07 16:00")],
    )
    desk.run("match")


def everything(desk: Desk) -> str:
    ours = [tab for tab in desk.sheet().tabs if not tab.title.startswith(("Form Responses", "Sign-ups"))]
    return "\n".join(cell.text for tab in ours for row in tab.rows for cell in row.cells)


def test_the_stages_that_every_format_has(desk: Desk, tmp_path: Path) -> None:
    booked(desk)
    assert lines(desk.sheet(), "Slots", "Booked") == BOOKED
    desk.run("undo")
    assert lines(desk.sheet(), "Slots", "Booked") == [("",), ("",)]
    desk.run("match")
    desk.run("draft", "matches")
    file = tmp_path / "nobody.xlsx"
    desk.run("export", "--anonymous", str(file), yes=False)
    book = openpyxl.load_workbook(file)
    slots = [tuple(row) for row in book["Slots"].iter_rows(values_only=True)]
    assert slots[1:] == [
        ("Slot 1", "mentor001@example.org", "2037-07-06 16:00", "30", "1", "offered", "<mentee002@example.org>"),
        ("Slot 2", "mentor001@example.org", "2037-07-07 16:00", "30", "1", "offered", "<mentee001@example.org>"),
    ]
    header, *mentees = (tuple(row) for row in book["Mentees"].iter_rows(values_only=True))
    shown = [[row[header.index(name)] for name in ("Email", "Picks", "Sessions had", "Waited")] for row in mentees]
    assert shown == [
        ["mentee001@example.org", "Slot 1; Slot 2", "0", "0"],
        ["mentee002@example.org", "Slot 1", "0", "1"],
    ]
    said = "\n".join(str(cell) for tab in book for row in tab.iter_rows(values_only=True) for cell in row)
    assert [word for word in ("Diddley", "Byron", "Young", "ada.example.org", "secret") if word in said] == []
    desk.run("forget", "bo@example.net")
    assert "bo@example.net" not in everything(desk)
    assert "Bo Diddley" not in everything(desk)
    # the seat is free again, and the slot has no line that names nobody
    assert lines(desk.sheet(), "Slots", "Booked") == [BOOKED[0], ("",)]
    desk.run("purge", "--after", "2026-01-01")
    assert lines(desk.sheet(), "Slots", "Slot") == []
    assert [word for word in ("example.net", "Cy", "Byron", "secret") if word in everything(desk)] == []
