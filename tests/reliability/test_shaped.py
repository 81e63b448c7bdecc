"""What people did to the shape of the sheet, through the real command and the rehearsal server."""

import re
from collections.abc import Mapping

import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.workbook import Cell, Tab
from mentorship_gsheets.tabs.catalogue import MEMORY, all_tabs
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN
from mentorship_gsheets.text import as_key
from tests.cli.conftest import Desk
from tests.reliability.case import Outcome
from tests.reliability.conftest import pairs
from tests.reliability.shaped import SHAPED, Shaped

WRITE = "sheets.spreadsheets.batchUpdate"
MENTOR = Role.MENTOR


@pytest.mark.parametrize("case", SHAPED, ids=lambda case: case.given)
def test_a_sheet_people_have_changed_has_the_outcome_of_the_table(
    case: Shaped, desk: Desk, undisturbed: Mapping[Role, Mapping[str, str]]
) -> None:
    case.do(desk)
    mark = desk.mark()
    before = desk.sheet()
    result = desk.run("match", code=None)
    said = " ".join(result.output.split())
    assert [
        sentence for sentence in case.told if not re.search(".+?".join(map(re.escape, sentence.split("…"))), said)
    ] == []
    after = desk.sheet()
    if case.outcome is Outcome.STOP:
        assert (result.exit_code, desk.calls(WRITE, mark), after) == (1, [], before)
        return
    found = pairs(after)
    mentors = after.tab("Mentors")
    assert mentors is not None
    if case.held:
        (held,) = [email for email, rows in mentors.keyed(KEY).items() if len(rows) == 2]
        assert [mentors.text(row, MATCH_COLUMN[MENTOR]) for row in mentors.keyed(KEY)[held]] == ["", ""]
        # everybody else who would have got somebody has got somebody
        assert [email for email, partner in undisturbed[MENTOR].items() if partner and not found[MENTOR][email]] == [
            held
        ]
    elif case.added:
        assert found[MENTOR][case.added] != ""
    else:
        assert found == undisturbed
    assert {tab.title: foreign(tab) for tab in after.tabs} == {tab.title: foreign(tab) for tab in before.tabs}
    desk.run("match", code=None)
    assert len(desk.calls(WRITE, mark)) == 1


def foreign(tab: Tab) -> list[tuple[Cell, ...]]:
    """What stands in columns of others, and in whole tabs of others; ``Log`` and ``Memory`` are ours alone."""
    ours = {as_key(column.header) for spec in all_tabs() if spec.title == tab.title for column in spec.columns}
    places = [place for place, header in enumerate(tab.header) if as_key(header) not in ours]
    return [tuple(row[place] for place in places) for row in tab.rows] if tab.title not in ("Log", MEMORY.title) else []
