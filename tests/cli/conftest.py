"""A rehearsal of forty people, and the command line pointed at it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet

STAGES = (("pull",), ("color",), ("bin",), ("match",), ("check",))


class Desk:
    """An organizer's desk: runs commands, edits the sheet by hand, and looks into the journal."""

    def __init__(self, google: Rehearsal) -> None:
        self.google = google
        self._env = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)}

    def run(self, *arguments: str, code: int | None = 0, yes: bool = True) -> Result:
        words = [*arguments, "--yes"] if yes else list(arguments)
        result = CliRunner(env=self._env).invoke(group, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        if code is not None:
            assert result.exit_code == code, result.output
        return result

    def look_at(self, sheet: str) -> None:
        """Name another sheet, by id or address, in the commands from now on."""
        self._env["MENTORSHIP_SHEET"] = sheet

    def set_up(self, until: str = "check") -> None:
        self.run("setup", "--form", self.google.form, "--sender", self.google.mailbox, "--programme", "TestConf")
        for stage in STAGES[: [name for (name,) in STAGES].index(until) + 1]:
            self.run(*stage)

    def edit(self, cell: str, value: Any) -> None:
        act(self.google.world, [{"edit": cell, "value": value}])

    def act(self, **step: Any) -> None:
        act(self.google.world, [step])

    def sheet(self) -> Workbook:
        return open_sheet(self.google.sheet, load(self.google.key_path)).read()

    def calls(self, method: str = "", since: int = 0) -> list[dict[str, Any]]:
        entries = [entry for entry in self.google.journal(since) if entry["method"]]
        return [entry for entry in entries if entry["method"].startswith(method)]

    def mark(self) -> int:
        return max((entry["number"] for entry in self.google.journal()), default=0)


def written(entry: dict[str, Any]) -> str:
    return json.dumps(entry["request"], ensure_ascii=False)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A state file with the cast in it; each test works on a copy."""
    state = tmp_path_factory.mktemp("planted") / "state.sqlite"
    with running("cast", people=40, state=state):
        pass
    return lambda: state


@pytest.fixture
def desk(tmp_path: Path, planted: Callable[[], Path]) -> Iterator[Desk]:
    state = tmp_path / "state.sqlite"
    state.write_bytes(planted().read_bytes())
    with running("cast", people=40, state=state, key_path=tmp_path / "key.json") as google:
        yield Desk(google)
