"""Names of months in many languages, from CLDR by babel (https://cldr.unicode.org)."""

from babel import Locale

from mentorship_gsheets.text import as_words
from tests.tables.locales import LOCALES, written


def table() -> dict[str, int]:
    """Return folded name, long or short -> month; a name of two months (listopad) is absent."""
    found: dict[str, set[int]] = {}
    for code in LOCALES:
        for kinds in Locale.parse(code).months.values():
            for width in ("wide", "abbreviated"):
                for month, name in kinds.get(width, {}).items():
                    found.setdefault(as_words(name), set()).add(month)
    return {name: months.pop() for name, months in found.items() if len(months) == 1 and not name.isdigit() and name}


def write() -> tuple[str, str]:
    """Write the table."""
    return written("months.json", table())
