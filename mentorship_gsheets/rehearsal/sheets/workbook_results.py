"""Results of formulas in a finished .xlsx: openpyxl writes formulas without what they came to.

Programs that do not calculate (previews, pandas) would show nothing, and those that lack a function an error.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from mentorship_gsheets.rehearsal.sheets.ranges import column_number

_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[^>]*>.*?</f>)<v ?/></c>', re.DOTALL)

Lookup = Callable[[int, int], Mapping[str, Any] | None]
"""The ``ExtendedValue`` a cell shows, by row and column; an error carries its text under ``text``."""


def with_results(content: bytes, sheets: Mapping[str, Lookup]) -> bytes:
    """Write every formula's result beside it.

    Parameters
    ----------
    content
        The workbook, as .xlsx.
    sheets
        What gives the results of a sheet, by its file in the archive.

    Returns
    -------
    bytes
        The workbook, as .xlsx.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            lookup = sheets.get(entry.filename)
            if lookup is not None:
                data = _FORMULA.sub(partial(_filled, lookup=lookup), data)
            new.writestr(entry, data)
    return output.getvalue()


def _filled(found: re.Match[bytes], lookup: Lookup) -> bytes:
    column, row, attributes, formula = found.groups()
    value = lookup(int(row) - 1, column_number(column.decode()))
    if value is None:
        return found[0]
    if "numberValue" in value:
        kind, text = "n", repr(value["numberValue"])
    elif "boolValue" in value:
        kind, text = "b", str(int(value["boolValue"]))
    elif "stringValue" in value:
        kind, text = "str", value["stringValue"]
    else:
        kind, text = "e", value["text"]
    attributes = re.sub(rb' t="[^"]*"', b"", attributes)
    body = escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)).encode()
    return b'<c r="%s%s"%s t="%s">%s<v>%s</v></c>' % (column, row, attributes, kind.encode(), formula, body)
