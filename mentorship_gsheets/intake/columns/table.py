"""The second witness: a multinomial logistic regression over n-grams of the heading and shares of the answers.

The table beside this module is written by ``python -m tests.forms.train`` from ``tests/forms/open.jsonl``; how well it
does on forms and languages it was not trained on stands in ``docs/columns.md``.

Notes
-----
TF-IDF as in Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988), with sublinear term
frequency and unit length.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.intake.columns.body import Body
from mentorship_gsheets.intake.columns.heading import Heading
from mentorship_gsheets.intake.wordings import COLUMNS

CLASSES = (*COLUMNS, "")
"""What the table tells apart; the last is a question that feeds nothing."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """What training found.

    Parameters
    ----------
    rows
        n-gram -> its row in ``weights``.
    idf
        Inverse document frequencies of the n-grams.
    weights
        One row an n-gram, then one for each share of `Body`; one column a class.
    bias
        One number a class.
    """

    rows: Mapping[str, int]
    idf: Numbers
    weights: Numbers
    bias: Numbers

    def probabilities(self, heading: Heading, body: Body) -> dict[str, float]:
        """Return how likely each class is, adding up to 1; a heading in words never seen is told by its body.

        Parameters
        ----------
        heading
            The heading.
        body
            What stands below it.
        """
        scores = self.bias.copy()
        for row, value in weighted(heading, self.rows, self.idf).items():
            scores += value * self.weights[row]
        scores += np.array(body.shares) @ self.weights[len(self.rows) :]
        odds = np.exp(scores - scores.max())
        return dict(zip(CLASSES, (odds / odds.sum()).tolist(), strict=True))

    def known(self, heading: Heading) -> float:
        """Return the share of the words of a heading that were seen in training, from 0 to 1."""
        words = heading.whole.split()
        return sum(f"={word}" in self.rows for word in words) / len(words) if words else 0.0


def grams(heading: Heading) -> Counter[str]:
    """Return the words, pairs of words and two to four letters in a row of a heading, and how often each stands there.

    >>> from mentorship_gsheets.intake.columns.heading import read_heading
    >>> sorted(grams(read_heading("E-mail")))[:4]
    [' e', ' e ', ' m', ' ma']
    """
    words = heading.whole.split()
    found = Counter(f"={word}" for word in words)
    found.update(f"={one} {two}" for one, two in pairwise(words))
    found.update(f"({word}" for word in heading.inside.split())
    for word in words:
        padded = f" {word} "
        for length in (2, 3, 4):
            found.update(padded[start : start + length] for start in range(len(padded) - length + 1))
    return found


def weighted(heading: Heading, rows: Mapping[str, int], idf: Sequence[float] | Numbers) -> dict[int, float]:
    """Return the TF-IDF of the known n-grams of a heading by row, of unit length together.

    Parameters
    ----------
    heading
        The heading.
    rows
        Row of the table of each n-gram it knows.
    idf
        Inverse document frequency of each row.
    """
    found = {
        rows[gram]: (1 + math.log(times)) * float(idf[rows[gram]])
        for gram, times in grams(heading).items()
        if gram in rows
    }
    length = math.sqrt(sum(value * value for value in found.values()))
    return {row: value / length for row, value in found.items()} if length else {}


def packed(table: Table) -> bytes:
    """Return a table as the bytes of a file; equal tables give equal bytes."""
    content = BytesIO()
    names = "\n".join(sorted(table.rows, key=lambda gram: table.rows[gram]))
    np.savez_compressed(
        content,
        names=np.frombuffer(names.encode(), np.uint8),
        idf=table.idf.astype(np.float16),
        weights=table.weights.astype(np.float16),
        bias=table.bias.astype(np.float32),
    )
    return content.getvalue()


def unpacked(content: bytes) -> Table:
    """Return the table of a file that `packed` made."""
    with np.load(BytesIO(content), allow_pickle=False) as parts:
        names = parts["names"].tobytes().decode().split("\n")
        idf, weights, bias = (parts[name].astype(np.float64) for name in ("idf", "weights", "bias"))
    return Table({name: row for row, name in enumerate(names)}, idf, weights, bias)


@cache
def shipped() -> Table:
    """Return the table that comes with the program."""
    return unpacked(files(__package__).joinpath("table.npz").read_bytes())
