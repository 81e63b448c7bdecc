"""``mentorship rehearse`` itself: what it says, what it leaves behind, and that a second run would change nothing."""

import csv
import email
import email.policy
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.cli.out_folder import MARKER, claim
from mentorship_gsheets.cli.rehearsal import _rows
from mentorship_gsheets.errors import MentorshipError
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


def test_drafts_are_named_by_the_people_they_go_to(big: tuple[Path, Result]) -> None:
    out, _ = big
    names = sorted(path.name for path in (out / "drafts").glob("*.eml"))
    assert [name.partition(" ")[0] for name in names] == [f"{number:03}" for number in range(1, MANY + 1)]
    for name in names[:3]:
        mail = email.message_from_bytes((out / "drafts" / name).read_bytes(), policy=email.policy.default)
        assert name == f"{name[:3]} {', '.join(one.display_name for one in mail['To'].addresses)}.eml"


def test_the_output_of_a_rehearsal_fits_two_screens(big: tuple[Path, Result]) -> None:
    _, result = big
    assert len(result.output.splitlines()) <= 100


def test_a_folder_with_strange_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    result = rehearse("--out", str(tmp_path))
    said = f"✗ {tmp_path} holds thesis.docx, which no rehearsal left there: name another folder with --out.\n"
    assert (result.exit_code, result.output) == (2, said)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def small(out: Path) -> Result:
    return rehearse("--out", str(out), "--people", "20", "--quiet")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_a_rehearsal_leaves_is_its_owners_alone_and_the_next_one_replaces_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    umask = os.umask(0o022)
    try:
        assert small(out).exit_code == 0
    finally:
        os.umask(umask)
    left = [out, *out.rglob("*")]
    assert [str(path) for path in left if path.stat().st_mode & 0o077] == []
    assert {"workbook.xlsx", "drafts", "key.json", "state.sqlite"} <= {path.name for path in left}
    assert small(out).exit_code == 0
    listed = (out / MARKER).read_text("utf-8").splitlines()[1:]
    assert sorted({*listed} - {"state.sqlite-shm", "state.sqlite-wal"}) == sorted({*everything(out)} - {MARKER})


@pytest.mark.parametrize(
    "name", ["key.json", "workbook.xlsx", "state.sqlite", "drafts/chapter-1.eml", "drafts/a/b.txt"]
)
@pytest.mark.parametrize("rehearsed", [False, True])
def test_a_file_of_somebody_elses_is_left_alone_whatever_its_name(tmp_path: Path, name: str, rehearsed: bool) -> None:
    out = tmp_path / "out"
    if rehearsed:
        claim(out, ("thesis.txt",)).add("drafts/old.eml").write_text("ours", "utf-8")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine", "utf-8")
    before = everything(out)
    refused = small(out)
    said = f"✗ {out} holds {name}, which no rehearsal left there: name another folder with --out.\n"
    assert (refused.exit_code, refused.stderr) == (2, said)
    assert everything(out) == before


def test_a_marker_that_names_files_elsewhere_deletes_none_of_them(tmp_path: Path) -> None:
    out = tmp_path / "out"
    claim(out, ())
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("mine", "utf-8")
    with (out / MARKER).open("a", encoding="utf-8") as marker:
        marker.write(f"../thesis.txt\n{thesis}\ndrafts/../../thesis.txt\n")
    claim(out, ())
    assert thesis.read_text("utf-8") == "mine"


def test_a_link_in_the_folder_is_taken_away_and_not_followed(tmp_path: Path) -> None:
    out, papers = tmp_path / "out", tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis.txt").write_text("mine", "utf-8")
    claim(out, ("drafts",))
    (out / "drafts").symlink_to(papers)
    claim(out, ())
    assert (everything(papers), [path.name for path in out.iterdir()]) == ({"thesis.txt": b"mine"}, [MARKER])


REAL_KEY = json.dumps({"type": "service_account", "token_uri": "https://oauth2.googleapis.com/token"})


