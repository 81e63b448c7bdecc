"""An organizer who puts the tabs Questions and Answers right, cell by cell, and what is understood afterwards.

Two pulls' worth of questions and answers: what the tool wrote first is compared with the corpus, every wrong or open
cell is typed once, and everything is read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorship_gsheets.people import Form
from mentorship_gsheets.records.mapping import QuestionMap, map_questions
from mentorship_gsheets.records.readings import Readings, read_answers
from mentorship_gsheets.records.sources import tab_form
from mentorship_gsheets.scoring.zones import offset_minutes
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.forms.corpus import Asked, CorpusForm, cells
from tests.sheets import applied, lines, tab, workbook

DAY = date(2027, 7, 1)
_SPOKEN = ("Role", "Attendance", "Capacity", "First time", "Time zone")
ATTENDANCE = {"here": "in person", "virtual": "virtual", "blank": ""}


@dataclass(frozen=True, slots=True)
class PutRight:
    """What it took, and what is left.

    Parameters
    ----------
    typed
        The cells the organizer typed: tab, question, answer (empty in Questions) and text.
    left
        Questions and answers that are still wrong afterwards.
    """

    typed: tuple[tuple[str, str, str, str], ...]
    left: tuple[str, ...]


def put_right(form: CorpusForm) -> PutRight:
    titles = [asked.title for asked in form.questions]
    numbered = [f"{t} ({n + 1})" if t in titles[:n] else t for n, t in enumerate(titles)]
    by_title = dict(zip(numbered, form.questions, strict=True))
    below = [(*asked.readings, *cells(asked)) for asked in form.questions]
    many = max(map(len, below))
    rows = [[texts[row % len(texts)] if texts else "" for texts in below] for row in range(many)]
    source = tab_form(tab("Answers of the form", titles, rows))
    typed: list[tuple[str, str, str, str]] = []
    book, mapped, _ = _understood(workbook(), source)
    for title, asked in by_title.items():
        column = mapped.columns.get((source.title, title), "")
        if not asked.allows(column):
            typed.append(("Questions", title, "", asked.column or "nothing"))
            book = _written(book, "Questions", "Question", title, "Column", asked.column or "nothing")
    book, mapped, readings = _understood(book, source)
    answers = {
        (question, answer): id for question, answer, id in lines(book, "Answers", "Question", "Answer", "Answer id")
    }
    for title, asked in by_title.items():
        for answer, wanted in _closed(asked, mapped.columns.get((source.title, title), "")):
            if _is_right(asked, _read(readings, source, title, answer), wanted):
                continue
            text = _say(asked, wanted)
            typed.append(("Answers", title, answer, text))
            key = answers.get((title, " ".join(answer.split())), "")
            if key:
                book = _written(book, "Answers", "Answer id", key, "Read as", text)
    _, mapped, readings = _understood(book, source)
    left = [
        title for title, asked in by_title.items() if not asked.allows(mapped.columns.get((source.title, title), ""))
    ]
    left += [
        f"{title}: {answer}"
        for title, asked in by_title.items()
        for answer, wanted in _closed(asked, mapped.columns.get((source.title, title), ""))
        if not _is_right(asked, _read(readings, source, title, answer), wanted)
    ]
    return PutRight(tuple(typed), tuple(left))


def _understood(book: Workbook, source: Form) -> tuple[Workbook, QuestionMap, Readings]:
    mapped = map_questions(book, (source,))
    readings = read_answers(book, (source,), mapped)
    after = applied(Plan("asked", (*mapped.changes, *readings.changes)), book)
    return after, mapped, readings


def _written(book: Workbook, title: str, key_column: str, key: str, header: str, text: str) -> Workbook:
    return applied(Plan("typed", (SetCell(title, key_column, key, header, text),)), book)


def _closed(asked: Asked, column: str) -> Sequence[tuple[str, Sequence[str]]]:
    """The answers whose meaning one cell of Answers can say: where it feeds the column of the corpus."""
    if column != asked.column or column not in _SPOKEN:
        return ()
    return tuple(asked.readings.items())


def _read(readings: Readings, source: Form, title: str, answer: str) -> str | None:
    return readings.text(source.title, title, answer, "\0")


def _is_right(asked: Asked, text: str | None, wanted: Sequence[str]) -> bool:
    if text is None or text == "\0":
        # a person need not say what cannot be said
        return "?" in wanted
    if text == "":
        return "blank" in wanted or "?" in wanted
    if asked.column == "Time zone":
        return str(offset_minutes(text, DAY)) in wanted
    return text in {ATTENDANCE.get(want, want) for want in wanted}


def _say(asked: Asked, wanted: Sequence[str]) -> str:
    want = next(iter(want for want in wanted if want != "?"), "-")
    if asked.column == "Time zone" and want not in ("blank", "-"):
        sign, minutes = "-" if int(want) < 0 else "+", abs(int(want))
        return f"UTC{sign}{minutes // 60}:{minutes % 60:02}"
    return "-" if want == "blank" else ATTENDANCE.get(want, want)


def summary(done: Mapping[str, PutRight]) -> str:
    numbers = sorted(len(one.typed) for one in done.values())
    left = sum(len(one.left) for one in done.values())
    return f"{len(numbers)} forms: median {numbers[len(numbers) // 2]}, most {numbers[-1]} cells; left wrong: {left}"
