"""An exported .xlsx as it is to be printed: landscape, as wide as the paper, headers on every page.

The Sheets API knows nothing of paper, so it is said in the file. Only what concerns printing is inserted, in place:
reading the file and writing it anew would lose its charts.

Source of the elements and their order: ECMA-376, part 1, 18.3.1 (worksheets) and 18.2 (workbook).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape, unescape

from mentorship_gsheets.spreadsheet.workbook import column_letters

_WIDEST = 200
"""Characters of a line on paper; columns beyond them are left off, since they would make the others too small."""
_USUAL_WIDTH = 13
_AFTER_PAGE_SETUP = (
    "headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|"
    "legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"
)
_PAGE_SETUP = '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'


def for_paper(content: bytes) -> bytes:
    """Return an .xlsx file with its pages set up; where a part of it is written in another way, that part as it is.

    Parameters
    ----------
    content
        The file, as Google exports a spreadsheet.

    Returns
    -------
    bytes
        The file; each tab is landscape, fitted to the width of the paper, with its first row on every page. Of a tab
        that is too wide to be read on paper, the first columns are printed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        parts = {name: before.read(name) for name in before.namelist()}
        sheets = list(_sheets(parts))
        for _, _, path in sheets:
            parts[path] = _set_up(parts[path].decode()).encode()
        if sheets:
            parts[_BOOK] = _named(parts[_BOOK].decode(), parts, sheets).encode()
        for name, part in parts.items():
            after.writestr(name, part)
    return made.getvalue()


_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def _attributes(element: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w:]+)="([^"]*)"', element)}


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[int, str, str]]:
    """Yield place, title and path of every worksheet whose part is there and written without prefixes."""
    related = [
        _attributes(element) for element in re.findall(r"<Relationship [^>]*>", parts.get(_RELATIONS, b"").decode())
    ]
    paths = {one.get("Id", ""): one.get("Target", "") for one in related}
    for place, element in enumerate(re.findall(r"<sheet [^>]*>", parts.get(_BOOK, b"").decode())):
        told = _attributes(element)
        target = paths.get(told.get("r:id", ""), "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if b"<sheetData" in parts.get(path, b""):
            yield place, told.get("name", ""), path


def _set_up(sheet: str) -> str:
    """Return a worksheet that is fitted to the width of the paper, landscape."""
    sheet = re.sub(r"<pageSetup\b[^>]*/>|<pageSetUpPr\b[^>]*/>", "", sheet)
    fit = '<pageSetUpPr fitToPage="1"/>'
    if empty := re.search(r"<sheetPr\b([^>]*)/>", sheet):
        sheet = sheet.replace(empty[0], f"<sheetPr{empty[1]}>{fit}</sheetPr>", 1)
    elif "</sheetPr>" in sheet:
        sheet = sheet.replace("</sheetPr>", f"{fit}</sheetPr>", 1)
    else:
        sheet = re.sub(r"(<worksheet\b[^>]*>)", rf"\1<sheetPr>{fit}</sheetPr>", sheet, count=1)
    head, data, tail = sheet.partition("</sheetData>")
    if not data:
        head, data, tail = sheet.partition("<sheetData/>")
    if margins := re.search(r"<pageMargins\b[^>]*/>", tail):
        return head + data + tail.replace(margins[0], margins[0] + _PAGE_SETUP, 1)
    return head + data + re.sub(rf"(?=<(?:{_AFTER_PAGE_SETUP})\b|</worksheet>)", _PAGE_SETUP, tail, count=1)


def _named(book: str, parts: dict[str, bytes], sheets: list[tuple[int, str, str]]) -> str:
    """Return the workbook with the names by which programs know the rows on every page, and what is printed."""
    names = []
    for place, title, path in sheets:
        quoted = "'" + title.replace("'", "''") + "'"
        if area := _area(parts[path].decode()):
            names.append(("_xlnm.Print_Area", place, f"{quoted}!{area}"))
        names.append(("_xlnm.Print_Titles", place, f"{quoted}!$1:$1"))
    told = "".join(
        f'<definedName name="{name}" localSheetId="{place}">{escape(text, quote=False)}</definedName>'
        for name, place, text in names
    )
    book = re.sub(r'<definedName [^>]*name="_xlnm\.Print_(?:Area|Titles)"[^>]*>[^<]*</definedName>', "", book)
    book = re.sub(r"<definedNames\s*/>|<definedNames></definedNames>", "", book)
    if "</definedNames>" in book:
        return book.replace("</definedNames>", f"{told}</definedNames>", 1)
    before = "</externalReferences>" if "</externalReferences>" in book else "</sheets>"
    return book.replace(before, f"{before}<definedNames>{told}</definedNames>", 1)


def _area(sheet: str) -> str:
    """Return the columns to print, with all rows; empty: all there are."""
    used = re.search(r'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"', sheet)
    if used is None:
        return ""
    last = 0
    for letter in used[1]:
        last = 26 * last + ord(letter) - ord("A") + 1
    widths = [float(_USUAL_WIDTH)] * last
    for element in re.findall(r"<col [^>]*>", sheet):
        told = _attributes(element)
        for column in range(int(told["min"]), min(int(told["max"]), last) + 1):
            widths[column - 1] = 0.0 if told.get("hidden") in ("1", "true") else float(told.get("width", _USUAL_WIDTH))
    if sum(widths) <= _WIDEST:
        return ""
    fitting = next(count for count in range(1, last + 1) if sum(widths[:count]) > _WIDEST) - 1
    return f"$A$1:${column_letters(max(fitting, 1) - 1)}${used[2]}"
