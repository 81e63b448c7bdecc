"""The commands of the page about rounds, run in their order against a rehearsal."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.cli.conftest import Desk
from tests.docs.pages import DOCS

ELSEWHERE = ("form", "carry-over")
"""Commands that ask for a person's log-in, or for another sheet."""


@pytest.fixture
def community(tmp_path: Path) -> Iterator[Desk]:
    with running("community", people=20, key_path=tmp_path / "key.json") as google:
        yield Desk(google)


def commands() -> list[list[str]]:
    page = " ".join((DOCS / "rounds.md").read_text("utf-8").split())
    spoken = re.findall(r"(?<!`)`(mentorship [^`]+)`(?!`)", page)
    return [words for line in spoken if (words := shlex.split(line)[1:])[0] not in ELSEWHERE]


def test_the_commands_of_the_page_do_what_it_says(community: Desk) -> None:
    ran = []
    for words in commands():
        if words[0] == "setup":
            words += ["--form", community.google.form, "--sender", community.google.mailbox, "--programme", "TestConf"]
        result = community.run(*words, code=None)
        # 1: there is something to look at, or nothing to do yet
        assert result.exit_code in (0, 1), result.output
        ran.append(" ".join(words[:2]) if words[0] == "draft" else words[0])
    assert ran[:6] == ["setup", "pull", "match", "check", "draft matches", "send"]
    assert ran[-3:] == ["pull", "match", "draft matches"]
    drafts = community.sheet().tab("Drafts")
    assert drafts is not None
    kinds = {drafts.text(row, "Kind") for row in drafts.rows}
    assert kinds >= {"introduction"}
    guide = community.sheet().tab("Guide")
    assert guide is not None
    assert guide.text(guide.rows[1], "Section") == "A run with an end"
