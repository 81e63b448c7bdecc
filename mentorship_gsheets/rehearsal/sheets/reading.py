"""``spreadsheets.get``: the book as JSON, with grid data where asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.sheets.appearance import Appearance
from mentorship_gsheets.rehearsal.sheets.fields import Tree, asks
from mentorship_gsheets.rehearsal.sheets.griddata import grid_json
from mentorship_gsheets.rehearsal.sheets.model import LISTS, Book, Tab
from mentorship_gsheets.rehearsal.sheets.places import box_of
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box
from mentorship_gsheets.rehearsal.sheets.view import View


def book_json(
    view: View, areas: Sequence[tuple[Tab, Area]], grid: bool, mask: Tree | None, caller: str
) -> dict[str, Any]:
    """Write the ``Spreadsheet`` message.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    areas
        They narrow it to their tabs and, with ``grid``, to their cells; everything where there are none.
    grid
        Whether cells are asked for.
    mask
        The field mask; it only spares work here and is applied later.
    caller
        E-mail address of the one who asks, for what protected ranges say of them.

    Returns
    -------
    dict[str, Any]
        The message; lists without entries are absent.
    """
    book = view.book
    wanted = [tab for tab in book.tabs if not areas or any(tab is named for named, _ in areas)]
    sheets = []
    if asks(mask, "sheets"):
        below = None if mask is None else mask.get("sheets") or None
        for tab in wanted:
            boxes = [box_of(tab, area) for named, area in areas if named is tab] or [tab.box]
            sheets.append(_sheet(view, tab, boxes if grid else [], below, caller))
    whole = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "sheets": sheets,
        "namedRanges": book.named_ranges,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "developerMetadata": [entry for entry in book.metadata if "spreadsheet" in entry["location"]],
    }
    return {name: value for name, value in whole.items() if value != []}


def tab_properties(book: Book, tab: Tab) -> dict[str, Any]:
    """Write ``SheetProperties`` as replies show them, with the tab's place.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.

    Returns
    -------
    dict[str, Any]
        As Google's JSON has them.
    """
    properties = tab.properties
    first = {name: properties[name] for name in ("sheetId", "title")}
    return first | {"index": book.tabs.index(tab)} | {k: v for k, v in properties.items() if k not in first}


def _sheet(view: View, tab: Tab, boxes: Sequence[Box], mask: Tree | None, caller: str) -> dict[str, Any]:
    whole: dict[str, Any] = {"properties": tab_properties(view.book, tab)}
    if boxes and asks(mask, "data"):
        appearance = Appearance(view, tab, boxes)
        below = None if mask is None else mask.get("data") or None
        whole["data"] = [grid_json(view, tab, box, below, appearance) for box in boxes]
    lists = {name: tab.over[name] for name in LISTS}
    lists["protectedRanges"] = [_protected(entry, caller) for entry in lists["protectedRanges"]]
    whole |= {
        "merges": tab.merges,
        "basicFilter": tab.basic_filter,
        **lists,
        "developerMetadata": [entry for entry in view.book.metadata if entry["location"].get("sheetId") == tab.id],
    }
    return {name: value for name, value in whole.items() if value}


def _protected(entry: Mapping[str, Any], caller: str) -> dict[str, Any]:
    """A protected range as the caller sees it: may they edit, and who else may if they do."""
    result = dict(entry)
    users = entry.get("editors", {}).get("users", [])
    if entry.get("warningOnly") or caller in users or entry.get("editors", {}).get("domainUsersCanEdit"):
        result["requestingUserCanEdit"] = True
    else:
        result.pop("editors", None)
    return result
