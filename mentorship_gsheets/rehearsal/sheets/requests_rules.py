"""Requests on rules: conditional formats, data validation, protected ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.conditions import checked_condition
from mentorship_gsheets.rehearsal.sheets.drafts import Body, Draft, Request
from mentorship_gsheets.rehearsal.sheets.fields import merged, update_tree
from mentorship_gsheets.rehearsal.sheets.formats import stored
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.model import Book, Cell, Tab
from mentorship_gsheets.rehearsal.sheets.places import grid_box
from mentorship_gsheets.rehearsal.sheets.ranges import area_of, range_json
from mentorship_gsheets.rehearsal.sheets.requests_cells import change_cells

_FORMATS_OF_RULES = frozenset(
    {"backgroundColor", "backgroundColorStyle", "textFormat"}
)  # fmt: skip


def _rule_of(book: Book, sent: Mapping[str, Any]) -> tuple[Tab, dict[str, Any]]:
    """A conditional-format rule as it is kept, and its tab; raises Google's 400 where it makes no sense."""
    rule: dict[str, Any] = stored(sent)
    ranges = [area_of(given) for given in sent.get("ranges") or []]
    if not ranges:
        raise invalid("No ranges specified.")
    if len({area.sheet_id for area in ranges}) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    tab = book.tab(ranges[0].sheet_id)
    for given in sent["ranges"]:
        grid_box(book, given)
    rule["ranges"] = [range_json(area) for area in ranges]
    if "booleanRule" in rule:
        condition = rule["booleanRule"].get("condition") or {}
        rule["booleanRule"]["condition"] = checked_condition(condition, formats=True)
        unknown = set(rule["booleanRule"].get("format", {})) - _FORMATS_OF_RULES
        if unknown:
            raise invalid(
                "ConditionalFormatRule.format only supports the fields: backgroundColor, textFormat.bold, "
                "textFormat.italic, textFormat.strikethrough, textFormat.underline, textFormat.foregroundColor"
            )
        rule["booleanRule"].setdefault("format", {})
    elif "gradientRule" in rule:
        _check_gradient(rule["gradientRule"], book)
    else:
        raise invalid("No rule specified.")
    return tab, rule


def _check_gradient(rule: dict[str, Any], book: Book) -> None:
    locale = locale_of(book.locale)
    for name in ("minpoint", "midpoint", "maxpoint"):
        point = rule.get(name)
        if point is None and name == "midpoint":
            continue
        kind = (point or {}).get("type")
        if point is None or not kind:
            raise invalid("No interpolationPointType specified.")
        if kind in {"MIN", "MAX"}:
            point.pop("value", None)
            continue
        value = point.get("value", "")
        if not value:
            raise invalid("InterpolationPoint.value is required.")
        if not value.startswith("="):
            try:
                float(value.replace(locale.group, "").replace(locale.decimal, "."))
            except ValueError:
                raise invalid(f"Invalid InterpolationPoint.value: {value}") from None
            if locale.comma_decimal and "." in value:
                raise invalid(f"Invalid InterpolationPoint.value: {value}")


def _add_rule(draft: Draft, body: Body) -> None:
    tab, rule = _rule_of(draft.book, body.get("rule") or {})
    rules = tab.over["conditionalFormats"]
    index = body.get("index") or 0
    if not 0 <= index <= len(rules):
        raise invalid(f"Invalid index: {index}. There are {len(rules)} rules on this sheet.")
    rules.insert(index, rule)


def _update_rule(draft: Draft, body: Body) -> dict[str, Any]:
    index = body.get("index") or 0
    if "rule" in body:
        tab, new = _rule_of(draft.book, body["rule"] or {})
        rules = tab.over["conditionalFormats"]
        _check_index(rules, index, tab)
        old, rules[index] = rules[index], new
        return {"newRule": new, "newIndex": index, "oldRule": old}
    tab = draft.book.tab(body.get("sheetId") or 0)
    rules = tab.over["conditionalFormats"]
    _check_index(rules, index, tab)
    place = body.get("newIndex")
    if place is None:
        raise invalid("Either rule or newIndex must be specified.")
    _check_index(rules, place, tab)
    rule = rules.pop(index)
    rules.insert(place, rule)
    return {"newRule": rule, "newIndex": place, "oldRule": rule, "oldIndex": index}


