"""What people do to a sheet with their hands: each a function of the desk."""

from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Desk


def requests(desk: Desk, title: str, kind: str, **body: Any) -> None:
    """One request of an organizer; ``range`` gets the id of the tab."""
    tab = desk.sheet().tab(title)
    assert tab is not None
    for name in {"range", "source", "destination"} & body.keys():
        body[name] = {"sheetId": tab.sheet_id, **body[name]}
    desk.act(requests=[{kind: body}])


def column(desk: Desk, header: str, title: str = "Mentors") -> int:
    tab = desk.sheet().tab(title)
    assert tab is not None
    place = tab.column(header)
    assert place is not None
    return place


def box(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    """Rows and columns from 0, the last of each excluded."""
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"dimension": dimension, "startIndex": start, "endIndex": end}


def names_moved(desk: Desk) -> None:
    place = span("COLUMNS", 0, 1)
    requests(desk, "Mentors", "moveDimension", source=place, destinationIndex=12)


def own_columns(desk: Desk) -> None:
    requests(desk, "Mentors", "insertDimension", range=span("COLUMNS", 2, 6))
    for cell, text in {"C1": "Mine", "D1": "Mine", "E1": "", "E2": "stray", "F1": "=1+1", "C3": "called her"}.items():
        desk.edit(f"Mentors!{cell}", text)


def header_typed(header: str, text: str) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        tab = desk.sheet().tab("Mentors")
        assert tab is not None
        desk.edit(tab.address(1, header), text)

    return do


def column_copied(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentors")
    assert tab is not None
    place, end = column(desk, "Name"), len(tab.header)
    requests(desk, "Mentors", "insertDimension", range=span("COLUMNS", end - 1, end))
    source, destination = box(0, 60, place, place + 1), box(0, 60, end - 1, end)
    requests(desk, "Mentors", "copyPaste", source=source, destination=destination, pasteType="PASTE_NORMAL")


def header_deleted(desk: Desk) -> None:
    desk.act(delete="Mentors", row=1)


def tab_renamed(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentees")
    assert tab is not None
    properties = {"sheetId": tab.sheet_id, "title": "Mentees old"}
    desk.act(requests=[{"updateSheetProperties": {"properties": properties, "fields": "title"}}])


def tab_deleted(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentees")
    assert tab is not None
    desk.act(requests=[{"deleteSheet": {"sheetId": tab.sheet_id}}])


def merged(header: str) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        place = column(desk, header)
        requests(desk, "Mentors", "mergeCells", range=box(2, 4, place, place + 1), mergeType="MERGE_ALL")

    return do


def own_cells_merged(desk: Desk) -> None:
    requests(desk, "Mentors", "insertDimension", range=span("COLUMNS", 2, 3))
    desk.edit("Mentors!C1", "Mine")
    requests(desk, "Mentors", "mergeCells", range=box(2, 5, 2, 3), mergeType="MERGE_ALL")


def hidden(desk: Desk) -> None:
    for place in (span("ROWS", 2, 6), span("COLUMNS", 6, 8)):
        change = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        requests(desk, "Mentors", "updateDimensionProperties", range=place, **change)


def filtered(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentors")
    assert tab is not None
    place = {"sheetId": tab.sheet_id, **box(0, 60, 0, len(tab.header))}
    # nothing in sight but virtual people
    criteria = {str(column(desk, "Attendance")): {"hiddenValues": ["in person"]}}
    desk.act(requests=[{"setBasicFilter": {"filter": {"range": place, "criteria": criteria}}}])


def sorted_by_name(desk: Desk) -> None:
    desk.act(sort="Mentors", by="Name", descending=True)
    desk.act(sort="Mentees", by="Name")


def blank_rows(desk: Desk) -> None:
    desk.act(insert="Mentors", row=4, count=3)
    desk.act(insert="Mentees", row=2)


def row_copied(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentors")
    assert tab is not None
    last, width = tab.rows[-1].number, len(tab.header)
    source, destination = box(1, 2, 0, width), box(last, last + 1, 0, width)
    requests(desk, "Mentors", "copyPaste", source=source, destination=destination, pasteType="PASTE_NORMAL")


def row_added(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentors")
    assert tab is not None
    # two rows further down than anybody would
    number = tab.rows[-1].number + 3
    for header, text in {"Email": "zoe@example.org", "Name": "Zoe", "Bin": tab.text(tab.rows[0], "Bin")}.items():
        desk.edit(tab.address(number, header), text)


def names_computed(desk: Desk) -> None:
    tab = desk.sheet().tab("Mentors")
    assert tab is not None
    name = tab.text(tab.rows[0], "Name")
    desk.edit(tab.address(tab.rows[0], "Name"), f'="{name[:1]}"&"{name[1:]}"')
