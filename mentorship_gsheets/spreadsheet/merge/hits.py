"""What a batch hit, read from the hidden tabs it made, and where those cells stand now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mentorship_gsheets.spreadsheet.batch.formulas import plain_formula
from mentorship_gsheets.spreadsheet.batch.guard import before_of
from mentorship_gsheets.spreadsheet.batch.marks import cell_of, header_of, mark, short
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Tab, Workbook, fold

Place = tuple[Tab, int, int]
"""A tab, a row as the sheet counts, a column from 0."""

HEADER = 1
"""The row of the headers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One cell a batch wrote.

    Parameters
    ----------
    sheet_id, row, column
        Where it was written; the row as the sheet counts, the column from 0.
    expected, found, wrote
        Marks (`batch.guard.mark`) of the plan's snapshot, of the moment of writing, and of what was written.
    moved
        Another row or column stood there than the plan meant.
    keys
        Texts by which the row can be found now: its key as found, and as written.
    header
        The header over it now.
    key_header
        Header over the column by which rows are known; empty: they are known by their place.
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

    @property
    def slip(self) -> bool:
        """True when the write hit something of a person's."""
        return self.found != self.wrote and (self.moved or self.found != self.expected)


def hits(before: Tab) -> list[Hit]:
    """Return every cell that the batch wrote which made this hidden tab; nothing when the tab is not whole.

    Where a new row was written over something, or beside it, the whole row counts as moved: it is taken away
    and added anew.
    """
    named, record = before_of(before.title), before.column_count - 1
    if named is None:
        return []
    try:
        about = json.loads(header_of(before, record))
        records = {row.number: json.loads(row[record].text) for row in before.rows if row[record].text}
        found: list[Hit] = []
        for number, told in ({HEADER: about} | records).items():
            line = list(_line(before, named[1], about, number, told))
            if told["new"] and (any(hit.slip for hit in line) or _begun(before, number, line)):
                line = [replace(hit, moved=True) for hit in line]
            found += line
    except (ValueError, KeyError, TypeError, AttributeError):
        # somebody edited the hidden tab: then nothing can be said about it
        return []
    return found


def _line(before: Tab, sheet_id: int, about: Mapping[str, Any], number: int, told: Mapping[str, Any]) -> Iterator[Hit]:
    """Yield the cells the batch wrote into one row; ``told`` is its record, ``about`` that of the whole tab."""
    key_column = about["key"]
    keyed = key_column is not None and number != HEADER
    key = cell_of(before, number, key_column) if keyed else BLANK
    written_key = told["cells"].get(str(key_column), ["", ""])[1]
    keys = [text for text in (key.text, written_key[2:] if written_key.startswith("t:") else "") if text]
    for name, (expected, wrote) in told["cells"].items():
        column = int(name)
        header = header_of(before, column)
        column_moved = number != HEADER and fold(header) != fold(about["header"][name])
        written_header = about["cells"].get(name, ["", ""])[1].removeprefix("t:")
        yield Hit(
            sheet_id=sheet_id,
            row=number,
            column=column,
            expected=expected,
            found=mark(cell_of(before, number, column)),
            wrote=wrote,
            moved=column_moved or (keyed and not _same_key(key, told)),
            keys=tuple(keys),
            header=written_header or header,
            key_header="" if key_column is None else header_of(before, key_column),
        )


def _begun(before: Tab, number: int, line: list[Hit]) -> bool:
    """Return whether somebody had typed into a new row beside the cells that were written."""
    ours = {hit.column for hit in line}
    return any(
        cell_of(before, number, column) != BLANK for column in range(before.column_count - 1) if column not in ours
    )


def _same_key(found: Cell, told: Mapping[str, Any]) -> bool:
    if found.formula:
        # the copy of a formula shows nothing sensible, but it is the same formula
        return bool(short(plain_formula(found.formula)) == told["key formula"])
    return fold(short(found.text)) == fold(str(told["key"]))


def slips(befores: Iterable[Tab], workbook: Workbook) -> list[Hit]:
    """Return every cell of the last batch that hit something of a person's, and still stands as it was written.

    What a person has changed or removed since is theirs again.
    """
    return [hit for before in befores for hit in hits(before) if hit.slip and place(hit, workbook)]


def landed(befores: Iterable[Tab]) -> bool:
    """Return whether every cell of the last batch was written where it was meant, over what was expected.

    A write that missed its place may have done no harm there, and is still to be done where it was meant.
    """
    return not any(hit.slip or hit.moved for before in befores for hit in hits(before))


def place(hit: Hit, workbook: Workbook) -> Place | None:
    """Return where (tab, row, column) the written cell stands now and still as written, or None."""
    tab = next((tab for tab in workbook.tabs if tab.sheet_id == hit.sheet_id), None)
    if tab is None:
        return None
    columns = [hit.column] if fold(header_of(tab, hit.column)) == fold(hit.header) else tab.columns(hit.header)
    if hit.row == HEADER:
        rows = [HEADER]
    elif not hit.key_header or not hit.keys:
        rows = [hit.row]
    else:
        known = [row.number for key in hit.keys for row in tab.keyed(hit.key_header).get(fold(key), ())]
        rows = [hit.row] if hit.row in known else known
    found = [(row, column) for row in rows for column in columns if mark(cell_of(tab, row, column)) == hit.wrote]
    return (tab, *found[0]) if len(found) == 1 else None
