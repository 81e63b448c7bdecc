"""Speed mentoring: what the engine reaches on made-up events, what is proven, and how long it takes.

python -m tests.benchmarks.seating
python -m tests.benchmarks.seating --sizes 10x60x5 40x400x8
python -m tests.benchmarks.seating --write docs/speed-mentoring.md
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from time import process_time
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import format_named, read_settings
from mentorship_gsheets.programmes.speed import Event, Mentee, Mentor, plan, repair, verify
from mentorship_gsheets.programmes.speed.drawings import PEOPLE, SEATING, TABLES
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, rematch
from tests.benchmarks.report import marked
from tests.sheets import applied, drawn, edited, workbook

T = TypeVar("T")

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


def engine(size: str) -> tuple[str, ...]:
    """Plan, send 15 % home after the first round, and repair: values beside their bounds, and CPU seconds."""
    event = made_up(*map(int, size.split("x")))
    begun = process_time()
    seating = plan(event)
    planned = process_time() - begun
    verify(event, seating)
    now = replace(
        event,
        mentees=tuple(
            replace(mentee, rounds=frozenset()) if mentee.email in absent(event) else mentee for mentee in event.mentees
        ),
    )
    begun = process_time()
    mended = repair(now, seating, 2)
    repaired = process_time() - begun
    verify(now, mended, seating, 2)
    reached = [f"{goal.value} (at least {goal.bound})" for goal in (*seating.goals, mended.goal("changed"))]
    return size, *reached[:3], f"{planned:.1f}", reached[3], f"{repaired:.1f}"


def absent(event: Event) -> frozenset[str]:
    """Return the addresses of 15 % of the mentees."""
    chance = Random(1)  # noqa: S311 - made-up people, no secret
    return frozenset(chance.sample([mentee.email for mentee in event.mentees], len(event.mentees) * 15 // 100))


def stages(size: str) -> tuple[str, ...]:
    """CPU seconds of every stage on a sheet in memory, from the cells to the plan."""
    event = made_up(*map(int, size.split("x")))
    book = workbook(
        *(
            drawn(PEOPLE.drawings[role], *({"Email": one.email, "Fields": "; ".join(one.fields)} for one in people))
            for role, people in ((Role.MENTOR, event.mentors), (Role.MENTEE, event.mentees))
        ),
        drawn(SEATING),
        drawn(TABLES),
        Settings=[
            {"Setting": "Format", "Value": "speed mentoring"},
            {"Setting": "Rounds", "Value": str(event.rounds)},
            {"Setting": "Size slack", "Value": "1"},
        ],
    )
    took = []

    def timed(stage: Callable[[Workbook], T]) -> T:
        begun = process_time()
        found = stage(book)
        took.append(f"{process_time() - begun:.1f}")
        return found

    settings = read_settings(book)[0]
    book = applied(timed(lambda book: match.plan(book, settings)), book)
    timed(lambda book: match.plan(book, settings))
    timed(lambda book: check.plan(book, settings))
    timed(lambda book: format_named("speed mentoring").printout(book, settings))
    for email in sorted(absent(event)):
        book = edited(book, "Seating", email, "Here", "FALSE")
    timed(lambda book: rematch.plan(book, settings, here=True))
    return size, *took


HEADS = {
    engine: (
        "tables x people x rounds",
        "no wanted mentor",
        "meet again",
        "interest",
        "CPU s",
        "seats changed at the door",
        "CPU s",
    ),
    stages: ("CPU s of", "match", "match again", "check", "print", "rematch --here"),
}


def main() -> None:
    """Measure every size, and print what was found, or write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help="tables x people x rounds")
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    given = parser.parse_args()
    blocks = []
    for measured, head in HEADS.items():
        rows = [measured(size) for size in given.sizes]
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        Console(width=140).print(table)
        blocks.append("\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)))
    if given.write:
        given.write.write_text(marked(given.write.read_text("utf-8"), "seating", "\n\n".join(blocks)), "utf-8")


if __name__ == "__main__":
    main()
