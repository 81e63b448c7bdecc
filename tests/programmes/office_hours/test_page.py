"""The commands of the page about office hours, run in their order against a rehearsal."""

import re
import shlex
from collections.abc import Iterator

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
def weekly() -> Iterator[Desk]:
    with running("office", people=60) as google:
        yield Desk(google)


def commands() -> list[list[str]]:
    page = " ".join((DOCS / "office-hours.md").read_text("utf-8").split())
    spoken = re.findall(r"(?<!`)`(mentorship [^`]+)`(?!`)", page)
    return [words for line in dict.fromkeys(spoken) if (words := shlex.split(line)[1:])[0] not in AT_HOME]


def test_the_commands_of_the_page_do_what_it_says(weekly: Desk) -> None:
    delegate(weekly)
    ran = []
    for words in commands():
        if words[0] == "setup":
            words += ["--form", weekly.google.form, "--sender", weekly.google.mailbox, "--programme", "TestConf"]
        if words[0] == "match":
            # the slots were picked in the form that the cast has answered
            weekly.run("pull")
        if words[0] == "send":
            ticked(weekly)
        result = weekly.run(*words, code=None)
        # 1: there is something to look at, or nothing to do yet
        assert result.exit_code in (0, 1), (words, result.output)
        ran.append(" ".join(words[:2]) if words[0] in ("draft", "form") else words[0])
        if words[0] == "match":
            assert [text for (text,) in lines(weekly.sheet(), "Slots", "Booked") if text] != []
        if words == ["form", "--create"]:
            # the new form has no answers; that of the cast has
            setting(weekly, "Form", weekly.google.form)
    assert ran[:5] == ["setup", "match", "check", "draft matches", "send"]
    assert ran[5:] == ["form --create", "pull", "form", "survey", "draft after", "draft rematch", "rematch"]
    assert {kind for (kind,) in lines(weekly.sheet(), "Drafts", "Kind")} == {"slot-booked", "slot-not-booked"}
