"""The exported file on paper: landscape, fitted, headers on every page, and nothing else of it changed."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from mentorship_gsheets.workspace.paper import for_paper

WIDE = "Bo's people"


def exported() -> bytes:
    """A file with a chart, a tab that is too wide for paper, and one without anything."""
    book = openpyxl.Workbook()
    small = book.active
    assert small is not None
    small.title = "Bins"
    for row in (["Bin", "People"], ["Physics", 3], ["=1+1", 4]):
        small.append(row)
    chart = BarChart()
    chart.add_data(Reference(small, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    small.add_chart(chart, "D2")
    wide = book.create_sheet(WIDE)
    wide.append([f"Column {number}" for number in range(30)])
    wide.append([f"text & <{number}>" for number in range(30)])
    for letter, width in (("A", 20), ("B", 40), ("C", 150)):
        wide.column_dimensions[letter].width = width
    wide.column_dimensions["B"].hidden = True
    wide.sheet_properties.tabColor = "0072B2"
    book.create_sheet("Empty")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("times", [1, 2])
def test_every_tab_is_set_up_for_paper(times: int) -> None:
    content = exported()
    for _ in range(times):
        content = for_paper(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    setup = {
        sheet.title: (
            sheet.page_setup.orientation,
            sheet.sheet_properties.pageSetUpPr.fitToPage,
            (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight),
            sheet.print_title_rows,
            sheet.print_area,
        )
        for sheet in book.worksheets
    }
    usual = ("landscape", True, (1, 0), "$1:$1")
    assert setup == {
        "Bins": (*usual, ""),
        # the hidden column takes no room, and so there is some for two more
        WIDE: (*usual, "'Bo''s people'!$A$1:$E$2"),
        "Empty": (*usual, ""),
    }


def test_nothing_else_changes() -> None:
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (exported(), for_paper(exported())))
    changed = {"xl/workbook.xml", *(f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3))}
    assert after.namelist() == before.namelist()
    assert {name for name in before.namelist() if "chart" in name} != set()
    # when a file was made is of the moment
    same = set(before.namelist()) - changed - {"docProps/core.xml"}
    assert {name for name in same if before.read(name) != after.read(name)} == set()
    cells = openpyxl.load_workbook(io.BytesIO(for_paper(exported())))[WIDE]["A2"]
    assert cells.value == "text & <0>"
