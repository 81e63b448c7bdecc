"""The reply of ``spreadsheets.get`` as a `Workbook`, and the mask that asks for no more than that needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.spreadsheet.batch.concurrency import METADATA_KEY, Run, backup_of, read_run
from mentorship_gsheets.spreadsheet.merge import Originals
from mentorship_gsheets.spreadsheet.workbook import BLANK, Area, Cell, Formatting, Lock, Row, Tab, Workbook
from mentorship_gsheets.text import as_key

_CELL = "formattedValue,userEnteredValue(formulaValue,numberValue),effectiveValue(boolValue)"
_FORMATTED_CELL = _CELL + ",note,dataValidation(condition(type,values(userEnteredValue)))"


def mask(formatting: bool = False, prefix: str = "") -> str:
    """Return the field mask of a snapshot.

    Parameters
    ----------
    formatting
        Ask for notes and dropdowns too. They are told cell by cell and double the reply, so only the stage
        that lays them out asks.
    prefix
        Where the spreadsheet stands in the reply (``updatedSpreadsheet`` after a batch).

    Notes
    -----
    Masks: https://developers.google.com/workspace/sheets/api/guides/field-masks
    """
    cell = _FORMATTED_CELL if formatting else _CELL
    fields = (
        "spreadsheetId,properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey,metadataValue),"
        "sheets(properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount,frozenRowCount)),"
        f"data(startRow,startColumn,rowData(values({cell}))),"
        "merges,conditionalFormats(booleanRule(condition(values(userEnteredValue)))),"
        "protectedRanges(description,range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
        "filterViews(title),charts(spec(title)),bandedRanges(bandedRangeId))"
    )
    return f"{prefix}({fields})" if prefix else fields


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the spreadsheet.

    ``workbook`` is what people know of it; ``runs`` are our batches it remembers, oldest first; ``befores`` the
    hidden tabs that keep what the last one overwrote.
    """

    workbook: Workbook
    runs: tuple[Run, ...] = ()
    befores: tuple[Tab, ...] = ()

    @property
    def head(self) -> Run | None:
        """The last batch of ours, or None."""
        return self.runs[-1] if self.runs else None

    @property
    def fresh_befores(self) -> tuple[Tab, ...]:
        """The hidden tabs of the last plan, which may have taken several batches; others are left-overs."""
        return tuple(tab for tab in self.befores if self.head and self._of_last_plan(tab.title, self.head))

    @staticmethod
    def _of_last_plan(title: str, head: Run) -> bool:
        found = backup_of(title)
        return found is not None and head.began <= found[0] <= head.number


def read_reading(reply: Mapping[str, Any]) -> Reading:
    """Return the snapshot a reply describes; tabs without cells (a chart of its own) are absent.

    Parameters
    ----------
    reply
        A ``Spreadsheet`` as asked for with `mask`. Google omits what is zero, false or empty.
    """
    properties = reply.get("properties", {})
    tabs = [_tab(sheet) for sheet in reply.get("sheets", ()) if _is_grid(sheet)]
    workbook = Workbook(
        id=reply.get("spreadsheetId", ""),
        title=properties.get("title", ""),
        tabs=tuple(tab for tab in tabs if backup_of(tab.title) is None),
        locale=properties.get("locale", "en_US"),
        time_zone=properties.get("timeZone", "Etc/UTC"),
        metadata={
            entry["metadataKey"]: entry.get("metadataValue", "")
            for entry in reply.get("developerMetadata", ())
            if entry.get("metadataKey", METADATA_KEY) != METADATA_KEY
        },
    )
    texts = [
        entry.get("metadataValue", "")
        for entry in reply.get("developerMetadata", ())
        if entry.get("metadataKey") == METADATA_KEY
    ]
    runs = sorted((run for text in texts if (run := read_run(text))), key=lambda run: run.number)
    return Reading(workbook, tuple(runs), tuple(tab for tab in tabs if backup_of(tab.title)))


RAW_MASK = "sheets(properties(title),data(startRow,startColumn,rowData(values(userEnteredValue))))"
"""What `read_originals` needs of hidden tabs."""


def read_originals(reply: Mapping[str, Any]) -> Originals:
    """Return what stood in the cells a batch wrote, from its hidden tabs; keyed by the tab they copy."""
    found = {}
    for sheet in reply.get("sheets", ()):
        source = backup_of(sheet.get("properties", {}).get("title", ""))
        if source is None:
            continue
        for number, values in _raw_rows(sheet).items():
            for column, raw in enumerate(values):
                if raw.get("userEnteredValue"):
                    found[source[1], number, column] = raw["userEnteredValue"]
    return found


