"""What a programme costs as it grows: every stage as a command of its own, against the rehearsal server.

    python -m tests.benchmarks.scale
    python -m tests.benchmarks.scale --people 150 1000 --stages pull match
    python -m tests.benchmarks.scale --before OTHER_CHECKOUT --write docs/scale.md
    python -m tests.benchmarks.scale --people --engine 1000 2000 4000 10000 --before OTHER_CHECKOUT

Of each stage: the processor time of the command and that of the server meanwhile, the calls, the bytes of their
bodies both ways as they went over the wire, the largest request, and the most memory the command held. With
``--before`` the same is measured of another checkout of this repository, which brings its own server, and the table
shows both with their ratio. The exponent of growth is the slope of a line through the logarithms.

``--engine`` measures solving and proof alone, beside scipy's assignment on places: a conference, and the two hostile
shapes whose costs force long chains of changes. Every optimum is compared.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.report import marked

PEOPLE = (150, 1000, 2000, 4000)
STAGES = ("setup", "pull", "color", "bin", "match", "check")
HERE = Path(__file__).resolve().parents[2]
_TICK = os.sysconf("SC_CLK_TCK")
HEAD = ("people", "stage", "client CPU s", "server CPU s", "calls", "KB up", "KB down", "largest KB up", "peak MB")

GROWTH = ("stage", "client CPU", "bytes")
ENGINE = ("shape", "mentees", "seconds", "MB", "scipy seconds", "scipy MB", "optimum")
SHAPES = ("conference", "products", "one hub")
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stage took: seconds of processor time, calls, bytes of bodies on the wire, megabytes of memory."""

    client: float
    server: float
    calls: int
    up: int
    down: int
    largest: int
    peak: float


def main() -> None:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="*", default=PEOPLE)
    parser.add_argument("--engine", type=int, nargs="+", default=(), help="mentees, for solving alone")
    parser.add_argument("--stages", nargs="+", default=STAGES, choices=STAGES, help="those before them run unmeasured")
    parser.add_argument("--before", type=Path, help="another checkout, to compare with")
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    parser.add_argument("--json", type=Path, help="a file for the figures as they are")
    given = parser.parse_args()
    trees = [HERE, *([given.before.resolve()] if given.before else [])]
    found: dict[tuple[int, str], list[Cost]] = {}
    for people in given.people:
        for tree in trees:
            for stage, cost in programme(tree, people, given.stages):
                found.setdefault((people, stage), []).append(cost)
    solved = [row for size in given.engine for row in engine(trees, size)]
    rows = [(f"{people:,}", stage, *_compared(costs)) for (people, stage), costs in found.items()]
    growth = [(stage, *exponents(found, stage)) for stage in given.stages if len(given.people) > 1]
    console = Console(width=max(Console().width, 160))
    tables = (("scale", HEAD, rows), ("growth", GROWTH, growth), ("engine", ENGINE, solved))
    for _, head, lines in tables:
        table = Table(*head)
        for line in lines:
            table.add_row(*line)
        console.print(table)
    if given.json:
        told = [
            {"people": people, "stage": stage, "costs": [asdict(cost) for cost in costs]}
            for (people, stage), costs in found.items()
        ]
        given.json.write_text(json.dumps(told, indent=1))
    if given.write:
        text = given.write.read_text()
        for name, head, lines in tables:
            cells = [f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *lines)]
            text = marked(text, name, "\n".join(cells))
        given.write.write_text(text)


