"""Criteria of the organizer's own, exact tier by tier; `python -m tests.matching` tries 2,000."""

import pytest

from mentorship_gsheets.criteria import Criterion, How
from tests.matching.criteria import check_criteria, instance


@pytest.mark.parametrize("start", range(0, 150, 50))
def test_random_criteria_are_solved_as_all_matchings_say(start: int) -> None:
    for seed in range(start, start + 50):
        check_criteria(seed)


def test_the_instances_have_every_how_as_one_of_the_order_and_as_a_must() -> None:
    settings = [instance(seed)[1] for seed in range(150)]
    for which in ("priorities", "musts"):
        judged = [one for each in settings for one in getattr(each, which) if isinstance(one, Criterion)]
        assert {one.how for one in judged} == set(How)
