"""Workbooks of cohorts in memory, what a stage makes of them, and the judge of arrangements."""

import runpy
from collections.abc import Callable, Mapping
from typing import Any

from mentorship_gsheets.programmes.cohorts.options import OPTIONS
from mentorship_gsheets.programmes.cohorts.tabs import COHORTS, KEPT_TOGETHER, PEOPLE
from mentorship_gsheets.settings import Settings, parse_settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import match, rematch
from mentorship_gsheets.tabs.catalogue import CHECK, NEVER_MATCH
from tests.programmes.cohorts.instances import SHARED
from tests.programmes.cohorts.sheet import Rows, people_rows, task_rows
from tests.stages.books import applied

SPECS = (NEVER_MATCH, *PEOPLE.specs.values(), COHORTS, KEPT_TOGETHER, CHECK)
Book = Mapping[str, Rows]


def rules(**lines: str) -> Settings:
    """Return settings of cohorts, with these lines: underscores stand for spaces."""
    told = {"Format": "cohorts", "Starts": "2027-07-05", **lines}
    settings, findings = parse_settings([(name.replace("_", " "), text, "") for name, text in told.items()], OPTIONS)
    assert findings == []
    return settings


def _tab(number: int, spec: TabSpec, rows: Rows) -> Tab:
    header = tuple(column.header for column in spec.columns)
    assert {name for row in rows for name in row} <= set(header)
    cells = [tuple(Cell(str(row.get(name, ""))) for name in header) for row in rows]
    return Tab(spec.title, number, header, tuple(Row(n, line) for n, line in enumerate(cells, 2)))


def book(rows: Book) -> Workbook:
    """Return a workbook with these rows: title of a tab -> rows by heading."""
    return Workbook("book", "Book", tuple(_tab(n, each, rows.get(each.title, ())) for n, each in enumerate(SPECS)))


def pasted(told: Mapping[str, Any]) -> Workbook:
    """Return a workbook with an instance in it."""
    return book(
        {
            "Cohorts": task_rows(told),
            "Mentors": people_rows(told, "mentor"),
            "Mentees": people_rows(told, "mentee"),
            "Never match": [{"Mentor": one, "Mentee": other} for one, other in told["apart"]],
            "Together": [{"Person": one, "With": other} for one, other in told["together"]],
        }
    )


def _after(planned: Callable[[Workbook, Settings], Plan], workbook: Workbook, settings: Settings) -> Workbook:
    after = applied(planned(workbook, settings), workbook)
    assert planned(after, settings).changes == ()
    return after


def matched(workbook: Workbook, settings: Settings) -> Workbook:
    """Return the workbook after ``match``, which has nothing to do a second time."""
    return _after(match.plan, workbook, settings)


def rematched(workbook: Workbook, settings: Settings) -> Workbook:
    """Return the workbook after ``rematch``, which has nothing to do a second time."""
    return _after(lambda book, rules: rematch.plan(book, rules, force=True), workbook, settings)


def rows_of(workbook: Workbook, title: str) -> list[dict[str, str]]:
    """Return the rows of a tab, blank cells left out."""
    tab = workbook.tab(title)
    assert tab is not None
    return [{name: text for name, text in record.items() if text} for _, record in tab.records()]


def judged(told: Mapping[str, Any], workbook: Workbook) -> tuple[list[str], tuple[int, ...]]:
    """Return the faults and the objective of the tab ``Cohorts``, as the judge that knows no solver counts them."""
    check = runpy.run_path(str(SHARED / "check_cohorts.py"))
    people = check["people"]
    cohorts = [
        (row["Cohort"], row["Task"], people(row.get("Mentors", "")), people(row.get("Mentees", "")))
        for row in rows_of(workbook, "Cohorts")
        if "Mentors" in row or "Mentees" in row
    ]
    faults, vector = check["judge"](told, cohorts)
    return faults, vector
