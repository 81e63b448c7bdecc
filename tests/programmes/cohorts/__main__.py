"""All the checks of cohorts, in numbers too large for every day.

    python -m tests.programmes.cohorts

Takes about five minutes on two cores; names the problems that were answered wrongly, and then exits with 1.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.programmes.cohorts import NotProven
from tests.programmes.cohorts import checks

PLAN: tuple[tuple[str, Callable[[int], int], tuple[int, ...]], ...] = (
    ("instances with known optima, pasted and judged", checks.check_instance, (1, 3, 4, 6, 8)),
    ("all arrangements of up to 12 people", checks.check_enumeration, tuple(range(200))),
    ("random multipliers against known optima", checks.check_multipliers, tuple(range(60))),
    ("arrangements as points of the exact program", checks.check_point, tuple(range(60))),
    ("ten row orders", checks.check_orders, tuple(range(3))),
    ("no fewer mentors place everybody", checks.check_wanted, tuple(range(30))),
)
"""Name, check, seeds."""


def _compared(job: tuple[Callable[[int], int], int]) -> int | None:
    """Return how many comparisons were made; None if one came out wrong."""
    check, seed = job
    try:
        return check(seed)
    except (AssertionError, NotProven):
        return None


def main() -> None:
    """Run everything and print how much was compared; exit with 1 if anything came out wrong."""
    table = Table("check", "problems", "comparisons", "wrong", "seconds")
    wrong: list[str] = []
    with ProcessPoolExecutor() as pool:
        for name, check, seeds in PLAN:
            start = time.monotonic()
            outcomes = list(pool.map(_compared, [(check, seed) for seed in seeds]))
            failed = [seed for seed, compared in zip(seeds, outcomes, strict=True) if compared is None]
            wrong += (f"{name}: problem {seed}" for seed in failed)
            compared = sum(outcome or 0 for outcome in outcomes)
            table.add_row(name, str(len(seeds)), str(compared), str(len(failed)), f"{time.monotonic() - start:.0f}")
    Console().print(table)
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
