"""Hard rules: who may not be paired with whom, each rule with its name and its sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorship_gsheets.intake.addresses import read_email, same_mailbox
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.coded import Coded, codes_of, marked
from mentorship_gsheets.scoring.domains import institution
from mentorship_gsheets.scoring.names import institutions, person_key
from mentorship_gsheets.settings import BinRole, Judged, Policy, Settings
from mentorship_gsheets.text import as_answer, as_key, as_words

PREVIOUS = "previous"
"""The reason in ``Never match`` that makes a line a pair of an earlier year."""

People = Sequence[Participant]


@dataclass(frozen=True, slots=True)
class Never:
    """One line of ``Never match``: two people, by address or by name, and why.

    It holds whichever of the two is the mentor.
    """

    mentor: str
    mentee: str
    reason: str = ""

    @property
    def previous(self) -> bool:
        """True for a pair of an earlier year, which the setting for those rules."""
        return as_answer(self.reason).startswith(PREVIOUS)


@dataclass(frozen=True, slots=True, eq=False)
class Barrier:
    """One hard rule.

    Parameters
    ----------
    name
        Short and stable: ``oneself``, ``affiliation``, ``domain``, ``previous``, ``never``, ``wall``, ``must``.
    sentence
        What is said of a pair it stops, with ``{mentee}`` and ``{mentor}``.
    short
        What the partners are whom it keeps from somebody, as it follows their number.
    stops
        Bools, mentees by mentors: the pairs it speaks of.
    policy
        Only `Policy.FORBID` makes these pairs impossible; they are known all the same.
    criterion
        The criterion that is a must; None for the tool's own rules.
    """

    name: str
    sentence: str
    short: str
    stops: Coded
    policy: Policy = Policy.FORBID
    criterion: Judged | None = None

    def says(self, mentee: Participant, mentor: Participant) -> str:
        """Return the sentence about a pair.

        Parameters
        ----------
        mentee, mentor
            The pair.

        Returns
        -------
        str
        """
        return self.sentence.format(
            mentee=mentee.name or mentee.email,
            mentor=mentor.name or mentor.email,
            place=mentee.affiliation.strip() or mentor.affiliation.strip() or "one institution",
        )


def _equal(mentees: Iterable[frozenset[str]], mentors: Iterable[frozenset[str]], shape: tuple[int, int]) -> Coded:
    """Mark the pairs who share any of a few rare keys; for keys hardly two people have."""
    places: dict[str, list[int]] = defaultdict(list)
    for column, keys in enumerate(mentors):
        for key in keys:
            places[key].append(column)
    return marked(shape, [(row, column) for row, keys in enumerate(mentees) for key in keys for column in places[key]])


def _compared(mentees: Iterable[frozenset[int]], mentors: Iterable[frozenset[int]]) -> Coded:
    """Mark the pairs who share any of a few frequent keys."""
    left, codes = codes_of(mentees)
    right, columns = codes_of(mentors)
    many = 1 + max((key for keys in [*left, *right] for key in keys), default=0)
    having: NDArray[np.bool_] = np.zeros((many, len(right)), bool)
    for column, keys in enumerate(right):
        having[list(keys), column] = True
    table = np.zeros((len(left), len(right)), bool)
    for row, keys in enumerate(left):
        table[row] = having[list(keys)].any(axis=0)
    return Coded(table.take(columns, axis=1), codes)


def _numbered(words: Iterable[str]) -> list[frozenset[int]]:
    numbers: dict[str, int] = {}
    return [frozenset((numbers.setdefault(word, len(numbers)),)) if word else frozenset() for word in words]


def _persons(people: People) -> list[frozenset[str]]:
    return [frozenset({same_mailbox(person.email), person_key(person.name)} - {""}) for person in people]


def _named(mentees: People, mentors: People, never: Sequence[Never]) -> Coded:
    """Mark the pairs that lines of ``Never match`` speak of, in either direction."""
    where: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for side, people in enumerate((mentees, mentors)):
        for index, person in enumerate(people):
            for key in {person.email, as_words(person.name)} - {""}:
                where[key][side].add(index)
    pairs = []
    for line in never:
        one, other = (where.get(never_key(text), (set(), set())) for text in (line.mentee, line.mentor))
        pairs += [(i, j) for i in one[0] for j in other[1]] + [(i, j) for i in other[0] for j in one[1]]
    return marked((len(mentees), len(mentors)), pairs)


def places_of(people: People, settings: Settings) -> list[frozenset[int]]:
    """Return the institutions of people as numbers: by affiliation, and by domain where Settings list it as a name.

    Parameters
    ----------
    people
        Everybody who is compared.
    settings
        Which names mean one institution.

    Returns
    -------
    One set for each of the people; empty where no institution is known.
    """
    numbers = institutions((person.affiliation for person in people), settings.same_places)
    listed = {as_key(name): numbers[name] for group in settings.same_places for name in group}
    return [numbers[person.affiliation] | listed.get(institution(person.email), frozenset()) for person in people]


@dataclass(frozen=True, slots=True)
class Crowd:
    """People of one institution who keep unusually many pairs apart.

    Parameters
    ----------
    rule
        ``affiliation`` or ``domain``.
    name
        What they have in common, as most of them write it.
    mentees, mentors
        How many.
    """

    rule: str
    name: str
    mentees: int
    mentors: int


_MANY, _FEW = 10, 3
"""A crowd keeps one pair in so many apart, and has so many people on either side at least."""


def crowds(mentees: People, mentors: People, settings: Settings) -> list[Crowd]:
    """Return the domains and affiliations that rule out unusually many pairs, the largest first.

    Parameters
    ----------
    mentees, mentors
        Everybody who can be matched.
    settings
        Free mail providers, names of one institution.

    Returns
    -------
    None where Settings do not forbid colleagues.
    """
    if settings.colleagues is not Policy.FORBID:
        return []
    free = frozenset(settings.free_mail)
    numbers = institutions((person.affiliation for person in (*mentees, *mentors)), settings.same_places)
    found = []
    for rule, keys in (
        ("affiliation", lambda person: numbers[person.affiliation]),
        ("domain", lambda person: {institution(person.email, free)} - {""}),
    ):
        sides = [Counter(key for person in side for key in keys(person)) for side in (mentees, mentors)]
        for key in sides[0].keys() & sides[1].keys():
            here, there = sides[0][key], sides[1][key]
            if min(here, there) >= _FEW and _MANY * here * there > len(mentees) * len(mentors):
                named = Counter(person.affiliation for person in (*mentees, *mentors) if key in keys(person))
                name = key if isinstance(key, str) else min(named, key=lambda text: (-named[text], text))
                found.append(Crowd(rule, name, here, there))
    return sorted(found, key=lambda crowd: (-crowd.mentees * crowd.mentors, crowd.rule, crowd.name))


def never_key(text: str) -> str:
    """Return what a cell of ``Never match`` means: the address in it, or else the name.

    >>> never_key("Ada Lovelace <Ada@Example.org>"), never_key(" Ada  LOVELACE ")
    ('ada@example.org', 'ada lovelace')
    """
    return read_email(text)[0] or as_words(text)


def barriers(mentees: People, mentors: People, settings: Settings, never: Sequence[Never] = ()) -> tuple[Barrier, ...]:
    """Return the hard rules for these people, those the settings only avoid or allow included.

    Parameters
    ----------
    mentees, mentors
        In the order of the matrix.
    settings
        Policies, free mail providers, whether bins are walls.
    never
        The lines of ``Never match``.

    Returns
    -------
    Those about bins as walls only where Settings make them walls; the others always, whether they stop anybody or not.
    """
    shape = (len(mentees), len(mentors))
    everybody = [*mentees, *mentors]
    places = places_of(everybody, settings)
    free = frozenset(settings.free_mail)
    domains = _numbered(institution(person.email, free) for person in everybody)
    bans, previous = [line for line in never if not line.previous], [line for line in never if line.previous]
    rules = [
        Barrier(
            "oneself",
            "{mentee} and {mentor} seem to be one person.",
            "the same person",
            _equal(_persons(mentees), _persons(mentors), shape),
        ),
        Barrier(
            "affiliation",
            "{mentee} and {mentor} are both at {place}.",
            "at the same place",
            _compared(places[: len(mentees)], places[len(mentees) :]),
            settings.colleagues,
        ),
        Barrier(
            "domain",
            "{mentee} and {mentor} have addresses of the same institution.",
            "with an address of the same institution",
            _compared(domains[: len(mentees)], domains[len(mentees) :]),
            settings.colleagues,
        ),
        Barrier(
            "never", "{mentee} and {mentor} stand in Never match.", "in Never match", _named(mentees, mentors, bans)
        ),
        Barrier(
            "previous",
            "{mentee} and {mentor} were a pair before.",
            "a partner of an earlier year",
            _named(mentees, mentors, previous),
            settings.repeats,
        ),
    ]
    if settings.bins is BinRole.WALL:
        # people without a bin stand on one side of the walls too: with each other
        bins = _numbered(as_answer(person.bin) or "\0" for person in everybody)
        same = _compared(bins[: len(mentees)], bins[len(mentees) :])
        apart = Coded(~same.rows, same.codes)
        sentence = "{mentee} and {mentor} stand in different bins, which are walls."
        rules.append(Barrier("wall", sentence, "in another bin", apart))
    return tuple(rules)


def eligible(shape: tuple[int, int], rules: Sequence[Barrier]) -> NDArray[np.bool_]:
    """Return who may be paired with whom: bools, mentees by mentors.

    Parameters
    ----------
    shape
        Number of mentees, number of mentors.
    rules
        Only those with `Policy.FORBID` count.

    Returns
    -------
    Array of shape ``shape``.
    """
    allowed = np.ones(shape, bool)
    for rule in rules:
        if rule.policy is Policy.FORBID and rule.stops.rows.any():
            np.logical_and(allowed, ~rule.stops[:], out=allowed)
    return allowed
