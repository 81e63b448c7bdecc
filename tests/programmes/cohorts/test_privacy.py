"""Cohorts taken back, saved without names, and without one person or everybody."""

from pathlib import Path

import openpyxl

from tests.cli.conftest import Desk
from tests.programmes.cohorts import sheet
from tests.programmes.speed.test_privacy import everywhere

MENTORS = {"m@example.org": "Ada Mentorova", "n@example.org": "Nia Mentorova"}
MENTEES = {f"{letter}@example.net": f"{letter.upper()}o Menteeson" for letter in "abcd"}
NAMES = (*MENTORS, *MENTEES, *MENTORS.values(), *MENTEES.values())


def found(desk: Desk) -> None:
    sheet.start(desk)
    sizes = {"Min mentors": 1, "Wanted mentors": 1, "Max mentors": 2, "Min mentees": 1, "Wanted mentees": 2}
    sheet.paste(desk, "Cohorts", [{"Task": "talk", **sizes, "Max mentees": 4}])
    for title, people in (("Mentors", MENTORS), ("Mentees", MENTEES)):
        rows = [{"Email": e, "Name": n, "Tasks": "talk", "Time zone": "UTC"} for e, n in people.items()]
        sheet.paste(desk, title, rows)
    sheet.paste(desk, "Together", [{"Person": "a@example.net", "With": "Bo Menteeson", "Reason": "Ao asked"}])
    desk.edit(sheet.cell(desk, "Mentees", "Email", "d@example.net", "Done"), "talk 2027-03-01\nbake bread 2026-01-02")
    desk.run("match")


def test_an_anonymous_export_has_cohorts_and_no_names_and_undo_takes_a_match_back(desk: Desk, tmp_path: Path) -> None:
    found(desk)
    members = sheet.members(desk)
    path = tmp_path / "anonymous.xlsx"
    desk.run("export", "--anonymous", str(path), yes=False)
    book = openpyxl.load_workbook(path)
    rows = {each.title: [[str(cell or "") for cell in row] for row in each.values] for each in book}
    assert list(rows) == ["Mentors", "Mentees", "Cohorts"]
    texts = [text for table in rows.values() for row in table for text in row]
    assert [text for text in texts if any(name in text for name in (*NAMES, "bread"))] == []
    header, *cohorts = rows["Cohorts"]
    assert [dict(zip(header, row, strict=True))["Cohort"] for row in cohorts] == sorted(members)
    inside = {row[0]: row[header.index("Mentors")].split() + row[header.index("Mentees")].split() for row in cohorts}
    assert {label: len(people) for label, people in inside.items()} == {
        label: len(people) for label, people in members.items()
    }
    people, *mentees = rows["Mentees"]
    cells = [dict(zip(people, row, strict=True)) for row in mentees]
    assert [row["Done"] for row in cells if row["Done"]] == ["talk 2027-03-01\nTask 1 2026-01-02"]
    assert {row["Cohorts"] for row in cells} == {*members, ""}
    desk.run("undo")
    assert sheet.members(desk) == {}


def test_one_person_is_forgotten_and_then_everybody(desk: Desk) -> None:
    found(desk)
    desk.run("draft", "matches", code=None)
    for email, name in (("a@example.net", "Ao Menteeson"), ("m@example.org", "Ada Mentorova")):
        desk.run("forget", email)
        assert everywhere(desk.sheet(), email, name) == []
    assert [row for row in sheet.tab_of(desk, "Together").rows if not row.blank] == []
    desk.run("match", code=None)
    desk.run("purge", "--after", "2026-01-01")
    assert everywhere(desk.sheet(), *NAMES) == []
