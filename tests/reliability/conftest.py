"""A small conference that is ready to be matched, made once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN, PEOPLE_TAB
from tests.cli.conftest import Desk

PEOPLE = 24


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state file in which everything is done but matching; each test works on a copy."""
    state = tmp_path_factory.mktemp("ready") / "state.sqlite"
    with running("cast", people=PEOPLE, state=state) as google:
        Desk(google).set_up(until="bin")
    return state


@pytest.fixture
def desk(tmp_path: Path, ready: Path) -> Iterator[Desk]:
    state = tmp_path / "state.sqlite"
    state.write_bytes(ready.read_bytes())
    with running("cast", people=PEOPLE, state=state, key_path=tmp_path / "key.json") as google:
        yield Desk(google)


@pytest.fixture(scope="session")
def undisturbed(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[Role, Mapping[str, str]]:
    """The pairs of a sheet nobody touched."""
    folder = tmp_path_factory.mktemp("undisturbed")
    state = folder / "state.sqlite"
    state.write_bytes(ready.read_bytes())
    with running("cast", people=PEOPLE, state=state, key_path=folder / "key.json") as google:
        desk = Desk(google)
        desk.run("match", code=None)
        return pairs(desk.sheet())


def pairs(book: Workbook) -> Mapping[Role, Mapping[str, str]]:
    """Match cells by role and address."""
    found: dict[Role, Mapping[str, str]] = {}
    for role in Role:
        tab = book.tab(PEOPLE_TAB[role])
        assert tab is not None
        found[role] = {tab.text(row, KEY): tab.text(row, MATCH_COLUMN[role]) for row in tab.rows if tab.text(row, KEY)}
    return found
