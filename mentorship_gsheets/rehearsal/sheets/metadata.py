"""Developer metadata, and the data filters that look things up by it.

Guide: https://developers.google.com/workspace/sheets/api/guides/metadata
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.places import resolve
from mentorship_gsheets.rehearsal.sheets.ranges import Area, area_of

Filter = Mapping[str, Any]

_MOST_CHARACTERS = 30_000
"""Keys and values of all metadata of the spreadsheet itself, and of each sheet with its rows and columns."""


def _location(book: Book, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Where a piece of metadata is attached, as it is kept; raises Google's 400 for what is no place."""
    if sent.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    given = sent.get("dimensionRange")
    if given:
        tab = book.tab(given.get("sheetId") or 0)
        rows = given.get("dimension") == "ROWS"
        if given.get("startIndex") is None or given.get("endIndex") is None:
            raise invalid("DimensionRange must specify both a startIndex and an endIndex")
        first, end = given["startIndex"], given["endIndex"]
        if end - first != 1 or end > (tab.height if rows else tab.width):
            raise invalid("DimensionRange must represent a single row or column")
        kept = ({"sheetId": tab.id} if tab.id else {}) | {"dimension": given["dimension"]}
        kept |= {"startIndex": first, "endIndex": end}
        return {"locationType": "ROW" if rows else "COLUMN", "dimensionRange": kept}
    if sent.get("sheetId") is None:
        raise invalid("No location specified for developer metadata.")
    return {"locationType": "SHEET", "sheetId": book.tab(sent["sheetId"]).id}


