"""Taking batches back, but for what a person has changed since."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.spreadsheet.batch.fingerprints import Value, cell_of, fingerprint, header_of
from mentorship_gsheets.spreadsheet.merge.history import restorable
from mentorship_gsheets.spreadsheet.merge.overwritten import Place, WrittenCell, current_place
from mentorship_gsheets.spreadsheet.merge.repair import Originals, shown, with_cells
from mentorship_gsheets.spreadsheet.plan import Formula, Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Tab, Workbook
from mentorship_gsheets.text import as_key


def undo(
    befores: Iterable[Tab], originals: Originals, workbook: Workbook, stage: str, keep: Collection[str] = ()
) -> Plan:
    """Return the plan that takes one batch back, but for what a person has changed since.

    Parameters
    ----------
    befores
        The backups of the batch.
    originals
        What stood in the cells it wrote, by (sheet id, row, column); blank cells are absent.
    workbook
        The sheet as it is.
    stage
        What the batch was, for the summary.
    keep
        Titles of tabs in which nothing is taken back.

    Notes
    -----
    Rows that were added are emptied when nobody has touched them. Tabs, columns and colours stay.
    """
    plan = take_back([(befores, originals)], workbook, "undo", keep)
    return replace(plan, summary=f"takes back {counted(len(plan.changes), 'cell')} that {stage} wrote.")


def take_back(
    batches: Iterable[tuple[Iterable[Tab], Originals]], workbook: Workbook, stage: str, keep: Collection[str] = ()
) -> Plan:
    """Return the plan that takes several batches back, as if one after the other, in one write.

    Parameters
    ----------
    batches
        The backups of each, and what stood in the cells it wrote; the one that was written last comes first.
    workbook
        The sheet as it is.
    stage
        Name of the stage that takes back.
    keep
        Titles of tabs in which nothing is taken back.

    Returns
    -------
    Plan
        Without a summary; what stays because somebody has changed it is among the findings.
    """
    kept = {tab.sheet_id for tab in workbook.tabs if tab.title in keep}
    found: dict[tuple[int, int, int], SetCell] = {}
    findings: list[Finding] = []
    seen = workbook
    for befores, originals in batches:
        cells: dict[tuple[int, int, int], Cell] = {}
        for line in _lines(befores, kept):
            places = [current_place(written, seen) for written in line]
            untouched = None not in places and not _filled_since(places)
            for written, at in zip(line, places, strict=True):
                value = originals.get((written.sheet_id, written.row, written.column), {})
                change = _back(written, at, value, workbook) if at and (untouched or not written.added) else None
                if at is None or change is None:
                    findings.append(_left(written, workbook))
                else:
                    place = (at[0].sheet_id, at[1], at[2])
                    found[place], cells[place] = change, shown(value)
        seen = with_cells(seen, cells)
    changes = tuple(change for place, change in found.items() if _differs(place, seen, workbook))
    return Plan(stage, changes, tuple(dict.fromkeys(findings)))


def _lines(befores: Iterable[Tab], kept: Collection[int]) -> Iterator[list[WrittenCell]]:
    """Yield what a batch wrote and can take back, row by row."""
    for before in befores:
        lines: dict[int, list[WrittenCell]] = {}
        for written in restorable(before):
            if written.sheet_id not in kept:
                lines.setdefault(written.row, []).append(written)
        yield from lines.values()


def _differs(place: tuple[int, int, int], then: Workbook, now: Workbook) -> bool:
    """Return whether a cell will hold something else than it does; two batches may have changed it there and back."""
    cells = [
        fingerprint(cell_of(tab, place[1], place[2]))
        for workbook in (then, now)
        for tab in workbook.tabs
        if tab.sheet_id == place[0]
    ]
    return cells[0] != cells[1]


def _filled_since(places: list[Place | None]) -> bool:
    """Return whether the row holds anything besides what the batch wrote."""
    found = [at for at in places if at is not None]
    tab, row, _ = found[0]
    ours = {column for _, _, column in found}
    return any(cell_of(tab, row, column) != BLANK for column in range(len(tab.header)) if column not in ours)


def _back(written: WrittenCell, at: Place, typed: Value, workbook: Workbook) -> SetCell | None:
    """Return the change that puts one cell back, or None when its row or its formula cannot be named in a plan.

    The row is named as the sheet has it now: batches that are taken back in between may have changed its key.
    """
    tab = next(tab for tab in workbook.tabs if tab.sheet_id == at[0].sheet_id)
    row, column = at[1:]
    key_column = tab.column(written.key_header)
    key = "" if key_column is None else cell_of(tab, row, key_column).text
    value = _typed(typed)
    # braces are an array in a formula, and a header in a formula of a plan
    if len(tab.keyed(written.key_header).get(as_key(key), ())) != 1 or (
        isinstance(value, Formula) and "{" in value.template
    ):
        return None
    now = cell_of(tab, row, column).text.strip()
    return SetCell(tab.title, written.key_header, key, header_of(tab, column), value, now)


def _left(written: WrittenCell, workbook: Workbook) -> Finding:
    tab = next((tab for tab in workbook.tabs if tab.sheet_id == written.sheet_id), None)
    title = tab.title if tab else "a tab that is gone"
    return Finding(
        f"{written.header} of a row in {title} was changed since, or cannot be told from others.",
        "It is left as it is; File → Version history shows what it was.",
        code="changed-since",
        column=written.header,
        where=title,
    )


def _typed(value: Value) -> str | int | float | bool | Formula:
    match dict(value):
        case {"formulaValue": formula}:
            return Formula(str(formula))
        case {"boolValue": truth}:
            return bool(truth)
        case {"numberValue": number}:
            return int(number) if float(number).is_integer() else float(number)
    return str(value.get("stringValue", ""))
