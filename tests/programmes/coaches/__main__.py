"""All the checks of workshop coaches, in numbers too large for every day.

    python -m tests.programmes.coaches

Takes about three minutes on two cores; names the seasons that were answered wrongly, and then exits with 1.
"""

import random

from mentorship_gsheets.programmes.coaches.assignment import assign
from tests.programmes.coaches.test_assignment import kept_rules, season
from tests.seeded import Check, run


def check_season(seed: int) -> int:
    """A season of fifty workshops keeps every rule, its leads and seats are proven, and ten orders give one result."""
    events, coaches = season(seed)
    found = assign(events, coaches)
    assert kept_rules(events, coaches, found)
    assert found.value[:2] == found.bound[:2]
    draw = random.Random(seed)  # noqa: S311 - an order, not cryptography
    for _ in range(10):
        draw.shuffle(events)
        draw.shuffle(coaches)
        assert assign(events, coaches) == found
    return 11


PLAN: tuple[tuple[str, Check, tuple[int, ...]], ...] = (
    ("seasons of fifty workshops, 150 coaches and 270 seats, in ten orders", check_season, tuple(range(10))),
)
"""Name, check, seeds."""


if __name__ == "__main__":
    run(PLAN, ArithmeticError)
