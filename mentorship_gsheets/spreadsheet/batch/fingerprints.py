"""Fingerprints: what stands in a cell, or will, as one text, by which expected, found and written are compared."""

import hashlib
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.spreadsheet.batch.formulas import plain_formula
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Tab

_LONGEST = 200


Value = Mapping[str, Any]


def header_of(tab: Tab, column: int) -> str:
    """Return the header over a column counted from 0; empty where there is none.

    Parameters
    ----------
    tab
        The tab.
    column
        Its number, from 0.
    """
    return tab.header[column] if column < len(tab.header) else ""


def cell_of(tab: Tab, number: int, column: int) -> Cell:
    """Return the cell in a row as the sheet counts and a column from 0, the header row included.

    Parameters
    ----------
    tab
        The tab.
    number
        The row, as the sheet counts: 1 is the header.
    column
        Its number, from 0.
    """
    if number == 1:
        return Cell(header_of(tab, column))
    # rows follow each other from the second on
    return tab.rows[number - 2][column] if number - 2 < len(tab.rows) else BLANK


def fingerprint(cell: Cell) -> str:
    """Return what stands in a cell as one text that is equal only for equal content, whatever its format."""
    if cell.formula:
        return short("f:" + plain_formula(cell.formula))
    if cell.number is not None:
        # JSON has whole numbers without a point
        return f"n:{float(cell.number)!r}"
    return short("t:" + cell.text) if cell.text else ""


def fingerprint_of(value: Value) -> str:
    """Return the `fingerprint` a cell has once this ``ExtendedValue`` is written to it."""
    match dict(value):
        case {"formulaValue": formula}:
            return short("f:" + plain_formula(formula))
        case {"numberValue": number}:
            return f"n:{float(number)!r}"
        case {"boolValue": truth}:
            return "t:TRUE" if truth else "t:FALSE"
        case {"stringValue": text} if text:
            return short(f"t:{text}")
    return ""


def short(text: str) -> str:
    """Return a text as it is, or the digest of a long one: all records of a row must fit into one cell."""
    if len(text) <= _LONGEST:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
