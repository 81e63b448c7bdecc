"""Which tab and rectangle a range names in a given book, and Google's refusals where it names none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.ranges import (
    Area,
    Box,
    area_of,
    cell_name,
    column_name,
    corners,
    quoted,
    split,
    unparsable,
)


def resolve(book: Book, text: str) -> tuple[Tab, Area]:
    """Find the tab and rectangle of a range.

    A range without a title is on the first tab people see.

    Parameters
    ----------
    book
        The spreadsheet.
    text
        In A1 or R1C1 notation, a tab's title, or a named range.

    Returns
    -------
    tuple[Tab, Area]
        The tab and its range; ends that the text leaves open stay open.

    Raises
    ------
    ApiError
        Google's 400 for what names nothing here.
    """
    title, rest = split(text)
    if title is None:
        found = corners(rest)
        if found is None:
            # A bare name is a named range first; quotes or a ! make it a title.
            tab = book.titled(rest)
            if tab is None or _find_named(book, rest) is not None:
                return _named(book, rest, text)
            return tab, Area(tab.id)
        first = next(tab for tab in book.tabs if not tab.properties.get("hidden"))
        return first, Area(first.id, *found)
    tab = book.titled(title)
    if tab is None:
        raise unparsable(text)
    if not rest:
        return tab, Area(tab.id)
    found = corners(rest)
    if found is None:
        return _named(book, rest, text)
    return tab, Area(tab.id, *found)


def _named(book: Book, name: str, text: str) -> tuple[Tab, Area]:
    entry = _find_named(book, name)
    if entry is None:
        raise unparsable(text)
    area = area_of(entry["range"])
    return book.tab(area.sheet_id), area


def _find_named(book: Book, name: str) -> dict[str, Any] | None:
    folded = name.casefold()
    return next((entry for entry in book.named_ranges if entry["name"].casefold() == folded), None)


def box_of(tab: Tab, area: Area) -> Box:
    """Close a range to the cells that exist.

    Parameters
    ----------
    tab
        The sheet.
    area
        The range.

    Returns
    -------
    Box
        The rectangle.

    Raises
    ------
    ApiError
        Google's 400 where it starts outside the grid.
    """
    if (area.top or 0) >= tab.height or (area.left or 0) >= tab.width:
        raise invalid(
            f"Range ({written_open(tab, area)}) exceeds grid limits. Max rows: {tab.height}, max columns: {tab.width}"
        )
    return area.within(tab.height, tab.width)


def grid_box(book: Book, grid_range: Mapping[str, Any]) -> tuple[Tab, Box]:
    """Find the tab and cells of a ``GridRange`` in a request.

    Parameters
    ----------
    book
        The spreadsheet.
    grid_range
        As Google's JSON has it.

    Returns
    -------
    tuple[Tab, Box]
        The tab and the rectangle.

    Raises
    ------
    ApiError
        Google's 400 for what is not there.
    """
    area = area_of(grid_range)
    tab = book.tab(area.sheet_id)
    return tab, box_of(tab, area)


def written_open(tab: Tab, area: Area) -> str:
    """Write a range as Google's refusals do: open ends stay open.

    Parameters
    ----------
    tab
        The sheet.
    area
        The range.

    Returns
    -------
    str
        The range in A1 notation, as in ``T!A1001:B`` or ``T!AA1:2``.
    """
    if (area.top, area.bottom, area.left, area.right) == (None, None, None, None):
        return quoted(tab.title)
    first = cell_name(area.top or 0, area.left or 0)
    column = "" if area.right is None else column_name(area.right - 1)
    row = "" if area.bottom is None else str(area.bottom)
    last = column + row
    return f"{quoted(tab.title)}!{first}" + ("" if last in {"", first} else f":{last}")
