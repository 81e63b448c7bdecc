"""The pictures of the docs show what there is: commands, headers, marks and mails, not pixels."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.rehearsal.running import running
from tests.conftest import demanded
from tests.docs.pages import DOCS
from tests.pictures.shown import FOLDER, MANIFEST, Shown, digest_of, shown

AGAIN = "take them again: python -m tests.pictures"


@pytest.fixture(scope="module")
def now() -> dict[str, Shown]:
    """What pictures taken now would show; few people are enough for that."""
    with running("cast", people=20) as google:
        env = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)}
        for words in (["setup", "--form", google.form, "--sender", google.mailbox], ["pull"]):
            done = CliRunner(env=env).invoke(group, [*words, "--yes"])
            assert done.exit_code == 0, done.output
        return shown(google)


@pytest.fixture(scope="module")
def then() -> dict[str, Shown]:
    """What was written down when the pictures were taken."""
    told: dict[str, Shown] = json.loads(MANIFEST.read_text("utf-8"))
    return told


def outdated(then: dict[str, Shown], now: dict[str, Shown]) -> list[str]:
    """Name each picture that shows something else by now, and what of it."""
    return [
        f"{name}.png: {what} changed; {AGAIN}"
        for name in sorted(then.keys() | now.keys())
        for what in sorted(then.get(name, {}).keys() | now.get(name, {}).keys())
        if then.get(name, {}).get(what) != now.get(name, {}).get(what)
    ]


def test_every_picture_shows_the_commands_headers_and_mails_there_are(
    then: dict[str, Shown], now: dict[str, Shown]
) -> None:
    before = {name: {key: one for key, one in what.items() if key != "picture"} for name, what in then.items()}
    stale = outdated(before, now)
    if stale and shutil.which("chromium") is None and not demanded():
        pytest.skip("; ".join((*stale, "there is no Chromium here to take them with")))
    assert stale == []


def test_what_is_written_down_is_of_these_very_pictures(then: dict[str, Shown]) -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == sorted(then)
    assert [f"{name}.png is another; {AGAIN}" for name in then if then[name]["picture"] != digest_of(name)] == []


def test_every_picture_of_the_pages_is_among_them(then: dict[str, Shown]) -> None:
    pages = [page.read_text("utf-8") for page in DOCS.glob("*.md")]
    named = {name for page in pages for name in re.findall(r"\]\(pictures/(.+?)\.png\)", page)}
    assert sorted(named - then.keys()) == []


def test_a_changed_header_names_the_picture_and_the_command_to_run() -> None:
    one = {"tab-log": {"headers": ["Time", "Did"]}}
    other = {"tab-log": {"headers": ["Time", "Done"]}}
    assert outdated(one, other) == ["tab-log.png: headers changed; take them again: python -m tests.pictures"]
