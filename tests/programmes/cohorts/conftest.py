"""A rehearsal for cohorts: the desk of the command line."""

from tests.cli.conftest import Desk, desk, planted

__all__ = ["Desk", "desk", "planted"]
