"""Why somebody sits where they sit, and what more tables and rounds would do."""

from mentorship_gsheets.programmes.speed.explain import explanation, recommendation
from tests.programmes.speed.test_sheet import matched, said, seats, sheet
from tests.sheets import edited


def test_a_route_names_tables_in_order() -> None:
    book = matched(sheet())
    plan = explanation(book, said(book), "mentee003@example.net")
    assert plan.changes == ()
    assert tuple(row[1] for row in plan.tables[0].rows) == seats(book)["mentee003@example.net"]


def test_a_table_lists_who_comes() -> None:
    book = matched(sheet())
    plan = explanation(book, said(book), "mentor02@example.org")
    assert plan.summary == "Mentor 2 sits at table 2."
    assert [len(row[1].split(", ")) for row in plan.tables[0].rows] == [
        sum(row[turn] == "2" for row in seats(book).values()) for turn in range(3)
    ]


def test_advice_finds_the_mentor_who_is_missing() -> None:
    book = sheet()
    for number in range(1, 11):
        book = edited(book, "Mentees", f"mentee{number:03}@example.net", "Fields", "Physics")
    for number in range(1, 5):
        book = edited(book, "Mentors", f"mentor{number:02}@example.org", "Fields", "Biology")
    plan = recommendation(book, said(book))
    tables, rounds, left, _, added = plan.tables[0].rows[-1]
    assert (tables, rounds, left, added) == ("5", "5", "0", "physics")
    assert plan.summary == (
        "10 mentees at 4 tables; Rounds is 3. With 5 tables and 5 rounds there are places enough for everybody who "
        "named a field to meet a mentor of the first."
    )
    assert plan.tables[1].rows == (("physics", "10"),)


def test_advice_without_any_field_names_no_mentor() -> None:
    book = sheet()
    for number in range(1, 11):
        book = edited(book, "Mentees", f"mentee{number:03}@example.net", "Fields", "")
    assert [(row[0], row[2]) for row in recommendation(book, said(book)).tables[0].rows] == [("4", "0")] * 4
