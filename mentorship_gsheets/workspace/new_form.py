"""Making a Google Form in the name of a person, as service accounts own no files, and keeping its choices current."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from googleapiclient.discovery import build  # type: ignore[import-untyped]  # has no types

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.people import Question
from mentorship_gsheets.workspace.adapter import Httplib2Adapter
from mentorship_gsheets.workspace.credentials import FORM_SCOPES, NEW_FORM_SCOPES
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.key_files import Key, KeyKind
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport

_DROPDOWN_FROM = 6
"""A list of so many single choices is a dropdown; shorter ones are buttons."""


def make_form(
    title: str,
    about: str,
    questions: Sequence[tuple[Question, bool, bool]],
    key: Key,
    owner: str = "",
    meter: Meter | None = None,
) -> str:
    """Make a form in somebody's Drive, and return the address where it is edited.

    Parameters
    ----------
    title, about
        What people read at its head.
    questions
        ``(question, long, required)`` in order; ``long`` is free text of several lines.
    key
        A service account delegated `NEW_FORM_SCOPES` for ``owner``, or the log-in of a person for these.
    owner
        Whose form it will be; not needed for the log-in of a person.
    meter
        Shared by the doors of a run; None: one of its own.

    Returns
    -------
    The address. The form collects the addresses of those who answer, as they type them.

    Raises
    ------
    RefusedError
        Google said no; `UnknownError`: it may be made or not, so look into Drive before trying again.
    MentorshipError
        It is made, but its questions are not; the finding says where it is.

    Notes
    -----
    Only a title can be given to a new form, everything else is a second call:
    https://developers.google.com/workspace/forms/api/guides/create-form-quiz
    """
    subject = owner if key.kind is KeyKind.SERVICE_ACCOUNT else ""
    forms = _forms(key, NEW_FORM_SCOPES, meter, subject)
    made = forms.create(body={"info": {"title": title, "documentTitle": title}}).execute()
    address = f"https://docs.google.com/forms/d/{made['formId']}/edit"
    requests = [
        {"updateFormInfo": {"info": {"description": about}, "updateMask": "description"}},
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "emailCollectionType",
            }
        },
        *(
            {"createItem": {"item": _item(*question), "location": {"index": index}}}
            for index, question in enumerate(questions)
        ),
    ]
    try:
        forms.batchUpdate(formId=made["formId"], body={"requests": requests}).execute()
    except MentorshipError as error:
        left = Finding(
            f"a form without questions is left at {address}.",
            "Delete it, and run this again.",
            code="form-half-made",
            level=Level.STOP,
        )
        raise MentorshipError((*error.findings, left), Exit.GOOGLE) from None
    return address


def _item(question: Question, long: bool, required: bool) -> dict[str, Any]:
    asked: dict[str, Any] = {"required": required}
    if question.rows:
        rows = [{"required": required, "rowQuestion": {"title": row}} for row in question.rows]
        return {
            "title": question.title,
            "questionGroupItem": {"questions": rows, "grid": {"columns": _choice(question)}},
        }
    if question.options:
        asked["choiceQuestion"] = _choice(question)
    else:
        asked["textQuestion"] = {"paragraph": long}
    return {"title": question.title, "questionItem": {"question": asked}}


def _choice(question: Question) -> dict[str, Any]:
    single = "DROP_DOWN" if question.dropdown or len(question.options) >= _DROPDOWN_FROM else "RADIO"
    options: list[dict[str, Any]] = [{"value": option} for option in question.options]
    # a grid has no dropdowns, and no answer of one's own
    if question.rows:
        single = "RADIO"
    elif question.other:
        options.append({"isOther": True})
    return {"type": "CHECKBOX" if question.several else single, "options": options}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question of a form that is there, as it should be by now.

    Parameters
    ----------
    question
        Its choices, and the rows of a grid, are what should be offered; title and kind of one that is there stay.
    long, required
        For one that is not there.
    there
        Ids of the question, or of the rows of the grid; empty: the form has none, and it is added at the end.
    """

    question: Question
    long: bool = False
    required: bool = False
    there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What brings a form up to date.

    Parameters
    ----------
    lines
        For people: one a question.
    requests
        For Google.
    revision
        Of the form that they were made for; another one is not changed.
    """

    lines: tuple[str, ...]
    requests: tuple[Mapping[str, Any], ...]
    revision: str


def form_changes(where: str, wanted: Iterable[Wanted], key: Key, meter: Meter | None = None) -> FormChanges:
    """Return what is to be changed in a form so that it offers what it should; without lines, nothing is.

    Parameters
    ----------
    where
        Its address or id.
    wanted
        The questions that are compared; all others stay as they are.
    key
        Must be an editor of the form.
    meter
        Shared by the doors of a run; None: one of its own.

    Raises
    ------
    RefusedError
        It is not shared, not there, or Google cannot be reached.

    Notes
    -----
    An item is written back as it was read, ids included, so that answers stay with their questions:
    https://developers.google.com/workspace/forms/api/reference/rest/v1/forms/batchUpdate#updateitemrequest
    """
    form = _forms(key, FORM_SCOPES, meter).get(formId=document_id(where, "form")).execute()
    items = form.get("items", [])
    lines: list[str] = []
    requests: list[dict[str, Any]] = []
    added = len(items)
    for one in wanted:
        place = next((n for n, item in enumerate(items) if one.there & _ids(item)), None)
        if place is None:
            lines.append(f"add “{one.question.title}”")
            item = _item(one.question, one.long, one.required)
            requests.append({"createItem": {"item": item, "location": {"index": added}}})
            added += 1
            continue
        item, what = _brought_up(items[place], one.question)
        if what:
            lines.append(f"“{items[place].get('title', '')}”: {what}")
            kind = "questionGroupItem" if "questionGroupItem" in item else "questionItem"
            requests.append({"updateItem": {"item": item, "location": {"index": place}, "updateMask": kind}})
    return FormChanges(tuple(lines), tuple(requests), form["revisionId"])


def change_form(where: str, changes: FormChanges, key: Key, meter: Meter | None = None) -> None:
    """Carry out `form_changes`, all or none; raises as it, and where somebody has changed the form since."""
    body = {"requests": list(changes.requests), "writeControl": {"requiredRevisionId": changes.revision}}
    _forms(key, NEW_FORM_SCOPES, meter).batchUpdate(formId=document_id(where, "form"), body=body).execute()


def _ids(item: Mapping[str, Any]) -> set[str]:
    single = item.get("questionItem", {}).get("question", {})
    return {one.get("questionId", "") for one in (single, *item.get("questionGroupItem", {}).get("questions", ()))}


def _brought_up(item: Mapping[str, Any], question: Question) -> tuple[dict[str, Any], str]:
    """Return an item with the choices and rows of a question, and what has changed; blank: nothing."""
    new = deepcopy(dict(item))
    told = []
    group = new.get("questionGroupItem")
    asked = group["grid"] if group else new["questionItem"]["question"]
    name = "columns" if group else "choiceQuestion"
    # a question that people have turned into free text has no choices to bring up to date
    if name in asked:
        choice = asked[name]
        before = [option["value"] for option in choice["options"] if option.get("value")]
        if before != list(question.options):
            own = [option for option in choice["options"] if option.get("isOther")]
            choice["options"] = [*({"value": text} for text in question.options), *own]
            told.append(_difference(before, question.options, "choice"))
    if group:
        rows = {row["rowQuestion"].get("title", ""): row for row in group["questions"]}
        if list(rows) != list(question.rows):
            fresh: dict[str, Any] = {"required": group["questions"][0].get("required", False)}
            group["questions"] = [rows.get(row) or fresh | {"rowQuestion": {"title": row}} for row in question.rows]
            told.append(_difference(list(rows), question.rows, "row"))
    return new, ", ".join(told)


def _difference(before: Sequence[str], after: Sequence[str], noun: str) -> str:
    new, gone = len(set(after) - set(before)), len(set(before) - set(after))
    return f"{counted(len(after), noun)}, {new} new, {gone} gone"


def collects_addresses(where: str, key: Key, meter: Meter | None = None) -> bool:
    """Return whether a form notes by itself who answered.

    Parameters
    ----------
    where
        Its address or id.
    key
        Must be an editor of the form.
    meter
        Shared by the doors of a run; None: one of its own.

    Raises
    ------
    RefusedError
        It is not shared, not there, or Google cannot be reached.
    """
    forms = _forms(key, FORM_SCOPES, meter)
    settings = forms.get(formId=document_id(where, "form"), fields="settings").execute().get("settings", {})
    return settings.get("emailCollectionType") in ("VERIFIED", "RESPONDER_INPUT")


def _forms(key: Key, scopes: tuple[str, ...], meter: Meter | None, subject: str = "") -> Any:
    adapter = Httplib2Adapter(Transport(key, scopes, meter or Meter(), subject))
    return build("forms", "v1", http=adapter, static_discovery=True, cache_discovery=False).forms()
