"""Where answers stand in the sheet itself: linked response tabs and the sign-up list, read as forms."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS, read_email
from mentorship_gsheets.intake.columns.body import read_body
from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.columns.rules import languages_of, turns_of
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Tab, Workbook, column_letters, fold
from mentorship_gsheets.tabs.catalogue import SIGN_UPS

_LINKED = re.compile(r"(form responses|formularantworten|réponses au formulaire|respuestas de formulario) \d+")
_STAMPS = ("timestamp", "zeitstempel", "horodateur", "marca temporal", "submitted at", "start date")
_ABOVE = 3
"""Rows that may stand above the headings."""

_NUMBERED = re.compile(r"(?:q|question)?[ _-]?\d+(?:[._]\d+)*", re.IGNORECASE)
_IMPORT_ID = re.compile(r"\{\s*\"ImportId\"")
_MONTH_FIRST = (
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%y %H:%M:%S",
    "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%y %H:%M",
)
_DAY_FIRST = (
    "%d/%m/%y %H:%M:%S",
    "%d.%m.%y %H:%M:%S",
    "%d/%m/%y %H:%M",
    "%d.%m.%y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%Y",
)
# a form's own .csv export adds the time zone, which is the same for all its lines
_YEAR_FIRST = ("%Y/%m/%d %H:%M", "%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")
_ZONE = re.compile(r"\s+(UTC|GMT|[A-Z]{3,4})([+-]\d{1,2}(:\d\d)?)?$")
_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a sheet: https://developers.google.com/workspace/sheets/api/guides/formats#about_date_time_values"""


def read_tab_forms(workbook: Workbook, settings: Settings) -> tuple[Form, ...]:
    """Return the linked response tabs that Settings name; when they name no form at all, those that look like one.

    A cell of such a tab holds all ticked choices joined with commas, and its questions have no known options.
    """
    named = ((settings.form, None), (settings.mentor_form, Role.MENTOR), (settings.mentee_form, Role.MENTEE))
    tabs = [(tab, role) for title, role in named if title and (tab := workbook.tab(title)) is not None]
    if not any(title for title, _ in named):
        tabs = [(tab, None) for tab in workbook.tabs if looks_linked(tab)]
    return tuple(tab_form(tab, role, workbook.locale) for tab, role in tabs)


def looks_linked(tab: Tab) -> bool:
    """Return whether a tab is called as Google Forms calls the tabs it writes answers into."""
    return _LINKED.fullmatch(fold(tab.title)) is not None


def sign_up_form(workbook: Workbook) -> Form | None:
    """Return the ``Sign-ups`` tab as a form of its own, or None without the tab."""
    tab = workbook.tab(SIGN_UPS.title)
    return tab_form(tab, None, workbook.locale) if tab is not None else None


def tab_form(tab: Tab, role: Role | None = None, locale: str = "en_US") -> Form:
    """Return a table of answers as a form: headings are its questions, rows its responses.

    A row has no name of its own: its time and address stand for it, or, without both, all it says. The address is one
    of the answers, because which heading it stands under is for the ``Questions`` tab to say.
    """
    place, header = _header(tab)
    headings: dict[int, str] = {}
    for index, text in enumerate(header):
        if title := text.strip():
            headings[index] = title if title not in headings.values() else f"{title} ({index + 1})"
    rows = [row for row in tab.rows[place:] if not row.blank and not _IMPORT_ID.search(row[0].text + row[1].text)]
    below = {index: [row[index].text for row in rows] for index in headings}
    stamp = next((index for index, title in headings.items() if _is_stamp(title, below[index])), None)
    guesses = zip(headings, guess_columns(list(headings.values()), (), list(below.values())), strict=True)
    address = next((index for index, guess in guesses if guess.column == "Email"), None)
    times = _times([row[stamp] for row in rows], locale) if stamp is not None else [""] * len(rows)
    seen: Counter[str] = Counter()
    responses = []
    for row, time in zip(rows, times, strict=True):
        answers = {title: (row[index].text,) for index, title in headings.items() if row[index].text.strip()}
        email = row[address].text if address is not None else ""
        where = _cell(tab, row.number, address)
        told = f"{time} {read_email(email)[0]}" if time and email else repr(sorted(answers.items()))
        seen[told] += 1
        digest = hashlib.sha256(f"{told} {seen[told]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        # without a time, rows are as old as they stand: new answers come in below
        responses.append(Response(f"row-{digest}", time or f"{row.number:09}", "", answers, role, where))
    responses.sort(key=lambda response: response.submitted)
    questions = tuple(Question(title, title) for index, title in headings.items() if index != stamp)
    return Form(tab.title, tab.title, questions, tuple(responses), role)


def _header(tab: Tab) -> tuple[int, Sequence[str]]:
    """Return how many rows stand between the first row and the answers, and the texts of the headings.

    A title, a remark or the numbers of the questions may stand above the headings: they fill less than half as many
    cells as the rows below, or hold nothing but numbers.
    """
    above = [tab.header, *(tuple(cell.text for cell in row.cells) for row in tab.rows[:_ABOVE])]
    filled = [sum(bool(text.strip()) for text in texts) for texts in above]
    for place, texts in enumerate(above[:-1]):
        fits = filled[place] * 2 > max(filled[place + 1 :], default=0)
        numbers = all(_NUMBERED.fullmatch(text.strip()) for text in texts if text.strip())
        answers = any(LIKE_AN_ADDRESS.search(text) for text in texts)
        if fits and not numbers and not answers:
            return place, texts
        if answers:
            break
    return 0, tab.header


def _cell(tab: Tab, number: int, index: int | None) -> str:
    title = f"'{tab.title}'" if " " in tab.title else tab.title
    return f"{title}!{column_letters(index)}{number}" if index is not None else f"{title}!{number}"


def _is_stamp(title: str, cells: Sequence[str]) -> bool:
    """Return whether a heading is one that form programs write above the time of an answer."""
    if fold(title) in _STAMPS:
        return True
    heading = read_heading(title)
    return "technical" in turns_of(heading, languages_of([heading])) and read_body(cells).date >= 0.5


def _times(cells: Sequence[Cell], locale: str) -> list[str]:
    """Return the times as ISO 8601, unreadable ones blank.

    A typed date is a number whatever the locale shows; of pasted text, all cells must read in one way, since the
    third of April in one line and the fourth of March in the next would put answers out of order.
    """
    texts = [_ZONE.sub("", " ".join(cell.text.split())) for cell in cells]
    orders = (_MONTH_FIRST, _DAY_FIRST) if locale == "en_US" else (_DAY_FIRST, _MONTH_FIRST)
    readings = [[_iso(text, (*order, *_YEAR_FIRST)) for text in texts] for order in orders]
    # the first wins unless the other reads more
    times = max(readings, key=lambda reading: sum(map(bool, reading)))
    return [
        time if cell.number is None else (_EPOCH + timedelta(days=cell.number)).isoformat(timespec="seconds")
        for cell, time in zip(cells, times, strict=True)
    ]


def _iso(text: str, patterns: Iterable[str]) -> str:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        pass
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern).isoformat()
        except ValueError:
            continue
    return ""