def _delete_rule(draft: Draft, body: Body) -> dict[str, Any]:
    tab = draft.book.tab(body.get("sheetId") or 0)
    rules = tab.over["conditionalFormats"]
    index = body.get("index") or 0
    _check_index(rules, index, tab)
    return {"rule": rules.pop(index)}


def _check_index(rules: list[dict[str, Any]], index: int, tab: Tab) -> None:
    if not 0 <= index < len(rules):
        raise invalid(f"No conditional format on sheet: {tab.id} at index: {index}")


def _set_validation(draft: Draft, body: Body) -> None:
    tab, box = grid_box(draft.book, body.get("range") or {})
    rule: dict[str, Any] | None = stored(body["rule"]) if body.get("rule") else None
    if rule is not None:
        rule["condition"] = checked_condition(rule.get("condition") or {}, formats=False)

    def change(_row: int, _column: int, old: Cell | None) -> Cell | None:
        cell = {name: item for name, item in (old or {}).items() if name != "dataValidation"}
        return cell | {"dataValidation": rule} if rule else cell or None

    change_cells(tab, box if rule else tab.used_part(box), change)


def _protected_of(draft: Draft, sent: Mapping[str, Any]) -> tuple[Tab, dict[str, Any]]:
    """A protected range as it is kept, and its tab. The one who protects and the owner
    always stay editors."""
    book = draft.book
    kept: dict[str, Any] = stored({k: v for k, v in sent.items() if k != "requestingUserCanEdit"})
    if "namedRangeId" in kept and not sent.get("range"):
        named = [entry for entry in book.named_ranges if entry["namedRangeId"] == kept["namedRangeId"]]
        if not named:
            raise invalid(f"No named range with id: {kept['namedRangeId']}")
        area = area_of(named[0]["range"])
    else:
        area = area_of(sent.get("range") or {})
    tab = book.tab(area.sheet_id)
    kept["range"] = range_json(area)
    editors = kept.get("editors") or {}
    users = editors.get("users", [])
    always = [user for user in dict.fromkeys((draft.caller, draft.owner)) if user not in users]
    if always:
        editors = {"users": [*users, *always]} | {k: v for k, v in editors.items() if k != "users"}
    kept["editors"] = editors
    return tab, kept


def _add_protected(draft: Draft, body: Body) -> dict[str, Any]:
    sent = body.get("protectedRange") or {}
    tab, kept = _protected_of(draft, sent)
    number = sent.get("protectedRangeId") or draft.book.new_id()
    if _find_protected(draft.book, number) is not None:
        raise invalid(f"Protected range with id {number} already exists.")
    kept = {"protectedRangeId": number} | kept
    tab.over["protectedRanges"].append(kept)
    # The reply shows the editors that were asked for; the next read shows all there are.
    shown = {name: item for name, item in kept.items() if name != "editors"}
    asked = stored(sent.get("editors") or {})
    return {"protectedRange": shown | {"requestingUserCanEdit": True, "editors": asked}}


def _find_protected(book: Book, number: int) -> tuple[Tab, int] | None:
    for tab in book.tabs:
        for at, entry in enumerate(tab.over["protectedRanges"]):
            if entry["protectedRangeId"] == number:
                return tab, at
    return None


def _known_protected(draft: Draft, number: int) -> tuple[Tab, int]:
    found = _find_protected(draft.book, number)
    if found is None:
        raise invalid(f"No protected range with id: {number}")
    return found


def _update_protected(draft: Draft, body: Body) -> None:
    sent = body.get("protectedRange") or {}
    wanted = update_tree(body.get("fields"))
    tab, at = _known_protected(draft, sent.get("protectedRangeId") or 0)
    old = tab.over["protectedRanges"].pop(at)
    home, kept = _protected_of(draft, merged(old, dict(sent), wanted) | {"protectedRangeId": old["protectedRangeId"]})
    home.over["protectedRanges"].insert(at if home is tab else len(home.over["protectedRanges"]), kept)


def _delete_protected(draft: Draft, body: Body) -> None:
    tab, at = _known_protected(draft, body.get("protectedRangeId") or 0)
    tab.over["protectedRanges"].pop(at)


REQUESTS: dict[str, Request] = {
    "addConditionalFormatRule": _add_rule,
    "updateConditionalFormatRule": _update_rule,
    "deleteConditionalFormatRule": _delete_rule,
    "setDataValidation": _set_validation,
    "addProtectedRange": _add_protected,
    "updateProtectedRange": _update_protected,
    "deleteProtectedRange": _delete_protected,
}
