"""Times of answers as forms and spreadsheets write them, read by column."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from mentorship_gsheets.text import as_key, as_words

_TIME = re.compile(
    r"(?P<before>am|pm|a\. ?m\.|p\. ?m\.|上午|下午|午前|午後|오전|오후)?\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<after>am|pm|a\. ?m\.|p\. ?m\.)?"
)
_AFTERNOON = ("pm", "p. m.", "p.m.", "下午", "午後", "오후")
_MORNING = ("am", "a. m.", "a.m.", "上午", "午前", "오전")
_ZONE = re.compile(r"\s*(?:\b(?:utc|gmt|[a-z]{3,4})\s*(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}|z)$")
_NUMBERS = re.compile(r"(\d{1,4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,4})")
_WITH_POINTS = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2})\b")
_CENTURY = 2000
_YEAR, _MONTH, _DAY = 0, 1, 2
_ORDERS = {"day": (_DAY, _MONTH, _YEAR), "month": (_MONTH, _DAY, _YEAR), "year": (_YEAR, _MONTH, _DAY)}


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a column.

    Parameters
    ----------
    iso
        One a cell, ISO 8601 without a zone; empty where a cell is blank or cannot be read.
    unread
        How many cells hold something that is no time.
    sure
        False when no cell shows whether the day or the month stands first, and the cells disagree about time running
        on, so that the locale had to decide.
    """

    iso: tuple[str, ...]
    unread: int
    sure: bool


def read_times(texts: Sequence[str], locale: str = "en_US") -> Times:
    """Read the times of one column, all in one order of day and month.

    Parameters
    ----------
    texts
        The cells of a column, in the order of the sheet: any mixture of separators, years of two digits, names of
        months in many languages, am and pm, zones behind them (which are the same for all cells of an export).
    locale
        That of the spreadsheet; it decides only where the cells do not.

    Returns
    -------
    Times
        One text a cell, as ISO 8601; blank where a cell cannot be read.

    Notes
    -----
    A number above twelve shows the order for the whole column; else the order with which times run on (or back)
    without a break wins, because answers stand as they came; else the locale: month first in en_US alone.

    Examples
    --------
    >>> read_times(["5/20/27 10:00", "4/5/27 9:00 PM"]).iso
    ('2027-05-20T10:00:00', '2027-04-05T21:00:00')
    >>> read_times(["01.05.2027 10:00:00", "3. Mai 2027", "soon"], "de_DE")
    Times(iso=('2027-05-01T10:00:00', '2027-05-03T00:00:00', ''), unread=1, sure=True)
    """
    cells = [_prepared(text) for text in texts]
    by_order = {order: [_read(cell, order) for cell in cells] for order in ("day", "month")}
    readable = {order: sum(time is not None for time in times) for order, times in by_order.items()}
    usual = "month" if locale == "en_US" else "day"
    other = "day" if usual == "month" else "month"
    sure = True
    if any(map(_WITH_POINTS.match, cells)):
        # nowhere does the month stand first with points behind the numbers
        order = "day"
    elif by_order["day"] == by_order["month"]:
        order = usual
    elif readable["day"] != readable["month"]:
        order = max(readable, key=lambda name: readable[name])
    else:
        breaks = {name: _breaks(times) for name, times in by_order.items()}
        order = other if breaks[other] < breaks[usual] and breaks[other] == 0 else usual
        sure = min(breaks.values()) == 0 and breaks["day"] != breaks["month"]
    iso = tuple("" if time is None else time.isoformat() for time in by_order[order])
    unread = sum(bool(text.strip()) and not time for text, time in zip(texts, iso, strict=True))
    return Times(iso, unread, sure)


def _prepared(text: str) -> str:
    """A cell in lower case, narrow and with plain spaces, without what stands behind a time."""
    plain = as_key(text)
    return plain.replace("t", " ", 1) if re.match(r"\d{4}-\d\d-\d\dt", plain) else plain


def _read(cell: str, order: str) -> datetime | None:
    if not cell:
        return None
    clock = next((found for found in _TIME.finditer(cell) if _is_clock(cell, found)), None)
    day = cell[: clock.start()] + " " + _ZONE.sub("", cell[clock.end() :]) if clock else cell
    date = _date(day.strip(" ,"), order)
    if date is None or clock is None:
        return date
    hour = int(clock["hour"])
    half = (clock["before"] or clock["after"] or "").replace("a. m", "a.m").replace("p. m", "p.m")
    if half in _AFTERNOON or half in _MORNING:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    try:
        return date.replace(hour=hour, minute=int(clock["minute"]), second=int(clock["second"] or 0))
    except ValueError:
        return None


def _is_clock(cell: str, found: re.Match[str]) -> bool:
    """Return whether digits with a point between them are a time, and not the day and month of "01.05.2027"."""
    return "." not in found[0][:3] or ":" in found[0] or not re.match(r"[.\d]", cell[found.end() :])


def _date(text: str, order: str) -> datetime | None:
    if found := _NUMBERS.search(text):
        parts = [int(part) for part in found.groups()]
        where = _ORDERS["year"] if len(found[1]) == 4 else _ORDERS[order]
        by_part = dict(zip(where, parts, strict=True))
        return _day(by_part[_YEAR], by_part[_MONTH], by_part[_DAY])
    months = [month for word in re.findall(r"[^\W\d_]+", text) if (month := _months().get(as_words(word)))]
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = sorted(numbers) if max(numbers) > 31 else numbers
    return _day(year, months[0], day)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year + _CENTURY if year < 100 else year, month, day)
    except ValueError:
        return None


def _breaks(times: Sequence[datetime | None]) -> int:
    """How often time turns round from one cell to the next, the direction that is rarer counted."""
    known = [time for time in times if time is not None]
    steps = [later - earlier for earlier, later in pairwise(known)]
    back = sum(step < timedelta() for step in steps)
    return min(back, sum(step > timedelta() for step in steps))


@cache
def _months() -> Mapping[str, int]:
    """Folded name -> month, as ``tests/tables`` writes them from CLDR."""
    path = files("mentorship_gsheets.intake").joinpath("values", "tables", "months.json")
    names: Mapping[str, int] = json.loads(path.read_text("utf-8"))
    return names
