"""One odd text in one cell: what becomes of the person, and of everybody else."""

import re
from collections.abc import Mapping
from dataclasses import fields

import pytest

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.texts import LONGEST_CELL
from mentorship_gsheets.intake.values import capacity
from mentorship_gsheets.people import Form, Participant, Question, Response
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Formula, Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import match, pull
from tests.reliability.case import Outcome
from tests.reliability.typed import TYPED, Typed
from tests.sheets import applied, lines, workbook

SETTINGS = Settings(form="1FAIpQLSd")
QUESTIONS = {"Name": "Name", "Role": "Mentor or mentee?", "Capacity": "How many mentees?", "Notes": "Anything else?"}
every_text = pytest.mark.parametrize("case", TYPED, ids=lambda case: case.given)


def person(name: str, **more: str) -> dict[str, str]:
    said = {"Status": "answered", "Attendance": "in person", "Fields": "Physics", "Bin": "Physics"}
    return {"Email": f"{name.lower()}@example.org", "Name": name, **said, **more}


BO, DEE, CY = person("Bo"), person("Dee"), person("Cy")


def sheet(case: Typed) -> Workbook:
    """Ada, in whose row the text stands, another mentor, and a mentee for each."""
    return workbook(Mentors=[person("Ada", **{case.column: case.text}), CY], Mentees=[BO, DEE])


def about(findings: tuple[Finding, ...]) -> list[str]:
    """The messages but those about questions that are not asked or understood, and the sheet that is not set up."""
    ordinary = ("guessed-question", "unused-question", "not-understood", "attendance-unknown")
    return [str(finding) for finding in findings if finding.code not in ordinary]


def read(book: Workbook) -> dict[str, Participant]:
    roster, _ = read_roster(book)
    return {person.email: person for person in roster.mentors}


def value(person: Participant, column: str) -> object:
    return getattr(person, {field.name.title(): field.name for field in fields(Participant)}[column])


def google_takes(plan: Plan) -> None:
    """No cell is longer than cells can be, none holds half a character, and no text became a formula."""
    for change in plan.changes:
        values = dict(change.values).values() if isinstance(change, AddRow) else ()
        values = [change.value] if isinstance(change, SetCell) else [*values]
        texts = [value.template if isinstance(value, Formula) else str(value) for value in values]
        assert [text for text in texts if len(text) > LONGEST_CELL] == []
        assert [text for text in texts if re.search("[\ud800-\udfff]", text)] == []


@every_text
def test_a_text_in_a_cell_has_the_outcome_of_the_table(case: Typed) -> None:
    book = sheet(case)
    plan = match.plan(book, SETTINGS)
    google_takes(plan)
    assert about(plan.findings) == list(case.told)
    after = applied(plan, book)
    matched = dict(lines(after, "Mentees", "Email", "Mentor match"))
    assert match.plan(after, SETTINGS).changes == ()
    assert about(match.plan(after, SETTINGS).findings) == list(case.told)
    if case.outcome is Outcome.OK:
        ada = read(book)[str(case.value) if case.column == "Email" else "ada@example.org"]
        assert value(ada, case.column) == case.value
        assert sorted(matched.values()) == sorted([ada.label, "Cy <cy@example.org>"])
        assert read(after)[ada.email].partners != ()
    else:
        assert [finding.level for finding in plan.findings] == [Level.HELD]
        # Cy is matched as ever; Ada's row is left alone
        assert sorted(matched.values()) == ["", "Cy <cy@example.org>"]
        assert after.tab("Mentors").rows[0] == book.tab("Mentors").rows[0]  # type: ignore[union-attr]  # made above


def answer(name: str, answers: Mapping[str, str], email: str) -> Response:
    said = {"Name": name, "Role": "Mentor", **answers}
    return Response(name, "2027-05-01", email, {id: (text,) for id, text in said.items()})


@every_text
def test_the_same_text_as_an_answer_to_a_form_has_the_same_outcome(case: Typed) -> None:
    questions = tuple(Question(id, title) for id, title in QUESTIONS.items())
    email = case.text if case.column == "Email" else "ada@example.org"
    ada = answer("Ada", {} if case.column == "Email" else {case.column: case.text}, email)
    # what one person writes must not decide what a question is about
    others = [answer(name, {}, f"{name.lower()}@example.org") for name in ("Cy", "Flo", "Gus", "Hal", "Ivy")]
    form = Form("f", "Survey", questions, (ada, *others))
    book = workbook(Mentees=[BO, DEE])
    plan = pull.plan(book, SETTINGS, (form,))
    google_takes(plan)
    after = applied(plan, book)
    assert pull.plan(after, SETTINGS, (form,)).changes == ()
    people = read(after)
    assert [people.pop(f"{name.lower()}@example.org").name for name in ("Cy", "Flo", "Gus", "Hal", "Ivy")] == [
        "Cy",
        "Flo",
        "Gus",
        "Hal",
        "Ivy",
    ]
    if case.outcome is Outcome.OK:
        (ada,) = people.values()
        assert value(ada, case.column) == case.value
        if case.column == "Capacity":
            # read by structure where that can be done, else asked once for all who wrote it
            asked = (
                f"Survey: “{case.text}” (1 row), an answer to “How many mentees?”, is not understood as Capacity. "
                "Write what it means into the tab Answers, under Read as."
            )
            assert about(plan.findings) == ([] if capacity.read(case.text) else [asked])
        else:
            assert about(plan.findings) == [told.partition(": ")[2] for told in case.told]
    elif case.column == "Email":
        assert people == {}
        (told,) = about(plan.findings)
        problem = case.told[0].removeprefix("Mentors!L2: the address of Ada ").removesuffix(" Type one address.")
        assert told == f"the address Ada gave in Survey {problem} Ask for it, and add the person by hand."
    else:
        held = match.plan(after, SETTINGS)
        assert about(held.findings) == list(case.told)
        assert lines(applied(held, after), "Mentors", "Email", "Mentee match")[0] == ("ada@example.org", "")
