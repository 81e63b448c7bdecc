"""A rehearsal with an empty sheet."""

from collections.abc import Iterator

import pytest

from mentorship_gsheets.rehearsal.running import running
from tests.look.board import Board


@pytest.fixture
def board() -> Iterator[Board]:
    with running("empty") as google:
        yield Board(google)
