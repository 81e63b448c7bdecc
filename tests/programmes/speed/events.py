"""Events for tests, and what a seating is worth by looking at all of them."""

from collections.abc import Mapping
from itertools import combinations, permutations
from typing import Any

from mentorship_gsheets.programmes.speed import Event, Mentee, Mentor
from mentorship_gsheets.programmes.speed.event import GOALS

FIELDS = ("Physics", "Biology", "Geology", "Statistics", "Software")


def event(mentors: int, mentees: int, rounds: int, **more: object) -> Event:
    """Return an event whose people's fields follow from their numbers."""
    return Event(
        tuple(
            Mentor(
                f"mentor{index:02}@example.org",
                f"Mentor {index}",
                (FIELDS[index % 5], FIELDS[index * 3 % 5]),
                str(index),
            )
            for index in range(1, mentors + 1)
        ),
        tuple(
            Mentee(
                f"mentee{index:03}@example.net", f"Mentee {index}", (FIELDS[index * 7 % 5], FIELDS[index * index % 5])
            )
            for index in range(1, mentees + 1)
        ),
        rounds,
        **more,  # type: ignore[arg-type]  # tests pass fields of Event by name
    )


def worth(event: Event, seats: dict[str, tuple[str, ...]]) -> tuple[int, int, int]:
    """Return mentees without a wanted mentor, meetings again and interest, one mentor at each table."""
    fields = {mentor.table: set(mentor.fields) for mentor in event.mentors}
    levels = {
        mentee.email: [
            0
            if mentee.fields[:1] and mentee.fields[0] in fields[table]
            else 1
            if fields[table] & set(mentee.fields)
            else 2
            for table in seats[mentee.email]
        ]
        for mentee in event.mentees
    }
    again = 0
    for one, other in combinations(seats.values(), 2):
        times = sum(mine == theirs for mine, theirs in zip(one, other, strict=True))
        again += times * (times - 1) // 2
    return sum(0 not in own for own in levels.values()), again, sum(map(sum, levels.values()))


def best(event: Event) -> tuple[int, int, int] | None:
    """Return the least worth, by the order of its goals, over all seatings by the rules, or None; at most 3 x 6 x 2."""
    tables = [mentor.table for mentor in event.mentors]
    emails = [mentee.email for mentee in event.mentees]
    mentor_at = {mentor.table: mentor.email for mentor in event.mentors}
    routes = {
        email: [
            route
            for route in permutations(tables, event.rounds)
            if not any((email, mentor_at[table]) in event.never for table in route)
        ]
        for email in emails
    }
    low, high = len(emails) // len(tables), -(-len(emails) // len(tables))
    found: list[tuple[int, int, int]] = []

    def seat(chosen: dict[str, tuple[str, ...]]) -> None:
        """Seat one person more in every way that leaves no table too full."""
        columns = [[route[turn] for route in chosen.values()] for turn in range(event.rounds)]
        sizes = [column.count(table) for column in columns for table in tables]
        if max(sizes) > high:
            return
        if len(chosen) < len(emails):
            email = emails[len(chosen)]
            for route in routes[email]:
                seat({**chosen, email: route})
        elif min(sizes) >= low:
            found.append(worth(event, chosen))

    seat({})
    return min(found, default=None, key=lambda value: [value[GOALS.index(goal)] for goal in event.order])


def event_of(instance: Mapping[str, Any]) -> Event:
    """Return the event of an instance, before anybody is absent or late."""
    at = {email: table for table in instance["tables"] for email in table["mentors"]}

    def rounds(email: str) -> frozenset[int] | None:
        return frozenset(at[email]["rounds"]) if "rounds" in at[email] else None

    return Event(
        tuple(
            Mentor(one["email"], one["name"], tuple(one["fields"]), at[one["email"]]["table"], rounds(one["email"]))
            for one in instance["mentors"]
        ),
        tuple(Mentee(one["email"], one["name"], tuple(one["fields"])) for one in instance["mentees"]),
        instance["rounds"],
        frozenset((mentee, mentor) for mentor, mentee in instance.get("never", ())),
    )
