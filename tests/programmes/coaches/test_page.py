"""The commands of the page about coaches, run in their order against a rehearsal."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.cli.conftest import Desk, ticked
from tests.cli.test_form import delegate
from tests.docs.pages import DOCS
from tests.programmes.cohorts.sheet import setting
from tests.sheets import lines

AT_HOME = ("rehearse",)
"""Commands that start a rehearsal of their own."""


@pytest.fixture
def season() -> Iterator[Desk]:
    with running("workshops", people=24) as google:
        yield Desk(google)


def commands() -> list[list[str]]:
    page = " ".join((DOCS / "coaches.md").read_text("utf-8").split())
    spoken = re.findall(r"(?<!`)`(mentorship [^`]+)`(?!`)", page)
    return [words for line in dict.fromkeys(spoken) if (words := shlex.split(line)[1:])[0] not in AT_HOME]


def test_the_commands_of_the_page_do_what_it_says(
    season: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    delegate(season)
    ran = []
    for words in commands():
        if words[0] == "setup":
            words += ["--form", season.google.form, "--sender", season.google.mailbox, "--programme", "TestConf"]
        if words[0] == "send":
            ticked(season)
        result = season.run(*words, code=None, yes=words[0] not in ("advice", "export"))
        # 1: there is something to look at, or nothing to do yet
        assert result.exit_code in (0, 1), (words, result.output)
        ran.append(" ".join(words[:2]) if words[0] in ("draft", "form") else words[0])
        if words == ["form", "--create"]:
            # the new form has no answers; that of the cast has
            setting(season, "Form", season.google.form)
        if words[0] == "match":
            assert [text for (text,) in lines(season.sheet(), "Events", "Coach match") if text] != []
    assert ran[:7] == ["setup", "form --create", "form", "pull", "advice", "match", "check"]
    assert {kind for (kind,) in lines(season.sheet(), "Drafts", "Kind")} == {"coach-asked"}
    assert (tmp_path / "calls.txt").read_text("utf-8").startswith("TestConf: we are looking for coaches!")
