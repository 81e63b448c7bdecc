"""One rival on one problem in a process of its own: seconds, peak memory, objective."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from mentorship_gsheets.matching import Problem
from mentorship_gsheets.matching.solver import objective_of
from tests.benchmarks.rivals import RIVALS
from tests.matching.instances import conference, hostile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out; `objective` is empty and `trouble` says why where nothing did."""

    seconds: float
    megabytes: float
    objective: tuple[int, ...]
    trouble: str = ""


def problem_of(shape: str, size: int) -> Problem:
    """A problem by name, without its tie tier, which means nothing to others."""
    problem = conference(size) if shape == "conference" else dict(hostile(size))[shape]
    return Problem(problem.eligible, problem.capacity, problem.tiers[:-1])


def attempt(rival: str, shape: str, size: int, limit: float, peers: Path | None) -> Outcome:
    """Run one rival in a process of its own for at most so many seconds."""
    environment = dict(os.environ)
    distribution = RIVALS[rival][1]
    if distribution:
        if peers is None:
            return Outcome(0, 0, (), "not installed")
        environment["PYTHONPATH"] = os.pathsep.join([str(peers / distribution), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "tests.benchmarks.trial", rival, shape, str(size)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(limit, 0, (), f"> {limit:.0f} s")
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
        return Outcome(0, 0, (), f"crashed: {lines[-1][:80]}")
    figures = json.loads(ran.stdout.splitlines()[-1])
    return Outcome(figures["seconds"], figures["megabytes"], tuple(figures["objective"]))


def main(rival: str, shape: str, size: int) -> None:
    """Solve, a few times where it is quick, and print the median and the rest as JSON."""
    problem = problem_of(shape, size)
    forget_peak()
    seconds: list[float] = []
    while len(seconds) < 5 and sum(seconds) < 3:
        start = time.perf_counter()
        pairs = RIVALS[rival][0](problem)
        seconds.append(time.perf_counter() - start)
    figures = {
        "seconds": statistics.median(seconds),
        "megabytes": peak(),
        "objective": objective_of(problem, pairs),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


def forget_peak() -> None:
    """Start counting peak memory here (Linux, proc(5)): building the problem is not the rival's doing."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """Most memory this process held, in megabytes, the problem included."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
