"""All the checks of the matching engine, in numbers too large for every day.

    python -m tests.matching

Takes two to three minutes on two cores; names the problems that were answered wrongly, and then exits with 1.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from rich.console import Console
from rich.table import Table

from mentorship_gsheets.matching import NotOptimal
from tests.matching import checks

#: Name, check, seeds.
PLAN: tuple[tuple[str, Callable[[int], int | None], range], ...] = (
    ("all matchings of tiny problems, both engines", checks.check_enumeration, range(20_000)),
    ("mixed-integer programming tier by tier, both engines", checks.check_programming, range(300)),
    ("prices against solving again", checks.check_prices, range(400)),
    ("prices with pins against all matchings", checks.check_pinned_prices, range(2_000)),
    ("perturbed matchings refused", checks.check_rejections, range(3_000)),
    ("square assignment of size 100 to 700", checks.check_assignment, range(100, 701, 100)),
    ("shuffled rows", checks.check_shuffling, range(1_000)),
)


def main() -> None:
    """Run everything and print how much was compared; exit with 1 if anything came out wrong."""
    table = Table("check", "problems", "comparisons", "wrong", "seconds")
    wrong: list[str] = []
    with ProcessPoolExecutor() as pool:
        for name, check, seeds in PLAN:
            start = time.monotonic()
            outcomes = list(pool.map(partial(_compared, check), seeds, chunksize=max(1, len(seeds) // 200)))
            failed = [seed for seed, compared in zip(seeds, outcomes, strict=True) if compared is None]
            wrong += (f"{name}: problem {seed}" for seed in failed)
            compared = sum(outcome or 0 for outcome in outcomes)
            seconds = f"{time.monotonic() - start:.0f}"
            table.add_row(name, f"{len(seeds):,}", f"{compared:,}", f"{len(failed):,}", seconds)
    Console().print(table)
    if wrong:
        raise SystemExit("\n".join(wrong))


def _compared(check: Callable[[int], int | None], seed: int) -> int | None:
    """How many comparisons were made; None if one came out wrong."""
    try:
        count = check(seed)
    except (AssertionError, NotOptimal):
        return None
    return 1 if count is None else count


if __name__ == "__main__":
    main()
