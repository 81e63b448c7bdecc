"""Making a Google Form, in the name of a person: service accounts own no files."""

from collections.abc import Sequence
from typing import Any

from googleapiclient.discovery import build  # type: ignore[import-untyped]  # has no types

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
    if question.options:
        single = "DROP_DOWN" if len(question.options) >= _DROPDOWN_FROM else "RADIO"
        options: list[dict[str, Any]] = [{"value": option} for option in question.options]
        options += [{"isOther": True}] if question.other else []
        asked["choiceQuestion"] = {"type": "CHECKBOX" if question.several else single, "options": options}
    else:
        asked["textQuestion"] = {"paragraph": long}
    return {"title": question.title, "questionItem": {"question": asked}}


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
