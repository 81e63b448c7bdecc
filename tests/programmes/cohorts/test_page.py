"""The commands of the page about cohorts, run in their order against a rehearsal."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.cli.conftest import Desk
from tests.docs.pages import DOCS
from tests.programmes.cohorts import sheet

AT_HOME = ("rehearse", "form")
"""Commands that other pages' tests run, and that ask for a person's log-in or start a rehearsal of their own."""


@pytest.fixture
def community() -> Iterator[Desk]:
    with running("cohorts", people=20) as google:
        yield Desk(google)


def commands() -> list[list[str]]:
    page = " ".join((DOCS / "cohorts.md").read_text("utf-8").split())
    spoken = re.findall(r"(?<!`)`(mentorship [^`]+)`(?!`)", page)
    return [words for line in dict.fromkeys(spoken) if (words := shlex.split(line)[1:])[0] not in AT_HOME]


def test_the_commands_of_the_page_do_what_it_says(
    community: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = []
    for words in commands():
        if words[0] == "setup":
            words += ["--form", community.google.form, "--sender", community.google.mailbox, "--programme", "TestConf"]
        if words[:2] == ["draft", "badge"]:
            community.edit(sheet.cell(community, "Mentees", "Email", mentee(community), "Done"), "talk 2027-03-01")
        words = [mentee(community) if word == "ADDRESS" else word for word in words]
        reads = words[0] in ("explain", "advice", "export")
        result = community.run(*words, code=None, yes=not reads)
        # 1: there is something to look at, or nothing to do yet
        assert result.exit_code in (0, 1), result.output
        ran.append(" ".join(words[:2]) if words[0] in ("draft", "export") else words[0])
        if words[0] == "match":
            assert sheet.members(community) != {}
    assert ran[:3] == ["setup", "pull", "advice"]
    assert set(kinds(community)) >= {"cohort-welcome", "cohort-badge"}
    assert (tmp_path / "channels.txt").read_text("utf-8").startswith("#cohort-")
    assert sorted(path.name.rpartition("-")[0] for path in (tmp_path / "badges").iterdir())[-1] == "stickers"


def mentee(desk: Desk) -> str:
    """The first mentee of the sheet."""
    tab = sheet.tab_of(desk, "Mentees")
    return next(text for row in tab.rows if (text := tab.text(row, "Email")))


def kinds(desk: Desk) -> list[str]:
    tab = sheet.tab_of(desk, "Drafts")
    return [tab.text(row, "Kind") for row in tab.rows]
