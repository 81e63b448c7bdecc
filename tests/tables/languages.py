"""Names of languages in many languages, from CLDR by babel (https://cldr.unicode.org)."""

from babel import Locale
from babel.core import get_global

from mentorship_gsheets.text import as_words
from tests.tables.locales import LOCALES, written

_SPOKEN = frozenset(
    """
    en zh hi es fr ar bn ru pt ur id de ja pa te tr ko vi mr ta it th gu pl uk fa ml kn or my ro nl ku hu cs el sv
    be bg sr hr sk da fi no nb nn he lt lv et sl mk sq bs ca gl eu ga cy gd is mt lb hy ka az kk uz ky tg tk mn ps
    sd ne si km lo am ti so sw ha yo ig zu xh st af rw rn mg ny sn ms fil tl jv su yue wuu nan eo la ak ff wo ln lg
    om as bo ug tt ht qu gn ay oc br co fy fo gsw nds sa mi sm to haw asl yi
    """.split()  # noqa: SIM905 - a hundred quoted codes read worse
)
_BY_HAND = {
    "mandarin": "zh", "cantonese": "yue", "farsi": "fa", "castellano": "es", "castilian": "es", "flemish": "nl",
    "tagalog": "fil", "brazilian portuguese": "pt", "schwyzerdutsch": "gsw", "hochdeutsch": "de", "putonghua": "zh",
    "bahasa": "id", "serbo croatian": "sr", "gaelic": "ga", "valenciano": "ca", "mandarin chinese": "zh",
    "norwegian": "no", "中文": "zh", "汉语": "zh", "英语": "en", "國語": "zh", "普通话": "zh", "粤语": "yue",
    "bokmal": "no", "nynorsk": "no", "american english": "en", "british english": "en",
}  # fmt: skip


def table() -> dict[str, str]:
    """Return folded name -> language code; a name that means two languages is absent."""
    found: dict[str, set[str]] = {}
    for name in LOCALES:
        locale = Locale.parse(name)
        for code, called in locale.languages.items():
            if code in _SPOKEN:
                code = "no" if code in ("nb", "nn") else code
                found.setdefault(as_words(called), set()).add(code)
    names = {called: codes.pop() for called, codes in found.items() if called and len(codes) == 1}
    return names | {as_words(called): code for called, code in _BY_HAND.items()}


def codes() -> dict[str, str]:
    """Return the codes of ISO 639, of two letters and of three, -> the code that names lead to."""
    aliases = {alias: code for alias, code in get_global("language_aliases").items() if code in _SPOKEN}
    own = {code: code for code in _SPOKEN} | aliases
    return {code: "no" if own[code] in ("nb", "nn") else own[code] for code in own if 2 <= len(code) <= 3}


def write() -> tuple[str, str]:
    """Write both tables."""
    _, small = written("language_codes.json", codes())
    name, large = written("languages.json", table())
    return name, f"{large}, codes {small}"
