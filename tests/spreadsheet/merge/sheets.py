"""Sheets and the hidden tabs beside them, written down by hand."""

import json
from typing import Any

from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Row, Tab, Workbook

HEADER = ("Email", "Name", "Match")


def cell(text: Any) -> Cell:
    """A cell from a text, a formula with ``=``, or a number."""
    if isinstance(text, Cell):
        return text
    if isinstance(text, int | float):
        return Cell(f"{text:g}", number=float(text))
    return Cell("shown", text) if text.startswith("=") else Cell(text) if text else BLANK


def tab(*rows: tuple[Any, ...], title: str = "People", sheet_id: int = 7, header: tuple[str, ...] = HEADER) -> Tab:
    lines = tuple(Row(number, tuple(cell(text) for text in row)) for number, row in enumerate(rows, 2))
    return Tab(title, sheet_id, header, lines, row_count=20, column_count=len(header))


def book(*tabs: Tab) -> Workbook:
    return Workbook("id", "title", tabs)


def before(
    about: dict[str, Any], *rows: tuple[tuple[Any, ...], dict[str, Any] | None], header: tuple[str, ...] = HEADER
) -> Tab:
    """A hidden tab of run 3 about sheet 7: each row as it was found, and the record beside it."""
    lines = [(*found, json.dumps(record) if record else "") for found, record in rows]
    return Tab(
        "Before 3 7",
        99,
        (*header, json.dumps({"key": 0, "cells": {}, "new": False} | about)),
        tuple(Row(number, tuple(cell(text) for text in line)) for number, line in enumerate(lines, 2)),
        column_count=len(header) + 1,
    )


def record(key: str, formula: str = "", new: bool = False, **cells: tuple[str, str]) -> dict[str, Any]:
    """What a plan expected in a row and wrote into it, by column (``c2=...``)."""
    return {
        "key": key,
        "key formula": formula,
        "new": new,
        "cells": {name[1:]: list(pair) for name, pair in cells.items()},
    }


ABOUT: dict[str, Any] = {"header": {"0": "Email", "1": "Name", "2": "Match"}}
