"""A reply of Google's, with all it leaves out, becomes a workbook."""

from mentorship_gsheets.spreadsheet.batch.concurrency import METADATA_KEY, Run
from mentorship_gsheets.spreadsheet.workbook import Area, Cell, Formatting, Row
from mentorship_gsheets.workspace.snapshot import mask, read_originals, read_reading


def test_the_smallest_reply_is_an_empty_workbook() -> None:
    reading = read_reading({})
    assert (reading.workbook.tabs, reading.workbook.locale, reading.head, reading.fresh_befores) == (
        (),
        "en_US",
        None,
        (),
    )


def test_the_mask_asks_for_furniture_only_when_told() -> None:
    assert ("note" in mask(), "note" in mask(formatting=True)) == (False, True)
    assert mask(prefix="updatedSpreadsheet") == f"updatedSpreadsheet({mask()})"


def test_what_google_leaves_out_is_filled_in() -> None:
    sheet = {
        "properties": {"title": "People", "gridProperties": {"rowCount": 9, "columnCount": 3, "frozenRowCount": 1}},
        "data": [
            {
                "rowData": [
                    {"values": [{"formattedValue": "Email"}, {}, {"formattedValue": "Age"}, {}]},
                    {},
                    {
                        "values": [
                            {"formattedValue": "ada"},
                            {},
                            {"formattedValue": "1,5", "userEnteredValue": {"numberValue": 1.5}},
                        ]
                    },
                    {"values": [{}, {}]},
                ]
            }
        ],
    }
    (tab,) = read_reading({"sheets": [sheet]}).workbook.tabs
    assert (tab.sheet_id, tab.header, tab.row_count, tab.column_count, tab.frozen_rows, tab.hidden) == (
        0,
        ("Email", "", "Age"),
        9,
        3,
        1,
        False,
    )
    assert tab.rows == (Row(2, ()), Row(3, (Cell("ada"), Cell(), Cell("1,5"))))
    assert tab.rows[1][2].number == 1.5


def test_truth_is_read_in_any_language_and_formulas_with_what_they_show() -> None:
    values = [
        {"formattedValue": "WAHR", "effectiveValue": {"boolValue": True}},
        {"formattedValue": "FALSCH", "effectiveValue": {"boolValue": False}},
        {"formattedValue": "7", "userEnteredValue": {"formulaValue": "=3+4"}},
        {"userEnteredValue": {"formulaValue": '=""'}},
    ]
    data = {"startRow": 1, "startColumn": 1, "rowData": [{"values": values}]}
    (tab,) = read_reading({"sheets": [{"properties": {"title": "T"}, "data": [data]}]}).workbook.tabs
    assert tab.rows[0].cells == (Cell(), Cell("TRUE"), Cell("FALSE"), Cell("7", "=3+4"), Cell("", '=""'))


def test_merged_cells_are_named_with_their_range() -> None:
    # Google leaves out what is 0
    merges = [
        {"endRowIndex": 2, "endColumnIndex": 1},
        {"startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 3},
    ]
    (tab,) = read_reading({"sheets": [{"merges": merges}]}).workbook.tabs
    assert ([str(area) for area in tab.merged], tab.merged[1]) == (["A1:A2", "B3:C4"], Area(range(3, 5), range(1, 3)))


def test_tabs_without_cells_are_absent() -> None:
    sheets = [{"properties": {"title": "Chart", "sheetType": "OBJECT"}}, {"properties": {"title": "People"}}]
    assert [tab.title for tab in read_reading({"sheets": sheets}).workbook.tabs] == ["People"]


def test_furniture_is_read() -> None:
    def condition(*values: str) -> dict[str, object]:
        return {"condition": {"values": [{"userEnteredValue": value} for value in values]}}

    sheet = {
        "properties": {"title": "People"},
        "data": [
            {
                "rowData": [
                    {
                        "values": [
                            {"formattedValue": "Email", "note": "Rows are found by it."},
                            {"formattedValue": "Keep"},
                            {"formattedValue": "Bin"},
                        ]
                    },
                    {
                        "values": [
                            {},
                            {"dataValidation": {"condition": {"type": "BOOLEAN"}}},
                            {"dataValidation": condition("a", "b")},
                        ]
                    },
                ]
            }
        ],
        "conditionalFormats": [{"booleanRule": condition("=$A2")}, {"booleanRule": condition()}, {}],
        "protectedRanges": [{"description": "mentorship: Email"}, {}],
        "filterViews": [{"title": "Virtual"}],
        "charts": [{"spec": {"title": "How many"}}, {}],
        "bandedRanges": [{"bandedRangeId": 1}],
    }
    (tab,) = read_reading({"sheets": [sheet]}).workbook.tabs
    assert tab.formatting == Formatting(
        rules=("=$A2", "", ""),
        protections=frozenset({"mentorship: Email", ""}),
        filters=frozenset({"Virtual"}),
        charts=frozenset({"How many", ""}),
        banded=True,
        notes={"email": "Rows are found by it."},
        dropdowns={"keep": ("TRUE", "FALSE"), "bin": ("a", "b")},
    )


def entry(text: str, key: str = METADATA_KEY) -> dict[str, str]:
    return {"metadataKey": key, "metadataValue": text}


def test_runs_are_read_in_order_and_strangers_entries_are_not() -> None:
    first, second = (Run(number, "name", "match", "ada", "2027") for number in (1, 2))
    entries = [entry(second.text()), entry("{}"), entry("x"), entry(first.text(), "other"), entry(first.text())]
    crooked = entry(first.text().replace('"number": 1', '"number": "1"'))
    reading = read_reading({"developerMetadata": [*entries, crooked, {"metadataKey": METADATA_KEY}]})
    assert (reading.runs, reading.head) == ((first, second), second)


def test_hidden_copies_are_no_tabs_of_the_workbook_and_only_the_last_runs_are_fresh() -> None:
    sheets = [{"properties": {"title": title}} for title in ("Before 1 7", "Before 2 7", "Before", "Before you start")]
    entries = [entry(Run(2, "name", "match", "ada", "2027").text())]
    reading = read_reading({"sheets": sheets, "developerMetadata": entries})
    assert [tab.title for tab in reading.workbook.tabs] == ["Before", "Before you start"]
    assert [tab.title for tab in reading.befores] == ["Before 1 7", "Before 2 7"]
    assert [tab.title for tab in reading.fresh_befores] == ["Before 2 7"]


def test_originals_are_keyed_by_the_tab_they_copy() -> None:
    values = [{"userEnteredValue": {"numberValue": 1}}, {}, {"userEnteredValue": {"stringValue": "x"}}]
    data = [{"startRow": 4, "startColumn": 1, "rowData": [{"values": values}]}]
    sheets = [{"properties": {"title": "Before 2 7"}, "data": data}, {"properties": {"title": "People"}, "data": data}]
    assert read_originals({"sheets": sheets}) == {(7, 5, 1): {"numberValue": 1}, (7, 5, 3): {"stringValue": "x"}}
