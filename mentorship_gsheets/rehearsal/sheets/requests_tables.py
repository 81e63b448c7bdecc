"""Requests on tables: ranges with a name and typed columns."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of, box_json
from mentorship_gsheets.rehearsal.sheets.requests_filters import exists, find
from mentorship_gsheets.rehearsal.sheets.values import with_value


def _add_table(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    sent = body.get("table") or {}
    tab, box = grid_box(book, sent.get("range") or {})
    _check_table(book, tab, box, sent.get("name") or "", "")
    id = sent.get("tableId") or str(secrets.randbelow(2**31))
    if exists(book, "tables", "tableId", id):
        raise invalid(f"Table with id {id} already exists.")
    table = {"tableId": id, "name": sent.get("name") or _table_name(book), "range": box_json(tab.id, box)}
    if sent.get("rowsProperties"):
        table["rowsProperties"] = stored(sent["rowsProperties"])
    table["columnProperties"] = _columns(draft, tab, box, sent.get("columnProperties") or [])
    tab.over["tables"].append(table)
    return {"table": table}


def _table_name(book: Book) -> str:
    taken = {table["name"] for tab in book.tabs for table in tab.over["tables"]}
    number = 1
    while f"Table{number}" in taken:
        number += 1
    return f"Table{number}"


def _check_table(book: Book, tab: Tab, box: Box, name: str, own: str) -> None:
    for other in book.tabs:
        for table in other.over["tables"]:
            if table["tableId"] == own:
                continue
            if name and table["name"].casefold() == name.casefold():
                raise invalid(f'A table with the name "{name}" already exists.')
            if other is tab and box.meets(area_of(table["range"]).within(tab.height, tab.width)):
                raise invalid("The table overlaps another table.")


def _columns(draft: Draft, tab: Tab, box: Box, sent: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """An entry for every column of a table, named by its header cell; names that were sent are written there."""
    view = draft.view()
    given = {entry.get("columnIndex") or 0: entry for entry in sent}
    if len(given) < len(sent) or any(not 0 <= at < box.width for at in given):
        raise invalid("Invalid columnIndex in columnProperties.")
    columns = []
    for at in range(box.width):
        entry: dict[str, Any] = stored(given.get(at, {}))
        _check_column(entry)
        header = view.text(tab, box.top, box.left + at)
        name = entry.get("columnName") or header or f"Column {at + 1}"
        if name != header:
            tab.put(box.top, {box.left + at: with_value(tab.cell(box.top, box.left + at), {"stringValue": name})})
        entry["columnName"] = name
        columns.append(({"columnIndex": at} if at else {}) | {k: v for k, v in entry.items() if k != "columnIndex"})
    return columns


def _check_column(entry: Mapping[str, Any]) -> None:
    has_list = bool(entry.get("dataValidationRule", {}).get("condition"))
    if entry.get("columnType") == "DROPDOWN" and not has_list:
        raise invalid("Condition must be set for dropdown column type.")
    if entry.get("columnType") != "DROPDOWN" and has_list:
        raise invalid("Cannot set condition for non-dropdown column type.")


def _update_table(draft: Draft, body: Body) -> None:
    sent = body.get("table") or {}
    tab, at = find(draft.book, "tables", "tableId", sent.get("tableId") or "")
    wanted = update_tree(body.get("fields"))
    if any(not entry.get("columnName") for entry in sent.get("columnProperties") or []):
        raise invalid("Table header row cell must have a value.")
    old = tab.over["tables"][at]
    new = merged(old, stored(sent), wanted) | {"tableId": old["tableId"]}
    home, box = grid_box(draft.book, new.get("range") or old["range"])
    if home is not tab:
        raise invalid("A table cannot be moved to another sheet.")
    _check_table(draft.book, tab, box, new.get("name") or "", old["tableId"])
    new |= {"name": new.get("name") or old["name"], "range": box_json(tab.id, box)}
    kept = sent.get("columnProperties") if not wanted or "columnProperties" in wanted else new["columnProperties"]
    inside = [entry for entry in kept or [] if (entry.get("columnIndex") or 0) < box.width]
    new["columnProperties"] = _columns(draft, tab, box, inside)
    tab.over["tables"][at] = new


def _delete_table(draft: Draft, body: Body) -> None:
    """Take a table away; the conditional formats inside its range go with it, as was seen at Google."""
    tab, at = find(draft.book, "tables", "tableId", body.get("tableId") or "")
    box = area_of(tab.over["tables"].pop(at)["range"]).within(tab.height, tab.width)
    tab.over["conditionalFormats"] = [
        rule
        for rule in tab.over["conditionalFormats"]
        if not all(box.covers(area_of(given).within(tab.height, tab.width)) for given in rule["ranges"])
    ]


REQUESTS: dict[str, Request] = {
    "addTable": _add_table,
    "updateTable": _update_table,
    "deleteTable": _delete_table,
}
