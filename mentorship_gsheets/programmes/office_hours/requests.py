"""What mentees ask for and mentors can give: picks, waiting, sessions so far, sessions a week."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.records.roster import cell_text, people_tab
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key

SESSIONS, PICKS, HAD, WAITED = "Sessions a week", "Picks", "Sessions had", "Waited"
QUESTIONS = "Questions"
OFFERS, WHERE = "Offers", "Where"


@dataclass(frozen=True, slots=True)
class Request:
    """What one mentee asks for.

    Parameters
    ----------
    picks
        Folded ids of slots there are, the first choice first.
    waited
        Weeks without a session.
    had
        Sessions so far.
    asks
        The cell of picks is filled, whatever became of the slots it names.
    questions
        What the mentee wants to ask; blank where nothing was said.
    """

    picks: tuple[str, ...] = ()
    waited: int = 0
    had: int = 0
    asks: bool = False
    questions: str = ""


def read_picks(text: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Read the ids of slots in the cell of a mentee.

    Parameters
    ----------
    text
        Ids with semicolons, commas or line breaks between; what a form's choice adds behind `` · `` does not count.
    known
        Folded id -> id.

    Returns
    -------
    picks
        Folded ids, each once, in the order of the cell.
    unknown
        The parts that name no slot.

    Examples
    --------
    >>> read_picks("S07 · Tue 6 July 16:00 UTC · Ada; s2, S9", {"s07": "S07", "s2": "S2"})
    (['s07', 's2'], ['S9'])
    """
    picks: dict[str, None] = {}
    unknown = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        # what a form's choice says behind the id may hold commas of its own
        pieces = [part] if "·" in part and as_key(part.split("·")[0]) in known else part.split(",")
        for piece in filter(None, (piece.strip() for piece in pieces)):
            named = [piece.split("·")[0]] if as_key(piece) not in known else [piece]
            if as_key(named[0]) not in known and all(as_key(word) in known for word in piece.split()):
                named = piece.split()
            for one in named:
                if as_key(one) in known:
                    picks[as_key(one)] = None
                else:
                    unknown.append(one.strip())
    return list(picks), unknown


def read_requests(workbook: Workbook, roster: Roster, slots: Iterable[str]) -> tuple[dict[str, Request], list[Finding]]:
    """Read what every mentee asks for.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    roster
        Everybody who has a line.
    slots
        Ids of the slots that can be used.

    Returns
    -------
    requests
        Address -> request.
    findings
        Picks that name no slot, numbers that are none; all other picks count.
    """
    known = {as_key(slot): slot for slot in slots}
    requests: dict[str, Request] = {}
    findings: list[Finding] = []
    tab = people_tab(workbook, Role.MENTEE)
    for person in roster.mentees:
        picks, unknown = read_picks(cell_text(workbook, person, PICKS), known)
        if unknown:
            what = f"{_called(person)} picks {', '.join(one[:40] for one in unknown)}, and no such slot can be used."
            remedy = "Write ids as they stand in Slots, with semicolons between."
            findings.append(_note(person, PICKS, what, remedy, "unknown-pick"))
        numbers: dict[str, int | None] = {}
        for header in (WAITED, HAD):
            text = cell_text(workbook, person, header)
            numbers[header] = whole(text)
            if numbers[header] is None:
                what = f"“{text[:40]}” is no number, so {header} of {_called(person)} does not count."
                findings.append(_note(person, header, what, "Write a whole number.", "no-number"))
        # a sheet that was set up before has no such column
        asked = tab.column(QUESTIONS) is not None and cell_text(workbook, person, QUESTIONS)
        requests[person.email] = Request(
            tuple(picks), numbers[WAITED] or 0, numbers[HAD] or 0, bool(picks or unknown), asked or ""
        )
    return requests, findings


def weekly_limits(workbook: Workbook, roster: Roster, settings: Settings) -> tuple[dict[str, int], list[Finding]]:
    """Read how many sessions a week every mentor gives.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    roster
        Everybody who has a line.
    settings
        What the tab Settings says.

    Returns
    -------
    limits
        Address -> number; blank cells give that of ``Settings``. Absent: mentors whose cell cannot be read.
    findings
        Those, of level ``held``: nobody is booked with them.
    """
    limits: dict[str, int] = {}
    findings: list[Finding] = []
    for person in roster.mentors:
        text = cell_text(workbook, person, SESSIONS)
        number = whole(text)
        if not text:
            limits[person.email] = int(settings.own[SESSIONS])
        elif number is not None:
            limits[person.email] = number
        else:
            what = f"“{text[:40]}” is no number of sessions a week, so nobody is booked with {_called(person)}."
            where = people_tab(workbook, Role.MENTOR).title
            findings.append(
                Finding(what, f"Write a whole number in {where}.", "no-number", Level.HELD, person.identity, SESSIONS)
            )
    return limits, findings


def whole(text: str) -> int | None:
    """Return a whole number, 0 for a blank, None for anything else.

    >>> whole("3"), whole("2.0"), whole(""), whole("two")
    (3, 2, 0, None)
    """
    found = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?", text.strip())
    return int(found[1]) if found else None if text.strip() else 0


def _called(person: Participant) -> str:
    return person.name or person.email


def _note(person: Participant, header: str, what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, Level.NOTE, person.identity, header)
