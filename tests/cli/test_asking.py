"""What Enter alone means, at a terminal with somebody at it."""

import os
import pty
from collections.abc import Callable, Iterator

import pytest

from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session, agreed
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.spreadsheet.plan import Plan, SetMetadata
from tests.cli.conftest import Desk


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], int]]:
    """A terminal as standard input, and what types into it."""
    keyboard, line = pty.openpty()
    with os.fdopen(line) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        yield lambda keys: os.write(keyboard, keys)
    os.close(keyboard)


@pytest.mark.parametrize(
    ("keys", "usual", "answer"),
    [(b"\n", False, False), (b"\n", True, True), (b"n\n", True, False), (b"y\n", False, True)],
)
def test_enter_alone_means_the_usual(typing: Callable[[bytes], int], keys: bytes, usual: bool, answer: bool) -> None:
    typing(keys)
    assert agreed("Write this?", usual) is answer


def test_no_ends_a_rehearsal_and_says_how_to_go_on(typing: Callable[[bytes], int], desk: Desk) -> None:
    session = Session.open(Options(desk.google.sheet, str(desk.google.key_path), rehearsed=True))
    plan = Plan("setup", (SetMetadata("mentorship-test", "1"),))
    typing(b"\nn\n")
    assert session.agreed_to(plan) is True
    with pytest.raises(MentorshipError) as ended:
        session.agreed_to(plan)
    assert str(ended.value) == (
        "you said no at setup, and what follows builds on it: the rehearsal ends here. "
        "Run it again, and press Enter to go on; --yes goes on by itself."
    )
