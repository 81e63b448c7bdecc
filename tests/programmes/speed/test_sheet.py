"""What the stages make of a sheet of speed mentoring, without any Google."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.programmes.speed.programme import SpeedMentoring
from mentorship_gsheets.programmes.speed.tabs import PEOPLE, SEATING, TABLES, turn_header
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Formula, Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, rematch
from tests.programmes.speed.events import event
from tests.sheets import applied, drawn, edited, lines, workbook

SPEED = SpeedMentoring()
ROUNDS = 3
TURNS = tuple(turn_header(turn) for turn in range(1, ROUNDS + 1))


def sheet(mentors: int = 4, mentees: int = 10, shuffle: int = 0, **own: str) -> Workbook:
    """A sheet with made-up people, set up for three rounds; rows in another order for each ``shuffle``."""
    made = event(mentors, mentees, ROUNDS)
    people = {
        Role.MENTOR: [
            {"Email": one.email, "Name": one.name, "Fields": "; ".join(one.fields), "Table": one.table}
            for one in made.mentors
        ],
        Role.MENTEE: [{"Email": one.email, "Name": one.name, "Fields": "; ".join(one.fields)} for one in made.mentees],
    }
    for rows in people.values():
        if shuffle:
            random.Random(shuffle).shuffle(rows)  # noqa: S311 - only another order of rows
    said = {"Format": SPEED.name, "Rounds": str(ROUNDS)} | {name.replace("_", " "): text for name, text in own.items()}
    return workbook(
        *(drawn(PEOPLE.specs[role], *rows) for role, rows in people.items()),
        drawn(SEATING),
        drawn(TABLES),
        Settings=[{"Setting": name, "Value": text} for name, text in said.items()],
    )


def said(book: Workbook) -> Settings:
    return read_settings(book)[0]


def matched(book: Workbook) -> Workbook:
    return applied(match.plan(book, said(book)), book)


def mended(book: Workbook, here: bool = True, force: bool = False) -> Workbook:
    return applied(rematch.plan(book, said(book), here=here, force=force), book)


def seats(book: Workbook) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in lines(book, "Seating", "Email", *TURNS)}


def texts(plan: Plan) -> list[SetCell]:
    """The cells a plan writes; formulas are compared where there is a Google that places them."""
    changes = [change for change in plan.changes if isinstance(change, SetCell)]
    return [change for change in changes if not isinstance(change.value, Formula)]


def found(book: Workbook) -> dict[str, Finding]:
    return {finding.code: finding for finding in check.plan(book, said(book)).findings}


def test_everybody_is_seated_and_ticked_and_a_second_match_plans_nothing() -> None:
    book = matched(sheet())
    assert {len(set(row)) for row in seats(book).values()} == {ROUNDS}
    assert set(lines(book, "Seating", "Here")) == {("True",)}
    assert set(lines(book, "Mentors", "Here")) == {("True",)}
    assert [row[0] for row in lines(book, "Tables", "Table")] == ["1", "2", "3", "4"]
    assert texts(match.plan(book, said(book))) == []
    assert texts(rematch.plan(book, said(book), here=True)) == []
    assert found(book) == {}


@given(st.integers(1, 1000))
@settings(max_examples=2)
def test_the_order_of_the_rows_does_not_matter(shuffle: int) -> None:
    assert seats(matched(sheet(shuffle=shuffle))) == seats(matched(sheet()))


def test_a_typed_seat_is_kept() -> None:
    book = matched(sheet())
    line = {"Email": "mentee004@example.net", "Round 2": "3"}
    typed = replace(
        sheet(), tabs=tuple(drawn(SEATING, line) if tab.title == "Seating" else tab for tab in sheet().tabs)
    )
    after = matched(typed)
    assert seats(after)["mentee004@example.net"][1] == "3"
    assert seats(after).keys() == seats(book).keys()
    assert texts(match.plan(after, said(after))) == []


def test_a_blank_table_gets_the_next_number() -> None:
    book = edited(sheet(), "Mentors", "mentor02@example.org", "Table", "")
    after = matched(book)
    assert ("mentor02@example.org", "2") in lines(after, "Mentors", "Email", "Table")


@given(st.data())
@settings(max_examples=4)
def test_rounds_that_are_over_are_never_altered(data: st.DataObject) -> None:
    book = matched(sheet(5, 12))
    done = data.draw(st.integers(1, ROUNDS), "rounds done")
    book = replace(
        book,
        tabs=tuple(
            drawn(
                next(spec for spec in SPEED.tabs() if spec.title == "Settings"),
                *[
                    {"Setting": name, "Value": text}
                    for name, text in (("Format", SPEED.name), ("Rounds", "3"), ("Rounds done", str(done)))
                ],
            )
            if tab.title == "Settings"
            else tab
            for tab in book.tabs
        ),
    )
    for email in data.draw(st.lists(st.sampled_from(sorted(seats(book))), max_size=6, unique=True), "not here"):
        book = edited(book, "Seating", email, "Here", "FALSE")
    for email, turn in data.draw(
        st.lists(st.tuples(st.sampled_from(sorted(seats(book))), st.sampled_from(TURNS)), max_size=5), "cleared"
    ):
        book = edited(book, "Seating", email, turn, "")
    if data.draw(st.booleans(), "a mentor leaves"):
        book = edited(book, "Mentors", "mentor01@example.org", "Here", "FALSE")
    if data.draw(st.booleans(), "a mentee withdraws"):
        book = edited(book, "Mentees", "mentee002@example.net", "Status", "withdrawn")
    before = {email: row[:done] for email, row in seats(book).items()}
    for _ in range(2):
        for here in (False, True):
            book = mended(book, here, force=True)
            assert {email: row[:done] for email, row in seats(book).items()} == before
        book = matched(book)
        assert {email: row[:done] for email, row in seats(book).items()} == before


def test_what_is_wrong_is_said_with_its_cell_and_the_others_are_seated() -> None:
    book = sheet()
    book = edited(book, "Mentors", "mentor01@example.org", "Rounds", "3-1; x")
    book = matched(book)
    assert {len(set(row)) for row in seats(book).values()} == {ROUNDS}
    assert "1" not in {table for row in seats(book).values() for table in row}
    book = edited(book, "Seating", "mentee003@example.net", "Round 1", "99")
    book = edited(book, "Seating", "mentee005@example.net", "Round 2", "")
    one = seats(book)["mentee007@example.net"][0]
    book = edited(book, "Seating", "mentee007@example.net", "Round 2", one)
    tab = book.tab("Seating")
    assert tab is not None
    row = {email: number for number, email in enumerate(seats(book), 2)}
    problems = found(book)
    assert problems["unclear-rounds"].where == "Mentors!K2"
    assert problems["unclear-rounds"].level is Level.HELD
    assert problems["unknown-table"].where == f"Seating!D{row['mentee003@example.net']}"
    assert problems["no-seat"].where == f"Seating!E{row['mentee005@example.net']}"
    assert problems["mentor-twice"].where == f"Seating!E{row['mentee007@example.net']}"
    assert problems["table-size"].where.startswith("Tables")


def test_a_row_without_a_person_is_said() -> None:
    book = matched(sheet())
    rows = lines(book, "Seating", *[column.header for column in SEATING.columns])
    header = [column.header for column in SEATING.columns]
    made = [dict(zip(header, row, strict=True)) for row in rows]
    extra = [{"Round 1": "2"}, {"Email": "nobody@example.org"}, {"Email": "not an address"}]
    book = replace(
        book, tabs=tuple(drawn(SEATING, *made, *extra) if tab.title == "Seating" else tab for tab in book.tabs)
    )
    problems = [finding for finding in check.plan(book, said(book)).findings if finding.code != "no-seat"]
    where = {(finding.code, finding.where) for finding in problems}
    assert {
        ("nobody-in-row", "Seating!R12"),
        ("seating-only", "Seating!R13"),
        ("nobody-in-row", "Seating!R14"),
    } <= where


@pytest.mark.parametrize("text", ["0", "13", "three"])
def test_a_number_of_rounds_that_cannot_be_is_said_with_its_cell(text: str) -> None:
    book = sheet(Rounds=text)
    _, problems = read_settings(book)
    assert [(one.code, one.level, one.where) for one in problems] == [("bad-setting", Level.STOP, "Settings!B3")]


def test_more_rounds_than_tables_is_refused() -> None:
    book = sheet(mentors=2)
    assert [one.code for one in match.plan(book, said(book)).stops] == ["more-rounds-than-tables"]


def test_somebody_who_has_no_place_waits_and_moves_up() -> None:
    book = matched(sheet(Places="8"))
    assert len(seats(book)) == 8
    book = edited(book, "Mentees", "mentee001@example.net", "Status", "withdrawn")
    after = matched(book)
    assert seats(after).keys() - seats(book).keys() == {"mentee009@example.net"}


def test_more_than_half_unticked_is_refused() -> None:
    book = matched(sheet())
    for email in list(seats(book))[:6]:
        book = edited(book, "Seating", email, "Here", "FALSE")
    refused = rematch.plan(book, said(book), here=True)
    assert [(one.code, one.where) for one in refused.stops] == [("many-absent", "Seating")]
    assert [one.code for one in rematch.plan(book, said(book), here=True, force=True).stops] == []
    assert seats(mended(book, force=True)) != seats(book)


def test_a_format_without_boxes_says_so() -> None:
    book = workbook(Mentors=[{"Email": "ada@example.org", "Fields": "Physics"}])
    with pytest.raises(MentorshipError, match="has no boxes that say who is here"):
        rematch.plan(book, said(book), here=True)
