"""The blocks as the tab ``Bins`` has them."""

import re

from mentorship_gsheets.bins import OTHER, Block
from mentorship_gsheets.spreadsheet.workbook import Workbook, fold
from mentorship_gsheets.tabs.catalogue import BINS


def read_blocks(workbook: Workbook) -> tuple[Block, ...]:
    """Return the blocks of the ``Bins`` tab, with ``Other`` last where the tab does not name it."""
    tab = workbook.tab(BINS.title)
    blocks: dict[str, Block] = {}
    for row in tab.rows if tab else ():
        name = tab.text(row, "Bin") if tab else ""
        if tab and name:
            fields = re.split(r"[;\n]", tab.cell(row, "Fields").text)
            same = blocks.get(fold(name), Block(name))
            known = (*same.fields, *(field.strip() for field in fields if field.strip()))
            blocks[fold(name)] = Block(same.name, known)
    return tuple(blocks.values()) + (() if fold(OTHER) in blocks else (Block(OTHER),))
