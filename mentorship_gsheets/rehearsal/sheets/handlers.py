"""The methods of the Sheets API, each a function from a checked call to its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal import access
from mentorship_gsheets.rehearsal.call import ApiError, Call, Handler, invalid
from mentorship_gsheets.rehearsal.sheets import archive, batch, values
from mentorship_gsheets.rehearsal.sheets.drafts import Draft
from mentorship_gsheets.rehearsal.sheets.fields import Tree, asks, tree
from mentorship_gsheets.rehearsal.sheets.model import Book, new_book, new_book_id
from mentorship_gsheets.rehearsal.sheets.places import box_of, resolve
from mentorship_gsheets.rehearsal.sheets.ranges import written
from mentorship_gsheets.rehearsal.sheets.reading import book_json
from mentorship_gsheets.rehearsal.sheets.view import View, view_of
from mentorship_gsheets.rehearsal.store import Store


def create_spreadsheet(
    store: Store, title: str, *, id: str = "", locale: str = "en_US", time_zone: str = "Etc/GMT"
) -> str:
    """Make a spreadsheet with one empty sheet and return its id. Its Drive file is the caller's to make."""
    book = new_book(id or new_book_id(), title, locale, time_zone)
    archive.save(store, book)
    return book.id


def opened(call: Call, role: str) -> Book:
    """The book a call names; raises Google's refusal where the caller has no such role on it."""
    access.require(call, call.params["spreadsheetId"], role, access.SPREADSHEET)
    return archive.load(call.store, call.params["spreadsheetId"])


def viewed(call: Call, book: Book) -> View:
    """The book of a call, calculated."""
    return view_of(book, archive.calculation(call.store, book.id))


def drafted(call: Call) -> Draft:
    """A draft of the book a call is going to change; raises where the caller may not."""
    book = opened(call, "writer")
    return Draft(book.draft(), archive.calculation(call.store, book.id), call.caller.email)


def kept(call: Call, draft: Draft) -> None:
    """Put a changed draft in the place of the book."""
    archive.save(call.store, draft.book)
    access.touch(call.store, call.clock, draft.book.id, name=draft.book.properties["title"])


def _get(call: Call) -> dict[str, Any]:
    book = opened(call, "reader")
    return _spreadsheet(call, book, call.params.get("ranges", []), call.params.get("includeGridData", False))


def _spreadsheet(call: Call, book: Book, ranges: list[str], grid: bool) -> dict[str, Any]:
    mask = _mask(call)
    if mask is not None:
        grid = asks(mask, "sheets", "data")
    areas = [resolve(book, text) for text in ranges]
    return book_json(viewed(call, book), areas, grid, mask, call.caller.email)


def _mask(call: Call) -> Tree | None:
    fields = call.params.get("fields")
    return tree(fields) if fields else None


