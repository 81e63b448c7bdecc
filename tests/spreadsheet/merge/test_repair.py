"""What was hit by mistake is put back, and what is left of the plan is only what nobody touched."""

from typing import Any

import pytest

from mentorship_gsheets.spreadsheet.merge import key_columns, remaining, repair
from mentorship_gsheets.spreadsheet.merge.overwritten import WrittenCell
from mentorship_gsheets.spreadsheet.merge.repair import with_cells
from mentorship_gsheets.spreadsheet.plan import (
    AddColumn,
    AddRow,
    AddTab,
    Change,
    Plan,
    SetCell,
    SetFormatting,
    SetHeader,
)
from mentorship_gsheets.spreadsheet.tab import Chart, Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Cell, Workbook
from tests.spreadsheet.merge.sheets import book, tab


def hit(row: int = 2, column: int = 2, moved: bool = True, header: str = "Match") -> WrittenCell:
    return WrittenCell(7, row, column, "", "t:hers", "t:new", moved, ("ada",), header, "Email")


PEOPLE = tab(("ada", "Ada", "new"), ("bob", "Bob", "his"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ({"stringValue": "hers"}, Cell("hers")),
        ({"numberValue": 2.5}, Cell("2.5", number=2.5)),
        ({"boolValue": True}, Cell("TRUE")),
        ({"boolValue": False}, Cell("FALSE")),
        ({"formulaValue": "=B2"}, Cell("=B2", "=B2")),
    ],
)
def test_a_value_is_put_back_as_it_was(value: dict[str, Any], cell: Cell) -> None:
    requests, left, findings = repair([hit()], {(7, 2, 2): value}, book(PEOPLE))
    assert requests == [
        {
            "updateCells": {
                "start": {"sheetId": 7, "rowIndex": 1, "columnIndex": 2},
                "rows": [{"values": [{"userEnteredValue": value}]}],
                "fields": "userEnteredValue",
            }
        }
    ]
    found = left.tabs[0].rows[0][2]
    assert (found, found.number) == (cell, cell.number)
    assert left.tabs[0].rows[1] == PEOPLE.rows[1]
    assert findings == []


def test_a_blank_is_put_back_as_a_blank() -> None:
    requests, left, _ = repair([hit()], {}, book(PEOPLE, tab(title="Other", sheet_id=8)))
    assert requests[0]["updateCells"]["rows"] == [{"values": [{}]}]
    assert left.tabs[0].rows[0].cells == (Cell("ada"), Cell("Ada"))
    assert left.tabs[1] == tab(title="Other", sheet_id=8)


def test_rows_that_become_blank_at_the_foot_end_the_tab() -> None:
    last = WrittenCell(7, 3, 0, "", "", "t:bob", True, ("bob",), "Email", "Email")
    _, left, _ = repair([last], {}, book(tab(("ada",), ("bob",))))
    assert [row.number for row in left.tabs[0].rows] == [2]


def test_a_header_is_put_back() -> None:
    mine = WrittenCell(7, 1, 2, "", "t:Hers", "t:Match", False, (), "Match", "")
    requests, left, findings = repair([mine], {(7, 1, 2): {"stringValue": "Hers"}}, book(PEOPLE))
    assert left.tabs[0].header == ("Email", "Name", "Hers")
    assert requests[0]["updateCells"]["start"]["rowIndex"] == 0
    assert [finding.where for finding in findings] == ["People!C1"]


def test_a_change_of_a_persons_is_told_with_its_place() -> None:
    _, _, (finding,) = repair([hit(moved=False)], {}, book(PEOPLE))
    assert (finding.code, finding.column) == ("edited-meanwhile", "Match")
    assert str(finding) == (
        "People!C2: somebody changed this cell while the tool was writing. It stays as they left it."
    )


def test_what_was_changed_again_is_left_alone() -> None:
    people = book(tab(("ada", "Ada", "later")))
    assert repair([hit()], {}, people) == ([], people, [])


def put(column: str = "Match", key: str = "ada") -> SetCell:
    return SetCell("People", "Email", key, column, "new")


THEN = book(tab(("ada", "Ada", ""), ("bob", "Bob", "")))


def left(change: Change, now: Workbook, written: bool = False) -> tuple[bool, list[str]]:
    """Whether a change is still to be done, and what is told."""
    plan, findings = remaining(Plan("match", (change,)), THEN, now, written)
    return plan.changes == (change,), [str(finding) for finding in findings]


GONE = ["People: a row or column of People, or the tab, went away while the tool was writing. Run this again."]


def test_a_cell_is_written_only_while_it_holds_what_the_plan_saw() -> None:
    assert left(put(), THEN) == (True, [])
    assert left(put(), book(tab(("ada", "Ada", "hers")))) == (False, [])
    assert left(put(), book(tab(("", "bob"), ("", "ada"), header=("Match", "Email")))) == (True, [])


def test_a_cell_whose_row_column_or_tab_went_away_is_told() -> None:
    assert left(put(), book(tab(("bob", "Bob", "")))) == (False, GONE)
    assert left(put(), book(tab(("ada", "Ada", ""), ("ada", "Ada", "")))) == (False, GONE)
    assert left(put(), book(tab(("ada", "Ada"), header=("Email", "Name")))) == (False, GONE)
    assert left(put(), book()) == (False, GONE)
    assert left(put(key="cyd"), book(tab(("cyd", "Cyd", "")))) == (False, GONE)


