"""Checks that take the number of a problem, in numbers too large for every day."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from rich.console import Console
from rich.table import Table

Check = Callable[[int], int | None]
"""Makes the problem with a number, and returns how many comparisons held; None: one."""


def run(plan: Sequence[tuple[str, Check, Sequence[int]]], refusal: type[Exception]) -> None:
    """Run everything in processes and print how much was compared; exit with 1 if anything came out wrong.

    Parameters
    ----------
    plan
        Name, check, numbers of problems.
    refusal
        What a proof that does not hold raises; it and a failed assertion count as wrong.
    """
    table = Table("check", "problems", "comparisons", "wrong", "seconds")
    wrong: list[str] = []
    with ProcessPoolExecutor() as pool:
        for name, check, seeds in plan:
            start = time.monotonic()
            compare = partial(_compared, check, refusal)
            outcomes = list(pool.map(compare, seeds, chunksize=max(1, len(seeds) // 200)))
            failed = [seed for seed, compared in zip(seeds, outcomes, strict=True) if compared is None]
            wrong += (f"{name}: problem {seed}" for seed in failed)
            compared = sum(outcome or 0 for outcome in outcomes)
            seconds = f"{time.monotonic() - start:.0f}"
            table.add_row(name, f"{len(seeds):,}", f"{compared:,}", f"{len(failed):,}", seconds)
    Console().print(table)
    if wrong:
        raise SystemExit("\n".join(wrong))


def _compared(check: Check, refusal: type[Exception], seed: int) -> int | None:
    """How many comparisons were made; None if one came out wrong."""
    try:
        count = check(seed)
    except (AssertionError, refusal):
        return None
    return 1 if count is None else count
