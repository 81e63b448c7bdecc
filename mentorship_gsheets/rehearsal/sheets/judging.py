"""Judging cells of one tab by conditions: many at once, so that the engine is asked only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.sheets.conditions import Place, formula_at, meets
from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.numbers import serial
from mentorship_gsheets.rehearsal.sheets.places import resolve
from mentorship_gsheets.rehearsal.sheets.view import View, shown

Cell = tuple[int, int]

_DAYS = {"TODAY": 0, "TOMORROW": 1, "YESTERDAY": -1, "PAST_WEEK": -7, "PAST_MONTH": -30, "PAST_YEAR": -365}


def meeting(view: View, tab: Tab, condition: Mapping[str, Any], origin: Cell, cells: Iterable[Cell]) -> set[Cell]:
    """Those of ``cells`` (row, column) that meet a condition whose formulas are relative to ``origin``."""
    places = {cell: _place(view, tab, cell, origin) for cell in cells}
    values: Sequence[Mapping[str, Any]] = condition.get("values", [])
    formulas = [value.get("userEnteredValue", "") for value in values]
    if condition["type"] == "ONE_OF_RANGE":
        listed = one_of_range(view, tab, formulas[0])
        given = [{"text": text} for text in listed]
        return {cell for cell, place in places.items() if meets(condition, place, given)}
    asked = {
        (cell, at): formula_at(formula, place, *cell)
        for cell, place in places.items()
        for at, formula in enumerate(formulas)
        if formula.startswith("=")
    }
    results = view.formulas(tab, asked.values())
    fixed = [_fixed(view, value) for value in values]
    return {
        cell
        for cell, place in places.items()
        if meets(
            condition,
            place,
            [
                _texted(view, results[asked[cell, at]]) if (cell, at) in asked else fixed[at]
                for at in range(len(values))
            ],
        )
    }


def _place(view: View, tab: Tab, cell: Cell, origin: Cell) -> Place:
    row, column = cell
    text = view.text(tab, row, column) or ""
    return Place(view.value(tab, row, column), text, row - origin[0], column - origin[1])


def _fixed(view: View, value: Mapping[str, Any]) -> dict[str, Any]:
    """A condition's value that is no formula, as if typed into a cell."""
    if "relativeDate" in value:
        return {"numberValue": serial(date.today() + timedelta(days=_DAYS.get(value["relativeDate"], 0)))}
    text = value.get("userEnteredValue", "")
    return dict(typed(text, view.locale)[0] or {}) | {"text": text}


def _texted(view: View, value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value) | {"text": shown(value, None, view.locale)}


def one_of_range(view: View, tab: Tab, formula: str) -> list[str]:
    """The texts a ``ONE_OF_RANGE`` validation offers; none where its range is gone."""
    reference = formula.removeprefix("=").replace("$", "")
    try:
        named, area = resolve(view.book, reference)
    except ApiError:
        return []
    named = named if "!" in reference or named.title == reference else tab
    box = area.within(named.height, named.width)
    texts = (
        view.text(named, row, column)
        for row in range(box.top, min(box.bottom, view.last_row(named)))
        for column in range(box.left, min(box.right, view.row_length(named, row)))
    )
    return list(dict.fromkeys(text for text in texts if text))


def invalid_cells(view: View, tab: Tab) -> set[Cell]:
    """The filled cells that break their own data validation, as Sheets marks them with a red corner."""
    by_rule: dict[int, tuple[Mapping[str, Any], list[Cell]]] = {}
    for row, column, cell in tab.cells_in(tab.box):
        rule = cell.get("dataValidation")
        if rule and view.text(tab, row, column):
            by_rule.setdefault(id(rule), (rule, []))[1].append((row, column))
    broken: set[Cell] = set()
    for rule, cells in by_rule.values():
        broken |= set(cells) - meeting(view, tab, rule["condition"], cells[0], cells)
    return broken
