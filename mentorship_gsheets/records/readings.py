"""What each distinct answer is read as: the ``Answers`` tab rules, the readers fill its blanks."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import BLANK, CLOSED, READERS, Reading
from mentorship_gsheets.intake.values.non_answers import is_none
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.records.mapping import QuestionMap
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, SetCell
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import ANSWERS
from mentorship_gsheets.text import as_words

_ID = "Answer id"
_QUOTED = 60
_LONGEST_NON_ANSWER = 40
"""Characters beyond which an answer says something: "none", "n/a" and the like are short in every language."""

_NAMES = frozenset({"Name", "First name", "Last name"})

Key = tuple[str, str, str]
"""``(form title, question id, folded answer)``."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A distinct answer that nobody understands yet."""

    form: str
    question: Question
    column: str
    answer: str
    times: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What all answers are read as.

    Parameters
    ----------
    by_answer
        ``(form title, question id, folded answer)`` -> the text as the tabs of people hold it, empty for no answer;
        None where it is not understood. Answers of columns that hold free text are absent unless a person ruled them.
    changes
        Lines for the ``Answers`` tab.
    findings
        One for each distinct answer that is not understood, and for each ruling that cannot be read.
    unread
        The answers that are not understood, by how many people gave them.
    rows
        ``(form title, question id)`` -> how many filled cells there are, and how many of them are understood.
    """

    by_answer: Mapping[Key, str | None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    rows: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def text(self, form: str, question: str, answer: str, otherwise: str) -> str | None:
        """Return what an answer is read as, or ``otherwise`` where nothing is known of it.

        Parameters
        ----------
        form
            Title of the form.
        question
            Title of the question.
        answer
            The answer, as it stands in the sheet.
        otherwise
            What an answer nobody has read is taken for.
        """
        return self.by_answer.get((form, question, _key(answer)), otherwise)


def given(question: Question, response: Response) -> str:
    """Return one answer as a person sees it in the sheet: ticks joined by commas.

    Parameters
    ----------
    question
        The question.
    response
        One person's answers.
    """
    return ", ".join(response.answers.get(question.id, ()))


def _key(answer: str) -> str:
    # signs count where there are no letters: "-" and "?" are two answers
    return as_words(answer) or clean(answer)


def read_answers(workbook: Workbook, forms: Iterable[Form], mapped: QuestionMap) -> Readings:
    """Read every distinct answer of the columns whose answers are limited, and every suspected non-answer.

    Parameters
    ----------
    workbook
        Its ``Answers`` tab says what a person decided.
    forms
        With their responses.
    mapped
        Which question feeds which column.

    Returns
    -------
    Readings
        A text under ``Read as`` goes before what the tool would read; a blank one is filled as soon as it can be.
    """
    tab = workbook.tab(ANSWERS.title)
    lines = _Lines(tab)
    by_answer: dict[Key, str | None] = {}
    fresh: list[tuple[bool, int, AddRow]] = []
    changes: list[Change] = []
    unread: list[Unread] = []
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for form in forms:
        for question in form.questions:
            column = mapped.columns.get((form.title, question.id), "")
            if column not in READERS:
                continue
            meaning = mapped.meanings.get((form.title, question.id), "")
            filled = understood = 0
            for answer, times in _distinct(form, question):
                filled += times
                ruled = lines.ruled(form.title, question.title, answer, column)
                reading = ruled if ruled is not None else _read(column, answer, question.title, meaning)
                listed = column in CLOSED or (reading is not None and reading.value is None)
                if not listed and ruled is None:
                    understood += times
                    continue
                text = None if reading is None else "" if reading.value is None else reading.text
                by_answer[form.title, question.id, _key(answer)] = text
                understood += times * (reading is not None)
                line = _line(form, question, column, answer, times, reading)
                if tab is not None and lines.stands(line.key):
                    changes += lines.updated(line)
                elif tab is not None and not lines.by_hand(form.title, question.title, answer):
                    fresh.append((reading is not None, -times, line))
                if reading is None:
                    unread.append(Unread(form.title, question, column, answer, times))
            rows[form.title, question.id] = (filled, understood)
    # unread ones first, then the most frequent
    fresh.sort(key=lambda entry: entry[:2])
    unread.sort(key=lambda one: -one.times)
    findings = [*lines.findings, *(_told(one) for one in unread)]
    return Readings(by_answer, (*(row for _, _, row in fresh), *changes), tuple(findings), tuple(unread), rows)


def _distinct(form: Form, question: Question) -> Iterator[tuple[str, int]]:
    times: Counter[str] = Counter()
    first: dict[str, str] = {}
    for response in form.responses:
        answer = given(question, response)
        if clean(answer):
            times[_key(answer)] += 1
            first.setdefault(_key(answer), clean(answer))
    for key, number in times.items():
        yield first[key], number


def _read(column: str, answer: str, question: str, meaning: str) -> Reading[object] | None:
    if column not in CLOSED:
        if column in _NAMES and clean(answer).istitle():
            # there are people called None and Nan
            return Reading(answer, answer)
        short = len(answer) <= _LONGEST_NON_ANSWER
        return BLANK if short and is_none(answer, question) else Reading(answer, answer)
    return READERS[column](answer, question, meaning)


def _line(
    form: Form, question: Question, column: str, answer: str, times: int, reading: Reading[object] | None
) -> AddRow:
    told = f"{form.title}\0{question.id}\0{_key(answer)}"
    key = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    values = (
        ("Read as", "" if reading is None else reading.text),
        ("Answer", answer),
        ("Times", times),
        ("Column", column),
        ("Question", question.title),
        ("Form", form.title),
        (_ID, key),
    )
    return AddRow(ANSWERS.title, _ID, key, tuple(value for value in values if value[1] != ""))


def _told(one: Unread) -> Finding:
    shown = one.answer if len(one.answer) <= _QUOTED else one.answer[: _QUOTED - 1] + "…"
    title = one.question.title if len(one.question.title) <= _QUOTED else one.question.title[: _QUOTED - 1] + "…"
    return Finding(
        f"“{shown}” ({counted(one.times, 'row')}), an answer to “{title}”, is not understood as {one.column}.",
        f"Write what it means into the tab {ANSWERS.title}, under Read as.",
        "unread-answer",
        column=one.column,
        where=one.form,
        answer=one.answer,
        count=one.times,
    )


class _Lines:
    """The lines of ``Answers``: by the tool's own key, and, where a person added one, by their texts."""

    def __init__(self, tab: Tab | None) -> None:
        self.findings: list[Finding] = []
        self._tab = tab
        self._rulings: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._keys = {key for key, rows in tab.keyed(_ID).items() if len(rows) == 1} if tab else set()
        for row in tab.rows if tab else ():
            if tab is None or row.blank:
                continue
            form, question, answer = (tab.text(row, header) for header in ("Form", "Question", "Answer"))
            self._rulings[as_words(form), as_words(question), _key(answer)] = (
                tab.text(row, "Read as"),
                tab.address(row, "Read as"),
            )

    def stands(self, key: str) -> bool:
        """Return whether the tool's line with this key is there, once."""
        return key in self._keys

    def by_hand(self, form: str, question: str, answer: str) -> bool:
        """Return whether a line without the tool's key speaks of this answer."""
        return self._find(form, question, answer) is not None

    def _find(self, form: str, question: str, answer: str) -> tuple[str, str] | None:
        for told in ((form, question), ("", question), (form, ""), ("", "")):
            found = self._rulings.get((as_words(told[0]), as_words(told[1]), _key(answer)))
            if found is not None:
                return found
        return None

    def ruled(self, form: str, question: str, answer: str, column: str) -> Reading[object] | None:
        """Return what a line says an answer means; None while it says nothing, or nothing the tool can read."""
        told, where = self._find(form, question, answer) or ("", "")
        if not told:
            return None
        if told.strip() in ("-", "–", "—") or as_words(told) == "nothing":
            return BLANK
        reading = READERS[column](told, "", "")
        if reading is None and column in CLOSED:
            self.findings.append(
                Finding(
                    f"“{told[:_QUOTED]}” cannot be read as {column}.",
                    f"Write {_SAY.get(column, 'it another way')}, or - for no answer.",
                    "unread-ruling",
                    column=column,
                    where=where,
                    answer=told,
                )
            )
            return None
        if reading is not None and reading.value is None and column not in CLOSED:
            # an answer that a person says is one
            return Reading(told, told)
        return reading

    def updated(self, line: AddRow) -> Iterator[Change]:
        """Yield what the tool's own line lacks by now: the number, and a reading where it was not understood."""
        assert self._tab is not None  # noqa: S101 - a line stands in a tab
        (row,) = self._tab.keyed(_ID)[line.key]
        values = dict(line.values)
        for header in ("Read as", "Times"):
            before = self._tab.text(row, header)
            new = values.get(header, "")
            if str(new) and before != str(new) and (header == "Times" or not before):
                yield SetCell(ANSWERS.title, _ID, line.key, header, new, before=before)


_SAY = {
    "Role": "mentor, mentee, both or no",
    "Attendance": "in person or virtual",
    "Capacity": "a whole number",
    "First time": "yes or no",
    "Time zone": "a name as Europe/Paris, or an offset as UTC+2",
}
