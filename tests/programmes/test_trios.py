"""A format of three people a group goes through every command, and nothing outside its folder knows it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.programmes import base, format_named, register
from mentorship_gsheets.programmes.base import AnyProgramme
from tests.cli.conftest import Desk
from tests.programmes.trios import TRIO, Trios

WRITE = "sheets.spreadsheets.batchUpdate"
CREATE = "gmail.users.drafts.create"
TRIOS = Trios()


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    """The format is known while these tests run, and nowhere else: pages and checks of the product do not have it."""
    register(TRIOS)
    yield
    base._FORMATS.pop(TRIOS.name)


def written(desk: Desk, since: int) -> list[str]:
    """What reached Google and changes something, method by method."""
    calls = desk.calls(WRITE, since) + desk.calls(CREATE, since) + desk.calls("gmail.users.drafts.send", since)
    return [entry["method"] for entry in calls]


def again_nothing(desk: Desk, *words: str) -> None:
    mark = desk.mark()
    desk.run(*words, code=None)
    assert written(desk, mark) == [], words


def trios(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title in ("Mentors", "Mentees"):
        tab = desk.sheet().tab(title)
        assert tab is not None
        for row in tab.rows:
            if tab.text(row, TRIO):
                # some people are mentor in one trio and mentee in another
                found.setdefault(tab.text(row, TRIO), []).append(f"{title} {tab.text(row, 'Email')}")
    return found


def test_the_whole_life_of_trios(desk: Desk) -> None:
    desk.run("setup", "--format", "trios", "--form", desk.google.form, "--sender", desk.google.mailbox)
    desk.run("setup", "--programme", "TestConf")
    for stage in ("setup", "pull", "color", "bin", "match", "check"):
        desk.run(stage, code=None)
        again_nothing(desk, stage)
    first = trios(desk)
    assert len(first) > 5
    assert {len(people) for people in first.values()} == {3}

    desk.run("draft", "matches", code=None)
    again_nothing(desk, "draft", "matches")
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    kinds = [drafts.text(row, "Kind") for row in drafts.rows]
    assert kinds.count("trio-introduction") == len(first)
    for row in drafts.rows:
        desk.edit(drafts.address(row, "Reviewed"), True)
    desk.run("send", code=None)
    again_nothing(desk, "send")
    assert len(desk.calls("gmail.users.drafts.send")) == len(drafts.rows)

    mentees = desk.sheet().tab("Mentees")
    assert mentees is not None
    label = sorted(first)[0]
    (lost, stays) = (row for row in mentees.rows if mentees.text(row, TRIO) == label)
    desk.edit(mentees.address(lost, "Status"), "withdrawn")
    desk.run("rematch", code=None)
    again_nothing(desk, "rematch")
    second = trios(desk)
    assert f"Mentees {mentees.text(lost, 'Email')}" not in second.get(label, [])
    untouched = {name: people for name, people in first.items() if name != label}
    assert {name: second[name] for name in untouched} == untouched

    desk.run("draft", "rematch", code=None)
    again_nothing(desk, "draft", "rematch")
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    made = [row for row in drafts.rows if drafts.text(row, "Kind") in ("trio-changed", "trio-over")]
    concerned = {who.split()[1] for who in first[label] + second.get(label, [])}
    told = {address for row in made for address in concerned if address in drafts.text(row, "To")}
    assert told == concerned - {mentees.text(lost, "Email")}
    assert mentees.text(stays, "Email") in told
    desk.run("survey", code=None)
    again_nothing(desk, "survey")


def test_a_format_cannot_be_changed_while_groups_stand(desk: Desk) -> None:
    desk.run("setup", "--format", "trios", "--form", desk.google.form, "--sender", desk.google.mailbox)
    for stage in ("pull", "match"):
        desk.run(stage, code=None)
    refused = desk.run("setup", "--format", "conference pairs", code=1)
    assert "has trios of the format trios" in " ".join(refused.output.split())
    settings = desk.sheet().tab("Settings")
    assert settings is not None
    assert [settings.text(row, "Value") for row in settings.rows if settings.text(row, "Setting") == "Format"] == [
        "trios"
    ]


def test_an_unknown_format_is_one_sentence(desk: Desk) -> None:
    refused = desk.run("setup", "--format", "quartets", code=1)
    assert "there is no format called “quartets”." in " ".join(refused.output.split())


def test_nothing_outside_the_folder_knows_the_format() -> None:
    root = Path(__file__).parents[2] / "mentorship_gsheets"
    found = subprocess.run(["grep", "-rliE", "trio", "--include=*.py", str(root)], capture_output=True, text=True)
    assert found.stdout.split() == []


@pytest.mark.parametrize("programme", [TRIOS, format_named("conference pairs")], ids=lambda programme: programme.name)
def test_registering_twice_is_no_mistake_and_a_stranger_of_the_same_name_is(programme: AnyProgramme) -> None:
    register(programme)

    class Stranger(Trios):
        name = programme.name

    with pytest.raises(ValueError, match="already"):
        register(Stranger())
