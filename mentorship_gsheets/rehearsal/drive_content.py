"""What Drive does with the content of spreadsheets: .csv out and in, renaming, all through the Sheets
handlers.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

from mentorship_gsheets.rehearsal import sheets
from mentorship_gsheets.rehearsal.call import Call, invalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


def to_csv(call: Call, id: str) -> bytes:
    """Give the first sheet as it reads, rows of equal length.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    id
        Id of the document.

    Returns
    -------
    bytes
        The CSV, in UTF-8.
    """
    return sheets.export_csv(call.store, id)


def from_csv(call: Call, id: str, content: bytes) -> None:
    """Replace everything in a spreadsheet by one sheet with the values of a .csv, understood as if typed.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    id
        Id of the document.
    content
        The file as uploaded.

    Raises
    ------
    ApiError
        Google's 400 for what is no UTF-8, or no CSV.
    """
    try:
        sheets.import_csv(call.store, id, content)
    except (UnicodeDecodeError, csv.Error):
        raise invalid("Bad Request") from None


def rename(call: Call, id: str, title: str) -> None:
    """Give the spreadsheet the name its file gets.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    id
        Id of the document.
    title
        The new name.
    """
    change = {"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}
    _ask(call, "batchUpdate", {"spreadsheetId": id}, {"requests": [change]})


def _ask(call: Call, name: str, params: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Call a Sheets handler in the same caller's name."""
    method = f"sheets.spreadsheets.{name}"
    reply = sheets.HANDLERS[method](replace(call, method=method, params=params, body=body, media=None))
    assert isinstance(reply, dict)  # noqa: S101 - Sheets answers in JSON only
    return reply
