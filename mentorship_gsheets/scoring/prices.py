"""Prices of a change, tier by tier, in words."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.settings import Judged


def difference(priority: Judged, amount: int) -> str:
    """Return a difference in one tier's total in words.

    Parameters
    ----------
    priority
        Which the tier serves.
    amount
        The difference; more is worse.

    Returns
    -------
    str

    Examples
    --------
    >>> from mentorship_gsheets.settings import Priority
    >>> difference(Priority.ATTENDANCE, 100), difference(Priority.TOPICS, 33), difference(Priority.TOPICS, -4)
    ('one more mixed pair', '33 points less in topics', '4 points more in topics')
    """
    price = part_of(priority).price
    if price.counted is not None and amount % price.counted.unit == 0:
        words, count = price.counted, abs(amount) // price.counted.unit
        single, several = (words.one_more, words.more) if amount > 0 else (words.one_fewer, words.fewer)
        return single if count == 1 else several.format(n=count)
    points = "1 point" if abs(amount) == 1 else f"{abs(amount)} points"
    return f"{points} {'less' if amount > 0 else 'more'} in {price.points}"


def effect(priority: Judged, amount: int) -> str:
    """Return a difference in one tier's total for somebody who has nothing to compare points with.

    Parameters
    ----------
    priority
        Which the tier serves.
    amount
        The difference; more is worse. A pair has at most 100 points in a tier.

    Returns
    -------
    str

    Examples
    --------
    >>> from mentorship_gsheets.settings import Priority
    >>> effect(Priority.ATTENDANCE, 100), effect(Priority.TOPICS, 33), effect(Priority.TOPICS, -4)
    ('one more mixed pair', 'worse in topics', 'a little better in topics')
    """
    part = part_of(priority).price
    if part.counted is not None and amount % part.counted.unit == 0:
        return difference(priority, amount)
    much = "a little " if abs(amount) <= _A_LITTLE else "much " if abs(amount) > _MUCH else ""
    return f"{much}{'worse' if amount > 0 else 'better'} in {part.points}"


_A_LITTLE, _MUCH = 20, 60
"""Points up to which a difference is a little one, and beyond which it is a large one."""


def price(
    priorities: Sequence[Judged | None],
    amounts: Sequence[int],
    most: int = 2,
    say: Callable[[Judged, int], str] = difference,
) -> str:
    """Return the price of a change in words: the first tiers it touches, the gains among them after "but".

    Parameters
    ----------
    priorities
        The tiers' priorities, as `score.Scored` has them; None for the tie tier, which is not spoken of.
    amounts
        Differences: mentees left unmatched, then one for every tier.
    most
        How many differences are told.
    say
        What a difference is called.

    Returns
    -------
    str
        "just as good" where no tier spoken of changes.

    Examples
    --------
    >>> from mentorship_gsheets.settings import Priority
    >>> tiers = (Priority.SPREAD, Priority.ATTENDANCE, Priority.TOPICS, None)
    >>> price(tiers, (0, 0, 100, -40, 77)), price(tiers, (0, 0, 0, 0, 5)), price(tiers, (1, 0, 0, 0, 0))
    ('one more mixed pair, but 40 points more in topics', 'just as good', 'one more mentee without a mentor')
    """
    told: list[tuple[bool, str]] = []
    if amounts[0]:
        count = abs(amounts[0])
        some = "one" if count == 1 else str(count)
        whom = "mentee" if count == 1 else "mentees"
        worse = amounts[0] > 0
        told.append((worse, f"{some} {'more' if worse else 'fewer'} {whom} without a mentor"))
    for priority, amount in zip(priorities, amounts[1:], strict=True):
        if priority is not None and amount:
            told.append((amount > 0, say(priority, amount)))
    if not told:
        return "just as good"
    words = told[0][1]
    for (was, _), (worse, text) in pairwise(told[:most]):
        words += (", " if was == worse else ", but ") + text
    return words
