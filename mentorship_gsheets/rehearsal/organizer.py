"""The scripted organizer: what a person does in the sheet between two of our calls.

Steps, one dict each; ``sheet`` is a spreadsheet id and may be left out where there is only one::

    {"edit": "Mentors!C4", "value": "Ada <ada@example.org>"}
    {"sort": "Mentors", "by": "Name", "descending": true}
    {"insert": "Mentors", "row": 3, "count": 2}
    {"delete": "Mentors", "row": 3, "count": 1}
    {"rename": "Mentors", "from": "Name", "to": "Full name"}
    {"requests": [...]}

``row`` counts from 1 as in the sheet; columns are named by their header in row 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mentorship_gsheets.rehearsal.access import SPREADSHEET
from mentorship_gsheets.rehearsal.world import World


def act(world: World, steps: Iterable[Mapping[str, Any]]) -> None:
    """Carry out the steps of a scripted organizer, in order.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    steps
        Each names what to do, and where; without ``sheet`` it is the only spreadsheet.

    Raises
    ------
    ValueError
        A step names nothing in the sheet.
    """
    for step in steps:
        sheet = step.get("sheet") or _only_sheet(world)
        _batch(world, sheet, _requests(world, sheet, step))


def _requests(world: World, sheet: str, step: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "requests" in step:
        return list(step["requests"])
    if "edit" in step:
        title, _, cell = step["edit"].rpartition("!")
        row, column = _cell(cell)
        return [_write(_tab(world, sheet, title.strip("'")), row, column, step["value"])]
    if "insert" in step or "delete" in step:
        verb = "insert" if "insert" in step else "delete"
        tab = _tab(world, sheet, step[verb])
        first, count = step["row"] - 1, step.get("count", 1)
        rows = {"sheetId": tab, "dimension": "ROWS", "startIndex": first, "endIndex": first + count}
        return [{f"{verb}Dimension": {"range": rows}}]
    if "sort" in step:
        header = _header(world, sheet, step["sort"])
        order = "DESCENDING" if step.get("descending") else "ASCENDING"
        tab = _tab(world, sheet, step["sort"])
        body = {"sheetId": tab, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": len(header)}
        by = {"dimensionIndex": _column(header, step["by"]), "sortOrder": order}
        return [{"sortRange": {"range": body, "sortSpecs": [by]}}]
    if "rename" in step:
        column = _column(_header(world, sheet, step["rename"]), step["from"])
        return [_write(_tab(world, sheet, step["rename"]), 0, column, step["to"])]
    raise ValueError(f"no such step: {', '.join(step)}")


def _write(tab: int, row: int, column: int, value: Any) -> dict[str, Any]:
    """A cell filled as by typing: numbers and formulas are understood, everything else is text."""
    if isinstance(value, bool):
        typed: dict[str, Any] = {"boolValue": value}
    elif isinstance(value, int | float):
        typed = {"numberValue": value}
    elif str(value).startswith("="):
        typed = {"formulaValue": value}
    else:
        typed = {"stringValue": str(value)}
    cell = {"userEnteredValue": typed} if value != "" else {}
    start = {"sheetId": tab, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"rows": [{"values": [cell]}], "fields": "userEnteredValue", "start": start}}


def _batch(world: World, sheet: str, requests: list[dict[str, Any]]) -> None:
    organizer = world.project["organizer"]
    method = "sheets.spreadsheets.batchUpdate"
    world.as_user(organizer, method, {"spreadsheetId": sheet}, {"requests": requests})


def _only_sheet(world: World) -> str:
    sheets = [id for id, file in world.store.all("file").items() if file["mimeType"] == SPREADSHEET]
    owned = [id for id in sheets if id not in world.switches.denied]
    if len(owned) != 1:
        raise ValueError(f"say which sheet: there are {len(owned)}")
    return owned[0]


def _tab(world: World, sheet: str, title: str) -> int:
    params = {"spreadsheetId": sheet, "fields": "sheets.properties"}
    reply = world.as_user(world.project["organizer"], "sheets.spreadsheets.get", params)
    for tab in reply["sheets"]:
        if tab["properties"]["title"] == title:
            return int(tab["properties"].get("sheetId", 0))
    raise ValueError(f"no tab {title!r}")


def _header(world: World, sheet: str, title: str) -> list[str]:
    escaped = title.replace("'", "''")
    params = {"spreadsheetId": sheet, "range": f"'{escaped}'!1:1"}
    reply = world.as_user(world.project["organizer"], "sheets.spreadsheets.values.get", params)
    return [str(value) for value in next(iter(reply.get("values", [])), [])]


def _column(header: list[str], name: str) -> int:
    if name not in header:
        raise ValueError(f"no column {name!r}; there are {', '.join(header)}")
    return header.index(name)


def _cell(name: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)([1-9]\d*)", name)
    if match is None:
        raise ValueError(f"no cell {name!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
