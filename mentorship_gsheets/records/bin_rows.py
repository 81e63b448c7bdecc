"""The bins as the tab ``Bins`` has them."""

import re

from mentorship_gsheets.bins import OTHER, Bin, catch_all
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import BINS
from mentorship_gsheets.text import as_key


def read_bins(workbook: Workbook) -> tuple[Bin, ...]:
    """Return the bins of the ``Bins`` tab, with ``Other`` last where none of them is for people not known."""
    tab = workbook.tab(BINS.title)
    bins: dict[str, Bin] = {}
    for row in tab.rows if tab else ():
        name = tab.text(row, "Bin") if tab else ""
        if tab and name:
            fields = re.split(r"[;\n]", tab.cell(row, "Fields").text)
            same = bins.get(as_key(name), Bin(name))
            known = (*same.fields, *(field.strip() for field in fields if field.strip()))
            bins[as_key(name)] = Bin(same.name, known)
    found = tuple(bins.values())
    return found if catch_all(found) in {bin.name for bin in found} else (*found, Bin(OTHER))
