"""A sheet of cohorts in the rehearsal: an instance pasted by its headings, and the tab ``Cohorts`` read back."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mentorship_gsheets.spreadsheet.workbook import Tab
from tests.cli.conftest import Desk

Rows = Sequence[Mapping[str, Any]]


def start(desk: Desk, *, starts: str = "2027-07-05") -> None:
    """Set the sheet up for cohorts."""
    desk.run("setup", "--format", "cohorts", "--sender", desk.google.mailbox, "--programme", "TestConf")
    setting(desk, "Starts", starts)


def tab_of(desk: Desk, title: str) -> Tab:
    tab = desk.sheet().tab(title)
    assert tab is not None
    return tab


def setting(desk: Desk, name: str, value: str) -> None:
    """Write a setting."""
    tab = tab_of(desk, "Settings")
    (row,) = tab.keyed("Setting")[name.casefold()]
    desk.edit(tab.address(row, "Value"), value)


def paste(desk: Desk, title: str, rows: Rows) -> None:
    """Write rows into a tab, from the second on, each value under its heading."""
    tab = tab_of(desk, title)
    requests = []
    for number, row in enumerate(rows, 1 + max((row.number for row in tab.rows if not row.blank), default=1)):
        for header, value in row.items():
            column = tab.column(header)
            assert column is not None, header
            typed = {"numberValue": value} if isinstance(value, int | float) else {"stringValue": value}
            start = {"sheetId": tab.sheet_id, "rowIndex": number - 1, "columnIndex": column}
            cell = {"userEnteredValue": typed}
            requests.append(
                {"updateCells": {"rows": [{"values": [cell]}], "fields": "userEnteredValue", "start": start}}
            )
    if requests:
        desk.act(requests=requests)


def _zone(minutes: int) -> str:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    return f"UTC{sign}{size // 60:02}:{size % 60:02}"


def people_rows(told: Mapping[str, Any], role: str) -> list[dict[str, Any]]:
    """Return the rows of one role of an instance."""
    labels: dict[str, list[str]] = {}
    for email, at, label in told["standing"]:
        if at == role:
            labels.setdefault(email, []).append(label)
    return [
        {
            "Email": person["email"],
            "Name": person["email"].partition("@")[0].capitalize(),
            "Tasks": "; ".join(person["picks"]),
            "Cohorts at once": person["at_once"],
            "Time zone": _zone(person["offset"]),
            "Languages": "; ".join(person["languages"]),
            "Affiliation": person["place"],
            "Cohorts": "\n".join(labels.get(person["email"], [])),
        }
        for person in told["people"]
        if person["role"] == role
    ]


def task_rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the tab ``Cohorts`` of an instance: its standing cohorts, and the tasks that have none."""
    names = {
        f"{word} {role}s": f"{key}_{role}s"
        for word, key in (("Min", "min"), ("Wanted", "target"), ("Max", "max"))
        for role in ("mentor", "mentee")
    }
    labels = list(dict.fromkeys(label for *_, label in told["standing"]))
    rows = []
    for task in told["tasks"]:
        sizes = {header: task[key] for header, key in names.items()} | {"At most": task["most"]}
        mine = [label for label in labels if label.rpartition("-")[0] == task["name"]] or [""]
        rows += [{"Cohort": label, "Task": task["name"], **sizes} for label in mine]
    return rows


def fill_in(desk: Desk, told: Mapping[str, Any]) -> None:
    """Paste a whole instance."""
    setting(desk, "Colleagues", told["colleagues"])
    paste(desk, "Cohorts", task_rows(told))
    for role, title in (("mentor", "Mentors"), ("mentee", "Mentees")):
        paste(desk, title, people_rows(told, role))
    paste(desk, "Never match", [{"Mentor": one, "Mentee": other} for one, other in told["apart"]])
    paste(desk, "Together", [{"Person": one, "With": other} for one, other in told["together"]])


def cohorts_csv(desk: Desk, path: Path) -> Path:
    """Write the tab ``Cohorts`` as the judge of instances reads it."""
    tab = tab_of(desk, "Cohorts")
    headers = ("Cohort", "Task", "Mentors", "Mentees")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows([tab.text(row, header) for header in headers] for row in tab.rows if not row.blank)
    return path


def members(desk: Desk) -> dict[str, list[str]]:
    """Return cohort -> addresses with the role before them, as the cells of people say."""
    found: dict[str, list[str]] = {}
    for title in ("Mentors", "Mentees"):
        tab = tab_of(desk, title)
        for row in tab.rows:
            for label in tab.text(row, "Cohorts").splitlines():
                found.setdefault(label, []).append(f"{title} {tab.text(row, 'Email')}")
    return found


def cell(desk: Desk, title: str, key_column: str, key: str, header: str) -> str:
    """Return the address of a cell."""
    tab = tab_of(desk, title)
    (row,) = tab.keyed(key_column)[key.casefold()]
    return tab.address(row, header)


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def nothing_written(desk: Desk, words: Iterable[str]) -> bool:
    """Run a command and say whether it wrote nothing to Google."""
    mark = desk.mark()
    desk.run(*words, code=None)
    return desk.calls("sheets.spreadsheets.batchUpdate", mark) == []
