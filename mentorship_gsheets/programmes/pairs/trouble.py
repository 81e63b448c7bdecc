"""What people have written to the inbox: who cannot reach whom, and the command that helps."""

from collections.abc import Iterator
from enum import StrEnum

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB, TROUBLE, Trouble
from mentorship_gsheets.text import as_key


def open_troubles(roster: Roster) -> Iterator[Finding]:
    """Iterate over a finding for everybody whose cell ``Trouble`` is filled; `check` keeps since when it is open.

    Parameters
    ----------
    roster
        Everybody; people who have withdrawn have no trouble any more.
    """
    for person in roster:
        if not person.trouble or person.withdrawn:
            continue
        kind = next((kind for kind in Trouble if as_key(kind) == as_key(person.trouble)), None)
        note = f" ({' '.join(person.trouble_note.split())[:80]})" if person.trouble_note else ""
        yield Finding(
            f"{person.name or person.email} has written: {person.trouble[:40]}{note}.",
            f"Clear {TROUBLE} when it is settled. {_help(kind, person)}",
            "open-trouble",
            who=person.identity,
            column=TROUBLE,
        )


def _help(kind: StrEnum | None, person: Participant) -> str:
    tab = PEOPLE_TAB[person.role]
    mentee = person.email if person.role is Role.MENTEE else next(iter(person.partners), "ADDRESS")
    match kind:
        case Trouble.SILENT:
            return f"Write to the partner first; if nothing comes, run: mentorship rematch --part {mentee}"
        case Trouble.ADDRESS:
            return f"Correct Email in {tab}, then run: mentorship draft matches --again {person.email}"
        case Trouble.GONE:
            return f"Set Status in {tab} to withdrawn, then run: mentorship rematch"
        case Trouble.NO_FIT:
            return f"Ask both, then run: mentorship rematch --part {mentee}"
        case _:
            return "Answer the mail."
