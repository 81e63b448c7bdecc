"""Sources that do not fit together: what stands in ``Mentors`` after a pull, and who is matched."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import match, pull
from tests.reliability.case import Outcome
from tests.reliability.gathered import GATHERED, Gathered, Line
from tests.reliability.lines import LINES
from tests.sheets import applied, lines, tab, workbook

SETTINGS = Settings()
TITLE = "Form Responses 1"
MENTEES = [{"Email": f"{name}@example.org", "Name": name.title(), "Status": "by hand"} for name in ("bo", "dee", "eve")]


def responses(case: Gathered, lines: tuple[Line, ...]) -> Tab:
    cells = [tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in line) for line in lines]
    return replace(tab(TITLE, case.header), rows=tuple(Row(number, each) for number, each in enumerate(cells, 2)))


def sheet(case: Gathered, answers: tuple[Line, ...]) -> Workbook:
    mentees = [] if case.nobody else MENTEES
    book = workbook(responses(case, answers), Mentors=case.mentors, Mentees=mentees, Sign_ups=case.sign_ups)
    return replace(book, locale=case.locale)


def told(*plans: Plan) -> tuple[str, ...]:
    """Each message once, without those about the wording of questions."""
    findings = [finding for plan in plans for finding in plan.findings]
    ordinary = ("guessed-question", "unused-question")
    return tuple(dict.fromkeys(str(finding) for finding in findings if finding.code not in ordinary))


@pytest.mark.parametrize("case", [*GATHERED, *LINES], ids=lambda case: case.given)
def test_sources_have_the_outcome_of_the_table(case: Gathered) -> None:
    book = sheet(case, tuple(case.answers if case.before is None else case.before))
    pulled = pull.plan(book, SETTINGS)
    book = applied(pulled, book)
    if case.before is not None:
        new = responses(case, tuple(case.answers))
        book = replace(book, tabs=tuple(new if tab.title == TITLE else tab for tab in book.tabs))
        pulled = pull.plan(book, SETTINGS)
    assert lines(book, "Mentors", "Email", "Name", "Capacity") == list(case.mentors_after)
    stopped = pulled.stops
    if not stopped:
        matched = match.plan(book, SETTINGS)
        assert told(pulled, matched) == case.told
        stopped = matched.stops
        after = applied(matched, book)
        alone = [email for email, partner in lines(after, "Mentors", "Email", "Mentee match") if not partner]
        assert alone == list(case.unmatched)
        levels = {finding.level for finding in (*pulled.findings, *matched.findings)}
        assert (Level.HELD in levels) == (case.outcome is Outcome.FLAG)
    if case.outcome is Outcome.STOP:
        assert tuple(map(str, stopped)) == case.told
        # a plan with a finding of this level is never written
        assert {finding.level for finding in stopped} == {Level.STOP}
