"""All the checks of cohorts, in numbers too large for every day.

    python -m tests.programmes.cohorts

Takes about five minutes on two cores; names the problems that were answered wrongly, and then exits with 1.
"""

from collections.abc import Callable

from mentorship_gsheets.programmes.cohorts import NotProven
from tests.programmes.cohorts import checks
from tests.seeded import run

PLAN: tuple[tuple[str, Callable[[int], int], tuple[int, ...]], ...] = (
    ("instances with known optima, pasted and judged", checks.check_instance, (1, 3, 4, 6, 8)),
    ("all arrangements of up to 12 people", checks.check_enumeration, tuple(range(200))),
    ("random multipliers against known optima", checks.check_multipliers, tuple(range(60))),
    ("arrangements as points of the exact program", checks.check_point, tuple(range(60))),
    ("ten row orders", checks.check_orders, tuple(range(3))),
    ("no fewer mentors place everybody", checks.check_wanted, tuple(range(30))),
)
"""Name, check, seeds."""


if __name__ == "__main__":
    run(PLAN, NotProven)
