"""Time zones as people write them: offsets, letters, cities, countries, names in many languages."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.text import as_key, as_words

_LONGEST = 120
_FURTHEST = 14 * 60
"""Minutes; no clock is further from UTC: https://data.iana.org/time-zones/tzdb/NEWS (Kiribati, 1995)."""

_OFFSET = re.compile(r"(?:\b(?:utc|gmt|z)\s*|^\(?\s*)([+-])\s*(\d{1,2})(?:[:.h](\d{1,2})|([0-5]\d))?(?![\d])")
_BARE = re.compile(r"([+-]?)(\d{1,2})(?:[:.,](\d{1,2}))?\s*(?:h|hours?|std)?")
_ZERO = re.compile(r"\b(utc|gmt)\s*[+\u00b1]?\s*0{1,2}(?::00)?(?![\d:.])")
_ASKS_OFFSET = re.compile(r"\b(?:utc|gmt|offset)\b", re.IGNORECASE)
_PIECES = re.compile(r"[,;()\[\]\n|&]|\s[/-]\s|/|\s\u2013\s|\bor\b|\band\b")
# words that only say that a zone is meant, in the languages of the tables
_AROUND = frozenset(
    """time timezone zone tz local standard daylight summer the in based heure fuseau horaire de d du des la le hora
    horario huso do da zeit zeitzone uhrzeit tijd tijdzone ora fuso orario di czas strefa czasowa cas vreme vremya tid
    tidszon tidssone saati saat aika idozona waktu gio""".split()  # noqa: SIM905 - sixty quoted words read worse
)


def read(answer: str, question: str = "", meaning: str = "") -> Reading[str] | None:  # noqa: ARG001 - as every reader
    """Read a time zone.

    Parameters
    ----------
    answer, question
        The cell and the heading above it: a bare number is an offset where the heading speaks of UTC, GMT or an offset.
    meaning
        Taken and ignored, as every reader is called alike.

    Returns
    -------
    An IANA name or an offset as ``UTC+05:30``; no answer; or None when it names no zone, or more than one.

    Notes
    -----
    Names of zones and countries by CLDR, cities by GeoNames; a country or name counts where all its zones show the
    same time. Of several parts ("Paris, France"; "Bay Area (PST)") those that can be read must agree.

    Examples
    --------
    >>> [read(text).text for text in ("ET", "Paris, France", "UTC+5:30", "Hora de Lisboa", "-7")]
    ['America/New_York', 'Europe/Paris', 'UTC+05:30', 'Europe/Lisbon', 'UTC-07:00']
    >>> read("USA"), read("5"), read("5", "UTC offset").text
    (None, None, 'UTC+05:00')
    """
    if is_none(answer, question) and _bare(answer, asked=True) is None:
        return BLANK
    zone = zone_of(answer, asked=bool(_ASKS_OFFSET.search(question)))
    return None if zone is None else Reading(zone, zone)


def zone_of(text: str, asked: bool = False) -> str | None:
    """Return the one zone a text names: an IANA name, or an offset as ``UTC+05:30``; else None.

    Parameters
    ----------
    text
        As typed.
    asked
        Whether an offset was asked for, so that a number without a sign is one.
    """
    return _zone_of(text, asked)


@lru_cache(maxsize=4096)
def is_place(text: str) -> bool:
    """Return whether a text is nothing but names of places or zones whose time is known.

    >>> is_place("Toronto"), is_place("Paris, France"), is_place("ETH Zurich"), is_place("+2")
    (True, True, False, False)
    """
    if len(text) > _LONGEST:
        return False
    lower = unicodedata.normalize("NFKC", text).casefold()
    return all(_lookup(piece) for piece in _PIECES.split(lower) if piece.strip()) and any(map(str.isalpha, lower))


@lru_cache(maxsize=4096)
def _zone_of(text: str, asked: bool) -> str | None:
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())[:_LONGEST]
    lower = _ZERO.sub(r"\1", as_key(plain))
    if (name := _iana().get(lower.replace(" ", "_"))) is not None:
        return name
    if (minutes := _bare(lower, asked)) is not None:
        return written(minutes)
    told = {_minutes(match) for match in _OFFSET.finditer(lower)}
    if told:
        minutes = told.pop()
        return None if told or minutes is None else written(minutes)
    return _named(lower)


_MINUS = str.maketrans("\u2212\u2013\u2010\u2011\ufe63\uff0d", "------")


def _bare(text: str, asked: bool) -> int | None:
    found = _BARE.fullmatch(as_key(text).translate(_MINUS))
    if found is None or not (found[1] or asked or int(found[2]) == 0):
        return None
    return _minutes(found)


def _minutes(found: re.Match[str]) -> int | None:
    part = found[3] or (found[4] if found.re is _OFFSET else None) or "0"
    # "+5.5" and "+5,75" are parts of an hour, "+5:30", "+0530" and "+5.30" are minutes
    decimal = part == "5" or (part in ("25", "50", "75") and bool(set(".,") & set(found[0])))
    minutes = 60 * int(found[2]) + (round(60 * float("0." + part)) if decimal else int(part))
    return None if minutes > _FURTHEST else -minutes if found[1] == "-" else minutes


