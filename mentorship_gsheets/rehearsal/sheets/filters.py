"""Filters: the rows a filter hides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.sheets.judging import meeting
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import area_of
from mentorship_gsheets.rehearsal.sheets.view import View


def hidden_rows(view: View, tab: Tab, chosen: Mapping[str, Any] | None = None) -> frozenset[int]:
    """Find the rows that a filter hides.

    Parameters
    ----------
    view
        The spreadsheet with its formulas calculated.
    tab
        The sheet.
    chosen
        A basic filter or a filter view; by default the tab's basic filter.

    Returns
    -------
    frozenset[int]
        Rows from 0; none without a filter.
    """
    chosen = tab.basic_filter if chosen is None else chosen
    if not chosen:
        return frozenset()
    box = area_of(chosen.get("range", {})).within(tab.height, tab.width)
    rows = range(box.top + 1, min(box.bottom, view.last_row(tab)))
    hidden: set[int] = set()
    for column, criteria in criteria_of(chosen).items():
        listed = set(criteria.get("hiddenValues", []))
        if listed:
            hidden |= {row for row in rows if (view.text(tab, row, column) or "") in listed}
        condition = criteria.get("condition")
        if condition:
            cells = [(row, column) for row in rows]
            kept = meeting(view, tab, condition, (box.top + 1, column), cells)
            hidden |= {row for row, _ in set(cells) - kept}
    return frozenset(hidden)


def criteria_of(chosen: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The criteria of a filter by column, whichever way they were given."""
    by_column = {int(column): criteria for column, criteria in chosen.get("criteria", {}).items()}
    for spec in chosen.get("filterSpecs", []):
        by_column.setdefault(spec.get("columnIndex", 0), spec.get("filterCriteria", {}))
    return by_column