def test_a_tab_goes_away_once_however_many_changes_it_had() -> None:
    plan, findings = remaining(Plan("match", (put(), put(key="bob"))), THEN, book(), written=False)
    assert (plan.changes, [finding.code for finding in findings]) == ((), ["row-gone"])


def test_a_row_is_added_while_its_key_is_not_there() -> None:
    row = AddRow("People", "Email", "cyd", (("Email", "cyd"), ("Name", "Cyd")))
    assert left(row, THEN, written=True) == (True, [])
    assert left(row, book(tab(("CYD ",)))) == (False, [])
    assert left(row, book(tab(header=("Email",)))) == (False, GONE)


def test_a_tab_and_a_column_are_added_while_they_are_not_there() -> None:
    spec = TabSpec("New", (Column("A"),))
    assert left(AddTab(spec), THEN) == (True, [])
    assert left(AddTab(spec), book(tab(title="New"))) == (False, [])
    assert left(AddColumn("People", Column("Why")), THEN, written=True) == (True, [])
    assert left(AddColumn("People", Column("Match")), THEN) == (False, [])


def test_what_belongs_to_a_tab_or_column_that_comes_along_is_kept() -> None:
    changes = (AddColumn("People", Column("Why")), put("Why"), AddTab(TabSpec("New", (Column("A"),))))
    row = AddRow("New", "A", "x", (("A", "x"),))
    plan, findings = remaining(Plan("setup", (*changes, row)), THEN, THEN, written=False)
    assert (set(plan.changes), findings) == ({*changes, row}, [])


@pytest.mark.parametrize(
    ("aspect", "what", "kept"),
    [
        ("note", Column("Match"), True),
        ("note", Column("Why"), False),
        ("filter", FilterView("Unmatched", "Match", blank=True), True),
        ("filter", FilterView("Unmatched", "Why", blank=True), False),
        ("rule", Rule("={Match}=1", Style.VIRTUAL, ("Name", "Match")), True),
        ("rule", Rule("={Match}=1", Style.VIRTUAL, ("Name", "Why")), False),
        ("chart", Chart("Chart", "BAR", (0, 2, 0), (), (0, 0)), True),
        ("banding", None, True),
    ],
)
def test_furniture_is_laid_once_where_its_columns_are(aspect: str, what: Any, kept: bool) -> None:
    change = SetFormatting("People", aspect, what)
    assert left(change, THEN) == (kept, [] if kept else GONE)
    assert left(change, THEN, written=True)[0] is False


def test_headers_are_written_once() -> None:
    assert left(SetHeader("People", ("Email",)), THEN) == (True, [])
    assert left(SetHeader("People", ("Email",)), THEN, written=True) == (False, [])


def test_one_cell_changed_again_does_not_keep_the_next_from_being_put_back() -> None:
    people = book(tab(("ada", "Ada", "later"), ("bob", "Bob", "new")))
    second = WrittenCell(7, 3, 2, "", "t:his", "t:new", True, ("bob",), "Match", "Email")
    requests, _, _ = repair([hit(), second], {(7, 3, 2): {"stringValue": "his"}}, people)
    assert [request["updateCells"]["start"]["rowIndex"] for request in requests] == [2]


def test_a_cell_beyond_what_was_read_is_there_afterwards() -> None:
    found = with_cells(book(PEOPLE), {(7, 6, 4): Cell("x")})
    assert [(row.number, len(row.cells)) for row in found.tabs[0].rows] == [(2, 3), (3, 3), (4, 0), (5, 0), (6, 5)]
    assert found.tabs[0].rows[-1][4] == Cell("x")


def test_a_filled_cell_is_written_while_it_holds_what_the_plan_saw() -> None:
    then = book(tab(("ada", "Ada", "old")))
    change = SetCell("People", "Email", "ada", "Match", "new", "old")
    kept, _ = remaining(Plan("match", (change,)), then, then, written=False)
    assert kept.changes == (change,)


def test_a_tabs_rows_are_known_by_the_column_of_the_plan_or_of_the_batch_before() -> None:
    plan = Plan("match", (put(), AddRow("Log", "Time", "now", ())))
    tabs = book(PEOPLE, tab(title="Log", sheet_id=8, header=("Run", "Time")), tab(title="Mine", sheet_id=9))
    assert key_columns(plan, [], tabs) == {7: 0, 8: 1}
    # nothing to write any more, only to put back
    assert key_columns(Plan("match"), [hit()], tabs) == {7: 0}
    assert key_columns(plan, [hit()], book(tab(header=("Name",)))) == {}


def test_a_tab_nothing_was_put_back_in_is_passed_on_as_it_is() -> None:
    other = tab(("x", "", ""), (), title="Other", sheet_id=8)
    _, workbook, _ = repair([hit()], {}, book(PEOPLE, other))
    assert workbook.tabs[1] is other


def test_a_cell_of_a_tab_that_only_somebody_else_made_is_told() -> None:
    elsewhere = SetCell("Later", "Email", "ada", "Match", "new")
    assert left(elsewhere, book(tab(("ada", "Ada", ""), title="Later"))) == (
        False,
        [text.replace("People", "Later") for text in GONE],
    )
