"""The form in the page: filled in and changed as a respondent would."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from mentorship_gsheets.rehearsal.running import Rehearsal, running
from tests.page.desk import Desk, Screen


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[Rehearsal]:
    with running("cast", people=20) as started:
        yield started


@pytest.fixture
def desk(rehearsal: Rehearsal) -> Desk:
    """As seeded: the form's answers go to a tab of the sheet."""
    return Desk(rehearsal)


def answers(desk: Desk, address: str) -> list[dict[str, list[str]]]:
    path = f"/v1/forms/{desk.rehearsal.form}"
    titles = {
        item["questionItem"]["question"]["questionId"]: item["title"]
        for item in desk.call("GET", path)["items"]
        if "questionItem" in item
    }
    responses: list[dict[str, Any]] = desk.call("GET", f"{path}/responses")["responses"]
    return [
        {
            titles[key]: [answer["value"] for answer in given["textAnswers"]["answers"]]
            for key, given in response["answers"].items()
        }
        for response in responses
        if response["respondentEmail"] == address
    ]


def test_the_form_is_filled_in_submitted_and_changed(screen: Screen, desk: Desk) -> None:
    screen.look(place=f"#form/{desk.rehearsal.form}")
    page = screen.page
    page.get_by_role("textbox", name="e-mail").fill("new@example.org")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert").filter(has_text="required")).to_have_count(3)
    page.get_by_role("textbox", name="full name").fill("Nell New")
    page.get_by_role("radio", name="As a mentee").check()
    page.get_by_role("radio", name="Virtually").check()
    page.get_by_role("checkbox", name="Physics", exact=True).check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your response has been recorded.")).to_be_visible()
    (given,) = answers(desk, "new@example.org")
    assert given["What is your full name?"] == ["Nell New"]
    assert given["How will you attend the conference?"] == ["Virtually"]
    page.get_by_role("button", name="Edit your response").click()
    expect(page.get_by_role("radio", name="Virtually")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Physics", exact=True)).to_be_checked()
    page.get_by_role("radio", name="In person").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your response has been recorded.")).to_be_visible()
    (changed,) = answers(desk, "new@example.org")
    assert changed == given | {"How will you attend the conference?": ["In person"]}


def test_who_has_answered_before_is_offered_that_answer(screen: Screen, desk: Desk) -> None:
    responses = desk.call("GET", f"/v1/forms/{desk.rehearsal.form}/responses")["responses"]
    screen.look(place=f"#form/{desk.rehearsal.form}")
    address = screen.page.get_by_role("textbox", name="e-mail")
    address.fill(responses[0]["respondentEmail"])
    address.blur()
    screen.page.get_by_role("button", name="Change that answer").click()
    expect(screen.page.get_by_role("textbox", name="full name")).not_to_have_value("")
