"""What the form of long-term pairs asks beside the usual: kind of mentoring, area, and how people like to meet."""

import re
from collections.abc import Mapping

from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.people import Form, Question
from mentorship_gsheets.programmes.long_term.tabs import AREA, KIND, MEETING
from mentorship_gsheets.programmes.pairs import sign_up
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import GOAL, INTRODUCE, MATTERS, WANTED

_NOT_ASKED = frozenset({"Attendance", "Fields", "First time", MATTERS})
_WORDINGS: Mapping[str, re.Pattern[str]] = {
    KIND: re.compile(
        r"\b(kind|type|form|sort)s? of (mentoring|mentorship|support|help)|\bcareer or technical\b"
        r"|\bart (des|von|der) (mentoring|unterstutzung)|\btype de mentorat|\btipo de (mentoria|mentoring|apoyo|apoio)"
        r"|\btipo di mentoring|\bsoort mentor\w*|вид наставнич\w*|メンタリングの種類|指导类型|멘토링 유형"
    ),
    MEETING: re.compile(
        r"\bhow\b.*\b(meet|interact|communicate|talk|stay in touch)\b"
        r"|\b(prefer\w*|way|mode|means) of (communication|contact|meeting|interaction)"
        r"|\bcommunication (channel|preference|style)s?|\bwie\b.*\b(treffen|austauschen|kommunizieren)"
        r"|\bcomment\b.*\b(rencontrer|echanger|communiquer)|\bcomo\b.*\b(reunir\w*|comunicar\w*|encontrar\w*)"
        r"|\bcome\b.*\b(incontrar\w*|comunicar\w*)|как\b.*\b(общаться|встречаться)|連絡方法|沟通方式|소통 방법"
    ),
    AREA: re.compile(
        r"\b(which|what) (area|part|project|team|working group|component)s?\b"
        r"|\barea of (the )?(community|project|interest)"
        r"|\b(bereich|projekt|arbeitsgruppe)\b|\bquel (domaine|projet)|\bque (area|proyecto)|\bqual (area|projeto)"
        r"|\bquale (area|progetto)|\bwelk (gebied|project)|какая область|какой проект|どの分野|哪个领域|어느 분야"
    ),
}


def asked(workbook: Workbook) -> tuple[Asked, ...]:
    """Return the questions of a programme without a conference: no tickets, no fields to tick."""
    own = (
        Asked(
            KIND,
            Question("", "What kind of mentoring is it to be?", ("Career", "Technical"), several=True, other=True),
            why="career and technical mentoring cannot be told apart",
        ),
        Asked(
            "Attendance",
            Question("", "How will you attend our next event?", ("In person", "Virtually")),
            why="nobody knows who could meet there",
        ),
        Asked(AREA, Question("", "Which area is it to be about?"), why="areas cannot be compared"),
        Asked(
            MEETING,
            Question(
                "", "How would you like to meet?", ("Calls", "Mail", "Chat", "In person"), several=True, other=True
            ),
            why="nobody knows how the two would meet",
        ),
    )
    return sign_up.asked_beside(workbook, own, _NOT_ASKED)


def prepared(form: Form) -> tuple[Form, Mapping[str, str]]:
    """Return a form with consent as yes or no, and which question feeds which column of this format's own.

    Returns
    -------
    form
        As `pairs.sign_up.prepared` makes it.
    columns
        Question id -> column. A question that the usual columns understand better is not among them.
    """
    form, columns = sign_up.prepared(form)
    found = {id: column for id, column in columns.items() if column in (GOAL, WANTED, INTRODUCE)}
    titles = [question.title for question in form.questions]
    answers = [sign_up.texts_given(form, question) or list(question.options) for question in form.questions]
    guesses = guess_columns(titles, (), answers)
    for question, guess in zip(form.questions, guesses, strict=True):
        whole = read_heading(question.title).whole
        left = (column for column in _WORDINGS if column not in found.values())
        column = next((column for column in left if _WORDINGS[column].search(whole)), "")
        # what is sure to be a role or an address is not about how to meet
        if column and question.id not in found and not (guess.sure and guess.column in ("Role", "Email", "Name")):
            found[question.id] = column
    return form, found
