"""The first day: ``start`` from nothing to a prepared sheet, killed after every step and run again."""

import json
import os
import re
import shlex
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from click.testing import CliRunner, Result

from mentorship_gsheets.cli import group
from mentorship_gsheets.cli.whereabouts import FOLDER_VARIABLE, Whereabouts, keep, remembered
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace.key_files import TOKEN_URIS, load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.cli.process import process, started
from tests.docs.pages import DOCS
from tests.workspace.browser import program

NOTHING = {"MENTORSHIP_SHEET": "", "MENTORSHIP_CREDENTIALS": ""}
STEPS = ("key", "APIs", "sheet", "form", "mailbox", "setup")


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Rehearsal]:
    with running("cast", people=20, key_path=tmp_path / "console" / "key.json") as found:
        yield found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private folder, which is not there yet."""
    folder = tmp_path / "home" / "mentorship"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def downloads(tmp_path: Path, google: Rehearsal) -> Path:
    """Where the browser saved the key, with the rights that browsers give, and with what else lies there."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "holiday.json").write_text('{"type": "FeatureCollection"}', "utf-8")
    saved = folder / "mentorship-1234-abcd.json"
    saved.write_bytes(google.key_path.read_bytes())
    saved.chmod(0o644)
    return folder


def start(downloads: Path, *words: str, text: str = "") -> Result:
    result = CliRunner(env=NOTHING).invoke(group, ["start", "--downloads", str(downloads), *words], input=text)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def screen(output: str) -> list[str]:
    """The last screen: mark and name of each step."""
    return re.findall(r"^([✓→·]) \d\. (\w+)", output, re.M)[-len(STEPS) :]


def marks(output: str) -> str:
    return "".join(mark for mark, _ in screen(output))


def answers(google: Rehearsal) -> list[str]:
    return ["--sheet", google.sheet, "--form", google.form, "--sender", google.mailbox]


def test_from_a_key_in_downloads_to_a_prepared_sheet(google: Rehearsal, home: Path, downloads: Path) -> None:
    ran = start(downloads, "--yes", text=f"{google.sheet}\n{google.form}\n{google.mailbox}\n")
    assert (ran.exit_code, marks(ran.output), ran.output.splitlines()[-1]) == (0, "✓✓✓✓✓✓", "Next: mentorship pull")
    assert sorted(path.name for path in home.iterdir()) == ["key.json", "start.json"]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (home, home / "key.json", home / "start.json")]
    assert modes == [0o700, 0o600, 0o600]
    assert [path.name for path in downloads.iterdir()] == ["holiday.json"]
    kept = load(home / "key.json")
    assert remembered() == Whereabouts(google.sheet, str(kept.path), google.form, google.mailbox)
    # every command knows where to go now, and there is nothing left to set up
    calm = CliRunner(env=NOTHING).invoke(group, ["setup", "--dry-run"])
    assert (calm.exit_code, "setup: everything is there" in calm.output) == (0, True), calm.output
    here = CliRunner(env=NOTHING).invoke(group, [])
    assert (here.exit_code, "\nNext: " in here.output) == (0, True)


def test_environment_and_options_go_before_what_is_remembered(
    google: Rehearsal, home: Path, downloads: Path, tmp_path: Path
) -> None:
    assert start(downloads, "--yes", *answers(google)).exit_code == 0
    none = str(tmp_path / "none.json")
    by_option = CliRunner(env=NOTHING).invoke(group, ["setup", "--credentials", none])
    by_environment = CliRunner(env=NOTHING | {"MENTORSHIP_CREDENTIALS": none}).invoke(group, ["setup"])
    missing = f"✗ key file {none}: there is no such file."
    told = [ran.stderr.startswith(missing) for ran in (by_option, by_environment)]
    assert (told, (home / "key.json").exists()) == ([True, True], True)


def test_no_input_asks_nothing_takes_nothing_and_shows_where_things_stand(
    google: Rehearsal, home: Path, downloads: Path
) -> None:
    ran = start(downloads, "--no-input")
    assert (ran.exit_code, marks(ran.output), home.exists()) == (1, "→·····", False)
    assert (downloads / "mentorship-1234-abcd.json").exists()
    named = start(downloads, "--no-input", *answers(google), "--credentials", str(google.key_path))
    assert (named.exit_code, marks(named.output)) == (1, "✓✓✓✓✓→")
    done = start(downloads, "--no-input", "--yes")
    assert (done.exit_code, marks(done.output)) == (0, "✓✓✓✓✓✓")


