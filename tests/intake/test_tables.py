"""Tables as programs export them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.intake.tables import Table, csv_rows, decoded, table_of

ROWS = [["Name", "Which (a, b; c)?"], ["Ada", "x, y"], ["Zoë", "two\u2028lines"]]
PEOPLE = [["Ada", "ada@example.org", "Mentor"], ["Bo", "bo@example.org", "Mentee"], ["Cy", "cy@example.org", "Mentee"]]


def _written(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_rows_of_one_width(separator: str) -> None:
    assert csv_rows(_written(separator)) == ROWS


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\v", "\f", "\x1c", "\x1d", "\x1e"])
def test_signs_that_end_a_line_elsewhere_end_none_here(sign: str) -> None:
    assert csv_rows(f"Name;Says;Capacity\r\nZoë;one{sign}two;3\r\n")[1:] == [["Zoë", f"one{sign}two", "3"]]


def test_a_declared_separator_counts() -> None:
    assert csv_rows("sep=#\r\na,b#c\r\n1#2\r\n") == [["a,b", "c"], ["1", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "Name;Ort\nZoë Müller;Köln\nRené;Besançon\n"
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ([["Name", "Email", "Role"]], 1),
        ([["Mentors of 2027"], [""], ["Name", "Email", "Role"]], 3),
        ([["Exported", "2027-05-01"], ["Name", "Email", "Role"]], 2),
        (
            [
                ["Q1", "Q2", "Q3"],
                ["Name", "Email", "Role"],
                ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"QID3"}'],
            ],
            3,
        ),
    ],
)
def test_headings_are_found_below_titles_and_ids(above: list[list[str]], count: int) -> None:
    assert table_of([*above, *PEOPLE, []]) == Table(("Name", "Email", "Role"), tuple(map(tuple, PEOPLE)), count)


def test_parts_of_a_question_become_one_column() -> None:
    rows = [
        ["Name", "Email", "Topics", ""],
        ["Open-Ended Response", "Open-Ended Response", "Careers", "Writing, talks"],
        ["Ada", "ada@example.org", "Careers", "Writing, talks"],
        ["Bo", "bo@example.org", "", "Writing, talks"],
    ]
    assert table_of(rows).header == ("Name", "Email", "Topics")
    assert [row[2] for row in table_of(rows).rows] == ["Careers; Writing, talks", "Writing, talks"]


def test_a_column_for_each_check_box_becomes_one() -> None:
    rows = [["Name", "Topics (Careers)", "Topics (Writing)"], ["Ada", "TRUE", "FALSE"], ["Bo", "TRUE", "TRUE"]]
    assert table_of(rows) == Table(("Name", "Topics"), (("Ada", "Careers"), ("Bo", "Careers; Writing")), 1)


def test_short_and_long_rows_keep_their_cells() -> None:
    assert table_of([["Name", "Email"], ["Ada"], ["Bo", "bo@example.org", "more"]]) == Table(
        ("Name", "Email", ""), (("Ada", "", ""), ("Bo", "bo@example.org", "more")), 1
    )


def test_without_rows_there_are_no_headings() -> None:
    assert table_of([[], [" "]]) == Table((), (), 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=6))
def test_every_table_is_as_wide_as_its_headings(rows: list[list[str]]) -> None:
    table = table_of(rows)
    assert {len(row) for row in table.rows} <= {len(table.header)}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_become_text(content: bytes) -> None:
    assert isinstance(decoded(content), str)
