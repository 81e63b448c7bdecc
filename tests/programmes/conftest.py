"""Formats that exist only in the tests, registered for them; a rehearsal to run them in."""

from tests.cli.conftest import Desk, desk, planted

__all__ = ["Desk", "desk", "planted"]
