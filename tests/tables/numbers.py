"""Number words from 0 to 20 in the languages of num2words (https://github.com/savoirfairelinux/num2words)."""

from num2words import num2words

from mentorship_gsheets.intake.values.vocabulary import spoken
from tests.tables.locales import LOCALES, written

_CODES = {"nb": "no"}
_HIGHEST = 20


def table() -> dict[str, dict[str, int]]:
    """Return language -> spoken number word -> number; languages that num2words does not know are absent."""
    found: dict[str, dict[str, int]] = {}
    for language in LOCALES:
        try:
            words = {
                spoken(num2words(number, lang=_CODES.get(language, language))): number for number in range(_HIGHEST + 1)
            }
        except NotImplementedError:
            continue
        # a language that num2words falls back to English for
        if language == "en" or "two" not in words:
            found[language] = words
    return found


def write() -> tuple[str, str]:
    """Write the table."""
    return written("numbers.json", table())
