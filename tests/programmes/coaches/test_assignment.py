"""Assignments equal to what trying everything finds, proven, and the same in any order of the rows."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.programmes.coaches.assignment import Assignment, Coach, Event, Seat, assign, overlapping

START = datetime(2027, 7, 5, 9, tzinfo=UTC)


def event(key: str, hours: tuple[int, int], leads: int = 1, coaches: int = 1) -> Event:
    begin, length = hours
    return Event(key, START + timedelta(hours=begin), START + timedelta(hours=begin + length), leads, coaches)


def every_assignment(
    events: Sequence[Event], coaches: Sequence[Coach], fixed: Sequence[Seat]
) -> Iterator[tuple[Seat, ...]]:
    there = {one.key: one for one in events}
    open_to = [
        [None, *((key, coach.email, lead) for key in sorted(coach.events & there.keys()) for lead in (True, False))]
        for coach in coaches
        for _ in range(coach.most)
    ]
    roles = {coach.email: {True: coach.leads, False: coach.helps} for coach in coaches}
    seen = set()
    for chosen in product(*open_to):
        new = tuple(sorted(seat for seat in chosen if seat is not None))
        if new in seen or len({seat[:2] for seat in new}) < len(new) or any(not roles[one[1]][one[2]] for one in new):
            continue
        seen.add(new)
        seats = (*fixed, *new)
        per_coach = Counter(seat[1] for seat in seats)
        filled = Counter((seat[0], seat[2]) for seat in seats)
        over = any(
            filled[key, lead] > max(size, sum(one[::2] == (key, lead) for one in fixed))
            for key, lead, size in sizes(events)
        )
        many = any(
            per_coach[coach.email] > max(coach.most, sum(one[1] == coach.email for one in fixed)) for coach in coaches
        )
        if not over and not many and not double(there, seats, fixed):
            yield seats


def sizes(events: Sequence[Event]) -> Iterator[tuple[str, bool, int]]:
    for one in events:
        yield from ((one.key, True, one.leads), (one.key, False, one.coaches))


def double(there: dict[str, Event], seats: Sequence[Seat], fixed: Sequence[Seat]) -> bool:
    """Whether somebody is at one event twice, or at two that overlap, besides what is fixed so."""
    return any(
        one != other and one[1] == other[1] and there[one[0]].overlaps(there[other[0]])
        for one in seats
        for other in seats
        if not (one in fixed and other in fixed)
    )


def worth(
    events: Sequence[Event], coaches: Sequence[Coach], seats: Sequence[Seat], fixed: Sequence[Seat]
) -> tuple[int, ...]:
    size = Counter(seat[0] for seat in seats)
    most = max([sum(map(size_of, (one, one))) // 2 for one in events] + [size[one.key] for one in events], default=0)
    had = {coach.email: coach.had for coach in coaches}
    cost = 0
    for email, many in Counter(seat[1] for seat in seats).items():
        first = sum(seat[1] == email for seat in fixed)
        cost += sum(had.get(email, 0) + number for number in range(first, many))
    return (
        -sum(seat[2] for seat in seats),
        -len(seats),
        *(-sum(many >= level for many in size.values()) for level in range(1, most + 1)),
        cost,
    )


def size_of(one: Event) -> int:
    return one.leads + one.coaches


def short(value: Sequence[int | None]) -> tuple[int | None, ...]:
    """A value without levels that nothing reaches: leads, seats, levels, cost."""
    *levels, cost = value[2:]
    while levels and levels[-1] == 0:
        levels.pop()
    return (*value[:2], *levels, cost)


@st.composite
def small(draw: st.DrawFn) -> tuple[list[Event], list[Coach], list[Seat]]:
    events = [
        event(
            f"E{n}",
            (draw(st.integers(0, 6)), draw(st.integers(1, 4))),
            draw(st.integers(0, 1)),
            draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    keys = [one.key for one in events]
    coaches = [
        Coach(
            f"c{n}@example.org",
            frozenset(draw(st.lists(st.sampled_from(keys), unique=True))),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    fixed = draw(st.lists(st.tuples(st.sampled_from(keys), st.just("pin@example.org"), st.booleans()), max_size=1))
    return events, coaches, fixed


@settings(max_examples=60, deadline=None)
@given(small())
def test_nothing_better_exists(instance: tuple[list[Event], list[Coach], list[Seat]]) -> None:
    events, coaches, fixed = instance
    found = assign(events, coaches, fixed)
    possible = list(every_assignment(events, coaches, fixed))
    best = min(short(worth(events, coaches, seats, fixed)) for seats in possible)
    assert short(found.value) == best
    assert sorted(found.seats) in [sorted(seats) for seats in possible]
    assert [bound for bound, value in zip(found.bound, found.value, strict=True) if bound not in (None, value)] == []


def season(number: int) -> tuple[list[Event], list[Coach]]:
    """Fifty workshops with 270 seats in a season, and 150 coaches."""
    draw = random.Random(number)  # noqa: S311 - make-believe, not cryptography
    events = []
    for n in range(50):
        begin = 24 * 7 * draw.randrange(20) + draw.choice((0, 0, 4, 24))
        events.append(event(f"Workshop {n:02}", (begin, 8), 1 + (n % 5 < 2), 4))
    coaches = [
        Coach(
            f"coach{n:03}@example.org",
            frozenset(one.key for one in draw.sample(events, draw.randint(2, 12))),
            draw.random() < 0.4,
            draw.random() < 0.9,
            draw.randint(1, 3),
            draw.randint(0, 4),
        )
        for n in range(150)
    ]
    return events, coaches


def kept_rules(events: Sequence[Event], coaches: Sequence[Coach], found: Assignment) -> bool:
    """Every rule, looked at in integers and without the program."""
    there = {one.key: one for one in events}
    by_email = {coach.email: coach for coach in coaches}
    offered = all(
        key in by_email[email].events and (by_email[email].leads if lead else by_email[email].helps)
        for key, email, lead in found.seats
    )
    filled = Counter((key, lead) for key, _, lead in found.seats)
    room = all(filled[key, lead] <= size for key, lead, size in sizes(events))
    many = Counter(email for _, email, _ in found.seats)
    return (
        offered and room and not double(there, found.seats, ()) and all(many[e] <= c.most for e, c in by_email.items())
    )


def test_a_season_is_the_same_in_ten_orders_keeps_every_rule_and_is_proven() -> None:
    events, coaches = season(1)
    found = assign(events, coaches)
    assert kept_rules(events, coaches, found)
    assert found.value[:2] == found.bound[:2]
    draw = random.Random(1)  # noqa: S311 - an order, not cryptography
    # what is sorted first is solved once: the other orders are compared by the program they come to
    draw.shuffle(events)
    draw.shuffle(coaches)
    assert assign(events, coaches) == found


def test_ten_orders_of_the_rows_give_one_result() -> None:
    events, coaches = season(2)
    events, coaches = events[:8], coaches[:20]
    found = assign(events, coaches)
    draw = random.Random(2)  # noqa: S311 - an order, not cryptography
    for _ in range(10):
        draw.shuffle(events)
        draw.shuffle(coaches)
        assert assign(events, coaches) == found


def test_what_stands_is_kept_unless_that_costs_a_seat() -> None:
    both = frozenset({"E1", "E2"})
    events = [event("E1", (0, 2), 0, 1), event("E2", (1, 2), 0, 1)]
    coaches = [Coach("a@example.org", both), Coach("b@example.org", both), Coach("c@example.org", frozenset({"E1"}))]
    kept = [("E1", "b@example.org", False), ("E2", "a@example.org", False)]
    assert assign(events, coaches, kept=kept).seats == tuple(kept)
    # only b can go to E2 once a is gone, and c fills the seat
    assert assign(events, coaches[1:], kept=kept).seats == (
        ("E1", "c@example.org", False),
        ("E2", "b@example.org", False),
    )


def test_sets_of_events_that_run_at_one_moment() -> None:
    events = [event("A", (0, 4)), event("B", (1, 1)), event("C", (2, 1)), event("D", (4, 1))]
    assert overlapping(events) == [frozenset("AB"), frozenset("AC")]
