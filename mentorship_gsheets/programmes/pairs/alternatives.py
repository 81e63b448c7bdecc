"""Who else: the partners somebody would have at the lowest price to all, from exact prices of all pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mentorship_gsheets.matching.pair_prices import (
    PairPrice,
    PairPrices,
    cheapest_mentees,
    cheapest_mentors,
    cheapest_partners,
    pair_prices,
)
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.pairs.optimum import Arranged

MOST_PAIRS = 10_000_000
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
    def _prices(self) -> PairPrices:
        return pair_prices(self.found.scored.problem, self.found.matching)

    def of(self, identity: Identity, most: int = 3) -> tuple[Alternative, ...]:
        """Return a person's next best partners, the cheapest first.

        Parameters
        ----------
        identity
            Who.
        most
            How many at most.

        Returns
        -------
        tuple of Alternative
            Partners they have, and those a rule or a pin rules out, are absent; beyond `MOST_PAIRS` all are.
        """
        scored = self.found.scored
        if scored.problem.eligible.size > MOST_PAIRS:
            return ()
        role, email = identity
        if role is Role.MENTEE:
            return self._mentors(cheapest_mentors(self._prices, scored.row[email], most))
        return self._mentees(cheapest_mentees(self._prices, scored.column[email], most))

    def of_all(self, most: int = 3) -> Mapping[Identity, tuple[Alternative, ...]]:
        """Return what `of` says of everybody, in a fraction of the time that asking for each takes.

        Parameters
        ----------
        most
            As for `of`.

        Returns
        -------
        dict
            Empty beyond `MOST_PAIRS`.
        """
        scored = self.found.scored
        if scored.problem.eligible.size > MOST_PAIRS:
            return {}
        mentors, mentees = cheapest_partners(self._prices, most)
        found = {one.identity: self._mentors(theirs) for one, theirs in zip(scored.mentees, mentors, strict=True)}
        return found | {
            one.identity: self._mentees(theirs) for one, theirs in zip(scored.mentors, mentees, strict=True)
        }

    def _mentors(self, prices: Iterable[PairPrice]) -> tuple[Alternative, ...]:
        return tuple(Alternative(self.found.scored.mentors[each.mentor], each.change) for each in prices)

    def _mentees(self, prices: Iterable[PairPrice]) -> tuple[Alternative, ...]:
        return tuple(Alternative(self.found.scored.mentees[each.mentee], each.change) for each in prices)
