"""Requests on filters, named ranges, banding and slicers: named things laid over ranges."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of, box_json, corners, range_json
from mentorship_gsheets.rehearsal.sheets.requests_rows import sort_box

_NAME = re.compile(r"[^\W\d][\w.]{0,249}|_[\w.]{0,249}")


def _set_basic_filter(draft: Draft, body: Body) -> None:
    sent = body.get("filter") or {}
    tab, box = _laid_over(draft.book, sent)
    tab.basic_filter = _filter_of(tab, box, sent)
    if sent.get("sortSpecs"):
        sort_box(draft.view(), tab, Box(box.top + 1, box.bottom, box.left, box.right), list(sent["sortSpecs"]))


def _laid_over(book: Book, sent: Mapping[str, Any]) -> tuple[Tab, Box]:
    if sent.get("tableId"):
        tab, at = find(book, "tables", "tableId", sent["tableId"])
        return grid_box(book, tab.over["tables"][at]["range"])
    return grid_box(book, sent.get("range") or {})


def _filter_of(tab: Tab, box: Box, sent: Mapping[str, Any]) -> dict[str, Any]:
    """A filter as it is kept: its range closed, its criteria under both names they go by."""
    kept: dict[str, Any] = {"range": box_json(tab.id, box)} | {
        name: stored(sent[name]) for name in ("sortSpecs", "criteria", "filterSpecs", "tableId") if sent.get(name)
    }
    if "criteria" in kept and "filterSpecs" not in kept:
        kept["filterSpecs"] = [
            ({"columnIndex": int(column)} if int(column) else {}) | {"filterCriteria": criteria}
            for column, criteria in sorted(kept["criteria"].items(), key=lambda entry: int(entry[0]))
        ]
    elif "filterSpecs" in kept and "criteria" not in kept:
        kept["criteria"] = {
            str(spec.get("columnIndex", 0)): spec.get("filterCriteria", {}) for spec in kept["filterSpecs"]
        }
    if any(key.startswith("visible") for criteria in kept.get("criteria", {}).values() for key in criteria):
        raise not_imitated("Filtering by colour is")
    return kept


def _clear_basic_filter(draft: Draft, body: Body) -> None:
    draft.book.tab(body.get("sheetId") or 0).basic_filter = None


def _add_filter_view(draft: Draft, body: Body) -> dict[str, Any]:
    sent = body.get("filter") or {}
    book = draft.book
    named = sent.get("namedRangeId")
    given = sent
    if named and not sent.get("range"):
        given = dict(sent) | {"range": _named(book, named)["range"]}
    tab, box = _laid_over(book, given)
    number = sent.get("filterViewId") or book.new_id()
    if exists(book, "filterViews", "filterViewId", number):
        raise invalid(f"Filter view with id {number} already exists.")
    title = sent.get("title") or f"Filter {len(tab.over['filterViews']) + 1}"
    view = {"filterViewId": number, "title": title} | _filter_of(tab, box, given)
    if named:
        view["namedRangeId"] = named
    tab.over["filterViews"].append(view)
    return {"filter": view}


def _update_filter_view(draft: Draft, body: Body) -> None:
    sent = body.get("filter") or {}
    tab, at = find(draft.book, "filterViews", "filterViewId", sent.get("filterViewId") or 0)
    old = tab.over["filterViews"][at]
    new = merged(old, stored(sent), update_tree(body.get("fields")))
    if "criteria" in sent or "filterSpecs" in sent:
        new.pop("filterSpecs" if "criteria" in sent else "criteria", None)
    home, box = _laid_over(draft.book, new)
    tab.over["filterViews"][at] = {
        "filterViewId": old["filterViewId"], "title": new.get("title", ""),
    } | _filter_of(home, box, new)  # fmt: skip


def _duplicate_filter_view(draft: Draft, body: Body) -> dict[str, Any]:
    tab, at = find(draft.book, "filterViews", "filterViewId", body.get("filterId") or 0)
    view = copy.deepcopy(tab.over["filterViews"][at])
    view |= {"filterViewId": draft.book.new_id(), "title": f"Copy of {view['title']}"}
    tab.over["filterViews"].append(view)
    return {"filter": view}


def _delete_filter_view(draft: Draft, body: Body) -> None:
    tab, at = find(draft.book, "filterViews", "filterViewId", body.get("filterId") or 0)
    tab.over["filterViews"].pop(at)


def find(book: Book, kind: str, key: str, id: Any) -> tuple[Tab, int]:
    """Find a rule, view, chart or the like by its id.

    Parameters
    ----------
    book
        The spreadsheet.
    kind
        The list of the tab it is in, such as ``filterViews``.
    key
        The field with its id.
    id
        The id.

    Returns
    -------
    tuple[Tab, int]
        The tab, and the place in its list.

    Raises
    ------
    ApiError
        Google's 400 where there is none.
    """
    for tab in book.tabs:
        for at, entry in enumerate(tab.over[kind]):
            if entry[key] == id:
                return tab, at
    words = {"filterViews": "filter view", "bandedRanges": "banding", "slicers": "slicer", "tables": "table"}
    raise invalid(f"No {words.get(kind, kind)} with id: {id}")


def exists(book: Book, kind: str, key: str, id: Any) -> bool:
    """Tell whether anything of a kind already has an id.

    Parameters
    ----------
    book
        The spreadsheet.
    kind
        The list of each tab that is looked through.
    key
        The field with the id.
    id
        The id.

    Returns
    -------
    bool
        Whether something has.
    """
    return any(entry[key] == id for tab in book.tabs for entry in tab.over[kind])


def _named(book: Book, id: str) -> dict[str, Any]:
    for entry in book.named_ranges:
        if entry["namedRangeId"] == id:
            return entry
    raise invalid(f"No named range with id: {id}")


def _named_of(book: Book, sent: Mapping[str, Any], own: str = "") -> dict[str, Any]:
    """A named range as it is kept; raises Google's 400 for a name that is none or taken."""
    name = sent.get("name") or ""
    if not _NAME.fullmatch(name) or corners(name) is not None or name.upper() in {"TRUE", "FALSE"}:
        raise invalid("The name given to this range is invalid")
    if any(entry["name"].casefold() == name.casefold() and entry["namedRangeId"] != own for entry in book.named_ranges):
        raise invalid(f"Cannot add named range with name {name}, a named range with that name already exists.")
    grid_box(book, sent.get("range") or {})
    return {"name": name, "range": range_json(area_of(sent.get("range") or {}))}


