"""The command line as a process of its own, with no screen and no browser but those it is given."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests import forked

_OF_A_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "MENTORSHIP_SHEET", "MENTORSHIP_CREDENTIALS", "PYTHONPATH")


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a computer without a desktop, and what is given besides."""
    bare = {name: value for name, value in os.environ.items() if name not in _OF_A_DESKTOP}
    return bare | {"NO_COLOR": "1", "COLUMNS": "200"} | dict(given)


def process(words: Sequence[str], given: Mapping[str, str], text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end; ``text`` is what somebody types."""
    return forked.run(words, environment(given), text=text)


def started(words: Sequence[str], given: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a command that will ask for something."""
    return subprocess.Popen(
        [sys.executable, "-m", "mentorship_gsheets.cli", *words],
        env=environment(given),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
