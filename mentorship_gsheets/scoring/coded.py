"""Costs of pairs kept small: one row for each kind of mentee instead of one for each mentee."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)

UNKNOWN = -1
"""What a part's function returns where one side said nothing."""

WORST = 100
"""The cost of the worst pair in a graded part; the best costs 0."""

_BLOCK = 2**22


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A matrix of small integers or bools, mentees by mentors, in which alike mentees share a row.

    Ten thousand mentees who ticked a hundred different combinations of fields need a hundred rows. It is indexed
    like an ndarray by rows, by ``[rows, columns]``, or by slices, and gives ndarrays.

    Parameters
    ----------
    rows
        Shape (kinds of mentee, mentors).
    codes
        Shape (mentees,): which row is whose.
    """

    rows: NDArray[Any]
    codes: Ints

    ndim = 2

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        return len(self.codes), self.rows.shape[1]

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the entries."""
        return self.rows.dtype

    @property
    def bounds(self) -> tuple[int, int]:
        """Smallest and largest entry; (0, 0) when there is none."""
        return (int(self.rows.min()), int(self.rows.max())) if self.rows.size else (0, 0)

    def __getitem__(self, index: Any) -> Any:
        """Return rows, or entries, as `ndarray.__getitem__` would."""
        if not isinstance(index, tuple):
            return self.rows[self.codes[index]]
        mentees, mentors = index
        if isinstance(mentees, slice):
            return self.rows[self.codes[mentees]][:, mentors]
        return self.rows[self.codes[mentees], mentors]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return the whole matrix."""
        return np.asarray(self[:], dtype=dtype, copy=copy)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Which pairs have a grade of their own: a bit for each kind of mentee and kind of mentor.

    Parameters
    ----------
    bits
        uint8 of shape (kinds of mentee, kinds of mentor / 8), the first mentor in the highest bit, as `numpy.packbits`.
    rows, columns
        Shapes (mentees,), (mentors,): of which kind each person is.
    any
        False when no pair has one.
    """

    bits: NDArray[np.uint8]
    rows: Ints
    columns: Ints
    any: bool

    def __getitem__(self, pair: tuple[int, int]) -> bool:
        """Return whether a pair, by row and column, has a grade of its own."""
        kind = int(self.columns[pair[1]])
        return bool(self.bits[self.rows[pair[0]], kind >> 3] >> (7 - (kind & 7)) & 1)


def codes_of(keys: Iterable[Key]) -> tuple[list[Key], Ints]:
    """Return the distinct keys in order of appearance, and for every key its place among them.

    >>> codes_of("abca")[0], codes_of("abca")[1].tolist()
    (['a', 'b', 'c'], [0, 1, 2, 0])
    """
    places: dict[Key, int] = {}
    codes = [places.setdefault(key, len(places)) for key in keys]
    return list(places), np.array(codes, np.int64)


def graded(
    mentees: Sequence[Key],
    mentors: Sequence[Key],
    compare: Callable[[list[Key], list[Key]], NDArray[Any]],
) -> tuple[Coded, Known]:
    """Grade all pairs by comparing distinct people only; unknown pairs cost the average of the known ones.

    Parameters
    ----------
    mentees, mentors
        What the part looks at, one key a person.
    compare
        Distinct mentees' keys, distinct mentors' keys -> costs from 0 to `WORST`, or `UNKNOWN`.

    Returns
    -------
    cost
        Shape (mentees, mentors), uint8.
    known
        Which pairs were graded, and did not get the average; where none was, the part says nothing.

    Examples
    --------
    >>> import numpy as np
    >>> def apart(left, right):
    ...     return np.array([[UNKNOWN if "" in (a, b) else 100 * (a != b) for b in right] for a in left])
    >>> cost, known = graded(["x", "y", ""], ["x", "x", "y"], apart)
    >>> cost[:].tolist()
    [[0, 0, 100], [100, 100, 0], [50, 50, 50]]
    >>> known.any, known[0, 2], known[2, 0]
    (True, True, False)
    """
    left, left_codes = codes_of(mentees)
    right, right_codes = codes_of(mentors)
    if not left or not right:
        nobody = Known(np.zeros((len(left), -(-len(right) // 8)), np.uint8), left_codes, right_codes, any=False)
        return Coded(np.zeros((len(left), len(mentors)), np.uint8), left_codes), nobody
    costs = np.asarray(compare(left, right))
    known = costs >= 0
    left_counts = np.bincount(left_codes, minlength=len(left)).astype(np.int64)
    right_counts = np.bincount(right_codes, minlength=len(right)).astype(np.int64)
    pairs = total = 0
    step = max(1, _BLOCK // len(right))
    for start in range(0, len(left), step):
        here = slice(start, start + step)
        weight = left_counts[here, None] * right_counts
        pairs += int(weight[known[here]].sum())
        total += int((weight * np.where(known[here], costs[here], 0)).sum())
    average = (2 * total + pairs) // (2 * pairs) if pairs else 0
    filled = np.where(known, costs, average).astype(np.uint8)
    graded_pairs = Known(np.packbits(known, axis=1), left_codes, right_codes, any=pairs > 0)
    return Coded(filled.take(right_codes, axis=1), left_codes), graded_pairs


def marked(shape: tuple[int, int], pairs: Iterable[tuple[int, int]], *, inside: bool = True) -> Coded:
    """Return a bool matrix that is ``inside`` at the given (mentee, mentor) pairs and its opposite elsewhere.

    Parameters
    ----------
    shape
        Number of mentees, number of mentors.
    pairs
        (row, column) of each.
    inside
        What stands at the pairs.

    Returns
    -------
    Coded
        With a row for every mentee in a pair, and one for all the others.

    Examples
    --------
    >>> marked((2, 2), [(0, 1)])[:].tolist()
    [[False, True], [False, False]]
    """
    rows, codes = codes_of(pair[0] for pair in pairs) if (pairs := sorted(set(pairs))) else ([], None)
    table = np.full((len(rows) + 1, shape[1]), not inside)
    of = np.full(shape[0], len(rows), np.int64)
    if codes is not None:
        table[codes, [mentor for _, mentor in pairs]] = inside
        of[rows] = np.arange(len(rows))
    return Coded(table, of)
