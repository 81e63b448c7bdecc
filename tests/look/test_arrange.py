"""``setup --arrange``: the columns of an older sheet in the order of reading, with everything in them, and back."""

from typing import Any

from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import arrange
from mentorship_gsheets.tabs.people_tabs import MENTEES
from tests.look.board import Board

OLDER = ("Email", "Name", "Status", "Attendance", "Bin", "Fields", "Capacity", "Mentor match", "Keep", "Live check")
MINE = "Shirt size"


def older(board: Board) -> Workbook:
    """A sheet with the columns as they stood in an older version, and one of the organizer's own in front."""
    board.set_up()
    tab = board.fill().tab("Mentees")
    assert tab is not None
    header = list(tab.header)
    requests: list[dict[str, Any]] = []
    for place, name in enumerate(OLDER):
        at = header.index(name)
        header.insert(place, header.pop(at))
        source = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        if at != place:
            requests.append({"moveDimension": {"source": source, "destinationIndex": place}})
    front = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    board.batch(*requests, {"insertDimension": {"range": front, "inheritFromBefore": False}})
    board.type("Mentees!A1", MINE)
    board.type("Mentees!A2", "XL")
    return board.open().read()


def seen(workbook: Workbook) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The headers of ``Mentees``, and what stands under each, by row."""
    tab = workbook.tab("Mentees")
    assert tab is not None
    return tab.header, [dict(texts) for _, texts in tab.records()]


def test_columns_move_with_all_that_is_in_them_and_back_again(board: Board) -> None:
    before, people = seen(older(board))
    assert before[: len(OLDER) + 1] == (MINE, *OLDER)
    sheet = board.open()
    workbook = sheet.read()
    plan = arrange.plan(workbook)
    assert plan.summary == "moves the columns of 1 tab: Mentees"
    after = sheet.apply(plan, workbook)
    shown = tuple(column.header for column in MENTEES.columns if not column.hidden)
    hidden = tuple(column.header for column in MENTEES.columns if column.hidden)
    assert seen(after) == ((*shown, MINE, *hidden), people)
    assert board.tab("Mentees")["properties"]["gridProperties"]["frozenColumnCount"] == 1
    assert arrange.plan(after).empty
    back = sheet.apply(arrange.plan(after, back=True), after)
    assert seen(back) == (before, people)
    assert arrange.plan(back, back=True).empty


def test_a_tab_with_merged_cells_stays_and_is_told(board: Board) -> None:
    older(board)
    sheet_id = board.tab("Mentees")["properties"]["sheetId"]
    area = {"sheetId": sheet_id, "startRowIndex": 12, "endRowIndex": 13, "startColumnIndex": 2, "endColumnIndex": 5}
    board.batch({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    plan = arrange.plan(board.open().read(formatting=True))
    assert (plan.changes, [(finding.code, finding.where) for finding in plan.findings]) == (
        (),
        [("merged-columns", "Mentees!C13:E13")],
    )
