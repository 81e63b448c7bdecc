"""A rehearsal sheet set up for speed mentoring, and people pasted into it as an organizer would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.programmes.speed.sheets import Evening


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state file with a sheet that setup has been at; each test works on a copy."""
    folder = tmp_path_factory.mktemp("evening")
    state = folder / "state.sqlite"
    with running("empty", key_path=folder / "key.json", state=state) as google:
        words = ("setup", "--format", "speed mentoring", "--programme", "TestConf", "--sender", google.mailbox)
        Evening(google).run(*words)
    return state


@pytest.fixture
def evening(tmp_path: Path, set_up: Path) -> Iterator[Evening]:
    state = tmp_path / "state.sqlite"
    state.write_bytes(set_up.read_bytes())
    with running("empty", key_path=tmp_path / "key.json", state=state) as google:
        yield Evening(google)
