"""A guarded batch copies what it is about to overwrite, after the grid has grown and before it writes."""

import json
import zlib
from typing import Any

import pytest

from mentorship_gsheets.batch.guard import Run, before_of, before_title, guarded, mark, mark_of, read_run, targets
from mentorship_gsheets.workbook import Cell
from tests.merge.sheets import book, tab

RUN = Run(21, "name", "match", "ada", "2027-07-05T12:00:00Z")


def write(row: int, column: int, *values: dict[str, Any], sheet_id: int = 7) -> dict[str, Any]:
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": value} if value else {}]} for value in values]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


PEOPLE = tab(("ada", "Ada", "old"), ("bob", "Bob", "=B3"))
GROW = {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1}}


def kinds(batch: list[dict[str, Any]]) -> list[str]:
    return [next(iter(request)) for request in batch]


def records(batch: list[dict[str, Any]]) -> dict[int, Any]:
    """The records beside the copy, by row."""
    hidden = next(request["addSheet"]["properties"]["sheetId"] for request in batch if "addSheet" in request)
    return {
        row: json.loads(value["stringValue"])
        for row, cells in targets(batch)[hidden].items()
        for value in cells.values()
    }


def test_the_number_comes_first_and_the_copies_between_growing_and_writing() -> None:
    batch = guarded([GROW, write(2, 2, {"stringValue": "new"})], book(PEOPLE), {7: 0}, RUN, [], [55])
    assert kinds(batch) == [
        "createDeveloperMetadata",
        "deleteSheet",
        "appendDimension",
        "addSheet",
        "copyPaste",
        "copyPaste",
        "copyPaste",
        "updateCells",
        "updateCells",
    ]
    entry = batch[0]["createDeveloperMetadata"]["developerMetadata"]
    assert (entry["metadataId"], read_run(entry["metadataValue"])) == (1_800_000_021, RUN)
    assert batch[1] == {"deleteSheet": {"sheetId": 55}}


def test_only_what_is_written_the_keys_and_the_headers_are_copied() -> None:
    batch = guarded([write(2, 2, {"stringValue": "new"})], book(PEOPLE), {7: 0}, RUN, [], [])
    copied = [
        (
            request["copyPaste"]["pasteType"],
            [
                request["copyPaste"]["source"][name]
                for name in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
            ],
        )
        for request in batch
        if "copyPaste" in request
    ]
    assert copied == [("PASTE_FORMULA", [0, 2, 2, 3]), ("PASTE_VALUES", [0, 2, 0, 1]), ("PASTE_VALUES", [0, 1, 0, 3])]


def test_the_record_says_what_was_expected_and_what_is_written() -> None:
    requests = [write(2, 2, {"stringValue": "new"}, {}), write(4, 0, {"numberValue": 3})]
    batch = guarded(requests, book(PEOPLE), {7: 0}, RUN, [], [])
    assert records(batch) == {
        1: {"key": 0, "header": {"0": "Email", "2": "Match"}, "new": False, "cells": {}},
        2: {"key": "ada", "key formula": "", "new": False, "cells": {"2": ["t:old", "t:new"]}},
        3: {"key": "bob", "key formula": "", "new": False, "cells": {"2": ["f:=B3", ""]}},
        4: {"key": "", "key formula": "", "new": True, "cells": {"0": ["", "n:3.0"]}},
    }


def test_a_tab_without_keys_has_records_without_keys() -> None:
    batch = guarded([write(2, 2, {"stringValue": "new"})], book(PEOPLE), {}, RUN, [], [])
    assert records(batch)[2] == {"new": False, "cells": {"2": ["t:old", "t:new"]}}


def test_the_header_row_is_recorded_as_any_other() -> None:
    batch = guarded([write(1, 3, {"stringValue": "Why"})], book(PEOPLE), {}, RUN, [], [])
    assert records(batch)[1]["cells"] == {"3": ["", "t:Why"]}


def test_tabs_that_the_batch_adds_itself_need_no_copy() -> None:
    requests = [{"addSheet": {"properties": {"sheetId": 9, "title": "New"}}}, write(1, 0, {}, sheet_id=9)]
    assert kinds(guarded(requests, book(PEOPLE), {}, RUN, [], [])) == [
        "createDeveloperMetadata",
        "addSheet",
        "updateCells",
    ]


def test_a_hidden_tab_takes_an_id_that_is_free() -> None:
    taken = zlib.crc32(b"Before 21 7") & 0x3FFFFFFF
    other = tab(title="Other", sheet_id=taken)
    batch = guarded([write(2, 2, {})], book(PEOPLE, other), {}, RUN, [], [taken + 1])
    assert batch[2]["addSheet"]["properties"]["sheetId"] == taken + 2


def test_all_but_the_last_twenty_runs_are_forgotten() -> None:
    runs = [Run(number, "n", "match", "ada", "") for number in (1, 2, 3)]
    forgotten = [
        request["deleteDeveloperMetadata"]["dataFilter"]["developerMetadataLookup"]["metadataId"]
        for request in guarded([], book(), {}, Run(22, "n", "match", "ada", ""), runs, [])
        if "deleteDeveloperMetadata" in request
    ]
    assert forgotten == [1_800_000_001, 1_800_000_002]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "1", '{"number": "1", "name": "", "stage": "", "operator": "", "since": ""}']
)
def test_an_entry_of_somebody_else_is_no_run(text: str) -> None:
    assert read_run(text) is None


def test_hidden_tabs_are_known_by_their_title() -> None:
    assert before_of(before_title(RUN, 7)) == (21, 7)
    assert [before_of(title) for title in ("Before", "Before 1", "Before 1 2 3", "Before a 1")] == [None] * 4


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("ada"), {"stringValue": "ada"}),
        (Cell(), {}),
        (Cell(), {"stringValue": ""}),
        (Cell("2", number=2.0), {"numberValue": 2}),
        (Cell("TRUE"), {"boolValue": True}),
        (Cell("FALSE"), {"boolValue": False}),
        (Cell("x", '=IF($A2="a;b",1,2)'), {"formulaValue": '=if($A2="a;b"; 1; 2)'}),
        (Cell("x" * 999), {"stringValue": "x" * 999}),
    ],
)
def test_a_cell_and_the_value_that_made_it_have_one_mark(cell: Cell, value: dict[str, Any]) -> None:
    assert mark(cell) == mark_of(value)


def test_marks_of_different_content_differ_and_stay_short() -> None:
    long = [Cell("x" * 999), Cell("x" * 998 + "y"), Cell("2"), Cell("2", number=2.0), Cell("2", "=2"), Cell()]
    marks = [mark(cell) for cell in long]
    assert (len(set(marks)), max(map(len, marks)) <= 200) == (6, True)
