"""What a batch overwrote, read from the backups it made, and where those cells stand now.

This is the comparing half of the three-way merge: base (expected), theirs (found), ours (wrote).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mentorship_gsheets.spreadsheet.batch.concurrency import backup_of
from mentorship_gsheets.spreadsheet.batch.fingerprints import cell_of, fingerprint, header_of, short
from mentorship_gsheets.spreadsheet.batch.formulas import plain_formula
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Tab, Workbook
from mentorship_gsheets.text import as_key

Place = tuple[Tab, int, int]
"""A tab, a row as the sheet counts, a column from 0."""

HEADER = 1
"""The row of the headers."""


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """One cell a batch wrote.

    Parameters
    ----------
    sheet_id, row, column
        Where it was written; the row as the sheet counts, the column from 0.
    expected, found, wrote
        Fingerprints of base, theirs and ours: of the plan's snapshot, of the moment of writing, of what was written.
    moved
        Another row or column stood there than the plan meant.
    keys
        Texts by which the row can be found now: its key as found, and as written.
    header
        The header over it now.
    key_header
        Header over the column by which rows are known; empty: they are known by their place.
    added
        The row was written as a new one, and not cell by cell into one that was there.
    """

    sheet_id: int
    row: int
    column: int
    expected: str
    found: str
    wrote: str
    moved: bool
    keys: tuple[str, ...]
    header: str
    key_header: str
    added: bool = False

    @property
    def overwrote(self) -> bool:
        """True in a conflict: the write overwrote something of a person's."""
        return self.found != self.wrote and (self.moved or self.found != self.expected)


def written_cells(before: Tab) -> list[WrittenCell]:
    """Return every cell that the batch wrote which made this backup.

    Parameters
    ----------
    before
        A tab; any other than a backup wrote nothing.

    Returns
    -------
    list of WrittenCell
        Empty when the backup is not whole: somebody edited it.

    Notes
    -----

    Where a new row was written over something, or beside it, the whole row counts as moved: it is taken away and
    added anew.
    """
    named, record = backup_of(before.title), before.column_count - 1
    if named is None:
        return []
    try:
        about = json.loads(header_of(before, record))
        records = {row.number: json.loads(row[record].text) for row in before.rows if row[record].text}
        found: list[WrittenCell] = []
        for number, told in ({HEADER: about} | records).items():
            line = list(_line(before, named[1], about, number, told))
            if told["new"] and (any(written.overwrote for written in line) or _begun(before, number, line)):
                line = [replace(written, moved=True) for written in line]
            found += line
    except (ValueError, KeyError, TypeError, AttributeError):
        # somebody edited the hidden tab: then nothing can be said about it
        return []
    return found


def changes_keyed_rows(before: Tab) -> bool:
    """Return whether the batch that made this backup changed any cell below the header of rows known by a key.

    Parameters
    ----------
    before
        A tab; any other than a backup changed nothing.

    Notes
    -----
    It looks no further than the first such cell: in a large sheet, all of them take their time.
    """
    record = before.column_count - 1
    try:
        if backup_of(before.title) is None or json.loads(header_of(before, record))["key"] is None:
            return False
        return any(
            fingerprint(cell_of(before, row.number, int(name))) != wrote
            for row in before.rows
            if row[record].text
            for name, (_, wrote) in json.loads(row[record].text)["cells"].items()
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        # somebody edited the hidden tab: then nothing can be said about it
        return False


def _line(
    before: Tab, sheet_id: int, about: Mapping[str, Any], number: int, told: Mapping[str, Any]
) -> Iterator[WrittenCell]:
    """Yield the cells the batch wrote into one row; ``told`` is its record, ``about`` that of the whole tab."""
    key_column = about["key"]
    keyed = key_column is not None and number != HEADER
    key = cell_of(before, number, key_column) if keyed else BLANK
    written_key = told["cells"].get(str(key_column), ["", ""])[1]
    keys = [text for text in (key.text, written_key[2:] if written_key.startswith("t:") else "") if text]
    for name, (expected, wrote) in told["cells"].items():
        column = int(name)
        header = header_of(before, column)
        column_moved = number != HEADER and as_key(header) != as_key(about["header"][name])
        written_header = about["cells"].get(name, ["", ""])[1].removeprefix("t:")
        yield WrittenCell(
            sheet_id=sheet_id,
            row=number,
            column=column,
            expected=expected,
            found=fingerprint(cell_of(before, number, column)),
            wrote=wrote,
            moved=column_moved or (keyed and not _same_key(key, told)),
            keys=tuple(keys),
            header=written_header or header,
            key_header="" if key_column is None else header_of(before, key_column),
            added=bool(told["new"]),
        )


def _begun(before: Tab, number: int, line: list[WrittenCell]) -> bool:
    """Return whether somebody had typed into a new row beside the cells that were written."""
    ours = {written.column for written in line}
    return any(
        cell_of(before, number, column) != BLANK for column in range(before.column_count - 1) if column not in ours
    )


def _same_key(found: Cell, told: Mapping[str, Any]) -> bool:
    if found.formula:
        # the copy of a formula shows nothing sensible, but it is the same formula
        return bool(short(plain_formula(found.formula)) == told["key formula"])
    return as_key(short(found.text)) == as_key(str(told["key"]))


def overwritten(befores: Iterable[Tab], workbook: Workbook) -> list[WrittenCell]:
    """Return every cell of the last batch that overwrote something of a person's, and still stands as written.

    Parameters
    ----------
    befores
        The backups of the last batch.
    workbook
        The sheet as it is.

    Returns
    -------
    list of WrittenCell
        What a person has changed or removed since is theirs again, and absent.
    """
    return [
        written
        for before in befores
        for written in written_cells(before)
        if written.overwrote and current_place(written, workbook)
    ]


def all_in_place(befores: Iterable[Tab]) -> bool:
    """Return whether every cell of the last batch was written where it was meant, over what was expected.

    Parameters
    ----------
    befores
        The backups of the last batch.

    Notes
    -----
    A write that missed its place may have done no harm there, and is still to be done where it was meant.
    """
    return not any(written.overwrote or written.moved for before in befores for written in written_cells(before))


def current_place(written: WrittenCell, workbook: Workbook) -> Place | None:
    """Return where a written cell stands now, if it still is as written.

    Parameters
    ----------
    written
        The cell.
    workbook
        The sheet as it is.

    Returns
    -------
    Place or None
        None when the cell is gone, was changed since, or cannot be told from another.
    """
    tab = next((tab for tab in workbook.tabs if tab.sheet_id == written.sheet_id), None)
    if tab is None:
        return None
    columns = (
        [written.column]
        if as_key(header_of(tab, written.column)) == as_key(written.header)
        else tab.columns(written.header)
    )
    if written.row == HEADER:
        rows = [HEADER]
    elif not written.key_header or not written.keys:
        rows = [written.row]
    else:
        known = [row.number for key in written.keys for row in tab.keyed(written.key_header).get(as_key(key), ())]
        rows = [written.row] if written.row in known else known
    found = [
        (row, column) for row in rows for column in columns if fingerprint(cell_of(tab, row, column)) == written.wrote
    ]
    return (tab, *found[0]) if len(found) == 1 else None
