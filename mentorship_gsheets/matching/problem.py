"""What is to be matched: who may be paired with whom, how many places there are, and what matters in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Mentees looked at together.
_ROWS = 128

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Spread(Enum):
    """The type of `SPREAD`, the tier that asks for loads as even as possible."""

    SPREAD = "spread"


SPREAD: Final = Spread.SPREAD


class Further(Enum):
    """The type of `FURTHER` and `EVENLY`, the tiers about the mentors that mentees want beside their first."""

    PLACES = "further mentors"
    EVEN = "a second mentor before a third"


FURTHER: Final = Further.PLACES
EVENLY: Final = Further.EVEN

#: Largest value of `cost x 4 (min(mentees, mentors) + 3)`: sums along any path of changes stay exact in int64.
LIMIT: Final = 2**60


class Costs(Protocol):
    """Anything indexed like an integer matrix: an ndarray, or `tie_break.PairHash`, which computes what is read."""

    @property
    def shape(self) -> tuple[int, ...]: ...  # noqa: D102 - as ndarray.shape

    @property
    def dtype(self) -> np.dtype[Any]: ...  # noqa: D102 - as ndarray.dtype

    def __getitem__(self, index: Any, /) -> Any: ...  # noqa: D105 - as ndarray.__getitem__


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """One priority: the sum of `cost` over the chosen pairs is to be as small as possible.

    Parameters
    ----------
    name
        What the organizer calls it; used in messages only.
    cost
        Integers >= 0 of shape (mentees, mentors), any integer dtype or bool; smaller is better. Small dtypes
        (int8, int16) are kept as they are and save memory. Values at forbidden pairs are never read.

    Raises
    ------
    ValueError
        If `cost` is not two-dimensional or not made of integers (floats, hence NaN, are refused).
    """

    name: str
    cost: Costs

    def __post_init__(self) -> None:
        """Check the costs."""
        cost = self.cost if hasattr(self.cost, "dtype") else np.asarray(self.cost)
        if cost.dtype.kind not in "iub":
            raise ValueError(f"Tier {self.name!r}: costs must be integers, not {cost.dtype}.")
        if len(cost.shape) != 2:
            raise ValueError(f"Tier {self.name!r}: costs must be a matrix, mentees by mentors.")
        object.__setattr__(self, "cost", cost)


AnyTier = Tier | Spread | Further


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A matching problem; what "best" means is the order of its tiers.

    A matching gives every mentee at most `wanted` mentors, all different, every mentor at most `capacity` mentees, and
    only eligible pairs. The best one has, in this order of importance: the most pinned mentees placed as pinned, the
    fewest unmatched mentees, the least total of the first tier, then of the second, and so on.

    Parameters
    ----------
    eligible
        Bools of shape (mentees, mentors): may this pair meet at all?
    capacity
        Integers >= 0, one per mentor.
    tiers
        `Tier`, `SPREAD`, `FURTHER` or `EVENLY`, the most important first. `SPREAD` costs 0 for a mentor's first
        mentee, 1 for the second, 2 for the third ..., which makes the loads as even as the tiers before it permit.
        `FURTHER` costs 1 for every mentor that a mentee wants beside the first and does not get; `EVENLY` costs 1 for
        a mentee's second mentor, 2 for the third ...: put behind `FURTHER`, everybody gets two before anybody three.
    pins
        Pairs (mentee, mentor) already decided. A pinned mentee goes to no other mentor. A pin that cannot be kept
        (forbidden pair, mentor full of other pins, a second pin on the same mentee) is listed in the matching's
        `impossible_pins`; the mentee then stays unmatched rather than going elsewhere, unless another of their
        pins was kept. Among pins that compete for one place the tiers decide. Repeating a pin changes nothing.
        Of a mentee who wants several mentors each pin counts by itself, and the places that are left are free.
    wanted
        Integers >= 1, one per mentee: how many mentors, all different; None: one each.

    Raises
    ------
    ValueError
        On shapes that disagree, negative or too large numbers, non-integers, pins outside the matrix.

    Examples
    --------
    >>> import numpy as np
    >>> Problem(np.ones((2, 3), bool), [1, 1, 1], [SPREAD, Tier("topics", np.zeros((2, 2), int))])
    Traceback (most recent call last):
    ...
    ValueError: Tier 'topics' has shape (2, 2), but there are 2 mentees and 3 mentors.
    """

    eligible: Bools
    capacity: Ints
    tiers: tuple[AnyTier, ...]
    pins: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    wanted: Ints = field(default_factory=lambda: np.ones(0, np.int64))

    def __init__(
        self,
        eligible: ArrayLike,
        capacity: ArrayLike,
        tiers: Sequence[AnyTier],
        pins: ArrayLike | Sequence[tuple[int, int]] = (),
        wanted: ArrayLike | None = None,
    ) -> None:
        """Check everything; see the class."""
        mask = np.asarray(eligible)
        if mask.dtype != bool or mask.ndim != 2:
            raise ValueError("`eligible` must be a matrix of bools, mentees by mentors.")
        for name, value in (
            ("eligible", mask),
            ("capacity", _capacities(capacity, mask.shape)),
            ("tiers", _tiers(tiers, mask)),
            ("pins", _pins(pins, mask.shape)),
            ("wanted", _wanted(wanted, mask.shape)),
        ):
            object.__setattr__(self, name, value)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        rows, cols = self.eligible.shape
        return int(rows), int(cols)

    @property
    def several(self) -> Bools:
        """Who wants more than one mentor, shape (mentees,)."""
        more: Bools = self.wanted > 1
        return more


