"""What a batch hit is told from what it expected and what it found."""

import pytest

from mentorship_gsheets.spreadsheet.merge import all_in_place, overwritten, written_cells
from mentorship_gsheets.spreadsheet.merge.overwritten import WrittenCell, current_place
from mentorship_gsheets.spreadsheet.workbook import Cell
from tests.spreadsheet.merge.sheets import ABOUT, before, book, record, tab


def only(*rows: tuple[tuple[object, ...], dict[str, object] | None], **more: object) -> WrittenCell:
    (hit,) = written_cells(before(ABOUT, *rows, **more))  # type: ignore[arg-type]  # what before takes
    return hit


def test_a_cell_that_held_what_was_expected_is_no_slip() -> None:
    hit = only((("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))))
    assert (hit.overwrote, hit.moved, hit.found, hit.keys, hit.header, hit.key_header) == (
        False,
        False,
        "t:old",
        ("ada",),
        "Match",
        "Email",
    )
    assert (hit.sheet_id, hit.row, hit.column) == (7, 2, 2)


def test_a_cell_that_held_something_else_is_a_slip() -> None:
    hit = only((("ada", "Ada", "hers"), record("ada", c2=("t:old", "t:new"))))
    assert (hit.overwrote, hit.moved) == (True, False)


def test_a_cell_that_already_held_what_was_written_is_none() -> None:
    hit = only((("ada", "Ada", "new"), record("ada", c2=("t:old", "t:new"))))
    assert (hit.overwrote, hit.moved) == (False, False)


@pytest.mark.parametrize("expected", ["t:hers", "t:old"])
def test_the_row_of_somebody_else_is_a_slip_whatever_stood_there(expected: str) -> None:
    hit = only((("bob", "Bob", "hers"), record("ada", c2=(expected, "t:new"))))
    assert (hit.overwrote, hit.moved) == (True, True)


def test_a_write_that_missed_without_harm_has_not_landed() -> None:
    tabs = [before(ABOUT, (("bob", "Bob", "new"), record("ada", c2=("t:old", "t:new"))))]
    assert (overwritten(tabs, book(tab(("bob", "Bob", "new")))), all_in_place(tabs)) == ([], False)


def test_a_slip_counts_while_it_stands_as_it_was_written() -> None:
    tabs = [before(ABOUT, (("ada", "Ada", "hers"), record("ada", c2=("t:old", "t:new"))))]
    (slip,) = overwritten(tabs, book(tab(("ada", "Ada", "new"))))
    assert slip.found == "t:hers"
    assert overwritten(tabs, book(tab(("ada", "Ada", "later")))) == []


def test_a_write_where_it_was_meant_has_landed() -> None:
    assert all_in_place([before(ABOUT, (("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))))])


def test_keys_are_compared_as_people_read_them() -> None:
    assert not only(((" ADA ", "Ada", "old"), record("ada", c2=("t:old", "t:new")))).moved


def test_a_key_that_is_a_formula_is_the_same_formula() -> None:
    same = only((("=LOWER(B2)", "Ada", "old"), record("ada", "=LOWER(B2)", c2=("t:old", "t:new"))))
    other = only((("=LOWER(B3)", "Ada", "old"), record("ada", "=LOWER(B2)", c2=("t:old", "t:new"))))
    assert (same.moved, other.moved) == (False, True)


def test_another_header_over_the_cell_is_a_slip() -> None:
    hit = only((("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))), header=("Email", "Name", "Hers"))
    assert (hit.overwrote, hit.moved, hit.header) == (True, True, "Hers")


def test_a_tab_without_keys_is_judged_by_headers_alone() -> None:
    (hit,) = written_cells(
        before(ABOUT | {"key": None}, (("x", "", "old"), {"new": False, "cells": {"2": ["t:old", "t:new"]}}))
    )
    assert (hit.overwrote, hit.moved, hit.keys, hit.key_header) == (False, False, (), "")


def test_a_header_cell_is_judged_by_its_text() -> None:
    about = {"header": {"2": ""}, "cells": {"2": ["", "t:Match"]}}
    (hit,) = written_cells(before(about, header=("Email", "Name", "Hers")))
    assert (hit.row, hit.overwrote, hit.moved, hit.header) == (1, True, False, "Match")


NEW = record("", new=True, c0=("", "t:ada"), c1=("", "t:Ada"))


def test_a_new_row_in_a_free_place_is_no_slip() -> None:
    assert [hit.moved for hit in written_cells(before(ABOUT, (("", "", ""), NEW)))] == [False, False]


@pytest.mark.parametrize("found", [("bob", "", ""), ("", "hers", ""), ("", "", "hers")])
def test_a_new_row_over_or_beside_something_has_moved_whole(found: tuple[str, ...]) -> None:
    assert [hit.moved for hit in written_cells(before(ABOUT, (found, NEW)))] == [True, True]


def test_a_row_that_was_there_without_a_key_is_judged_cell_by_cell() -> None:
    found = written_cells(before(ABOUT, (("", "", "hers"), record("", c0=("", "t:ada"), c1=("", "t:Ada")))))
    assert [hit.moved for hit in found] == [False, False]


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"key": 0, "header": {}, "cells": {"2": 1}}'])
def test_a_hidden_tab_that_somebody_edited_says_nothing(text: str) -> None:
    whole = before(ABOUT, (("ada", "Ada", "x"), record("ada", c2=("", "t:new"))))
    edited = tab(title="Before 3 7", header=(*whole.header[:-1], text))
    assert written_cells(edited) == []


def test_a_tab_of_another_title_says_nothing() -> None:
    assert written_cells(tab(title="Before")) == []


def hit(row: int = 2, column: int = 2, wrote: str = "t:new", **more: object) -> WrittenCell:
    values: dict[str, object] = {"keys": ("ada",), "header": "Match", "key_header": "Email", "moved": False}
    return WrittenCell(7, row, column, "", "t:old", wrote, **(values | more))  # type: ignore[arg-type]  # as above


def test_a_cell_is_found_where_it_was_written() -> None:
    people = tab(("ada", "Ada", "new"), ("bob", "Bob", "new"))
    assert current_place(hit(), book(people)) == (people, 2, 2)


def test_of_two_columns_with_the_header_the_one_it_was_written_to_counts() -> None:
    people = tab(("ada", "new", "new"), header=("Email", "Match", "Match"))
    assert current_place(hit(), book(people)) == (people, 2, 2)


def test_a_cell_is_found_where_its_row_and_column_went() -> None:
    people = tab(("new", "bob"), ("new", "ada"), header=("Match", "Email"))
    assert current_place(hit(), book(people)) == (people, 3, 0)


def test_a_cell_that_was_changed_since_is_not_found() -> None:
    assert current_place(hit(), book(tab(("ada", "Ada", "hers")))) is None


def test_a_cell_whose_row_column_or_tab_is_gone_is_not_found() -> None:
    assert current_place(hit(), book(tab(("bob", "Bob", "new")))) is None
    assert current_place(hit(), book(tab(("ada", "Ada", "new"), header=("Email", "Name", "Hers")))) is None
    assert current_place(hit(), book(tab(("ada", "Ada", "new"), sheet_id=8))) is None


def test_of_two_rows_with_the_key_the_one_it_was_written_to_counts() -> None:
    people = tab(("ada", "Ada", "new"), ("ada", "Ada", "new"))
    assert current_place(hit(row=3), book(people)) == (people, 3, 2)
    assert current_place(hit(row=9), book(people)) is None


def test_without_a_key_the_place_counts() -> None:
    people = tab(("", "", "x"), ("", "", "new"))
    assert current_place(hit(row=3, keys=()), book(people)) == (people, 3, 2)
    assert current_place(hit(row=3, key_header=""), book(people)) == (people, 3, 2)


def test_a_header_is_found_in_the_first_row() -> None:
    people = tab(header=("Match", "Email"))
    assert current_place(hit(row=1, wrote="t:Match"), book(people)) == (people, 1, 0)


def test_a_row_is_found_by_the_key_that_was_written_too() -> None:
    people = tab((Cell("gus"), Cell("Gus"), Cell("new")))
    assert current_place(hit(row=5, keys=("bob", "gus")), book(people)) == (people, 2, 2)


def test_all_rows_and_the_header_are_told() -> None:
    about = ABOUT | {"cells": {"2": ["", "t:Match"]}}
    found = written_cells(
        before(
            about,
            (("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))),
            (("bob", "Bob", ""), record("bob", c2=("", "t:his"))),
        )
    )
    assert [hit.row for hit in found] == [1, 2, 3]


def test_a_row_is_known_by_a_key_that_was_written_only_if_it_is_a_text() -> None:
    changed = only((("ada", "Ada", "old"), record("ada", c0=("t:ada", "f:=A9"))))
    assert changed.keys == ("ada",)
    renamed = only((("ada", "Ada", "old"), record("ada", c0=("t:ada", "t:bob"))))
    assert renamed.keys == ("ada", "bob")
