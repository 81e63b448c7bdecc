"""A spreadsheet saved as an Excel file, read as a workbook: texts, without what only Google keeps beside them."""

import zipfile
from datetime import date, datetime
from pathlib import Path

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook


def read_excel(path: Path) -> Workbook:
    """Read an exported sheet.

    Parameters
    ----------
    path
        An .xlsx file.

    Returns
    -------
    Workbook
        Every cell as text; check boxes as TRUE and FALSE. Metadata are absent: an export has none.

    Raises
    ------
    MentorshipError
        There is no such file, or it cannot be read as Excel.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise MentorshipError(
            Finding(
                f"{path} cannot be read as an Excel file.",
                "In Google Sheets, choose File, Download, Microsoft Excel.",
                "no-excel",
                Level.STOP,
            ),
            Exit.USAGE,
        ) from error
    tabs = []
    for number, sheet in enumerate(book.worksheets):
        lines = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        header, *rows = lines or [[]]
        cells = (Row(place, tuple(map(Cell, row))) for place, row in enumerate(rows, 2) if any(row))
        tabs.append(Tab(sheet.title, number, tuple(header), tuple(cells)))
    book.close()
    return Workbook(path.stem, path.stem, tuple(tabs))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
