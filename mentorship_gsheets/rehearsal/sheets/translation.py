"""From a formula as Google reads it to one the engine reads.

The engine takes commas between arguments, bounded ranges and its own function names. Google takes semicolons
everywhere, commas only where they are no decimal marks, open-ended ranges, and some functions the engine lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mentorship_gsheets.rehearsal.sheets.formulas import Corner, Reference, mapped, pieces
from mentorship_gsheets.rehearsal.sheets.locales import Locale
from mentorship_gsheets.rehearsal.sheets.ranges import Box

NOT_CALCULATED = frozenset(
    {
        "ARRAY_CONSTRAIN", "AVERAGE.WEIGHTED", "COUNTUNIQUEIFS", "DETECTLANGUAGE", "EPOCHTODATE", "GETPIVOTDATA",
        "GOOGLEFINANCE", "GOOGLETRANSLATE", "IMAGE", "IMCOTH", "IMLOG", "IMPORTDATA", "IMPORTFEED", "IMPORTHTML",
        "IMPORTRANGE", "IMPORTXML", "IMTANH", "ISDATE", "ISURL", "MARGINOFERROR", "QUERY", "SORTN", "SPARKLINE",
        "SPLIT", "TO_DATE", "TO_DOLLARS", "TO_PERCENT", "TO_PURE_NUMBER", "UNARY_PERCENT",
    }
)  # fmt: skip
"""Functions of Google Sheets that nothing here calculates; a cell with one shows an error that says so."""

_NAMES = {"REGEXMATCH": "REGEXTEST", "FLATTEN": "TOCOL", "POW": "POWER", "ARRAYFORMULA": ""}
"""Google's functions the engine has under another name; it spills arrays without being told to."""

_OPERATORS = {
    "ADD": "+", "MINUS": "-", "MULTIPLY": "*", "DIVIDE": "/", "EQ": "=", "NE": "<>", "GT": ">", "GTE": ">=",
    "LT": "<", "LTE": "<=",
}  # fmt: skip

_COUNTING = frozenset(
    {
        "AVERAGE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "COUNTUNIQUE", "DATE",
        "INT", "LEN", "MATCH", "MAX", "MIN", "MOD", "ROUND", "ROW", "ROWS", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT",
        "VALUE",
    }
)  # fmt: skip
"""Functions that make a number of whatever they are given."""

_SIGNS = frozenset("+-*/^&<>=%")

_PIECE = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[^\W\d][\w.]*\(|(?<![\w.$])\d+(?:[.,]\d+)?(?![\w:])|[\w.$]+|[\s\S]'
)


class UnreadableError(ValueError):
    """The formula cannot be read in this locale: Sheets shows ``#ERROR!``."""


class NotCalculatedError(ValueError):
    """The formula calls a function nothing here calculates; its name is the argument."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a function: each argument a list of texts and calls."""

    name: str
    arguments: tuple[tuple[str | _Call, ...], ...]


def functions(formula: str) -> set[str]:
    """The names of the functions a formula calls, in capitals."""
    return {piece[:-1].upper() for piece in _PIECE.findall(formula) if len(piece) > 1 and piece.endswith("(")}


@lru_cache(maxsize=16_384)
def may_be_blank(formula: str, locale: Locale) -> bool:
    """Tell whether a formula may come to the blank of a cell it names: not if it calculates or counts.

    Parameters
    ----------
    formula
        As it stands in the cell, with its ``=``.
    locale
        How the spreadsheet's locale writes numbers and dates.

    Returns
    -------
    bool
        Whether it may; false for a formula that cannot be read.
    """
    try:
        pieces = _separated(_PIECE.findall(formula[1:]), locale)
    except UnreadableError:
        return False
    return _may_be_blank(_parsed(pieces, 0, "")[0])


def _may_be_blank(parts: Sequence[str | _Call]) -> bool:
    parts = [part for part in parts if not isinstance(part, str) or part.strip()]
    if "{" not in parts and any(part in _SIGNS for part in parts if isinstance(part, str)):
        return False
    if len(parts) != 1:
        return True
    only = parts[0]
    if isinstance(only, str):
        return only[0] not in '"0123456789'
    if only.name in {"IF", "IFERROR", "IFNA"}:
        return any(map(_may_be_blank, only.arguments[only.name == "IF" :]))
    return only.name not in _COUNTING


def translated(formula: str, locale: Locale, used: Callable[[str | None], Box | None], names: Mapping[str, str]) -> str:
    """Translate a formula for the engine.

    Parameters
    ----------
    formula
        As it stands in the cell.
    locale
        How the spreadsheet's locale writes numbers and dates.
    used
        Gives the used part of a sheet by title (``None``: the formula's own sheet; ``None`` back: no such sheet).
    names
        The engine's name of each sheet, by title in lower case.

    Returns
    -------
    str
        The formula in the engine's grammar, its ranges closed.

    Raises
    ------
    UnreadableError
        It is no formula.
    NotCalculatedError
        The engine has no such function.
    """

    def bounded(found: Reference) -> Reference | None:
        box = used(found.title)
        if box is None:
            return None
        title = None if found.title is None else names[found.title.casefold()]
        return _closed(replace(found, title=title), box)

    return mapped(_worded(formula, locale), bounded)


