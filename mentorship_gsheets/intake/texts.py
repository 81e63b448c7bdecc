"""Free text as people type and paste it, made safe to show and to compare."""

import re
import unicodedata

LONGEST_CELL = 50_000
"""Characters Google allows in a cell: https://support.google.com/drive/answer/37603"""

# joiners stay: they hold emoji, Indic and Persian words together
_JOINERS = "\u200c\u200d"


def clean(text: str, lines: bool = False) -> str:
    """Return a text without characters that cannot be seen and without needless white space.

    Parameters
    ----------
    text
        Anything; lone surrogates and control, zero-width and direction-override characters are dropped.
    lines
        Keep line breaks; otherwise they become spaces.

    Examples
    --------
    >>> clean(" Ada\\u00a0 \\u202eLovelace\\u200b ")
    'Ada Lovelace'
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(" " if char.isspace() and char != "\n" else char for char in text if _visible(char))
    parts = [" ".join(line.split()) for line in kept.split("\n")]
    joined = "\n".join(parts).strip() if lines else " ".join(filter(None, parts))
    return joined[:LONGEST_CELL]


def _visible(char: str) -> bool:
    return char.isspace() or char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def fold(text: str) -> str:
    """Return a text as answers are compared: any case, no accents, only letters and digits.

    >>> fold("  São-Paulo ")
    'sao paulo'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))
