"""Cell formats, colours and the defaults of a new spreadsheet, in the form Google's replies have them.

Defaults are those of spreadsheets made through the API in 2023, as public recordings of its replies show them.
"""

from __future__ import annotations

import functools
import json
import struct
from collections.abc import Mapping
from typing import Any

WHITE = {"red": 1, "green": 1, "blue": 1}

_THEME: dict[str, dict[str, Any]] = {
    "TEXT": {},
    "BACKGROUND": WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}

_DEFAULT_FORMAT = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}

_KEPT_WHEN_DEFAULT = frozenset(
    {
        "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex", "startIndex", "endIndex",
        "bold", "italic", "strikethrough", "underline",
        "numberValue", "boolValue", "stringValue", "formulaValue",
        "index", "title", "locale", "timeZone", "pixelSize", "metadataId",
    }
)  # fmt: skip
"""Fields that replies show even when false, zero or empty; all others vanish, as proto3 has it."""

_COLOR_PARTS = frozenset({"red", "green", "blue", "alpha"})


def new_properties(title: str, locale: str, time_zone: str) -> dict[str, Any]:
    """Make the ``SpreadsheetProperties`` of a new spreadsheet.

    Parameters
    ----------
    title
        Title of the spreadsheet.
    locale, time_zone
        As Google names them.

    Returns
    -------
    dict[str, Any]
        The properties, with Google's theme and default format.
    """
    colors = [{"colorType": name, "color": {"rgbColor": color}} for name, color in _THEME.items()]
    return {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": time_zone,
        "defaultFormat": _DEFAULT_FORMAT,
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": colors},
    }


def stored(value: Any) -> Any:
    """What a request sent, as the reply will show it.

    Nulls, falses, zeros and empty strings go (but see :data:`_KEPT_WHEN_DEFAULT`); a part of a colour keeps 8 bits; of
    a colour and its ``...Style`` twin each gets the other.
    """
    if isinstance(value, list):
        return [stored(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if value.keys() <= _COLOR_PARTS and value:
        return {name: color_part(part) for name, part in value.items() if part}
    result = {
        name: stored(entry)
        for name, entry in value.items()
        if entry is not None and ((entry != 0 and entry != "" and entry != []) or name in _KEPT_WHEN_DEFAULT)
    }
    for name in list(result):
        if name.endswith(("ColorStyle", "colorStyle")):
            rgb = rgb_of(result[name])
            if rgb is None:
                del result[name]
                result.pop(name.removesuffix("Style"), None)
            else:
                result[name.removesuffix("Style")] = rgb
    for name in list(result):
        twinless = name.endswith(("Color", "color")) and name != "rgbColor" and f"{name}Style" not in result
        if twinless and _is_color(result[name]):
            result[f"{name}Style"] = {"rgbColor": result[name]}
    return result


def _is_color(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= _COLOR_PARTS


def rgb_of(style: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The ``Color`` a ``ColorStyle`` stands for in the default theme; ``None`` where it names none."""
    if not style:
        return None
    if "rgbColor" in style:
        color: dict[str, Any] = style["rgbColor"]
        return color
    return _THEME.get(style.get("themeColor", ""))


def color_part(part: float) -> float:
    """A part of a colour as Google keeps it: one of 256 steps.

    >>> color_part(0.5), color_part(127 / 255), color_part(1)
    (0.49803922, 0.49803922, 1)
    """
    return float32(int(part * 255 + 1e-6) / 255)


def float32(number: float) -> float:
    """The shortest decimal of a number kept in 32 bits, as Google shows colour parts.

    >>> float32(127 / 255), float32(1.0), float32(0.2)
    (0.49803922, 1, 0.2)
    """
    packed = struct.pack("f", number)
    for digits in range(1, 10):
        short = float(f"{number:.{digits}g}")
        if struct.pack("f", short) == packed:
            return int(short) if short.is_integer() else short
    return number


def effective_format(layers: tuple[Mapping[str, Any] | None, ...], kind: str, linked: bool = False) -> dict[str, Any]:
    """Merge the ``effectiveFormat`` of a cell: the defaults, then each layer over what is below it.

    Parameters
    ----------
    layers
        Formats, the lowest first; ``None`` where a layer has nothing to say.
    kind
        The effective value's field (``numberValue`` and so on) or empty; it decides the alignment where nobody did.
    linked
        Whether the cell is a link, which is blue and underlined.

    Returns
    -------
    dict[str, Any]
        The format; shared between equal cells, not to be changed.
    """
    keys = tuple(json.dumps(layer, sort_keys=True) for layer in layers if layer)
    return _merged(keys, kind, linked)


_ALIGNMENT = {"numberValue": "RIGHT", "stringValue": "LEFT", "boolValue": "CENTER", "errorValue": "CENTER"}


@functools.lru_cache(maxsize=4096)
def _merged(keys: tuple[str, ...], kind: str, linked: bool) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(json.dumps(_DEFAULT_FORMAT))
    result["textFormat"]["fontFamily"] = "Arial"
    if kind:
        result["horizontalAlignment"] = _ALIGNMENT[kind]
    result["hyperlinkDisplayType"] = "LINKED" if linked else "PLAIN_TEXT"
    for key in keys:
        overlay(result, json.loads(key))
    return result


def overlay(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Put one format over another in place: text format and borders field by field, the rest whole.

    Parameters
    ----------
    below
        The format that is changed.
    above
        The format that wins.
    """
    for name, value in above.items():
        if name in {"textFormat", "borders", "padding"} and isinstance(below.get(name), dict):
            below[name] = {**below[name], **value}
        else:
            below[name] = value
