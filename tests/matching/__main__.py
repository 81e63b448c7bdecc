"""All the checks of the matching engine, in numbers too large for every day.

    python -m tests.matching

Takes about ten minutes on two cores; exits with a traceback at the first problem that is answered wrongly.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.table import Table

from tests.matching import checks

#: Name, check, seeds.
PLAN: tuple[tuple[str, Callable[[int], int | None], range], ...] = (
    ("all matchings of tiny problems, both engines", checks.check_enumeration, range(20_000)),
    ("mixed-integer programming tier by tier, both engines", checks.check_programming, range(300)),
    ("prices against solving again", checks.check_prices, range(1_600)),
    ("prices with pins against all matchings", checks.check_pinned_prices, range(2_000)),
    ("perturbed matchings refused", checks.check_rejections, range(3_000)),
    ("square assignment of size 100 to 700", checks.check_assignment, range(100, 701, 100)),
    ("shuffled rows", checks.check_shuffling, range(1_000)),
)


def main() -> None:
    """Run everything and print how much was compared."""
    table = Table("check", "problems", "comparisons", "wrong", "seconds")
    with ProcessPoolExecutor() as pool:
        for name, check, seeds in PLAN:
            start = time.monotonic()
            counts = list(pool.map(check, seeds, chunksize=max(1, len(seeds) // 200)))
            compared = sum(1 if count is None else count for count in counts)
            table.add_row(name, f"{len(seeds):,}", f"{compared:,}", "0", f"{time.monotonic() - start:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
