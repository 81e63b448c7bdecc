"""What a person's typing becomes: numbers, dates, booleans, formulas, text (``USER_ENTERED``)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from mentorship_gsheets.rehearsal.call import invalid
from mentorship_gsheets.rehearsal.sheets.locales import Locale
from mentorship_gsheets.rehearsal.sheets.numbers import plain, serial

LONGEST = 50_000

Entered = tuple[dict[str, Any] | None, dict[str, Any] | None]
"""``ExtendedValue`` (``None``: the cell is emptied) and the ``NumberFormat`` the entry brings along, if any."""

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = {text: at for at, name in enumerate(_MONTH_NAMES, start=1) for text in (name, name[:3])} | {"sept": 9}
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]m)?"
_DAY_AND_MONTH = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})")
_DATES = (
    re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"),
    re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[ -](?P<name>[a-z]{3,9})\.?[ -](?P<year>\d{4})"),
)


def typed(value: Any, locale: Locale, as_text: bool = False) -> Entered:
    """Read a value written with ``USER_ENTERED``: a text is read as if typed into the cell.

    Parameters
    ----------
    value
        What was written: a text, number, truth value or ``None``.
    locale
        How the spreadsheet's locale writes numbers and dates.
    as_text
        Whether the cell has the format "plain text", which keeps everything but formulas as it was typed.

    Returns
    -------
    Entered
        The ``userEnteredValue`` and the number format it brings along; each is ``None`` where there is none.
    """
    if not isinstance(value, str):
        return raw(value), None
    if value == "":
        return None, None
    if value.startswith("'"):
        return {"stringValue": _short(value[1:])}, None
    if as_text:
        return {"stringValue": _short(value)}, None
    if value.startswith("=") and len(value) > 1:
        return {"formulaValue": _short(value)}, None
    text = value.strip()
    if text.upper() in {"TRUE", "FALSE"}:
        return {"boolValue": text.upper() == "TRUE"}, None
    if text[:1].isdigit() or text[:1] in "+-.,$€£¥₹(jfmasondJFMASOND":
        for reader in (_number, _moment):
            found = reader(text, locale)
            if found is not None:
                return {"numberValue": found[0]}, found[1]
    return {"stringValue": _short(value)}, None


def raw(value: Any) -> dict[str, Any] | None:
    """A value written with ``RAW``: kept as it is; an empty text empties the cell."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": plain(value)}
    if isinstance(value, str):
        return {"stringValue": _short(value)} if value else None
    raise invalid(f"Invalid values: {value}")


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise invalid(f"Your input contains more than the maximum of {LONGEST} characters in a single cell.")
    return text


def _number(text: str, locale: Locale) -> tuple[float | int, dict[str, Any] | None] | None:
    """Plain, grouped, percent, currency and scientific numbers."""
    negative = text.startswith("(") and text.endswith(")")
    body = text[1:-1] if negative else text
    marks = "".join({locale.currency, "$", "€", "£", "¥", "₹"})
    decimal, group = re.escape(locale.decimal), re.escape(locale.group)
    groups = f"[{group} ]" if locale.group.isspace() else group
    match = re.fullmatch(
        rf"(?P<sign>[+-]?)\s*(?P<money>[{re.escape(marks)}]?)\s*(?P<whole>\d{{1,3}}(?:{groups}\d{{3}})+|\d*)"
        rf"(?:{decimal}(?P<part>\d*))?(?P<power>[eE][+-]?\d+)?\s*(?P<percent>%?)\s*(?P<after>[{re.escape(marks)}]?)",
        body,
    )
    if not match or not (match["whole"] or match["part"]) or (match["money"] and match["after"]):
        return None
    whole = re.sub(r"\D", "", match["whole"])
    number = float(f"{whole or 0}.{match['part'] or 0}{match['power'] or ''}")
    if match["percent"]:
        number = float(f"{number / 100:.15g}")
    if negative != (match["sign"] == "-"):
        number = -number
    grouped = whole != match["whole"]
    decimals = ".00" if match["part"] else ""
    money = match["money"] or match["after"]
    if money:
        mark = money if money == "$" else f"[${money}]"
        amount = f"#,##0{decimals or '.00'}"
        pattern = f"{mark}{amount}" if match["money"] else f"{amount}{mark}"
        return plain(number), {"type": "CURRENCY", "pattern": pattern}
    if match["percent"]:
        return plain(number), {"type": "PERCENT", "pattern": f"0{decimals}%"}
    if match["power"]:
        return plain(number), {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if grouped:
        return plain(number), {"type": "NUMBER", "pattern": f"#,##0{decimals}"}
    return plain(number), None


def _moment(text: str, locale: Locale) -> tuple[float | int, dict[str, Any]] | None:
    """Dates, times, and dates with times."""
    folded = text.casefold()
    if time := re.fullmatch(_TIME, folded):
        share = _share(time)
        pattern = "h:mm:ss" if time["second"] else "h:mm"
        suffix = " am/pm" if time["half"] else ""
        return None if share is None else (share, {"type": "TIME", "pattern": pattern + suffix})
    if (short := _DAY_AND_MONTH.fullmatch(folded)) and (short["mark"] != "." or locale.date_mark == "."):
        # Without a year it is this year's.
        parts = short.groupdict() | {"year": str(date.today().year)}
        day = _day(parts, locale)
        order = ("m", "d") if locale.order == "MDY" else ("d", "m")
        return None if day is None else (serial(day), {"type": "DATE", "pattern": short["mark"].join(order)})
    for shape in _DATES:
        found = re.fullmatch(rf"{shape.pattern}(?:[ t]+{_TIME.replace('<second>', '<seconds>')})?", folded)
        if found is None:
            continue
        day = _day(found.groupdict(), locale)
        if day is None:
            continue
        kept = _shape(found.groupdict(), locale)
        if found["hour"] is None:
            return serial(day), {"type": "DATE", "pattern": kept}
        share = _share(found)
        if share is not None:
            return plain(serial(day) + share), {"type": "DATE_TIME", "pattern": f"{kept} h:mm:ss"}
    return None


def _share(found: re.Match[str]) -> float | None:
    """The part of a day a time is; ``None`` where there is no such time."""
    parts = found.groupdict()
    second = parts.get("seconds", parts.get("second"))
    hour, minute = int(parts["hour"]), int(parts["minute"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return (hour * 3600 + minute * 60 + int(second or 0)) / 86400


def _day(parts: dict[str, str | None], locale: Locale) -> date | None:
    """The day of a matched date; ``None`` where the calendar has none."""
    year = int(parts["year"] or 0)
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if parts.get("name"):
        month, day = _MONTHS.get(parts["name"] or "", 0), int(parts["day"] or 0)
    elif parts.get("first"):
        numbers = int(parts["first"] or 0), int(parts["second"] or 0)
        month, day = numbers if locale.order == "MDY" else numbers[::-1]
    else:
        month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shape(parts: dict[str, str | None], locale: Locale) -> str:
    """The pattern a typed date keeps."""
    if parts.get("name"):
        return "mmm d, yyyy" if locale.order == "MDY" else "d mmm yyyy"
    if parts.get("first"):
        mark = parts["mark"] or "/"
        year = "yyyy" if len(parts["year"] or "") == 4 else "yy"
        order = ("m", "d") if locale.order == "MDY" else ("d", "m")
        return mark.join((*order, year))
    mark = parts["mark"] or "-"
    return mark.join(("yyyy", "mm", "dd"))
