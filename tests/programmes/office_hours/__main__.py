"""All the checks of office hours, in numbers too large for every day.

    python -m tests.programmes.office_hours

Takes about five minutes on two cores; names the programmes that were answered wrongly, and then exits with 1.
"""

from functools import partial

from tests.programmes.office_hours import checks
from tests.seeded import Check, run

PLAN: tuple[tuple[str, Check, tuple[int, ...]], ...] = (
    *(
        (f"{kind}, pasted and matched, against another solver", partial(checks.check_sheet, kind), tuple(range(10)))
        for kind in checks.KINDS
    ),
    ("all bookings of six mentees", checks.check_enumeration, tuple(range(100))),
    ("ten row orders", checks.check_orders, tuple(range(10))),
)
"""Name, check, seeds."""


if __name__ == "__main__":
    run(PLAN, ArithmeticError)
