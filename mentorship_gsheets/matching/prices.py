"""Why not somebody else? What any other pair would cost, priority by priority, and who else would move."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.matching.certificate import Matching
from mentorship_gsheets.matching.exchange import NEVER, Exchange, changes, exchange_of, reduced_costs
from mentorship_gsheets.matching.paths import Paths, all_lengths, paths_to
from mentorship_gsheets.matching.problem import Bools, Ints, Problem
from mentorship_gsheets.matching.solver import EngineName, objective_of, solve


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee who would change; None means unmatched."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """The true price of a pair that was not chosen.

    Parameters
    ----------
    mentee, mentor
        The pair.
    change
        What the best matching with this pair adds to each entry of the present objective; never smaller,
        lexicographically, than zeros. The same layout: unmatched mentees, then the tiers.
    pins
        Pins that could no longer be kept.
    moves
        Everybody who would change, the mentee of the pair first.
    """

    mentee: int
    mentor: int
    change: tuple[int, ...]
    pins: int
    moves: tuple[Move, ...]


def price(
    problem: Problem, matching: Matching, mentee: int, mentor: int, exchange: Exchange | None = None
) -> Quote | None:
    """What giving `mentee` to `mentor` would cost, everything else arranged as well as possible.

    Parameters
    ----------
    problem, matching
        A problem and its verified best matching.
    mentee, mentor
        The pair.
    exchange
        `exchange_of(problem, matching)`, to save building it for every question.

    Returns
    -------
    Quote | None
        None where the pair may not be: forbidden, against a pin, or a mentor without places.

    Notes
    -----
    Forcing the pair costs its own reduced cost plus the cheapest way to pass one mentee on from the new mentor
    to the old one (Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.11). The reduced cost alone is too low
    for nearly all pairs.

    Examples
    --------
    >>> from mentorship_gsheets.matching import Tier
    >>> wishes = Tier("wishes", np.array([[0, 1], [0, 5]]))
    >>> problem = Problem(np.ones((2, 2), bool), [1, 1], [wishes])
    >>> quote = price(problem, solve(problem), 0, 0)
    >>> quote.change
    (0, 4)
    >>> quote.moves
    (Move(mentee=0, before=1, after=0), Move(mentee=1, before=0, after=1))
    """
    exchange = exchange or exchange_of(problem, matching)
    paths = paths_to(exchange, int(exchange.mates[mentee]), lambda node, _: node == mentor)
    if not (paths.known[mentor] and exchange.allowed[mentee, mentor]):
        return None
    change = changes(exchange, mentee, paths.length[:, :-1])[mentor]
    return _quote(exchange, paths, change, mentee, mentor)


def next_best(
    problem: Problem, matching: Matching, mentee: int, k: int = 3, exchange: Exchange | None = None
) -> list[Quote]:
    """The cheapest other mentors of a mentee, the cheapest first.

    Parameters
    ----------
    problem, matching, mentee, exchange
        As for `price`.
    k
        How many at most.

    Examples
    --------
    >>> from mentorship_gsheets.matching import Tier
    >>> wishes = Tier("wishes", np.array([[0, 3, 1]]))
    >>> problem = Problem(np.ones((1, 3), bool), [1, 1, 1], [wishes])
    >>> [(quote.mentor, quote.change) for quote in next_best(problem, solve(problem), 0)]
    [(2, (0, 1)), (1, (0, 3))]
    """
    exchange = exchange or exchange_of(problem, matching)
    here = int(exchange.mates[mentee])
    own = reduced_costs(exchange, mentee)
    best: list[list[int]] = []

    def enough(node: int, length: Ints) -> bool:
        """Everybody still to come is at least as far as this node, before their own reduced cost."""
        if node < own.shape[1] and node != here and exchange.allowed[mentee, node]:
            bisect.insort(best, (length + own[:, node]).tolist())
        return len(best) >= k and length.tolist() > best[k - 1]

    paths = paths_to(exchange, here, enough)
    change = changes(exchange, mentee, paths.length[:, :-1])
    order = np.lexsort(change.T[::-1])
    fits = paths.known[:-1] & exchange.allowed[mentee]
    others = [int(mentor) for mentor in order if fits[mentor] and mentor != here][:k]
    return [_quote(exchange, paths, change[mentor], mentee, mentor) for mentor in others]


def mentee_prices(exchange: Exchange, mentee: int) -> tuple[Ints, Bools]:
    """The change each mentor would bring, for one mentee.

    Parameters
    ----------
    exchange
        `exchange_of(problem, matching)`.
    mentee
        Whose pairs.

    Returns
    -------
    changes
        Shape (mentors, 1 + tiers), as `Quote.change`; meaningless where not possible.
    possible
        Bools of shape (mentors,).
    """
    paths = paths_to(exchange, int(exchange.mates[mentee]))
    return changes(exchange, mentee, paths.length[:, :-1])[:, 1:], paths.known[:-1] & exchange.allowed[mentee]


def all_prices(exchange: Exchange) -> tuple[Ints, Bools]:
    """`mentee_prices` of everybody: shapes (mentees, mentors, 1 + tiers) and (mentees, mentors)."""
    n, m = exchange.problem.shape
    out = np.zeros((n, m, len(exchange.levels) - 1), np.int64)
    length = all_lengths(exchange)
    for mentee, here in enumerate(exchange.mates):
        out[mentee] = changes(exchange, mentee, length[:, here, :m])[:, 1:]
    reached = length[:1, exchange.mates, :m].max(axis=0, initial=0) < NEVER
    return out, reached & exchange.allowed


def _quote(exchange: Exchange, paths: Paths, change: Ints, mentee: int, mentor: int) -> Quote:
    m = exchange.problem.shape[1]
    here = int(exchange.mates[mentee])

    def place(node: int) -> int | None:
        return None if node == m else node

    moves = [Move(mentee, place(here), mentor)] if mentor != here else []
    node = mentor
    while node != here:
        after = int(paths.follows[node])
        if exchange.who[after, node] >= 0:
            moves.append(Move(int(exchange.who[after, node]), place(node), place(after)))
        node = after
    pins, *rest = change.tolist()
    return Quote(mentee, mentor, tuple(rest), pins, tuple(moves))


@dataclass(frozen=True, slots=True, eq=False)
class PriceTag:
    """What one priority costs the others.

    Parameters
    ----------
    tier
        Position of the priority among the tiers.
    with_tier, without
        Objective of the best matching, and of the best one if the tier did not exist, both over all tiers.
    changed
        Shape (people, 3): mentee, mentor with the tier, mentor without it; -1 is unmatched.
    """

    tier: int
    with_tier: tuple[int, ...]
    without: tuple[int, ...]
    changed: Ints


def price_tag(problem: Problem, matching: Matching, tier: int, engine: EngineName = "auto") -> PriceTag:
    """Solve again without one tier and compare.

    Parameters
    ----------
    problem, matching
        A problem and its best matching.
    tier
        Position of the tier to leave out.
    engine
        As for `solve`.

    Examples
    --------
    Using both mentors costs two steps of the wishes.

    >>> from mentorship_gsheets.matching import SPREAD, Tier
    >>> wishes = Tier("wishes", np.array([[0, 2], [0, 3]]))
    >>> problem = Problem(np.ones((2, 2), bool), [2, 2], [SPREAD, wishes])
    >>> tag = price_tag(problem, solve(problem), 0)
    >>> tag.with_tier, tag.without, tag.changed.tolist()
    ((0, 0, 2), (0, 1, 0), [[0, 1, 0]])
    """
    rest = [kept for index, kept in enumerate(problem.tiers) if index != tier]
    other = solve(Problem(problem.eligible, problem.capacity, rest, problem.pins), engine)
    before, after = (_mentors(problem, each) for each in (matching, other))
    who = np.flatnonzero(before != after)
    return PriceTag(
        tier,
        matching.objective,
        objective_of(problem, other.pairs),
        np.stack([who, before[who], after[who]], axis=1),
    )


def _mentors(problem: Problem, matching: Matching) -> Ints:
    mentors = np.full(problem.shape[0], -1)
    mentors[matching.pairs[:, 0]] = matching.pairs[:, 1]
    return mentors
