"""What a plan becomes: requests, in order, at the right places."""

import pytest

from mentorship_gsheets.spreadsheet.batch import lower, resolve
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, AddTab, Formula, Plan, SetCell, SetFormatting
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook


def sheet(*rows: tuple[str, ...], row_count: int = 1000) -> Workbook:
    header, *body = rows
    numbered = tuple(Row(number, tuple(Cell(text) for text in row)) for number, row in enumerate(body, 2))
    return Workbook("id", "title", (Tab("Mentors", 7, header, numbered, row_count, 26),))


PEOPLE = sheet(("Email", "Mine", "Name"), ("ada@example.org", "x", "Ada"), ("bo@example.org", "y", "Bo"))


def cells(sheet_id: int, row: int, column: int, *values: dict[str, object]) -> dict[str, object]:
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [{"userEnteredValue": value} if value else {}]} for value in values],
            "fields": "userEnteredValue",
        }
    }


def test_an_empty_plan_is_no_request() -> None:
    assert lower(Plan("pull"), PEOPLE) == []


def test_a_cell_is_found_by_key_and_header_and_text_stays_text() -> None:
    plan = Plan("pull", (SetCell("Mentors", "Email", "Bo@Example.org ", "Name", "=1+1", before="Bo"),))
    assert lower(plan, PEOPLE) == [cells(7, 2, 2, {"stringValue": "=1+1"})]


def test_neighbours_in_a_column_are_one_request_and_other_columns_are_not_touched() -> None:
    changes = (
        SetCell("Mentors", "Email", "bo@example.org", "Name", "B"),
        SetCell("Mentors", "Email", "ada@example.org", "Name", ""),
        AddRow("Mentors", "Email", "cy@example.org", (("Email", "cy@example.org"), ("Name", True))),
    )
    assert lower(Plan("pull", changes), PEOPLE) == [
        cells(7, 3, 0, {"stringValue": "cy@example.org"}),
        cells(7, 1, 2, {}, {"stringValue": "B"}, {"boolValue": True}),
    ]


def test_a_key_that_stands_twice_or_nowhere_is_refused() -> None:
    twice = sheet(("Email", "Name"), ("ada@example.org", ""), (" ADA@example.org", ""))
    plan = Plan("pull", (SetCell("Mentors", "Email", "ada@example.org", "Name", "Ada"),))
    with pytest.raises(KeyError, match=r"Mentors has 2 rows whose Email is 'ada@example\.org'"):
        lower(plan, twice)
    with pytest.raises(KeyError, match="Mentors has 0 rows"):
        lower(plan, sheet(("Email", "Name")))


@pytest.mark.parametrize(("row_count", "start"), [(2, 2), (3, 2)])
def test_the_grid_grows_above_its_last_row_while_that_is_blank(row_count: int, start: int) -> None:
    full = sheet(("Email",), ("ada@example.org",), row_count=row_count)
    plan = Plan("pull", (AddRow("Mentors", "Email", "bo@example.org", (("Email", "bo@example.org"),)),))
    grown = {"sheetId": 7, "dimension": "ROWS", "startIndex": start, "endIndex": start + 100}
    assert lower(plan, full) == [
        {"insertDimension": {"range": grown, "inheritFromBefore": True}},
        cells(7, 2, 0, {"stringValue": "bo@example.org"}),
    ]


def test_rows_may_be_added_to_a_tab_of_the_same_plan_and_formulas_find_their_row() -> None:
    spec = TabSpec("Bins", (Column("Bin"), Column("Known")), rows=20)
    row = AddRow("Bins", "Bin", "Other", (("Bin", "Other"), ("Known", Formula("=COUNTIF({Mentors!Email};{Bin})"))))
    requests = lower(Plan("setup", (row, AddTab(spec, 1))), PEOPLE)
    sheet_id = requests[0]["addSheet"]["properties"]["sheetId"]
    assert requests[0]["addSheet"]["properties"]["index"] == 1
    assert requests[-3:] == [
        cells(sheet_id, 0, 0, {"stringValue": "Bin"}, {"stringValue": "Other"}),
        cells(sheet_id, 0, 1, {"stringValue": "Known"}),
        cells(sheet_id, 1, 1, {"formulaValue": "=COUNTIF(Mentors!$A$2:$A$1000;$A2)"}),
    ]


def test_formulas_see_the_rows_that_another_tab_gets_in_the_same_batch() -> None:
    tabs = (Tab("Mentees", 8, ("Email", "Seen"), (), 10, 2), Tab("Mentors", 7, ("Email",), (), 2, 1))
    count = Formula("=COUNTIF({Mentors!Email};{Email})")
    changes = (
        AddRow("Mentees", "Email", "cy@example.org", (("Email", "cy@example.org"), ("Seen", count))),
        AddRow("Mentors", "Email", "ada@example.org", (("Email", "ada@example.org"),)),
    )
    requests = lower(Plan("pull", changes), Workbook("id", "title", tabs))
    assert requests[0]["insertDimension"]["range"]["endIndex"] == 101
    assert cells(8, 1, 1, {"formulaValue": "=COUNTIF(Mentors!$A$2:$A$102;$A2)"}) in requests


def test_a_new_column_stands_behind_the_last_one_and_the_grid_grows_for_it() -> None:
    narrow = Workbook("id", "title", (Tab("Mentors", 7, ("Email",), (), 10, 1),))
    requests = lower(Plan("setup", (AddColumn("Mentors", Column("Keep", checkbox=True)),)), narrow)
    assert requests[0] == {"appendDimension": {"sheetId": 7, "dimension": "COLUMNS", "length": 1}}
    assert requests[-1] == cells(7, 0, 1, {"stringValue": "Keep"})


def test_rules_are_put_behind_those_that_stand() -> None:
    rule = Rule('={Name}="virtual"', Style.VIRTUAL, ("Email", "Name"))
    (request,) = lower(Plan("color", (SetFormatting("Mentors", "rule", rule),)), PEOPLE)
    added = request["addConditionalFormatRule"]
    assert added["index"] == 0
    assert [(area["startColumnIndex"], area["endColumnIndex"]) for area in added["rule"]["ranges"]] == [(0, 1), (2, 3)]
    assert added["rule"]["booleanRule"]["condition"]["values"] == [{"userEnteredValue": '=$C2="virtual"'}]


def test_a_filter_view_shows_what_is_blank_or_equal() -> None:
    views = (FilterView("Unmatched", "Name", blank=True), FilterView("Block: Other", "Name", equals="Other"))
    requests = lower(Plan("setup", tuple(SetFormatting("Mentors", "filter", view) for view in views)), PEOPLE)
    conditions = [
        request["addFilterView"]["filter"]["filterSpecs"][0]["filterCriteria"]["condition"] for request in requests
    ]
    assert conditions == [{"type": "BLANK"}, {"type": "TEXT_EQ", "values": [{"userEnteredValue": "Other"}]}]


def test_a_formula_cannot_name_a_header_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="Mentors has no column 'Attendance'"):
        resolve("={Attendance}", PEOPLE.tabs[0], 2)
