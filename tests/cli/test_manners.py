"""Manners in a terminal: widths, colours, silence, addresses that can be clicked."""

import json
import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console

from mentorship_gsheets.cli import show
from mentorship_gsheets.cli.session import Waits, _ended
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell, SetFormatting, Table
from tests.cli.conftest import STAGES, Desk

ADDRESS = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=1234567890"
FINDING = Finding("the Google Sheets API is not switched on.", f"Open {ADDRESS}, press Enable.", level=Level.STOP)
PEOPLE = Table(
    "Who changes",
    ("Mentee", "Mentor from now on", "How many of them", "Why"),
    (
        ("Bo Chen <bo.chen@institute.example.org>", "山田 花子 <hanako@institute.example.org>", "1", "asked for it"),
        ("Ada <ada@example.org>", "Cy <cy@example.org>", "12", "the mentor of until now does not take part any more"),
    ),
)
PLAN = Plan(
    "match",
    (SetCell("Mentees", "Email", "bo.chen@institute.example.org", "Why", "x " * 200, ""),),
    (FINDING,),
    (PEOPLE,),
    "a sentence of our own about many things that does not fit into sixty columns of a terminal at once.",
)


@pytest.fixture(params=[40, 60, 80, 120, 200])
def terminal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """A terminal of some width, without colours, whose lines are kept."""
    console = Console(width=request.param, force_terminal=True, color_system=None, highlight=False, record=True)
    for name in ("console", "errors"):
        monkeypatch.setattr(show, name, console)
    return console


def lines(terminal: Console) -> list[str]:
    return [line.rstrip() for line in terminal.export_text().splitlines()]


def test_nothing_is_wider_than_the_terminal_but_a_whole_address(terminal: Console) -> None:
    show.show_plan(PLAN)
    show.show_error(MentorshipError(FINDING))
    wide = [line for line in lines(terminal) if cell_len(line) > terminal.width]
    assert [line for line in wide if line != f"{ADDRESS},"] == []


def test_an_address_is_never_in_two_pieces(terminal: Console) -> None:
    show.show_findings([FINDING])
    show.show_error(MentorshipError(FINDING))
    show.say(f"Made: {ADDRESS}")
    assert len([line for line in lines(terminal) if ADDRESS in line]) == 3


def test_sentences_are_broken_between_words(terminal: Console) -> None:
    show.say(PLAN.summary)
    assert " ".join(lines(terminal)) == PLAN.summary


def test_figures_of_tables_stay_whole(terminal: Console) -> None:
    header = ("Whose", "Pairs", "Mean fit", "0-19", "20-39", "80-100")
    show.show_table(Table("Fit", header, (("mentees who take part in person", "1234", "67", "0", "12", "305"),)))
    shown = "\n".join(lines(terminal))
    assert [figure for figure in ("1234", "67", "12", "305") if figure not in shown] == []
    assert "…" not in shown


def changed(before: str, new: str) -> Plan:
    return Plan("match", (SetCell("Mentees", "Email", "bo@example.org", "Why", new, before),), summary="one change.")


@pytest.mark.parametrize("new", ["Ada Lovelace <ada@example.org>", "a new sentence " * 12, ""])
def test_a_cut_line_never_loses_the_new_value(terminal: Console, new: str) -> None:
    show.show_plan(changed("the sentence of before, " * 20, new))
    shown = " ".join(" ".join(lines(terminal)).split())
    assert new.strip() in shown
    assert "…" in shown
    assert shown.endswith(new.strip() or "→ (blank)")


def test_what_is_shown_and_what_is_not_add_up_to_what_is_asked(terminal: Console) -> None:
    cells = [SetCell("Mentors", "Email", f"p{number}@example.org", "Bin", "Physics") for number in range(40)]
    times = [SetCell("Drafts", "Key", f"{number}", "Changed", "now") for number in range(3)]
    show.show_plan(Plan("bin", (*cells, *times, SetFormatting("Mentors", "note")), summary="many."))
    said = [line.strip() for line in lines(terminal)]
    shown = sum(line[:1] in "+~" for line in said)
    assert shown == 4
    assert " ".join(said).endswith("… and 40 more changes (--all shows them)")


def test_notes_do_not_drown_what_matters(terminal: Console) -> None:
    notes = [Finding(f"note {number}.", code=f"kind-{number % 2}") for number in range(30)]
    stop = Finding("this stops it.", level=Level.STOP)
    show.show_plan(Plan("check", (), (*notes, stop), (), "31 findings."))
    assert lines(terminal) == [
        "check: 31 findings.",
        "✗ this stops it.",
        "· note 0.",
        "· note 1.",
        "· note 2.",
        "· note 3.",
        "  … and 26 more (--all shows them)",
    ]


