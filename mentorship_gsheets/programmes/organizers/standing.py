"""Organizer mentoring as the sheet has it: pairs, their hours, when they were introduced, when conferences begin."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from mentorship_gsheets.people import Pair, Participant, Role
from mentorship_gsheets.programmes.organizers.hours import Logged, in_all, read_log
from mentorship_gsheets.programmes.organizers.tabs import LAST, PEOPLE, SO_FAR, STARTS
from mentorship_gsheets.programmes.pairs.letters import last_sent
from mentorship_gsheets.programmes.pairs.standing import PairStanding, read_standing
from mentorship_gsheets.records.roster import cell_text, people_tab, row_key
from mentorship_gsheets.records.starts import read_days
from mentorship_gsheets.scoring.columns import told
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.text import as_key

HOURS_A_PAIR, SILENT_FOR = "Hours for a pair", "Silent for"
"""Lines of ``Settings``."""
_EARLIEST = timedelta(hours=14)
"""Where a day begins first: so far before UTC."""
AMBER = 80
"""From so many hundredths of its hours on, a pair is marked."""


@dataclass(frozen=True, kw_only=True)
class OrganizerStanding(PairStanding):
    """Besides what pairs of a conference have:

    Parameters
    ----------
    logged
        What the tab ``Hours`` holds.
    introduced
        Pair -> when its introduction was sent, the last one.
    written
        Pair -> when it was last written to, by an introduction or a monthly mail.
    begins
        Address of a mentee -> first day of the conference; absent where no day can be relied on.
    shown
        Address of a mentee -> what the sheet itself says of hours so far, and of the last day.
    """

    logged: Logged
    introduced: Mapping[Pair, datetime]
    written: Mapping[Pair, datetime]
    begins: Mapping[str, date]
    shown: Mapping[str, tuple[str, str]]

    def on(self, now: datetime) -> "OrganizerStanding":
        """Return the same as it is at some time: hours of days that have not come anywhere yet count for nothing."""
        return replace(self, logged=self.logged.until((now.astimezone(UTC) + _EARLIEST).date()))

    def over(self, pair: Pair, today: date) -> bool:
        """Return whether the conference of a pair's mentee has begun; False where nobody knows when it does."""
        return pair.mentee in self.begins and self.begins[pair.mentee] <= today

    def spent(self, pair: Pair) -> Decimal:
        """Return how many hours a pair has spent by the lines that count."""
        return in_all(self.logged.of(pair))

    def last_sign(self, pair: Pair) -> date | None:
        """Return the last day a pair is known to have been in touch or was introduced; None while it was not."""
        if pair not in self.introduced:
            return None
        return max((self.introduced[pair].date(), *(each.day for each in self.logged.of(pair))))


def read_organizers(workbook: Workbook, settings: Settings, mending: bool = False) -> OrganizerStanding:
    """Read pairs, their hours, and when conferences begin.

    Parameters
    ----------
    workbook, settings
        As read.
    mending
        As for `pairs.standing.read_standing`.

    Returns
    -------
    What stands; a pair of which the ledger has no introduction, or ``Hours`` no line, is absent there.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing.
    """
    pairs = read_standing(workbook, settings, mending, PEOPLE)
    introduced, written = last_sent(workbook, settings, ("match", "rematch"), ("match", "rematch", "month"))
    tab = people_tab(workbook, Role.MENTEE)
    days = read_days(tab, STARTS, workbook.locale) if tab.column(STARTS) is not None else {}
    numbers = {
        mentee.email: [row.number for row in tab.keyed(KEY)[as_key(row_key(workbook, Role.MENTEE, mentee.email))]]
        for mentee in pairs.roster.mentees
    }
    known = {*pairs.claims.by, *introduced}
    return OrganizerStanding(
        **{each.name: getattr(pairs, each.name) for each in fields(pairs)},
        logged=read_log(workbook, pairs.roster, known),
        introduced=introduced,
        written=written,
        begins={email: days[rows[0]] for email, rows in numbers.items() if rows and rows[0] in days},
        shown={
            mentee.email: (cell_text(workbook, mentee, SO_FAR), cell_text(workbook, mentee, LAST))
            for mentee in pairs.roster.mentees
        },
    )


def said(person: Participant, header: str) -> str:
    """Return what somebody says under a column of this format; blank where nothing.

    Parameters
    ----------
    person
        Mentor or mentee.
    header
        The column.
    """
    return told(person, header).text
