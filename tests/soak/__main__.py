"""The long soak: every kind of trouble at every call of the programme, for as long as it is given.

    python -m tests.soak --seconds 600
    python -m tests.soak --seconds 7200 --writes --write docs/reliability.md
    python -m tests.soak --mails --seconds 7200 --jobs 1 --write docs/safe-writing.md

Prints a table of troubles against what went wrong, and exits with 1 if anything did. ``before`` and ``after`` are
moments in Google, before a call takes effect and after it; ``reply`` is when the tool has read the reply. ``any order``
is a state machine (`tests.soak.machine`) of commands, edits and troubles; the number of its call is that of the
programme. ``--mails`` carries programmes with everything at once (`tests.soak.mails`) through instead; what can still
happen is counted beside what must not.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from mentorship_gsheets.cli import collect_seldom
from tests.benchmarks.report import marked
from tests.soak import formats, mails
from tests.soak.evidence import differences
from tests.soak.lot import any_order
from tests.soak.trial import SHAPES, Trouble, Verdict, attempt, plant

_MAYBE_DONE = frozenset({"internal", "unavailable", "deadline"})
"""What Google says although it may have done what was asked."""
KINDS = (
    ("kill", ("before", "after", "reply")),
    ("suspend", ("before", "after")),
    ("reset", ("before", "after")),
    ("close", ("before", "after")),
    ("empty", ("after",)),
    ("truncate", ("after",)),
    ("garbage", ("after",)),
    ("html", ("before", "after")),
    ("hang", ("before", "after")),
    ("delay", ("before",)),
    *((shape, ("before", "after") if shape in _MAYBE_DONE else ("before",)) for shape in SHAPES),
    ("organizer", ("before", "after")),
    ("any order", ("",)),
    ("speed mentoring", ("",)),
    ("cohorts", ("",)),
    ("office hours", ("",)),
    ("workshop coaches", ("",)),
    ("long-term pairs", ("",)),
)
_ORDERS = {
    "any order": any_order,
    "speed mentoring": formats.evening,
    "cohorts": formats.community,
    "office hours": formats.office,
    "workshop coaches": formats.workshops,
    "long-term pairs": formats.rounds,
    "organizer mentoring": formats.organizers,
}
"""Kinds that are a programme in an order of its own: the number of the call draws it."""
FIGURES = (
    "missed",
    "unfinished",
    "unasked_sends",
    "duplicates",
    "wrong_pairs",
    "lost_edits",
    "foreign_cells",
    "formulas",
    "canaries",
    "different",
)


def troubles(kinds: Sequence[str], calls: Sequence[int], writes: Sequence[int], seed: int) -> Iterator[Trouble]:
    """Yield every trouble in random order: one of each kind first, so that a short soak sees all.

    ``kill``, ``suspend`` and ``organizer`` come at every one of the ``calls``, all others at the ``writes``.
    """
    chance = random.Random(seed)  # noqa: S311 - an order to try things in, no secret
    asked = [(kind, when) for kind, moments in KINDS if not kinds or kind in kinds for when in moments]
    places = {which: calls if which[0] in ("kill", "suspend", "organizer") else writes for which in asked}
    orders = [[Trouble(*which, nth) for nth in chance.sample(at, len(at))] for which, at in places.items()]
    for round_ in zip_longest(*orders):
        yield from filter(None, round_)


def main() -> int:
    """Soak until the time is up, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--kinds", nargs="+", default=(), choices=[kind for kind, _ in KINDS], help="only these")
    parser.add_argument(
        "--writes",
        action="store_true",
        help="faults only at writes, to sheet and mailbox; kill, suspend and organizer still at every call",
    )
    parser.add_argument("--mails", action="store_true", help="mails with everything at once, judged at every mail")
    parser.add_argument("--jobs", type=int, default=2, help="trials at a time")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    given = parser.parse_args()
    collect_seldom()
    # the table is for wide paper; a terminal that is narrower wraps it
    console = Console(width=max(Console().width, 170))
    if given.mails:
        return _mails(given.seconds, given.jobs, given.seed, given.write, console)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        planted = plant(Path(folder))
        calm = attempt(Trouble("none"), planted, Path(folder) / "calm")
        sizes = f"{calm.calls} calls ({len(calm.writes)} of them write), {len(calm.state['mail'])} mails"
        console.print(f"undisturbed: {sizes}, {calm.faults} faults")
        calls = range(1, calm.calls + 1)
        order = list(troubles(given.kinds, calls, calm.writes if given.writes else calls, given.seed))
        found = _soak(order, partial(_try, planted, calm.state, Path(folder)), given.jobs, given.seconds, console)
    _show(*_table(found), given.write, console)
    return int(calm.faults > 0 or any(verdict.faults for verdict in found))


