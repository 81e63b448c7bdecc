"""Forms that nothing was trained on: what their questions feed, and what their answers are read as."""

from datetime import date

from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.intake.values import READERS
from mentorship_gsheets.people import Attendance
from mentorship_gsheets.scoring.zones import offset_minutes
from tests.forms.corpus import cells
from tests.forms.invented import read_invented

DAY = date(2027, 7, 1)
SHOWN = {Attendance.IN_PERSON.value: "here", Attendance.VIRTUAL.value: "virtual"}


def test_most_questions_are_taken_none_wrongly_and_few_are_asked_about() -> None:
    forms = read_invented()
    asked = right = told = 0
    wrong = []
    for form in forms:
        taken = () if form.mode == "single" else ("Role",)
        below = [cells(question) for question in form.questions]
        for question, guess in zip(
            form.questions,
            guess_columns([question.title for question in form.questions], taken, below),
            strict=True,
        ):
            must = bool(question.column) and "" not in question.also
            asked += must
            right += must and question.allows(guess.column)
            told += not guess.sure
            if guess.sure and guess.column and not question.allows(guess.column):
                wrong.append((form.name, question.title, guess.column))
    assert wrong == []
    assert right * 100 >= asked * 95
    assert told <= 3.2 * len(forms)


def test_every_answer_is_read_as_it_is_meant_or_asked_about() -> None:
    wrong = []
    for form in read_invented():
        for question in form.questions:
            reader = READERS.get(question.column)
            for answer, wanted in question.readings.items() if reader else ():
                reading = reader(answer, question.title, "") if reader else None
                got = "?" if reading is None else "blank" if reading.value is None else reading.text
                if question.column == "Time zone" and got not in ("?", "blank"):
                    got = str(offset_minutes(got, DAY))
                if SHOWN.get(got, got) not in wanted:
                    wrong.append((form.name, question.title, answer, got))
    assert wrong == []
