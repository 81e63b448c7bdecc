"""What people do to a sheet: each row of docs/reliability.md, through the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.rehearsal.seeds import paste
from mentorship_gsheets.workbook import Workbook
from tests.cli.conftest import Desk
from tests.reliability.answers import HEADINGS, ROLE, row
from tests.reliability.deeds import IN_ANSWERS, IN_THE_TABS, MENTEES, MENTORS, RESPONSES
from tests.reliability.rows import Deed, Outcome

IDS = {RESPONSES: "Form Responses 1", MENTORS: "Mentors", MENTEES: "Mentees"}


def prepared(state: Path, key: Path, pulled: bool) -> Path:
    """The state file of a sheet with a form's linked tab, and with the people in it if they were pulled."""
    with running("empty", state=state, key_path=key) as google:
        mentors = [
            row(place, f"mentor{place}@example.org", f"Mentor {place}", {ROLE: "As a mentor"}) for place in range(4)
        ]
        mentees = [row(place + 4, f"mentee{place}@example.org", f"Mentee {place}") for place in range(5)]
        paste(google.world, google.sheet, "Form Responses 1", [HEADINGS, *mentors, *mentees])
        desk = Desk(google)
        desk.run("setup", "--sender", google.mailbox, "--programme", "TestConf")
        if pulled:
            desk.run("pull")
    return state


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    folder = tmp_path_factory.mktemp("sheets")
    made = {pulled: prepared(folder / f"{pulled}.sqlite", folder / "key.json", pulled) for pulled in (False, True)}
    return made.__getitem__


@pytest.fixture
def opened(states: Callable[[bool], Path], tmp_path: Path) -> Iterator[Callable[[bool], Desk]]:
    """A desk at a sheet of one's own, before the people were pulled or after."""
    contexts = []

    def open_(pulled: bool) -> Desk:
        state = tmp_path / "state.sqlite"
        state.write_bytes(states(pulled).read_bytes())
        contexts.append(running("empty", state=state, key_path=tmp_path / "key.json"))
        google: Rehearsal = contexts[-1].__enter__()
        return Desk(google)

    yield open_
    for context in contexts:
        context.__exit__(None, None, None)


def spelled(step: Any, book: Workbook) -> Any:
    """A step with the tabs' own ids."""
    if isinstance(step, dict):
        return {name: _id(value, book) if name == "sheetId" else spelled(value, book) for name, value in step.items()}
    return [spelled(each, book) for each in step] if isinstance(step, list) else step


def _id(stands_for: int, book: Workbook) -> int:
    tab = book.tab(IDS[stands_for])
    assert tab is not None
    return tab.sheet_id


def matched(desk: Desk) -> dict[str, bool]:
    """Who of the mentees has a mentor."""
    tab = desk.sheet().tab("Mentees")
    return {texts["Email"]: bool(texts["Mentor match"]) for _, texts in tab.records()} if tab else {}


@pytest.mark.parametrize("deed", [*IN_ANSWERS, *IN_THE_TABS], ids=lambda deed: deed.what)
def test_what_people_do_to_a_sheet(deed: Deed, opened: Callable[[bool], Desk]) -> None:
    desk = opened(deed in IN_THE_TABS)
    book = desk.sheet()
    desk.act(**{}) if not deed.steps else [desk.act(**spelled(dict(step), book)) for step in deed.steps]
    before = desk.sheet()
    result = desk.run(deed.command, "--all", code=None)
    said = " ".join(f"{result.stdout} {result.stderr}".split())
    print(deed.what, "|", result.exit_code, "|", said[:1500])
    assert deed.told in said
    if deed.outcome is Outcome.STOP:
        assert (result.exit_code, desk.sheet()) == (1, before)
        return
    if deed.command != "match":
        desk.run("match", code=None)
    print(json.dumps(matched(desk)))
