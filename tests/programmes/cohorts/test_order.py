"""The goals of cohorts in the order of the tab ``Criteria``, and of the line that older sheets have."""

from dataclasses import replace

from mentorship_gsheets.errors import Level
from mentorship_gsheets.programmes import format_named, read_settings
from mentorship_gsheets.programmes.cohorts.model import GOALS, Goal
from mentorship_gsheets.programmes.cohorts.standing import instance_of, read_standing
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import setup
from tests.sheets import applied, drawn, lines, tab

COHORTS = format_named("cohorts")


def sheet(older: str | None = None, *rows: list[str]) -> Workbook:
    """A sheet of the format, with a line of the order that older ones have, and rows of ``Criteria``."""
    settings = [["Format", "cohorts"], *([["Goals of cohorts", older]] if older is not None else [])]
    special = {
        "Settings": tab("Settings", ["Setting", "Value", "Default", "Meaning"], settings),
        "Criteria": tab("Criteria", ["Criterion", "Use", "How", "What it means"], rows),
    }
    return Workbook("book", "Book", tuple(special.get(each.title) or drawn(each) for each in COHORTS.tabs()))


def order(book: Workbook) -> tuple[Goal, ...]:
    settings, findings = read_settings(book)
    assert [finding for finding in findings if finding.level is Level.STOP] == []
    return instance_of(read_standing(book, settings), settings, ()).goals


def test_the_rows_are_the_goals_in_their_order_and_off_switches_one_off() -> None:
    assert order(sheet()) == tuple(goal for goal in GOALS if goal is not Goal.COLLEAGUES)
    assert order(
        sheet(None, ["picks below the first", "in this order"], ["Mentees in no cohort", "in this order"])
    ) == (
        Goal.RANK,
        Goal.UNPLACED,
    )
    assert order(sheet(None, ["mentees in no cohort", "off"])) == ()


def test_colleagues_count_only_where_settings_avoid_them() -> None:
    book = sheet()
    settings = replace(read_settings(book)[0], colleagues=Policy.AVOID)
    assert instance_of(read_standing(book, settings), settings, ()).goals == GOALS


def test_rows_of_ones_own_are_told_to_be_none_of_this_format() -> None:
    _, findings = read_settings(sheet(None, ["Same city", "in this order", "same"], ["idle mentors", "off"]))
    assert [(one.where, one.code) for one in findings] == [
        ("Criteria!A2", "unknown-criterion"),
        ("Criteria!A3", "unknown-criterion"),
    ]
    assert findings[0].remedy.startswith("Write one of: mentees in no cohort, ")


def test_the_line_of_an_older_sheet_is_read_and_carried_over() -> None:
    for older, expected in (("rank; unplaced", (Goal.RANK, Goal.UNPLACED)), ("", GOALS)):
        before = sheet(older)
        assert COHORTS.standing_order(read_settings(before)[0]) == expected
        plan = setup.plan(before)
        assert [one.code for one in plan.findings] == ["order-carried"]
        cells = tuple(change for change in plan.changes if isinstance(change, AddRow | SetCell))
        assert [change for change in plan.changes if isinstance(change, AddTab)] == []
        columns = tuple(change for change in plan.changes if type(change).__name__ == "AddColumn")
        after = applied(replace(plan, changes=(*columns, *cells)), before)
        assert COHORTS.standing_order(read_settings(after)[0]) == expected
        uses = [use for _, use in lines(after, "Criteria", "Criterion", "Use")]
        assert uses == ["in this order"] * len(expected) + ["off"] * (len(GOALS) - len(expected))
        assert setup.plan(after).findings == ()


def test_settings_without_a_sheet_have_the_usual_goals() -> None:
    assert COHORTS.standing_order(Settings()) == GOALS
