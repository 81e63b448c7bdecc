from dataclasses import replace
from itertools import product

from hypothesis import assume, given, settings

from mentorship_gsheets.matching import Problem, solve
from mentorship_gsheets.people import Roster
from mentorship_gsheets.programmes.pairs import advice
from mentorship_gsheets.programmes.pairs.remedies import COLLEAGUES, remedies
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Table
from tests.scoring.people import mentee, mentor, rosters
from tests.stages.books import book

SETTINGS = Settings()
ADA, CY = mentor("Ada", fields=("Physics", "Biology"), bin="Physics"), mentor("Cy", bin="Biology", affiliation="Lab")
BO, DEE = mentee("Bo", bin="Biology"), mentee("Dee", bin="Biology", affiliation="Lab")


def table(title: str, *people: object) -> Table | None:
    plan = advice.plan(book(*people), SETTINGS)  # type: ignore[arg-type]  # participants
    return next((table for table in plan.tables if table.title.startswith(title)), None)


def test_advice_changes_nothing() -> None:
    assert advice.plan(book(ADA, CY, BO, DEE), SETTINGS).changes == ()


def test_places_stand_against_people_by_block_and_attendance() -> None:
    found = table("People and places", ADA, replace(CY, capacity=2), BO, DEE)
    assert found is not None
    assert found.rows == (
        ("everybody", "2", "2", "3", "0"),
        ("bin Biology", "2", "1", "2", "0"),
        ("bin Physics", "0", "1", "1", "0"),
        ("attendance unknown", "2", "2", "3", "0"),
    )


def test_hard_rules_that_bind_are_counted() -> None:
    found = table("Hard rules, of 4 pairs", ADA, CY, BO, DEE)
    assert found is not None
    assert found.rows == (("affiliation", "1", "1"),)


def test_people_nobody_may_meet_are_named_with_the_reason() -> None:
    found = table("People nobody may meet", CY, DEE, BO)
    assert found is not None
    assert found.rows == (("Dee <dee@example.org>", "mentee", "1 at the same place"),)


def test_who_could_move_ticked_a_field_that_leads_where_places_are_short() -> None:
    found = table("Who could move", ADA, CY, BO, DEE)
    assert found is not None
    assert found.rows == (("Ada <ada@example.org>", "mentor", "Physics", "Biology"),)


def test_a_call_for_mentors_says_how_many_are_missing_and_in_which_fields() -> None:
    people = (ADA, BO, mentee("Eve", fields=("Physics", "Botany")), mentee("Fay", fields=("Physics", "Biology")))
    form = "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/edit"
    plan = advice.plan(book(*people), replace(SETTINGS, programme="PyConf", form=form))
    assert plan.tables[-1] == Table(
        "A call for mentors, to paste",
        ("Text",),
        (
            ("PyConf looks for 2 more mentors.",),
            ("Most wanted: Botany and Physics.",),
            ("It takes one good hour in the week of the conference, in person or by video.",),
            ("Two minutes to join: https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/viewform",),
        ),
    )


def test_where_there_is_a_place_for_everybody_nobody_is_called() -> None:
    assert table("A call for mentors", ADA, replace(CY, capacity=2), BO, DEE) is None


def test_the_fewest_steps_are_named() -> None:
    plan = advice.plan(book(ADA, BO, DEE), SETTINGS)
    assert plan.summary == "Mentees: 2, mentors: 1, places: 1; 1 step would place everybody."
    assert plan.tables[-1].rows == (("Ada <ada@example.org> takes 1 more",),)
    plan = advice.plan(book(CY, DEE), SETTINGS)
    assert plan.tables[-1].rows == (("Dee <dee@example.org> may meet Cy <cy@example.org>, a colleague",),)


def test_a_mentor_who_takes_nobody_is_not_asked() -> None:
    plan = advice.plan(book(replace(ADA, capacity=0), BO), SETTINGS)
    assert plan.tables[-1].rows == (("nothing helps Bo <bo@example.org>: find another mentor",),)


@settings(max_examples=60)
@given(rosters(3))
def test_no_fewer_steps_place_as_many(roster: Roster) -> None:
    """Against trying all ways to take at most three steps."""
    scored = score(roster, SETTINGS)
    found = remedies(scored)
    assume(found.steps <= 3)
    n, m = scored.problem.shape
    colleagues = [
        (i, j)
        for i, j in product(range(n), range(m))
        if not scored.problem.eligible[i, j] and {rule.name for rule in scored.stopped_by(i, j)} <= COLLEAGUES
    ]
    moves = [("raise", j) for j in range(m) if scored.problem.capacity[j] > 0] + [
        ("allow", pair) for pair in colleagues
    ]
    target = n - len(found.still)
    fewest = None
    for steps in range(found.steps + 1):
        if any(_placed(scored.problem, chosen) >= target for chosen in product(moves, repeat=steps)):
            fewest = steps
            break
    assert fewest == found.steps


def _placed(problem: Problem, steps: tuple[tuple[str, object], ...]) -> int:
    allowed, capacity = problem.eligible.copy(), problem.capacity.copy()
    for kind, what in steps:
        if kind == "raise":
            capacity[what] += 1
        else:
            allowed[what] = True
    return len(solve(Problem(allowed, capacity, [])).pairs)
