"""Cell formats in the words of openpyxl."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from mentorship_gsheets.rehearsal.sheets.formats import WHITE
from mentorship_gsheets.rehearsal.sheets.locales import locale_of
from mentorship_gsheets.rehearsal.sheets.numbers import excel_pattern, pattern_of

_BORDERS: dict[str, Any] = {
    "DOTTED": "dotted", "DASHED": "dashed", "SOLID": "thin", "SOLID_MEDIUM": "medium", "SOLID_THICK": "thick",
    "DOUBLE": "double",
}  # fmt: skip


class Styles:
    """Turns effective formats into openpyxl's, each different one once: it compares formats field by field."""

    def __init__(self) -> None:
        # By the identity of formats, which equal cells share; each is kept beside its style, so that it stays the same.
        self._known: dict[int, tuple[Mapping[str, Any], Any]] = {}
        self._locks: dict[bool, int] = {}

    @staticmethod
    def hex(color: Mapping[str, float]) -> str:
        """A colour as ``RRGGBB``."""
        return "".join(f"{round(color.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))

    def apply(self, cell: Any, look: Mapping[str, Any]) -> None:
        """Give a new cell of openpyxl's an effective format.

        Parameters
        ----------
        cell
            The cell.
        look
            An ``effectiveFormat``.
        """
        known = self._known.get(id(look))
        if known is None:
            for name, part in _parts(look).items():
                setattr(cell, name, part)
            self._known[id(look)] = look, copy(cell._style)
        else:
            cell._style = copy(known[1])

    def lock(self, cell: Any, locked: bool) -> None:
        """Say whether a protected sheet lets a cell of openpyxl's be changed.

        Parameters
        ----------
        cell
            The cell.
        locked
            Whether it may not be changed.
        """
        from openpyxl.styles import Protection

        if locked in self._locks and cell.has_style:
            cell._style.protectionId = self._locks[locked]
        else:
            cell.protection = Protection(locked=locked)
            self._locks[locked] = cell._style.protectionId


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