def _capacities(capacity: ArrayLike, shape: tuple[int, ...]) -> Ints:
    places = _integers("`capacity`", capacity)
    if places.shape != shape[1:]:
        raise ValueError(f"`capacity` has shape {places.shape}, but there are {shape[1]} mentors.")
    if places.size and places.min() < 0:
        raise ValueError(f"`capacity` of mentor {int(places.argmin())} is negative.")
    return places


def _wanted(wanted: ArrayLike | None, shape: tuple[int, ...]) -> Ints:
    if wanted is None:
        return np.ones(shape[0], np.int64)
    mentors = _integers("`wanted`", wanted)
    if mentors.shape != shape[:1]:
        raise ValueError(f"`wanted` has shape {mentors.shape}, but there are {shape[0]} mentees.")
    if mentors.size and mentors.min() < 1:
        raise ValueError(f"`wanted` of mentee {int(mentors.argmin())} is less than 1.")
    return mentors


def _pins(pins: ArrayLike | Sequence[tuple[int, int]], shape: tuple[int, ...]) -> Ints:
    pairs = _integers("`pins`", pins)
    if pairs.size == 0:
        return np.zeros((0, 2), np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError("`pins` must be pairs (mentee, mentor).")
    outside = (pairs < 0) | (pairs >= np.array(shape))
    if outside.any():
        mentee, mentor = pairs[outside.any(axis=1)][0].tolist()
        raise ValueError(f"Pin ({mentee}, {mentor}) names nobody: there are {shape[0]} mentees, {shape[1]} mentors.")
    return np.unique(pairs, axis=0)


def _integers(what: str, values: ArrayLike | Sequence[tuple[int, int]]) -> Ints:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{what} must be integers, not {array.dtype}.")
    if array.dtype == np.uint64 and array.size and array.max() > np.iinfo(np.int64).max:
        raise ValueError(f"{what} is too large for 64 bits.")
    return array.astype(np.int64)


def _tiers(tiers: Sequence[AnyTier], eligible: Bools) -> tuple[AnyTier, ...]:
    largest = LIMIT // (4 * (min(eligible.shape) + 3))
    for tier in tiers:
        if isinstance(tier, (Spread, Further)):
            continue
        if not isinstance(tier, Tier):
            raise ValueError(f"Tiers are `Tier`, `SPREAD`, `FURTHER` or `EVENLY`, not {type(tier).__name__}.")
        if tier.cost.shape != eligible.shape:
            raise ValueError(
                f"Tier {tier.name!r} has shape {tier.cost.shape}, "
                f"but there are {eligible.shape[0]} mentees and {eligible.shape[1]} mentors."
            )
        low, high = extremes(tier.cost, eligible)
        if low < 0:
            raise ValueError(f"Tier {tier.name!r}: cost {low} is negative; smaller is better and 0 is best.")
        if high > largest:
            raise ValueError(
                f"Tier {tier.name!r}: cost {high} is too large to add up exactly; "
                f"the largest cost at this size is {largest}."
            )
    return tuple(tiers)


def allowed_pairs(problem: Problem) -> Bools:
    """Eligible pairs with a mentor who has places, where a pinned mentee who wants one has only the pinned mentors.

    Parameters
    ----------
    problem
        The problem.

    Returns
    -------
    Bools
        A new array of shape (mentees, mentors).

    Examples
    --------
    >>> allowed_pairs(Problem(np.ones((2, 2), bool), [1, 1], [], [(0, 1)])).tolist()
    [[False, True], [True, True]]
    """
    allowed = problem.eligible & (problem.capacity > 0)
    pins = problem.pins[~problem.several[problem.pins[:, 0]]]
    if len(pins):
        rows, cols = pins.T
        keep = allowed[rows, cols]
        allowed[rows] = False
        allowed[rows, cols] = keep
    return allowed


def place_prices(problem: Problem, number: Ints) -> Ints:
    """What it saves, level by level, that each mentee has a mentor more.

    Parameters
    ----------
    problem
        The problem.
    number
        Which mentor of the mentee that is, from 1 on, shape (mentees,).

    Returns
    -------
    Ints
        Shape (mentees, 2 + tiers): pins kept, mentees matched, then the tiers. Never more, lexicographically, for a
        later place of the same mentee than for an earlier one.

    Examples
    --------
    >>> problem = Problem(np.ones((1, 3), bool), [1, 1, 1], [FURTHER, EVENLY], wanted=[3])
    >>> [place_prices(problem, np.array([number]))[0].tolist() for number in (1, 2, 3)]
    [[0, 1, 0, 0], [0, 0, 1, -1], [0, 0, 1, -2]]
    """
    prices = np.zeros((len(number), 2 + len(problem.tiers)), np.int64)
    prices[problem.pins[:, 0], 0] = 1
    # of mentees who want several, pins are counted pair by pair
    prices[problem.several | (number > 1), 0] = 0
    prices[:, 1] = number == 1
    for level, tier in enumerate(problem.tiers, 2):
        if tier is FURTHER:
            prices[:, level] = number > 1
        elif tier is EVENLY:
            prices[:, level] = 1 - number
    return prices


def pin_costs(problem: Problem) -> Ints:
    """The pins that are counted pair by pair: those of mentees who want several mentors, shape (pins, 2).

    Each such pair costs -1 on the first level, pins kept.

    Parameters
    ----------
    problem
        The problem.
    """
    return problem.pins[problem.several[problem.pins[:, 0]]]


def total_of(problem: Problem, tier: AnyTier, rows: Ints, cols: Ints) -> int:
    """The total of one tier over some pairs.

    Parameters
    ----------
    problem, tier
        The problem and one of its tiers.
    rows, cols
        Mentee and mentor of each pair, each of shape (pairs,); a matching or not.

    Returns
    -------
    int
        The total; smaller is better.

    Examples
    --------
    >>> problem = Problem(np.ones((2, 2), bool), [2, 2], [SPREAD, FURTHER], wanted=[2, 2])
    >>> [total_of(problem, tier, np.array([0, 1, 1]), np.array([0, 0, 1])) for tier in problem.tiers]
    [1, 1]
    """
    if isinstance(tier, Tier):
        return int(tier.cost[rows, cols].sum(dtype=np.int64))
    ends, count = (cols, problem.shape[1]) if tier is SPREAD else (rows, problem.shape[0])
    loads = np.bincount(ends, minlength=count).astype(np.int64)
    if tier is FURTHER:
        return int((problem.wanted - np.maximum(loads, 1)).sum())
    return int((loads * (loads - 1) // 2).sum())


def extremes(cost: Costs, eligible: Bools) -> tuple[int, int]:
    """Smallest and largest cost among the eligible pairs, or bounds on them; (0, 0) where there is none.

    Parameters
    ----------
    cost
        Integers of shape (mentees, mentors).
    eligible
        Bools of the same shape.

    Returns
    -------
    tuple of int
        Lower and upper bound; exact unless `cost` has `bounds` of its own or is of one or two bytes.

    Examples
    --------
    >>> import numpy as np
    >>> extremes(np.array([[5, 9]]), np.array([[True, False]]))
    (5, 5)
    """
    known: tuple[int, int] | None = getattr(cost, "bounds", None)
    if known is not None:
        return known
    if cost.dtype.itemsize <= 2 and eligible.size and cost[:].min() >= 0:
        # to look at all pairs is quicker, and for numbers so small a loose bound does no harm
        return 0, int(cost[:].max())
    found = [
        (int(values.min()), int(values.max()))
        for start in range(0, len(eligible), _ROWS)
        if (values := cost[start : start + _ROWS][eligible[start : start + _ROWS]]).size
    ]
    lows, highs = zip(*found, strict=True) if found else ((0,), (0,))
    return min(lows), max(highs)
