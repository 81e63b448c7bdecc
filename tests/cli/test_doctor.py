"""``doctor`` looks at one thing after the other, and ``--fix`` mends what can be mended."""

import json
import stat
from pathlib import Path

from tests.cli.conftest import Desk


def lines(text: str) -> list[str]:
    """The lines of the doctor, those that the terminal broke put back together."""
    whole = text.replace("\n", " ")
    for mark in "✓✗·":
        whole = whole.replace(f" {mark} ", f"\n{mark} ")
    # a long path is broken before the colon behind it
    return [" ".join(line.split()).replace(" : ", ": ") for line in whole.splitlines()]


def test_a_sheet_nobody_set_up_has_one_thing_wrong_with_it(desk: Desk) -> None:
    found = lines(desk.run("doctor", code=1, yes=False).output)
    assert found[-1] == (
        "✗ this sheet is not set up yet. Run: mentorship setup; it adds what is missing and touches nothing else."
    )
    assert [line for line in found if line.startswith("✗")] == found[-1:]


def test_when_all_is_well_every_line_says_so_and_nothing_was_written(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    before = desk.sheet()
    found = lines(desk.run("doctor", yes=False).output)
    assert found[1:-1] == [
        "✓ log-in: Google accepts the key",
        "✓ clock: right",
        "✓ sheet: “Mentorship 2026” can be read",
        "✓ sharing: the sheet can be changed",
        "✓ ledger: no line of a mail is missing",
        "✓ tabs: all 14 are there",
        "✓ form: “Mentorship programme 2026” has 11 questions and 31 answers",
        f"✓ mailbox: drafts can be made in {desk.google.mailbox}",
    ]
    assert desk.sheet() == before


def test_fix_adds_what_is_missing(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    desk.act(rename="Mentors", **{"from": "Keep", "to": "Hold"})
    (lacking,) = [line for line in lines(desk.run("doctor", code=1, yes=False).output) if line.startswith("✗")]
    assert lacking == (
        "✗ tab “Mentors” has no column Keep. Run: mentorship setup; it adds what is missing and touches nothing else."
    )
    assert [line for line in lines(desk.run("doctor", "--fix", yes=False).output) if line.startswith("✗")] == []
    mentors = desk.sheet().tab("Mentors")
    assert mentors is not None
    assert [mentors.column(name) is not None for name in ("Keep", "Hold")] == [True, True]


def test_fix_closes_a_key_that_others_may_read(desk: Desk) -> None:
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox)
    key = desk.google.key_path
    key.chmod(0o644)
    told = lines(desk.run("doctor", code=1, yes=False).output)
    assert told == [f"✗ key file {key}: other people on this computer may read it. Run: chmod 600 {key}"]
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
    assert told == ["✗ Settings do not say which mailbox sends. Write its address into Settings, Sender."]
