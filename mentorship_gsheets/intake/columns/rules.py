"""The first witness: words of the heading, in many languages, and plain facts about what stands below."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mentorship_gsheets.intake.columns.body import Body
from mentorship_gsheets.intake.columns.heading import Heading, as_heading
from mentorship_gsheets.intake.wordings import COLUMNS, FIRST_NAME, LAST_NAME, ROLE

EXACT, ENOUGH = 10.0, 3.0
"""Points of a heading that says nothing but one of our words; points from which a column is named."""

_COMMON = 5
"""Letters up to which a word says little about the language it stands in."""

_HINT = 1.0
"""Points of a word that says little by itself."""

_LONG = 8
"""Words from which a sentence within a heading is no longer all that is asked."""

_NAMES = ("Name", FIRST_NAME, LAST_NAME)
_CHOSEN = ("Fields", "Topics", "Affiliation", "Sector", "Languages")
# what turns which columns into something else, and how many points that takes away
_TURNED = {
    "others": dict.fromkeys(("Email", *_NAMES, "Affiliation", ROLE), 12.0),
    "reasons": dict.fromkeys((ROLE, "Attendance", "First time", "Capacity", *_NAMES), 12.0),
    "past": dict.fromkeys(("Capacity", "Fields", "Topics", ROLE, "Attendance"), 12.0),
    "unwanted": dict.fromkeys((*_CHOSEN, *_NAMES, ROLE), 12.0),
    "amounts": dict.fromkeys(("Capacity", *_CHOSEN, ROLE, "First time", "Attendance", *_NAMES), 12.0),
}


@dataclass(frozen=True, slots=True)
class _Words:
    """One compiled list: words that stand anywhere, and the sets for comparing whole texts."""

    anywhere: re.Pattern[str]
    dense: re.Pattern[str] | None
    exact: frozenset[str]

    def is_all_of(self, text: str) -> bool:
        """Return whether a folded text is one entry and nothing else."""
        if text in self.exact or self.anywhere.fullmatch(text):
            return True
        return self.dense is not None and self.dense.fullmatch(text.replace(" ", "")) is not None

    def times(self, text: str) -> int:
        """Return how many different entries are found in a folded text."""
        found = {match.group() for match in self.anywhere.finditer(text)}
        if self.dense is not None:
            found |= set(self.dense.findall(text.replace(" ", "")))
        return len(found)

    def within(self, text: str) -> int:
        """Return the number of words of the longest entry found in a folded text; 0 when none is."""
        found = max((len(match.group().split()) for match in self.anywhere.finditer(text)), default=0)
        if not found and self.dense is not None and self.dense.search(text.replace(" ", "")):
            return 2
        return found


_Table = Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]


@cache
def _data() -> dict[str, Any]:
    """What words.toml says: lists of words by column or turn, kind and language."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def _filling() -> frozenset[str]:
    by_language: Mapping[str, Sequence[str]] = _data()["filling"]
    return frozenset(as_heading(word) for words in by_language.values() for word in words)


@lru_cache(maxsize=2**12)
def core(text: str) -> str:
    """Return a folded text without the words that ask without saying what for; all of it where nothing is left.

    >>> core("what is your email address"), core("which fields do you work in")
    ('email address', 'fields')
    """
    words = [word for word in text.split() if word not in _filling()]
    return " ".join(words) or text


# Kana, Han, Hangul; Thai, Lao, Burmese, Khmer
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\u1100-\u11ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def _dense(text: str) -> bool:
    """Return whether words of this script stand without spaces between."""
    return _WITHOUT_SPACES.search(text) is not None


def _compile(entries: Iterable[str]) -> _Words:
    spaced, dense, exact = [], [], set()
    for entry in entries:
        open_ended = entry.endswith("*")
        folded = as_heading(entry)
        if _dense(folded):
            # one sign alone stands in too many other words
            if len(folded.replace(" ", "")) > 1:
                dense.append(re.escape(folded.replace(" ", "")))
        else:
            spaced.append(re.escape(folded).replace(r"\ ", " ") + (r"\w*" if open_ended else ""))
        kernel = core(folded)
        # "registration type" without its filling words would be any type
        exact |= {folded, kernel} if len(kernel.split()) > 1 or folded == kernel else {folded}
    # the longest first: alternatives are tried in order
    spaced.sort(key=len, reverse=True)
    anywhere = re.compile(r"(?<!\w)(?:" + "|".join(spaced) + r")(?!\w)" if spaced else r"(?!)")
    return _Words(anywhere, re.compile("|".join(dense)) if dense else None, frozenset(exact))


