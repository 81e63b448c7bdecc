"""``login`` as a process of its own, on computers with and without a browser."""

import json
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.workspace.key_files import load
from tests.cli.conftest import Desk
from tests.cli.process import process, started
from tests.docs.pages import DOCS
from tests.workspace.browser import press, program


def commands() -> list[list[str]]:
    """The words of the page's log-in commands, without the program."""
    return [
        shlex.split(line)
        for line in re.findall(r"^ +mentorship (login .+)$", (DOCS / "google.md").read_text("utf-8"), re.M)
    ]


@pytest.fixture
def google() -> Iterator[Rehearsal]:
    with running("cast", people=24) as started:
        yield started


@pytest.fixture
def client(google: Rehearsal, tmp_path: Path) -> Path:
    path = tmp_path / "client.json"
    identity.write_client(google.world.store, path, google.url)
    return path


def end(ran: CompletedProcess[str]) -> str:
    return ran.stderr.splitlines()[-1]


def pasting(words: list[str], given: dict[str, str], account: str) -> tuple[int, str, str]:
    """Run a command that shows an address, open that elsewhere, and paste what the browser ends at."""
    with started(words, given) as command:
        assert command.stdout is not None
        assert command.stdin is not None
        shown: list[str] = []
        while not (shown and shown[-1].startswith("At the end")):
            line = command.stdout.readline()
            assert line, command.communicate(timeout=30)
            shown.append(line)
        (address,) = [line.strip() for line in shown if line.startswith("http")]
        command.stdin.write(press(address, account) + "\n")
        output, errors = command.communicate(timeout=60)
        return command.returncode, output, errors


def test_without_a_browser_the_address_is_shown_and_the_answer_is_pasted(google: Rehearsal, client: Path) -> None:
    kept = client.with_name("client.login.json")
    code, output, errors = pasting(["login", "--client", str(client)], {}, google.mailbox)
    assert (code, errors) == (0, "")
    told = output.splitlines()
    assert re.fullmatch(
        rf"Logged in as {google.mailbox}; kept in {kept}. "
        r"It lasts until \d{4}-\d\d-\d\d; then run: mentorship login.",
        told[-2],
    )
    assert told[-1] == f"Tell the other commands where it is: export MENTORSHIP_CREDENTIALS={kept}"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_log_in_alone_runs_a_programme_and_is_renewed_by_login_alone(google: Rehearsal, client: Path) -> None:
    kept = client.with_name("me.json")
    here = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(kept), "BROWSER": program(google.mailbox)}
    assert process(["login", "--client", str(client)], here).returncode == 0
    client.unlink()
    setup = ["setup", "--yes", "--form", google.form, "--sender", google.mailbox, "--programme", "TestConf"]
    for words in (setup, ["pull", "--yes"], ["doctor"]):
        ran = process(words, here)
        assert (words, ran.returncode, ran.stderr) == (words, 0, "")
    google.control("POST", "clock", {"offset_seconds": 8 * 86400})
    ran = process(["pull", "--yes"], here)
    assert (ran.returncode, end(ran)) == (
        3,
        f"✗ the log-in of {google.mailbox} is no longer valid. "
        "Run: mentorship login (while the consent screen is in testing, a log-in lasts 7 days).",
    )
    google.control("POST", "clock", {"offset_seconds": 0})
    assert process(["login"], here).returncode == 0
    assert process(["pull", "--yes"], here).returncode == 0
    ran = process(["export", str(client.with_name("x.xlsx"))], here)
    assert end(ran) == (
        f"✗ key file {kept}: this log-in does not cover https://www.googleapis.com/auth/drive.readonly. "
        "Run: mentorship login --for export, and tick every box."
    )
    assert process(["login", "--for", "export"], here).returncode == 0
    # what it was good for before, it still is
    assert process(["export", str(client.with_name("x.xlsx"))], here).returncode == 0
    assert process(["doctor"], here).returncode == 0


def test_nobody_at_the_terminal_and_no_browser_is_one_sentence(google: Rehearsal, client: Path) -> None:
    ran = process(["login", "--client", str(client)], {})
    assert f"{google.url}/o/oauth2/auth?" in ran.stdout
    assert (ran.returncode, ran.stderr) == (3, "✗ nothing was pasted. Run it again in a terminal.\n")


