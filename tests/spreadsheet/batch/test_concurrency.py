"""A versioned_batch batch copies what it is about to overwrite, after the grid has grown and before it writes."""

import json
import zlib
from typing import Any

import pytest

from mentorship_gsheets.spreadsheet.batch.concurrency import (
    Run,
    backup_of,
    backup_title,
    read_run,
    targets,
    versioned_batch,
)
from mentorship_gsheets.spreadsheet.batch.fingerprints import fingerprint, fingerprint_of, short
from mentorship_gsheets.spreadsheet.workbook import Cell
from tests.spreadsheet.merge.sheets import book, tab

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
    batch = versioned_batch([GROW, write(2, 2, {"stringValue": "new"})], book(PEOPLE), {7: 0}, RUN, [], [55])
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
    batch = versioned_batch([write(2, 2, {"stringValue": "new"})], book(PEOPLE), {7: 0}, RUN, [], [])
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
    assert copied == [("PASTE_FORMULA", [1, 2, 2, 3]), ("PASTE_VALUES", [1, 2, 0, 1]), ("PASTE_VALUES", [0, 1, 0, 3])]


def test_the_record_says_what_was_expected_and_what_is_written() -> None:
    requests = [write(2, 2, {"stringValue": "new"}, {}), write(4, 0, {"numberValue": 3})]
    batch = versioned_batch(requests, book(PEOPLE), {7: 0}, RUN, [], [])
    assert records(batch) == {
        1: {"key": 0, "header": {"0": "Email", "2": "Match"}, "new": False, "cells": {}},
        2: {"key": "ada", "key formula": "", "new": False, "cells": {"2": ["t:old", "t:new"]}},
        3: {"key": "bob", "key formula": "", "new": False, "cells": {"2": ["f:=B3", ""]}},
        4: {"key": "", "key formula": "", "new": True, "cells": {"0": ["", "n:3.0"]}},
    }


def test_a_tab_without_keys_has_records_without_keys() -> None:
    batch = versioned_batch([write(2, 2, {"stringValue": "new"})], book(PEOPLE), {}, RUN, [], [])
    assert records(batch)[2] == {"new": False, "cells": {"2": ["t:old", "t:new"]}}


def test_the_header_row_is_recorded_as_any_other() -> None:
    batch = versioned_batch([write(1, 3, {"stringValue": "Why"})], book(PEOPLE), {}, RUN, [], [])
    assert records(batch)[1]["cells"] == {"3": ["", "t:Why"]}


