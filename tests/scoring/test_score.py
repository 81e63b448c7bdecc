import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.intake.addresses import same_mailbox
from mentorship_gsheets.matching import SPREAD, solve
from mentorship_gsheets.people import Participant, Roster
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.domains import institution
from mentorship_gsheets.scoring.names import institutions, person_key
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor, rosters


def colleagues(one: Participant, other: Participant, numbers: dict[str, frozenset[int]]) -> bool:
    domain = institution(one.email)
    return bool(numbers[one.affiliation] & numbers[other.affiliation]) or domain == institution(other.email) != ""


def oneself(one: Participant, other: Participant) -> bool:
    return same_mailbox(one.email) == same_mailbox(other.email) or person_key(one.name) == person_key(other.name) != ""


@given(rosters())
def test_who_may_meet_is_what_the_rules_say_pair_by_pair(roster: Roster) -> None:
    scored = score(roster, Settings())
    numbers = institutions(person.affiliation for person in roster)
    expected = [
        [not colleagues(one, other, numbers) and not oneself(one, other) for other in scored.mentors]
        for one in scored.mentees
    ]
    assert scored.problem.eligible.tolist() == (expected or np.zeros((0, len(scored.mentors))).tolist())


@given(rosters(), st.randoms(use_true_random=False))
def test_order_of_the_rows_changes_nothing(roster: Roster, rng: random.Random) -> None:
    def shuffled(people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(rng.sample(people, len(people)))

    one = arrange(score(roster, Settings()))
    other = arrange(score(Roster(shuffled(roster.mentors), shuffled(roster.mentees)), Settings()))
    assert (one.pairs, one.unmatched, one.matching.objective) == (
        other.pairs,
        other.unmatched,
        other.matching.objective,
    )


@given(rosters(), st.data())
def test_pins_are_kept_whatever_the_rules(roster: Roster, data: st.DataObject) -> None:
    pins = [
        (person.email, data.draw(st.sampled_from(roster.mentors)).email)
        for person in roster.mentees
        if roster.mentors and data.draw(st.booleans())
    ]
    found = arrange(score(roster, Settings(), pins=pins))
    assert sorted(set(pins) & set(found.pairs)) == sorted(pins)


@given(rosters())
def test_fit_is_the_weighed_mean_of_the_parts(roster: Roster) -> None:
    scored = score(roster, Settings())
    telling = [part for part in scored.parts if part.known]
    weights = range(len(telling), 0, -1)
    for row in range(len(scored.mentees)):
        for column in range(len(scored.mentors)):
            total = sum(weight * int(part.cost[row, column]) for part, weight in zip(telling, weights, strict=True))
            fit = 100 - total // sum(weights) if telling else 50
            assert scored.fit(np.array([row]), np.array([column])).tolist() == [fit]
            fairness = scored.problem.tiers[scored.priorities.index(Priority.FAIRNESS)]
            assert fairness.cost[row, column] == (max(0, 49 - fit) // 10) ** 2


@given(rosters())
def test_both_engines_agree_on_scored_people(roster: Roster) -> None:
    problem = score(roster, Settings()).problem
    one, other = solve(problem, "networkx"), solve(problem, "array")
    assert (one.pairs.tolist(), one.objective) == (other.pairs.tolist(), other.objective)


def test_tiers_follow_the_organizers_order_and_switches() -> None:
    roster = Roster((mentor("A", topics=("x",), sector="y"),), (mentee("B", topics=("x",), sector="y"),))
    priorities = (Priority.TOPICS, Priority.SPREAD, Priority.SECTOR)
    scored = score(roster, Settings(priorities=priorities))
    assert scored.priorities == (*priorities, None)
    assert scored.problem.tiers[1] is SPREAD


def test_withdrawn_people_take_no_part() -> None:
    from mentorship_gsheets.people import Status

    scored = score(Roster((mentor("A", status=Status.WITHDRAWN),), (mentee("B"),)), Settings())
    assert (scored.mentors, scored.problem.shape) == ((), (1, 0))


def test_nobody_mentors_somebody_who_mentors_them() -> None:
    """Ada and Bo hold both roles; both ways round would be best, so the other pair pays."""
    ada, bo = {"fields": ("x",), "email": "ada@example.org"}, {"fields": ("x",), "email": "bo@example.org"}
    roster = Roster(
        (mentor("Ada", **ada), mentor("Bo", **bo), mentor("Cy")),
        (mentee("Ada", **ada), mentee("Bo", **bo), mentee("Dee")),
    )
    pairs = arrange(score(roster, Settings())).pairs
    assert len(pairs) == 3
    assert not {(one, other) for one, other in pairs} & {(other, one) for one, other in pairs}
