"""Forms v1: forms, responses, and what a respondent does.

https://developers.google.com/workspace/forms/api/reference/rest/v1. Documents: ``form`` by id holds the
form resource; ``responses:FORM`` by response id holds the response resources.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mentorship_gsheets.rehearsal import access, form_editing, form_link
from mentorship_gsheets.rehearsal.access import FORM
from mentorship_gsheets.rehearsal.call import ApiError, Call, Clock, Handler, invalid
from mentorship_gsheets.rehearsal.store import Store
from mentorship_gsheets.rehearsal.world import World

_FILTER = re.compile(r"timestamp\s*(>=?)\s*(\S+)")
_PAGE = 5000


def create_form(
    store: Store, clock: Clock, title: str, owner: str, *, id: str | None = None, like: str | None = None
) -> str:
    """Make a form and its file.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    clock
        The rehearsal's time.
    title
        Title of the form and name of the file.
    owner
        E-mail address of the owner.
    id
        The id it gets; a random one where left out.
    like
        Id of a form whose questions and settings it takes; empty where left out.

    Returns
    -------
    str
        The form's id.
    """
    id = id or secrets.token_urlsafe(33)
    source = {} if like is None else store.load("form", like) or {}
    form = {
        "formId": id,
        "info": {**source.get("info", {}), "title": title, "documentTitle": title},
        "settings": source.get("settings", {"emailCollectionType": "DO_NOT_COLLECT"}),
        "revisionId": f"{1:08x}",
        "responderUri": f"https://docs.google.com/forms/d/e/{secrets.token_urlsafe(24)}/viewform",
        "items": source.get("items", []),
        "publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}},
    }
    store.save("form", id, form)
    access.create_file(store, clock, id, title, FORM, owner)
    return id


def delete_form(store: Store, id: str) -> None:
    """Forget a form and what was answered for good.

    Parameters
    ----------
    store
        The documents of the rehearsal.
    id
        Id of the form; there may be none such.
    """
    store.delete("form", id)
    for response in store.ids(f"responses:{id}"):
        store.delete(f"responses:{id}", response)


def get(call: Call) -> dict[str, Any]:
    """``forms.get``."""
    return _shown(_form(call, "writer"))


def create(call: Call) -> dict[str, Any]:
    """``forms.create``: a title only; a service account owns no storage."""
    if not (call.caller.owns_storage or call.switches.allow_file_creation):
        raise access.forbidden()
    body = call.body or {}
    if set(body) - {"info"} or set(body.get("info", {})) - {"title", "documentTitle"}:
        raise invalid(
            "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
        )
    id = create_form(call.store, call.clock, body.get("info", {}).get("title", ""), call.caller.email)
    if call.params.get("unpublished"):
        form = call.store.load("form", id) or {}
        form["publishSettings"] = {"publishState": {}}
        call.store.save("form", id, form)
    return _shown(call.store.load("form", id) or {})


def batch_update(call: Call) -> dict[str, Any]:
    """``forms.batchUpdate``: all requests or none."""
    form = _form(call, "writer")
    body = call.body or {}
    control = body.get("writeControl", {})
    required = control.get("requiredRevisionId")
    if required is not None and required != form["revisionId"]:
        raise invalid("The required revision ID is not the latest revision ID of the form.")
    if not body.get("requests"):
        raise invalid("Must specify at least one request.")
    replies = [form_editing.apply(form, request, place) for place, request in enumerate(body["requests"])]
    form["revisionId"] = f"{int(form['revisionId'], 16) + 1:08x}"
    call.store.save("form", form["formId"], form)
    access.touch(call.store, call.clock, form["formId"])
    reply: dict[str, Any] = {"replies": replies, "writeControl": {"requiredRevisionId": form["revisionId"]}}
    return reply | ({"form": _shown(form)} if body.get("includeFormInResponse") else {})


def set_publish_settings(call: Call) -> dict[str, Any]:
    """``forms.setPublishSettings``."""
    form = _form(call, "writer")
    settings = (call.body or {}).get("publishSettings", {})
    form["publishSettings"] = settings
    call.store.save("form", form["formId"], form)
    return {"formId": form["formId"], "publishSettings": settings}


def list_responses(call: Call) -> dict[str, Any]:
    """``forms.responses.list``: in no order that means anything, in pages."""
    form = _form(call, "writer")
    size = call.params.get("pageSize") or _PAGE
    if not 0 < size <= _PAGE:
        raise invalid(f"Invalid page size: {size}. Must be between 1 and {_PAGE}.")
    wanted = call.params.get("filter", "")
    responses = [
        response
        for response in call.store.all(f"responses:{form['formId']}").values()
        if _passes(wanted, response["lastSubmittedTime"])
    ]
    start = _page_start(call.params.get("pageToken", ""), wanted)
    page = responses[start : start + size]
    reply: dict[str, Any] = {"responses": page} if page else {}
    if start + size < len(responses):
        reply["nextPageToken"] = f"{start + size:x}.{wanted.encode().hex()}"
    return reply


def get_response(call: Call) -> dict[str, Any]:
    """``forms.responses.get``."""
    form = _form(call, "writer")
    response = call.store.load(f"responses:{form['formId']}", call.params["responseId"])
    if response is None:
        raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
    return {"formId": form["formId"]} | response


def submit(
    world: World,
    form_id: str,
    email: str,
    answers: Mapping[str, Sequence[str]],
    response_id: str | None = None,
) -> str:
    """Fill in the form as a respondent, or edit an earlier response.

    The linked tab gets the row, or its row is overwritten on an edit, as Forms does.

    Parameters
    ----------
    world
        The whole rehearsal: its documents, time, switches and faults.
    form_id
        Id of the form.
    email
        Address of the respondent; it is kept only where the form collects it.
    answers
        Texts chosen or typed, by the id of the question.
    response_id
        The response to edit; a new one where left out.

    Returns
    -------
    str
        The id of the response.

    Raises
    ------
    ApiError
        404 for an unknown form or response, 400 for an unknown question or a required one left out.
    """
    with world.store.transaction():
        form = world.store.load("form", form_id)
        kind = f"responses:{form_id}"
        earlier = {} if response_id is None else world.store.load(kind, response_id)
        if form is None or earlier is None:
            raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
        asked = form_editing.questions(form)
        for id in answers.keys() - asked.keys():
            raise invalid(f"No such question: {id}")
        for id, columns in form_editing.grid_columns(form).items():
            strange = [text for text in answers.get(id, ()) if text not in columns]
            if strange:
                raise invalid(f"No such column: {strange[0]}")
        for id, question in asked.items():
            if question.get("required") and not any(answers.get(id, ())):
                raise invalid(f"This is a required question: {id}")
        now = world.clock.timestamp()
        id = response_id or secrets.token_urlsafe(48)
        response = response_of(form, id, earlier.get("createTime", now), now, email, answers)
        world.store.save(kind, id, response)
        form_link.mirror(world, form, response, earlier or None)
        return id


def response_of(
    form: Mapping[str, Any],
    id: str,
    created: str,
    submitted: str,
    email: str,
    answers: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """A response resource; the address is kept only where the form collects it.

    Parameters
    ----------
    form
        The form's document; its settings say whether the address is kept.
    id
        Id of the response.
    created, submitted
        Times as in Google's JSON (RFC 3339).
    email
        Address of the respondent.
    answers
        Texts by the id of the question; questions without any text are left out.

    Returns
    -------
    dict[str, Any]
        A ``FormResponse`` resource.
    """
    texts = {
        question: {
            "questionId": question,
            "textAnswers": {"answers": [{"value": value} for value in values]},
        }
        for question, values in answers.items()
        if any(values)
    }
    response: dict[str, Any] = {"responseId": id, "createTime": created, "lastSubmittedTime": submitted}
    if form["settings"].get("emailCollectionType") in {"VERIFIED", "RESPONDER_INPUT"}:
        response["respondentEmail"] = email
    return response | ({"answers": texts} if texts else {})


def _form(call: Call, role: str) -> dict[str, Any]:
    access.require(call, call.params["formId"], role, FORM)
    form = call.store.load("form", call.params["formId"])
    if form is None:
        raise ApiError(404, "NOT_FOUND", "Requested entity was not found.")
    return form


def _shown(form: dict[str, Any]) -> dict[str, Any]:
    """The resource without what only we keep, and without an empty list of items."""
    return {key: value for key, value in form.items() if not key.startswith("_") and value != []}


def _passes(wanted: str, submitted: str) -> bool:
    if not wanted:
        return True
    match = _FILTER.fullmatch(wanted.strip())
    try:
        if match is None or not match[2].endswith("Z"):
            raise ValueError
        limit, moment = datetime.fromisoformat(match[2]), datetime.fromisoformat(submitted)
    except ValueError:
        raise invalid(f"Invalid filter: {wanted}") from None
    return moment >= limit if match[1] == ">=" else moment > limit


def _page_start(token: str, wanted: str) -> int:
    if not token:
        return 0
    start, _, made_for = token.partition(".")
    if made_for != wanted.encode().hex() or not re.fullmatch(r"[0-9a-f]+", start):
        raise invalid("Invalid page token.")
    return int(start, 16)


HANDLERS: dict[str, Handler] = {
    "forms.forms.get": get,
    "forms.forms.create": create,
    "forms.forms.batchUpdate": batch_update,
    "forms.forms.setPublishSettings": set_publish_settings,
    "forms.forms.responses.list": list_responses,
    "forms.forms.responses.get": get_response,
}
