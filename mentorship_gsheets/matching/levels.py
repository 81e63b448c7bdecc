"""The objective as a list of levels, and levels packed into 64-bit words that add up and compare exactly.

A vector of small integers is compared lexicographically by packing it into one integer with a factor for each entry.
As long as no sum of entries reaches the next factor, adding and comparing the packed words is adding and comparing the
vectors, and the sum can be unpacked again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.problem import (
    EVENLY,
    LIMIT,
    SPREAD,
    Bools,
    Costs,
    Ints,
    Problem,
    Tier,
    extremes,
    place_prices,
)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One integer to minimise, in the terms of the flow network.

    Parameters
    ----------
    cost
        Cost of every pair, shape (mentees, mentors), or None where pairs cost nothing.
    price
        Cost of leaving a mentee unmatched, shape (mentees,): what the first mentor saves.
    spread
        1 if place s of a mentor costs s, else 0.
    span
        Largest cost of any single step: a pair, a place, an unmatched mentee. 0: the level decides nothing.
    """

    cost: Costs | None
    price: Ints
    spread: int
    span: int


@dataclass(frozen=True, slots=True)
class Word:
    """Neighbouring levels and the factor of each, such that the weighted sum orders like the levels do.

    Parameters
    ----------
    levels
        Their positions, the most important first.
    factors
        The factor of each; the last is 1.
    """

    levels: tuple[int, ...]
    factors: tuple[int, ...]

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Level and factor, one after the other."""
        return list(zip(self.levels, self.factors, strict=True))


def levels_of(problem: Problem, allowed: Bools) -> list[Level]:
    """Pins kept, mentees matched, then the problem's tiers.

    Parameters
    ----------
    problem
        The problem.
    allowed
        Eligible pairs that agree with the pins, shape (mentees, mentors).

    Returns
    -------
    list of Level
        Of length 2 + tiers, as the columns of a `Certificate`.
    """
    n = problem.shape[0]
    first = place_prices(problem, np.ones(n, np.int64)).T
    levels = [Level(None, first[0], 0, int(len(problem.pins) > 0)), Level(None, first[1], 0, 1)]
    deepest = int(min(problem.capacity.max(initial=0), n))
    further = int(problem.wanted.max(initial=1)) - 1
    for price, tier in zip(first[2:], problem.tiers, strict=True):
        if tier is SPREAD:
            levels.append(Level(None, price, 1, max(0, deepest - 1)))
        elif isinstance(tier, Tier):
            levels.append(Level(tier.cost, price, 0, extremes(tier.cost, allowed)[1]))
        else:
            levels.append(Level(None, price, 0, further if tier is EVENLY else min(1, further)))
    return levels


def words_of(levels: list[Level], shape: tuple[int, int]) -> list[Word]:
    """Pack levels into as few words as exactness permits, leaving out those that decide nothing.

    Parameters
    ----------
    levels
        All levels, the most important first.
    shape
        Number of mentees, number of mentors.

    Returns
    -------
    list of Word
        Levels whose span is 0 are absent; empty when no level decides anything.

    Notes
    -----
    A shortest path or a simple cycle of changes has at most k = min(mentees, mentors) + 2 steps, so along it a
    level adds up to at most k x span. A factor above 4 k x span keeps the levels below from ever reaching it.

    Examples
    --------
    >>> import numpy as np
    >>> level = Level(None, np.zeros(3, int), 0, 1)
    >>> words_of([level, level], (3, 3))
    [Word(levels=(0, 1), factors=(25, 1))]
    """
    words: list[Word] = []
    chosen: list[int] = []
    factors: list[int] = []
    room = 1
    for index in range(len(levels) - 1, -1, -1):
        if levels[index].span == 0:
            continue
        radix = 4 * (min(shape) + 3) * levels[index].span + 1
        if chosen and room * radix > LIMIT:
            words.insert(0, Word(tuple(chosen), tuple(factors)))
            chosen, factors, room = [], [], 1
        chosen.insert(0, index)
        factors.insert(0, room)
        room *= radix
    if chosen:
        words.insert(0, Word(tuple(chosen), tuple(factors)))
    return words


def groups_of(levels: list[Level], bits: int, slack: int) -> list[Word]:
    """Levels for an engine to solve at once, with smaller factors than exactness asks for; `optimality_repair` checks.

    Parameters
    ----------
    levels
        All levels, the most important first; those that decide nothing are left out.
    bits
        How large a group's costs may become.
    slack
        How many steps of a level outweigh one step of the level above; in long chains of changes it takes more.

    Returns
    -------
    list of Word
        Levels whose span is 0 are absent.

    Examples
    --------
    >>> import numpy as np
    >>> level = Level(None, np.zeros(3, int), 0, 3)
    >>> groups_of([level] * 3, 10, 8)
    [Word(levels=(0, 1), factors=(32, 1)), Word(levels=(2,), factors=(1,))]
    """
    groups: list[list[int]] = []
    room = 0
    for index, level in enumerate(levels):
        if level.span == 0:
            continue
        room *= slack * (level.span + 1)
        if not groups or room.bit_length() > bits:
            groups.append([])
            room = level.span + 1
        groups[-1].append(index)
    words = []
    for group in groups:
        factors = [1]
        for index in reversed(group[1:]):
            factors.insert(0, factors[0] * slack * (levels[index].span + 1))
        words.append(Word(tuple(group), tuple(factors)))
    return words


def pair_costs(levels: list[Level], word: Word, rows: Ints, cols: Ints) -> Ints:
    """Cost of some pairs in one word.

    Parameters
    ----------
    levels, word
        The levels and the word.
    rows, cols
        Mentee and mentor of each pair, each of shape (pairs,).

    Returns
    -------
    Ints
        Shape (pairs,).
    """
    total = np.zeros(len(rows), np.int64)
    for index, factor in word.parts:
        cost = levels[index].cost
        if cost is not None:
            total += factor * cost[rows, cols].astype(np.int64, copy=False)
    return total


def stay_costs(levels: list[Level], word: Word) -> Ints:
    """Cost in one word of leaving each mentee unmatched; levels and word as for `pair_costs`, shape (mentees,).

    Parameters
    ----------
    levels
        The objective, most important first, as for `pair_costs`.
    word
        Which of its levels share this word, and by what they are multiplied.

    Returns
    -------
    Ints
        Shape (mentees,).
    """
    total = np.zeros_like(levels[0].price)
    for index, factor in word.parts:
        total += factor * levels[index].price
    return total


def spread_cost(levels: list[Level], word: Word) -> int:
    """What every further place of a mentor adds in one word; levels and word as for `pair_costs`.

    Parameters
    ----------
    levels
        The objective, most important first, as for `pair_costs`.
    word
        Which of its levels share this word, and by what they are multiplied.

    Returns
    -------
    int
        0 where no level of the word spreads mentees.
    """
    return sum(factor * levels[index].spread for index, factor in word.parts)


def decode(word: Word, values: Ints) -> Ints:
    """Split sums of a word along paths into its levels.

    Parameters
    ----------
    word
        The word.
    values
        Sums, shape (values,).

    Returns
    -------
    Ints
        Shape (values, levels in the word).

    Examples
    --------
    >>> import numpy as np
    >>> decode(Word((0, 1), (25, 1)), np.array([48, -27]))
    array([[ 2, -2],
           [-1, -2]])
    """
    rest = values.copy()
    digits = []
    for factor in word.factors:
        # rounded to the nearest: what is left may be negative, but never half a step of this level
        digit = (rest + factor // 2) // factor
        digits.append(digit)
        rest -= digit * factor
    return np.stack(digits, axis=1)