def test_in_a_rehearsal_a_plan_is_a_few_lines_and_its_counts_are_all_changes(terminal: Console) -> None:
    cells = [
        SetCell(tab, "Email", f"p{number}@example.org", "Bin", "X")
        for tab, count in (("Mentors", 40), ("Mentees", 30), ("Bins", 5), ("Check", 3), ("Log", 2))
        for number in range(count)
    ]
    table = Table("First", ("Who", "How many"), tuple((f"p{number}", "1") for number in range(20)))
    show.show_plan(Plan("bin", tuple(cells), (), (table, PEOPLE), "many."), brief=True)
    said = " ".join(" ".join(lines(terminal)).split())
    assert "… and 16 more rows (--all shows them) … and 1 more table (--all shows them): Who changes" in said
    assert said.endswith("~ 80 changes: Mentors 40, Mentees 30, Bins 5, Check 3, other tabs 2")


def test_of_a_long_table_the_first_rows_are_shown_and_the_others_counted(terminal: Console) -> None:
    rows = tuple((f"p{number}", str(number)) for number in range(20))
    show.show_table(Table("People", ("Who", "How many"), rows), all_lines=False)
    said = [line.strip() for line in lines(terminal)]
    assert [line.split()[0] for line in said if line.startswith("p")] == [f"p{number}" for number in range(6)]
    assert " ".join(said).endswith("… and 14 more rows (--all shows them)")


@pytest.mark.parametrize(
    ("plan", "last"),
    [
        (Plan("match"), "Written, read back, nothing left to do."),
        (Plan("match", (), (Finding("a note."),)), "Written and read back; see 1 note above."),
        (
            Plan("match", (), (Finding("a note."), Finding("look.", level=Level.HELD))),
            "Written and read back. 1 thing above to look at.",
        ),
        (Plan("pull", partial=True), "Written and read back; it asks you first."),
    ],
)
def test_nothing_left_to_do_is_never_said_beside_findings(plan: Plan, last: str) -> None:
    assert _ended(plan)[0] == last


def test_addresses_of_people_stay_whole_in_a_wide_enough_terminal(terminal: Console) -> None:
    show.show_table(PEOPLE)
    shown = "\n".join(lines(terminal))
    whole = [f"<{name}@institute.example.org>" in shown for name in ("bo.chen", "hanako")]
    assert whole == [terminal.width >= 80] * 2


def test_what_goes_into_a_pipe_has_no_colours_and_no_progress(desk: Desk) -> None:
    desk.set_up(until="pull")
    outputs = [desk.run(*stage).output for stage in STAGES] + [desk.run("draft", "matches", code=None).output]
    assert [text for output in outputs for text in re.findall(r"\x1b\[|\r|━━", output)] == []
    assert re.fullmatch(r"\d+ drafts to read in Gmail; tick Reviewed in the tab Drafts\.", outputs[-1].splitlines()[-1])


def test_quiet_says_only_what_needs_a_person(desk: Desk) -> None:
    desk.set_up(until="bin")
    assert desk.run("match", "--quiet").output == ""
    assert desk.run("check", "--quiet").output == ""
    mentees = desk.sheet().tab("Mentees")
    assert mentees is not None
    row = mentees.rows[0]
    desk.edit(mentees.address(row, "Mentor match"), "Nobody <nobody@example.org>")
    assert desk.run("check", "--quiet", code=1).output.startswith("! Mentees!")


def test_json_is_all_that_is_printed_and_writes_only_with_yes(desk: Desk) -> None:
    desk.set_up(until="bin")
    before = desk.sheet()
    told = json.loads(desk.run("match", "--json", yes=False).stdout)
    assert (told["stage"], desk.sheet()) == ("match", before)
    assert {change["change"] for change in told["changes"]} == {"SetCell"}
    assert json.loads(desk.run("match", "--json").stdout)["fingerprint"] == told["fingerprint"]
    assert json.loads(desk.run("match", "--json").stdout)["changes"] == []


def test_one_of_a_thing_is_not_called_several(desk: Desk) -> None:
    desk.set_up(until="draft")
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    desk.edit(drafts.address(drafts.rows[0], "Reviewed"), True)
    overview = desk.sheet().tab("Overview")
    assert overview is not None
    (told,) = overview.keyed("Line")["next"]
    assert overview.text(told, "Number") == "1 draft is reviewed. Run: mentorship send"
    sent = desk.run("send").output
    assert sent.splitlines()[-1] == "1 mail sent."
    # and says to whom, not under which key
    to = ", ".join(part.partition(" <")[0] for part in drafts.text(drafts.rows[0], "To").split(", "))
    assert [line for line in sent.splitlines() if line[0] == "~"] == [f"~ Drafts: {to}, State: DRAFTED → SENDING"]


def test_a_wait_is_told_once_where_many_short_ones_follow(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Waits()
    for seconds, why in ((2, "busy"), (4, "busy"), (40, "full"), (1, "full"), (0.3, "full"), (40, "full"), (1, "busy")):
        tell(seconds, why)
    told = ["2 s: busy", "4 s: busy", "40 s: full", "40 s: full", "1 s: busy"]
    assert capsys.readouterr() == ("", "".join(f"waiting {line}\n" for line in told))