def _is_grid(sheet: Mapping[str, Any]) -> bool:
    return bool(sheet.get("properties", {}).get("sheetType", "GRID") == "GRID")


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet.get("properties", {})
    grid = properties.get("gridProperties", {})
    rows = _raw_rows(sheet)
    header = _trimmed([_cell(raw) for raw in rows.get(1, ())])
    cells = {number: _trimmed([_cell(raw) for raw in values]) for number, values in rows.items() if number > 1}
    last = max((number for number, values in cells.items() if values), default=1)
    return Tab(
        title=properties.get("title", ""),
        sheet_id=properties.get("sheetId", 0),
        header=tuple(cell.text for cell in header),
        rows=tuple(Row(number, cells.get(number, ())) for number in range(2, last + 1)),
        row_count=grid.get("rowCount", 0),
        column_count=grid.get("columnCount", 0),
        frozen_rows=grid.get("frozenRowCount", 0),
        hidden=properties.get("hidden", False),
        formatting=_formatting(sheet, [cell.text for cell in header], rows),
        merged=tuple(_area(merge, grid) for merge in sheet.get("merges", ())),
        locked=tuple(_locks(sheet.get("protectedRanges", ()), grid)),
    )


def _area(box: Mapping[str, Any], grid: Mapping[str, int]) -> Area:
    """Return a ``GridRange``; a side that it leaves open is that of the grid."""
    rows = range(box.get("startRowIndex", 0) + 1, box.get("endRowIndex", grid.get("rowCount", 0)) + 1)
    return Area(rows, range(box.get("startColumnIndex", 0), box.get("endColumnIndex", grid.get("columnCount", 0))))


def _locks(protections: Sequence[Mapping[str, Any]], grid: Mapping[str, int]) -> Iterator[Lock]:
    """Yield the protections that keep the one who asks out.

    Who else may edit such cells Google does not tell them:
    https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#ProtectedRange
    """
    for each in protections:
        if each.get("warningOnly") or each.get("requestingUserCanEdit"):
            continue
        box = each.get("range", {})
        left_open = tuple(_area(part, grid) for part in each.get("unprotectedRanges", ()))
        yield Lock(_area(box, grid), left_open, not box.keys() - {"sheetId"}, each.get("description", ""))


def _raw_rows(sheet: Mapping[str, Any]) -> dict[int, Sequence[Mapping[str, Any]]]:
    """Return the cells by row number, as the sheet counts; each row begins in column A."""
    rows = {}
    for block in sheet.get("data", ()):
        left: list[Mapping[str, Any]] = [{}] * block.get("startColumn", 0)
        for offset, row in enumerate(block.get("rowData", ()), block.get("startRow", 0) + 1):
            rows[offset] = left + row.get("values", [])
    return rows


def _cell(raw: Mapping[str, Any]) -> Cell:
    if not raw:
        return BLANK
    typed = raw.get("userEnteredValue", {})
    text, formula = raw.get("formattedValue", ""), typed.get("formulaValue", "")
    truth = raw.get("effectiveValue", {}).get("boolValue")
    if truth is not None:
        # shown in the language of the sheet: WAHR, VERO ...
        text = "TRUE" if truth else "FALSE"
    return Cell(text, formula, typed.get("numberValue")) if text or typed else BLANK


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    # comparing cells takes its time, and nearly all of these are the same
    while cells and (cells[-1] is BLANK or cells[-1] == BLANK):
        cells.pop()
    return tuple(cells)


def _formatting(
    sheet: Mapping[str, Any], header: Sequence[str], rows: Mapping[int, Sequence[Mapping[str, Any]]]
) -> Formatting:
    def named(kind: str, name: str) -> frozenset[str]:
        return frozenset(piece.get(name, "") for piece in sheet.get(kind, ()))

    return Formatting(
        rules=tuple(formula for rule in sheet.get("conditionalFormats", ()) for formula in _formulas(rule)),
        protections=named("protectedRanges", "description"),
        filters=named("filterViews", "title"),
        charts=frozenset(chart.get("spec", {}).get("title", "") for chart in sheet.get("charts", ())),
        banded=bool(sheet.get("bandedRanges")),
        notes={
            as_key(text): raw["note"] for text, raw in zip(header, rows.get(1, ()), strict=False) if raw.get("note")
        },
        dropdowns={
            as_key(text): _choices(raw["dataValidation"].get("condition", {}))
            for text, raw in zip(header, rows.get(2, ()), strict=False)
            if raw.get("dataValidation")
        },
    )


def _formulas(rule: Mapping[str, Any]) -> list[str]:
    """Return the formula of a rule; a gradient or a rule without values still holds its place."""
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", ())
    return [values[0].get("userEnteredValue", "") if values else ""]


def _choices(condition: Mapping[str, Any]) -> tuple[str, ...]:
    if condition.get("type") == "BOOLEAN":
        return ("TRUE", "FALSE")
    return tuple(value.get("userEnteredValue", "") for value in condition.get("values", ()))
