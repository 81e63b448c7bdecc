"""Where answers stand in the sheet itself: linked response tabs and the sign-up list, read as forms."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Cell, Tab, Workbook, fold
from mentorship_gsheets.tabs.catalogue import SIGN_UPS

_LINKED = re.compile(r"(form responses|formularantworten|réponses au formulaire|respuestas de formulario) \d+")
_STAMPS = ("timestamp", "zeitstempel", "horodateur", "marca temporal", "submitted at", "start date")
_MONTH_FIRST = ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")
_DAY_FIRST = (
    "%d/%m/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%Y",
)
# a form's own .csv export adds the time zone, which is the same for all its lines
_YEAR_FIRST = ("%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")
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
    headings: dict[int, str] = {}
    for index, text in enumerate(tab.header):
        if title := text.strip():
            headings[index] = title if title not in headings.values() else f"{title} ({index + 1})"
    stamp = next((index for index, title in headings.items() if fold(title) in _STAMPS), None)
    guesses = zip(headings, guess_columns(list(headings.values())), strict=True)
    address = next((index for index, guess in guesses if guess.column == "Email"), None)
    rows = [row for row in tab.rows if not row.blank]
    times = _times([row[stamp] for row in rows], locale) if stamp is not None else [""] * len(rows)
    seen: Counter[str] = Counter()
    responses = []
    for row, time in zip(rows, times, strict=True):
        answers = {title: (row[index].text,) for index, title in headings.items() if row[index].text.strip()}
        email = row[address].text if address is not None else ""
        where = tab.address(row, tab.header[address] if address is not None else "")
        told = f"{time} {read_email(email)[0]}" if time and email else repr(sorted(answers.items()))
        seen[told] += 1
        digest = hashlib.sha256(f"{told} {seen[told]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        # without a time, rows are as old as they stand: new answers come in below
        responses.append(Response(f"row-{digest}", time or f"{row.number:09}", "", answers, role, where))
    responses.sort(key=lambda response: response.submitted)
    questions = tuple(Question(title, title) for index, title in headings.items() if index != stamp)
    return Form(tab.title, tab.title, questions, tuple(responses), role)


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
