"""A rehearsal of forty people, and the command line pointed at it."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet

STAGES = (("pull",), ("color",), ("bin",), ("match",), ("check",))
DRAFTED = ("draft", "matches")

PEOPLE = 24

Deed = Callable[["Desk"], None]

Goto = Callable[[str, Deed | None], Rehearsal]
"""Starts a server where a programme has come as far as a stage and a deed was done, in place of the one before."""


class Desk:
    """An organizer's desk: runs commands, edits the sheet by hand, and looks into the journal.

    Parameters
    ----------
    google
        Where the sheet is.
    goto
        What `set_up` goes there with; without it, `set_up` runs the stages.
    """

    def __init__(self, google: Rehearsal, goto: Goto | None = None) -> None:
        self.google = google
        self._goto = goto
        self._untouched = True
        self._env = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)}

    def run(self, *arguments: str, code: int | None = 0, yes: bool = True) -> Result:
        self._untouched = False
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

    def set_up(self, until: str = "check", deed: Deed | None = None) -> None:
        """Bring the programme as far as a stage, ``draft`` being the last: a copy of one that has come there.

        Parameters
        ----------
        until
            The stage; blank for a sheet as it was found.
        deed
            What is done after that, once a run of the tests; a function of a module, by whose name it is known.
        """
        if self._goto is None:
            for stage in come_so_far(until):
                self.take(stage)
            if deed is not None:
                deed(self)
        else:
            assert self._untouched, "what was done before set_up would be lost"
            self.google = self._goto(until, deed)
            self._env["MENTORSHIP_CREDENTIALS"] = str(self.google.key_path)

    def take(self, stage: tuple[str, ...]) -> None:
        """Run one of the stages that lead to the mails."""
        if stage == ("setup",):
            stage = (*stage, "--form", self.google.form, "--sender", self.google.mailbox, "--programme", "TestConf")
        self.run(*stage, code=None if stage == DRAFTED else 0)

    def edit(self, cell: str, value: Any) -> None:
        self._untouched = False
        act(self.google.world, [{"edit": cell, "value": value}])

    def act(self, **step: Any) -> None:
        self._untouched = False
        act(self.google.world, [step])

    def sheet(self) -> Workbook:
        return open_sheet(self.google.sheet, load(self.google.key_path)).read()

    def calls(self, method: str = "", since: int = 0) -> list[dict[str, Any]]:
        return self.google.journal(since, method)

    def mark(self) -> int:
        return self.google.last_request()


def drafts(desk: Desk) -> Tab:
    """The tab Drafts as it is now."""
    tab = desk.sheet().tab("Drafts")
    assert tab is not None
    return tab


def ticked(desk: Desk) -> None:
    """Tick Reviewed in every line of Drafts."""
    tab = drafts(desk)
    for row in tab.rows:
        desk.edit(tab.address(row, "Reviewed"), True)


def written(entry: dict[str, Any]) -> str:
    return json.dumps(entry["request"], ensure_ascii=False)


def come_so_far(until: str) -> tuple[tuple[str, ...], ...]:
    """The stages up to this one, in the order of the work."""
    if not until:
        return ()
    stages = (("setup",), *STAGES, DRAFTED)
    return stages[: [stage[0] for stage in stages].index(until) + 1]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A state file with the cast in it; each test works on a copy."""
    state = tmp_path_factory.mktemp("planted") / "state.sqlite"
    with running("cast", people=PEOPLE, state=state):
        pass
    return lambda: state


@pytest.fixture(scope="session")
def arrived(
    tmp_path_factory: pytest.TempPathFactory, planted: Callable[[], Path]
) -> Callable[[str, Deed | None], Path]:
    """State files of a programme that has come as far as a stage: each made once, out of the one before."""
    folder = tmp_path_factory.mktemp("arrived")

    def before(until: str, deed: Deed | None) -> Path:
        if deed is not None:
            return at(until)
        *earlier, _ = come_so_far(until)
        return at(earlier[-1][0] if earlier else "")

    def at(until: str, deed: Deed | None = None) -> Path:
        if not until and deed is None:
            return planted()
        name = f"{until}-{deed.__module__}.{deed.__qualname__}" if deed is not None else until
        state = folder / f"{name}.sqlite"
        if not state.exists():
            making = folder / f"{name}-unfinished.sqlite"
            making.write_bytes(before(until, deed).read_bytes())
            with running("cast", people=PEOPLE, state=making, key_path=folder / "key.json") as google:
                if deed is not None:
                    deed(Desk(google))
                else:
                    Desk(google).take(come_so_far(until)[-1])
            making.rename(state)
        return state

    return at


@pytest.fixture
def desk(tmp_path: Path, planted: Callable[[], Path], arrived: Callable[[str, Deed | None], Path]) -> Iterator[Desk]:
    with ExitStack() as stack:

        def started(origin: Path) -> Rehearsal:
            stack.close()
            state = tmp_path / "state.sqlite"
            state.write_bytes(origin.read_bytes())
            return stack.enter_context(running("cast", people=PEOPLE, state=state, key_path=tmp_path / "key.json"))

        yield Desk(started(planted()), lambda until, deed: started(arrived(until, deed)))
