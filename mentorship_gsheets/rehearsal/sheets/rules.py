"""Conditional formats of one tab: which format each of its filled cells gets from the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formats import float32, rgb_of
from mentorship_gsheets.rehearsal.sheets.judging import Cell, meeting
from mentorship_gsheets.rehearsal.sheets.locales import Locale
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of
from mentorship_gsheets.rehearsal.sheets.view import View


def rule_formats(view: View, tab: Tab, cells: Sequence[Cell] | None = None) -> dict[Cell, dict[str, Any]]:
    """Find the formats that rules give to cells.

    The first rule that holds for a cell decides, as in the list of rules a person sees.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    cells
        The cells to judge, as (row, column) from 0; by default every cell that holds anything.

    Returns
    -------
    dict[Cell, dict[str, Any]]
        Formats by cell; cells no rule holds for are absent.
    """
    rules = tab.over["conditionalFormats"]
    if not rules:
        return {}
    if cells is None:
        cells = filled_cells(view, tab)
    formats: dict[Cell, dict[str, Any]] = {}
    for rule in rules:
        boxes = [area_of(given).within(tab.height, tab.width) for given in rule["ranges"]]
        within = inside(boxes, [cell for cell in cells if cell not in formats])
        if "booleanRule" in rule:
            boolean = rule["booleanRule"]
            origin = boxes[0].top, boxes[0].left
            for cell in meeting(view, tab, boolean["condition"], origin, within):
                formats[cell] = boolean["format"]
        else:
            formats |= _gradient(view, tab, rule["gradientRule"], boxes, within)
    return formats


def inside(boxes: Sequence[Box], cells: Sequence[Cell]) -> list[Cell]:
    """Find the cells that lie in any of the boxes; written out, since every rule asks about every cell of a tab.

    Parameters
    ----------
    boxes
        The rectangles.
    cells
        As (row, column) from 0.

    Returns
    -------
    list[Cell]
        Those inside, in the same order.
    """
    if len(boxes) != 1:
        return [cell for cell in cells if any(box.holds(*cell) for box in boxes)]
    top, bottom, left, right = boxes[0].top, boxes[0].bottom, boxes[0].left, boxes[0].right
    return [cell for cell in cells if left <= cell[1] < right and top <= cell[0] < bottom]


def filled_cells(view: View, tab: Tab) -> list[Cell]:
    """List every cell of a tab that holds anything, spilled results included.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.

    Returns
    -------
    list[Cell]
        As (row, column) from 0.
    """
    cells = [(row, column) for row, column, _ in tab.cells_in(tab.box)]
    spilled = [
        (row, column)
        for row, columns in view.computed.get(tab.id, {}).items()
        for column in columns
        if tab.cell(row, column) is None
    ]
    return cells + spilled


def _gradient(
    view: View, tab: Tab, rule: Mapping[str, Any], boxes: Sequence[Box], cells: Sequence[Cell]
) -> dict[Cell, dict[str, Any]]:
    """Colours between the colours of the rule's points, by how the cells' numbers lie between theirs."""
    numbers = sorted(
        number
        for row, column in filled_cells(view, tab)
        if any(box.holds(row, column) for box in boxes)
        and (number := (view.value(tab, row, column) or {}).get("numberValue")) is not None
    )
    if not numbers:
        return {}
    points = sorted(
        (
            (_level(rule[name], numbers, view.locale), _color(rule[name]))
            for name in ("minpoint", "midpoint", "maxpoint")
            if name in rule
        ),
        key=lambda point: point[0],
    )
    formats = {}
    for row, column in cells:
        number = (view.value(tab, row, column) or {}).get("numberValue")
        if number is not None:
            color = _between(points, number)
            formats[row, column] = {"backgroundColor": color, "backgroundColorStyle": {"rgbColor": color}}
    return formats


def _level(point: Mapping[str, Any], numbers: Sequence[float], locale: Locale) -> float:
    kind = point["type"]
    if kind == "MIN":
        return numbers[0]
    if kind == "MAX":
        return numbers[-1]
    try:
        value = float(point.get("value", "").replace(locale.decimal, "."))
    except ValueError:
        return numbers[0]
    if kind == "NUMBER":
        return value
    if kind == "PERCENT":
        return numbers[0] + (numbers[-1] - numbers[0]) * value / 100
    place = (len(numbers) - 1) * value / 100
    low = min(int(place), len(numbers) - 1)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def _color(point: Mapping[str, Any]) -> tuple[float, ...]:
    color = rgb_of(point.get("colorStyle")) or point.get("color") or {}
    return tuple(color.get(part, 0) for part in ("red", "green", "blue"))


def _between(points: Sequence[tuple[float, tuple[float, ...]]], number: float) -> dict[str, float]:
    low, high = points[0], points[-1]
    for first, second in pairwise(points):
        if first[0] <= number <= second[0]:
            low, high = first, second
            break
    share = 0.0 if high[0] == low[0] else min(1.0, max(0.0, (number - low[0]) / (high[0] - low[0])))
    parts = [a + (b - a) * share for a, b in zip(low[1], high[1], strict=True)]
    return {name: float32(part) for name, part in zip(("red", "green", "blue"), parts, strict=True) if part}
