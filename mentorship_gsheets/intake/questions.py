"""Which question of a form, or heading of a sign-up list, belongs to which of our columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mentorship_gsheets.intake.texts import fold
from mentorship_gsheets.intake.wordings import FILLING, FIRST_NAME, LAST_NAME, TARGETS, Target

COLUMNS = tuple(target.column for target in TARGETS)
"""What the ``Column`` of the ``Questions`` tab may say."""

_NEAR = 45
_SURE_ENOUGH = 80
_SAME_CORE = 98
_EXACT = 100


@dataclass(frozen=True, slots=True)
class Guess:
    """What a question was taken for.

    Parameters
    ----------
    title
        The question's wording.
    column
        Our column, or empty when none is sure enough.
    sure
        0 to 100; 100 is a wording we know.
    nearest
        For a question without a column: up to three columns that come near, best first, and one in any case.
    """

    title: str
    column: str
    sure: int
    nearest: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """How the tool came to it, in words for the ``Sure`` column."""
        return "exact" if self.sure == _EXACT else f"guessed {self.sure} %"


def guess_columns(titles: Sequence[str], taken: Iterable[str] = ()) -> list[Guess]:
    """Guess which of our columns each question feeds.

    Parameters
    ----------
    titles
        Wordings in the order of the form.
    taken
        Columns that the organizer has already given to other questions of the form; those that one question alone
        can feed are not guessed again.

    Returns
    -------
    One guess a title, in order. Of two questions for a column that takes one, the surer wins, then the earlier.

    Notes
    -----
    rapidfuzz's token set ratio finds a short wording inside a long question; the length of what is left over takes
    some of the certainty away. https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html

    Examples
    --------
    >>> [(guess.column, guess.how) for guess in guess_columns(["E-mail Address", "Which fields do you work in?"])]
    [('Email', 'exact'), ('Fields', 'guessed 98 %')]
    """
    scores = [{target.column: _score(title, target) for target in TARGETS} for title in titles]
    alone = {target.column for target in TARGETS if not target.several}
    gone = {column for column in taken if column in alone}
    chosen: dict[int, str] = {}
    ranked = sorted(
        ((-score, index, COLUMNS.index(column)) for index, by in enumerate(scores) for column, score in by.items()),
    )
    for negative, index, position in ranked:
        column = COLUMNS[position]
        if -negative >= _SURE_ENOUGH and index not in chosen and column not in gone:
            chosen[index] = column
            gone |= {column} & alone
    guesses = []
    for index, (title, by) in enumerate(zip(titles, scores, strict=True)):
        column = chosen.get(index, "")
        ranking = sorted(COLUMNS, key=lambda name: -by[name])
        nearest = [name for name in ranking[:3] if by[name] >= _NEAR] or ranking[:1]
        guesses.append(Guess(title, column, by.get(column, 0), () if column else tuple(nearest)))
    return guesses


def _core(text: str) -> str:
    """Return the words that say what is asked for, in the singular, in order."""
    words = [word for word in text.split() if word not in FILLING]
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words) or text


def _score(title: str, target: Target) -> int:
    asked = fold(title)
    words = asked.split()
    if not words:
        return 0
    if asked in target.wordings:
        return _EXACT
    core = _core(asked)
    if core in (_core(wording) for wording in target.wordings):
        return _SAME_CORE
    if target.strict:
        # a slip of the finger is let pass, another word is not
        return round(max(fuzz.ratio(_core(wording), core) for wording in target.wordings) - 4.0)
    if len(words) > target.longest:
        return 0
    best = 0.0
    for wording in target.wordings:
        length = len(wording.split())
        best = max(best, fuzz.ratio(wording, asked) - 4.0)
        # one common word proves nothing in a long sentence; several prove more than two
        if length <= len(words) and (length > 1 or len(words) <= 8):
            spare = min(20.0, (len(words) - length) * 2.0)
            best = max(best, fuzz.token_set_ratio(wording, asked) - spare + length)
    return min(round(best), _SAME_CORE - 1)


def joined(parts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return one text for each of our columns from the answers that feed it.

    Parameters
    ----------
    parts
        Our column -> the answers of its questions, in the order of the form.

    Returns
    -------
    First and last name become the name; notes stand below each other; of other columns several answers are joined
    with semicolons. Blank columns are absent.
    """
    texts = {column: [text.strip() for text in answers if text.strip()] for column, answers in parts.items()}
    names = texts.pop("Name", []) or texts.get(FIRST_NAME, []) + texts.get(LAST_NAME, [])
    result = {"Name": " ".join(names)}
    for column, answers in texts.items():
        if column not in (FIRST_NAME, LAST_NAME):
            several = next(target.several for target in TARGETS if target.column == column)
            glue = "\n" if column == "Notes" else "; "
            result[column] = glue.join(dict.fromkeys(answers)) if several else next(iter(answers), "")
    return {column: text for column, text in result.items() if text}
