"""Differences between two halves, each with an interval that covers the truth at a stated rate, and none for too few.

Every method is for independent people, as coins make them: what was tossed together, as pairs of one mentor are, would
need another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
"""The rate at which intervals cover the truth."""

ENOUGH = 20
"""Answers that each half must have; from fewer, nothing is concluded, whatever the interval says."""

_POWER = 0.8
_PSEUDO = 0.5

Ratings = Mapping[int, int]
"""Rating -> how many gave it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference, the first less the second, and the limits of its interval."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Return whether the interval leaves out 0, so that one of the two is the larger."""
        return self.low > 0 or self.high < 0


def share_difference(hits: tuple[int, int], of: tuple[int, int], confidence: float = CONFIDENCE) -> Interval | None:
    """Compare two shares.

    Parameters
    ----------
    hits, of
        How many of how many, for the first half and the second.
    confidence
        The rate at which the interval covers the truth.

    Returns
    -------
    Interval or None
        Of the difference of the two shares, between -1 and 1; None where a half is empty.

    Notes
    -----
    Newcombe's hybrid of two Wilson score intervals: R. G. Newcombe, Interval estimation for the difference between
    independent proportions, Statistics in Medicine 17 (1998), 873-890, method 10.

    Examples
    --------
    The first comparison of Newcombe's table II, 56 of 70 against 48 of 80.

    >>> told = share_difference((56, 48), (70, 80))
    >>> round(told.value, 4), round(told.low, 4), round(told.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if not all(of):
        return None
    # it takes longer to load than any other command takes to run
    from scipy.stats import binomtest  # type: ignore[import-untyped]  # scipy ships no types

    (one, low_one, high_one), (two, low_two, high_two) = (
        (hit / n, *binomtest(hit, n).proportion_ci(confidence, method="wilson"))
        for hit, n in zip(hits, of, strict=True)
    )
    return _squared(((1.0, Interval(one, low_one, high_one)), (-1.0, Interval(two, low_two, high_two))))


def mean_difference(
    first: Ratings, second: Ratings, scale: tuple[int, int], confidence: float = CONFIDENCE
) -> Interval | None:
    """Compare two mean ratings.

    Parameters
    ----------
    first, second
        The ratings of the two halves.
    scale
        The lowest and the highest rating that could be given.
    confidence
        The rate at which the interval covers the truth, or more.

    Returns
    -------
    Interval or None
        Of the difference of the two means, in steps of the scale; None where a half has fewer than two ratings.

    Notes
    -----
    B. L. Welch's interval for unequal variances (Biometrika 34, 1947, 28-35). Most ratings are the best there is, so
    a small half may show no variance that is there; each variance is therefore taken as if half a rating more were
    among them, split between the two ends of the scale, as A. Agresti and B. Caffo (The American Statistician 54, 2000,
    280-288) do for shares. Without it the interval covered 93 times in 100 for the most uneven ratings.

    Examples
    --------
    >>> told = mean_difference({5: 20}, {5: 20}, (1, 5))
    >>> told.value, told.tells
    (0.0, False)
    """
    halves = [_moments(ratings, scale) for ratings in (first, second)]
    if any(number < 2 for number, _, _ in halves):
        return None
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # scipy ships no types

    parts = [variance / number for number, _, variance in halves]
    freedom = sum(parts) ** 2 / sum(part**2 / (number - 1) for part, (number, _, _) in zip(parts, halves, strict=True))
    reach = float(stdtrit(freedom, (1 + confidence) / 2)) * sqrt(sum(parts))
    value = halves[0][1] - halves[1][1]
    return Interval(value, value - reach, value + reach)


def _moments(ratings: Ratings, scale: tuple[int, int]) -> tuple[int, float, float]:
    """Return how many there are, their mean, and the variance with half a rating at the ends among them."""
    number = sum(ratings.values())
    mean = sum(rating * count for rating, count in ratings.items()) / number if number else 0.0
    padded = {rating: float(count) for rating, count in ratings.items()}
    for end in scale:
        padded[end] = padded.get(end, 0.0) + _PSEUDO / 2
    weight = number + _PSEUDO
    middle = sum(rating * count for rating, count in padded.items()) / weight
    spread = sum(count * (rating - middle) ** 2 for rating, count in padded.items())
    return number, mean, spread / (weight - 1) if weight > 1 else inf


def together(years: Sequence[tuple[tuple[int, int], Interval]]) -> Interval | None:
    """Put the differences of several years into one, so that no year's people are compared with another year's.

    Parameters
    ----------
    years
        For each, how many the two halves had, and their difference.

    Returns
    -------
    Interval or None
        The mean of the differences, each with the weight n m / (n + m) of its halves, as N. Mantel and W. Haenszel
        weigh strata; None without any. Its limits are recovered from those of the years (G. Y. Zou and A. Donner,
        Statistics in Medicine 27, 2008, 1693-1702), so it covers as often as they do.

    Examples
    --------
    >>> together([((10, 10), Interval(0.2, -0.2, 0.6))]) == Interval(0.2, -0.2, 0.6)
    True
    >>> found = together([((20, 20), Interval(0.2, 0.0, 0.4)), ((20, 20), Interval(0.4, 0.2, 0.6))])
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.3, 0.159, 0.441)
    """
    weights = [one * two / (one + two) if one and two else 0.0 for (one, two), _ in years]
    total = sum(weights)
    if not total:
        return None
    if len(years) == 1:
        return years[0][1]
    return _squared([(weight / total, told) for weight, (_, told) in zip(weights, years, strict=True)])


def _squared(parts: Sequence[tuple[float, Interval]]) -> Interval:
    """Return a weighted sum of independent figures, its limits by adding the squares of the distances to theirs."""
    value = sum(weight * one.value for weight, one in parts)
    down = sum((weight * (one.value - (one.low if weight > 0 else one.high))) ** 2 for weight, one in parts)
    up = sum((weight * (one.value - (one.high if weight > 0 else one.low))) ** 2 for weight, one in parts)
    return Interval(value, value - sqrt(down), value + sqrt(up))


def wanted(share: float, gain: float, confidence: float = CONFIDENCE) -> int:
    """Return how many answers each half needs for a difference of two shares to be told four times in five.

    Parameters
    ----------
    share
        The share without what is tried out, from 0 to 1.
    gain
        The difference that is to be told; a loss of as much where the share cannot grow by it.
    confidence
        Of the interval that is to leave out 0.

    Notes
    -----
    The usual normal approximation (J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, chapter 3), at
    a power of 80 %.

    Examples
    --------
    >>> wanted(0.6, 0.2), wanted(0.6, 0.1)
    (82, 356)
    """
    other = share + gain if share + gain <= 1 else share - gain
    middle = (share + other) / 2
    chance = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(2 * middle * (1 - middle))
    power = NormalDist().inv_cdf(_POWER) * sqrt(share * (1 - share) + other * (1 - other))
    return ceil(((chance + power) / (other - share)) ** 2)
