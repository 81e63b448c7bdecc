"""What setup plans, as values; on a server it is tested with the look of the sheet."""

from dataclasses import replace

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, SetCell, SetFormatting
from mentorship_gsheets.spreadsheet.tab import FilterView
from mentorship_gsheets.spreadsheet.workbook import Formatting, Workbook
from mentorship_gsheets.stages import setup
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.catalogue import OVERVIEW, all_tabs
from mentorship_gsheets.tabs.first_rows import BIN_ROWS
from mentorship_gsheets.tabs.people_tabs import MENTORS
from tests.sheets import tab, without, workbook

EMPTY = Workbook("book", "Book", ())


def formatting(book: Workbook, title: str, aspect: str) -> list[SetFormatting]:
    changes = setup.plan(book).changes
    return [
        change
        for change in changes
        if isinstance(change, SetFormatting) and (change.tab, change.aspect) == (title, aspect)
    ]


def test_an_empty_sheet_gets_all_tabs_in_order() -> None:
    added = [change.spec.title for change in setup.plan(EMPTY).changes if isinstance(change, AddTab)]
    assert added == [spec.title for spec in all_tabs()]


def test_people_can_be_filtered_by_bin_and_state() -> None:
    views = [change.what for change in formatting(EMPTY, "Mentors", "filter")]
    assert [view.title for view in views if isinstance(view, FilterView)] == [
        "Virtual only",
        "Unmatched",
        *(f"Bin: {name}" for name, _ in BIN_ROWS),
    ]


def test_a_sheet_from_before_keeps_its_setting_its_filters_and_its_charts_under_one_name_each() -> None:
    """What was called a block: the line of Settings gets its new name, what a person sees by title is not doubled."""
    settings = tab("Settings", ["Setting", "Value", "Default", "Meaning"], [["Blocks", "wall", "guide", ""]])
    old = Formatting(filters=frozenset({f"Block: {name}" for name, _ in BIN_ROWS}))
    mentors = replace(tab("Mentors", [column.header for column in MENTORS.columns], []), formatting=old)
    header = [column.header for column in OVERVIEW.columns]
    lines = [change for change in overview.plan(EMPTY, overview.pair_lines) if isinstance(change, AddRow)]
    rows = [["", *[""] * (len(header) - 2), line.key] for line in lines]
    charts = Formatting(charts=frozenset({"Blocks before balancing", "Blocks now"}))
    book = workbook(settings, mentors, replace(tab("Overview", header, rows), formatting=charts))
    plan = setup.plan(book)
    renamed = [c for c in plan.changes if isinstance(c, SetCell) and (c.tab, c.key) == ("Settings", "Blocks")]
    assert [(change.column, change.value) for change in renamed] == [("Setting", "Bins")]
    assert [change for change in plan.changes if isinstance(change, AddRow) and change.key == "Bins"] == []
    shown = [str(change) for change in plan.changes if isinstance(change, SetFormatting)]
    assert [line for line in shown if line.startswith("Mentors: filter Bin")] == []
    assert [line for line in shown if line.startswith("Overview: chart Bins")] == []


def test_only_what_the_tool_writes_is_protected() -> None:
    protected = [
        str(change).removeprefix("Mentors: protection ") for change in formatting(EMPTY, "Mentors", "protection")
    ]
    assert protected == [column.header for column in MENTORS.columns if column.ours]


def test_a_tab_somebody_deleted_comes_back_alone() -> None:
    book = without(workbook(), "Never match")
    assert [str(change) for change in setup.plan(book).changes if isinstance(change, AddTab)] == ["add tab Never match"]


def test_charts_are_left_out_where_their_lines_are_not_below_each_other() -> None:
    lines = [change for change in overview.plan(EMPTY, overview.pair_lines) if isinstance(change, AddRow)]
    header = ["Overview", "Number", "Mentors", "Mentees", "Mentors, first choice", "Mentees, first choice", "Line"]
    rows = [["", "", "", "", "", "", line.key] for line in lines]
    split = next(number for number, line in enumerate(lines) if line.key == "fit 40")
    rows.insert(split, ["mine", "", "", "", "", "", ""])
    book = workbook(tab("Overview", header, rows))
    charts = [str(change) for change in overview.plan(book, overview.pair_lines)]
    assert charts == [
        "Overview: chart Answers by day",
        "Overview: chart Answered so far, in %",
        "Overview: chart Bins before balancing",
        "Overview: chart Bins now",
        "Overview: chart Places against people",
        "Overview: chart Mails by state",
    ]


def test_first_choices_are_written_beside_the_blocks_and_only_once() -> None:
    header = ["Overview", "Mentors, first choice", "Mentees, first choice", "Line"]
    book = workbook(
        tab("Overview", header, [["Physics", "2", "", "block 1"], ["Other", "", "", "block 2"]]),
        Bins=[{"Bin": "Physics"}, {"Bin": "Other"}],
    )
    changes = overview.first_choices(book, {"physics": {Role.MENTOR: 2, Role.MENTEE: 3}})
    assert [(change.key, change.column, change.value) for change in changes] == [
        ("block 1", "Mentees, first choice", 3),
        ("block 2", "Mentors, first choice", 0),
        ("block 2", "Mentees, first choice", 0),
    ]
