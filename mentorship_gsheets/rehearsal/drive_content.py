"""What Drive does with the content of spreadsheets: .csv out and in, renaming, all through the Sheets
handlers.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

from mentorship_gsheets.rehearsal import sheets
from mentorship_gsheets.rehearsal.call import Call, invalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


def to_csv(call: Call, id: str) -> str:
    """The first sheet as it reads, rows of equal length."""
    title = _tabs(call, id)[0]["title"]
    rows = _ask(call, "values.get", {"spreadsheetId": id, "range": _quoted(title)}).get("values", [])
    width = max(map(len, rows), default=0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    return text.getvalue().removesuffix("\r\n")


def from_csv(call: Call, id: str, content: bytes) -> None:
    """Replace everything in a spreadsheet by one sheet with the values of a .csv, understood as if typed.

    Raises 400 for what is no UTF-8.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise invalid("Bad Request") from None
    first, *others = _tabs(call, id)
    delete = [{"deleteSheet": {"sheetId": tab.get("sheetId", 0)}} for tab in others]
    blank = {"range": {"sheetId": first.get("sheetId", 0)}, "fields": "*"}
    _ask(call, "batchUpdate", {"spreadsheetId": id}, {"requests": [*delete, {"updateCells": blank}]})
    if rows:
        params = {"spreadsheetId": id, "range": _quoted(first["title"]) + "!A1", "valueInputOption": "USER_ENTERED"}
        _ask(call, "values.update", params, {"values": rows})


def rename(call: Call, id: str, title: str) -> None:
    """Give the spreadsheet the name its file gets."""
    change = {"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}
    _ask(call, "batchUpdate", {"spreadsheetId": id}, {"requests": [change]})


def _tabs(call: Call, id: str) -> list[dict[str, Any]]:
    reply = _ask(call, "get", {"spreadsheetId": id, "fields": "sheets.properties"})
    return [tab["properties"] for tab in reply["sheets"]]


def _quoted(title: str) -> str:
    escaped = title.replace("'", "''")
    return f"'{escaped}'"


def _ask(call: Call, name: str, params: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Call a Sheets handler in the same caller's name."""
    method = f"sheets.spreadsheets.{name}"
    reply = sheets.HANDLERS[method](replace(call, method=method, params=params, body=body, media=None))
    assert isinstance(reply, dict)  # noqa: S101 - Sheets answers in JSON only
    return reply
