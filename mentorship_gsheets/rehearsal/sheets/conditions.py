"""Conditions of rules, validations and filters: which are allowed, and whether a cell meets one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.formulas import copied

_COUNTS = {
    "NUMBER_BETWEEN": 2, "NUMBER_NOT_BETWEEN": 2, "DATE_BETWEEN": 2, "DATE_NOT_BETWEEN": 2,
    "BLANK": 0, "NOT_BLANK": 0, "TEXT_IS_EMAIL": 0, "TEXT_IS_URL": 0, "DATE_IS_VALID": 0,
}  # fmt: skip
"""How many values each type takes; all others take one, lists one or more, checkboxes up to two."""

_ONLY_VALIDATION = frozenset(
    {"TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID", "ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN"}
)
_ONLY_FORMATS = frozenset({"TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "BLANK", "NOT_BLANK"})


def checked_condition(condition: Mapping[str, Any], *, formats: bool) -> dict[str, Any]:
    """Read a condition as it is kept.

    Parameters
    ----------
    condition
        A ``BooleanCondition``, as Google's JSON has it.
    formats
        Whether it is a conditional format's; else it is a data validation's.

    Returns
    -------
    dict[str, Any]
        The condition, with its type and values only.

    Raises
    ------
    ApiError
        Google's 400 for one that is not allowed there.
    """
    kind = condition.get("type", "")
    values = list(condition.get("values") or [])
    if not kind or kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("No condition type specified.")
    if kind in (_ONLY_VALIDATION if formats else _ONLY_FORMATS) | {"TEXT_NOT_EQ", "DATE_NOT_EQ", "FILTER_EXPRESSION"}:
        where = "conditional formatting" if formats else "data validation"
        raise invalid(f"ConditionType '{kind}' is not supported for {where}.")
    if kind == "ONE_OF_LIST":
        right = len(values) >= 1
    elif kind == "BOOLEAN":
        right = len(values) <= 2
    else:
        right = len(values) == _COUNTS.get(kind, 1)
    if not right:
        expected = _COUNTS.get(kind, 1)
        raise invalid(f"Wrong number of values for ConditionType '{kind}': expected {expected}, got {len(values)}.")
    if kind == "CUSTOM_FORMULA" and not str(values[0].get("userEnteredValue", "")).startswith("="):
        raise invalid("CUSTOM_FORMULA must begin with '='.")
    return {"type": kind} | ({"values": values} if values else {})


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as conditions see it: its effective value, and the text it shows."""

    value: Mapping[str, Any] | None
    text: str


def formula_at(formula: str, origin: tuple[int, int], row: int, column: int) -> str:
    """Rewrite a condition's formula for another cell.

    Parameters
    ----------
    formula
        As it is written for ``origin``.
    origin
        Row and column, from 0, of the first cell of the rule.
    row, column
        Place of the cell, from 0.

    Returns
    -------
    str
        The formula, to be calculated outside both cells.
    """
    moved = copied(formula, row - origin[0], column - origin[1])
    # Asked without argument they mean the cell the rule is looked at for.
    moved = re.sub(r"\bROW\(\s*\)", str(row + 1), moved, flags=re.IGNORECASE)
    return re.sub(r"\bCOLUMN\(\s*\)", str(column + 1), moved, flags=re.IGNORECASE)


def truthy(value: Mapping[str, Any]) -> bool:
    """Whether a custom formula's result counts as true."""
    return bool(value.get("boolValue") or value.get("numberValue"))


def meets(condition: Mapping[str, Any], place: Place, given: Sequence[Mapping[str, Any]]) -> bool:
    """Decide whether a cell meets a condition.

    Custom formulas and lists of a range are the caller's: they need the sheet.

    Parameters
    ----------
    condition
        A ``BooleanCondition``, as Google's JSON has it.
    place
        The cell: its text and value.
    given
        Values of the condition, calculated, as ``ExtendedValue``.

    Returns
    -------
    bool
        Whether it does; a comparison with what is no number never holds.
    """
    kind: str = condition["type"]
    if kind == "BLANK":
        return not place.text
    if kind == "NOT_BLANK":
        return bool(place.text)
    if kind == "CUSTOM_FORMULA":
        return truthy(given[0])
    if kind.startswith("TEXT_"):
        return _text_meets(kind, place.text, [_as_text(value) for value in given])
    if kind == "BOOLEAN":
        allowed = [_as_text(value) for value in given] or ["TRUE", "FALSE"]
        return place.text in allowed
    if kind in {"ONE_OF_LIST", "ONE_OF_RANGE"}:
        return place.text in {_as_text(value) for value in given}
    number = (place.value or {}).get("numberValue")
    if kind == "DATE_IS_VALID":
        return number is not None
    limits = [value.get("numberValue") for value in given]
    if number is None or None in limits:
        return False
    return _number_meets(kind.partition("_")[2], number, [limit for limit in limits if limit is not None])


def _text_meets(kind: str, text: str, given: list[str]) -> bool:
    folded = text.casefold()
    sought = given[0].casefold() if given else ""
    tests: dict[str, Callable[[], bool]] = {
        "TEXT_CONTAINS": lambda: sought in folded,
        "TEXT_NOT_CONTAINS": lambda: sought not in folded,
        "TEXT_STARTS_WITH": lambda: folded.startswith(sought),
        "TEXT_ENDS_WITH": lambda: folded.endswith(sought),
        "TEXT_EQ": lambda: folded == sought,
        "TEXT_NOT_EQ": lambda: folded != sought,
        "TEXT_IS_EMAIL": lambda: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text)),
        "TEXT_IS_URL": lambda: bool(re.fullmatch(r"(?i)(https?://|www\.)\S+\.\S+", text)),
    }
    return tests[kind]()


def _number_meets(kind: str, number: float, given: list[float]) -> bool:
    low, high = min(given), max(given)
    tests = {
        "GREATER": number > given[0],
        "AFTER": number > given[0],
        "GREATER_THAN_EQ": number >= given[0],
        "ON_OR_AFTER": number >= given[0],
        "LESS": number < given[0],
        "BEFORE": number < given[0],
        "LESS_THAN_EQ": number <= given[0],
        "ON_OR_BEFORE": number <= given[0],
        "EQ": number == given[0],
        "NOT_EQ": number != given[0],
        "BETWEEN": low <= number <= high,
        "NOT_BETWEEN": not low <= number <= high,
    }
    return tests[kind]


def _as_text(value: Mapping[str, Any]) -> str:
    return str(value["text"]) if "text" in value else str(next(iter(value.values()), ""))
