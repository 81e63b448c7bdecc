"""The search: simulated annealing over swaps of seats, many swaps a step, several runs side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mentorship_gsheets.programmes.speed.event import GOALS
from mentorship_gsheets.programmes.speed.layout import Floats, Ints, Layout

#: Larger than any sum of weights, and with them still exact in 24 bits.
_NEVER = np.float32(2**20)


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much within a run of the search.

    Parameters
    ----------
    broken
        A mentor met twice, a ban, a table without a mentor.
    changed
        A seat that differs from the standing one.
    unwanted
        A mentee who meets no mentor of the first field.
    again
        Two mentees who meet once more.
    interest
        A point of interest.
    """

    broken: float
    changed: float
    unwanted: float
    again: float
    interest: float = 1.0

    def given_to(self, order: Sequence[str]) -> "Weights":
        """Return the same weights, the heaviest for the goal that stands first, none for those that are left out."""
        if tuple(order) == GOALS:
            return self
        heavy = (self.unwanted, self.again, self.interest)
        weight = dict.fromkeys(GOALS, 0.0) | dict(zip(order, heavy, strict=False))
        return Weights(self.broken, self.changed, *(weight[goal] for goal in GOALS))


#: For the last sweeps: goals strictly in their order, for whoever is a swap away from better.
STRICT = Weights(broken=2**15, changed=2**11, unwanted=2**8, again=2**4)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long the search takes, in steps: never in seconds, so that every machine finds the same.

    Parameters
    ----------
    runs
        Searches side by side; the best one counts.
    sweeps
        How often every round is visited.
    swaps
        Steps a visit. In a step tables are paired at random, and each pair may swap two people.
    hot, cold
        Temperature in the beginning and in the end.
    weights
        Of the runs in turn.
    relabel
        After so many sweeps whole rows may change hands: who goes which way, and which mentor sits at which table;
        0 for never.
    patience
        The search ends after so many of the last sweeps without a better seating; 0 for never before their end.
    """

    runs: int
    sweeps: int
    swaps: int
    hot: float
    cold: float
    weights: tuple[Weights, ...]
    relabel: int = 1
    patience: int = 0


def score(layout: Layout, table: Ints, standing: Ints | None = None) -> tuple[int, ...]:
    """Return broken hard rules, seats changed, mentees without a wanted mentor, meetings again, interest.

    Parameters
    ----------
    layout
        The event.
    table
        (people, rounds): who sits where; the number after the last table where somebody is not there.
    standing
        The same of the seating that stands, -1 where nobody sat; None when nothing stands.
    """
    rounds = range(layout.rounds)
    everybody = np.arange(len(layout.people))
    broken = sum(int(layout.barred[turn, table[:, turn], everybody].sum()) for turn in rounds)
    broken += sum(
        int(layout.clash[turn, table[:, turn], later, table[:, later]].sum())
        for turn in rounds
        for later in rounds[:turn]
    )
    wanted = np.zeros(len(everybody), bool)
    interest = 0
    for turn in rounds:
        wanted |= layout.wanted[turn, table[:, turn], everybody]
        interest += int(layout.level[turn, table[:, turn], everybody].sum())
    met = meetings(layout, table)
    again = int((met * (met - 1)).sum()) // 4
    changed = 0 if standing is None else int(((standing >= 0) & (standing != table) & layout.here).sum())
    return broken, changed, int((~wanted & layout.here.any(axis=1)).sum()), again, interest


def rank(layout: Layout, reached: Sequence[int]) -> tuple[int, ...]:
    """Return what seatings are compared by: broken rules, seats changed, then the goals that count, in their order.

    Parameters
    ----------
    layout
        The event, with the order of its goals.
    reached
        As `score` returns it.
    """
    return (*reached[:2], *(reached[2 + GOALS.index(goal)] for goal in layout.order))


def meetings(layout: Layout, table: Ints) -> Ints:
    """Return (people, people): how often two sit at one table; 0 on the diagonal.

    Parameters
    ----------
    layout
        The event.
    table
        (people, rounds): who sits where.
    """
    places = len(layout.tables)
    sits = (table[:, :, None] == np.arange(places)).reshape(len(table), layout.rounds * places).astype(np.float32)
    met: Ints = (sits @ sits.T).astype(np.int64)
    np.fill_diagonal(met, 0)
    return met


def anneal(
    layout: Layout,
    starts: list[Ints],
    schedule: Schedule,
    over: int = 0,
    standing: Ints | None = None,
    lowest: tuple[int, ...] | None = None,
) -> Ints:
    """Return the best seating the search comes across.

    Parameters
    ----------
    layout
        The event.
    starts
        (people, rounds) each: where the runs begin, in turn. Sizes are within bounds, which the search keeps.
    schedule
        How long to search.
    over
        Rounds before this one are not touched.
    standing
        See `score`.
    lowest
        A score nothing can be below: the search ends when it is reached.

    Returns
    -------
    (people, rounds), the best by `score`; of equals the one found first. Equal arguments give equal results.

    Notes
    -----
    Within one round, with the others held, the cost is linear in who sits where (levels, bans, changed seats, whether
    a wanted mentor is missing) plus, for any two at one table, how often they meet in the other rounds. Both parts
    are tabulated once a visit: `cost[t, i]`, what person i at table t costs with the people who sit there. Then
    all swaps of a pair of tables are priced by one addition of arrays, and pairs of tables without a table in common
    do not influence one another, so that every pair takes a swap at once. The swap is drawn with Gumbel noise, in
    proportion to exp(-cost / temperature). An empty seat is a person who costs nothing.

    When all rows of `score` but interest stay as they are if people change rows as wholes, the best change is an
    assignment problem, and is solved as one after every sweep; the same for mentors and tables.

    References
    ----------
    S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, *Optimization by Simulated Annealing*, Science 220 (1983).
    """

    def worth(table: Ints) -> tuple[int, ...]:
        return rank(layout, score(layout, table, standing))

    nothing_below = None if lowest is None else rank(layout, lowest)
    best = min(starts, key=worth)
    reached = worth(best)
    if reached == nothing_below or not len(layout.people):
        return best
    runs = [_Run.begun(layout, starts[run % len(starts)], over) for run in range(schedule.runs)]
    weights = [schedule.weights[run % len(schedule.weights)].given_to(layout.order) for run in range(schedule.runs)]
    chance = np.random.RandomState(1)  # the generator whose stream NumPy promises to keep (NEP 19)
    noise = chance.gumbel(size=_NOISE).astype(np.float32)
    own = [worth(run.table[:-1]) for run in runs]
    kept = [run.table[:-1].copy() for run in runs]
    temperatures = [*np.geomspace(schedule.hot, schedule.cold, schedule.sweeps).tolist(), *[0.01] * _LAST]
    idle = 0
    for sweep, temperature in enumerate(temperatures):
        before = reached
        if sweep == schedule.sweeps:
            runs = [_Run.begun(layout, table, over) for table in kept]
            weights = [STRICT.given_to(layout.order)] * schedule.runs
        for turn in range(over, layout.rounds):
            _visit(layout, runs, weights, turn, schedule.swaps, temperature, (chance, noise), standing)
        for index, run in enumerate(runs):
            if schedule.relabel and sweep % schedule.relabel == 0:
                _relabel(layout, run, weights[index])
            now = worth(run.table[:-1])
            if now < own[index]:
                own[index], kept[index] = now, run.table[:-1].copy()
            if now < reached:
                reached, best = now, run.table[:-1].copy()
        idle = idle + 1 if sweep >= schedule.sweeps and reached == before else 0
        if reached == nothing_below or (schedule.patience and idle == schedule.patience):
            break
    return best


#: How much noise is drawn beforehand, and sweeps without any in the end.
_NOISE, _LAST = 2**20, 12


def settled(layout: Layout, table: Ints) -> Ints:
    """Return a seating of the same structure in which no change of whole rows, or of tables, makes it better.

    Parameters
    ----------
    layout
        The event.
    table
        (people, rounds): who sits where.
    """
    run = _Run.begun(layout, table, 0)
    reached = rank(layout, score(layout, table))
    while True:
        _relabel(layout, run, STRICT.given_to(layout.order))
        now = rank(layout, score(layout, run.table[:-1]))
        if now >= reached:
            return table
        reached, table = now, run.table[:-1].copy()


@dataclass(frozen=True, eq=False)
class _Run:
    """One search: (people + 1, rounds) tables, a list a round of (open tables, seats), and who met how often."""

    table: Ints
    seats: list[Ints]
    met: Floats

    @classmethod
    def begun(cls, layout: Layout, start: Ints, over: int) -> "_Run":
        """Return the search at its beginning; the last person stands for an empty seat."""
        people = len(layout.people)
        table = np.vstack([start, np.full((1, layout.rounds), len(layout.tables))])
        seats = []
        for turn in range(layout.rounds):
            sizes = np.bincount(start[:, turn], minlength=len(layout.tables) + 1)[: len(layout.tables)]
            places = np.flatnonzero(layout.open[turn])
            width = max(int(layout.most[turn]), int(sizes.max(initial=0)))
            filled = np.full((len(places), width), people, np.int64)
            for index, place in enumerate(places.tolist()):
                sitting = np.flatnonzero(start[:, turn] == place)
                filled[index, : len(sitting)] = sitting
            seats.append(filled if turn >= over else filled[:0])
        met = np.zeros((people + 1, people + 1), np.float32)
        met[:people, :people] = meetings(layout, start)
        return cls(table, seats, met)


def _visit(
    layout: Layout,
    runs: list[_Run],
    weights: list[Weights],
    turn: int,
    swaps: int,
    temperature: float,
    random: tuple[np.random.RandomState, Floats],
    standing: Ints | None,
) -> None:
    """Swap people of one round in all runs, in place."""
    chance, noise = random
    places = np.flatnonzero(layout.open[turn])
    tables, everybody = len(places), len(layout.people) + 1
    if tables < 2:
        return
    cost, pair = [], []
    for run, weight in zip(runs, weights, strict=True):
        _count(run, turn, -1)
        company = run.met * np.float32(weight.again)
        cost.append(_linear(layout, run, weight, turn, standing)[places] + company[run.seats[turn]].sum(axis=1))
        pair.append(company)
    price: Floats = np.concatenate(cost)
    meet: Floats = np.stack(pair)
    seats = np.concatenate([run.seats[turn] for run in runs])
    width = seats.shape[1]
    # a table may have so many empty seats
    spare = width - int(layout.least[turn])
    vacant = bool((seats == everybody - 1).any())
    first_row = np.arange(len(runs))[:, None] * tables
    heat = np.float32(temperature)
    flat_price, flat_meet = price.reshape(-1), meet.reshape(-1)
    half = tables // 2
    for _ in range(swaps):
        order = chance.permutation(tables)
        one, other = (first_row + order[:half]).ravel(), (first_row + order[half : 2 * half]).ravel()
        mine, theirs = seats[one], seats[other]
        to_one, to_other = (one * everybody)[:, None], (other * everybody)[:, None]
        go = flat_price.take(mine + to_other) - flat_price.take(mine + to_one)
        come = flat_price.take(theirs + to_one) - flat_price.take(theirs + to_other)
        if vacant:
            empty_mine, empty_theirs = mine == everybody - 1, theirs == everybody - 1
            go += _NEVER * (empty_mine & (empty_theirs.sum(axis=1) >= spare)[:, None])
            come += _NEVER * (empty_theirs & (empty_mine.sum(axis=1) >= spare)[:, None])
        block = (one // tables * everybody**2)[:, None]
        change = flat_meet.take((mine * everybody + block)[:, :, None] + theirs[:, None, :])
        # the price of a person at a table counts everybody who sits there, the one who leaves it too
        np.multiply(change, np.float32(-2), out=change)
        change += go[:, :, None]
        change += come[:, None, :]
        change = change.reshape(len(one), width * width)
        offset = int(chance.randint(len(noise) - change.size - len(one)))
        drawn = noise[offset : offset + change.size + len(one)] * heat
        change -= drawn[: change.size].reshape(change.shape)
        choice = change.argmin(axis=1)
        taken = np.flatnonzero(change[np.arange(len(one)), choice] < -drawn[change.size :])
        if not len(taken):
            continue
        choice, one, other = choice[taken], one[taken], other[taken]
        leaving, arriving = seats[one, choice // width], seats[other, choice % width]
        seats[one, choice // width], seats[other, choice % width] = arriving, leaving
        shift = meet[one // tables, arriving] - meet[one // tables, leaving]
        price[one] += shift
        price[other] -= shift
    for index, run in enumerate(runs):
        run.seats[turn][:] = seats[index * tables : (index + 1) * tables]
        run.table[run.seats[turn].ravel(), turn] = np.repeat(places, width)
        run.table[-1, turn] = len(layout.tables)
        _count(run, turn, 1)


def _count(run: _Run, turn: int, times: int) -> None:
    """Add the meetings of a round, or take them away, in place."""
    seats = run.seats[turn]
    run.met[seats[:, :, None], seats[:, None, :]] += times
    run.met[-1, :] = run.met[:, -1] = 0
    np.fill_diagonal(run.met, 0)


def _linear(layout: Layout, run: _Run, weight: Weights, turn: int, standing: Ints | None) -> Floats:
    """Return (tables + 1, people + 1): what each person costs at each table of a round, company apart."""
    people = np.arange(run.table.shape[0])
    broken = layout.barred[turn].astype(np.float32)
    met_wanted = np.zeros(len(people), bool)
    for other in range(layout.rounds):
        if other != turn:
            sits = run.table[:, other]
            broken += layout.clash[turn, :, other, sits].T
            met_wanted |= layout.wanted[other, sits, people]
    met_wanted[-1] = True
    broken[:, -1] = 0
    linear: Floats = np.float32(weight.interest) * layout.level[turn] + np.float32(weight.broken) * broken
    linear += np.float32(weight.unwanted) * (~met_wanted & ~layout.wanted[turn])
    fixed = np.flatnonzero(layout.pinned[:, turn] >= 0)
    linear[:, fixed] += _NEVER
    linear[layout.pinned[fixed, turn], fixed] -= _NEVER
    if standing is not None:
        sat = np.flatnonzero(standing[:, turn] >= 0)
        linear[:, sat] += np.float32(weight.changed)
        linear[standing[sat, turn], sat] -= np.float32(weight.changed)
    return linear


def _relabel(layout: Layout, run: _Run, weight: Weights) -> None:
    """Give rows to the people, and tables to the mentors, whom they suit best, in place.

    People change rows with those who are there in the same rounds. Fixed seats stay with theirs.
    """
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types

    if layout.uniform:
        tables = len(layout.tables)
        cost = np.zeros((tables, tables))
        for turn in range(layout.rounds):
            worth = np.float32(weight.interest) * layout.level[turn] + np.float32(weight.broken) * layout.barred[turn]
            sits = np.zeros((worth.shape[1], tables + 1), np.float32)
            sits[np.arange(len(layout.people)), run.table[:-1, turn]] = 1
            cost += worth[:tables] @ sits[:, :tables]
        _, label = linear_sum_assignment(cost)
        new = np.append(np.argsort(label), tables)
        run.table[:] = new[run.table]
        for turn in range(layout.rounds):
            run.seats[turn][:] = run.seats[turn][label]
    for group in _alike(layout):
        rows = run.table[group]
        cost = np.zeros((len(group), len(group)))
        missing = np.ones(cost.shape, bool)
        for turn in range(layout.rounds):
            at, who = rows[None, :, turn], group[:, None]
            cost += weight.interest * layout.level[turn][at, who] + weight.broken * layout.barred[turn][at, who]
            missing &= ~layout.wanted[turn][at, who]
        cost += weight.unwanted * missing
        _, row = linear_sum_assignment(cost)
        if (row == np.arange(len(group))).all():
            continue
        run.table[group] = rows[row]
        source = np.arange(len(run.table))
        source[group] = group[row]
        successor = np.argsort(source)
        for seats in run.seats:
            seats[:] = successor[seats]
        run.met[:] = run.met[source[:, None], source[None, :]]


def _alike(layout: Layout) -> Iterator[Ints]:
    """Yield people without fixed seats who are there in the same rounds, as groups of two and more."""
    free = np.flatnonzero((layout.pinned < 0).all(axis=1) & layout.here.any(axis=1))
    patterns, group = np.unique(layout.here[free], axis=0, return_inverse=True)
    for index in range(len(patterns)):
        members = free[group.ravel() == index]
        if len(members) > 1:
            yield members
