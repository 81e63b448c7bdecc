"""The form of office hours: made with a grid, answered, its choices brought up to date, answered again."""

from typing import Any

from mentorship_gsheets.rehearsal.forms import submit
from tests.cli.conftest import Desk
from tests.cli.test_form import delegate, form_setting
from tests.programmes.cohorts.sheet import setting, tab_of
from tests.programmes.office_hours.sheet import at
from tests.sheets import lines

AT = at().name


def items(desk: Desk, form: str) -> dict[str, dict[str, Any]]:
    """The items of the form by their first words."""
    found = desk.google.world.store.load("form", form) or {}
    return {" ".join(item["title"].split()[:4]): item for item in found["items"]}


def answer(desk: Desk, form: str, email: str, **answers: Any) -> None:
    """Fill in the form: question by its first words -> answer, of a grid row -> answers."""
    given = {}
    for words, said in answers.items():
        item = items(desk, form)[words]
        if "questionItem" in item:
            given[item["questionItem"]["question"]["questionId"]] = [said]
        for row in item.get("questionGroupItem", {}).get("questions", ()):
            given[row["questionId"]] = said.get(row["rowQuestion"]["title"], [])
    submit(desk.google.world, form, email, given)


def options(item: dict[str, Any]) -> list[str]:
    return [option["value"] for option in item["questionItem"]["question"]["choiceQuestion"]["options"]]


NAME, ROLE, ZONE = "What is your full", "How would you like", "What is your time"
GRID, PICK = "Mentors: when could you", "Mentees: your first choice"


def test_the_form_from_the_grid_to_the_booking(desk: Desk) -> None:
    delegate(desk)
    desk.run("setup", "--format", AT, "--sender", desk.google.mailbox, "--programme", "Office")
    setting(desk, "Slot days", "2037-07-06 to 2037-07-07")
    setting(desk, "Slot times", "16:00; 17:00")
    desk.run("form", "--create")
    form = form_setting(desk).split("/")[-2]
    desk.google.control("POST", "share", {"file": form, "role": "writer"})
    grid = items(desk, form)[GRID]["questionGroupItem"]
    assert grid["grid"]["columns"] == {"type": "CHECKBOX", "options": [{"value": "16:00"}, {"value": "17:00"}]}
    # there is no slot to choose yet
    assert PICK not in items(desk, form)
    free = {"Monday 6 July 2037": ["16:00"], "Tuesday 7 July 2037": ["16:00", "17:00"]}
    answer(desk, form, "ada@example.org", **{NAME: "Ada", ROLE: "As a mentor", ZONE: "Europe/Paris", GRID: free})
    desk.run("pull")
    assert lines(desk.sheet(), "Slots", "Slot", "Starts") == [
        ("S01", "2037-07-06 16:00"),
        ("S02", "2037-07-07 16:00"),
        ("S03", "2037-07-07 17:00"),
    ]
    desk.run("form", "--dry-run", yes=False)
    assert PICK not in items(desk, form)
    desk.run("form")
    offered = options(items(desk, form)[PICK])
    assert offered == [
        "S01 · Mon 6 July 14:00 UTC · Ada",
        "S02 · Tue 7 July 14:00 UTC · Ada",
        "S03 · Tue 7 July 15:00 UTC · Ada",
    ]
    answer(desk, form, "bo@example.org", **{NAME: "Bo", ROLE: "As a mentee", ZONE: "Asia/Tokyo", PICK: offered[1]})
    desk.run("pull")
    desk.run("match")
    assert lines(desk.sheet(), "Slots", "Booked") == [("",), ("Bo <bo@example.org>",), ("",)]
    # a full slot is offered no more, another day is, and the answers stay
    before = items(desk, form)
    setting(desk, "Slot days", "2037-07-07; 2037-07-08")
    result = desk.run("form")
    assert [line.strip() for line in result.output.splitlines() if ", 1 gone" in line][1:] == [
        f"“Mentees: your {place} choice of a session”: 2 choices, 0 new, 1 gone"
        for place in ("first", "second", "third")
    ]
    after = items(desk, form)
    rows = [
        {row["rowQuestion"]["title"]: row["questionId"] for row in one[GRID]["questionGroupItem"]["questions"]}
        for one in (before, after)
    ]
    assert list(rows[1]) == ["Tuesday 7 July 2037", "Wednesday 8 July 2037"]
    assert rows[0]["Tuesday 7 July 2037"] == rows[1]["Tuesday 7 July 2037"]
    mark = desk.mark()
    desk.run("form")
    assert desk.calls("forms.forms.batchUpdate", mark) == []
    # what was ticked for a day that the form has no more stays a slot
    desk.run("pull")
    assert [key for (key,) in lines(desk.sheet(), "Slots", "Slot")] == ["S01", "S02", "S03"]


def test_a_form_that_may_not_be_changed_stays_as_it_is(desk: Desk) -> None:
    desk.run("setup", "--format", AT, "--form", desk.google.form, "--sender", desk.google.mailbox)
    setting(desk, "Slot days", "2037-07-06")
    setting(desk, "Slot times", "16:00")
    desk.google.fault("refuse", shape="forbidden", method="forms.forms.batchUpdate", times=0)
    before = desk.google.world.store.load("form", desk.google.form)
    desk.run("form", code=3)
    assert desk.google.world.store.load("form", desk.google.form) == before
    assert tab_of(desk, "Slots").rows == ()
