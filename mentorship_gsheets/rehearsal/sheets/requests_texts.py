"""Requests that make cells of text: paste, split into columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.values import put


class _Table(HTMLParser):
    """The texts of an HTML table's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        """Open a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """Add to the open cell."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def _paste_data(draft: Draft, body: Body) -> None:
    start = body.get("coordinate") or {}
    tab = draft.book.tab(start.get("sheetId") or 0)
    data = body.get("data") or ""
    if body.get("html"):
        table = _Table()
        table.feed(data)
        rows = table.rows or [[re.sub(r"<[^>]*>", "", data)]]
    elif body.get("delimiter"):
        rows = split_lines(data, body["delimiter"])
    else:
        raise invalid("Either delimiter or html must be set.")
    top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
    tab.grid["rowCount"] = max(tab.height, top + len(rows))
    tab.grid["columnCount"] = max(tab.width, left + max(map(len, rows), default=0))
    draft.book.cells_allowed()
    put(draft.book, tab, top, left, rows, "USER_ENTERED")


def split_lines(text: str, delimiter: str) -> list[list[str]]:
    """Split delimited text into rows and cells.

    Parameters
    ----------
    text
        The text.
    delimiter
        Between two cells; quotes are read as in CSV where it is one character.

    Returns
    -------
    list[list[str]]
        Rows; they may differ in length.
    """
    if len(delimiter) == 1:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    return [line.split(delimiter) for line in text.splitlines()]


def _text_to_columns(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("source") or {})
    if box.width != 1:
        raise invalid("The source range must span exactly one column.")
    kind = body.get("delimiterType", "AUTODETECT")
    view = draft.view()
    texts = [view.text(tab, row, box.left) or "" for row in range(box.top, min(box.bottom, view.last_row(tab)))]
    marks = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " ", "CUSTOM": body.get("delimiter", "")}
    if kind == "AUTODETECT":
        mark = max((",", ";", "\t", "|", " "), key=lambda one: sum(text.count(one) for text in texts))
    else:
        mark = marks.get(kind, "")
    if not mark:
        raise invalid("No delimiter specified.")
    rows = [[part.strip() for part in text.split(mark)] if text else [] for text in texts]
    width = max(map(len, rows), default=0)
    tab.grid["columnCount"] = max(tab.width, box.left + width)
    put(draft.book, tab, box.top, box.left, rows, "USER_ENTERED")


REQUESTS: dict[str, Request] = {
    "pasteData": _paste_data,
    "textToColumns": _text_to_columns,
}
