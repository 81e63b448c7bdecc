"""Blocks of fields, filled so that mentors and mentees are as equal in number as their fields allow."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from mentorship_gsheets.people import Identity, Participant, Role

OTHER = "Other"
"""The block of people of whom no field is known."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its name, and the fields that lead into it (its name is always one of them)."""

    name: str
    fields: tuple[str, ...] = ()


DEFAULT_BINS = (
    Block("Physics/Astro/Chemistry", ("Physics", "Astronomy", "Astrophysics", "Chemistry", "Materials Science")),
    Block("Biology/Health", ("Biology", "Bioinformatics", "Health", "Medicine", "Neuroscience")),
    Block("Social Science/Econ", ("Social Science", "Economics", "Psychology", "Linguistics", "Finance")),
    Block(
        "Meteorology/Geology/Oceanography/Petrology",
        ("Meteorology", "Geology", "Meteorology, Geology", "Oceanography", "Petrology", "Climate Science"),
    ),
    Block("CompSci/DS/ML", ("Computer Science", "Data Science", "Machine Learning", "Statistics", "Mathematics")),
    Block("Software Engineering", ("Software Engineering", "Research Software Engineering", "DevOps")),
    Block(OTHER),
)
"""What setup writes into the ``Bins`` tab of a new sheet."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Who goes where.

    Parameters
    ----------
    bins
        Everybody whose bin was blank -> name of the block.
    moved
        Those who are not in the block of their first choice -> name of that block.
    before, after
        Block -> (places or mentors, mentees), with everybody in the first choice, and as balanced. People whose
        bin was filled already are counted where they stand.
    """

    bins: Mapping[Identity, str]
    moved: Mapping[Identity, str]
    before: Mapping[str, tuple[int, int]]
    after: Mapping[str, tuple[int, int]]


