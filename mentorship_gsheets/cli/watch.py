"""When a run at the mailbox has to look at the sheet again before it goes on.

Between a look and what is done on the strength of it, people go on working, and a computer may sleep. So a look is
good for a few calls and a few seconds; and when the clock on the wall and the one that only counts running time have
gone apart, the computer slept, and no look before that is good for anything.
"""

import time
from collections.abc import Callable, Collection
from datetime import timedelta

from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.sheets import Sheet

CALLS = 3
"""What one look is good for: so many letters,"""

SECONDS = 3.0
"""and so long."""

JUMP = 1.0
"""Seconds by which the two clocks may go apart while the computer is awake; they are set right now and then."""


class Watch:
    """Looks at some tabs of a sheet again, as often as need be.

    Parameters
    ----------
    sheet
        Just written to: that is the first look.
    titles
        The tabs that decide.
    clock, wall
        Seconds that only grow, and seconds as the clock on the wall has them.
    """

    def __init__(
        self,
        sheet: Sheet,
        titles: Collection[str],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._sheet, self._titles = sheet, titles
        self._clock, self._wall = clock, wall
        self._patience = 1
        self.looked()

    def looked(self) -> None:
        """Note that the sheet was seen just now."""
        self._calls, self._at, self._at_wall = 0, self._clock(), self._wall()

    def late(self) -> bool:
        """Return whether so much time went by since the last look, by either clock, that it counts for nothing.

        Where Google is slow, that is the case every time: so each time in a row twice as much time is granted.
        """
        late = self._old(self._patience)
        self._patience = 2 * self._patience if late else 1
        return late

    def _old(self, times: int = 1) -> bool:
        elapsed, on_the_wall = self._clock() - self._at, self._wall() - self._at_wall
        jumped = abs(on_the_wall - elapsed) > times * JUMP
        return elapsed > times * SECONDS or jumped or self._sheet.time_left <= timedelta(0)

    def look(self) -> Workbook | None:
        """Look again where that is due, and count one more letter; None: the last look still holds.

        Raises
        ------
        LeaseLostError
            The run may do nothing more.
        RefusedError
            Google cannot be reached.
        """
        seen = None
        if self._calls >= CALLS or self._old():
            # what happens while the answer is on its way came after the look
            at, at_wall = self._clock(), self._wall()
            seen = self._sheet.glance(self._titles)
            self._calls, self._at, self._at_wall = 0, at, at_wall
        self._calls += 1
        return seen