def test_a_whole_batch_word_for_word() -> None:
    people = tab(("zoë", "Zoë", "old"), ("bob", "Bob", "=B3"))
    new = [{"values": [{"userEnteredValue": {"stringValue": "cyd"}}]}]
    requests = [
        {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1}},
        {"addConditionalFormatRule": {"index": 0}},
        write(2, 2, {"stringValue": "né"}),
        {"updateCells": {"start": {"sheetId": 7, "rowIndex": 3}, "rows": new, "fields": "userEnteredValue"}},
        {"addChart": {}},
    ]
    run = Run(21, "name", "match", "Zoë", "2027-07-05T12:00:00Z")
    hidden = zlib.crc32(b"Before 21 7") & 0x3FFFFFFF

    def copied(rows: tuple[int, int], columns: tuple[int, int], kind: str) -> dict[str, Any]:
        block = {
            "startRowIndex": rows[0],
            "endRowIndex": rows[1],
            "startColumnIndex": columns[0],
            "endColumnIndex": columns[1],
        }
        return {
            "copyPaste": {
                "source": {"sheetId": 7, **block},
                "destination": {"sheetId": hidden, **block},
                "pasteType": kind,
                "pasteOrientation": "NORMAL",
            }
        }

    def beside(first: int, *texts: str) -> dict[str, Any]:
        rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]} for text in texts]
        start = {"sheetId": hidden, "rowIndex": first - 1, "columnIndex": 3}
        return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}

    entry = {
        "metadataId": 1_800_000_021,
        "metadataKey": "mentorship-run",
        "metadataValue": '{"number": 21, "name": "name", "stage": "match", "operator": "Zoë", '
        '"since": "2027-07-05T12:00:00Z", "until": "", "repair": false}',
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    tabs = {
        "sheetId": hidden,
        "title": "Before 21 7",
        "hidden": True,
        "gridProperties": {"rowCount": 4, "columnCount": 4},
    }
    assert versioned_batch(requests, book(people), {7: 0}, run, [], [55]) == [
        {"createDeveloperMetadata": {"developerMetadata": entry}},
        {"deleteSheet": {"sheetId": 55}},
        *requests[:2],
        {"addSheet": {"properties": tabs}},
        # a new row is copied whole, for somebody may have begun one there in any column
        copied((3, 4), (0, 3), "PASTE_VALUES"),
        copied((1, 4), (0, 1), "PASTE_FORMULA"),
        copied((1, 4), (2, 3), "PASTE_FORMULA"),
        copied((0, 1), (0, 3), "PASTE_VALUES"),
        beside(
            1,
            '{"key": 0, "header": {"0": "Email", "2": "Match"}, "new": false, "cells": {}}',
            '{"key": "zoë", "key formula": "", "new": false, "cells": {"2": ["t:old", "t:né"]}}',
        ),
        beside(4, '{"key": "", "key formula": "", "new": true, "cells": {"0": ["", "t:cyd"]}}'),
        *requests[2:],
    ]


def test_what_google_leaves_out_of_a_place_is_nought() -> None:
    rows = [{"values": [{"userEnteredValue": {"stringValue": "a"}}, {}]}]
    assert targets(
        [{"updateCells": {"start": {}, "rows": rows}}, {"addChart": {}}, write(3, 1, {"boolValue": True})]
    ) == {
        0: {1: {0: {"stringValue": "a"}, 1: {}}},
        7: {3: {1: {"boolValue": True}}},
    }


def grids(batch: list[dict[str, Any]]) -> list[dict[str, int]]:
    return [request["addSheet"]["properties"]["gridProperties"] for request in batch if "addSheet" in request]


def test_the_hidden_tab_holds_as_much_as_is_written_and_one_column_more() -> None:
    def made(request: dict[str, Any]) -> list[dict[str, int]]:
        return grids(versioned_batch([request], book(PEOPLE), {7: 0}, RUN, [], []))

    assert made(write(1, 1, {"stringValue": "Name"})) == [{"rowCount": 1, "columnCount": 4}]
    assert made(write(3, 2, {"stringValue": "new"})) == [{"rowCount": 3, "columnCount": 4}]
    # columns that the batch itself adds
    assert made(write(1, 4, {"stringValue": "Why"})) == [{"rowCount": 1, "columnCount": 6}]


def test_the_last_row_there_is_is_no_new_one() -> None:
    batch = versioned_batch([write(3, 2, {}), write(4, 2, {})], book(PEOPLE), {7: 0}, RUN, [], [])
    assert [record["new"] for record in records(batch).values()] == [False, False, True]


def test_two_tabs_have_copies_and_ids_of_their_own() -> None:
    second = tab(("ada", "Ada", ""), title="Mentees", sheet_id=8)
    clash = zlib.crc32(b"Before 21 7") & 0x3FFFFFFF
    requests = [write(2, 2, {}), write(2, 2, {}, sheet_id=8), write(2, 2, {}, sheet_id=clash)]
    batch = versioned_batch(requests, book(PEOPLE, second), {7: 0, 8: 1}, RUN, [], [])
    made = [request["addSheet"]["properties"] for request in batch if "addSheet" in request]
    # a tab that the batch makes has its id too
    assert [(one["title"], one["sheetId"]) for one in made] == [
        ("Before 21 7", clash + 1),
        ("Before 21 8", zlib.crc32(b"Before 21 8") & 0x3FFFFFFF),
    ]
    copies = [request["copyPaste"] for request in batch if "copyPaste" in request]
    assert [
        (one["source"]["sheetId"], one["source"]["startColumnIndex"], one["destination"]["sheetId"])
        for one in copies
        if one["source"]["endRowIndex"] == 2
    ] == [
        (7, 2, made[0]["sheetId"]),
        (7, 0, made[0]["sheetId"]),
        (8, 2, made[1]["sheetId"]),
        (8, 1, made[1]["sheetId"]),
    ]


def test_two_hidden_tabs_never_want_the_same_id() -> None:
    # the ids of the two tabs are such that their hidden tabs come to the same checksum
    tabs = [tab(("ada",), title=str(number), sheet_id=number) for number in (899229505, 1723553715)]
    requests = [write(2, 0, {}, sheet_id=one.sheet_id) for one in tabs]
    batch = versioned_batch(requests, book(*tabs), {}, RUN, [], [])
    made = [request["addSheet"]["properties"]["sheetId"] for request in batch if "addSheet" in request]
    assert made == [238787452, 238787453]


def test_a_batch_that_writes_no_cell_holds_each_request_once() -> None:
    assert kinds(versioned_batch([GROW, {"addChart": {}}], book(PEOPLE), {}, RUN, [], [])) == [
        "createDeveloperMetadata",
        "appendDimension",
        "addChart",
    ]


def test_the_header_over_the_keys_is_recorded_though_nothing_is_written_there() -> None:
    batch = versioned_batch([write(2, 2, {})], book(PEOPLE), {7: 0}, RUN, [], [])
    assert records(batch)[1]["header"] == {"0": "Email", "2": "Match"}


def test_a_long_text_is_known_by_its_digest() -> None:
    assert short("x" * 200) == "x" * 200
    assert short("x" * 201) == "sha256:84a0678c90937f5dcf9994d5866668da"
    # half a character, which somebody's browser may let through
    assert short("x" * 200 + "\ud800") == "sha256:7edd7a608bee2c46d00a837b9358bb1f"


def test_a_key_that_is_a_formula_is_recorded_as_the_formula() -> None:
    people = tab(("=lower(B2)", "Ada", "old"))
    batch = versioned_batch([write(2, 2, {})], book(people), {7: 0}, RUN, [], [])
    assert (records(batch)[2]["key"], records(batch)[2]["key formula"]) == ("shown", "=LOWER(B2)")


def test_tabs_that_the_batch_adds_itself_need_no_copy() -> None:
    requests = [{"addSheet": {"properties": {"sheetId": 9, "title": "New"}}}, write(1, 0, {}, sheet_id=9)]
    assert kinds(versioned_batch(requests, book(PEOPLE), {}, RUN, [], [])) == [
        "createDeveloperMetadata",
        "addSheet",
        "updateCells",
    ]


def test_a_hidden_tab_takes_an_id_that_is_free() -> None:
    taken = zlib.crc32(b"Before 21 7") & 0x3FFFFFFF
    other = tab(title="Other", sheet_id=taken)
    batch = versioned_batch([write(2, 2, {})], book(PEOPLE, other), {}, RUN, [], [taken + 1])
    assert batch[2]["addSheet"]["properties"]["sheetId"] == taken + 2


def test_all_but_the_last_twenty_runs_are_forgotten() -> None:
    runs = [Run(number, "n", "match", "ada", "") for number in (1, 2, 3)]
    forgotten = [
        request["deleteDeveloperMetadata"]["dataFilter"]["developerMetadataLookup"]["metadataId"]
        for request in versioned_batch([], book(), {}, Run(22, "n", "match", "ada", ""), runs, [])
        if "deleteDeveloperMetadata" in request
    ]
    assert forgotten == [1_800_000_001, 1_800_000_002]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "1", '{"number": "1", "name": "", "stage": "", "operator": "", "since": ""}']
)
def test_an_entry_of_somebody_else_is_no_run(text: str) -> None:
    assert read_run(text) is None


def test_hidden_tabs_are_known_by_their_title() -> None:
    assert backup_of(backup_title(RUN, 7)) == (21, 7)
    assert [backup_of(title) for title in ("Before", "Before 1", "Before 1 2 3", "Before a 1")] == [None] * 4


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
    assert fingerprint(cell) == fingerprint_of(value)


def test_marks_of_different_content_differ_and_stay_short() -> None:
    long = [Cell("x" * 999), Cell("x" * 998 + "y"), Cell("2"), Cell("2", number=2.0), Cell("2", "=2"), Cell()]
    marks = [fingerprint(cell) for cell in long]
    assert (len(set(marks)), max(map(len, marks)) <= 200) == (6, True)
