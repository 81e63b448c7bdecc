"""A spreadsheet on a rehearsal server, worked on over HTTP as any client would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
import requests

Json = dict[str, Any]


class RefusedError(Exception):
    """An answer that is no 2xx: its code and message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Desk:
    """One spreadsheet and a session that may change it. Every answer is held against its schema by the server."""

    session: requests.Session
    url: str
    id: str

    def call(self, verb: str, path: str, body: Any = None, **params: Any) -> Json:
        """Call a method below this spreadsheet; raises :class:`RefusedError`."""
        address = f"{self.url}/v4/spreadsheets/{self.id}{path}"
        reply = self.session.request(verb, address, json=body, params=params, timeout=60)
        found: Json = reply.json()
        if reply.status_code != 200:
            raise RefusedError(reply.status_code, found["error"]["message"])
        return found

    def get(self, fields: str = "", **params: Any) -> Json:
        """``spreadsheets.get``."""
        return self.call("GET", "", **params, **({"fields": fields} if fields else {}))

    def batch(self, *batched: Json, **more: Any) -> list[Json]:
        """``spreadsheets.batchUpdate``: the replies."""
        replies: list[Json] = self.call("POST", ":batchUpdate", {"requests": batched, **more})["replies"]
        return replies

    def write(self, place: str, rows: list[list[Any]], option: str = "USER_ENTERED", **params: Any) -> Json:
        """``values.update``."""
        path = f"/values/{quote(place, safe='')}"
        return self.call("PUT", path, {"values": rows}, valueInputOption=option, **params)

    def read(self, place: str, **params: Any) -> list[list[Any]]:
        """``values.get``: the rows."""
        rows: list[list[Any]] = self.call("GET", f"/values/{quote(place, safe='')}", **params).get("values", [])
        return rows

    def cells(self, place: str, field: str) -> list[list[Any]]:
        """One field of every cell of a range, ``None`` where a cell has none of it."""
        reply = self.get(f"sheets.data.rowData.values.{field}", ranges=place)
        rows = reply["sheets"][0]["data"][0].get("rowData", [])
        return [[_part(cell, field) for cell in row.get("values", [])] for row in rows]

    def refusal(self, *batched: Json) -> str:
        """The words with which a batch is refused."""
        with pytest.raises(RefusedError) as refused:
            self.batch(*batched)
        return refused.value.message


def _part(cell: Json, field: str) -> Any:
    found: Any = cell
    for name in field.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def area(top: int, bottom: int, left: int, right: int) -> Json:
    """A ``GridRange`` on the first sheet."""
    return {
        "sheetId": 0,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
