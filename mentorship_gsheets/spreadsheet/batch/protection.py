"""Cells that a batch would write and may not: seen in the snapshot before anything is tried."""

from collections.abc import Iterable, Iterator
from typing import Any

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.spreadsheet.batch.concurrency import Request, targets
from mentorship_gsheets.spreadsheet.workbook import Lock, Tab, Workbook, column_letters

_SHOWN = 4


def barred(requests: Iterable[Request], workbook: Workbook, who: str) -> Iterator[Finding]:
    """Yield a finding of level ``stop`` for every protection that forbids some of the requests.

    Parameters
    ----------
    requests
        Of `batch.lower`.
    workbook
        The snapshot they were made on.
    who
        The address that the requests are made with.
    """
    requests = list(requests)
    written = targets(requests)
    touched = {sheet for request in requests for sheet in _tabs_of(request)}
    for tab in workbook.tabs:
        for lock in tab.locked:
            cells = [
                f"{column_letters(column)}{row}"
                for row, columns in sorted(written.get(tab.sheet_id, {}).items())
                for column in sorted(columns)
                if lock.bars(row, column)
            ]
            if cells or (lock.whole and tab.sheet_id in touched):
                yield told(tab, lock, who, cells)


def told(tab: Tab, lock: Lock, who: str, cells: Iterable[str] = ()) -> Finding:
    """Return the finding about one protection.

    Parameters
    ----------
    tab, lock
        Where it is.
    who
        The address that may not change the cells.
    cells
        Addresses of the cells that are to be written; none where nobody tries.
    """
    cells = list(cells)
    place = f"the tab {tab.title} is" if lock.whole else f"the cells {lock.area} of {tab.title} are"
    called = f" (“{lock.called}”)" if lock.called else ""
    shown = ", ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")
    wants = f"; {counted(len(cells), 'cell')} there would be written: {shown}" if cells else ""
    return Finding(
        f"{place} protected{called}, and {who} may not change what is in there{wants}.",
        f"Ask whoever protected it, or the owner of the sheet: Data → Protect sheets and ranges, let {who} edit it, "
        "or delete the protection.",
        "protected-cells",
        Level.STOP,
        where=f"{tab.title}!{lock.area}",
    )


_CARRIES_ALONG = frozenset({"copyPaste", "createDeveloperMetadata", "deleteDeveloperMetadata", "addSheet"})
"""Requests that change nothing in the tab they name, or make a new one."""


def _tabs_of(request: Request) -> Iterator[int]:
    """Yield the sheet ids of tabs that a request changes."""
    for kind, body in request.items():
        if kind not in _CARRIES_ALONG:
            yield from _ids(body)


def _ids(part: Any) -> Iterator[int]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "sheetId":
                yield value
            elif name != "rows":
                yield from _ids(value)
    elif isinstance(part, list):
        for item in part:
            yield from _ids(item)
