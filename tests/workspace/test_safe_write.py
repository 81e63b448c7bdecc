"""Whatever people and networks do between reading and writing, nobody's edit is lost and nothing is done twice."""

from datetime import timedelta
from typing import Any

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.batch.size import encoded
from mentorship_gsheets.spreadsheet.merge import Originals
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddTab, Change, Plan
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import Sheet
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError
from mentorship_gsheets.workspace.snapshot import Reading
from tests.workspace.people import HEADER, PEOPLE, READ, WRITE, add, calls, grid, opened, prepared, put, table

MATCH = (put("ada", "Match", "Bob"), put("cyd", "Match", "Dee"), put("eve", "Match", "Fay"))


def now(google: Rehearsal) -> int:
    return google.last_request()


def disturbed(google: Rehearsal, meter: Meter, changes: tuple[Change, ...], *steps: dict[str, Any]) -> Sheet:
    """Write while the organizer does these steps just before the batch arrives."""
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    google.fault("organizer", method=WRITE, steps=list(steps))
    sheet.apply(Plan("match", changes), workbook)
    return sheet


def seen(google: Rehearsal) -> list[list[str]]:
    return grid(opened(google).read())


def test_a_stage_is_one_read_and_one_write_and_a_log_row(google: Rehearsal, meter: Meter) -> None:
    prepared(opened(google, meter))
    since = now(google)
    sheet = opened(google, meter)
    workbook = sheet.apply(Plan("match", MATCH, summary="3 pairs."), sheet.read())
    assert calls(google, since) == ["get", "batchUpdate"]
    assert grid(workbook) == seen(google) == table(
        "ada | Ada | Bob", "bob | Bob | ", "cyd | Cyd | Dee", "dee | Dee | ", "eve | Eve | Fay", "fay | Fay | "
    )  # fmt: skip
    assert [row[1:4] for row in grid(workbook, "Log")][1:] == [
        ["setup", "ada on laptop", "2 tabs added"],
        ["pull", "ada on laptop", "6 rows added"],
        ["match", "ada on laptop", "3 pairs."],
    ]
    assert sheet.findings == []


