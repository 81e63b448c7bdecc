"""Lines of ``Hours``: what counts, what is wrong with the others and in which cell, and that one stops no other."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.people import Pair
from mentorship_gsheets.programmes.organizers.hours import Logged, in_all, plain_hours, read_hours, read_log
from mentorship_gsheets.programmes.organizers.tabs import PEOPLE
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.programmes.organizers.sheet import ADA, BO, Line, person, sheet

PAIR = Pair("bo@example.org", "ada@example.org")
TODAY = date(2027, 3, 31)
GOOD = ("2027-03-01", ADA, BO, "1.5", "budget")


def log_of(*log: Line) -> Logged:
    book = sheet([person("Ada"), person("Cy")], [person("Bo"), person("Dee"), person("Ada")], *log)
    return read(book)


def read(book: Workbook) -> Logged:
    roster, _ = read_roster(book, PEOPLE)
    return read_log(book, roster, {PAIR}).until(TODAY)


def test_lines_count_for_the_pair_whoever_stands_first_and_in_any_way_of_writing() -> None:
    logged = log_of(
        GOOD,
        ("3 March 2027", BO, ADA, "2", "venue"),
        ("2027-03-09", "ADA@example.org", "bo@example.org", "0,25", ""),
    )
    assert [(each.day.day, each.hours, each.what) for each in logged.of(PAIR)] == [
        (1, Decimal("1.5"), "budget"),
        (3, Decimal(2), "venue"),
        (9, Decimal("0.25"), ""),
    ]
    assert in_all(logged.of(PAIR)) == Decimal("3.75")
    assert (logged.findings, logged.doubtful) == ((), frozenset())


@pytest.mark.parametrize(
    ("line", "code", "where", "what"),
    [
        (("soon", ADA, BO, "1", ""), "unread-hours-day", "A3", "“soon” is no day on which it can have been."),
        (("", ADA, BO, "1", ""), "unread-hours-day", "A3", "“” is no day on which it can have been."),
        (("2027-04-01", ADA, BO, "1", ""), "hours-to-come", "A3", "2027-04-01 has not come yet."),
        (("2027-03-02", ADA, BO, "an hour", ""), "unread-hours", "D3", "“an hour” is no number of hours from 0 to 24."),
        (("2027-03-02", ADA, BO, "1:30", ""), "unread-hours", "D3", "“1:30” is no number of hours from 0 to 24."),
        (("2027-03-02", ADA, BO, "", ""), "unread-hours", "D3", "“” is no number of hours from 0 to 24."),
        (("2027-03-02", ADA, BO, "-2", ""), "negative-hours", "D3", "“-2” hours are less than nothing."),
        (
            ("2027-03-02", ADA, BO, "90", ""),
            "unread-hours",
            "D3",
            "“90” is no number of hours from 0 to 24.",
        ),
        (("2027-03-02", "Zoe", BO, "1", ""), "unknown-in-hours", "B3", "“Zoe” under Who names nobody."),
        (
            ("2027-03-02", "x@example.org", BO, "1", ""),
            "unknown-in-hours",
            "B3",
            "“x@example.org” under Who names nobody.",
        ),
        (("2027-03-02", ADA, "", "1", ""), "unknown-in-hours", "C3", "“” under With names nobody."),
        (
            ("2027-03-02", BO, "Dee <dee@example.org>", "1", ""),
            "hours-one-side",
            "C3",
            "“Bo <bo@example.org>” and “Dee <dee@example.org>” are not a mentor and a mentee.",
        ),
    ],
)
def test_a_line_that_does_not_count_is_named_with_its_cell_and_stops_no_other(
    line: Line, code: str, where: str, what: str
) -> None:
    logged = log_of(GOOD, line, ("2027-03-04", ADA, BO, "2", ""))
    assert [(each.code, each.where, each.what) for each in logged.findings] == [(code, f"Hours!{where}", what)]
    assert in_all(logged.conversations) == Decimal("3.5")
    assert "bo@example.org" in logged.doubtful or "ada@example.org" in logged.doubtful


def test_what_is_odd_about_a_line_that_counts_is_said() -> None:
    logged = log_of(
        GOOD,
        ("2027-03-02", "Cy", BO, "1", ""),
        GOOD,
        ("2027-03-05", "Cy <cy@example.org>", "Dee <dee@example.org>", "1", ""),
    )
    assert sorted((each.code, each.where) for each in logged.findings) == [
        ("hours-no-address", "Hours!B3"),
        ("hours-no-pair", "Hours!C3"),
        ("hours-no-pair", "Hours!C5"),
        ("hours-twice", "Hours!A4"),
    ]
    assert len(logged.conversations) == 4


def test_without_the_tab_there_are_no_hours() -> None:
    book = sheet([person("Ada")], [person("Bo")])
    assert read(Workbook("book", "Book", book.tabs[:2])) == Logged()


@settings(max_examples=60)
@given(st.decimals(min_value="0.01", max_value="24", places=2), st.sampled_from(".,"))
def test_what_is_written_as_a_number_is_read_back(hours: Decimal, point: str) -> None:
    assert read_hours(f"{hours:f}".replace(".", point)) == hours
    assert read_hours(plain_hours(hours)) == hours


@settings(max_examples=100)
@given(st.text(max_size=12))
def test_no_text_is_taken_for_hours_without_being_a_number(text: str) -> None:
    assert (read_hours(text) is not None) == bool(re.fullmatch(r"[-+\u2212]?[0-9]+([.,][0-9]+)?", text.strip()))
