"""The blocks as the tab ``Bins`` has them."""

import re

from mentorship_gsheets.bins import OTHER, Bin, catch_all
from mentorship_gsheets.spreadsheet.workbook import Workbook, fold
from mentorship_gsheets.tabs.catalogue import BINS


def read_blocks(workbook: Workbook) -> tuple[Bin, ...]:
    """Return the blocks of the ``Bins`` tab, with ``Other`` last where none of them is for people not known."""
    tab = workbook.tab(BINS.title)
    blocks: dict[str, Bin] = {}
    for row in tab.rows if tab else ():
        name = tab.text(row, "Bin") if tab else ""
        if tab and name:
            fields = re.split(r"[;\n]", tab.cell(row, "Fields").text)
            same = blocks.get(fold(name), Bin(name))
            known = (*same.fields, *(field.strip() for field in fields if field.strip()))
            blocks[fold(name)] = Bin(same.name, known)
    found = tuple(blocks.values())
    return found if catch_all(found) in {bin.name for bin in found} else (*found, Bin(OTHER))