def test_an_empty_plan_writes_nothing(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = now(google)
    assert sheet.apply(Plan("match"), workbook) is workbook
    assert calls(google, since) == []


def test_a_cell_somebody_changed_meanwhile_stays_as_they_left_it(google: Rehearsal, meter: Meter) -> None:
    sheet = disturbed(google, meter, MATCH, {"edit": "People!C4", "value": "Gus"})
    assert seen(google) == table(
        "ada | Ada | Bob", "bob | Bob | ", "cyd | Cyd | Gus", "dee | Dee | ", "eve | Eve | Fay", "fay | Fay | "
    )  # fmt: skip
    assert [str(finding) for finding in sheet.findings] == [
        "People!C4: somebody changed this cell while the tool was writing. It stays as they left it."
    ]


@pytest.mark.parametrize("value", [3, 2.5, True, "=1+1", "007", "=IMPORTXML(1)"])
def test_what_somebody_typed_comes_back_with_its_type(google: Rehearsal, meter: Meter, value: Any) -> None:
    disturbed(google, meter, MATCH, {"edit": "People!C4", "value": value})
    reply = google.world.as_user(
        google.world.project["organizer"],
        READ,
        {
            "spreadsheetId": google.sheet,
            "ranges": ["People!C4"],
            "fields": "sheets.data.rowData.values.userEnteredValue",
        },
    )
    typed = reply["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredValue"]
    kind = "boolValue" if value is True else "stringValue" if isinstance(value, str) else "numberValue"
    assert typed == {"formulaValue" if str(value).startswith("=") else kind: value}


def test_a_cell_somebody_emptied_meanwhile_stays_empty(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = sheet.apply(Plan("match", MATCH), prepared(sheet))
    google.fault("organizer", method=WRITE, steps=[{"edit": "People!C2", "value": ""}])
    sheet.apply(Plan("match", (put("ada", "Match", "Gus", "Bob"), put("cyd", "Match", "Gus", "Dee"))), workbook)
    assert [row[2] for row in seen(google)][1:] == ["", "", "Gus", "", "Fay", ""]


def test_after_sorting_every_value_stands_with_its_person(google: Rehearsal, meter: Meter) -> None:
    sheet = disturbed(google, meter, MATCH, {"sort": "People", "by": "Name", "descending": True})
    assert calls(google)[-3:] == ["batchUpdate", "get", "batchUpdate"]
    assert seen(google) == table(
        "fay | Fay | ", "eve | Eve | Fay", "dee | Dee | ", "cyd | Cyd | Dee", "bob | Bob | ", "ada | Ada | Bob"
    )  # fmt: skip
    assert sheet.findings == []


@pytest.mark.parametrize(
    "steps",
    [
        [{"insert": "People", "row": 2, "count": 2}],
        [{"insert": "People", "row": 4}, {"edit": "People!A4", "value": "gus@example.org"}],
        [{"insert": "People", "row": 5, "count": 1}, {"delete": "People", "row": 3}],
        [{"sort": "People", "by": "Name", "descending": True}, {"insert": "People", "row": 3}],
    ],
)
def test_rows_that_moved_are_found_again(google: Rehearsal, meter: Meter, steps: list[dict[str, Any]]) -> None:
    disturbed(google, meter, MATCH, *steps)
    matches = {row[0]: row[2] for row in seen(google)[1:] if row[0] and row[2]}
    assert matches == {"ada@example.org": "Bob", "cyd@example.org": "Dee", "eve@example.org": "Fay"}


def test_a_person_who_was_deleted_meanwhile_is_reported(google: Rehearsal, meter: Meter) -> None:
    sheet = disturbed(google, meter, MATCH, {"delete": "People", "row": 4})
    assert seen(google) == table(
        "ada | Ada | Bob", "bob | Bob | ", "dee | Dee | ", "eve | Eve | Fay", "fay | Fay | "
    )  # fmt: skip
    assert [finding.code for finding in sheet.findings] == ["row-gone"]


COLUMN = {"dimension": "COLUMNS"}


def columns(google: Rehearsal, first: int, last: int) -> dict[str, Any]:
    workbook = opened(google).read()
    tab = workbook.tab("People")
    assert tab is not None
    return {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": first, "endIndex": last}


@pytest.mark.parametrize("kind", ["insert", "move", "delete"])
def test_columns_that_moved_are_found_again(google: Rehearsal, meter: Meter, kind: str) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    request = {
        "insert": {"insertDimension": {"range": columns(google, 1, 3)}},
        "move": {"moveDimension": {"source": columns(google, 2, 3), "destinationIndex": 0}},
        "delete": {"deleteDimension": {"range": columns(google, 1, 2)}},
    }[kind]
    google.fault("organizer", method=WRITE, steps=[{"requests": [request]}])
    sheet.apply(Plan("match", MATCH), workbook)
    left = seen(google)
    email, match = left[0].index("Email"), left[0].index("Match")
    assert {row[email]: row[match] for row in left[1:] if row[match]} == {
        "ada@example.org": "Bob",
        "cyd@example.org": "Dee",
        "eve@example.org": "Fay",
    }
    others = [[text for place, text in enumerate(row) if place not in (email, match)] for row in left[1:]]
    assert [[text for text in row if text] for row in others] == [
        [] if kind == "delete" else [name] for name in ("Ada", "Bob", "Cyd", "Dee", "Eve", "Fay")
    ]


def test_a_row_somebody_added_at_the_foot_is_not_overwritten(google: Rehearsal, meter: Meter) -> None:
    disturbed(
        google,
        meter,
        (add("gus"), add("hal", Notes="=1+1")),
        {"edit": "People!A8", "value": "ian@example.org"},
        {"edit": "People!D8", "value": "by hand"},
    )
    assert seen(google)[6:] == table(
        "fay | Fay | | ", "ian | | | by hand", "hal | Hal | | =1+1", "gus | Gus | | "
    )[1:] or sorted(seen(google)[7:]) == sorted(
        table("ian | | | by hand", "hal | Hal | | =1+1", "gus | Gus | | ")[1:]
    )  # fmt: skip


def test_a_person_added_by_hand_meanwhile_is_not_added_again(google: Rehearsal, meter: Meter) -> None:
    disturbed(google, meter, (add("gus"), add("hal")), {"edit": "People!A8", "value": "gus@example.org"})
    assert sorted(row[0] for row in seen(google)[7:]) == ["gus@example.org", "hal@example.org"]


def test_a_column_somebody_added_is_not_overwritten_by_ours(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    steps = [
        {"requests": [{"insertDimension": {"range": columns(google, 4, 5), "inheritFromBefore": True}}]},
        {"edit": "People!E1", "value": "Mine"},
        {"edit": "People!E2", "value": "kept"},
    ]
    google.fault("organizer", method=WRITE, steps=steps)
    sheet.apply(Plan("setup", (AddColumn("People", Column("Why")), put("ada", "Why", "because"))), workbook)
    left = seen(google)
    assert left[0] == ["Email", "Name", "Match", "Notes", "Mine", "Why"]
    assert left[1] == ["ada@example.org", "Ada", "", "", "kept", "because"]


def test_a_tab_that_was_deleted_meanwhile_takes_its_part_of_the_plan_along(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    tab = workbook.tab("People")
    assert tab is not None
    google.fault("organizer", method=WRITE, steps=[{"requests": [{"deleteSheet": {"sheetId": tab.sheet_id}}]}])
    left = sheet.apply(Plan("match", MATCH), workbook)
    assert left.tab("People") is None
    assert [row[1] for row in grid(left, "Log")][1:] == ["setup", "pull", "match"]


def test_a_request_google_never_accepts_is_refused_not_repeated(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = now(google)
    with pytest.raises(RefusedError) as error:
        sheet.apply(Plan("match", (put("ada", "Match", "x" * 50_001),)), workbook)
    assert error.value.signal == "google-refused"
    assert calls(google, since) == ["batchUpdate 400", "get"]


BROKEN = ["reset", "close", "empty", "truncate", "garbage", "html"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("broken", BROKEN)
def test_an_unknown_outcome_is_looked_up_and_done_exactly_once(
    google: Rehearsal, meter: Meter, broken: str, when: str
) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = now(google)
    google.fault(broken, method=WRITE, when=when)
    workbook = sheet.apply(Plan("pull", (add("gus"), *MATCH)), workbook)
    assert grid(workbook) == seen(google)
    assert [row[0] for row in seen(google)].count("gus@example.org") == 1
    assert [row[1] for row in grid(workbook, "Log")].count("pull") == 2
    committed = [entry for entry in google.journal(since) if entry["method"] == WRITE and entry["committed"]]
    assert len(committed) == 1


def test_a_batch_that_arrives_twice_takes_effect_once(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    sheet.apply(Plan("pull", (add("gus"),)), workbook)
    sent = [entry["request"] for entry in google.journal(method=WRITE)][-1]
    with pytest.raises(RefusedError):
        sheet._file.post(encoded(sent), "spreadsheetId")
    assert [row[0] for row in seen(google)].count("gus@example.org") == 1


def test_an_unknown_outcome_among_edits_loses_nothing(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    google.fault(
        "organizer",
        method=WRITE,
        steps=[{"sort": "People", "by": "Name", "descending": True}, {"edit": "People!C4", "value": "Mine"}],
    )
    google.fault("reset", method=WRITE, when="after")
    google.fault("organizer", method=READ, steps=[{"sort": "People", "by": "Name"}])
    sheet.apply(Plan("match", (*MATCH, put("dee", "Match", "Tool"))), workbook)
    assert seen(google) == table(
        "ada | Ada | Bob", "bob | Bob | ", "cyd | Cyd | Dee", "dee | Dee | Mine", "eve | Eve | Fay", "fay | Fay | "
    )  # fmt: skip


def test_when_google_stays_away_the_outcome_is_called_unknown(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    google.fault("reset", method="sheets.*", times=0)
    with pytest.raises(UnknownError):
        sheet.apply(Plan("match", MATCH), workbook)


def test_a_write_that_never_gets_through_ends_unknown_within_its_patience(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = now(google)
    google.fault("reset", method=WRITE, times=0)
    with pytest.raises(UnknownError):
        sheet.apply(Plan("match", MATCH), workbook)
    assert calls(google, since).count("get") == 4


def test_what_a_dead_run_hit_is_put_right_by_the_next_reading(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    google.fault(
        "organizer", method=WRITE, steps=[{"insert": "People", "row": 2}, {"edit": "People!C3", "value": "Mine"}]
    )
    google.fault("reset", method=WRITE, when="after")
    google.fault("reset", method=READ, times=0)
    with pytest.raises(UnknownError):
        sheet.apply(Plan("match", (put("ada", "Match", "Tool"), put("bob", "Match", "Tool"))), workbook)
    google.control("DELETE", "faults")
    workbook = opened(google, meter).read()
    assert [row[:3] for row in grid(workbook)][1:4] == [
        ["", "", ""],
        ["ada@example.org", "Ada", "Mine"],
        ["bob@example.org", "Bob", ""],
    ]
    assert grid(workbook) == seen(google)


def test_of_two_operators_the_second_is_told_who_wrote(google: Rehearsal, meter: Meter) -> None:
    first, second = opened(google, meter), opened(google, meter, operator="bob on desktop")
    prepared(first)
    mine, theirs = first.read(), second.read()
    first.apply(Plan("match", MATCH), mine)
    with pytest.raises(MentorshipError) as error:
        second.apply(Plan("match", (put("bob", "Match", "Tool"),)), theirs)
    (finding,) = error.value.findings
    assert (finding.code, finding.what.startswith("ada on laptop has just written to this sheet (match, ")) == (
        "just-written",
        True,
    )
    assert [row[2] for row in seen(google)][1:] == ["Bob", "", "Dee", "", "Fay", ""]
    second.apply(Plan("match", (put("bob", "Match", "Tool"),)), second.read())
    assert [row[2] for row in seen(google)][1:] == ["Bob", "Tool", "Dee", "", "Fay", ""]


def test_an_operator_overtaken_half_way_is_told_that_part_is_written(google: Rehearsal, meter: Meter) -> None:
    sheet, other = opened(google, meter), opened(google, meter, operator="bob on desktop")
    workbook = prepared(sheet)
    google.fault("organizer", method=WRITE, steps=[{"sort": "People", "by": "Name", "descending": True}])
    asked = sheet._file.originals

    def meanwhile(reading: Reading, written: bool = False) -> Originals:
        other.read()
        return asked(reading, written)

    # somebody else reads between two calls of ours, and so puts right what our first batch hit
    sheet._file.originals = meanwhile  # type: ignore[method-assign]
    with pytest.raises(MentorshipError) as error:
        sheet.apply(Plan("match", MATCH), workbook)
    (finding,) = error.value.findings
    assert finding.what.startswith("bob on desktop has just written to this sheet (repair, ")
    assert finding.what.endswith("); part of yours is written.")
    assert sorted(row[1] for row in seen(google)[1:]) == ["Ada", "Bob", "Cyd", "Dee", "Eve", "Fay"]


def test_a_hidden_copy_deleted_before_it_was_used_is_told(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    google.fault("organizer", method=WRITE, steps=[{"sort": "People", "by": "Name", "descending": True}])
    asked = sheet._file.originals

    def meanwhile(reading: Reading, written: bool = False) -> Originals:
        opened(google, meter).forget()
        return asked(reading, written)

    # a person deletes the hidden tab between two calls of ours
    sheet._file.originals = meanwhile  # type: ignore[method-assign]
    with pytest.raises(RefusedError):
        sheet.apply(Plan("match", MATCH), workbook)


def test_while_an_operator_holds_the_sheet_nobody_else_writes(google: Rehearsal, meter: Meter) -> None:
    first, second = opened(google, meter), opened(google, meter, operator="bob on desktop")
    workbook = first.apply(Plan("draft", MATCH), prepared(first), hold=timedelta(minutes=10))
    with pytest.raises(MentorshipError) as error:
        second.apply(Plan("match", (put("bob", "Match", "Tool"),)), second.read())
    assert [finding.code for finding in error.value.findings] == ["at-work"]
    workbook = first.apply(Plan("draft", (put("dee", "Match", "Ada"),)), workbook, hold=timedelta(minutes=10))
    first.apply(Plan("draft"), workbook)
    second.apply(Plan("match", (put("bob", "Match", "Tool"),)), second.read())
    assert [row[2] for row in seen(google)][1:] == ["Bob", "Tool", "Dee", "Ada", "Fay", ""]


def test_a_dead_operators_hold_ends_by_itself_or_is_taken_over(google: Rehearsal, meter: Meter) -> None:
    dead = opened(google, meter)
    dead.apply(Plan("draft", MATCH), prepared(dead), hold=timedelta(seconds=-1))
    late = opened(google, meter, operator="bob on desktop")
    late.apply(Plan("match", (put("bob", "Match", "Tool"),)), late.read())
    assert [finding.code for finding in late.findings] == ["taken-over"]
    dead.apply(Plan("draft"), dead.read(), hold=timedelta(minutes=10))
    heir = opened(google, meter, operator="bob on desktop", take_over=True)
    heir.apply(Plan("match", (put("dee", "Match", "Tool"),)), heir.read())
    assert [finding.code for finding in heir.findings] == ["taken-over"]
    assert [row[2] for row in seen(google)][1:] == ["Bob", "Tool", "Dee", "Tool", "Fay", ""]


def test_only_the_last_twenty_runs_and_the_last_copies_are_kept(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    for number in range(24):
        workbook = sheet.apply(Plan("match", (put("ada", "Match", f"{number}"),)), workbook)
    reading = sheet._file.read()
    assert [run.number for run in reading.runs] == list(range(7, 27))
    assert {tab.title.split()[1] for tab in reading.befores} == set(map(str, range(18, 27)))


def test_hidden_copies_are_hidden_and_can_be_forgotten(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    prepared(sheet)
    assert {tab.hidden for tab in sheet._file.read().befores} == {True}
    sheet.forget()
    assert sheet._file.read().befores == ()
    sheet.forget()


def test_a_hidden_copy_somebody_deleted_is_no_harm(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    opened(google, meter).forget()
    workbook = sheet.apply(Plan("match", MATCH), workbook)
    assert [row[2] for row in grid(workbook)][1:] == ["Bob", "", "Dee", "", "Fay", ""]


def test_undo_takes_back_what_the_last_run_wrote_but_not_later_edits(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    sheet.apply(Plan("match", MATCH), prepared(sheet))
    google.control("POST", "organizer", {"steps": [{"sort": "People", "by": "Name", "descending": True}]})
    google.control("POST", "organizer", {"steps": [{"edit": "People!C3", "value": "Mine"}]})
    later = opened(google, meter)
    plan = later.undo()
    assert [str(change) for change in plan.changes] == [
        "People: ada@example.org, Match = '' (was 'Bob')",
        "People: cyd@example.org, Match = '' (was 'Dee')",
    ]
    assert [str(finding) for finding in plan.findings] == [
        "People: Match of a row in People was changed since, or cannot be told from others. "
        "It is left as it is; File → Version history shows what it was."
    ]
    later.apply(plan, later.workbook)
    assert [row[2] for row in seen(google)][1:] == ["", "Mine", "", "", "", ""]


def test_undo_of_new_rows_empties_those_nobody_touched(google: Rehearsal, meter: Meter) -> None:
    prepared(opened(google, meter))
    google.control("POST", "organizer", {"steps": [{"edit": "People!D3", "value": "called her"}]})
    sheet = opened(google, meter)
    plan = sheet.undo()
    left = grid(sheet.apply(plan, sheet.workbook))
    assert left[1:3] == [["", "", "", ""], ["bob@example.org", "Bob", "", "called her"]]
    assert len(left) == 3


def test_undo_after_a_disturbed_run_points_to_the_version_history(google: Rehearsal, meter: Meter) -> None:
    disturbed(google, meter, MATCH, {"sort": "People", "by": "Name", "descending": True})
    with pytest.raises(MentorshipError) as error:
        opened(google, meter).undo()
    assert [finding.code for finding in error.value.findings] == ["undo-disturbed"]


def test_with_nothing_written_there_is_nothing_to_undo(google: Rehearsal, meter: Meter) -> None:
    with pytest.raises(
        MentorshipError, match=r"^there is nothing to take back: no run that is remembered wrote cells\.$"
    ):
        opened(google, meter).undo()


def test_a_share_that_was_taken_back_ends_it_at_once(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = prepared(sheet)
    since = now(google)
    google.control("POST", "share", {"file": google.sheet, "role": "reader"})
    with pytest.raises(RefusedError) as error:
        sheet.apply(Plan("match", MATCH), workbook)
    assert (error.value.signal, calls(google, since)) == ("google-not-shared", ["batchUpdate 403"])


def test_when_everybody_in_the_plan_is_gone_nothing_is_left_to_write(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    workbook = sheet.apply(Plan("pull", (AddTab(PEOPLE), add("ada"), add("bob"))), sheet.read())
    since = now(google)
    google.fault("organizer", method=WRITE, steps=[{"delete": "People", "row": 2, "count": 10}])
    workbook = sheet.apply(Plan("match", (put("bob", "Match", "Ada"),)), workbook)
    assert [finding.code for finding in sheet.findings] == ["row-gone"]
    assert calls(google, since) == ["batchUpdate 400", "get"]
    assert grid(workbook) == [list(HEADER)]


def test_a_plan_made_on_something_else_is_a_bug(google: Rehearsal, meter: Meter) -> None:
    sheet = opened(google, meter)
    with pytest.raises(ValueError, match="not read yet"):
        _ = sheet.workbook
    stale = sheet.read()
    sheet.read()
    with pytest.raises(ValueError, match="read last"):
        sheet.apply(Plan("match", MATCH), stale)
