"""What the engine found, in the words of the Sheets API."""

from __future__ import annotations

import re
from typing import Any

from mentorship_gsheets.rehearsal.sheets.numbers import plain
from mentorship_gsheets.rehearsal.sheets.translation import functions

Value = dict[str, Any]

_ERRORS = {
    "#DIV/0!": ("DIVIDE_BY_ZERO", "Division by zero."),
    "#VALUE!": ("VALUE", "A value in the formula has the wrong type."),
    "#REF!": ("REF", "Reference does not exist."),
    "#NAME?": ("NAME", "Unknown range name or function."),
    "#NUM!": ("NUM", "A number in the formula is out of range."),
    "#N/A": ("N_A", "A value is not available to the formula."),
    "#NULL!": ("NULL_VALUE", "The ranges do not intersect."),
    "#SPILL!": ("REF", "Array result was not expanded because it would overwrite data."),
    "#CIRC!": ("REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."),
    "#CALC!": ("N_A", "No matches are found in FILTER evaluation."),
    "#ERROR!": ("ERROR", "Formula parse error."),
    "#N/IMPL!": ("ERROR", "The rehearsal server does not calculate this formula."),
}

_DATES = re.compile(r"=\s*(TODAY|DATE|EDATE|EOMONTH|WORKDAY|WORKDAY\.INTL|NOW|TIME)\(.*\)\s*(?:[+-]\s*\d+)?", re.I)


def parse_error() -> Value:
    """What Sheets shows for a formula it cannot read."""
    return error_value("ERROR", "Formula parse error.")


def error_value(kind: str, message: str) -> Value:
    """Make an ``ExtendedValue`` that is an error.

    Parameters
    ----------
    kind
        Google's name of the error.
    message
        Google's words.

    Returns
    -------
    Value
        The value.
    """
    return {"errorValue": {"type": kind, "message": message}}


def result_value(found: Any, is_error: bool, formula: str) -> Value | None:
    """Make an ``ExtendedValue`` of what the engine holds.

    A date gets a ``numberFormat`` besides, which is no part of the API: the format its cell takes on.

    Parameters
    ----------
    found
        What the engine gives; ``None`` where it holds nothing.
    is_error
        Whether the text is the name of an error.
    formula
        The formula behind it.

    Returns
    -------
    Value | None
        The value, or ``None`` where there is nothing.
    """
    if found is None:
        return None
    if isinstance(found, bool):
        return {"boolValue": found}
    if isinstance(found, float | int):
        result: Value = {"numberValue": plain(found)}
        if dated := _DATES.fullmatch(formula):
            kind = {"NOW": "DATE_TIME", "TIME": "TIME"}.get(dated[1].upper(), "DATE")
            result["numberFormat"] = {"type": kind}
        return result
    if not is_error:
        return {"stringValue": str(found)}
    kind, message = _ERRORS.get(found, ("ERROR", f"The engine says {found}."))
    names = sorted(functions(formula))
    if kind == "NAME" and len(names) == 1:
        message = f"Unknown function: '{names[0]}'."
    return error_value(kind, message)
