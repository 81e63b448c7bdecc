"""Formulas with headers in them, turned into formulas with addresses."""

import re
from collections.abc import Mapping
from typing import Protocol

from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook, column_letters

_PLACEHOLDER = re.compile(r"\{(?:(?P<tab>[^{}!]+)!)?(?P<header>[^{}!]+)\}")
_STRING_OR_REST = re.compile(r'("(?:[^"]|"")*")')
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"|'
    r"'(?:[^']|'')*'|"
    r"(?<![\w$.])(?P<column>\$?[A-Za-z]{1,3})(?P<row>[0-9]+)(?![\w.(!])|.",
    re.DOTALL,
)
"""A text, the quoted name of a tab, an address whose row goes along, or any other sign."""
_ROW = "\0"
"""Stands for the number of the row; no formula can hold it."""


class _Place(Protocol):
    """What a tab must tell: a `Tab` and a `layout.TabLayout` both do, so plans and batches resolve alike."""

    @property
    def title(self) -> str: ...

    def column(self, header: str) -> int | None: ...


def resolve(template: str, place: _Place, row: int, others: Mapping[str, tuple[_Place, int]] | None = None) -> str:
    """Return a formula with every placeholder replaced by an address.

    Parameters
    ----------
    template
        ``{Header}`` is this row's cell (``$C7``); ``{Tab!Header}`` a whole column of another tab, bounded
        (``Mentors!$C$2:$C$1000``), because unbounded ones are slow and catch what stands below.
    place
        The tab the formula stands in.
    row
        The row it stands in; for a colour rule the first row it covers.
    others
        Tab title -> (tab, rows of its grid) for the placeholders that name a tab.

    Raises
    ------
    KeyError
        A placeholder names a tab or header that is not there.

    Examples
    --------
    >>> from mentorship_gsheets.spreadsheet.workbook import Tab
    >>> people = Tab("Never match", 7, ("Email", "Attendance"))
    >>> resolve('={Attendance}="virtual"', people, 2)
    '=$B2="virtual"'
    >>> resolve("=COUNTIF({Never match!Email};{Email})", people, 3, {"Never match": (people, 500)})
    "=COUNTIF('Never match'!$A$2:$A$500;$A3)"
    """

    return str(row).join(row_parts(template, place, others))


def row_parts(template: str, place: _Place, others: Mapping[str, tuple[_Place, int]] | None = None) -> tuple[str, ...]:
    """Return the parts of a formula between which the number of the row stands: the same for all rows of a tab.

    Parameters
    ----------
    template, place, others
        As in `resolve`, which raises what this raises.

    Examples
    --------
    >>> from mentorship_gsheets.spreadsheet.workbook import Tab
    >>> row_parts("={Email}&{Email}", Tab("Mentors", 7, ("Email",)))
    ('=$A', '&$A', '')
    """
    known: dict[tuple[str | None, str], str] = {}

    def address(title: str | None, header: str) -> str:
        if title is None:
            return f"${_letters(place, header)}{_ROW}"
        tab, rows = (others or {})[title]
        letters = _letters(tab, header)
        quoted = tab.title if re.fullmatch(r"[A-Za-z_]\w*", tab.title) else "'" + tab.title.replace("'", "''") + "'"
        return f"{quoted}!${letters}$2:${letters}${rows}"

    def found_once(found: re.Match[str]) -> str:
        key = found["tab"], found["header"]
        if key not in known:
            known[key] = address(*key)
        return known[key]

    return tuple(_PLACEHOLDER.sub(found_once, template).split(_ROW))


def bounds(workbook: Workbook) -> dict[str, tuple[Tab, int]]:
    """Return every tab by title with the rows of its grid: the ``others`` of `resolve` for a stage."""
    return {tab.title: (tab, tab.row_count) for tab in workbook.tabs}


def _letters(place: _Place, header: str) -> str:
    column = place.column(header)
    if column is None:
        raise KeyError(f"{place.title} has no column {header!r}")
    return column_letters(column)


def repeated(formula: str, rows: int) -> list[str]:
    """Return a formula as it stands in so many rows, one below the other, when Google repeats the first of them.

    Rows written with a dollar sign stay; the others go along, but within texts and names of tabs.

    Parameters
    ----------
    formula
        In the first row.
    rows
        How many, the first included.

    Notes
    -----
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#repeatcellrequest

    Examples
    --------
    >>> repeated('=IF($A9="A1";B$2;Mentors!$C$2)&A10', 2)
    ['=IF($A9="A1";B$2;Mentors!$C$2)&A10', '=IF($A10="A1";B$2;Mentors!$C$2)&A11']
    """
    pieces: list[str] = [""]
    numbers: list[int] = []
    for found in _TOKEN.finditer(formula):
        pieces[-1] += found[0] if found["row"] is None else found["column"]
        if found["row"] is not None:
            numbers.append(int(found["row"]))
            pieces.append("")
    return [
        "".join(part for piece, number in zip(pieces, numbers, strict=False) for part in (piece, str(number + down)))
        + pieces[-1]
        for down in range(rows)
    ]


def same_formula(one: str, other: str) -> bool:
    """Return whether two formulas are the same but for separators and spaces outside of strings.

    Google shows a formula with the separators of the spreadsheet's locale, whatever it was written with.

    Parameters
    ----------
    one, other
        Formulas with their ``=``.

    Examples
    --------
    >>> same_formula('=IF($A2="a;b"; 1; 2)', '=IF($A2="a;b",1,2)')
    True
    >>> same_formula('=IF($A2="a;b";1)', '=IF($A2="a,b";1)')
    False
    """
    return one == other or plain_formula(one) == plain_formula(other)


def plain_formula(formula: str) -> str:
    """Return a formula in capitals with commas and without spaces, but in strings: equal for `same_formula` ones."""
    parts = _STRING_OR_REST.split(formula)
    return "".join(part if part.startswith('"') else "".join(part.split()).replace(";", ",").upper() for part in parts)
