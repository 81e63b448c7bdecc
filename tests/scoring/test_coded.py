"""Costs of pairs by kinds of people, and which of them are grades."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.scoring.coded import UNKNOWN, graded

KEYS = st.lists(st.integers(0, 11), max_size=14)


@settings(max_examples=40)
@given(KEYS, KEYS, st.integers(1, 5))
def test_a_pair_is_known_where_it_was_graded(mentees: list[int], mentors: list[int], gap: int) -> None:
    """The packed mask says of every pair what the comparison said of its two keys."""
    cost, known = graded(
        mentees,
        mentors,
        lambda left, right: np.array([[UNKNOWN if (a + b) % gap == 0 else (a * b) % 100 for b in right] for a in left]),
    )
    told = [[known[row, column] for column in range(len(mentors))] for row in range(len(mentees))]
    assert told == [[(a + b) % gap != 0 for b in mentors] for a in mentees]
    assert known.any == any(any(row) for row in told)
    wrong = [
        (a, b)
        for row, a in enumerate(mentees)
        for column, b in enumerate(mentors)
        if (a + b) % gap and int(cost[row, column]) != (a * b) % 100
    ]
    assert wrong == []
