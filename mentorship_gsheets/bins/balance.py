"""Everybody without a bin gets one: people into kinds, kinds into bins, and back to people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.bins.bin_fields import Bin, open_bins
from mentorship_gsheets.bins.flow import Ints, distribute
from mentorship_gsheets.people import Identity, Participant, Role


@dataclass(frozen=True, slots=True)
class Size:
    """How many stand in a bin: mentors (or their places, where those are balanced) and mentees."""

    mentors: int = 0
    mentees: int = 0

    @property
    def excess(self) -> int:
        """Mentors or places beyond the number of mentees; negative where they are short."""
        return self.mentors - self.mentees


@dataclass(frozen=True, slots=True)
class Balance:
    """Who goes where.

    Parameters
    ----------
    bins
        Everybody whose bin was blank -> name of the bin.
    moved
        Those of them who are not in the bin of their first choice -> name of that bin.
    before, after
        Bin -> its size, with everybody in the first choice, and as balanced. People whose bin was filled already
        are counted where they stand.
    """

    bins: Mapping[Identity, str]
    moved: Mapping[Identity, str]
    before: Mapping[str, Size]
    after: Mapping[str, Size]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody with a filled bin whose move to another ticked bin would make the bins more equal."""

    person: Participant
    to: str
    gain: int


@dataclass(frozen=True, slots=True, order=True)
class _Kind:
    """People who are alike to the balance: same role, same weight, same bins open (first choice first)."""

    role: Role
    weight: int
    first: str
    open: tuple[str, ...]


def balance(
    people: Iterable[Participant], bins: Sequence[Bin], weigh: bool = False, default_capacity: int = 1
) -> Balance:
    """Fill the blank bins with the smallest imbalance there is.

    Parameters
    ----------
    people
        Withdrawn people are left out; a filled ``bin`` stays and counts.
    bins
        Any number, in any order; ``Other`` need not be among them.
    weigh
        Balance places against mentees instead of mentors against mentees.
    default_capacity
        Places of a mentor who has not said how many.

    Returns
    -------
    Balance
        Minimises first the sum over the bins of (mentors - mentees) squared, then the number of people who are
        not in the bin of their first choice. The result does not depend on the order of the people.

    Raises
    ------
    ArithmeticError
        With ``weigh`` only: see `bins.weighted`.

    Notes
    -----
    Unweighted, this is a convex min-cost flow, solved in whole numbers (`bins.flow`); weighted by capacity it is a
    true integer programme (`bins.weighted`). Either way people of one kind are taken together, so that the size of
    the problem is the number of different answers, not of people.

    Examples
    --------
    >>> from mentorship_gsheets.bins import DEFAULT_BINS
    >>> def person(role, name, *fields):
    ...     return Participant(f"{name}@example.org", name, role, fields=fields)
    >>> result = balance(
    ...     [
    ...         person(Role.MENTOR, "ada", "Physics", "Biology"),
    ...         person(Role.MENTOR, "bo", "Physics"),
    ...         person(Role.MENTEE, "cy", "Physics"),
    ...         person(Role.MENTEE, "di", "Biology"),
    ...     ],
    ...     DEFAULT_BINS,
    ... )
    >>> result.bins[Role.MENTOR, "ada@example.org"], result.bins[Role.MENTOR, "bo@example.org"]
    ('Biology/Health', 'Physics/Astro/Chemistry')
    >>> result.after["Biology/Health"]
    Size(mentors=1, mentees=1)
    """
    here = sorted((person for person in people if not person.withdrawn), key=lambda person: person.identity)
    standing: Counter[tuple[str, Role]] = Counter()
    kinds: dict[_Kind, list[Identity]] = {}
    for person in here:
        weight = _weight(person, weigh, default_capacity)
        if person.bin:
            standing[person.bin, person.role] += weight
        else:
            choices = open_bins(person.fields, bins)
            kind = _Kind(person.role, weight, choices[0], (choices[0], *sorted(choices[1:])))
            kinds.setdefault(kind, []).append(person.identity)
    ordered = sorted(kinds)
    names = list(dict.fromkeys([bin.name for bin in bins] + sorted(_named(ordered, standing))))
    stand = _distribute(ordered, [len(kinds[kind]) for kind in ordered], names, standing, weigh)
    placed, moved = {}, {}
    before, after = standing.copy(), standing.copy()
    for kind, counts in zip(ordered, stand.tolist(), strict=True):
        members = iter(kinds[kind])
        before[kind.first, kind.role] += kind.weight * sum(counts)
        # the first choice first: who is asked to move does not depend on where the bin stands in the list
        for name in kind.open:
            number = counts[names.index(name)]
            after[name, kind.role] += kind.weight * number
            for _ in range(number):
                member = next(members)
                placed[member] = name
                if name != kind.first:
                    moved[member] = kind.first
    return Balance(placed, moved, _sizes(names, before), _sizes(names, after))


