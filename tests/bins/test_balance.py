"""The balance of blocks against every distribution there is."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.bins import OTHER, Balance, Bin, Size, balance, catch_all, could_move, leads_nowhere, open_bins
from mentorship_gsheets.people import Participant, Role, Status

BINS = (Bin("A", ("a",)), Bin("B", ("b",)), Bin("C", ("c",)), Bin(OTHER))
_FIELDS = ("a", "b", "c", "falconry")


def person(
    number: int, role: Role, fields: tuple[str, ...] = (), bin: str = "", capacity: int | None = None
) -> Participant:
    return Participant(f"p{number}@example.org", f"P{number}", role, fields=fields, bin=bin, capacity=capacity)


@st.composite
def crowds(draw: st.DrawFn, most_free: int = 7) -> list[Participant]:
    free = draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(Role)),
                st.lists(st.sampled_from(_FIELDS), max_size=3, unique=True).map(tuple),
                st.just(""),
                st.sampled_from((None, 0, 1, 2, 3)),
            ),
            max_size=most_free,
        )
    )
    fixed = draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(Role)), st.just(("a", "b")), st.sampled_from(("A", "B", "elsewhere")), st.just(2)
            ),
            max_size=4,
        )
    )
    return [person(number, *about) for number, about in enumerate(free + fixed)]


def outcome(result: Balance) -> tuple[int, int]:
    return sum(size.excess**2 for size in result.after.values()), len(result.moved)


def best_of_all(people: list[Participant], weigh: bool) -> tuple[int, int]:
    """Try every distribution; the people in it are those whose bin is blank."""
    places = [
        (who.capacity if who.capacity is not None else 1) if weigh and who.role is Role.MENTOR else 1 for who in people
    ]
    shifts = [place if who.role is Role.MENTOR else -place for who, place in zip(people, places, strict=True)]
    choices = [(who.bin,) if who.bin else open_bins(who.fields, BINS) for who in people]
    outcomes = []
    for chosen in product(*choices):
        excess = dict.fromkeys(chosen, 0)
        for name, shift in zip(chosen, shifts, strict=True):
            excess[name] += shift
        moved = sum(name != first for name, (first, *_) in zip(chosen, choices, strict=True))
        outcomes.append((sum(value**2 for value in excess.values()), moved))
    return min(outcomes)


@given(crowds(), st.booleans())
def test_no_distribution_is_more_equal_or_moves_fewer(people: list[Participant], weigh: bool) -> None:
    assert outcome(balance(people, BINS, weigh)) == best_of_all(people, weigh)


@given(crowds(), st.booleans(), st.randoms())
def test_the_order_of_people_changes_nothing(people: list[Participant], weigh: bool, chance: random.Random) -> None:
    shuffled = chance.sample(people, len(people))
    assert balance(shuffled, BINS, weigh) == balance(people, BINS, weigh)


@given(crowds(most_free=40))
def test_everybody_without_a_block_gets_one_that_is_open_and_nobody_else_does(people: list[Participant]) -> None:
    result = balance(people, BINS)
    blank = [who for who in people if not who.bin]
    assert {who.identity for who in blank} == set(result.bins)
    assert [who for who in blank if result.bins[who.identity] not in open_bins(who.fields, BINS)] == []


@given(crowds(most_free=40))
def test_sizes_count_everybody_once(people: list[Participant]) -> None:
    result = balance(people, BINS)
    heads = [sum(who.role is role for who in people) for role in Role]
    for sizes in (result.before, result.after):
        assert [sum(size.mentors for size in sizes.values()), sum(size.mentees for size in sizes.values())] == heads


@given(crowds(most_free=40))
def test_balancing_again_what_is_balanced_changes_nothing(people: list[Participant]) -> None:
    result = balance(people, BINS)
    placed = [
        Participant(who.email, who.name, who.role, fields=who.fields, bin=result.bins.get(who.identity, who.bin))
        for who in people
    ]
    again = balance(placed, BINS)
    assert (again.bins, again.moved, again.after) == ({}, {}, result.after)


def test_nobody_is_moved_without_need() -> None:
    people = [person(0, Role.MENTOR, ("a", "b")), person(1, Role.MENTEE, ("a", "b"))]
    assert balance(people, BINS).moved == {}


def test_a_chain_of_moves_is_found() -> None:
    people = [
        person(0, Role.MENTOR, ("a", "b")),
        person(1, Role.MENTOR, ("a",)),
        person(2, Role.MENTOR, ("b", "c")),
        person(3, Role.MENTEE, ("a",)),
        person(4, Role.MENTEE, ("b",)),
        person(5, Role.MENTEE, ("c",)),
    ]
    assert outcome(balance(people, BINS)) == (0, 2)


def test_withdrawn_people_neither_move_nor_count() -> None:
    gone = Participant("gone@example.org", "Gone", Role.MENTOR, fields=("a",), status=Status.WITHDRAWN)
    result = balance([gone], BINS)
    assert (result.bins, result.after["A"]) == ({}, Size(0, 0))


def test_nobody_at_all_is_balanced() -> None:
    assert outcome(balance([], BINS)) == (0, 0)


def test_other_is_there_even_when_no_block_is_listed() -> None:
    result = balance([person(0, Role.MENTEE, ("a",))], ())
    assert result.bins == {(Role.MENTEE, "p0@example.org"): OTHER}


def test_a_mentor_with_three_places_weighs_three_when_places_are_balanced() -> None:
    people = [person(0, Role.MENTOR, ("b", "a"), capacity=3), *(person(n, Role.MENTEE, ("a",)) for n in (1, 2, 3))]
    assert balance(people, BINS, weigh=True).after["A"] == Size(3, 3)


def test_whoever_could_even_out_filled_blocks_is_suggested() -> None:
    people = [
        person(0, Role.MENTOR, ("a",), bin="A"),
        person(1, Role.MENTOR, ("a", "b"), bin="A"),
        person(2, Role.MENTEE, ("b",), bin="B"),
    ]
    result = balance(people, BINS)
    assert [(move.person.email, move.to, move.gain) for move in could_move(people, BINS, result.after)] == [
        ("p1@example.org", "B", 4)
    ]


@given(crowds(most_free=40))
def test_after_balancing_everybody_freely_nobody_could_move(people: list[Participant]) -> None:
    free = [Participant(who.email, who.name, who.role, fields=who.fields) for who in people]
    result = balance(free, BINS)
    placed = [
        Participant(who.email, who.name, who.role, fields=who.fields, bin=result.bins[who.identity]) for who in free
    ]
    assert could_move(placed, BINS, result.after) == ()


@pytest.mark.parametrize(
    ("field", "blocks"),
    [
        ("a", ("A",)),
        ("  A ", ("A",)),
        ("Á", ("A",)),
        ("a and c", ("A", "C")),
        ("abc", (OTHER,)),
        ("", (OTHER,)),
        ("Other", (OTHER,)),
        ("猫", (OTHER,)),
    ],
)
def test_fields_lead_into_blocks_by_whole_words(field: str, blocks: tuple[str, ...]) -> None:
    assert open_bins([field], BINS) == blocks


def test_a_listed_field_wins_over_the_phrases_in_it() -> None:
    blocks = (Bin("Life", ("Health, medicine",)), Bin("Care", ("Health",)))
    assert open_bins(["Health, Medicine"], blocks) == ("Life",)


@pytest.mark.parametrize(
    ("names", "expected"),
    [(("Physics", "Divers"), "Divers"), (("Unknown", "Other"), "Unknown"), (("Physics",), OTHER), ((), OTHER)],
)
def test_who_ticked_nothing_stands_where_the_tab_puts_the_unknown(names: tuple[str, ...], expected: str) -> None:
    bins = [Bin(name) for name in names]
    assert catch_all(bins) == expected
    assert open_bins((), bins) == open_bins(("Falconry",), bins) == (expected,)
    assert set(balance([person(1, Role.MENTOR), person(2, Role.MENTEE, ("falconry",))], bins).bins.values()) == {
        expected
    }


def test_fields_that_no_bin_takes_are_told_from_those_that_tell_nothing() -> None:
    fields = ("Physics", "Falconry", "Other", "Autre", "n/a")
    assert [field for field in fields if leads_nowhere(field, (Bin("Physics"), Bin("Divers")))] == ["Falconry"]
