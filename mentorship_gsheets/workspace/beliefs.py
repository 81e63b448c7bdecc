"""What the tool takes for true of Google, tried on a real sheet: each belief on a scratch tab that is removed again.

Google's documents say some of it, and nobody could try it where this was written. What is found out holds no name,
address or text of the sheet, so that it can be sent to anybody.
"""

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.gmail import Mailbox, open_mailbox
from mentorship_gsheets.workspace.key_files import Key
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError
from mentorship_gsheets.workspace.transport import Transport

_KEY = "mentorship-live-check"
"""Key of the metadata by which a scratch tab is known, also by a run after one that was killed."""

_MESSAGE = (
    "From: {sender}\r\nTo: {sender}\r\nSubject: Mentorship live check\r\nMessage-ID: {id}\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n{words}\r\n"
)


class Outcome(StrEnum):
    """What became of a belief."""

    TRUE = "as believed"
    FALSE = "not as believed"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Tried:
    """A belief that was tried: its words, what became of it, and why it is not known, where it is not."""

    believed: str
    outcome: Outcome
    why: str = ""


class Scratch:
    """A tab of its own at the end of a sheet, with room for a few rows.

    Parameters
    ----------
    where
        Address or id of the sheet.
    key
        Opens it.
    meter
        What keeps calls within Google's limits.

    Raises
    ------
    MentorshipError
        The address names no sheet, or the key cannot be used.
    """

    def __init__(self, where: str, key: Key, meter: Meter) -> None:
        self._transport = Transport(key, SHEET_SCOPES, meter)
        self._address = f"https://sheets.googleapis.com/v4/spreadsheets/{document_id(where, 'sheet')}"
        self.id = new_id()
        self.locale = ""

    def batch(self, *requests: dict[str, Any]) -> list[dict[str, Any]]:
        """Carry out requests in one batch, and return the reply to each."""
        reply = self._transport.request("POST", f"{self._address}:batchUpdate", json={"requests": list(requests)})
        return list(reply.json().get("replies", ()))

    def refuses(self, *requests: dict[str, Any]) -> bool:
        """Return whether Google calls a batch a bad request; any other refusal is raised."""
        try:
            self.batch(*requests)
        except RefusedError as refused:
            if refused.code != 400:
                raise
            return True
        return False

    def write(self, cell: str, **value: Any) -> dict[str, Any]:
        """Return the request that enters a value (``stringValue="x"``) into a cell such as ``B2``."""
        start = {"sheetId": self.id, "rowIndex": int(cell[1:]) - 1, "columnIndex": ord(cell[0]) - ord("A")}
        return {
            "updateCells": {
                "start": start,
                "rows": [{"values": [{"userEnteredValue": value}]}],
                "fields": "userEnteredValue",
            }
        }

    def box(self, cell: str, rows: int = 1, columns: int = 1) -> dict[str, int]:
        """Return the range of so many rows and columns whose first cell this is.

        Parameters
        ----------
        cell
            As ``B2``; the columns are A to Z.
        rows, columns
            How many.
        """
        top, left = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
        return {
            "sheetId": self.id,
            "startRowIndex": top,
            "endRowIndex": top + rows,
            "startColumnIndex": left,
            "endColumnIndex": left + columns,
        }

    def _cell(self, cell: str) -> dict[str, Any]:
        filtered = {"dataFilters": [{"gridRange": self.box(cell)}]}
        fields = "sheets(data(rowData(values(userEnteredValue,formattedValue))))"
        address = f"{self._address}:getByDataFilter"
        reply = self._transport.request("POST", address, params={"fields": fields}, json=filtered).json()
        rows = [
            row
            for sheet in reply.get("sheets", ())
            for part in sheet.get("data", ())
            for row in part.get("rowData", ())
        ]
        return next((dict(found) for row in rows for found in row.get("values", ())), {})

    def shows(self, cell: str) -> str:
        """Return what a cell shows."""
        return str(self._cell(cell).get("formattedValue", ""))

    def entered(self, cell: str) -> dict[str, Any]:
        """Return what was entered into a cell: one of ``stringValue``, ``formulaValue`` and the like."""
        return dict(self._cell(cell).get("userEnteredValue", {}))

    def calculates(self, formula: str) -> str:
        """Return what a formula comes to in a cell that is free."""
        self.batch(self.write("F1", formulaValue=formula))
        return self.shows("F1")

    def metadata(self, number: int) -> dict[str, Any]:
        """Return the request that gives the spreadsheet a piece of metadata with this id."""
        told = {
            "metadataId": number,
            "metadataKey": _KEY,
            "metadataValue": "x",
            "visibility": "DOCUMENT",
            "location": {"spreadsheet": True},
        }
        return {"createDeveloperMetadata": {"developerMetadata": told}}

    def kept(self) -> list[dict[str, Any]]:
        """Return all metadata of ours, also that of runs that were killed."""
        asked = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": _KEY}}]}
        reply = self._transport.request("POST", f"{self._address}/developerMetadata:search", json=asked)
        return [entry["developerMetadata"] for entry in reply.json().get("matchedDeveloperMetadata", ())]

    def clear(self) -> None:
        """Remove scratch tabs and metadata of ours: this run's, and what a run that was killed left."""
        kept = self.kept()
        tabs = {entry["location"]["sheetId"] for entry in kept if "sheetId" in entry.get("location", {})}
        gone = [{"deleteSheet": {"sheetId": id}} for id in sorted(tabs)]
        if any("sheetId" not in entry.get("location", {}) for entry in kept):
            filtered = {"developerMetadataLookup": {"metadataKey": _KEY, "locationType": "SPREADSHEET"}}
            gone.append({"deleteDeveloperMetadata": {"dataFilter": filtered}})
        if gone:
            self.batch(*gone)

    def __enter__(self) -> "Scratch":
        """Clear what was left and add the tab, which is known as ours from its first moment."""
        self.clear()
        reply = self._transport.request("GET", self._address, params={"fields": "properties(locale)"})
        self.locale = str(reply.json().get("properties", {}).get("locale", ""))
        size = {"rowCount": 10, "columnCount": 10}
        title = f"Live check {secrets.token_hex(3)}"
        ours = {"metadataKey": _KEY, "visibility": "DOCUMENT", "location": {"sheetId": self.id}}
        self.batch(
            {"addSheet": {"properties": {"sheetId": self.id, "title": title, "gridProperties": size}}},
            {"createDeveloperMetadata": {"developerMetadata": ours}},
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Remove the tab; where Google does not let us any more, that is told, and the next run removes it."""
        with suppress(MentorshipError) if kind else nullcontext():
            self.clear()


def new_id() -> int:
    """Return an id for a tab or a piece of metadata that nothing has."""
    return random.SystemRandom().randrange(10**8, 2**31 - 1)


def _id_once(scratch: Scratch) -> bool:
    entry = scratch.metadata(new_id())
    scratch.batch(entry)
    return scratch.refuses(entry)


def _undone(scratch: Scratch) -> bool:
    number = new_id()
    nowhere = {"deleteSheet": {"sheetId": new_id()}}
    refused = scratch.refuses(scratch.metadata(number), nowhere)
    return refused and all(entry["metadataId"] != number for entry in scratch.kept())


def _sheet_id_once(scratch: Scratch) -> bool:
    return scratch.refuses({"addSheet": {"properties": {"sheetId": scratch.id, "title": secrets.token_hex(6)}}})


def _in_order(scratch: Scratch) -> bool:
    copy = {
        "copyPaste": {
            "source": scratch.box("A1"),
            "destination": scratch.box("B1"),
            "pasteType": "PASTE_VALUES",
        }
    }
    scratch.batch(scratch.write("A1", stringValue="old"), copy, scratch.write("A1", stringValue="new"))
    return (scratch.shows("A1"), scratch.shows("B1")) == ("new", "old")


def _text_stays(scratch: Scratch) -> bool:
    scratch.batch(scratch.write("C1", stringValue="=1+1"))
    return scratch.entered("C1") == {"stringValue": "=1+1"}


def _semicolons(scratch: Scratch) -> bool:
    return scratch.calculates('=IF(1=1;"yes";"no")') == "yes"


def _wildcards(scratch: Scratch) -> bool:
    words = ("abc", "ab*", "b")
    scratch.batch(*(scratch.write(f"D{row}", stringValue=word) for row, word in enumerate(words, 1)))
    return (scratch.calculates('=COUNTIF(D1:D3;"ab*")'), scratch.calculates('=COUNTIF(D1:D3;"ab~*")')) == ("2", "1")


def _strict(scratch: Scratch) -> bool:
    values = [{"userEnteredValue": word} for word in ("red", "blue")]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True}
    scratch.batch({"setDataValidation": {"range": scratch.box("E1"), "rule": rule}})
    return not scratch.refuses(scratch.write("E1", stringValue="green")) and scratch.shows("E1") == "green"


def _chart(scratch: Scratch) -> bool:
    def source(cell: str) -> dict[str, Any]:
        return {"sourceRange": {"sources": [scratch.box(cell, rows=3)]}}

    chart = {
        "chartType": "COLUMN",
        "domains": [{"domain": source("A1")}],
        "series": [{"series": source("B1")}],
        "headerCount": 1,
    }
    place = {"overlayPosition": {"anchorCell": {"sheetId": scratch.id, "rowIndex": 5, "columnIndex": 5}}}
    return not scratch.refuses({"addChart": {"chart": {"spec": {"basicChart": chart}, "position": place}}})


def _table(scratch: Scratch) -> bool:
    scratch.batch(scratch.write("H1", stringValue="Name"), scratch.write("H2", stringValue="x"))
    scratch.batch({"addTable": {"table": {"name": f"T{secrets.token_hex(4)}", "range": scratch.box("H1", rows=3)}}})
    return (scratch.shows("H1"), scratch.shows("H2")) == ("Name", "x")


_BELIEFS: tuple[tuple[str, Callable[[Scratch], bool]], ...] = (
    ("a metadata id that is in use is refused", _id_once),
    ("what a batch did before the request that is refused is undone", _undone),
    ("a sheetId that is in use is refused", _sheet_id_once),
    ("the requests of a batch are carried out in their order", _in_order),
    ("text that begins with = stays text", _text_stays),
    ("semicolons separate in formulas", _semicolons),
    ("* stands for anything in COUNTIF, and ~* for itself", _wildcards),
    ("a strict dropdown takes another value from a program", _strict),
    ("a chart needs no target axis", _chart),
    ("cells of a Table are read like others", _table),
)
"""What is believed, in the words of the report, and what tries it. The lock rests on the first two."""


def tried_in_sheet(where: str, key: Key, meter: Meter) -> Iterator[Tried]:
    """Try each belief about Sheets on a scratch tab, which is removed at the end, also when something fails.

    Parameters
    ----------
    where
        Address or id of the sheet.
    key
        Opens it; needs the right to edit.
    meter
        What keeps calls within Google's limits.

    Yields
    ------
    Tried
        One for each belief, in the order of `_BELIEFS`; the sheet's locale stands in that about semicolons.

    Raises
    ------
    MentorshipError
        No scratch tab can be made: the sheet is not there, or may not be edited.
    """
    with Scratch(where, key, meter) as scratch:
        for believed, holds in _BELIEFS:
            words = f"{believed} (locale {scratch.locale})" if holds is _semicolons else believed
            yield _judged(words, partial(holds, scratch))


def _why(error: MentorshipError) -> str:
    """Return status and code of a refusal; its sentence may hold an address or a title."""
    status = f"status {error.code}, " if isinstance(error, RefusedError) and error.code else ""
    return status + ", ".join(finding.code or "no reason" for finding in error.findings)


def tried_in_mailbox(sender: str, key: Key, meter: Meter) -> Iterator[Tried]:
    """Try what is believed of drafts on one of the mailbox's own, addressed to itself and deleted at the end.

    Parameters
    ----------
    sender
        Address of the mailbox.
    key
        Opens it, as in `gmail.open_mailbox`.
    meter
        What keeps calls within Google's limits.

    Yields
    ------
    Tried
        One for each belief; none is tried where no draft can be made.
    """
    keeps, stays, changes = (
        "a draft keeps the Message-ID it was made with",
        "the id of a draft stays when it is changed",
        "the id of its message is another one then",
    )
    try:
        mailbox = open_mailbox(sender, key, meter)
        name = f"<{secrets.token_hex(12)}@live-check.invalid>"
        draft = mailbox.create(_message(sender, name, "first"))
    except MentorshipError as error:
        yield from (Tried(believed, Outcome.UNKNOWN, _why(error)) for believed in (keeps, stays, changes))
        return
    try:
        yield _judged(keeps, lambda: name.encode() in _raw(mailbox, draft.id))
        try:
            after = mailbox.update(draft.id, _message(sender, name, "second"))
        except MentorshipError as error:
            yield from (Tried(believed, Outcome.UNKNOWN, _why(error)) for believed in (stays, changes))
            return
        yield _judged(stays, lambda: after.id == draft.id and b"second" in _raw(mailbox, draft.id))
        yield _judged(changes, lambda: after.message_id != draft.message_id)
    finally:
        with suppress(MentorshipError):
            mailbox.delete(draft.id)


def _judged(believed: str, holds: Callable[[], bool]) -> Tried:
    try:
        return Tried(believed, Outcome.TRUE if holds() else Outcome.FALSE)
    except MentorshipError as error:
        return Tried(believed, Outcome.UNKNOWN, _why(error))


def _raw(mailbox: Mailbox, id: str) -> bytes:
    draft = mailbox.get(id)
    return draft.raw if draft else b""


def _message(sender: str, name: str, words: str) -> bytes:
    return _MESSAGE.format(sender=sender, id=name, words=words).encode("ascii", "replace")
