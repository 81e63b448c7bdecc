"""The commands for one's own exports, copied from the page and run on a small conference's files."""

import csv
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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


def rehearsed(line: str) -> Result:
    return CliRunner().invoke(group, [*shlex.split(line), "--yes", "--no-page", "--quiet"])


def table(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put_right(path: str, lines: list[dict[str, str]]) -> None:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def test_a_form_in_a_language_nobody_knows_is_put_right_in_the_two_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    header = ("Ebost", "Enw llawn", "Eich rhan", "Meysydd gwaith")
    roles = ("Tywysydd", "Dysgwr")
    rows = [(f"p{n}@example.org", f"Person {n}", roles[n % 2], "Physics") for n in range(4)]
    write("answers.csv", header, rows)
    stopped = rehearsed("rehearse --responses answers.csv")
    assert stopped.exit_code == 1
    questions, answers = table("rehearsal/questions.csv"), table("rehearsal/answers.csv")
    assert {line["Question"] for line in questions if line["Form"] == "Form Responses 1"} == set(header)
    means = dict(zip(header, ("Email", "Name", "Role", "Fields"), strict=True))
    put_right("q.csv", [{**line, "Column": means.get(line["Question"], line["Column"])} for line in questions])
    # what its answers mean may be told before the question was known
    write("a.csv", ("Read as", "Answer"), [("mentor", roles[0]), ("mentee", roles[1])])
    assert answers == []
    done = rehearsed("rehearse --responses answers.csv --questions q.csv --answers a.csv")
    assert (done.exit_code, len(list(Path("rehearsal/drafts").glob("*.eml")))) == (0, 2)
    assert Path("rehearsal/questions-before.csv").is_file()
    read = [(line["Read as"], line["Answer"]) for line in table("rehearsal/answers.csv") if line["Answer"] in roles]
    assert read == [("mentor", roles[0]), ("mentee", roles[1])]
