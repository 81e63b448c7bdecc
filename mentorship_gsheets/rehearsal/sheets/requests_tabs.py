"""Requests on tabs and on the spreadsheet itself."""

from __future__ import annotations

import copy
import zoneinfo
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import MOST_COLUMNS, Book, Tab, new_tab
from mentorship_gsheets.rehearsal.sheets.reading import tab_properties
from mentorship_gsheets.rehearsal.sheets.structure import cut_to_size, forget_sheet, rename_in_formulas


def _add_sheet(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    properties = stored(body.get("properties") or {})
    sheet_id = properties.get("sheetId", 0) if "sheetId" in (body.get("properties") or {}) else book.new_id()
    _free_id(book, sheet_id)
    title = properties.get("title") or _next_title(book)
    _free_title(book, title)
    if properties.get("sheetType", "GRID") != "GRID":
        raise not_imitated(f"Sheets of type {properties['sheetType']} are")
    index = _place(properties.pop("index", None), len(book.tabs))
    grid = properties.pop("gridProperties", {})
    tab = new_tab(sheet_id, title)
    tab.properties = tab.properties | properties | {"sheetId": sheet_id, "title": title}
    tab.properties["gridProperties"] = tab.grid | grid
    _sized(tab)
    book.tabs.insert(index, tab)
    book.cells_allowed()
    return {"properties": tab_properties(book, tab)}


def _delete_sheet(draft: Draft, body: Body) -> None:
    book = draft.book
    tab = _known(book, body.get("sheetId", 0))
    if not any(not other.properties.get("hidden") for other in book.tabs if other is not tab):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.tabs.remove(tab)
    forget_sheet(book, tab)


def _duplicate_sheet(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    source = _known(book, body.get("sourceSheetId", 0))
    title = body.get("newSheetName") or copy_title(book, source.title)
    _free_title(book, title)
    sheet_id = body.get("newSheetId") or book.new_id()
    _free_id(book, sheet_id)
    tab = duplicate(book, source, sheet_id, title)
    tab.properties.pop("hidden", None)
    book.tabs.insert(_place(body.get("insertSheetIndex") or 0, len(book.tabs)), tab)
    book.cells_allowed()
    return {"properties": tab_properties(book, tab)}


def duplicate(book: Book, source: Tab, sheet_id: int, title: str) -> Tab:
    """Copy a tab; its rules, charts and the like get ids of their own.

    Parameters
    ----------
    book
        The spreadsheet the copy is for, which gives the ids.
    source
        The tab.
    sheet_id
        Id of the copy.
    title
        Title of the copy.

    Returns
    -------
    Tab
        The copy, not yet in the book.
    """
    tab = source.draft()
    tab.properties |= {"sheetId": sheet_id, "title": title}
    for name, entries in tab.over.items():
        for entry in entries:
            for key in entry:
                if key.endswith("Id") and name != "tables" and isinstance(entry[key], int):
                    entry[key] = book.new_id()
    _rehome([tab.merges, tab.basic_filter, tab.over], source.id, sheet_id)
    return tab


def _rehome(value: Any, old: int, new: int) -> None:
    """Point every range of ``old`` inside copied rules and charts to ``new``."""
    if isinstance(value, list):
        for entry in value:
            _rehome(entry, old, new)
    elif isinstance(value, dict):
        ranged = value.keys() & {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex", "startIndex"}
        if (ranged or "sheetId" in value) and value.get("sheetId", 0) == old:
            value["sheetId"] = new
        for entry in value.values():
            _rehome(entry, old, new)


def _update_sheet_properties(draft: Draft, body: Body) -> None:
    book = draft.book
    sent = body.get("properties") or {}
    tab = _known(book, sent.get("sheetId", 0))
    wanted = update_tree(body.get("fields"))
    old = copy.deepcopy(tab.properties)
    new = merged(tab.properties | {"index": book.tabs.index(tab)}, stored(sent), wanted)
    new = {"sheetId": tab.id, "title": new.pop("title", ""), "sheetType": "GRID"} | new
    new["sheetId"] = tab.id
    index = new.pop("index", None)
    grid = new.get("gridProperties", {})
    whole_grid = not wanted or not wanted.get("gridProperties", {"": {}})
    for name, what in (("rowCount", "rows"), ("columnCount", "columns")):
        if whole_grid:
            grid.setdefault(name, old["gridProperties"][name])
        if not grid.get(name):
            raise invalid(f"You can't delete all the {what} on the sheet.")
    new["gridProperties"] = grid
    if new["title"] != old["title"]:
        _free_title(book, new["title"], tab)
        rename_in_formulas(book, old["title"], new["title"])
    tab.properties = new
    if all(other.properties.get("hidden") for other in book.tabs):
        raise invalid("You can't hide all the sheets in a document.")
    _sized(tab)
    if tab.height < old["gridProperties"]["rowCount"] or tab.width < old["gridProperties"]["columnCount"]:
        cut_to_size(book, tab)
    book.cells_allowed()
    if index is not None and (not wanted or "index" in wanted):
        old_index = book.tabs.index(tab)
        place = _place(index, len(book.tabs))
        book.tabs.remove(tab)
        # The index is a place between the tabs as they stood before the move.
        book.tabs.insert(place - 1 if place > old_index else place, tab)


def _update_spreadsheet_properties(draft: Draft, body: Body) -> None:
    book = draft.book
    new = merged(book.properties, stored(body.get("properties") or {}), update_tree(body.get("fields")))
    zone = new.get("timeZone", "")
    if zone not in zoneinfo.available_timezones():
        raise invalid(f"Unsupported time zone: {zone}")
    if not new.get("title"):
        raise invalid("Invalid title: ")
    if not new.get("locale"):
        raise invalid("Unsupported locale: ")
    book.properties = new


def _sized(tab: Tab) -> None:
    """Raise Google's 400 for a grid no sheet can have."""
    if tab.height < 1 or tab.width < 1:
        raise invalid("Sheets must have at least one row and one column.")
    if tab.width > MOST_COLUMNS:
        raise invalid(
            f"This action would increase the number of columns in the sheet above the limit of {MOST_COLUMNS} columns."
        )
    frozen_rows, frozen_columns = tab.grid.get("frozenRowCount", 0), tab.grid.get("frozenColumnCount", 0)
    if frozen_rows >= tab.height > 0 and frozen_rows:
        raise invalid("You can't freeze all visible rows on the sheet.")
    if frozen_columns >= tab.width > 0 and frozen_columns:
        raise invalid("You can't freeze all visible columns on the sheet.")


def _free_id(book: Book, sheet_id: int) -> None:
    if any(tab.id == sheet_id for tab in book.tabs):
        raise invalid(f"Sheet with id {sheet_id} already exists")
    if sheet_id < 0:
        raise invalid(f"Invalid sheetId: {sheet_id}")


def _free_title(book: Book, title: str, own: Tab | None = None) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    other = book.titled(title)
    if other is not None and other is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _known(book: Book, sheet_id: int) -> Tab:
    """The tab with this id, or Google's refusal as requests on whole sheets word it."""
    for tab in book.tabs:
        if tab.id == sheet_id:
            return tab
    raise invalid(f"No sheet with id: {sheet_id}")


def _next_title(book: Book) -> str:
    number = len(book.tabs) + 1
    while book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def copy_title(book: Book, title: str) -> str:
    """Find a free title for a copy of a sheet.

    Parameters
    ----------
    book
        The spreadsheet.
    title
        Title of the sheet.

    Returns
    -------
    str
        Such as ``Copy of People 2``.
    """
    name, number = f"Copy of {title}", 2
    while book.titled(name):
        name, number = f"Copy of {title} {number}", number + 1
    return name


def _place(index: int | None, count: int) -> int:
    """A tab's place; raises Google's 400 where there is none."""
    if index is None:
        return count
    if not 0 <= index <= count:
        raise invalid(f"Invalid sheet index: {index}. Must be between 0 and {count}.")
    return index


REQUESTS: dict[str, Request] = {
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "duplicateSheet": _duplicate_sheet,
    "updateSheetProperties": _update_sheet_properties,
    "updateSpreadsheetProperties": _update_spreadsheet_properties,
}
