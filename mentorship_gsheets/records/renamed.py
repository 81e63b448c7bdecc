"""Columns of the tool's that somebody has given another name: known by what stands beside and below the header."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS, read_email
from mentorship_gsheets.people import Role
from mentorship_gsheets.records.memory import remembered_people
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN, PEOPLE_TAB
from mentorship_gsheets.text import as_key, as_words

_LEAST = 2
_MOST_OF = 0.8
"""How many cells, and which part of them, must be of a kind before they tell which column it is."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A column of the tool's that is missing, and the columns of other names that may be it.

    Parameters
    ----------
    column
        As the tool knows it.
    headers
        What such columns are called now; one where it is sure.
    sign
        By what they are known, as a sentence goes on: "the note of its header".
    """

    column: Column
    headers: tuple[str, ...]
    sign: str


def renamed_columns(workbook: Workbook, tab: Tab, spec: TabSpec) -> tuple[Renamed, ...]:
    """Return the columns of a tab that seem to have another name by now; missing ones without a trace are absent.

    Parameters
    ----------
    workbook
        As read; notes of headers are looked at where they were read too.
    tab
        The tab.
    spec
        What it should look like.
    """
    missing = [column for column in spec.columns if column.header and tab.column(column.header) is None]
    known = {as_key(column.header) for column in spec.columns}
    strange = [
        text for text in tab.header if text.strip() and as_key(text) not in known and len(tab.columns(text)) == 1
    ]
    if not missing or not strange:
        return ()
    found: list[Renamed] = []
    taken: set[str] = set()
    for sign, says in (
        ("the note of its header", _noted(tab, missing)),
        ("what stands in it", _holds(workbook, tab)),
    ):
        for column in missing:
            if any(other.column is column for other in found):
                continue
            headers = tuple(text for text in strange if text not in taken and says(column, text))
            if headers:
                found.append(Renamed(column, headers, sign))
        taken |= {text for one in found for text in one.headers}
    return tuple(one for one in found if not _contested(one, found))


def _contested(one: Renamed, found: list[Renamed]) -> bool:
    """Return whether its only column may as well be another one that is missing, and nothing tells which."""
    return len(one.headers) == 1 and any(other is not one and other.headers == one.headers for other in found)


def _noted(tab: Tab, missing: list[Column]) -> Callable[[Column, str], bool]:
    notes = [column.note for column in missing]

    def says(column: Column, text: str) -> bool:
        note = tab.formatting.notes.get(as_key(text), "")
        return bool(note) and note == column.note and notes.count(note) == 1

    return says


def _holds(workbook: Workbook, tab: Tab) -> Callable[[Column, str], bool]:
    role = next((role for role, title in PEOPLE_TAB.items() if as_key(title) == as_key(tab.title)), None)
    names = {as_words(known.name) for known in remembered_people(workbook) if known.first[0] is role and known.name}

    def says(column: Column, text: str) -> bool:
        cells = [cell for row in tab.rows if (cell := tab.text(row, text))]
        kind = _kind(column, role, names)
        return kind is not None and len(cells) >= _LEAST and sum(map(kind, cells)) >= _MOST_OF * len(cells)

    return says


def _kind(column: Column, role: Role | None, names: set[str]) -> Callable[[str], bool] | None:
    """Return what tells a cell of a column from those of others, or None where nothing does."""
    if role is None:
        return None
    if column.header == KEY:
        return lambda cell: bool(read_email(cell)[0]) and "<" not in cell
    if column.header == MATCH_COLUMN[role]:
        return lambda cell: all("<" in line and LIKE_AN_ADDRESS.search(line) for line in cell.splitlines())
    if column.header == "Name":
        return lambda cell: as_words(cell) in names
    # other columns with a list of choices may be new in this version, and an organizer's own say yes and no as well
    if column.header in ("Status", "Attendance"):
        words = set(map(as_key, column.choices))
        return lambda cell: as_key(cell) in words
    return None


def names_back(found: tuple[Renamed, ...]) -> Mapping[str, str]:
    """Return which columns are sure to be another one: present header -> the name it gets back."""
    return {one.headers[0]: one.column.header for one in found if len(one.headers) == 1}


def unsure(found: tuple[Renamed, ...]) -> Iterator[Renamed]:
    """Yield the columns that several others may be."""
    return (one for one in found if len(one.headers) > 1)
