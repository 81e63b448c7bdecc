"""What formulas do when cells are carried elsewhere or taken out, rows and columns staying where they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mentorship_gsheets.rehearsal.sheets.formulas import Corner, Reference, mapped
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.structure import rewrite


def follow_block(book: Book, source: Tab, box: Box, target: Tab, down: int, right: int) -> None:
    """Let formulas that name cells of a rectangle name them where the rectangle was carried.

    Parameters
    ----------
    book
        The spreadsheet.
    source
        The sheet the rectangle was taken from.
    box
        Where it was.
    target
        The sheet it was carried to.
    down, right
        How far it was carried, in rows and columns.
    """

    def carried(found: Reference) -> Reference:
        title = found.title if target is source else target.title
        last = None if found.last is None else _moved(found.last, down, right)
        return Reference(title, _moved(found.first, down, right), last)

    _change_inside(book, source, box, carried)


def lose_block(book: Book, tab: Tab, box: Box) -> None:
    """Turn references to cells of a rectangle that was taken out into ``#REF!``.

    Parameters
    ----------
    book
        The spreadsheet.
    tab
        The sheet.
    box
        What was taken out.
    """
    _change_inside(book, tab, box, lambda _found: None)


def _change_inside(book: Book, tab: Tab, box: Box, change: Callable[[Reference], Reference | None]) -> None:
    """Change the references that lie wholly inside a rectangle of a tab; open-ended ones never do."""

    def look(home: Tab, found: Reference) -> Reference | None:
        named = home.title if found.title is None else found.title
        last = found.last or found.first
        corners = (found.first.row, found.first.column, last.row, last.column)
        if named.casefold() != tab.title.casefold() or None in corners:
            return found
        top, left, bottom, right = (corner or 0 for corner in corners)
        return change(found) if box.covers(Box(top, bottom + 1, left, right + 1)) else found

    for home in book.tabs:
        rewrite(home, partial(mapped, change=partial(look, home)))


def _moved(corner: Corner, down: int, right: int) -> Corner:
    return Corner((corner.row or 0) + down, (corner.column or 0) + right, corner.row_fixed, corner.column_fixed)
