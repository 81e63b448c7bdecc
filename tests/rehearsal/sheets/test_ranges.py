"""Notation of ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.sheets.ranges import (
    Box,
    column_name,
    column_number,
    corners,
    quoted,
    split,
    written,
)
from tests.rehearsal.sheets.desk import Desk


@given(st.integers(0, 18_277))
def test_every_column_has_a_name_of_its_own(column: int) -> None:
    assert column_number(column_name(column)) == column


@given(st.text(min_size=1, max_size=30), st.integers(0, 999), st.integers(1, 50), st.integers(0, 99), st.integers(1, 9))
def test_every_range_can_be_read_back(title: str, top: int, height: int, left: int, width: int) -> None:
    box = Box(top, top + height, left, left + width)
    name, rest = split(written(title, box))
    assert name == title
    assert corners(rest) == (box.top, box.bottom, box.left, box.right)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A1", (0, 1, 0, 1)),
        ("$B$2:c3", (1, 3, 1, 3)),
        ("D4:A1", (0, 4, 0, 4)),
        ("A:C", (None, None, 0, 3)),
        ("2:3", (1, 3, None, None)),
        ("B2:B", (1, None, 1, 2)),
        ("B2:4", (1, 4, 1, None)),
        ("R2C3", (1, 2, 2, 3)),
        ("R1C1:R2C2", (0, 2, 0, 2)),
        ("A", None),
        ("7", None),
        ("", None),
        ("A0", None),
        ("A1:", None),
        ("Mentors", None),
    ],
)
def test_notations(text: str, found: tuple[int | None, ...] | None) -> None:
    assert corners(text) == found


@pytest.mark.parametrize("title", ["Sheet 1", "D3", "R1C1", "it's", "Übersicht", "2020", "a-b", "a!b"])
def test_titles_that_need_quotes(title: str) -> None:
    assert quoted(title) == "'" + title.replace("'", "''") + "'"


@pytest.mark.parametrize("title", ["Sheet1", "Mentors", "_x", "Form_1"])
def test_titles_that_need_none(title: str) -> None:
    assert quoted(title) == title


def test_titles_with_marks_and_named_ranges_resolve(desk: Desk) -> None:
    desk.batch(
        {"addSheet": {"properties": {"title": "It's a!b", "sheetId": 7}}},
        {
            "addNamedRange": {
                "namedRange": {"name": "People", "range": {"sheetId": 7, "endRowIndex": 2, "endColumnIndex": 2}}
            }
        },
    )
    desk.write("'It''s a!b'!A1", [["x", "y"]])
    assert desk.read("'It''s a!b'!A1:B1") == [["x", "y"]]
    assert desk.read("People") == [["x", "y"]]
    assert desk.read("people") == [["x", "y"]]
    desk.batch({"addSheet": {"properties": {"title": "People"}}})
    assert desk.read("People") == [["x", "y"]]
    assert desk.read("'People'") == []
    assert desk.read("It's a!b!R1C2") == [["y"]]
