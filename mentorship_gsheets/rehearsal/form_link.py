"""The tab a form writes its responses to ("Form Responses 1")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mentorship_gsheets.rehearsal.form_editing import questions
from mentorship_gsheets.rehearsal.world import World

TITLE = "Form Responses 1"
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_TIME = {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME", "pattern": "M/d/yyyy H:mm:ss"}}}


def link(world: World, form_id: str, sheet: str, responses: Iterable[Mapping[str, Any]]) -> None:
    """Add the response tab to a spreadsheet, filled with the responses so far, and let the form write there.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    form_id
        Id of the form.
    sheet
        Id of the spreadsheet.
    responses
        ``FormResponse`` resources so far, in any order.
    """
    form = world.store.load("form", form_id) or {}
    owner = world.project["organizer"]
    tab = form_tab(form_id)
    header = columns(form)
    ordered = sorted(responses, key=lambda response: response["lastSubmittedTime"])
    rows = [_text_row(header), *(_row(form, response) for response in ordered)]
    grid = {"rowCount": max(1000, len(rows) + 100), "columnCount": max(26, len(header)), "frozenRowCount": 1}
    requests: list[dict[str, Any]] = [
        {"addSheet": {"properties": {"sheetId": tab, "title": TITLE, "index": 0, "gridProperties": grid}}},
        {
            "updateCells": {
                "rows": rows,
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
                "start": {"sheetId": tab, "rowIndex": 0, "columnIndex": 0},
            }
        },
    ]
    _batch(world, owner, sheet, requests)
    form |= {"linkedSheetId": sheet, "_tab": tab}
    world.store.save("form", form_id, form)


def mirror(
    world: World, form: Mapping[str, Any], response: Mapping[str, Any], earlier: Mapping[str, Any] | None
) -> None:
    """Write one response to the linked tab: a new last row, or over its earlier version wherever that stands.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    form
        The form's document; where it is linked to no sheet, nothing happens.
    response
        The ``FormResponse`` as it is now.
    earlier
        The response before the edit; ``None`` for a new one.
    """
    sheet = form.get("linkedSheetId")
    if sheet is None:
        return
    cells = {"rows": [_row(form, response)], "fields": "userEnteredValue,userEnteredFormat.numberFormat"}
    place = None if earlier is None else _row_of(world, sheet, form["_tab"], earlier)
    if place is None:
        request = {"appendCells": {"sheetId": form["_tab"], **cells}}
    else:
        start = {"sheetId": form["_tab"], "rowIndex": place, "columnIndex": 0}
        request = {"updateCells": {"start": start, **cells}}
    _batch(world, world.project["organizer"], sheet, [request])


def _row_of(world: World, sheet: str, tab: int, response: Mapping[str, Any]) -> int | None:
    """The row, from 0, that holds a response: organizers sort and insert, so it is known by its time alone."""
    column = {"sheetId": tab, "startColumnIndex": 0, "endColumnIndex": 1}
    body = {"dataFilters": [{"gridRange": column}], "valueRenderOption": "UNFORMATTED_VALUE"}
    method = "sheets.spreadsheets.values.batchGetByDataFilter"
    reply = world.as_user(world.project["organizer"], method, {"spreadsheetId": sheet}, body)
    values = reply["valueRanges"][0]["valueRange"].get("values", [])
    wanted = _serial(response)
    return next((place for place, row in enumerate(values) if row and row[0] == wanted), None)


def columns(form: Mapping[str, Any]) -> list[str]:
    """The heads of the response tab."""
    collected = form["settings"].get("emailCollectionType") in {"VERIFIED", "RESPONDER_INPUT"}
    address = ["Email Address"] if collected else []
    return ["Timestamp", *address, *(question["title"] for question in questions(form).values())]


def form_tab(form_id: str) -> int:
    """The sheet id of the response tab, made from the form's id."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(form_id[:5])) % 2**31 or 1


def _batch(world: World, owner: str, sheet: str, requests: Sequence[Mapping[str, Any]]) -> None:
    method = "sheets.spreadsheets.batchUpdate"
    world.as_user(owner, method, {"spreadsheetId": sheet}, {"requests": list(requests)})


def _text_row(texts: Iterable[str]) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": text}} if text else {} for text in texts]}


def _row(form: Mapping[str, Any], response: Mapping[str, Any]) -> dict[str, Any]:
    """Time as a serial number, then the address where collected, then one cell a question, choices joined
    by commas.
    """
    time = {"userEnteredValue": {"numberValue": _serial(response)}, **_TIME}
    texts = [response["respondentEmail"]] if "respondentEmail" in response else []
    answers = response.get("answers", {})
    for id in questions(form):
        given = answers.get(id, {}).get("textAnswers", {}).get("answers", [])
        texts.append(", ".join(answer["value"] for answer in given))
    return {"values": [time, *_text_row(texts)["values"]]}


def _serial(response: Mapping[str, Any]) -> float:
    """When a response came, as the number of days Sheets counts in."""
    moment = datetime.fromisoformat(response["lastSubmittedTime"])
    return round((moment - _EPOCH).total_seconds() / 86400, 8)
