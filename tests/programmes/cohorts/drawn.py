"""Small instances drawn at random, with everything that can occur."""

from __future__ import annotations

import random

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts import Cohort, Instance, Person, Sizes, Task


def small(seed: int, people: int = 12) -> Instance:
    """Return an instance of at most so many people: zones, some unknown, pairs apart and together, standing cohorts."""
    draw = random.Random(seed)  # noqa: S311 - a fixed sequence, no secret
    names = ["deploy", "bug", "talk"][: draw.randint(1, 3)]

    def sizes(top: int) -> Sizes:
        least = draw.randint(1, 2)
        wanted = draw.randint(least, top)
        return Sizes(least, wanted, draw.randint(wanted, top))

    tasks = tuple(Task(name, sizes(3), sizes(4), draw.randint(1, 2)) for name in names)
    count = draw.randint(3, people)
    mentors = max(1, round(count * draw.uniform(0.25, 0.45)))
    crowd = []
    for number in range(count):
        role = Role.MENTOR if number < mentors else Role.MENTEE
        crowd.append(
            Person(
                f"{draw.choice('abcdef')}{number:02}@example.org",
                role,
                tuple(draw.sample(names, draw.randint(1, len(names)))),
                draw.choice((1, 1, 1, 2)),
                draw.choice((0, 0, 60, -300, 330, 600, None)),
                frozenset(draw.sample(("english", "french"), draw.choice((1, 1, 2, 0)))),
                draw.choice(("", "", "north", "south")),
                draw.random() < 0.8,
            )
        )
    if draw.random() < 0.2:
        # somebody is mentor and mentee
        twin = draw.choice(crowd[:mentors])
        crowd[-1] = Person(twin.email, Role.MENTEE, crowd[-1].picks, 1, twin.offset, twin.languages, twin.place)
    emails = sorted({person.email for person in crowd})

    def pairs(chance: float) -> tuple[tuple[str, str], ...]:
        if draw.random() > chance:
            return ()
        one, other = draw.sample(emails, 2)
        return ((one, other),)

    standing = []
    if draw.random() < 0.3:
        task = draw.choice(names)
        some = draw.sample(crowd, min(len(crowd), draw.randint(2, 5)))
        standing.append(
            Cohort(
                f"{task} old",
                task,
                *(tuple(person.email for person in some if person.role is role) for role in Role),
            )
        )
    return Instance(
        tasks,
        tuple(crowd),
        shared=draw.choice((6, 6, 9)),
        standing=tuple(standing),
        apart=pairs(0.3),
        together=pairs(0.25) if len(emails) == len(crowd) else (),
        forbid_colleagues=draw.random() < 0.3,
    )
