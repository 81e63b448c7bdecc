"""A criterion that is tried out on half of the mentees: matched exactly, certificate and all."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.matching import solve, verify
from mentorship_gsheets.matching.solver import objective_of
from mentorship_gsheets.people import Participant, Roster
from mentorship_gsheets.scoring import Scored, score
from mentorship_gsheets.scoring.trial import tried_criterion
from mentorship_gsheets.settings import Priority, Settings
from mentorship_gsheets.trials.coin import TRY_OUT, Side, coin_text
from tests.scoring.people import mentee, mentor, rosters

ORDER = (Priority.SPREAD, Priority.ATTENDANCE, Priority.TOPICS, Priority.SECTOR)


def trying(name: str) -> Settings:
    return Settings(priorities=ORDER, own={TRY_OUT: name})


@st.composite
def coined(draw: st.DrawFn) -> Roster:
    """A roster whose mentees have coins, some of them none."""
    roster = draw(rosters(most=4))
    coins = st.sampled_from(["", *(coin_text(side, "topics") for side in Side)])
    return Roster(roster.mentors, tuple(replace(person, tried=draw(coins)) for person in roster.mentees))


def matchings(scored: Scored) -> Iterator[list[tuple[int, int]]]:
    """Every matching that is allowed."""
    places = [[-1, *map(int, row.nonzero()[0])] for row in scored.problem.eligible]
    for mates in product(*places):
        loads = [mates.count(column) for column in range(scored.problem.shape[1])]
        if all(load <= most for load, most in zip(loads, scored.problem.capacity, strict=True)):
            yield [(row, column) for row, column in enumerate(mates) if column >= 0]


@settings(max_examples=40)
@given(coined())
def test_the_best_matching_is_the_best_of_all_and_proven(roster: Roster) -> None:
    scored = score(roster, trying("Topics"))
    found = solve(scored.problem)
    verify(scored.problem, found)
    assert found.objective == min(objective_of(scored.problem, pairs) for pairs in matchings(scored))


@settings(max_examples=40)
@given(coined())
def test_a_row_is_times_1_or_0_and_nothing_else_changes(roster: Roster) -> None:
    tried, usual = score(roster, trying("topics")), score(roster, trying(""))
    assert tried.priorities == usual.priorities
    for priority, one, other in zip(tried.priorities, tried.problem.tiers, usual.problem.tiers, strict=True):
        for row, person in enumerate(tried.mentees):
            off = priority is Priority.TOPICS and person.tried == "off: topics"
            if priority is not None and priority is not Priority.SPREAD:
                costs = [[int(cost) for cost in tier.cost[row, :]] for tier in (one, other)]  # type: ignore[union-attr] # tiers of costs
                assert costs[0] == [cost * (not off) for cost in costs[1]]


def people(first: str, second: str) -> tuple[Participant, ...]:
    return (
        mentee("Bo", topics=("Writing",), tried=first),
        mentee("Cy", topics=("Grants",), tried=second),
    )


def test_who_is_on_gets_what_who_is_off_leaves() -> None:
    """Both would like the one mentor who offers everything."""
    mentors = (mentor("Ada", topics=("Writing", "Grants")), mentor("Eve", topics=("Teaching",)))
    for first, second, wins in (("on: topics", "off: topics", 0), ("off: topics", "on: topics", 1)):
        scored = score(Roster(mentors, people(first, second)), trying("topics"))
        assert dict(solve(scored.problem).pairs.tolist())[wins] == 0


def test_only_a_criterion_that_compares_two_people_can_be_tried_out() -> None:
    assert tried_criterion(trying(" Topics ")) is Priority.TOPICS
    assert [tried_criterion(trying(name)) for name in ("", "every mentor one before any has two", "notes")] == [
        None
    ] * 3
    must = replace(trying("sector"), priorities=ORDER[:3], musts=(Priority.SECTOR,))
    assert tried_criterion(must) is None
