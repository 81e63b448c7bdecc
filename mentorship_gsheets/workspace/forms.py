"""The form's door: a Google Form with all its answers, by question id."""

from collections.abc import Iterator, Mapping
from typing import Any

from googleapiclient.discovery import build  # type: ignore[import-untyped]  # has no types

from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.workspace.adapter import Httplib2Adapter
from mentorship_gsheets.workspace.credentials import FORM_SCOPES
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.key_files import Key
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport

_PAGE = 5000
"""Responses a page, the most there are: https://developers.google.com/workspace/forms/api/reference/rest/v1/forms.responses/list"""


def read_form(where: str, key: Key, role: Role | None = None, meter: Meter | None = None) -> Form:
    """Read a form and all its responses.

    Parameters
    ----------
    where
        Address (of the page where it is edited) or id.
    key
        Must be an editor of the form.
    role
        The role the form stands for, when it does not ask.
    meter
        Shared by the doors of a run; None: one of its own.

    Returns
    -------
    Form
        Questions in the order of the form; each row of a grid is a question of its own, and titles, pictures
        and page breaks are absent. Responses in the order of their last submission.

    Raises
    ------
    RefusedError
        It is not shared, not there, or Google cannot be reached.
    """
    id = document_id(where, "form")
    adapter = Httplib2Adapter(Transport(key, FORM_SCOPES, meter or Meter()))
    forms = build("forms", "v1", http=adapter, static_discovery=True, cache_discovery=False).forms()
    form = forms.get(formId=id).execute()
    responses = sorted(
        (_response(raw, role) for raw in _raw_responses(forms, id)), key=lambda one: (one.submitted, one.id)
    )
    title = form.get("info", {}).get("title", "")
    return Form(id, title, tuple(_questions(form)), tuple(responses), role)


def _raw_responses(forms: Any, id: str) -> Iterator[Mapping[str, Any]]:
    token = None
    while True:
        page = forms.responses().list(formId=id, pageSize=_PAGE, pageToken=token).execute()
        yield from page.get("responses", ())
        token = page.get("nextPageToken")
        if not token:
            return


def _questions(form: Mapping[str, Any]) -> Iterator[Question]:
    for item in form.get("items", ()):
        title = item.get("title", "")
        if "questionItem" in item:
            yield _question(item["questionItem"].get("question", {}), title)
        group = item.get("questionGroupItem", {})
        grid = group.get("grid", {}).get("columns", {})
        for question in group.get("questions", ()):
            # shown as the linked tab words it, which people know
            row = f"{title} [{question.get('rowQuestion', {}).get('title', '')}]"
            yield _question({**question, "choiceQuestion": grid}, row)


def _question(question: Mapping[str, Any], title: str) -> Question:
    """Return one question; what is no choice (text, scale, date, time, file, rating) is free text."""
    choice = question.get("choiceQuestion", {})
    options = choice.get("options", ())
    return Question(
        id=question.get("questionId", ""),
        title=title,
        options=tuple(option["value"] for option in options if option.get("value")),
        several=choice.get("type") == "CHECKBOX",
        other=any(option.get("isOther") for option in options),
    )


def _response(raw: Mapping[str, Any], role: Role | None) -> Response:
    answers = {
        question: values for question, answer in raw.get("answers", {}).items() if (values := tuple(_values(answer)))
    }
    return Response(
        raw.get("responseId", ""), raw.get("lastSubmittedTime", ""), raw.get("respondentEmail", ""), answers, role
    )


def _values(answer: Mapping[str, Any]) -> Iterator[str]:
    for text in answer.get("textAnswers", {}).get("answers", ()):
        if text.get("value"):
            yield text["value"]
    for file in answer.get("fileUploadAnswers", {}).get("answers", ()):
        yield file.get("fileName", "")
