"""Workbooks made of participants, and what a plan makes of them."""

from collections.abc import Iterable
from dataclasses import replace

from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.spreadsheet.plan import AddRow, Formula, Plan, SetCell, Value
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import BINS, CHECK, NEVER_MATCH
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN, PEOPLE, PEOPLE_TAB
from mentorship_gsheets.text import as_key


def cells(person: Participant) -> dict[str, str]:
    """A person as a row shows them; partners by address alone."""
    return {
        "Email": person.email,
        "Name": person.name,
        "Status": str(person.status),
        "Attendance": str(person.attendance),
        "Bin": person.bin,
        "Fields": "; ".join(person.fields),
        "Capacity": "" if person.capacity is None else str(person.capacity),
        "Keep": "TRUE" if person.keep else "FALSE",
        "Sector": person.sector,
        "Topics": "; ".join(person.topics),
        "Affiliation": person.affiliation,
        "Time zone": person.time_zone,
        "Languages": "; ".join(person.languages),
        "Notes": person.notes,
        "Left out": "yes" if person.left_out else "",
        "Goal": person.goal,
        "Pair": person.pairing,
        "Try out": person.tried,
        "Trouble": person.trouble,
        "Trouble note": person.trouble_note,
        "Matters most": person.matters,
        "May introduce": {True: "yes", False: "no", None: ""}[person.introduce],
        MATCH_COLUMN[person.role]: "\n".join(f"<{email}>" for email in person.partners),
    }


def book(*people: Participant, never: Iterable[tuple[str, str, str]] = ()) -> Workbook:
    """A workbook with these people, lines of ``Never match``, a block for each bin, and an empty ``Check``."""
    tabs = []
    for number, (role, spec) in enumerate(PEOPLE.items()):
        header = tuple(column.header for column in spec.columns)
        rows = [cells(person) for person in people if person.role is role]
        tabs.append(
            Tab(
                spec.title,
                number,
                header,
                tuple(Row(n, tuple(Cell(row.get(h, "")) for h in header)) for n, row in enumerate(rows, 2)),
            )
        )
    bans = tuple(Row(n, tuple(map(Cell, line))) for n, line in enumerate(never, 2))
    tabs.append(Tab(NEVER_MATCH.title, 7, tuple(column.header for column in NEVER_MATCH.columns), bans))
    tabs.append(Tab(CHECK.title, 8, tuple(column.header for column in CHECK.columns)))
    blocks = [(name, name) for name in dict.fromkeys(person.bin for person in people) if name]
    tabs.append(
        Tab(BINS.title, 9, ("Bin", "Fields"), tuple(Row(n, tuple(map(Cell, b))) for n, b in enumerate(blocks, 2)))
    )
    return Workbook("book", "Book", tuple(tabs))


def applied(plan: Plan, workbook: Workbook) -> Workbook:
    """The workbook after a plan of `SetCell` and `AddRow`, each of which must fit."""
    before = workbook
    for change in plan.changes:
        assert isinstance(change, SetCell | AddRow)
        tab = workbook.tab(change.tab)
        assert tab is not None
        if isinstance(change, AddRow):
            number = max((row.number for row in tab.rows), default=1) + 1
            values = dict(change.values)
            rows = (*tab.rows, Row(number, tuple(_cell(values.get(header, "")) for header in tab.header)))
        else:
            number, place = _place(change, before)
            rows = tuple(_written(row, place, change) if row.number == number else row for row in tab.rows)
        workbook = replace(workbook, tabs=tuple(replace(tab, rows=rows) if t is tab else t for t in workbook.tabs))
    return workbook


def _place(change: SetCell, before: Workbook) -> tuple[int, int]:
    """Row number and column of a cell, found by key in the workbook the plan was made on."""
    tab = before.tab(change.tab)
    assert tab is not None
    (row,) = (row for row in tab.rows if as_key(tab.text(row, change.key_column)) == as_key(change.key))
    place = tab.column(change.column)
    assert place is not None
    return row.number, place


def _written(row: Row, place: int, change: SetCell) -> Row:
    assert row[place].text == change.before
    padded = [*row.cells, *[BLANK] * (place + 1 - len(row.cells))]
    padded[place] = _cell(change.value)
    return Row(row.number, tuple(padded))


def _cell(value: Value) -> Cell:
    if isinstance(value, Formula):
        return Cell(value.template.split('"')[-2], value.template)
    return Cell(str(value))


def edited(workbook: Workbook, role: Role, email: str, column: str, text: str) -> Workbook:
    """The workbook after a person typed into one cell."""
    tab = workbook.tab(PEOPLE_TAB[role])
    assert tab is not None
    before = next(tab.cell(row, column).text for row in tab.rows if tab.text(row, KEY) == email)
    return applied(Plan("edit", (SetCell(tab.title, KEY, email, column, text, before),)), workbook)


def column(workbook: Workbook, role: Role, header: str) -> dict[str, str]:
    """One column, by address; blank cells are absent."""
    tab = workbook.tab(PEOPLE_TAB[role])
    assert tab is not None
    return {tab.text(row, KEY): tab.text(row, header) for row in tab.rows if tab.text(row, header)}


def partners(workbook: Workbook, role: Role) -> dict[str, str]:
    """The match column of one role, by address."""
    return column(workbook, role, MATCH_COLUMN[role])
