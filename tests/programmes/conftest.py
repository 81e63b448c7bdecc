"""Formats that exist only in the tests, registered for them; a rehearsal to run them in."""

from tests.cli.conftest import Desk, arrived, desk, planted

__all__ = ["Desk", "arrived", "desk", "planted"]
