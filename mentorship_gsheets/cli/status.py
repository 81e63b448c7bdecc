"""Where the programme stands and what comes next: what ``mentorship`` alone says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import click

from mentorship_gsheets.counts import counted
from mentorship_gsheets.people import Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, LOG, SETTINGS
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN, PEOPLE_TAB

WELCOME = """Hello! This runs a mentorship programme inside a Google Sheet: sign-ups, blocks, matches, mails.

Look at it first, on this computer alone, with 150 invented people:

  mentorship rehearse

Then your own sheet: docs/google.md takes you to a key, and

  mentorship doctor --sheet URL --credentials key.json

says what is still missing. Set MENTORSHIP_SHEET and MENTORSHIP_CREDENTIALS once, and every command knows where to
go; then this one says how far you are. All commands: mentorship --help"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a programme is: what is done, one line each, and the command that comes next with its reason."""

    lines: tuple[str, ...]
    command: str
    why: str


def standing(workbook: Workbook, settings: Settings) -> Standing:
    """Return how far the programme in a sheet is.

    Parameters
    ----------
    workbook
        The sheet; nothing in it is changed.
    settings
        As the sheet has them.
    """
    return Standing(tuple(_lines(workbook)), *_next(workbook, settings))


def _people(workbook: Workbook, role: Role) -> list[dict[str, str]]:
    tab = workbook.tab(PEOPLE_TAB[role])
    wanted = ("Status", "Bin", MATCH_COLUMN[role])
    rows = [row for row in tab.rows if tab.text(row, "Email")] if tab else []
    people = [{header: tab.text(row, header) for header in wanted} for row in rows] if tab else []
    return [person for person in people if person["Status"] != "withdrawn"]


def _lines(workbook: Workbook) -> Iterator[str]:
    if workbook.tab(SETTINGS.title) is None:
        return
    for role in Role:
        people = _people(workbook, role)
        silent = sum(person["Status"] == "no answer" for person in people)
        matched = sum(bool(person[MATCH_COLUMN[role]]) for person in people)
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


def _next(workbook: Workbook, settings: Settings) -> tuple[str, str]:
    if workbook.tab(SETTINGS.title) is None:
        return "setup", "the sheet is not prepared yet"
    everybody = [person for role in Role for person in _people(workbook, role)]
    if not everybody:
        if not (settings.form or settings.mentor_form or settings.mentee_form):
            return "form --create", "Settings name no form yet; if you have one: setup --form URL"
        return "pull", "nobody stands in Mentors and Mentees yet"
    if not all(person["Bin"] for person in everybody):
        return "bin", "some people have no block yet"
    matched = [person for role in Role for person in _people(workbook, role) if person[MATCH_COLUMN[role]]]
    if not matched:
        return "match", "nobody is matched yet"
    return _next_mail(workbook)


def _next_mail(workbook: Workbook) -> tuple[str, str]:
    states = _states(workbook)
    tab = workbook.tab(DRAFTS.title)
    drafted = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"] if tab else []
    ticked = [row for row in drafted if tab and tab.text(row, "Reviewed").casefold() == "true"]
    if states["UNKNOWN"] or states["INTENT"] or states["SENDING"]:
        return "draft matches", "a run was interrupted; it looks first, and goes on where that one stopped"
    if ticked:
        return "send", f"{counted(len(ticked), 'draft is', 'drafts are')} ticked as Reviewed"
    if drafted:
        made = counted(len(drafted), "draft")
        return "send", f"when you have read the {made} in Gmail and ticked Reviewed in {DRAFTS.title}"
    if states["SENT"]:
        return "draft check-in", "some days later; draft after, when the conference is over"
    return "check", "then mentorship draft matches"


def tell(sheet: str, credentials: str) -> None:
    """Print where the programme stands; without a sheet and key to look at, a welcome.

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
    found = standing(workbook, settings)
    say(settings.programme or workbook.title, "bold")
    for line in found.lines:
        say(line)
    say(f"Next: mentorship {found.command} ({found.why})", "green")
