"""The colour of virtual attendees."""

from dataclasses import replace

import pytest

from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import SetFormatting
from mentorship_gsheets.spreadsheet.tab import Rule
from mentorship_gsheets.spreadsheet.workbook import Formatting, Tab
from mentorship_gsheets.stages import color
from mentorship_gsheets.tabs.people_tabs import MENTEES, MENTORS
from tests.sheets import drawn, workbook

PEOPLE = ({"Email": "ada@example.org", "Attendance": "virtual"}, {"Email": "bo@example.org", "Attendance": "in person"})


def ruled(spec_tab: Tab, *formulas: str) -> Tab:
    return replace(spec_tab, formatting=Formatting(rules=formulas))


def test_both_tabs_get_one_rule_over_the_whole_row() -> None:
    plan = color.plan(workbook(drawn(MENTORS, *PEOPLE), drawn(MENTEES, *PEOPLE[:1])), Settings())
    assert [(type(change), str(change)) for change in plan.changes] == [
        (SetFormatting, "Mentees: rule virtual"),
        (SetFormatting, "Mentors: rule virtual"),
    ]
    assert plan.summary == "1 mentor and 1 mentee attend virtually"
    (rule,) = {change.what for change in plan.changes if isinstance(change, SetFormatting)}
    assert isinstance(rule, Rule)
    assert rule.columns == ()


@pytest.mark.parametrize("formula", ['=$I2="virtual"', '= $I2 = "virtual"'])
def test_a_rule_that_stands_is_not_added_again(formula: str) -> None:
    book = workbook(ruled(drawn(MENTORS), "=TRUE", formula), ruled(drawn(MENTEES), formula))
    assert color.plan(book, Settings()).empty


def test_a_rule_on_another_column_is_somebody_elses() -> None:
    book = workbook(ruled(drawn(MENTORS), '=$E2="virtual"'), ruled(drawn(MENTEES), '=$I2="virtual"'))
    assert [str(change) for change in color.plan(book, Settings()).changes] == ["Mentors: rule virtual"]
