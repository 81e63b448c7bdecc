"""Verification notices what is wrong, whatever the search did."""

from dataclasses import replace
from functools import cache

import pytest

from mentorship_gsheets.programmes.speed import Goal, NotSoundError, Seating, plan, verify
from tests.programmes.speed.events import event, worth

FIFTEEN = event(5, 15, 3)
#: Events compare by identity, so that each is planned once.
planned = cache(plan)


def test_a_swap_of_two_seats_is_noticed() -> None:
    given, seating = FIFTEEN, planned(FIFTEEN)
    one, other, *_ = seating.tables
    seats = dict(seating.tables)
    first, second = list(seats[one]), list(seats[other])
    first[0], second[0] = first[1], second[0]
    seats[one], seats[other] = tuple(first), tuple(second)
    with pytest.raises(NotSoundError, match="again in round 2"):
        verify(given, Seating(seats, seating.goals))


@pytest.mark.parametrize("name", ["no wanted", "met again", "interest"])
def test_a_value_that_is_not_of_the_seats_is_noticed(name: str) -> None:
    given, seating = FIFTEEN, planned(FIFTEEN)
    goals = tuple(replace(goal, value=goal.value + 1) if goal.name == name else goal for goal in seating.goals)
    with pytest.raises(NotSoundError, match=f"^{name} is"):
        verify(given, Seating(seating.tables, goals))


def test_a_bound_above_its_value_is_noticed() -> None:
    given, seating = FIFTEEN, planned(FIFTEEN)
    goal = seating.goals[2]
    with pytest.raises(NotSoundError, match="interest: the bound"):
        verify(given, Seating(seating.tables, (Goal(goal.name, goal.value, goal.value + 1, ""),)))


def test_values_are_those_of_an_independent_count() -> None:
    given = event(6, 20, 4)
    seating = plan(given)
    assert tuple(goal.value for goal in seating.goals) == worth(given, dict(seating.tables))
