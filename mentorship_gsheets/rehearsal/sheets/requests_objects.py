"""Requests on what floats over cells: charts and slicers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError, invalid, not_imitated
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.requests_filters import exists, find

_WIDTH, _HEIGHT = 600, 371

_KINDS = {"charts": "chartId", "slicers": "slicerId"}


def _placed(book: Book, position: Mapping[str, Any]) -> tuple[Tab, dict[str, Any]]:
    """The tab an object goes on and its position as it is kept."""
    if "overlayPosition" not in position:
        raise not_imitated("Charts on sheets of their own are")
    overlay: dict[str, Any] = stored(position["overlayPosition"] or {})
    anchor = overlay.get("anchorCell", {})
    tab = book.tab(anchor.get("sheetId", 0))
    if anchor.get("rowIndex", 0) >= tab.height or anchor.get("columnIndex", 0) >= tab.width:
        raise invalid("The anchor cell is outside the sheet.")
    size = {"widthPixels": _WIDTH, "heightPixels": _HEIGHT}
    return tab, {"overlayPosition": {"anchorCell": anchor} | size | overlay}


def _add_chart(draft: Draft, body: Body) -> dict[str, Any]:
    book = draft.book
    sent = body.get("chart") or {}
    spec = _spec(book, sent.get("spec") or {})
    tab, position = _placed(book, sent.get("position") or {"overlayPosition": {}})
    number = sent.get("chartId") or book.new_id()
    _free(book, number)
    chart = {"chartId": number, "spec": spec, "position": position}
    if sent.get("border"):
        chart["border"] = stored(sent["border"])
    tab.over["charts"].append(chart)
    return {"chart": chart}


def _free(book: Book, number: int) -> None:
    if any(exists(book, kind, key, number) for kind, key in _KINDS.items()):
        raise invalid(f"An embedded object with id {number} already exists.")


def _spec(book: Book, sent: Mapping[str, Any]) -> dict[str, Any]:
    """A chart's specification as it is kept; its ranges must be there."""
    kinds = [name for name in sent if name.endswith("Chart")]
    if not kinds:
        # The misspelling is Google's.
        raise invalid(
            "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart must be set on "
            "chartSpec"
        )
    basic = sent.get("basicChart")
    if basic is not None and not basic.get("domains") and not basic.get("series"):
        raise ApiError(500, "INTERNAL", "Internal error encountered.")
    for given in _ranges(sent):
        grid_box(book, given)
    spec: dict[str, Any] = stored(sent)
    spec.setdefault("hiddenDimensionStrategy", "SKIP_HIDDEN_ROWS_AND_COLUMNS")
    return spec


def _ranges(value: Any) -> list[Mapping[str, Any]]:
    """Every range a specification names as a source."""
    if isinstance(value, list):
        return [found for entry in value for found in _ranges(entry)]
    if not isinstance(value, Mapping):
        return []
    sources = value.get("sources")
    return (list(sources) if isinstance(sources, Sequence) else []) + [
        found for entry in value.values() for found in _ranges(entry)
    ]


def _update_chart(draft: Draft, body: Body) -> None:
    tab, at = find(draft.book, "charts", "chartId", body.get("chartId") or 0)
    tab.over["charts"][at]["spec"] = _spec(draft.book, body.get("spec") or {})


def _object(book: Book, number: int) -> tuple[Tab, str, int]:
    for kind, key in _KINDS.items():
        if exists(book, kind, key, number):
            tab, at = find(book, kind, key, number)
            return tab, kind, at
    raise invalid(f"No embedded object with id: {number}")


def _update_position(draft: Draft, body: Body) -> dict[str, Any]:
    tab, kind, at = _object(draft.book, body.get("objectId") or 0)
    entry = tab.over[kind][at]
    sent = body.get("newPosition") or {}
    if "overlayPosition" not in sent:
        raise not_imitated("Charts on sheets of their own are")
    # The mask of this request counts from the overlay position down.
    wanted = update_tree(body.get("fields"))
    new = merged(entry["position"]["overlayPosition"], stored(sent["overlayPosition"] or {}), wanted)
    home, position = _placed(draft.book, {"overlayPosition": new})
    tab.over[kind].pop(at)
    entry["position"] = position
    home.over[kind].insert(at if home is tab else len(home.over[kind]), entry)
    return {"position": position}


def _update_border(draft: Draft, body: Body) -> None:
    tab, kind, at = _object(draft.book, body.get("objectId") or 0)
    entry = tab.over[kind][at]
    entry["border"] = merged(entry.get("border"), stored(body.get("border") or {}), update_tree(body.get("fields")))


def _delete_object(draft: Draft, body: Body) -> None:
    tab, kind, at = _object(draft.book, body.get("objectId") or 0)
    tab.over[kind].pop(at)


def _add_slicer(draft: Draft, body: Body) -> dict[str, Any]:
    sent = body.get("slicer") or {}
    spec = _slicer_spec(draft.book, stored(sent.get("spec") or {}))
    tab, position = _placed(draft.book, sent.get("position") or {"overlayPosition": {}})
    number = sent.get("slicerId") or draft.book.new_id()
    _free(draft.book, number)
    slicer = {"slicerId": number, "spec": spec, "position": position}
    tab.over["slicers"].append(slicer)
    return {"slicer": slicer}


def _update_slicer(draft: Draft, body: Body) -> None:
    tab, at = find(draft.book, "slicers", "slicerId", body.get("slicerId") or 0)
    slicer = tab.over["slicers"][at]
    new = merged(slicer["spec"], stored(body.get("spec") or {}), update_tree(body.get("fields")))
    slicer["spec"] = _slicer_spec(draft.book, new)


def _slicer_spec(book: Book, spec: dict[str, Any]) -> dict[str, Any]:
    """A slicer's specification; one that filters is refused, since nothing here would hide its rows."""
    if spec.get("filterCriteria"):
        raise not_imitated("Slicers that filter are")
    grid_box(book, spec.get("dataRange") or {})
    return spec


REQUESTS: dict[str, Request] = {
    "addChart": _add_chart,
    "updateChartSpec": _update_chart,
    "updateEmbeddedObjectPosition": _update_position,
    "updateEmbeddedObjectBorder": _update_border,
    "deleteEmbeddedObject": _delete_object,
    "addSlicer": _add_slicer,
    "updateSlicerSpec": _update_slicer,
}
