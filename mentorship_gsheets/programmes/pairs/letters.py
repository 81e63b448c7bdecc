"""What the ledger says of pairs: which pair a letter is about, and when each was last written to."""

from collections.abc import Collection, Mapping
from datetime import datetime

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.people import Pair, Role
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS


def pair_about(entry: Entry) -> Pair | None:
    """Return the pair that a line of the ledger is about; None where it is about others, or names nobody any more."""
    people = {role: email for role, _, email in (who.partition(" ") for who in entry.persons)}
    if len(entry.persons) != 2 or people.keys() != set(Role):
        return None
    return Pair(people[Role.MENTEE], people[Role.MENTOR])


def last_sent(workbook: Workbook, settings: Settings, *about: Collection[str]) -> tuple[Mapping[Pair, datetime], ...]:
    """Return when each pair was sent its last letter about something; the ledger is read once.

    Parameters
    ----------
    workbook, settings
        As read.
    about
        Several times what letters are about, as `Kind.matter` says.

    Returns
    -------
    tuple of Mapping
        For each of ``about``: pair -> time, in UTC; letters without a readable time are absent, and so is everything
        where the ledger cannot be read.
    """
    if workbook.tab(DRAFTS.title) is None:
        return tuple({} for _ in about)
    try:
        ledger = read_ledger(workbook, settings)
    except MentorshipError:
        # whoever drafts or sends is told so; how old pairs are can wait
        return tuple({} for _ in about)
    sent: tuple[dict[Pair, datetime], ...] = tuple({} for _ in about)
    for entry in ledger:
        pair = pair_about(entry) if entry.state is State.SENT else None
        if pair is None or entry.changed is None:
            continue
        for matters, last in zip(about, sent, strict=True):
            if entry.kind.matter in matters:
                last[pair] = max(entry.changed, last.get(pair, entry.changed))
    return sent
