"""A sheet of speed mentoring in a rehearsal: rows pasted below the headings, seats read back."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mentorship_gsheets.spreadsheet.workbook import Tab
from tests.cli.conftest import Desk

SHARED = Path(__file__).parents[4] / "shared" / "instances"
Instance = Mapping[str, Any]
WRITE = "sheets.spreadsheets.batchUpdate"


class Evening(Desk):
    """An organizer's desk with a sheet of speed mentoring."""

    def tab(self, title: str) -> Tab:
        found = self.sheet().tab(title)
        assert found is not None
        return found

    def paste(self, title: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Paste rows below those there are, by heading; a heading that is missing is written behind the others."""
        tab = self.tab(title)
        header = list(tab.header)
        new = [name for row in rows for name in row if name not in header]
        requests: list[dict[str, Any]] = []
        for name in dict.fromkeys(new):
            header.append(name)
            requests.append(_cells(tab.sheet_id, 0, len(header) - 1, [name]))
        below = max((row.number for row in tab.rows if not row.blank), default=1)
        for number, row in enumerate(rows, below):
            requests += [_cells(tab.sheet_id, number, header.index(name), [value]) for name, value in row.items()]
        if requests:
            # a page makes room for what is pasted; the API does not
            room = {"sheetId": tab.sheet_id, "dimension": "ROWS", "length": 500}
            self.act(requests=[{"appendDimension": room}, *requests])

    def write(self, title: str, header: str, values: Mapping[str, Any], key_column: str = "Email") -> None:
        """Type into one column of the rows with these keys."""
        tab = self.tab(title)
        column = tab.column(header)
        assert column is not None
        rows = {key: tab.keyed(key_column)[key.casefold()][0].number - 1 for key in values}
        self.act(requests=[_cells(tab.sheet_id, rows[key], column, [value]) for key, value in values.items()])

    def say(self, **settings: Any) -> None:
        """Fill in lines of Settings; an underscore stands for a space."""
        values = {name.replace("_", " "): value for name, value in settings.items()}
        self.write("Settings", "Value", values, "Setting")

    def untick(self, title: str, *keys: str) -> None:
        """Clear the boxes of people who are not there."""
        self.write(title, "Here", dict.fromkeys(keys, False))

    def column(self, title: str, header: str) -> list[str]:
        """What stands in a column, blank cells left out."""
        tab = self.tab(title)
        return [text for row in tab.rows if (text := tab.text(row, header))]

    def seats(self) -> dict[str, tuple[str, ...]]:
        """Address -> table of every round, for everybody in Seating."""
        tab = self.tab("Seating")
        turns = sorted(
            (header for header in tab.header if re.fullmatch(r"Round \d+", header)),
            key=lambda header: int(header.split()[1]),
        )
        return {
            tab.text(row, "Email"): tuple(tab.text(row, turn) for turn in turns) for row in tab.rows if not row.blank
        }

    def nothing_left(self, *words: str) -> None:
        """Run a command again and see that it writes nothing."""
        mark = self.mark()
        self.run(*words, code=None)
        assert [entry["method"] for entry in self.calls(WRITE, mark)] == []

    def seat_instance(self, instance: Instance) -> None:
        """Put an instance into the sheet: people, settings, bans, and the plan that stands, if there is one."""
        rows, settings = rows_of(instance)
        for title, lines in rows.items():
            self.paste(title, lines)
        self.say(**settings)


def rows_of(instance: Instance) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """Return an instance as rows by tab, and its settings."""
    gone = set(instance.get("absent_tables", ()))
    at = {email: table for table in instance["tables"] for email in table["mentors"]}
    mentors = []
    for mentor in instance["mentors"]:
        table = at[mentor["email"]]
        row = {"Email": mentor["email"], "Name": mentor["name"], "Fields": "; ".join(mentor["fields"])}
        row |= {"Table": table["table"], "Rounds": "; ".join(map(str, table.get("rounds", ())))}
        mentors.append(row | {"Here": table["table"] not in gone})
    late, absent = set(instance.get("late", ())), set(instance.get("absent", ()))
    mentees = [
        {"Email": one["email"], "Name": one["name"], "Fields": "; ".join(one["fields"])} for one in instance["mentees"]
    ]
    never = [{"Mentor": one, "Mentee": other} for one, other in instance.get("never", ())]
    seating: list[dict[str, Any]] = []
    if "plan" in instance:
        names = {one["email"]: one["name"] for one in instance["mentees"]}
        seating = [
            {"Email": email, "Here": email not in absent}
            | {f"Round {turn}": table for turn, table in enumerate(seats, 1)}
            for email, seats in instance["plan"].items()
        ]
        seating += [{"Email": email, "Name": names[email]} for email in sorted(late)]
    settings = {
        "Rounds": instance["rounds"],
        "Rounds_done": instance.get("from_round", 1) - 1,
        "Size_slack": instance.get("slack", 0),
    }
    return {"Mentors": mentors, "Mentees": mentees, "Never match": never, "Seating": seating}, settings


def judged(instance: Path, desk: Evening, folder: Path) -> tuple[int, str]:
    """Return the exit code and the words of the judge about the seats in the sheet."""
    return judged_tab(instance, desk.tab("Seating"), folder)


def judged_tab(instance: Path, tab: Tab, folder: Path) -> tuple[int, str]:
    """Return the exit code and the words of the judge about the seats in a tab."""
    out = folder / "seating.csv"
    with out.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [tab.header, *([tab.text(row, header) for header in tab.header] for row in tab.rows if not row.blank)]
        )
    done = subprocess.run(
        [sys.executable, SHARED / "check_rounds.py", instance, out], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def under(tab: Any, key: str, header: str) -> dict[str, str]:
    """What LibreOffice calculated under a header of a tab, by key; whole numbers without a point."""
    rows = [["" if value is None else value for value in row] for row in tab.iter_rows(values_only=True)]
    place, told = rows[0].index(key), rows[0].index(header)
    texts = {
        str(row[place]).partition("@")[0]: f"{row[told]:g}" if isinstance(row[told], float | int) else str(row[told])
        for row in rows[1:]
    }
    return {name: text for name, text in texts.items() if name}


def instances() -> Sequence[Path]:
    return sorted((SHARED / "seating").glob("*.json"))


def read(path: Path) -> Instance:
    found: Instance = json.loads(path.read_text("utf-8"))
    return found


def _cells(tab: int, row: int, column: int, values: Sequence[Any]) -> dict[str, Any]:
    typed = []
    for value in values:
        kind = "boolValue" if isinstance(value, bool) else "numberValue" if isinstance(value, int) else "stringValue"
        typed.append({} if value == "" else {"userEnteredValue": {kind: value}})
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"rows": [{"values": typed}], "fields": "userEnteredValue", "start": start}}
