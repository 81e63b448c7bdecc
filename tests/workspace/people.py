"""A small sheet to write into, and what stands in it."""

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Plan, SetCell
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import Sheet, open_sheet

WRITE = "sheets.spreadsheets.batchUpdate"
READ = "sheets.spreadsheets.get"
HEADER = ("Email", "Name", "Match", "Notes")
PEOPLE = TabSpec("People", tuple(Column(header) for header in HEADER), rows=12, banded=False)
LOG = TabSpec("Log", tuple(Column(header) for header in ("Time", "Stage", "Operator", "Did", "Run")), rows=40)
NAMES = ("ada", "bob", "cyd", "dee", "eve", "fay")


def address(name: str) -> str:
    return f"{name}@example.org"


def add(name: str, **more: str) -> AddRow:
    values = {"Email": address(name), "Name": name.title()} | more
    return AddRow("People", "Email", address(name), tuple(values.items()))


def put(name: str, column: str, value: str | int, before: str = "") -> SetCell:
    return SetCell("People", "Email", address(name), column, value, before)


def opened(google: Rehearsal, meter: Meter | None = None, operator: str = "ada on laptop", **more: bool) -> Sheet:
    return open_sheet(google.sheet, load(google.key_path), meter, operator=operator, **more)


def prepared(sheet: Sheet, names: tuple[str, ...] = NAMES) -> Workbook:
    """The sheet with its tabs and rows."""
    workbook = sheet.apply(Plan("setup", (AddTab(PEOPLE), AddTab(LOG))), sheet.read())
    return sheet.apply(Plan("pull", tuple(add(name) for name in names)), workbook)


def grid(workbook: Workbook, title: str = "People") -> list[list[str]]:
    """The texts of a tab, header first, as a person sees them."""
    tab = workbook.tab(title)
    if tab is None:
        return []
    rows = [list(tab.header), *([cell.text for cell in row.cells] for row in tab.rows)]
    return [row + [""] * (max(map(len, rows)) - len(row)) for row in rows]


def table(*lines: str) -> list[list[str]]:
    """A grid written with bars: ``ada | Ada | Bob``; the first word of a line becomes an address."""
    rows = []
    for line in lines:
        first, *rest = (part.strip() for part in line.split("|"))
        rows.append([address(first) if first else "", *rest, *[""] * (len(HEADER) - 1 - len(rest))])
    return [list(HEADER), *rows]


def calls(google: Rehearsal, since: int = 0) -> list[str]:
    """The calls of the sheet since a number of the journal: ``get``, ``batchUpdate``, a refused one with its code."""
    found = []
    for entry in google.journal(since):
        if str(entry["method"]).startswith("sheets."):
            name = entry["method"].rpartition(".")[2]
            found.append(name if entry["code"] == 200 else f"{name} {entry['code']}")
    return found
