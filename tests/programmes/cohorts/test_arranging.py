"""Cohorts planned on workbooks in memory."""

import pytest

from tests.programmes.cohorts import sheet
from tests.programmes.cohorts.books import judged, matched, pasted, rules
from tests.programmes.cohorts.instances import SHARED


@pytest.mark.parametrize("name", ["1-minimum", "3-several", "4-second-run", "6-thirty"])
def test_instances_reach_their_optimum(name: str) -> None:
    told = sheet.read(SHARED / "cohorts" / f"{name}.json")
    after = matched(pasted(told), rules(Colleagues=told["colleagues"]))
    assert judged(told, after) == ([], tuple(told["optimum"].values()))
