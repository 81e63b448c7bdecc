"""Seats taken back, saved without names, and without one person or everybody."""

from pathlib import Path

import openpyxl

from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.programmes.speed.events import event
from tests.programmes.speed.sheets import Evening

MADE = event(4, 8, 3)
WALK_IN = "Wren Walker"


def seat_everybody(evening: Evening) -> None:
    for title, people in (("Mentors", MADE.mentors), ("Mentees", MADE.mentees)):
        evening.paste(title, [{"Email": one.email, "Name": named(one.name)} for one in people])
    evening.write("Mentors", "Table", {one.email: f"{named(one.name)}'s table" for one in MADE.mentors})
    evening.say(Rounds=3, Minutes=10, Begins="07:30", Starts="2027-07-06")
    evening.run("match")


def named(name: str) -> str:
    """A made-up name that no other text holds."""
    return name.replace("Mentor ", "Ada Mentorova-").replace("Mentee ", "Bo Menteeson-")


def everywhere(book: Workbook, *words: str) -> list[tuple[str, str]]:
    """Every cell that holds one of these, but the form's and the organizers' own."""
    cells = [(tab.title, cell.text) for tab in book.tabs for row in tab.rows for cell in row.cells]
    return [(title, text) for title, text in cells if any(word in text for word in words)]


def test_undo_takes_back_a_repair_and_an_anonymous_export_has_seats_and_no_names(
    evening: Evening, tmp_path: Path
) -> None:
    seat_everybody(evening)
    night = evening.seats()
    evening.untick("Seating", MADE.mentees[0].email)
    evening.paste("Seating", [{"Name": WALK_IN}, {"Name": "Ida Late", "Email": "ida@example.org"}])
    typed = evening.seats()
    evening.run("rematch", "--here")
    mended = evening.seats()
    assert mended != typed
    evening.run("undo")
    assert evening.seats() == typed
    assert {email: row for email, row in typed.items() if email in night} == night
    evening.run("rematch", "--here")
    assert evening.seats() == mended

    path = tmp_path / "anonymous.xlsx"
    evening.run("export", "--anonymous", str(path), yes=False)
    book = openpyxl.load_workbook(path)
    rows = {sheet.title: [[str(cell or "") for cell in row] for row in sheet.values] for sheet in book}
    assert list(rows) == ["Mentors", "Mentees", "Seating", "Tables"]
    known = [one.email for one in (*MADE.mentors, *MADE.mentees)] + ["Ada", "Bo ", "Wren", "Ida", "ida@"]
    texts = [text for table in rows.values() for row in table for text in row]
    assert [text for text in texts if any(word in text for word in known)] == []
    header, *seats = rows["Seating"]
    assert header[:5] == ["Email", "Here", "Round 1", "Round 2", "Round 3"]
    assert [row[0] for row in seats] == sorted(
        [*(f"mentee{number:03}@example.org" for number in range(1, 9)), "seat001@example.org", "seat002@example.org"]
    )
    assert [row[1:5] for row in seats if row[1] == "no"] == [["no", "", "", ""]]
    here = [row for row in seats if row[1] != "no"]
    assert {len(set(row[2:5])) for row in here} == {3}
    assert {table for row in here for table in row[2:5]} == {f"Table {number}" for number in range(1, 5)}
    taken = [[sum(row[turn] == f"Table {number}" for row in here) for turn in (2, 3, 4)] for number in range(1, 5)]
    assert [[int(size) for size in row[2:5]] for row in rows["Tables"][1:]] == taken
    assert [row[rows["Mentors"][0].index("Table")] for row in rows["Mentors"][1:]] == [
        f"Table {number}" for number in range(1, 5)
    ]


def test_people_are_forgotten_in_seating_and_tables_and_purge_leaves_nobody(evening: Evening) -> None:
    seat_everybody(evening)
    evening.paste("Seating", [{"Name": WALK_IN}])
    evening.run("match")
    mentor = MADE.mentors[1]
    for whom in (WALK_IN, mentor.email):
        evening.run("forget", whom)
    assert everywhere(evening.sheet(), mentor.email, named(mentor.name), WALK_IN) == []
    assert evening.seats().keys() == {one.email for one in MADE.mentees}
    evening.run("purge", "--after", "2026-01-01")
    names = [word for one in (*MADE.mentors, *MADE.mentees) for word in (one.email, named(one.name))]
    assert everywhere(evening.sheet(), *names, WALK_IN) == []
    assert evening.seats() == {}
