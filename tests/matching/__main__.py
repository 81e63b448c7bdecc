"""All the checks of the matching engine, in numbers too large for every day.

    python -m tests.matching

Takes two to three minutes on two cores; names the problems that were answered wrongly, and then exits with 1.
"""

from collections.abc import Callable

from mentorship_gsheets.matching import NotOptimal
from tests.matching import checks, several
from tests.matching.criteria import check_criteria
from tests.seeded import run

#: Name, check, seeds.
PLAN: tuple[tuple[str, Callable[[int], int | None], range], ...] = (
    ("all matchings of tiny problems, both engines", checks.check_enumeration, range(20_000)),
    ("mixed-integer programming tier by tier, both engines", checks.check_programming, range(300)),
    ("prices against solving again", checks.check_prices, range(400)),
    ("prices with pins against all matchings", checks.check_pinned_prices, range(2_000)),
    ("perturbed matchings refused", checks.check_rejections, range(3_000)),
    ("square assignment of size 100 to 700", checks.check_assignment, range(100, 701, 100)),
    ("criteria of one's own against all matchings", check_criteria, range(2_000)),
    ("several mentors for a mentee against all matchings", several.check_several, range(2_000)),
    ("everybody one before anybody two", several.check_fairness, range(2_000)),
    ("prices with several mentors against all matchings", several.check_several_prices, range(1_000)),
    ("worse matchings with several mentors refused", several.check_several_rejections, range(200)),
    ("shuffled rows", checks.check_shuffling, range(1_000)),
)


if __name__ == "__main__":
    run(PLAN, NotOptimal)
