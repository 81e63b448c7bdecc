"""The methods of ``spreadsheets`` itself: from a checked call to its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mentorship_gsheets.rehearsal import access
from mentorship_gsheets.rehearsal.call import ApiError, Call, Handler, not_imitated
from mentorship_gsheets.rehearsal.sheets import archive, batch, metadata
from mentorship_gsheets.rehearsal.sheets.drafts import Draft
from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.fields import asks, tree
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab, new_book, new_book_id
from mentorship_gsheets.rehearsal.sheets.opening import drafted, kept, opened, viewed
from mentorship_gsheets.rehearsal.sheets.places import resolve
from mentorship_gsheets.rehearsal.sheets.ranges import Area
from mentorship_gsheets.rehearsal.sheets.reading import book_json, tab_properties
from mentorship_gsheets.rehearsal.sheets.requests_tabs import copy_title, duplicate


def _get(call: Call) -> dict[str, Any]:
    book = opened(call)
    areas = [resolve(book, text) for text in call.params.get("ranges", [])]
    return _shown(call, areas, call.params.get("includeGridData", False))


def _shown(call: Call, areas: Sequence[tuple[Tab, Area]], grid: bool) -> dict[str, Any]:
    fields = call.params.get("fields")
    mask = tree(fields) if fields else None
    if mask is not None:
        # A mask decides alone whether there is grid data; includeGridData is ignored.
        grid = asks(mask, "sheets", "data")
    return book_json(viewed(call, calculated=grid), areas, grid, mask, call.caller.email)


def _get_by_filter(call: Call) -> dict[str, Any]:
    book = opened(call)
    body = call.body or {}
    found = [place for one in body.get("dataFilters") or [] for place in metadata.areas(book, one)]
    result = _shown(call, found, bool(body.get("includeGridData")))
    if body.get("dataFilters") and not found:
        result["sheets"] = []
    return result


def _batch_update(call: Call) -> dict[str, Any]:
    draft = drafted(call)
    body = call.body or {}
    replies = batch.carry_out(draft, body.get("requests") or [])
    kept(call, draft)
    result: dict[str, Any] = {"spreadsheetId": draft.book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        areas = [resolve(draft.book, text) for text in body.get("responseRanges") or []]
        grid = bool(body.get("responseIncludeGridData"))
        fields = call.params.get("fields")
        mask = tree(fields) if fields else None
        if asks(mask, "updatedSpreadsheet"):
            below = None if mask is None else mask.get("updatedSpreadsheet") or None
            result["updatedSpreadsheet"] = book_json(draft.view(), areas, grid, below, call.caller.email)
    return result


def _create(call: Call) -> dict[str, Any]:
    if not (call.caller.owns_storage or call.switches.allow_file_creation):
        raise access.forbidden()
    body = call.body or {}
    sent = body.get("properties") or {}
    title = sent.get("title") or "Untitled spreadsheet"
    book = new_book(new_book_id(), title, sent.get("locale") or "en_US", sent.get("timeZone") or "Etc/GMT")
    draft = Draft(book, Calculation(), call.caller.email, call.caller.email)
    for requests in _creation(body):
        batch.carry_out(draft, requests)
    access.create_file(call.store, call.clock, book.id, title, access.SPREADSHEET, call.caller.email)
    archive.save(call.store, book)
    asked = replace(call, params={**call.params, "spreadsheetId": book.id})
    return _shown(asked, [], False)


_CREATED = frozenset({"properties", "sheets", "spreadsheetId", "spreadsheetUrl"})
_CREATED_PROPERTIES = frozenset({"title", "locale", "timeZone"})
_CREATED_SHEET = frozenset({"properties", "data", "merges", "conditionalFormats"})
_CREATED_DATA = frozenset({"startRow", "startColumn", "rowData"})


def _creation(body: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """What ``create`` was sent, as batches of requests on the one empty sheet there is.

    Charts, filters, protected ranges and the like are refused: Google's own samples create them afterwards too.
    """
    sheets: list[Mapping[str, Any]] = body.get("sheets") or []
    for what, given, known in (
        ("", [body], _CREATED),
        ("properties.", [body.get("properties") or {}], _CREATED_PROPERTIES),
        ("sheets.", sheets, _CREATED_SHEET),
        ("sheets.data.", [data for sheet in sheets for data in sheet.get("data") or []], _CREATED_DATA),
    ):
        for name in sorted({name for one in given for name in one} - known):
            raise not_imitated(f"create with {what}{name} is")
    if not sheets:
        return []
    used = {sheet.get("properties", {}).get("sheetId") for sheet in sheets}
    free = next(number for number in range(1, len(used) + 2) if number not in used)
    ids = [_sheet_id(sheet, place, free) for place, sheet in enumerate(sheets)]
    # The sheet that is there first makes room, and goes when the others stand.
    titles = {sheet.get("properties", {}).get("title", "").casefold() for sheet in sheets}
    spare = next(name for name in map("Spare {}".format, range(len(titles) + 1)) if name.casefold() not in titles)
    rename = {"properties": {"sheetId": 0, "title": spare}, "fields": "title"}
    batches: list[list[dict[str, Any]]] = [[{"updateSheetProperties": rename}]]
    if 0 in ids:
        batches = [
            [
                {"updateSheetProperties": rename},
                {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": free + 10**6, "newSheetName": f"{spare}!"}},
                {"deleteSheet": {"sheetId": 0}},
            ]
        ]
    first = free + 10**6 if 0 in ids else 0
    for place, (sheet, id) in enumerate(zip(sheets, ids, strict=True)):
        properties = {"title": f"Sheet{place + 1}"} | sheet.get("properties", {}) | {"sheetId": id, "index": place}
        batches.append([{"addSheet": {"properties": properties}}, *_filling(sheet, id)])
    return [*batches, [{"deleteSheet": {"sheetId": first}}]]


def _sheet_id(sheet: Mapping[str, Any], place: int, free: int) -> int:
    given = sheet.get("properties", {}).get("sheetId")
    return int(given) if given is not None else (0 if place == 0 else free + place)


def _filling(sheet: Mapping[str, Any], id: int) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = []
    for data in sheet.get("data") or []:
        start = {"sheetId": id, "rowIndex": data.get("startRow", 0), "columnIndex": data.get("startColumn", 0)}
        if data.get("rowData"):
            requests.append({"updateCells": {"start": start, "rows": data["rowData"], "fields": "*"}})
    for merge in sheet.get("merges") or []:
        requests.append({"mergeCells": {"range": {**merge, "sheetId": id}, "mergeType": "MERGE_ALL"}})
    for place, rule in enumerate(sheet.get("conditionalFormats") or []):
        ranges = [{**given, "sheetId": id} for given in rule.get("ranges") or []]
        requests.append({"addConditionalFormatRule": {"rule": {**rule, "ranges": ranges}, "index": place}})
    return requests


def _metadata_get(call: Call) -> dict[str, Any]:
    book = opened(call)
    number = call.params["metadataId"]
    for entry in book.metadata:
        if entry["metadataId"] == number:
            return entry
    raise ApiError(404, "NOT_FOUND", f"No developer metadata with ID {number}")


def _metadata_search(call: Call) -> dict[str, Any]:
    book = opened(call)
    filters = (call.body or {}).get("dataFilters") or []
    found = [
        {
            "developerMetadata": entry,
            "dataFilters": [metadata.shown_filter(one) for one in filters if metadata.finds(book, one, entry)],
        }
        for entry in metadata.matched(book, filters)
    ]
    return {"matchedDeveloperMetadata": found} if found else {}


def _copy_to(call: Call) -> dict[str, Any]:
    source = opened(call).tab(call.params["sheetId"])
    other = (call.body or {}).get("destinationSpreadsheetId") or ""
    draft = drafted(replace(call, params={"spreadsheetId": other}))
    tab = copied_tab(draft.book, source)
    kept(call, draft)
    return tab_properties(draft.book, tab)


def copied_tab(book: Book, source: Tab) -> Tab:
    """Copy another book's tab, and put the copy last.

    Parameters
    ----------
    book
        The spreadsheet it is put in.
    source
        The tab of the other book.

    Returns
    -------
    Tab
        The copy.

    Raises
    ------
    ApiError
        Google's 400 where the book would have more cells than are allowed.
    """
    tab = duplicate(book, source, book.new_id(), copy_title(book, source.title))
    book.tabs.append(tab)
    book.cells_allowed()
    return tab


METHODS: dict[str, Handler] = {
    "sheets.spreadsheets.get": _get,
    "sheets.spreadsheets.getByDataFilter": _get_by_filter,
    "sheets.spreadsheets.create": _create,
    "sheets.spreadsheets.batchUpdate": _batch_update,
    "sheets.spreadsheets.developerMetadata.get": _metadata_get,
    "sheets.spreadsheets.developerMetadata.search": _metadata_search,
    "sheets.spreadsheets.sheets.copyTo": _copy_to,
}
"""Every method of ``spreadsheets`` and what hangs on it, by its discovery id."""
