"""Export to Excel and CSV, import from CSV."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.rehearsal.sheets import export_csv, export_xlsx, import_csv
from tests.rehearsal.sheets.desk import Desk, area


def opened(server: Rehearsal, desk: Desk, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(export_xlsx(server.world.store, desk.id)), **options)


@pytest.fixture
def furnished(desk: Desk) -> Desk:
    desk.write("A1", [["Name", "Attendance", "Score", "Check"], ["a", "virtual", 1.5, '=IF(B2="virtual";"v";"")']])
    desk.write("E2", [["=SUM(C2:C)", "=UNIQUE(B2:B2)", "2026-06-01", '=IMPORTXML("a","b")']])
    desk.write("A3", [["=1+1 not a formula", "\x07bell"]], "RAW")
    lists = [{"userEnteredValue": "Meteorology, Geology"}, {"userEnteredValue": "Other"}]
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B2="virtual"'}]}
    look = {"backgroundColor": {"red": 1}, "textFormat": {"bold": True}}
    rule = {"ranges": [area(1, 9, 0, 4)], "booleanRule": {"condition": condition, "format": look}}
    listed = {"condition": {"type": "ONE_OF_LIST", "values": lists}}
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    start = {"sheetId": 0, "rowIndex": 1}
    desk.batch(
        {"addConditionalFormatRule": {"rule": rule}},
        {"setDataValidation": {"range": area(1, 9, 1, 2), "rule": listed}},
        {"updateCells": {"start": start, "rows": [{"values": [{"note": "look"}]}], "fields": "note"}},
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}},
        {"setBasicFilter": {"filter": {"range": area(0, 9, 0, 4)}}},
        {"mergeCells": {"range": area(5, 7, 0, 2), "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": area(0, 1, 0, 4)}}},
        {"addNamedRange": {"namedRange": {"name": "People", "range": area(1, 9, 0, 1)}}},
        {"addSheet": {"properties": {"title": "Hidden / and a title that is far too long", "hidden": True}}},
    )
    return desk


def test_what_a_workbook_holds(sheets_server: Rehearsal, furnished: Desk) -> None:
    workbook = opened(sheets_server, furnished)
    sheet = workbook.worksheets[0]
    assert workbook.sheetnames == ["Sheet1", "Hidden - and a title that is fa", "Lists"]
    assert [tab.sheet_state for tab in workbook.worksheets] == ["visible", "hidden", "hidden"]
    assert sheet["D2"].value == '=IF(B2="virtual","v","")'
    assert sheet["E2"].value == "=SUM(C$2:C$1000)"
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["B3"].value) == ("=1+1 not a formula", "s", "bell")
    assert (sheet["A2"].comment.text, sheet.freeze_panes, sheet.auto_filter.ref) == ("look", "A2", "A1:D9")
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A6:B7"]
    [(where, rules)] = [(str(entry.sqref), entry.rules) for entry in sheet.conditional_formatting]
    assert (where, rules[0].formula) == ("A2:D9", ['$B2="virtual"'])
    [validation] = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B2:B9", "Lists!$B$1:$B$2")
    assert (sheet.protection.sheet, sheet["A1"].protection.locked, sheet["A2"].protection.locked) == (True, True, False)
    assert workbook.defined_names["People"].attr_text == "Sheet1!$A$2:$A$9"
    assert sheet["G2"].number_format == "yyyy-mm-dd"


def test_a_workbook_holds_the_results_too(sheets_server: Rehearsal, furnished: Desk) -> None:
    sheet = opened(sheets_server, furnished, data_only=True).worksheets[0]
    assert [cell.value for cell in sheet[2][:6]] == ["a", "virtual", 1.5, "v", 1.5, "virtual"]
    assert sheet["H2"].value == "#N/A"


def test_csv_goes_out_and_in(sheets_server: Rehearsal, desk: Desk) -> None:
    store = sheets_server.world.store
    desk.write("A1", [["a,b", ""], ["=1+1", "x"]])
    assert export_csv(store, desk.id) == b'"a,b",\r\n2,x'
    import_csv(store, desk.id, "n,\u00e9\n1,=2*3\n".encode())
    assert desk.read("Desk") == [["n", "\u00e9"], ["1", "6"]]


def test_rows_are_as_high_as_their_wrapped_text_or_as_people_set_them(
    sheets_server: Rehearsal, desk: Desk, tmp_path: Path, soffice: str
) -> None:
    wrapped = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 3, "endIndex": 4}
    desk.batch(
        {"repeatCell": {"range": area(0, 9, 0, 1), "cell": wrapped, "fields": "userEnteredFormat.wrapStrategy"}},
        {"updateDimensionProperties": {"range": rows, "properties": {"pixelSize": 60}, "fields": "pixelSize"}},
    )
    desk.write("A1", [["short"], ["one line\nanother"], ["several words " * 8], ["as people set it"]])
    content = export_xlsx(sheets_server.world.store, desk.id)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in range(1, 6)]
    assert heights == [None, 27.8, 105.2, 45.0, None]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="(\d)"[^>]*customHeight="1"', written) == ["4"]
    book = tmp_path / "book.xlsx"
    book.write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    opened_there = (tmp_path / "book.fods").read_text("utf-8")
    inches = sorted(float(found) for found in re.findall(r'style:row-height="([\d.]+)in"', opened_there))
    assert [round(height * 72) for height in inches[-3:]] == [28, 45, 105]
