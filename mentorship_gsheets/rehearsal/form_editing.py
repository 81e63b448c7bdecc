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


def grid_columns(form: Mapping[str, Any]) -> dict[str, set[str]]:
    """What can be ticked in each row of a grid: question id -> columns."""
    return {
        question["questionId"]: {option["value"] for option in item["questionGroupItem"]["grid"]["columns"]["options"]}
        for item in form["items"]
        for question in item.get("questionGroupItem", {}).get("questions", [])
        if "grid" in item["questionGroupItem"]
    }


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
    _one_line(item.get("title", ""))
    inside = [item["questionItem"].get("question", {})] if "questionItem" in item else []
    _check_group(item.get("questionGroupItem"))
    for question in inside:
        if "rowQuestion" in question:
            raise _UnfitError("A row question must be in a question group item with a grid.")
        if "choiceQuestion" in question:
            _check_choice(question["choiceQuestion"])
    inside += item.get("questionGroupItem", {}).get("questions", [])
    for question in inside:
        if question.get("questionId") in taken:
            raise _UnfitError(f"Duplicate question ID: {question['questionId']}")
        question.setdefault("questionId", secrets.token_hex(4))
    if "questionItem" in item and not inside[0].keys() - {"questionId", "required", "grading"}:
        raise _UnfitError("The question kind is required.")
    return [question["questionId"] for question in inside]


def _check_group(group: Mapping[str, Any] | None) -> None:
    """A grid is refused without rows or columns, with rows that are no row questions, or as a dropdown."""
    if group is None:
        return
    rows = group.get("questions", [])
    if not rows:
        raise _UnfitError("A question group item must have at least one question.")
    if "grid" not in group:
        if any("rowQuestion" in row for row in rows):
            raise _UnfitError("A row question must be in a question group item with a grid.")
        return
    columns = group["grid"].get("columns")
    if columns is None:
        raise _UnfitError("A grid must have columns.")
    if columns.get("type") not in {"RADIO", "CHECKBOX"}:
        raise _UnfitError("The columns of a grid must be of type RADIO or CHECKBOX.")
    if any(option.get("isOther") for option in columns.get("options", [])):
        raise _UnfitError('The columns of a grid cannot have an "Other" option.')
    _check_choice(columns)
    titles = [row["rowQuestion"].get("title", "") if "rowQuestion" in row else None for row in rows]
    if None in titles:
        raise _UnfitError("The questions of a grid must be row questions.")
    _distinct([str(title) for title in titles], "row")


def _check_choice(choice: Mapping[str, Any]) -> None:
    """Options are refused where there is none, where two are alike, and where "Other" has no place."""
    kind, options = choice.get("type", "CHOICE_TYPE_UNSPECIFIED"), choice.get("options", [])
    if kind == "CHOICE_TYPE_UNSPECIFIED":
        raise _UnfitError("The choice type is required.")
    if not options:
        raise _UnfitError("A choice question must have at least one option.")
    others = [option for option in options if option.get("isOther")]
    if others and kind == "DROP_DOWN":
        raise _UnfitError('A drop-down question cannot have an "Other" option.')
    if len(others) > 1 or any(option.get("value") for option in others):
        raise _UnfitError('There can be one "Other" option, and it has no value.')
    _distinct([option.get("value", "") for option in options if not option.get("isOther")], "option")


def _distinct(texts: list[str], what: str) -> None:
    for text in texts:
        if not text.strip():
            raise _UnfitError(f"The {what} text is required.")
        _one_line(text)
    if len(set(texts)) < len(texts):
        raise _UnfitError(f"Duplicate {what} values are not allowed.")


def _one_line(text: str) -> None:
    if "\n" in text:
        raise _UnfitError("Displayed text cannot contain newlines.")


_KINDS = {
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
    "createItem": _create_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateItem": _update_item,
}
