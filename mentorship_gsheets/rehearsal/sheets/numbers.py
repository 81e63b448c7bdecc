"""Numbers as a cell shows them: automatic format, patterns, dates counted in days since 1899-12-30."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mentorship_gsheets.rehearsal.sheets.locales import Locale

EPOCH = datetime(1899, 12, 30)

DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})

_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
    "TIME": "h:mm:ss am/pm",
}


def serial(moment: date | datetime) -> float | int:
    """A date or time as the number Sheets keeps.

    >>> serial(date(2020, 1, 1)), serial(datetime(2020, 1, 1, 12))
    (43831, 43831.5)
    """
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days.is_integer() else days


def moment(days: float) -> datetime:
    """The date and time of a number, to the second; raises OverflowError outside the calendar."""
    return EPOCH + timedelta(seconds=round(days * 86400))


def plain(number: float) -> float | int:
    """The number as JSON shows it: whole ones without ``.0``."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else number


def automatic(number: float, locale: Locale) -> str:
    """Write a number that nobody formatted: whole ones in full, others with ten significant digits.

    Parameters
    ----------
    number
        The number.
    locale
        How the spreadsheet's locale writes numbers and dates.

    Returns
    -------
    str
        The text the cell shows.

    Examples
    --------
    >>> from mentorship_gsheets.rehearsal.sheets.locales import locale_of
    >>> [automatic(n, locale_of("en_US")) for n in (42, 1 / 1024, 1 / 3, 1e20, 0.1 + 0.2)]
    ['42', '0.0009765625', '0.3333333333', '1E+20', '0.3']
    >>> automatic(1.5, locale_of("de_DE"))
    '1,5'
    """
    if not math.isfinite(number):
        return str(number)
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.10G}"
    if "E" in text:
        mantissa, exponent = text.split("E")
        if -10 < int(exponent) < 0:
            text = f"{number:.{9 - int(exponent)}f}".rstrip("0")
        else:
            text = f"{mantissa}E{int(exponent):+03d}"
    return text.replace(".", locale.decimal)


def pattern_of(number_format: Mapping[str, Any] | None, locale: Locale) -> str:
    """Find the pattern of a ``NumberFormat``, its type's own where it names none.

    Parameters
    ----------
    number_format
        The format; ``None`` where the cell has none.
    locale
        How the spreadsheet's locale writes numbers and dates.

    Returns
    -------
    str
        The pattern; empty for automatic.
    """
    if not number_format:
        return ""
    if pattern := number_format.get("pattern"):
        return str(pattern)
    kind = number_format.get("type", "")
    if kind == "CURRENCY":
        return f"{locale.currency}#,##0.00"
    if kind == "DATE":
        return locale.date_pattern
    if kind == "DATE_TIME":
        return f"{locale.date_pattern} h:mm:ss"
    return _PATTERNS.get(kind, "")


def formatted(number: float, number_format: Mapping[str, Any] | None, locale: Locale) -> str:
    """Write a number as its cell shows it.

    Parameters
    ----------
    number
        The number.
    number_format
        The cell's format; ``None`` where it has none.
    locale
        How the spreadsheet's locale writes numbers and dates.

    Returns
    -------
    str
        The text the cell shows.
    """
    pattern = pattern_of(number_format, locale)
    if not pattern or pattern in {"@", "General"}:
        return automatic(number, locale)
    return _by_pattern(number, pattern, locale)


@functools.lru_cache(maxsize=65536)
def _by_pattern(number: float, pattern: str, locale: Locale) -> str:
    text = _shown(number, excel_pattern(pattern))
    if re.search(r"[ymdhs]", re.sub(r'"[^"]*"', "", pattern.lower())) or (locale.decimal, locale.group) == (".", ","):
        return text
    return text.translate({ord("."): locale.decimal, ord(","): locale.group})


def excel_pattern(pattern: str) -> str:
    """Google's pattern in the words of the engine: quoted currencies, capital AM/PM."""
    pattern = re.sub(r"\[\$([^\]-]*)(?:-[^\]]*)?\]", r'"\1"', pattern)
    pattern = re.sub(r"(?i)\bam/pm\b|\ba/p\b", "AM/PM", pattern)
    # Letters of dates may come in any case from Google (dd/MM/yyyy); M next to h or s is told apart by position.
    return re.sub(r'("[^"]*")|([YDHSyMdhs]+)', lambda found: found[1] or found[2].lower(), pattern)


@functools.cache
def _scratch() -> Any:
    import ironcalc

    return ironcalc.create("patterns", "en", "UTC", "en")


def _shown(number: float, pattern: str) -> str:
    """The number through the engine's own formatter; automatic where it cannot read the pattern."""
    model = _scratch()
    model.update_cell_with_number(0, 1, 1, float(number))
    style = model.get_cell_style(0, 1, 1)
    style["num_fmt"] = pattern
    model.set_cell_style(0, 1, 1, style)
    text = str(model.get_formatted_cell_value(0, 1, 1))
    return f"{number:.10G}" if text.startswith("#") and not pattern.startswith('"#') else text
