"""The commands of the page about organizers, run in their order against a rehearsal."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.call import Switches
from mentorship_gsheets.rehearsal.running import running
from tests.cli.conftest import Desk, ticked
from tests.cli.test_form import delegate
from tests.docs.pages import DOCS
from tests.programmes.cohorts.sheet import setting
from tests.sheets import lines

AT_HOME = ("rehearse", "login")
"""Commands that start a rehearsal of their own, or ask for a browser."""


@pytest.fixture
def conferences() -> Iterator[Desk]:
    with running("organizers", people=20, switches=Switches(allow_file_creation=True)) as google:
        yield Desk(google)


def commands() -> list[list[str]]:
    page = " ".join((DOCS / "organizers.md").read_text("utf-8").split())
    spoken = re.findall(r"(?<!`)`(mentorship [^`]+)`(?!`)", page)
    words = [shlex.split(line)[1:] for line in dict.fromkeys(spoken)]
    return [each for each in words if each[0] not in AT_HOME and each != ["setup"]]


def test_the_commands_of_the_page_do_what_it_says(
    conferences: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    delegate(conferences)
    google, ran = conferences.google, []
    for words in commands():
        ran.append(" ".join(words[:2]) if words[0] in ("draft", "form") else words[0])
        if words[0] == "starter":
            _documents(words, str(google.key_path))
            continue
        if words[0] == "setup":
            words += ["--form", google.form, "--sender", google.mailbox, "--programme", "TestConf"]
        if words[0] == "send":
            ticked(conferences)
        words = [_paired(conferences) if word == "ADDRESS" else word for word in words]
        result = conferences.run(*words, code=None, yes=words[0] != "export")
        # 1: there is something to look at, or nothing to do yet
        assert result.exit_code in (0, 1), (words, result.output)
        if words == ["form", "--create"]:
            # the new form has no answers; that of the cast has
            setting(conferences, "Form", google.form)
        if words[0] == "match":
            assert [text for (text,) in lines(conferences.sheet(), "Mentees", "Mentor match") if text] != []
    assert ran[:8] == ["setup", "export", "form --create", "pull", "match", "check", "draft matches", "send"]
    assert {kind for (kind,) in lines(conferences.sheet(), "Drafts", "Kind")} >= {"organizer-introduction"}
    assert (tmp_path / "calls.txt").read_text("utf-8").startswith("TestConf: you have run a conference?")
    made = ("starter.xlsx", "next.xlsx", "ours.json", "prospectus/prospectus.html", "ours/prospectus.md")
    assert [name for name in made if not (tmp_path / name).is_file()] == []


def _documents(words: list[str], key: str) -> None:
    """Run a command about documents; the sheet that comes back is one that was made here."""
    if "SHEET" in words:
        made = CliRunner().invoke(group, ["starter", "--credentials", key], catch_exceptions=False)
        words = [made.output.split("/d/")[1].split("/")[0] if word == "SHEET" else word for word in words]
        words += ["--credentials", key]
    result = CliRunner().invoke(group, words, catch_exceptions=False)
    assert result.exit_code == 0, (words, result.output)


def _paired(desk: Desk) -> str:
    """The address of a mentee who has a mentor."""
    rows = lines(desk.sheet(), "Mentees", "Email", "Mentor match")
    return next(email.strip() for email, match in rows if match)
