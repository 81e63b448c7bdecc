"""The log: one row for each run, so that anybody can see who did what and when."""

import getpass
import platform
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook

TAB, KEY = "Log", "Run"
_WORDS = {
    "RenameTab": "tabs renamed",
    "AddTab": "tabs added",
    "AddColumn": "columns added",
    "RenameColumn": "columns renamed",
    "SetHeader": "header rows written",
    "SetFormatting": "pieces of layout",
    "AddRow": "rows added",
    "SetCell": "cells written",
    "SetMetadata": "notes kept",
    "MoveColumns": "tabs with their columns moved",
}


def this_operator() -> str:
    """Return the user and the computer, as ``ada on laptop``."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        # no name for this user id: a container, or Windows without the variable
        user = "somebody"
    return f"{user} on {platform.node() or 'a computer'}"


def with_log_row(plan: Plan, workbook: Workbook, now: datetime, operator: str, name: str) -> Plan:
    """Return the plan with the log's row about it; the plan itself where it is empty or there is no log.

    Parameters
    ----------
    plan
        What is about to be written; it may add the log itself.
    workbook
        What it is written to.
    now
        Aware.
    operator
        Who has it written.
    name
        Random, and therefore the key of the row.
    """
    headers = list(_log_headers(plan, workbook))
    if plan.empty or KEY not in headers:
        return plan
    did = plan.summary or ", ".join(f"{count} {_WORDS[kind]}" for kind, count in sorted(plan.counts().items()))
    time = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    values = {"Time": time, "Stage": plan.stage, "Operator": operator, "Did": did, KEY: name}
    row = AddRow(TAB, KEY, name, tuple((header, values[header]) for header in values if header in headers))
    return replace(plan, changes=(*plan.changes, row))


def _log_headers(plan: Plan, workbook: Workbook) -> Iterator[str]:
    tab = workbook.tab(TAB)
    if tab is not None:
        yield from tab.header
    for change in plan.changes:
        if isinstance(change, AddTab) and change.spec.title == TAB:
            yield from (column.header for column in change.spec.columns)
