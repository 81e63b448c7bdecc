"""Tables from and to a disk: form exports (.csv, .xlsx) as rows of text, and rows of text as .xlsx."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.intake.tables import csv_rows, decoded, table_of
from mentorship_gsheets.workspace.private_files import write_private

_LARGEST = 50_000_000
"""Bytes of a file; ten million cells of answers are less."""

_LARGEST_UNPACKED = 500_000_000
_MOST_CELLS = 2_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How an .xls file begins, and an .xlsx file with a password."""


def read_rows(path: Path) -> list[list[str]]:
    """Read a table as an organizer exports it.

    Parameters
    ----------
    path
        A .csv, .tsv or .txt file of any separator and encoding, or an .xlsx file (its first sheet with anything in it).

    Returns
    -------
    rows of text, the headings first; titles above them, blank rows and trailing blank cells are absent, and several
    rows of headings are joined to one.

    Raises
    ------
    MentorshipError
        The file is not there, cannot be read, is of another kind or too large, or holds no rows.
    """
    if not path.is_file():
        raise MentorshipError(f"{path}: there is no such file.", Exit.USAGE)
    readers = {".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx, ".xlsm": _read_xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise MentorshipError(f"{path}: export the answers as .csv or .xlsx.", Exit.USAGE)
    try:
        if path.stat().st_size > _LARGEST:
            raise MentorshipError(f"{path}: this is larger than 50 MB; export the answers alone.", Exit.USAGE)
        content = path.read_bytes()
    except OSError as trouble:
        what = f"{path}: it cannot be read ({trouble.strerror or trouble})."
        raise MentorshipError(what, Exit.USAGE) from None
    table = table_of(reader(path, content))
    if not table.header:
        raise MentorshipError(f"{path}: there are no rows in it.", Exit.USAGE)
    return [_trimmed(row) for row in (table.header, *table.rows)]


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _read_csv(path: Path, content: bytes) -> list[list[str]]:
    try:
        return csv_rows(decoded(content))
    except csv.Error as trouble:
        what = f"{path}: this is no table of text ({trouble}); export it once more as .csv or .xlsx."
        raise MentorshipError(what, Exit.USAGE) from None


def _read_xlsx(path: Path, content: bytes) -> list[list[str]]:
    import zipfile
    import zlib
    from xml.etree.ElementTree import ParseError

    import openpyxl

    if content.startswith(_OLD_OR_LOCKED):
        what = f"{path}: this is an old .xls file, or has a password; save it as .xlsx without one."
        raise MentorshipError(what, Exit.USAGE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise MentorshipError(f"{path}: unpacked it is larger than 500 MB; export it as .csv.", Exit.USAGE)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                # some programs write a size of one cell for every sheet
                sheet.reset_dimensions()
                if rows := _sheet_rows(path, sheet.iter_rows(values_only=True)):
                    return rows
            return []
        finally:
            book.close()
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),  # the packing
        *(ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError),  # what is packed
    ):
        what = f"{path}: this .xlsx file is damaged; export it once more."
        raise MentorshipError(what, Exit.USAGE) from None


def _sheet_rows(path: Path, rows: Iterable[Sequence[Any]]) -> list[list[str]]:
    found, cells = list[list[str]](), 0
    for row in rows:
        texts = _trimmed([_text(value) for value in row])
        cells += len(row)
        if cells > _MOST_CELLS:
            raise MentorshipError(f"{path}: it has more than 2 million cells; export the answers alone.", Exit.USAGE)
        if texts:
            found.append(texts)
    return found


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

    Parameters
    ----------
    path
        The file; what stands there is replaced.
    tables
        Rows of texts, by title of the sheet.

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
