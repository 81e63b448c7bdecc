"""References inside formulas: found, moved, renamed, written back. Everything else of a formula stays as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from mentorship_gsheets.rehearsal.sheets.ranges import column_name, column_number, quoted

_REFERENCE = re.compile(
    r"""
    "(?:[^"]|"")*"                                                     # text, skipped over
    |
    (?<![\w.$\#])
    (?P<title>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?
    (?:
        (?P<first>\$?[A-Za-z]{1,3}\$?[1-9]\d*)
        (?: \s*:\s* (?P<last>\$?[A-Za-z]{1,3}\$?[1-9]\d*|\$?[A-Za-z]{1,3}(?![\w(])|\$?[1-9]\d*(?![\w.])) )?
        |
        (?P<from>\$?[A-Za-z]{1,3})\s*:\s*(?P<to>\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)
        |
        (?P<top>\$?[1-9]\d*)\s*:\s*(?P<bottom>\$?[1-9]\d*)
    )
    (?![\w(!])
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9]\d*)?")

LOST = "#REF!"
"""What stands where a reference pointed to cells that are gone."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference, 0-based; ``None`` where it names no row or no column. ``fixed`` is the ``$``."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        """The end in A1 notation."""
        text = ""
        if self.column is not None:
            text += ("$" if self.column_fixed else "") + column_name(self.column)
        if self.row is not None:
            text += ("$" if self.row_fixed else "") + str(self.row + 1)
        return text


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or range named in a formula; ``title`` is the sheet's, ``None`` the formula's own."""

    title: str | None
    first: Corner
    last: Corner | None

    def __str__(self) -> str:
        """The reference as a formula has it."""
        prefix = "" if self.title is None else f"{quoted(self.title)}!"
        return f"{prefix}{self.first}" + ("" if self.last is None else f":{self.last}")


def pieces(formula: str) -> Iterator[str | Reference]:
    """The formula cut into references and the text between them, in order."""
    at = 0
    for start, end, reference in _references(formula):
        if start > at:
            yield formula[at:start]
        at = end
        yield reference
    if at < len(formula):
        yield formula[at:]


@lru_cache(maxsize=16_384)
def _references(formula: str) -> tuple[tuple[int, int, Reference], ...]:
    """Where each reference of a formula begins and ends, and what it says."""
    return tuple(
        (found.start(), found.end(), _reference(found))
        for found in _REFERENCE.finditer(formula)
        if not found[0].startswith('"')
    )


def _reference(found: re.Match[str]) -> Reference:
    title = found["title"]
    if title is not None:
        title = title[:-1]
        title = title[1:-1].replace("''", "'") if title.startswith("'") else title
    first = found["first"] or found["from"] or found["top"]
    last = found["last"] or found["to"] or found["bottom"]
    return Reference(title, _corner(first), None if last is None else _corner(last))


@lru_cache(maxsize=16_384)
def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    assert found is not None  # noqa: S101 - the pattern of references lets nothing else through
    mark, letters, second_mark, digits = found.groups()
    if letters is None:
        return Corner(int(digits) - 1, None, row_fixed=bool(mark or second_mark))
    row = None if digits is None else int(digits) - 1
    return Corner(row, column_number(letters), row_fixed=bool(second_mark), column_fixed=bool(mark))


def mapped(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """Change every reference of a formula.

    Parameters
    ----------
    formula
        With or without its ``=``.
    change
        Gives the reference in its place; ``None`` becomes ``#REF!``.

    Returns
    -------
    str
        The formula; references that stay are the same letter for letter.

    Examples
    --------
    >>> mapped('=a1&"B2"&SUM(B2)', lambda found: found and Reference("T", found.first, found.last))
    '=T!A1&"B2"&SUM(T!B2)'
    """
    result, at = [], 0
    for start, end, old in _references(formula):
        new = change(old)
        if new != old:
            result += [formula[at:start], LOST if new is None else str(new)]
            at = end
    return "".join([*result, formula[at:]])


def copied(formula: str, rows: int, columns: int) -> str:
    """Rewrite a formula as it reads in another cell.

    Parameters
    ----------
    formula
        As it stands in the first cell.
    rows
        How many rows further down the other cell is.
    columns
        How many columns further right.

    Returns
    -------
    str
        The formula; references that leave the grid are ``#REF!``.

    Examples
    --------
    >>> copied("=A1+$A1+A$1+$A$1+Other!B2", 1, 2)
    '=C2+$A2+C$1+$A$1+Other!D3'
    >>> copied("=A1", -1, 0)
    '=#REF!'
    """
    if not rows and not columns:
        return formula

    def shift(found: Reference) -> Reference | None:
        ends = [None if end is None else _moved(end, rows, columns) for end in (found.first, found.last)]
        if ends[0] is None or (found.last is not None and ends[1] is None):
            return None
        return Reference(found.title, ends[0], ends[1])

    return mapped(formula, shift)


def _moved(corner: Corner, rows: int, columns: int) -> Corner | None:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row += rows
    if column is not None and not corner.column_fixed:
        column += columns
    if (row or 0) < 0 or (column or 0) < 0:
        return None
    return replace(corner, row=row, column=column)


def relative(formula: str) -> tuple[bool, bool]:
    """Whether a formula reads differently some rows further down, and some columns further right.

    >>> relative('=$A2="x"'), relative("=A$1"), relative("=$A$1")
    ((True, False), (False, True), (False, False))
    """
    corners = [
        corner
        for piece in pieces(formula)
        if isinstance(piece, Reference)
        for corner in (piece.first, piece.last)
        if corner is not None
    ]
    down = any(corner.row is not None and not corner.row_fixed for corner in corners)
    right = any(corner.column is not None and not corner.column_fixed for corner in corners)
    # Without arguments these mean the cell the formula stands in.
    own = formula.upper()
    return down or "ROW(" in own, right or "COLUMN(" in own


def names_sheet(formula: str, folded: str) -> bool:
    """Tell whether a formula may name a sheet.

    Parameters
    ----------
    formula
        As it stands in the cell.
    folded
        Title of the sheet in lower case.

    Returns
    -------
    bool
        Certain only where it is false.
    """
    return folded in formula.casefold().replace("''", "'")


def renamed(formula: str, old: str, new: str) -> str:
    """Let a formula follow a sheet's new title.

    Parameters
    ----------
    formula
        As it stands in the cell.
    old
        Title as it was; case does not count.
    new
        Title as it is.

    Returns
    -------
    str
        The formula; itself where it does not name the sheet.
    """
    folded = old.casefold()
    if not names_sheet(formula, folded):
        return formula
    return mapped(
        formula,
        lambda found: (
            replace(found, title=new) if found.title is not None and found.title.casefold() == folded else found
        ),
    )
