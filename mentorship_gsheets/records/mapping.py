"""Which question feeds which column: the ``Questions`` tab rules, guesses fill its blanks."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.questions import COLUMNS, Guess, guess_columns
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.wordings import ROLE
from mentorship_gsheets.people import Form, Question
from mentorship_gsheets.spreadsheet.plan import AddRow, Change
from mentorship_gsheets.spreadsheet.workbook import Workbook, fold
from mentorship_gsheets.tabs.catalogue import NOTHING, QUESTIONS

_CHECK = "please check"
_CONTESTS = "fits as well for "
_SETTLED = ("yes", "sure", "exact")
_SHOWN = 70
_EXAMPLES, _EXAMPLE = 3, 60


@dataclass(frozen=True, slots=True)
class QuestionMap:
    """What was decided about all questions.

    Parameters
    ----------
    columns
        ``(form title, question id)`` -> our column; questions that feed nothing are absent.
    meanings
        ``(form title, question id)`` -> what a person wrote behind the column, as ``yes = mentor``; mostly absent.
    changes
        Lines for the ``Questions`` tab about questions it does not speak of yet.
    findings
        Lines that name a column there is none of, and questions that a person should look at.
    open
        ``(form title, question id)`` of the questions nobody has looked at that the tool is not sure of.
    contested
        Form title -> columns that two questions fit equally well.
    settled
        Titles of the forms all of whose questions a person has decided.
    asked
        How many questions there are.
    """

    columns: Mapping[tuple[str, str], str]
    meanings: Mapping[tuple[str, str], str]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    open: frozenset[tuple[str, str]] = frozenset()
    contested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    asked: int = 0

    @property
    def summary(self) -> str:
        """How many questions are understood, in one sentence; empty where that is no news."""
        if not self.changes and not self.open:
            return ""
        need = len(self.open)
        rest = f", {need} need{'s' if need == 1 else ''} you (tab {QUESTIONS.title})" if need else ""
        return f"{self.asked - need} of {self.asked} questions understood{rest}."


def map_questions(
    workbook: Workbook,
    forms: Iterable[Form],
    own: Mapping[tuple[str, str], str] | None = None,
    more: Collection[str] = (),
) -> QuestionMap:
    """Decide for every question of every form.

    A line of the tab holds for the form it names, or, naming none, for all; by question id where it has one, else by
    wording. A line whose ``Column`` is blank or ``nothing`` leaves its question out. A line the tool wrote and is not
    sure of stays open until a person writes another column, ``nothing``, or ``yes`` under ``Sure``.

    Parameters
    ----------
    workbook
        With the tab ``Questions``.
    forms
        Whose questions.
    own
        ``(form title, question id)`` -> a column of the format's own, for questions it recognised by itself.
    more
        The columns that only the format has.

    Returns
    -------
    QuestionMap
        What each question means, what stays open, and the lines to add to the tab.
    """
    own = own or {}
    lines, findings = _read_lines(workbook, (*COLUMNS, *more))
    columns: dict[tuple[str, str], str] = {}
    meanings: dict[tuple[str, str], str] = {}
    open_lines: set[tuple[str, str]] = set()
    contested: dict[str, tuple[str, ...]] = {}
    settled: set[str] = set()
    changes: list[AddRow] = []
    asked = 0
    for form in forms:
        new: list[Question] = []
        fought: list[str] = []
        by_people = True
        for question in form.questions:
            asked += 1
            key = (form.title, question.id)
            line = _line_for(lines, form, question.id, question.title)
            if line is None and key in own:
                columns[key] = own[key]
                changes.append(_line(form, question, Guess(question.title, own[key], True), _cells(form, question)))
                continue
            if line is None:
                new.append(question)
                continue
            by_people = by_people and line.by_person
            if line.column:
                columns[key] = line.column
            if line.meaning:
                meanings[key] = line.meaning
            if line.open and line.sure.partition(_CONTESTS)[2]:
                fought.append(line.sure.partition(_CONTESTS)[2].strip())
            if line.open:
                open_lines.add(key)
                findings.append(_doubt(form, question.title, line.column, line.sure.partition(":")[2].strip()))
        if form.questions and by_people and not new:
            settled.add(form.title)
        taken = [column for (title, _), column in columns.items() if title == form.title]
        if form.role is not None:
            # what a form for mentors alone asks about roles is something else
            taken.append(ROLE)
        cells = {question.id: _cells(form, question) for question in new}
        guesses = guess_columns([question.title for question in new], taken, list(cells.values())) if new else []
        # what needs a person stands on top
        for question, guess in sorted(zip(new, guesses, strict=True), key=lambda pair: pair[1].sure):
            if guess.column:
                columns[form.title, question.id] = guess.column
            if not guess.sure:
                open_lines.add((form.title, question.id))
                findings.append(_doubt(form, question.title, guess.column, ", ".join(guess.nearest)))
            changes.append(_line(form, question, guess, cells[question.id]))
        fought += [guess.contested for guess in guesses if guess.contested]
        if fought:
            contested[form.title] = tuple(dict.fromkeys(fought))
    rows = sorted(changes, key=lambda change: not str(dict(change.values)["Sure"]).startswith(_CHECK))
    return QuestionMap(
        columns, meanings, tuple(rows), tuple(findings), frozenset(open_lines), contested, frozenset(settled), asked
    )


def _cells(form: Form, question: Question) -> list[str]:
    cells = [", ".join(response.answers[question.id]) for response in form.responses if question.id in response.answers]
    # a form nobody has answered yet still shows what can be ticked
    return cells or list(question.options)


def _line(form: Form, question: Question, guess: Guess, cells: list[str]) -> AddRow:
    examples = dict.fromkeys(text[:_EXAMPLE] for text in map(clean, cells) if text)
    filled = sum(bool(response.answers.get(question.id)) for response in form.responses)
    how = guess.how
    if not guess.sure:
        perhaps = f"{_CONTESTS}{guess.contested}" if guess.contested else "perhaps " + " or ".join(guess.nearest[:2])
        how = f"{_CHECK}: {guess.column or perhaps}"
    values = (
        ("Column", guess.column),
        ("Question", question.title),
        ("Examples", " | ".join(list(examples)[:_EXAMPLES])),
        ("Filled", f"{filled} of {len(form.responses)}"),
        ("Form", form.title),
        ("Sure", how),
        # a linked tab names its questions by their headings, which is no more than the wording
        ("Question id", question.id if question.id != question.title else ""),
    )
    return AddRow(QUESTIONS.title, "Question", question.title, tuple(value for value in values if value[1]))


def _doubt(form: Form, title: str, column: str, nearest: str) -> Finding:
    shown = title if len(title) <= _SHOWN else title[: _SHOWN - 1] + "…"
    if column:
        what = f"“{shown}” is taken for {column}, and the tool is not sure."
        remedy = "Look at Questions: write another column, or yes under Sure."
    else:
        what = f"“{shown}” feeds no column, and the tool is not sure ({nearest})."
        remedy = f"Look at Questions: name the column, or write {NOTHING}."
    return Finding(what, remedy, "guessed-question" if column else "unused-question", where=form.title)


@dataclass(frozen=True, slots=True)
class _Line:
    column: str
    meaning: str
    question: str
    form: str
    id: str
    sure: str
    typed: str

    @property
    def guess(self) -> str:
        """What the tool had written under ``Column``; empty also where it had written nothing."""
        rest = self.sure.partition(":")[2].strip()
        return rest if rest in COLUMNS else ""

    @property
    def open(self) -> bool:
        return fold(self.sure).startswith(_CHECK) and fold(self.typed) == fold(self.guess)

    @property
    def by_person(self) -> bool:
        """Whether a person wrote or confirmed the line: what the tool was sure of counts only with a yes."""
        return not self.open and fold(self.sure) not in _SETTLED[1:]


def _read_lines(workbook: Workbook, columns: Collection[str]) -> tuple[list[_Line], list[Finding]]:
    tab = workbook.tab(QUESTIONS.title)
    known = {fold(column): column for column in columns} | {fold(NOTHING): ""}
    listed = tuple(dict.fromkeys(columns))
    lines, findings = [], []
    for row in tab.rows if tab else ():
        if tab is None or row.blank:
            continue
        typed = tab.text(row, "Column")
        name, _, meaning = typed.partition(":")
        if typed and (fold(name) not in known or (meaning and "=" not in meaning)):
            findings.append(
                Finding(
                    f"there is no column “{typed}” to put answers into.",
                    f"The columns are: {', '.join(listed)}, or {NOTHING}; what an answer means may follow, as "
                    "“Role: yes = mentor”.",
                    "unknown-column",
                    where=tab.address(row, "Column"),
                )
            )
        question, form, id, sure = (tab.text(row, header) for header in ("Question", "Form", "Question id", "Sure"))
        meant = meaning.strip() if "=" in meaning else ""
        lines.append(_Line(known.get(fold(name), ""), meant, question, form, id, sure, typed))
    return lines, findings


def _line_for(lines: Iterable[_Line], form: Form, id: str, title: str) -> _Line | None:
    mine = [line for line in lines if fold(line.form) in ("", fold(form.title))]
    by_id = [line for line in mine if line.id and line.id == id]
    by_wording = [line for line in mine if fold(line.question) == fold(title)]
    if not by_id and not by_wording:
        # a heading that stands twice is known by its place too; who names it without, means both
        plain = re.sub(r" \(\d+\)$", "", title)
        by_wording = [line for line in mine if plain != title and fold(line.question) == fold(plain)]
        by_wording = [line for line in by_wording if line.by_person]
    # a line that names the form goes before one for all
    return next(iter(sorted(by_id or by_wording, key=lambda line: not line.form)), None)