def _mails(seconds: float, jobs: int, seed: int, page: Path | None, console: Console) -> int:
    """Carry programmes through until the time is up, each with another number; print the table."""
    end = time.monotonic() + seconds
    found: list[mails.Tally] = []
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, ProcessPoolExecutor(jobs) as pool:
        states = mails.prepare(Path(folder))
        number = seed
        # whoever stops a long soak wants to see what it found so far
        with suppress(KeyboardInterrupt):
            while time.monotonic() < end:
                numbers = range(number, number + jobs)
                places = [Path(folder) / f"trial-{job}" for job in range(jobs)]
                tallies = pool.map(mails.attempt, numbers, [states] * jobs, places)
                for tried, tally in zip(numbers, tallies, strict=True):
                    found.append(tally)
                    if tally.faults:
                        console.print(f"programme {tried}:", *tally.story, sep="\n", style="red", markup=False)
                number += jobs
                if len(found) % 100 == 0:
                    console.print(f"{len(found)} programmes, {sum(tally.faults for tally in found)} faults")
    _show(*mails.table(found), page, console)
    return int(any(tally.faults for tally in found))


def _show(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], page: Path | None, console: Console) -> None:
    """Print a table, and put it between the marks of a page."""
    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    if page:
        lines = [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
        page.write_text(marked(page.read_text(), "soak", "\n".join(lines)))


def _soak(order: Sequence[Trouble], trial: Any, jobs: int, seconds: float, console: Console) -> list[Verdict]:
    """Try one trouble after the other, so many at a time, and say at once what went wrong."""
    end = time.monotonic() + seconds
    found: list[Verdict] = []
    with ProcessPoolExecutor(jobs) as pool, Progress(console=console, transient=True) as bar:
        task = bar.add_task("soaking", total=len(order))
        for start in range(0, len(order), jobs):
            if time.monotonic() > end:
                break
            for verdict, apart in pool.map(trial, order[start : start + jobs], range(jobs)):
                found.append(verdict)
                bar.advance(task)
                if verdict.faults:
                    told = {figure: getattr(verdict, figure) for figure in FIGURES if getattr(verdict, figure)}
                    console.print(f"{verdict.trouble} at call {verdict.trouble.nth}: {told} {apart}", style="red")
    return found


def _try(
    planted: Path, undisturbed: dict[str, Any], folder: Path, trouble: Trouble, job: int
) -> tuple[Verdict, list[str]]:
    """One trial in a folder of its own, and the first places where it ended otherwise than the undisturbed one."""
    if trouble.kind in _ORDERS:
        wrong = _ORDERS[trouble.kind](trouble.nth)
        return Verdict(trouble, different=int(bool(wrong))), [wrong]
    verdict = attempt(trouble, planted, folder / f"trial-{job}", undisturbed)
    apart = [] if trouble.kind == "organizer" else differences(verdict.state, undisturbed)[:2]
    verdict.state = {}
    return verdict, apart


def _table(found: Sequence[Verdict]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    by_kind: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        by_kind[str(verdict.trouble)].append(verdict)
    head = ("trouble", "calls tried", "runs", *(name.replace("_", " ") for name in FIGURES))
    rows = []
    for name, verdicts in [*by_kind.items(), ("together", list(found))]:
        sums = [sum(getattr(verdict, figure) for verdict in verdicts) for figure in FIGURES]
        runs = sum(verdict.runs for verdict in verdicts)
        rows.append((name, str(len(verdicts)), str(runs or "–"), *map(str, sums)))
    return head, rows


if __name__ == "__main__":
    sys.exit(main())
