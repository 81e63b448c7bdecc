"""A form comes with all its answers, by question id."""

from typing import Any

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.people import Question, Role
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.workspace import forms as forms_module
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.forms import read_form
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter

FIELDS = "4d9f35b4"
GRID: list[dict[str, Any]] = [
    {"itemId": "00aa0001", "title": "A page", "pageBreakItem": {}},
    {
        "itemId": "00aa0002",
        "title": "How often?",
        "questionGroupItem": {
            "questions": [
                {"questionId": "0aa00001", "rowQuestion": {"title": "Talk"}},
                {"questionId": "0aa00002", "rowQuestion": {"title": "Write"}},
            ],
            "grid": {"columns": {"type": "CHECKBOX", "options": [{"value": "weekly"}, {"value": "monthly"}]}},
        },
    },
    {
        "itemId": "00aa0003",
        "title": "Your CV",
        "questionItem": {"question": {"questionId": "0aa00003", "fileUploadQuestion": {"folderId": "x"}}},
    },
]


def changed(google: Rehearsal, items: list[dict[str, Any]]) -> None:
    form = google.world.store.load("form", google.form) or {}
    google.world.store.save("form", google.form, form | {"items": form["items"] + items})


def test_every_answer_comes_once_in_order_of_submission_whatever_the_pages(
    conference: Rehearsal, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = load(conference.key_path)
    whole = read_form(f"https://docs.google.com/forms/d/{conference.form}/edit", key, meter=meter)
    monkeypatch.setattr(forms_module, "_PAGE", 7)
    paged = read_form(conference.form, key, meter=meter)
    assert paged == whole
    kept = conference.world.store.all(f"responses:{conference.form}")
    assert sorted(response.id for response in whole.responses) == sorted(kept)
    times = [response.submitted for response in whole.responses]
    assert times == sorted(times)
    assert meter.counts["forms", "read"] == 2 + 1 + -(-len(kept) // 7)


def test_questions_say_what_they_offer(conference: Rehearsal, meter: Meter) -> None:
    form = read_form(conference.form, load(conference.key_path), meter=meter)
    fields = next(question for question in form.questions if question.id == FIELDS)
    assert (fields.several, fields.other, "Meteorology, Geology" in fields.options) == (True, True, True)
    assert form.questions[0] == Question("1a7c03e1", "What is your full name?")
    assert form.title == "Mentorship programme 2026"


def test_answers_are_the_stored_ones(conference: Rehearsal, meter: Meter) -> None:
    form = read_form(conference.form, load(conference.key_path), role=Role.MENTOR, meter=meter)
    kept = conference.world.store.all(f"responses:{conference.form}")
    for response in form.responses:
        raw = kept[response.id]
        assert response.email == raw.get("respondentEmail", "")
        assert response.answers == {
            question: tuple(text["value"] for text in answer["textAnswers"]["answers"])
            for question, answer in raw["answers"].items()
        }
        assert response.role is Role.MENTOR


def test_grid_rows_are_questions_and_pages_are_none(conference: Rehearsal, meter: Meter) -> None:
    changed(conference, GRID)
    form = read_form(conference.form, load(conference.key_path), meter=meter)
    options = ("weekly", "monthly")
    assert form.questions[-3:] == (
        Question("0aa00001", "How often? [Talk]", options, several=True),
        Question("0aa00002", "How often? [Write]", options, several=True),
        Question("0aa00003", "Your CV"),
    )


def test_files_are_told_by_name_and_empty_answers_are_absent(conference: Rehearsal, meter: Meter) -> None:
    changed(conference, GRID)
    store, kind = conference.world.store, f"responses:{conference.form}"
    id = store.ids(kind)[0]
    response = store.load(kind, id) or {}
    response["answers"]["0aa00003"] = {
        "questionId": "0aa00003",
        "fileUploadAnswers": {"answers": [{"fileId": "f", "fileName": "cv.pdf", "mimeType": "application/pdf"}]},
    }
    response["answers"]["1a7c03e1"] = {"questionId": "1a7c03e1", "textAnswers": {"answers": [{"value": ""}]}}
    store.save(kind, id, response)
    form = read_form(conference.form, load(conference.key_path), meter=meter)
    found = next(one for one in form.responses if one.id == id)
    assert found.answers["0aa00003"] == ("cv.pdf",)
    assert "1a7c03e1" not in found.answers


def test_an_empty_form_is_a_form(conference: Rehearsal, meter: Meter) -> None:
    store = conference.world.store
    for id in store.ids(f"responses:{conference.form}"):
        store.delete(f"responses:{conference.form}", id)
    store.save("form", conference.form, {**(store.load("form", conference.form) or {}), "items": []})
    form = read_form(conference.form, load(conference.key_path), meter=meter)
    assert (form.questions, form.responses) == ((), ())


ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcdef"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (ID, "sheet"),
        (f" {ID}\n", "form"),
        (f"https://docs.google.com/spreadsheets/d/{ID}", "sheet"),
        (f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=0#gid=0", "sheet"),
        (f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit", "sheet"),
        (f"docs.google.com/forms/d/{ID}/edit#responses", "form"),
        (f"https://docs.google.com/forms/u/0/d/{ID}/viewform", "form"),
        (f"https://docs.google.com/a/conference.org/forms/d/{ID}/edit", "form"),
        (f"https://drive.google.com/open?id={ID}&usp=drive_copy", "form"),
        (f"https://www.google.com/url?sa=D&q=https%3A%2F%2Fdocs.google.com%2Fforms%2Fd%2F{ID}%2Fedit&ust=1", "form"),
        (f"https://accounts.google.com/login?continue=https://docs.google.com/spreadsheets/d/{ID}/edit", "sheet"),
    ],
)
def test_ids_are_found_in_whatever_was_pasted(text: str, thing: str) -> None:
    assert document_id(text, thing) == ID


@pytest.mark.parametrize("text", ["", "abc", "https://example.org/", f"https://docs.google.com/forms/d/{ID}/edit"])
def test_what_names_no_sheet_is_told(text: str) -> None:
    with pytest.raises(MentorshipError, match=r"^this is no address of a sheet: copy the whole address"):
        document_id(text, "sheet")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            f"https://docs.google.com/forms/d/e/{ID}/viewform",
            "this is the address where people answer the form, which names no form.",
        ),
        ("https://forms.gle/a1b2c3", "this is the short address where people answer the form, which names no form."),
        ("forms.gle/a1b2c3", "this is the short address where people answer the form, which names no form."),
        ("https://bit.ly/mentors", "this is an address of bit.ly, and only bit.ly knows where it leads."),
    ],
)
def test_an_address_that_names_no_form_says_what_is_needed(text: str, what: str) -> None:
    with pytest.raises(MentorshipError) as refused:
        document_id(text, "form")
    assert str(refused.value) == f"{what} Open the form to edit it, and copy that address: it ends in /edit."
