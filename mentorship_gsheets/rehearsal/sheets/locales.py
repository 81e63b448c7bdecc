"""What a spreadsheet's locale decides: separators, the order of dates, the currency, formula separators."""

from __future__ import annotations

import functools
from dataclasses import dataclass

_COMMA = frozenset(
    {
        "de", "fr", "it", "es", "pt", "nl", "ru", "pl", "tr", "sv", "da", "nb", "no", "fi", "cs", "sk", "hu", "ro",
        "bg", "el", "uk", "hr", "sl", "sr", "lt", "lv", "et", "id", "vi", "ca", "gl", "eu", "be", "kk", "az", "is",
    }
)  # fmt: skip
"""Languages whose decimal mark is the comma."""
_DOT_ANYWAY = frozenset({"es_MX", "es_US", "es_PR", "de_CH", "it_CH", "de_LI"})
_SPACE_GROUPS = _COMMA & {
    "fr", "ru", "pl", "sv", "nb", "no", "fi", "cs", "sk", "hu", "bg", "uk", "lt", "lv", "et", "be", "kk",
}  # fmt: skip
_YEAR_FIRST = frozenset(["ja", "zh", "ko", "hu", "lt", "sv", "mn"])
_DOTTED_DATES = _COMMA & {
    "de", "ru", "pl", "tr", "cs", "sk", "nb", "no", "fi", "ro", "bg", "uk", "hr", "sl", "sr", "lv", "et", "da", "be",
    "kk", "az", "is",
}  # fmt: skip
_CURRENCIES = {"GB": "£", "JP": "¥", "IN": "₹", "BR": "R$", "PL": "zł", "CH": "CHF", "TR": "₺", "RU": "₽", "KR": "₩"}


@dataclass(frozen=True, slots=True)
class Locale:
    """Separators and orders of one locale. ``order`` is ``MDY``, ``DMY`` or ``YMD``."""

    decimal: str
    group: str
    order: str
    date_mark: str
    currency: str

    @property
    def comma_decimal(self) -> bool:
        """Whether the comma marks decimals, so that formulas must separate arguments with semicolons."""
        return self.decimal == ","

    @property
    def date_pattern(self) -> str:
        """The pattern of a date nobody formatted."""
        if self.order == "MDY":
            return "M/d/yyyy"
        if self.order == "YMD":
            return self.date_mark.join(("yyyy", "mm", "dd"))
        return self.date_mark.join(("dd", "mm", "yyyy"))


@functools.cache
def locale_of(name: str) -> Locale:
    """The locale of a name such as ``en_US``, ``de`` or ``pt-BR``; unknown ones are like ``en_US``."""
    language, _, region = name.replace("-", "_").partition("_")
    comma = language in _COMMA and f"{language}_{region}" not in _DOT_ANYWAY
    group = ("\u202f" if language == "fr" else "\u00a0") if language in _SPACE_GROUPS else "." if comma else ","
    if language in _YEAR_FIRST:
        order = "YMD"
    elif language == "en" and region in {"", "US", "PH"}:
        order = "MDY"
    else:
        order = "DMY"
    mark = "-" if language in {"sv", "lt", "nl"} or region == "CA" else "/"
    mark = "." if language in _DOTTED_DATES else mark
    currency = _CURRENCIES.get(region) or ("€" if comma else "$")
    return Locale("," if comma else ".", group, order, mark, currency)
