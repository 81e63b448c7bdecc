"""Cohorts by our engine and by CP-SAT, side by side in one run: time, vector, bound.

    python -m tests.benchmarks.cohorts
    python -m tests.benchmarks.cohorts --sizes 30:3 150:8 --seconds 120
    python -m tests.benchmarks.cohorts --write docs/cohorts.md

Needs the `bench` extra. CP-SAT gets the exact program, goal after goal, each with those before it at what it found,
with two workers; what it has not settled within the seconds given is marked. Both solve the same made-up communities,
and both times are of the wall and of the processor, since other programs may run on the same machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mentorship_gsheets.programmes.cohorts import Instance, solve, verify
from mentorship_gsheets.programmes.cohorts.program import program
from tests.benchmarks.report import marked
from tests.programmes.cohorts.instances import community

SIZES = ("30:3", "150:8", "600:20", "2000:40")


def ours(instance: Instance, _: float) -> tuple[str, str, str]:
    """Vector, bounds, and what is not proven."""
    result = solve(instance)
    verify(instance, result)
    states = ", ".join(f"{report.goal} {report}" for report in result.goals if report.value != report.bound)
    bounds = " ".join(str(report.claimed) for report in result.goals[1:])
    return " ".join(map(str, result.vector[1:])), bounds, states or "all proven"


def cp_sat(instance: Instance, seconds: float) -> tuple[str, str, str]:
    """The exact program, goal after goal."""
    from ortools.sat.python import cp_model

    written = program(instance, "cohorts")
    model = cp_model.CpModel()
    boxes = zip(written.lower.tolist(), written.upper.tolist(), strict=True)
    columns = [model.new_int_var(low, high, f"c{number}") for number, (low, high) in enumerate(boxes)]
    for row, side in enumerate(written.sides.tolist()):
        begin, end = written.rows.indptr[row : row + 2]
        parts = zip(written.rows.indices[begin:end].tolist(), written.rows.data[begin:end].tolist(), strict=True)
        model.add(sum(factor * columns[column] for column, factor in parts) >= side)
    values, bounds, open_goals = [], [], []
    until = time.monotonic() + seconds
    for goal in instance.order:
        cost, constant = written.goals[goal]
        form = sum(int(price) * columns[column] for column, price in enumerate(cost.tolist()) if price) + constant
        model.minimize(form)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.max_time_in_seconds = max(1.0, until - time.monotonic())
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            open_goals.append(f"{goal}: nothing found")
            break
        value = round(solver.objective_value)
        values.append(value)
        bounds.append(round(solver.best_objective_bound))
        if status != cp_model.OPTIMAL:
            open_goals.append(str(goal))
        model.clear_hints()
        for column in columns:
            model.add_hint(column, solver.value(column))
        model.add(form <= value)
    return " ".join(map(str, values[1:])), " ".join(map(str, bounds[1:])), "open: " + ", ".join(open_goals or ["none"])


def main() -> None:
    """Measure and print a table in markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help="people:tasks")
    parser.add_argument("--seconds", type=float, default=240.0, help="what CP-SAT gets for one instance")
    parser.add_argument("--write", type=Path, help="a markdown file with marks, to be brought up to date")
    given = parser.parse_args()
    lines = [
        "| people / tasks | engine | wall s | processor s | vector | bound | not proven |",
        "|---|---|---|---|---|---|---|",
    ]
    rivals: tuple[tuple[str, Callable[[Instance, float], tuple[str, str, str]]], ...] = (
        ("ours", ours),
        ("CP-SAT", cp_sat),
    )
    say = sys.stdout.write
    load = f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.0f} before"
    for size in given.sizes:
        people, tasks = map(int, size.split(":"))
        instance = community(people, tasks)
        for name, engine in rivals:
            wall, processor = time.monotonic(), time.process_time()
            told = engine(instance, given.seconds)
            wall, processor = time.monotonic() - wall, time.process_time() - processor
            lines.append(f"| {people:,} / {tasks} | {name} | {wall:.1f} | {processor:.1f} | {' | '.join(told)} |")
            say(f"{lines[-1]}\n")
            sys.stdout.flush()
    if given.write:
        lines += ["", f"{load}; CP-SAT got {given.seconds:.0f} s an instance."]
        given.write.write_text(marked(given.write.read_text("utf-8"), "cohorts", "\n".join(lines)), "utf-8")


if __name__ == "__main__":
    main()
