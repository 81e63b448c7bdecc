"""Every kind of hole that was found has tests, and the page about safe writing names them."""

import re

import pytest

from tests.reliability.holes import HOLES, ROOT, table, tests_in


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole[0])
def test_every_test_that_is_named_is_there(hole: tuple[str, str]) -> None:
    named = [(file, name) for file, names in HOLES[hole].items() for name in names]
    assert named != []
    assert [(file, name) for file, name in named if name not in tests_in(ROOT / "tests" / file)] == []


def test_the_page_holds_the_table() -> None:
    # python -m tests.docs writes it anew
    page = (ROOT / "docs" / "safe-writing.md").read_text("utf-8")
    (shown,) = re.findall(r"<!-- holes: begin -->\n\n(.*)\n\n<!-- holes: end -->", page, re.DOTALL)
    assert shown == table()
