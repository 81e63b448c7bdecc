"""What an organizer of a rehearsal types as another round begins."""

from collections.abc import Mapping

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.long_term.tabs import PAIR, Pairing
from mentorship_gsheets.records.roster import people_tab
from mentorship_gsheets.settings import ROUND
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, SETTINGS
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN
from mentorship_gsheets.text import as_key


def round_begins(workbook: Workbook, name: str) -> Mapping[str, str | int]:
    """Return the cells and what is typed into them.

    One pair has graduated, one has ended, one mentee wants another mentor, one mentor has left, and one takes more
    mentees beside a running one.

    Parameters
    ----------
    workbook
        As read.
    name
        Of the round.
    """
    typed: dict[str, str | int] = {}
    settings = workbook.tab(SETTINGS.title)
    for line in settings.keyed("Setting").get(as_key(ROUND), ()) if settings else ():
        typed[settings.address(line, "Value") if settings else ""] = name
    drafts = workbook.tab(DRAFTS.title)
    sent = [drafts.text(row, "To") for row in drafts.rows if drafts.text(row, "State") == "SENT"] if drafts else []
    mentees, mentors = people_tab(workbook, Role.MENTEE), people_tab(workbook, Role.MENTOR)
    paired = [
        row
        for row in mentees.rows
        if mentees.text(row, MATCH_COLUMN[Role.MENTEE])
        and not mentees.text(row, PAIR)
        and any(f"<{mentees.text(row, 'Email')}>" in to for to in sent)
    ]
    for row, pairing in zip(paired, Pairing, strict=False):
        typed[mentees.address(row, PAIR)] = pairing.value
    taken = [mentees.text(row, MATCH_COLUMN[Role.MENTEE]) for row in paired[: len(Pairing)]]
    running = [
        row
        for row in mentors.rows
        if mentors.text(row, MATCH_COLUMN[Role.MENTOR])
        and mentors.text(row, "Status") != "withdrawn"
        and not any(f"<{mentors.text(row, 'Email')}>" in cell for cell in taken)
    ]
    if running:
        typed[mentors.address(running[0], "Status")] = "withdrawn"
    if len(running) > 1:
        typed[mentors.address(running[1], "Capacity")] = 3
    return typed