def _create(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    sent = body.get("developerMetadata") or {}
    number = sent.get("metadataId")
    if number is None:
        number = book.new_id()
    elif any(entry["metadataId"] == number for entry in book.metadata):
        raise invalid(
            f"Cannot add developer metadata with ID [{number}] because developer metadata with that ID already exists."
        )
    entry = _entry(book, sent, number)
    book.metadata.append(entry)
    _bounded(book)
    return {"developerMetadata": entry}


def _bounded(book: Book) -> None:
    """Refuse more metadata than Google keeps; the limit is documented, the wording of the refusal is not."""
    used: dict[int | None, int] = {}
    for entry in book.metadata:
        where = entry["location"]
        home = where.get("sheetId", where["dimensionRange"].get("sheetId", 0) if "dimensionRange" in where else None)
        used[home] = used.get(home, 0) + len(entry["metadataKey"]) + len(entry.get("metadataValue", ""))
    if max(used.values(), default=0) > _MOST_CHARACTERS:
        raise invalid(f"Developer metadata cannot exceed {_MOST_CHARACTERS} characters.")


def _entry(book: Book, sent: Mapping[str, Any], number: int) -> dict[str, Any]:
    if not sent.get("metadataKey"):
        raise invalid("Developer metadata must have a key.")
    if sent.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise invalid("Developer metadata visibility must be specified.")
    entry = {"metadataId": number, "metadataKey": sent["metadataKey"]}
    if sent.get("metadataValue"):
        entry["metadataValue"] = sent["metadataValue"]
    return entry | {"location": _location(book, sent.get("location") or {}), "visibility": sent["visibility"]}


def _update(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    wanted = update_tree(body.get("fields"))
    changed = []
    for entry in matched(book, body.get("dataFilters") or []):
        new = merged(entry, dict(body.get("developerMetadata") or {}), wanted)
        changed.append(_entry(book, new, entry["metadataId"]))
    numbers = {entry["metadataId"]: entry for entry in changed}
    book.metadata = [numbers.get(entry["metadataId"], entry) for entry in book.metadata]
    _bounded(book)
    return {"developerMetadata": changed} if changed else {}


def _delete(draft: Draft, body: Body) -> dict[str, Any]:
    gone = matched(draft.book, [body.get("dataFilter") or {}])
    draft.book.metadata = [entry for entry in draft.book.metadata if entry not in gone]
    return {"deletedDeveloperMetadata": gone} if gone else {}


def matched(book: Book, filters: Sequence[Filter]) -> list[dict[str, Any]]:
    """Find the metadata that any of the filters finds.

    Parameters
    ----------
    book
        The spreadsheet.
    filters
        ``DataFilter`` messages.

    Returns
    -------
    list[dict[str, Any]]
        The metadata, in the order they were made.
    """
    return [entry for entry in book.metadata if any(finds(book, one, entry) for one in filters)]


def finds(book: Book, one: Filter, entry: Mapping[str, Any]) -> bool:
    """Tell whether a data filter finds a piece of metadata: by what it looks up, or by where it is attached.

    Parameters
    ----------
    book
        The spreadsheet.
    one
        The ``DataFilter``.
    entry
        The ``DeveloperMetadata``.

    Returns
    -------
    bool
        Whether it does.

    Raises
    ------
    ApiError
        Google's 400 for a lookup that contradicts itself.
    """
    lookup = one.get("developerMetadataLookup")
    if lookup is None:
        return any(_within(book, entry["location"], area) for _, area in _plain_areas(book, one))
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if lookup.get(name) is not None and lookup[name] != entry.get(name):
            return False
    kind = lookup.get("locationType")
    if kind and kind != entry["location"]["locationType"]:
        return False
    where = lookup.get("metadataLocation")
    if not where:
        return True
    intersecting = lookup.get("locationMatchingStrategy") != "EXACT_LOCATION"
    if where.get("spreadsheet"):
        if lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION":
            raise invalid(
                "DeveloperMetadataLookup.spreadsheet is true, but locationMatchingStrategy was specified as "
                "INTERSECTING"
            )
        return "spreadsheet" in entry["location"]
    wanted = _location(book, where)
    if not intersecting:
        return bool(wanted == entry["location"])
    return any(_within(book, entry["location"], area) for area in _areas_of(book, wanted))


def _within(book: Book, location: Mapping[str, Any], area: Area) -> bool:
    """Whether metadata is attached to a row, column or sheet that meets a range."""
    if "spreadsheet" in location:
        return False
    for own in _areas_of(book, location):
        tab = book.tab(own.sheet_id)
        if own.sheet_id == area.sheet_id and own.within(tab.height, tab.width).meets(
            area.within(tab.height, tab.width)
        ):
            return True
    return False


def _areas_of(book: Book, location: Mapping[str, Any]) -> list[Area]:
    """The cells of a place metadata is attached to."""
    if "spreadsheet" in location:
        return [Area(tab.id) for tab in book.tabs]
    given = location.get("dimensionRange")
    if given is None:
        return [Area(location["sheetId"])]
    ends = given["startIndex"], given["endIndex"]
    if given["dimension"] == "ROWS":
        return [Area(given.get("sheetId", 0), *ends)]
    return [Area(given.get("sheetId", 0), None, None, *ends)]


def _plain_areas(book: Book, one: Filter) -> list[tuple[Tab, Area]]:
    if one.get("a1Range"):
        return [resolve(book, one["a1Range"])]
    if "gridRange" in one:
        area = area_of(one["gridRange"] or {})
        return [(book.tab(area.sheet_id), area)]
    raise invalid("No data filter specified.")


def on_dimension(book: Book, sheet_id: int, rows: bool, place: int) -> list[dict[str, Any]]:
    """Find the metadata attached to one row or column.

    Parameters
    ----------
    book
        The spreadsheet.
    sheet_id
        Id of the sheet.
    rows
        Whether rows are meant; else columns.
    place
        Its number, from 0.

    Returns
    -------
    list[dict[str, Any]]
        The metadata, in the order they were made.
    """
    wanted = {"dimension": "ROWS" if rows else "COLUMNS", "startIndex": place, "endIndex": place + 1}
    if sheet_id:
        wanted["sheetId"] = sheet_id
    return [entry for entry in book.metadata if entry["location"].get("dimensionRange") == wanted]


def areas(book: Book, one: Filter) -> list[tuple[Tab, Area]]:
    """Find the tabs and ranges that a data filter names, metadata looked up.

    Parameters
    ----------
    book
        The spreadsheet.
    one
        The ``DataFilter``.

    Returns
    -------
    list[tuple[Tab, Area]]
        The ranges; none where it finds nothing.

    Raises
    ------
    ApiError
        Google's 400 for a range that is not there.
    """
    if "developerMetadataLookup" not in one:
        return _plain_areas(book, one)
    return [
        (book.tab(area.sheet_id), area) for entry in matched(book, [one]) for area in _areas_of(book, entry["location"])
    ]


def shown_filter(one: Filter) -> dict[str, Any]:
    """A data filter as replies repeat it."""
    kept: dict[str, Any] = stored(one)
    return kept


REQUESTS: dict[str, Request] = {
    "createDeveloperMetadata": _create,
    "updateDeveloperMetadata": _update,
    "deleteDeveloperMetadata": _delete,
}
