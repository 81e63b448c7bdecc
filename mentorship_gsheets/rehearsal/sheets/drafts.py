"""The draft a batch works on, and how its requests are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.model import Book, Tab
from mentorship_gsheets.rehearsal.sheets.ranges import Box
from mentorship_gsheets.rehearsal.sheets.view import View, view_of

Body = Mapping[str, Any]
Request = Callable[["Draft", Body], "dict[str, Any] | None"]
"""Carries out one request on the draft; what it returns is the request's reply, ``None`` an empty one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A book of ``owner`` being changed by ``caller`` (addresses); thrown away when a request of the batch fails."""

    book: Book
    calculation: Calculation
    caller: str
    owner: str

    def view(self) -> View:
        """The draft as it stands, calculated."""
        return view_of(self.book, self.calculation)

    def view_of(self, tab: Tab, box: Box) -> View:
        """Return the draft as it stands, calculated if that can matter to the cells of one box.

        Calculating costs more than most requests, so it is done only where a formula stands in the box or may spill
        into it, which goes down and to the right.

        Parameters
        ----------
        tab
            The sheet.
        box
            The cells that will be looked at.

        Returns
        -------
        View
            The view; outside the box it may lack results.
        """
        reach = Box(0, box.bottom, 0, box.right)
        if any("formulaValue" in cell.get("userEnteredValue", ()) for _, _, cell in tab.cells_in(reach)):
            return self.view()
        return View(self.book, {}, self.calculation)
