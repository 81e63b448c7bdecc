"""A template of one's own: the structure, texts and formulas of a document that somebody improved, without its figures.

Figures go, and so do names: whoever opens the template finds neither what a sponsor paid nor who took which shift.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mentorship_gsheets.errors import Exit, MentorshipError
from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS
from mentorship_gsheets.spreadsheet.plan import Formula, Value
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Cell, Tab, Workbook
from mentorship_gsheets.starter.document import Document, Row
from mentorship_gsheets.text import as_key

_MARK = "mentorship-starter"
_NAMES = {
    "Sponsors": ("Sponsor", "Promised"),
    "Schedule": ("Talk", "Speaker"),
    "Volunteers": ("Person", "Backup"),
    "Organizers": ("Owner",),
    "Read me": (),
}
"""Tab -> columns that name people, companies or what they do: their texts go."""
_FIGURE = re.compile(r"(?:[A-Z]{3}|[^\w\s])?\s*[-+]?\d[\d.,'/\s]*(?:%|[A-Z]{3}|[^\w\s])?|\d{4}-\d\d-\d\d")
"""A number or a day written as text, with or without a currency."""
_BLANK_ROW = "–"
"""Stands in a row that would be blank, so that formulas still point at their rows."""


def as_template(workbook: Workbook, titles: Sequence[str]) -> str:
    """Return a spreadsheet as a template, as JSON.

    Parameters
    ----------
    workbook
        As read.
    titles
        The tabs of the starter. Others that stand in the sheet come along as well, those of the tool excepted.
    """
    tabs = [tab for tab in workbook.tabs if as_key(tab.title) in map(as_key, titles) or _is_of_a_person(tab)]
    made = [{"title": tab.title, "header": list(tab.header), "rows": list(_rows(tab))} for tab in tabs]
    return json.dumps({_MARK: 1, "tabs": made}, ensure_ascii=False, indent=1) + "\n"


def kept_texts(workbook: Workbook, titles: Sequence[str]) -> list[str]:
    """Return the tabs that come along with all their texts, because nobody can tell names from the rest there.

    Parameters
    ----------
    workbook
        The spreadsheet of an improved document.
    titles
        Of the tabs that the tool knows.
    """
    usual = set(map(as_key, titles))
    return [tab.title for tab in workbook.tabs if as_key(tab.title) not in usual and _is_of_a_person(tab)]


def _is_of_a_person(tab: Tab) -> bool:
    return tab.title not in ("Log", "Memory") and not tab.title.startswith("Before ") and any(tab.header)


def _rows(tab: Tab) -> Iterator[list[str]]:
    names = {tab.column(header) for header in _NAMES.get(tab.title, ())}
    last = max((row.number for row in tab.rows if not row.blank), default=1)
    by_number = {row.number: row for row in tab.rows}
    for number in range(2, last + 1):
        row = by_number.get(number)
        cells = [row[place] if row else Cell() for place in range(len(tab.header))]
        texts = [_kept(cell, place in names) for place, cell in enumerate(cells)]
        yield texts if any(texts) else [_BLANK_ROW]


def _kept(cell: Cell, named: bool) -> str:
    if cell.formula:
        return cell.formula
    # a text that looks like a formula is none, and never becomes one
    figure = cell.number is not None or _FIGURE.fullmatch(cell.text.strip())
    address = LIKE_AN_ADDRESS.search(cell.text)
    return "" if named or figure or address or cell.text.startswith("=") else cell.text


def read_template(text: str, known: Sequence[TabSpec], about: Mapping[str, str]) -> tuple[Document, ...]:
    """Return the documents of a template.

    Parameters
    ----------
    text
        As `as_template` made it.
    known
        The specs there are; a tab with the title of one looks like it, with the columns of the template.
    about
        What stands under ``About`` in the first tab -> the value beside it.

    Raises
    ------
    MentorshipError
        It is no template.
    """
    try:
        told = json.loads(text)
        tabs = told["tabs"] if told[_MARK] == 1 else []
        if not tabs:
            raise ValueError
        specs = {as_key(spec.title): spec for spec in known}
        return tuple(_about(_document(tab, specs), about) for tab in tabs)
    except (ValueError, KeyError, TypeError, AttributeError):
        what = "this file is no template of the starter; make one with: mentorship starter --back SHEET --template FILE"
        raise MentorshipError(what, Exit.USAGE) from None


def _document(told: Mapping[str, Any], known: Mapping[str, TabSpec]) -> Document:
    title, header = str(told["title"]), [str(name) for name in told["header"]]
    like = known.get(as_key(title))
    columns = {as_key(column.header): column for column in like.columns} if like else {}
    drawn = tuple(columns.get(as_key(name)) or Column(name) for name in header if name)
    spec = replace(like, columns=drawn) if like else TabSpec(title, drawn)
    present = {as_key(column.header) for column in drawn}
    rules = tuple(rule for rule in spec.rules if _headers(rule.formula) <= present and _all(rule.columns, present))
    # charts lie on rows and columns by number, which the template may have changed
    charts = spec.charts if like and [as_key(name) for name in header] == list(columns) else ()
    rows = tuple(_row(header, cells) for cells in told["rows"])
    return Document(replace(spec, rules=rules, charts=charts), rows)


def _about(document: Document, about: Mapping[str, str]) -> Document:
    """A document whose rows say the values of this conference."""
    rows = (
        row | {"Value": about[said]} if (said := str(row.get("About", ""))) in about else row
        for row in map(dict, document.rows)
    )
    return replace(document, rows=tuple(rows))


def _headers(formula: str) -> set[str]:
    return {as_key(name.rpartition("!")[2]) for name in re.findall(r"\{([^{}]+)\}", formula)}


def _all(headers: Sequence[str], present: set[str]) -> bool:
    return {as_key(header) for header in headers} <= present


def _row(header: Sequence[str], cells: Sequence[Any]) -> Row:
    row: dict[str, Value] = {}
    for name, cell in zip(header, cells, strict=False):
        text = str(cell)
        if name and text:
            # what begins with = was a formula in the sheet that the template was made of: a text there is left out
            row[name] = Formula(text) if text.startswith("=") else text
    return row or {header[0]: _BLANK_ROW}
