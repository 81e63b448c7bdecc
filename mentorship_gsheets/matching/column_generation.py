"""Column generation: which pairs are worth considering, and which the prices rule out.

Solve on a few pairs, look for others that would be better at the prices found (negative reduced cost), add those,
until there are none: then the matching is best among all pairs. All pairs are looked at in blocks of mentees that
fit into a core's cache, on all cores.

References
----------
L. R. Ford, D. R. Fulkerson, A suggested computation for maximal multi-commodity network flows, Management Science 5
(1958).
G. B. Dantzig, P. Wolfe, Decomposition principle for linear programs, Operations Research 8 (1960).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from mentorship_gsheets.matching.levels import Level, Word
from mentorship_gsheets.matching.problem import LIMIT, Bools, Ints

T = TypeVar("T")

#: A block stays in a core's cache: so many numbers, and no more mentees than fit in six bits.
_BLOCK, _ROW = 2**17, 6
#: Equal pairs are told apart by a little noise, so that not everybody is offered the same few mentors.
_NOISE = 5
_STRIDE, _CYCLE = 31, 9973
#: Each mentee's mentors are first thinned out, the best of every few that stand far apart.
_FOLD = 3
_NEVER = np.int64(2**61)


def candidates(
    levels: list[Level], word: Word, prices: Ints, mask: Bools, per_mentee: int, per_mentor: int
) -> tuple[Ints, Ints]:
    """The pairs that look best to either side at some prices, nearly all of them.

    Parameters
    ----------
    levels, word
        What a pair costs.
    prices
        What a place with each mentor costs besides, shape (mentors,).
    mask
        Pairs that may be used, shape (mentees, mentors).
    per_mentee, per_mentor
        How many to take of each mentee and of each mentor.

    Returns
    -------
    rows, cols
        Mentee and mentor of the pairs, unsorted, with repetitions. Pairs outside `mask` are absent, and so, now and
        then, is a pair that belongs here: `violators` finds what was missed.

    Notes
    -----
    A block is looked at once for both sides. Noise in the lowest bits spreads equal pairs over the mentors; a mentee's
    mentors are first thinned out to the best of every few that stand far apart, which is quicker to sort.
    """
    n, m = mask.shape
    folds = int(np.clip(m // (8 * per_mentee), 1, 2**_FOLD))
    width = -(-m // folds)
    few = min(per_mentee, width)
    noise = np.random.default_rng(0).integers(0, 2**_NOISE, m + _CYCLE + _height(m) * _STRIDE) << _FOLD

    def look(start: int, stop: int) -> tuple[Ints, Ints, Ints]:
        keys = np.full((stop - start, folds * width), _NEVER)
        rest = keys[:, :m]
        _fill(rest, levels, word, prices, start)
        rest <<= _NOISE + _FOLD
        steps = (_STRIDE * noise.itemsize, noise.itemsize)
        rest += np.lib.stride_tricks.as_strided(noise[start * _STRIDE % _CYCLE :], rest.shape, steps)
        rest += np.multiply(~mask[start:stop], _NEVER)
        folded = (keys.reshape(-1, folds, width) + np.arange(folds)[:, None]).min(axis=1)
        best = np.argpartition(folded, few - 1, axis=1)[:, :few]
        values = np.take_along_axis(folded, best, axis=1)
        rows, ranks = np.nonzero(values < _NEVER // 2)
        rest -= np.where(values.min(axis=1) < _NEVER // 2, values.min(axis=1), 0)[:, None]
        rest >>= _NOISE + _FOLD
        rest <<= _ROW
        rest += np.arange(stop - start)[:, None]
        return rows + start, best[rows, ranks] + (values[rows, ranks] % 2**_FOLD) * width, rest.min(axis=0)

    rows, cols, tops = zip(*_blocks(look, n, m), strict=True)
    more = [_top(np.stack(tops[first::per_mentor]), first, per_mentor) for first in range(min(per_mentor, len(tops)))]
    return (
        np.concatenate([*rows, *(row for row, _ in more)]),
        np.concatenate([*cols, *(col for _, col in more)]),
    )


def scattered(mask: Bools, per_mentee: int) -> tuple[Ints, Ints]:
    """A few pairs of each mentee regardless of cost, every mentor about equally often.

    Where all want the same mentors, these show what the others are worth; without them prices shoot up.

    Parameters
    ----------
    mask
        Pairs that may be used, shape (mentees, mentors).
    per_mentee
        How many of each mentee at most.

    Returns
    -------
    rows, cols
        Mentee and mentor of the pairs, sorted by mentee, with repetitions; pairs outside `mask` are absent.
    """
    n, m = mask.shape
    rng = np.random.default_rng(0)
    rows = np.repeat(np.arange(n), per_mentee)
    cols = np.concatenate([rng.permutation(-(-n // m) * m)[:n] % m for _ in range(per_mentee)])
    cols = cols.reshape(per_mentee, n).T.ravel()
    kept = mask[rows, cols]
    return rows[kept], cols[kept]


def _top(values: Ints, first: int, step: int) -> tuple[Ints, Ints]:
    """The best mentee of each mentor among some blocks: every `step`-th from the `first` on."""
    m = values.shape[1]
    block = values.argmin(axis=0)
    best = values[block, np.arange(m)]
    cols = np.flatnonzero(best < _NEVER >> (_NOISE + _FOLD - _ROW + 1))
    return (first + step * block[cols]) * _height(m) + best[cols] % 2**_ROW, cols


def violators(
    levels: list[Level], prices: Ints, offers: Ints, mask: Bools, per_mentee: int, tight: Bools
) -> tuple[Ints, Ints]:
    """Pairs that would be better at these prices; finding none proves the matching best among all pairs of `mask`.

    Parameters
    ----------
    levels
        What a pair costs, compared lexicographically.
    prices, offers
        Of the mentors and of the mentees, shapes (mentors, levels), (mentees, levels).
    mask
        Pairs that may be used, shape (mentees, mentors).
    per_mentee
        At most this many of each mentee, the best ones.
    tight
        Overwritten: the pairs of `mask` that cost nothing extra at these prices.

    Returns
    -------
    rows, cols
        Mentee and mentor of the pairs, in no order; both empty when the matching is proven best.

    Notes
    -----
    Reduced cost: cost of the pair - offer of the mentee + price of the mentor. None negative is dual feasibility,
    and with complementary slackness on the pairs in sight, optimality over all pairs.
    """
    parts = [
        (word, *(values[:, list(word.levels)] @ np.array(word.factors) for values in (prices, offers)))
        for word in _comparable(levels, prices, offers)
    ]
    n, m = mask.shape

    def look(start: int, stop: int) -> tuple[Ints, Ints]:
        undecided = mask[start:stop]
        better: list[tuple[Ints, Ints]] = []
        rest = np.empty((stop - start, m), np.int64)
        for word, price, offer in parts:
            _fill(rest, levels, word, price, start)
            rest -= offer[start:stop, None]
            bad = undecided & (rest < 0)
            if bad.any():
                better.append(_worst(rest, bad, per_mentee))
            undecided = undecided & (rest == 0)
        tight[start:stop] = undecided
        rows, cols = zip(*better, strict=True) if better else ((), ())
        return np.concatenate([_NOBODY, *rows]) + start, np.concatenate([_NOBODY, *cols])

    rows, cols = zip(*_blocks(look, n, m), strict=True)
    return np.concatenate(rows), np.concatenate(cols)


_NOBODY = np.zeros(0, np.int64)


def _comparable(levels: list[Level], prices: Ints, offers: Ints) -> list[Word]:
    """Pack levels so that reduced costs at these prices order lexicographically and fit."""
    words: list[Word] = []
    chosen: list[int] = []
    factors: list[int] = []
    room = 1
    for index in range(len(levels) - 1, -1, -1):
        ends = (int(np.abs(values[:, index]).max(initial=0)) for values in (prices, offers))
        reach = 2 * (levels[index].span + sum(ends)) + 1
        if chosen and room * reach > 4 * LIMIT:
            words.insert(0, Word(tuple(chosen), tuple(factors)))
            chosen, factors, room = [], [], 1
        chosen.insert(0, index)
        factors.insert(0, room)
        room *= reach
    words.insert(0, Word(tuple(chosen), tuple(factors)))
    return words


def _fill(rest: Ints, levels: list[Level], word: Word, prices: Ints, start: int) -> None:
    """Overwrite `rest` with costs of some mentees' pairs in one word, plus prices."""
    rest[:] = prices
    scratch = np.empty(rest.shape, np.int64)
    for index, factor in word.parts:
        cost = levels[index].cost
        if cost is not None:
            np.multiply(cost[start : start + len(rest)], factor, out=scratch, casting="unsafe", dtype=np.int64)
            rest += scratch


def _worst(rest: Ints, bad: Bools, per_mentee: int) -> tuple[Ints, Ints]:
    """The most negative of some pairs, a few of each mentee."""
    rows, cols = np.nonzero(bad)
    order = np.lexsort((rest[rows, cols], rows))
    rows, cols = rows[order], cols[order]
    few = np.arange(len(rows)) - np.searchsorted(rows, rows) < per_mentee
    return rows[few], cols[few]


def _height(m: int) -> int:
    return int(np.clip(_BLOCK // max(1, m), 1, 2**_ROW))


def _blocks(look: Callable[[int, int], T], n: int, m: int) -> list[T]:
    """Apply `look` to blocks of mentees on all cores; numpy lets go of the interpreter lock while it counts."""
    height = _height(m)
    starts = range(0, n, height)
    if len(starts) <= 1:  # beginning a thread takes longer than a small problem
        return [look(start, min(n, start + height)) for start in starts]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda start: look(start, min(n, start + height)), starts))
