"""Exports from a disk: every usual shape is read, everything else gets one sentence."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.cli.exports import read_rows
from mentorship_gsheets.errors import Exit, MentorshipError


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"Email,Name\nada@example.org,Ada\n", [["Email", "Name"], ["ada@example.org", "Ada"]]),
        (b"\xef\xbb\xbfEmail;Fields\r\nada@example.org;a,b\r\n", [["Email", "Fields"], ["ada@example.org", "a,b"]]),
        (b"Email\tName\nada@example.org\t\n\t\n", [["Email", "Name"], ["ada@example.org"]]),
        (
            b'Email,Notes\nada@example.org,"two\nlines"\n',
            [["Email", "Notes"], ["ada@example.org", "two\nlines"]],
        ),
        ("Email,Name\nada@example.org,Zoë\n".encode("cp1252"), [["Email", "Name"], ["ada@example.org", "Zoë"]]),
    ],
)
def test_csv(tmp_path: Path, content: bytes, rows: list[list[str]]) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    assert read_rows(path) == rows


def test_xlsx_gives_what_a_person_sees(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["When", "Email", "Mentees", "First?", None])
    book.active.append([datetime(2027, 5, 1, 12, 30), "ada@example.org", 2, True, None])
    book.active.append([None, None, None, None, None])
    path = tmp_path / "answers.XLSX"
    book.save(path)
    assert read_rows(path) == [
        ["When", "Email", "Mentees", "First?"],
        ["2027-05-01 12:30:00", "ada@example.org", "2", "TRUE"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("answers.ods", b"x", "export the answers as .csv or .xlsx."),
        ("answers.csv", b"\n\n", "there are no rows in it."),
        ("answers.xlsx", b"no zip", "this .xlsx file is damaged; export it once more."),
    ],
)
def test_other_files_get_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MentorshipError) as refused:
        read_rows(path)
    assert (str(refused.value), refused.value.exit_code) == (f"{path}: {sentence}", Exit.USAGE)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MentorshipError) as refused:
        read_rows(tmp_path / "none.csv")
    assert str(refused.value) == f"{tmp_path / 'none.csv'}: there is no such file."
