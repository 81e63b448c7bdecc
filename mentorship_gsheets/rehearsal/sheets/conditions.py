"""Conditions of rules, validations and filters: which are allowed, and whether a cell meets one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.model import Book

_COUNTS = {
    "NUMBER_BETWEEN": 2, "NUMBER_NOT_BETWEEN": 2, "DATE_BETWEEN": 2, "DATE_NOT_BETWEEN": 2,
    "BLANK": 0, "NOT_BLANK": 0, "TEXT_IS_EMAIL": 0, "TEXT_IS_URL": 0, "DATE_IS_VALID": 0,
}  # fmt: skip
"""How many values each type takes; all others take one, lists one or more, checkboxes up to two."""

_ONLY_VALIDATION = frozenset(
    {"TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID", "ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN"}
)
_ONLY_FORMATS = frozenset({"TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "BLANK", "NOT_BLANK"})


def checked_condition(condition: Mapping[str, Any], book: Book, *, formats: bool) -> dict[str, Any]:
    """The condition as it is kept; raises Google's 400 for one that is not allowed there.

    ``formats``: it is a conditional format's, else a data validation's.
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
