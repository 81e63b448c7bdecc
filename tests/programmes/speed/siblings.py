"""Instances of the same kinds as those in the shared folder, made up: what is promised of each is known or proven.

    python -m tests.programmes.speed.siblings
    python -m tests.programmes.speed.siblings --each 10 --kinds proven theory

Each is put into a sheet in memory, seated or repaired by the stages, and judged by the program that knows nothing of
ours. ``proven`` needs the `bench` extra: CP-SAT proves what is promised. Times are of the processor.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.programmes.speed import plan
from mentorship_gsheets.stages import match, rematch
from tests.benchmarks.seating import FIELDS
from tests.programmes.speed.events import event_of
from tests.programmes.speed.sheets import judged_tab
from tests.programmes.speed.test_instances import sheet_of
from tests.programmes.speed.test_sheet import said, texts
from tests.sheets import applied

Made = dict[str, Any]


def _instance(name: str, tables: int, people: int, rounds: int, chance: Random | None, seconds: int) -> Made:
    """Return an instance without a promise; nobody has a field unless there is a chance to draw them by."""

    def fields(most: int) -> list[str]:
        return chance.sample(FIELDS, chance.randint(1, most)) if chance else []

    return {
        "kind": "seating",
        "name": name,
        "rounds": rounds,
        "mentors": [
            {"email": f"mentor{n:02}@example.org", "name": f"Mentor {n}", "fields": fields(2)}
            for n in range(1, tables + 1)
        ],
        "mentees": [
            {"email": f"mentee{n:03}@example.net", "name": f"Mentee {n}", "fields": fields(3)}
            for n in range(1, people + 1)
        ],
        "tables": [{"table": str(n), "mentors": [f"mentor{n:02}@example.org"]} for n in range(1, tables + 1)],
        "order": ["no_wanted", "remeetings", "interest"],
        "seconds": seconds,
    }


def _nameless(people: int, rounds: int, again: int) -> dict[str, int]:
    """Return the optimum where nobody has a field."""
    return {"no_wanted": people, "remeetings": again, "interest": 2 * people * rounds}


def theory(seed: int) -> Made:
    """Tables that stay, and nobody meets twice: a finite field has enough words."""
    order = (3, 4, 5, 7, 8, 9, 11, 13)[seed % 8]
    chance = Random(seed)  # noqa: S311 - made-up instances, no secret
    rounds, people = chance.randint(2, order), order * chance.randint(1, order - 1)
    made = _instance(f"theory-{order}x{people}x{rounds}", order, people, rounds, None, 10)
    return made | {"exact": _nameless(people, rounds, 0)}


def affine(seed: int) -> Made:
    """Every pair meets once: the lines of a plane, other mentors in every round."""
    order = (2, 3, 4, 5, 7)[seed % 5]
    rounds = order + 1 - seed // 5 % 2
    people = order * order
    made = _instance(f"affine-{people}x{rounds}", order * rounds, people, rounds, None, 10)
    for number, table in enumerate(made["tables"]):
        table["rounds"] = [number // order + 1]
    return made | {"exact": _nameless(people, rounds, 0)}


def bound(seed: int) -> Made:
    """More people than pairs of tables: any two rounds put them into M (M - 1) cells, as evenly as can be."""
    order = (3, 4, 5, 7)[seed % 4]
    people = order * (order + seed // 4)
    cells = order * (order - 1)
    whole, rest = divmod(people, cells)
    again = 3 * (rest * (whole + 1) * whole + (cells - rest) * whole * (whole - 1)) // 2
    made = _instance(f"bound-{order}x{people}x3", order, people, 3, None, 20)
    return made | {"exact": _nameless(people, 3, again)}


def odd(seed: int) -> Made:
    """Sizes that differ by one, still nobody meets twice."""
    chance = Random(seed)  # noqa: S311 - as above
    order = (5, 7, 8, 9, 11)[seed % 5]
    rounds, people = chance.randint(2, min(order, 6)), order * chance.randint(2, order - 2) + chance.randint(1, 4)
    made = _instance(f"odd-{order}x{people}x{rounds}", order, people, rounds, None, 10)
    return made | {"exact": _nameless(people, rounds, 0)}


def event(seed: int) -> Made:
    """An evening as people have them: everybody meets a wanted mentor where one is there, and nobody twice."""
    sizes = ((6, 24, 4), (8, 40, 5), (10, 60, 5), (7, 35, 5), (12, 70, 4), (9, 54, 6), (20, 100, 6), (5, 17, 3))
    tables, people, rounds = sizes[seed % len(sizes)]
    made = _instance(f"event-{tables}x{people}x{rounds}-{seed}", tables, people, rounds, Random(seed), 10)  # noqa: S311
    lowest = _flow(made)
    # what a search four times as long comes to is within this of what no seating can get below
    return made | {"at_most": {"no_wanted": lowest[0], "remeetings": 0, "interest": lowest[1] * 6 // 5 + 4}}


def proven(seed: int) -> Made:
    """Small ones, each goal proven in turn."""
    sizes = ((3, 6, 2), (3, 7, 3), (4, 8, 3), (4, 9, 3), (5, 10, 3), (4, 12, 3), (5, 11, 4), (3, 9, 2), (6, 12, 3))
    tables, people, rounds = sizes[seed % len(sizes)]
    made = _instance(f"proven-{tables}x{people}x{rounds}-{seed}", tables, people, rounds, Random(seed), 10)  # noqa: S311
    return made | {"exact": _cp_sat(made)}


MORNINGS = ((6, 24, 4), (10, 60, 5), (8, 41, 4), (12, 72, 5), (20, 100, 6))


def morning(seed: int, size: tuple[int, int, int] | None = None) -> Made:
    """No-shows, late people and perhaps a mentor who is gone, after some rounds or none: few seats change."""
    chance = Random(seed)  # noqa: S311 - as above
    tables, people, rounds = size or MORNINGS[seed % len(MORNINGS)]
    made = _instance(f"morning-{tables}x{people}x{rounds}-{seed}", tables, people, rounds, chance, 5)
    emails = [one["email"] for one in made["mentees"]]
    standing = plan(event_of(made))
    late = chance.sample(emails, chance.choice((0, 0, 2)))
    planned = plan(replace(event_of(made), mentees=tuple(m for m in event_of(made).mentees if m.email not in late)))
    seats = {email: list(row) for email, row in (planned if late else standing).tables.items()}
    absent = chance.sample([email for email in emails if email not in late], people * 15 // 100)
    gone = [str(chance.randint(1, tables))] if seed % 2 else []
    slack = 1 if seed % 3 else 0
    left = rounds - (begin := chance.choice((1, 1, 2))) + 1
    # whoever sat at the table that is gone has to move, and sizes level out: a third of those absent, times rounds
    forced = sum(row[turn] in gone for row in seats.values() for turn in range(begin - 1, rounds))
    most = forced + (0 if slack else len(absent)) * left + (2 + len(late)) * left
    return made | {
        "from_round": begin,
        "absent": absent,
        "late": late,
        "absent_tables": gone,
        "plan": seats,
        "slack": slack,
        "at_most": {"changed": most},
    }


KINDS: dict[str, Callable[[int], Made]] = {
    kind.__name__: kind for kind in (theory, affine, bound, odd, event, proven, morning)
}


def _flow(made: Made) -> tuple[int, int]:
    """Return what no seating gets below: mentees without a wanted mentor, and the sum of levels, tables not full."""
    fields = [set(one["fields"]) for one in made["mentors"]]
    unwanted = interest = 0
    for one in made["mentees"]:
        mine = one["fields"]
        levels = sorted(0 if mine and mine[0] in theirs else 1 if theirs & set(mine) else 2 for theirs in fields)
        unwanted += 0 not in levels
        interest += sum(levels[: made["rounds"]])
    given = event_of(made)
    goals = {goal.name: goal.bound for goal in plan(given).goals}
    # the engine's own bounds only ever raise those that can be seen by looking
    return max(unwanted, goals["no wanted"]), max(interest, goals["interest"])


def _cp_sat(made: Made) -> dict[str, int]:
    """Prove each goal in turn."""
    from ortools.sat.python import cp_model

    rounds, tables, people = range(made["rounds"]), range(len(made["tables"])), range(len(made["mentees"]))
    model = cp_model.CpModel()
    sits = {(i, r, t): model.new_bool_var(f"{i} {r} {t}") for i in people for r in rounds for t in tables}
    low, rest = divmod(len(people), len(tables))
    for i in people:
        for r in rounds:
            model.add_exactly_one(sits[i, r, t] for t in tables)
        for t in tables:
            model.add_at_most_one(sits[i, r, t] for r in rounds)
    for r in rounds:
        for t in tables:
            model.add_linear_constraint(sum(sits[i, r, t] for i in people), low, low + bool(rest))
    again = []
    for one, other in combinations(people, 2):
        meets = []
        for r in rounds:
            for t in tables:
                both = model.new_bool_var("")
                model.add_bool_or(sits[one, r, t].negated(), sits[other, r, t].negated(), both)
                meets.append(both)
        times, extra = sum(meets), model.new_int_var(0, len(rounds) ** 2, "")
        for count in range(2, len(rounds) + 1):
            # C(n, 2) lies above these lines, and on them at whole numbers
            model.add(extra >= (count - 1) * times - count * (count - 1) // 2)
        again.append(extra)
    fields = [one["fields"] for one in made["mentors"]]
    wanted, levels = [], []
    for i in people:
        mine = made["mentees"][i]["fields"]
        level = [
            0 if mine and mine[0] in theirs else 1 if set(theirs) & set(mine) else 2 for theirs in map(set, fields)
        ]
        none = model.new_bool_var("")
        model.add(none + sum(sits[i, r, t] for r in rounds for t in tables if level[t] == 0) >= 1)
        wanted.append(none)
        levels += [level[t] * sits[i, r, t] for r in rounds for t in tables]
    found = {}
    for name, terms in (("no_wanted", wanted), ("remeetings", again), ("interest", levels)):
        form = sum(terms)
        model.minimize(form)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        if solver.solve(model) != cp_model.OPTIMAL:
            raise RuntimeError(f"{made['name']}: {name} is not proven")
        found[name] = round(solver.objective_value)
        model.add(form <= found[name])
    return found


def judged(made: Made, folder: Path) -> tuple[int, str, float]:
    """Return the judge's exit code, its words, and the seconds of the processor that the stage took."""
    path = folder / f"{made['name']}.json"
    path.write_text(json.dumps(made), "utf-8")
    book = sheet_of(made)
    repaired = "plan" in made
    begun = process_time()
    planned = rematch.plan(book, said(book), here=True) if repaired else match.plan(book, said(book))
    took = process_time() - begun
    after = applied(planned, book)
    again = rematch.plan(after, said(after), here=True) if repaired else match.plan(after, said(after))
    tab = after.tab("Seating")
    if texts(again) or tab is None:
        return 3, f"{made['name']}: a second run changes something", took
    return (*judged_tab(path, tab, folder), took)


