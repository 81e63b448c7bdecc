"""What may be asked."""

import numpy as np
import pytest

from mentorship_gsheets.matching import SPREAD, Problem, Tier, solve

EVERYBODY = np.ones((2, 2), bool)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Problem(np.ones((2, 2)), [1, 1], []), "`eligible` must be a matrix of bools, mentees by mentors."),
        (lambda: Problem([True], [1], []), "`eligible` must be a matrix of bools, mentees by mentors."),
        (lambda: Problem(EVERYBODY, [1], []), "`capacity` has shape (1,), but there are 2 mentors."),
        (lambda: Problem(EVERYBODY, [1, -1], []), "`capacity` of mentor 1 is negative."),
        (lambda: Problem(EVERYBODY, [1.0, 1.0], []), "`capacity` must be integers, not float64."),
        (lambda: Problem(EVERYBODY, [2**63, 2**63], []), "`capacity` is too large for 64 bits."),
        (lambda: Tier("t", [[0.5]]), "Tier 't': costs must be integers, not float64."),
        (lambda: Tier("t", [[float("nan")]]), "Tier 't': costs must be integers, not float64."),
        (lambda: Tier("t", [1, 2]), "Tier 't': costs must be a matrix, mentees by mentors."),
        (
            lambda: Problem(EVERYBODY, [1, 1], [Tier("t", [[1]])]),
            "Tier 't' has shape (1, 1), but there are 2 mentees and 2 mentors.",
        ),
        (
            lambda: Problem(EVERYBODY, [1, 1], [Tier("t", [[1, 2], [3, -4]])]),
            "Tier 't': cost -4 is negative; smaller is better and 0 is best.",
        ),
        (
            lambda: Problem(EVERYBODY, [1, 1], [Tier("t", [[1, 2], [3, 2**62]])]),
            f"Tier 't': cost {2**62} is too large to add up exactly; the largest cost at this size is {2**60 // 20}.",
        ),
        (
            lambda: Problem(EVERYBODY, [1, 1], [Tier("t", np.full((2, 2), 2**64 - 1, np.uint64))]),
            f"Tier 't': cost {2**64 - 1} is too large to add up exactly; "
            f"the largest cost at this size is {2**60 // 20}.",
        ),
        (lambda: Problem(EVERYBODY, [1, 1], ["spread"]), "Tiers are `Tier`, `SPREAD`, `FURTHER` or `EVENLY`, not str."),
        (lambda: Problem(EVERYBODY, [1, 1], [], [(0, 1, 1)]), "`pins` must be pairs (mentee, mentor)."),
        (lambda: Problem(EVERYBODY, [1, 1], [], [(0, 1.5)]), "`pins` must be integers, not float64."),
        (
            lambda: Problem(EVERYBODY, [1, 1], [], [(0, 0), (2, 1)]),
            "Pin (2, 1) names nobody: there are 2 mentees, 2 mentors.",
        ),
        (
            lambda: Problem(EVERYBODY, [1, 1], [], [(-1, 1)]),
            "Pin (-1, 1) names nobody: there are 2 mentees, 2 mentors.",
        ),
    ],
)
def test_nonsense_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared whole
        make()
    assert str(caught.value) == message


def test_costs_of_forbidden_pairs_are_never_read():
    eligible = np.array([[True, False]])
    problem = Problem(eligible, [1, 1], [Tier("t", [[7, -(2**62)]])])
    assert solve(problem).objective == (0, 7)


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64])
def test_any_integer_type_will_do(dtype):
    cost = np.array([[1, 0], [0, 0]]).astype(dtype)
    assert solve(Problem(EVERYBODY, [1, 1], [Tier("t", cost)])).pairs.tolist() == [[0, 1], [1, 0]]


def test_costs_are_not_copied():
    cost = np.zeros((2, 2), np.int8)
    assert Problem(EVERYBODY, [1, 1], [Tier("t", cost)]).tiers[0].cost is cost


def test_a_problem_is_not_changed_by_solving():
    eligible = np.array([[True, False], [True, True]])
    problem = Problem(eligible, [1, 0], [SPREAD], [(0, 0)])
    solve(problem)
    assert eligible.tolist() == [[True, False], [True, True]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
@pytest.mark.parametrize("engine", ["networkx", "array"])
def test_empty_sides(shape, engine):
    problem = Problem(np.zeros(shape, bool), np.ones(shape[1], int), [SPREAD, Tier("t", np.zeros(shape, int))])
    matching = solve(problem, engine)
    assert matching.pairs.tolist() == []
    assert matching.objective == (shape[0], 0, 0)


@pytest.mark.parametrize("engine", ["networkx", "array"])
def test_nobody_eligible(engine):
    matching = solve(Problem(~EVERYBODY, [5, 5], [SPREAD]), engine)
    assert matching.pairs.shape == (0, 2)
    assert matching.objective == (2, 0)
