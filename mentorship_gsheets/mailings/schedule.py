"""When a group is asked how it is doing: days after its introduction was sent, and then again and again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.settings import OwnSetting, Settings

CHECK_IN_AFTER = "Check in after"

_MOST_DAYS = 999


@dataclass(frozen=True, slots=True)
class Days:
    """Days after a start, in order; the sheet writes them with commas between."""

    days: tuple[int, ...]

    def __str__(self) -> str:
        """Return them as the sheet writes them."""
        return ", ".join(map(str, self.days))


def read_days(text: str) -> Days:
    """Read numbers of days; raises ``ValueError`` that says how to write them.

    >>> str(read_days("14; 42 90"))
    '14, 42, 90'
    """
    parts = [part for part in re.split(r"[,;\s]+", text.strip()) if part]
    days = [int(part) for part in parts if re.fullmatch(r"\d{1,3}", part)]
    if not days or len(days) < len(parts) or days != sorted(set(days)) or days[0] < 1:
        raise ValueError(f"days from 1 to {_MOST_DAYS}, each later than the one before, as 14, 42, 90")
    return Days(tuple(days))


def check_in_setting(default: Sequence[int], again: bool) -> OwnSetting:
    """Return the line of ``Settings`` that says when groups are asked how they are doing.

    Parameters
    ----------
    default
        Days after the introduction was sent.
    again
        They are asked again after the last of them, each time as many days later as that last number.
    """
    then = "; then again and again after as many days as the last number" if again else ""
    return OwnSetting(
        CHECK_IN_AFTER,
        Days(tuple(default)),
        f"Days after the introduction was sent on which people are asked how it is going{then}.",
        read_days,
    )


def check_in_days(settings: Settings) -> tuple[int, ...]:
    """Return the days that ``Settings`` name; none where the format has no such line."""
    days: Days | None = settings.own.get(CHECK_IN_AFTER)
    return days.days if days is not None else ()


def is_due(
    introduced: datetime | None, asked: Iterable[Entry], days: Sequence[int], now: datetime, *, again: bool
) -> bool:
    """Return whether a group is to be asked now.

    Parameters
    ----------
    introduced
        When the introduction was sent; None: nobody knows, so it is not due.
    asked
        The check-ins it had; those without a readable time count as of now.
    days
        After the introduction, in order.
    now
        With a time zone.
    again
        The last number repeats.

    Returns
    -------
    True where a day of the schedule has come since the last check-in. Days that passed while nobody made mails are
    made up for by one mail, not by one each.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> start = datetime(2027, 1, 1, tzinfo=UTC)
    >>> [is_due(start, (), (14, 42), start + timedelta(days=day), again=False) for day in (0, 13, 14, 100)]
    [False, False, True, True]
    """
    if introduced is None or not days:
        return False
    last = max((entry.changed or now for entry in asked), default=introduced)
    passed, until = (now - introduced).days, max(0, (last - introduced).days)
    points = list(days)
    while again and points[-1] < passed:
        points.append(points[-1] + days[-1])
    return any(until < point <= passed for point in points)
