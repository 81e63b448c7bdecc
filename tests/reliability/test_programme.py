"""All odd texts in one programme, from the answers to the mailbox, with the commands people type."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.rehearsal.seeds import paste
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.cli.conftest import STAGES, Desk
from tests.reliability.case import Outcome
from tests.reliability.typed import TYPED, Typed

HEADINGS = {
    "Time": "Timestamp",
    "Email": "Email Address",
    "Name": "What is your full name?",
    "Role": "How would you like to take part?",
    "Fields": "Which fields do you work in?",
    "Capacity": "How many mentees could you take on?",
    "Notes": "Anything we should know?",
}
POSSIBLE = [
    case
    for case in TYPED
    # a cell of Google's takes neither half a character nor more than 50,000; readable addresses are all one person's
    if not re.search("[\ud800-\udfff]", case.text)
    and len(case.text) <= 50_000
    and not (case.column == "Email" and case.value)
]


@dataclass(frozen=True)
class Outcomes:
    """How the programme ended: the sheet, what was told by exit code, and who stands in the drafts."""

    sheet: Workbook
    told: str
    drafted: str


def address(number: int) -> str:
    return f"odd{number:03}@example.org"


def answers(number: int, case: Typed) -> list[str]:
    """A mentor of our own whose answer to one question is odd."""
    plain = {"Email": address(number), "Name": f"Odd {number:03}", "Role": "As a mentor", "Fields": "Physics"}
    texts = {"Time": f"2027/05/01 10:{number // 60:02}:{number % 60:02}", **plain, case.column: case.text}
    return [texts.get(column, "") for column in HEADINGS]


def mentee(number: int) -> list[str]:
    texts = {"Time": "2027/05/02 10:00:00", "Role": "As a mentee", "Fields": "Physics"}
    texts |= {"Email": f"plain{number}@example.org", "Name": f"Plain {number:03}"}
    return [texts.get(column, "") for column in HEADINGS]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    with running("empty") as google:
        desk = Desk(google)
        mentors = [answers(number, case) for number, case in enumerate(POSSIBLE)]
        mentees = [mentee(number) for number in range(2 * len(POSSIBLE))]
        paste(google.world, google.sheet, "Form Responses 1", [list(HEADINGS.values()), *mentors, *mentees])
        desk.run("setup", "--sender", google.mailbox, "--programme", "TestConf")
        told = [
            desk.run(*stage, *(("--force",) if stage == ("pull",) else ()), "--json", code=None).stdout
            for stage in (*STAGES, ("draft", "matches"))
        ]
        findings = [finding["what"] for plan in map(json.loads, told) for finding in plan["findings"]]
        drafts = desk.sheet().tab("Drafts")
        assert drafts is not None
        made = [drafts.text(row, "To") for row in drafts.rows if drafts.text(row, "State") == "DRAFTED"]
        assert len(google.world.store.all(f"draft:{google.mailbox}")) == len(made)
        yield Outcomes(desk.sheet(), "\n".join(findings), "\n".join(made))


@pytest.mark.parametrize(
    ("number", "case"), [*enumerate(POSSIBLE)], ids=[f"{case.group}: {case.given}" for case in POSSIBLE]
)
def test_who_is_fine_gets_a_draft_and_who_is_held_does_not(number: int, case: Typed, outcomes: Outcomes) -> None:
    assert (f"<{address(number)}>" in outcomes.drafted) == (case.outcome is Outcome.OK)


def test_nothing_anybody_typed_is_a_formula_anywhere(outcomes: Outcomes) -> None:
    typed = {case.text.strip() for case in POSSIBLE} - {""}
    cells = [cell for tab in outcomes.sheet.tabs for row in tab.rows for cell in row.cells]
    assert [cell for cell in cells if cell.formula and (cell.formula in typed or cell.text in typed)] == []
    shown = {cell.text for cell in cells}
    assert [
        case.text for case in POSSIBLE if case.text.startswith(("=", "+", "@", "<", "{")) and case.text not in shown
    ] == []
