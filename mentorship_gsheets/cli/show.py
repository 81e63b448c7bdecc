"""How plans, findings and tables look in a terminal."""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import category

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
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
    RenameColumn,
    RenameTab,
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
_MOST_LINES = 4
"""How many changes are shown; the line below says how many there are besides."""
_MOST_NOTES = 8
_MOST_GRAVE = 12
_ALIKE = 2
"""How many notes of one kind are shown before the others of it are counted."""
_MOST_ROWS = 6
_BRIEF_ROWS = 4
_LEAST_CUT = 12
"""What stays of a text that is cut to let the new value be seen."""
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


def show_findings(findings: Sequence[Finding], all_lines: bool = True, brief: bool = False) -> None:
    """Print findings, the gravest first.

    Parameters
    ----------
    findings
        The findings, in any order.
    all_lines
        Whether nothing is left out. Otherwise no more than two of each kind and few notes in all are printed, so
        that they do not drown what matters; of the others the number.
    brief
        Of the notes only the first.
    """
    rank = {Level.STOP: 0, Level.HELD: 1, Level.NOTE: 2}
    ordered = sorted(findings, key=lambda finding: rank[finding.level])
    shown = ordered if all_lines else list(_first_ones(ordered, 1 if brief else _MOST_NOTES))
    for finding in shown:
        mark, style = _MARK[finding.level]
        _put(Text.assemble((f"{mark} ", style), str(finding)), console, console.width)
    if len(ordered) > len(shown):
        say(f"  … and {len(ordered) - len(shown)} more (--all shows them)", "dim")


def _first_ones(ordered: Sequence[Finding], most: int) -> Iterator[Finding]:
    """Yield the findings that are shown: grave ones first, and of notes that are alike the first two."""
    alike: Counter[str] = Counter()
    grave = notes = 0
    for finding in ordered:
        if finding.level is not Level.NOTE:
            grave += 1
            if grave <= _MOST_GRAVE:
                yield finding
            continue
        alike[finding.code or finding.what] += 1
        if alike[finding.code or finding.what] <= _ALIKE and notes < most:
            notes += 1
            yield finding


def show_table(table: Table, all_lines: bool = True, most: int = _MOST_ROWS) -> None:
    """Print a table, unless it is empty; cells are text of people, so nothing in them is markup.

    Parameters
    ----------
    table
        The table.
    all_lines
        Whether all rows are printed; otherwise of a long table the first ones, and the number of the others.
    most
        How many rows of a long table are printed.
    """
    if not table.rows:
        return
    more = 0 if all_lines else max(0, len(table.rows) - most)
    if more > 1:
        table = replace(table, rows=table.rows[:most])
    drawn = _drawn(table)
    if _measured(drawn).maximum > console.width:
        drawn = _drawn(table, stacked=True, whole=True)
        if _measured(drawn).minimum > console.width:
            drawn = _drawn(table, stacked=True)
    console.print(drawn)
    if more > 1:
        say(f"  … and {counted(more, 'more row')} (--all shows them)", "dim")


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
        show_edge=False,
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


def show_plan(
    plan: Plan,
    all_lines: bool = False,
    named: Callable[[str, str], str] = lambda _, key: key,
    brief: bool = False,
) -> None:
    """Print a plan: its sentence, what needs a person, its tables, what changes where, and its notes.

    Parameters
    ----------
    plan
        The plan.
    all_lines
        Whether nothing is left out, however long.
    named
        Whom or what a line of a tab is about, given the tab's title and the line's key; it may be the key.
    brief
        One of several plans on a screen: of the tables the first, of the changes how many there are in each tab.
    """
    brief = brief and not all_lines
    _put(Text.assemble((f"{plan.stage}: ", "bold"), plan.summary or _counted(plan)), console, console.width)
    grave = [finding for finding in plan.findings if finding.level is not Level.NOTE]
    show_findings(grave, all_lines)
    tables = [table for table in plan.tables if table.rows]
    for table in tables[:1] if brief else tables:
        show_table(table, all_lines, _BRIEF_ROWS if brief else _MOST_ROWS)
    if brief and len(tables) > 1:
        titles = ", ".join(table.title for table in tables[1:])
        say(f"  … and {counted(len(tables) - 1, 'more table')} (--all shows them): {titles}", "dim")
    if brief:
        _show_counts(plan)
    else:
        _show_changes(plan, all_lines, named)
    show_findings([finding for finding in plan.findings if finding.level is Level.NOTE], all_lines, brief)


