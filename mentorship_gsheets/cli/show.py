"""How plans, findings and tables look in a terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable
from rich.text import Text

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.plan import AddColumn, AddRow, AddTab, Furnish, Plan, SetCell, SetHeader, Table

console = Console(highlight=False, soft_wrap=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

_MARK = {Level.NOTE: ("·", "cyan"), Level.HELD: ("!", "yellow"), Level.STOP: ("✗", "red")}
_MOST_LINES = 12


def say(text: str, style: str = "") -> None:
    """Print one line of our own words."""
    console.print(Text(text, style=style))


def show_error(error: MentorshipError) -> None:
    """Print every finding of an error on standard error."""
    for finding in error.findings:
        errors.print(Text.assemble(("✗ ", "red"), str(finding)))


def show_findings(findings: Sequence[Finding], most: int | None = None) -> None:
    """Print findings, the gravest first; beyond ``most`` only their number."""
    rank = {Level.STOP: 0, Level.HELD: 1, Level.NOTE: 2}
    ordered = sorted(findings, key=lambda finding: rank[finding.level])
    for finding in ordered[:most]:
        mark, style = _MARK[finding.level]
        # an address that is broken at the edge of the terminal can be neither clicked nor copied
        console.print(Text.assemble((f"{mark} ", style), str(finding)), soft_wrap="https://" in str(finding))
    if most is not None and len(ordered) > most:
        say(f"  … and {len(ordered) - most} more (--all shows them)", "dim")


def show_table(table: Table) -> None:
    """Print a table, unless it is empty; cells are text of people, so nothing in them is markup."""
    if not table.rows:
        return
    drawn = RichTable(title=escape(table.title), title_justify="left", title_style="bold", header_style="dim")
    for header in table.header:
        numeric = all(_is_number(row[table.header.index(header)]) for row in table.rows)
        drawn.add_column(escape(header), justify="right" if numeric else "left")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("%", "").replace("-", "", 1).strip().isdigit()


def show_plan(plan: Plan, all_lines: bool = False) -> None:
    """Print a plan: its sentence, its tables, what changes where, and its findings."""
    console.print(Text.assemble((f"{plan.stage}: ", "bold"), plan.summary or _counted(plan)))
    for table in plan.tables:
        show_table(table)
    lines = list(_lines(plan))
    for line in lines if all_lines else lines[:_MOST_LINES]:
        console.print(line, overflow="ellipsis", no_wrap=True)
    if not all_lines and len(lines) > _MOST_LINES:
        say(f"  … and {len(lines) - _MOST_LINES} more changes (--all shows them)", "dim")
    show_findings(plan.findings, None if all_lines else _MOST_LINES)


def _counted(plan: Plan) -> str:
    return ", ".join(f"{count} × {kind}" for kind, count in plan.counts().items()) or "nothing to do"


def _lines(plan: Plan) -> Iterable[Text]:
    furniture = Counter((c.tab, c.aspect) for c in plan.changes if isinstance(c, Furnish))
    for change in plan.changes:
        match change:
            case AddTab() | AddColumn() | SetHeader():
                yield Text.assemble(("+ ", "green"), str(change))
            case AddRow(tab=tab, key=key, values=values):
                # where the key is a hash, people want to know whom the line is about
                about = dict(values).get("To", key)
                yield Text.assemble(("+ ", "green"), f"{tab}: {about}".replace("\n", " / "))
            case SetCell(tab=tab, key=key, column=column, value=value, before=before):
                new = str(value).replace("\n", " / ")
                was = before.replace("\n", " / ")
                sign = ("~ ", "yellow") if was else ("+ ", "green")
                yield Text.assemble(sign, f"{tab}: {key}, {column}: ", (f"{was} → " if was else "", "dim"), new)
            case Furnish():
                pass
    for (tab, aspect), count in furniture.items():
        yield Text.assemble(("+ ", "green"), f"{tab}: {aspect} × {count}")


def plan_json(plan: Plan) -> str:
    """Return a plan as JSON: stage, summary, fingerprint, changes and findings, one object each."""
    document: dict[str, Any] = {
        "stage": plan.stage,
        "summary": plan.summary,
        "fingerprint": plan.fingerprint,
        "changes": [_change_json(change) for change in plan.changes],
        "findings": [
            {"where": f.where, "what": f.what, "remedy": f.remedy, "code": f.code, "level": f.level.value}
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
