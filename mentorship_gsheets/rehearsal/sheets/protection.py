"""Protected ranges: who may edit them, and whether a request did so without leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_gsheets.rehearsal.call import ApiError, invalid
from mentorship_gsheets.rehearsal.sheets.model import Book, Row
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of


@dataclass(frozen=True, slots=True)
class Lock:
    """A rectangle somebody may not edit, but for the parts left open, as its rows stood."""

    sheet_id: int
    box: Box
    open: tuple[Box, ...]
    rows: tuple[Row, ...]


def locks(book: Book, caller: str, owner: str) -> list[Lock]:
    """Find what somebody may not edit. Ranges that only warn lock nobody out.

    Parameters
    ----------
    book
        The spreadsheet.
    caller
        E-mail address of the one who asks.
    owner
        E-mail address of the owner, whom nothing locks out.

    Returns
    -------
    list[Lock]
        The locks, with what stands behind them now.
    """
    if caller == owner:
        return []
    found = []
    for tab in book.tabs:
        for entry in tab.over["protectedRanges"]:
            editors = entry.get("editors", {})
            if entry.get("warningOnly") or caller in editors.get("users", []) or editors.get("domainUsersCanEdit"):
                continue
            box = area_of(entry.get("range", {})).within(tab.height, tab.width)
            left_open = tuple(
                area_of(given).within(tab.height, tab.width) for given in entry.get("unprotectedRanges", [])
            )
            found.append(Lock(tab.id, box, left_open, tuple(tab.rows[box.top : box.bottom])))
    return found


def respected(book: Book, locked: Sequence[Lock]) -> None:
    """Refuse a change of locked cells.

    Parameters
    ----------
    book
        The spreadsheet after the change.
    locked
        The locks as they were before.

    Raises
    ------
    ApiError
        Google's refusal if a locked cell changed.
    """
    for lock in locked:
        tab = next((tab for tab in book.tabs if tab.id == lock.sheet_id), None)
        if tab is None:
            raise refusal()
        now = tab.rows[lock.box.top : lock.box.bottom]
        for at in range(max(len(now), len(lock.rows))):
            new: Row = now[at] if at < len(now) else ()
            old: Row = lock.rows[at] if at < len(lock.rows) else ()
            if new is not old and _changed(lock, lock.box.top + at, new, old):
                raise refusal()


def _changed(lock: Lock, row: int, new: Row, old: Row) -> bool:
    for column in range(lock.box.left, min(lock.box.right, max(len(new), len(old)))):
        one = new[column] if column < len(new) else None
        other = old[column] if column < len(old) else None
        if (one or None) != (other or None) and not any(box.holds(row, column) for box in lock.open):
            return True
    return False


def refusal() -> ApiError:
    """Google's words for an edit of a protected cell."""
    return invalid(
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
        "protection if you need to edit."
    )