def could_move(
    people: Iterable[Participant],
    bins: Sequence[Bin],
    sizes: Mapping[str, Size],
    weigh: bool = False,
    default_capacity: int = 1,
) -> tuple[Suggestion, ...]:
    """Return who stands in a filled bin and would even out the bins by moving to another ticked one.

    Parameters
    ----------
    people, bins, weigh, default_capacity
        As for `balance`.
    sizes
        The bins as they are (`Balance.after`).

    Returns
    -------
    The best move of each such person, the greatest gain first; ``gain`` is by how much the sum of squares falls. Each
    is the gain of that move alone.
    """
    found = []
    for person in people:
        if person.withdrawn or not person.bin:
            continue
        shift = _weight(person, weigh, default_capacity) * (1 if person.role is Role.MENTOR else -1)
        here = sizes[person.bin].excess
        moves = []
        for name in open_bins(person.fields, bins) if person.fields else ():
            there = sizes[name].excess if name in sizes else 0
            gain = here**2 + there**2 - (here - shift) ** 2 - (there + shift) ** 2
            if name != person.bin and gain > 0:
                moves.append(Suggestion(person, name, gain))
        found += sorted(moves, key=lambda move: -move.gain)[:1]
    return tuple(sorted(found, key=lambda move: (-move.gain, move.person.identity)))


def _weight(person: Participant, weigh: bool, default_capacity: int) -> int:
    if not weigh or person.role is Role.MENTEE:
        return 1
    return default_capacity if person.capacity is None else person.capacity


def _named(kinds: Iterable[_Kind], standing: Iterable[tuple[str, Role]]) -> set[str]:
    return {name for kind in kinds for name in kind.open} | {name for name, _ in standing}


def _distribute(
    kinds: Sequence[_Kind],
    counts: Sequence[int],
    names: Sequence[str],
    standing: Mapping[tuple[str, Role], int],
    weigh: bool,
) -> Ints:
    allowed = np.array([[name in kind.open for name in names] for kind in kinds], bool).reshape(len(kinds), len(names))
    first = np.array([names.index(kind.first) for kind in kinds], np.int64)
    sign = np.array([1 if kind.role is Role.MENTOR else -1 for kind in kinds], np.int64)
    weight = sign * np.array([kind.weight for kind in kinds], np.int64)
    count = np.array(counts, np.int64)
    fixed = np.array(
        [standing.get((name, Role.MENTOR), 0) - standing.get((name, Role.MENTEE), 0) for name in names], np.int64
    )
    if weigh:
        from mentorship_gsheets.bins.weighted import distribute_weighted

        return distribute_weighted(allowed, first, weight, count, fixed)
    return distribute(allowed, first, sign, count, fixed)


def _sizes(names: Iterable[str], counted: Mapping[tuple[str, Role], int]) -> dict[str, Size]:
    return {name: Size(counted.get((name, Role.MENTOR), 0), counted.get((name, Role.MENTEE), 0)) for name in names}
