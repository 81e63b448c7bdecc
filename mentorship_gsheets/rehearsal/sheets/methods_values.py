"""The methods of ``spreadsheets.values``: from a checked call to its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import Call, Handler, invalid
from mentorship_gsheets.rehearsal.sheets import metadata, values
from mentorship_gsheets.rehearsal.sheets.drafts import Draft
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.opening import Within, drafted, kept, viewed
from mentorship_gsheets.rehearsal.sheets.places import box_of, resolve
from mentorship_gsheets.rehearsal.sheets.ranges import Area, written
from mentorship_gsheets.rehearsal.sheets.view import View

Options = Mapping[str, Any]


def _get(call: Call) -> dict[str, Any]:
    return _read(viewed(call), call.params["range"], call.params)


def _read(view: View, text: str, options: Options) -> dict[str, Any]:
    tab, area = resolve(view.book, text)
    return values.read(view, tab, box_of(tab, area), options)


def _batch_get(call: Call) -> dict[str, Any]:
    view = viewed(call)
    result = [_read(view, text, call.params) for text in call.params.get("ranges", [])]
    return {"spreadsheetId": view.book.id} | ({"valueRanges": result} if result else {})


def _batch_get_by_filter(call: Call) -> dict[str, Any]:
    view = viewed(call)
    body = call.body or {}
    result: list[dict[str, Any]] = []
    found: dict[tuple[int, Area], dict[str, Any]] = {}
    for one in body.get("dataFilters") or []:
        for tab, area in metadata.areas(view.book, one):
            entry = found.get((tab.id, area))
            if entry is None:
                entry = {"valueRange": values.read(view, tab, box_of(tab, area), body), "dataFilters": []}
                found[tab.id, area] = entry
                result.append(entry)
            entry["dataFilters"].append(metadata.shown_filter(one))
    return {"spreadsheetId": view.book.id} | ({"valueRanges": result} if result else {})


def _update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    text = call.params["range"]
    if body.get("range") and resolve(draft.book, body["range"]) != resolve(draft.book, text):
        raise invalid(f"Request range[{text}] does not match value's range[{body['range']}]")
    tab, area = resolve(draft.book, text)
    result = {"spreadsheetId": draft.book.id} | _written(draft, tab, area, body, call.params)
    kept(call, draft)
    return result


def _written(draft: Draft, tab: Tab, area: Area, body: Options, options: Options) -> dict[str, Any]:
    """Write a ``ValueRange``: the parts of an ``UpdateValuesResponse``."""
    rows = values.rows_of(body)
    box, counts = values.write(draft.book, tab, area, rows, options.get("valueInputOption", ""))
    result = {"updatedRange": written(tab.title, box)} | counts
    if options.get("includeValuesInResponse"):
        result["updatedData"] = values.read(draft.view(), tab, box, _response_options(options, body))
    return result


def _response_options(options: Options, body: Options) -> dict[str, Any]:
    """How values in a reply to a write are rendered."""
    return {
        "valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        "majorDimension": body.get("majorDimension") or "ROWS",
    }


def _batch_update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    responses = []
    for place, data in enumerate(body.get("data") or []):
        with Within(f"data[{place}]"):
            tab, area = resolve(draft.book, data.get("range") or "")
            responses.append({"spreadsheetId": draft.book.id} | _written(draft, tab, area, data, body))
    kept(call, draft)
    return _totals(draft.book, responses)


def _batch_update_by_filter(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    responses = []
    for place, data in enumerate(body.get("data") or []):
        one = data.get("dataFilter") or {}
        with Within(f"data[{place}]"):
            for tab, area in metadata.areas(draft.book, one):
                response = _written(draft, tab, area, data, body)
                responses.append(response | {"dataFilter": metadata.shown_filter(one)})
    kept(call, draft)
    return _totals(draft.book, responses)


def _totals(book: Book, responses: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What several writes come to together: rows, columns and sheets are counted once each."""
    rows, columns, sheets = set(), set(), set()
    for response in responses:
        tab, area = resolve(book, response["updatedRange"])
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
    shown: dict[str, Any] = {name: count for name, count in counts.items() if count}
    return {"spreadsheetId": book.id} | shown | ({"responses": list(responses)} if responses else {})


def _append(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    tab, area = resolve(draft.book, call.params["range"])
    table, box, counts = values.append(draft.book, draft.view(), tab, area, values.rows_of(body), call.params)
    kept(call, draft)
    updates = {"spreadsheetId": draft.book.id, "updatedRange": written(tab.title, box)} | counts
    if call.params.get("includeValuesInResponse"):
        updates["updatedData"] = values.read(draft.view(), tab, box, _response_options(call.params, body))
    found = {"tableRange": written(tab.title, table)} if table else {}
    return {"spreadsheetId": draft.book.id} | found | {"updates": updates}


def _clear(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    tab, area = resolve(draft.book, call.params["range"])
    cleared = _cleared(tab, area)
    kept(call, draft)
    return {"spreadsheetId": draft.book.id, "clearedRange": cleared}


def _cleared(tab: Tab, area: Area) -> str:
    box = box_of(tab, area)
    values.clear(tab, box)
    return written(tab.title, box)


def _batch_clear(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    cleared = []
    for place, text in enumerate((call.body or {}).get("ranges") or []):
        with Within(f"range[{place}]"):
            cleared.append(_cleared(*resolve(draft.book, text)))
    kept(call, draft)
    return {"spreadsheetId": draft.book.id} | ({"clearedRanges": cleared} if cleared else {})


def _batch_clear_by_filter(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    cleared = [
        _cleared(tab, area)
        for one in (call.body or {}).get("dataFilters") or []
        for tab, area in metadata.areas(draft.book, one)
    ]
    kept(call, draft)
    return {"spreadsheetId": draft.book.id} | ({"clearedRanges": cleared} if cleared else {})


METHODS: dict[str, Handler] = {
    "sheets.spreadsheets.values.get": _get,
    "sheets.spreadsheets.values.update": _update,
    "sheets.spreadsheets.values.append": _append,
    "sheets.spreadsheets.values.clear": _clear,
    "sheets.spreadsheets.values.batchGet": _batch_get,
    "sheets.spreadsheets.values.batchUpdate": _batch_update,
    "sheets.spreadsheets.values.batchClear": _batch_clear,
    "sheets.spreadsheets.values.batchGetByDataFilter": _batch_get_by_filter,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": _batch_update_by_filter,
    "sheets.spreadsheets.values.batchClearByDataFilter": _batch_clear_by_filter,
}
"""Every method of ``spreadsheets.values`` by its discovery id."""
