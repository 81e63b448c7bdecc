from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.people import Attendance, Role, Roster
from mentorship_gsheets.programmes.pairs import explain
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.programmes.pairs.swap import swap
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages import match
from tests.scoring.people import mentee, mentor, rosters
from tests.stages.books import applied, book, edited

SETTINGS = Settings()
ADA = mentor("Ada", fields=("Astronomy",), attendance=Attendance.VIRTUAL)
CY = mentor("Cy", fields=("Biology",), attendance=Attendance.IN_PERSON)
BO = mentee("Bo", fields=("Astronomy", "Biology"), attendance=Attendance.VIRTUAL)
DEE = mentee("Dee", fields=("Biology",), attendance=Attendance.IN_PERSON)
BOOK = book(ADA, CY, BO, DEE)
MATCHED = applied(match.plan(BOOK, SETTINGS), BOOK)


def test_why_these_two() -> None:
    plan = explain.plan(MATCHED, SETTINGS, "bo@example.org")
    assert plan.summary == "Bo <bo@example.org>: The pairs that stand are the best ones."
    table, others = plan.tables
    assert others.rows == (
        (
            "Cy <cy@example.org>",
            "16 points less in fit of the pairs that fit worst, one more pair without a shared field or bin, "
            "2 more mixed pairs",
        ),
    )
    assert table.title == (
        "Bo <bo@example.org> and Ada <ada@example.org>: Bo and Ada both work in Astronomy and attend virtually."
    )
    assert table.rows == (
        ("shares a field or bin", "100", "?", "?"),
        ("same attendance", "100", "virtual", "virtual"),
        ("overlap of fields", "66", "Astronomy, Biology", "Astronomy"),
    )


def test_what_another_pair_costs_and_who_moves() -> None:
    plan = explain.plan(MATCHED, SETTINGS, "Bo", "cy")
    assert plan.summary == (
        "Bo <bo@example.org> with Cy <cy@example.org>: 16 points less in fit of the pairs that fit worst, "
        "one more pair without a shared field or bin, 2 more mixed pairs; 1 other mentee would move. "
        "The pairs that stand are the best ones."
    )
    _, tiers, moves = plan.tables
    assert tiers.rows[:5] == (
        ("mentees without a mentor", "0", "0", ""),
        ("every mentor one before any has two", "0", "0", ""),
        ("nobody with a terrible partner", "0", "16", "16 points less in fit of the pairs that fit worst"),
        ("shares a field or bin", "0", "100", "one more pair without a shared field or bin"),
        ("same attendance", "0", "200", "2 more mixed pairs"),
    )
    assert moves.rows == (
        ("Bo <bo@example.org>", "Ada <ada@example.org>", "Cy <cy@example.org>"),
        ("Dee <dee@example.org>", "Cy <cy@example.org>", "Ada <ada@example.org>"),
    )


def test_before_anything_is_matched_the_pairs_are_those_match_would_make() -> None:
    plan = explain.plan(BOOK, SETTINGS, "dee")
    assert plan.summary == "Dee <dee@example.org>: Nothing is matched yet: this is what match would do."
    assert [table.title for table in plan.tables] == [
        "Dee <dee@example.org> and Cy <cy@example.org>: Dee and Cy both work in Biology and come in person.",
        "Who else for Dee <dee@example.org>",
    ]


def test_after_moving_people_by_hand_the_price_is_that_of_the_smallest_change() -> None:
    by_hand = book(*(replace(a, partners=(b.email,)) for a, b in ((ADA, DEE), (CY, BO), (BO, CY), (DEE, ADA))))
    assert explain.plan(by_hand, SETTINGS, "bo", "ada").summary == (
        "Bo <bo@example.org> with Ada <ada@example.org>: 2 more standing pairs taken apart, but 16 points more in fit "
        "of the pairs that fit worst, one pair fewer without a shared field or bin; 1 other mentee would move. "
        "The pairs that stand differ from the best ones in 2; prices are those of the smallest change."
    )


def test_a_rule_against_a_pair_is_said_and_the_price_all_the_same() -> None:
    people = (replace(ADA, affiliation="Lab"), CY, BO, replace(DEE, affiliation="Lab"))
    plan = explain.plan(book(*people), SETTINGS, "dee", "ada")
    assert [str(finding) for finding in plan.findings] == ["Dee and Ada are both at Lab."]
    assert len(plan.tables) == 3


def test_a_mentor_full_of_kept_pairs_has_no_place() -> None:
    kept = edited(MATCHED, Role.MENTOR, "ada@example.org", "Keep", "TRUE")
    plan = explain.plan(kept, SETTINGS, "dee", "ada")
    assert plan.summary.startswith("Ada <ada@example.org> has no place: kept pairs take them all.")


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ("bob", "", "“bob” is nobody here. Did you mean Bo <bo@example.org>?"),
        ("zzzzzz", "", "“zzzzzz” is nobody here. Give the address as it stands in the sheet."),
        ("bo", "dee", "bo and dee are no mentor and mentee."),
    ],
)
def test_people_who_are_not_there_or_no_pair(one: str, other: str, sentence: str) -> None:
    with pytest.raises(MentorshipError) as error:
        explain.plan(BOOK, SETTINGS, one, other)
    assert str(error.value) == sentence


def test_a_name_several_people_have_asks_for_the_address() -> None:
    with pytest.raises(MentorshipError) as error:
        explain.plan(book(ADA, BO, replace(DEE, name="Bo")), SETTINGS, "bo")
    assert str(error.value) == "“bo” is several people: bo@example.org, dee@example.org. Give the address."


@settings(max_examples=50)
@given(rosters(4), st.data())
def test_a_swap_is_never_better_than_the_optimum(roster: Roster, data: st.DataObject) -> None:
    scored = score(roster, SETTINGS)
    if not scored.mentees or not scored.mentors:
        return
    found = arrange(scored)
    wanted = (data.draw(st.sampled_from(scored.mentees)).email, data.draw(st.sampled_from(scored.mentors)).email)
    change = swap(scored, found.pairs, wanted)
    row, column = scored.row[wanted[0]], scored.column[wanted[1]]
    if scored.problem.capacity[column] == 0:
        assert change is None
        return
    assert change is not None
    assert wanted in change.after
    if scored.problem.eligible[row, column]:
        assert change.price >= (0,) * len(change.price)
    assert (change.moves == ()) is (wanted in found.pairs)
