"""Heights of rows in a file: those people set, and those that grow with their text.

Sheets measures the latter when it shows them. Not every program that opens a file does, so the file states them, marked
as nobody's choice: whoever edits the text there has the row measured anew.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from mentorship_gsheets.rehearsal.sheets.appearance import Appearance
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.view import View
from mentorship_gsheets.rehearsal.sheets.widths import text_pixels

_POINTS_PER_PIXEL = 0.75
_USUAL_WIDTH, _USUAL_POINTS = 100, 15.75
_LEADING = 1.29
"""Line height over font size, as LibreOffice and Excel set Arial."""
_WIDER = 1.08
"""Arial over the font Sheets measures with, and a little to spare: a line too many does less harm than one too few."""
_WIDE_EXTRA = 7
"""Pixels by which Chinese, Japanese and Korean letters are wider than others."""


class FittedRow(RowDimension):
    """A row as high as its text needs."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        """Nobody chose the height."""
        return False


def write_heights(sheet: Worksheet, view: View, tab: Tab, appearance: Appearance) -> None:
    """State the height of every row that is not of the usual one, in points.

    Parameters
    ----------
    sheet
        The sheet of openpyxl's, which is changed.
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    appearance
        What the cells of the tab look like.
    """
    for row in range(max(view.last_row(tab), len(tab.heights))):
        kept = (tab.heights[row] if row < len(tab.heights) else None) or {}
        if "pixelSize" in kept:
            sheet.row_dimensions[row + 1].height = kept["pixelSize"] * _POINTS_PER_PIXEL
        elif (points := _needed(view, tab, appearance, row)) > _USUAL_POINTS:
            sheet.row_dimensions[row + 1] = FittedRow(sheet, index=row + 1, ht=points)


def _needed(view: View, tab: Tab, appearance: Appearance, row: int) -> float:
    """The points a row needs for the highest of its cells; cells of merges do not count, as in Sheets."""
    points = 0.0
    for column in range(view.row_length(tab, row)):
        size = (tab.widths[column] if column < len(tab.widths) else None) or {}
        text = view.text(tab, row, column)
        if not text or size.get("hiddenByUser") or _merged(tab, row, column):
            continue
        look = appearance.own_format(row, column, view.value(tab, row, column))
        font = look["textFormat"].get("fontSize", 10)
        paragraphs = text.split("\n")
        if look.get("wrapStrategy") == "WRAP":
            room = (size.get("pixelSize", _USUAL_WIDTH) - 5) * 10 / font
            lines = sum(lines_of(paragraph, room) for paragraph in paragraphs)
        else:
            lines = len(paragraphs)
        points = max(points, lines * font * _LEADING + 2)
    return round(points, 2)


def lines_of(paragraph: str, room: float) -> int:
    """Count the lines that a paragraph takes in a column.

    Parameters
    ----------
    paragraph
        A text without line breaks.
    room
        Pixels that the column has for text of ten points.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> lines_of("a word or two", 200), lines_of("a word or two", 40), lines_of("", 40)
    (1, 3, 1)
    """
    lines, used = 1, 0.0
    for piece in re.findall(r"\S+\s*", paragraph):
        bare = _width(piece.rstrip())
        if used and used + bare > room:
            lines, used = lines + 1, 0.0
        # A word wider than the column is broken.
        lines += max(0, -int(-bare // room) - 1) if bare > room else 0
        used += _width(piece) % room if bare > room else _width(piece)
    return lines


def _width(text: str) -> float:
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return text_pixels(text) * _WIDER + wide * _WIDE_EXTRA


def _merged(tab: Tab, row: int, column: int) -> bool:
    return any(
        merge["startRowIndex"] <= row < merge["endRowIndex"]
        and merge["startColumnIndex"] <= column < merge["endColumnIndex"]
        for merge in tab.merges
    )