@pytest.mark.parametrize("option", ["--key-out", "--client-out"])
@pytest.mark.parametrize("content", [REAL_KEY, '{"installed": {}}', "no JSON", "[1]", '{"installed": 1}', ""])
def test_serve_never_replaces_a_key_that_no_rehearsal_made(tmp_path: Path, option: str, content: str) -> None:
    mine, other, state = tmp_path / "mine.json", tmp_path / "other.json", tmp_path / "state.sqlite"
    mine.write_text(content, "utf-8")
    files = {"--key-out": str(other)} | {option: str(mine)}
    words = [word for pair in files.items() for word in pair]
    refused = CliRunner().invoke(group, ["rehearsal", "serve", "--state", str(state), *words], catch_exceptions=False)
    said = f"✗ {mine} is there already, and no rehearsal made it: it stays as it is; name another file.\n"
    assert (refused.exit_code, refused.output) == (2, said)
    assert everything(tmp_path) == {"mine.json": content.encode()}


def test_serve_never_writes_into_a_database_that_no_rehearsal_made(tmp_path: Path) -> None:
    state = tmp_path / "photos.sqlite"
    with closing(sqlite3.connect(state)) as photos:
        photos.execute("CREATE TABLE document (kind, id, revision, body)")
    state.chmod(0o644)
    before = state.read_bytes()
    words = ["rehearsal", "serve", "--state", str(state), "--key-out", str(tmp_path / "key.json")]
    refused = CliRunner().invoke(group, words, catch_exceptions=False)
    told = "is there already, and is no state of a rehearsal: it stays as it is; name another file with --state."
    assert (refused.exit_code, refused.output) == (2, f"✗ {state} {told}\n")
    assert (everything(tmp_path), state.stat().st_mode & 0o777) == ({"photos.sqlite": before}, 0o644)


def test_a_rehearsal_goes_on_with_what_an_earlier_one_wrote(tmp_path: Path) -> None:
    key, state = tmp_path / "key.json", tmp_path / "state.sqlite"
    with running("empty", key_path=key, state=state) as google:
        first = google.sheet
    with running("empty", key_path=key, state=state) as google:
        assert google.sheet == first
    assert {path.stat().st_mode & 0o777 for path in (key, state)} == {0o600}


def xlsx(path: Path, *rows: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def damaged(path: Path, part: str, content: bytes) -> Path:
    """An .xlsx file of which one part is something else."""
    sound = xlsx(path.with_suffix(".sound.xlsx"), ("Email", "Name"), ("a@a.example.org", "Ada"))
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return path


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"\xff\xfe\x00"])
def test_a_damaged_workbook_is_read_all_the_same_or_one_sentence(tmp_path: Path, part: str, content: bytes) -> None:
    path = damaged(tmp_path / "answers.xlsx", part, content)
    try:
        told = str(_rows(path))
    except MentorshipError as error:
        told = str(error)
        assert told.startswith(f"{path}: ")
    else:
        assert told == "[['Email', 'Name'], ['a@a.example.org', 'Ada']]"
    assert len(told.splitlines()) == 1


def test_a_small_file_that_unpacks_to_a_huge_one_is_one_sentence(tmp_path: Path) -> None:
    path = damaged(tmp_path / "answers.xlsx", "xl/worksheets/sheet1.xml", b" " * 150_000_000)
    assert path.stat().st_size < 300_000
    refused = rehearse("--responses", str(path), "--out", str(tmp_path / "out"))
    said = f"✗ {path}: this file is too large to be a table of answers; export the answers alone.\n"
    assert (refused.exit_code, refused.stderr) == (2, said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("a@a.example.org", "x" * 50_001), ", row 2, column 2: the cell holds 50,001 characters, "
         "and a cell of a sheet 50,000; shorten it."),
        (("x",) * 18_279, ": there are 18,279 columns in it, "
         "and a sheet holds 18,278; delete those that are not needed."),
    ],
    ids=["cell", "columns"],
)  # fmt: skip
def test_more_than_a_sheet_holds_is_told_with_its_place(tmp_path: Path, row: tuple[str, ...], said: str) -> None:
    answers = export(tmp_path / "answers.csv", [("Email", "Name"), row])
    refused = rehearse("--responses", answers, "--out", str(tmp_path / "out"))
    assert (refused.exit_code, refused.stderr) == (2, f"✗ {answers}{said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("rehearse --out {file}/out", "{file}/out cannot be written (Not a directory)."),
        ("rehearsal serve --key-out {file}/key.json", "{file} cannot be written (File exists)."),
        (
            "rehearsal serve --key-out {folder}/k --state {file}",
            "{file} is there already, and is no state of a rehearsal: it",
        ),
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
