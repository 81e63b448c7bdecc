"""A spreadsheet as an Excel workbook: what Drive's export gives, as far as openpyxl can write it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from mentorship_gsheets.rehearsal.sheets import archive
from mentorship_gsheets.rehearsal.sheets.appearance import Appearance
from mentorship_gsheets.rehearsal.sheets.model import Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box, area_of, cell_name, column_name, column_number, quoted
from mentorship_gsheets.rehearsal.sheets.view import View, view_of
from mentorship_gsheets.rehearsal.sheets.workbook_formulas import FormulaWriter
from mentorship_gsheets.rehearsal.sheets.workbook_rules import write_rules, write_validations
from mentorship_gsheets.rehearsal.sheets.workbook_styles import Styles
from mentorship_gsheets.rehearsal.store import Store

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_IN_TITLE = 31
_PIXELS_PER_CHARACTER = 7
_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[^>]*>.*?</f>)<v ?/></c>', re.DOTALL)

_Lookup = Callable[[int, int], Mapping[str, Any] | None]
"""The ``ExtendedValue`` a cell shows, by row and column; an error carries its text under ``text``."""


def export_xlsx(store: Store, id: str) -> bytes:
    """Write the spreadsheet as .xlsx: values, formulas, formats, rules, dropdowns, notes, filters, charts, protection.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the spreadsheet.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    ApiError
        Google's 404 where there is no such spreadsheet.
    """
    from openpyxl import Workbook

    view = view_of(archive.load(store, id), archive.calculation(store, id))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    titles = _titles(view)
    writer = FormulaWriter(view, titles)
    sheets = {tab.id: workbook.create_sheet(titles[tab.title.casefold()]) for tab in view.book.tabs}
    for tab in view.book.tabs:
        _write_tab(workbook, sheets[tab.id], view, tab, writer)
    _write_names(workbook, view, titles)
    if view.book.tabs[0].properties.get("hidden"):
        workbook.active = next(at for at, tab in enumerate(view.book.tabs) if not tab.properties.get("hidden"))
    output = io.BytesIO()
    workbook.save(output)
    files = {
        f"xl/worksheets/sheet{at}.xml": partial(_result, view, tab) for at, tab in enumerate(view.book.tabs, start=1)
    }
    return _with_results(output.getvalue(), files)


def _with_results(content: bytes, sheets: Mapping[str, _Lookup]) -> bytes:
    """Write every formula's result beside it: openpyxl writes formulas without what they came to.

    Programs that do not calculate (previews, pandas) would show nothing, and those that lack a function an error.
    ``sheets`` gives the results by file in the archive.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            lookup = sheets.get(entry.filename)
            if lookup is not None:
                data = _FORMULA.sub(partial(_filled, lookup=lookup), data)
            new.writestr(entry, data)
    return output.getvalue()


def _filled(found: re.Match[bytes], lookup: _Lookup) -> bytes:
    column, row, attributes, formula = found.groups()
    value = lookup(int(row) - 1, column_number(column.decode()))
    if value is None:
        return found[0]
    if "numberValue" in value:
        kind, text = "n", repr(value["numberValue"])
    elif "boolValue" in value:
        kind, text = "b", str(int(value["boolValue"]))
    elif "stringValue" in value:
        kind, text = "str", value["stringValue"]
    else:
        kind, text = "e", value["text"]
    attributes = re.sub(rb' t="[^"]*"', b"", attributes)
    body = escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)).encode()
    return b'<c r="%s%s"%s t="%s">%s<v>%s</v></c>' % (column, row, attributes, kind.encode(), formula, body)


def _result(view: View, tab: Tab, row: int, column: int) -> dict[str, Any] | None:
    value = view.value(tab, row, column)
    if value is not None and "errorValue" in value:
        return {"text": view.text(tab, row, column)}
    return value


def _titles(view: View) -> dict[str, str]:
    """Titles Excel takes, by ours in lower case: shorter, without the signs it forbids, all different."""
    titles: dict[str, str] = {}
    for tab in view.book.tabs:
        plain = re.sub(r"[\[\]:*?/\\]", "-", _ILLEGAL.sub("", tab.title)).strip("'") or "Sheet"
        name, number = plain[:_MOST_IN_TITLE], 2
        while name.casefold() in {taken.casefold() for taken in titles.values()}:
            name, number = f"{plain[: _MOST_IN_TITLE - 4]} {number}", number + 1
        titles[tab.title.casefold()] = name
    return titles


