from hypothesis import given, settings

from mentorship_gsheets.matching import Problem, solve
from mentorship_gsheets.people import Role, Roster
from mentorship_gsheets.programmes.pairs.alternatives import Alternatives
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Settings
from tests.scoring.people import mentee, mentor, rosters

SETTINGS = Settings()


@settings(max_examples=40)
@given(rosters(5))
def test_prices_are_those_of_solving_again(roster: Roster) -> None:
    scored = score(roster, SETTINGS)
    found = arrange(scored)
    problem, asked = found.scored.problem, Alternatives(found)
    for person in scored.mentees:
        alternatives = asked.of(person.identity, most=9)
        assert list(alternatives) == sorted(alternatives, key=lambda other: other.price)
        for other in alternatives:
            pin = (scored.row[person.email], scored.column[other.partner.email])
            again = solve(Problem(problem.eligible, problem.capacity, problem.tiers, [pin]))
            assert other.price == tuple(
                after - before for after, before in zip(again.objective, found.matching.objective, strict=True)
            )


def test_the_cheapest_come_first_for_both_sides() -> None:
    roster = Roster(
        (mentor("Ada", fields=("x",)), mentor("Cy", fields=("x", "y")), mentor("Eve", affiliation="Lab")),
        (mentee("Bo", fields=("x",)), mentee("Dee", fields=("y",), affiliation="Lab")),
    )
    found = arrange(score(roster, SETTINGS))
    assert found.pairs == (("bo@example.org", "ada@example.org"), ("dee@example.org", "cy@example.org"))
    asked = Alternatives(found)
    assert [other.partner.name for other in asked.of((Role.MENTEE, "bo@example.org"))] == ["Eve", "Cy"]
    assert [other.partner.name for other in asked.of((Role.MENTEE, "dee@example.org"))] == ["Ada"]
    assert [other.partner.name for other in asked.of((Role.MENTOR, "cy@example.org"))] == ["Bo"]


def test_pinned_people_have_no_alternatives() -> None:
    roster = Roster((mentor("Ada"), mentor("Cy")), (mentee("Bo"),))
    found = arrange(score(roster, SETTINGS, pins=[("bo@example.org", "ada@example.org")]))
    assert Alternatives(found).of((Role.MENTEE, "bo@example.org")) == ()
    assert Alternatives(found).of((Role.MENTOR, "cy@example.org")) == ()
