"""Where people come from: forms read through Google, response tabs, the mirror of both, and the sign-up list."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.tabs import FORM_RESPONSES, SIGN_UPS
from mentorship_gsheets.workbook import Tab, Workbook, fold

_TIMES = ("%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S")
MIRROR_COLUMNS = tuple(column.header for column in FORM_RESPONSES.columns)


def read_tab_forms(workbook: Workbook, settings: Settings) -> tuple[Form, ...]:
    """Return the linked response tabs that Settings name; when they name no form at all, the one that looks like it.

    A cell of such a tab holds all ticked choices joined with commas, and its questions have no known options.
    """
    named = ((settings.form, None), (settings.mentor_form, Role.MENTOR), (settings.mentee_form, Role.MENTEE))
    tabs = [(workbook.tab(title), role) for title, role in named if title]
    if not any(title for title, _ in named):
        linked = (tab for tab in workbook.tabs if re.match(r"form responses \d", fold(tab.title)))
        tabs = [(next(linked, None), None)]
    return tuple(tab_form(tab, role) for tab, role in tabs if tab is not None)


def tab_form(tab: Tab, role: Role | None = None) -> Form:
    """Return a table of answers as a form: headings are its questions, rows its responses.

    A row has no name of its own: its time and address stand for it, or, without both, all it says.
    """
    headers = [(index, text.strip()) for index, text in enumerate(tab.header) if text.strip()]
    guesses = guess_columns([title for _, title in headers])
    address = next((index for (index, _), guess in zip(headers, guesses, strict=True) if guess.column == "Email"), None)
    stamp = next((index for index, title in headers if fold(title) in ("timestamp", "zeitstempel", "horodateur")), None)
    ids: dict[int, str] = {}
    for index, title in headers:
        ids[index] = title if title not in ids.values() else f"{title} ({index + 1})"
    responses = []
    for row in tab.rows:
        if row.blank:
            continue
        answers = {id: (row[index].text,) for index, id in ids.items() if row[index].text.strip()}
        email = row[address].text if address is not None else ""
        time = _iso(row[stamp].text) if stamp is not None else ""
        told = f"{time} {read_email(email)[0]}" if time and email else repr(sorted(answers.items()))
        id = "row-" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        # rows of such a tab stand in the order they came in; unreadable times keep it
        responses.append((time or "", row.number, Response(id, time or f"{row.number:09}", email, answers, role)))
    questions = tuple(Question(id, id) for index, id in ids.items() if index != stamp)
    ordered = tuple(response for *_, response in sorted(responses, key=_first_two))
    return Form(tab.title, tab.title, questions, ordered, role)


def _first_two(entry: tuple[str, int, Response]) -> tuple[str, int]:
    return entry[0], entry[1]


def _iso(text: str) -> str:
    for pattern in _TIMES:
        try:
            return datetime.strptime(text.strip(), pattern).isoformat()
        except ValueError:
            continue
    return ""


def sign_up_form(workbook: Workbook) -> Form | None:
    """Return the ``Sign-ups`` tab as a form of its own, or None without the tab."""
    tab = workbook.tab(SIGN_UPS.title)
    return tab_form(tab) if tab is not None else None


@dataclass(frozen=True, slots=True)
class Mirror:
    """The tab ``Form responses``: every response as it was pulled last.

    Parameters
    ----------
    header
        Its headings.
    rows
        Response name -> its texts by heading.
    """

    header: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def forms(self, forms: Iterable[Form]) -> tuple[Form, ...]:
        """Return the forms as they were when pulled last: what the tool knew when it last wrote."""
        return tuple(self._as_pulled(form) for form in forms)

    def _as_pulled(self, form: Form) -> Form:
        responses = []
        for id, texts in self.rows.items():
            if texts.get("Form", "") != form.title:
                continue
            answers = {
                question.id: (text,)
                for question in form.questions
                if (text := texts.get(mirror_header(question.title), ""))
            }
            responses.append(Response(id, texts.get("Submitted", ""), texts.get("Address", ""), answers, form.role))
        return Form(form.id, form.title, form.questions, tuple(sorted(responses, key=_submitted)), form.role)


def _submitted(response: Response) -> tuple[str, str]:
    return response.submitted, response.id


def read_mirror(workbook: Workbook) -> Mirror:
    """Read the mirror; without the tab it is empty."""
    tab = workbook.tab(FORM_RESPONSES.title)
    if tab is None:
        return Mirror()
    rows = {}
    for row, texts in tab.records():
        id = tab.text(row, "Response")
        if id:
            rows[id] = {fold(header): text for header, text in texts.items()}
    return Mirror(tab.header, {id: _with_own_names(texts) for id, texts in rows.items()})


def _with_own_names(folded: Mapping[str, str]) -> Mapping[str, str]:
    return {**folded, **{name: folded.get(fold(name), "") for name in MIRROR_COLUMNS}}


def mirror_header(title: str) -> str:
    """Return under which heading (folded) the mirror keeps a question, clear of its own headings."""
    folded = fold(title)
    return f"question: {folded}" if folded in {fold(name) for name in MIRROR_COLUMNS} else folded


def mirror_texts(form: Form, response: Response) -> Iterator[tuple[str, str]]:
    """Yield ``(heading, text)`` for what the mirror keeps of a response; unanswered questions are absent."""
    yield "Response", response.id
    yield "Submitted", response.submitted
    yield "Form", form.title
    yield "Address", response.email
    for question in form.questions:
        text = "; ".join(response.answers.get(question.id, ()))
        if text and question.title.strip():
            yield question_heading(question.title), text


def question_heading(title: str) -> str:
    """Return the heading the mirror gives a question, as people see it."""
    shown = " ".join(title.split())
    return f"Question: {shown}" if mirror_header(title) != fold(title) else shown
