"""Two stacks: what can be taken back, and what was."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.spreadsheet.batch.concurrency import Run, outlasting, versioned_batch
from mentorship_gsheets.spreadsheet.merge import History, kept_backups, read_history
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook

ABOUT = {"key": 0, "header": {"0": "Email", "1": "Match"}, "new": False, "cells": {}}


def run(number: int, stage: str = "match", *takes_back: int, repair: bool = False) -> Run:
    return Run(number, f"run {number}", stage, "ada", "2027-01-01T00:00:00Z", repair=repair, takes_back=takes_back)


def before(number: int, sheet_id: int = 7, rows: int = 2) -> Tab:
    record = {"key": "ada", "key formula": "", "new": False, "cells": {"1": ["", "t:Bo"]}}
    line = Row(2, (Cell("ada"), Cell(), Cell(json.dumps(record))))
    header = ("Email", "Match", json.dumps(ABOUT))
    return Tab(f"Before {number} {sheet_id}", 100 * number + sheet_id, header, (line,), rows, 3)


def numbers(history: History) -> tuple[list[int], list[int], list[int]]:
    done, undone, gone = ([step.run.number for step in part] for part in (history.done, history.undone, history.gone))
    return done, undone, gone


COPIES = tuple(before(number) for number in range(1, 9))


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        ([run(1), run(2)], ([1, 2], [], [])),
        ([run(1), run(2), run(3, "undo", 2)], ([1], [3], [2])),
        ([run(1), run(2), run(3, "undo", 2), run(4, "undo", 1)], ([], [3, 4], [1, 2])),
        ([run(1), run(2), run(3, "undo", 2, 1)], ([], [3], [1, 2])),
        ([run(1), run(2), run(3, "undo", 2, 1), run(4, "redo", 3)], ([1, 2], [], [])),
        ([run(1), run(2, "undo", 1), run(3, "redo", 2), run(4, "undo", 1)], ([], [4], [1])),
        ([run(1), run(2, "undo", 1), run(3)], ([3], [], [])),
    ],
)
def test_undo_and_redo_move_between_two_stacks(runs: list[Run], wanted: tuple[list[int], ...]) -> None:
    assert numbers(read_history(runs, COPIES)) == wanted


def test_a_run_without_a_backup_or_only_of_what_is_ignored_is_no_step() -> None:
    runs = [run(1), run(2, "check"), run(3, "color")]
    assert numbers(read_history(runs, [before(1), before(2, sheet_id=8)], ignored=[8])) == ([1], [], [])


def test_a_backup_that_somebody_edited_is_none() -> None:
    broken = before(1)
    assert numbers(read_history([run(1)], [replace(broken, header=(*broken.header[:2], "mine"))])) == ([], [], [])
    by_place = json.dumps(ABOUT | {"key": None})
    assert numbers(read_history([run(1)], [replace(broken, header=(*broken.header[:2], by_place))])) == ([], [], [])


def test_what_was_disturbed_says_so_and_the_repair_is_no_step() -> None:
    (step,) = read_history([run(1), run(2, repair=True)], COPIES).done
    assert (step.run.number, step.disturbed) == (1, True)


def test_the_batches_of_a_plan_are_one_step() -> None:
    """It is known by the number of the first, and all of their backups are taken back and kept together."""
    runs = [run(1), replace(run(2), first=2), replace(run(3), first=2), run(4), run(5, "undo", 2)]
    history = read_history(runs[:4], COPIES)
    assert numbers(history) == ([1, 2, 4], [], [])
    assert [tab.title for tab in history.done[1].befores] == ["Before 2 7", "Before 3 7"]
    assert sorted(kept_backups(history, COPIES, 4)) == [107, 207, 307, 407]
    assert numbers(read_history(runs, COPIES)) == ([1, 4], [5], [2])
    assert [one.number for one in outlasting(runs[:4], run(40), [2])] == [2, 3]


def test_the_newest_backups_stay_as_many_and_as_large_as_may_be() -> None:
    runs = [run(number) for number in range(1, 21)]
    copies = [before(number) for number in range(1, 21)]
    kept = kept_backups(read_history(runs, copies), copies, 20)
    assert sorted(kept.values()) == list(range(13, 21))
    large = [before(number, rows=100_000) for number in range(1, 21)]
    assert sorted(kept_backups(read_history(runs, large), large, 20).values()) == [19, 20]


def walked(steps: list[str]) -> tuple[list[int], list[int]]:
    """What an editor with two stacks would say, beside what is read from the runs."""
    runs: list[Run] = []
    copies: list[Tab] = []
    done: list[int] = []
    undone: list[tuple[int, int]] = []
    for step in steps:
        number = len(runs) + 1
        if step == "undo" and done:
            runs.append(run(number, "undo", done[-1]))
            undone.append((number, done.pop()))
        elif step == "redo" and undone:
            taken, back = undone.pop()
            runs.append(run(number, "redo", taken))
            done.append(back)
        elif step == "match":
            runs.append(run(number))
            done.append(number)
            undone.clear()
        else:
            continue
        # as the next batch leaves them: what no step needs goes, entries of runs included
        batch = versioned_batch(
            [],
            Workbook("id", "", ()),
            {},
            runs[-1],
            runs[:-1],
            [],
            kept_backups(read_history(runs[:-1], copies), copies, number - 1),
        )
        deleted = sum("deleteDeveloperMetadata" in request for request in batch)
        assert deleted <= max(0, number - 20)
        copies = [
            tab for tab in copies if tab.sheet_id in kept_backups(read_history(runs[:-1], copies), copies, number)
        ]
        copies.append(before(number))
    read = read_history(runs, copies)
    assert [step.run.number for step in read.undone] == [number for number, _ in undone]
    return done, [step.run.number for step in read.done]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["match", "undo", "redo"]), max_size=8))
def test_any_walk_is_that_of_two_stacks(steps: list[str]) -> None:
    done, read = walked(steps)
    assert read == done
