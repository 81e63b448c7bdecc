"""Tables from and to a disk: form exports (.csv, .xlsx) as rows of text, and rows of text as .xlsx."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.workspace.private_files import write_private


def read_rows(path: Path) -> list[list[str]]:
    """Read a table as an organizer exports it.

    Parameters
    ----------
    path
        A .csv (comma, semicolon or tab; UTF-8 or Windows-1252) or .xlsx file (its first sheet).

    Returns
    -------
    rows of text, the header first; blank rows and trailing blank cells are absent.

    Raises
    ------
    MentorshipError
        The file is not there, is of another kind, or holds no rows.
    """
    if not path.is_file():
        raise MentorshipError(f"{path}: there is no such file.", Exit.USAGE)
    readers = {".csv": _read_csv, ".tsv": _read_csv, ".xlsx": _read_xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise MentorshipError(f"{path}: export the answers as .csv or .xlsx.", Exit.USAGE)
    rows = [_trimmed(row) for row in reader(path)]
    rows = [row for row in rows if row]
    if not rows:
        raise MentorshipError(f"{path}: there are no rows in it.", Exit.USAGE)
    return rows


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row = row[:-1]
    return row


def _read_csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))


def _read_xlsx(path: Path) -> list[list[str]]:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError):
        raise MentorshipError(f"{path}: this is no .xlsx file; export it once more.", Exit.USAGE) from None
    try:
        return [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case _:
            return str(value)


def write_tables(path: Path, tables: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write tables as the sheets of an .xlsx file of one's own; every cell is text, never a formula.

    Raises
    ------
    MentorshipError
        The file cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = [openpyxl.cell.WriteOnlyCell(sheet, value=text) for text in row]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    content = BytesIO()
    book.save(content)
    write_private(path, content.getvalue())
