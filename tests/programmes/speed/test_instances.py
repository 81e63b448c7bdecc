"""The instances, judged by a program that knows nothing of ours: on workbooks in memory, two through the command line.

All of them, the two largest too, go through the command line by `python -m tests.programmes.speed`.
"""

from pathlib import Path

import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.speed.tabs import PEOPLE, SEATING, TABLES
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import match, rematch
from tests.programmes.speed.sheets import SHARED, Evening, Instance, instances, judged, judged_tab, read, rows_of
from tests.programmes.speed.test_sheet import SPEED, said, texts
from tests.sheets import applied, drawn, workbook

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the instances lie beside the project")
MOST_SEATS = 500
"""More are for the command that runs all of them."""


def quick() -> list[Path]:
    return [path for path in instances() if (one := read(path)) and len(one["mentees"]) * one["rounds"] <= MOST_SEATS]


def sheet_of(instance: Instance) -> Workbook:
    rows, settings = rows_of(instance)
    shown = {title: [{name: str(text) for name, text in row.items()} for row in lines] for title, lines in rows.items()}
    lines = {"Format": SPEED.name} | {name.replace("_", " "): str(value) for name, value in settings.items()}
    return workbook(
        drawn(PEOPLE.specs[Role.MENTOR], *shown["Mentors"]),
        drawn(PEOPLE.specs[Role.MENTEE], *shown["Mentees"]),
        drawn(SEATING, *shown["Seating"]),
        drawn(TABLES),
        Settings=[{"Setting": name, "Value": text} for name, text in lines.items()],
        Never_match=shown["Never match"],
    )


@pytest.mark.parametrize("path", quick(), ids=lambda path: path.stem)
def test_an_instance_is_seated_as_well_as_promised(path: Path, tmp_path: Path) -> None:
    instance = read(path)
    book = sheet_of(instance)
    repaired = "plan" in instance
    plan = rematch.plan(book, said(book), here=True) if repaired else match.plan(book, said(book))
    after = applied(plan, book)
    tab = after.tab("Seating")
    assert tab is not None
    assert judged_tab(path, tab, tmp_path)[0] == 0, judged_tab(path, tab, tmp_path)[1]
    again = rematch.plan(after, said(after), here=True) if repaired else match.plan(after, said(after))
    assert texts(again) == []


@pytest.mark.parametrize("name", ["bound-3x9x3", "morning-6x24x4-from1"])
def test_the_command_line_seats_one_and_repairs_one(name: str, evening: Evening, tmp_path: Path) -> None:
    path = SHARED / "seating" / f"{name}.json"
    instance = read(path)
    evening.seat_instance(instance)
    words = ("rematch", "--here") if "plan" in instance else ("match",)
    evening.run(*words)
    assert judged(path, evening, tmp_path)[0] == 0, judged(path, evening, tmp_path)[1]
    evening.nothing_left(*words)
