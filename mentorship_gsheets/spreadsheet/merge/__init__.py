"""Three-way merge of every cell we wrote: what the plan expected, what stood there, what we wrote.

The base is the snapshot the plan was made on, "theirs" is the cell at the moment of writing, "ours" what the batch
wrote; a hidden tab of `batch.concurrency` holds all three. Where base and theirs differ, somebody changed the cell or
moved rows or columns between our reading and our writing, and the batch overwrote something of theirs: it is put
back, and what still holds of the plan is planned again. So in a conflict theirs wins, always.
"""

from mentorship_gsheets.spreadsheet.merge.history import History, Step, kept_backups, read_history, restorable
from mentorship_gsheets.spreadsheet.merge.overwritten import WrittenCell, all_in_place, overwritten, written_cells
from mentorship_gsheets.spreadsheet.merge.repair import Originals, key_columns, remaining, repair
from mentorship_gsheets.spreadsheet.merge.undo import take_back, undo

__all__ = [
    "History",
    "Originals",
    "Step",
    "WrittenCell",
    "all_in_place",
    "kept_backups",
    "key_columns",
    "overwritten",
    "read_history",
    "remaining",
    "repair",
    "restorable",
    "take_back",
    "undo",
    "written_cells",
]
