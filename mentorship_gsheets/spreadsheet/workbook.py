"""An immutable snapshot of a spreadsheet, taken in one read: columns are found by header, rows by key."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from mentorship_gsheets.text import as_key

_Found = TypeVar("_Found")


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701), column_letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: its text as shown, the formula behind it (with ``=``) or empty, the number typed.

    ``number`` is there where somebody typed a number or a date; how it shows depends on the format.
    """

    text: str = ""
    formula: str = ""
    number: float | None = field(default=None, compare=False)


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the sheet counts (the header is 1) and its cells, trailing blanks cut off."""

    number: int
    cells: tuple[Cell, ...]

    def __getitem__(self, index: int) -> Cell:
        """Return the cell in a column counted from 0; beyond the last filled one it is blank."""
        return self.cells[index] if index < len(self.cells) else BLANK

    @property
    def blank(self) -> bool:
        """True when no cell of the row shows anything."""
        return not any(cell.text.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells: row numbers as the sheet counts, columns counted from 0."""

    rows: range
    columns: range

    def __str__(self) -> str:
        """Return the rectangle as ``A2:B3``."""
        first, last = (f"{column_letters(self.columns[end])}{self.rows[end]}" for end in (0, -1))
        return f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Lock:
    """Cells that whoever read the sheet may not change; a protection that only warns is none.

    Parameters
    ----------
    area
        The cells.
    open
        Parts of the area that may be changed all the same.
    whole
        The tab itself is protected, with its rules and its size.
    called
        What the organizer calls the protection; mostly empty.
    """

    area: Area
    open: tuple[Area, ...] = ()
    whole: bool = False
    called: str = ""

    def bars(self, row: int, column: int) -> bool:
        """Return whether a cell, its row as the sheet counts and its column from 0, may not be changed.

        Parameters
        ----------
        row
            As the sheet counts.
        column
            From 0.
        """
        inside = (row in area.rows and column in area.columns for area in self.open)
        return row in self.area.rows and column in self.area.columns and not any(inside)


