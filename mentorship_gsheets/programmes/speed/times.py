"""Rounds and times as people type them."""

import re
from collections.abc import Callable
from datetime import datetime, time

from mentorship_gsheets.text import as_key

MOST_ROUNDS = 12
"""Rounds an event may have."""

_SPAN = re.compile(r"(\d{1,3})(?: ?(?:-|–|—|to|bis|until|till|\.\.+|…) ?(\d{1,3}))?")


def read_rounds(text: str) -> frozenset[int] | None:
    """Read the rounds somebody is there.

    Parameters
    ----------
    text
        Numbers and spans, with commas, semicolons or "and" between: ``1-3``, ``1 to 3; 5``.

    Returns
    -------
    The rounds, from 1; None for a blank text and for "all".

    Raises
    ------
    ValueError
        The text is something else, or a span runs backwards; the argument says what is the matter.

    Examples
    --------
    >>> sorted(read_rounds("1-3; 5")), read_rounds(" "), read_rounds("all")
    ([1, 2, 3, 5], None, None)
    >>> read_rounds("3-1; x")
    Traceback (most recent call last):
    ValueError: “3-1” runs backwards
    """
    words = re.sub(r"^(rounds?|round no\.?) ", "", as_key(text))
    if words in ("", "all", "every", "all rounds"):
        return None
    found: set[int] = set()
    for part in re.split(r"[;,&+/]| and ", words):
        span = _SPAN.fullmatch(part.strip())
        if span is None:
            raise ValueError(f"“{part.strip()}” is no round")
        first = int(span[1])
        last = int(span[2] or first)
        if last < first:
            raise ValueError(f"“{part.strip()}” runs backwards")
        if first < 1:
            raise ValueError("rounds are counted from 1")
        found.update(range(first, last + 1))
    return frozenset(found)


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within limits; its `ValueError` says which.

    Parameters
    ----------
    least, most
        Limits, both allowed.
    """

    def read(text: str) -> int:
        found = text.strip()
        if not re.fullmatch(r"[0-9]{1,6}", found) or not least <= int(found) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(found)

    return read


def read_begin(text: str) -> datetime | time:
    """Read when the first round begins: a day with a time, or a time alone.

    Raises
    ------
    ValueError
        It is neither; the argument says what it should be.

    Examples
    --------
    >>> read_begin("2027-07-06 7:30"), read_begin("7:30 pm"), read_begin("07:30:00")
    (datetime.datetime(2027, 7, 6, 7, 30), datetime.time(19, 30), datetime.time(7, 30))
    """
    found = re.fullmatch(
        r"(?:(\d{4})-(\d{1,2})-(\d{1,2})[ t]+)?(\d{1,2})[:.h](\d{2})(?::\d{2})? ?([ap])?\.?(?:m\.?)?", as_key(text)
    )
    if found is not None:
        hour = int(found[4])
        if found[6]:
            hour = hour % 12 + (12 if found[6] == "p" else 0)
        try:
            at = time(hour, int(found[5]))
            if found[1]:
                return datetime(int(found[1]), int(found[2]), int(found[3]), at.hour, at.minute)
        except ValueError:
            pass
        else:
            return at
    raise ValueError("a time as 07:30, or a day and a time as 2027-07-06 07:30")
