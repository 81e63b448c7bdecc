"""The cheapest partners of everybody at once are those of each, one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.matching import pair_prices as module
from mentorship_gsheets.matching import solve
from mentorship_gsheets.matching.pair_prices import cheapest_mentees, cheapest_mentors, cheapest_partners, pair_prices
from tests.matching.instances import middling


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 4), st.booleans())
def test_of_all_is_of_each(seed, most, ties):
    problem = middling(seed, most=9, ties=ties)
    prices = pair_prices(problem, solve(problem, "array"))
    mentees, mentors = problem.shape
    each = (
        [cheapest_mentors(prices, mentee, most) for mentee in range(mentees)],
        [cheapest_mentees(prices, mentor, most) for mentor in range(mentors)],
    )
    with pytest.MonkeyPatch.context() as patch:
        # two or three mentees at a time
        patch.setattr(module, "_BLOCK", 2 * mentors + 3)
        assert cheapest_partners(prices, most) == each
