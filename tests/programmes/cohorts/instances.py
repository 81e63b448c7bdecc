"""Instances for tests and benchmarks: read from files, and made up of the shapes communities have."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import Cohort, Instance, Person, Sizes, Task

SHARED = Path(__file__).parents[4] / "shared" / "instances"
ZONES = (-480, -420, -360, -300, -180, 0, 0, 60, 60, 60, 120, 180, 330, 330, 480, 540, 600)


def read(path: Path) -> Instance:
    """Return the instance of a file; a standing label is its task's name, a hyphen and a number."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    standing: dict[str, dict[str, list[str]]] = {}
    for email, role, label in told["standing"]:
        standing.setdefault(label, {role: [] for role in Role})[role].append(email)
    return Instance(
        tuple(
            Task(
                task["name"],
                *(Sizes(task[f"min_{r}s"], task[f"target_{r}s"], task[f"max_{r}s"]) for r in Role),
                task["most"],
            )
            for task in told["tasks"]
        ),
        tuple(
            Person(
                person["email"].lower(),
                Role(person["role"]),
                tuple(person["picks"]),
                person["at_once"],
                person["offset"],
                frozenset(person["languages"]),
                person["place"],
                person["ranked"],
            )
            for person in told["people"]
        ),
        (told["awake"][0], told["awake"][1]),
        told["shared"],
        tuple(
            Cohort(label, label.rpartition("-")[0], tuple(held[Role.MENTOR]), tuple(held[Role.MENTEE]))
            for label, held in standing.items()
        ),
        apart=tuple((one, other) for one, other in told["apart"]),
        together=tuple((one, other) for one, other in told["together"]),
        forbid_colleagues=told["colleagues"] == "forbid",
    )


def community(people: int, tasks: int, seed: int = 0) -> Instance:
    """Return a made-up community: a third mentors, favourite tasks, thirteen zones, languages and institutions."""
    draw = random.Random(seed)  # noqa: S311 - a fixed sequence, no secret
    names = [f"task{number:02}" for number in range(tasks)]
    weights = [1 / (1 + number / 4) for number in range(tasks)]
    mentors = round(people * 0.29)

    def person(number: int) -> Person:
        role = Role.MENTOR if number < mentors else Role.MENTEE
        pool = dict(zip(names, weights, strict=True))
        picks = []
        for _ in range(draw.randint(2, 5) if role is Role.MENTOR else draw.randint(1, 4)):
            if pool:
                picks.append(draw.choices(list(pool), list(pool.values()))[0])
                del pool[picks[-1]]
        spoken = {"english"} if draw.random() < 0.95 else set()
        spoken |= {each for each in ("spanish", "german", "french") if draw.random() < 0.12} or (
            set() if spoken else {"spanish"}
        )
        return Person(
            f"{role}{number:04}@example.org",
            role,
            tuple(picks),
            2 if draw.random() < 0.1 else 1,
            draw.choice(ZONES),
            frozenset(spoken),
            f"place{draw.randrange(max(12, people // 12))}" if draw.random() < 0.5 else "",
        )

    sizes = (Sizes(2, 3, 4), Sizes(4, 8, 10))
    return Instance(tuple(Task(name, *sizes, 99) for name in names), tuple(person(number) for number in range(people)))
