"""The numbered scripts: one for each command that works on the sheet, in the order of the work."""

import re
import runpy
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mentorship_gsheets.cli import group

FOLDER = Path(__file__).parent.parent / "scripts"
NUMBERED = sorted(FOLDER.glob("[0-9]*.py"))

WITHOUT_A_SCRIPT = {
    "form": "makes the form before there is anything to work on",
    "carry-over": "is run with another sheet beside, and not every year",
    "approve": "does in the terminal what the boxes in Drafts are there for",
    "explain": "only answers a question",
    "advice": "only answers a question",
    "start": "is done once on a computer",
    "doctor": "looks at the way to Google, not at the programme",
    "login": "is done once on a computer",
    "starter": "makes documents of a conference, not of a programme",
    "rehearse": "has scripts/rehearse.py, which stands outside the order",
    "rehearsal": "is a server for other clients",
}


def test_every_command_that_works_on_the_sheet_has_its_number_in_the_order_of_the_work() -> None:
    commands = [name for name in group.list_commands(click.Context(group)) if name not in WITHOUT_A_SCRIPT]
    assert [path.stem for path in NUMBERED] == [f"{place:02}_{name}" for place, name in enumerate(commands)]


def test_no_two_scripts_have_one_number() -> None:
    numbers = [path.stem.partition("_")[0] for path in NUMBERED]
    assert sorted(set(numbers)) == numbers


def test_what_has_no_script_is_a_command() -> None:
    assert sorted(WITHOUT_A_SCRIPT.keys() - group.list_commands(click.Context(group))) == []


@pytest.mark.parametrize("script", NUMBERED, ids=lambda path: path.stem)
def test_a_script_is_its_command(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [str(script), "--help"])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(script), run_name="__main__")
    name = script.stem.partition("_")[2]
    told = CliRunner().invoke(group, [name, "--help"], prog_name=script.name)
    # without white space: the two are broken into lines at different widths
    said, wanted = ("".join(text.split()) for text in (capsys.readouterr().out, told.output))
    assert (left.value.code, said) == (0, wanted)


def test_a_script_says_in_one_sentence_what_it_does() -> None:
    wordless = [path.name for path in NUMBERED if not re.match(r'"""[A-Z].+\."""\n', path.read_text("utf-8"))]
    assert wordless == []