def test_a_browser_shows_the_page_and_the_address_is_printed_all_the_same(google: Rehearsal, client: Path) -> None:
    ran = process(["login", "--client", str(client)], {"BROWSER": program(google.mailbox)})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line.partition("?")[0] for line in ran.stdout.splitlines() if line.startswith("http")] == [
        f"{google.url}/o/oauth2/auth"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["login"],
            "✗ say which log-in to renew with --credentials FILE, or MENTORSHIP_CREDENTIALS; "
            "for the first one, name your OAuth client with --client FILE.",
        ),
        (
            ["login", "--credentials", "{none}"],
            "✗ say which OAuth client with --client FILE; make one of the type “Desktop app” at "
            "https://console.cloud.google.com/auth/clients.",
        ),
        (
            ["login", "--client", "{none}"],
            "✗ key file {none}: there is no such file. Say where it is with --client FILE.",
        ),
        (
            ["login", "--credentials", "{client}"],
            "✗ key file {client}: is an OAuth client, which people log in with but which opens nothing by itself. "
            "Log in with it: mentorship login --client {client}.",
        ),
    ],
)
def test_a_log_in_that_cannot_begin_says_what_is_missing(
    client: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    names = {"client": client, "none": tmp_path / "none.json"}
    ran = process([word.format(**names) for word in words], {})
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said.format(**names) + "\n")


def test_a_service_account_key_is_never_replaced_by_a_log_in(google: Rehearsal, client: Path) -> None:
    key = google.key_path.read_bytes()
    words = ["login", "--client", str(client), "--sender", google.mailbox, "--credentials", str(google.key_path)]
    assert process(words, {"BROWSER": program(google.mailbox)}).returncode == 0
    assert google.key_path.read_bytes() == key
    assert load(google.key_path).mailbox_path.exists()


@pytest.fixture
def alone(desk: Desk) -> Desk:
    """A sheet with people in it, and a mailbox nobody delegated."""
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox, "--programme", "TestConf")
    desk.run("pull")
    desk.google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    return desk


def test_a_log_in_takes_the_place_of_delegation(alone: Desk, tmp_path: Path) -> None:
    alone.run("doctor", yes=False, code=1)
    client = tmp_path / "client.json"
    identity.write_client(alone.google.world.store, client, alone.google.url)
    here = {
        "MENTORSHIP_SHEET": alone.google.sheet,
        "MENTORSHIP_CREDENTIALS": str(alone.google.key_path),
        "BROWSER": program(alone.google.mailbox),
    }
    means = {"~/mentorship/client.json": str(client), "mentors@conference.org": alone.google.mailbox}
    (beside,) = [words for words in commands() if "--sender" in words]
    told = process([means.get(word, word) for word in beside], here)
    kept = load(alone.google.key_path).mailbox_path
    assert told.returncode == 0
    assert told.stdout.splitlines()[-1].startswith(f"Logged in as {alone.google.mailbox}; kept in {kept}.")
    alone.run("doctor", yes=False)
    alone.run("draft", "survey")
    assert len(alone.calls("gmail.users.drafts.create")) > 5
    # the mailbox is known from Settings and the client from the log-in itself
    client.unlink()
    assert process(["login"], here).returncode == 0


def test_somebody_else_who_logs_in_is_told_so_and_not_kept(alone: Desk, tmp_path: Path) -> None:
    client = tmp_path / "client.json"
    identity.write_client(alone.google.world.store, client, alone.google.url)
    other = alone.google.world.project["organizer"]
    here = {"MENTORSHIP_SHEET": alone.google.sheet, "MENTORSHIP_CREDENTIALS": str(alone.google.key_path)}
    refused = process(["login", "--client", str(client)], here | {"BROWSER": program(other)})
    assert (refused.returncode, refused.stderr) == (
        3,
        f"✗ the log-in is that of {other}, not of {alone.google.mailbox}. "
        "Run it again, and choose the right account in the browser (or correct Sender in Settings).\n",
    )
    assert not load(alone.google.key_path).mailbox_path.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"made_by": "mentorship login", "type": "authorized_user"}, ""),
        (
            {"type": "authorized_user", "refresh_token": "r", "client_id": "c", "client_secret": "s"},
            "is there already, and no log-in of this tool. It stays as it is; name another file with --credentials.",
        ),
        (
            {
                "type": "authorized_user",
                "refresh_token": "r",
                "client_id": "c",
                "client_secret": "s",
                "token_uri": "https://oauth2.googleapis.com/token",
            },
            "is there already, and no log-in of this tool. It stays as it is; name another file with --credentials.",
        ),
    ],
    ids=["ours, broken", "of another program", "of another program, whole"],
)
def test_only_a_log_in_of_ours_is_replaced(google: Rehearsal, client: Path, content: dict[str, str], said: str) -> None:
    mine = client.with_name("mine.json")
    mine.write_text(json.dumps(content), "utf-8")
    mine.chmod(0o600)
    words = ["login", "--client", str(client), "--credentials", str(mine)]
    ran = process(words, {"BROWSER": program(google.mailbox)})
    if said:
        assert (ran.returncode, ran.stderr) == (2, f"✗ key file {mine}: {said}\n")
        assert json.loads(mine.read_text("utf-8")) == content
    else:
        assert (ran.returncode, ran.stderr, load(mine).who) == (0, "", google.mailbox)
