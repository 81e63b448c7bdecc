"""Time zones as people write them, and how far apart two of them are."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from mentorship_gsheets.text import as_key

DAY = 24 * 60

_OFFSET = re.compile(r"(?:\b(?:utc|gmt)\s*|^\(?)([+-])\s*(\d{1,2})(?::?([0-5]\d))?(?!\d)")

# what people write and the IANA list does not have; summer time where the letters say so
_LETTERS = {
    "aedt": 660,
    "aest": 600,
    "akst": -540,
    "bst": 60,
    "cdt": -300,
    "cest": 120,
    "cst": -360,
    "edt": -240,
    "eest": 180,
    "ist": 330,
    "jst": 540,
    "kst": 540,
    "mdt": -360,
    "msk": 180,
    "pdt": -420,
    "pst": -480,
    "sgt": 480,
    "west": 60,
    "z": 0,
}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {as_key(name): name for name in available_timezones()}


@lru_cache(maxsize=4096)
def offset_minutes(text: str, day: date) -> int | None:
    """Return the minutes east of UTC at noon of a day, or None when the text names no time zone.

    Parameters
    ----------
    text
        An IANA name in any case, ``UTC+2``, ``GMT-05:30``, ``+01:00``, or the usual letters (``PST``).
    day
        The day that decides about summer time.

    Returns
    -------
    int or None

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2027, 7, 5)
    >>> offset_minutes("Europe/Paris", day), offset_minutes("UTC-3:30", day), offset_minutes("the moon", day)
    (120, -210, None)
    """
    folded = as_key(text.replace("\N{MINUS SIGN}", "-"))
    name = _names().get(folded.replace(" ", "_"))
    if name is not None:
        offset = datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(name)).utcoffset() or timedelta()
        return round(offset.total_seconds() / 60)
    if folded in _LETTERS:
        return _LETTERS[folded]
    found = _OFFSET.search(folded)
    if found is None:
        return None
    minutes = 60 * int(found[2]) + int(found[3] or 0)
    if minutes > 14 * 60:
        return None
    return minutes if found[1] == "+" else -minutes


def minutes_apart(one: int, other: int) -> int:
    """Return how far apart two offsets are on the clock, at most twelve hours.

    Parameters
    ----------
    one, other
        Minutes east of UTC.

    Returns
    -------
    Minutes, from 0 to 720.

    Examples
    --------
    >>> minutes_apart(13 * 60, -11 * 60), minutes_apart(60, -120)
    (0, 180)
    """
    apart = abs(one - other) % DAY
    return min(apart, DAY - apart)
