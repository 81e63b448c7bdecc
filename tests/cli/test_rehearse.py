"""``mentorship rehearse`` itself: what it says, what it leaves behind, and that a second run would change nothing."""

import csv
import email
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.running import running

MANY = 210
"""More than the rows a fresh tab of people has, so that grids grow in the midst of a batch."""


def rehearse(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["rehearse", "--yes", "--no-page", *arguments], catch_exceptions=False)


def column(workbook: Path, tab: str, header: str) -> list[object]:
    rows = openpyxl.load_workbook(workbook, data_only=True)[tab].iter_rows(values_only=True)
    place = next(rows).index(header)
    return [row[place] for row in rows if row[0]]


def export(path: Path, rows: Iterable[tuple[str, ...]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def people(role: str, others: str) -> Iterable[tuple[str, ...]]:
    yield ("Email address", "Full name", "Which fields do you work in?", "Organisation")
    for number in range(MANY):
        yield (f"{role}{number}@{role}{number}.example.org", f"{role} {number}", ("Law", "Maths")[number % 2], others)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A rehearsal on two exports of more people than a fresh tab has rows."""
    folder = tmp_path_factory.mktemp("exports")
    mentors = export(folder / "mentors.csv", people("mentor", ""))
    mentees = export(folder / "mentees.csv", people("mentee", ""))
    out = folder / "out"
    return out, rehearse("--mentors", mentors, "--mentees", mentees, "--out", str(out))


def test_a_second_run_of_everything_would_change_nothing(big: tuple[Path, Result]) -> None:
    _, result = big
    assert result.exit_code == 0
    assert "Every stage run a second time: 0 changes left to make." in result.output.splitlines()


def test_the_live_check_of_many_people_sees_all_of_them(big: tuple[Path, Result]) -> None:
    out, _ = big
    for tab in ("Mentors", "Mentees"):
        assert column(out / "workbook.xlsx", tab, "Live check") == ["ok"] * MANY


def test_every_pair_has_its_draft_in_the_folder(big: tuple[Path, Result]) -> None:
    out, _ = big
    mails = [email.message_from_bytes(path.read_bytes()) for path in (out / "drafts").glob("*.eml")]
    addressed = sorted(address for mail in mails for address in str(mail["To"]).replace("\n", "").split(","))
    assert len(mails) == MANY
    assert len(set(addressed)) == 2 * MANY


def test_a_folder_with_strange_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    result = rehearse("--out", str(tmp_path))
    said = f"✗ {tmp_path} holds thesis.docx, which no rehearsal left there: name another folder with --out.\n"
    assert (result.exit_code, result.output) == (2, said)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("rehearse --out {file}/out", "{file}/out cannot be written (Not a directory)."),
        ("rehearsal serve --key-out {file}/key.json", "{file} cannot be written (File exists)."),
        ("rehearsal serve --key-out {folder}/k --state {file}", "{file} is no state of a rehearsal (file is not"),
    ],
)
def test_places_that_cannot_be_written_to_are_sentences(tmp_path: Path, arguments: str, said: str) -> None:
    file = tmp_path / "file"
    file.write_text("no database, and no folder either", "utf-8")
    result = CliRunner().invoke(group, arguments.format(file=file, folder=tmp_path).split())
    assert result.exit_code == 2
    assert result.output.startswith("✗ " + said.format(file=file))


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with running("empty", key_path=tmp_path / "one.json") as google:
        port = google.url.rsplit(":", 1)[1]
        arguments = ["rehearsal", "serve", "--port", port, "--key-out", str(tmp_path / "two.json")]
        ran = subprocess.run(
            [sys.executable, "-m", "mentorship_gsheets.cli", *arguments],
            check=False,
            capture_output=True,
            encoding="utf-8",
        )
    said = f"✗ port {port} of this computer is taken: name another with --port, or leave --port out.\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said)
