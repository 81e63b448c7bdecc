"""How far apart two time zones are."""

from datetime import date
from functools import lru_cache

from mentorship_gsheets.intake.values.time_zone import offset, zone_of
from mentorship_gsheets.settings import Settings

DAY = 24 * 60

_SUMMER = date(9998, 7, 1)
"""Decides about summer time while Settings name no first day: the rules that zones keep for good, whatever the year."""


def day_of(settings: Settings) -> date:
    """Return the day that decides about summer time."""
    return settings.starts or _SUMMER


@lru_cache(maxsize=4096)
def offset_minutes(text: str, day: date) -> int | None:
    """Return the minutes east of UTC at noon of a day, or None when the text names no time zone, or several.

    Parameters
    ----------
    text
        As people write it: an IANA name, an offset, letters (``PST``), a city, a country with one time.
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
    zone = zone_of(text)
    return None if zone is None else offset(zone, day)


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