@cache
def _column_words(column: str, kind: str) -> _Words:
    section: Mapping[str, Sequence[str]] = _data().get(column, {}).get(kind, {})
    return _compile(entry for entries in section.values() for entry in entries)


@cache
def _turn_words(turn: str, language: str) -> _Words:
    section: Mapping[str, Sequence[str]] = _data()["turns"][turn]
    return _compile(section.get(language, ()))


@cache
def _language_words(language: str) -> _Words:
    """Everything of one language that tells it from others."""
    entries: list[str] = []
    for column in COLUMNS:
        for kind in ("phrases", "nouns"):
            section: Mapping[str, Sequence[str]] = _data().get(column, {}).get(kind, {})
            entries += section.get(language, ())
    for turn in (*_TURNED, "technical"):
        words: Mapping[str, Sequence[str]] = _data()["turns"][turn]
        # short words are common to many languages
        entries += [entry for entry in words.get(language, ()) if len(entry) > _COMMON or turn == "technical"]
    return _compile(entries)


@cache
def _languages() -> tuple[str, ...]:
    turns: Mapping[str, Mapping[str, Sequence[str]]] = _data()["turns"]
    return tuple(dict.fromkeys(language for turn in turns.values() for language in turn))


def languages_of(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Return the languages a form is written in, as ``words.toml`` divides them; English always is one.

    Short words mean something else in another language ("for", "no", "ore"), so what turns a heading round is looked
    for in the languages of its form alone.
    """
    found = ["en"]
    for language in _languages():
        words = _language_words(language)
        times = sum(bool(words.within(heading.whole)) for heading in headings)
        if language != "en" and times and times * 4 >= len(headings):
            found.append(language)
    return tuple(found)


def turns_of(heading: Heading, languages: Iterable[str]) -> frozenset[str]:
    """Return what turns a heading into something else: the keys of ``turns`` in ``words.toml`` that it speaks of.

    Parameters
    ----------
    heading
        The heading.
    languages
        Languages the form may be written in.

    Examples
    --------
    >>> from mentorship_gsheets.intake.columns.heading import read_heading
    >>> sorted(turns_of(read_heading("E-mail of your manager"), ["en"]))
    ['others']
    """
    found = set()
    for language in languages:
        for turn in (*_TURNED, "technical"):
            words = _turn_words(turn, language)
            if turn == "technical":
                # "Max. no. of mentees" is no number of a row
                parts = [part for part in heading.parts if part not in heading.sentences]
                if any(words.is_all_of(part) or words.is_all_of(core(part)) for part in parts):
                    found.add(turn)
            elif words.within(heading.whole):
                found.add(turn)
    return frozenset(found)


def heading_points(heading: Heading, turns: frozenset[str]) -> dict[str, float]:
    """Return points of each column for a heading alone; columns with none are absent.

    Parameters
    ----------
    heading
        The heading.
    turns
        As `turns_of` gives them.
    """
    points: dict[str, float] = {}
    for column in COLUMNS:
        phrases, nouns = _column_words(column, "phrases"), _column_words(column, "nouns")
        best = 0.0
        for part in heading.parts:
            kernel = core(part)
            if part in heading.sentences and heading.words > _LONG:
                # "Note: if you fill in ..." asks for no note
                best = max(best, 3.0 + min(phrases.within(part), 3)) if phrases.within(part) else best
            elif any(words.is_all_of(text) for text in (part, kernel) for words in (phrases, nouns)):
                best = max(best, EXACT if part != heading.whole else EXACT + 0.5)
            elif found := phrases.within(part):
                spare = max(0, len(kernel.split()) - found)
                best = max(best, 5.0 + min(found - 1, 3) - min(3.0, spare / 4))
            elif nouns.within(kernel):
                # among many words it is named only where what stands below says so too
                words = len(kernel.split())
                best = max(best, 4.5 - 1.5 * max(0, words - 2) if words <= 3 else _HINT if words <= _LONG else 0.0)
            if column in _CHOSEN and len(kernel.split()) <= _LONG and phrases.times(part) + nouns.times(part) > 1:
                # "university or company", "trust / hospital": two of our words for the same thing
                best = max(best, 5.5)
        if not best and heading.inside and phrases.within(heading.inside):
            best = 2.5 if heading.words <= 3 else _HINT
        if best:
            points[column] = best
    _let_parts_of_names_win(heading, points)
    for turn in turns:
        for column, taken in _TURNED.get(turn, {}).items():
            if column in points:
                points[column] -= taken
    if "technical" in turns:
        points = {column: value - EXACT for column, value in points.items()}
    return points


def _let_parts_of_names_win(heading: Heading, points: dict[str, float]) -> None:
    """Let "First name / Nombre / Nome" be a first name: one word for a name is in some languages one for a part of it.

    A half of several words ("full name") says that the whole is meant, and both parts together are the whole.
    """
    if all(_column_words(column, "phrases").within(heading.whole) for column in (FIRST_NAME, LAST_NAME)):
        points["Name"], points[FIRST_NAME], points[LAST_NAME] = EXACT, 0.0, 0.0
        return
    named = [column for column in (FIRST_NAME, LAST_NAME) if points.get(column, 0.0) >= EXACT]
    if len(named) != 1 or points.get("Name", 0.0) < EXACT:
        return
    words = _column_words("Name", "phrases"), _column_words("Name", "nouns")
    whole = [part for part in heading.parts if any(each.is_all_of(part) for each in words)]
    if all(len(part.split()) == 1 for part in whole):
        points[named[0]], points["Name"] = max(points[named[0]], points["Name"]), 0.0


def asks_as_what(heading: Heading) -> bool:
    """Return whether a heading asks as what somebody takes part, in words that hardly ask for a job.

    >>> from mentorship_gsheets.intake.columns.heading import read_heading
    >>> asks_as_what(read_heading("I am registering as")), asks_as_what(read_heading("Role"))
    (True, False)
    """
    phrases = _column_words(ROLE, "phrases")
    return any(phrases.within(part) for part in heading.parts)


def body_points(
    body: Body, heading: Mapping[str, float], turns: frozenset[str], about_mentoring: bool, as_what: bool = False
) -> dict[str, float]:
    """Return what the answers add to, or take from, the points of the heading; columns they say nothing of are absent.

    Parameters
    ----------
    body
        What stands below.
    heading
        Points by `heading_points`.
    turns
        What turns the heading round: whose address it is, cannot be told from the address.
    about_mentoring
        The heading speaks of mentors, so that a yes or no below it is a role.
    as_what
        The heading asks as what somebody takes part, so that two answers nobody understands may well be the roles.
    """
    added: dict[str, float] = {}
    if not body.filled:
        return added

    def add(value: float, *columns: str) -> None:
        for column in columns:
            added[column] = added.get(column, 0.0) + value

    rest = tuple(column for column in COLUMNS if column != "Email")
    choice = as_what and not turns and body.few == 1 and body.repeated >= 0.5
    if body.address >= 0.5:
        add(-12, *rest)
        add(6 if not turns & {"others", "technical"} else 0, "Email")
        # whoever ordered for others stands in many rows, who comes in one
        add(-3 * body.repeated, "Email")
    elif body.address < 0.2:
        add(-12, "Email")
    add(-2 * body.repeated + 3 * body.capitals, "Name")
    if body.date >= 0.6 or body.link >= 0.5:
        add(-12, *COLUMNS)
    if body.number >= 0.8:
        add(-8, *_NAMES, "Fields", "Affiliation", "Sector", "Languages", ROLE, "Attendance", "Notes")
    if body.yes_no >= 0.6:
        add(-10, *_NAMES, *_CHOSEN, "Capacity", "Time zone")
        if about_mentoring and not turns:
            # "Would you like to be a mentor?" asks for half a role
            add(4, ROLE)
        elif heading.get(ROLE, 0) < EXACT:
            add(-6, ROLE)
    if body.role >= 0.3:
        add(8 if not turns & {"past", "technical", "others", "reasons", "unwanted"} else 0, ROLE)
        add(-3, *_CHOSEN, *_NAMES, "Attendance")
    elif ROLE in heading and body.role == 0 and body.yes_no < 0.6 and not choice:
        add(-3 if about_mentoring else -12, ROLE)
    if body.attendance >= 0.4:
        add(4 if "past" not in turns else 0, "Attendance")
        add(-3, "Fields", "Topics", "Affiliation", *_NAMES)
    elif body.attendance == 0 and body.yes_no < 0.5:
        add(-5, "Attendance")
    if body.first < 0.3:
        add(-8, "First time")
    if body.small < 0.3 and body.number < 0.3 and body.long > 0.5:
        add(-6, "Capacity")
    if body.zone >= 0.4 or ("Time zone" in heading and body.place >= 0.6):
        add(5, "Time zone")
    if "Languages" in heading and body.language >= 0.6:
        add(5, "Languages")
    if "Capacity" in heading and max(body.small, body.number) >= 0.6:
        add(3, "Capacity")
    if heading.get("First time", 0.0) >= EXACT and body.first >= 0.6:
        add(3, "First time")
    if body.long >= 0.6:
        add(-4, *_NAMES, "Languages", "Time zone", "Sector")
    return added
