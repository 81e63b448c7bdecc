"""Train the table of `mentorship_gsheets.intake.columns.table`, and measure it on what it was not trained on.

python -m tests.forms.train             writes the table that is shipped
python -m tests.forms.train --measure   leaves out each form, then each language, in turn
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

import mentorship_gsheets.intake.columns.table as table_module
from mentorship_gsheets.intake.columns.body import FEATURES, Body, read_body
from mentorship_gsheets.intake.columns.heading import Heading, read_heading
from mentorship_gsheets.intake.columns.table import CLASSES, Numbers, Table, grams, packed, weighted
from mentorship_gsheets.intake.questions import COLUMNS, guess_columns
from mentorship_gsheets.records.form_questions import SURVEY
from tests.forms.corpus import CorpusForm, cells, read_corpus

SHIPPED = Path(table_module.__file__).with_name("table.npz")
_SPARE = Body(filled=1.0, repeated=1.0, words=0.1)
"""A column whose answers say nothing about it."""

_PENALTY = 0.6
_MOST_GRAMS = 7000


OWN = (
    *((column, column) for column in COLUMNS),
    *((asked.question.title, asked.column) for asked in SURVEY),
    ("Mentorship programme?", "Role"),
    ("Ticket", "Attendance"),
)
"""The headings of our own tabs and the questions of our own survey, which are in nobody's corpus."""


@cache
def _body(answers: tuple[str, ...], title: str) -> Body:
    # the same questions are trained on again and again while one form after the other is left out
    return read_body(answers, title)


def _examples(forms: Iterable[CorpusForm]) -> list[tuple[Heading, Body, str]]:
    found = []
    for form in forms:
        for asked in form.questions:
            heading = read_heading(asked.title)
            # headings alone, with answers, and with answers that say nothing: the table must stand all three
            found.append((heading, Body(), asked.column))
            if below := cells(asked):
                found.append((heading, _body(below, asked.title), asked.column))
            if asked.column not in ("Email",):
                found.append((heading, _SPARE, asked.column))
    for title, column in OWN:
        heading = read_heading(title)
        found += (
            [(heading, Body(), column), (heading, _SPARE, column)] if column != "Email" else [(heading, Body(), column)]
        )
    return found


def train(forms: Iterable[CorpusForm]) -> Table:
    """Return the table that these forms give: L2-penalised maximum likelihood by L-BFGS, from zero weights."""
    examples = _examples(forms)
    seen = Counter(gram for heading, _, _ in examples for gram in grams(heading))
    # an n-gram of one question alone (three examples) says nothing about others
    kept = sorted(
        gram
        for gram, _ in sorted(((g, n) for g, n in seen.items() if n > 3), key=lambda pair: (-pair[1], pair[0]))[
            :_MOST_GRAMS
        ]
    )
    rows = {gram: place for place, gram in enumerate(kept)}
    documents = Counter(gram for heading, _, _ in examples for gram in set(grams(heading)) if gram in rows)
    idf = np.array([np.log((1 + len(examples)) / (1 + documents[gram])) + 1 for gram in kept])
    data: list[float] = []
    places: tuple[list[int], list[int]] = ([], [])
    for number, (heading, body, _) in enumerate(examples):
        entries = [
            *weighted(heading, rows, idf).items(),
            *((len(rows) + place, share) for place, share in enumerate(body.shares) if share),
        ]
        for place, value in entries:
            data.append(value)
            places[0].append(number)
            places[1].append(place)
    shape = (len(examples), len(rows) + len(FEATURES))
    matrix = csr_array((data, places), shape=shape)
    wanted = np.array([CLASSES.index(column) for _, _, column in examples])
    weights, bias = _fit(matrix, wanted)
    # as it is shipped, so that what is measured is what people get
    return table_module.unpacked(packed(Table(rows, idf, weights, bias)))


def _fit(matrix: csr_array, wanted: Numbers) -> tuple[Numbers, Numbers]:
    many, width = matrix.shape
    target = np.zeros((many, len(CLASSES)))
    target[np.arange(many), wanted] = 1

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights, bias = flat[: width * len(CLASSES)].reshape(width, -1), flat[width * len(CLASSES) :]
        scores = matrix @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        value = -np.log(odds[np.arange(many), wanted] + 1e-12).sum() + _PENALTY / 2 * (weights**2).sum()
        error = odds - target
        return value, np.concatenate([(matrix.T @ error + _PENALTY * weights).ravel(), error.sum(axis=0)])

    start = np.zeros(width * len(CLASSES) + len(CLASSES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    return found[: width * len(CLASSES)].reshape(width, -1), found[width * len(CLASSES) :]


def measure(
    forms: Sequence[CorpusForm], groups: Sequence[Sequence[CorpusForm]], verbose: bool = False
) -> dict[str, float]:
    """Return how the two witnesses do on groups of forms, each left out of training in turn.

    Returns
    -------
    Recall and precision of columns in percent, questions that are wrong and silent, and questions to confirm a form.
    """
    asked_for = right = fed = well_fed = silent = told = 0
    for group in groups:
        table = train([form for form in forms if form not in group])
        for form in group:
            titles = _numbered([asked.title for asked in form.questions])
            guesses = guess_columns(titles, (), [cells(asked) for asked in form.questions], table)
            for asked, guess in zip(form.questions, guesses, strict=True):
                good = asked.allows(guess.column)
                must = bool(asked.column) and "" not in asked.also
                asked_for += must
                right += must and good
                fed += bool(guess.column)
                well_fed += bool(guess.column) and good
                silent += bool(guess.column) and not good and guess.sure
                told += not guess.sure
                if verbose and (not good or not guess.sure):
                    mark = "  " if good else "!!" if guess.sure and guess.column else "! "
                    print(  # noqa: T201 - a report
                        mark,
                        form.name,
                        repr(asked.title[:70]),
                        asked.column or "-",
                        "->",
                        guess.column or "-",
                        guess.how,
                    )
    return {
        "recall": 100 * right / asked_for,
        "precision": 100 * well_fed / fed,
        "wrong and silent": silent,
        "to confirm a form": told / sum(map(len, groups)),
    }


def _numbered(titles: Sequence[str]) -> list[str]:
    return [f"{title} ({place + 1})" if title in titles[:place] else title for place, title in enumerate(titles)]


def main(arguments: Sequence[str]) -> None:
    forms = read_corpus()
    if "--measure" in arguments:
        verbose = "-v" in arguments
        print("leave one form out", measure(forms, [[form] for form in forms], verbose))  # noqa: T201 - a report
        languages = sorted({form.language for form in forms})
        by_language = [[form for form in forms if form.language == language] for language in languages]
        print("leave one language out", measure(forms, by_language))  # noqa: T201 - a report
    else:
        SHIPPED.write_bytes(packed(train(forms)))


if __name__ == "__main__":
    main(sys.argv[1:])
