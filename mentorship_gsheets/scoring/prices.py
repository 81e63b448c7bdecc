"""Prices of a change, tier by tier, in words."""

from collections.abc import Sequence
from itertools import pairwise

from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.settings import Priority

# what one more, and several more, of the tier's unit are; for parts that only know grades there is `_GRADED`
_COUNTED = {
    Priority.SPREAD: ("one more place beyond a mentor's first", "{n} more places beyond a mentor's first"),
    Priority.BLOCK: ("one more pair without a shared field or block", "{n} more pairs without a shared field or block"),
    Priority.ATTENDANCE: ("one more mixed pair", "{n} more mixed pairs"),
    Priority.SECTOR: ("one more pair of different sectors", "{n} more pairs of different sectors"),
    Priority.LANGUAGES: ("one more pair without a common language", "{n} more pairs without a common language"),
    Priority.COLLEAGUES: ("one more pair of colleagues", "{n} more pairs of colleagues"),
    Priority.LEFT_OUT: ("one fewer of those left out last time", "{n} fewer of those left out last time"),
    Priority.CHANGED: ("one more standing pair taken apart", "{n} more standing pairs taken apart"),
}
_COUNTED_LESS = {
    Priority.SPREAD: ("one place fewer beyond a mentor's first", "{n} places fewer beyond a mentor's first"),
    Priority.BLOCK: ("one pair fewer without a shared field or block", "{n} pairs fewer without one"),
    Priority.ATTENDANCE: ("one mixed pair fewer", "{n} mixed pairs fewer"),
    Priority.SECTOR: ("one more pair of the same sector", "{n} more pairs of the same sector"),
    Priority.LANGUAGES: ("one more pair with a common language", "{n} more pairs with a common language"),
    Priority.COLLEAGUES: ("one pair of colleagues fewer", "{n} pairs of colleagues fewer"),
    Priority.LEFT_OUT: ("one more of those left out last time", "{n} more of those left out last time"),
    Priority.CHANGED: ("one standing pair more kept", "{n} standing pairs more kept"),
}
_IN_HUNDREDTHS = frozenset({Priority.BLOCK, Priority.ATTENDANCE, Priority.SECTOR, Priority.LANGUAGES})
_GRADED = {
    Priority.BLOCK: "shared fields or blocks",
    Priority.ATTENDANCE: "same attendance",
    Priority.FIELDS: "overlap of fields",
    Priority.SECTOR: "sector",
    Priority.TOPICS: "topics",
    Priority.LANGUAGES: "languages",
    Priority.TIME_ZONE: "time zones",
    Priority.NOTES: "free text",
    Priority.FAIRNESS: "fairness to the worst-off",
}


def difference(priority: Priority, amount: int) -> str:
    """Return a difference in one tier's total in words; more is worse.

    >>> difference(Priority.ATTENDANCE, 100), difference(Priority.TOPICS, 33), difference(Priority.TOPICS, -4)
    ('one more mixed pair', '33 points less in topics', '4 points more in topics')
    """
    unit = WORST if priority in _IN_HUNDREDTHS else 1
    if priority in _COUNTED and amount % unit == 0:
        count = abs(amount) // unit
        single, several = (_COUNTED if amount > 0 else _COUNTED_LESS)[priority]
        return single if count == 1 else several.format(n=count)
    points = "1 point" if abs(amount) == 1 else f"{abs(amount)} points"
    return f"{points} {'less' if amount > 0 else 'more'} in {_GRADED[priority]}"


def price(priorities: Sequence[Priority | None], amounts: Sequence[int], most: int = 2) -> str:
    """Return the price of a change in words: the first tiers it touches, the gains among them after "but".

    Parameters
    ----------
    priorities
        The tiers' priorities, as `score.Scored` has them; None for the tie tier, which is not spoken of.
    amounts
        Differences: mentees left unmatched, then one for every tier.
    most
        How many differences are told.

    Examples
    --------
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
            told.append((amount > 0, difference(priority, amount)))
    if not told:
        return "just as good"
    words = told[0][1]
    for (was, _), (worse, text) in pairwise(told[:most]):
        words += (", " if was == worse else ", but ") + text
    return words