def _batch_update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    replies = batch.carry_out(draft, body.get("requests") or [])
    kept(call, draft)
    result: dict[str, Any] = {"spreadsheetId": draft.book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        areas = [resolve(draft.book, text) for text in body.get("responseRanges") or []]
        grid = bool(body.get("responseIncludeGridData"))
        result["updatedSpreadsheet"] = book_json(draft.view(), areas, grid, None, call.caller.email)
    return result


def _values_get(call: Call) -> dict[str, Any]:
    book = opened(call, "reader")
    return _value_range(viewed(call, book), call.params["range"], call.params)


def _value_range(view: View, text: str, options: Mapping[str, Any]) -> dict[str, Any]:
    tab, area = resolve(view.book, text)
    return values.read(view, tab, box_of(tab, area), options)


def _values_batch_get(call: Call) -> dict[str, Any]:
    view = viewed(call, opened(call, "reader"))
    ranges = call.params.get("ranges", [])
    result = []
    for place, text in enumerate(ranges):
        with _prefixed(f"Invalid ranges[{place}]: " if len(ranges) > 1 else ""):
            result.append(_value_range(view, text, call.params))
    return {"spreadsheetId": view.book.id, "valueRanges": result}


class _prefixed:  # noqa: N801 - reads as the word it stands for
    """Puts words before the message of a refusal raised inside."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ApiError) and self._words:
            raise ApiError(error.code, error.status, self._words + error.message) from error


def _values_update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    result = _written(draft, call.params["range"], call.body or {}, call.params)
    kept(call, draft)
    return result


def _written(draft: Draft, text: str, body: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Write a ``ValueRange``; an ``UpdateValuesResponse``."""
    sent = body.get("range")
    if sent and resolve(draft.book, sent) != resolve(draft.book, text):
        raise invalid(f"Request range[{text}] does not match value's range[{sent}]")
    tab, area = resolve(draft.book, text)
    rows = values.rows_of(body)
    box, counts = values.write(draft.book, tab, area, rows, options.get("valueInputOption", ""))
    result = {"spreadsheetId": draft.book.id, "updatedRange": written(tab.title, box)} | counts
    if options.get("includeValuesInResponse"):
        result["updatedData"] = values.read(draft.view(), tab, box, _response_options(options, body))
    return result


def _response_options(options: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """How values in a reply to a write are rendered."""
    return {
        "valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        "majorDimension": body.get("majorDimension") or "ROWS",
    }


def _values_append(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    tab, area = resolve(draft.book, call.params["range"])
    rows = values.rows_of(body)
    if call.params.get("valueInputOption") not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    table, box, counts = values.append(draft.book, draft.view(), tab, area, rows, call.params)
    kept(call, draft)
    updates = {"spreadsheetId": draft.book.id, "updatedRange": written(tab.title, box)} | counts
    if call.params.get("includeValuesInResponse"):
        updates["updatedData"] = values.read(draft.view(), tab, box, _response_options(call.params, body))
    found = {"tableRange": values.table_name(tab, table)} if table else {}
    return {"spreadsheetId": draft.book.id} | found | {"updates": updates}


def _values_clear(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    cleared = _cleared(draft, call.params["range"])
    kept(call, draft)
    return {"spreadsheetId": draft.book.id, "clearedRange": cleared}


def _cleared(draft: Draft, text: str) -> str:
    tab, area = resolve(draft.book, text)
    box = box_of(tab, area)
    values.clear(tab, box)
    return written(tab.title, box)


def _values_batch_clear(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    cleared = []
    for place, text in enumerate((call.body or {}).get("ranges") or []):
        with _prefixed(f"Invalid ranges[{place}]: "):
            cleared.append(_cleared(draft, text))
    kept(call, draft)
    return {"spreadsheetId": draft.book.id, "clearedRanges": cleared}


def _values_batch_update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    responses = []
    for place, data in enumerate(body.get("data") or []):
        with _prefixed(f"Invalid data[{place}]: "):
            responses.append(_written(draft, data.get("range") or "", data, body))
    kept(call, draft)
    return totals(draft, responses)


def totals(draft: Draft, responses: list[dict[str, Any]]) -> dict[str, Any]:
    """A ``BatchUpdateValuesResponse``: cells and sheets are counted, rows and columns once each."""
    rows, columns, sheets = set(), set(), set()
    for response in responses:
        tab, area = resolve(draft.book, response["updatedRange"])
        sheets.add(tab.id)
        box = box_of(tab, area)
        if response.get("updatedRows"):
            rows |= {(tab.id, row) for row in range(box.top, box.bottom)}
            columns |= {(tab.id, column) for column in range(box.left, box.right)}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(response.get("updatedCells", 0) for response in responses),
        "totalUpdatedSheets": len(sheets),
    }
    return {"spreadsheetId": draft.book.id} | {k: v for k, v in counts.items() if v} | {"responses": responses}


HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.get": _get,
    "sheets.spreadsheets.batchUpdate": _batch_update,
    "sheets.spreadsheets.values.get": _values_get,
    "sheets.spreadsheets.values.update": _values_update,
    "sheets.spreadsheets.values.append": _values_append,
    "sheets.spreadsheets.values.clear": _values_clear,
    "sheets.spreadsheets.values.batchGet": _values_batch_get,
    "sheets.spreadsheets.values.batchUpdate": _values_batch_update,
    "sheets.spreadsheets.values.batchClear": _values_batch_clear,
}
"""Every imitated method by its discovery id."""
