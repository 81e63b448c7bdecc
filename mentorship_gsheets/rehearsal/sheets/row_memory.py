"""Rows as they were last written for a reply, so that only those that changed are written again.

The rows of a book are values: a row that changes is another object (see :class:`Book`), which is how one knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorship_gsheets.rehearsal.replies import Checked
from mentorship_gsheets.rehearsal.sheets.model import Row

Results = Mapping[int, Mapping[str, Any]]
"""What the formulas of a row came to, by column."""


class RowMemory:
    """``RowData`` by the row and results it was written from, for one tab and one way of writing."""

    def __init__(self) -> None:
        # the rows are kept too, so that no other can come by their number
        self._before: dict[int, tuple[Row, Results, Checked]] = {}
        self._now: dict[int, tuple[Row, Results, Checked]] = {}

    def written(self, row: Row, results: Results) -> Checked | None:
        """Return what was written of a row that came to the same results.

        Parameters
        ----------
        row
            The row; the very object counts, not what it holds.
        results
            What its formulas come to.

        Returns
        -------
        Checked | None
            What was written, or ``None`` where the row or its results are new.
        """
        known = self._before.get(id(row))
        if known is None or known[1] != results:
            return None
        self._now[id(row)] = known
        return known[2]

    def keep(self, row: Row, results: Results, written: Checked) -> None:
        """Remember what was written of a row.

        Parameters
        ----------
        row
            The row.
        results
            What its formulas come to.
        written
            What was written of it.
        """
        self._now[id(row)] = row, results, written

    def forget_others(self) -> None:
        """Forget what was neither found nor kept since this was last said."""
        self._before, self._now = self._now, {}
