"""The doors, opened against a rehearsal server of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.key_files import Key, load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


class Time:
    """A clock that stands still but for what is slept; what was waited for, and why."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[tuple[float, str]] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def told(self, seconds: float, why: str) -> None:
        self.waits.append((seconds, why))


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def meter(time: Time) -> Meter:
    return Meter(on_wait=time.told, clock=time.clock, sleep=time.sleep, jitter=lambda: 0.5)


@pytest.fixture
def google() -> Iterator[Rehearsal]:
    with running("empty") as started:
        yield started


@pytest.fixture
def conference() -> Iterator[Rehearsal]:
    with running("cast", people=40) as started:
        yield started


@pytest.fixture
def key(google: Rehearsal) -> Key:
    return load(google.key_path)


@pytest.fixture
def transport(key: Key, meter: Meter) -> Iterator[Transport]:
    with Transport(key, SHEET_SCOPES, meter) as opened:
        yield opened


@pytest.fixture
def client(google: Rehearsal, tmp_path: Path) -> Path:
    path = tmp_path / "client.json"
    identity.write_client(google.world.store, path, google.url)
    return path


@pytest.fixture
def local_key(google: Rehearsal, tmp_path: Path) -> Key:
    """The key, copied to where a log-in may be kept beside it."""
    path = tmp_path / "key.json"
    path.write_bytes(google.key_path.read_bytes())
    path.chmod(0o600)
    return load(path)
