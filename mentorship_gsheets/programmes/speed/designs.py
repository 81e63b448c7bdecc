"""Seatings from algebra in which no two mentees meet twice: the starting points of the search.

A word says at which table somebody sits in every round. The words of one class are shifts of one another, so a class
puts one person at every table in every round, and table sizes differ by one at most whatever part of the last class
is used.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.programmes.speed.fields import finite_field, prime_power

Ints = NDArray[np.int64]

#: Nodes of the search for a difference matrix; beyond it the matrix has rows that differ equally somewhere.
_NODES = 2_000


def seats(tables: int, rounds: int, people: int, *, return_allowed: bool = False) -> Ints:
    """Return words for so many people.

    Parameters
    ----------
    tables
        How many there are in every round.
    rounds
        How many there are; at most `tables`, or one more for a plane.
    people
        How many words are wanted.
    return_allowed
        Whether the same table number in another round is another mentor.

    Returns
    -------
    (people, rounds): table numbers from 0. In a word all numbers differ, unless `return_allowed`. Two words agree in
    one round at most as far as `classes` finds such a design.

    References
    ----------
    C. J. Colbourn, J. H. Dinitz (eds.), *Handbook of Combinatorial Designs*, 2nd ed. 2007, sections II.2 (affine
    planes) and VI.17 (difference matrices).

    Examples
    --------
    >>> seats(3, 2, 4).tolist()
    [[0, 1], [1, 2], [2, 0], [0, 2]]
    """
    if return_allowed and people == tables**2 and prime_power(tables) and rounds <= tables + 1:
        return _plane(tables)[:, :rounds]
    needed = -(-people // tables)
    sums = finite_field(tables)[0] if prime_power(tables) else np.add.outer(range(tables), range(tables)) % tables
    found = np.array(classes(tables, rounds, needed))
    # with more classes than the design has, the same words are used again
    chosen = found[np.arange(needed) % len(found)]
    words: Ints = sums[chosen[:, None, :], np.arange(tables)[None, :, None]].reshape(needed * tables, rounds)
    return words[:people]


def perfect(tables: int, rounds: int, people: int) -> bool:
    """Return whether the design for so many people is one in which nobody meets anybody twice.

    Parameters
    ----------
    tables, rounds, people
        How many there are.

    Examples
    --------
    >>> perfect(8, 8, 56), perfect(8, 8, 57), perfect(6, 4, 24)
    (True, False, True)
    """
    if rounds > tables or people > tables * (tables - 1):
        return False
    words = seats(tables, rounds, people)
    agree = (words[:, None, :] == words[None, :, :]).sum(axis=2)
    return int(agree[np.triu_indices(people, 1)].max(initial=0)) <= 1


def _plane(order: int) -> Ints:
    """Return (order ** 2, order + 1): points of the affine plane, and the line of every direction each is on."""
    sums, times = finite_field(order)
    across, up = (axis.ravel() for axis in np.meshgrid(np.arange(order), np.arange(order), indexing="ij"))
    slopes = np.arange(order)
    return np.column_stack([sums[up[:, None], times[across[:, None], slopes[None, :]]], across])


@cache
def classes(tables: int, rounds: int, needed: int) -> tuple[tuple[int, ...], ...]:
    """Return the first word of up to `needed` classes, whose differences from one another differ in all rounds.

    Parameters
    ----------
    tables, rounds
        How many there are.
    needed
        How many classes are wanted; fewer are returned where a design has no more.

    Notes
    -----
    For a prime power, multiples of the elements of the finite field. Else rows of a difference matrix over the
    integers modulo `tables`, by backtracking within a fixed number of nodes; after that, rows that agree as little as
    possible with those already there, so that words still visit different tables.
    """
    if prime_power(tables):
        times = finite_field(tables)[1]
        return tuple(tuple(times[factor, :rounds].tolist()) for factor in range(1, min(needed, tables - 1) + 1))
    rows = _difference_rows(tables, rounds, min(needed, tables - 1))
    spare = np.random.RandomState(tables * 64 + rounds)  # of all generators the one whose stream NumPy keeps (NEP 19)
    while len(rows) < min(needed, tables - 1):
        offered = [tuple(spare.permutation(tables)[:rounds].tolist()) for _ in range(200)]
        rows.append(min(offered, key=lambda word: sum(_agreements(word, row, tables) for row in rows)))
    return tuple(rows)


def _agreements(word: tuple[int, ...], row: tuple[int, ...], tables: int) -> int:
    """Return how many pairs of people of two classes meet once more than once."""
    differences = [(mine - theirs) % tables for mine, theirs in zip(word, row, strict=True)]
    return len(differences) - len(set(differences))


def _difference_rows(tables: int, rounds: int, needed: int) -> list[tuple[int, ...]]:
    """Return as many rows as backtracking found; all begin with 0, and their second entries grow."""
    best: list[tuple[int, ...]] = []
    nodes = 0

    def extend(rows: list[tuple[int, ...]], word: list[int], used: list[set[int]]) -> bool:
        """Append one entry or one row; true when all rows are there."""
        nonlocal best, nodes
        if len(word) == rounds:
            rows = [*rows, tuple(word)]
            if len(rows) > len(best):
                best = rows
            if len(rows) == needed:
                return True
            # shifting a row changes nothing, so that all may begin with 0
            return extend(rows, [0], [{0}, *({-row[0] % tables} for row in rows)])
        nodes += 1
        if nodes > _NODES:
            return True
        place = len(word)
        first = rows[-1][1] + 1 if rows and place == 1 else 1
        for step in range(tables - first):
            # the order in which entries are tried spreads the rows: neighbours use up each other's differences
            value = (first + step) if place == 1 else (first + (step * 1 + sum(word)) % (tables - first))
            differences = [value, *((value - row[place]) % tables for row in rows)]
            if any(difference in taken for difference, taken in zip(differences, used, strict=True)):
                continue
            grown = [taken | {difference} for difference, taken in zip(differences, used, strict=True)]
            if extend(rows, [*word, value], grown):
                return True
        return False

    if rounds == 1:
        return [(0,)]
    extend([], [0], [{0}])
    return best
