"""Which question of a form, or heading of a sign-up list, belongs to which of our columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mentorship_gsheets.intake.texts import fold

FIRST_NAME, LAST_NAME, ROLE = "First name", "Last name", "Role"


@dataclass(frozen=True, slots=True)
class _Target:
    """One of our columns: wordings it is asked in, how long such a question gets, and whether several may feed it."""

    column: str
    wordings: tuple[str, ...]
    longest: int = 40
    several: bool = False


_TARGETS = (
    _Target("Email", ("email", "e mail", "email address", "e mail address", "mail address", "username"), 7),
    _Target(FIRST_NAME, ("first name", "given name", "forename"), 5),
    _Target(LAST_NAME, ("last name", "family name", "surname"), 5),
    _Target("Name", ("name", "full name", "your name", "first and last name", "participant", "attendee"), 7),
    _Target(
        ROLE,
        (
            "role",
            "mentor or mentee",
            "mentorship programme",
            "mentorship program",
            "mentoring program",
            "like to take part",
            "participate as",
            "sign up as",
        ),
        14,
    ),
    _Target(
        "Attendance",
        (
            "attendance",
            "ticket",
            "ticket type",
            "how will you attend",
            "attend in person or virtually",
            "participating virtually or onsite",
            "attending virtually or in person",
            "virtual or in person",
        ),
    ),
    _Target(
        "Fields",
        (
            "fields",
            "field",
            "which fields",
            "field of work",
            "field of study",
            "research areas",
            "areas of expertise",
            "research field",
            "discipline",
            "domain",
            "profession",
        ),
        several=True,
    ),
    _Target(
        "Capacity",
        ("capacity", "how many mentees", "number of mentees", "how many people could you mentor"),
    ),
    _Target("Sector", ("sector", "which sector", "industry or academia", "type of organisation"), 12),
    _Target(
        "Topics",
        (
            "topics",
            "topic to discuss",
            "topics to discuss",
            "main topic",
            "topics discuss",
            "topic advice",
            "topics advise",
            "like to talk about",
            "interests",
            "professional interests",
            "help with",
        ),
        several=True,
    ),
    _Target(
        "Affiliation",
        (
            "affiliation",
            "institution",
            "university",
            "organisation",
            "organization",
            "company",
            "employer",
            "where do you work",
            "work or study",
        ),
        12,
    ),
    _Target("Time zone", ("time zone", "timezone", "what time zone")),
    _Target("Languages", ("language", "languages", "which languages", "languages speak"), several=True),
    _Target("First time", ("first time", "first conference", "attended before"), 12),
    _Target(
        "Notes",
        (
            "notes",
            "comments",
            "biography",
            "bio",
            "about you",
            "about yourself",
            "anything else",
            "anything we should know",
            "other relevant information",
            "goals",
        ),
        several=True,
    ),
)
COLUMNS = tuple(target.column for target in _TARGETS)
"""What the ``Column`` of the ``Questions`` tab may say."""

_SURE_ENOUGH = 80
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
        For a question without a column: the columns that come nearest, best first.
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
    [('Email', 'exact'), ('Fields', 'guessed 92 %')]
    """
    scores = [{target.column: _score(title, target) for target in _TARGETS} for title in titles]
    alone = {target.column for target in _TARGETS if not target.several}
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
        nearest = sorted(by, key=lambda name: (-by[name], COLUMNS.index(name)))[:3]
        guesses.append(Guess(title, column, by.get(column, 0), () if column else tuple(nearest)))
    return guesses


def _score(title: str, target: _Target) -> int:
    words = fold(title).split()
    asked = " ".join(words)
    if not words:
        return 0
    if asked in target.wordings:
        return _EXACT
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
    return min(round(best), _EXACT - 1)


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
            several = next(target.several for target in _TARGETS if target.column == column)
            glue = "\n" if column == "Notes" else "; "
            result[column] = glue.join(dict.fromkeys(answers)) if several else next(iter(answers), "")
    return {column: text for column, text in result.items() if text}
