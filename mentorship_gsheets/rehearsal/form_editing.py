"""Changing a form: the requests of ``forms.batchUpdate``."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid


def questions(form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every question of a form by id, in order; the rows of a grid are questions of their own.

    Each is the question resource with ``title`` (a grid row's as ``Grid [Row]``, the way Sheets heads its
    columns).
    """
    found = {}
    for item in form["items"]:
        title = item.get("title", "")
        if "questionItem" in item:
            question = item["questionItem"]["question"]
            found[question["questionId"]] = question | {"title": title}
        for question in item.get("questionGroupItem", {}).get("questions", []):
            row = question["rowQuestion"].get("title", "")
            found[question["questionId"]] = question | {"title": f"{title} [{row}]"}
    return found


def apply(form: dict[str, Any], request: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Carry out one request of a batch on the form, in place.

    Parameters
    ----------
    form
        The form's document; it is changed.
    request
        One of ``requests``, as Google's JSON has it.
    place
        Its number in the batch, from 0, which refusals name.

    Returns
    -------
    dict[str, Any]
        The reply to the request; empty where Google replies nothing.

    Raises
    ------
    ApiError
        Google's 400 where it cannot be done.
    """
    kind = next(iter(request), "")
    if not kind:
        raise invalid(f"Invalid requests[{place}]: No request set.")
    try:
        return _KINDS[kind](form, request[kind])
    except _UnfitError as unfit:
        raise invalid(f"Invalid requests[{place}].{kind}: {unfit}") from None


class _UnfitError(ValueError):
    """A request that does not fit the form."""


def _update_info(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    _merge(form["info"], asked.get("info", {}), asked.get("updateMask", ""), {"title", "description"})
    return {}


def _update_settings(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    known = {"quizSettings", "emailCollectionType"}
    mask = ",".join(path.partition(".")[0] for path in asked.get("updateMask", "").split(","))
    _merge(form["settings"], asked.get("settings", {}), mask, known)
    return {}


def _create_item(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    item = dict(asked.get("item", {}))
    index = _index(form, asked.get("location", {}), len(form["items"]))
    item.setdefault("itemId", secrets.token_hex(4))
    ids = _name_questions(form, item)
    form["items"].insert(index, item)
    return {"createItem": {"itemId": item["itemId"], "questionId": ids}}


def _move_item(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    last = len(form["items"]) - 1
    item = form["items"].pop(_index(form, asked.get("originalLocation", {}), last))
    form["items"].insert(_index(form, asked.get("newLocation", {}), last), item)
    return {}


def _delete_item(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    form["items"].pop(_index(form, asked.get("location", {}), len(form["items"]) - 1))
    return {}


def _update_item(form: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    held = form["items"][_index(form, asked.get("location", {}), len(form["items"]) - 1)]
    given = dict(asked.get("item", {}))
    if given.get("itemId", held["itemId"]) != held["itemId"]:
        raise _UnfitError("The item ID does not match the item at the location.")
    known = {"title", "description", "questionItem", "questionGroupItem", "imageItem", "videoItem", "textItem"}
    mask = ",".join(path.partition(".")[0] for path in asked.get("updateMask", "").split(","))
    _merge(held, given, mask, known | {"itemId", "pageBreakItem"})
    _name_questions({"items": [other for other in form["items"] if other is not held]}, held)
    return {}


def _merge(held: dict[str, Any], given: Mapping[str, Any], mask: str, known: set[str]) -> None:
    """Set the fields a mask names; those not given are cleared."""
    if not mask:
        raise _UnfitError("The update mask is required.")
    names = known if mask == "*" else {path.strip() for path in mask.split(",")}
    if names - known:
        raise _UnfitError(f"Invalid update mask: {mask}")
    for name in names:
        if name in given:
            held[name] = given[name]
        elif mask != "*" or name not in {"itemId"}:
            held.pop(name, None)


def _index(form: Mapping[str, Any], location: Mapping[str, Any], last: int) -> int:
    if "index" not in location:
        raise _UnfitError("The location is required.")
    if not 0 <= location["index"] <= last:
        raise _UnfitError(f"Invalid location index: {location['index']}. The form has {len(form['items'])} items.")
    return int(location["index"])


def _name_questions(form: Mapping[str, Any], item: dict[str, Any]) -> list[str]:
    """Give ids to the questions of a new item that bring none; all ids of the item."""
    taken = set(questions(form))
    if any(other["itemId"] == item["itemId"] for other in form["items"]):
        raise _UnfitError(f"Duplicate item ID: {item['itemId']}")
    inside = [item["questionItem"].get("question", {})] if "questionItem" in item else []
    inside += item.get("questionGroupItem", {}).get("questions", [])
    for question in inside:
        if question.get("questionId") in taken:
            raise _UnfitError(f"Duplicate question ID: {question['questionId']}")
        question.setdefault("questionId", secrets.token_hex(4))
    if "questionItem" in item and not inside[0].keys() - {"questionId", "required", "grading"}:
        raise _UnfitError("The question kind is required.")
    return [question["questionId"] for question in inside]


_KINDS = {
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
    "createItem": _create_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateItem": _update_item,
}
