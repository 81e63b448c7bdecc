"""The proof, and everything it refuses."""

from dataclasses import replace

import numpy as np
import pytest

from mentorship_gsheets.matching import SPREAD, Certificate, NotOptimal, Problem, Tier, solve, verify
from tests.matching import checks

PROBLEM = Problem(np.ones((3, 2), bool), [2, 2], [SPREAD, Tier("t", [[0, 2], [0, 3], [4, 0]])], [(2, 1)])
BEST = solve(PROBLEM)


def test_perturbed_matchings_are_refused():
    assert sum(checks.check_rejections(seed) for seed in range(60)) > 250


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"objective": (0, 1, 1)}, "The totals are (0, 1, 0), not (0, 1, 1)."),
        ({"pairs": np.array([[0, 0], [1, 0]])}, "The totals are (1, 1, 0), not (0, 1, 0)."),
        ({"pairs": np.array([[0, 0], [1, 0], [2, 0]])}, "A chosen pair is not eligible or contradicts a pin."),
        ({"pairs": np.array([[0, 0], [0, 0], [2, 1]])}, "A mentee appears twice, or the pairs are not sorted."),
        ({"pairs": np.array([[0, 0], [1, 2], [2, 1]])}, "A pair names somebody who does not exist."),
        ({"pairs": np.array([[0.0, 0], [1, 0], [2, 1]])}, "The pairs are not pairs of integers."),
        ({"pairs": np.array([[0, 1], [1, 1], [2, 1]])}, "A mentor has more mentees than places."),
        ({"impossible_pins": np.array([[2, 1]])}, "The pins that were not kept are not those reported."),
    ],
)
def test_a_wrong_answer_is_refused_with_its_reason(change, reason):
    with pytest.raises(NotOptimal) as caught:
        verify(PROBLEM, replace(BEST, **change))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("mentee", "mentor", "reason"),
    [
        (BEST.certificate.mentee[:2], BEST.certificate.mentor, "wrong shape or is not made of 64-bit integers"),
        (BEST.certificate.mentee * 1.0, BEST.certificate.mentor, "wrong shape or is not made of 64-bit integers"),
        (BEST.certificate.mentee, BEST.certificate.mentor + 2**60, "numbers too large to check exactly"),
        (BEST.certificate.mentee, BEST.certificate.mentor - 9, "last place costs more than the mentor's price"),
        (BEST.certificate.mentee, BEST.certificate.mentor + 9, "free place is cheaper than the mentor's price"),
        (BEST.certificate.mentee + 9, BEST.certificate.mentor, "offer contradicts the price of staying unmatched"),
        (BEST.certificate.mentee - 9, BEST.certificate.mentor, "does not cost what its people's potentials say"),
    ],
)
def test_a_forged_certificate_is_refused(mentee, mentor, reason):
    with pytest.raises(NotOptimal, match=reason):
        verify(PROBLEM, replace(BEST, certificate=Certificate(mentee, mentor)))


def test_certificates_of_another_problem_prove_nothing():
    other = Problem(PROBLEM.eligible, PROBLEM.capacity, [SPREAD, Tier("t", [[2, 0], [0, 3], [4, 0]])])
    with pytest.raises(NotOptimal):
        verify(other, BEST)
