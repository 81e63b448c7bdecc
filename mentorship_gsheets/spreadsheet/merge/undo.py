"""Taking the last batch back, but for what a person has changed since."""

from collections.abc import Collection, Iterable

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.spreadsheet.batch.fingerprints import Value, cell_of, header_of
from mentorship_gsheets.spreadsheet.merge.overwritten import HEADER, Place, WrittenCell, current_place, written_cells
from mentorship_gsheets.spreadsheet.merge.repair import Originals
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import BLANK, Tab, Workbook
from mentorship_gsheets.text import as_key


def undo(
    befores: Iterable[Tab], originals: Originals, workbook: Workbook, stage: str, keep: Collection[str] = ()
) -> Plan:
    """Return the plan that takes the last batch back, but for what a person has changed since.

    Parameters
    ----------
    befores
        The backups of the last batch.
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
    changes: list[Change] = []
    findings: list[Finding] = []
    kept = {tab.sheet_id for tab in workbook.tabs if tab.title in keep}
    for before in befores:
        lines: dict[int, list[WrittenCell]] = {}
        for written in written_cells(before):
            ours = written.row != HEADER and written.key_header and written.sheet_id not in kept
            if ours and not written.overwrote and written.found != written.wrote:
                lines.setdefault(written.row, []).append(written)
        for line in lines.values():
            places = [current_place(written, workbook) for written in line]
            untouched = None not in places and not _filled_since(places)
            for written, at in zip(line, places, strict=True):
                change = _back(written, at, originals) if at and (untouched or not written.added) else None
                if change is None:
                    findings.append(_left(written, workbook))
                else:
                    changes.append(change)
    summary = f"takes back {counted(len(changes), 'cell')} that {stage} wrote."
    return Plan("undo", tuple(changes), tuple(dict.fromkeys(findings)), summary=summary)


def _filled_since(places: list[Place | None]) -> bool:
    """Return whether the row holds anything besides what the batch wrote."""
    found = [at for at in places if at is not None]
    tab, row, _ = found[0]
    ours = {column for _, _, column in found}
    return any(cell_of(tab, row, column) != BLANK for column in range(len(tab.header)) if column not in ours)


def _back(written: WrittenCell, at: Place, originals: Originals) -> SetCell | None:
    """Return the change that puts one cell back, or None when its row or its formula cannot be named in a plan."""
    tab, row, column = at
    key_column = tab.column(written.key_header)
    key = "" if key_column is None else cell_of(tab, row, key_column).text
    value = _typed(originals.get((written.sheet_id, written.row, written.column), {}))
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
