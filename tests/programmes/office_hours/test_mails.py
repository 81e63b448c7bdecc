"""Mails of office hours with their calendar files: booked, moved twice, cancelled, not booked."""

from dataclasses import replace
from datetime import timedelta

from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Letter, Method, read_message, seed_template, write_letter
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.calendars import invitation_of
from mentorship_gsheets.programmes.base import mailing_context
from mentorship_gsheets.programmes.office_hours.mails import afterwards, bookings, changes
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.programmes.office_hours.sheet import NOW, at, book_of, settings_of, slot
from tests.programmes.office_hours.sheet import matched_book as matched
from tests.programmes.office_hours.test_office_hours import ADA, mended, mentee
from tests.sheets import edited, lines

SENDER = [
    {"Setting": "Programme", "Value": "Office"},
    {"Setting": "Sender", "Value": "mail@example.org"},
    {"Setting": "After-event form", "Value": ""},
]


def started() -> Workbook:
    people = [
        mentee("Bo", "S1", Waited="2", Questions="How do I {{ begin }}?", **{"Time zone": "America/New_York"}),
        mentee("Cy", "S1", Waited="1"),
        mentee("Di", "S1"),
    ]
    return matched(book_of([ADA], people, [slot("S1", "2027-07-06 16:00")], SENDER))


def context_of(book: Workbook, ledger: tuple[Entry, ...] = ()) -> MailingContext:
    return replace(mailing_context(at(), book, settings_of(book), ledger, NOW), calendar="an id")


def letter(one: Due, context: MailingContext) -> Letter:
    invitation = invitation_of(one.request, context)
    return write_letter(one.request, seed_template(one.request.kind), context.settings, invitation, NOW)


def sent(due: list[Due], context: MailingContext) -> tuple[Entry, ...]:
    letters = [letter(one, context) for one in due]
    return tuple(
        Entry(one.key, one.kind, State.SENT, one.people, one.round, changed=NOW, invitation=one.invitation)
        for one in letters
    )


def told(entries: tuple[Entry, ...]) -> list[tuple[str, Method | None, int | None]]:
    return [
        (str(one.kind), *((one.invitation.method, one.invitation.sequence) if one.invitation else (None, None)))
        for one in entries
    ]


def test_a_booking_says_the_time_to_every_reader_and_the_questions_to_the_mentor() -> None:
    context = context_of(started())
    booked, *waiting = bookings(context)[0]
    text = letter(booked, context).text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Tuesday 6 July 2027, 16:00 CEST for Ada",
        "- Tuesday 6 July 2027, 10:00 EDT for Bo",
        "- Tuesday 6 July 2027, 14:00 UTC",
        "- Bo: How do I { { begin } }?",
    ]
    assert [(one.request.to[0].name, dict(one.request.more)["place"]) for one in waiting] == [("Cy", "1"), ("Di", "2")]
    assert [letter(one, context).invitation for one in waiting] == [None, None]


def test_booked_moved_twice_and_cancelled_is_one_entry_of_the_calendar() -> None:
    book = started()
    due = bookings(context_of(book))[0][:1]
    ledger = sent(due, context_of(book))
    assert told(ledger) == [("slot-booked", Method.REQUEST, 0)]
    for sequence, (header, value) in enumerate([("Starts", "2027-07-07 17:00"), ("Where", "Room 2")], 1):
        book = edited(book, "Slots", "S1", header, value)
        context = context_of(book, ledger)
        moved = sent(changes(context)[0], context)
        assert told(moved) == [("slot-moved", Method.REQUEST, sequence)]
        ledger += moved
        # nothing more is due once that was sent
        assert changes(context_of(book, ledger))[0] == []
    book = mended(edited(book, "Slots", "S1", "State", "withdrawn"))
    context = context_of(book, ledger)
    due = changes(context)[0]
    cancelled = sent(due, context)
    assert sorted(told(cancelled)) == [("slot-cancelled", Method.CANCEL, 3)] * 2
    message = read_message(letter(due[0], context).raw)
    assert (message.method, message.content.calendar.count("ORGANIZER:mailto:mail@example.org")) == ("CANCEL", 1)
    assert len({one.invitation.uid for one in (*ledger, *cancelled) if one.invitation}) == 1
    # what was sent stays due, under the key by which the ledger knows that it was
    again = context_of(book, (*ledger, *cancelled))
    assert [one.key for one in sent(changes(again)[0], again)] == [one.key for one in cancelled]


def test_whoever_cancels_is_told_and_the_next_one_is_invited() -> None:
    book = started()
    ledger = sent(bookings(context_of(book))[0][:1], context_of(book))
    book = edited(book, "Slots", "S1", "Booked", "Cy <cy@example.net>")
    context = context_of(book, ledger)
    due = changes(context)[0]
    assert [(str(one.request.kind), [person.name for person in one.request.to]) for one in due] == [
        ("slot-changed", ["Ada", "Cy"]),
        ("slot-cancelled", ["Bo"]),
    ]
    assert told(sent(due, context)) == [("slot-changed", Method.REQUEST, 1), ("slot-cancelled", Method.CANCEL, 1)]


def test_whoever_withdraws_is_rid_of_the_entry_and_the_next_one_is_invited() -> None:
    book = started()
    ledger = sent(bookings(context_of(book))[0][:1], context_of(book))
    book = mended(edited(book, "Mentees", "bo@example.net", "Status", "withdrawn"))
    assert lines(book, "Slots", "Booked") == [("Cy <cy@example.net>",)]
    context = context_of(book, ledger)
    due = changes(context)[0]
    assert [(str(one.request.kind), [person.name for person in one.request.to], one.held) for one in due] == [
        ("slot-changed", ["Ada", "Cy"], ""),
        ("slot-cancelled", ["Bo"], ""),
    ]
    assert told(sent(due, context)) == [("slot-changed", Method.REQUEST, 1), ("slot-cancelled", Method.CANCEL, 1)]
    # once the session is past, a calendar needs no cancelling
    late = replace(context, now=NOW + timedelta(days=30))
    assert [str(one.request.kind) for one in changes(late)[0]] == []


def test_everybody_of_a_session_that_took_place_is_asked_once() -> None:
    book = edited(started(), "Settings", "After-event form", "Value", "https://forms.example.org/after")
    ledger = sent(bookings(context_of(book))[0][:1], context_of(book))
    late = NOW + timedelta(days=30)
    context = replace(context_of(book, ledger), now=late)
    due = afterwards(context)[0]
    assert [(one.request.to[0].name, one.request.round, dict(one.request.more)["met"]) for one in due] == [
        ("Ada", "S1", "Bo"),
        ("Bo", "S1", "Ada"),
    ]
    asked = (*ledger, *sent(due, context))
    assert {one.key for one in sent(afterwards(replace(context, ledger=asked))[0], context)} <= {
        one.key for one in asked
    }
    assert afterwards(replace(context, now=NOW))[0] == []
    gone = edited(book, "Slots", "S1", "State", "no-show")
    assert afterwards(replace(context_of(gone, ledger), now=late))[0] == []
