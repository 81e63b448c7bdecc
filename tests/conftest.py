"""What all tests share."""

import os
import shutil
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import settings

from mentorship_gsheets.cli import collect_seldom
from mentorship_gsheets.rehearsal.store import Store

collect_ignore = ["tables"]
"""Its modules need the packages of the extra ``tables``, which nobody needs who does not build the tables anew."""

# as the command line does: servers of the tests keep many sheets in memory, and looking through them all for garbage so
# often costs a quarter of the time of a run
collect_seldom()

# what somebody's own `mentorship start` remembers is nothing to a test
os.environ["MENTORSHIP_FOLDER"] = f"{os.devnull}/none"

settings.register_profile("default", deadline=None, derandomize=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


def demanded() -> bool:
    """Whether a missing program is a failure: under CI on Linux, where .ci/run installs them."""
    return bool(os.environ.get("CI")) and sys.platform == "linux"


def program(name: str) -> str:
    """Return the path of a program, skip where it is missing; under CI it must be there."""
    path = shutil.which(name)
    if path is None and demanded():
        pytest.fail(f"{name} is missing, and CI must have it")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


@pytest.fixture
def chromium() -> str:
    return program("chromium")


@pytest.fixture
def soffice() -> str:
    return program("soffice")


ANSWERED: Counter[str] = Counter()
"""Answers of all rehearsal servers in this run: ``requests``, and among them ``violations`` of Google's schemas."""


def pytest_configure() -> None:
    """Count as journals are written: a reply that breaks Google's schema, or a crash of ours, fails the run."""
    note = Store.journal_note

    def counted(store: Store, number: int, **columns: Any) -> None:
        if "violations" in columns:
            ANSWERED.update(requests=1, violations=int(columns["violations"] is not None))
        note(store, number, **columns)

    Store.journal_note = counted  # type: ignore[method-assign]  # the one place every answer passes


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of xdist counted."""
    ANSWERED.update(node.workeroutput.get("answered", {}) if hasattr(node, "workeroutput") else {})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count to the process that sums, or judge the run by it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["answered"] = dict(ANSWERED)
    elif ANSWERED["violations"] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if ANSWERED["requests"]:
        count, requests = ANSWERED["violations"], ANSWERED["requests"]
        line = f"schema violations of the rehearsal server: {count} in {requests:,} requests"
        terminalreporter.write_line(line, red=bool(count))
