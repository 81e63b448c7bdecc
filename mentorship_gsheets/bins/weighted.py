"""Balance of places against mentees: mentors count as many times as they have places."""

import math

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # has no types
from scipy.sparse import block_array, csr_array, eye_array, hstack, kron  # type: ignore[import-untyped]  # has no types

from mentorship_gsheets.bins.flow import Bools, Ints


def distribute_weighted(allowed: Bools, first: Ints, weight: Ints, count: Ints, fixed: Ints, start: Ints) -> Ints:
    """Distribute people over blocks so that places and mentees are as equal as can be in each.

    Parameters
    ----------
    allowed, first, count
        As for `bins.flow.distribute`.
    weight
        (kinds,): the places of a mentor; -1 for mentees.
    fixed
        (blocks,): places minus mentees of those who stand there already and stay.
    start
        (kinds, blocks): any distribution; the better it is, the faster the answer.

    Returns
    -------
    (kinds, blocks): how many people of a kind stand where. First the sum of (places - mentees) squared, then the
    number of people off their first choice is the least possible.

    Raises
    ------
    ArithmeticError
        The solver's answer is not what it says it is; never seen.

    Notes
    -----
    Moving a mentor of three places is no unit of flow, so this is an integer program, solved by HiGHS in two rounds:
    least squares, then fewest moves among those. Squares are sums of 1, 3, 5, ... over unit pieces, exact in integers.

    References
    ----------
    Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Math. Prog. Comp. 10 (2018).
    """
    kinds, blocks = allowed.shape
    best = _squares(start, weight, fixed)
    if best == 0 and not _moved(start, first):
        return start
    # no block can be further off than the whole of a distribution that is known
    reach = math.isqrt(best)
    cells = np.flatnonzero(allowed.ravel())
    of_kind, of_block = np.divmod(cells, blocks)
    pieces = np.repeat(2 * np.arange(1, reach + 1)[None, :] - 1, 2 * blocks, axis=0).ravel().astype(float)
    one = np.ones(len(cells))
    everybody = csr_array((one, (of_kind, np.arange(len(cells)))), shape=(kinds, len(cells)))
    places = csr_array((weight[of_kind].astype(float), (of_block, np.arange(len(cells)))), shape=(blocks, len(cells)))
    sides = hstack([eye_array(blocks), -eye_array(blocks)])
    imbalance = kron(sides, np.ones((1, reach)))
    rows = block_array([[everybody, None], [places, -imbalance]], format="csr")
    right = np.concatenate([count, -fixed]).astype(float)
    equal = LinearConstraint(rows, right, right)
    integral = np.concatenate([one, np.zeros(len(pieces))])
    bounds = Bounds(0, np.concatenate([count[of_kind].astype(float), np.ones(len(pieces))]))
    squares = np.concatenate([np.zeros(len(cells)), pieces])
    moved = np.concatenate([(of_block != first[of_kind]).astype(float), np.zeros(len(pieces))])

    def solved(cost: np.ndarray, constraints: list[LinearConstraint]) -> Ints:
        answer = milp(cost, constraints=constraints, integrality=integral, bounds=bounds, options={"mip_rel_gap": 0.0})
        if not answer.success:
            raise ArithmeticError(f"no distribution found: {answer.message}")
        stand = np.zeros(kinds * blocks, np.int64)
        stand[cells] = np.rint(answer.x[: len(cells)]).astype(np.int64)
        found = stand.reshape(kinds, blocks)
        if (found.sum(axis=1) != count).any() or (found < 0).any():
            raise ArithmeticError("the solver lost somebody")
        return found

    evenest = solved(squares, [equal])
    best = min(best, _squares(evenest, weight, fixed))
    # half a unit of room: all totals are whole numbers
    stand = solved(moved, [equal, LinearConstraint(csr_array(squares[None, :]), -np.inf, best + 0.5)])
    if _squares(stand, weight, fixed) != best:
        raise ArithmeticError("the solver's distribution is not as even as it says")
    return stand


def _squares(stand: Ints, weight: Ints, fixed: Ints) -> int:
    return int(((fixed + weight @ stand) ** 2).sum())


def _moved(stand: Ints, first: Ints) -> int:
    return int(stand.sum() - stand[np.arange(len(first)), first].sum())
