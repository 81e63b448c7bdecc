"""What the mails say: each mentee of the own rounds, each mentor of the table, and who waits that they wait."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Meeting, request_key, seed_template, write_letter
from mentorship_gsheets.mailings import Due, letters_due
from mentorship_gsheets.mailings.calendars import invitation_of
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import mailing_context
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match
from tests.programmes.speed.test_sheet import SPEED, matched, said, seats, sheet
from tests.sheets import edited

NOW = datetime(2027, 7, 1, tzinfo=UTC)


def test_everybody_hears_of_their_own_rounds() -> None:
    book = matched(sheet(Begins="2027-07-06 07:30", Minutes="12", Room="Hall B", Places="8"))
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    context = mailing_context(SPEED, book, settings, (), NOW)
    due, findings = letters_due(SPEED.mailing("matches"), context)
    assert findings == []
    kinds = [str(one.request.kind) for one in due]
    assert [kinds.count(name) for name in ("seat", "table", "full")] == [8, 4, 2]
    assert {one.held for one in due} == {""}
    letters = [write_letter(one.request, seed_template(one.request.kind), settings) for one in due]
    seat, table = letters[0].text, next(letter.text for letter in letters if str(letter.kind) == "table")
    assert "Tuesday 6 July 2027, 07:30 UTC, Hall B:" in seat
    assert [line.split(":")[0] for line in seat.splitlines() if line.startswith("- ")] == [
        "- Round 1, 07",
        "- Round 2, 07",
        "- Round 3, 07",
    ]
    assert "- Round 3, 07:54: Table 1, with Mentee" in table
    assert "\n- Round 2, 07:42: Table " in seat
    assert ", with Mentor " in seat
    assert "waiting list" in letters[-1].text


def due_of(
    book: Workbook, mailing: str, ledger: tuple[Entry, ...] = (), now: datetime = NOW
) -> tuple[list[Due], list[str]]:
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    found, findings = letters_due(SPEED.mailing(mailing), mailing_context(SPEED, book, settings, ledger, now))
    return found, [finding.code for finding in findings]


def sent(book: Workbook, letters: Iterable[Due], when: datetime = NOW) -> tuple[Entry, ...]:
    """The ledger after these letters were sent."""
    settings = replace(said(book), programme="TestConf")
    return tuple(
        Entry(
            request_key(one.request, settings),
            one.request.kind,
            State.SENT,
            one.request.about,
            one.request.round,
            changed=when,
        )
        for one in letters
    )


def test_who_was_told_other_tables_hears_of_the_new_ones_once() -> None:
    book = matched(sheet())
    ledger = sent(book, due_of(book, "matches")[0])
    assert due_of(book, "rematch", ledger) == ([], [])
    email, other = list(seats(book))[:2]
    mine, theirs = seats(book)[email], seats(book)[other]
    for turn, table in enumerate(theirs, 1):
        book = edited(book, "Seating", email, f"Round {turn}", table)
    changed, _ = due_of(book, "rematch", ledger)
    assert [(str(one.request.kind), one.request.people[0].email) for one in changed] == [("seat-changed", email)]
    first = {one.request.people[0].email: one.request.round for one in due_of(book, "matches")[0]}
    assert first[other].startswith("1: ")
    assert changed[0].request.round == first[other].replace("1: ", "2: ")
    assert due_of(book, "matches", ledger)[1] == ["rematch"]
    ledger += sent(book, changed)
    again, _ = due_of(book, "rematch", ledger)
    assert [one.request.round for one in again] == [changed[0].request.round]
    for turn, table in enumerate(mine, 1):
        book = edited(book, "Seating", email, f"Round {turn}", table)
    back, _ = due_of(book, "rematch", ledger)
    told = {entry.people[0]: entry.round for entry in ledger[:14]}
    assert [one.request.round for one in back] == [told[f"mentee {email}"].replace("1: ", "3: ")]
    # nothing in the ledger names a table, which may be called after somebody
    assert {len(entry.round.partition(": ")[2]) for entry in ledger if entry.people[0].startswith("mentee")} == {8}
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    text = write_letter(back[0].request, seed_template(back[0].request.kind), settings).text
    assert [line[:17] for line in text.splitlines() if line.startswith("- ")] == [
        f"- Round {turn}: Table {table}"[:17] for turn, table in enumerate(mine, 1)
    ]


def test_a_seat_brings_one_entry_for_the_calendar_from_the_first_to_the_last_round() -> None:
    book = matched(sheet(Begins="2027-07-06 07:30", Minutes="12", Room="Hall B", Time_zone="Europe/Paris"))
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    context = replace(mailing_context(SPEED, book, settings, (), NOW), calendar="a sheet")
    due, _ = letters_due(SPEED.mailing("matches"), context)
    invitations = [invitation_of(one.request, context) for one in due]
    meeting = Meeting(datetime(2027, 7, 6, 5, 30, tzinfo=UTC), 36, "Hall B")
    assert [one and (one.meeting, one.sequence) for one in invitations] == [(meeting, 0)] * 14
    assert len({one.uid for one in invitations if one}) == 14
    letter = write_letter(due[0].request, seed_template(due[0].request.kind), settings, invitations[0], NOW)
    assert letter.invitation == invitations[0]


def test_everybody_is_asked_whether_they_come_and_reminded_once_the_days_have_passed() -> None:
    book = sheet(Begins="2027-07-06 07:30", Minutes="12", Room="Hall B")
    invited, _ = due_of(book, "invitation")
    assert len(invited) == 14
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    text = write_letter(invited[0].request, seed_template(invited[0].request.kind), settings).text
    assert "Tuesday 6 July 2027, 07:30 UTC, Hall B: 3 rounds of 12 minutes" in text
    assert due_of(book, "invited-again") == ([], [])
    ledger = sent(book, invited)
    assert due_of(book, "invited-again", ledger) == ([], ["too-early"])
    book = edited(book, "Mentees", "mentee003@example.net", "Comes", "no")
    book = edited(book, "Mentors", "mentor02@example.org", "Comes", "yes")
    again, _ = due_of(book, "invited-again", ledger, NOW + timedelta(days=6))
    named = {one.request.people[0].email for one in again}
    assert len(again) == 12
    assert named & {"mentee003@example.net", "mentor02@example.org"} == set()
    assert {one.request.round for one in again} == {"1"}


def test_a_no_frees_the_place_and_what_is_neither_yes_nor_no_is_said() -> None:
    book = edited(sheet(Places="8"), "Mentees", "mentee001@example.net", "Comes", "No")
    book = edited(book, "Mentors", "mentor04@example.org", "Comes", "no")
    book = edited(book, "Mentees", "mentee002@example.net", "Comes", "perhaps")
    plan = match.plan(book, said(book))
    assert [finding.where for finding in plan.findings if finding.code == "unclear-comes"] == ["Mentees!C3"]
    after = matched(book)
    assert sorted(seats(after)) == [f"mentee{number:03}@example.net" for number in range(2, 10)]
    assert {table for row in seats(after).values() for table in row} == {"1", "2", "3"}
    after = edited(after, "Mentees", "mentee005@example.net", "Comes", "no")
    problems = [(one.code, one.who) for one in check.plan(after, said(after)).findings if one.code == "absent-seated"]
    assert problems == [("absent-seated", (Role.MENTEE, "mentee005@example.net"))]


def test_the_form_asks_for_the_first_field_before_the_boxes() -> None:
    asked = [one.question for one in SPEED.questions(sheet()) if one.column == "Fields"]
    assert [(one.title, one.several) for one in asked] == [
        ("Which field do you want to meet a mentor of most?", False),
        ("Which fields do you work in? Tick all that apply.", True),
    ]


def test_those_who_came_are_asked_how_it_was_once_and_those_who_did_not_come_are_not() -> None:
    book = matched(sheet())
    assert due_of(book, "after") == ([], [])
    ledger = sent(book, due_of(book, "matches")[0])
    book = edited(book, "Seating", "mentee002@example.net", "Here", "FALSE")
    book = edited(book, "Mentors", "mentor03@example.org", "Here", "FALSE")
    everybody = {f"mentor0{number}@example.org" for number in range(1, 5)}
    everybody |= {f"mentee{number:03}@example.net" for number in range(1, 11)}
    due, _ = due_of(book, "after", ledger)
    named = {one.request.people[0].email for one in due}
    assert everybody - named == {"mentee002@example.net", "mentor03@example.org"}
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    answered = frozenset({"mentee001@example.net"})
    context = mailing_context(SPEED, book, settings, (*ledger, *sent(book, due)), NOW, answered)
    again = letters_due(SPEED.mailing("after"), context)[0]
    # the ledger has these letters already: a key is made once
    assert {one.request.people[0].email for one in again} == named - answered
    assert {request_key(one.request, settings) for one in again} <= {entry.key for entry in sent(book, due)}


def test_who_left_after_some_rounds_is_asked_too() -> None:
    book = matched(sheet(Rounds_done="1"))
    everybody = sent(book, due_of(book, "matches")[0])
    book = edited(book, "Seating", "mentee002@example.net", "Here", "FALSE")
    due, _ = due_of(book, "after", everybody)
    asked = {one.request.people[0].email for one in due}
    assert ("mentee002@example.net" in asked) is any(seats(book)["mentee002@example.net"][:1])
