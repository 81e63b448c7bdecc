"""Spreadsheets as files, for Drive: made, copied, filled from CSV, exported."""

from __future__ import annotations

import csv
import io

from mentorship_gsheets.rehearsal.sheets import archive
from mentorship_gsheets.rehearsal.sheets.model import new_book, new_book_id, new_tab
from mentorship_gsheets.rehearsal.sheets.values import put
from mentorship_gsheets.rehearsal.sheets.view import view_of
from mentorship_gsheets.rehearsal.store import Store


def create_spreadsheet(
    store: Store, title: str, *, id: str = "", locale: str = "en_US", time_zone: str = "Etc/GMT"
) -> str:
    """Make a spreadsheet with one empty sheet. Its Drive file is the caller's to make.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    title
        Title of the spreadsheet.
    id
        The id it gets; a random one where left out.
    locale, time_zone
        As Google names them.

    Returns
    -------
    str
        Id of the spreadsheet.
    """
    book = new_book(id or new_book_id(), title, locale, time_zone)
    archive.save(store, book)
    return book.id


def copy_spreadsheet(store: Store, id: str, title: str) -> str:
    """Make a copy of a spreadsheet with all it holds.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.
    title
        Title of the copy.

    Returns
    -------
    str
        Id of the copy.

    Raises
    ------
    ApiError
        Google's 404 where there is no such spreadsheet.
    """
    book = archive.load(store, id).draft()
    book.id = new_book_id()
    book.properties["title"] = title
    archive.save(store, book)
    return book.id


def delete_spreadsheet(store: Store, id: str) -> None:
    """Forget a spreadsheet for good.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.

    Raises
    ------
    ApiError
        Google's 404 where there is none.
    """
    archive.delete(store, id)


def import_csv(store: Store, id: str, content: bytes) -> None:
    """Replace all a spreadsheet holds by the rows of a CSV, as Drive does on upload: one sheet named after the file.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.
    content
        The file, in UTF-8 with or without a byte order mark.

    Raises
    ------
    UnicodeDecodeError
        It is no UTF-8.
    csv.Error
        It is no CSV.
    """
    book = archive.load(store, id).draft()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    tab = new_tab(book.new_id(), book.properties["title"])
    tab.grid["rowCount"] = max(tab.height, len(rows))
    tab.grid["columnCount"] = max(tab.width, max(map(len, rows), default=0))
    book.tabs, book.named_ranges, book.metadata = [tab], [], []
    # The recorded import left the spreadsheet in the zone of Google's headquarters.
    book.properties["timeZone"] = "America/Los_Angeles"
    put(book, tab, 0, 0, rows, "USER_ENTERED")
    archive.save(store, book)


def export_csv(store: Store, id: str, delimiter: str = ",") -> bytes:
    """Write the first sheet's shown values as CSV.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.
    delimiter
        Between two cells.

    Returns
    -------
    bytes
        The file, in UTF-8; rows of equal length, without empty rows at the end.
    """
    view = view_of(archive.load(store, id), archive.calculation(store, id))
    tab = view.book.tabs[0]
    width = max((view.row_length(tab, row) for row in range(view.last_row(tab))), default=0)
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\r\n")
    for row in range(view.last_row(tab)):
        writer.writerow([view.text(tab, row, column) or "" for column in range(width)])
    return output.getvalue().removesuffix("\r\n").encode()
