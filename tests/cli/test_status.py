"""``mentorship`` alone says where the programme stands and what comes next."""

from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.cli.status import WELCOME
from mentorship_gsheets.rehearsal.running import running
from tests.cli.conftest import STAGES, Desk


def next_of(desk: Desk) -> str:
    """The last sentence, put back on one line."""
    output = desk.run(yes=False).output
    return " ".join(output[output.index("Next: ") :].split())


def test_without_a_sheet_it_welcomes_and_names_the_first_command() -> None:
    result = CliRunner(env={"MENTORSHIP_SHEET": "", "MENTORSHIP_CREDENTIALS": ""}).invoke(group, [])
    assert (result.exit_code, result.output) == (0, WELCOME + "\n")


def test_a_key_that_is_not_there_is_told_like_everywhere() -> None:
    result = CliRunner(env={"MENTORSHIP_SHEET": "1" * 44, "MENTORSHIP_CREDENTIALS": "none.json"}).invoke(group, [])
    assert (result.exit_code, result.stderr) == (
        2,
        "✗ key file none.json: there is no such file. "
        "Say where it is with --credentials FILE or MENTORSHIP_CREDENTIALS.\n",
    )


def test_every_stage_leads_to_the_next(desk: Desk) -> None:
    told = [next_of(desk)]
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox, "--programme", "TestConf")
    told.append(next_of(desk))
    for stage in STAGES:
        if stage != ("color",):
            desk.run(*stage)
            told.append(next_of(desk))
    desk.run("draft", "matches", code=None)
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    told.append(next_of(desk))
    desk.edit(drafts.address(drafts.rows[0], "Reviewed"), True)
    told.append(next_of(desk))
    count = len([row for row in drafts.rows if drafts.text(row, "State") == "DRAFTED"])
    silent = "6 people have not answered: mentorship draft reminder."
    assert told == [
        "Next: The sheet is not prepared yet. Run: mentorship setup",
        "Next: Paste the registration list into Sign-ups, if there is one, then run: mentorship pull",
        f"Next: 25 people have no bin yet. Run: mentorship bin. {silent}",
        f"Next: Run: mentorship match. {silent}",
        "Next: The pairs stand. Run: mentorship draft matches",
        "Next: The pairs stand. Run: mentorship draft matches",
        f"Next: Read {count} drafts in the mailbox and tick Reviewed in Drafts.",
        "Next: 1 draft is reviewed. Run: mentorship send",
    ]


def test_it_says_what_overview_says_when_somebody_of_a_pair_has_withdrawn(desk: Desk) -> None:
    desk.set_up(until="match")
    mentees = desk.sheet().tab("Mentees")
    assert mentees is not None
    matched = next(row for row in mentees.rows if mentees.text(row, "Mentor match"))
    desk.edit(mentees.address(matched, "Status"), "withdrawn")
    overview = desk.sheet().tab("Overview")
    assert overview is not None
    (row,) = overview.keyed("Line")["next"]
    assert overview.text(row, "Number") == "Somebody in a pair has withdrawn. Run: mentorship rematch"
    assert next_of(desk) == f"Next: {overview.text(row, 'Number')}"


def test_a_sheet_without_a_form_is_led_to_one() -> None:
    with running("empty") as google:
        desk = Desk(google)
        desk.run("setup")
        assert (
            next_of(desk)
            == "Next: Settings name no form yet. Run: mentorship form --create, or: mentorship setup --form ADDRESS"
        )
