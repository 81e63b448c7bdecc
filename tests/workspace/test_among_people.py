"""A person does anything at all at the worst moment: the sheet ends as if person and tool had taken turns."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.merge import remaining
from mentorship_gsheets.spreadsheet.plan import AddRow, Plan, SetCell
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError
from tests.workspace.people import HEADER, NAMES, READ, WRITE, add, address, grid, opened, prepared, put

Step = dict[str, Any]
COLUMN = st.sampled_from("BCD")
TEXT = st.sampled_from(["Mine", "Bob", "", "=1+1", "7"]) | st.integers(0, 99) | st.booleans()
LINES = st.integers(2, 9)


def sheet_id(google: Rehearsal) -> int:
    tab = opened(google).read().tab("People")
    assert tab is not None
    return tab.sheet_id


def along(first: int, count: int) -> dict[str, Any]:
    return {"dimension": "COLUMNS", "startIndex": first, "endIndex": first + count}


STEP = st.one_of(
    st.builds(lambda column, row, text: {"edit": f"People!{column}{row}", "value": text}, COLUMN, LINES, TEXT),
    st.builds(
        lambda row, name: {"edit": f"People!A{row}", "value": f"{name}@example.org"}, LINES, st.sampled_from("xyz")
    ),
    st.builds(lambda down: {"sort": "People", "by": "Name", "descending": down}, st.booleans()),
    st.builds(lambda row, count: {"insert": "People", "row": row, "count": count}, LINES, st.integers(1, 2)),
    st.builds(lambda row: {"delete": "People", "row": row}, st.integers(2, 7)),
    st.builds(lambda first, count: {"insertDimension": along(first, count)}, st.integers(0, 4), st.integers(1, 2)),
    st.builds(lambda first, to: {"moveDimension": along(first, 1), "to": to}, st.integers(0, 3), st.integers(0, 4)),
    st.just({"deleteDimension": along(3, 1)}),
)
PLAN = st.lists(
    st.one_of(
        st.builds(
            put, st.sampled_from(NAMES), st.sampled_from(HEADER[1:]), st.sampled_from(["Tool", "=A1", "Bob", ""])
        ),
        st.builds(add, st.sampled_from(["gus", "hal", "ian"]), Notes=st.sampled_from(["new", "=1"])),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda change: (change.key, change.column if isinstance(change, SetCell) else ""),
)
BREAK = st.sampled_from(["", "reset before", "reset after", "garbage after", "html before", "die before", "die after"])


def spelled(step: Step, tab: int) -> Step:
    """A step as the organizer of the rehearsal takes it."""
    for kind in ("insertDimension", "deleteDimension"):
        if kind in step:
            return {"requests": [{kind: {"range": step[kind] | {"sheetId": tab}}}]}
    if "moveDimension" in step:
        source = step["moveDimension"] | {"sheetId": tab}
        return {"requests": [{"moveDimension": {"source": source, "destinationIndex": step["to"]}}]}
    return step


def possible(google: Rehearsal, steps: list[Step]) -> list[Step]:
    """Do the steps on a sheet the tool does not touch; those that can be done."""
    done = []
    for step in steps:
        try:
            google.control("POST", "organizer", {"steps": [spelled(step, sheet_id(google))]})
        except OSError:
            # a column or row that is no longer there
            continue
        done.append(step)
    return done


def expected(before: list[list[str]], after: list[list[str]], plan: Plan) -> list[list[str]]:
    """The tool's turn, on the sheet as the person left it."""
    header, rows = after[0], [list(row) for row in after[1:]]
    old = {row[0]: dict(zip(before[0], row, strict=True)) for row in before[1:]}
    for change in plan.changes:
        if "Email" not in header or not isinstance(change, AddRow | SetCell):
            continue
        key = header.index("Email")
        mine = [row for row in rows if row[key] == change.key]
        if isinstance(change, AddRow) and not mine and {name for name, _ in change.values} <= set(header):
            values = {name: str(value) for name, value in change.values}
            rows.append([values.get(name, "") for name in header])
        if isinstance(change, SetCell) and len(mine) == 1 and change.column in header:
            column = header.index(change.column)
            if mine[0][column] == old[change.key][change.column]:
                mine[0][column] = str(change.value)
    return [header, *(row for row in rows if any(row))]


def filled(lines: list[list[str]]) -> list[list[str]]:
    return [line for line in lines if any(line)]


@settings(max_examples=20, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(changes=PLAN, steps=st.lists(STEP, min_size=1, max_size=4), fault=BREAK)
def test_person_and_tool_take_turns(changes: list[AddRow | SetCell], steps: list[Step], fault: str) -> None:
    take_turns(changes, steps, fault)


def take_turns(changes: list[AddRow | SetCell], steps: list[Step], fault: str) -> None:
    """Write a plan while the organizer does the steps and the network breaks; compare with taking turns."""
    plan = Plan("match", tuple(changes))
    with running("empty") as alone, running("empty") as google:
        prepared(opened(alone))
        before = grid(opened(alone).read())
        steps = possible(alone, steps)
        sheet = opened(google, Meter(sleep=lambda _: None))
        workbook = prepared(sheet)
        spelt = [spelled(step, sheet_id(google)) for step in steps]
        if spelt:
            google.fault("organizer", method=WRITE, steps=spelt)
        do, _, when = fault.partition(" ")
        if do:
            google.fault(do.replace("die", "reset"), method=WRITE, when=when)
        if do == "die":
            google.fault("reset", method=READ, times=0)
            with pytest.raises((UnknownError, RefusedError)):
                sheet.apply(plan, workbook)
            google.control("DELETE", "faults")
            # the next run of the stage, which decides anew
            sheet = opened(google)
            plan_left, _ = remaining(plan, workbook, sheet.read(), written=False)
            workbook = sheet.apply(plan_left, sheet.workbook)
        else:
            workbook = sheet.apply(plan, workbook)
        wanted = expected(before, grid(opened(alone).read()), plan)
        found = grid(workbook)
        assert grid(opened(google).read()) == found
        assert (found[0], Counter(map(tuple, filled(found)))) == (wanted[0], Counter(map(tuple, filled(wanted))))
        keys = [row[0] for row in found[1:]]
        people = [row[0] for row in wanted[1:] if row[0] in {address(name) for name in NAMES}]
        assert [key for key in keys if key in people] == people


def test_expected_is_the_plan_where_nobody_interferes() -> None:
    lines = [list(HEADER), [address("ada"), "Ada", "", ""]]
    plan = Plan("match", (put("ada", "Match", "Bob"), add("gus")))
    assert expected(lines, lines, plan) == [
        list(HEADER),
        [address("ada"), "Ada", "Bob", ""],
        [address("gus"), "Gus", "", ""],
    ]
