"""Three sides of every cell we wrote: what the plan expected, what stood there at that moment, what stands now.

A hidden tab of `batch.guard` holds the first two. Where they differ, somebody changed the cell or moved rows or
columns between our reading and our writing, and the write hit something of theirs: it is put back, and what
still holds of the plan is planned again.
"""

from mentorship_gsheets.spreadsheet.merge.hits import Hit, hits, landed, slips
from mentorship_gsheets.spreadsheet.merge.repair import Originals, key_columns, remaining, repair
from mentorship_gsheets.spreadsheet.merge.undo import undo

__all__ = ["Hit", "Originals", "hits", "key_columns", "landed", "remaining", "repair", "slips", "undo"]
