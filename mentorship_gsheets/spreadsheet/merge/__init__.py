"""Three-way merge of every cell we wrote: what the plan expected, what stood there, what we wrote.

The base is the snapshot the plan was made on, "theirs" is the cell at the moment of writing, "ours" what the batch
wrote; a hidden tab of `batch.concurrency` holds all three. Where base and theirs differ, somebody changed the cell or
moved rows or columns between our reading and our writing, and the batch overwrote something of theirs: it is put
back, and what still holds of the plan is planned again. So in a conflict theirs wins, always.
"""

from mentorship_gsheets.spreadsheet.merge.overwritten import WrittenCell, all_in_place, overwritten, written_cells
from mentorship_gsheets.spreadsheet.merge.repair import Originals, key_columns, remaining, repair
from mentorship_gsheets.spreadsheet.merge.undo import undo

__all__ = [
    "Originals",
    "WrittenCell",
    "all_in_place",
    "key_columns",
    "overwritten",
    "remaining",
    "repair",
    "undo",
    "written_cells",
]
