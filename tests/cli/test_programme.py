"""The programme through the real command line, judged by what really reached the server."""

import ast
from pathlib import Path

import pytest

import mentorship_gsheets
from mentorship_gsheets.people import Role
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN, PEOPLE_TAB
from tests.cli.conftest import STAGES, Desk, written

WRITE = "sheets.spreadsheets.batchUpdate"


def test_the_whole_programme_stays_within_its_calls(desk: Desk) -> None:
    before = desk.mark()
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    pulled = desk.mark()
    for stage in STAGES:
        desk.run(*stage)
    assert len(desk.calls("sheets.", pulled)) <= 12
    desk.run("draft", "matches", code=None)
    assert len(desk.calls("sheets.", before)) <= 21  # one of them is the look at the approvals before drafts are made
    drafts = desk.calls("gmail.users.drafts.create")
    assert len(desk.calls("gmail.")) == len(drafts) + 1
    tab = desk.sheet().tab("Drafts")
    assert tab is not None
    states = [tab.text(row, "State") for row in tab.rows]
    assert states.count("DRAFTED") == len(drafts) > 10


def test_every_command_run_again_writes_nothing(desk: Desk) -> None:
    desk.set_up(until="draft")
    mark = desk.mark()
    desk.run("setup")
    for stage in STAGES:
        desk.run(*stage)
    desk.run("draft", "matches", code=None)
    assert [entry["method"] for entry in desk.calls(WRITE, mark) + desk.calls("gmail.users.drafts.create", mark)] == []


def test_nothing_but_send_sends(desk: Desk) -> None:
    desk.set_up(until="draft")
    for command in (("rematch",), ("explain", "a@example.org"), ("advice",), ("undo",)):
        desk.run(*command, code=None, yes=command[0] in ("rematch", "undo"))
    assert desk.calls("gmail.users.drafts.send") + desk.calls("gmail.users.messages.send") == []


def test_only_the_send_functions_can_reach_a_send_call() -> None:
    """No path: the door's ``send`` is called from two functions of the mail room, and those from ``send`` alone."""
    root = Path(mentorship_gsheets.__file__).parent
    calls: dict[str, set[str]] = {}
    for path in root.rglob("*.py"):
        if "rehearsal" in path.relative_to(root).parts[:-1]:
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    name = getattr(node, "attr", getattr(node, "id", "")) if isinstance(node, ast.AST) else ""
                    if name in ("send", "_send", "send_drafts", "send_trials"):
                        calls.setdefault(name, set()).add(f"{path.relative_to(root)}:{function.name}")
    senders = {"cli/mailroom.py:_send", "cli/mailroom.py:send_trials", "workspace/gmail.py:send"}
    # requests' own Session.send is the transport's, one for all calls
    assert {place for place in calls["send"] if not place.startswith("workspace/transport")} == senders
    # the latter two play a programme in a rehearsal, and take one to do so
    rehearsed = {"cli/programme.py:run_programme", "cli/rounds.py:_mails"}
    assert calls["send_drafts"] == {"cli/mail.py:send_command", *rehearsed}
    assert calls["send_trials"] == {"cli/mail.py:send_command"}


def test_ticked_drafts_of_standing_pairs_are_sent_once(desk: Desk) -> None:
    desk.set_up(until="draft")
    tab = desk.sheet().tab("Drafts")
    assert tab is not None
    for row in tab.rows[:3]:
        desk.edit(tab.address(row, "Reviewed"), True)
    desk.run("send", code=None)
    desk.run("send", code=None)
    assert len(desk.calls("gmail.users.drafts.send")) == 3
    after = desk.sheet().tab("Drafts")
    assert after is not None
    assert [after.text(row, "State") for row in after.rows[:3]] == ["SENT"] * 3


def test_answers_never_become_formulas(desk: Desk) -> None:
    desk.set_up()
    requests = [written(entry) for entry in desk.calls(WRITE)]
    assert any("IMPORTXML" in request for request in requests)
    assert [text for text in requests if '"formulaValue": "=IMPORTXML' in text] == []
    cells = [cell for tab in desk.sheet().tabs for row in tab.rows for cell in row.cells if "IMPORTXML" in cell.text]
    assert [cell.formula for cell in cells] == [""] * len(cells)


@pytest.mark.parametrize("before", [name for (name,) in STAGES[1:]] + ["draft"])
def test_a_hand_edit_between_any_two_stages_survives(desk: Desk, before: str) -> None:
    names = [name for (name,) in STAGES]
    last = names[names.index(before) - 1] if before in names else "check"
    desk.set_up(until=last)
    mentors = desk.sheet().tab(PEOPLE_TAB[Role.MENTOR])
    assert mentors is not None
    row = next(row for row in mentors.rows if mentors.text(row, "Attendance") == "in person")
    typed = {"Notes": "met her last year", "Attendance": "virtual", "Bin": "Other", "Affiliation": "Elsewhere"}
    for header, text in typed.items():
        desk.edit(mentors.address(row, header), text)
    key = mentors.text(row, KEY)
    for stage in STAGES:
        desk.run(*stage, code=None)
    desk.run("draft", "matches", code=None)
    after = desk.sheet().tab(PEOPLE_TAB[Role.MENTOR])
    assert after is not None
    (there,) = after.keyed(KEY)[key]
    assert {header: after.text(there, header) for header in typed} == typed


def test_a_match_typed_by_hand_is_kept_on_both_sides(desk: Desk) -> None:
    desk.set_up(until="bin")
    book = desk.sheet()
    mentors, mentees = book.tab("Mentors"), book.tab("Mentees")
    assert mentors is not None
    assert mentees is not None
    mentor, mentee = mentors.rows[4], mentees.rows[2]
    # only the name, as people do
    desk.edit(mentees.address(mentee, MATCH_COLUMN[Role.MENTEE]), mentors.text(mentor, "Name"))
    desk.run("match", code=None)
    after = desk.sheet().tab("Mentors")
    assert after is not None
    (row,) = after.keyed(KEY)[mentors.text(mentor, KEY)]
    assert f"<{mentees.text(mentee, KEY)}>" in after.text(row, MATCH_COLUMN[Role.MENTOR])


def test_check_finds_a_broken_pair_names_the_cell_and_exits_with_one(desk: Desk) -> None:
    desk.set_up()
    mentees = desk.sheet().tab("Mentees")
    assert mentees is not None
    row = mentees.rows[0]
    where = mentees.address(row, MATCH_COLUMN[Role.MENTEE])
    other = mentees.text(mentees.rows[1], MATCH_COLUMN[Role.MENTEE])
    desk.edit(where, other)
    result = desk.run("check", code=1)
    assert where in result.output
    after = desk.sheet().tab("Mentees")
    assert after is not None
    assert after.text(after.rows[0], "Live check") == "sides disagree"


def test_without_a_sheet_the_usage_says_what_to_do() -> None:
    from click.testing import CliRunner

    from mentorship_gsheets.cli import group

    result = CliRunner(env={"MENTORSHIP_SHEET": "", "MENTORSHIP_CREDENTIALS": ""}).invoke(group, ["match"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: say which with --sheet, or set MENTORSHIP_SHEET; or run: mentorship start"
    )
