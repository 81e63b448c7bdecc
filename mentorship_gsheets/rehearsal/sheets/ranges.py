"""Ranges: A1 and R1C1 notation, GridRange JSON, and the rectangle both stand for.

Notation: https://developers.google.com/workspace/sheets/api/guides/concepts#cell
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, invalid

_A1 = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,7})?")
_R1C1 = re.compile(r"(?:[Rr]([1-9]\d*))?(?:[Cc]([1-9]\d*))?")
_PLAIN_TITLE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of one sheet, 0-based and half-open; ``None`` is an open end."""

    sheet_id: int
    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def within(self, rows: int, columns: int) -> Box:
        """Close the range inside a grid.

        Parameters
        ----------
        rows, columns
            Size of the grid.

        Returns
        -------
        Box
            The rectangle.
        """
        return Box(
            self.top or 0,
            rows if self.bottom is None else min(self.bottom, rows),
            self.left or 0,
            columns if self.right is None else min(self.right, columns),
        )

    @property
    def one_cell(self) -> bool:
        """Whether the range is exactly one cell."""
        return (
            self.top is not None
            and self.bottom == self.top + 1
            and self.left is not None
            and self.right == self.left + 1
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A closed rectangle of a grid, 0-based and half-open."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Rows in it; 0 when empty."""
        return max(0, self.bottom - self.top)

    @property
    def width(self) -> int:
        """Columns in it; 0 when empty."""
        return max(0, self.right - self.left)

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside.

        Parameters
        ----------
        row, column
            Place of the cell, from 0.

        Returns
        -------
        bool
            Whether it does.
        """
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: Box) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def covers(self, other: Box) -> bool:
        """Whether every cell of ``other`` lies inside."""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )


def column_name(column: int) -> str:
    """The letters of a 0-based column.

    >>> column_name(0), column_name(25), column_name(26), column_name(701), column_name(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_number(name: str) -> int:
    """The 0-based column of its letters.

    >>> column_number("A"), column_number("aa"), column_number("AAA")
    (0, 26, 702)
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Name a cell in A1 notation.

    Parameters
    ----------
    row, column
        Place of the cell, from 0.

    Returns
    -------
    str
        Such as ``B7``.
    """
    return f"{column_name(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title as Google writes it before ``!``: quoted where it could be read as something else.

    >>> quoted("Sheet1"), quoted("D3"), quoted("Form Responses 1"), quoted("I'm")
    ('Sheet1', "'D3'", "'Form Responses 1'", "'I''m'")
    """
    if _PLAIN_TITLE.fullmatch(title) and title.isascii():
        cell = re.fullmatch(r"[A-Za-z]{1,3}[1-9]\d{0,7}", title)
        if not cell and not (re.search(r"\d", title) and _R1C1.fullmatch(title)):
            return title
    return "'" + title.replace("'", "''") + "'"


def written(title: str, box: Box) -> str:
    """Write a rectangle in A1 notation with its sheet, the way replies name ranges.

    Parameters
    ----------
    title
        Title of the sheet.
    box
        The rectangle.

    Returns
    -------
    str
        Such as ``'My tab'!A1:B7``; one cell for a rectangle of one.
    """
    first = cell_name(box.top, box.left)
    last = cell_name(box.bottom - 1, box.right - 1)
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")


def split(text: str) -> tuple[str | None, str]:
    """The sheet's title (``None`` where none is named) and the rest of a range in notation.

    >>> split("'It''s'!A1"), split("A1:B2"), split("Sheet1!A:A"), split("'Sheet1'")
    (("It's", 'A1'), (None, 'A1:B2'), ('Sheet1', 'A:A'), ('Sheet1', ''))
    """
    quotes = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    if quotes:
        return quotes[1].replace("''", "'"), quotes[2] or ""
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def corners(text: str) -> tuple[int | None, int | None, int | None, int | None] | None:
    """Top, bottom, left and right of ``A1:B2``, ``A:C``, ``2:4``, ``A5:A``, ``R1C1:R2C2``; ``None`` if it is none.

    >>> corners("B2"), corners("D4:A1"), corners("A2:C"), corners("R2C3"), corners("Name")
    ((1, 2, 1, 2), (0, 4, 0, 4), (1, None, 0, 3), (1, 2, 2, 3), None)
    """
    parts = text.strip().split(":")
    if len(parts) > 2:
        return None
    ends = [_end(part.strip()) for part in parts]
    if any(end is None for end in ends) or ends == [(None, None)]:
        return None
    first, last = ends[0], ends[-1]
    assert first is not None  # noqa: S101 - said above, for the type checker
    assert last is not None  # noqa: S101 - said above, for the type checker
    if len(parts) == 1 and None in first:
        return None
    top, bottom = _span(first[0], last[0])
    left, right = _span(first[1], last[1])
    if (top, bottom, left, right) == (None, None, None, None):
        return None
    return top, bottom, left, right


def _span(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """Start and end of one dimension; an end that is not named is open."""
    if first is None and last is None:
        return None, None
    if first is None or last is None:
        return (first if last is None else last), None
    return min(first, last), max(first, last) + 1


def _end(part: str) -> tuple[int | None, int | None] | None:
    """Row and column of one corner, each ``None`` where not named; ``None`` where it is no corner."""
    if not part:
        return None
    if match := _A1.fullmatch(part):
        column = None if match[1] is None else column_number(match[1])
        if column is None or column < 18278:
            return (None if match[2] is None else int(match[2]) - 1), column
    if match := _R1C1.fullmatch(part):
        return tuple(None if group is None else int(group) - 1 for group in match.groups())  # type: ignore[return-value]  # two groups
    return None


def area_of(grid_range: Mapping[str, Any]) -> Area:
    """The rectangle of a GridRange; an absent ``sheetId`` is 0, as Google's replies have it.

    Raises 400 for ends before starts, in Google's words.
    """
    top, bottom = grid_range.get("startRowIndex"), grid_range.get("endRowIndex")
    left, right = grid_range.get("startColumnIndex"), grid_range.get("endColumnIndex")
    for name, start, end in (("Row", top, bottom), ("Column", left, right)):
        if start is not None and start < 0:
            raise invalid(f"start{name}Index[{start}] cannot be negative.")
        if end is not None and end < (start or 0):
            raise invalid(f"end{name}Index[{end}] cannot be before start{name}Index[{start or 0}].")
    return Area(grid_range.get("sheetId") or 0, top, bottom, left, right)


def range_json(area: Area) -> dict[str, Any]:
    """A GridRange as replies show it: ``sheetId`` 0 and open ends left out."""
    entries = {
        "sheetId": area.sheet_id or None,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
    return {name: value for name, value in entries.items() if value is not None}


def box_json(sheet_id: int, box: Box) -> dict[str, Any]:
    """Write a closed rectangle as a ``GridRange``.

    Parameters
    ----------
    sheet_id
        Id of the sheet.
    box
        The rectangle.

    Returns
    -------
    dict[str, Any]
        As Google's JSON has it.
    """
    return range_json(Area(sheet_id, box.top, box.bottom, box.left, box.right))


def unparsable(text: str) -> ApiError:
    """Google's refusal of a range it cannot read."""
    return invalid(f"Unable to parse range: {text}")
