"""A few trials of the soak, enough to notice when something breaks; the rest is ``python -m tests.soak``."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak import formats
from tests.soak.lot import any_order
from tests.soak.trial import Trouble, Verdict, attempt, plant


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Verdict]:
    folder = tmp_path_factory.mktemp("soak")
    planted = plant(folder)
    return planted, attempt(Trouble("none"), planted, folder / "calm")


def test_undisturbed_it_takes_one_run_a_part(calm: tuple[Path, Verdict]) -> None:
    assert (calm[1].runs, calm[1].faults) == (2, 0)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble("kill", "after", 19),
        Trouble("organizer", "before", 10),
    ],
    ids=lambda trouble: f"{trouble} at call {trouble.nth}",
)
def test_trouble_leaves_sheet_and_mailbox_as_an_undisturbed_run_does(
    trouble: Trouble, calm: tuple[Path, Verdict], tmp_path: Path
) -> None:
    planted, undisturbed = calm
    assert attempt(trouble, planted, tmp_path / "trial", undisturbed.state).faults == 0


def test_trouble_asked_for_at_a_write_comes_at_a_write(calm: tuple[Path, Verdict], tmp_path: Path) -> None:
    planted, undisturbed = calm
    verdict = attempt(Trouble("reset", "after", undisturbed.writes[4]), planted, tmp_path / "trial", undisturbed.state)
    assert (verdict.struck, verdict.faults) == ("sheets.spreadsheets.batchUpdate", 0)


@pytest.mark.parametrize("number", [1])
def test_organizer_tool_and_faults_in_any_order_do_no_harm(number: int) -> None:
    assert any_order(number, steps=6) == ""


@pytest.mark.parametrize("carried", [formats.evening, formats.community, formats.rounds])
def test_other_formats_in_any_order_come_to_no_harm(carried: Callable[[int, int], str]) -> None:
    assert carried(1, 3) == ""
