"""The commands for one's own exports, copied from the page and run on a small conference's files."""

import csv
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.intake.questions import COLUMNS
from tests.docs.pages import DOCS
from tests.docs.test_walk import commands

PAGE = (DOCS / "own-data.md").read_text("utf-8")
HEADER = ("Timestamp", "Email Address", "What is your full name?", "How will you attend?", "What are you an expert in?")
ROLE = "How would you like to take part?"


def write(path: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    people = [
        (f"2027/05/0{place + 1} 10:00:00", f"person{place}@example.org", f"Person {name}", "In person", "Physics")
        for place, name in enumerate(("Ada", "Bo", "Cy", "Di"))
    ]
    roles = ("As a mentor", "As a mentee")
    asked = [(*person, roles[place % 2]) for place, person in enumerate(people)]
    write("answers.csv", (*HEADER, ROLE), asked)
    write("mentors.csv", HEADER, people[:2])
    write("mentees.csv", HEADER, people[2:])
    sign_ups = [(one[2], one[1], "In person", f"Yes, {one[5].lower()}") for one in asked]
    write("tickets.csv", ("Name", "Email", "Ticket", "Mentorship programme?"), sign_ups)
    (block,) = re.findall(r"```text\n(.*?)```", PAGE, re.S)
    Path("questions.csv").write_text(block, "utf-8")


@pytest.mark.usefixtures("exports")
@pytest.mark.parametrize("line", commands("own-data.md"))
def test_the_command_runs_to_its_end_and_makes_drafts(line: str) -> None:
    result = CliRunner().invoke(group, [*shlex.split(line)[1:], "--yes", "--no-page", "--quiet"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    assert len(list(Path("rehearsal/drafts").glob("*.eml"))) == 2


def test_the_page_names_all_columns() -> None:
    listed = " ".join(PAGE.split("The columns are: ")[1].split(".")[0].split()).split(", ")
    assert listed == list(COLUMNS)
