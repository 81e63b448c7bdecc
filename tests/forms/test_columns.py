"""Columns of the open corpus: as shipped, and with a table trained on other forms."""

from mentorship_gsheets.intake.columns.table import packed, shipped, unpacked
from mentorship_gsheets.intake.questions import guess_columns
from tests.forms.corpus import cells, read_corpus
from tests.forms.train import SHIPPED, measure, train


def test_the_table_is_small_and_survives_its_file() -> None:
    table = shipped()
    assert SHIPPED.stat().st_size < 1_000_000
    again = unpacked(packed(table))
    assert (again.rows, packed(again)) == (table.rows, SHIPPED.read_bytes())


def test_as_shipped_no_question_of_the_corpus_is_wrong_and_silent() -> None:
    wrong = []
    asked = right = 0
    for form in read_corpus():
        titles = [question.title for question in form.questions]
        numbered = [f"{t} ({n + 1})" if t in titles[:n] else t for n, t in enumerate(titles)]
        below = [cells(question) for question in form.questions]
        for question, guess in zip(form.questions, guess_columns(numbered, (), below), strict=True):
            must = bool(question.column) and "" not in question.also
            asked += must
            right += must and question.allows(guess.column)
            if guess.sure and guess.column and not question.allows(guess.column):
                wrong.append((form.name, question.title, guess.column))
    assert wrong == []
    assert right * 100 >= asked * 95


def test_on_forms_it_was_not_trained_on_it_asks_rather_than_errs() -> None:
    forms = read_corpus()
    left_out = [form for place, form in enumerate(forms) if place % 6 == 0]
    found = measure(forms, [left_out])
    assert found["wrong and silent"] <= 1
    assert found["recall"] >= 90
    assert found["to confirm a form"] <= 3


def test_training_twice_gives_the_same_bytes() -> None:
    forms = read_corpus()[:6]
    assert packed(train(forms)) == packed(train(forms))
