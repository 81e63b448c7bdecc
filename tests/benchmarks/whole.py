"""From people to proven pairs: scoring, matching and the proof together, for conferences of growing size.

    python -m tests.benchmarks.whole
    python -m tests.benchmarks.whole --sizes 82 500 --write docs/matching.md

The people are invented: eight fields, five sectors, a dozen topics and time zones, free text in two thirds, and
0.82 mentors for every mentee. Each size has a process of its own; the first run there is not counted, for it reads
the public suffix list. Who is eligible, every tier, the matching and its proof are made anew each time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mentorship_gsheets.matching import solve
from mentorship_gsheets.people import Attendance, Participant, Role, Roster
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Settings
from tests.benchmarks.report import marked
from tests.benchmarks.trial import forget_peak, peak

SIZES = (82, 500, 2000, 10_000)
NETWORKX_UP_TO = 500
HEAD = ("mentees", "mentors", "engine", "scoring", "matching and proof", "seconds in all", "MB")
FIELDS = ("Astronomy", "Biology", "Chemistry", "Economics", "Geology", "Law", "Mathematics", "Software")
SECTORS = ("academia", "government", "industry", "non-profit", "")
TOPICS = tuple(f"topic {letter}" for letter in "abcdefghijkl")
ZONES = ("Europe/Paris", "UTC", "UTC-8", "Asia/Tokyo", "America/New_York", "Africa/Lagos", "UTC+5:30", "")
WORDS = ("grants", "thesis", "career", "industry", "writing", "teaching", "open", "source", "data", "climate", "papers")


def conference(mentees: int, seed: int = 7) -> Roster:
    """A roster of so many mentees and 0.82 times as many mentors."""
    rng = np.random.default_rng(seed)

    def some(things: tuple[str, ...] | list[str], most: int) -> tuple[str, ...]:
        return tuple(str(each) for each in rng.choice(things, rng.integers(1, most + 1), replace=False))

    def person(role: Role, number: int) -> Participant:
        house = int(rng.integers(0, 200))
        text = " ".join(rng.choice(WORDS, 12)) if rng.random() < 0.66 else ""
        fields = some(FIELDS, 3)
        return Participant(
            f"{role}{number}@dept{number % 3}.house{house}.example.org",
            f"{role} {number}",
            role,
            Attendance.VIRTUAL if rng.random() < 0.2 else Attendance.IN_PERSON,
            fields,
            str(rng.choice(SECTORS)),
            some(TOPICS, 3),
            f"House {house}",
            str(rng.choice(ZONES)),
            ("English", "French")[: int(rng.integers(1, 3))],
            int(rng.integers(1, 4)) if role is Role.MENTOR else None,
            text,
            fields[0],
        )

    mentors = tuple(person(Role.MENTOR, number) for number in range(round(mentees * 0.82)))
    return Roster(mentors, tuple(person(Role.MENTEE, number) for number in range(mentees)))


def main() -> None:
    """Measure every size in a process of its own, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "ENGINE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(measure(int(given.one[0]), given.one[1])) + "\n")
        return
    jobs = [(size, "array") for size in given.sizes]
    jobs += [(size, "networkx") for size in given.sizes if size <= NETWORKX_UP_TO]
    rows = [_row(size, engine) for size, engine in track(sorted(jobs), "from people to pairs")]
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if given.write:
        lines = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *rows)]
        given.write.write_text(marked(given.write.read_text(), "whole", "\n".join(lines)))


def measure(size: int, engine: str) -> dict[str, float]:
    """Score and solve a few times; medians of the seconds, and the most memory held in megabytes."""
    roster, settings = conference(size), Settings()
    solve(score(conference(20), settings).problem, engine=engine)
    forget_peak()
    scoring: list[float] = []
    solving: list[float] = []
    while len(scoring) < 5 and sum(scoring + solving) < 20:
        start = time.perf_counter()
        problem = score(roster, settings).problem
        middle = time.perf_counter()
        solve(problem, engine=engine)
        scoring.append(middle - start)
        solving.append(time.perf_counter() - middle)
        del problem
    return {"scoring": statistics.median(scoring), "solving": statistics.median(solving), "megabytes": peak()}


def _row(size: int, engine: str) -> tuple[str, ...]:
    command = [sys.executable, "-m", "tests.benchmarks.whole", "--one", str(size), engine]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    scoring, solving = found["scoring"], found["solving"]
    seconds = (f"{each:.3g}" for each in (scoring, solving, scoring + solving))
    return (f"{size:,}", f"{round(size * 0.82):,}", engine, *seconds, f"{found['megabytes']:,.0f}")


if __name__ == "__main__":
    main()
