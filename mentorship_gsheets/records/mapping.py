"""Which question feeds which column: the ``Questions`` tab rules, guesses fill its blanks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.questions import COLUMNS, guess_columns
from mentorship_gsheets.people import Form
from mentorship_gsheets.spreadsheet.plan import AddRow, Change
from mentorship_gsheets.spreadsheet.workbook import Workbook, fold
from mentorship_gsheets.tabs.catalogue import QUESTIONS


@dataclass(frozen=True, slots=True)
class QuestionMap:
    """What was decided about all questions.

    Parameters
    ----------
    columns
        ``(form title, question id)`` -> our column; questions that feed nothing are absent.
    changes
        Lines for the ``Questions`` tab about questions it does not speak of yet.
    findings
        Lines that name a column there is none of, and how sure the guesses are.
    """

    columns: Mapping[tuple[str, str], str]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def map_questions(workbook: Workbook, forms: Iterable[Form]) -> QuestionMap:
    """Decide for every question of every form.

    A line of the tab holds for the form it names, or, naming none, for all; by question id where it has one, else by
    wording. A line whose ``Column`` is blank leaves its question out.
    """
    lines, findings = _read_lines(workbook)
    columns: dict[tuple[str, str], str] = {}
    changes: list[Change] = []
    for form in forms:
        open_ = []
        for question in form.questions:
            line = _line_for(lines, form, question.id, question.title)
            if line is None:
                open_.append(question)
            elif line.column:
                columns[form.title, question.id] = line.column
        taken = [column for (title, _), column in columns.items() if title == form.title]
        for question, guess in zip(open_, guess_columns([question.title for question in open_], taken), strict=True):
            if guess.column:
                columns[form.title, question.id] = guess.column
            how = guess.how if guess.column else "nearest: " + ", ".join(guess.nearest)
            # a linked tab names its questions by their headings, which is no more than the wording
            id = question.id if question.id != question.title else ""
            values = (
                ("Column", guess.column),
                ("Question", question.title),
                ("Form", form.title),
                ("Sure", how),
                ("Question id", id),
            )
            changes.append(AddRow(QUESTIONS.title, "Question", question.title, tuple(v for v in values if v[1])))
            if not guess.column or guess.sure < 90:
                findings.append(_doubt(form, question.title, guess.column, how))
    return QuestionMap(columns, tuple(changes), tuple(findings))


def _doubt(form: Form, title: str, column: str, how: str) -> Finding:
    shown = title if len(title) <= 70 else title[:69] + "…"
    if column:
        what, remedy = f"“{shown}” is taken for {column} ({how}).", "Look at Questions."
    else:
        what, remedy = f"“{shown}” feeds no column ({how}).", "If it should, name the column in Questions."
    return Finding(what, remedy, "guessed-question" if column else "unused-question", where=form.title)


@dataclass(frozen=True, slots=True)
class _Line:
    column: str
    question: str
    form: str
    id: str


def _read_lines(workbook: Workbook) -> tuple[list[_Line], list[Finding]]:
    tab = workbook.tab(QUESTIONS.title)
    known = {fold(column): column for column in COLUMNS}
    lines, findings = [], []
    for row in tab.rows if tab else ():
        if tab is None or row.blank:
            continue
        typed = tab.text(row, "Column")
        if typed and fold(typed) not in known:
            findings.append(
                Finding(
                    f"there is no column “{typed}” to put answers into.",
                    "The columns are: " + ", ".join(COLUMNS) + ".",
                    "unknown-column",
                    where=tab.address(row, "Column"),
                )
            )
        line = _Line(
            known.get(fold(typed), ""), tab.text(row, "Question"), tab.text(row, "Form"), tab.text(row, "Question id")
        )
        lines.append(line)
    return lines, findings


def _line_for(lines: Iterable[_Line], form: Form, id: str, title: str) -> _Line | None:
    mine = [line for line in lines if fold(line.form) in ("", fold(form.title))]
    by_id = [line for line in mine if line.id and line.id == id]
    by_wording = [line for line in mine if fold(line.question) == fold(title)]
    # a line that names the form goes before one for all
    return next(iter(sorted(by_id or by_wording, key=lambda line: not line.form)), None)
