"""The store keeps all of a change or nothing."""

from __future__ import annotations

import contextlib
import gc
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.rehearsal.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    # Python 3.13 complains of connections that nobody closed
    store.close()


def test_documents_come_back_as_copies(store: Store) -> None:
    store.save("k", "1", {"a": [1]})
    loaded = store.load("k", "1")
    assert loaded == {"a": [1]}
    loaded["a"].append(2)
    assert store.load("k", "1") == {"a": [1]}
    assert store.load("k", "2") is None
    assert store.all("k") == {"1": {"a": [1]}}
    assert store.delete("k", "1")
    assert not store.delete("k", "1")


def fail(store: Store, *ids: str, **document: int) -> int | None:
    """Save, look at the first document's revision, and fail, all in one transaction."""
    revision = None
    with contextlib.suppress(RuntimeError), store.transaction():
        for id in ids:
            store.save("k", id, document)
        assert store.view("k", ids[0]) == document
        revision = store.revision("k", ids[0])
        raise RuntimeError
    return revision


def test_an_exception_undoes_all_saves_of_its_transaction_and_no_others(store: Store) -> None:
    store.save("k", "1", {"a": 1})
    with store.transaction():
        store.save("k", "1", {"a": 2})
        fail(store, "1", "2", a=3)
        assert store.all("k") == {"1": {"a": 2}}
    assert store.all("k") == {"1": {"a": 2}}


def test_a_view_follows_changes_and_rollbacks(store: Store) -> None:
    store.save("k", "1", {"a": 1})
    assert store.view("k", "1") is store.view("k", "1")
    fail(store, "1", a=2)
    assert store.view("k", "1") == {"a": 1}
    store.save("k", "1", {"a": 3})
    assert store.view("k", "1") == {"a": 3}


def test_a_revision_never_stands_for_two_contents(store: Store) -> None:
    seen = {fail(store, "1", a=number) for number in range(3)}
    assert len(seen) == 3
    assert store.revision("k", "1") is None


def test_threads_never_see_half_of_a_change(store: Store) -> None:
    store.save("k", "1", {"n": 0})
    store.save("k", "2", {"n": 0})
    torn = []

    def write() -> None:
        for _ in range(200):
            with store.transaction():
                for id in ("1", "2"):
                    document = store.load("k", id) or {}
                    store.save("k", id, {"n": document["n"] + 1})

    def read() -> None:
        for _ in range(200):
            if len({document["n"] for document in store.all("k").values()}) > 1:
                torn.append(True)

    threads = [threading.Thread(target=work) for work in (write, write, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert torn == []
    assert store.load("k", "1") == {"n": 400}


def test_a_file_is_gone_on_with_and_private(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    first = Store(path)
    first.save("k", "1", {"a": 1})
    number = first.journal_open(at="now", verb="GET", path="/x", query="[]")
    first.journal_note(number, code=200, reply='{"b": 2}')
    first.close()
    assert path.stat().st_mode & 0o777 == 0o600
    second = Store(path)
    assert second.load("k", "1") == {"a": 1}
    assert [(entry["code"], entry["reply"]) for entry in second.journal()] == [(200, {"b": 2})]
    second.close()


def test_a_server_that_was_stopped_leaves_nothing_in_memory() -> None:
    with running("empty") as google:
        kept = weakref.ref(google.world.store)
    del google
    # on a machine with much to do a thread that answered last may end a moment later
    for _ in range(50):
        gc.collect()
        if kept() is None:
            break
        time.sleep(0.1)
    assert kept() is None
