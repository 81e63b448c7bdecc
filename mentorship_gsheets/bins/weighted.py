"""Balance of places against mentees: mentors count as many times as they have places."""

from itertools import count as counting

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import block_array, csr_array, eye_array, hstack, kron  # type: ignore[import-untyped]  # scipy ships no types

from mentorship_gsheets.bins.flow import Bools, Ints, distribute


def distribute_weighted(allowed: Bools, first: Ints, weight: Ints, count: Ints, fixed: Ints) -> Ints:
    """Distribute people over bins so that places and mentees are as equal as can be in each.

    Parameters
    ----------
    allowed, first, count
        As for `bins.flow.distribute`.
    weight
        (kinds,): the places of a mentor; -1 for mentees.
    fixed
        (bins,): places minus mentees of those who stand there already and stay.

    Returns
    -------
    (kinds, bins): how many people of a kind stand where. First the sum of (places - mentees) squared, then the
    number of people off their first choice is the least possible.

    Raises
    ------
    ArithmeticError
        The solver's answer is not what it says it is; never seen.

    Notes
    -----
    Moving a mentor of three places is no unit of flow, so this is an integer program, solved by HiGHS in two rounds:
    least squares, then fewest moves among those. Were mentors divisible, it would be a flow, and the squares S of that
    flow with imbalances d are a bound: whole mentors with imbalances e and squares T are at least sum((e - d)**2 -
    abs(e - d)) worse, because S is least among all that flows can do. So imbalances are looked for near d only, and
    the window has been wide enough when what lies outside of it must be worse than what was found inside.

    References
    ----------
    Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Math. Prog. Comp. 10 (2018).
    """
    if not count.sum():
        return np.zeros(allowed.shape, np.int64)
    sign: Ints = np.where(weight < 0, -1, 1)
    divisible = distribute(allowed, first, sign, count * abs(weight), fixed)
    aim: Ints = fixed + sign @ divisible
    least = int((aim**2).sum())
    for reach in counting(2):
        program = _Program(allowed, first, weight, count, fixed, aim, reach)
        evenest = program.solve(program.squares)
        if evenest is None:
            continue
        best = _squares(evenest, weight, fixed)
        if (reach + 1) * reach > best - least:
            break
    stand = program.solve(program.moved, best - least)
    if stand is None or _squares(stand, weight, fixed) != best:
        raise ArithmeticError("the solver's distribution is not as even as it says")
    return stand


def _squares(stand: Ints, weight: Ints, fixed: Ints) -> int:
    return int(((fixed + weight @ stand) ** 2).sum())


class _Program:
    """The integer program: a column for each kind in each open bin, then unit pieces of every bin's imbalance.

    Above the aim, pieces cost 2 aim + 1, 2 aim + 3, ..., below it 1 - 2 aim, 3 - 2 aim, ...: squares, in integers.
    """

    def __init__(
        self, allowed: Bools, first: Ints, weight: Ints, count: Ints, fixed: Ints, aim: Ints, reach: int
    ) -> None:
        self._shape = kinds, bins = allowed.shape
        self._cells = np.flatnonzero(allowed.ravel())
        self._count = count
        kind, bin = np.divmod(self._cells, bins)
        cells = len(self._cells)
        odd = 2 * np.arange(reach) + 1
        pieces = np.concatenate([(2 * aim[:, None] + odd).ravel(), (odd - 2 * aim[:, None]).ravel()])
        self.squares = np.concatenate([np.zeros(cells), pieces])
        self.moved = np.concatenate([bin != first[kind], np.zeros(len(pieces))]).astype(float)
        self._integral = np.concatenate([np.ones(cells), np.zeros(len(pieces))])
        self._bounds = Bounds(0, np.concatenate([count[kind], np.ones(len(pieces))]))
        everybody = csr_array((np.ones(cells), (kind, np.arange(cells))), shape=(kinds, cells))
        places = csr_array((weight[kind], (bin, np.arange(cells))), shape=(bins, cells))
        above = kron(eye_array(bins), np.ones((1, reach)))
        rows = block_array([[everybody, None], [places, hstack([-above, above])]], format="csr")
        right = np.concatenate([count, aim - fixed])
        self._equal = LinearConstraint(rows, right, right)

    def solve(self, cost: np.ndarray, most: int | None = None) -> Ints | None:
        """Return the cheapest distribution.

        Parameters
        ----------
        cost
            (columns,): what one person in a cell, or one piece of imbalance, costs.
        most
            By how much the squares may exceed those of the aim; None: by any number.

        Returns
        -------
        (kinds, bins), or None when there is none this near to the aim.

        Raises
        ------
        ArithmeticError
            The solver's numbers do not add up to the people there are.
        """
        constraints = [self._equal]
        if most is not None:
            # half a unit of room for floats: all totals are whole numbers
            constraints.append(LinearConstraint(csr_array(self.squares[None, :]), -np.inf, most + 0.5))
        answer = milp(
            cost,
            constraints=constraints,
            integrality=self._integral,
            bounds=self._bounds,
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return None
        stand = np.zeros(self._shape, np.int64)
        stand.ravel()[self._cells] = np.rint(answer.x[: len(self._cells)])
        if (stand.sum(axis=1) != self._count).any() or (stand < 0).any():
            raise ArithmeticError("the solver lost somebody")
        return stand
