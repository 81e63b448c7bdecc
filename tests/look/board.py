"""A sheet as setup makes it, with eight people in it, and what a person and LibreOffice see of it."""

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook, column_letters
from mentorship_gsheets.stages import color, setup
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import Sheet, open_sheet

PAIRS = {"ada": ("bo", "cy"), "dee": ("eve",), "flo": ()}
"""Mentors, each with mentees; ``gus`` is a mentee without a mentor."""

MENTEES = {"bo": "ada", "cy": "ada", "eve": "dee", "gus": ""}
_BLOCKS = {"ada": "Physics/Astro/Chemistry", "bo": "Physics/Astro/Chemistry", "gus": "No such block"}


def email(name: str) -> str:
    return f"{name}@{name}.example.org"


def listed(*names: str) -> str:
    """What a match cell says."""
    return "\n".join(f"{name.title()} <{email(name)}>" for name in names)


def _row(role: Role, name: str, partners: tuple[str, ...]) -> AddRow:
    match = {Role.MENTOR: "Mentee match", Role.MENTEE: "Mentor match"}[role]
    values: dict[str, Any] = {
        "Email": email(name),
        "Name": name.title(),
        "Status": "no answer" if name in ("flo", "gus") else "answered",
        "Attendance": "virtual" if name in ("ada", "bo") else "in person",
        "Bin": _BLOCKS.get(name, "Other"),
        match: listed(*partners),
    }
    if name == "ada":
        values["Capacity"] = 2
    if name in ("bo", "eve"):
        values["Fit"] = 90 if name == "bo" else 55
    filled = tuple((header, value) for header, value in values.items() if value != "")
    return AddRow(PEOPLE_TAB[role], "Email", email(name), (*filled, *live_values(role)))


PEOPLE = (
    *(_row(Role.MENTOR, name, partners) for name, partners in PAIRS.items()),
    *(_row(Role.MENTEE, name, (mentor,) if mentor else ()) for name, mentor in MENTEES.items()),
)


@dataclass(frozen=True, slots=True)
class Board:
    """The sheet of a rehearsal."""

    google: Rehearsal

    def open(self) -> Sheet:
        return open_sheet(self.google.sheet, load(self.google.key_path))

    def set_up(self) -> Workbook:
        """Run setup; the sheet afterwards."""
        sheet = self.open()
        workbook = sheet.read(formatting=True)
        return sheet.apply(setup.plan(workbook), workbook)

    def fill(self) -> Workbook:
        """Put the people in, as pull and match would, and colour them."""
        sheet = self.open()
        workbook = sheet.apply(Plan("fill", PEOPLE), sheet.read())
        return sheet.apply(color.plan(workbook, Settings()), workbook)

    def batch(self, *requests: dict[str, Any]) -> None:
        """Do something to the sheet as its owner."""
        act(self.google.world, [{"requests": list(requests)}])

    def type(self, cell: str, value: Any) -> None:
        act(self.google.world, [{"edit": cell, "value": value}])

    def everything(self) -> dict[str, Any]:
        """All that the API tells of the sheet."""
        params = {"spreadsheetId": self.google.sheet, "includeGridData": True}
        world = self.google.world
        found: dict[str, Any] = world.as_user(world.project["organizer"], "sheets.spreadsheets.get", params)
        return found

    def tab(self, title: str) -> dict[str, Any]:
        """All that the API tells of one tab."""
        tabs: list[dict[str, Any]] = self.everything()["sheets"]
        (found,) = [tab for tab in tabs if tab["properties"]["title"] == title]
        return found

    def background(self, title: str, row: int, column: int) -> str:
        """The colour a cell shows, as six hexadecimal digits; column counted from 0."""
        cell = self.tab(title)["data"][0]["rowData"][row - 1]["values"][column]
        colour = cell["effectiveFormat"]["backgroundColorStyle"]["rgbColor"]
        return "".join(f"{round(255 * colour.get(part, 0)):02X}" for part in ("red", "green", "blue"))


def cell_of(workbook: Workbook, title: str, name: str, header: str) -> str:
    """The address of a person's cell, without the tab."""
    tab = workbook.tab(title)
    assert tab is not None
    (row,) = tab.keyed("Email")[email(name)]
    column = tab.column(header)
    assert column is not None
    return f"{column_letters(column)}{row.number}"


def texts(workbook: Workbook, title: str, key: str, header: str) -> dict[str, str]:
    """What stands under a header, by key."""
    tab = workbook.tab(title)
    assert tab is not None
    return {tab.text(row, key).partition("@")[0]: tab.text(row, header) for row in tab.rows if tab.text(row, key)}


def recalculated(content: bytes, soffice: str, folder: Path, **edits: str) -> openpyxl.Workbook:
    """The file after LibreOffice opened, calculated and saved it.

    Parameters
    ----------
    content
        An .xlsx file. Saved once without any results, so that every value is LibreOffice's own.
    edits
        Cell of ``Mentees`` -> text typed there before.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, text in edits.items():
        book["Mentees"][cell] = text
    (folder / "in").mkdir()
    book.save(folder / "in" / "sheet.xlsx")
    command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "in" / "sheet.xlsx")], check=True, timeout=180)
    return openpyxl.load_workbook(folder / "sheet.xlsx", data_only=True)