def open_blocks(person: Participant, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the blocks that a person's fields lead into, first choice first.

    Examples
    --------
    >>> ada = Participant("ada@example.org", "Ada", Role.MENTOR, fields=("astronomy", "Statistics", "Falconry"))
    >>> open_blocks(ada, DEFAULT_BINS)
    ('Physics/Astro/Chemistry', 'CompSci/DS/ML')
    >>> open_blocks(Participant("bo@example.org", "Bo", Role.MENTEE), DEFAULT_BINS)
    ('Other',)
    """
    where: dict[str, list[str]] = {}
    for block in blocks:
        for field in (block.name, *block.fields):
            where.setdefault(_fold(field), []).append(block.name)
    found = [name for field in person.fields for name in where.get(_fold(field), ())]
    return tuple(dict.fromkeys(found)) or (OTHER,)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def balance(
    people: Iterable[Participant], blocks: Sequence[Block], weigh: bool = False, default_capacity: int = 1
) -> Balance:
    """Fill the blank bins with the smallest imbalance there is.

    Parameters
    ----------
    people
        Withdrawn people are left out; a filled ``bin`` stays and counts.
    blocks
        Any number, in any order; ``Other`` need not be among them.
    weigh
        Balance places against mentees instead of mentors against mentees.
    default_capacity
        Places of a mentor who has not said how many.

    Returns
    -------
    Balance
        Minimises first the sum over the blocks of (mentors - mentees) squared, then the number of people who are
        not in the block of their first choice. The result does not depend on the order of the people.

    Notes
    -----
    Unweighted, this is a convex min-cost flow: the marginal costs of an imbalance are 1, 3, 5 ... [1]_, so the
    linear programme over its tangents has whole-number vertices. Weighted by capacity it is a true integer
    programme. Both are solved as one by HiGHS [2]_ without a gap, people of equal role, open blocks and weight
    taken together, tangents added where a solution cuts below the square.

    References
    ----------
    .. [1] Ahuja, Magnanti, Orlin: Network Flows (1993), chapter 14.
    .. [2] Huangfu, Hall: Parallelizing the dual revised simplex method (2018).

    Examples
    --------
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
    (1, 1)
    """
    here = sorted((person for person in people if not person.withdrawn), key=lambda person: person.identity)
    fixed: Counter[tuple[str, Role]] = Counter()
    groups: dict[_Group, list[Identity]] = {}
    for person in here:
        size = _size(person, weigh, default_capacity)
        if person.bin:
            fixed[person.bin, person.role] += size
        else:
            groups.setdefault(_Group(person.role, open_blocks(person, blocks), size), []).append(person.identity)
    ordered = sorted(groups, key=lambda group: (group.role, group.open, group.size))
    counts = _solve(ordered, [len(groups[group]) for group in ordered], fixed)
    bins, moved = {}, {}
    before, after = Counter(fixed), Counter(fixed)
    for group, split in zip(ordered, counts, strict=True):
        members = iter(groups[group])
        for name, number in zip(group.open, split, strict=True):
            for _ in range(number):
                member = next(members)
                bins[member] = name
                if name != group.open[0]:
                    moved[member] = group.open[0]
            after[name, group.role] += number * group.size
        before[group.open[0], group.role] += len(groups[group]) * group.size
    names = [*dict.fromkeys([block.name for block in blocks] + sorted({name for name, _ in before | after}))]
    return Balance(bins, moved, _table(names, before), _table(names, after))


@dataclass(frozen=True, slots=True)
class _Group:
    """People who are alike to the balance: same role, same open blocks (first choice first), same weight."""

    role: Role
    open: tuple[str, ...]
    size: int


def _size(person: Participant, weigh: bool, default_capacity: int) -> int:
    if not weigh or person.role is Role.MENTEE:
        return 1
    return default_capacity if person.capacity is None else person.capacity


def _table(names: Sequence[str], counted: Mapping[tuple[str, Role], int]) -> dict[str, tuple[int, int]]:
    return {name: (counted.get((name, Role.MENTOR), 0), counted.get((name, Role.MENTEE), 0)) for name in names}


def _solve(groups: Sequence[_Group], sizes: Sequence[int], fixed: Mapping[tuple[str, Role], int]) -> list[list[int]]:
    """Return how many of each group go into each of its open blocks, in their order."""
    arcs = [(index, name) for index, group in enumerate(groups) for name in group.open]
    names = sorted({name for _, name in arcs})
    if not arcs:
        return []
    column = {name: len(arcs) + position for position, name in enumerate(names)}
    sign = np.array([(1 if groups[index].role is Role.MENTOR else -1) * groups[index].size for index, _ in arcs])
    start = {name: fixed.get((name, Role.MENTOR), 0) - fixed.get((name, Role.MENTEE), 0) for name in names}
    everybody_once = [(index, arc, 1.0) for arc, (index, _) in enumerate(arcs)]
    constraints = [_rows(everybody_once, len(groups), column, sizes, sizes)]
    squares = np.concatenate([np.zeros(len(arcs)), np.ones(len(names))])
    off = np.array([name != groups[index].open[0] for index, name in arcs] + [False] * len(names), dtype=float)
    tangents: set[tuple[str, int]] = {(name, slope) for name in names for slope in (-1, 0)}
    best = None
    # fractions of people show at little cost which tangents matter; whole people decide
    whole = False
    while True:
        cuts = _tangents(sorted(tangents), arcs, sign, start, column)
        ends: list[LinearConstraint] = [] if best is None else [_rows([(0, column[name], 1.0) for name in names], 1, column, [-np.inf], [best])]
        # once the smallest imbalance is known it is kept, and the moves are counted
        objective = squares if best is None else off
        found = milp(objective, integrality=np.full(len(squares), whole), constraints=[*constraints, cuts, *ends])
        flows = np.rint(found.x[: len(arcs)]).astype(int) if whole else found.x[: len(arcs)]
        gap = {name: float(offset) for name, offset in start.items()}
        for (_, name), flow, weight in zip(arcs, flows, sign, strict=True):
            gap[name] += flow * weight
        # the square of a whole number d is the highest of the tangents (2k + 1) d - k (k + 1); two of them touch it
        touching = {(name, math.floor(gap[name] + 1e-6) - below) for name in names for below in (0, 1)}
        total = sum(value * value for value in gap.values())
        if not whole:
            whole = touching <= tangents
        elif best is not None and total <= best:
            return _split(groups, arcs, flows)
        elif best is None and total <= round(float(found.fun)):
            best = round(total)
        tangents |= touching


def _rows(
    entries: Sequence[tuple[int, int, float]],
    count: int,
    column: Mapping[str, int],
    low: Sequence[float],
    high: Sequence[float],
) -> LinearConstraint:
    rows, columns, values = zip(*entries, strict=True)
    width = max(column.values()) + 1
    return LinearConstraint(coo_array((values, (rows, columns)), shape=(count, width)).tocsr(), low, high)


def _tangents(
    tangents: Sequence[tuple[str, int]],
    arcs: Sequence[tuple[int, str]],
    sign: np.ndarray,
    start: Mapping[str, int],
    column: Mapping[str, int],
) -> LinearConstraint:
    """Return ``square_b - (2k + 1) * flow_b >= (2k + 1) * start_b - k (k + 1)`` for each (b, k)."""
    into: dict[str, list[int]] = {}
    for arc, (_, name) in enumerate(arcs):
        into.setdefault(name, []).append(arc)
    entries: list[tuple[int, int, float]] = []
    low = []
    for row, (name, k) in enumerate(tangents):
        entries.append((row, column[name], 1.0))
        entries += [(row, arc, -float((2 * k + 1) * sign[arc])) for arc in into[name]]
        low.append(float((2 * k + 1) * start[name] - k * (k + 1)))
    return _rows(entries, len(tangents), column, low, [np.inf] * len(tangents))


def _split(groups: Sequence[_Group], arcs: Sequence[tuple[int, str]], flows: np.ndarray) -> list[list[int]]:
    split: list[list[int]] = [[] for _ in groups]
    for (index, _), flow in zip(arcs, flows, strict=True):
        split[index].append(int(flow))
    return split
