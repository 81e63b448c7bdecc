"""Whatever people typed into match cells: it stays, both sides agree afterwards, and a second run does nothing."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.people import Participant, Role, Status
from mentorship_gsheets.programmes.pairs.consistency import read_claims
from mentorship_gsheets.programmes.pairs.standing import read_standing
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages import check, match, rematch
from tests.scoring.people import sides
from tests.stages.books import applied, book, partners

SETTINGS = Settings(surprise=100)


@st.composite
def typed(draw: st.DrawFn, leavers: bool = False) -> list[Participant]:
    """People of whom some name partners, who may be unknown, full, taken, colleagues, or gone."""
    mentees, mentors = sides(draw, 5)
    people = []
    for person in (*mentees, *mentors):
        others = [other.email for other in (mentors if person.role is Role.MENTEE else mentees)]
        named = draw(st.lists(st.sampled_from([*others, "nobody@example.net"]), max_size=2, unique=True))
        gone = leavers and draw(st.integers(0, 4)) == 0
        people.append(
            replace(
                person,
                partners=tuple(named) if draw(st.booleans()) else (),
                keep=draw(st.booleans()),
                status=Status.WITHDRAWN if gone else Status.ANSWERED,
            )
        )
    return people


@settings(max_examples=80)
@given(typed(leavers=True))
def test_match_keeps_every_line_and_makes_both_sides_agree(people: list[Participant]) -> None:
    before = book(*people)
    plan = match.plan(before, SETTINGS)
    after = applied(plan, before)
    for role in Role:
        for email, text in partners(before, role).items():
            assert partners(after, role)[email].splitlines()[: len(text.splitlines())] == text.splitlines()
    assert match.plan(after, SETTINGS).changes == ()
    if plan.changes:
        situation = read_standing(after, SETTINGS)
        assert [pair for pair in situation.pairs if len(situation.claims.by[pair]) < 2] == []


@settings(max_examples=80)
@given(typed())
def test_match_fills_no_mentor_beyond_what_people_typed(people: list[Participant]) -> None:
    before = book(*people)
    old = read_claims(read_roster(before)[0])
    after = read_claims(read_roster(applied(match.plan(before, SETTINGS), before))[0])
    typed_loads, loads = (Counter(mentor for _, mentor in claims.by) for claims in (old, after))
    places = {p.email: SETTINGS.capacity if p.capacity is None else p.capacity for p in people if p.role is Role.MENTOR}
    assert [mentor for mentor, load in loads.items() if load > max(places[mentor], typed_loads[mentor])] == []


@settings(max_examples=80)
@given(typed(leavers=True))
def test_rematch_ends_with_nothing_left_to_do_and_no_withdrawn_partner(people: list[Participant]) -> None:
    before = book(*people)
    plan = rematch.plan(before, SETTINGS)
    if plan.stops:
        assert plan.changes == ()
        return
    after = applied(plan, before)
    assert rematch.plan(after, SETTINGS).changes == ()
    codes = {finding.code for finding in check.plan(after, SETTINGS).findings}
    assert codes & {"withdrawn", "withdrawn-partner"} == set()


@settings(max_examples=80)
@given(typed(leavers=True))
def test_rematch_never_takes_a_kept_pair_apart(people: list[Participant]) -> None:
    before = book(*people)
    roster, _ = read_roster(before)
    kept = {
        pair
        for pair in read_claims(roster).pairs
        if any(p and p.keep for p in (roster.find(Role.MENTEE, pair[0]), roster.find(Role.MENTOR, pair[1])))
    }
    after = applied(rematch.plan(before, SETTINGS), before)
    assert kept - set(read_claims(read_roster(after)[0]).by) == set()
