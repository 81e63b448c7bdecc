"""Free text as people type and paste it, made safe to show and to compare."""

import re
import unicodedata

LONGEST_CELL = 50_000
"""Characters Google allows in a cell: https://support.google.com/drive/answer/37603"""

# joiners stay where they hold emoji, Indic and Persian words together; between other letters they only hide
_JOINERS = "\u200c\u200d"
_HIDING = re.compile(f"(?<![^\\x00-\\x7f\\s])[{_JOINERS}]+|[{_JOINERS}]+(?![^\\x00-\\x7f\\s])")


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
    if text.isascii() and text.isprintable():
        # nearly every cell, in a tenth of the time
        return " ".join(text.split())[:LONGEST_CELL]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(" " if char.isspace() and char != "\n" else char for char in text if _visible(char))
    kept = unicodedata.normalize("NFC", _HIDING.sub("", kept))
    parts = [" ".join(line.split()) for line in kept.split("\n")]
    joined = "\n".join(parts).strip() if lines else " ".join(filter(None, parts))
    return joined[:LONGEST_CELL]


def _visible(char: str) -> bool:
    if char.isspace() or char in _JOINERS:
        return True
    category = unicodedata.category(char)
    # this Python calls letters and emoji younger than itself unassigned; only the last two of a plane stay so for ever
    return category not in ("Cc", "Cf", "Cs", "Co") and not (category == "Cn" and ord(char) & 0xFFFE == 0xFFFE)