def _write_tab(workbook: Workbook, sheet: Worksheet, view: View, tab: Tab, writer: FormulaWriter) -> None:
    appearance = Appearance(view, tab)
    styles = Styles()
    protected = _protected_boxes(tab)
    for row in range(view.last_row(tab)):
        for column in range(view.row_length(tab, row)):
            value = view.value(tab, row, column)
            if tab.cell(row, column) is not None or value is not None:
                styles.apply(sheet.cell(row + 1, column + 1), appearance.own_format(row, column, value))
                _write_cell(sheet, view, tab, (row, column), writer)
    _write_sizes(sheet, view, tab, appearance)
    for merge in tab.merges:
        sheet.merge_cells(_reference(area_of(merge).within(tab.height, tab.width)))
    if tab.basic_filter:
        sheet.auto_filter.ref = _reference(area_of(tab.basic_filter["range"]).within(tab.height, tab.width))
    write_rules(sheet, view, tab, writer)
    write_validations(workbook, sheet, view, tab, writer)
    _write_properties(sheet, tab)
    if protected:
        _protect(sheet, tab, protected, styles)
    if tab.over["charts"]:
        from mentorship_gsheets.rehearsal.sheets.workbook_charts import write_charts

        write_charts(workbook, sheet, view, tab)


def _write_cell(sheet: Worksheet, view: View, tab: Tab, place: tuple[int, int], writer: FormulaWriter) -> None:
    from openpyxl.comments import Comment

    row, column = place
    cell = tab.cell(row, column) or {}
    target = sheet.cell(row + 1, column + 1)
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    value = view.value(tab, row, column)
    written = None if formula is None else writer.cell(tab, row, column, formula)
    if written is not None:
        target.value = written
    elif value is not None and tab.cell(row, column) is not None and cell.get("userEnteredValue"):
        if "errorValue" in value:
            target.value = view.text(tab, row, column)
            target.data_type = "s"
        elif "stringValue" in value:
            target.value = _ILLEGAL.sub("", value["stringValue"])
            # Without this a text that begins with = would come to life as a formula.
            target.data_type = "s"
            target.quotePrefix = value["stringValue"].startswith(("=", "+", "-", "@"))
        else:
            target.value = value.get("numberValue", value.get("boolValue"))
    if cell.get("note"):
        note = _ILLEGAL.sub("", cell["note"])
        comment = Comment(note, "Note")
        comment.width, comment.height = 280, 40 + 16 * (note.count("\n") + len(note) // 40)
        target.comment = comment
    link = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
    if link and link.startswith(("http://", "https://", "mailto:")):
        target.hyperlink = link


def _write_sizes(sheet: Worksheet, view: View, tab: Tab, appearance: Appearance) -> None:
    from mentorship_gsheets.rehearsal.sheets.workbook_heights import write_heights

    # beyond what is filled too: charts lie on blank columns, and Excel has another usual width
    for column in range(max(tab.used.right, len(tab.widths))):
        size = (tab.widths[column] if column < len(tab.widths) else None) or {}
        letters = sheet.column_dimensions[column_name(column)]
        letters.width = max(1.0, (size.get("pixelSize", 100) - 5) / _PIXELS_PER_CHARACTER)
        letters.hidden = bool(size.get("hiddenByUser"))
    write_heights(sheet, view, tab, appearance)
    for row, kept in enumerate(tab.heights):
        if kept and kept.get("hiddenByUser"):
            sheet.row_dimensions[row + 1].hidden = True
    for row in appearance.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True


def _write_properties(sheet: Worksheet, tab: Tab) -> None:
    grid = tab.grid
    rows, columns = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
    if rows or columns:
        sheet.freeze_panes = cell_name(rows, columns)
    sheet.sheet_view.showGridLines = not grid.get("hideGridlines")
    if tab.properties.get("rightToLeft"):
        sheet.sheet_view.rightToLeft = True
    if tab.properties.get("hidden"):
        sheet.sheet_state = "hidden"
    color = tab.properties.get("tabColor")
    if color is not None:
        sheet.sheet_properties.tabColor = Styles.hex(color)


def _protected_boxes(tab: Tab) -> list[Box]:
    return [
        area_of(entry.get("range", {})).within(tab.height, tab.width)
        for entry in tab.over["protectedRanges"]
        if not entry.get("warningOnly")
    ]


def _protect(sheet: Worksheet, tab: Tab, boxes: list[Box], styles: Styles) -> None:
    """Lock protected ranges and nothing else; without a password, so that people can lift it."""
    from openpyxl.styles import Protection

    sheet.protection.sheet = True
    for name in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, name, False)
    if any(box == tab.box for box in boxes):
        return
    for column in range(tab.width):
        sheet.column_dimensions[column_name(column)].protection = Protection(locked=False)
    used = tab.used
    for row in range(used.bottom):
        for column in range(used.right):
            styles.lock(sheet.cell(row + 1, column + 1), any(box.holds(row, column) for box in boxes))


def _write_names(workbook: Workbook, view: View, titles: Mapping[str, str]) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    for entry in view.book.named_ranges:
        tab, box = view.book.place(area_of(entry["range"]))
        corners = [re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", part) for part in _reference(box).split(":")]
        text = f"{quoted(titles[tab.title.casefold()])}!{':'.join(corners)}"
        workbook.defined_names[entry["name"]] = DefinedName(entry["name"], attr_text=text)


def _reference(box: Box) -> str:
    return f"{cell_name(box.top, box.left)}:{cell_name(box.bottom - 1, box.right - 1)}"
