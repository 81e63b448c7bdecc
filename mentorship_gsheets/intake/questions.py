"""Which question of a form, or heading of a sign-up list, belongs to which of our columns."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentorship_gsheets.intake.columns.body import Body, read_body
from mentorship_gsheets.intake.columns.heading import Heading, read_heading
from mentorship_gsheets.intake.columns.rules import (
    ENOUGH,
    EXACT,
    asks_as_what,
    body_points,
    heading_points,
    languages_of,
    turns_of,
)
from mentorship_gsheets.intake.columns.table import CLASSES, Table, shipped
from mentorship_gsheets.intake.values import attendance, first_time, role
from mentorship_gsheets.intake.values.vocabulary import clauses
from mentorship_gsheets.intake.wordings import COLUMNS, FIRST_NAME, LAST_NAME, ROLE, SEVERAL
from mentorship_gsheets.text import as_key

__all__ = ["COLUMNS", "Guess", "guess_columns", "joined"]

_SCALE = 0.7
"""How much a point of the rules counts against the logarithm of a probability of the table."""

_AS_WELL = 0.7
"""Difference of the odds of two questions up to which both fit a column equally well."""

_MOSTLY = 0.6
"""Share of answers that are yes or no from which a question is one of yes and no."""

_YES_ROLE, _YES_FIRST = 4.0, 7.0
"""Points of a column where a yes to the question means something in it."""

_KNOWS_NOTHING = 0.3
"""Chance of the likeliest column below which the table knows none of the words, and says neither yes nor no."""

_BY_ITS_ANSWERS = 5.0
"""Points of a column whose answers the heading itself names."""

_SPOKEN = frozenset(("here", "virtual", "how_many", "mentee"))
_NAMES = ("Name", FIRST_NAME, LAST_NAME)
_MENTOR = re.compile(
    "mentor|mentee|mentoring|ментор|менти|наставник|メンタ|멘토|멘티|导师|導師|מנטור|μεντορ|منتور|مرشد"
)
# who has taken part in the programme before may well be new at the conference
_PROGRAMME = re.compile("program|программ|програм|プログラム|프로그램|项目|計劃|计划|πρόγραμμα|תוכנית|برنامج")
_REPEATED = re.compile(r" \(\d+\)$")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a question was taken for.

    Parameters
    ----------
    title
        The question's wording.
    column
        Our column, or empty when it feeds none.
    sure
        Both witnesses say so; otherwise a person should look.
    nearest
        Up to three columns that come near, best first; the guess itself is not among them.
    contested
        The column that this question fits as well as the one that got it, and only one can feed; mostly empty.
    """

    title: str
    column: str
    sure: bool
    nearest: tuple[str, ...] = ()
    contested: str = ""

    @property
    def how(self) -> str:
        """How the tool came to it, in words for the ``Sure`` column."""
        return "sure" if self.sure else "please check"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One question with the word of both witnesses; ``""`` stands for no column."""

    points: Mapping[str, float]
    rules: str
    table: str
    chance: Mapping[str, float]
    odds: Mapping[str, float]
    body: Body


def guess_columns(
    titles: Sequence[str],
    taken: Iterable[str] = (),
    answers: Sequence[Sequence[str]] = (),
    table: Table | None = None,
) -> list[Guess]:
    """Guess which of our columns each question feeds.

    Parameters
    ----------
    titles
        Wordings in the order of the form.
    taken
        Columns that the organizer has already given to other questions of the form; those that one question alone
        can feed are not guessed again.
    answers
        Question by question the cells that stand below it; empty where none are known.
    table
        The trained table; None: the one that comes with the program.

    Returns
    -------
    One guess a title, in order. Of two questions for a column that takes one, the likelier wins, then the earlier; the
    same wording twice is one question asked in two sections, and both feed the column.

    Examples
    --------
    >>> [(guess.column, guess.how) for guess in guess_columns(["E-mail Address", "T-shirt size"])]
    [('Email', 'sure'), ('', 'sure')]
    """
    table = table or shipped()
    wordings = [_wording(title, titles) for title in titles]
    weighed = _weigh(wordings, answers, table)
    taken = set(taken)
    single = {column for column in COLUMNS if column not in SEVERAL}
    chosen: dict[int, str] = {}
    by_column: dict[str, int] = {}
    ranked = sorted(
        ((-odds, index, column) for index, one in enumerate(weighed) for column, odds in one.odds.items()),
    )
    lost: dict[int, set[str]] = {}
    for _, index, column in ranked:
        if index in chosen:
            continue
        if column in single:
            first = by_column.get(column)
            if column in taken:
                continue
            if first is not None and not _again(index, first, wordings, weighed, column):
                lost.setdefault(index, set()).add(column)
                continue
            by_column.setdefault(column, index)
        chosen[index] = column
    guesses = []
    for index, (title, one) in enumerate(zip(titles, weighed, strict=True)):
        column = chosen.get(index, "")
        rivals = [rival for rival in COLUMNS if rival in lost.get(index, ())]
        contested = next((rival for rival in rivals if _contests(one, weighed[by_column[rival]], rival)), "")
        nearest = sorted((name for name in COLUMNS if name != column), key=lambda name: -one.odds[name])[:3]
        guesses.append(Guess(title, column, _agreed(one, column) and not contested, tuple(nearest), contested))
    return guesses


def _wording(title: str, titles: Sequence[str]) -> str:
    """Return a wording without the number that a table puts behind a heading it has twice."""
    plain = _REPEATED.sub("", title)
    return plain if plain != title and plain in titles else title


def _weigh(titles: Sequence[str], answers: Sequence[Sequence[str]], table: Table) -> list[_Weighed]:
    headings = [read_heading(title) for title in titles]
    languages = languages_of(headings)
    bodies = (
        [read_body(cells, title) for title, cells in zip(titles, answers, strict=True)]
        if answers
        else [Body()] * len(titles)
    )
    found = []
    for title, heading, body in zip(titles, headings, bodies, strict=True):
        turns = turns_of(heading, languages)
        points = heading_points(heading, turns)
        about = bool(_MENTOR.search(heading.whole))
        for column, least in _spoken_of(title, body, turns).items():
            points[column] = max(points.get(column, 0.0), least)
        for column, more in body_points(body, points, turns, about, asks_as_what(heading)).items():
            points[column] = points.get(column, 0.0) + more
        if (column := _of_a_yes(title, body, turns, about)) and points.get(column, 0.0) < EXACT:
            points[column] = points.get(column, 0.0) + (_YES_ROLE if column == ROLE else _YES_FIRST)
        if not any(heading.parts):
            points = {}
        found.append((heading, body, points, _tempered(table, heading, body)))
    _share_names([points for _, _, points, _ in found])
    _ask_for_a_role([(heading, body, points) for heading, body, points, _ in found], languages)
    weighed = []
    for _, body, points, chance in found:
        chance = dict(chance)
        _follow_names(points, chance)
        best = max(COLUMNS, key=lambda column: points.get(column, 0.0))
        rules = best if points.get(best, 0.0) >= ENOUGH else ""
        odds = {
            column: _SCALE * min(points.get(column, 0.0), EXACT + 6) + math.log(chance[column] + 1e-4)
            for column in COLUMNS
        }
        odds[""] = _SCALE * ENOUGH + math.log(chance[""] + 1e-4)
        weighed.append(_Weighed(points, rules, max(chance, key=lambda name: chance[name]), chance, odds, body))
    return weighed


def _spoken_of(title: str, body: Body, turns: frozenset[str]) -> dict[str, float]:
    """Return points of columns whose answers a heading names by itself, in the words by which answers are read.

    "Beside each other, in person and online" is about attendance, "how many" over small numbers about capacity,
    whatever else stands there.
    """
    if turns:
        return {}
    named = {
        concept
        for reading in clauses(title, _SPOKEN)
        for clause in reading
        for hit in clause.hits
        for concept in hit.concepts
    }
    points = {}
    if {"here", "virtual"} <= named or (named & {"here", "virtual"} and body.yes_no >= _MOSTLY):
        points["Attendance"] = _BY_ITS_ANSWERS
    if "how_many" in named and ("mentee" in named or max(body.small, body.number) >= _MOSTLY):
        points["Capacity"] = _BY_ITS_ANSWERS
    return points


def _of_a_yes(title: str, body: Body, turns: frozenset[str], about_mentoring: bool) -> str:
    """Return the column for which a yes to a question means something; empty where it means nothing we know.

    The readers of values know many ways to ask for a role ("Would you like to have a mentor?") and for a first time
    ("Have you been here before?") that no list of headings has.
    """
    if body.yes_no < _MOSTLY:
        return ""
    if about_mentoring:
        told = None if turns else role.read("Yes", title)
        return ROLE if told is not None and told.value and len(told.value) == 1 else ""
    if turns - {"past"} or _PROGRAMME.search(as_key(title)) or attendance.read("Yes", title) is not None:
        return ""
    return "First time" if first_time.read("Yes", title) is not None else ""


def _tempered(table: Table, heading: Heading, body: Body) -> dict[str, float]:
    """Return what the table says, the nearer to "anything" the fewer of the words it has ever seen."""
    trust = max(0.15, table.known(heading))
    return {
        name: trust * chance + (1 - trust) / len(CLASSES) for name, chance in table.probabilities(heading, body).items()
    }


def _share_names(points: Sequence[dict[str, float]]) -> None:
    """Let a bare "name" be what its neighbours leave over: the first name beside a last name, and the other way."""
    has = {
        column
        for column in (FIRST_NAME, LAST_NAME)
        if any(by.get(column, 0.0) >= ENOUGH and by.get(column, 0.0) > by.get("Name", 0.0) for by in points)
    }
    for by in points:
        whole = by.get("Name", 0.0)
        if whole < ENOUGH or max(by.get(FIRST_NAME, 0.0), by.get(LAST_NAME, 0.0)) >= whole:
            continue
        for column, other in ((FIRST_NAME, LAST_NAME), (LAST_NAME, FIRST_NAME)):
            if has == {other}:
                by[column], by["Name"] = whole, 0.0


def _ask_for_a_role(found: Sequence[tuple[Heading, Body, dict[str, float]]], languages: Sequence[str]) -> None:
    """Where no question is about the role, let one about mentoring be it that few answers divide the people by.

    Which of "the experienced one" and "the one who learns" is the mentor, a person is asked.
    """
    if any(points.get(ROLE, 0.0) >= ENOUGH for _, _, points in found):
        return
    for heading, body, points in found:
        choice = body.few == 1 and body.repeated >= 0.5 and not max(body.yes_no, body.number, body.listed) >= _MOSTLY
        about = _MENTOR.search(heading.whole) and not turns_of(heading, languages)
        if choice and about and max(points.values(), default=0.0) < ENOUGH:
            points[ROLE] = ENOUGH


def _follow_names(points: Mapping[str, float], chance: dict[str, float]) -> None:
    """Let the table speak of names as one: which part of a name it is, only the neighbours tell."""
    best = max(_NAMES, key=lambda column: points.get(column, 0.0))
    if points.get(best, 0.0) >= ENOUGH:
        total = sum(chance[column] for column in _NAMES)
        for column in _NAMES:
            chance[column] = total if column == best else 0.0


def _again(index: int, first: int, wordings: Sequence[str], weighed: Sequence[_Weighed], column: str) -> bool:
    """Return whether a question is the same one again: in another section, or the other half of a role."""
    if read_heading(wordings[index]).whole == read_heading(wordings[first]).whole:
        return True
    # "Would you like to be a mentor?" and "Would you like to have one?" are one role, asked in two questions
    halves = (weighed[index], weighed[first])
    return column == ROLE and all(one.body.yes_no >= 0.6 and one.points.get(ROLE, 0.0) >= ENOUGH for one in halves)


def _contests(one: _Weighed, winner: _Weighed, column: str) -> bool:
    """Return whether the loser of a column fits it as well as the winner does."""
    if one.points.get(column, 0.0) < ENOUGH or one.odds[column] < one.odds[""]:
        return False
    if one.body.repeated > winner.body.repeated:
        # whoever ordered for others stands in several rows
        return False
    return winner.odds[column] - one.odds[column] < _AS_WELL


def _agreed(one: _Weighed, column: str) -> bool:
    if one.rules != column or (column == ROLE and one.points[ROLE] <= ENOUGH):
        return False
    if not column:
        # no word of ours stands in it; that the table names a column with little certainty is no second witness
        return one.table == "" or one.chance[one.table] < 0.5
    if one.table == column:
        return True
    if column == "Notes" and one.points[column] >= EXACT:
        # nothing is decided by a note, and nobody need be asked about one
        return True
    # all the heading says is one of our words, what stands below fits, and the table has nothing else to offer
    if one.points[column] >= EXACT and one.body.filled and one.chance[one.table] < _KNOWS_NOTHING:
        return True
    return one.points[column] >= EXACT + 3 and one.chance[column] >= 0.05


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
    whole = texts.pop("Name", [])[:1]
    names = whole or texts.get(FIRST_NAME, [])[:1] + texts.get(LAST_NAME, [])[:1]
    result = {"Name": " ".join(names)}
    for column, answers in texts.items():
        if column not in (FIRST_NAME, LAST_NAME):
            glue = "\n" if column == "Notes" else "; "
            result[column] = glue.join(dict.fromkeys(answers)) if column in SEVERAL else next(iter(answers), "")
    return {column: text for column, text in result.items() if text}
