"""Made-up matching problems: tiny and nasty, like a conference, and of hostile shapes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching import SPREAD, Problem, Tier, tie_tier


def tiny(seed: int) -> Problem:
    """At most 5 mentees and 4 mentors, with everything that can go wrong: empty sides, no capacity, clashing pins."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(0, 6)), int(rng.integers(0, 5))
    eligible = rng.random((n, m)) < rng.choice([0, 0.3, 0.7, 1])
    pins = rng.integers(0, [n, m], (rng.choice([0, 0, 0, 1, 2, 4]), 2)) if n and m else ()
    return Problem(eligible, rng.integers(0, 4, m), _tiers(rng, n, m, [1, 2, 3, 20, 2**31, 2**40]), pins)


def middling(seed: int, *, most: int = 24, ties: bool = False) -> Problem:
    """Up to so many mentees and two thirds as many mentors, without pins; `ties` adds a tie tier."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, most + 1)), int(rng.integers(1, most * 2 // 3 + 1))
    eligible = rng.random((n, m)) < rng.choice([0.2, 0.6, 1])
    tiers = _tiers(rng, n, m, [2, 4, 100])
    return Problem(eligible, rng.integers(0, 4, m), [*tiers, tie(n, m)] if ties else tiers)


def _tiers(rng: np.random.Generator, n: int, m: int, limits: list[int]) -> list[Tier | object]:
    tiers: list[Tier | object] = []
    for _ in range(rng.integers(0, 5)):
        spread = rng.random() < 0.3
        tiers.append(SPREAD if spread else Tier("made up", rng.integers(0, rng.choice(limits), (n, m))))
    return tiers


def tie(n: int, m: int) -> Tier:
    """A tie tier of made-up people."""
    return tie_tier([f"mentee{j}@example.org" for j in range(n)], [f"mentor{i}@example.org" for i in range(m)])


def conference(n: int, seed: int = 0) -> Problem:
    """A conference: 0.82 n mentors of capacity 1-3, colleagues forbidden, a fifth online, a tenth say nothing."""
    rng = np.random.default_rng(seed)
    m = max(1, round(0.82 * n))
    institutions = max(5, n // 12)
    eligible = rng.integers(0, institutions, n)[:, None] != rng.integers(0, institutions, m)
    attendance = ((rng.random(n) < 0.2)[:, None] != (rng.random(m) < 0.2)).astype(np.int8)
    fields = 3 - _shared(rng, n, m, 14, 0.18, 3)
    fields[rng.random(n) < 0.1] = 2
    sector = 1 - _shared(rng, n, m, 4, 0.4, 1)
    topics = sum((25 - 5 * _shared(rng, n, m, 12, 0.25, 5) for _ in range(4)), np.zeros((n, m), np.int8))
    hours = np.abs(rng.integers(-11, 13, n)[:, None] - rng.integers(-11, 13, m)).astype(np.int8)
    zones = np.minimum(hours, 24 - hours).astype(np.int8)
    named = zip(
        ("attendance", "fields", "topics", "sector", "time zones"),
        (attendance, fields, topics, sector, zones),
        strict=True,
    )
    first, second, *rest = [Tier(name, cost) for name, cost in named]
    return Problem(eligible, rng.integers(1, 4, m), [first, second, SPREAD, *rest, tie(n, m)])


def _shared(rng: np.random.Generator, n: int, m: int, options: int, ticked: float, most: int) -> NDArray[np.int8]:
    """How many options two people both ticked, at most `most`."""
    left, right = (rng.random((count, options)) < ticked for count in (n, m))
    return np.minimum(left.astype(np.float32) @ right.astype(np.float32).T, most).astype(np.int8)


def hostile(n: int) -> Iterator[tuple[str, Problem]]:
    """Shapes that break tools: name and problem."""
    rng = np.random.default_rng(1)
    m = max(1, round(0.82 * n))
    everybody, places = np.ones((n, m), bool), rng.integers(1, 4, m)

    def points(most: int, rows: int = n, cols: int = m) -> Tier:
        return Tier("points", rng.integers(0, most + 1, (rows, cols)).astype(np.int8))

    same = Tier("the same", np.zeros((n, m), np.int8))
    yield "all identical", Problem(everybody, places, [same, SPREAD, tie(n, m)])
    yield "all forbidden", Problem(~everybody, places, [points(3), SPREAD, tie(n, m)])
    yield (
        "more mentors",
        Problem(everybody.T, rng.integers(1, 4, n), [points(3, m, n), SPREAD, points(100, m, n), tie(m, n)]),
    )
    few = max(1, m // 3)
    yield (
        "places for half",
        Problem(everybody[:, :few], places[:few], [points(3, n, few), SPREAD, points(100, n, few), tie(n, few)]),
    )
    yield (
        "capacity mix",
        Problem(everybody, rng.choice([0, 1, 2, 5, 20, 100], m), [points(3), points(100), SPREAD, tie(n, m)]),
    )
    wanted = Tier("popular", np.broadcast_to((np.arange(m) % 100).astype(np.int8), (n, m)))
    yield "all want the same", Problem(everybody, places, [wanted, SPREAD, tie(n, m)])
    # everybody agrees on an order and minds differently: the hardest costs for assignment (Machol and Wien 1976)
    product = np.outer(np.arange(n) % 150, np.arange(m) % 150).astype(np.int16)
    yield "products", Problem(everybody, np.ones(m, int), [Tier("product", product), tie(n, m)])
    # one mentor whom everybody wants has room for half of all
    hub = np.ones(m, np.int64)
    hub[0] = max(1, n // 2)
    far = rng.integers(20, 100, (n, m)).astype(np.int8)
    far[:, 0] = rng.integers(0, 20, n)
    yield "one hub", Problem(everybody, hub, [Tier("points", far), tie(n, m)])
    crowd = max(1, n // 100)
    yield (
        "a hundred each",
        Problem(np.ones((n, crowd), bool), np.full(crowd, 110), [points(3, n, crowd), SPREAD, tie(n, crowd)]),
    )
