"""Where answers stand in the sheet itself: linked response tabs and the sign-up list, read as forms."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.columns.body import read_body
from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.columns.rules import languages_of, turns_of
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.intake.tables import table_of
from mentorship_gsheets.intake.times import read_times
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Tab, Workbook, column_letters
from mentorship_gsheets.tabs.catalogue import SIGN_UPS
from mentorship_gsheets.text import as_key

_LINKED = re.compile(r"(form responses|formularantworten|réponses au formulaire|respuestas de formulario) \d+")
_STAMPS = ("timestamp", "zeitstempel", "horodateur", "marca temporal", "submitted at", "start date")
_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a sheet: https://developers.google.com/workspace/sheets/api/guides/formats#about_date_time_values"""


def read_tab_forms(workbook: Workbook, settings: Settings) -> tuple[Form, ...]:
    """Return the linked response tabs that Settings name; when they name no form at all, those that look like one.

    A cell of such a tab holds all ticked choices joined with commas, and its questions have no known options.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    """
    named = ((settings.form, None), (settings.mentor_form, Role.MENTOR), (settings.mentee_form, Role.MENTEE))
    tabs = [(tab, role) for title, role in named if title and (tab := workbook.tab(title)) is not None]
    if not any(title for title, _ in named):
        tabs = [(tab, None) for tab in workbook.tabs if looks_linked(tab)]
    return tuple(tab_form(tab, role, workbook.locale) for tab, role in tabs)


def looks_linked(tab: Tab) -> bool:
    """Return whether a tab is called as Google Forms calls the tabs it writes answers into."""
    return _LINKED.fullmatch(as_key(tab.title)) is not None


def sign_up_form(workbook: Workbook) -> Form | None:
    """Return the ``Sign-ups`` tab as a form of its own, or None without the tab."""
    tab = workbook.tab(SIGN_UPS.title)
    return tab_form(tab, None, workbook.locale) if tab is not None else None


def tab_form(tab: Tab, role: Role | None = None, locale: str = "en_US") -> Form:
    """Return a table of answers as a form: headings are its questions, rows its responses.

    A row has no name of its own: its time and address stand for it, or, without both, all it says. The address is one
    of the answers, because which heading it stands under is for the ``Questions`` tab to say.

    Parameters
    ----------
    tab
        A tab with answers, a header on top.
    role
        What everybody who answers there is; ``None`` where the answers say it.
    locale
        The spreadsheet's, such as ``en_US``: it tells days from months.
    """
    table = table_of([tab.header, *(tuple(cell.text for cell in row.cells) for row in tab.rows)])
    headings: dict[int, str] = {}
    for place, text in enumerate(table.header):
        if title := text.strip():
            headings[place] = title if title not in headings.values() else f"{title} ({table.columns[place] + 1})"
    below = {place: [answers[place] for answers in table.rows] for place in headings}
    stamp = next((place for place, title in headings.items() if _is_stamp(title, below[place])), None)
    guesses = zip(headings, guess_columns(list(headings.values()), (), list(below.values())), strict=True)
    address = next((place for place, guess in guesses if guess.column == "Email"), None)
    rows = [tab.rows[place - 1] for place in table.places]
    times, unsure = [""] * len(rows), False
    if stamp is not None:
        times, unsure = _times([row[table.columns[stamp]] for row in rows], locale)
    seen: Counter[str] = Counter()
    responses = []
    for row, texts, time in zip(rows, table.rows, times, strict=True):
        answers = {title: (texts[place],) for place, title in headings.items() if texts[place].strip()}
        email = texts[address] if address is not None else ""
        where = _cell(tab, row.number, None if address is None else table.columns[address])
        told = f"{time} {read_email(email)[0]}" if time and email else repr(sorted(answers.items()))
        seen[told] += 1
        digest = hashlib.sha256(f"{told} {seen[told]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        # without a time, rows are as old as they stand: new answers come in below
        responses.append(Response(f"row-{digest}", time or f"{row.number:09}", "", answers, role, where))
    responses.sort(key=lambda response: response.submitted)
    questions = tuple(Question(title, title) for place, title in headings.items() if place != stamp)
    return Form(tab.title, tab.title, questions, tuple(responses), role, unsure)


def _cell(tab: Tab, number: int, index: int | None) -> str:
    title = f"'{tab.title}'" if " " in tab.title else tab.title
    return f"{title}!{column_letters(index)}{number}" if index is not None else f"{title}!{number}"


def _is_stamp(title: str, cells: Sequence[str]) -> bool:
    """Return whether a heading is one that form programs write above the time of an answer."""
    if as_key(title) in _STAMPS:
        return True
    heading = read_heading(title)
    return "technical" in turns_of(heading, languages_of([heading])) and read_body(cells).date >= 0.5


def _times(cells: Sequence[Cell], locale: str) -> tuple[list[str], bool]:
    """Return the times as ISO 8601, unreadable ones blank, and whether day and month may stand the other way round.

    A typed date is a number whatever the locale shows.
    """
    read = read_times(["" if cell.number is not None else cell.text for cell in cells], locale)
    times = [
        time if cell.number is None else (_EPOCH + timedelta(days=cell.number)).isoformat(timespec="seconds")
        for cell, time in zip(cells, read.iso, strict=True)
    ]
    return times, not read.sure
