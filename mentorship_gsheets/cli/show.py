"""How plans, findings and tables look in a terminal."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from unicodedata import category

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table as RichTable
from rich.text import Text

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.plan import (
    AddColumn,
    AddRow,
    AddTab,
    MoveColumns,
    Plan,
    SetCell,
    SetFormatting,
    SetHeader,
    Table,
)

_FILE_WIDTH = 120
"""How wide tables are in a file or a pipe, which have no width of their own; ``COLUMNS`` says otherwise."""

console = Console(
    highlight=False, width=None if sys.stdout.isatty() or os.environ.get("COLUMNS") else _FILE_WIDTH, soft_wrap=False
)
errors = Console(stderr=True, highlight=False)

_MARK = {Level.NOTE: ("·", "cyan"), Level.HELD: ("!", "yellow"), Level.STOP: ("✗", "red")}
_MOST_LINES = 12
_ANY_WIDTH = 10_000


def say(text: str, style: str = "") -> None:
    """Print a line, or several; whatever could steer the terminal is left out.

    Parameters
    ----------
    text
        The line.
    style
        As rich names styles; empty: plain.
    """
    harmless = "".join(letter for letter in text if letter in "\n\t" or category(letter) != "Cc")
    _put(Text(harmless, style=style), console, console.width)


def _put(text: Text, into: Console, width: int) -> None:
    """Print a sentence, broken between words at the edge of the terminal.

    A word that is longer than the terminal is wide stays whole: an address in two pieces can be neither clicked nor
    copied.
    """
    for line in text.split("\n", allow_blank=True):
        for piece in line.divide(_breaks(line.plain, width)):
            piece.rstrip()
            into.print(piece, soft_wrap=True)


def _breaks(line: str, width: int) -> list[int]:
    """Return where a line is broken: before each word that would not fit behind those before it."""
    found, used = [], 0
    for word in re.finditer(r"\s*\S+\s*", line):
        if used and used + cell_len(word[0].rstrip()) > width:
            found.append(word.start())
            used = 0
        used += cell_len(word[0])
    return found


def show_error(error: MentorshipError) -> None:
    """Print every finding of an error on standard error."""
    for finding in error.findings:
        text = Text.assemble(("✗ ", "red"), str(finding))
        # into a file, a sentence is a line
        _put(text, errors, errors.width if errors.is_terminal else _ANY_WIDTH)


def show_findings(findings: Sequence[Finding], most: int | None = None) -> None:
    """Print findings, the gravest first.

    Parameters
    ----------
    findings
        The findings, in any order.
    most
        How many are printed; of the others only the number. ``None``: all.
    """
    rank = {Level.STOP: 0, Level.HELD: 1, Level.NOTE: 2}
    ordered = sorted(findings, key=lambda finding: rank[finding.level])
    for finding in ordered[:most]:
        mark, style = _MARK[finding.level]
        _put(Text.assemble((f"{mark} ", style), str(finding)), console, console.width)
    if most is not None and len(ordered) > most:
        say(f"  … and {len(ordered) - most} more (--all shows them)", "dim")


def show_table(table: Table) -> None:
    """Print a table, unless it is empty; cells are text of people, so nothing in them is markup."""
    if not table.rows:
        return
    drawn = _drawn(table)
    if _measured(drawn).maximum > console.width:
        drawn = _drawn(table, stacked=True, whole=True)
        if _measured(drawn).minimum > console.width:
            drawn = _drawn(table, stacked=True)
    console.print(drawn)


def _measured(drawn: RichTable) -> Measurement:
    """Return how narrow a table can be, and how wide it would like to be."""
    return console.measure(drawn, options=console.options.update(width=_ANY_WIDTH))


def _drawn(table: Table, stacked: bool = False, whole: bool = False) -> RichTable:
    """Return a table: ``stacked`` with one word of a header a line above figures, ``whole`` with unbroken addresses."""
    drawn = RichTable(
        title=escape(table.title),
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=SIMPLE_HEAD,
        padding=(0, 0) if stacked else (0, 1),
    )
    for place, header in enumerate(table.header):
        cells = [row[place] for row in table.rows]
        numeric = all(_is_number(cell) for cell in cells)
        drawn.add_column(
            escape(header.replace(" ", "\n") if stacked and numeric else header),
            justify="right" if numeric else "left",
            no_wrap=(stacked and numeric) or (whole and any("@" in cell for cell in cells)),
            overflow="fold",
        )
    for row in table.rows:
        drawn.add_row(*(Text(cell.replace(" <", "\n<") if stacked else cell) for cell in row))
    return drawn


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("%", "").replace("-", "", 1).strip().isdigit()


def show_plan(plan: Plan, all_lines: bool = False, named: Callable[[str, str], str] = lambda _, key: key) -> None:
    """Print a plan: its sentence, its tables, what changes where, and its findings.

    Parameters
    ----------
    plan
        The plan.
    all_lines
        Whether nothing is left out, however long.
    named
        Whom or what a line of a tab is about, given the tab's title and the line's key; it may be the key.
    """
    _put(Text.assemble((f"{plan.stage}: ", "bold"), plan.summary or _counted(plan)), console, console.width)
    for table in plan.tables:
        show_table(table)
    lines = list(_lines(plan, named))
    for line in lines if all_lines else lines[:_MOST_LINES]:
        # cut on a screen, whole in a file
        if console.is_terminal:
            console.print(line, overflow="ellipsis", no_wrap=True)
        else:
            console.print(line, soft_wrap=True)
    if not all_lines and len(lines) > _MOST_LINES:
        say(f"  … and {counted(len(lines) - _MOST_LINES, 'more change')} (--all shows them)", "dim")
    show_findings(plan.findings, None if all_lines else _MOST_LINES)


def _counted(plan: Plan) -> str:
    return ", ".join(f"{count} × {kind}" for kind, count in plan.counts().items()) or "nothing to do"


def _lines(plan: Plan, named: Callable[[str, str], str]) -> Iterable[Text]:
    formatting = Counter((c.tab, c.aspect) for c in plan.changes if isinstance(c, SetFormatting))
    for change in plan.changes:
        match change:
            case AddTab() | AddColumn() | SetHeader() | MoveColumns():
                yield Text.assemble(("+ ", "green"), str(change))
            case AddRow(tab=tab, key=key, values=values):
                # where the key is a hash, people want to know whom the line is about
                shown = dict(values)
                about = shown.get("To", shown.get("Address", key))
                yield Text.assemble(("+ ", "green"), f"{tab}: {about or key}".replace("\n", " / "))
            case SetCell(tab="Drafts", column="Changed"):
                # beside the change itself, the time of it is no news
                pass
            case SetCell(tab=tab, key=key, column=column, value=value, before=before):
                new = str(value).replace("\n", " / ")
                was = before.replace("\n", " / ")
                sign = ("~ ", "yellow") if was else ("+ ", "green")
                about = named(tab, key).replace("\n", " / ")
                yield Text.assemble(sign, f"{tab}: {about}, {column}: ", (f"{was} → " if was else "", "dim"), new)
            case SetFormatting():
                pass
    for (tab, aspect), count in formatting.items():
        yield Text.assemble(("+ ", "green"), f"{tab}: {aspect} × {count}")


def plan_json(plan: Plan) -> str:
    """Return a plan as JSON: stage, summary, fingerprint, changes and findings, one object each."""
    document: dict[str, Any] = {
        "stage": plan.stage,
        "summary": plan.summary,
        "fingerprint": plan.fingerprint,
        "changes": [_change_json(change) for change in plan.changes],
        "findings": [
            {
                "where": f.where,
                "what": f.what,
                "remedy": f.remedy,
                "code": f.code,
                "level": f.level.value,
                "column": f.column,
                "answer": f.answer,
                "count": f.count,
            }
            for f in plan.findings
        ],
        "tables": [{"title": t.title, "header": t.header, "rows": t.rows} for t in plan.tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _change_json(change: Any) -> dict[str, Any]:
    match change:
        case SetCell():
            found = {"tab": change.tab, "key": change.key, "column": change.column}
            return {"change": "SetCell", **found, "value": _json_value(change.value), "before": change.before}
        case AddRow():
            values = {header: _json_value(value) for header, value in change.values}
            return {"change": "AddRow", "tab": change.tab, "key": change.key, "values": values}
        case _:
            return {"change": type(change).__name__, "what": str(change)}


def _json_value(value: Any) -> Any:
    return value if isinstance(value, str | int | bool) else str(value)