def written(minutes: int) -> str:
    """Return an offset as text.

    >>> written(330), written(-210), written(0)
    ('UTC+05:30', 'UTC-03:30', 'UTC')
    """
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def offset(zone: str, day: date) -> int:
    """Return the minutes east of UTC, at noon of a day, of a zone as `zone_of` returns it.

    Parameters
    ----------
    zone
        An IANA name, or an offset as ``UTC+05:30``.
    day
        The day; zones change their clocks in between.
    """
    if found := re.fullmatch(r"UTC([+-])(\d\d):(\d\d)", zone):
        minutes = 60 * int(found[2]) + int(found[3])
        return -minutes if found[1] == "-" else minutes
    east = datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return round(east.total_seconds() / 60)


def _named(text: str) -> str | None:
    """The zone of a text in words: as a whole, or of the parts that can be read, which must agree."""
    if found := _lookup(text):
        return _one(found)
    parts = [found for piece in _PIECES.split(text) if (found := _lookup(piece))]
    if not parts:
        return _one(_inside(text))
    places = [part for part in parts if not all(zone.startswith("UTC") for zone in part)]
    codes = [part for part in parts if part not in places]
    agreed = _same_time(places) if places else None
    if places and not agreed:
        return None
    if agreed:
        # "London (GMT)": the letters of the other season mean the place
        seasons = {offset(zone, day) for zone in agreed for day in _SEASONS}
        if any(not {offset(zone, _SEASONS[0]) for zone in code} & seasons for code in codes):
            return None
        return _one(agreed)
    if (place := _place_of_seasons(text)) is not None:
        return place
    alike = {zone for code in codes for zone in code}
    return alike.pop() if len(alike) == 1 else None


_SEASONS = (date(2027, 1, 15), date(2027, 7, 15))


def _clock(zone: str) -> tuple[int, ...]:
    return tuple(offset(zone, day) for day in _SEASONS)


def _same_time(places: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The zones of the most exact part that show the same time as one of every other part."""
    shared = set.intersection(*({_clock(zone) for zone in part} for part in places))
    exact = min(places, key=len)
    return tuple(zone for zone in exact if _clock(zone) in shared)


def _one(zones: tuple[str, ...]) -> str | None:
    return zones[0] if zones and len({_clock(zone) for zone in zones}) == 1 else None


def _lookup(text: str) -> tuple[str, ...]:
    """The zones a name may stand for, with or without the words around it ("hora de Lisboa"); empty when unknown."""
    folded = as_words(text)
    if not folded:
        return ()
    if found := _known(folded):
        return found
    core = [word for word in folded.split() if word not in _AROUND]
    return _known(" ".join(core)) if core and len(core) < len(folded.split()) else ()


def _known(folded: str) -> tuple[str, ...]:
    letters = _letters()
    if (zone := letters["zones"].get(folded)) is not None:
        return (str(zone),)
    if (minutes := letters["minutes"].get(folded)) is not None:
        return (written(int(minutes)),)
    if (name := _iana().get(folded.replace(" ", "_"))) is not None and len(folded) > 3:
        return (name,)
    return _names().get(folded, ())


def _inside(text: str) -> tuple[str, ...]:
    """The zone of a name within other words ("I live in Toronto"); empty where words name several, or none.

    Only letters and cities of more than three letters: short words are words.
    """
    words = as_words(text).split()
    for length in (4, 3, 2, 1):
        found = {
            zones
            for start in range(len(words) - length + 1)
            if len(name := " ".join(words[start : start + length])) > 3
            and name not in _AROUND
            and (zones := _known(name))
        }
        if found:
            return found.pop() if len(found) == 1 and len(words) <= 8 else ()
    return ()


def _place_of_seasons(text: str) -> str | None:
    words = {word for word in as_words(text).split() if word in _letters()["minutes"] or word in _letters()["zones"]}
    places = [zone for zone, letters in _letters()["seasons"].items() if words <= set(str(letters).split())]
    return places[0] if len(words) > 1 and len(places) == 1 else None


@cache
def _iana() -> Mapping[str, str]:
    # three letters are how people write a zone, and the list has them for old files only (EST, MST, HST, CET)
    names = available_timezones() - {"Factory", "localtime"}
    return {as_key(name): name for name in names if len(name) > 3 or name in ("UTC", "GMT")}


@cache
def _letters() -> Mapping[str, Mapping[str, str | int]]:
    return tomllib.loads(files(__package__).joinpath("tables", "zone_letters.toml").read_text("utf-8"))


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Folded name -> zones, as ``tests/tables`` writes them from CLDR and GeoNames."""
    grouped = json.loads(files(__package__).joinpath("tables", "time_zones.json").read_text("utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for where, names in grouped.items():
        zones = (written(int(where)),) if where[0] in "+-" else tuple(where.split())
        found.update(dict.fromkeys(names.split("|"), zones))
    return found
