"""``doctor`` looks at one thing after the other, and ``--fix`` mends what can be mended."""

import json
import stat
from pathlib import Path

from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.programmes import format_named
from tests.cli.conftest import Desk

NO_SENDER = "✗ nothing says which mailbox sends. Write its address into Settings, Sender, or name it with --sender."


def lines(text: str) -> list[str]:
    """The lines of the doctor, those that the terminal broke put back together."""
    whole = text.replace("\n", " ")
    for mark in "✓✗·":
        whole = whole.replace(f" {mark} ", f"\n{mark} ")
    # a long path is broken before the colon behind it
    return [" ".join(line.split()).replace(" : ", ": ") for line in whole.splitlines()]


def test_a_sheet_nobody_set_up_has_one_thing_wrong_with_it(desk: Desk) -> None:
    found = lines(desk.run("doctor", code=1, yes=False).output)
    assert [line for line in found if line.startswith("✗")] == [
        "✗ this sheet is not set up yet. Run: mentorship setup; it adds what is missing and touches nothing else."
    ]


def test_when_all_is_well_every_line_says_so_and_nothing_was_written(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    before = desk.sheet()
    found = lines(desk.run("doctor", yes=False).output)
    assert found[1:-1] == [
        "✓ clock: right",
        "✓ log-in: Google accepts the key",
        "✓ sheet: “Mentorship 2026” can be read",
        "✓ sharing: the sheet can be changed",
        "✓ ledger: no line of a mail is missing",
        f"✓ tabs: all {len(format_named('conference pairs').tabs())} are there",
        "✓ form: “Mentorship programme 2026” has 11 questions and 19 answers",
        f"✓ mailbox: drafts can be made in {desk.google.mailbox}",
    ]
    assert desk.sheet() == before


def test_fix_gives_a_renamed_column_its_name_back(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    desk.act(rename="Mentors", **{"from": "Keep", "to": "Hold"})
    (lacking,) = [line for line in lines(desk.run("doctor", code=1, yes=False).output) if line.startswith("✗")]
    assert lacking == (
        "✗ tab “Mentors” has no column Keep. Run: mentorship setup; it adds what is missing and touches nothing else."
    )
    assert [line for line in lines(desk.run("doctor", "--fix", yes=False).output) if line.startswith("✗")] == []
    mentors = desk.sheet().tab("Mentors")
    assert mentors is not None
    assert [mentors.column(name) is not None for name in ("Keep", "Hold")] == [True, False]


def test_fix_closes_a_key_that_others_may_read(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    key = desk.google.key_path
    key.chmod(0o644)
    told = lines(desk.run("doctor", code=1, yes=False).output)
    assert [line for line in told if line.startswith("✗")] == [
        f"✗ key file {key}: other people on this computer may read it. Run: chmod 600 {key}"
    ]
    desk.run("doctor", "--fix", yes=False)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_all_that_is_wrong_with_a_key_is_said_at_once(desk: Desk, tmp_path: Path) -> None:
    key = tmp_path / "half.json"
    info = json.loads(desk.google.key_path.read_text("utf-8"))
    key.write_text(json.dumps({**info, "token_uri": "https://example.org/token", "api_endpoint": ""}), "utf-8")
    key.chmod(0o644)
    told = lines(desk.run("doctor", "--credentials", str(key), code=1, yes=False).output)
    joined = "".join("".join(told).split())
    assert [what in joined for what in ("itstoken_uriisnotGoogle's", "otherpeopleonthiscomputermayreadit")] == [
        True,
        True,
    ]
    assert joined.count("✗") == 2


def test_settings_without_a_sender_say_so(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form)
    told = [line for line in lines(desk.run("doctor", code=1, yes=False).output) if line.startswith("✗")]
    assert told == [NO_SENDER]


def faults(desk: Desk, *words: str) -> list[str]:
    """The beginnings of what is not well, up to the first full stop."""
    told = lines(desk.run("doctor", *words, code=1, yes=False).output)
    return [line.removeprefix("✗ ").partition(". ")[0] for line in told if line.startswith("✗")]


def test_before_setup_one_run_names_all_that_is_wrong(desk: Desk) -> None:
    google = desk.google
    google.key_path.chmod(0o644)
    google.control("POST", "clock", {"offset_seconds": 180})
    for file in (google.sheet, google.form):
        google.control("POST", "share", {"file": file, "role": "none"})
    google.control("POST", "apis", {"disabled": ["gmail"]})
    google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    who = google.world.project["service_account"]
    assert faults(desk, "--form", google.form, "--sender", google.mailbox) == [
        f"key file {google.key_path}: other people on this computer may read it",
        "the clock of this computer is 3 minutes slow",
        f"{who} may not open this sheet, or only look at it",
        f"{who} may not open this form, or only look at it",
        "the Gmail API is not switched on in the project this key belongs to",
        f"{who} may not act for {google.mailbox} yet",
    ]


def test_a_project_nobody_has_touched_names_all_three_apis(desk: Desk) -> None:
    google = desk.google
    google.control("POST", "apis", {"disabled": ["sheets", "forms", "gmail"]})
    found = faults(desk, "--form", google.form, "--sender", google.mailbox)
    assert [line.partition(" is ")[0] for line in found] == [
        "the Google Sheets API",
        "the Google Forms API",
        "the Gmail API",
    ]


def test_one_cause_is_told_once_and_never_points_back_here(desk: Desk) -> None:
    desk.google.control("POST", "key", {"revoke": True})
    told = lines(
        desk.run("doctor", "--form", desk.google.form, "--sender", "a@b.example.org", code=1, yes=False).output
    )
    assert [line for line in told if line.startswith("✗")] == [
        "✗ the key was revoked, or its service account deleted. Make a new JSON key at "
        "https://console.cloud.google.com/iam-admin/serviceaccounts and use that."
    ]


def test_without_key_and_sheet_it_says_how_to_name_them(desk: Desk) -> None:
    alone = {"MENTORSHIP_SHEET": "", "MENTORSHIP_CREDENTIALS": ""}
    nothing = CliRunner(env=alone).invoke(group, ["doctor"])
    assert (nothing.exit_code, lines(nothing.output)) == (
        1,
        [
            "✗ no key file was named. Say where it is with --credentials FILE, or set MENTORSHIP_CREDENTIALS; "
            "without one, run: mentorship login --client FILE, with an OAuth client."
        ],
    )
    key = CliRunner(env=alone).invoke(group, ["doctor", "--credentials", str(desk.google.key_path)])
    assert [line for line in lines(key.output) if line.startswith("✗")] == [
        "✗ no sheet was named. Say which with --sheet URL, or set MENTORSHIP_SHEET."
    ]


def test_a_live_report_names_nobody_and_leaves_nothing(desk: Desk) -> None:
    before = desk.sheet()
    ran = desk.run("doctor", "--live", "--sender", desk.google.mailbox, yes=False)
    told = lines(ran.output)
    assert (told[-1], sum(line.startswith("✓ as believed: ") for line in told)) == (
        "✓ as believed: the id of its message is another one then "
        "13 as believed, 0 not as believed, 0 not known; the scratch tab is removed",
        13,
    )
    project = desk.google.world.project
    named = (desk.google.sheet, desk.google.mailbox, project["service_account"], project["id"], "@", "Mentorship 2026")
    assert [word for word in named if word in ran.output] == []
    assert desk.sheet() == before


def test_a_live_report_with_something_unknown_ends_with_one(desk: Desk) -> None:
    desk.google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    told = desk.run("doctor", "--live", "--sender", desk.google.mailbox, yes=False, code=1).output
    assert told.splitlines()[-1] == "10 as believed, 0 not as believed, 3 not known; the scratch tab is removed"
