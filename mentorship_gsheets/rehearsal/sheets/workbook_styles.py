"""Cell formats in the words of openpyxl."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mentorship_gsheets.rehearsal.sheets.formats import WHITE
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.numbers import excel_pattern, pattern_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_BORDERS: dict[str, Any] = {
    "DOTTED": "dotted", "DASHED": "dashed", "SOLID": "thin", "SOLID_MEDIUM": "medium", "SOLID_THICK": "thick",
    "DOUBLE": "double",
}  # fmt: skip


class Styles:
    """Turns effective formats into openpyxl's, each different one once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}

    @staticmethod
    def hex(color: Mapping[str, float]) -> str:
        """A colour as ``RRGGBB``."""
        return "".join(f"{round(color.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))

    def apply(self, cell: Cell | MergedCell, look: Mapping[str, Any]) -> None:
        """Give a cell an effective format."""
        key = json.dumps(look, sort_keys=True)
        parts = self._known.get(key)
        if parts is None:
            parts = self._known[key] = _parts(look)
        for name, part in parts.items():
            setattr(cell, name, part)


def _parts(look: Mapping[str, Any]) -> dict[str, Any]:
    from openpyxl.styles import Alignment, Border, Side

    parts: dict[str, Any] = {"font": font(look.get("textFormat", {}))}
    background = look.get("backgroundColor", WHITE)
    if background != WHITE:
        parts["fill"] = fill(background)
    alignment = {
        "horizontal": look.get("horizontalAlignment", "").lower() or None,
        "vertical": {"MIDDLE": "center"}.get(
            look.get("verticalAlignment", ""), look.get("verticalAlignment", "").lower() or None
        ),
        "wrap_text": look.get("wrapStrategy") == "WRAP",
        "text_rotation": look.get("textRotation", {}).get("angle", 0) % 180,
    }
    parts["alignment"] = Alignment(**alignment)
    borders: dict[str, Any] = {
        side: Side(_BORDERS.get(line.get("style", ""), "thin"), color=Styles.hex(line.get("color", {})))
        for side, line in look.get("borders", {}).items()
        if line.get("style", "NONE") != "NONE"
    }
    if borders:
        parts["border"] = Border(**borders)
    pattern = pattern_of(look.get("numberFormat"), locale_of("en_US"))
    if pattern:
        parts["number_format"] = excel_pattern(pattern)
    return parts


def font(text: Mapping[str, Any]) -> Any:
    """A text format as openpyxl's font."""
    from openpyxl.styles import Font

    family = text.get("fontFamily", "Arial").split(",")[0]
    return Font(
        name=family,
        size=text.get("fontSize", 10),
        bold=bool(text.get("bold")),
        italic=bool(text.get("italic")),
        strike=bool(text.get("strikethrough")),
        underline="single" if text.get("underline") else None,
        color=Styles.hex(text.get("foregroundColor", {})),
    )


def fill(color: Mapping[str, float]) -> Any:
    """A background colour as openpyxl's fill."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=Styles.hex(color), end_color=Styles.hex(color))
