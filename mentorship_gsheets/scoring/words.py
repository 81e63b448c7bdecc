"""How much two free texts have to do with each other: word stems and letter groups, in whole numbers."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.scoring.coded import UNKNOWN, WORST
from mentorship_gsheets.scoring.lists import STOP_WORDS
from mentorship_gsheets.text import as_words

_WORD = re.compile(r"[^\d\s]+")
_ENDINGS = (
    *("izations", "isations", "ization", "isation", "ations", "ation", "ments", "ingly", "ment", "ings", "ally"),
    *("edly", "ists", "ing", "ist", "ies", "ied", "ers", "ors", "ed", "er", "or", "ly", "es", "al", "s", "y", "e"),
)
_STEM, _GROUP = 2, 1
_LETTERS = 4
_KEPT = 32
_LONGEST = 40
_ALONE = 0x2E80
"""From here on scripts write without spaces: a word is whatever two characters are."""


def stem(word: str) -> str:
    """Return a word without its ending, at least four letters of it.

    >>> stem("careers"), stem("publishing"), stem("grants"), stem("data")
    ('care', 'publish', 'grant', 'data')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LETTERS:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def _features(word: str) -> tuple[tuple[str, int], ...]:
    if ord(word[0]) >= _ALONE:
        return tuple((word[at : at + 2], _STEM) for at in range(max(1, len(word) - 1)))
    if len(word) < 3 or word in STOP_WORDS:
        return ()
    word = word[:_LONGEST]
    # of the stem, since endings are what unrelated words share
    root = stem(word)
    edged = f"^{root}$"
    groups = {edged[at : at + _LETTERS] for at in range(len(edged) - _LETTERS + 1)} if len(root) >= _LETTERS else ()
    return ((" " + root, _STEM), *((group, _GROUP) for group in sorted(groups)))


def words_in(text: str) -> list[str]:
    """Return the telling words of a text, folded, in order.

    >>> words_in("I would like help with Publishing my thesis!")
    ['help', 'publishing', 'thesis']
    """
    return [word for word in _WORD.findall(as_words(text)) if ord(word[0]) >= _ALONE or _features(word)]


def shared_stems(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the telling words of two texts that have one stem: those of the one, and those of the other.

    >>> shared_stems("publishing books", "I publish")
    (('publishing',), ('publish',))
    """
    mine, theirs = (list(dict.fromkeys(words_in(text))) for text in (one, other))
    common = {stem(word) for word in mine} & {stem(word) for word in theirs}
    left, right = (tuple(word for word in side if stem(word) in common) for side in (mine, theirs))
    return left, right


def _weigh(texts: Sequence[str]) -> Any:
    """TF-IDF rows of unit length times 256, all integers, so that every machine gets the same numbers."""
    from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

    found: list[dict[str, int]] = [
        {feature: kind for word in _WORD.findall(as_words(text)) for feature, kind in _features(word)} for text in texts
    ]
    seen = Counter(feature for features in found for feature in features)
    # what a fifth of all people write tells nobody apart and costs most of the time; what one writes meets nothing
    often = min(max(10, len(texts) // 5), 500)
    weight = {
        feature: (len(texts) ** 4 // count**4).bit_length() for feature, count in seen.items() if 1 < count <= often
    }
    place = {feature: column for column, feature in enumerate(sorted(weight))}
    rows, columns, values = [], [], []
    for row, features in enumerate(found):
        weighed = sorted(((kind * weight[f], f) for f, kind in features.items() if f in weight), reverse=True)[:_KEPT]
        norm = math.isqrt(sum(value * value for value, _ in weighed)) or 1
        rows += [row] * len(weighed)
        columns += [place[feature] for _, feature in weighed]
        values += [256 * value // norm for value, _ in weighed]
    shape = (len(texts), max(1, len(place)))
    return sparse.csr_array((np.array(values, np.int32), (rows, columns)), shape=shape)


def text_costs(mentees: Sequence[str], mentors: Sequence[str]) -> NDArray[np.int16]:
    """Grade how near texts are: `coded.WORST` for nothing in common, in steps of ten; unknown where one is blank.

    Parameters
    ----------
    mentees, mentors
        Distinct texts.

    Returns
    -------
    Array of shape (mentees, mentors).

    Notes
    -----
    Cosine of TF-IDF over stems and groups of four letters; half of a full match is graded as best, since two people
    never write the same. A coarse and low priority by design: on phrases held out it ranks the right partner first
    in one case of three.

    Examples
    --------
    >>> texts = ["I need help with publishing", "grants and funding"]
    >>> text_costs(texts, ["published two books, happy to help", "I sat on funding boards", ""]).tolist()
    [[0, 100, -1], [100, 0, -1]]
    """
    weights = _weigh([*mentees, *mentors])
    left, right = weights[: len(mentees)], weights[len(mentees) :].T.tocsr()
    costs = np.empty((len(mentees), len(mentors)), np.int16)
    for start in range(0, len(mentees), 256):
        dots = (left[start : start + 256] @ right).toarray()
        costs[start : start + 256] = WORST - 10 * np.minimum(10, dots // (256 * 256 // 20))
    costs[[not text.strip() for text in mentees]] = UNKNOWN
    costs[:, [not text.strip() for text in mentors]] = UNKNOWN
    return costs
