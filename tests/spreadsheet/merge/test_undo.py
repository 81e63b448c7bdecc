"""Taking a run back respects what people have done since."""

from typing import Any

import pytest

from mentorship_gsheets.spreadsheet.merge import undo
from mentorship_gsheets.spreadsheet.plan import Formula, SetCell
from mentorship_gsheets.spreadsheet.workbook import Tab
from tests.spreadsheet.merge.sheets import ABOUT, before, book, record, tab

WROTE = before(ABOUT, (("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))))


def changes(now: Tab, hidden: Tab = WROTE, value: dict[str, Any] | None = None) -> list[Any]:
    originals = {(7, 2, 2): value} if value else {}
    return list(undo([hidden], originals, book(now), "match").changes)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ({"stringValue": "old"}, "old"),
        ({"numberValue": 2}, 2),
        ({"numberValue": 2.5}, 2.5),
        ({"boolValue": True}, True),
        ({"formulaValue": "=B2"}, Formula("=B2")),
        (None, ""),
    ],
)
def test_what_stood_there_comes_back_with_its_type(value: dict[str, Any] | None, typed: Any) -> None:
    now = tab(("bob", "Bob", ""), ("ada", "Ada", "new"))
    assert changes(now, value=value) == [SetCell("People", "Email", "ada", "Match", typed, "new")]


def test_a_cell_somebody_changed_since_is_left() -> None:
    plan = undo([WROTE], {}, book(tab(("ada", "Ada", "hers"))), "match")
    assert (plan.stage, plan.changes) == ("undo", ())
    assert [(finding.code, finding.where) for finding in plan.findings] == [("changed-since", "People")]
    assert plan.summary == "takes back 0 cells that match wrote."


def test_a_tab_that_is_gone_is_told() -> None:
    plan = undo([WROTE], {}, book(), "match")
    assert [finding.where for finding in plan.findings] == ["a tab that is gone"]


def test_a_person_who_stands_there_twice_now_is_left() -> None:
    assert changes(tab(("ada", "Ada", "new"), ("ada", "Ada", "x"))) == []


def test_a_formula_with_an_array_is_left() -> None:
    assert changes(tab(("ada", "Ada", "new")), value={"formulaValue": "={1;2}"}) == []


def test_what_hit_something_by_mistake_was_put_right_already() -> None:
    slipped = before(ABOUT, (("ada", "Ada", "hers"), record("ada", c2=("t:old", "t:new"))))
    assert changes(tab(("ada", "Ada", "new")), slipped) == []


def test_what_was_there_before_needs_no_undoing() -> None:
    same = before(ABOUT, (("ada", "Ada", "new"), record("ada", c2=("t:new", "t:new"))))
    assert changes(tab(("ada", "Ada", "new")), same) == []


def test_headers_stay_and_tabs_that_are_kept() -> None:
    header = before({"header": {"2": ""}, "cells": {"2": ["", "t:Match"]}}, header=("Email", "Name", ""))
    assert changes(tab(), header) == []
    assert undo([WROTE], {}, book(tab(("ada", "Ada", "new"), title="Log")), "match", keep={"Log"}).changes == ()


ADDED = before(ABOUT, (("", "", ""), record("", new=True, c0=("", "t:ada"), c1=("", "t:Ada"))))


def test_a_new_row_nobody_touched_is_emptied() -> None:
    assert changes(tab(("bob",), ("ada", "Ada"), ("cyd",)), ADDED) == [
        SetCell("People", "Email", "ada", "Email", "", "ada"),
        SetCell("People", "Email", "ada", "Name", "", "Ada"),
    ]


@pytest.mark.parametrize("row", [("ada", "Ada", "hers"), ("ada", "Lovelace")])
def test_a_new_row_somebody_touched_is_left_whole(row: tuple[str, ...]) -> None:
    assert changes(tab(row), ADDED) == []


def test_a_cell_of_a_row_that_was_there_is_undone_beside_one_that_changed() -> None:
    two = before(ABOUT, (("ada", "", ""), record("ada", c1=("", "t:Ada"), c2=("", "t:new"))))
    assert changes(tab(("ada", "Lovelace", "new")), two) == [SetCell("People", "Email", "ada", "Match", "", "new")]


def test_every_row_is_judged_by_itself() -> None:
    two = before(
        ABOUT,
        (("ada", "Ada", "old"), record("ada", c2=("t:old", "t:new"))),
        (("", "", ""), record("", new=True, c0=("", "t:bob"), c1=("", "t:Bob"))),
    )
    plan = undo([two], {}, book(tab(("ada", "Ada", "hers"), ("bob", "Bob"))), "match")
    assert [(change.key, change.column) for change in plan.changes] == [("bob", "Email"), ("bob", "Name")]  # type: ignore[union-attr]  # only cells
    assert [finding.code for finding in plan.findings] == ["changed-since"]


def test_a_kept_tab_does_not_keep_the_others() -> None:
    log = Tab("Before 3 8", 98, WROTE.header, WROTE.rows, column_count=WROTE.column_count)
    people = tab(("ada", "Ada", "new"))
    both = book(tab(("ada", "Ada", "new"), title="Log", sheet_id=8), people)
    plan = undo([log, WROTE], {}, both, "match", keep={"Log"})
    assert plan.changes == (SetCell("People", "Email", "ada", "Match", "", "new"),)


def test_what_is_left_is_told_in_words() -> None:
    (finding,) = undo([WROTE], {}, book(tab(("ada", "Ada", "hers"))), "match").findings
    assert str(finding) == (
        "People: Match of a row in People was changed since, or cannot be told from others. "
        "It is left as it is; File → Version history shows what it was."
    )
    assert finding.column == "Match"


def test_a_whole_number_comes_back_as_one() -> None:
    (change,) = changes(tab(("ada", "Ada", "new")), value={"numberValue": 2})
    assert type(change.value) is int


def test_a_new_row_nobody_touched_is_emptied_beside_one_that_somebody_did() -> None:
    rows = [(("", "", ""), record("", new=True, c0=("", f"t:{key}"), c1=("", "t:X"))) for key in ("ada", "bob")]
    assert changes(tab(("ada", "X", "hers"), ("bob", "X")), before(ABOUT, *rows)) == [
        SetCell("People", "Email", "bob", "Email", "", "bob"),
        SetCell("People", "Email", "bob", "Name", "", "X"),
    ]


def test_a_row_without_a_key_is_left_when_the_column_of_keys_is_gone() -> None:
    nobody = before(ABOUT, (("", "Ada", "old"), record("", c2=("t:old", "t:new"))))
    assert changes(tab(("", "Ada", "new"), header=("Mail", "Name", "Match")), nobody) == []


def test_of_a_tab_that_is_kept_nothing_is_told_either() -> None:
    plan = undo([WROTE], {}, book(tab(("ada", "Ada", "hers"), title="Drafts")), "match", keep={"Drafts"})
    assert (plan.changes, plan.findings) == ((), ())
