"""What twenty criteria of one's own cost: scoring and solving, beside the criteria that the tool brings along.

    python -m tests.benchmarks.criteria
    python -m tests.benchmarks.criteria --sizes 150 --write docs/matching.md

The people are those of `tests.benchmarks.whole`, with ten columns of their own: places, choices, numbers, time zones,
texts and wishes, each blank for one in ten. Two criteria stand on each column; none of the tool's is left out. Each
size and set of criteria has a process of its own, and the proof is part of solving.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.matching import solve
from mentorship_gsheets.people import Participant, Roster, Told
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Settings
from tests.benchmarks.report import marked
from tests.benchmarks.trial import forget_peak, peak
from tests.benchmarks.whole import TOPICS, WORDS, ZONES, conference

SIZES = (150, 2000, 10_000)
HEAD = ("mentees", "mentors", "criteria", "scoring", "matching and proof", "seconds in all", "MB")
TODAY, OWN = "the tool's", "the tool's and 20 of one's own"
HOWS = (How.SAME, How.OVERLAP, How.OFFERS, How.MORE, How.CLOSE, How.AWAKE, How.TEXT, How.WISHES, How.OVERLAP, How.SAME)
"""What the columns hold, in turn."""


def own_criteria() -> tuple[Criterion, ...]:
    """Return twenty criteria: on each of the ten columns one that compares it with itself, and one with another."""
    found = []
    for number, how in enumerate(HOWS):
        mine, other = f"column {number}", _OTHER.get(number, "")
        found.append(Criterion(f"{how} {number}", how, mine, mine))
        found.append(Criterion(f"{how} {number} too", how, other, mine))
    return tuple(found)


_OTHER = {
    0: "column 9",
    1: "column 2",
    2: "column 8",
    3: "column 4",
    4: "column 3",
    5: "Time zone",
    6: "Notes",
    8: "column 1",
    9: "column 0",
}
"""Column of a mentee -> another column, of the same kind, of the mentor; of wishes, those of the mentee alone count."""


def with_columns(roster: Roster, seed: int = 11) -> Roster:
    """Return the people with ten columns of their own."""
    rng = np.random.default_rng(seed)

    def side(people: tuple[Participant, ...], others: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(replace(person, more=_said(rng, others)) for person in people)

    return Roster(side(roster.mentors, roster.mentees), side(roster.mentees, roster.mentors))


def _said(rng: np.random.Generator, others: tuple[Participant, ...]) -> dict[str, Told]:
    said = {}
    for number, how in enumerate(HOWS):
        if rng.random() < 0.1:
            continue
        match how:
            case How.SAME:
                choices = (f"city {rng.integers(0, 40)}",)
            case How.OVERLAP | How.OFFERS:
                choices = tuple(str(each) for each in rng.choice(TOPICS, rng.integers(1, 4), replace=False))
            case How.MORE | How.CLOSE:
                choices = (str(rng.integers(0, 40)),)
            case How.AWAKE:
                choices = (str(rng.choice(ZONES[:-1])),)
            case How.TEXT:
                choices = (" ".join(rng.choice(WORDS, 12)),)
            case How.WISHES:
                wished = rng.choice(len(others), min(3, len(others)), replace=False)
                choices = tuple(others[place].email for place in wished.tolist())
        said[f"column {number}"] = Told("; ".join(choices), choices)
    return said


def main() -> None:
    """Measure every size with and without, each in a process of its own; print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    parser.add_argument("--one", nargs=2, metavar=("SIZE", "CRITERIA"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(measure(int(given.one[0]), given.one[1] == OWN)) + "\n")
        return
    jobs = [(size, which) for size in sorted(given.sizes) for which in (TODAY, OWN)]
    rows = [_row(size, which) for size, which in track(jobs, "criteria")]
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if given.write:
        lines = [f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * len(HEAD), *rows)]
        given.write.write_text(marked(given.write.read_text(), "own criteria", "\n".join(lines)))


def measure(size: int, own: bool) -> dict[str, float]:
    """Score and solve a few times; medians of the seconds, and the most memory held in megabytes."""
    roster, settings = conference(size), Settings()
    if own:
        roster, settings = with_columns(roster), replace(settings, priorities=(*own_criteria(), *settings.priorities))
    solve(score(conference(20), Settings()).problem)
    forget_peak()
    scoring: list[float] = []
    solving: list[float] = []
    while len(scoring) < 3 and sum(scoring + solving) < 20:
        start = time.perf_counter()
        problem = score(roster, settings).problem
        middle = time.perf_counter()
        solve(problem)
        scoring.append(middle - start)
        solving.append(time.perf_counter() - middle)
        del problem
    return {"scoring": statistics.median(scoring), "solving": statistics.median(solving), "megabytes": peak()}


def _row(size: int, which: str) -> tuple[str, ...]:
    command = [sys.executable, "-m", "tests.benchmarks.criteria", "--one", str(size), which]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    scoring, solving = found["scoring"], found["solving"]
    seconds = (f"{each:.3g}" for each in (scoring, solving, scoring + solving))
    return (f"{size:,}", f"{round(size * 0.82):,}", which, *seconds, f"{found['megabytes']:,.0f}")


if __name__ == "__main__":
    main()