def test_all_three_apis_are_one_link_with_the_project(google: Rehearsal, home: Path, downloads: Path) -> None:
    google.control("POST", "apis", {"disabled": ["sheets", "gmail"]})
    ran = start(downloads, "--no-input", "--yes", *answers(google))
    project = google.world.project["id"]
    page = (
        "https://console.cloud.google.com/flows/enableapi?apiid=sheets.googleapis.com,forms.googleapis.com,"
        f"gmail.googleapis.com&project={project}"
    )
    assert (ran.exit_code, marks(ran.output), page in ran.output.splitlines()) == (1, "✓→····", True)
    what = "not switched on in the project this key belongs to: Google Sheets API, Gmail API."
    assert what in " ".join(ran.output.split())
    assert (home / "key.json").exists()


def test_a_mailbox_that_an_administrator_must_allow_holds_nothing_else_up(
    google: Rehearsal, home: Path, downloads: Path
) -> None:
    google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    ran = start(downloads, "--no-input", "--yes", *answers(google))
    assert (ran.exit_code, marks(ran.output), home.exists()) == (1, "✓✓✓✓→✓", True)


def test_a_sheet_that_is_not_there_is_named_anew(google: Rehearsal, home: Path, downloads: Path) -> None:
    ran = start(downloads, "--no-input", "--yes", "--sheet", "1" * 40)
    assert (ran.exit_code, marks(ran.output)) == (1, "✓✓→···")
    assert "Then run: mentorship start --sheet URL" in " ".join(ran.output.split())
    again = start(downloads, "--no-input", "--yes", *answers(google))
    assert (again.exit_code, home.exists()) == (0, True)


def test_a_folder_in_a_git_tree_gets_no_key(google: Rehearsal, home: Path, downloads: Path) -> None:
    (home.parent / ".git").mkdir(parents=True)
    real = json.loads(google.key_path.read_text("utf-8"))
    del real["api_endpoint"]
    real["token_uri"] = TOKEN_URIS[0]
    (downloads / "mentorship-1234-abcd.json").write_text(json.dumps(real), "utf-8")
    ran = start(downloads, "--no-input", "--yes")
    assert (ran.exit_code, ran.stderr) == (
        2,
        f"✗ key file {home / 'key.json'}: git would publish it with {home.parent}. "
        "Set MENTORSHIP_FOLDER to a folder outside, and run this again.\n",
    )
    assert [path.name for path in home.iterdir()] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sheet", "here"], "this is no address of a sheet: copy the whole address from the browser."),
        (["--form", "here"], "this is no address of a form: copy the whole address from the browser."),
        (["--sender", "me"], "“me” is no address: give the one address that drafts are made in."),
    ],
)
def test_what_names_nothing_is_said_and_not_kept(
    google: Rehearsal, home: Path, downloads: Path, words: list[str], said: str
) -> None:
    ran = start(downloads, "--no-input", *words)
    assert (ran.exit_code, ran.stderr) == (2, f"✗ {said}\n")
    assert (home.exists(), google.key_path.exists()) == (False, True)


def test_an_answer_that_names_nothing_is_asked_for_again(google: Rehearsal, home: Path, downloads: Path) -> None:
    ran = start(downloads, "--yes", text=f"here\n{google.sheet}\n\n{google.mailbox}\n")
    assert (ran.exit_code, marks(ran.output), remembered().form) == (0, "✓✓✓✓✓✓", "none")
    assert (ran.output.count("Address of the Google Sheet"), home.exists()) == (2, True)


def test_a_file_that_cannot_be_read_is_one_sentence(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "start.json").write_text("{", "utf-8")
    with pytest.raises(MentorshipError) as refused:
        remembered()
    assert str(refused.value.findings[0]) == (
        f"{home / 'start.json'}, where start keeps which sheet and key you use, cannot be read. "
        "Delete this file and run: mentorship start; it asks again."
    )
    (home / "start.json").unlink()
    keep(Whereabouts(sheet="x"))
    assert remembered() == Whereabouts(sheet="x")


