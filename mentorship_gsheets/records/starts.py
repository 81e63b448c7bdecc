"""Days as a sheet has them, one column at a time; and days with a time of day, a time zone beside each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.times import read_times
from mentorship_gsheets.intake.values.time_zone import offset, zone_of
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab
from mentorship_gsheets.text import as_key

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d\s*[ap]\.?\s?m\b", re.IGNORECASE)
_ZONE = re.compile(r"\s*((?:\b(?:utc|gmt)\s*(?:[+-]\d{1,2}(?::?\d{2})?)?|(?<=[:.]\d\d)\s*[+-]\d{2}:?\d{2}|z))$", re.I)
# a sheet counts the days of a date from here
_FIRST_DAY = datetime(1899, 12, 30)
# 1954 to 2119: a number below or above is none of a day of a programme
_DAYS = (20_000, 80_000)


def zone_named(text: str) -> tzinfo | None:
    """Return the time zone that a text names, or None when it names none, or several.

    >>> zone_named("Paris"), zone_named("+5:30"), zone_named("the moon")
    (zoneinfo.ZoneInfo(key='Europe/Paris'), datetime.timezone(datetime.timedelta(seconds=19800)), None)
    """
    name = zone_of(text) if text.strip() else None
    if name is None:
        return None
    if re.fullmatch(r"UTC[+-]\d\d:\d\d", name):
        return timezone(timedelta(minutes=offset(name, date(2027, 1, 1))))
    return ZoneInfo(name)


def read_moment(
    tab: Tab, row: Row, header: str, zones: Iterable[str], local: datetime | None, wrong: list[Finding], about: str
) -> datetime | None:
    """Return the moment that a cell names, or None where it names none that is sure.

    Parameters
    ----------
    tab, row, header
        Where it stands.
    zones
        What was said of the time zone; the first that is not blank counts, unless the cell has one itself.
    local
        What `read_locals` read there.
    wrong
        Gets a finding where it is none: no time, an unknown zone, a time that summer time skips.
    about
        What the row is, as the finding begins.
    """

    def fault(cell: str, what: str, remedy: str, code: str) -> None:
        wrong.append(Finding(f"{about}: {what}", remedy, code, Level.HELD, where=tab.address(row, cell)))

    text = tab.text(row, header)
    if local is None:
        if text:
            fault(header, f"“{text}” is no day with a time.", "Write it as 2027-07-06 16:00.", "no-start")
        else:
            fault(header, f"nobody has said when it {header.lower()}.", "Write it as 2027-07-06 16:00.", "no-start")
        return None
    if local.tzinfo is not None:
        return local
    said = next(filter(None, zones), "")
    zone = zone_named(said)
    if zone is None:
        fault("Time zone", f"“{said}” is no time zone.", "Write it as Europe/Paris, or UTC+2.", "no-zone")
        return None
    starts = local.replace(tzinfo=zone)
    back = starts.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != local:
        fault(
            header,
            f"there is no {local:%H:%M} on {local:%Y-%m-%d} in {said}: the clocks are put forward.",
            f"Write {back:%Y-%m-%d %H:%M} if you mean one hour later.",
            "skipped-time",
        )
        return None
    return starts


def read_whole(text: str) -> int | None:
    """Return a whole number as people and sheets write one, blank: 0; None where it is none.

    >>> read_whole("30 min"), read_whole(""), read_whole("some")
    (30, 0, None)
    """
    found = re.fullmatch(r"(\d{1,5})(?:[.,]0+)?(?:\s*(?:min|minutes)\.?)?", as_key(text))
    return int(found[1]) if found else 0 if not text.strip() else None


def iso_days(cells: Sequence[Cell], locale: str) -> tuple[str, ...]:
    """Return the days in some cells as ``2027-07-05``, however the sheet or a person writes them.

    Parameters
    ----------
    cells
        Of one table, which are read in one order of day and month.
    locale
        The spreadsheet's, such as ``en_US``.

    Returns
    -------
    tuple of str
        One for each cell: the day, or the text as it stands where it is no day that is sure.

    Examples
    --------
    >>> iso_days([Cell("05.07.2027", number=46573.0), Cell("5 July 2027"), Cell("soon")], "de_DE")
    ('2027-07-05', '2027-07-05', 'soon')
    """
    texts = [" ".join(cell.text.split()) for cell in cells]
    # a date that the sheet knows for one says of itself which day it is
    known = [
        None if cell.number is None or re.fullmatch(r"\d+(?:[.,]\d+)?", text) else cell.number
        for cell, text in zip(cells, texts, strict=True)
    ]
    typed = ["" if number is not None else text for number, text in zip(known, texts, strict=True)]
    times = read_times(typed, locale)
    other = read_times(typed, "en_GB" if locale == "en_US" else "en_US")
    days = []
    for text, number, iso, else_iso in zip(texts, known, times.iso, other.iso, strict=True):
        if number is not None:
            days.append(f"{_FIRST_DAY + timedelta(days=int(number)):%Y-%m-%d}")
        elif iso and (iso == else_iso or times.sure):
            days.append(iso[:10])
        else:
            days.append(text)
    return tuple(days)


def read_locals(tab: Tab, header: str, locale: str) -> Mapping[int, datetime]:
    """Return row number -> the time under a header, with a zone only where the text itself has one.

    A day without a time of day is no time, and one that two orders of day and month read differently is none either.

    Parameters
    ----------
    tab
        The tab.
    header
        The header over the times.
    locale
        The spreadsheet's, such as ``en_US``: it tells days from months.
    """
    found: dict[int, datetime] = {}
    texts: dict[int, str] = {}
    for row in tab.rows:
        cell = tab.cell(row, header)
        text = " ".join(cell.text.split())
        if not _CLOCK.search(text):
            continue
        if cell.number is not None:
            minutes = round(cell.number * 24 * 60)
            found[row.number] = _FIRST_DAY + timedelta(minutes=minutes)
        else:
            texts[row.number] = text
    bare = [_ZONE.sub("", text) for text in texts.values()]
    times = read_times(bare, locale)
    # a second reading by the other locale shows which cells the order of day and month decides
    other = read_times(bare, "en_GB" if locale == "en_US" else "en_US")
    for (number, text), iso, else_iso in zip(texts.items(), times.iso, other.iso, strict=True):
        if not iso or (iso != else_iso and not times.sure):
            continue
        local = datetime.fromisoformat(iso)
        tail = _ZONE.search(text)
        said = tail[1].strip() if tail else ""
        zone = UTC if as_key(said) == "z" else zone_named(said) if said else None
        found[number] = local.replace(tzinfo=zone)
    return found


def sure_days(texts: Sequence[str], locale: str) -> list[date | None]:
    """Return the days that texts of one column say; None for what is no day, or is one day or another.

    Parameters
    ----------
    texts
        In their order; a time of day behind a day is not looked at.
    locale
        Such as ``en_US``: it tells days from months where the column does not.

    Examples
    --------
    >>> sure_days(["2027-03-01", "12 May 2028", "in spring"], "en_US")
    [datetime.date(2027, 3, 1), datetime.date(2028, 5, 12), None]
    >>> sure_days(["5/6/2027", "4/7/2027"], "en_US")
    [None, None]
    """
    times = read_times(texts, locale)
    # a second reading by the other locale shows which cells the order of day and month decides
    other = read_times(texts, "en_GB" if locale == "en_US" else "en_US")
    return [
        datetime.fromisoformat(iso).date() if iso and (iso == else_iso or times.sure) else None
        for iso, else_iso in zip(times.iso, other.iso, strict=True)
    ]


def read_days(tab: Tab, header: str, locale: str) -> Mapping[int, date]:
    """Return row number -> the day under a header; what is no day, or is one day or another, is absent.

    Parameters
    ----------
    tab
        The tab.
    header
        The header over the days; a time of day behind one is not looked at.
    locale
        The spreadsheet's, such as ``en_US``: it tells days from months where the column does not.
    """
    cells = {row.number: tab.cell(row, header) for row in tab.rows if tab.text(row, header)}
    said = sure_days([" ".join(cell.text.split()) for cell in cells.values()], locale)
    found: dict[int, date] = {}
    for (number, cell), day in zip(cells.items(), said, strict=True):
        if cell.number is not None and _DAYS[0] <= cell.number < _DAYS[1] and re.search(r"\d\D+\d", cell.text):
            # the sheet itself took it for a day, and knows which
            found[number] = (_FIRST_DAY + timedelta(days=cell.number)).date()
        elif cell.number is None and day is not None:
            found[number] = day
    return found
