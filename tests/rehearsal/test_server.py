"""The server answers whoever asks, whatever others leave half done or ask for that makes no sense."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from mentorship_gsheets.rehearsal.running import Rehearsal

MANY = 100


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def half_open(google: Rehearsal, opened: ExitStack, begun: bytes) -> None:
    """Open many connections that send what was begun and then nothing more."""
    address = urlsplit(google.url)
    for _ in range(MANY):
        connection = opened.enter_context(socket.create_connection(("127.0.0.1", address.port or 0), timeout=10))
        connection.sendall(begun)


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /v4/spreadsheets/1",
        b"POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\ngrant_type=",
    ],
    ids=["silent", "half a line", "half a body"],
)
def test_a_hundred_connections_left_half_open_keep_nobody_waiting(
    empty: Rehearsal, opened: ExitStack, begun: bytes
) -> None:
    half_open(empty, opened, begun)
    assert requests.get(empty.page, timeout=20).status_code == 200


def asked(google: Rehearsal, path: str, **query: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {google.world.project['page_token']}"}
    reply = requests.get(google.url + path, params=query, headers=headers, timeout=30)
    return reply.status_code, reply.json()["error"]["message"]


@pytest.mark.parametrize("fields", ["a(a(", "a(" * 3000, "sheets/" * 1000 + "a", "(" * 3000])
def test_a_mask_however_deep_is_a_bad_request(empty: Rehearsal, fields: str) -> None:
    assert asked(empty, f"/v4/spreadsheets/{empty.sheet}", fields=fields)[0] == 400
    assert asked(empty, "/drive/v3/files", fields=fields) == (400, f"Invalid field selection {fields}")


@pytest.mark.parametrize("query", ["q((((", "(" * 3000, "not " * 2000 + "trashed = true", "trashed = true and"])
def test_a_search_however_deep_is_a_bad_request(empty: Rehearsal, query: str) -> None:
    assert asked(empty, "/drive/v3/files", q=query) == (400, "Invalid Value")


def test_a_long_search_is_no_deep_one(empty: Rehearsal) -> None:
    headers = {"Authorization": f"Bearer {empty.world.project['page_token']}"}
    query = " and ".join(["trashed = false"] * 1500)
    reply = requests.get(f"{empty.url}/drive/v3/files", params={"q": query}, headers=headers, timeout=30)
    assert [file["id"] for file in reply.json()["files"]] == [empty.sheet]


@pytest.mark.parametrize("token", ["x", "-1", "", "²", "1" * 30])
def test_a_page_token_that_was_never_given_out_is_a_bad_request(empty: Rehearsal, token: str) -> None:
    assert asked(empty, "/drive/v3/files", pageToken=token) == (400, "Invalid Value")
    assert asked(empty, "/gmail/v1/users/me/drafts", pageToken=token) == (400, "Invalid pageToken")


def batch(google: Rehearsal, request: dict[str, Any]) -> int:
    reply = requests.post(
        f"{google.url}/v4/spreadsheets/{google.sheet}:batchUpdate",
        json={"requests": [request]},
        headers={"Authorization": f"Bearer {google.world.project['page_token']}"},
        timeout=30,
    )
    return reply.status_code


def moved(**destination: int) -> dict[str, Any]:
    source = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    return {"cutPaste": {"source": source, "destination": {"sheetId": 0, **destination}, "pasteType": "PASTE_NORMAL"}}


@pytest.mark.parametrize("place", [-1, -2, -99])
@pytest.mark.parametrize("index", ["rowIndex", "columnIndex"])
def test_a_place_before_the_first_row_or_column_is_a_bad_request(empty: Rehearsal, index: str, place: int) -> None:
    assert batch(empty, moved(**{index: place})) == 400
    assert batch(empty, moved(**{index: 1})) == 200


@pytest.mark.parametrize("index", ["startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"])
def test_a_range_before_the_first_row_or_column_is_a_bad_request(empty: Rehearsal, index: str) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    for kind, body in (
        ("repeatCell", {"cell": {"note": "n"}, "fields": "note"}),
        ("sortRange", {"sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}),
        ("mergeCells", {"mergeType": "MERGE_ALL"}),
    ):
        assert batch(empty, {kind: {"range": area | {index: -1}, **body}}) == 400


def test_a_group_of_rows_that_are_not_there_takes_no_memory(empty: Rehearsal) -> None:
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 990, "endIndex": 2**31 - 1}
    assert batch(empty, {"addDimensionGroup": {"range": rows}}) == 200
