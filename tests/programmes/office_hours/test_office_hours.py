"""Office hours: findings with their cells, bookings, a rematch, the weeks, and the command line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from mentorship_gsheets.programmes.office_hours.weeks import closing
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.cli.conftest import Desk
from tests.programmes.office_hours.sheet import at, book_of, settings_of, slot, weekly
from tests.programmes.office_hours.sheet import matched_book as matched
from tests.programmes.test_trios import again_nothing
from tests.sheets import applied, edited, lines

ADA = {"Email": "ada@example.org", "Name": "Ada", "Time zone": "Europe/Paris", "Sessions a week": "1"}


def mentee(name: str, picks: str, **more: str) -> dict[str, str]:
    return {"Email": f"{name.casefold()}@example.net", "Name": name, "Picks": picks, **more}


def mended(book: Workbook) -> Workbook:
    office, settings = at(), settings_of(book)
    standing = office.read(book, settings, mending=True)
    proposal = office.arrange(standing, settings, frozen=office.kept(standing))
    return applied(Plan("rematch", tuple(office.write(book, settings, standing, proposal))), book)


def bookings(book: Workbook) -> dict[str, str]:
    return {key: text for key, text in lines(book, "Slots", "Slot", "Booked") if text}


def test_whoever_waited_longest_goes_first_and_a_filled_cell_is_kept() -> None:
    slots = [slot("S1", "2027-07-06 16:00"), slot("S2", "2027-07-07 16:00"), slot("S3", "2027-07-13 16:00")]
    people = [mentee("Bo", "S1"), mentee("Cy", "S1; S2", Waited="2"), mentee("Di", "S3")]
    book = matched(book_of([ADA], people, slots))
    assert bookings(book) == {"S1": "Cy <cy@example.net>", "S3": "Di <di@example.net>"}
    assert matched(book) == book
    pinned = matched(edited(book_of([ADA], people, slots), "Slots", "S1", "Booked", "Bo"))
    assert bookings(pinned) == {"S1": "Bo", "S3": "Di <di@example.net>"}


def test_a_slot_counts_once_however_many_seats() -> None:
    slots = [slot("S1", "2027-07-06 16:00", Seats="3"), slot("S2", "2027-07-07 16:00", Seats="3")]
    people = [mentee("Bo", "S1, S2"), mentee("Cy", "S1 S2"), mentee("Di", "S2")]
    book = matched(book_of([ADA], people, slots))
    assert bookings(book) == {"S2": "Bo <bo@example.net>\nCy <cy@example.net>\nDi <di@example.net>"}


def test_every_fault_has_its_cell_and_the_others_go_on() -> None:
    slots = [
        slot("S1", "2027-07-06 16:00"),
        slot("S2", "soon"),
        slot("S3", "2027-03-28 02:30"),
        slot("S4", "2027-07-13 16:00", Minutes="0"),
        slot("S5", "2027-07-06 16:15"),
        slot("S6", "2027-07-14 16:00", Mentor="nobody@example.org"),
        slot("S7", "2027-07-15 16:00"),
        slot("S7", "2027-07-16 16:00"),
        slot("S8", "2027-06-01 16:00"),
    ]
    book = book_of([ADA], [mentee("Bo", "S9; S1")], slots)
    office, settings = at(), settings_of(book)
    standing = office.read(book, settings)
    found = {(finding.code, finding.where) for finding in (*standing.findings, *office.check(settings, standing))}
    assert found == {
        ("no-start", "Slots!C3"),
        ("skipped-time", "Slots!C4"),
        ("bad-minutes", "Slots!E5"),
        ("overlapping-slots", "Slots!C6"),
        ("no-such-mentor", "Slots!B7"),
        ("two-slots", "Slots!A9"),
        ("past-slot", "Slots!C10"),
        ("unknown-pick", "Mentees!I2"),
    }
    assert bookings(matched(book)) == {"S1": "Bo <bo@example.net>"}


def test_double_bookings_and_weeks_in_the_mentors_zone() -> None:
    # Sunday evening in Lima is Monday in UTC
    lima = {**ADA, "Time zone": "America/Lima"}
    slots = [
        slot("S1", "2027-07-12 01:00", **{"Time zone": "UTC", "Booked": "Bo"}),
        slot("S2", "2027-07-09 16:00", Booked="Cy"),
        slot("S3", "2027-07-13 16:00", Booked="Cy"),
    ]
    book = book_of([lima], [mentee("Bo", ""), mentee("Cy", "")], slots)
    office, settings = at(), settings_of(book)
    found = office.check(settings, office.read(book, settings))
    assert [(finding.code, finding.where) for finding in found] == [
        ("double-booking", "Slots!I4"),
        ("over-week", "Slots!I2"),
    ]


def test_a_withdrawn_slot_and_a_withdrawn_mentee_let_the_waiting_list_move_up() -> None:
    two = {**ADA, "Sessions a week": "2"}
    slots = [slot(f"S{n}", f"2027-07-0{5 + n} 16:00") for n in (1, 2, 3)]
    people = [mentee("Bo", "S1; S3", Waited="2"), mentee("Cy", "S2", Waited="1"), mentee("Di", "S2")]
    book = matched(book_of([two], people, slots))
    assert bookings(book) == {"S1": "Bo <bo@example.net>", "S2": "Cy <cy@example.net>"}
    off = edited(edited(book, "Slots", "S1", "State", "withdrawn"), "Mentees", "cy@example.net", "Status", "withdrawn")
    office, settings = at(), settings_of(off)
    codes = [finding.code for finding in office.check(settings, office.read(off, settings))]
    assert codes == ["withdrawn-slot", "withdrawn"]
    assert bookings(mended(off)) == {"S2": "Di <di@example.net>", "S3": "Bo <bo@example.net>"}
    assert mended(mended(off)) == mended(off)


@pytest.mark.parametrize("seed", [1, 2])
def test_twelve_weeks_are_fair(seed: int) -> None:
    """Nobody who picks a slot waits longer than whoever is served in it, week after week."""
    draw = Random(seed)  # noqa: S311 - make-believe, not cryptography
    monday = datetime(2027, 7, 5, 16, tzinfo=UTC)
    slots = [
        slot(f"W{week}{letter}", weekly(monday + timedelta(hours=hour), week))
        for week in range(12)
        for hour, letter in enumerate("abc")
    ]
    # three slots a week, of which the mentor gives two
    people = []
    for number in range(6):
        letters = draw.sample("abc", draw.randint(1, 3))
        weeks = draw.sample(range(12), 10)
        people.append(mentee(f"M{number}", "; ".join(f"W{week}{letter}" for week in weeks for letter in letters)))
    book = book_of([{**ADA, "Sessions a week": "2"}], people, slots)
    served_later: list[str] = []
    for week in range(12):
        now = monday + timedelta(weeks=week, hours=-8)
        office, settings = at(now), settings_of(book)
        standing = office.read(book, settings)
        this_week = {one.key for one in standing.slots if one.key.startswith(f"W{week}") and one.key[:-1] == f"W{week}"}
        ahead = replace(
            standing, slots=tuple(one for one in standing.slots if one.key in bookings(book) or one.key in this_week)
        )
        changes = office.write(book, settings, ahead, office.arrange(ahead, settings))
        book = applied(Plan("match", tuple(changes)), book)
        told = {name: (picks.split("; "), int(waited or 0)) for name, picks, waited in waiting(book)}
        booked = {key: text.split()[0] for key, text in bookings(book).items() if key in this_week}
        served_later += [
            f"{name} waited longer than {other} in {key}"
            for name, (picks, waited) in told.items()
            for key, other in booked.items()
            if name not in booked.values() and key in picks and waited > told[other][1]
        ]
        after = at(now + timedelta(weeks=1))
        closed = closing(book, settings, after.read(book, settings))
        book = applied(Plan("survey", closed), book)
        assert after.closing(book, settings_of(book)) == ()
        assert len(booked) <= 2
    assert served_later == []
    assert sum(int(text or 0) for (text,) in lines(book, "Mentees", "Sessions had")) == len(bookings(book))


def waiting(book: Workbook) -> list[tuple[str, ...]]:
    return lines(book, "Mentees", "Name", "Picks", "Waited")


def test_the_life_of_office_hours(desk: Desk) -> None:
    desk.run("setup", "--format", "office hours", "--sender", desk.google.mailbox, "--programme", "Office")
    rows = {
        "Mentors": [{"Email": "ada@example.org", "Name": "Ada", "Time zone": "Europe/Paris", "Sessions a week": 1}],
        "Mentees": [mentee("Bo", "S1; S2"), mentee("Cy", "S1", Waited="1")],
        "Slots": [slot("S1", "2037-07-06 16:00"), slot("S2", "2037-07-14 16:00")],
    }
    for title, people in rows.items():
        for number, person in enumerate(people, 2):
            for header, value in person.items():
                tab = desk.sheet().tab(title)
                assert tab is not None
                desk.edit(tab.address(number, header), value)
    desk.run("match")
    again_nothing(desk, "match")
    assert bookings(desk.sheet()) == {"S1": "Cy <cy@example.net>", "S2": "Bo <bo@example.net>"}
    desk.run("check", code=None)
    desk.run("draft", "matches")
    again_nothing(desk, "draft", "matches")
    assert lines(desk.sheet(), "Drafts", "Kind", "State") == [("slot-booked", "DRAFTED")] * 2
    desk.run("survey", code=None)
    again_nothing(desk, "survey")
