"""The live check and the overview, as the sheet calculates them in every locale, and as LibreOffice does."""

import io
from pathlib import Path

import openpyxl
import pytest

from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.look.board import Board, cell_of, email, listed, recalculated, texts

RED = "C0392B"
LIVE = {
    "Mentors": {"ada": "ok", "dee": "ok", "flo": "ok"},
    "Mentees": {"bo": "ok", "cy": "ok", "eve": "ok", "gus": "ok"},
}
# eve's cell names ada: ada has one line less than mentees who name her, and dee one more
TORN = {
    "Mentors": {"ada": "sides disagree", "dee": "sides disagree", "flo": "ok"},
    "Mentees": {"bo": "ok", "cy": "ok", "eve": "sides disagree", "gus": "ok"},
}
OVERVIEW = {
    "next": "The pairs stand. Run: mentorship draft matches",
    "answered": "5",
    "no answer": "2",
    "rate": "71",
    "matched": "3",
    "unmatched": "1",
    "places in person": "-1",
    "places virtual": "1",
    "places unknown": "0",
    "places all": "0",
    "block 1": "0",
    "block 7": "0",
    "no block": "-1",
    "fit 40": "1",
    "fit 80": "1",
    "mails planned": "0",
    "mails drafted": "0",
    "mails reviewed": "0",
    "mails sent": "0",
    "mails look": "0",
    "day 1": "",
}


def live(workbook: Workbook) -> dict[str, dict[str, str]]:
    return {title: texts(workbook, title, "Email", "Live check") for title in ("Mentors", "Mentees")}


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "tr_TR"])
def test_one_cell_changed_by_hand_turns_both_sides_red(board: Board, locale: str) -> None:
    board.batch({"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}})
    board.set_up()
    workbook = board.fill()
    assert workbook.locale == locale
    assert live(workbook) == LIVE
    column = workbook.tab("Mentees").column("Mentor match")  # type: ignore[union-attr] # set up two lines above
    assert [board.background("Mentees", row, column or 0) for row in (2, 4)] == ["CFE8F7", "FFFFFF"]
    cell = cell_of(workbook, "Mentees", "eve", "Mentor match")
    board.type(f"Mentees!{cell}", listed("ada"))
    workbook = board.open().read()
    assert live(workbook) == TORN
    for title, name in (("Mentors", "ada"), ("Mentors", "dee"), ("Mentees", "eve")):
        tab = workbook.tab(title)
        assert tab is not None
        (row,) = tab.keyed("Email")[email(name)]
        for header in ("Live check", "Mentee match" if title == "Mentors" else "Mentor match"):
            assert board.background(title, row.number, tab.column(header) or 0) == RED


def test_the_overview_counts_what_stands_in_the_tabs(board: Board) -> None:
    board.set_up()
    workbook = board.fill()
    figures = texts(workbook, "Overview", "Line", "Number")
    assert {name: figures[name] for name in OVERVIEW} == OVERVIEW
    assert texts(workbook, "Overview", "Line", "Overview")["block 7"] == "Other"


def test_libreoffice_calculates_the_same_and_turns_red_too(board: Board, soffice: str, tmp_path: Path) -> None:
    board.set_up()
    workbook = board.fill()
    content = board.open().export()
    cell = cell_of(workbook, "Mentees", "eve", "Mentor match")
    board.type(f"Mentees!{cell}", listed("ada"))
    wanted = board.open().read()
    book = recalculated(content, soffice, tmp_path, **{cell: listed("ada")})
    for title in ("Mentors", "Mentees", "Overview"):
        tab = wanted.tab(title)
        assert tab is not None
        shown = {
            (row.number, column): row[column].text
            for row in tab.rows
            for column in range(len(tab.header))
            if row[column].formula
        }
        values = {place: book[title].cell(place[0], place[1] + 1).value for place in shown}
        assert {place: "" if value is None else str(value) for place, value in values.items()} == shown
    assert live(wanted) == TORN


def test_colours_dropdowns_and_charts_survive_in_libreoffice(board: Board, soffice: str, tmp_path: Path) -> None:
    board.set_up()
    board.fill()
    content = board.open().export()
    # LibreOffice keeps panes only where it has a window
    assert openpyxl.load_workbook(io.BytesIO(content))["Mentees"].freeze_panes == "B2"
    book = recalculated(content, soffice, tmp_path)
    offered = [rule.formula1 for rule in book["Mentees"].data_validations.dataValidation]
    assert sorted(offered) == [
        '"TRUE,FALSE"',
        '"answered,no answer,looked up,by hand,withdrawn,declined"',
        '"in person,virtual"',
        '"partner silent,wrong address,cannot take part,no fit,other"',
        '"topics,overlap of fields,sector,languages,time zone,same attendance"',
        "Bins!$A$2:$A$200",
        "Mentors!$AC$2:$AC$200",
    ]
    marks = [rule for area in book["Mentees"].conditional_formatting for rule in area.rules]
    fills = {rule.formula[0]: rule.dxf.fill.bgColor.rgb[-6:] for rule in marks if rule.dxf.fill}
    assert fills == {
        '$C2="sides disagree"': RED,
        '$C2="no address"': RED,
        '$C2="over capacity"': "F5D76E",
        '$C2="colleagues"': "F3D3E4",
        '$C2="may not meet"': "F3D3E4",
        '$I2="virtual"': "CFE8F7",
    }
    drawn = vars(book["Overview"])["_charts"]
    titles = ["".join(run.t for text in chart.title.tx.rich.p for run in text.r or ()) for chart in drawn]
    assert sorted(titles) == [
        "Answered so far, in %",
        "Answers by day",
        "Bins before balancing",
        "Bins now",
        "Fit of the pairs",
        "Mails by state",
        "Places against people",
    ]
