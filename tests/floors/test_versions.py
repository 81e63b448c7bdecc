"""The lowest versions, as they are installed to be tried."""

import re

import pytest

from tests.floors.__main__ import SLOW
from tests.floors.versions import ROOT, declared, floors


def test_everything_declared_is_tried_at_its_floor() -> None:
    pinned = floors(declared())
    assert [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\d.]+", line)] == []
    assert len(pinned) == len(declared()) > 30


def test_what_has_no_floor_is_named() -> None:
    with pytest.raises(ValueError, match=re.escape("no lowest version in pyproject.toml: rich, scipy<2")):
        floors(["click>=8", "rich", "scipy<2"])


def test_slow_folders_are_folders() -> None:
    assert [name for name in SLOW if not (ROOT / "tests" / name).is_dir()] == []
