"""``login`` as the set-up page says it, where no administrator delegates."""

import re
import shlex
import webbrowser
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal import identity
from mentorship_gsheets.workspace.key_files import load
from tests.cli.conftest import Desk
from tests.docs.pages import DOCS
from tests.workspace.browser import Person


def command() -> list[str]:
    """The words of the page's command, without the program."""
    (line,) = re.findall(r"^ +mentorship (login .+)$", (DOCS / "google.md").read_text("utf-8"), re.M)
    return shlex.split(line)


@pytest.fixture
def alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A sheet with people in it, a mailbox nobody delegated, and its owner at the browser."""
    desk.run("setup", "--form", desk.google.form, "--sender", desk.google.mailbox, "--programme", "TestConf")
    desk.run("pull")
    desk.google.control("POST", "account", {"delegation": {"domain": "", "scopes": []}})
    monkeypatch.setattr(webbrowser, "open", Person(desk.google.mailbox))
    return desk


def test_a_log_in_takes_the_place_of_delegation(alone: Desk, tmp_path: Path) -> None:
    alone.run("doctor", yes=False, code=1)
    client = tmp_path / "client.json"
    identity.write_client(alone.google.world.store, client, alone.google.url)
    means = {"~/mentorship/client.json": str(client), "mentors@conference.org": alone.google.mailbox}
    told = alone.run(*(means.get(word, word) for word in command()), yes=False)
    kept = load(alone.google.key_path).mailbox_path
    assert " ".join(told.output.split()) == f"Logged in as {alone.google.mailbox}; kept in {kept}."
    alone.run("doctor", yes=False)
    alone.run("draft", "survey")
    assert len(alone.calls("gmail.users.drafts.create")) > 5


def test_somebody_else_who_logs_in_is_told_so_and_not_kept(
    alone: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = tmp_path / "client.json"
    identity.write_client(alone.google.world.store, client, alone.google.url)
    other = alone.google.world.project["organizer"]
    monkeypatch.setattr(webbrowser, "open", Person(other))
    refused = alone.run("login", "--client", str(client), yes=False, code=3)
    assert refused.stderr == (
        f"✗ the log-in is that of {other}, not of {alone.google.mailbox}. "
        "Run it again, and choose the right account in the browser (or correct Sender in Settings).\n"
    )
    assert not load(alone.google.key_path).mailbox_path.exists()
