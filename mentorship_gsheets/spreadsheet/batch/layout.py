"""The layout of the sheet while a plan is being lowered: where each tab's columns and rows are, or will be."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mentorship_gsheets.spreadsheet.plan import Value
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.text import as_key


@dataclass(slots=True)
class TabLayout:
    """Where the rows and columns of one tab being written to are.

    ``next_row`` is the number of the first row below everything; ``rows`` is the size of the grid.
    """

    title: str
    sheet_id: int
    header: list[str]
    next_row: int
    rows: int
    columns: int
    tab: Tab | None = None
    added: dict[tuple[str, str], int] = field(default_factory=dict)
    rules: int = 0

    def column(self, header: str) -> int:
        """Return the column (from 0) under a header; KeyError when there is none."""
        wanted = as_key(header)
        for index, text in enumerate(self.header):
            if as_key(text) == wanted:
                return index
        raise KeyError(f"{self.title} has no column {header!r}")

    def row(self, key_column: str, key: str) -> int:
        """Return the number of the one row with a key, as the sheet counts.

        Parameters
        ----------
        key_column
            The header over the keys.
        key
            The key; case and spaces do not count.

        Raises
        ------
        KeyError
            There is none, or more than one.
        """
        if (as_key(key_column), as_key(key)) in self.added:
            return self.added[as_key(key_column), as_key(key)]
        found = self.tab.keyed(key_column).get(as_key(key), ()) if self.tab else ()
        if len(found) != 1:
            raise KeyError(f"{self.title} has {len(found)} rows whose {key_column} is {key!r}")
        return found[0].number


class Layout:
    """All tabs being written to, and the cells to write, by sheet id, row and column."""

    def __init__(self, places: Iterable[TabLayout]) -> None:
        self._places = {as_key(place.title): place for place in places}
        self.cells: dict[tuple[int, int, int], Value] = {}

    @classmethod
    def of(cls, workbook: Workbook) -> "Layout":
        """Return a layout that stands as the workbook does."""
        return cls(
            TabLayout(
                title=tab.title,
                sheet_id=tab.sheet_id,
                header=list(tab.header),
                next_row=max((row.number for row in tab.rows), default=1) + 1,
                rows=tab.row_count,
                columns=tab.column_count,
                tab=tab,
                rules=len(tab.formatting.rules),
            )
            for tab in workbook.tabs
        )

    def __getitem__(self, title: str) -> TabLayout:
        """Return the tab with this title; KeyError names it when it is not there."""
        return self._places[as_key(title)]

    def __contains__(self, title: str) -> bool:
        """Return whether there is such a tab."""
        return as_key(title) in self._places

    def over(self, workbook: Workbook) -> Workbook:
        """Return a workbook with the tabs, headers and sizes of this layout; its cells are those it has.

        Parameters
        ----------
        workbook
            That the layout was made of.
        """
        known = {tab.sheet_id for tab in workbook.tabs}
        tabs = [
            replace(tab, header=tuple(place.header), row_count=place.rows, column_count=place.columns)
            for tab in workbook.tabs
            for place in (self[tab.title],)
        ]
        tabs += [
            Tab(place.title, place.sheet_id, tuple(place.header), row_count=place.rows, column_count=place.columns)
            for place in self._places.values()
            if place.sheet_id not in known
        ]
        return replace(workbook, tabs=tuple(tabs))

    def add(self, title: str, header: list[str], rows: int) -> TabLayout:
        """Add a tab under a sheet id that the spreadsheet does not use yet.

        Parameters
        ----------
        title
            Its title.
        header
            Its first row.
        rows
            How many rows the grid has.

        Returns
        -------
        TabLayout
            Where its cells are.
        """
        used = {place.sheet_id for place in self._places.values()}
        # from the title, so that the same plan is the same batch on every computer
        sheet_id = zlib.crc32(as_key(title).encode()) & 0x3FFFFFFF
        while sheet_id in used:
            sheet_id += 1
        place = TabLayout(title, sheet_id, header, next_row=2, rows=rows, columns=max(len(header), 1))
        self._places[as_key(title)] = place
        return place

    def rename(self, title: str, new: str) -> TabLayout:
        """Call a tab by another title from now on.

        Parameters
        ----------
        title
            Its title until now.
        new
            Its new one.

        Returns
        -------
        Its layout, under the new title.

        Raises
        ------
        KeyError
            There is no such tab.
        """
        place = self._places.pop(as_key(title))
        place.title = new
        self._places[as_key(new)] = place
        return place

    def put(self, title: str, row: int, column: int, value: Value) -> None:
        """Note a cell to write: its row as the sheet counts, its column from 0.

        Parameters
        ----------
        title
            Title of the tab.
        row
            The row, as the sheet counts.
        column
            Its number, from 0.
        value
            What is written: text, number, truth value or formula.

        Raises
        ------
        KeyError
            There is no such tab.
        """
        self.cells[self[title].sheet_id, row, column] = value

    def bounds(self) -> dict[str, tuple[TabLayout, int]]:
        """Return every tab by title with the rows of its grid, for formulas that look into other tabs."""
        return {place.title: (place, place.rows) for place in self._places.values()}