def _show_changes(plan: Plan, all_lines: bool, named: Callable[[str, str], str]) -> None:
    lines = list(_lines(plan, named))
    shown = lines if all_lines else lines[:_MOST_LINES]
    for line, _ in shown:
        # into a file, a change is a line
        _put(line, console, console.width if console.is_terminal else _ANY_WIDTH)
    rest = len(plan.changes) - sum(weight for _, weight in shown)
    if len(lines) > len(shown):
        say(f"  … and {counted(rest, 'more change')} (--all shows them)", "dim")


def _show_counts(plan: Plan) -> None:
    """Print how many changes there are in each tab; together they are all."""
    tabs = Counter(
        change.spec.title if isinstance(change, AddTab) else getattr(change, "tab", "the sheet itself")
        for change in plan.changes
    )
    if tabs:
        where = ", ".join(f"{tab} {count}" for tab, count in tabs.most_common(_MOST_LINES))
        others = len(plan.changes) - sum(count for _, count in tabs.most_common(_MOST_LINES))
        rest = f", other tabs {others}" if others else ""
        say(f"~ {counted(len(plan.changes), 'change')}: {where}{rest}", "dim")


def _counted(plan: Plan) -> str:
    return ", ".join(f"{count} × {kind}" for kind, count in plan.counts().items()) or "nothing to do"


def _lines(plan: Plan, named: Callable[[str, str], str]) -> Iterator[tuple[Text, int]]:
    """Yield the lines of a plan, each with how many of its changes it stands for; together they are all of them."""
    formatting = Counter((c.tab, c.aspect) for c in plan.changes if isinstance(c, SetFormatting))
    beside = 0
    for change in plan.changes:
        match change:
            case RenameTab() | AddTab() | AddColumn() | SetHeader() | MoveColumns():
                yield Text.assemble(("+ ", "green"), str(change)), 1
            case RenameColumn():
                yield Text.assemble(("~ ", "yellow"), str(change)), 1
            case AddRow(tab=tab, key=key, values=values):
                # where the key is a hash, people want to know whom the line is about
                told = dict(values)
                about = told.get("To", told.get("Address", key))
                yield Text.assemble(("+ ", "green"), _fitting(f"{tab}: {about or key}".replace("\n", " / "), 2)), 1
            case SetCell(tab="Drafts", column="Changed" | "Approved"):
                # beside the change itself, its time and its digest are no news
                beside += 1
            case SetCell(tab=tab, key=key, column=column, value=value, before=before):
                yield _cell_line(tab, named(tab, key), column, before, str(value)), 1
            case SetFormatting():
                pass
            case _:
                yield Text.assemble(("~ ", "yellow"), str(change)), 1
    for (tab, aspect), count in formatting.items():
        yield Text.assemble(("+ ", "green"), f"{tab}: {aspect} × {count}"), count
    if beside:
        yield Text.assemble(("~ ", "yellow"), f"Drafts: time or digest × {beside}"), beside


def _cell_line(tab: str, about: str, column: str, before: str, new: str) -> Text:
    """Return the line of one cell; where the screen is narrow, the old value is cut and never the new one."""
    about, was, now = (text.replace("\n", " / ") for text in (about, before, new))
    sign = ("~ ", "yellow") if was else ("+ ", "green")
    place = f"{tab}: {about}, {column}: "
    if was and console.is_terminal:
        room = console.width - cell_len(place) - cell_len(now) - len("~  → ")
        was = _cut(was, max(room, _LEAST_CUT))
    gone = "" if now or not was else "(blank)"
    return Text.assemble(sign, place, (f"{was} → " if was else "", "dim"), now, (gone, "dim"))


def _fitting(text: str, used: int) -> str:
    return _cut(text, console.width - used) if console.is_terminal else text


def _cut(text: str, room: int) -> str:
    """Return a text as it is, or its beginning with an ellipsis, in so many columns of the screen."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…"


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
