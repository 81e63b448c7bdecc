"""Who else: the partners somebody would have at the lowest price to all, from exact prices of all pairs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.matching.exchange import exchange_of
from mentorship_gsheets.matching.prices import all_prices
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.pairs.optimum import Arranged

MOST_PAIRS = 1_000_000
"""Beyond this many possible pairs the prices of all of them take longer and more memory than they are worth."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody's next best partner.

    Parameters
    ----------
    partner
        Who.
    price
        What pairing these two would cost all in all: mentees left unmatched, then one number for every tier.
    """

    partner: Participant
    price: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Alternatives:
    """Prices of all pairs that were not made; computed when first asked for."""

    found: Arranged

    @cached_property
    def _prices(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        problem, matching = self.found.scored.problem, self.found.matching
        prices, allowed = all_prices(exchange_of(problem, matching))
        possible = allowed.astype(bool)
        possible[matching.pairs[:, 0], matching.pairs[:, 1]] = False
        return prices, possible

    def of(self, identity: Identity, most: int = 3) -> tuple[Alternative, ...]:
        """Return a person's next best partners, the cheapest first.

        Partners they have, and those a rule or a pin rules out, are absent; beyond `MOST_PAIRS` all are.
        """
        scored = self.found.scored
        if scored.problem.eligible.size > MOST_PAIRS:
            return ()
        prices, possible = self._prices
        role, email = identity
        people: tuple[Participant, ...]
        if role is Role.MENTEE:
            prices, possible, people = prices[scored.row[email]], possible[scored.row[email]], scored.mentors
        else:
            column = scored.column[email]
            prices, possible, people = prices[:, column], possible[:, column], scored.mentees
        order = [place for place in np.lexsort(prices.T[::-1]).tolist() if possible[place]]
        return tuple(Alternative(people[place], tuple(prices[place].tolist())) for place in order[:most])
