"""Purge: personal data out of the sheet once the programme is over; no mail is made from it any more.

Of the mails stay kind, state and time, to be counted. Their keys were hashes of addresses, which whoever has a list of
addresses can try one by one; so they are hashed anew under a secret that is thrown away, and what could be tried in the
same way goes. As nobody knows then who was written to, the sheet is marked, and `draft` and `send` refuse.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date

from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.memory import OF_NOBODY, PURGED, SALT
from mentorship_gsheets.records.sources import looks_linked, read_tab_forms
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Change, EmptyColumns, Plan, SetCell, SetMetadata
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import (
    BINS,
    DRAFTS,
    EMAILS,
    LEDGER_KEY,
    LOG,
    MEMORY,
    OVERVIEW,
    QUESTIONS,
    READ_ME,
    SETTINGS,
)
from mentorship_gsheets.tabs.learned import LEARNED
from mentorship_gsheets.text import as_key

STAGE = "purge"
_LINE = LEDGER_KEY
_KEPT = frozenset(spec.title for spec in (READ_ME, SETTINGS, BINS, EMAILS, OVERVIEW, LOG))
"""Tabs that speak of no participant; every other one does, those of a format among them, until it stands here."""
_PARTLY = {
    DRAFTS.title: tuple(column.header for column in DRAFTS.columns if column.header not in OF_NOBODY),
    QUESTIONS.title: ("Examples",),
}
"""Tabs of which something stays: the columns that go."""


def _personal(programme: AnyProgramme) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Tab and its columns with personal data; no columns: all of them."""
    titles = (spec.title for spec in programme.tabs())
    return tuple((title, _PARTLY.get(title, ())) for title in titles if title not in _KEPT)


def plan(workbook: Workbook, settings: Settings, after: date, today: date, secret: bytes) -> Plan:
    """Plan to empty every cell that speaks of a participant.

    Parameters
    ----------
    workbook, settings
        As read.
    after
        The last day the data are needed.
    today
        The present day.
    secret
        Random, and thrown away after: the keys of mails are hashed anew under it.

    Returns
    -------
    Plan
        Tabs that are empty already are not in it. Its findings say what is left to do by hand: tabs and columns that
        are not found under their names, tabs that are not the tool's, answers in Google Forms and their linked tab
        (which is the form's), and the sheet's version history.

    Raises
    ------
    MentorshipError
        The day has not passed yet.
    """
    if today <= after:
        raise MentorshipError(
            Finding(f"{after} has not passed yet.", "Purge from the day after.", code="purge-too-early")
        )
    changes: list[Change] = [
        EmptyColumns(title, tuple(column for column in columns if tab.column(column) is not None))
        for title, columns in _personal(programme_of(settings))
        if (tab := workbook.tab(title)) is not None and _filled(tab, columns)
    ]
    changes += _comments(workbook)
    memory = workbook.tab(MEMORY.title)
    if memory is not None and _filled(memory, ()):
        changes.append(EmptyColumns(MEMORY.title))
    if changes and PURGED not in workbook.metadata:
        changes += _unguessable(workbook, secret)
        changes.append(SetMetadata(PURGED, str(today)))
    if workbook.metadata.get(SALT):
        changes.append(SetMetadata(SALT, ""))
    names = ", ".join(dict.fromkeys(change.tab for change in changes if isinstance(change, EmptyColumns | SetCell)))
    summary = f"empties {names}" if changes else "no personal data are left in the tool's tabs"
    return Plan(STAGE, tuple(changes), tuple(_by_hand(workbook, settings)), summary=summary)


def _unguessable(workbook: Workbook, secret: bytes) -> Iterator[Change]:
    """Yield the changes that give every line of the ledger a key nobody can find by trying addresses."""
    tab = workbook.tab(DRAFTS.title)
    for rows in tab.keyed(_LINE).values() if tab else ():
        if tab is not None and len(rows) == 1:
            key = tab.text(rows[0], _LINE)
            new = hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[: len(key)]
            yield SetCell(tab.title, _LINE, key, _LINE, new, tab.cell(rows[0], _LINE).text)


def _comments(workbook: Workbook) -> Iterator[Change]:
    """Yield the changes that empty what people wrote in their own words, which `survey` shows in ``Overview``."""
    tab = workbook.tab(OVERVIEW.title)
    label, value = (column.header for column in OVERVIEW.columns[:2])
    for key, rows in tab.keyed(label).items() if tab else ():
        if tab is not None and ": comment " in key and len(rows) == 1 and tab.text(rows[0], value):
            yield SetCell(tab.title, label, tab.text(rows[0], label), value, "", tab.cell(rows[0], value).text)


def _filled(tab: Tab, columns: tuple[str, ...]) -> bool:
    wanted = [tab.column(column) for column in columns] if columns else range(len(tab.header))
    return any(row[index].text.strip() for row in tab.rows for index in wanted if index is not None)


def _by_hand(workbook: Workbook, settings: Settings) -> Iterator[Finding]:
    programme = programme_of(settings)
    yield from _not_found(workbook, programme)
    forms = {as_key(form.title) for form in read_tab_forms(workbook, settings)}
    ours = {as_key(spec.title) for spec in (*programme.tabs(), MEMORY, LEARNED)}
    for tab in workbook.tabs:
        if as_key(tab.title) in ours or all(row.blank for row in tab.rows):
            continue
        if as_key(tab.title) in forms or looks_linked(tab):
            yield Finding(
                f"the tab “{tab.title}” belongs to the form and still holds its answers.",
                "Delete the answers in Google Forms, then the tab.",
                "purge-by-hand",
            )
        else:
            yield Finding(
                f"the tab “{tab.title}” is not the tool's, and stays as it is.",
                "Delete it if it speaks of participants.",
                "purge-by-hand",
            )
    yield Finding(
        "the form's answers, the mails, and the sheet's version history are not the tool's to delete.",
        "Delete the answers in Google Forms; a copy of the sheet (File → Make a copy) has no history.",
        "purge-by-hand",
    )


def _not_found(workbook: Workbook, programme: AnyProgramme) -> Iterator[Finding]:
    """Yield a finding for everything personal that is not where it should be: renamed, it would be overlooked."""
    for title, columns in _personal(programme):
        tab = workbook.tab(title)
        if tab is None:
            yield Finding(
                f"this sheet has no tab “{title}”; under another name it is not emptied.",
                "If it was renamed, give it its name back and run this again.",
                "purge-not-found",
            )
        for column in columns:
            if tab is not None and tab.column(column) is None:
                yield Finding(
                    f"{title} has no column “{column}”; under another name it is not emptied.",
                    "If it was renamed, give it its name back and run this again.",
                    "purge-not-found",
                )
