"""Judging cells of one tab by conditions: many at once, so that the engine is asked only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mentorship_gsheets.rehearsal.call import ApiError
from mentorship_gsheets.rehearsal.sheets.conditions import Place, formula_at, meets, truthy
from mentorship_gsheets.rehearsal.sheets.entry import typed
from mentorship_gsheets.rehearsal.sheets.formulas import relative
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.numbers import serial
from mentorship_gsheets.rehearsal.sheets.places import resolve
from mentorship_gsheets.rehearsal.sheets.view import View, shown

Cell = tuple[int, int]

_DAYS = {"TODAY": 0, "TOMORROW": 1, "YESTERDAY": -1, "PAST_WEEK": -7, "PAST_MONTH": -30, "PAST_YEAR": -365}


def meeting(view: View, tab: Tab, condition: Mapping[str, Any], origin: Cell, cells: Iterable[Cell]) -> set[Cell]:
    """Find the cells that meet a condition.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    condition
        A ``BooleanCondition``, as Google's JSON has it.
    origin
        The cell (row, column) for which the condition's formulas are written.
    cells
        The cells to look at, as (row, column) from 0.

    Returns
    -------
    set[Cell]
        Those that meet it.
    """
    values: Sequence[Mapping[str, Any]] = condition.get("values", [])
    texts = [value.get("userEnteredValue", "") for value in values]
    if condition["type"] == "ONE_OF_RANGE":
        given = [{"text": text} for text in one_of_range(view, tab, texts[0])]
        return {cell for cell in cells if meets(condition, _place(view, tab, cell), given)}
    cells = list(cells)
    formulas = {text: _at_cells(text, origin, cells) for text in texts if text.startswith("=")}
    results = view.formulas(tab, [formula for by_cell in formulas.values() for formula in by_cell.values()])
    if condition["type"] == "CUSTOM_FORMULA":
        by_cell = formulas[texts[0]]
        return {cell for cell in cells if truthy(results[by_cell[cell]])}
    fixed = [_fixed(view, value) for value in values]

    def given_for(cell: Cell) -> list[Mapping[str, Any]]:
        return [
            _texted(view, results[formulas[text][cell]]) if text in formulas else fixed[at]
            for at, text in enumerate(texts)
        ]

    return {cell for cell in cells if meets(condition, _place(view, tab, cell), given_for(cell))}


def _at_cells(formula: str, origin: Cell, cells: Sequence[Cell]) -> dict[Cell, str]:
    """A formula as it reads for each cell; worked out once for cells it reads the same for."""
    down, right = relative(formula)
    known: dict[Cell, str] = {}
    result = {}
    for row, column in cells:
        key = row if down else origin[0], column if right else origin[1]
        if key not in known:
            known[key] = formula_at(formula, origin, *key)
        result[row, column] = known[key]
    return result


def _place(view: View, tab: Tab, cell: Cell) -> Place:
    return Place(view.value(tab, *cell), view.text(tab, *cell) or "")


def _fixed(view: View, value: Mapping[str, Any]) -> dict[str, Any]:
    """A condition's value that is no formula, as if typed into a cell."""
    if "relativeDate" in value:
        return {"numberValue": serial(date.today() + timedelta(days=_DAYS.get(value["relativeDate"], 0)))}
    text = value.get("userEnteredValue", "")
    return dict(typed(text, view.locale)[0] or {}) | {"text": text}


def _texted(view: View, value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value) | {"text": shown(value, None, view.locale)}


def one_of_range(view: View, tab: Tab, formula: str) -> list[str]:
    """List the texts that a ``ONE_OF_RANGE`` validation offers.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    formula
        The range; without a title it is on ``tab``.

    Returns
    -------
    list[str]
        Each text once, in the order of the range; none where the range is gone.
    """
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