def programme(tree: Path, people: int, stages: Sequence[str]) -> Iterator[tuple[str, Cost]]:
    """Run the stages up to the last that is asked for, with the code of one checkout, and yield what those took."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name, _server(tree, Path(name), people) as (told, process):
        for stage in STAGES[: 1 + max(STAGES.index(stage) for stage in stages)]:
            cost = _run(tree, Path(name) / "state.sqlite", told, process, stage)
            if stage in stages:
                yield stage, cost


@contextmanager
def _server(tree: Path, folder: Path, people: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield what the server printed when it was ready, and the number of its process."""
    words = ["serve", "--no-quota", "--key-out", str(folder / "key.json"), "--state", str(folder / "state.sqlite")]
    command = [sys.executable, "-m", "mentorship_gsheets.rehearsal", *words, "--people", str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tree, env=_environment(tree)) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def _run(tree: Path, state: Path, told: Mapping[str, Any], server: int, stage: str) -> Cost:
    options = ["--form", told["form"], "--sender", told["mailbox"], "--programme", "Scale"] if stage == "setup" else []
    where = ["--sheet", told["sheet"], "--credentials", told["key"]]
    command = [sys.executable, "-m", "mentorship_gsheets.cli", stage, *where, *options, "--yes", "--quiet"]
    since, began = _last_request(state), _processor_seconds(server)
    process = subprocess.Popen(
        command, cwd=tree, env=_environment(tree), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # 1: it found something to be looked at, as check does
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{stage}: {said.decode(errors='replace')}")
    sizes = _sizes(state, since)
    return Cost(
        usage.ru_utime + usage.ru_stime,
        _processor_seconds(server) - began,
        len(sizes),
        sum(up for up, _ in sizes),
        sum(down for _, down in sizes),
        max((up for up, _ in sizes), default=0),
        usage.ru_maxrss / 1024,
    )


def _environment(tree: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(tree)}


def _processor_seconds(process: int) -> float:
    """Return the processor time of a process until now: fields 14 and 15 of its status, see proc(5)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _last_request(state: Path) -> int:
    with sqlite3.connect(f"file:{state}?mode=ro", uri=True) as database:
        (number,) = database.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()
    return int(number)


def _sizes(state: Path, since: int) -> list[tuple[int, int]]:
    """Return the bytes up and down of every call; a server that did not count them sent bodies as it noted them."""
    with sqlite3.connect(f"file:{state}?mode=ro", uri=True) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(journal)")}
        up, down = ("bytes_in", "bytes_out") if "bytes_out" in columns else _AS_NOTED
        asked = f"SELECT coalesce({up}, 0), coalesce({down}, 0) FROM journal WHERE number > ? AND method IS NOT NULL"  # noqa: S608 - the names are ours
        return database.execute(f"{asked} AND method NOT LIKE 'oauth%'", (since,)).fetchall()


_AS_NOTED = ("length(CAST(request AS BLOB))", "length(CAST(reply AS BLOB))")


def engine(trees: Sequence[Path], size: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each shape: our seconds and megabytes, of each checkout that has the shape, beside scipy's."""
    for shape in SHAPES:
        told = [_solved(tree, "ours, array", shape, size) for tree in trees]
        theirs = _solved(trees[0], "scipy linear_sum_assignment", shape, size)
        seconds, megabytes = (
            " → ".join(f"{figures[name]:.3g}" for figures in reversed(told) if figures)
            for name in ("seconds", "megabytes")
        )
        found = [tuple(figures["objective"]) for figures in (*told, theirs) if figures]
        same = "same" if len(set(found)) == 1 else "not the same"
        beside = [f"{theirs[name]:.3g}" if theirs else "–" for name in ("seconds", "megabytes")]
        yield shape, f"{size:,}", seconds, megabytes, *beside, same


def _solved(tree: Path, rival: str, shape: str, size: int) -> dict[str, Any]:
    """What `tests.benchmarks.trial` of a checkout prints; nothing where it knows no such shape or takes too long."""
    command = [sys.executable, "-m", "tests.benchmarks.trial", rival, shape, str(size)]
    try:
        ran = subprocess.run(
            command, cwd=tree, env=_environment(tree), capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return {}
    figures: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else {}
    return figures


def _compared(costs: Sequence[Cost]) -> Iterator[str]:
    """Yield the figures of one checkout; of two, theirs, ours and the ratio."""
    now = costs[0]
    figures = (
        ("client", 1, ".2f"),
        ("server", 1, ".2f"),
        ("calls", 1, ".0f"),
        ("up", 1000, ",.0f"),
        ("down", 1000, ",.0f"),
    )
    for name, unit, form in (*figures, ("largest", 1000, ",.0f"), ("peak", 1, ",.0f")):
        mine = getattr(now, name) / unit
        if len(costs) == 1:
            yield format(mine, form)
            continue
        theirs = getattr(costs[1], name) / unit
        ratio = f" ({mine / theirs:.2f})" if theirs else ""
        yield f"{theirs:{form}} → {mine:{form}}{ratio}"


def exponents(found: Mapping[tuple[int, str], Sequence[Cost]], stage: str) -> tuple[str, str]:
    """Return how client CPU and bytes of a stage grow with the people, as exponents; blank for a single size."""
    sizes = sorted(people for people, name in found if name == stage)
    told = []
    for figure in (lambda cost: cost.client, lambda cost: float(cost.up + cost.down)):
        points = [(math.log(people), math.log(max(figure(found[people, stage][0]), 1e-3))) for people in sizes]
        told.append(f"{_slope(points):.2f}" if len(points) > 1 else "")
    return told[0], told[1]


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line of least squares."""
    across, up = (sum(each) / len(points) for each in zip(*points, strict=True))
    spread = sum((x - across) ** 2 for x, _ in points)
    return sum((x - across) * (y - up) for x, y in points) / spread


if __name__ == "__main__":
    main()
