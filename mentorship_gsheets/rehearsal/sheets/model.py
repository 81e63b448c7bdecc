"""The spreadsheet as data: a book of tabs, each a grid of cells and the things laid over it.

Cells, rules, charts and the rest are kept as the API's own JSON (``CellData``, ``ConditionalFormatRule`` ...), so
that nothing is lost between a write and the next read. Cells and rows are never changed in place, only replaced:
that makes a draft for an atomic batch as cheap as a copy of the list of rows.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.formats import new_properties
from mentorship_gsheets.rehearsal.sheets.ranges import Area, Box

Cell = dict[str, Any]
Row = tuple[Cell | None, ...]

MOST_CELLS = 10_000_000
MOST_COLUMNS = 18_278

LISTS = (
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "slicers",
    "tables",
    "rowGroups",
    "columnGroups",
)
"""What a tab carries besides cells, by its name in the ``Sheet`` JSON: each a list of the API's objects."""


@dataclass(slots=True)
class Tab:
    """One sheet of a book.

    ``properties`` is ``SheetProperties`` without ``index``. ``rows`` holds cells up to the last used one of a row and
    rows up to the last used row. ``heights`` and ``widths`` hold ``DimensionProperties`` (``None``: the default) of
    rows and columns up to the last that differs. ``over`` holds the lists named in :data:`LISTS`.
    """

    properties: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    heights: list[dict[str, Any] | None] = field(default_factory=list)
    widths: list[dict[str, Any] | None] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    basic_filter: dict[str, Any] | None = None
    over: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})

    @property
    def id(self) -> int:
        """The sheet's id, stable for its life."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """What stands on the tab."""
        return str(self.properties["title"])

    @property
    def grid(self) -> dict[str, Any]:
        """``GridProperties``: rows and columns there are, frozen ones."""
        grid: dict[str, Any] = self.properties["gridProperties"]
        return grid

    @property
    def height(self) -> int:
        """How many rows the grid has."""
        return int(self.grid["rowCount"])

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return int(self.grid["columnCount"])

    @property
    def box(self) -> Box:
        """The whole grid."""
        return Box(0, self.height, 0, self.width)

    @property
    def used(self) -> Box:
        """The grid up to the last cell that holds anything."""
        return Box(0, len(self.rows), 0, max(map(len, self.rows), default=0))

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place.

        Parameters
        ----------
        row, column
            Place of the cell, from 0.

        Returns
        -------
        Cell | None
            The cell, or ``None`` where nothing stands.
        """
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return None

    def put(self, row: int, changes: dict[int, Cell | None]) -> None:
        """Replace cells of one row.

        Parameters
        ----------
        row
            Its number, from 0; rows in between are made.
        changes
            Cells by column, from 0; ``None`` or an empty cell takes what stands there away.
        """
        while len(self.rows) <= row:
            self.rows.append(())
        cells = list(self.rows[row])
        last = max(changes, default=-1)
        if last >= len(cells):
            cells.extend([None] * (last + 1 - len(cells)))
        for column, cell in changes.items():
            cells[column] = cell or None
        self.rows[row] = trimmed(cells)
        while self.rows and not self.rows[-1]:
            self.rows.pop()

    def used_part(self, box: Box) -> Box:
        """The part of a rectangle that lies over used rows and columns."""
        used = self.used
        return Box(box.top, min(box.bottom, used.bottom), box.left, min(box.right, used.right))

    def cells_in(self, box: Box) -> Iterator[tuple[int, int, Cell]]:
        """Row, column and cell of everything that stands in a rectangle, row by row."""
        for row in range(box.top, min(box.bottom, len(self.rows))):
            cells = self.rows[row]
            for column in range(box.left, min(box.right, len(cells))):
                cell = cells[column]
                if cell is not None:
                    yield row, column, cell

    def draft(self) -> Tab:
        """A copy to change."""
        return Tab(
            copy.deepcopy(self.properties),
            list(self.rows),
            list(self.heights),
            list(self.widths),
            copy.deepcopy(self.merges),
            copy.deepcopy(self.basic_filter),
            copy.deepcopy(self.over),
        )


def trimmed(cells: list[Cell | None]) -> Row:
    """A row without the empty cells at its end."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return tuple(cells[:last])


@dataclass(slots=True)
class Book:
    """One spreadsheet. ``metadata`` is every piece of developer metadata in it, wherever it is attached."""

    id: str
    properties: dict[str, Any]
    tabs: list[Tab]
    named_ranges: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)

    @property
    def locale(self) -> str:
        """Say ``en_US``: decides separators, dates and currency."""
        return str(self.properties["locale"])

    def draft(self) -> Book:
        """A copy to change."""
        return Book(
            self.id,
            copy.deepcopy(self.properties),
            [tab.draft() for tab in self.tabs],
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.metadata),
        )

    def tab(self, sheet_id: int) -> Tab:
        """The tab with this id; raises Google's 400 where there is none."""
        for tab in self.tabs:
            if tab.id == sheet_id:
                return tab
        raise invalid(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Tab | None:
        """The tab of this title, letter case aside, as Sheets finds it; or ``None``."""
        folded = title.casefold()
        exact = [tab for tab in self.tabs if tab.title == title]
        return next(iter(exact or [tab for tab in self.tabs if tab.title.casefold() == folded]), None)

    def place(self, area: Area) -> tuple[Tab, Box]:
        """The tab of a range and the rectangle it covers there, open ends closed at the grid's ends."""
        tab = self.tab(area.sheet_id)
        return tab, area.within(tab.height, tab.width)

    def new_id(self) -> int:
        """An id no sheet, chart, rule or metadata of this book has."""
        taken = {tab.id for tab in self.tabs} | {entry["metadataId"] for entry in self.metadata}
        for tab in self.tabs:
            for entries in tab.over.values():
                taken |= {value for entry in entries for name, value in entry.items() if name.endswith("Id")}
        while (number := secrets.randbelow(2**31 - 2) + 1) in taken:
            pass
        return number

    def cells_allowed(self) -> None:
        """Raise Google's 400 when the grids together pass ten million cells."""
        cells = sum(tab.height * tab.width for tab in self.tabs)
        if cells > MOST_CELLS:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            )


def new_tab(sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Tab:
    """Make an empty sheet, of Google's default size if not told otherwise.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    title
        Title of the sheet.
    rows, columns
        Size of the grid.

    Returns
    -------
    Tab
        The sheet, not yet in any book.
    """
    grid = {"rowCount": rows, "columnCount": columns}
    return Tab({"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": grid})


def new_book(id: str, title: str, locale: str = "en_US", time_zone: str = "Etc/GMT") -> Book:
    """Make a spreadsheet with one empty sheet, as Drive creates it.

    Parameters
    ----------
    id
        Id of the spreadsheet.
    title
        Title of the spreadsheet.
    locale, time_zone
        As Google names them.

    Returns
    -------
    Book
        The spreadsheet, not yet stored.
    """
    return Book(id, new_properties(title, locale, time_zone), [new_tab(0, "Sheet1")])


def new_book_id() -> str:
    """An id of the shape Drive gives spreadsheets: 44 letters, digits, ``-`` and ``_`` after a 1."""
    return "1" + secrets.token_urlsafe(33)[:43]
