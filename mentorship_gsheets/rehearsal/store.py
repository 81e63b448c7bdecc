"""All state of the rehearsal server: JSON documents and a journal of every request, in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, verb TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    method TEXT, caller TEXT, request TEXT, code INTEGER, reply TEXT, committed INTEGER NOT NULL DEFAULT 0,
    fault TEXT, violations TEXT, seconds REAL, bytes_in INTEGER, bytes_out INTEGER
);
"""

_APPLICATION_ID = 0x4D52_4853
"""What SQLite keeps in the header of a file for the program that made it: "MRHS"."""


class ForeignFileError(Exception):
    """The file that is to hold the state is there already, and no rehearsal made it."""


class Store:
    """Documents by kind and id, with transactions.

    One connection behind one re-entrant lock: whoever is in :meth:`transaction` is alone, so a reader never
    sees half of a change. Outside a transaction every call is a transaction of its own.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open or create the file; ``None`` keeps everything in memory.

        Raises :class:`ForeignFileError` for a file that no rehearsal made; it stays as it is.
        """
        if path is not None:
            _claim(path)
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False, isolation_level=None
        )
        # Before the write-ahead log, which would hold it back from the file itself.
        self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        self._connection.execute("PRAGMA journal_mode = WAL")
        # The operating system keeps what is committed even when we are killed; only a power cut could lose
        # it.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)
        known = {row[1] for row in self._connection.execute("PRAGMA table_info(journal)")}
        for name in ("bytes_in", "bytes_out"):
            if name not in known:
                # a state of an earlier version
                self._connection.execute(f"ALTER TABLE journal ADD COLUMN {name} INTEGER")
        (self._revision,) = self._connection.execute("SELECT coalesce(max(revision), 0) FROM document").fetchone()
        self._views: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing: any exception undoes every save inside. Nested ones are undone on their own."""
        with self._lock:
            name = f"level{self._depth}"
            self._connection.execute("BEGIN IMMEDIATE" if self._depth == 0 else f"SAVEPOINT {name}")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._connection.execute("ROLLBACK")
                else:
                    self._connection.execute(f"ROLLBACK TO {name}")
                    self._connection.execute(f"RELEASE {name}")
                raise
            else:
                self._connection.execute("COMMIT" if self._depth == 1 else f"RELEASE {name}")
            finally:
                self._depth -= 1

    def load(self, kind: str, id: str) -> dict[str, Any] | None:
        """Return a fresh copy of a document, which the caller may change.

        Parameters
        ----------
        kind
            Kind of document.
        id
            Its id among its kind.

        Returns
        -------
        dict[str, Any] | None
            The copy, or ``None`` where there is none.
        """
        with self._lock:
            row = self._connection.execute("SELECT body FROM document WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return None if row is None else orjson.loads(row[0])

    def view(self, kind: str, id: str) -> dict[str, Any] | None:
        """Return a document without the cost of a copy.

        Parameters
        ----------
        kind
            Kind of document.
        id
            Its id among its kind.

        Returns
        -------
        dict[str, Any] | None
            The document, shared between callers and never to be changed, or ``None`` where there is none.
        """
        with self._lock:
            revision = self.revision(kind, id)
            if revision is None:
                return None
            kept = self._views.get((kind, id))
            if kept is None or kept[0] != revision:
                document = self.load(kind, id)
                assert document is not None  # noqa: S101 - its revision was read under the same lock
                kept = self._views[kind, id] = (revision, document)
            return kept[1]

    def revision(self, kind: str, id: str) -> int | None:
        """Return a number that differs whenever the document differs: a key for caches.

        Parameters
        ----------
        kind
            Kind of document.
        id
            Its id among its kind.

        Returns
        -------
        int | None
            The number, or ``None`` where there is no document.
        """
        with self._lock:
            row = self._connection.execute(
                "SELECT revision FROM document WHERE kind = ? AND id = ?", (kind, id)
            ).fetchone()
        return None if row is None else int(row[0])

    def save(self, kind: str, id: str, document: dict[str, Any]) -> None:
        """Create or replace a document.

        Parameters
        ----------
        kind
            Kind of document.
        id
            Its id among its kind.
        document
            What becomes its JSON.
        """
        text = orjson.dumps(document).decode()
        with self._lock:
            # Never set back by a rollback, so no revision is ever used for two contents.
            self._revision += 1
            self._connection.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", (kind, id, self._revision, text)
            )

    def delete(self, kind: str, id: str) -> bool:
        """Remove a document.

        Parameters
        ----------
        kind
            Kind of document.
        id
            Its id among its kind.

        Returns
        -------
        bool
            Whether there was one.
        """
        with self._lock:
            self._views.pop((kind, id), None)
            done = self._connection.execute("DELETE FROM document WHERE kind = ? AND id = ?", (kind, id))
            return done.rowcount > 0

    def ids(self, kind: str) -> list[str]:
        """The ids of one kind, sorted."""
        with self._lock:
            rows = self._connection.execute("SELECT id FROM document WHERE kind = ? ORDER BY id", (kind,))
            return [id for (id,) in rows]

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Every document of one kind by id, sorted by id: fresh copies."""
        with self._lock:
            rows = self._connection.execute("SELECT id, body FROM document WHERE kind = ? ORDER BY id", (kind,))
            return {id: orjson.loads(body) for id, body in rows}

    def journal_open(self, **columns: Any) -> int:
        """Note that a request arrived (at, verb, path, query, ...) and return its number."""
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        with self._lock:
            done = self._connection.execute(
                f"INSERT INTO journal ({names}) VALUES ({marks})",  # noqa: S608 - the names are ours
                tuple(columns.values()),
            )
            return int(done.lastrowid or 0)

    def journal_note(self, number: int, **columns: Any) -> None:
        """Add what became of request ``number`` (method, caller, code, reply, committed, fault, violations,
        seconds, bytes_in, bytes_out).
        """
        sets = ", ".join(f"{name} = ?" for name in columns)
        with self._lock:
            self._connection.execute(
                f"UPDATE journal SET {sets} WHERE number = ?",  # noqa: S608 - the names are ours
                (*columns.values(), number),
            )

    def last_request(self) -> int:
        """The number of the newest request in the journal; 0 before the first."""
        with self._lock:
            (number,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()
        return int(number)

    def journal(self, since: int = 0, method: str | None = None) -> list[dict[str, Any]]:
        """Return the requests that came in.

        ``request``, ``reply`` and ``violations`` are parsed JSON where they are JSON; ``bytes_in`` and ``bytes_out``
        are the sizes of the two bodies as they went over the wire. A request that was never answered
        has ``code`` ``None``; ``committed`` says whether its effect was kept.

        Parameters
        ----------
        since
            Only those with a higher number.
        method
            Only those to methods whose name begins so; a path that is none has no method. ``None``: all.

        Returns
        -------
        list[dict[str, Any]]
            One dict of columns each, in order of arrival.
        """
        with self._lock:
            cursor = self._connection.execute(
                "SELECT * FROM journal WHERE number > ?1 AND (?2 IS NULL OR substr(method, 1, length(?2)) = ?2)"
                " ORDER BY number",
                (since, method),
            )
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
        for row in rows:
            row["committed"] = bool(row["committed"])
            for name in ("request", "reply", "violations"):
                row[name] = _parsed(row[name])
        return rows


def _claim(path: Path) -> None:
    """See that the file is there, is ours or new, and that nobody else may read it: it holds a private key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # closed to others from its first byte on
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not path.is_file() or not _ours(path):
            raise ForeignFileError(f"{path} is there already, and is no state of a rehearsal") from None
        path.chmod(0o600)


def _ours(path: Path) -> bool:
    """Whether a file is empty and new, or an SQLite file whose header names this program.

    The header: https://www.sqlite.org/fileformat.html#the_database_header
    """
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        # what a server left that was killed before it wrote anything
        return True
    return header[:16] == b"SQLite format 3\0" and header[68:72] == _APPLICATION_ID.to_bytes(4, "big")


def _parsed(text: str | None) -> Any:
    """JSON where it is JSON, else the text itself."""
    if text is None:
        return None
    try:
        return orjson.loads(text)
    except ValueError:
        return text
