"""Where the programme stands and what comes next: what ``mentorship`` alone says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import click

from mentorship_gsheets.people import Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, LINE, LOG, OVERVIEW, SETTINGS
from mentorship_gsheets.tabs.figures import NEXT
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB

WELCOME = """Hello! This runs a mentorship programme inside a Google Sheet: sign-ups, bins, matches, mails.

Look at it first, on this computer alone, with 150 invented people:

  mentorship rehearse

Then your own sheet:

  mentorship start

It takes you through all that Google asks for, one step after the other, and remembers which sheet and key you use;
then this command says how far you are. All commands: mentorship --help"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a programme is: what is done, one line each, and the sentence about what comes next."""

    lines: tuple[str, ...]
    next: str


def progress(workbook: Workbook, settings: Settings) -> Progress:
    """Return how far the programme in a sheet is.

    Parameters
    ----------
    workbook
        The sheet; nothing in it is changed.
    settings
        As the sheet has them.
    """
    return Progress(tuple(_lines(workbook, settings)), _next(workbook))


def _people(workbook: Workbook, role: Role, column: str) -> list[dict[str, str]]:
    tab = workbook.tab(PEOPLE_TAB[role])
    wanted = ("Status", column)
    rows = [row for row in tab.rows if tab.text(row, "Email")] if tab else []
    people = [{header: tab.text(row, header) for header in wanted} for row in rows] if tab else []
    return [person for person in people if person["Status"] not in ("withdrawn", "declined")]


def _lines(workbook: Workbook, settings: Settings) -> Iterator[str]:
    from mentorship_gsheets.programmes import programme_of

    if workbook.tab(SETTINGS.title) is None:
        return
    programme = programme_of(settings)
    for role in Role:
        column = programme.column_of(role)
        people = _people(workbook, role, column)
        silent = sum(person["Status"] == "no answer" for person in people)
        matched = sum(bool(person[column]) for person in people)
        yield f"{PEOPLE_TAB[role]}: {len(people)}, {silent} without an answer, {matched} matched"
    states = _states(workbook)
    if states:
        yield "Mails: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    log = workbook.tab(LOG.title)
    last = [row for row in log.rows if not row.blank][-1:] if log else []
    for row in last:
        if log:
            yield f"Last: {log.text(row, 'Stage')}, {log.text(row, 'Time')}"


def _states(workbook: Workbook) -> Counter[str]:
    tab = workbook.tab(DRAFTS.title)
    return Counter(tab.text(row, "State") for row in tab.rows if tab.text(row, "State")) if tab else Counter()


def _next(workbook: Workbook) -> str:
    """The sentence that the sheet itself shows in Overview: one source for both."""
    tab = workbook.tab(OVERVIEW.title)
    rows = tab.keyed(LINE).get(NEXT, ()) if tab else ()
    said = tab.text(rows[0], "Number") if tab and rows else ""
    return said or "The sheet is not prepared yet. Run: mentorship setup"


def tell(sheet: str, credentials: str) -> None:
    """Print where the programme stands; without a sheet and key to look at, a welcome.

    Parameters
    ----------
    sheet
        Address or id of the sheet; blank where nobody named one.
    credentials
        The key file; blank where nobody named one.

    Raises
    ------
    MentorshipError
        The key or the sheet cannot be used, or Google cannot be reached.
    """
    from mentorship_gsheets.cli.show import say

    if not (sheet and credentials):
        click.echo(WELCOME)
        return
    from mentorship_gsheets.cli.options import Options
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.programmes import read_settings

    workbook = Session.open(Options(sheet, credentials)).workbook
    settings = read_settings(workbook)[0] if workbook.tab(SETTINGS.title) else Settings()
    found = progress(workbook, settings)
    say(settings.programme or workbook.title, "bold")
    for line in found.lines:
        say(line)
    say(f"Next: {found.next}", "green")
