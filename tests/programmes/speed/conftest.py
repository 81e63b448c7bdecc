"""An empty rehearsal sheet set up for speed mentoring, and people pasted into it as an organizer would."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.programmes.speed.sheets import Evening


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with running("empty", key_path=tmp_path / "key.json", state=tmp_path / "state.sqlite") as google:
        desk = Evening(google)
        desk.run("setup", "--format", "speed mentoring", "--programme", "TestConf", "--sender", google.mailbox)
        yield desk