def test_where_keys_are_forbidden_a_client_in_downloads_is_a_log_in(
    google: Rehearsal, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Saved"
    folder.mkdir()
    identity.write_client(google.world.store, folder / "client_secret_1.json", google.url)
    given = {FOLDER_VARIABLE: str(home), "BROWSER": program(google.mailbox)}
    ran = process(["start", "--downloads", str(folder), "--yes", *answers(google)], given)
    assert (ran.returncode, ran.stderr, marks(ran.stdout)) == (0, "", "✓✓✓✓✓✓")
    assert sorted(path.name for path in home.iterdir()) == ["client.json", "client.login.json", "start.json"]
    assert list(folder.iterdir()) == []


def until(running: "Popen[str]", wanted: str) -> str:
    """What a process prints up to some words, or to its end."""
    assert running.stdout is not None
    got = b""
    end = time.monotonic() + 60
    while wanted not in got.decode("utf-8", "replace") and time.monotonic() < end:
        if not (piece := os.read(running.stdout.fileno(), 65536)):
            break
        got += piece
    return got.decode("utf-8")


def test_killed_after_each_step_it_shows_the_same_screen_and_does_nothing_twice(
    google: Rehearsal, home: Path, downloads: Path
) -> None:
    given = {FOLDER_VARIABLE: str(home)}
    words = ["start", "--yes", "--downloads", str(downloads)]
    asked = (
        ("Address of the Google Sheet", google.sheet),
        ("Address of the form", google.form),
        ("Address of the mailbox", google.mailbox),
    )
    shown: list[str] = []
    with started(words, given) as first:
        shown.append(marks(until(first, asked[0][0])))
        first.kill()
    for number, (question, answer) in enumerate(asked):
        with started(words, given) as again:
            assert again.stdin is not None
            # the same screen as that on which it was killed
            assert marks(until(again, question)) == shown[-1]
            again.stdin.write(f"{answer}\n")
            again.stdin.flush()
            last = number + 1 == len(asked)
            shown.append(marks(until(again, "Settings" if last else asked[number + 1][0])))
            again.kill()
    assert shown[:3] == ["✓✓→···", "✓✓✓→··", "✓✓✓✓→·"]
    done = process(words, given)
    assert (done.returncode, done.stderr, marks(done.stdout)) == (0, "", "✓✓✓✓✓✓")
    key = load(home / "key.json")
    assert sorted(path.name for path in home.iterdir()) == ["key.json", "start.json"]
    titles = [tab.title for tab in open_sheet(google.sheet, key).read().tabs]
    assert (len(titles), titles.count("Settings")) == (len(set(titles)), 1)
    mark = google.last_request()
    calm = process(words, given)
    assert (calm.returncode, marks(calm.stdout)) == (0, "✓✓✓✓✓✓")
    writes = [entry["request"] for entry in google.journal(mark, "sheets.spreadsheets.batchUpdate")]
    assert [next(iter(request)) for found in writes for request in found["requests"]] == ["findReplace"]


def test_what_is_done_on_googles_page_is_seen_and_it_goes_on(google: Rehearsal, home: Path, downloads: Path) -> None:
    google.control("POST", "share", {"file": google.form, "role": "none"})
    given = {FOLDER_VARIABLE: str(home)}
    with started(["start", "--yes", "--downloads", str(downloads), *answers(google)], given) as command:
        seen = until(command, f"https://docs.google.com/forms/d/{google.form}/edit")
        assert marks(seen) == "✓✓✓→··"
        google.control("POST", "share", {"file": google.form, "role": "writer"})
        output, errors = command.communicate(timeout=60)
    assert (command.returncode, errors, marks(output)) == (0, "", "✓✓✓✓✓✓")


def test_every_command_of_the_page_runs(google: Rehearsal, home: Path, downloads: Path) -> None:
    page = (DOCS / "google.md").read_text("utf-8")
    copied = [shlex.split(line)[1:] for line in re.findall(r"^```sh\n(mentorship .+)\n```$", page, re.M)]
    assert copied == [
        ["start"],
        ["doctor"],
        ["doctor", "--form", "FORM", "--sender", "MAILBOX"],
        ["doctor", "--live", "--sender", "MAILBOX"],
    ]
    assert start(downloads, "--yes", *answers(google)).exit_code == 0
    means = {"FORM": google.form, "MAILBOX": google.mailbox}
    for words in copied[1:]:
        ran = CliRunner(env=NOTHING).invoke(group, [means.get(word, word) for word in words])
        assert (words, ran.exit_code, home.exists()) == (words, 0, True), ran.output
    # the report that the page shows is the one that is printed
    shown = re.findall(r"^    (✓ as believed: .+|\d+ as believed.+)$", page, re.M)
    assert shown == [line for line in ran.output.splitlines() if "as believed" in line]


def test_six_commands_lead_from_a_key_in_downloads_to_the_first_draft(
    google: Rehearsal, home: Path, downloads: Path
) -> None:
    ran = start(downloads, "--yes", text=f"{google.sheet}\n{google.form}\n{google.mailbox}\n")
    asked = re.findall(r"Address of [^:]+:", ran.output)
    assert (ran.exit_code, len(asked), home.exists()) == (0, 3, True)
    for words in (["pull"], ["color"], ["bin"], ["match"], ["draft", "matches"]):
        done = CliRunner(env=NOTHING).invoke(group, [*words, "--yes"])
        assert done.exit_code in (0, 1), done.output
    made = google.journal(method="gmail.users.drafts.create")
    assert {entry["code"] for entry in made} == {200}