def _add_named_range(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    sent = body.get("namedRange") or {}
    id = sent.get("namedRangeId") or str(book.new_id())
    if any(entry["namedRangeId"] == id for entry in book.named_ranges):
        raise invalid(f"Named range with id {id} already exists.")
    entry = {"namedRangeId": id} | _named_of(book, sent)
    book.named_ranges.append(entry)
    return {"namedRange": entry}


def _update_named_range(draft: Draft, body: Body) -> None:
    sent = body.get("namedRange") or {}
    entry = _named(draft.book, sent.get("namedRangeId") or "")
    new = merged(entry, dict(sent), update_tree(body.get("fields")))
    entry |= _named_of(draft.book, new, entry["namedRangeId"])


def _delete_named_range(draft: Draft, body: Body) -> None:
    draft.book.named_ranges.remove(_named(draft.book, body.get("namedRangeId") or ""))


def _banding_of(book: Book, sent: Mapping[str, Any], own: int) -> tuple[Tab, dict[str, Any]]:
    tab, box = grid_box(book, sent.get("range") or {})
    kept: dict[str, Any] = {"bandedRangeId": own, "range": range_json(area_of(sent.get("range") or {}))}
    kept |= {name: stored(sent[name]) for name in ("rowProperties", "columnProperties") if sent.get(name)}
    if not kept.keys() & {"rowProperties", "columnProperties"}:
        raise invalid("At least one of rowProperties or columnProperties must be specified.")
    for entry in tab.over["bandedRanges"]:
        if entry["bandedRangeId"] != own and box.meets(area_of(entry["range"]).within(tab.height, tab.width)):
            raise invalid(
                "You cannot add alternating background colors to a range that already has alternating background "
                "colors."
            )
    return tab, kept


def _add_banding(draft: Draft, body: Body) -> dict[str, Any]:
    sent = body.get("bandedRange") or {}
    number = sent.get("bandedRangeId") or draft.book.new_id()
    if exists(draft.book, "bandedRanges", "bandedRangeId", number):
        raise invalid(f"Banding with id {number} already exists.")
    tab, kept = _banding_of(draft.book, sent, number)
    tab.over["bandedRanges"].append(kept)
    return {"bandedRange": kept}


def _update_banding(draft: Draft, body: Body) -> None:
    sent = body.get("bandedRange") or {}
    number = sent.get("bandedRangeId") or 0
    tab, at = find(draft.book, "bandedRanges", "bandedRangeId", number)
    new = merged(tab.over["bandedRanges"][at], stored(sent), update_tree(body.get("fields")))
    _, tab.over["bandedRanges"][at] = _banding_of(draft.book, new, number)


def _delete_banding(draft: Draft, body: Body) -> None:
    tab, at = find(draft.book, "bandedRanges", "bandedRangeId", body.get("bandedRangeId") or 0)
    tab.over["bandedRanges"].pop(at)


REQUESTS: dict[str, Request] = {
    "setBasicFilter": _set_basic_filter,
    "clearBasicFilter": _clear_basic_filter,
    "addFilterView": _add_filter_view,
    "updateFilterView": _update_filter_view,
    "duplicateFilterView": _duplicate_filter_view,
    "deleteFilterView": _delete_filter_view,
    "addNamedRange": _add_named_range,
    "updateNamedRange": _update_named_range,
    "deleteNamedRange": _delete_named_range,
    "addBanding": _add_banding,
    "updateBanding": _update_banding,
    "deleteBanding": _delete_banding,
}
