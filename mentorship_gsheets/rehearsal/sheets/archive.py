"""Where books are kept: JSON documents in the store, and in memory for as long as the store agrees.

A book is one document ``spreadsheet`` (properties, order of tabs), one ``tab`` document a tab and ``grid`` documents
of :data:`CHUNK` rows each, so that one edited cell of a long sheet rewrites little. Memory is trusted only while
the revision of the ``spreadsheet`` document is the one it was read or written at; a transaction rolled
back moves the revision back and so drops it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.model import LISTS, Book, Row, Tab
from mentorship_gsheets.rehearsal.store import Store

CHUNK = 200


@dataclass(slots=True)
class _Kept:
    """A book in memory, the revision it has in the store, and what was calculated of it."""

    revision: int | None
    book: Book
    calculation: Calculation = field(default_factory=Calculation)


_memory: WeakKeyDictionary[Store, dict[str, _Kept]] = WeakKeyDictionary()


def load(store: Store, id: str) -> Book:
    """Read a book.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.

    Returns
    -------
    Book
        The book as it stands, shared by all readers and never to be changed: see :meth:`Book.draft`.

    Raises
    ------
    ApiError
        Google's 404 where there is none.
    """
    return _kept(store, id).book


def calculation(store: Store, id: str) -> Calculation:
    """Return the calculation of a book.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.

    Returns
    -------
    Calculation
        The calculation that belongs to the book, kept between calls so that only what changed is done again.

    Raises
    ------
    ApiError
        Google's 404 where there is no such book.
    """
    return _kept(store, id).calculation


def _kept(store: Store, id: str) -> _Kept:
    revision = store.revision("spreadsheet", id)
    if revision is None:
        raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
    books = _memory.setdefault(store, {})
    kept = books.get(id)
    if kept is None or kept.revision != revision:
        kept = books[id] = _Kept(revision, _read(store, id))
    return kept


def save(store: Store, book: Book) -> None:
    """Write a changed draft: only what differs from the book as it stands.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    book
        The changed draft, which is the book from here on.
    """
    books = _memory.setdefault(store, {})
    kept = books.get(book.id)
    known = kept is not None and kept.revision == store.revision("spreadsheet", book.id)
    before = {tab.id: tab for tab in kept.book.tabs} if kept is not None and known else {}
    for tab in book.tabs:
        _write_tab(store, book.id, tab, before.pop(tab.id, None))
    for tab in before.values():
        store.delete("tab", f"{book.id}/{tab.id}")
        for number in range(_chunks(tab.rows)):
            store.delete("grid", f"{book.id}/{tab.id}/{number}")
    head = {
        "properties": book.properties,
        "tabs": [tab.id for tab in book.tabs],
        "namedRanges": book.named_ranges,
        "developerMetadata": book.metadata,
    }
    store.save("spreadsheet", book.id, head)
    revision = store.revision("spreadsheet", book.id)
    books[book.id] = _Kept(revision, book, kept.calculation if kept else Calculation())


def delete(store: Store, id: str) -> None:
    """Forget a book for good.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.

    Raises
    ------
    ApiError
        Google's 404 where there is none.
    """
    book = load(store, id)
    for tab in book.tabs:
        store.delete("tab", f"{id}/{tab.id}")
        for number in range(_chunks(tab.rows)):
            store.delete("grid", f"{id}/{tab.id}/{number}")
    store.delete("spreadsheet", id)
    _memory.setdefault(store, {}).pop(id, None)


def _write_tab(store: Store, book_id: str, tab: Tab, before: Tab | None) -> None:
    key = f"{book_id}/{tab.id}"
    document = _tab_json(tab)
    if before is None or _tab_json(before) != document:
        store.save("tab", key, document)
    old = before.rows if before else []
    for number in range(max(_chunks(tab.rows), _chunks(old))):
        part = slice(number * CHUNK, (number + 1) * CHUNK)
        rows, known = tab.rows[part], old[part]
        if not rows:
            store.delete("grid", f"{key}/{number}")
        elif len(rows) != len(known) or any(map(_is_not, rows, known)):
            _share(row for row, same in zip_longest(rows, known[: len(rows)]) if row is not same)
            store.save("grid", f"{key}/{number}", {"rows": rows})


def _share(rows: Iterable[Row]) -> None:
    """Let equal formats and rules of cells be one and the same: what is said or checked of one then holds for all."""
    for row in rows:
        for cell in row:
            if cell:
                for name in ("userEnteredFormat", "dataValidation"):
                    if name in cell:
                        cell[name] = _shared(orjson.dumps(cell[name]))


@lru_cache(maxsize=4096)
def _shared(text: bytes) -> Any:
    return orjson.loads(text)


def _is_not(row: Row, other: Row) -> bool:
    return row is not other


def _chunks(rows: list[Row]) -> int:
    return -(-len(rows) // CHUNK)


def _tab_json(tab: Tab) -> dict[str, Any]:
    return {
        "properties": tab.properties,
        "chunks": _chunks(tab.rows),
        "heights": tab.heights,
        "widths": tab.widths,
        "merges": tab.merges,
        "basicFilter": tab.basic_filter,
        "over": tab.over,
    }


def _read(store: Store, id: str) -> Book:
    head = store.load("spreadsheet", id) or {}
    tabs = [_read_tab(store, id, sheet_id) for sheet_id in head["tabs"]]
    return Book(id, head["properties"], tabs, head["namedRanges"], head["developerMetadata"])


def _read_tab(store: Store, id: str, sheet_id: int) -> Tab:
    document = store.load("tab", f"{id}/{sheet_id}") or {}
    rows: list[Row] = []
    for number in range(document["chunks"]):
        chunk = store.load("grid", f"{id}/{sheet_id}/{number}") or {}
        rows.extend(tuple(row) for row in chunk["rows"])
    _share(rows)
    over = {name: document["over"].get(name, []) for name in LISTS}
    return Tab(
        document["properties"],
        rows,
        document["heights"],
        document["widths"],
        document["merges"],
        document["basicFilter"],
        over,
    )
