"""What a programme left behind in sheet, mailbox and log, as a trial and the state machine look at it."""

import base64
import email
from email.message import Message
from email.utils import getaddresses
from itertools import permutations
from pathlib import Path
from typing import Any

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import CALENDAR_ID, MEMORY, all_tabs

TYPED = "typed by the organizer meanwhile"
BADGE = "Badge"
"""A column of the organizer's own, in a tab of Mentors begun by hand before the tool came."""
_ASKED = (
    "What is your full name",
    "Where do you work or study",
    "Anything we should know when we look for your match",
)
_COMPARED = ("Settings", "Questions", "Bins", "Emails", "Pulled answers", "Mentors", "Mentees")
_FREE = {"Why", "Next best", CALENDAR_ID}
"""Sentences of the day a pair was made, as a plan made in two goes words the second half on its own; and what is drawn
by lot."""


def kept(book: Workbook) -> bool:
    """Whether what the organizer typed stands once: with who was first at that time, or in a row that held nobody."""
    tab = book.tab("Mentors")
    if tab is None:
        return False
    # cell by cell: before setup, what was typed stands under no header, and setup leaves such a column alone
    typed = [tab.text(row, "Email") for row in tab.rows for cell in row.cells if cell.text == TYPED]
    people = [row for row in tab.rows if tab.text(row, "Email")]
    begun = [tab.text(row, "Email") for row in people if tab.text(row, BADGE)]
    return len(typed) == 1 and typed[0] in {"", min(begun), min(tab.text(row, "Email") for row in people)}


def secrets_of(book: Workbook) -> set[str]:
    """Every address, name, employer and remark that the sources hold, and what marks a token or a key."""
    headings = ("Name", "Email", "Email Address", *(f"{words}?" for words in _ASKED))
    tabs = [tab for tab in book.tabs if tab.title in ("Sign-ups", "Form Responses 1")]
    told = {tab.text(row, heading) for tab in tabs for row in tab.rows for heading in headings}
    return {text for text in told if len(text) > 4} | {"IMPORTXML", "Bearer ", "PRIVATE KEY", "access_token"}


def told(folder: Path, secrets: set[str]) -> int:
    """How many of the secrets stand in the log of all that was done, or in a traceback on the screen."""
    log = (folder / "debug.log").read_text("utf-8") if (folder / "debug.log").exists() else ""
    output = (folder / "output.txt").read_text("utf-8")
    trace = output[output.find("Traceback") :] if "Traceback" in output else ""
    return sum(secret in log or secret in trace for secret in secrets)


def foreign(book: Workbook) -> list[tuple[str, object, str]]:
    """Every cell that is not the tool's: of other tabs with its title and row, of the column of badges with its key."""
    others = [tab for tab in book.tabs if tab.title not in {spec.title for spec in (*all_tabs(), MEMORY)}]
    cells = [(tab.title, row.number, cell.text) for tab in others for row in tab.rows for cell in row.cells]
    return [*cells, *badges(book)]


def badges(book: Workbook) -> list[tuple[str, str, str]]:
    """What stands in the column of the organizer's own, with the address in its row."""
    tab = book.tab("Mentors")
    rows = [texts for _, texts in tab.records()] if tab else []
    return sorted((BADGE, texts["Email"], texts[BADGE]) for texts in rows if texts.get(BADGE))


def names_each_other(header: str, book: Workbook) -> bool:
    """Whether the two people a mail went to name each other in the sheet; a mail to one person names no pair."""
    people = [address.casefold() for _, address in getaddresses([header])]
    if len(people) == 1:
        return True

    def names(title: str, match: str, who: str, partner: str) -> bool:
        tab = book.tab(title)
        cells = [tab.text(row, match) for row in tab.rows if tab.text(row, "Email").casefold() == who] if tab else []
        return len(cells) == 1 and f"<{partner}>" in cells[0].casefold()

    return any(
        names("Mentors", "Mentee match", mentor, mentee) and names("Mentees", "Mentor match", mentee, mentor)
        for mentor, mentee in permutations(people, 2)
    )


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return where two end states differ, one line a place."""
    found = [f"{title}: {row}" for title in one["tabs"] for row in apart(one["tabs"][title], other["tabs"][title])]
    return found + [f"mail: {row}" for row in apart(one["mail"], other["mail"])]


def apart(one: list[Any], other: list[Any]) -> list[Any]:
    return [row for row in one if row not in other] + [row for row in other if row not in one]


def state_of(book: Workbook, google: Rehearsal) -> dict[str, Any]:
    """What must be the same however often the tool was interrupted: cells by key, and mails by recipient."""
    tabs: dict[str, Any] = {}
    for title in _COMPARED:
        tab = book.tab(title)
        rows = [dict(texts) for _, texts in tab.records()] if tab else []
        tabs[title] = sorted(sorted((h, t) for h, t in texts.items() if h not in _FREE) for texts in rows)
    return {"tabs": tabs, "mail": addressees(google)}


def addressees(google: Rehearsal) -> list[str]:
    """Return the To header of every mail that was sent, sorted."""
    return sorted(str(message["To"]) for message in _sent(google))


def sent_references(google: Rehearsal) -> list[str]:
    """Return the reference at the foot of every mail that was sent: that of one letter, whatever its kind."""
    return [read_message(raw).reference for raw in _raws(google)]


def sent_subjects(google: Rehearsal) -> list[str]:
    """Return the subject of every mail that was sent."""
    return [str(message["Subject"]) for message in _sent(google)]


def _sent(google: Rehearsal) -> list[Message]:
    return [email.message_from_bytes(raw) for raw in _raws(google)]


def _raws(google: Rehearsal) -> list[bytes]:
    messages = google.world.store.all(f"message:{google.mailbox}").values()
    return [base64.urlsafe_b64decode(message["raw"]) for message in messages if "SENT" in message.get("labelIds", ())]
