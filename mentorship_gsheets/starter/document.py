"""One document of the starter: how its tab looks, and the rows it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorship_gsheets.spreadsheet.plan import Formula, Value
from mentorship_gsheets.spreadsheet.tab import TabDrawing

Row = Mapping[str, Value]
"""Header -> what stands under it; cells that are blank may be absent."""


@dataclass(frozen=True, slots=True)
class Document:
    """A tab with its rows.

    Parameters
    ----------
    drawing
        How it looks; the text under its first header finds a row, so each stands there once.
    rows
        From the top.
    """

    drawing: TabDrawing
    rows: tuple[Row, ...]


def figure(tab: str, key_header: str, key: str, header: str) -> str:
    """Return the expression that finds a cell of a tab by the text beside it, wherever its row stands.

    >>> figure("Budget", "Line", "Free heads", "Full")
    'INDEX({Budget!Full};MATCH("Free heads";{Budget!Line};0))'
    """
    return f'INDEX({{{tab}!{header}}};MATCH("{key}";{{{tab}!{key_header}}};0))'


def side_by_side(left: tuple[Row, ...], *others: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return several tables as one, beside each other from the first row on; a shorter one leaves blank cells."""
    longest = max(map(len, (left, *others)))
    return tuple(
        {header: value for table in (left, *others) if place < len(table) for header, value in table[place].items()}
        for place in range(longest)
    )


def formula(expression: str) -> Formula:
    """Return an expression as a formula."""
    return Formula(f"={expression}")