@dataclass(frozen=True, slots=True)
class Formatting:
    """What a tab has besides cells: enough to see what is missing, nothing more.

    Parameters
    ----------
    rules
        Formulas (with ``=``) of the conditional-format rules, in order.
    protections
        Descriptions of the protected ranges.
    filters
        Titles of the filter views.
    charts
        Titles of the charts.
    banded
        True when the tab has banded rows.
    notes
        Folded header -> note of the header cell.
    dropdowns
        Folded header -> the choices offered in the first row below the header; ``("TRUE", "FALSE")`` for a
        check box. Columns without one are absent.
    """

    rules: tuple[str, ...] = ()
    protections: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()
    charts: frozenset[str] = frozenset()
    banded: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    dropdowns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its header row and the rows below it, blank rows included.

    Parameters
    ----------
    title, sheet_id
        As Google names it.
    header
        Texts of the first row; trailing blanks cut off.
    rows
        Rows from the second on, up to the last one with anything in it.
    row_count, column_count
        Size of the grid.
    frozen_rows
        Rows that stay in view.
    hidden
        True when the tab is hidden.
    formatting
        Rules, notes, charts and so on.
    merged
        Where several cells are merged into one: only the first of them can hold anything.
    locked
        What whoever read the sheet may not change.
    """

    title: str
    sheet_id: int
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    row_count: int = 1000
    column_count: int = 26
    frozen_rows: int = 0
    hidden: bool = False
    formatting: Formatting = Formatting()
    merged: tuple[Area, ...] = ()
    locked: tuple[Lock, ...] = ()
    _remembered: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def remember(self, name: str, look: Callable[[], _Found]) -> _Found:
        """Return what ``look`` finds in this tab, which never changes, looking only once for each name.

        Parameters
        ----------
        name
            What is looked for; the same name always for the same thing.
        look
            Finds it; it is called at most once.
        """
        if name not in self._remembered:
            self._remembered[name] = look()
        found: _Found = self._remembered[name]
        return found

    def columns(self, header: str) -> tuple[int, ...]:
        """Return every column (from 0) with this header; two or more are a person's slip to be reported."""
        return self.remember("columns by header", self._columns_by_header).get(as_key(header), ())

    def _columns_by_header(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for index, text in enumerate(self.header):
            found[as_key(text)] = (*found.get(as_key(text), ()), index)
        return found

    def column(self, header: str) -> int | None:
        """Return the first column (from 0) with this header, or None."""
        # asked for every cell of every row
        known: dict[str, int | None] = self.remember("first column", dict)
        if header not in known:
            known[header] = next(iter(self.columns(header)), None)
        return known[header]

    def cell(self, row: Row, header: str) -> Cell:
        """Return a row's cell under a header; blank when there is no such column.

        Parameters
        ----------
        row
            The row.
        header
            The header over the column; case and spaces do not count.
        """
        column = self.column(header)
        return BLANK if column is None else row[column]

    def text(self, row: Row, header: str) -> str:
        """Return the text of a row's cell under a header, outer white space cut off.

        Parameters
        ----------
        row
            The row.
        header
            The header over the column; case and spaces do not count.
        """
        return self.cell(row, header).text.strip()

    def records(self) -> Iterator[tuple[Row, Mapping[str, str]]]:
        """Iterate over the rows that are not blank, each with its texts by header (first of equal headers)."""
        where = {text: self.column(text) for text in self.header if text.strip()}
        for row in self.rows:
            if not row.blank:
                yield row, {text: row[column].text.strip() for text, column in where.items() if column is not None}

    def keyed(self, key_column: str) -> Mapping[str, tuple[Row, ...]]:
        """Return the rows by folded text in the key column; rows without a key are absent."""
        return self.remember(f"keyed {key_column}", lambda: self._keyed(key_column))

    def _keyed(self, key_column: str) -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, tuple[Row, ...]] = {}
        for row in self.rows:
            key = as_key(self.text(row, key_column))
            if key:
                found[key] = (*found.get(key, ()), row)
        return found

    def address(self, row: Row | int, header: str) -> str:
        """Return where a cell is, as ``Mentors!C7``; without such a column, the row alone.

        Parameters
        ----------
        row
            The row, or its number as the sheet counts.
        header
            The header over the column; case and spaces do not count.
        """
        number = row.number if isinstance(row, Row) else row
        column = self.column(header)
        title = f"'{self.title}'" if " " in self.title else self.title
        return f"{title}!{number}" if column is None else f"{title}!{column_letters(column)}{number}"


def with_headers(tab: Tab, names: Mapping[str, str]) -> Tab:
    """Return a tab of which some columns are called otherwise.

    Parameters
    ----------
    tab
        The tab.
    names
        Present header -> the new one; notes and dropdowns go along.
    """
    folded = {as_key(before): after for before, after in names.items()}
    there = tab.formatting
    return replace(
        tab,
        header=tuple(folded.get(as_key(text), text) for text in tab.header),
        formatting=replace(
            there,
            notes={as_key(folded.get(name, name)): note for name, note in there.notes.items()},
            dropdowns={as_key(folded.get(name, name)): choices for name, choices in there.dropdowns.items()},
        ),
    )


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole spreadsheet as one read found it.

    Parameters
    ----------
    id, title
        As Google names it.
    tabs
        In the order of the sheet.
    locale, time_zone
        Of the spreadsheet; they rule how typed numbers and dates are read.
    metadata
        Key -> value of the spreadsheet's own developer metadata, which nobody sees; runs are not among it.
    """

    id: str
    title: str
    tabs: tuple[Tab, ...]
    locale: str = "en_US"
    time_zone: str = "Etc/UTC"
    metadata: Mapping[str, str] = field(default_factory=dict)

    def tab(self, title: str) -> Tab | None:
        """Return the tab with this title (any case, outer spaces aside), or None."""
        for tab in self.tabs:
            # asked for every cell; nearly always by the very title
            if tab.title == title:
                return tab
        wanted = as_key(title)
        return next((tab for tab in self.tabs if as_key(tab.title) == wanted), None)
