"""Answers to the invitation, read from a form of any wording, and who is expected then."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.mail import seed_template, write_letter
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes.speed.mails import INVITATION
from mentorship_gsheets.programmes.speed.rsvp import replies
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.programmes.speed.test_mails import due_of
from tests.programmes.speed.test_sheet import SPEED, matched, said, seats, sheet
from tests.sheets import applied, edited, lines

ONE, TWO, THREE = (f"mentee00{number}@example.net" for number in (1, 2, 3))


def form(*answers: tuple[str, str], asked: str = "Will you come?") -> Form:
    questions = (Question("name", "Your name"), Question("mail", "E-mail address"), Question("come", asked))
    responses = tuple(
        Response(
            str(number),
            f"2027-07-01T10:{number:02}:00Z",
            "",
            {"name": ("No" if number == 1 else "Ada",), "mail": (email,), "come": (text,)},
        )
        for number, (email, text) in enumerate(answers)
    )
    return Form("rsvp", "Do you come?", questions, responses)


def heard(book: Workbook, told: Form) -> Plan:
    return replies(book, SPEED.read(book, said(book)), told)


def comes(book: Workbook) -> dict[str, str]:
    rows = [*lines(book, "Mentees", "Email", "Comes"), *lines(book, "Mentors", "Email", "Comes")]
    return {email: text for email, text in rows if text}


@pytest.mark.parametrize("asked", ["Will you come?", "Kommst du?", "Serez-vous là ?", "Attendance"])
def test_answers_say_who_is_expected_and_the_newest_counts(asked: str) -> None:
    book = sheet()
    told = form((ONE, "Yes"), (TWO, "No"), ("mentor02@example.org", "yes"), (ONE, "no"), asked=asked)
    after = applied(heard(book, told), book)
    assert comes(after) == {ONE: "no", TWO: "no", "mentor02@example.org": "yes"}
    assert heard(after, told).empty
    expected = seats(matched(after)).keys()
    assert {ONE, TWO} & expected == set()
    assert len(expected) == 8
    # a mind that was changed once more reaches the cell, which holds an earlier answer of the same person
    later = form((ONE, "Yes"), (TWO, "No"), (ONE, "no"), (ONE, "yes"), asked=asked)
    assert comes(applied(heard(after, later), after))[ONE] == "yes"


def test_what_somebody_typed_stays_and_is_said_with_its_cell() -> None:
    book = edited(edited(sheet(), "Mentees", ONE, "Comes", "no"), "Mentees", TWO, "Comes", "perhaps")
    plan = heard(book, form((ONE, "yes"), (TWO, "yes")))
    assert plan.changes == ()
    found = [(one.code, one.who, one.column) for one in plan.findings if one.code == "rsvp-typed"]
    assert [column for *_, column in found] == ["Comes", "Comes"]


def test_what_cannot_be_read_is_said_and_the_others_go_on() -> None:
    book = sheet()
    plan = heard(book, form((ONE, "let me see"), (TWO, "no"), ("who@example.org", "yes"), ("", "yes"), (THREE, "yes")))
    assert [one.code for one in plan.findings] == ["rsvp-question", "rsvp-unread", "rsvp-unknown", "rsvp-unknown"]
    assert plan.findings[1].where == "Do you come?, answer of 2027-07-01T10:00:00Z"
    assert comes(applied(plan, book)) == {TWO: "no", THREE: "yes"}


def test_a_form_that_asks_nothing_of_the_kind_is_said() -> None:
    told = form((ONE, "the red one"), (TWO, "the blue one"))
    told = replace(told, responses=tuple(replace(r, answers={"come": r.answers["come"]}) for r in told.responses))
    assert [one.code for one in heard(sheet(), told).findings] == ["rsvp-form"]
    assert replies(sheet(), SPEED.read(sheet(), said(sheet())), None).empty


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO, THREE, "x@y.org"]), st.sampled_from(["yes", "no", "?", ""]))))
@settings(max_examples=15)
def test_planned_again_nothing_is_left(answers: list[tuple[str, str]]) -> None:
    book, told = sheet(), form(*answers)
    assert heard(applied(heard(book, told), book), told).empty


def test_the_invitation_names_the_form() -> None:
    link = "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/edit"
    for address, words in ((link, "wxyz/viewform"), ("", "answer this mail with yes or no")):
        book = sheet(Invitation_form=address) if address else sheet()
        invited, _ = due_of(book, "invitation")
        given = replace(said(book), programme="TestConf", sender="mentors@example.org")
        assert words in write_letter(invited[0].request, seed_template(INVITATION), given).text
