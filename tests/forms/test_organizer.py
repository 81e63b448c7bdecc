"""With Questions and Answers put right by a person, everything is right, and few cells are needed."""

from statistics import median

import pytest

from tests.forms.corpus import CorpusForm, read_corpus
from tests.forms.organizer import put_right
from tests.forms.unknown import unknown_forms

SOME = read_corpus()[::6]
UNKNOWN = unknown_forms()[::3]


@pytest.mark.parametrize(("forms", "usual", "most"), [(SOME, 6, 15), (UNKNOWN, 15, 15)], ids=["open", "unknown"])
def test_a_person_puts_every_column_and_value_right(forms: tuple[CorpusForm, ...], usual: int, most: int) -> None:
    done = {form.name: put_right(form) for form in forms}
    assert {name: one.left for name, one in done.items() if one.left} == {}
    numbers = [len(one.typed) for one in done.values()]
    assert median(numbers) <= usual
    assert max(numbers) <= most
    # no cell is typed twice
    assert [len({cell[:3] for cell in one.typed}) for one in done.values()] == numbers