@lru_cache(maxsize=16_384)
def _worded(formula: str, locale: Locale) -> str:
    """The formula in the engine's words, its references as they were; raises as :func:`translated` does."""
    pieces = _separated(_PIECE.findall(formula), locale)
    parts, rest = _parsed(pieces, 0, "")
    return "".join(_said(part) for part in parts) + "".join(pieces[rest:])


def _separated(pieces: list[str], locale: Locale) -> list[str]:
    """The pieces with commas between arguments and points in numbers."""
    braces: list[str] = []
    result = []
    for piece in pieces:
        if piece == "{" or (piece.endswith("(") and piece[0] not in "\"'"):
            braces.append(piece)
        elif piece in ")}" and braces:
            braces.pop()
        array = bool(braces) and braces[-1] == "{"
        if locale.comma_decimal:
            result.append(_comma_decimal(piece, array))
        elif piece == ";" and braces and not array:
            result.append(",")
        elif piece[0].isdigit() and "," in piece:
            # Two arguments: 1,5 is one number only where the comma marks decimals.
            result += re.split(r"(,)", piece)
        else:
            result.append(piece)
    return result


def _comma_decimal(piece: str, array: bool) -> str:
    if piece == "," or (piece[0].isdigit() and "." in piece):
        raise UnreadableError(piece)
    if piece[0].isdigit():
        return piece.replace(",", ".")
    if piece == "\\" and array:
        return ","
    return "," if piece == ";" and not array else piece


def _parsed(pieces: list[str], at: int, ends: str) -> tuple[list[str | _Call], int]:
    """Texts and calls from ``at`` up to one of ``ends`` on the same level; where that stands."""
    parts: list[str | _Call] = []
    depth = 0
    while at < len(pieces):
        piece = pieces[at]
        if depth == 0 and piece in ends and piece:
            return parts, at
        if len(piece) > 1 and piece.endswith("(") and piece[0] not in "\"'":
            call, at = _call(pieces, at)
            parts.append(call)
            continue
        depth += (piece in "({") - (piece in ")}" and depth > 0)
        parts.append(piece)
        at += 1
    return parts, at


def _call(pieces: list[str], at: int) -> tuple[_Call, int]:
    """The call that begins at ``at``, and the place after it; one left open ends with the formula."""
    name = pieces[at][:-1].upper()
    arguments: list[tuple[str | _Call, ...]] = []
    at += 1
    while True:
        argument, at = _parsed(pieces, at, ",)")
        arguments.append(tuple(argument))
        if at >= len(pieces) or pieces[at] == ")":
            return _Call(name, tuple(arguments)), at + 1
        at += 1


def _said(part: str | _Call) -> str:
    """A text as it is, a call in the engine's words."""
    if isinstance(part, str):
        return part
    name = part.name
    given = ["".join(_said(inner) for inner in argument) for argument in part.arguments]
    if name in NOT_CALCULATED:
        raise NotCalculatedError(name)
    if name in _OPERATORS and len(given) == 2:
        return f"(({given[0]}){_OPERATORS[name]}({given[1]}))"
    if name == "FILTER" and len(given) > 2:
        return f"FILTER({given[0]},{'*'.join(f'({condition})' for condition in given[1:])})"
    if name == "SORT" and len(given) == 3:
        return f"SORT({given[0]},{given[1]},IF({given[2]},1,-1))"
    if name == "SORT" and len(given) > 3:
        raise NotCalculatedError("SORT by several columns")
    if name == "JOIN":
        return f"TEXTJOIN({given[0]},FALSE,{','.join(given[1:])})"
    if name == "COUNTUNIQUE" and len(given) == 1:
        return f"IFERROR(ROWS(UNIQUE(TOCOL({given[0]},1))),0)"
    if name == "ISBETWEEN" and len(given) == 3:
        return f"AND(({given[0]})>=({given[1]}),({given[0]})<=({given[2]}))"
    if name == "TO_TEXT":
        return f'(({given[0]})&"")'
    if name == "ISEMAIL":
        return f'REGEXTEST({given[0]},"^[^@\\s]+@[^@\\s]+\\.[A-Za-z]{{2,}}$")'
    return f"{_NAMES.get(name, name)}({','.join(given)})"


def _closed(found: Reference, box: Box) -> Reference:
    """An open-ended reference bounded to the used part of its sheet."""
    first, last = found.first, found.last
    if last is None:
        return found
    bottom, right = max(box.bottom - 1, 0), max(box.right - 1, 0)
    if first.row is None or last.row is None:
        top = first.row if last.row is None else last.row
        top = 0 if top is None else top
        first = Corner(top, first.column, True, first.column_fixed)
        last = Corner(max(bottom, top), last.column, True, last.column_fixed)
    if first.column is None or last.column is None:
        left = first.column if last.column is None else last.column
        left = 0 if left is None else left
        first = Corner(first.row, left, first.row_fixed, True)
        last = Corner(last.row, max(right, left), last.row_fixed, True)
    return replace(found, first=first, last=last)


@lru_cache(maxsize=16_384)
def is_open(formula: str) -> bool:
    """Whether a formula names an open-ended range, so that it must be looked at again when its sheet grows."""
    return any(
        None in (found.first.row, found.first.column, found.last.row, found.last.column)
        for found in pieces(formula)
        if isinstance(found, Reference) and found.last is not None
    )