def tried(kinds: Sequence[str], each: int) -> Iterator[tuple[str, int, str, float, int]]:
    """Yield kind, exit code, words, seconds and the seconds allowed, one instance after the other."""
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            for seed in range(each):
                made = KINDS[kind](seed)
                code, words, took = judged(made, Path(name))
                yield kind, code or (3 if took > made["seconds"] else 0), words, took, made["seconds"]


def main() -> None:
    """Judge the siblings; exit code 1 when one is refused, worse than promised, or late."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=10, help="how many of each kind")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    given = parser.parse_args()
    console = Console(width=160)
    table = Table("kind", "judged", "as promised", "slowest, CPU s")
    count: Counter[tuple[str, bool]] = Counter()
    slowest: dict[str, float] = {}
    for kind, code, words, took, _ in tried(given.kinds, given.each):
        count[kind, code == 0] += 1
        slowest[kind] = max(took, slowest.get(kind, 0.0))
        if code:
            console.print(f"{' '.join(words.split())} ({took:.1f} s)", style="red", highlight=False)
    for kind in given.kinds:
        total = count[kind, True] + count[kind, False]
        table.add_row(kind, str(total), str(count[kind, True]), f"{slowest.get(kind, 0):.1f}")
    console.print(table)
    sys.exit(any(not kept for _, kept in count))


if __name__ == "__main__":
    main()
