"""The long soak: every kind of trouble at every call of the programme, for as long as it is given.

    python -m tests.soak --seconds 600

Prints a table of troubles against what went wrong, and exits with 1 if anything did.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.soak.trial import Trouble, Verdict, attempt, differences, plant

KINDS = (
    ("kill", ("before", "after")),
    ("reset", ("before", "after")),
    ("close", ("before", "after")),
    ("empty", ("after",)),
    ("truncate", ("after",)),
    ("garbage", ("after",)),
    ("html", ("before", "after")),
    ("quota", ("before",)),
    ("internal", ("before", "after")),
    ("unavailable", ("before", "after")),
    ("organizer", ("before", "after")),
)
FIGURES = ("unfinished", "unasked_sends", "duplicates", "lost_edits", "formulas", "canaries", "different")


def troubles(calls: int, seed: int) -> Iterator[Trouble]:
    """Yield every trouble at every call in random order: one of each kind first, so that a short soak sees all."""
    chance = random.Random(seed)  # noqa: S311 - an order to try things in, no secret
    by_kind = {(kind, when): chance.sample(range(1, calls + 1), calls) for kind, moments in KINDS for when in moments}
    for round_ in range(calls):
        for (kind, when), order in by_kind.items():
            yield Trouble(kind, when, order[round_])


def main() -> int:
    """Soak until the time is up, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    end = time.monotonic() + given.seconds
    console = Console()
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        planted = plant(Path(folder))
        calm = attempt(Trouble("none"), planted, Path(folder) / "calm")
        console.print(f"undisturbed: {calm.calls} calls, {len(calm.state['mail'])} mails, {calm.faults} faults")
        for trouble in troubles(calm.calls, given.seed):
            if time.monotonic() > end:
                break
            verdict = attempt(trouble, planted, Path(folder) / "trial", calm.state)
            verdicts[str(trouble)].append(verdict)
            if verdict.faults:
                told = {figure: getattr(verdict, figure) for figure in FIGURES if getattr(verdict, figure)}
                apart = differences(verdict.state, calm.state)[:2]
                console.print(f"{trouble} at call {trouble.nth}: {told} {apart}", style="red", markup=False)
    table = Table("trouble", "trials", "runs", *(name.replace("_", " ") for name in FIGURES))
    for name, found in verdicts.items():
        sums = [sum(getattr(verdict, figure) for verdict in found) for figure in FIGURES]
        table.add_row(name, str(len(found)), str(sum(verdict.runs for verdict in found)), *map(str, sums))
    console.print(table)
    return int(calm.faults > 0 or any(verdict.faults for found in verdicts.values() for verdict in found))


if __name__ == "__main__":
    sys.exit(main())
