"""Speed mentoring: what the engine reaches on made-up events, what is proven, and how long it takes.

python -m tests.benchmarks.seating
python -m tests.benchmarks.seating --sizes 10x60x5 40x400x8
"""

import argparse
from dataclasses import replace
from random import Random
from time import process_time

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.programmes.speed import Event, Mentee, Mentor, plan, repair, verify

FIELDS = ("Physics", "Biology", "Geology", "Statistics", "Software", "Data science", "Social science")
SIZES = ("6x24x4", "10x60x5", "20x100x6", "40x400x8")


def made_up(tables: int, people: int, rounds: int, seed: int = 0) -> Event:
    """Return an event in which mentors have one or two fields and mentees one to three."""
    chance = Random(seed)  # noqa: S311 - made-up people, no secret
    mentors = tuple(
        Mentor(f"mentor{n:03}@example.org", f"Mentor {n}", tuple(chance.sample(FIELDS, chance.randint(1, 2))), str(n))
        for n in range(1, tables + 1)
    )
    mentees = tuple(
        Mentee(f"mentee{n:03}@example.net", f"Mentee {n}", tuple(chance.sample(FIELDS, chance.randint(1, 3))))
        for n in range(1, people + 1)
    )
    return Event(mentors, mentees, rounds)


def main() -> None:
    """Plan every size, send 15 % home after the first round, repair, and print values beside their bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help="tables x people x rounds")
    table = Table(
        "tables x people x rounds", "no wanted", "met again", "interest", "CPU s", "changed at the door", "CPU s"
    )
    for size in parser.parse_args().sizes:
        event = made_up(*map(int, size.split("x")))
        begun = process_time()
        seating = plan(event)
        planned = process_time() - begun
        verify(event, seating)
        chance = Random(1)  # noqa: S311 - made-up people, no secret
        gone = set(chance.sample([mentee.email for mentee in event.mentees], len(event.mentees) * 15 // 100))
        now = replace(
            event,
            mentees=tuple(
                replace(mentee, rounds=frozenset()) if mentee.email in gone else mentee for mentee in event.mentees
            ),
        )
        begun = process_time()
        mended = repair(now, seating, 2)
        repaired = process_time() - begun
        verify(now, mended, seating, 2)
        reached = [f"{goal.value} (at least {goal.bound})" for goal in (*seating.goals, mended.goal("changed"))]
        table.add_row(size, *reached[:3], f"{planned:.1f}", reached[3], f"{repaired:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
