"""What the tests of the page do besides clicking: fill the sheet and look at it over the API, as the tool would."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests
from playwright.sync_api import Locator, Page

from mentorship_gsheets.rehearsal.running import Rehearsal


@dataclass(frozen=True, slots=True)
class Desk:
    """The organizer's rights on the one sheet of a rehearsal, over HTTP."""

    rehearsal: Rehearsal

    @property
    def token(self) -> str:
        return self.rehearsal.page.partition("token=")[2]

    def call(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = f"{self.rehearsal.url}{path}"
        reply = requests.request(verb, address, json=body, params=query, headers=headers, timeout=60)
        assert reply.ok, reply.text
        return reply.json() if reply.content else None

    def batch(self, *asked: dict[str, Any]) -> Any:
        return self.call("POST", f"/v4/spreadsheets/{self.rehearsal.sheet}:batchUpdate", {"requests": list(asked)})

    def tabs(self) -> dict[str, int]:
        """The sheet's tabs: title -> id."""
        path = f"/v4/spreadsheets/{self.rehearsal.sheet}"
        found = self.call("GET", path, fields="sheets.properties(title,sheetId)")["sheets"]
        return {tab["properties"]["title"]: tab["properties"].get("sheetId", 0) for tab in found}

    def clear(self) -> None:
        """Leave nothing of the test before: one empty tab, no drafts."""
        old = self.tabs()
        spare = max(old.values()) + 1
        named = {"sheetId": spare, "title": f"Empty {spare}"}
        self.batch(
            {"addSheet": {"properties": named}}, *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in old.values())
        )
        mailbox = "/gmail/v1/users/me/drafts"
        for draft in self.call("GET", mailbox).get("drafts", ()):
            self.call("DELETE", f"{mailbox}/{draft['id']}")

    def write(self, start: str, rows: Sequence[Sequence[Any]], option: str = "USER_ENTERED") -> None:
        path = f"/v4/spreadsheets/{self.rehearsal.sheet}/values/{start}"
        self.call("PUT", path, {"values": rows}, valueInputOption=option)

    def read(self, where: str, shown: str = "FORMATTED_VALUE") -> list[list[Any]]:
        path = f"/v4/spreadsheets/{self.rehearsal.sheet}/values/{where}"
        values: list[list[Any]] = self.call("GET", path, valueRenderOption=shown).get("values", [])
        return values

    def await_values(self, where: str, wanted: list[list[Any]], shown: str = "FORMATTED_VALUE") -> None:
        """Wait until the page has written: it shows what was typed before the server has taken it."""
        deadline = time.monotonic() + 20
        while self.read(where, shown) != wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        assert self.read(where, shown) == wanted

    def await_change(self, where: str, before: list[list[Any]]) -> None:
        """Wait until the page has written something else than what stood there."""
        deadline = time.monotonic() + 20
        while self.read(where) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        assert self.read(where) != before

    def add_tab(self, sheet_id: int, title: str, rows: int = 1000, columns: int = 8, frozen: int = 1) -> None:
        grid = {"rowCount": rows, "columnCount": columns, "frozenRowCount": frozen}
        self.batch({"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}})

    def rule(self, sheet_id: int, formula: str, colour: tuple[float, float, float]) -> None:
        """Colour the rows from the second on for which a formula holds."""
        red, green, blue = colour
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        background = {"backgroundColorStyle": {"rgbColor": {"red": red, "green": green, "blue": blue}}}
        rule = {"ranges": [box(sheet_id, 1, 100, 0, 8)], "booleanRule": {"condition": condition, "format": background}}
        self.batch({"addConditionalFormatRule": {"rule": rule, "index": 0}})


def box(sheet_id: int, top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    """A GridRange, ends excluded."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


@dataclass(frozen=True, slots=True)
class Screen:
    """The page in a browser, with the words a person would use for its parts."""

    page: Page
    desk: Desk

    def look(self, title: str = "", place: str = "") -> None:
        """Open the page, at a tab or another place of it."""
        if title:
            place = f"#sheet/{self.desk.rehearsal.sheet}/{self.desk.tabs()[title]}"
        self.page.goto(self.desk.rehearsal.page + place)
        if title:
            self.await_tab(title)

    def open_tab(self, title: str) -> None:
        self.page.get_by_role("tab", name=title, exact=True).click()
        self.await_tab(title)

    def await_tab(self, title: str) -> None:
        """Wait until the cells of a tab are shown."""
        self.page.locator(f'[role=grid][aria-label="Cells of {title}"][aria-busy=false]').wait_for()

    def cell(self, name: str) -> Locator:
        """The cell by its name; columns A to Z."""
        return self.page.locator(f"#cell-{int(name[1:]) - 1}-{ord(name[0]) - ord('A')}")

    def place(self, name: str) -> dict[str, float]:
        """Where a cell is on the screen; asked at one stroke, since the grid makes its elements anew at any time."""
        found: dict[str, float] = self.page.evaluate(
            "id => { const box = document.getElementById(id).getBoundingClientRect(); return box.toJSON(); }",
            f"cell-{int(name[1:]) - 1}-{ord(name[0]) - ord('A')}",
        )
        return found

    def type(self, name: str, text: str) -> None:
        """Click a cell, type over it, press Enter."""
        self.cell(name).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def texts(self, column: str, rows: range) -> list[str]:
        return [self.cell(f"{column}{row}").inner_text() for row in rows]
